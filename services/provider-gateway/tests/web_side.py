"""What stands for WhatsApp Web's other side: lines, as a bridge writes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from gateway.domain.channels import Capability, ChannelAccess
from gateway.providers import Provider, Transport, Update, web
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.ids import message_id_of
from gateway.sealing import Sealer

OWN: Final = "551140028922"
LID: Final = "184623870134293@lid"
PHONE: Final = "5511987654321@s.whatsapp.net"


@dataclass
class WebSide:
    """The lines of one session."""

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
    capabilities: tuple[Capability, ...] = ("media",)
    address: str = "http://127.0.0.1:1"

    def provider_at(self, address: str, seconds: float = 30.0) -> Provider:
        """Return the provider, whose files are at a host."""
        transport = Transport(connect_seconds=30.0, total_seconds=seconds)
        sealer = Sealer((bytes(32),))
        return web.make(transport, sealer, media_url=address, bounds=HistoryBounds())

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
    """Return the lines of a session."""
    yield WebSide()
