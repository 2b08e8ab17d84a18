"""Deleting contacts: at once out of sight and out of reach, then everything else in batches."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.contacts import ContactErasedV1
from atende_contracts.identity import aliases
from atende_platform.errors import NotFound
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox, parked_people
from chat.contacts import service as contacts
from chat.contacts.domain import stand_in
from chat.contacts.events import party_of
from chat.erasure import repository
from chat.erasure.domain import (
    BATCH,
    LOG_BATCH,
    PATIENCE,
    PAUSE,
    TICKETS_AT_ONCE,
    names_in_texts,
    numbers_in_cells,
)
from chat.erasure.events import erasure_requested
from chat.erasure.repository import Confirmed, Erasures
from chat.erasure.schemas import ErasureRead

if TYPE_CHECKING:
    from chat.erasure.models import ContactErasure


async def request(
    session: AsyncSession, actor: TenantContext, contact_id: UUID, now: datetime
) -> "ContactErasure":
    """Delete a contact. Raises `NotFound`, also for one that was deleted before.

    From here on the contact is in no list and has no name, number or field; anyone who writes from the number
    is somebody new. Tickets, messages, notes and files go in batches (`step`), and other services delete
    what they have. Opt-outs stay, under the bare identity: docs/adr/0050-a-deleted-contact.md.
    """
    contact, identities = await contacts.withdraw(session, actor.company_id, contact_id, now)
    names = [contact_id, *(stand_in(actor.company_id, identity) for identity in identities)]
    known = [f"{identity.kind}:{identity.value}" for identity in identities]
    erasure = await Erasures(session, actor.company_id).add(
        contact_id, actor.user_id, names, list(dict.fromkeys([*known, *aliases(party_of(contact))])), now
    )
    await audit.record(session, actor, Action.CONTACT_DELETED, contact_id)
    await outbox.add(session, [erasure_requested(erasure)])
    await contacts.announce_gone(session, contact)
    return erasure


async def get(session: AsyncSession, company_id: UUID, erasure_id: UUID) -> ErasureRead:
    """Return how far an erasure is. Raises `NotFound`."""
    erasure = await Erasures(session, company_id).find(erasure_id)
    if erasure is None:
        raise NotFound("erasure-not-found")
    return ErasureRead.model_validate(erasure)


async def list_erasures(
    session: AsyncSession, company_id: UUID, cursor: str | None, limit: int
) -> Page[ErasureRead]:
    """Return a page of erasures, newest first."""
    found = await Erasures(session, company_id).page(decode_cursor(cursor), limit + 1)
    return Page(
        items=[ErasureRead.model_validate(erasure) for erasure in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda erasure: (erasure.requested_at, erasure.id)),
    )


async def due(session: AsyncSession, after: UUID, most: int, now: datetime) -> Sequence[UUID]:
    """Return some companies behind one, in their order, with erasures that are due."""
    return await repository.due(session, after, now, most)


async def step(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Do one batch of an erasure that is due, of each company; tell whether there were any.

    The batch and what is published of it are one transaction, so that a killed worker loses and repeats
    nothing.
    """
    erasures = await repository.take(session, companies, now)
    for erasure in erasures:
        await _go_on(session, erasure, now)
    return bool(erasures)


async def _go_on(session: AsyncSession, erasure: "ContactErasure", now: datetime) -> None:
    gone, changes = await repository.erase_messages(session, erasure, now - PATIENCE, BATCH)
    if gone:
        await outbox.add(session, [erasure_requested(erasure, gone)])
        erased = {"messages": len(gone), "message_changes": changes}
        await repository.advance(session, erasure, now, erased)
    elif await repository.has_queued(session, erasure):
        await repository.advance(session, erasure, now + PAUSE)
    else:
        await _clean_log(session, erasure, now)


async def _clean_log(session: AsyncSession, erasure: "ContactErasure", now: datetime) -> None:
    """Look through some more of the event log, while the person's tickets are known; at its end, go on."""
    looked_for = await repository.tickets_of(session, erasure, TICKETS_AT_ONCE)
    are_all = len(looked_for) < TICKETS_AT_ONCE
    ids = [erasure.contact_id, *erasure.names, *looked_for]
    pattern = names_in_texts(ids, erasure.aliases)
    position, ended, cleaned = await repository.clean_log(session, erasure, pattern, LOG_BATCH)
    erased = {"event_log": cleaned}
    if ended:
        tickets = await repository.erase_tickets(session, erasure, BATCH if are_all else TICKETS_AT_ONCE)
        erased["tickets"] = tickets
        if not are_all:
            position = 0  # For the tickets that are left.
        elif tickets < BATCH:
            await _finish(session, erasure, erased, now)
            return
    await repository.advance(session, erasure, now, erased, log_position=position)


async def _finish(
    session: AsyncSession, erasure: "ContactErasure", erased: dict[str, int], now: datetime
) -> None:
    pattern = names_in_texts([erasure.contact_id], erasure.aliases)
    copies = await repository.erase_copies(session, erasure, pattern, numbers_in_cells(erasure.aliases))
    copies["outbox"] = await parked_people.erase(session, erasure.company_id, pattern)
    gone = await repository.erase_contact(session, erasure)
    await repository.advance(session, erasure, now, {**erased, **copies, "contacts": gone})
    await outbox.add(session, [erasure_requested(erasure, last=True)])
    await repository.finish(session, erasure, now)


async def confirm(session: AsyncSession, told: Sequence[ContactErasedV1]) -> None:
    """Write down which services have nothing of a person any more.

    They hear of an erasure after all that was published before: what Kafka refused of that is parked by now.
    """
    by_erasure: dict[tuple[UUID, UUID], dict[str, ContactErasedV1]] = {}
    for event in told:
        by_erasure.setdefault((event.company_id, event.erasure_id), {}).setdefault(event.service, event)
    confirmed = {
        key: Confirmed(
            orjson.dumps({name: event.occurred_at.isoformat() for name, event in events.items()}).decode(),
            orjson.dumps({name: event.erased for name, event in events.items()}).decode(),
        )
        for key, events in by_erasure.items()
    }
    await repository.confirm(session, confirmed)
    by_company: dict[UUID, set[UUID]] = {}
    for event in told:
        by_company.setdefault(event.company_id, set()).add(event.contact_id)
    for company_id, people in by_company.items():
        await parked_people.erase(session, company_id, names_in_texts(people, ()))
