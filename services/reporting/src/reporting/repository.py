"""All SQL of reporting: set-based writes for the worker, and one company's reads for the API."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final, Generic, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Row, tuple_
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import CompanyChangedV1
from atende_platform.data import batch
from atende_platform.data.db import execute
from reporting.domain import COUNTERS, TALLIED, Day, Deltas, F, Key, Outcome, Send, Tally, Ticket
from reporting.models import CampaignFact, CompanySettings, SendFact, TicketFact, campaign_sends, rollups

# --- what the worker writes -------------------------------------------------------------------


class Facts(Generic[F]):
    """A table of facts, one row per (company, id), read and written many rows at a time.

    The caller gives its rows in the order of their keys, so that two workers never lock each other.
    """

    def __init__(self, model: type[SQLModel], fact: type[F], id_: str) -> None:
        names = [field.name for field in fields(cast(Any, fact))]
        self._fact = fact
        self._insert: batch.Statement[SQLModel, F] = batch.insert(model, fact, or_nothing=True)
        self._update: batch.Statement[SQLModel, F] = batch.update(model, fact)
        # Table and columns are the model's; no value ever becomes part of a statement.
        self.lock_sql: Final = (
            f"SELECT {', '.join(f'fact.{name}' for name in names)} FROM {model.__tablename__} AS fact"  # noqa: S608
            " JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[])) AS key (company_id, id)"
            f" ON fact.company_id = key.company_id AND fact.{id_} = key.id"
            f" ORDER BY fact.company_id, fact.{id_} FOR UPDATE OF fact"
        )

    async def insert(self, session: AsyncSession, facts: Collection[F]) -> set[Key]:
        """Insert those that are not there yet; return their keys."""
        return {(row[0], row[1]) for row in await self._insert.returning(session, facts)}

    async def lock(self, session: AsyncSession, keys: Collection[Key]) -> dict[Key, F]:
        """Return what is stored, locked until the transaction ends."""
        company_ids, ids = [key[0] for key in keys], [key[1] for key in keys]
        rows = await execute(session, self.lock_sql, company_ids=company_ids, ids=ids)
        facts = [self._fact(**row._mapping) for row in rows]
        return {fact.key: fact for fact in facts}

    async def update(self, session: AsyncSession, facts: Collection[F]) -> None:
        """Replace what is stored."""
        await self._update.run(session, facts)


SENDS: Final = Facts(SendFact, Send, "send_id")
TICKETS: Final = Facts(TicketFact, Ticket, "ticket_id")

_ROLLUPS: Final = batch.Recordset(rollups)
_ADD_TO_ROLLUPS: Final = f"""
INSERT INTO rollups AS known ({", ".join(_ROLLUPS.names)})
SELECT * FROM {_ROLLUPS} AS given
ON CONFLICT (company_id, slot, channel_id) DO UPDATE SET
    {", ".join(f"{name} = known.{name} + excluded.{name}" for name in COUNTERS)}
"""  # noqa: S608 (made of the model)


async def add_to_rollups(session: AsyncSession, deltas: Deltas) -> None:
    """Add to the counters; to be done last, as it locks what many transactions count on."""
    rows: defaultdict[tuple[UUID, datetime, UUID], dict[str, int]] = defaultdict(dict)
    for cell, delta in deltas.items():
        if delta:
            rows[cell.company_id, cell.slot, cell.channel_id][cell.counter] = delta
    if not rows:
        return
    nothing = dict.fromkeys(COUNTERS, 0)
    given = [
        {"company_id": company_id, "slot": slot, "channel_id": channel_id, **nothing, **counts}
        for (company_id, slot, channel_id), counts in sorted(rows.items(), key=lambda row: row[0])
    ]
    await execute(session, _ADD_TO_ROLLUPS, _ROLLUPS.arrays(given))


_CAMPAIGN_SENDS: Final = batch.Recordset(campaign_sends)
_ADD_TO_CAMPAIGNS: Final = f"""
INSERT INTO campaign_sends AS known ({", ".join(_CAMPAIGN_SENDS.names)})
SELECT * FROM {_CAMPAIGN_SENDS} AS given
ON CONFLICT (company_id, campaign_id, state, error_code, error_title) DO UPDATE SET
    {", ".join(f"{name} = known.{name} + excluded.{name}" for name in TALLIED)},
    first_at = LEAST(known.first_at, excluded.first_at),
    last_at = GREATEST(known.last_at, excluded.last_at)
"""  # noqa: S608 (made of the model)


async def add_to_campaigns(session: AsyncSession, tallies: Mapping[Outcome, Tally]) -> None:
    """Add to the outcomes of campaigns; to be done last, after the rollups, for the same reason."""
    if not tallies:
        return
    rows = [key._asdict() | asdict(tallies[key]) for key in sorted(tallies, key=_lock_order)]
    await execute(session, _ADD_TO_CAMPAIGNS, _CAMPAIGN_SENDS.arrays(rows))


def _lock_order(outcome: Outcome) -> tuple[object, ...]:
    *names, code, title, _ = outcome
    return *names, code is None, code or 0, title is None, title or ""


_SAVE_CAMPAIGNS: Final = batch.upsert(
    CampaignFact, newer="revision, reported_at, event_id", keep="first_seen_at"
)


async def store_campaigns(
    session: AsyncSession, campaigns: Sequence[CampaignProgressV1 | CampaignFinishedV1]
) -> None:
    """Store reports of campaigns where they are newer than what is known."""
    rows = [
        CampaignFact(
            company_id=each.company_id,
            campaign_id=each.campaign_id,
            channel_id=each.channel_id,
            name=each.name,
            state=each.state,
            total=each.total,
            counts=each.counts,
            started_at=each.started_at,
            finished_at=each.finished_at,
            revision=each.revision,
            reported_at=each.occurred_at,
            event_id=each.id,
        )
        for each in campaigns
    ]
    await _SAVE_CAMPAIGNS.run(session, rows)


_SAVE_COMPANIES: Final = batch.upsert(CompanySettings, newer="revision, reported_at")


async def store_companies(session: AsyncSession, companies: Sequence[CompanyChangedV1]) -> None:
    """Store settings where they are newer than what is known."""
    rows = [
        CompanySettings(
            company_id=each.company_id,
            time_zone=each.time_zone,
            revision=each.revision,
            reported_at=each.occurred_at,
        )
        for each in companies
    ]
    await _SAVE_COMPANIES.run(session, rows)


# --- what the API reads -----------------------------------------------------------------------


class CampaignSends(NamedTuple):
    """A outcome of a campaign's sends and its `Tally`."""

    state: str
    error_code: int | None
    error_title: str | None
    reason: str | None
    sends: int
    sent: int
    delivered: int
    read: int
    first_at: datetime | None
    last_at: datetime | None


class ReplyTimes(NamedTuple):
    """How long customers waited for the first reply to their tickets, in seconds."""

    tickets: int
    median: float | None
    average: float | None


EXPORT_COLUMNS: Final = (
    "send_id",
    "state",
    "accepted_at",
    "sent_at",
    "delivered_at",
    "read_at",
    "failed_at",
    "error_code",
    "error_title",
    "reason",
)


_OUTCOMES_OF_CAMPAIGN: Final = f"""
SELECT {", ".join(CampaignSends._fields)} FROM campaign_sends
WHERE company_id = :company_id AND campaign_id = :campaign_id
ORDER BY sends DESC, error_code, error_title
"""  # noqa: S608 (our own constants)
_SENDS_OF_CAMPAIGN: Final = f"""
SELECT {", ".join(EXPORT_COLUMNS)} FROM send_facts
WHERE company_id = :company_id AND campaign_id = :campaign_id
  AND (CAST(:after AS uuid) IS NULL OR send_id > :after)
ORDER BY send_id LIMIT :limit
"""  # noqa: S608 (our own constants)
# One pass over the rollups; a join with the days is a hundred times slower for a year.
_COUNTERS_OF_DAYS: Final = f"""
SELECT width_bucket(slot, CAST(:starts AS timestamptz[])) - 1 AS number,
    {", ".join(f"CAST(sum({name}) AS int) AS {name}" for name in COUNTERS)}
FROM rollups
WHERE company_id = :company_id AND slot >= :start AND slot < :end
  AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)
GROUP BY number
"""  # noqa: S608 (our own constants)
_REPLY_TIMES: Final = """
SELECT count(*) AS tickets, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
    CAST(avg(seconds) AS float8) AS average
FROM (
    SELECT CAST(extract(epoch FROM first_reply_at - opened_at) AS float8) AS seconds FROM ticket_facts
    WHERE company_id = :company_id AND first_reply_at IS NOT NULL
      AND opened_at >= :start AND opened_at < :end
      AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)
) AS replied
"""


class Reports:
    """One company's facts, to be read. The session must belong to the same company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def _all(self, statement: str, **named: Any) -> Sequence[Row[Any]]:
        return (await execute(self._session, statement, company_id=self._company_id, **named)).all()

    async def time_zone(self) -> str | None:
        """Return the company's time zone; None while it is not known here."""
        settings = await self._session.get(CompanySettings, self._company_id)
        return settings.time_zone if settings else None

    async def find_campaign(self, campaign_id: UUID) -> CampaignFact | None:
        return await self._session.get(CampaignFact, (self._company_id, campaign_id))

    async def campaigns(self, after: tuple[datetime, UUID] | None, limit: int) -> Sequence[CampaignFact]:
        """Return campaigns, the newest first, from behind a position."""
        position = (col(CampaignFact.first_seen_at), col(CampaignFact.campaign_id))
        statement = select(CampaignFact).where(col(CampaignFact.company_id) == self._company_id)
        if after is not None:
            statement = statement.where(tuple_(*position) < tuple_(*after))
        statement = statement.order_by(*(column.desc() for column in position)).limit(limit)
        return (await self._session.exec(statement)).all()

    async def campaign_sends(self, campaign_id: UUID) -> list[CampaignSends]:
        """Return the outcome of a campaign's sends, most first."""
        rows = await self._all(
            _OUTCOMES_OF_CAMPAIGN,
            campaign_id=campaign_id,
        )
        return [CampaignSends._make(row) for row in rows]

    async def sends_of_campaign(
        self, campaign_id: UUID, after: UUID | None, limit: int
    ) -> Sequence[Row[Any]]:
        """Return `EXPORT_COLUMNS` of a campaign's sends, in the order of their ids."""
        return await self._all(
            _SENDS_OF_CAMPAIGN,
            campaign_id=campaign_id,
            after=after,
            limit=limit,
        )

    async def counters_of_days(self, days: Sequence[Day], channel_id: UUID | None) -> list[dict[str, int]]:
        """Return the sums of the counters for each day, also for those on which nothing happened.

        The days must follow each other without a gap.
        """
        rows = await self._all(
            _COUNTERS_OF_DAYS,
            starts=[day.start for day in days],
            start=days[0].start,
            end=days[-1].end,
            channel_id=channel_id,
        )
        counters = [dict.fromkeys(COUNTERS, 0) for _ in days]
        for row in rows:
            counters[row.number] = {name: getattr(row, name) for name in COUNTERS}
        return counters

    async def reply_times(self, start: datetime, end: datetime, channel_id: UUID | None) -> ReplyTimes:
        """Return how long first replies took, of tickets opened from ``start`` to before ``end``."""
        rows = await self._all(
            _REPLY_TIMES,
            start=start,
            end=end,
            channel_id=channel_id,
        )
        return ReplyTimes._make(rows[0])
