"""A messaging provider that answers after a fixed time and costs little: for measuring who calls it.

    python tests-e2e/bench/provider.py PORT MILLISECONDS

It speaks as much HTTP/1.1 as the gateway does and answers as the Graph API does. ``GET /`` returns what it
took: how many requests, how many different ones, and the most that began in any second since ``GET /begin``.
"""

import asyncio
import json
import sys
import time
from collections import deque
from typing import Final, cast

import uvloop

_CALLBACK: Final = b'"biz_opaque_callback_data":"'
_TO: Final = b'"to":"'
_LENGTH: Final = b"content-length:"


class Taken:
    """What came, and how close together."""

    def __init__(self) -> None:
        self.requests = 0
        self.distinct: set[bytes] = set()
        self.most_in_a_second = 0
        self._window: deque[float] = deque()

    def note(self, send_id: bytes) -> int:
        """Count a request; return its number."""
        now = time.monotonic()
        self.requests += 1
        self.distinct.add(send_id)
        self._window.append(now)
        while self._window[0] <= now - 1.0:
            self._window.popleft()
        self.most_in_a_second = max(self.most_in_a_second, len(self._window))
        return self.requests

    def begin(self) -> None:
        """Look for the fullest second from now on."""
        self.most_in_a_second = 0
        self._window.clear()

    def counts(self) -> bytes:
        """Return the counts as JSON."""
        return json.dumps(
            {
                "requests": self.requests,
                "distinct": len(self.distinct),
                "most_in_a_second": self.most_in_a_second,
            }
        ).encode()


class Connection(asyncio.Protocol):
    """One connection: a request at a time, each answered after ``seconds``."""

    def __init__(self, taken: Taken, seconds: float) -> None:
        self._taken = taken
        self._seconds = seconds
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head_end = self._buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        head = self._buffer[:head_end].lower()
        place = head.find(_LENGTH)
        length = int(head[place + len(_LENGTH) :].split(b"\r\n", 1)[0]) if place >= 0 else 0
        if len(self._buffer) < head_end + 4 + length:
            return
        body, self._buffer = self._buffer[head_end + 4 :], b""
        if head.startswith(b"get "):
            if head.startswith(b"get /begin "):
                self._taken.begin()
            self._answer(self._taken.counts())
            return
        number = self._taken.note(_between(body, _CALLBACK))
        to = _between(body, _TO)
        answer = (
            b'{"messaging_product":"whatsapp","contacts":[{"input":"%b","wa_id":"%b"}],"messages":'
            b'[{"id":"wamid.HBgNNTUxMTk4NzY1NDMyMRUCABEYEjlBM0NBNUI%012d","message_status":"accepted"}]}'
        ) % (to, to.lstrip(b"+"), number)
        asyncio.get_running_loop().call_later(self._seconds, self._answer, answer)

    def _answer(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % len(body) + body)


def _between(body: bytes, name: bytes) -> bytes:
    begin = body.find(name) + len(name)
    return body[begin : body.find(b'"', begin)]


async def serve(port: int, seconds: float) -> None:
    """Serve until killed."""
    taken = Taken()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(taken, seconds), "127.0.0.1", port, backlog=4096
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), float(sys.argv[2]) / 1000))
