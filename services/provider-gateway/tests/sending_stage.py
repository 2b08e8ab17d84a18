"""What tests of sending on sessions ask of: a session that is held, its bridge, and what is ordered."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from atende_contracts.event import Party
from atende_contracts.identity import aliases
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Installation
from gateway.domain.channels import ChannelAccess
from gateway.domain.sends import Order
from gateway.providers.web.sending import WebSending
from gateway.repository import ledger as repository
from gateway.sealing import Sealer
from gateway.service import delivery
from gateway.service.directory import ChannelDirectory
from gateway.sessions.addresses import ChatAddresses
from gateway.sessions.files import LocalFiles
from gateway.sessions.held import Held
from gateway.sessions.pacing import Limits
from gateway.sessions.sending import SessionSender
from gateway.sessions.wire import Wire
from gateway.storage import MediaStorage

from .gateway_stage import Connected, order
from .web_bridge import ScriptedBridge

QUICK = Limits(pause=(0.0, 0.0), per_minute=10_000, cold_pause=(0.0, 0.0), cold_per_day=1000)


@dataclass
class Stage:
    """A session that is held and open, its bridge, and what it is asked to send."""

    channel: Connected
    bridge: ScriptedBridge
    held: Held
    database: Database
    installation: Installation
    files: Path
    ack_seconds: float = 5.0
    file_bytes: int = 1024 * 1024
    at: float = 1_790_000_000.0
    senders: list[SessionSender] = field(default_factory=list)

    def sender(self, limits: Limits = QUICK) -> SessionSender:
        runtime = self.installation.runtime
        sending = WebSending(
            lambda channel_id: Wire(self.held) if channel_id == self.channel.id else None,
            ChatAddresses(runtime.database, runtime.redis),
            LocalFiles(
                self.database,
                MediaStorage(self.installation.settings.media_url),
                self.files,
                most=self.file_bytes,
            ),
            ack_seconds=self.ack_seconds,
        )
        made = SessionSender(
            runtime, lambda: [self.held], sending, limits, chance=lambda: 0.5, clock=lambda: self.at
        )
        self.senders.append(made)
        return made

    async def access(self) -> ChannelAccess:
        """Return the channel as other processes know it."""
        settings = self.installation.settings
        directory = ChannelDirectory(self.database, Sealer(settings.credential_keys), max_age=0.0)
        found = await directory.by_id(self.channel.id)
        assert found is not None
        return found

    async def order(self, *orders: Order) -> None:
        """Have orders in the ledger, as the worker leaves them there."""
        async with self.database.worker() as session:
            intents = [repository.Intent(one, "retryable", None, 0.0) for one in orders]
            await delivery.claim(session, intents, datetime.now(UTC), lease=30)

    async def run(self, sender: SessionSender | None = None) -> SessionSender:
        """Send what can be, now."""
        sender = sender or self.sender()
        await sender.step()
        async with asyncio.timeout(20):
            while sender._serving:
                await asyncio.wait(sender._serving.values())
        return sender

    async def known(self, *orders: Order, jid: str | None = None) -> None:
        """Have the recipients of orders written to us before."""
        async with self.database.worker() as session:
            for one in orders:
                for alias in aliases(one.recipient):
                    await execute(
                        session,
                        "INSERT INTO session_chats (company_id, channel_id, alias, jid, at)"
                        " VALUES (:company_id, :channel_id, :alias, :jid, now())",
                        company_id=one.company_id,
                        channel_id=one.channel_id,
                        alias=alias,
                        jid=jid or f"{one.recipient.wa_id}@s.whatsapp.net",
                    )


def reply(channel: Connected, **fields: Any) -> Order:
    return order(channel, origin="reply", **fields)


def to(number: str) -> Party:
    return Party(wa_id=number, phone=f"+{number}")
