"""Recipients on their way: claimed, asked for again. One statement per batch throughout."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import OutboundContent, Party
from atende_platform.data.db import execute
from campaign.domain.states import RecipientStatus
from campaign.repository.lookups import BLOCKED, OPTED_OUT, search_by_name

_CONTENT: Final[TypeAdapter[OutboundContent]] = TypeAdapter(OutboundContent)


Group = tuple[UUID, str | None]
"""The recipients of a campaign in one time zone; None: all of them, as their zones do not matter."""


_IN_FLIGHT: Final = """
SELECT c.id,
    (SELECT count(*) FROM recipients r
     WHERE r.company_id = c.company_id AND r.campaign_id = c.id AND r.state = 'dispatched'
    ) AS in_flight
FROM campaigns c
WHERE c.company_id = :company_id AND c.channel_id = :channel_id
  AND c.closed_at IS NULL AND c.state <> 'draft'
"""


async def in_flight(session: AsyncSession, company_id: UUID, channel_id: UUID) -> dict[UUID, int]:
    """Return how many sends of each campaign are under way on a channel.

    Also of campaigns that were paused or ended: their sends still occupy the channel.
    """
    result = await execute(
        session,
        _IN_FLIGHT,
        company_id=company_id,
        channel_id=channel_id,
    )
    return {row.id: row.in_flight for row in result}


_READY: Final = """
SELECT g.campaign_id, g.zone, everybody.n + zoned.n AS ready
FROM unnest(CAST(:campaign_ids AS uuid[]), CAST(:zones AS text[])) AS g (campaign_id, zone)
CROSS JOIN LATERAL (SELECT count(*) AS n FROM (
    SELECT FROM recipients r
    WHERE g.zone IS NULL AND r.company_id = :company_id AND r.campaign_id = g.campaign_id
      AND r.state = 'pending'
    LIMIT :at_most
) AS pending) AS everybody
CROSS JOIN LATERAL (SELECT count(*) AS n FROM (
    SELECT FROM recipients r
    WHERE r.zone = g.zone AND r.company_id = :company_id AND r.campaign_id = g.campaign_id
      AND r.state = 'pending'
    LIMIT :at_most
) AS pending) AS zoned
"""


async def ready(
    session: AsyncSession, company_id: UUID, groups: Sequence[Group], *, at_most: int
) -> dict[Group, int]:
    """Return how many recipients of each group are pending, counted up to ``at_most`` only."""
    result = await execute(
        session,
        _READY,
        company_id=company_id,
        campaign_ids=[campaign_id for campaign_id, _ in groups],
        zones=[zone for _, zone in groups],
        at_most=at_most,
    )
    return {(row.campaign_id, row.zone): row.ready for row in result}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A recipient that is now dispatched. ``content`` is absent when it is the campaign's."""

    company_id: UUID
    campaign_id: UUID
    channel_id: UUID
    send_id: UUID
    contact_id: UUID | None
    party: Party
    content: OutboundContent | None


_CLAIM: Final = f"""
WITH quota AS MATERIALIZED (
    SELECT * FROM unnest(
        CAST(:campaign_ids AS uuid[]), CAST(:zones AS text[]), CAST(:limits AS integer[])
    ) AS quota (campaign_id, zone, n)
), everybody AS (
    SELECT r.* FROM quota CROSS JOIN LATERAL (
        SELECT send_id, aliases, contact_id FROM recipients
        WHERE company_id = :company_id AND campaign_id = quota.campaign_id AND state = 'pending'
        ORDER BY send_id LIMIT quota.n
        FOR UPDATE SKIP LOCKED
    ) AS r
    WHERE quota.zone IS NULL
), zoned AS (
    SELECT r.* FROM quota CROSS JOIN LATERAL (
        SELECT send_id, aliases, contact_id FROM recipients
        WHERE company_id = :company_id AND campaign_id = quota.campaign_id AND state = 'pending'
          AND zone = quota.zone
        ORDER BY send_id LIMIT quota.n
        FOR UPDATE SKIP LOCKED
    ) AS r
    WHERE quota.zone IS NOT NULL
), picked AS (
    SELECT * FROM everybody UNION ALL SELECT * FROM zoned
), checked AS MATERIALIZED (
    -- Or each of the four places that ask for it would look the opt-out up anew.
    SELECT send_id, CASE WHEN {OPTED_OUT.format(names="picked.aliases")} THEN 'opted_out'
        WHEN {BLOCKED.format(contact="picked.contact_id")} THEN 'blocked' END AS refusal
    FROM picked
)
UPDATE recipients r SET
    state = CASE WHEN c.refusal IS NULL THEN 'dispatched' ELSE 'skipped' END,
    reason = c.refusal,
    dispatched_at = CASE WHEN c.refusal IS NULL THEN clock_timestamp() END,
    updated_at = now()
FROM checked c
WHERE r.company_id = :company_id AND r.send_id = c.send_id
RETURNING r.company_id, r.campaign_id, CAST(:channel_id AS uuid) AS channel_id, r.send_id, r.contact_id,
    CAST(r.party AS text) AS party, CAST(r.content AS text) AS content, r.state
"""  # noqa: S608 (built from constants only)


async def claim(
    session: AsyncSession, company_id: UUID, channel_id: UUID, quotas: Mapping[Group, int]
) -> list[Claimed]:
    """Dispatch up to so many pending recipients of each group; return them, oldest first.

    Who has opted out or was blocked since the campaign was expanded is skipped instead. A recipient that
    someone else is claiming is passed over.
    """
    await search_by_name(session)
    result = await execute(
        session,
        _CLAIM,
        company_id=company_id,
        channel_id=channel_id,
        campaign_ids=[campaign_id for campaign_id, _ in quotas],
        zones=[zone for _, zone in quotas],
        limits=list(quotas.values()),
    )
    claimed = [claimed_of(row) for row in result if row.state == RecipientStatus.DISPATCHED]
    return sorted(claimed, key=lambda each: each.send_id)


_CLAIM_UNANSWERED: Final = """
WITH silent AS (
    SELECT r.company_id, r.send_id, c.channel_id
    FROM campaigns c JOIN recipients r ON r.company_id = c.company_id AND r.campaign_id = c.id
    WHERE c.closed_at IS NULL AND c.state <> 'draft'
      AND r.state = 'dispatched' AND r.dispatched_at < now() - make_interval(secs => :after)
    ORDER BY r.send_id LIMIT :limit
    FOR UPDATE OF r SKIP LOCKED
)
UPDATE recipients r SET dispatched_at = now(), updated_at = now()
FROM silent s WHERE r.company_id = s.company_id AND r.send_id = s.send_id
RETURNING r.company_id, r.campaign_id, s.channel_id, r.send_id, r.contact_id,
    CAST(r.party AS text) AS party, CAST(r.content AS text) AS content
"""


async def claim_unanswered(session: AsyncSession, *, after_seconds: float, limit: int) -> list[Claimed]:
    """Take dispatched recipients of which nothing was heard for so long; their time starts anew."""
    result = await execute(
        session,
        _CLAIM_UNANSWERED,
        after=after_seconds,
        limit=limit,
    )
    return sorted((claimed_of(row) for row in result), key=lambda each: each.send_id)


def claimed_of(row: Any) -> Claimed:
    """Return a recipient that a statement has claimed."""
    return Claimed(
        row.company_id,
        row.campaign_id,
        row.channel_id,
        row.send_id,
        row.contact_id,
        Party.model_validate_json(row.party),
        None if row.content is None else _CONTENT.validate_json(row.content),
    )


_CONTENTS_OF: Final = """
SELECT c.id, CAST(c.content AS text) AS content FROM campaigns c
JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[])) AS w (company_id, id)
USING (company_id, id) WHERE c.content->>'kind' <> 'variants'
"""


async def contents_of(
    session: AsyncSession, campaigns: Iterable[tuple[UUID, UUID]]
) -> dict[UUID, OutboundContent]:
    """Return the content of campaigns, given as (company, id), that have only one."""
    pairs = sorted(set(campaigns))
    result = await execute(
        session,
        _CONTENTS_OF,
        company_ids=[company_id for company_id, _ in pairs],
        ids=[id_ for _, id_ in pairs],
    )
    return {row.id: _CONTENT.validate_json(row.content) for row in result}
