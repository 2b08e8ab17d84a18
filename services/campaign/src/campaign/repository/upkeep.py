"""Campaigns that do not move, and messages that are no longer needed. Over all companies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from campaign.domain.states import ENDED
from campaign.models import Campaign
from campaign.repository.campaigns import CampaignRow

StuckKind = Literal["expanding", "waiting", "unreported", "unanswered", "left_behind"]

LEFT_BEHIND_FOR: Final = timedelta(days=7)
"""For how long after its end a campaign is looked at."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A campaign that ought to move, and since when it does not."""

    kind: StuckKind
    company_id: UUID
    campaign_id: UUID
    since: datetime


_FIND_STUCK: Final = """
WITH quiet AS MATERIALIZED (
    SELECT c.*, GREATEST(c.updated_at, c.progress_at) AS since FROM campaigns c
    WHERE c.closed_at IS NULL AND c.state IN ('expanding', 'running', 'finished', 'cancelled', 'failed')
      AND c.updated_at < :before AND (c.progress_at IS NULL OR c.progress_at < :before)
), seen AS (
    SELECT q.company_id, q.id, q.since, q.state, q.expanded_at, q.started_at,
        q.state = ANY(CAST(:ended AS text[])) AS ended,
        EXISTS (
            SELECT FROM recipients r
            WHERE r.company_id = q.company_id AND r.campaign_id = q.id AND r.state = 'pending'
        ) AS pending,
        EXISTS (
            SELECT FROM recipients r
            WHERE r.company_id = q.company_id AND r.campaign_id = q.id AND r.state = 'dispatched'
        ) AS dispatched,
        EXISTS (
            SELECT FROM channel_copy k
            WHERE k.company_id = q.company_id AND k.channel_id = q.channel_id AND k.status = 'active'
        ) AS active,
        EXISTS (
            SELECT FROM progress_marks m WHERE m.company_id = q.company_id AND m.campaign_id = q.id
        ) AS marked
    FROM quiet q
), judged AS (
    SELECT company_id, id, since, CASE
        WHEN NOT ended AND expanded_at IS NULL
            THEN CASE WHEN started_at < :grace_over THEN 'expanding' END
        WHEN marked OR ended AND pending OR NOT pending AND NOT dispatched THEN 'unreported'
        -- What a stopped channel holds back is no question of an answer: it is sent when the channel is back.
        WHEN NOT active THEN NULL
        WHEN pending THEN 'waiting' ELSE 'unanswered'
    END AS kind
    FROM seen
    UNION ALL
    SELECT c.company_id, c.id, c.closed_at, 'left_behind' FROM campaigns c
    WHERE c.closed_at >= :closed_after AND c.content_cleared_at IS NULL AND EXISTS (
        SELECT FROM recipients r
        WHERE r.company_id = c.company_id AND r.campaign_id = c.id AND r.state IN ('pending', 'dispatched')
    )
)
SELECT kind, company_id, id, since FROM judged WHERE kind IS NOT NULL ORDER BY since, id
"""


async def find_stuck(
    session: AsyncSession, at: datetime, *, quiet_for: timedelta, grace: timedelta
) -> list[Stuck]:
    """Return campaigns that ought to move and did not for so long.

    Of those ``waiting`` the windows, caps and rates are not looked at: they may well be waiting for these.
    """
    result = await execute(
        session,
        _FIND_STUCK,
        before=at - quiet_for,
        grace_over=at - quiet_for - grace,
        closed_after=at - LEFT_BEHIND_FOR,
        ended=sorted(str(state) for state in ENDED),
    )
    return [Stuck(row.kind, row.company_id, row.id, row.since) for row in result]


async def rows_of(session: AsyncSession, stuck: Sequence[Stuck]) -> Sequence[CampaignRow]:
    """Return the campaigns themselves."""
    keys = [(each.company_id, each.campaign_id) for each in stuck]
    query = select(Campaign).where(tuple_(col(Campaign.company_id), col(Campaign.id)).in_(keys))
    return (await session.exec(query)).all()


async def find_campaign(session: AsyncSession, campaign_id: UUID) -> CampaignRow | None:
    """Return a campaign of whichever company."""
    return (await session.exec(select(Campaign).where(Campaign.id == campaign_id))).first()


async def count_running(session: AsyncSession) -> int:
    """Return how many campaigns are under way."""
    query = select(func.count()).where(col(Campaign.state).in_(["expanding", "running"]))
    return (await session.exec(query)).one()


_SETTLE: Final = """
WITH over AS (
    SELECT c.company_id, c.id, c.closed_at
    FROM unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[])) AS w (company_id, id)
    JOIN campaigns c USING (company_id, id)
), locked AS MATERIALIZED (
    SELECT r.company_id, r.send_id FROM over JOIN recipients r
        ON r.company_id = over.company_id AND r.campaign_id = over.id
        AND (r.state = 'dispatched' OR r.state = 'pending' AND over.closed_at IS NOT NULL)
    ORDER BY r.company_id, r.send_id LIMIT :limit
    FOR NO KEY UPDATE OF r SKIP LOCKED
), settled AS (
    UPDATE recipients r SET
        state = CASE r.state WHEN 'dispatched' THEN 'unconfirmed' ELSE 'cancelled' END,
        updated_at = now()
    FROM locked WHERE r.company_id = locked.company_id AND r.send_id = locked.send_id
    RETURNING r.company_id, r.campaign_id
), marked AS (
    INSERT INTO progress_marks (company_id, campaign_id)
    SELECT DISTINCT company_id, campaign_id FROM settled
)
SELECT count(*) FROM settled
"""


async def settle(session: AsyncSession, campaigns: Sequence[Stuck], *, limit: int) -> int:
    """Give up to so many recipients of campaigns that are over the state that they end in; return how many.

    Whether a dispatched recipient got it is not known; one still pending in a closed campaign did not.
    """
    result = await execute(
        session,
        _SETTLE,
        company_ids=[each.company_id for each in campaigns],
        ids=[each.campaign_id for each in campaigns],
        limit=limit,
    )
    return int(result.scalar_one())


async def claim_expired(session: AsyncSession, before: datetime) -> CampaignRow | None:
    """Lock the campaign that closed first, and before then, whose messages are still kept."""
    query = (
        select(Campaign)
        .where(col(Campaign.closed_at) < before, col(Campaign.content_cleared_at).is_(None))
        .order_by(col(Campaign.closed_at))
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return (await session.exec(query)).one_or_none()


_PURGE_CONTENTS: Final = """
WITH page AS MATERIALIZED (
    SELECT company_id, send_id, identity, content IS NOT NULL AS kept FROM recipients
    WHERE company_id = :company_id AND campaign_id = :campaign_id AND identity > :after
    ORDER BY identity LIMIT :limit
), locked AS MATERIALIZED (
    SELECT r.company_id, r.send_id FROM page JOIN recipients r USING (company_id, send_id)
    WHERE page.kept ORDER BY r.send_id FOR NO KEY UPDATE OF r
), cleared AS (
    UPDATE recipients r SET content = NULL FROM locked
    WHERE r.company_id = locked.company_id AND r.send_id = locked.send_id
)
SELECT count(*) AS n, max(identity) AS last FROM page
"""


async def purge_contents(
    session: AsyncSession, campaign: CampaignRow, *, after: str, limit: int
) -> str | None:
    """Forget the messages of recipients behind an identity; return the last one's, None if it was the end."""
    result = await execute(
        session,
        _PURGE_CONTENTS,
        company_id=campaign.company_id,
        campaign_id=campaign.id,
        after=after,
        limit=limit,
    )
    row = result.one()
    return row.last if row.n == limit else None
