"""Searching in messages and notes."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import InvalidInput, Unavailable
from atende_platform.http.pagination import Page, decode_cursor, encode_cursor
from atende_platform.identity.context import TenantContext
from chat.messages import service as messages
from chat.policies.scope import scope_of
from chat.search import domain
from chat.search.domain import SEGMENT_MARK, Filters, Query
from chat.search.repository import find
from chat.search.repository.find import FIRST, Finds, Found, Position, Segment
from chat.search.schemas import ExcerptPart, FoundContact, FoundMessage

SECONDS: Final = 0.04
"""How long is looked for one page; what is older is looked for on the next."""
EXAMINED: Final = 15_000
"""How many messages that have the words are looked at for one page."""
_AT_ONCE: Final = 3_000
"""About how many of these one statement should find."""
_SEGMENTS: Final = 64
"""How many segments one statement looks into at the most."""
_CANCELLED: Final = "57014"
"""What PostgreSQL says when it ends a statement for the time it takes."""


class _Hits(NamedTuple):
    """A page before its messages are read."""

    hits: Sequence[Position]
    behind: Position | None
    """Where to go on; None at the end."""


async def search(
    session: AsyncSession,
    finder: AsyncSession,
    actor: TenantContext,
    text: str,
    filters: Filters,
    cursor: str | None,
    limit: int,
) -> Page[FoundMessage]:
    """Return a page of the messages that have what a text asks for and the actor may see, the newest first.

    ``finder`` is a session of the worker role. A page may have fewer messages than ``limit``, or none, and
    yet a cursor: so far was looked in the time that a page may take. Raises `Unavailable` when the database
    is too slow.
    """
    if "\0" in text:
        raise InvalidInput("nul_character", field="q")
    query = domain.read_query(text)
    before = _begin(decode_cursor(cursor), filters)
    if not query.terms:
        return Page(items=[], next_cursor=None)
    try:
        finds = Finds(finder, actor.company_id, await scope_of(session, actor), filters)
        found = await _find(finds, query, filters, before, limit)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _CANCELLED:
            raise
        raise Unavailable("search-too-slow", retry_after=2) from None
    read = await find.read(session, actor.company_id, [hit.id for hit in found.hits])
    return Page(
        items=await _shown(session, read, query),
        next_cursor=encode_cursor(*found.behind) if found.behind else None,
    )


def _begin(cursor: tuple[datetime, UUID] | None, filters: Filters) -> Position:
    """Return the position that everything looked for is behind."""
    before = Position(*cursor) if cursor else FIRST
    return min(before, Position(filters.until, UUID(int=0))) if filters.until else before


async def _find(finds: Finds, query: Query, filters: Filters, before: Position, limit: int) -> _Hits:
    if not filters.of_conversation:
        return await _walk(finds, query.template(filters.marks()), before, limit)
    looked = await finds.in_conversation(query.template(), before, limit + 1)
    return _cut(looked.hits, limit) or _Hits(looked.hits, looked.behind)


async def _walk(finds: Finds, template: str, before: Position, limit: int) -> _Hits:
    """Look into one segment after the other, the one with the newest messages first.

    What was found is on the page if no segment to come can have anything newer. That is asked of more
    segments at once the less is found in each.
    """
    clock = asyncio.get_running_loop().time
    segments = await finds.segments(before.at)
    give_up_at, examined = clock() + SECONDS, 0
    found: list[Position] = []
    place, at_once = 0, 1
    while place < len(segments):
        asked = segments[place : place + at_once]
        place += len(asked)
        looked = await finds.in_segments([_query(template, one) for one in asked], before, limit + 1)
        found = sorted([*found, *looked.hits], reverse=True)[: limit + 1]
        examined += looked.examined
        if place == len(segments):
            break
        # Nothing that is not found yet is newer than this.
        newest_to_come = segments[place].last_at
        certain = [hit for hit in found if hit.at > newest_to_come]
        if page := _cut(certain, limit):
            return page
        is_over = clock() > give_up_at or examined > EXAMINED
        if is_over and newest_to_come < before.at:  # Or the next page would begin where this one did.
            return _Hits(certain, _behind(newest_to_come))
        at_once = min(4 * at_once, _SEGMENTS, max(1, _AT_ONCE * len(asked) // max(1, looked.examined)))
    return _cut(found, limit) or _Hits(found, None)


def _cut(hits: Sequence[Position], limit: int) -> _Hits | None:
    """Return a page that is full, of one more than it holds; None if there are not so many."""
    return _Hits(hits[:limit], hits[limit - 1]) if len(hits) > limit else None


def _query(template: str, segment: Segment) -> str:
    return template.replace(SEGMENT_MARK, str(segment.id))


def _behind(at: datetime) -> Position:
    """Return the position that has everything sent until a time behind it."""
    return Position(at, UUID(int=2**128 - 1))


async def _shown(session: AsyncSession, found: Sequence[Found], query: Query) -> list[FoundMessage]:
    shown = await messages.show(session, [one.message for one in found])
    items: list[FoundMessage] = []
    for one, view in zip(found, shown, strict=True):
        message, document = view.root, view.model_dump(mode="json", by_alias=False)
        text = domain.searched(message.text, document["content"], document["media"])
        # It may have changed since it was put into the index, and the index knows no order of words.
        if message.revoked_at is not None or not query.fits(text):
            continue
        items.append(
            FoundMessage(
                message_id=message.id,
                ticket_id=one.ticket_id,
                contact=FoundContact(id=one.contact_id, name=one.contact_name, phone=one.contact_phone)
                if one.contact_id
                else None,
                channel_id=message.channel_id,
                author_id=message.author_id,
                direction=message.direction,
                kind=message.kind,
                sent_at=message.sent_at,
                excerpt=[
                    ExcerptPart(text=part.text, match=part.match) for part in domain.excerpt(text, query)
                ],
            )
        )
    return items
