"""What is asked about messages before and after they are sent: for whom, to how many, how they did."""

from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute
from campaign.domain.audience import Contact
from campaign.repository.audience import TARGETS, target

_ONE: Final = TARGETS.format(chunk="SELECT CAST(:contact_id AS uuid) AS contact_id")
_SAMPLE: Final = TARGETS.format(
    chunk="""
    SELECT contact_id FROM campaign_targets
    WHERE company_id = :company_id AND campaign_id = :campaign_id
      AND (:one_in = 1 OR hashtext(CAST(contact_id AS text)) % :one_in = 0)
    ORDER BY contact_id LIMIT :limit
    """
)
_PEOPLE: Final = """
WITH RECURSIVE found AS (
    SELECT k.contact_id, k.merged_into, k.deleted, k.aliases, 0 AS depth
    FROM campaign_targets t JOIN contact_copy k USING (company_id, contact_id)
    WHERE t.company_id = :company_id AND t.campaign_id = :campaign_id
    UNION ALL
    SELECT k.contact_id, k.merged_into, k.deleted, k.aliases, f.depth + 1
    FROM found f JOIN contact_copy k ON k.company_id = :company_id AND k.contact_id = f.merged_into
    WHERE f.merged_into IS NOT NULL AND f.depth < 8
), people AS (
    SELECT aliases[1] AS identity, count(*) AS contacts, bool_or(EXISTS (
        SELECT FROM opt_outs o
        WHERE o.company_id = :company_id AND o.active AND o.identity = ANY(found.aliases)
          AND (o.channel_id IS NULL OR o.channel_id = :channel_id)
    )) AS opted_out
    FROM found WHERE merged_into IS NULL AND NOT deleted AND cardinality(aliases) > 0
    GROUP BY 1
)
SELECT (SELECT count(*) FROM campaign_targets
        WHERE company_id = :company_id AND campaign_id = :campaign_id) AS targets,
    CAST(COALESCE(sum(contacts), 0) AS bigint) AS reachable, count(*) AS people,
    count(*) FILTER (WHERE opted_out) AS opted_out
FROM people
"""


async def find_contact(session: AsyncSession, company_id: UUID, contact_id: UUID) -> Contact | None:
    """Return a contact as the expansion would know it."""
    result = await execute(session, _ONE, company_id=company_id, contact_id=contact_id, custom_fields=True)
    return target(result.one())[1]


async def find_contact_known_as(session: AsyncSession, company_id: UUID, alias: str) -> Contact | None:
    """Return a contact that has a name; of several the oldest."""
    result = await execute(
        session,
        "SELECT contact_id FROM contact_copy WHERE company_id = :company_id AND NOT deleted"
        " AND aliases @> ARRAY[CAST(:alias AS text)] ORDER BY contact_id LIMIT 1",
        company_id=company_id,
        alias=alias,
    )
    row = result.one_or_none()
    return None if row is None else await find_contact(session, company_id, row.contact_id)


async def sample(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, one_in: int, limit: int
) -> list[tuple[UUID, Contact | None]]:
    """Return the targets of a campaign, or one in so many of them, which ones being a matter of chance."""
    result = await execute(
        session,
        _SAMPLE,
        company_id=company_id,
        campaign_id=campaign_id,
        one_in=one_in,
        limit=limit,
        custom_fields=True,
    )
    return [target(row) for row in result]


class People(NamedTuple):
    """Whom an audience leads to."""

    targets: int
    reachable: int
    """Targets with a contact that has a name on WhatsApp."""
    people: int
    opted_out: int


async def people_of(session: AsyncSession, company_id: UUID, campaign_id: UUID, channel_id: UUID) -> People:
    """Count the people that a campaign's targets lead to."""
    result = await execute(
        session, _PEOPLE, company_id=company_id, campaign_id=campaign_id, channel_id=channel_id
    )
    row = result.one()
    return People(row.targets, row.reachable, row.people, row.opted_out)


async def count_by_variant(
    session: AsyncSession, company_id: UUID, campaign_id: UUID
) -> dict[str, dict[str, int]]:
    """Return, by variant, how many recipients are in each state that has any."""
    result = await execute(
        session,
        "SELECT variant, state, count(*) AS recipients FROM recipients WHERE company_id = :company_id"
        " AND campaign_id = :campaign_id AND variant IS NOT NULL GROUP BY variant, state",
        company_id=company_id,
        campaign_id=campaign_id,
    )
    counts: dict[str, dict[str, Any]] = {}
    for row in result:
        counts.setdefault(row.variant, {})[row.state] = row.recipients
    return counts
