"""Who a customer is: finding, creating and completing contacts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactOptOutChangedV1, ContactsReportedV1
from atende_contracts.event import Event, Party
from atende_contracts.ids import uuid7
from atende_platform import outbox
from atende_platform.company_limits import UNLIMITED
from atende_platform.errors import InvalidInput, NotFound, Unavailable
from atende_platform.pagination import Page, decode_cursor, next_cursor
from atende_platform.phones import DEFAULT_REGION, PhoneInvalid, normalise_phone, region_of
from atende_platform.quotas import Quotas
from atende_platform.revisions import Expected
from chat.domain import ContactExists, completed, identities_of, identity_of, phone_of, without
from chat.repository import contacts as repository
from chat.repository import events, search
from chat.repository.contacts import Claim, Contacts
from chat.repository.conversations import Conversations
from chat.repository.events import LogEntry
from chat.repository.projections import find_company
from chat.repository.rows import Row
from chat.schemas import MAX_CUSTOM_FIELDS, ContactCreate, ContactRead, ContactUpdate, MessageRead
from chat.service import messages
from chat.service.announcements import (
    contact_changed,
    contact_gone,
    contact_merged,
    contact_updated,
    ticket_changed,
    tickets_updated,
)
from chat.service.merging import Merged, SamePerson, merge

if TYPE_CHECKING:
    from chat.models import Contact

_NAMES: Final = {"name", "phone", "wa_id", "bsuid", "lid"}
MOST_FOUND: Final = 500
"""Contacts whose tickets are looked for."""
_CANCELLED: Final = "57014"
"""What PostgreSQL says when it ends a statement for the time it takes."""


# --- who wrote -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Resolved:
    """The contacts of a batch of senders."""

    ids: list[UUID]
    """One per sender, in their order."""
    contacts: "dict[UUID, Contact]"
    """Each of them, locked until the transaction ends."""
    changed: "list[Contact]"
    """Those that are new or of whom we learnt something."""
    merged: Merged
    """Those that turned out to be one person."""

    def events(self) -> list[Event]:
        """Return what other services are to know."""
        return [
            *(contact_merged(contact, self.merged.contact_of(contact.id)) for contact in self.merged.gone),
            *(contact_changed(contact) for contact in self.changed),
            *(ticket_changed(ticket) for ticket in self.merged.tickets.values()),
        ]

    def entries(self, of: Collection[UUID] | None = None) -> list[LogEntry]:
        """Return what agents are to see, with ``of`` about these contacts and those that were joined only."""
        return [
            *(contact_gone(contact, self.merged.contact_of(contact.id)) for contact in self.merged.gone),
            *(
                contact_updated(contact)
                for contact in self.changed
                if of is None or contact.id in of or contact.id in self.merged.rows
            ),
            *tickets_updated(list(self.merged.tickets.values()), self.contacts),
        ]


@dataclass(frozen=True, slots=True)
class _Named:
    """A sender with the names they are found by."""

    company_id: UUID
    party: Party
    former: Party | None
    claims: list[Claim]

    def told(self, owners: Mapping[Claim, UUID], contact_id: UUID) -> Party:
        """Return the person without the names that belong to somebody else: they stay there."""
        foreign = {
            identity for company_id, identity in self.claims if owners[company_id, identity] != contact_id
        }
        return without(self.party.model_copy(update={"phone": phone_of(self.party)}), foreign)


async def resolve(
    session: AsyncSession,
    senders: Sequence[tuple[UUID, Party]],
    now: datetime,
    former: Sequence[Party | None] = (),
) -> Resolved:
    """Return the contact of each sender (company and party), creating whoever is new.

    ``former`` are the names that senders had until now, in their order. Contacts that turn out to be one
    person become one. Any number of transactions may resolve the same person at once: the identities' primary
    key lets one of them create the contact, and the others wait for it. Raises ``ValueError`` for a sender
    without any identity.
    """
    people = [
        _Named(company_id, party, before, _claims_of(company_id, party, before))
        for (company_id, party), before in zip_longest(senders, former)
    ]
    owners = await repository.owners(session, {claim for person in people for claim in person.claims})
    new: dict[UUID, UUID] = {}
    wanted: dict[Claim, UUID] = {}
    for person in people:
        contact_id = next((owners[claim] for claim in person.claims if claim in owners), None)
        if contact_id is None:
            contact_id = uuid7()
            new[contact_id] = person.company_id
        for claim in person.claims:
            if claim not in owners:
                owners[claim] = wanted[claim] = contact_id
    lost = wanted.keys() - await repository.claim(session, wanted)
    if lost:
        await _give_way(session, owners, wanted, lost, new)
    return await _create_and_complete(session, people, owners, new, now)


def _claims_of(company_id: UUID, party: Party, former: Party | None = None) -> list[Claim]:
    """Return the names to find somebody by: those they had, which their history is under, before the new."""
    parties = (party,) if former is None else (former, party)
    claims = [(company_id, identity) for each in parties for identity in identities_of(each)]
    if not claims:
        raise ValueError("the sender has no identity")
    return list(dict.fromkeys(claims))


async def _give_way(
    session: AsyncSession,
    owners: dict[Claim, UUID],
    wanted: dict[Claim, UUID],
    lost: Collection[Claim],
    new: dict[UUID, UUID],
) -> None:
    """Another transaction was first with some identities: our would-be contacts become its contacts."""
    winners = await repository.owners(session, lost)
    successors: dict[UUID, UUID] = {}
    for claim, contact_id in wanted.items():  # The strongest name decides.
        if claim in winners and contact_id in new:
            successors.setdefault(contact_id, winners[claim])
    owners.update(winners)
    for claim, contact_id in owners.items():
        owners[claim] = successors.get(contact_id, contact_id)
    await repository.hand_over(
        session, [(new.pop(contact_id), contact_id, winner) for contact_id, winner in successors.items()]
    )


async def _create_and_complete(
    session: AsyncSession,
    people: Sequence[_Named],
    owners: Mapping[Claim, UUID],
    new: Collection[UUID],
    now: datetime,
) -> Resolved:
    ids = [owners[person.claims[0]] for person in people]
    told: dict[tuple[UUID, UUID], list[tuple[Party, Party | None]]] = {}
    for person, contact_id in zip(people, ids, strict=True):
        news = (person.told(owners, contact_id), person.former)
        told.setdefault((person.company_id, contact_id), []).append(news)
    created = await repository.insert(
        session,
        [
            _new_row(company_id, contact_id, _completed(Party(), news), now)
            for (company_id, contact_id), news in told.items()
            if contact_id in new
        ],
    )
    same = _same_people(people, owners)
    keys = {*told, *((person.company_id, id_) for person in same for id_ in person.contacts)}
    known = await repository.lock(session, [key for key in keys if key[1] not in new])
    contacts = {contact.id: contact for contact in (*known, *created)}
    merged = await merge(session, same, contacts, now)
    if merged.successors:
        owners = {claim: merged.contact_of(contact_id) for claim, contact_id in owners.items()}
        ids = [merged.contact_of(contact_id) for contact_id in ids]
    learnt: dict[UUID, Row] = dict(merged.rows)
    for person, contact_id in zip(people, ids, strict=True):
        if contact_id in new and contact_id not in merged.rows:
            continue
        row = learnt.get(contact_id) or contacts[contact_id].model_dump()
        before = Party(**{name: row[name] for name in _NAMES})
        after = completed(before, person.told(owners, contact_id), person.former)
        if after != before:
            learnt[contact_id] = {**row, **after.model_dump(include=_NAMES)}
    updated = await repository.update(session, list(learnt.values()), now)
    contacts.update((contact.id, contact) for contact in updated)
    gone = {contact.id for contact in merged.gone}
    current = {contact_id: contact for contact_id, contact in contacts.items() if contact_id not in gone}
    fresh = [contact for contact in created if contact.id in current and contact.id not in learnt]
    return Resolved(ids, current, [*fresh, *updated], merged)


def _completed(known: Party, news: Sequence[tuple[Party, Party | None]]) -> Party:
    for party, former in news:
        known = completed(known, party, former)
    return known


def _same_people(people: Sequence[_Named], owners: Mapping[Claim, UUID]) -> list[SamePerson]:
    """Return the contacts of which senders have the names of several."""
    found = [(person, tuple(dict.fromkeys(owners[claim] for claim in person.claims))) for person in people]
    return [
        SamePerson(person.company_id, ids, renamed=person.former is not None)
        for person, ids in found
        if len(ids) > 1
    ]


async def learn_names(session: AsyncSession, told: Sequence[tuple[UUID, Party]], now: datetime) -> None:
    """Give contacts names that WhatsApp told beside one that they have; nobody becomes a contact by it."""
    people = {(company_id, *party.model_dump().items()): (company_id, party) for company_id, party in told}
    named = [(person, _claims_of(*person)) for person in people.values()]
    owners = await repository.owners(session, {claim for _, claims in named for claim in claims})
    news = [
        person
        for person, claims in named
        if any(claim in owners for claim in claims) and len({owners.get(claim) for claim in claims}) > 1
    ]
    if not news:
        return
    resolved = await resolve(session, news, now)
    await outbox.add(session, resolved.events())
    await events.append(session, resolved.entries())


def _new_row(company_id: UUID, contact_id: UUID, party: Party, now: datetime) -> Row:
    return {
        "company_id": company_id,
        "id": contact_id,
        **party.model_dump(),
        "tags": [],
        "custom_fields": {},
        "revision": 1,
        "created_at": now,
        "updated_at": now,
    }


# --- what agents do --------------------------------------------------------------------------


async def list_contacts(
    session: AsyncSession, company_id: UUID, cursor: str | None, limit: int
) -> Page[ContactRead]:
    return _page(await Contacts(session, company_id).page(decode_cursor(cursor), limit + 1), limit)


async def search_contacts(
    session: AsyncSession, finder: AsyncSession, company_id: UUID, text: str, cursor: str | None, limit: int
) -> Page[ContactRead]:
    """Return contacts by a part of their name or phone; ``finder`` is a session of the worker role.

    Raises `Unavailable` when the search takes too long.
    """
    ids = await _find(finder, company_id, text, decode_cursor(cursor), limit + 1)
    return _page(await Contacts(session, company_id).those(ids), limit)


async def find_contacts(finder: AsyncSession, company_id: UUID, text: str) -> list[UUID]:
    """Return the ids of contacts with a part of their name or phone, of more than `MOST_FOUND` the newest.

    Raises `Unavailable` when the search takes too long.
    """
    return await _find(finder, company_id, text, None, MOST_FOUND)


async def _find(
    finder: AsyncSession, company_id: UUID, text: str, position: tuple[datetime, UUID] | None, limit: int
) -> list[UUID]:
    if "\0" in text:
        raise InvalidInput("The character U+0000 is not allowed.", field="q")
    try:
        return await search.find(finder, company_id, text, position, limit)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _CANCELLED:
            raise
        raise Unavailable(
            "The search took too long. Give more of the name or phone.", retry_after=2
        ) from None


def _page(found: "Sequence[Contact]", limit: int) -> Page[ContactRead]:
    return Page(
        items=[ContactRead.model_validate(contact) for contact in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda contact: (contact.created_at, contact.id)),
    )


async def get_contact(session: AsyncSession, company_id: UUID, contact_id: UUID) -> "Contact":
    contact = await Contacts(session, company_id).find(contact_id)
    if contact is None:
        raise NotFound("There is no such contact.")
    return contact


async def list_messages(
    session: AsyncSession, company_id: UUID, contact_id: UUID, cursor: str | None, limit: int
) -> Page[MessageRead]:
    """Return a page of what stands in the conversations with a contact, newest first. Raises `NotFound`."""
    await get_contact(session, company_id, contact_id)
    found = await Conversations(session, company_id).of_contact(contact_id, decode_cursor(cursor), limit + 1)
    shown = await messages.show(session, found[:limit])
    return Page(
        items=[message.model_copy(update={"contact_id": contact_id}) for message in shown],
        next_cursor=next_cursor(found, limit, lambda message: (message.sent_at, message.id)),
    )


async def require_room(session: AsyncSession, company_id: UUID, quotas: Quotas) -> None:
    """Raise `Conflict` when the company has about all the contacts it may. Who writes always becomes one."""
    most = quotas.most(company_id, "contacts")
    await quotas.require_room_about(
        company_id,
        "contacts",
        lambda: Contacts(session, company_id).count(at_most=int(min(most, UNLIMITED))),
    )


async def create_contact(
    session: AsyncSession, company_id: UUID, body: ContactCreate, now: datetime, quotas: Quotas
) -> "Contact":
    """Create a contact.

    Raises `ContactExists` when the company has one with this phone, and `Conflict` when it may have no more.
    """
    await require_room(session, company_id, quotas)
    phone = await _phone(session, company_id, body.phone)
    contact_id = uuid7()
    await _claim_phone(session, company_id, contact_id, phone)
    row = _new_row(company_id, contact_id, Party(name=body.name, phone=phone), now)
    row.update(tags=_unique(body.tags), custom_fields=body.custom_fields)
    [contact] = await repository.insert(session, [row])
    quotas.note(company_id, "contacts", 1)
    await announce(session, [contact])
    return contact


async def update_contact(
    session: AsyncSession,
    company_id: UUID,
    contact_id: UUID,
    body: ContactUpdate,
    expected: Expected,
    now: datetime,
) -> "Contact":
    """Change what the body names.

    Raises `ContactExists` when the phone is another contact's, `PreconditionFailed` when the contact is at
    another revision than expected, and `InvalidInput` when it would have too many custom fields.
    """
    await get_contact(session, company_id, contact_id)
    changes = body.model_dump(exclude_unset=True, by_alias=False)
    if "tags" in changes:
        changes["tags"] = _unique(body.tags)
    if "phone" in changes:
        changes["phone"] = await _phone(session, company_id, body.phone)
        # Claimed before the contact is locked, as in `resolve`, or the two would wait for each other.
        await _claim_phone(session, company_id, contact_id, changes["phone"])
    contact = next(iter(await repository.lock(session, [(company_id, contact_id)])), None)
    if contact is None:  # It was joined with another one meanwhile.
        raise NotFound("There is no such contact.")
    expected.require(contact.revision)
    if "custom_fields" in changes:
        changes["custom_fields"] = _merged(contact.custom_fields, body.custom_fields)
    if "phone" in changes:
        await _release_phone(session, contact, changes["phone"])
    if all(getattr(contact, name) == value for name, value in changes.items()):
        return contact
    [changed] = await repository.update(session, [{**contact.model_dump(), **changes}], now)
    await announce(session, [changed])
    return changed


async def announce(session: AsyncSession, contacts: "Sequence[Contact]") -> None:
    """Tell sockets and other services of created or changed contacts."""
    await outbox.add(session, [contact_changed(contact) for contact in contacts])
    await events.append(session, [contact_updated(contact) for contact in contacts])


async def region_of_company(session: AsyncSession, company_id: UUID) -> str:
    """Return the country in which the company dials."""
    company = await find_company(session, company_id)
    return region_of(company.locale) if company else DEFAULT_REGION


async def _phone(session: AsyncSession, company_id: UUID, raw: str) -> str:
    try:
        return normalise_phone(raw, await region_of_company(session, company_id))
    except PhoneInvalid as error:
        raise InvalidInput(error.words, field="phone") from None


async def _claim_phone(session: AsyncSession, company_id: UUID, contact_id: UUID, phone: str) -> None:
    claims = dict.fromkeys(_claims_of(company_id, Party(phone=phone)), contact_id)
    free = await repository.claim(session, claims)
    owners = await repository.owners(session, claims.keys() - free)
    other = next((owner for owner in owners.values() if owner != contact_id), None)
    if other is not None:
        raise ContactExists("A contact with this phone exists.", contactId=str(other))


async def _release_phone(session: AsyncSession, contact: "Contact", phone: str) -> None:
    """Take from a contact the identities of its old phone that its new one does not give."""
    kept = identities_of(Party(phone=phone, wa_id=contact.wa_id))
    old = set(identities_of(Party(phone=contact.phone))) - set(kept)
    if old:
        await Contacts(session, contact.company_id).release(contact.id, old)


def _merged(stored: dict[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    merged = {**stored, **changes}
    kept = {name: value for name, value in merged.items() if value is not None}
    if len(kept) > MAX_CUSTOM_FIELDS:
        raise InvalidInput(
            f"A contact may have {MAX_CUSTOM_FIELDS} custom fields at most, and would have {len(kept)}.",
            field="customFields",
        )
    return kept


def _unique(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tags))


# --- address books ---------------------------------------------------------------------------


async def take_address_book(session: AsyncSession, event: ContactsReportedV1, now: datetime) -> None:
    """Have a contact for everybody in the phone's address book; what is known of one stays as it is.

    Sockets are not told of each, as of an import; other services are.
    """
    resolved = await resolve(session, [(event.company_id, person) for person in event.people], now)
    await outbox.add(session, resolved.events())
    await events.append(session, resolved.entries(of=()))


# --- what campaign tells us ------------------------------------------------------------------


async def apply_opt_outs(
    session: AsyncSession, told: Sequence[ContactOptOutChangedV1], now: datetime
) -> None:
    """Show on contacts who left or rejoined broadcasts."""
    rows: dict[tuple[UUID, str, str, str], Row] = {}
    for event in told:
        kind, value = identity_of(event.identity)
        scope = str(event.channel_id or "*")
        key = (event.company_id, kind, value, scope)
        if key not in rows or event.at >= rows[key]["at"]:
            rows[key] = {
                "company_id": event.company_id,
                "kind": kind,
                "value": value,
                "scope": scope,
                "opted_out": event.opted_out,
                "at": event.at,
            }
    changed = await repository.store_opt_outs(session, list(rows.values()), now)
    await events.append(session, [contact_updated(contact) for contact in changed])
