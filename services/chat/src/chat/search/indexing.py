"""Putting messages into the index, some at a time, after they were stored: writers of messages know nothing
of it.

A company's messages are followed by their ids, which are made before their transactions commit: one that
appears late is looked for once more when none can appear any longer (`SETTLED`). What is changed later is
told by triggers of the database (`chat.search.models.SearchChange`), which also remove what is deleted, in
the same transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat.messages import service as messages
from chat.rows import Row
from chat.search import domain
from chat.search.repository import index

if TYPE_CHECKING:
    from chat.messages.schemas import MessageRead
    from chat.search.models import SearchProgress, SearchSegment

BATCH: Final = 500
"""Messages put into the index in one transaction."""
SETTLED: Final = timedelta(minutes=5)
"""How long after its id was made a message may appear: longer than any transaction lasts."""
_CHANGES: Final = 200
_EDITS: Final = frozenset({"edit", "revoke"})


@dataclass(frozen=True, slots=True)
class Step:
    """What a step for a company did."""

    indexed: int
    more: bool
    """There is more to do now."""
    lag: float
    """Seconds since the oldest message was stored that is still to be looked at; 0 when there is none."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A message, and what it is found by."""

    id: UUID
    sent_at: datetime
    text: str
    marks: tuple[str, ...]


async def index_company(session: AsyncSession, company_id: UUID, now: datetime) -> Step:
    """Bring a company's index forward by some messages. Takes a session of the worker role."""
    locked = await index.lock(session, company_id, now)
    if locked is None:
        return Step(0, more=False, lag=0.0)
    progress, last_seq = locked
    found = await index.after(session, company_id, progress.head, BATCH)
    writer = _Writer(session, company_id)
    await writer.load()
    indexed = await writer.add(await _texts(session, company_id, found))
    head = found[-1].id if found else progress.head
    changed = await _apply_changes(session, company_id, writer, head, found)
    more = len(found) == BATCH or changed == _CHANGES
    settled = (progress.settled, progress.settled_at)
    if progress.settled == progress.head and head <= domain.first_id(now - SETTLED):
        settled = (head, now)  # What is looked at for the first time, and is old.
    elif not more and now - progress.settled_at >= SETTLED:
        settled, unsettled = await _settle(session, progress, writer, head, now)
        more = unsettled
    await writer.close()
    await index.advance(
        session,
        progress,
        head=head,
        settled=settled[0],
        settled_at=settled[1],
        seen_seq=progress.seen_seq if more else last_seq,
    )
    lag = max(0.0, now.timestamp() - domain.seconds_of(head)) if len(found) == BATCH else 0.0
    return Step(indexed, more, lag)


async def _settle(
    session: AsyncSession, progress: "SearchProgress", writer: "_Writer", head: UUID, now: datetime
) -> tuple[tuple[UUID, datetime], bool]:
    """Look once more at what was passed and is settled now; return how far, and if there is more.

    What is found here appeared behind ``head``, or has no words.
    """
    until = min(head, domain.first_id(now - SETTLED))
    if until <= progress.settled:
        return (progress.settled, now), False
    found = await index.appeared(session, progress.company_id, progress.settled, until, BATCH)
    await writer.add(await _texts(session, progress.company_id, found))
    if len(found) == BATCH:
        return (found[-1].id, progress.settled_at), True
    return (until, now), False


async def _apply_changes(
    session: AsyncSession, company_id: UUID, writer: "_Writer", head: UUID, found: Sequence[Any]
) -> int:
    """Have changed messages found by what they say now; return how many changes there were."""
    ids, targets = await index.take_changes(session, company_id, _CHANGES)
    # An agent changes a message, or takes it back, by a message of its own.
    own = [(row.channel_id, row.target) for row in found if row.target and row.kind in _EDITS]
    if ids or targets or own:
        rows = await index.messages(session, company_id, ids, {*targets, *own})
        # Behind the head it is read as it is then.
        shown = await messages.show(session, [row for row in rows if row.id <= head])
        searched = {row.id for row in rows if row.origin not in domain.NOT_SEARCHED}
        await writer.replace([_shown_text(one) for one in shown if one.root.id in searched])
    return len(ids) + len(targets)


async def _texts(session: AsyncSession, company_id: UUID, found: Sequence[Any]) -> list[_Text]:
    """Return what messages are found by; of one that was changed already, what it says now."""
    rows = [row for row in found if row.searched and row.target is None]
    changed = [row.id for row in rows if row.changed]
    texts = [_stored_text(row) for row in rows if not row.changed]
    if changed:
        shown = await messages.show(session, await index.messages(session, company_id, changed))
        texts += [_shown_text(one) for one in shown]
    return texts


def _stored_text(row: Any) -> _Text:
    return _Text(
        row.id,
        row.sent_at,
        domain.searched(row.text, row.content, row.media),
        domain.marks(row.kind, row.channel_id, row.author_id),
    )


def _shown_text(shown: "MessageRead") -> _Text:
    message = shown.root
    document = shown.model_dump(mode="json", by_alias=False)
    return _Text(
        message.id,
        message.sent_at,
        domain.searched(message.text, document["content"], document["media"]),
        domain.marks(message.kind, message.channel_id, message.author_id),
    )


class _Writer:
    """Puts a company's messages into its segments. It has been locked."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id
        self._open: dict[bool, SearchSegment] = {}
        self._touched: dict[int, SearchSegment] = {}

    async def load(self) -> None:
        """Find the segments that are not full."""
        for segment in await index.open_segments(self._session, self._company_id):
            self._open[segment.late] = segment

    async def add(self, texts: Iterable[_Text]) -> int:
        """Put messages in that are not in yet; return how many have words."""
        rows: list[Row] = []
        for text in texts:
            if not text.text:
                continue
            late = domain.is_late(text.id, text.sent_at)
            segment = await self._segment(text.sent_at, late=late)
            words = domain.tokens(segment.id, text.text, text.marks)
            if not words:
                continue
            segment.documents += 1
            segment.first_at = min(segment.first_at, text.sent_at)
            segment.last_at = max(segment.last_at, text.sent_at)
            segment.closed = segment.documents >= domain.SEGMENT
            if segment.closed:
                del self._open[late]
            self._touched[segment.id] = segment
            rows.append(
                {
                    "company_id": self._company_id,
                    "message_id": text.id,
                    "segment_id": segment.id,
                    "sent_at": text.sent_at,
                    "words": words,
                }
            )
        await index.insert(self._session, rows)
        return len(rows)

    async def replace(self, texts: Sequence[_Text]) -> None:
        """Have messages found by other words, or no more if they have none."""
        stored = await index.segments_of(self._session, self._company_id, [text.id for text in texts])
        words = {
            text.id: domain.tokens(stored[text.id], text.text, text.marks)
            for text in texts
            if text.id in stored
        }
        await index.replace(
            self._session,
            [
                {"company_id": self._company_id, "message_id": id_, "words": found}
                for id_, found in words.items()
                if found
            ],
        )
        await index.remove(
            self._session, self._company_id, [id_ for id_, found in words.items() if not found]
        )
        await self.add(text for text in texts if text.id not in stored)

    async def _segment(self, at: datetime, *, late: bool) -> "SearchSegment":
        if late not in self._open:
            self._open[late] = await index.new_segment(self._session, self._company_id, at, late=late)
        return self._open[late]

    async def close(self) -> None:
        """Store the segments as they are now."""
        await index.update_segments(self._session, [*self._touched.values()])
