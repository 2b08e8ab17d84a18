"""The event log: what happened in a company, numbered in commit order, without gaps."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from atende_platform.process import tracing
from chat.updates.domain import LogEntry, Stretch
from chat.updates.models import EventCounter, LoggedEvent

# The counter's row stays locked until the commit: anyone who comes next gets a higher number and
# commits later, so a reader that sees a number sees all below it. Companies are locked in order,
# lest two batches wait for each other. The notification only wakes the sockets early.
_ENTRIES: Final = batch.Recordset(LoggedEvent, "company_id, seq, namespace, type, payload, traceparent")
_APPEND: Final = f"""
WITH entry AS (
    SELECT company_id, namespace, type, payload, traceparent,
           row_number() OVER (PARTITION BY company_id ORDER BY seq) AS nth,
           count(*) OVER (PARTITION BY company_id) AS many
    FROM {_ENTRIES} AS given
), counter AS (
    INSERT INTO event_counters (company_id, last_seq)
    SELECT company_id, count(*) FROM entry GROUP BY company_id ORDER BY company_id
    ON CONFLICT (company_id) DO UPDATE SET last_seq = event_counters.last_seq + excluded.last_seq
    RETURNING company_id, last_seq
), last AS MATERIALIZED (
    -- Looked up, not joined: without hashes (`Settings.worker_planning`) each would be compared with each.
    SELECT jsonb_object_agg(company_id, last_seq) AS seqs FROM counter
), added AS (
    INSERT INTO event_log (company_id, seq, namespace, type, payload, traceparent)
    SELECT company_id, CAST((SELECT seqs FROM last) ->> CAST(company_id AS text) AS bigint) - many + nth,
           namespace, type, payload, traceparent
    FROM entry
    RETURNING company_id
)
SELECT pg_notify('event_log.' || current_schema(), company_id::text)
FROM (SELECT DISTINCT company_id FROM added) AS company
"""  # noqa: S608 (made of the model)


def holding(companies: str) -> str:
    """Return SQL that holds the logs of the companies that a query gives, as a part of a statement."""
    return f"""
    INSERT INTO event_counters (company_id, last_seq)
    SELECT company_id, 0 FROM ({companies}) AS companies ORDER BY company_id
    ON CONFLICT (company_id) DO UPDATE SET last_seq = event_counters.last_seq
    """  # noqa: S608 (our own SQL)


_HOLD: Final = holding("SELECT unnest(CAST(:ids AS uuid[])) AS company_id")


async def hold(session: AsyncSession, company_ids: Collection[UUID]) -> None:
    """Be the only one who appends for these companies until the commit, and see what the last one stored.

    Name all companies that `append` is about to get, or two transactions may wait for each other.
    """
    if company_ids:
        await execute(session, _HOLD, ids=list(company_ids))


async def append(session: AsyncSession, entries: Sequence[LogEntry]) -> None:
    """Number and store what happened. Do it last: it holds up the company's other writers till commit."""
    kept: list[LogEntry] | None = session.info.get(_KEPT)
    if kept is not None:
        kept.extend(entries)
        return
    if not entries:
        return
    rows = [
        {
            "company_id": entry.company_id,
            "seq": position,
            "namespace": entry.namespace,
            "type": entry.type,
            "payload": entry.payload,
            "traceparent": trace,
        }
        for position, (entry, trace) in enumerate(zip(entries, _traces_of(entries), strict=True))
    ]
    await execute(session, _APPEND, _ENTRIES.arrays(rows))


def _traces_of(entries: Sequence[LogEntry]) -> Sequence[tracing.Traceparent | None]:
    """Return where the trace of each goes on, of those that are recorded."""
    if not tracing.is_on():
        return [None] * len(entries)
    places = tracing.causes_of([entry.payload for entry in entries])
    return [place if tracing.is_recorded(place) else None for place in places]


_NOTIFY: Final = "SELECT pg_notify('notice.' || current_schema(), :notice)"


async def notify(session: AsyncSession, company_id: UUID, user_id: UUID, notice: str) -> None:
    """Have a user's sockets get a notice (JSON of 7,000 bytes at most) when the transaction commits."""
    await execute(session, _NOTIFY, notice=f"{company_id} {user_id} {notice}")


_KEPT: Final = "log_entries_kept"


@asynccontextmanager
async def together(session: AsyncSession) -> AsyncIterator[list[LogEntry]]:
    """Append at the end, at once, what the use cases called meanwhile append.

    Each of them appends last, since that holds the log; of several in one transaction only the last may.
    What raises appends nothing. Within another the entries are appended when that ends.
    """
    outer: list[LogEntry] | None = session.info.get(_KEPT)
    kept: list[LogEntry] = []
    session.info[_KEPT] = kept
    try:
        yield kept
    finally:
        session.info[_KEPT] = outer
    await append(session, kept)


# Planned before the company is set, as the policies of tables are: then the setting is missing or empty.
LAST_SEQ: Final = """
SELECT last_seq FROM event_counters
WHERE company_id = CAST(nullif(current_setting('app.company_id', true), '') AS uuid)
"""
"""The last number of the company whose transaction it is; none when there is no event."""
_LAST_SEQS: Final = """
SELECT company_id, last_seq FROM event_counters WHERE company_id = ANY(CAST(:ids AS uuid[]))
"""


async def last_seqs(session: AsyncSession, company_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the last number of each company that has one."""
    result = await execute(session, _LAST_SEQS, ids=list(company_ids))
    return {row.company_id: row.last_seq for row in result}


_PURGE: Final = deleting("event_log", "created_at < now() - make_interval(secs => :age)", "created_at, seq")


async def purge(session: AsyncSession, limit: int, *, days: float) -> int:
    """Forget some events older than ``days``, the oldest first; return how many."""
    result = await execute(session, _PURGE, age=days * 86_400, limit=limit)
    return result.rowcount


_AFTER: Final = """
SELECT * FROM event_log WHERE company_id = :company AND seq > :seq
AND (CAST(:namespaces AS text[]) IS NULL OR namespace = ANY(CAST(:namespaces AS text[])))
ORDER BY seq LIMIT :limit
"""


class EventLog:
    """One company's log."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def last_seq(self) -> int:
        """Return the number of the newest event; 0 when there is none."""
        counters = select(EventCounter.last_seq).where(EventCounter.company_id == self._company_id)
        return (await self._session.exec(counters)).first() or 0

    async def first_seq(self) -> int | None:
        """Return the number of the oldest event that is still kept."""
        oldest = select(func.min(LoggedEvent.seq)).where(LoggedEvent.company_id == self._company_id)
        return (await self._session.exec(oldest)).one()

    async def after(
        self, seq: int, limit: int, *, namespaces: Collection[str] | None = None
    ) -> Sequence[LoggedEvent]:
        """Return up to ``limit`` events behind ``seq``, in order."""
        wanted = None if namespaces is None else [*namespaces]
        return await fetch(
            self._session,
            LoggedEvent,
            _AFTER,
            company=self._company_id,
            seq=seq,
            namespaces=wanted,
            limit=limit,
        )


# --- those who follow the logs -----------------------------------------------------------------

_FOLLOW: Final = """
INSERT INTO log_followers (company_id, kind, seq, served_at)
SELECT :company, :kind, coalesce((SELECT last_seq FROM event_counters WHERE company_id = :company), 0), :now
ON CONFLICT DO NOTHING
"""
_UNFOLLOW: Final = "DELETE FROM log_followers WHERE company_id = :company AND kind = :kind"


async def follow(session: AsyncSession, company_id: UUID, kind: str, now: datetime) -> None:
    """Have a subject read a company's log from here on. One that reads it already goes on."""
    await execute(session, _FOLLOW, company=company_id, kind=kind, now=now)


async def unfollow(session: AsyncSession, company_id: UUID, kind: str) -> None:
    """Have a subject no longer read a company's log."""
    await execute(session, _UNFOLLOW, company=company_id, kind=kind)


_IS_FOLLOWED: Final = "SELECT EXISTS (SELECT FROM log_followers WHERE kind = :kind)"


async def is_followed(session: AsyncSession, kind: str) -> bool:
    """Tell whether a subject reads any company's log: most of the time nobody uses it."""
    return bool((await execute(session, _IS_FOLLOWED, kind=kind)).scalar_one())


_FOLLOWED: Final = """
SELECT company_id FROM log_followers WHERE kind = :kind AND company_id > :behind
ORDER BY company_id LIMIT :companies
"""


async def followed_behind(session: AsyncSession, kind: str, behind: UUID, companies: int) -> list[UUID]:
    """Return some companies behind one whose log a subject reads: those that use it."""
    result = await execute(session, _FOLLOWED, kind=kind, behind=behind, companies=companies)
    return [row.company_id for row in result]


_CLAIM: Final = """
SELECT f.company_id, f.seq AS after, least(c.last_seq, f.seq + :each) AS last
FROM log_followers f JOIN event_counters c ON c.company_id = f.company_id
WHERE f.kind = :kind AND c.last_seq > f.seq
ORDER BY f.served_at LIMIT :companies FOR UPDATE OF f SKIP LOCKED
"""


async def claim(session: AsyncSession, kind: str, *, companies: int, each: int) -> list[Stretch]:
    """Return what a subject is to read next: of each company ``each`` numbers at most, locked.

    Those that waited longest come first, so that one with a million entries delays no other.
    """
    result = await execute(session, _CLAIM, kind=kind, companies=companies, each=each)
    return [Stretch(row.company_id, row.after, row.last) for row in result]


_OF_STRETCHES: Final = """
SELECT entries.*
FROM unnest(CAST(:companies AS uuid[]), CAST(:after AS bigint[]), CAST(:last AS bigint[]))
     AS k (company_id, after, last)
CROSS JOIN LATERAL (
    SELECT * FROM event_log e
    WHERE e.company_id = k.company_id AND e.seq > k.after AND e.seq <= k.last
      AND e.type = ANY(CAST(:types AS text[]))
) AS entries
ORDER BY entries.company_id, entries.seq
"""


async def entries_of(
    session: AsyncSession, stretches: Sequence[Stretch], types: Collection[str]
) -> list[LoggedEvent]:
    """Return the entries of these types in some stretches, by company and in order."""
    return await fetch(
        session,
        LoggedEvent,
        _OF_STRETCHES,
        companies=[one.company_id for one in stretches],
        after=[one.after for one in stretches],
        last=[one.last for one in stretches],
        types=[*types],
    )


_ADVANCE: Final = """
UPDATE log_followers f SET seq = k.last, served_at = :now
FROM unnest(CAST(:companies AS uuid[]), CAST(:last AS bigint[])) AS k (company_id, last)
WHERE f.company_id = k.company_id AND f.kind = :kind
"""


async def advance(session: AsyncSession, kind: str, stretches: Sequence[Stretch], now: datetime) -> None:
    """Count stretches as read: in the transaction of what came of them, it happens exactly once."""
    await execute(
        session,
        _ADVANCE,
        kind=kind,
        companies=[one.company_id for one in stretches],
        last=[one.last for one in stretches],
        now=now,
    )
