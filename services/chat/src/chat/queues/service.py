"""What users do with queues."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from atende_platform.messaging import outbox
from chat.directory import service as directory
from chat.directory.domain import User
from chat.queues import hours
from chat.queues.domain import (
    MAX_MEMBERS,
    MAX_QUEUES,
    QueueExists,
    TooManyMembers,
    TooManyQueues,
    UserDisabled,
)
from chat.queues.events import queue_changed, queue_updated
from chat.queues.repository import Queues, find_with_zone, new, with_archived
from chat.queues.schemas import Hours, MemberRead, OpeningRead, QueueCreate, QueueRead, QueueUpdate
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.queues.models import Queue

__all__ = ["with_archived"]

DEFAULT_ZONE: Final = "America/Sao_Paulo"
"""For a company of which auth's event has not reached us yet."""


async def list_queues(session: AsyncSession, company_id: UUID, *, archived: bool) -> list[QueueRead]:
    """Return the company's queues in the order in which they are shown; archived ones instead, if asked."""
    queues = Queues(session, company_id)
    found = await queues.archived() if archived else await queues.in_use()
    members = await queues.members_of([queue.id for queue in found])
    return [QueueRead.of(queue, members[queue.id]) for queue in found]


async def get_queue(session: AsyncSession, company_id: UUID, queue_id: UUID) -> QueueRead:
    """Return a queue, archived or not. Raises `NotFound`."""
    queues = Queues(session, company_id)
    queue = await queues.find(queue_id)
    if queue is None:
        raise NotFound("queue-not-found")
    return QueueRead.of(queue, (await queues.members_of([queue_id]))[queue_id])


async def get_usable(session: AsyncSession, company_id: UUID, queue_id: UUID) -> "Queue":
    """Return a queue that tickets can be put into; it is not archived before the transaction ends.

    Raises `NotFound`.
    """
    queue = await Queues(session, company_id).find_for_use(queue_id)
    if queue is None:
        raise NotFound("queue-not-found")
    return queue


async def require_usable(
    session: AsyncSession, company_id: UUID, queue_id: UUID, field: str = "queueId"
) -> None:
    """Raise `InvalidInput` for the field unless the queue takes tickets. It does until the commit."""
    try:
        await get_usable(session, company_id, queue_id)
    except NotFound:
        raise InvalidInput("queue_unknown", field=field) from None


async def opening(session: AsyncSession, company_id: UUID, queue_id: UUID, now: datetime) -> OpeningRead:
    """Return whether a queue's team works now, and until when. Raises `NotFound`."""
    queues = Queues(session, company_id)
    queue = await queues.find(queue_id)
    if queue is None:
        raise NotFound("queue-not-found")
    opened = opening_hours(queue, await queues.time_zone() or DEFAULT_ZONE)
    if opened is None:
        return OpeningRead(open=True, changes_at=None)
    return OpeningRead(open=hours.is_open(opened, now), changes_at=hours.next_change(opened, now))


def opening_hours(queue: "Queue", zone: str) -> hours.OpeningHours | None:
    """Return a queue's hours, in its own time zone or else in the company's; None: always open."""
    return hours_as_stored(queue.hours, queue.time_zone or zone)


def hours_as_stored(stored: Mapping[str, Any] | None, zone: str | None) -> hours.OpeningHours | None:
    """Return hours that were read beside something else; None: always open."""
    return None if stored is None else hours.from_stored(stored, zone or DEFAULT_ZONE)


async def with_hours(
    session: AsyncSession, keys: Collection[tuple[UUID, UUID]]
) -> "list[tuple[Queue, hours.OpeningHours | None]]":
    """Return queues of companies that take tickets, each with when its team works; None: always."""
    if not keys:
        return []
    found = await find_with_zone(session, keys)
    return [(queue, opening_hours(queue, zone or DEFAULT_ZONE)) for queue, zone in found]


async def hours_of(
    session: AsyncSession, keys: Collection[tuple[UUID, UUID | None]]
) -> dict[tuple[UUID, UUID | None], hours.OpeningHours]:
    """Return when the teams of queues work, of those that have hours."""
    named = {(company_id, queue_id) for company_id, queue_id in keys if queue_id is not None}
    found = await with_hours(session, named)
    return {(queue.company_id, queue.id): opened for queue, opened in found if opened is not None}


async def create_queue(session: AsyncSession, actor: TenantContext, body: QueueCreate) -> QueueRead:
    """Add a queue. Raises `QueueExists` and `TooManyQueues`."""
    queues = Queues(session, actor.company_id)
    await take_turns(session, actor.company_id, "queues")
    others = await queues.in_use()
    if len(others) >= MAX_QUEUES:
        raise TooManyQueues(most=MAX_QUEUES)
    _require_free(body.name, others)
    given = {name: getattr(body, name) for name in QueueCreate.model_fields}
    queue = new(actor.company_id, **_columns(given))
    return await _store(session, queues, queue, actor, Action.QUEUE_CREATED)


async def update_queue(
    session: AsyncSession,
    actor: TenantContext,
    queue_id: UUID,
    body: QueueUpdate,
    expected: Expected = ANY,
) -> QueueRead:
    """Change what is given. Raises `NotFound` and `QueueExists`."""
    queues = Queues(session, actor.company_id)
    queue = await _existing(queues, queue_id)
    expected.require(queue.revision)
    given = _columns(body.changes())
    changes = {name: value for name, value in given.items() if value != getattr(queue, name)}
    if not changes:
        return QueueRead.of(queue, (await queues.members_of([queue_id]))[queue_id])
    if "name" in changes:
        await take_turns(session, actor.company_id, "queues")
        _require_free(changes["name"], [one for one in await queues.in_use() if one.id != queue.id])
    queue.sqlmodel_update(changes)
    queue.revision += 1
    return await _store(session, queues, queue, actor, Action.QUEUE_CHANGED)


async def archive_queue(
    session: AsyncSession,
    actor: TenantContext,
    queue_id: UUID,
    into: UUID | None,
    now: datetime,
    expected: Expected = ANY,
) -> None:
    """Let a queue take no further tickets; those that it has move to another, or to none, soon after.

    Raises `NotFound`, and `InvalidInput` for a target that takes none itself.
    """
    queues = Queues(session, actor.company_id)
    # Two queues that are archived into each other would keep their tickets.
    await take_turns(session, actor.company_id, "queues")
    queue = await _existing(queues, queue_id)
    expected.require(queue.revision)
    if into is not None and (into == queue_id or await queues.find_for_use(into) is None):
        raise InvalidInput("queue_unknown", field="targetQueueId")
    queue.archived_at = now
    queue.archived_into = into
    queue.revision += 1
    await _store(session, queues, queue, actor, Action.QUEUE_ARCHIVED)


async def list_members(session: AsyncSession, company_id: UUID, queue_id: UUID) -> list[MemberRead]:
    """Return the users who belong to a queue, by name. Raises `NotFound`."""
    queues = Queues(session, company_id)
    if await queues.find(queue_id) is None:
        raise NotFound("queue-not-found")
    return [MemberRead.model_validate(member._asdict()) for member in await queues.members(queue_id)]


async def add_member(
    session: AsyncSession, actor: TenantContext, queue_id: UUID, user_id: UUID, now: datetime
) -> QueueRead:
    """Have a user belong to a queue. Safe to repeat. Raises `NotFound`, `UserDisabled`, `TooManyMembers`."""
    queues = Queues(session, actor.company_id)
    queue = await _existing(queues, queue_id)
    status = await directory.status_of(session, User(actor.company_id, user_id))
    if status is None:
        raise NotFound("user-not-found")
    if status == "disabled":
        raise UserDisabled()
    members = (await queues.members_of([queue_id]))[queue_id]
    if user_id in members:
        return QueueRead.of(queue, members)
    if len(members) >= MAX_MEMBERS:
        raise TooManyMembers(most=MAX_MEMBERS)
    await queues.join(queue_id, user_id, now)
    return await _store_members(session, queues, queue, actor, Action.QUEUE_MEMBER_ADDED, user_id)


async def remove_member(
    session: AsyncSession, actor: TenantContext, queue_id: UUID, user_id: UUID
) -> QueueRead:
    """Have a user no longer belong to a queue; their tickets stay theirs. Safe to repeat.

    Raises `NotFound` if there is no such queue.
    """
    queues = Queues(session, actor.company_id)
    queue = await _existing(queues, queue_id)
    if not await queues.leave(queue_id, user_id):
        return QueueRead.of(queue, (await queues.members_of([queue_id]))[queue_id])
    return await _store_members(session, queues, queue, actor, Action.QUEUE_MEMBER_REMOVED, user_id)


def _columns(given: dict[str, Any]) -> dict[str, Any]:
    """Return what is stored of a body's fields."""
    if "opening_hours" not in given:
        return given
    shown: Hours | None = given.pop("opening_hours")
    kept = None if shown is None else {**hours.stored(shown.of_zone("UTC")), "names": shown.names()}
    return {**given, "hours": kept}


async def _existing(queues: Queues, queue_id: UUID) -> "Queue":
    queue = await queues.find(queue_id, lock=True)
    if queue is None or queue.archived_at is not None:
        raise NotFound("queue-not-found")
    return queue


def _require_free(name: str, others: "Sequence[Queue]") -> None:
    if name.casefold() in {other.name.casefold() for other in others}:
        raise QueueExists()


async def _store(
    session: AsyncSession, queues: Queues, queue: "Queue", actor: TenantContext, action: Action
) -> QueueRead:
    await queues.store(queue)
    await audit.record(session, actor, action, queue.id, {"name": queue.name})
    return await _publish(session, queues, queue)


async def _store_members(
    session: AsyncSession,
    queues: Queues,
    queue: "Queue",
    actor: TenantContext,
    action: Action,
    user_id: UUID,
) -> QueueRead:
    queue.revision += 1
    await queues.store(queue)
    await audit.record(session, actor, action, queue.id, {"name": queue.name, "userId": str(user_id)})
    return await _publish(session, queues, queue)


async def _publish(session: AsyncSession, queues: Queues, queue: "Queue") -> QueueRead:
    members = (await queues.members_of([queue.id]))[queue.id]
    await outbox.add(session, [queue_changed(queue, members)])
    await updates.append(session, [queue_updated(queue, members)])
    return QueueRead.of(queue, members)
