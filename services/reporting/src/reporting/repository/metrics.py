"""Figures of the whole installation, for its operators."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

_CAMPAIGNS: Final = "SELECT state, CAST(count(*) AS int) AS campaigns FROM campaign_facts GROUP BY state"
_EXECUTION: Final = """
SELECT CAST(avg(extract(epoch FROM finished_at - started_at)) AS float8) AS seconds FROM campaign_facts
WHERE finished_at >= :since AND started_at IS NOT NULL
"""
_SENDS: Final = """
SELECT coalesce(CAST(sum(replies_sent + campaign_sent) AS bigint), 0) AS sent,
    coalesce(CAST(sum(replies_failed + campaign_failed) AS bigint), 0) AS failed,
    coalesce(CAST(sum(campaign_delivered) AS bigint), 0) AS broadcasts,
    coalesce(CAST(sum(opt_outs) AS bigint), 0) AS opt_outs
FROM (
    SELECT replies_sent, campaign_sent, replies_failed, campaign_failed, campaign_delivered, opt_outs
    FROM rollups WHERE slot >= :since
    UNION ALL
    SELECT replies_sent, campaign_sent, replies_failed, campaign_failed, campaign_delivered, opt_outs
    FROM rollup_log WHERE slot >= :since
) AS counted
"""


async def campaigns(session: AsyncSession) -> dict[str, int]:
    """Return how many campaigns there are, by status."""
    return {row.state: row.campaigns for row in await execute(session, _CAMPAIGNS)}


async def execution_seconds(session: AsyncSession, since: datetime) -> float | None:
    """Return how long campaigns took that finished since; None without any."""
    return (await execute(session, _EXECUTION, since=since)).one().seconds  # type: ignore[no-any-return]


async def sends(session: AsyncSession, since: datetime) -> Row[Any]:
    """Return what was sent, failed, delivered by campaigns, and how many left broadcasts since."""
    return (await execute(session, _SENDS, since=since)).one()
