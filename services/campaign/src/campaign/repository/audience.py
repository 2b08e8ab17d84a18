"""Targets, and the recipients they are expanded into. One statement per batch throughout."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.domain.audience import Contact, Planned
from campaign.models import Recipient
from campaign.repository.lookups import BLOCKED, OPTED_OUT, RECIPIENT_OF, search_by_name

# Each contact is looked up by its id: as a join, all contacts of the company were read for each chunk.
_NEXT_TARGETS: Final = """
SELECT t.contact_id AS target_id, k.contact_id, k.aliases[1] AS identity,
    k.party->>'name' AS name, COALESCE(k.party->>'phone', '+' || (k.party->>'wa_id')) AS phone,
    CASE WHEN :custom_fields THEN CAST(k.custom_fields AS text) END AS custom_fields,
    CAST(k.party AS text) AS party, CAST(k.aliases AS text) AS aliases, k.deleted, k.merged_into
FROM (
    SELECT contact_id FROM campaign_targets
    WHERE company_id = :company_id AND campaign_id = :campaign_id
      AND (CAST(:after AS uuid) IS NULL OR contact_id > :after)
    ORDER BY contact_id LIMIT :limit
) AS t LEFT JOIN LATERAL (
    SELECT * FROM contact_copy WHERE company_id = :company_id AND contact_id = t.contact_id LIMIT 1
) AS k ON true
ORDER BY t.contact_id
"""

# What a contact was merged into is looked for only where there is such a one: that takes twice as long.
TARGETS: Final = """
WITH RECURSIVE chunk AS (
    {chunk}
), found AS (
    SELECT t.contact_id AS target_id, k.*, 0 AS depth
    FROM chunk t CROSS JOIN LATERAL (
        SELECT * FROM contact_copy WHERE company_id = :company_id AND contact_id = t.contact_id LIMIT 1
    ) AS k
    UNION ALL
    SELECT f.target_id, k.*, f.depth + 1
    FROM found f CROSS JOIN LATERAL (
        SELECT * FROM contact_copy WHERE company_id = :company_id AND contact_id = f.merged_into LIMIT 1
    ) AS k
    WHERE f.merged_into IS NOT NULL AND f.depth < 8
)
SELECT DISTINCT ON (t.contact_id) t.contact_id AS target_id, f.contact_id, f.aliases[1] AS identity,
    f.party->>'name' AS name, COALESCE(f.party->>'phone', '+' || (f.party->>'wa_id')) AS phone,
    CASE WHEN :custom_fields THEN CAST(f.custom_fields AS text) END AS custom_fields,
    CAST(f.party AS text) AS party, CAST(f.aliases AS text) AS aliases, f.deleted, f.merged_into
FROM chunk t LEFT JOIN found f ON f.target_id = t.contact_id
ORDER BY t.contact_id, f.depth DESC
"""

_MERGED_TARGETS: Final = TARGETS.format(chunk="SELECT unnest(CAST(:contact_ids AS uuid[])) AS contact_id")

_MISSING_TARGETS: Final = TARGETS.format(
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
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    *,
    after: UUID | None,
    limit: int,
    custom_fields: bool,
) -> list[Target]:
    """Return the next chunk of the audience, in the order of contact ids, with custom fields if wanted."""
    result = await execute(
        session,
        _NEXT_TARGETS,
        company_id=company_id,
        campaign_id=campaign_id,
        after=after,
        limit=limit,
        custom_fields=custom_fields,
    )
    targets = [target(row) for row in result.all()]
    merged = [target_id for target_id, contact in targets if contact is not None and contact.merged_into]
    if not merged:
        return targets
    result = await execute(
        session, _MERGED_TARGETS, company_id=company_id, contact_ids=merged, custom_fields=custom_fields
    )
    found = dict(target(row) for row in result.all())
    return [(target_id, found.get(target_id, contact)) for target_id, contact in targets]


async def missing_targets(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    *,
    also_unknown: bool,
    limit: int,
    custom_fields: bool,
) -> list[Target]:
    """Return targets that were missing: those now known, or ``also_unknown`` ones."""
    result = await execute(
        session,
        _MISSING_TARGETS,
        company_id=company_id,
        campaign_id=campaign_id,
        also_unknown=also_unknown,
        limit=limit,
        custom_fields=custom_fields,
    )
    return [target(row) for row in result]


def target(row: Any) -> Target:
    target_id, contact_id, identity, name, phone, custom_fields, party, aliases, deleted, merged_into = row
    if contact_id is None:
        return target_id, None
    values = orjson.loads(custom_fields) if custom_fields else {}
    return target_id, Contact(contact_id, identity, name, phone, values, party, aliases, deleted, merged_into)


_SET_MISSING: Final = """
UPDATE campaign_targets SET missing = :missing WHERE company_id = :company_id
AND campaign_id = :campaign_id AND contact_id = ANY(CAST(:contact_ids AS uuid[]))
AND missing IS DISTINCT FROM :missing
"""


async def set_missing(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, contact_ids: Sequence[UUID], *, missing: bool
) -> None:
    """Remember which targets are to be looked for again, or no more."""
    if not contact_ids:
        return
    await execute(
        session,
        _SET_MISSING,
        company_id=company_id,
        campaign_id=campaign_id,
        contact_ids=list(contact_ids),
        missing=missing,
    )


_HAS_MISSING_TARGETS: Final = """
SELECT EXISTS (SELECT FROM campaign_targets
WHERE company_id = :company_id AND campaign_id = :campaign_id AND missing)
"""


async def has_missing_targets(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> bool:
    """Tell whether the campaign still waits for contacts."""
    result = await execute(
        session,
        _HAS_MISSING_TARGETS,
        company_id=company_id,
        campaign_id=campaign_id,
    )
    return bool(result.scalar_one())


_PLANNED: Final = batch.Recordset(Recipient, Planned._fields, written="aliases, party, content")
_ADD_PLANNED: Final = f"""
INSERT INTO recipients (
    company_id, campaign_id, send_id, contact_id, identity, aliases, party, variant, content,
    state, reason, error_title, zone
)
SELECT :company_id, :campaign_id, p.send_id, p.contact_id, p.identity, p.aliases, p.party, p.variant,
    p.content,
    CASE WHEN out.hit OR out.blocked THEN 'skipped' ELSE p.state END,
    CASE WHEN out.hit THEN 'opted_out' WHEN out.blocked THEN 'blocked' ELSE p.reason END,
    p.error_title, p.zone
FROM {_PLANNED} AS p
CROSS JOIN LATERAL (
    SELECT p.state = 'pending' AND {OPTED_OUT.format(names="p.aliases")} AS hit,
        p.state = 'pending' AND {BLOCKED.format(contact="p.contact_id")} AS blocked
    OFFSET 0  -- Else it is asked once for each column that is made of it.
) AS out
WHERE cardinality(p.aliases) < 2 OR NOT EXISTS (
    -- Under a name that was all we knew of them when they were added. The first one is the identity.
    SELECT FROM unnest(p.aliases[2:]) AS n (name)
    CROSS JOIN LATERAL ({
    RECIPIENT_OF.format(company_id=":company_id", campaign_id=":campaign_id", name="n.name")
}) AS found
)
ON CONFLICT (company_id, campaign_id, identity) DO NOTHING
"""  # noqa: S608 (built from constants only)


async def add_planned(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, channel_id: UUID, planned: Sequence[Planned]
) -> None:
    """Store recipients; those in the campaign already stay as they are, who opted out is skipped."""
    if planned:
        await search_by_name(session)
        await execute(
            session,
            _ADD_PLANNED,
            company_id=company_id,
            campaign_id=campaign_id,
            channel_id=channel_id,
            **_PLANNED.arrays(planned),
        )
