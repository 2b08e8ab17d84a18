"""All SQL of satisfaction."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.policies.service import QueuePolicies
from chat.satisfaction.models import Rating, SatisfactionPolicy
from chat.tickets.audience import VISIBLE
from chat.tickets.domain import TicketKey


def policies(session: AsyncSession, company_id: UUID) -> QueuePolicies[SatisfactionPolicy]:
    return QueuePolicies(session, company_id, SatisfactionPolicy)


_POLICIES: Final = """
SELECT p.*, coalesce(s.locale, 'pt-BR') AS locale FROM satisfaction_policies p
LEFT JOIN company_settings s ON s.company_id = p.company_id
WHERE p.company_id = ANY(CAST(:ids AS uuid[]))
"""


async def policies_of(session: AsyncSession, company_ids: Collection[UUID]) -> Sequence[Any]:
    """Return all policies of some companies, with the companies' language."""
    if not company_ids:
        return []
    return (await execute(session, _POLICIES, ids=[*company_ids])).all()


_ADD: Final = batch.insert(Rating, or_nothing=True)
_CHANGE: Final[batch.Statement[Rating, Any]] = batch.update(
    Rating, "todo, refusal, asked_at, answer_until, score, rated_at, comment_until, comment_id"
)


async def add(session: AsyncSession, ratings: Sequence[Rating]) -> None:
    """Store ratings of tickets that have none."""
    await _ADD.run(session, ratings)


async def change(session: AsyncSession, ratings: Sequence[Rating]) -> None:
    """Store changed ratings, which are locked."""
    await _CHANGE.run(session, ratings)


def new_rating(**columns: Any) -> Rating:
    """Return a rating that is not stored yet."""
    return Rating(**columns)


_LOCK: Final = """
SELECT r.* FROM unnest(CAST(:companies AS uuid[]), CAST(:tickets AS uuid[])) AS k (company_id, ticket_id)
CROSS JOIN LATERAL (
    SELECT * FROM satisfaction_ratings r
    WHERE r.company_id = k.company_id AND r.ticket_id = k.ticket_id FOR UPDATE
) AS r
"""


async def lock(session: AsyncSession, keys: Collection[TicketKey]) -> dict[TicketKey, Rating]:
    """Return the ratings of tickets, as far as they have one, locked."""
    ordered = sorted(keys)
    found = await fetch(
        session,
        Rating,
        _LOCK,
        companies=[company_id for company_id, _ in ordered],
        tickets=[ticket_id for _, ticket_id in ordered],
    )
    return {(one.company_id, one.ticket_id): one for one in found}


_TODO: Final = """
SELECT due.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT * FROM satisfaction_ratings r WHERE r.company_id = company.company_id AND r.todo IS NOT NULL
    ORDER BY r.ticket_id LIMIT :each FOR UPDATE SKIP LOCKED
) AS due
"""


async def lock_todo(session: AsyncSession, companies: Sequence[UUID], *, each: int) -> list[Rating]:
    """Return some ratings of companies with which something is to be done, locked."""
    return await fetch(session, Rating, _TODO, companies=[*companies], each=each)


_DELETE: Final = """
DELETE FROM satisfaction_ratings r
USING unnest(CAST(:companies AS uuid[]), CAST(:tickets AS uuid[])) AS k (company_id, ticket_id)
WHERE r.company_id = k.company_id AND r.ticket_id = k.ticket_id
"""


async def delete(session: AsyncSession, keys: Collection[TicketKey]) -> None:
    """Forget that tickets were to be asked about."""
    await execute(
        session,
        _DELETE,
        companies=[company_id for company_id, _ in keys],
        tickets=[ticket_id for _, ticket_id in keys],
    )


_SHOWN: Final = """
SELECT r.ticket_id, r.agent_id, r.queue_id, r.channel_id, r.closed_at, r.asked_at, r.answer_until, r.refusal,
       r.todo, r.score, r.rated_at, t.number AS ticket_number, m.text AS comment,
       c.id AS contact_id, c.name AS contact_name, c.phone AS contact_phone
FROM satisfaction_ratings r
LEFT JOIN tickets t ON t.company_id = r.company_id AND t.id = r.ticket_id
LEFT JOIN contacts c ON c.company_id = t.company_id AND c.id = t.contact_id
LEFT JOIN messages m ON m.company_id = r.company_id AND m.id = r.comment_id
"""
_OF_TICKET: Final = f"{_SHOWN} WHERE r.company_id = :company AND r.ticket_id = :ticket"
_PAGE: Final = f"""
{_SHOWN}
WHERE r.company_id = :company AND r.rated_at IS NOT NULL
  AND (CAST(:agent AS uuid) IS NULL OR r.agent_id = :agent)
  AND (CAST(:queue AS uuid) IS NULL OR r.queue_id = :queue)
  AND (CAST(:channel AS uuid) IS NULL OR r.channel_id = :channel)
  AND (CAST(:scores AS integer[]) IS NULL OR r.score = ANY(CAST(:scores AS integer[])))
  AND (CAST(:commented AS boolean) IS NULL OR (r.comment_id IS NOT NULL) = :commented)
  AND (CAST(:begin AS timestamptz) IS NULL OR r.rated_at >= :begin)
  AND (CAST(:until AS timestamptz) IS NULL OR r.rated_at < :until)
  AND (CAST(:at AS timestamptz) IS NULL OR (r.rated_at, r.ticket_id) < (:at, CAST(:after AS uuid)))
  AND {VISIBLE}
ORDER BY r.rated_at DESC, r.ticket_id DESC LIMIT :limit
"""


async def of_ticket(session: AsyncSession, company_id: UUID, ticket_id: UUID) -> Any:
    """Return a ticket's rating as it is shown; None if there is none."""
    return (await execute(session, _OF_TICKET, company=company_id, ticket=ticket_id)).first()


async def page(
    session: AsyncSession,
    company_id: UUID,
    viewer: UUID | None,
    *,
    agent: UUID | None,
    queue: UUID | None,
    channel: UUID | None,
    scores: Collection[int] | None,
    commented: bool | None,
    begin: datetime | None,
    until: datetime | None,
    position: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Any]:
    """Return ratings of tickets that ``viewer`` may see now (None: all), the last given first."""
    result = await execute(
        session,
        _PAGE,
        company=company_id,
        agent=agent,
        queue=queue,
        channel=channel,
        scores=[*scores] if scores else None,
        commented=commented,
        begin=begin,
        until=until,
        at=position[0] if position else None,
        after=position[1] if position else None,
        viewer=viewer,
        limit=limit,
    )
    return result.all()
