"""What stands for WhatsApp Web's other side: a session on a bridge, and its lines."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import NAMESPACE_OID, UUID, uuid5

from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_contracts.event import Media, Party
from atende_contracts.ids import uuid7
from gateway.bridge.protocol import LOST
from gateway.domain.channels import Capability, ChannelAccess
from gateway.domain.sends import Order, Refused
from gateway.models import WebSession
from gateway.providers import Provider, Transport, Update, web
from gateway.providers.web.content import LocalFile
from gateway.providers.web.errors import own_refusal
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.ids import message_id_of
from gateway.providers.web.jids import digits_of
from gateway.providers.web.sending import Addresses, Files, Session, WebSending
from gateway.sealing import Sealer
from gateway.sessions.held import Held
from gateway.sessions.wire import Wire

from .web_bridge import ScriptedBridge, holding, scripted_bridge

OWN: Final = "551140028922"
LID: Final = "184623870134293@lid"
HERE: Final = "here"
PHONE: Final = "5511987654321@s.whatsapp.net"


class Bulletin:
    """Stands for Redis as far as a process says something in passing: one process listens, or it is away."""

    def __init__(self, *, away: bool) -> None:
        self._away = away

    async def publish(self, _name: str, _said: str) -> int:
        if self._away:
            raise RedisError
        return 1

    async def aclose(self) -> None:
        """Close what was never open."""


class Numbers(Addresses):
    """Looks each number up, as `ChatAddresses` does of people who never wrote."""

    async def of(self, session: Session, order: Order) -> str | Refused:
        number = digits_of(order.recipient.wa_id)
        if number is None:
            return own_refusal("No address", "no_phone")
        assert isinstance(session, Wire)
        person = await session.lookup(number)
        return person.jid or own_refusal("Not there", "not_on_whatsapp")


class NoFiles(Files):
    """Has none."""

    @asynccontextmanager
    async def local(self, company_id: UUID, media: Media) -> AsyncIterator[LocalFile | Refused]:
        yield own_refusal("There is no such file", "media_unusable")


@dataclass
class WebSide:
    """One session, which this process holds."""

    bridge: ScriptedBridge
    held: Held
    channel: ChannelAccess = field(
        default_factory=lambda: ChannelAccess(
            company_id=uuid7(),
            channel_id=uuid7(),
            provider="whatsapp_web",
            phone_number_id=OWN,
            status="active",
            messages_per_second=1,
            verify_token="",
            access_token="",
            app_secret="",
        )
    )
    nobody: Party = field(default_factory=lambda: Party(bsuid="US.1"))
    capabilities: tuple[Capability, ...] = ("media", "read_receipts")
    address: str = HERE

    def provider_at(self, address: str, seconds: float = 10.0) -> Provider:
        """Return the provider of a process that holds the session, or (elsewhere) of one that does not.

        It waits so long for an ack.
        """
        transport = Transport(connect_seconds=30.0, total_seconds=seconds)
        held = self.held if address == self.address else None
        sending = WebSending(
            lambda _: None if held is None else Wire(held), Numbers(), NoFiles(), ack_seconds=seconds
        )
        return web.make(
            transport,
            Sealer((bytes(32),)),
            media_url="http://127.0.0.1:1",
            bounds=HistoryBounds(),
            redis=cast("Redis", Bulletin(away=held is None)),
            sending=sending,
        )

    # --- messages -----------------------------------------------------------------------------

    async def attempts(self) -> int:
        """Return how many messages have come to the bridge, whatever happened to them."""
        return len(self.bridge.sends)

    async def accepted(self) -> list[str]:
        """Return the sends of the messages that arrived."""
        return self.bridge.accepted

    def refusing(self, code: int) -> str:
        """Return a number to which nothing can be sent, refused with this code."""
        return f"5500000{code}"

    async def lose_requests(self) -> None:
        """Lose the bridge as it is to write."""
        self.bridge.hang_up = True

    async def lose_answers(self) -> None:
        """Lose the connection to WhatsApp when a message was written."""
        self.bridge.written = LOST

    async def answer_garbage(self) -> None:
        self.bridge.garbage = True

    async def answer_late(self) -> None:
        self.bridge.ack = "late"

    async def message_of_a_customer(self) -> str:
        """Return the id of a message that can be marked as read."""
        return "3A00FF"

    # --- what it brings -----------------------------------------------------------------------

    def updates(self, *parts: dict[str, Any]) -> list[Update]:
        """Return updates of parts made by `text`, `status`, `unknown`, `news` and `broken`."""
        at = datetime(2026, 9, 21, tzinfo=UTC)
        return [Update(OWN, OWN, part["op"], part["line"], at, "1") for part in parts]

    def text(self, name: str, body: str = "Olá") -> dict[str, Any]:
        """Return a customer's text."""
        return self._message(name, {"conversation": body})

    def unknown(self, name: str) -> dict[str, Any]:
        """Return a message of a kind that is not known yet."""
        return self._message(name, {"hologram": {"id": 1}})

    def status(self, name: str, state: str = "delivered") -> dict[str, Any]:
        """Return a receipt of a message of ours."""
        message_id = message_id_of(uuid5(NAMESPACE_OID, name)) if len(name) < 100 else name
        key = {"remoteJid": LID, "fromMe": True, "id": message_id}
        status = {"sent": 2, "delivered": 3, "read": 4}[state]
        return {"op": "statuses", "line": {"items": [{"key": key, "status": status, "at": 1790000000}]}}

    def news(self, name: str) -> dict[str, Any]:
        """Return a line that is about no message."""
        return {"op": "other", "line": {"name": name}}

    def broken(self, anything: Any) -> dict[str, Any]:
        """Return a line with a part that can be anything."""
        return {"op": "messages", "line": {"items": [anything]}}

    def _message(self, name: str, message: dict[str, Any]) -> dict[str, Any]:
        key = {"remoteJid": LID, "remoteJidAlt": PHONE, "fromMe": False, "id": f"3A{name}"}
        item = {"key": key, "messageTimestamp": "1790000000", "pushName": "Ana", "message": message}
        return {"op": "messages", "line": {"type": "notify", "items": [item]}}


@asynccontextmanager
async def web_side() -> AsyncIterator[WebSide]:
    """Hold a session on a bridge."""
    company_id, channel_id, owner = uuid7(), uuid7(), uuid7()
    row = WebSession(
        company_id=company_id, channel_id=channel_id, state="open", desired="open", owner=owner, fence=7
    )
    async with scripted_bridge() as bridge, holding(bridge, row) as held:
        side = WebSide(bridge, held)
        side.channel = replace(side.channel, company_id=company_id, channel_id=channel_id)
        yield side
