"""Messages of one company, as the API reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from reporting.models.facts import ChannelFact

_FAILURES: Final = """
SELECT channel_id, kind, reason, error_code, CAST(sum(count) AS int) AS failed
FROM failures
WHERE company_id = :company_id AND slot >= :start AND slot < :until
  AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)
GROUP BY 1, 2, 3, 4 HAVING sum(count) > 0
ORDER BY failed DESC, reason, error_code, kind, channel_id
"""
_SOURCES: Final = """
SELECT channel_id, source, CAST(sum(count) AS int) AS opt_outs
FROM opt_out_sources
WHERE company_id = :company_id AND slot >= :start AND slot < :until
  AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)
GROUP BY 1, 2 ORDER BY opt_outs DESC, source, channel_id
"""
_SPAN_OF_CURVE: Final = """
SELECT min(minute) AS first, max(minute) AS last FROM campaign_curve
WHERE company_id = :company_id AND campaign_id = :campaign_id AND sent + delivered + read + failed <> 0
"""
_CURVE: Final = """
SELECT date_bin(make_interval(secs => :seconds), minute, CAST(:origin AS timestamptz)) AS at,
    CAST(sum(sent) AS int) AS sent, CAST(sum(delivered) AS int) AS delivered,
    CAST(sum(read) AS int) AS read, CAST(sum(failed) AS int) AS failed
FROM campaign_curve
WHERE company_id = :company_id AND campaign_id = :campaign_id
GROUP BY 1 HAVING sum(sent + delivered + read + failed) <> 0 ORDER BY 1
"""


class Messages:
    """What one company sent and received. The session must belong to the same company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def _all(self, statement: str, **named: Any) -> Sequence[Row[Any]]:
        return (await execute(self._session, statement, company_id=self._company_id, **named)).all()

    async def channels(self) -> Sequence[ChannelFact]:
        """Return the company's channels, also deleted ones, by name."""
        query = select(ChannelFact).where(col(ChannelFact.company_id) == self._company_id)
        return (await self._session.exec(query.order_by(ChannelFact.name, col(ChannelFact.channel_id)))).all()

    async def failures(self, start: datetime, end: datetime, channel_id: UUID | None) -> Sequence[Row[Any]]:
        """Return why messages failed, and how many, most first."""
        return await self._all(_FAILURES, start=start, until=end, channel_id=channel_id)

    async def opt_outs(self, start: datetime, end: datetime, channel_id: UUID | None) -> Sequence[Row[Any]]:
        """Return how customers left broadcasts, and how many, most first."""
        return await self._all(_SOURCES, start=start, until=end, channel_id=channel_id)

    async def span_of_curve(self, campaign_id: UUID) -> tuple[datetime | None, datetime | None]:
        """Return the first and the last minute in which something happened to a campaign's messages."""
        [row] = await self._all(_SPAN_OF_CURVE, campaign_id=campaign_id)
        return row.first, row.last

    async def curve(self, campaign_id: UUID, origin: datetime, seconds: int) -> Sequence[Row[Any]]:
        """Return how far a campaign's messages came in each stretch of so many seconds."""
        return await self._all(_CURVE, campaign_id=campaign_id, origin=origin, seconds=float(seconds))
