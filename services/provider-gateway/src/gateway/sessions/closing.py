"""How sessions are closed that were given up: surely, if need be with the bridge that has them."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, Final
from uuid import UUID

import structlog

from gateway.bridge.bridges import Bridge
from gateway.bridge.line import LineClosed
from gateway.bridge.protocol import FENCED, Answer, Close, Connection, Logout
from gateway.repository.sessions import Lease

log = structlog.get_logger(__name__)

DROP_SECONDS: Final = 3.0
"""How long a bridge may take to close a session of which nothing is stored any more, before it is ended."""
LOG_OUT_SECONDS: Final = 15.0
"""How long it may take to remove a device from its account."""


class Closings:
    """The sessions that bridges are closing, and that are held no more."""

    def __init__(self) -> None:
        self._closed: dict[tuple[UUID, int], asyncio.Event] = {}

    def heard(self, line: Connection) -> None:
        """Note what a bridge says of a session that was given up."""
        closed = self._closed.get((line.session, line.generation))
        if line.state == "close" and closed is not None:
            closed.set()

    async def close(self, bridge: Bridge, lease: Lease, unanswered: Sequence[int], *, log_out: bool) -> None:
        """Have a bridge close the socket of a session that was given up; end the bridge if it does not.

        It closes at once when it hears that what it waits for, to be stored, is not its any more.
        """
        channel_id, generation = key = (lease.channel_id, lease.fence)
        closed = self._closed[key] = asyncio.Event()
        try:
            if log_out:
                await _tell(bridge, Logout(session=channel_id, generation=generation))
                if await _either(bridge.wait_closed(), closed.wait(), seconds=LOG_OUT_SECONDS):
                    return
            for number in unanswered:
                await fence(bridge, channel_id, generation, number)
            await _tell(bridge, Close(session=channel_id, generation=generation))
            if not await _either(bridge.wait_closed(), closed.wait(), seconds=DROP_SECONDS):
                log.error("bridge.closes_nothing", channel=str(channel_id))
                await bridge.end()
        finally:
            self._closed.pop(key, None)


async def fence(bridge: Bridge, channel_id: UUID, generation: int, number: int) -> None:
    """Answer a request of a session that was given up: the bridge is to stop."""
    await _tell(bridge, Answer(session=channel_id, generation=generation, re=number, error=FENCED))


async def _either(*waits: Coroutine[Any, Any, object], seconds: float) -> bool:
    """Tell whether one of these came to its end within so many seconds."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    try:
        ended, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    return bool(ended)


async def _tell(bridge: Bridge, line: Answer | Close | Logout) -> None:
    try:
        await bridge.line.send(line)
    except LineClosed:
        return  # Its sockets are closed, too.
