"""The event log as it is written and read, and campaigns' progress in it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_platform.data.db import Database
from atende_platform.http.pagination import Page
from atende_platform.messaging import inbox
from atende_platform.transient import is_transient
from chat.updates import repository
from chat.updates.domain import EventsExpired, LogEntry
from chat.updates.repository import (
    LAST_SEQ,
    EventLog,
    advance,
    append,
    claim,
    entries_of,
    follow,
    followed_behind,
    hold,
    holding,
    is_followed,
    last_seqs,
    purge,
    together,
    unfollow,
)
from chat.updates.schemas import CampaignFinished, CampaignProgress, EventRead, Notice

log = structlog.get_logger(__name__)

_MOST_FAILURES: Final = 2
"""In a round: those that come behind have their turn in the next."""

__all__ = [
    "LAST_SEQ",
    "EventLog",
    "advance",
    "append",
    "claim",
    "entries_of",
    "events_after",
    "follow",
    "followed_behind",
    "hold",
    "holding",
    "is_followed",
    "last_seqs",
    "notify",
    "purge",
    "read_on",
    "record_campaigns",
    "together",
    "unfollow",
]


async def read_on(
    database: Database,
    kind: str,
    read: Callable[[AsyncSession, int], Awaitable[bool]],
    clock: Callable[[], datetime],
    companies: int,
) -> bool:
    """Have ``read`` read on in the logs of so many companies at once; tell whether anything was read.

    If that fails they are read one after the other, and one of which nothing can be read has its turn behind
    all others: it keeps none of them waiting.
    """
    try:
        async with database.worker() as session:
            return await read(session, companies)
    except Exception as error:
        if is_transient(error):
            raise
        log.exception("log.not_read", kind=kind)
    is_read, failures = False, 0
    for _ in range(companies):
        try:
            async with database.worker() as session:
                if not await read(session, 1):
                    break
            is_read = True
        except Exception as error:
            if is_transient(error):
                raise
            async with database.worker() as session:
                stuck = await claim(session, kind, companies=1, each=1)
                log.warning("log.stuck", kind=kind, companies=[str(one.company_id) for one in stuck])
                await advance(session, kind, [one._replace(last=one.after) for one in stuck], clock())
            failures += 1
            if failures == _MOST_FAILURES:
                break
    return is_read


async def notify(session: AsyncSession, company_id: UUID, user_id: UUID, notice: Notice) -> None:
    """Have the sockets of one user get a short notice, in passing, when the transaction commits.

    Those that are not connected then do not get it.
    """
    await repository.notify(session, company_id, user_id, f"{notice.TYPE} {notice.model_dump_json()}")


async def record_campaigns(
    session: AsyncSession, told: Sequence[CampaignProgressV1 | CampaignFinishedV1]
) -> None:
    """Show campaigns' progress to the sockets, each report once."""
    fresh = await inbox.unseen(session, "campaign.progress", told)
    await append(session, [campaign_moved(event) for event in fresh])


def campaign_moved(event: CampaignProgressV1 | CampaignFinishedV1) -> LogEntry:
    update = CampaignFinished if isinstance(event, CampaignFinishedV1) else CampaignProgress
    return update.model_validate(event).entry(event.company_id)


async def events_after(
    session: AsyncSession, company_id: UUID, seq: int, namespaces: Collection[str], limit: int
) -> Page[EventRead]:
    """Return a page of events behind ``seq``; its cursor is the next ``after``.

    Raises `EventsExpired` when some of them are no longer kept.
    """
    log = EventLog(session, company_id)
    first, last = await log.first_seq(), await log.last_seq()
    if seq < last and (first is None or seq + 1 < first):
        raise EventsExpired()
    found = await log.after(seq, limit + 1, namespaces=namespaces)
    items = [
        EventRead(
            id=event.seq,
            namespace=event.namespace,
            type=event.type,
            payload=event.payload,
            created_at=event.created_at,
        )
        for event in found[:limit]
    ]
    return Page(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None)
