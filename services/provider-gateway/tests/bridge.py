"""A second provider, for tests only: a line to a bridge process, as WhatsApp Web would need one.

It sends texts and reports what customers write, and has nothing else: no webhooks, no templates, no files, no
account that could be asked. `Bridge` is its other side: a server that takes a JSON line and answers one.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from atende_contracts.bounds import MAX_INBOUND_JSON, MAX_INBOUND_TEXT, MAX_JOURNAL_JSON
from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.event import Event, Party, ProviderError, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.limits import problems
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_contracts.reasons import ReasonCode
from gateway.domain.channels import Capability, ChannelAccess
from gateway.domain.errors import OWN_ERROR, Treatment
from gateway.domain.sends import Accepted, Order, Outcome, Refused, Uncertain
from gateway.providers import Normalised, Provider, Report, Update
from gateway.providers.reading import bounded, digest, provider_id, time

REFUSALS: Final[dict[int, tuple[Treatment, ReasonCode]]] = {
    401: (Treatment.CHANNEL_STOPPED, "channel_auth"),
    404: (Treatment.PERMANENT, "not_on_whatsapp"),
    429: (Treatment.THROTTLED, "too_fast"),
    463: (Treatment.SPAM_LIMITED, "spam_limited"),
    503: (Treatment.RETRY, "provider_busy"),
}
MAX_LINE: Final = 64 * 1024
SECONDS: Final = 30.0


def provider_at(address: str, seconds: float = SECONDS) -> Provider:
    """Return the provider of a bridge that listens there. It waits so long for an answer."""

    async def close() -> None:
        """There is nothing to release: each send has a connection of its own."""

    return Provider(sending=BridgeSending(address, seconds), inbound=BridgeInbound(), close=close)


class BridgeSending:
    """Sends texts: one line, one answer, nothing repeated."""

    def __init__(self, address: str, seconds: float) -> None:
        self._host, _, self._port = address.partition(":")
        self._seconds = seconds

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        recipient = order.recipient.lid or order.recipient.wa_id or order.recipient.phone
        if not isinstance(order.content, TextContent):
            return _refused(OWN_ERROR, Treatment.PERMANENT, "unsupported")
        if next(problems(order.content), None) is not None:
            return _refused(OWN_ERROR, Treatment.PERMANENT, "invalid_content")
        if recipient is None:
            return _refused(OWN_ERROR, Treatment.PERMANENT, "no_phone")
        wanted = {
            "session": str(channel.channel_id),
            "id": str(order.send_id),
            "to": recipient,
            "text": order.content.body,
        }
        try:
            async with asyncio.timeout(SECONDS):
                reader, writer = await asyncio.open_connection(self._host, int(self._port), limit=MAX_LINE)
        except OSError:
            return _refused(OWN_ERROR, Treatment.UNREACHABLE, "provider_busy")
        try:
            async with asyncio.timeout(self._seconds):
                writer.write(json.dumps(wanted).encode() + b"\n")
                answer = json.loads(await reader.readuntil(b"\n"))
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            return Uncertain(_error(OWN_ERROR, "no_answer", repr(error)[:200]))
        finally:
            writer.close()
        match answer:
            case {"error": int(code)}:
                treatment, reason = REFUSALS.get(code, (Treatment.PERMANENT, "provider_refused"))
                return _refused(code, treatment, reason)
            case {"id": message_id} if (named := provider_id(message_id)) is not None:
                return Accepted(named)
        return Uncertain(_error(OWN_ERROR, "no_answer", "an answer without a result"))


def _refused(code: int, treatment: Treatment, reason: ReasonCode) -> Refused:
    return Refused(_error(code, reason), treatment)


def _error(code: int, reason: ReasonCode, details: str | None = None) -> ProviderError:
    return ProviderError(code=code, title="The bridge did not send it", details=details, reason=reason)


class BridgeInbound:
    """Reads what the bridge reports, each thing an update of its own."""

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> Normalised:
        of_channel = {"company_id": company_id, "channel_id": channel_id}
        try:
            return Normalised([_event(update, of_channel)], [])
        except (KeyError, TypeError, ValueError, AttributeError):
            return Normalised([_journal(update, of_channel)], [])

    def report(self, field: str, value: dict[str, Any]) -> Report:
        return Report(health_changed=field == "connection")


def _event(update: Update, of_channel: dict[str, UUID]) -> Event:
    value = update.value
    if update.field not in ("message", "ack"):
        return _journal(update, of_channel)
    message_id = provider_id(value["id"])
    if message_id is None:
        raise ValueError("not an id of a message")
    at, channel_id = time(value.get("at")), of_channel["channel_id"]
    if update.field == "ack":
        state = value["state"]
        return ProviderStatusReportedV1(
            id=uuid5(channel_id, f"{message_id}:{state}"),
            provider_message_id=message_id,
            state=state,
            at=at,
            **of_channel,
        )
    number = str(value["phone"])
    frame: dict[str, Any] = {
        "id": uuid5(channel_id, message_id),
        "provider_message_id": message_id,
        "sender": Party(lid=value.get("lid"), wa_id=number, phone=f"+{number}"),
        "sent_at": at,
        **of_channel,
    }
    if isinstance(text := value.get("text"), str):
        return MessageReceivedV1(kind="text", text=text[:MAX_INBOUND_TEXT], **frame)
    return MessageReceivedV1(kind="unsupported", raw=bounded(value, MAX_INBOUND_JSON), **frame)


def _journal(update: Update, of_channel: dict[str, UUID]) -> ProviderUpdateReportedV1:
    return ProviderUpdateReportedV1(
        id=uuid5(of_channel["channel_id"], f"{update.reported_at}:{update.field}:{digest(update.value)}"),
        field=update.field,
        value=bounded(update.value, MAX_JOURNAL_JSON),
        at=update.at,
        **of_channel,
    )


# --- its other side --------------------------------------------------------------------------


@dataclass
class Bridge:
    """A bridge with one session, that of ``channel``."""

    address: str
    lines: list[dict[str, Any]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    fault: str | None = None
    nobody: Party = field(default_factory=lambda: Party(bsuid="US.1"))
    endless: bytes = b""
    capabilities: tuple[Capability, ...] = ()
    channel: ChannelAccess = field(
        default_factory=lambda: ChannelAccess(
            company_id=uuid7(),
            channel_id=uuid7(),
            provider="bridge",
            phone_number_id="5511940028922",
            status="active",
            messages_per_second=1,
            verify_token="",
            access_token="",
            app_secret="",
        )
    )

    def provider_at(self, address: str, seconds: float = SECONDS) -> Provider:
        return provider_at(address, seconds)

    def stranger(self) -> ChannelAccess:
        """Return a channel that has no session there."""
        return Bridge(self.address).channel

    async def attempts(self) -> int:
        return len(self.lines)

    async def accepted(self) -> list[str]:
        return self.taken

    def refusing(self, code: int) -> str:
        return f"5500000{code}"

    async def lose_requests(self) -> None:
        self.fault = "lose requests"

    async def lose_answers(self) -> None:
        self.fault = "lose answers"

    async def answer_garbage(self) -> None:
        self.fault = "garbage"

    async def answer_late(self) -> None:
        self.fault = "late"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a line and answer it."""
        line = json.loads(await reader.readline())
        self.lines.append(line)
        answer: dict[str, Any] = {"id": f"3EB0{line['id']}"}
        if line["session"] != str(self.channel.channel_id):
            answer = {"error": 401}
        elif line["to"].startswith("5500000"):
            answer = {"error": int(line["to"].removeprefix("5500000"))}
        elif self.fault != "lose requests":
            self.taken.append(line["id"])
        if self.fault == "late":
            await reader.read()  # Until the client gives up.
        if self.fault == "garbage":
            writer.write(b"not json\n")
        elif self.fault not in ("lose requests", "lose answers"):
            writer.write(json.dumps(answer).encode() + b"\n")
        writer.close()

    # --- what it reports ----------------------------------------------------------------------

    def updates(self, *parts: dict[str, Any]) -> list[Update]:
        """Return updates of parts made by `text`, `status`, `unknown`, `news` and `broken`."""
        at = datetime(2026, 9, 21, tzinfo=UTC)
        number = self.channel.phone_number_id
        return [Update(number, number, part["field"], part["value"], at, "1") for part in parts]

    def text(self, name: str, body: str = "Olá") -> dict[str, Any]:
        return self._message(name, text=body)

    def unknown(self, name: str) -> dict[str, Any]:
        return self._message(name, hologram={"id": 1})

    def status(self, name: str, state: str = "delivered") -> dict[str, Any]:
        return {"field": "ack", "value": {"id": f"3EB0.{name}", "state": state, "at": "1790000000"}}

    def news(self, name: str) -> dict[str, Any]:
        return {"field": "connection", "value": {"state": name}}

    def broken(self, anything: Any) -> dict[str, Any]:
        return {"field": "message", "value": anything if isinstance(anything, dict) else {"value": anything}}

    def _message(self, name: str, **fields: Any) -> dict[str, Any]:
        sender = {"lid": "8715@lid", "phone": "5511987654321"}
        return {"field": "message", "value": {"id": f"3EB0.{name}", "at": "1790000000", **sender, **fields}}


@asynccontextmanager
async def bridged() -> AsyncIterator[Bridge]:
    """Run a bridge."""
    bridge = Bridge("")
    server = await asyncio.start_server(bridge.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    bridge.address = f"{host}:{port}"
    try:
        yield bridge
    finally:
        server.close()
