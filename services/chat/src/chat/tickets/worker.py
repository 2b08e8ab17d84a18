"""What happens to tickets without anybody asking."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, now
from chat.directory import service as directory
from chat.directory.domain import FIRST_COMPANY, FIRST_USER
from chat.queues.domain import FIRST_QUEUE
from chat.tickets import assignment, attending, dispatch
from chat.tickets.assignment import TICKETS, free, move_stranded, wake
from chat.tickets.attending import attend_to_some
from chat.tickets.closing import close_some
from chat.tickets.dispatch import Users

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
_USERS: Final = 500
"""Disabled users looked at in a round."""


class Release:
    """Makes open tickets of disabled users pending, also those that became theirs afterwards.

    It goes round and round through the disabled users of all companies, a few tickets of each at a time, so
    that one with many tickets does not keep those of others waiting.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._after = FIRST_USER
        self._has_freed = False
        """In the present turn through all users."""

    async def step(self) -> bool:
        """Free some tickets; tell whether there may be more."""
        async with self._database.worker() as session:
            disabled = await directory.disabled_after(session, self._after, _USERS)
            freed = await free(session, disabled, now()) if disabled else []
        self._has_freed |= bool(freed)
        if len(freed) == TICKETS:
            self._after = freed[-1]
            return True
        if len(disabled) == _USERS:
            self._after = disabled[-1]
            return True
        again, self._has_freed, self._after = self._has_freed, False, FIRST_USER
        return again


async def wake_sleepers(database: Database) -> bool:
    """Let some snoozed tickets go on whose time has come; tell whether there may be more."""
    async with database.worker() as session:
        return await wake(session, now())


class Turn:
    """How far a round through the companies has come, in their order."""

    def __init__(self) -> None:
        self.after = FIRST_COMPANY
        self._has_done = False

    def next(self, last: UUID | None, *, did: bool) -> bool:
        """Go on behind ``last``, or (None) start over; tell whether there may be more to do at once."""
        if last is None:
            again, self._has_done, self.after = self._has_done, False, FIRST_COMPANY
            return again
        self.after = last
        self._has_done |= did
        return True


class Attendant:
    """Answers customers whose tickets ask for attention, some of each company at a time."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._turn = Turn()

    async def step(self) -> bool:
        """Attend to some tickets; tell whether there may be more."""
        async with self._database.worker() as session:
            last = await attend_to_some(session, self._turn.after, self._clock())
        return self._turn.next(last, did=last is not None)


class Dispatcher:
    """Gives tickets that wait in queues to agents who are here, where a company decided so."""

    def __init__(self, database: Database, present: Users, clock: Clock = now) -> None:
        self._database = database
        self._present = present
        self._clock = clock
        self._turn = Turn()

    async def step(self) -> bool:
        """Give some tickets; tell whether there may be more. While it is not known who is here, none is."""
        async with self._database.worker() as session:
            found = await dispatch.candidates(session, self._turn.after, self._clock())
        if not found:
            return self._turn.next(None, did=False)
        try:
            here = await self._present(found)
        except (RedisError, OSError) as error:
            log.warning("presence.unavailable", error=repr(error))
            return False
        async with self._database.worker() as session:
            given = await dispatch.give(session, here, self._clock())
        return self._turn.next(found[-1].company_id, did=given > 0)


class Absences:
    """Lets open tickets wait for others whose agents have been away for longer than their company waits."""

    def __init__(self, database: Database, here: Users, clock: Clock = now) -> None:
        self._database = database
        self._here = here
        self._clock = clock
        self._turn = Turn()

    async def step(self) -> bool:
        """Look at the agents of some companies; tell whether there may be more to do."""
        async with self._database.worker() as session:
            found, last = await dispatch.holders(session, self._turn.after)
        if not found:
            return self._turn.next(last, did=False)
        try:
            here = await self._here(found)
        except (RedisError, OSError) as error:
            log.warning("presence.unavailable", error=repr(error))
            return False
        async with self._database.worker() as session:
            freed = await dispatch.release(session, found, here, self._clock())
        return self._turn.next(last, did=freed > 0)


class Closer:
    """Closes tickets in which nothing is written any more, where a company decided so."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._turn = Turn()

    async def step(self) -> bool:
        """Close some tickets; tell whether there may be more."""
        async with self._database.worker() as session:
            last, more = await close_some(session, self._turn.after, self._clock())
        return self._turn.next(last, did=more)


class Mover:
    """Moves the tickets of archived queues where these were archived into."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._after = FIRST_QUEUE
        self._has_moved = False

    async def step(self) -> bool:
        """Move some tickets; tell whether there may be more."""
        async with self._database.worker() as session:
            last, moved = await move_stranded(session, self._after, self._clock())
        self._has_moved |= moved
        if last is not None:
            self._after = last
            return True
        again, self._has_moved, self._after = self._has_moved, False, FIRST_QUEUE
        return again


async def let_go(database: Database) -> bool:
    """Let people take some tickets that programs held for too long; tell whether there may be more."""
    async with database.worker() as session:
        return await assignment.let_go(session, now())


async def purge_answers(session: AsyncSession, moment: datetime) -> None:
    """Delete counts of automatic answers that count no more."""
    await attending.purge(session, moment)
