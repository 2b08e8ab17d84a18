"""Tags of contacts as things: one spelling of each, a colour, other names, and two that become one.

Contacts, segments and events have tags by their names, as ever. A new name reaches them by a worker, in
batches: `step`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.contacts import ContactTagChangedV1
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from atende_platform.messaging import outbox
from chat.contacts.domain import (
    MAX_TAG,
    MAX_TAG_MOVES,
    MAX_TAG_OBJECTS,
    ContactTagExists,
    TagsMoving,
    TooManyContactTags,
)
from chat.contacts.events import contact_changed, contact_tag_deleted, contact_tag_updated
from chat.contacts.repository import tags as repository
from chat.contacts.repository.tags import ContactTags
from chat.contacts.schemas import ContactTagCreate, ContactTagMerge, ContactTagRead, ContactTagUpdate
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import ContactTag, ContactTagMove

_BATCH: Final = 500
"""Contacts that get a new tag in one transaction."""
_SETTLED: Final = timedelta(minutes=1)
"""So long is looked whether a contact still gets the old tag, by a transaction that began before."""
_PAUSE: Final = timedelta(seconds=5)


async def unified(session: AsyncSession, company_id: UUID, tags: Iterable[str]) -> dict[str, str]:
    """Return how each tag is written: "VIP" is "vip", if that is what the company has. New ones are stored.

    Longer ones, and those beyond what a company may have, stay as they come and are no things of their own.
    """
    given = list(dict.fromkeys(tags))
    names = [tag for tag in given if len(tag) <= MAX_TAG]
    if not names:
        return {tag: tag for tag in given}
    stored = await repository.stored_names(session, company_id, names)
    if new := {name.lower(): name for name in reversed(names) if stored[name] is None}:
        await repository.add_names(session, company_id, new.values())
        # Another transaction may have been first, with other letters.
        unknown = [name for name in names if stored[name] is None]
        stored |= await repository.stored_names(session, company_id, unknown)
    return {tag: stored.get(tag) or tag for tag in given}


async def list_tags(session: AsyncSession, company_id: UUID) -> list[ContactTagRead]:
    """Return the company's tags, by name."""
    tags = ContactTags(session, company_id)
    moving = {move.new for move in await tags.moves()}
    return [_read(tag, moving=tag.name in moving) for tag in await tags.all()]


async def create_tag(
    session: AsyncSession, actor: TenantContext, body: ContactTagCreate, now: datetime
) -> ContactTagRead:
    """Add a tag. Raises `ContactTagExists` and `TooManyContactTags`."""
    tags = ContactTags(session, actor.company_id)
    await take_turns(session, actor.company_id, "contact-tags")
    others = await tags.all()
    if len(others) >= MAX_TAG_OBJECTS:
        raise TooManyContactTags(most=MAX_TAG_OBJECTS)
    _require_free(body.name, others)
    tag = await tags.add(name=body.name, color=body.color, created_at=now, updated_at=now)
    await _publish(session, actor, tag, Action.CONTACT_TAG_CREATED)
    return _read(tag)


async def update_tag(
    session: AsyncSession,
    actor: TenantContext,
    tag_id: UUID,
    body: ContactTagUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> ContactTagRead:
    """Rename or recolour a tag. Raises `NotFound`, `ContactTagExists` and `TagsMoving`."""
    tags = ContactTags(session, actor.company_id)
    await take_turns(session, actor.company_id, "contact-tags")
    tag = await _existing(tags, tag_id)
    expected.require(tag.revision)
    changes = {name: value for name, value in body.changes().items() if value != getattr(tag, name)}
    if not changes:
        return _read(tag)
    if "name" in changes:
        _require_free(changes["name"], [other for other in await tags.all() if other.id != tag.id])
        await _move(session, tags, tag.name, changes["name"], now)
    tag.sqlmodel_update({**changes, "revision": tag.revision + 1, "updated_at": now})
    await tags.store(tag)
    await _publish(session, actor, tag, Action.CONTACT_TAG_CHANGED)
    return _read(tag, moving="name" in changes)


async def merge_tag(
    session: AsyncSession, actor: TenantContext, tag_id: UUID, body: ContactTagMerge, now: datetime
) -> ContactTagRead:
    """Have contacts with a tag get another for it. Raises `NotFound`, `InvalidInput` and `TagsMoving`."""
    if tag_id == body.into:
        raise InvalidInput("same_tag", field="into")
    tags = ContactTags(session, actor.company_id)
    await take_turns(session, actor.company_id, "contact-tags")
    tag, into = await _existing(tags, tag_id), await _existing(tags, body.into)
    await _move(session, tags, tag.name, into.name, now)
    await tags.delete(tag)
    details: audit.Details = {"name": tag.name, "into": into.name}
    await audit.record(session, actor, Action.CONTACT_TAG_MERGED, tag.id, details)
    await updates.append(session, [contact_tag_deleted(tag), contact_tag_updated(into)])
    return _read(into, moving=True)


async def delete_tag(
    session: AsyncSession, actor: TenantContext, tag_id: UUID, now: datetime, expected: Expected = ANY
) -> None:
    """Take a tag from all contacts. Raises `NotFound` and `TagsMoving`."""
    tags = ContactTags(session, actor.company_id)
    await take_turns(session, actor.company_id, "contact-tags")
    tag = await _existing(tags, tag_id)
    expected.require(tag.revision)
    await _move(session, tags, tag.name, None, now)
    await tags.delete(tag)
    await audit.record(session, actor, Action.CONTACT_TAG_DELETED, tag.id, {"name": tag.name})
    await updates.append(session, [contact_tag_deleted(tag)])


async def due(session: AsyncSession, after: UUID, most: int, now: datetime) -> Sequence[UUID]:
    """Return some companies behind one, in their order, whose contacts are to get other tags."""
    return await repository.due(session, after, now, most)


async def step(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Give a batch of contacts of each company their new tag; tell whether there was anything to do."""
    moves = await repository.take(session, companies, now)
    for move in moves:
        await _go_on(session, move, now)
    return bool(moves)


async def _go_on(session: AsyncSession, move: "ContactTagMove", now: datetime) -> None:
    changed = await repository.retag(session, move, now, _BATCH)
    if changed:
        await outbox.add(session, [contact_changed(contact) for contact in changed])
    elif now - move.requested_at < _SETTLED or await repository.is_left(session, move):
        await repository.wait(session, move, now + _PAUSE)
    else:
        await outbox.add(session, [_tag_changed(move, done=True)])
        await repository.end(session, move)


async def _move(session: AsyncSession, tags: ContactTags, old: str, new: str | None, now: datetime) -> None:
    if len(await tags.moves()) >= MAX_TAG_MOVES:
        raise TagsMoving(most=MAX_TAG_MOVES)
    move = await tags.add_move(old, new, now)
    await outbox.add(session, [_tag_changed(move, done=False)])


def _tag_changed(move: "ContactTagMove", *, done: bool) -> ContactTagChangedV1:
    return ContactTagChangedV1(company_id=move.company_id, old=move.old, new=move.new, done=done)


def _read(tag: "ContactTag", *, moving: bool = False) -> ContactTagRead:
    return ContactTagRead.model_validate({**tag.model_dump(exclude={"company_id"}), "moving": moving})


def _require_free(name: str, others: "Sequence[ContactTag]") -> None:
    for other in others:
        if other.name.casefold() == name.casefold():
            raise ContactTagExists(tag_id=str(other.id))


async def _existing(tags: ContactTags, tag_id: UUID) -> "ContactTag":
    tag = await tags.find(tag_id)
    if tag is None:
        raise NotFound("tag-not-found")
    return tag


async def _publish(session: AsyncSession, actor: TenantContext, tag: "ContactTag", action: Action) -> None:
    await audit.record(session, actor, action, tag.id, {"name": tag.name})
    await updates.append(session, [contact_tag_updated(tag)])
