"""The role ``sessions``: what a process does that holds WhatsApp Web sessions."""

import asyncio
import json
import math
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from fastapi import FastAPI

from atende_platform.data.db import now
from atende_platform.data.wakeups import Wakeups
from atende_platform.process.tasks import Task, every
from atende_platform.runtime import Runtime
from gateway.bridge.bridges import Bridges
from gateway.bridge.process import bridge_folder
from gateway.bridge.protocol import Ack
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.inbound import WebInbound
from gateway.providers.web.sending import WebSending
from gateway.repository.ledger import HELD_SENDS
from gateway.repository.sessions import SESSIONS, Lease
from gateway.sealing import Sealer
from gateway.sessions.addresses import ChatAddresses
from gateway.sessions.files import LocalFiles
from gateway.sessions.pacing import Limits
from gateway.sessions.pairing import Pairings
from gateway.sessions.receiving import Receiver
from gateway.sessions.runner import Runner
from gateway.sessions.sending import SessionSender
from gateway.sessions.signals import Signals
from gateway.sessions.steps import Steps
from gateway.sessions.store import KeyStore
from gateway.sessions.wire import Wire
from gateway.settings import Settings
from gateway.storage import MediaStorage

log = structlog.get_logger(__name__)

RENEWALS: Final = 3
"""How often a lease is renewed within its time."""
_OPEN_SECONDS: Final = 0.1
_WATCH_SECONDS: Final = 0.5
_SEND_SECONDS: Final = 0.25
_PAIRING_SECONDS: Final = 1.0
_LIBRARY: Final = "@whiskeysockets/baileys"


def sessions(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks that hold sessions."""
    settings = runtime.settings
    sealer = Sealer(settings.credential_keys)
    pairings = Pairings(runtime.redis)
    history = HistoryBounds(
        age=timedelta(days=settings.whatsapp_web_history_days),
        files=timedelta(days=settings.whatsapp_web_history_file_days),
    )
    sender: SessionSender

    def late_ack(lease: Lease, ack: Ack) -> None:
        sender.on_late_ack(lease, ack)

    steps = partial(
        Steps,
        database=runtime.database,
        store=KeyStore(runtime.database, sealer),
        receiver=Receiver(
            runtime.database,
            WebInbound(sealer, history),
            MediaStorage(settings.media_url),
            history_messages=settings.whatsapp_web_history_messages,
        ),
        pairings=pairings,
        late_ack=late_ack,
    )
    bridges = Bridges(settings)
    runner = Runner(settings, runtime.database, bridges, steps, build_of(settings))
    sender = make_sender(runtime, runner, bridges.files)
    signals = Signals(runtime.redis, runtime.database, lambda: runner.held)
    return [*tasks_of(runner, pairings, settings, sender), signals.task()]


def make_sender(runtime: Runtime[Settings], runner: Runner, files: Path) -> SessionSender:
    """Return what sends on a runner's sessions; ``files`` is where its bridges read attachments."""

    def wire(channel_id: UUID) -> Wire | None:
        held = runner.held.get(channel_id)
        return None if held is None else Wire(held)

    sending = WebSending(
        wire,
        ChatAddresses(runtime.database, runtime.redis),
        LocalFiles(
            runtime.database,
            MediaStorage(runtime.settings.media_url),
            files,
            most=runtime.settings.whatsapp_web_file_bytes,
        ),
    )
    return SessionSender(runtime, runner.held.values, sending, Limits.of(runtime.settings))


def tasks_of(runner: Runner, pairings: Pairings, settings: Settings, sender: SessionSender) -> Sequence[Task]:
    """Return what a runner does repeatedly, and what it does in the end."""
    wakeups = Wakeups(settings, "session wakeups")
    renew_seconds = settings.whatsapp_web_lease_seconds / RENEWALS

    async def drain_in_the_end() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await drain(runner, sender, renew_seconds)

    async def show_again() -> None:
        await pairings.step(now())

    return [
        Task("sessions", drain_in_the_end, (runner.progress,)),
        every("session leases", renew_seconds, runner.renew, limit=renew_seconds),
        every("session claims", settings.sessions_poll_seconds, runner.look, woken=wakeups.of(SESSIONS)),
        every("session openings", _OPEN_SECONDS, runner.open_due),
        every("session deadlines", _WATCH_SECONDS, runner.watch),
        every("session sends", _SEND_SECONDS, sender.step, woken=wakeups.of(HELD_SENDS)),
        every("session pairings", _PAIRING_SECONDS, show_again),
        wakeups.task,
    ]


async def drain(runner: Runner, sender: SessionSender, renew_seconds: float) -> None:
    """Finish what is under way and close all sessions. Until then they are kept, as they were before."""
    keeping = asyncio.create_task(_keep(runner, renew_seconds), name="keep sessions")
    try:
        # First what is sent gets its answer: without one it stays unconfirmed for ever.
        await sender.drain()
        await runner.drain()
        await sender.stop()
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def _keep(runner: Runner, renew_seconds: float) -> None:
    """Renew leases, and close what could not be renewed."""
    renewed = -math.inf
    while True:
        try:
            if runner.clock() - renewed >= renew_seconds:
                async with asyncio.timeout(renew_seconds):
                    await runner.renew()
                renewed = runner.clock()
        except Exception as error:  # It is tried again; `watch` closes what waits too long for it.
            log.warning("sessions.not_renewed", error=repr(error))
        await runner.watch()
        await asyncio.sleep(_WATCH_SECONDS)


def build_of(settings: Settings) -> str:
    """Return what names the bridge's build: its library's version, and the one that the settings say."""
    package = bridge_folder(settings) / "package.json"
    library = json.loads(package.read_text())["dependencies"][_LIBRARY] if package.is_file() else "none"
    return f"{library} {settings.whatsapp_web_version}".strip()
