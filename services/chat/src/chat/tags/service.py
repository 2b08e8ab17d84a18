"""What users do with tags."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from atende_platform.messaging import outbox
from chat.tags.domain import MAX_TAGS, TagExists, TooManyTags
from chat.tags.events import tag_changed, tag_updated
from chat.tags.repository import Tags, new
from chat.tags.schemas import TagCreate, TagUpdate
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.tags.models import Tag


async def list_tags(session: AsyncSession, company_id: UUID, *, archived: bool) -> "Sequence[Tag]":
    tags = Tags(session, company_id)
    return await tags.archived() if archived else await tags.in_use()


async def get_usable(session: AsyncSession, company_id: UUID, tag_id: UUID) -> "Tag":
    """Return a tag that can be put on tickets. Raises `NotFound`."""
    return await _existing(Tags(session, company_id), tag_id)


async def create_tag(session: AsyncSession, actor: TenantContext, body: TagCreate) -> "Tag":
    """Add a tag. Raises `TagExists` and `TooManyTags`."""
    tags = Tags(session, actor.company_id)
    await take_turns(session, actor.company_id, "tags")
    others = await tags.in_use()
    if len(others) >= MAX_TAGS:
        raise TooManyTags(most=MAX_TAGS)
    _require_free(body.name, others)
    tag = new(actor.company_id, body.name, body.color)
    await _store(session, tags, tag, actor, Action.TAG_CREATED)
    return tag


async def update_tag(
    session: AsyncSession, actor: TenantContext, tag_id: UUID, body: TagUpdate, expected: Expected = ANY
) -> "Tag":
    """Change what is given. Raises `NotFound`, `TagExists` and `PreconditionFailed`."""
    tags = Tags(session, actor.company_id)
    tag = await _existing(tags, tag_id, lock=True)
    expected.require(tag.revision)
    changes = {name: value for name, value in body.changes().items() if value != getattr(tag, name)}
    if "name" in changes:
        _require_free(changes["name"], [other for other in await tags.in_use() if other.id != tag.id])
    if changes:
        tag.sqlmodel_update(changes)
        tag.revision += 1
        await _store(session, tags, tag, actor, Action.TAG_CHANGED)
    return tag


async def archive_tag(
    session: AsyncSession, actor: TenantContext, tag_id: UUID, now: datetime, expected: Expected = ANY
) -> None:
    """Let the tag be put on no further tickets; those that have it keep it. Raises `NotFound`."""
    tags = Tags(session, actor.company_id)
    tag = await _existing(tags, tag_id, lock=True)
    expected.require(tag.revision)
    tag.archived_at = now
    tag.revision += 1
    await _store(session, tags, tag, actor, Action.TAG_ARCHIVED)


async def _existing(tags: Tags, tag_id: UUID, *, lock: bool = False) -> "Tag":
    tag = await tags.find(tag_id, lock=lock)
    if tag is None or tag.archived_at is not None:
        raise NotFound("tag-not-found")
    return tag


def _require_free(name: str, others: "Sequence[Tag]") -> None:
    if name.casefold() in {other.name.casefold() for other in others}:
        raise TagExists()


async def _store(session: AsyncSession, tags: Tags, tag: "Tag", actor: TenantContext, action: Action) -> None:
    await tags.store(tag)
    await audit.record(session, actor, action, tag.id, {"name": tag.name})
    await outbox.add(session, [tag_changed(tag)])
    await updates.append(session, [tag_updated(tag)])
