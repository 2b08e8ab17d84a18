"""One company's facts and counters, as the API reads them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Row,
    tuple_,
)
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from reporting.domain.campaigns import Reach, Wanted
from reporting.domain.counters import COUNTERS
from reporting.domain.periods import Day
from reporting.domain.sums import buckets_of
from reporting.models.facts import CampaignFact, CompanySettings
from reporting.repository.lanes import hour, lane


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

_REACHED: Final = """
SELECT campaign_id, state, CAST(sum(sends) AS int) AS sends, CAST(sum(sent) AS int) AS sent,
    CAST(sum(delivered) AS int) AS delivered, CAST(sum(read) AS int) AS read
FROM campaign_sends
WHERE company_id = :company_id AND campaign_id = ANY(CAST(:campaign_ids AS uuid[]))
GROUP BY campaign_id, state
"""

_BEGIN: Final = UUID(int=0)
# A bound in any case: with one that may be absent, PostgreSQL would read the index from its beginning.
_SENDS_OF_CAMPAIGN: Final = f"""
SELECT {", ".join(EXPORT_COLUMNS)} FROM send_facts
WHERE company_id = :company_id AND campaign_id = :campaign_id
  AND send_id > :after
ORDER BY send_id LIMIT :limit
"""  # noqa: S608 (our own constants)


_ZONE: Final = """
SELECT coalesce(
    (SELECT nullif(time_zone, '') FROM sum_zones WHERE company_id = :company_id),
    (SELECT time_zone FROM company_settings WHERE company_id = :company_id)
)
"""

_WHOSE: Final = """company_id = :company_id
    AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)"""
_LOGGED: Final = "slot >= CAST(:start AS timestamptz) AND slot < CAST(:until AS timestamptz)"
_COUNTED: Final = f"""(
    SELECT start, channel_id, {", ".join(COUNTERS)} FROM rollup_days
    WHERE {_WHOSE} AND start >= CAST(:start AS timestamptz) AND start < CAST(:until AS timestamptz)
    UNION ALL
    SELECT slot, channel_id, {", ".join(COUNTERS)} FROM rollup_log WHERE {_WHOSE} AND {_LOGGED}
) AS counted"""  # noqa: S608 (our own constants)
_SUMS: Final = ", ".join(f"coalesce(CAST(sum({name}) AS int), 0) AS {name}" for name in COUNTERS)
# One pass; a join with the days is a hundred times slower for a year.
_COUNTERS_OF_DAYS: Final = f"""
SELECT width_bucket(start, CAST(:days AS timestamptz[])) - 1 AS number, {_SUMS}
FROM {_COUNTED} GROUP BY number
"""  # noqa: S608 (our own constants)
_COUNTERS: Final = f"SELECT {_SUMS} FROM {_COUNTED}"  # noqa: S608 (our own constants)
# By the quarter of an hour: what is logged of one is added to what is counted in it. A row stays when all
# that it counted turned out to belong elsewhere: nothing happened there then.
_BY_CHANNEL: Final = f"""
WITH quarters AS (
    SELECT slot, channel_id, replies_sent + campaign_sent AS sent FROM rollup_log WHERE {_WHOSE} AND {_LOGGED}
), newest AS (
    SELECT channel_id, slot, sum(sent) + coalesce((
        SELECT replies_sent + campaign_sent FROM rollups AS known
        WHERE known.company_id = :company_id AND known.slot = quarters.slot
            AND known.channel_id = quarters.channel_id
    ), 0) AS sent
    FROM quarters GROUP BY channel_id, slot
), busiest AS (
    SELECT channel_id, max(sent) AS sent FROM (
        SELECT channel_id, sent FROM newest
        UNION ALL
        SELECT channel_id, busiest FROM rollup_days
        WHERE {_WHOSE} AND start >= CAST(:start AS timestamptz) AND start < CAST(:until AS timestamptz)
    ) AS each GROUP BY channel_id
)
SELECT counted.channel_id, CAST(max(busiest.sent) AS int) AS busiest, {_SUMS}
FROM {_COUNTED} LEFT JOIN busiest ON busiest.channel_id = counted.channel_id
GROUP BY counted.channel_id HAVING greatest({", ".join(f"sum({name})" for name in COUNTERS)}) > 0
"""  # noqa: S608 (our own constants)
_COUNTERS_OF_HOURS: Final = f"""
SELECT {", ".join(f"coalesce(CAST(sum({name}_hours) AS text), '0') AS {name}" for name in COUNTERS)}
FROM (
    SELECT {", ".join(f"{name}_hours" for name in COUNTERS)} FROM rollup_days
    WHERE {_WHOSE} AND start >= CAST(:start AS timestamptz) AND start < CAST(:until AS timestamptz)
    UNION ALL
    SELECT {", ".join(f"sum({name}) * {lane('hour')}" for name in COUNTERS)}
    FROM (SELECT {hour("slot")} AS hour, * FROM rollup_log WHERE {_WHOSE} AND {_LOGGED}) AS logged
    GROUP BY hour
) AS counted
"""  # noqa: S608 (our own constants)


class Reports:
    """One company's facts, to be read. The session must belong to the same company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    @property
    def company_id(self) -> UUID:
        return self._company_id

    async def _all(self, statement: str, **named: Any) -> Sequence[Row[Any]]:
        return (await execute(self._session, statement, company_id=self._company_id, **named)).all()

    async def time_zone(self) -> str | None:
        """Return the company's time zone; None while it is not known here."""
        settings = await self._session.get(CompanySettings, self._company_id)
        return settings.time_zone if settings else None

    async def zone_of_days(self) -> str | None:
        """Return the time zone by whose days the company is reported; None while it is not known here.

        It is that by which measures are summed up: one that has changed holds when these are counted anew.
        """
        return (await execute(self._session, _ZONE, company_id=self._company_id)).scalar()

    async def find_campaign(self, campaign_id: UUID) -> CampaignFact | None:
        return await self._session.get(CampaignFact, (self._company_id, campaign_id))

    async def campaigns(
        self, wanted: Wanted, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[CampaignFact]:
        """Return the campaigns that are wanted, the newest first, from behind a position."""
        position = (col(CampaignFact.first_seen_at), col(CampaignFact.campaign_id))
        statement = select(CampaignFact).where(col(CampaignFact.company_id) == self._company_id)
        if wanted.since is not None:
            statement = statement.where(col(CampaignFact.started_at) >= wanted.since)
        if wanted.before is not None:
            statement = statement.where(col(CampaignFact.started_at) < wanted.before)
        if wanted.channel_id is not None:
            statement = statement.where(CampaignFact.channel_id == wanted.channel_id)
        if wanted.status is not None:
            statement = statement.where(CampaignFact.state == wanted.status)
        if after is not None:
            statement = statement.where(tuple_(*position) < tuple_(*after))
        statement = statement.order_by(*(column.desc() for column in position)).limit(limit)
        return (await self._session.exec(statement)).all()

    async def reached(self, campaign_ids: Collection[UUID]) -> dict[UUID, Reach]:
        """Return how far the messages of campaigns came; of those that sent none nothing is there."""
        found: dict[UUID, Reach] = {}
        for row in await self._all(_REACHED, campaign_ids=list(campaign_ids)):
            reach = found.setdefault(row.campaign_id, Reach())
            reach.add(row.state, row.sends, sent=row.sent, delivered=row.delivered, read=row.read)
        return found

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
            after=after or _BEGIN,
            limit=limit,
        )

    async def counters_of_days(self, days: Sequence[Day], channel_id: UUID | None) -> list[dict[str, int]]:
        """Return the sums of the counters for each day, also for those on which nothing happened.

        The days must follow each other without a gap.
        """
        rows = await self._all(
            _COUNTERS_OF_DAYS,
            days=[day.start for day in days],
            start=days[0].start,
            until=days[-1].end,
            channel_id=channel_id,
        )
        counters = [dict.fromkeys(COUNTERS, 0) for _ in days]
        for row in rows:
            counters[row.number] = {name: getattr(row, name) for name in COUNTERS}
        return counters

    async def counters(self, start: datetime, end: datetime, channel_id: UUID | None) -> dict[str, int]:
        """Return the sums of the counters from ``start`` to before ``end``.

        Both are the beginnings of days.
        """
        [row] = await self._all(_COUNTERS, start=start, until=end, channel_id=channel_id)
        return {name: getattr(row, name) for name in COUNTERS}

    async def counters_of_hours(
        self, start: datetime, end: datetime, zone: str, channel_id: UUID | None
    ) -> dict[tuple[int, int], dict[str, int]]:
        """Return the sums by weekday (1 is Monday) and hour of a time zone, of all hours of a week."""
        [row] = await self._all(_COUNTERS_OF_HOURS, start=start, until=end, zone=zone, channel_id=channel_id)
        counters = {
            (weekday, hour): dict.fromkeys(COUNTERS, 0) for weekday in range(1, 8) for hour in range(24)
        }
        for name in COUNTERS:
            for number, count in buckets_of(getattr(row, name)).items():
                counters[number // 24 + 1, number % 24][name] = count
        return counters

    async def counters_of_channels(
        self, start: datetime, end: datetime, channel_id: UUID | None
    ) -> dict[UUID, dict[str, int]]:
        """Return the sums of the counters by channel, and under ``busiest`` most sent in a quarter."""
        rows = await self._all(_BY_CHANNEL, start=start, until=end, channel_id=channel_id)
        names = ("busiest", *COUNTERS)
        return {row.channel_id: {name: getattr(row, name) for name in names} for row in rows}
