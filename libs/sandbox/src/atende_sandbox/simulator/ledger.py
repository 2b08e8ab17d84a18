"""Owns the ground truth: what was accepted, what came in, what was refused and what was delivered.

Each log is a file of JSON lines that is only ever appended to. Memory keeps one offset per line and the
counters, so hundreds of thousands of sends stay cheap; pages are read back from the file. Lines reach the
operating system within 50 ms and at exit. A line cut short by a crash is dropped when the file is reloaded.
"""

import os
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from atende_sandbox.simulator.messages import Outbound


class JsonLog:
    """An append-only file of JSON lines, numbered from 1 in the order of arrival."""

    def __init__(self, path: Path, replay: Callable[[dict[str, Any]], None] | None = None) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._offsets = array("Q")
        self._size = 0
        self._buffer: list[bytes] = []
        with path.open("rb") as stored:
            for line in stored:
                if not line.endswith(b"\n"):
                    break
                if replay is not None:
                    replay(orjson.loads(line))
                self._offsets.append(self._size)
                self._size += len(line)
        os.ftruncate(self._fd, self._size)

    def __len__(self) -> int:
        return len(self._offsets)

    def append(self, record: dict[str, Any]) -> None:
        line = orjson.dumps({"seq": len(self._offsets) + 1, **record}, option=orjson.OPT_APPEND_NEWLINE)
        self._offsets.append(self._size)
        self._size += len(line)
        self._buffer.append(line)

    def flush(self) -> None:
        if not self._buffer:
            return
        pending = memoryview(b"".join(self._buffer))
        self._buffer.clear()
        while pending:
            pending = pending[os.write(self._fd, pending) :]

    def read(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Up to `limit` records with a sequence above `after`."""
        self.flush()
        if after >= len(self._offsets):
            return []
        start = self._offsets[after]
        end = self._offsets[after + limit] if after + limit < len(self._offsets) else self._size
        content = os.pread(self._fd, end - start, start)
        return [orjson.loads(line) for line in content.splitlines()]

    def clear(self) -> None:
        self._buffer.clear()
        self._offsets = array("Q")
        self._size = 0
        os.ftruncate(self._fd, 0)

    def close(self) -> None:
        self.flush()
        os.close(self._fd)


class Ledger:
    """The four logs and the counters derived from them."""

    def __init__(self, folder: Path, on_inbound: Callable[[dict[str, Any]], None] | None = None) -> None:
        """Read what is there; `on_inbound` gets each message that came in before."""
        self._callback_data: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._duplicated: defaultdict[str, set[str]] = defaultdict(set)
        self.accepted_by_number: Counter[str] = Counter()
        self.without_callback_data = 0
        self.rejected_by_code: Counter[int] = Counter()
        self.lost_requests = 0
        self.lost_responses = 0
        self.read_receipts = 0
        self.accepted = JsonLog(folder / "accepted.jsonl", self._count_accepted)
        self.inbound = JsonLog(folder / "inbound.jsonl", on_inbound)
        self.rejected = JsonLog(folder / "rejected.jsonl", self._count_rejected)
        self.webhooks = JsonLog(folder / "webhooks.jsonl")

    def accept(self, message: Outbound) -> None:
        record = {
            "time": iso_time(message.accepted_at),
            "wamid": message.wamid,
            "phoneNumberId": message.phone_number_id,
            "to": message.to,
            "userId": message.user_id,
            "type": message.type,
            "text": message.text,
            "bizOpaqueCallbackData": message.callback_data,
        }
        self._count_accepted(record)
        self.accepted.append(record)

    def reject(self, phone_number_id: str, to: str | None, code: int, details: str) -> None:
        record = {
            "time": iso_time(time.time()),
            "phoneNumberId": phone_number_id,
            "to": to,
            "code": code,
            "details": details,
        }
        self._count_rejected(record)
        self.rejected.append(record)

    def summary(self) -> dict[str, Any]:
        """Counts since the last reset. `duplicates` are values accepted more than once for one number."""
        duplicates = [
            {
                "phoneNumberId": number,
                "bizOpaqueCallbackData": value,
                "count": self._callback_data[number][value],
            }
            for number, values in self._duplicated.items()
            for value in values
        ]
        return {
            "accepted": len(self.accepted),
            "distinctCallbackData": sum(len(values) for values in self._callback_data.values()),
            "withoutCallbackData": self.without_callback_data,
            "duplicatesTotal": sum(item["count"] - 1 for item in duplicates),  # type: ignore[operator, misc]
            "duplicates": duplicates[:1000],
            "acceptedByNumber": dict(self.accepted_by_number),
            "rejected": len(self.rejected),
            "rejectedByCode": {str(code): count for code, count in self.rejected_by_code.items()},
            "lostRequests": self.lost_requests,
            "lostResponses": self.lost_responses,
            "readReceipts": self.read_receipts,
            "inbound": len(self.inbound),
        }

    def flush(self) -> None:
        for log in (self.accepted, self.inbound, self.rejected, self.webhooks):
            log.flush()

    def clear(self) -> None:
        for log in (self.accepted, self.inbound, self.rejected, self.webhooks):
            log.clear()
        self._callback_data.clear()
        self._duplicated.clear()
        self.accepted_by_number.clear()
        self.rejected_by_code.clear()
        self.without_callback_data = 0
        self.lost_requests = self.lost_responses = self.read_receipts = 0

    def close(self) -> None:
        for log in (self.accepted, self.inbound, self.rejected, self.webhooks):
            log.close()

    def _count_accepted(self, record: dict[str, Any]) -> None:
        number: str = record["phoneNumberId"]
        value: str | None = record["bizOpaqueCallbackData"]
        self.accepted_by_number[number] += 1
        if value is None:
            self.without_callback_data += 1
            return
        seen = self._callback_data[number]
        count = seen[value] = seen.get(value, 0) + 1
        if count > 1:
            self._duplicated[number].add(value)

    def _count_rejected(self, record: dict[str, Any]) -> None:
        self.rejected_by_code[record["code"]] += 1


def seconds_of(time: str) -> float:
    """What `iso_time` wrote."""
    return datetime.fromisoformat(time).timestamp()


def iso_time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
