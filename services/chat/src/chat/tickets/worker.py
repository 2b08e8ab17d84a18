"""What happens to tickets without anybody asking. Companies take turns, some tickets of each at a time."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Final

import structlog
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, now
from atende_platform.data.rounds import Clock, Companies, Find, Rounds, Work, finding, rounds
from chat.directory.domain import User
from chat.tickets import assignment, attending, closing, dispatch
from chat.tickets.dispatch import Users

log = structlog.get_logger(__name__)

_COMPANIES: Final = 10
"""In a transaction, which does a few tickets of each."""
_Whom = Callable[[AsyncSession, Companies], Awaitable[Collection[User]]]
_WorkAsked = Callable[[AsyncSession, Collection[User], Collection[User], datetime], Awaitable[bool]]


def _of_tickets(task: str, database: Database, clock: Clock, find: Find, work: Work) -> Rounds:
    return rounds(task, database, clock, find, work, _COMPANIES)


def attendant(database: Database, clock: Clock = now) -> Rounds:
    """Answers customers whose tickets ask for attention."""
    return _of_tickets("answers", database, clock, attending.companies, attending.attend_to_some)


def closer(database: Database, clock: Clock = now) -> Rounds:
    """Closes tickets in which nothing is written any more, where a company decided so."""
    return _of_tickets("auto-close", database, clock, closing.companies, closing.close_some)


def release(database: Database, clock: Clock = now) -> Rounds:
    """Makes open tickets of disabled users pending, also those that became theirs afterwards."""
    return _of_tickets("leavers", database, clock, assignment.left_behind, assignment.free_left_behind)


def alarm(database: Database, clock: Clock = now) -> Rounds:
    """Lets snoozed tickets go on whose time has come."""
    return _of_tickets("sleepers", database, clock, assignment.to_wake, assignment.wake)


def end_of_holds(database: Database, clock: Clock = now) -> Rounds:
    """Lets people take tickets that programs held for too long."""
    return _of_tickets("holds", database, clock, assignment.held_too_long, assignment.let_go)


def mover(database: Database, clock: Clock = now) -> Rounds:
    """Moves the tickets of archived queues where these were archived into."""
    return _of_tickets("archived-queues", database, clock, assignment.stranded, assignment.move_stranded)


def dispatcher(database: Database, present: Users, clock: Clock = now) -> Rounds:
    """Gives tickets that wait in queues to agents who are here, where a company decided so."""
    return _asking(
        "assignment", database, present, clock, dispatch.assigning, dispatch.candidates, dispatch.give
    )


def absences(database: Database, here: Users, clock: Clock = now) -> Rounds:
    """Lets open tickets wait for others whose agents have been away for longer than their company waits."""
    return _asking("absences", database, here, clock, dispatch.releasing, dispatch.holders, dispatch.release)


def _asking(
    task: str, database: Database, ask: Users, clock: Clock, find: Find, whom: _Whom, work: _WorkAsked
) -> Rounds:
    """Return rounds whose work needs to know who is here. While that is not known, nothing is done."""

    async def done(companies: Companies) -> bool:
        async with database.worker_statement() as session:
            asked = await whom(session, companies)
        if not asked:
            return False
        try:
            here = await ask(asked)
        except (RedisError, OSError) as error:
            log.warning("presence.unavailable", error=repr(error))
            return False
        async with database.worker() as session:
            return await work(session, asked, here, clock())

    return Rounds(task, finding(database, clock, find), done, _COMPANIES)


async def purge_answers(session: AsyncSession, limit: int) -> int:
    """Delete some counts of automatic answers that count no more; return how many."""
    return await attending.purge(session, limit, now())
