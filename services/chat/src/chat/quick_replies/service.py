"""What users do with quick replies."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.content import MessageContent
from atende_contracts.event import Media, MediaContent, TextContent
from atende_contracts.field_errors import FieldError
from atende_contracts.limits import file_problems, of_known_file, problems
from atende_contracts.permissions import Permission
from atende_platform.errors import InvalidFields, InvalidInput, NotFound
from atende_platform.http.pagination import Page, decode_number, next_number
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.directory import service as directory
from chat.directory.domain import User
from chat.quick_replies import domain
from chat.quick_replies.domain import (
    MAX_OWN,
    MAX_SHARED,
    QuickReplyExists,
    TooManyQuickReplies,
    filled,
    form_of,
    key_of,
)
from chat.quick_replies.events import quick_reply_changed
from chat.quick_replies.repository import QuickReplies, new
from chat.quick_replies.schemas import (
    QuickReplyCreate,
    QuickReplyMedia,
    QuickReplyRead,
    QuickReplyRendered,
    QuickReplyUpdate,
)
from chat.tickets.service import get_with_contact
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.quick_replies.models import QuickReply
    from chat.tickets.models import Ticket


def shown(reply: "QuickReply") -> QuickReplyRead:
    """Return a quick reply as the API shows it."""
    row = reply.model_dump()
    fields = {name: row[name] for name in QuickReplyRead.model_fields if name != "shared"}
    return QuickReplyRead.model_validate({**fields, "shared": reply.owner_id is None})


async def list_quick_replies(
    session: AsyncSession,
    actor: TenantContext,
    q: str | None,
    shared: bool | None,
    queue_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[QuickReplyRead]:
    """Return a page of what the actor may send, those whose shortcut begins like ``q`` first."""
    offset = decode_number(cursor)
    # What has no words, like "%", is looked for as it is.
    words = (domain.words_of(q) or [domain.folded(q)]) if q else []
    prefix = f"/{domain.folded(q).removeprefix('/')}" if q else None
    found = await QuickReplies(session, actor.company_id).page(
        actor.user_id,
        shared=shared,
        queue_id=queue_id,
        prefix=prefix,
        words=words,
        offset=offset,
        limit=limit + 1,
    )
    return Page(
        items=[shown(reply) for reply in found[:limit]],
        next_cursor=next_number(found, limit, lambda _: offset + limit),
    )


async def get_quick_reply(session: AsyncSession, actor: TenantContext, reply_id: UUID) -> "QuickReply":
    """Return a quick reply that the actor may send. Raises `NotFound`."""
    return await _existing(QuickReplies(session, actor.company_id), actor, reply_id)


async def create_quick_reply(
    session: AsyncSession, actor: TenantContext, body: QuickReplyCreate
) -> "QuickReply":
    """Add a quick reply. Raises `QuickReplyExists`, `TooManyQuickReplies`, `InvalidInput`, `Forbidden`."""
    replies = QuickReplies(session, actor.company_id)
    owner_id = None if body.shared else actor.user_id
    _require_right(actor, owner_id)
    await take_turns(session, actor.company_id, f"quick_replies:{owner_id}")
    most = MAX_SHARED if owner_id is None else MAX_OWN
    if await replies.count(owner_id) >= most:
        raise TooManyQuickReplies(most=most)
    if await replies.has_key(owner_id, key_of(body.shortcut)):
        raise QuickReplyExists()
    reply = new(
        actor.company_id,
        owner_id,
        shortcut=body.shortcut,
        key="",
        title=body.title,
        text=body.text,
        media=_stored(body.media),
        form="",
        queue_ids=_queues(owner_id, body.queue_ids),
    )
    await _require_sendable(session, reply)
    await _store(session, replies, reply, actor, Action.QUICK_REPLY_CREATED)
    return reply


async def update_quick_reply(
    session: AsyncSession,
    actor: TenantContext,
    reply_id: UUID,
    body: QuickReplyUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> "QuickReply":
    """Change what is given. Raises `NotFound`, `QuickReplyExists`, `InvalidInput`, `Forbidden`."""
    replies = QuickReplies(session, actor.company_id)
    reply = await _existing(replies, actor, reply_id, lock=True)
    expected.require(reply.revision)
    _require_right(actor, reply.owner_id)
    given = body.changes()
    if "media" in given:
        given["media"] = _stored(body.media)
    if "queue_ids" in given:
        given["queue_ids"] = _queues(reply.owner_id, body.queue_ids)
    changes = {name: value for name, value in given.items() if value != getattr(reply, name)}
    if changes:
        await take_turns(session, actor.company_id, f"quick_replies:{reply.owner_id}")
        key = key_of(changes.get("shortcut", reply.shortcut))
        if await replies.has_key(reply.owner_id, key, but=reply.id):
            raise QuickReplyExists()
        reply.sqlmodel_update(changes)
        reply.revision += 1
        reply.updated_at = now
        await _require_sendable(session, reply)
        await _store(session, replies, reply, actor, Action.QUICK_REPLY_CHANGED)
    return reply


async def delete_quick_reply(
    session: AsyncSession,
    actor: TenantContext,
    reply_id: UUID,
    expected: Expected = ANY,
) -> None:
    """Delete a quick reply. What was sent with it stays. Raises `NotFound` and `Forbidden`."""
    replies = QuickReplies(session, actor.company_id)
    reply = await _existing(replies, actor, reply_id, lock=True)
    expected.require(reply.revision)
    _require_right(actor, reply.owner_id)
    await replies.delete(reply)
    await _record(session, actor, Action.QUICK_REPLY_DELETED, reply)
    await updates.append(session, [quick_reply_changed(reply, deleted=True)])


async def render(
    session: AsyncSession, actor: TenantContext, reply_id: UUID, ticket_id: UUID
) -> QuickReplyRendered:
    """Return a quick reply filled in for a ticket, as the actor would send it. Raises `NotFound`."""
    reply = await get_quick_reply(session, actor, reply_id)
    ticket, contact = await get_with_contact(session, actor, ticket_id)
    values = await values_for(session, ticket, contact, actor.user_id)
    text, missing = filled(reply.text, values)
    media = QuickReplyMedia.model_validate(reply.media) if reply.media else None
    return QuickReplyRendered(text=text, media=media, missing=[*missing])


async def find_shared(session: AsyncSession, company_id: UUID, reply_id: UUID) -> "QuickReply | None":
    """Return a quick reply that is the company's."""
    reply = await QuickReplies(session, company_id).find(reply_id)
    return reply if reply is not None and reply.owner_id is None else None


async def values_for(
    session: AsyncSession, ticket: "Ticket", contact: "Contact", agent_id: UUID | None
) -> dict[str, str | None]:
    """Return the values of the variables in a ticket, for an agent or for none."""
    agent = None if agent_id is None else await directory.name_of(session, User(ticket.company_id, agent_id))
    number: int | None = getattr(ticket, "number", None)
    return domain.values_of(contact.name, contact.phone, contact.custom_fields, agent, number)


def message_of(text: str, media: QuickReplyMedia | None) -> MessageContent:
    """Return what is sent of a text and a file, one of which may be missing."""
    if media is None:
        return TextContent(body=text)
    file = Media(id=media.id, filename=media.filename)
    return MediaContent(media_type=media.kind, media=file, caption=text or None)


async def require_sendable(
    session: AsyncSession, company_id: UUID, text: str, media: QuickReplyMedia | None, field: str = ""
) -> None:
    """Raise `InvalidInput` for what WhatsApp would not take, and for a file that is not known here."""
    if not text.strip() and media is None:
        raise InvalidInput("text_or_file", field=f"{field}text")
    for problem in problems(message_of(text, media)):
        ours = "media" if problem.field.startswith("media") else "text"
        raise InvalidFields([FieldError(f"{field}{ours}", problem.code, problem.params, problem.words)])
    if media is None:
        return
    known = (await directory.known_files(session, [(company_id, media.id)])).get((company_id, media.id))
    if known is None:
        raise InvalidInput("file_unknown", field=f"{field}media.id")
    mime_type, size = known["mime_type"], known["size"]
    if mime_type is None or size is None:
        return
    for problem in file_problems("", media.kind, mime_type=mime_type, size=size):
        raise InvalidFields([of_known_file(problem, f"{field}media.id", mime_type, size)])


async def _existing(
    replies: QuickReplies, actor: TenantContext, reply_id: UUID, *, lock: bool = False
) -> "QuickReply":
    reply = await replies.find(reply_id, lock=lock)
    if reply is None or reply.owner_id not in (None, actor.user_id):
        raise NotFound("quick-reply-not-found")
    return reply


def _require_right(actor: TenantContext, owner_id: UUID | None) -> None:
    if owner_id is None:
        actor.require(Permission.TICKETS_MANAGE)


def _queues(owner_id: UUID | None, queue_ids: Sequence[UUID]) -> list[UUID]:
    return [] if owner_id is not None else [*dict.fromkeys(queue_ids)]


def _stored(media: QuickReplyMedia | None) -> dict[str, Any] | None:
    return None if media is None else media.model_dump(mode="json", by_alias=False, exclude_none=True)


async def _require_sendable(session: AsyncSession, reply: "QuickReply") -> None:
    media = QuickReplyMedia.model_validate(reply.media) if reply.media else None
    await require_sendable(session, reply.company_id, reply.text, media)


async def _store(
    session: AsyncSession, replies: QuickReplies, reply: "QuickReply", actor: TenantContext, action: Action
) -> None:
    reply.key = key_of(reply.shortcut)
    reply.form = form_of(reply.shortcut, reply.title, reply.text)
    await replies.store(reply)
    await _record(session, actor, action, reply)
    await updates.append(session, [quick_reply_changed(reply)])


async def _record(session: AsyncSession, actor: TenantContext, action: Action, reply: "QuickReply") -> None:
    details: audit.Details = {"shortcut": reply.shortcut, "shared": reply.owner_id is None}
    await audit.record(session, actor, action, reply.id, details)
