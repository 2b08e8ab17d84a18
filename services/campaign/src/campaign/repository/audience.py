"""Targets, and the recipients they are expanded into. One statement per batch throughout."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Party
from atende_platform.db import execute
from campaign.domain.audience import Contact, Planned
from campaign.repository.rows import as_rows

_TARGETS: Final = """
WITH RECURSIVE chunk AS (
    {chunk}
), found AS (
    SELECT t.contact_id AS target_id, k.*, 0 AS depth
    FROM chunk t JOIN contact_copy k ON k.company_id = :company_id AND k.contact_id = t.contact_id
    UNION ALL
    SELECT f.target_id, k.*, f.depth + 1
    FROM found f JOIN contact_copy k ON k.company_id = :company_id AND k.contact_id = f.merged_into
    WHERE f.depth < 8
)
SELECT DISTINCT ON (t.contact_id) t.contact_id AS target_id, f.contact_id,
    CAST(f.party AS text) AS party, f.aliases, CAST(f.custom_fields AS text) AS custom_fields,
    f.deleted, f.merged_into
FROM chunk t LEFT JOIN found f ON f.target_id = t.contact_id
ORDER BY t.contact_id, f.depth DESC
"""

_NEXT_TARGETS: Final = _TARGETS.format(
    chunk="""
    SELECT contact_id FROM campaign_targets
    WHERE company_id = :company_id AND campaign_id = :campaign_id
      AND (CAST(:after AS uuid) IS NULL OR contact_id > :after)
    ORDER BY contact_id LIMIT :limit
    """
)

_MISSING_TARGETS: Final = _TARGETS.format(
    chunk="""
    SELECT contact_id FROM campaign_targets t
    WHERE company_id = :company_id AND campaign_id = :campaign_id AND missing
      AND (:also_unknown OR EXISTS (
        SELECT FROM contact_copy k WHERE k.company_id = t.company_id AND k.contact_id = t.contact_id
      ))
    ORDER BY contact_id LIMIT :limit
    """
)

Target = tuple[UUID, Contact | None]
"""A contact id of the audience, and the contact that it leads to, if it is known."""


async def next_targets(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, after: UUID | None, limit: int
) -> list[Target]:
    """Return the next chunk of the audience, in the order of contact ids."""
    result = await execute(
        session, _NEXT_TARGETS, company_id=company_id, campaign_id=campaign_id, after=after, limit=limit
    )
    return [_target(row) for row in result]


async def missing_targets(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, also_unknown: bool, limit: int
) -> list[Target]:
    """Return targets that were missing: those now known, or ``also_unknown`` ones."""
    result = await execute(
        session,
        _MISSING_TARGETS,
        company_id=company_id,
        campaign_id=campaign_id,
        also_unknown=also_unknown,
        limit=limit,
    )
    return [_target(row) for row in result]


def _target(row: Any) -> Target:
    if row.contact_id is None:
        return row.target_id, None
    contact = Contact(
        row.contact_id,
        Party.model_validate_json(row.party),
        row.aliases,
        json.loads(row.custom_fields),
        row.deleted,
        row.merged_into,
    )
    return row.target_id, contact


async def set_missing(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, contact_ids: Sequence[UUID], *, missing: bool
) -> None:
    """Remember which targets are to be looked for again, or no more."""
    if not contact_ids:
        return
    await execute(
        session,
        "UPDATE campaign_targets SET missing = :missing WHERE company_id = :company_id"
        " AND campaign_id = :campaign_id AND contact_id = ANY(CAST(:contact_ids AS uuid[]))"
        " AND missing IS DISTINCT FROM :missing",
        company_id=company_id,
        campaign_id=campaign_id,
        contact_ids=list(contact_ids),
        missing=missing,
    )


async def has_missing_targets(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> bool:
    """Tell whether the campaign still waits for contacts."""
    result = await execute(
        session,
        "SELECT EXISTS (SELECT FROM campaign_targets"
        " WHERE company_id = :company_id AND campaign_id = :campaign_id AND missing)",
        company_id=company_id,
        campaign_id=campaign_id,
    )
    return bool(result.scalar_one())


_ADD_PLANNED: Final = """
INSERT INTO recipients (
    company_id, campaign_id, send_id, contact_id, identity, aliases, party, content,
    state, reason, error_title
)
SELECT :company_id, :campaign_id, p.send_id, p.contact_id, p.identity, p.aliases, p.party, p.content,
    CASE WHEN out.hit THEN 'skipped' ELSE p.state END,
    CASE WHEN out.hit THEN 'opted_out' ELSE p.reason END,
    p.error_title
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS p (
    send_id uuid, contact_id uuid, identity text, aliases text[], party jsonb, content jsonb,
    state text, reason text, error_title text
)
CROSS JOIN LATERAL (
    SELECT p.state = 'pending' AND EXISTS (
        SELECT FROM opt_outs o
        WHERE o.company_id = :company_id AND o.active AND o.identity = ANY(p.aliases)
          AND (o.channel_id IS NULL OR o.channel_id = :channel_id)
    ) AS hit
) AS out
ORDER BY p.send_id
ON CONFLICT (company_id, campaign_id, identity) DO NOTHING
"""


async def add_planned(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, channel_id: UUID, planned: Sequence[Planned]
) -> None:
    """Store recipients; whoever is in the campaign already stays as they are, who opted out is skipped."""
    if planned:
        await execute(
            session,
            _ADD_PLANNED,
            company_id=company_id,
            campaign_id=campaign_id,
            channel_id=channel_id,
            rows=as_rows(planned),
        )
