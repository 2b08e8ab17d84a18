"""Workers of the service in processes of their own: to be many, and to be killed.

The process that runs this file has imported everything; for each line of its input it forks a worker, so
that one is there in an instant. They die with it, whatever way it ends.
"""

import asyncio
import ctypes
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from atende_platform.http.application import App
from atende_platform.process import telemetry
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from campaign.settings import Settings
from campaign.worker import worker

_PR_SET_PDEATHSIG = 1


class Fleet:
    """The parent of the workers."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.workers: list[int] = []

    async def add(self) -> None:
        """Start one more worker."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        self.workers.append(int(await self._process.stdout.readline()))

    def kill(self, which: int) -> None:
        """End a worker at once, whatever it is doing."""
        os.kill(self.workers.pop(which % len(self.workers)), signal.SIGKILL)


@asynccontextmanager
async def running_fleet(settings: Settings) -> AsyncIterator[Fleet]:
    """Run the parent for the time of the context."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    values = {name: _plain(value) for name, value in settings.model_dump().items()}
    process.stdin.write(json.dumps(values).encode() + b"\n")
    try:
        yield Fleet(process)
    finally:
        process.stdin.close()
        await process.wait()


def _plain(value: object) -> object:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value


async def work(settings: Settings) -> None:
    """Be one of the workers, for ever."""
    runtime: Runtime[Settings] = Runtime("campaign", settings, frozenset({"worker"}))
    async with running_tasks(worker(App(), runtime), runtime):
        await asyncio.Event().wait()


def main() -> None:
    """Fork a worker for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Their connections differ from those of the test itself.
    Settings.worker_planning = {**Settings.worker_planning, "application_name": "fleet"}
    settings = Settings(**json.loads(sys.stdin.buffer.readline()))
    # As the service does. structlog's own traceback, with its variables, takes seconds to print, and workers
    # whose connections are cut would do nothing else.
    telemetry.configure("campaign", settings)
    while sys.stdin.buffer.readline():
        pid = os.fork()
        if pid == 0:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # Which pids are written to; they log.
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            try:
                asyncio.run(work(settings))
            finally:
                os._exit(1)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
