"""Lists of tickets as agents work through them, and how many there are in each."""

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import InvalidInput
from atende_platform.http.pagination import Page, decode_cursor, encode_cursor
from atende_platform.identity.context import TenantContext
from chat.messages import service as messages
from chat.policies.scope import Scope, scope_of
from chat.tickets.domain import PRIORITIES, TicketFilter, TicketOrder
from chat.tickets.repository import lists as repository
from chat.tickets.repository.lists import Beside, Position, TicketLists
from chat.tickets.schemas import LastMessage, QueueCount, TicketCount, TicketCounts, TicketRow

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket


def needs_tagged(wanted: TicketFilter, order: TicketOrder) -> bool:
    """Tell whether tickets are to be found by their tag: those that are not closed are gone through."""
    return wanted.tag_id is not None and repository.finds_closed(wanted, order)


async def find_tagged(
    finder: AsyncSession, company_id: UUID, wanted: TicketFilter, order: TicketOrder
) -> list[UUID] | None:
    """Return the tickets with the tag that is wanted, if few have it. Takes a session of the worker role."""
    if wanted.tag_id is None or not needs_tagged(wanted, order):
        return None
    return await repository.tagged(finder, company_id, wanted.tag_id)


async def list_tickets(
    session: AsyncSession,
    actor: TenantContext,
    wanted: TicketFilter,
    order: TicketOrder,
    cursor: str | None,
    limit: int,
    contact_ids: Collection[UUID] | None = None,
    ticket_ids: Collection[UUID] | None = None,
) -> Page[TicketRow]:
    """Return a page of the tickets that the actor may see, of these contacts, or these, only if given."""
    lists = TicketLists(session, actor.company_id, await scope_of(session, actor))
    found = await lists.page(wanted, order, contact_ids, ticket_ids, _position(order, cursor), limit + 1)
    beside = await lists.beside([ticket.id for ticket, _ in found[:limit]])
    latest = [one.latest for one in beside.values() if one.latest is not None]
    shown = {each.root.id: LastMessage.of(each.root) for each in await messages.show(session, latest)}
    return Page(
        items=[_row(ticket, contact, beside[ticket.id], shown) for ticket, contact in found[:limit]],
        next_cursor=_cursor(order, found[limit - 1][0]) if len(found) > limit else None,
    )


def _row(ticket: "Ticket", contact: "Contact", beside: Beside, shown: dict[UUID, LastMessage]) -> TicketRow:
    unread = ticket.unread if beside.read is None else max(0, ticket.inbound_count - beside.read)
    latest = shown[beside.latest.id] if beside.latest is not None else None
    return TicketRow.beside(ticket, contact, my_unread=unread, last_message=latest)


def _position(order: TicketOrder, cursor: str | None) -> Position | None:
    if cursor is None:
        return None
    priority, _, position = cursor.rpartition(".")
    try:
        rank = PRIORITIES.index(priority) if order is TicketOrder.PRIORITY else 0
    except ValueError:
        raise InvalidInput("bad_cursor", field="cursor") from None
    decoded = decode_cursor(position)
    return Position(*decoded, priority=rank) if decoded else None


def _cursor(order: TicketOrder, last: "Ticket") -> str:
    if order is TicketOrder.WAITING and last.waiting_since is not None:
        return encode_cursor(last.waiting_since, last.id)
    position = encode_cursor(last.last_message_at, last.id)
    return f"{PRIORITIES[last.priority]}.{position}" if order is TicketOrder.PRIORITY else position


async def count_tickets(session: AsyncSession, actor: TenantContext) -> TicketCounts:
    """Return how many tickets that are not closed stand in each list that the actor may see."""
    return await count_within(session, actor.company_id, await scope_of(session, actor))


async def count_within(session: AsyncSession, company_id: UUID, scope: Scope) -> TicketCounts:
    """Return the same of all that is in a user's scope."""
    lists = TicketLists(session, company_id, scope)
    total: Counter[str] = Counter()
    queues: dict[UUID | None, QueueCount] = {}
    channels: Counter[UUID] = Counter()
    assignees: Counter[UUID] = Counter()
    waiting_since = None
    for group in await lists.counted():
        total.update(
            all=group.tickets,
            mine=group.tickets if group.assignee_id == scope.user_id else 0,
            unassigned=group.tickets if group.assignee_id is None else 0,
            snoozed=group.snoozed,
            snoozed_mine=group.snoozed if group.assignee_id == scope.user_id else 0,
            snoozed_unassigned=group.snoozed if group.assignee_id is None else 0,
            waiting=group.waiting,
            unread=group.unread,
            participating=group.participating,
        )
        queue = queues.setdefault(group.queue_id, QueueCount(id=group.queue_id, tickets=0, unassigned=0))
        queue.tickets += group.tickets
        queue.unassigned += group.tickets if group.assignee_id is None else 0
        channels[group.channel_id] += group.tickets
        if group.assignee_id is not None:
            assignees[group.assignee_id] += group.tickets
        if group.waiting_since is not None:
            waiting_since = min(waiting_since or group.waiting_since, group.waiting_since)
    return TicketCounts(
        **{name: total[name] for name in _TOTALS},
        waiting_since=waiting_since,
        queues=[*queues.values()],
        channels=_counts(channels),
        assignees=_counts(assignees),
        tags=_counts(await lists.counted_tags()),
    )


_SNOOZED = ("snoozed", "snoozed_mine", "snoozed_unassigned")
_TOTALS = ("all", "mine", "unassigned", "participating", "waiting", "unread", *_SNOOZED)


def _counts(found: "dict[UUID, int] | Counter[UUID]") -> list[TicketCount]:
    return [TicketCount(id=id_, tickets=count) for id_, count in found.items()]
