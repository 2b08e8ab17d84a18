"""Checking what actions name, and doing them to a ticket: all in one transaction, published at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.errors import AppError, InvalidInput, NotFound
from atende_platform.identity.context import TenantContext
from chat.actions.schemas import (
    Action,
    AddNote,
    AddTag,
    Assign,
    Close,
    MarkRead,
    RemoveTag,
    Reopen,
    SendMessage,
    SendQuickReply,
    SetPriority,
    Snooze,
    Take,
    Transfer,
    Unassign,
)
from chat.contacts import service as contacts
from chat.messages import service as messages
from chat.queues import service as queues
from chat.quick_replies import service as quick_replies
from chat.quick_replies.domain import filled
from chat.quick_replies.schemas import QuickReplyMedia
from chat.tags import service as tags
from chat.tickets import automatic, details, moves, timeline
from chat.tickets import service as tickets
from chat.tickets.automatic import Automatic
from chat.tickets.moves import require_agent
from chat.tickets.reply import Outgoing
from chat.tickets.reply import send as send_as_agent
from chat.tickets.schemas import TicketUpdate
from chat.tickets.service import get_with_contact
from chat.updates import service as updates


async def require_known(session: AsyncSession, company_id: UUID, actions: Sequence[Action]) -> None:
    """Raise `InvalidInput` for an action that names what there is not, or what could not be sent."""
    for number, action in enumerate(actions):
        await require_one_known(session, company_id, action, f"actions.{number}.")


async def require_one_known(session: AsyncSession, company_id: UUID, action: Action, field: str) -> None:
    """Raise `InvalidInput` for the same; ``field`` is what names of fields begin with."""
    match action:
        case Assign(assignee_id=agent) | Transfer(assignee_id=agent, queue_id=None):
            await require_agent(session, company_id, agent, f"{field}assigneeId")
        case Transfer(queue_id=UUID() as queue_id, assignee_id=agent):
            await queues.require_usable(session, company_id, queue_id, f"{field}queueId")
            await require_agent(session, company_id, agent, f"{field}assigneeId")
        case AddTag(tag_id=tag_id):
            await _tag(session, company_id, tag_id, field)
        case SendMessage(text=text, media=media):
            await quick_replies.require_sendable(session, company_id, text, media, field)
        case SendQuickReply(quick_reply_id=reply_id):
            if await quick_replies.find_shared(session, company_id, reply_id) is None:
                raise InvalidInput("quick_reply_unknown", field=f"{field}quickReplyId")
        case _:
            pass


async def _tag(session: AsyncSession, company_id: UUID, tag_id: UUID, field: str) -> None:
    try:
        await tags.get_usable(session, company_id, tag_id)
    except NotFound:
        raise InvalidInput("tag_unknown", field=f"{field}tagId") from None


async def perform(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    actions: Sequence[Action],
    now: datetime,
    *,
    rule: str,
    rule_id: UUID,
    name: str,
) -> int:
    """Do actions to a ticket in their order, as the actor; return how many updates that published.

    ``rule`` says in the timeline what did them: a ``macro``, which an agent runs, or an ``automation``, which
    writes as the system. Raises what the first of them raises that cannot be done, with its place as
    ``action``; then none was.
    """
    async with updates.together(session) as published:
        if any(isinstance(action, Reopen) for action in actions):
            # The contact before the ticket, as customers' messages do: neither waits for the other then.
            ticket, _ = await get_with_contact(session, actor, ticket_id)
            await contacts.lock(session, [(actor.company_id, ticket.contact_id)])
        ticket, _ = await get_with_contact(session, actor, ticket_id, lock=True)
        entry = timeline.entry(ticket, actor.user_id, now, rule, rule_id=rule_id, name=name)
        await messages.tell(session, created=await messages.insert_new_messages(session, [entry]))
        for number, action in enumerate(actions):
            try:
                await do(session, actor, ticket_id, action, now, is_system=rule == "automation")
            except AppError as error:
                error.extra["action"] = number
                raise
    return len(published)


async def do(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    action: Action,
    now: datetime,
    *,
    is_system: bool = False,
) -> None:
    """Do one action to a ticket as the actor does it by hand, or as the system. Raises what that raises."""
    match action:
        case AddTag():
            await details.add_tag(session, actor, ticket_id, action.tag_id, now)
        case RemoveTag():
            await details.remove_tag(session, actor, ticket_id, action.tag_id, now)
        case SetPriority():
            await details.update(session, actor, ticket_id, TicketUpdate(priority=action.priority), now)
        case MarkRead():
            await tickets.read(session, actor, ticket_id)
        case AddNote():
            ticket, _ = await get_with_contact(session, actor, ticket_id, lock=True)
            note = timeline.note(ticket, actor.user_id, now, action.text)
            await messages.tell(session, created=await messages.insert_new_messages(session, [note]))
        case SendMessage():
            await _send(session, actor, ticket_id, action.text, action.media, now, is_system=is_system)
        case SendQuickReply():
            reply = await quick_replies.find_shared(session, actor.company_id, action.quick_reply_id)
            if reply is None:
                raise NotFound("quick-reply-not-found")
            media = QuickReplyMedia.model_validate(reply.media) if reply.media else None
            await _send(session, actor, ticket_id, reply.text, media, now, is_system=is_system)
        case _:
            await _move(session, actor, ticket_id, action, now)


async def _move(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    action: Assign | Take | Unassign | Transfer | Close | Reopen | Snooze,
    now: datetime,
) -> None:
    match action:
        case Assign():
            await moves.assign(session, actor, ticket_id, action.assignee_id, now)
        case Take():
            await moves.accept(session, actor, ticket_id, now)
        case Unassign():
            await moves.assign(session, actor, ticket_id, None, now)
        case Transfer():
            await moves.transfer(session, actor, ticket_id, action.queue_id, action.assignee_id, None, now)
        case Close():
            await moves.close(session, actor, ticket_id, now, action.reason)
        case Reopen():
            await moves.reopen(session, actor, ticket_id, now)
        case Snooze():
            until = now + timedelta(minutes=action.minutes) if action.minutes else None
            await moves.snooze(session, actor, ticket_id, until, now)


async def _send(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    text: str,
    media: QuickReplyMedia | None,
    now: datetime,
    *,
    is_system: bool,
) -> None:
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    agent_id = ticket.assignee_id if is_system else actor.user_id
    said = filled(text, await quick_replies.values_for(session, ticket, contact, agent_id)).text
    await quick_replies.require_sendable(session, actor.company_id, said, media)
    content = quick_replies.message_of(said, media)
    if not is_system:
        await send_as_agent(session, actor, ticket_id, Outgoing(content, f"macro-{uuid7()}", None), now)
        return
    [sent] = await automatic.send(session, [Automatic(ticket, contact, content)], now)
    if sent.refusal is not None:
        raise sent.refusal
