"""Senders in processes of their own: to be many on one number, and to be killed.

The process that runs this file has imported everything; for each line of its input it forks a child that
sends the orders it names, so that a child costs a few milliseconds instead of a second. One such parent is
enough for all tests.
"""

import asyncio
import os
import pickle
import signal
import sys
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from atende_platform.runtime import Runtime
from gateway.domain.sends import Order
from gateway.providers import make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings


class Fleet:
    """The parent of the senders."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def send(self, settings: Settings, orders: Sequence[Order], *, ahead: bool = False) -> int:
        """Let a new process send orders; return its pid. It ends when it has sent them.

        ``ahead``: it takes one batch after the other, as Kafka gives them, and then makes the retries.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        values = {name: _plain(value) for name, value in settings.model_dump().items()}
        self._process.stdin.write(b64encode(pickle.dumps((values, list(orders), ahead))) + b"\n")
        return int(await self._process.stdout.readline())

    async def ended(self) -> None:
        """Wait until no process is left: the next test finds its tables as it left them."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        await self._process.stdout.readline()


@asynccontextmanager
async def running_fleet() -> AsyncIterator[Fleet]:
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
        yield Fleet(process)
    finally:
        process.stdin.close()
        await process.wait()


def _plain(value: object) -> object:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


async def send(line: bytes) -> None:
    """Be one of the senders: send orders as batches of a consumer, replies beside campaigns."""
    values, orders, ahead = pickle.loads(b64decode(line))  # noqa: S301 (our own)
    settings = Settings(**values)
    runtime: Runtime[Settings] = Runtime("gateway", settings, frozenset())
    providers = make_providers(settings)
    directory = ChannelDirectory(runtime.database, Sealer(settings.credential_keys), max_age=5.0)
    sender = Sender(runtime, providers, directory)
    for start in range(0, len(orders), 100):
        batch = orders[start : start + 100]
        if ahead:
            await sender.begin("campaign", batch)
            continue
        await asyncio.gather(
            sender.send("reply", [order for order in batch if order.origin == "reply"]),
            sender.send("campaign", [order for order in batch if order.origin == "campaign"]),
        )
    await sender.finish()
    while ahead and await sender.send_due():
        pass
    await providers.close()
    await runtime.close()


def _wait_for_all() -> int:
    with suppress(ChildProcessError):  # Said when there is none.
        while True:
            os.wait()
    return -1


def main() -> None:
    """Fork a sender for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # structlog's own traceback, with its variables, takes seconds to print, and senders whose connections are
    # cut would do nothing else.
    lines = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], lines],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),  # Pids alone go to stdout.
    )
    while line := sys.stdin.buffer.readline():
        pid = os.fork() if line.strip() else _wait_for_all()
        if pid == 0:
            with suppress(KeyboardInterrupt):
                asyncio.run(send(line))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
