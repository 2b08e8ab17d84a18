"""What users do with satisfaction: set up how customers are asked, and read what they answered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict, NotFound
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from chat.policies.of_queues import Kind
from chat.policies.scope import viewer_of
from chat.satisfaction import following, repository
from chat.satisfaction.schemas import (
    RatedContact,
    RatingRead,
    SatisfactionPolicyCreate,
    SatisfactionPolicyUpdate,
)
from chat.tickets.service import get_with_contact

if TYPE_CHECKING:
    from chat.satisfaction.models import SatisfactionPolicy


def _details(policy: "SatisfactionPolicy") -> audit.Details:
    return {"active": policy.active, "style": policy.style}


_POLICIES: Final = Kind(
    "satisfaction_policies",
    lambda: Conflict("satisfaction-policy-exists"),
    lambda most: Conflict("too-many-satisfaction-policies", most=most),
    lambda: NotFound("satisfaction-policy-not-found"),
    following.KIND,
    repository.policies,
    _details,
    Action.SATISFACTION_POLICY_CREATED,
    Action.SATISFACTION_POLICY_CHANGED,
    Action.SATISFACTION_POLICY_DELETED,
)


async def list_policies(session: AsyncSession, company_id: UUID) -> "Sequence[SatisfactionPolicy]":
    return await repository.policies(session, company_id).all()


async def create_policy(
    session: AsyncSession, actor: TenantContext, body: SatisfactionPolicyCreate, now: datetime
) -> "SatisfactionPolicy":
    """Have customers asked from now on. Raises `Conflict` and `InvalidInput`."""
    return await _POLICIES.create(session, actor, body, body.queue_id, now)


async def update_policy(
    session: AsyncSession,
    actor: TenantContext,
    policy_id: UUID,
    body: SatisfactionPolicyUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> "SatisfactionPolicy":
    """Change what is given. Raises `NotFound`."""
    return await _POLICIES.update(session, actor, policy_id, body, now, expected)


async def delete_policy(
    session: AsyncSession, actor: TenantContext, policy_id: UUID, expected: Expected = ANY
) -> None:
    """Ask no more; what was asked is still answered. Raises `NotFound`."""
    await _POLICIES.delete(session, actor, policy_id, expected)


async def of_ticket(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, now: datetime
) -> RatingRead:
    """Return what a ticket's customer said. Raises `NotFound`, also if it was never to be asked about."""
    await get_with_contact(session, actor, ticket_id)
    row = await repository.of_ticket(session, actor.company_id, ticket_id)
    if row is None:
        raise NotFound("rating-not-found")
    return _shown(row, now)


async def list_ratings(
    session: AsyncSession,
    actor: TenantContext,
    now: datetime,
    *,
    agent: UUID | None,
    queue: UUID | None,
    channel: UUID | None,
    scores: Collection[int] | None,
    commented: bool | None,
    begin: datetime | None,
    until: datetime | None,
    cursor: str | None,
    limit: int,
) -> Page[RatingRead]:
    """Return a page of what customers said of tickets that the actor may see, the last first."""
    found = await repository.page(
        session,
        actor.company_id,
        viewer_of(actor),
        agent=agent,
        queue=queue,
        channel=channel,
        scores=scores,
        commented=commented,
        begin=begin,
        until=until,
        position=decode_cursor(cursor),
        limit=limit + 1,
    )
    return Page(
        items=[_shown(row, now) for row in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda row: (row.rated_at, row.ticket_id)),
    )


def _shown(row: Any, now: datetime) -> RatingRead:
    contact = None
    if row.contact_id is not None:
        contact = RatedContact.model_validate(
            {"id": row.contact_id, "name": row.contact_name, "phone": row.contact_phone}
        )
    names = RatingRead.model_fields.keys() - {"contact", "status"}
    values = {name: getattr(row, name) for name in names}
    return RatingRead.model_validate(values | {"contact": contact, "status": _status_of(row, now)})


def _status_of(row: Any, now: datetime) -> str:
    if row.score is not None:
        return "rated"
    if row.asked_at is None:
        return "not_asked" if row.refusal is not None else "due"
    return "asked" if now <= row.answer_until else "expired"
