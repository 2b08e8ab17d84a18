"""The bridges of a process: as many as its sessions need, started again with growing pauses when they break.

bridges = Bridges(settings)
bridge = await bridges.take()             # a running one with room
await bridge.line.send(Open(...))         # `LineClosed`: it has just ended, and its sessions with it
answer = await bridge.line.ask(lambda number: GetGroup(..., id=number))
async for line in bridge.line: ...        # one reader, of all its sessions; ends with the bridge
bridges.give_back(bridge)                 # once for each take
await bridges.close()                     # ends them all; sessions were closed before
"""

import asyncio
import random
import time
from pathlib import Path
from typing import Final

import structlog

from gateway.bridge.folder import FilesFolder
from gateway.bridge.line import Line
from gateway.bridge.process import BridgeNotStarted, BridgeProcess, Program
from gateway.settings import Settings

log = structlog.get_logger(__name__)

SHORTEST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 60.0
"""Seconds before a bridge is started after others broke down; twice as long for each one."""
START_WAIT_SECONDS: Final = 5.0
"""How long who wants a bridge waits for that."""
_LOOK_SECONDS: Final = 0.25
SOUND_SECONDS: Final = 120.0
"""A bridge that has run for so long clears the count of those that broke down before it."""
TRUSTED_SECONDS: Final = 300.0
"""A bridge for sessions whose bridges broke down takes any others when it has run for so long."""
LEAST_ROOM: Final = 5


class Bridge:
    """A running bridge, and how many sessions it was taken for.

    ``suspicion``: how often in a row the bridges of its sessions broke down; 0: not more than once.
    """

    def __init__(self, process: BridgeProcess, suspicion: int) -> None:
        self._process = process
        self.sessions = 0
        self._suspicion = suspicion
        self._trusted_at = time.monotonic() + TRUSTED_SECONDS

    def takes(self, suspicion: int, full: int) -> bool:
        """Tell whether it has a place for a session: with others of which no less is thought."""
        is_trusted = time.monotonic() >= self._trusted_at
        is_fit = suspicion == self._suspicion or (suspicion == 0 and is_trusted)
        return is_fit and self.sessions < room_after(suspicion, full)

    @property
    def line(self) -> Line:
        """The connection to it."""
        return self._process.line

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._process.pid

    @property
    def is_closed(self) -> bool:
        """Whether it has ended, or cannot be talked to any more."""
        return self.line.is_closed

    async def wait_closed(self) -> None:
        """Wait until it has ended."""
        await self.line.wait_closed()

    async def end(self) -> None:
        """End it, and all sessions that it has."""
        await self._process.end()


class Bridges:
    """Starts bridges, and knows which of them has room for a session."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._room = settings.whatsapp_web_sessions_per_bridge
        self._bridges: list[Bridge] = []
        self._watches: set[asyncio.Task[None]] = set()
        self._starting = asyncio.Lock()
        self._failures = 0
        self._not_before = 0.0
        self._is_closing = False
        self._folder = FilesFolder(settings.whatsapp_web_files)

    @property
    def files(self) -> Path:
        """Where attachments are put that a bridge is to send: nobody else may read it, all of them can."""
        return self._folder.path

    @property
    def running(self) -> tuple[Bridge, ...]:
        """Those that have not ended."""
        return tuple(bridge for bridge in self._bridges if not bridge.is_closed)

    async def take(self, breakdowns: int = 0) -> Bridge:
        """Return a bridge with room for one more session, which then counts; starts one if there is none.

        Of sessions that were on bridges that broke down, twice in a row or more often, so few share a bridge
        that the one for which it breaks down is soon on one with few others, and not with any that are well.
        Waits a little when bridges have been breaking down: no other session waits for that. Raises
        `BridgeNotStarted` when none could be started.
        """
        suspicion = breakdowns if breakdowns > 1 else 0
        waited_until = time.monotonic() + START_WAIT_SECONDS
        while True:
            async with self._starting:
                bridge = self._with_room(suspicion)
                if bridge is None and time.monotonic() >= self._not_before:
                    bridge = await self._start(suspicion)
                if bridge is not None:
                    bridge.sessions += 1
                    return bridge
            if self._is_closing or time.monotonic() >= waited_until:
                raise BridgeNotStarted("bridges have been breaking down: none is started for a while")
            await asyncio.sleep(min(_LOOK_SECONDS, max(0.0, self._not_before - time.monotonic())))

    def _with_room(self, suspicion: int) -> Bridge | None:
        """Return the fullest bridge that takes one more session of this suspicion."""
        found = (bridge for bridge in self.running if bridge.takes(suspicion, self._room))
        return max(found, key=lambda bridge: bridge.sessions, default=None)

    def give_back(self, bridge: Bridge) -> None:
        """Say that a session is no longer on a bridge."""
        bridge.sessions -= 1

    async def close(self) -> None:
        """End all bridges, and start none any more."""
        self._is_closing = True
        await asyncio.gather(*(bridge.end() for bridge in self._bridges))
        await asyncio.gather(*self._watches)
        self._folder.remove()

    async def _start(self, suspicion: int) -> Bridge:
        if self._is_closing:
            raise BridgeNotStarted("the process is ending")
        try:
            process = await BridgeProcess.start(await Program.find(self._settings), self.files)
        except BridgeNotStarted as error:
            self._count_failure()
            log.error("bridge.not_started", error=str(error))
            raise
        log.info("bridge.started", pid=process.pid, engine=process.engine)
        bridge = Bridge(process, suspicion)
        self._bridges.append(bridge)
        watch = asyncio.create_task(self._watch(bridge, process), name=f"bridge {process.pid}")
        self._watches.add(watch)
        watch.add_done_callback(self._watches.discard)
        return bridge

    async def _watch(self, bridge: Bridge, process: BridgeProcess) -> None:
        """Wait for a bridge's end, and make the next one wait if it broke down."""
        began = time.monotonic()
        await process.line.wait_closed()
        status = await process.end()
        self._bridges.remove(bridge)
        if self._is_closing:
            return
        if time.monotonic() - began >= SOUND_SECONDS:
            self._failures = 0
        self._count_failure()
        log.error("bridge.ended", pid=process.pid, status=status, sessions=bridge.sessions)

    def _count_failure(self) -> None:
        longest = min(LONGEST_PAUSE, SHORTEST_PAUSE * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        self._not_before = time.monotonic() + longest * random.uniform(0.5, 1)  # noqa: S311 (not a secret)


def room_after(breakdowns: int, full: int) -> int:
    """Return how many sessions may share a bridge after theirs broke down so many times in a row.

    Half as many each time, from the second on: one that breaks its bridge is found in few steps, and there
    are not more bridges at a time than the process has memory for.
    """
    return full if breakdowns < 2 else max(full >> (breakdowns - 1), min(LEAST_ROOM, full))
