"""One company's facts and counters, as the API reads them."""

from collections.abc import Sequence
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
from reporting.domain.counters import COUNTERS
from reporting.domain.periods import Day
from reporting.models.facts import CampaignFact, CompanySettings


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
