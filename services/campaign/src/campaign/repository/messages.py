"""What is asked about messages before and after they are sent: for whom, to how many, how they did."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from campaign.domain.audience import Contact
from campaign.repository.audience import TARGETS, target

_ONE: Final = TARGETS.format(chunk="SELECT CAST(:contact_id AS uuid) AS contact_id")
_SOME: Final = TARGETS.format(chunk="SELECT unnest(CAST(:contact_ids AS uuid[])) AS contact_id")
_SAMPLE: Final = TARGETS.format(
    chunk="""
    SELECT contact_id FROM campaign_targets
    WHERE company_id = :company_id AND campaign_id = :campaign_id
      AND (:one_in = 1 OR hashtext(CAST(contact_id AS text)) % :one_in = 0)
    ORDER BY contact_id LIMIT :limit
    """
)


async def find_contact(session: AsyncSession, company_id: UUID, contact_id: UUID) -> Contact | None:
    """Return a contact as the expansion would know it."""
    result = await execute(session, _ONE, company_id=company_id, contact_id=contact_id, custom_fields=True)
    return target(result.one())[1]


async def find_contacts(
    session: AsyncSession, company_id: UUID, contact_ids: Collection[UUID]
) -> dict[UUID | None, Contact]:
    """Return those contacts that there are by their ids, each as the expansion would know it."""
    result = await execute(
        session, _SOME, company_id=company_id, contact_ids=list(set(contact_ids)), custom_fields=True
    )
    return {id_: contact for id_, contact in map(target, result) if contact is not None}


_FIND_CONTACT_KNOWN_AS: Final = """
SELECT contact_id FROM contact_copy WHERE company_id = :company_id AND NOT deleted
AND aliases @> ARRAY[CAST(:alias AS text)] ORDER BY contact_id LIMIT 1
"""


async def find_contact_known_as(session: AsyncSession, company_id: UUID, alias: str) -> Contact | None:
    """Return a contact that has a name; of several the oldest."""
    result = await execute(
        session,
        _FIND_CONTACT_KNOWN_AS,
        company_id=company_id,
        alias=alias,
    )
    row = result.one_or_none()
    return None if row is None else await find_contact(session, company_id, row.contact_id)


async def sample(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, one_in: int, limit: int
) -> list[tuple[UUID | None, Contact | None]]:
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


_COUNT_BY_VARIANT: Final = """
SELECT variant, state, count(*) AS recipients FROM recipients WHERE company_id = :company_id
AND campaign_id = :campaign_id AND variant IS NOT NULL GROUP BY variant, state
"""


async def count_by_variant(
    session: AsyncSession, company_id: UUID, campaign_id: UUID
) -> dict[str, dict[str, int]]:
    """Return, by variant, how many recipients are in each state that has any."""
    result = await execute(
        session,
        _COUNT_BY_VARIANT,
        company_id=company_id,
        campaign_id=campaign_id,
    )
    counts: dict[str, dict[str, Any]] = {}
    for row in result:
        counts.setdefault(row.variant, {})[row.state] = row.recipients
    return counts
