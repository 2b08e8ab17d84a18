"""Scheduled messages whose time has come: each is sent by the rules of a reply, or fails where all see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import MessageContent
from atende_contracts.permissions import Role
from atende_platform.errors import AppError
from atende_platform.identity.context import TenantContext
from chat.scheduled.domain import MayHaveBeenSent, ScheduledOver, ScheduledStatus, require_in_time
from chat.scheduled.events import scheduled_updated
from chat.scheduled.repository import ScheduledMessages, lock_due_by
from chat.tickets import moves
from chat.tickets.reply import Outgoing, send
from chat.tickets.service import current_ticket, note_unsent, require_working
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.scheduled.models import ScheduledMessage

_CONTENT: Final[TypeAdapter[MessageContent]] = TypeAdapter(MessageContent)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message is not sent."""

    code: str
    words: dict[str, str]

    @classmethod
    def of(cls, error: AppError) -> "Failure":
        """Return an error that a reply would be answered with, as it is kept."""
        code = error.errors[0].code if error.reason == "invalid-input" and error.errors else error.reason
        return cls(code, {"pt": error.words.pt, "en": error.words.en})

    def stored(self) -> dict[str, Any]:
        return {"code": self.code, "words": self.words}


async def deliver(session: AsyncSession, row: "ScheduledMessage", now: datetime) -> None:
    """Send a message that is due, once, whatever is done with it meanwhile.

    In the ticket that it was written in; if that is closed, in the one that its customer has now, or in
    that ticket, which goes on. It answers nothing: the ticket stays whose it is, and what is unread stays so.
    Raises what a reply raises, `TooLate`, `Unauthenticated` when its author no longer works here, and
    `ScheduledOver` when it was changed or cancelled since it was claimed.
    """
    require_in_time(row.send_at, now)
    # That they see the ticket was required when they scheduled it: it may be in another queue by now.
    author = TenantContext(row.company_id, row.author_id, Role.ADMIN, row.author_id)
    await require_working(session, author)
    ticket_id, is_closed = await current_ticket(session, row.company_id, row.ticket_id)
    if is_closed:
        await moves.reopen(session, author, ticket_id, now)
    outgoing = Outgoing(
        _CONTENT.validate_python(row.content), f"scheduled {row.id}", row.reply_to, is_scheduled=True
    )
    message, _ = await send(session, author, ticket_id, outgoing, now)
    await _end(
        session,
        row,
        {"status": ScheduledStatus.SENT, "ticket_id": ticket_id, "message_id": message.root.id},
        now,
    )


async def fail(session: AsyncSession, row: "ScheduledMessage", failure: Failure, now: datetime) -> None:
    """Say that a message is not sent, and why: in its ticket, which is unread again, and to sockets.

    Raises `ScheduledOver` when it was changed or cancelled since it was claimed.
    """
    ticket_id, _ = await current_ticket(session, row.company_id, row.ticket_id)
    await note_unsent(session, row.company_id, ticket_id, failure.code, now)
    await _end(session, row, {"status": ScheduledStatus.FAILED, "failure": failure.stored()}, now)


async def fail_due_by(session: AsyncSession, until: datetime, now: datetime, *, limit: int) -> int:
    """Fail some messages whose time came by then, since they may have been sent already; return how many."""
    rows = await lock_due_by(session, until, limit=limit)
    for row in rows:
        await fail(session, row, Failure.of(MayHaveBeenSent()), now)
    return len(rows)


async def _end(
    session: AsyncSession, row: "ScheduledMessage", outcome: dict[str, Any], now: datetime
) -> None:
    scheduled = ScheduledMessages(session, row.company_id)
    locked = await scheduled.find(row.id, lock=True)
    if locked is None or (locked.status, locked.revision) != (ScheduledStatus.SCHEDULED, row.revision):
        raise ScheduledOver(status="gone" if locked is None else locked.status)
    stored = await scheduled.update(
        {**locked.model_dump(), **outcome, "claimed_until": None, "updated_at": now}
    )
    await updates.append(session, [scheduled_updated(stored)])
