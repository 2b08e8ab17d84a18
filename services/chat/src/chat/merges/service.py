"""Making one contact of two, and two of one again."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import NotFound
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from chat.contacts import merge as merging
from chat.contacts import service as contacts
from chat.contacts.events import contact_changed, contact_gone, contact_merged, contact_updated
from chat.contacts.schemas import ContactRead
from chat.merges import repository
from chat.merges.domain import (
    UNDO,
    MergeNotUndoable,
    SameContact,
    TooMuchToMove,
    chosen,
    taken_back,
    without_names,
)
from chat.merges.schemas import MergeCreate, MergePreview, MergeRead
from chat.tickets import identify
from chat.tickets.events import ticket_changed, tickets_updated
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import Contact, ContactMerge


async def preview(
    session: AsyncSession, company_id: UUID, contact_id: UUID, body: MergeCreate
) -> MergePreview:
    """Return what a merge would come to. Raises `NotFound` and `SameContact`."""
    kept, gone = await _both(session, company_id, contact_id, body.contact_id)
    messages, tickets = await _size(session, company_id, gone.id)
    row = _joined(kept, gone, body)
    return MergePreview(
        contact=ContactRead.model_validate({name: row[name] for name in ContactRead.model_fields}),
        gone=ContactRead.model_validate(gone),
        tickets=min(tickets, merging.MOST_MOVED),
        messages=min(messages, merging.MOST_MOVED),
        possible=max(messages, tickets) <= merging.MOST_MOVED,
    )


async def merge(
    session: AsyncSession, actor: TenantContext, contact_id: UUID, body: MergeCreate, now: datetime
) -> MergeRead:
    """Make one contact of two: the other's names, tickets and messages become this one's.

    Of two tickets of a channel that are not closed the other's is closed, and keeps its messages. Raises
    `NotFound`, `SameContact` and `TooMuchToMove`.
    """
    company_id = actor.company_id
    kept, gone = await _both(session, company_id, contact_id, body.contact_id, lock=True)
    if max(await _size(session, company_id, gone.id)) > merging.MOST_MOVED:
        raise TooMuchToMove(most=merging.MOST_MOVED)
    names = await merging.names_of(session, company_id, gone.id)
    row = _joined(kept, gone, body)
    moved, entries, closings = await identify.hand_over(
        session, company_id, gone.id, kept.id, actor.user_id, now
    )
    await merging.give_names(session, company_id, gone, kept.id)
    [stored] = await contacts.update(session, [row], now)
    await contacts.remove(session, company_id, gone.id)
    stored_merge = await merging.remember(
        session,
        company_id,
        **merging.memory(kept.model_dump(), stored.model_dump(), gone.model_dump(), names),
        tickets=[ticket.id for ticket in moved],
        messages=entries,
        merged_by=actor.user_id,
        merged_at=now,
    )
    await audit.record(session, actor, Action.CONTACTS_MERGED, kept.id, {"gone": str(gone.id)})
    changed = [ticket_changed(ticket, closing=closings.get(ticket.id)) for ticket in moved]
    await outbox.add(session, [contact_merged(gone, kept.id), contact_changed(stored), *changed])
    told = tickets_updated(moved, {stored.id: stored})
    await updates.append(session, [contact_gone(gone, kept.id), contact_updated(stored), *told])
    return _read(stored_merge, now)


async def undo(
    session: AsyncSession, actor: TenantContext, contact_id: UUID, merge_id: UUID, now: datetime
) -> MergeRead:
    """Make two contacts of one again, as far as nothing else was done with what moved.

    The other contact is what it was, with its id, names, tickets and messages; what was written since stays
    where it is. Raises `NotFound` and `MergeNotUndoable`.
    """
    merges = merging.Merges(session, actor.company_id)
    locked = await contacts.lock(session, [(actor.company_id, contact_id)])
    merge = await merges.find(contact_id, merge_id)
    if merge is None or not locked:
        raise NotFound("merge-not-found")
    if _undoable_until(merge, now) is None:
        raise MergeNotUndoable()
    [kept] = locked
    current = {name: value for name, value in kept.model_dump().items() if name in merging.KEPT}
    back = taken_back(current, merge.before, merge.after)
    back |= without_names(current, merge.before, merge.names)
    [stored] = await contacts.update(session, [{**kept.model_dump(), **back}], now)
    gone = {**merge.gone, "revision": merge.gone["revision"] + 2, "updated_at": now}
    gone["created_at"] = datetime.fromisoformat(merge.gone["created_at"])
    blocked_at = merge.gone["blocked_at"]
    gone |= {
        "company_id": actor.company_id,
        "id": merge.gone_id,
        "blocked_at": datetime.fromisoformat(blocked_at) if blocked_at else None,
        "erased_at": None,
    }
    if gone["external_id"] is not None:
        owners = await contacts.external_owners(session, actor.company_id, [gone["external_id"]])
        if gone["external_id"] in owners:
            gone["external_id"] = None
    restored = await merging.restore(session, gone)
    await repository.names_back(session, merge)
    tickets = await repository.give_back(session, merge)
    merge.undone_by, merge.undone_at = actor.user_id, now
    await merges.store(merge)
    await audit.record(session, actor, Action.CONTACTS_MERGE_UNDONE, contact_id, {"back": str(merge.gone_id)})
    await outbox.add(
        session,
        [contact_changed(stored), contact_changed(restored), *map(ticket_changed, tickets)],
    )
    told = tickets_updated(tickets, {restored.id: restored})
    await updates.append(session, [contact_updated(stored), contact_updated(restored), *told])
    return _read(merge, now)


async def list_merges(
    session: AsyncSession, company_id: UUID, contact_id: UUID, now: datetime
) -> list[MergeRead]:
    """Return the merges of a contact, the last first. Raises `NotFound`."""
    await contacts.get_contact(session, company_id, contact_id)
    return [_read(merge, now) for merge in await merging.Merges(session, company_id).of(contact_id)]


async def purge(session: AsyncSession, limit: int, now: datetime) -> int:
    """Delete what it takes to take back some merges that are too old for it; return of how many."""
    return await merging.purge(session, now - UNDO, limit)


async def _both(
    session: AsyncSession, company_id: UUID, contact_id: UUID, other_id: UUID, *, lock: bool = False
) -> "tuple[Contact, Contact]":
    if contact_id == other_id:
        raise SameContact()
    keys = [(company_id, contact_id), (company_id, other_id)]
    found: Sequence[Contact] = await (contacts.lock if lock else contacts.of)(session, keys)
    known = {contact.id: contact for contact in found if contact.erased_at is None}
    if len(known) < 2:
        raise NotFound("contact-not-found")
    return known[contact_id], known[other_id]


async def _size(session: AsyncSession, company_id: UUID, contact_id: UUID) -> tuple[int, int]:
    """Return how many messages and tickets a contact has, counted up to what cannot be moved."""
    counted = await merging.length(session, company_id, contact_id, merging.MOST_MOVED + 1)
    return counted, await repository.count_tickets(session, company_id, contact_id, merging.MOST_MOVED + 1)


def _joined(kept: "Contact", gone: "Contact", body: MergeCreate) -> dict[str, Any]:
    other = gone.model_dump()
    return chosen(merging.joined(kept.model_dump(), other), other, frozenset(body.take))


def _undoable_until(merge: "ContactMerge", now: datetime) -> datetime | None:
    until = merge.merged_at + UNDO
    return until if merge.undone_at is None and merge.gone and now < until else None


def _read(merge: "ContactMerge", now: datetime) -> MergeRead:
    return MergeRead(
        id=merge.id,
        contact_id=merge.contact_id,
        gone_id=merge.gone_id,
        merged_by=merge.merged_by,
        merged_at=merge.merged_at,
        undone_by=merge.undone_by,
        undone_at=merge.undone_at,
        undoable_until=_undoable_until(merge, now),
    )
