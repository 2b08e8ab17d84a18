"""Holders of a WhatsApp Web session in processes of their own, to be killed.

As in `fleet`, the process that runs this file has imported everything and forks a child for each line of its
input. A child takes the session over under the next fence, connects to the bridge that is named, and sends.
"""

import asyncio
import os
import pickle
import signal
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from uuid import UUID, uuid4

import structlog
from sqlmodel import select

from atende_platform.data.db import execute
from atende_platform.runtime import Runtime
from gateway.bridge.line import Line
from gateway.bridge.protocol import MAX_LINE, Ack
from gateway.models import WebSession
from gateway.providers.web.sending import WebSending
from gateway.repository.sessions import Lease
from gateway.sessions.addresses import ChatAddresses
from gateway.sessions.files import LocalFiles
from gateway.sessions.held import Held
from gateway.sessions.pacing import Limits
from gateway.sessions.sending import SessionSender
from gateway.sessions.wire import Wire
from gateway.settings import Settings
from gateway.storage import MediaStorage

ACK_SECONDS = 0.25
QUICK = Limits(pause=(0.0, 0.002), per_minute=100_000, cold_pause=(0.0, 0.0), cold_per_day=100_000)


class Holders:
    """The parent of the holders."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def hold(self, settings: Settings, channel_id: UUID, bridge: Path) -> int:
        """Let a new process hold a session and send, until it is killed; return its pid."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        values = {name: _plain(value) for name, value in settings.model_dump().items()}
        line = b64encode(pickle.dumps((values, channel_id, str(bridge))))
        self._process.stdin.write(line + b"\n")
        return int(await self._process.stdout.readline())


@asynccontextmanager
async def running_holders() -> AsyncIterator[Holders]:
    """Run the parent for the time of the context."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        __file__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    assert process.stdin is not None
    try:
        yield Holders(process)
    finally:
        process.stdin.close()
        await process.wait()


def _plain(value: object) -> object:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


async def hold(line: bytes) -> None:
    """Be one of the holders."""
    values, channel_id, bridge = pickle.loads(b64decode(line))  # noqa: S301 (our own)
    settings = Settings(**values)
    runtime: Runtime[Settings] = Runtime("gateway", settings, frozenset())
    reader, writer = await asyncio.open_unix_connection(bridge, limit=MAX_LINE + 1)
    async with runtime.database.worker() as session:
        await execute(
            session,
            "UPDATE sessions SET owner = :owner, fence = fence + 1, state = 'open', desired = 'open',"
            " lease_until = now() + interval '1 hour' WHERE channel_id = :channel_id",
            owner=uuid4(),
            channel_id=channel_id,
        )
    async with runtime.database.worker() as session:
        row = (await session.exec(select(WebSession).where(WebSession.channel_id == channel_id))).one()
        session.expunge(row)
    assert row.owner is not None
    lease = Lease(row.company_id, channel_id, row.owner, row.fence)
    held = Held(lease, row, time.monotonic() + 3600, lambda _: None)
    held.bridge, held.socket_open = SimpleNamespace(line=Line(reader, writer)), True  # type: ignore[assignment]
    with TemporaryDirectory() as files:
        sending = WebSending(
            lambda _: Wire(held),
            ChatAddresses(runtime.database, runtime.redis),
            LocalFiles(runtime.database, MediaStorage(settings.media_url), Path(files), most=1 << 20),
            ack_seconds=ACK_SECONDS,
        )
        sender = SessionSender(runtime, lambda: [held], sending, QUICK)

        async def read() -> None:
            async for line in held.bridge.line:  # type: ignore[union-attr]
                if isinstance(line, Ack) and not held.acked(line):
                    sender.on_late_ack(lease, line)

        reading = asyncio.create_task(read())
        while not reading.done():
            await sender.step()
            await asyncio.sleep(0.01)


def main() -> None:
    """Fork a holder for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))  # Pids alone go to stdout.
    while line := sys.stdin.buffer.readline():
        pid = os.fork()
        if pid == 0:
            with suppress(KeyboardInterrupt):
                asyncio.run(hold(line))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
