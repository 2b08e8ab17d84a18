"""Who wrote: finding, creating and completing the contacts of a batch of senders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Event, Party
from atende_contracts.ids import uuid7
from chat.contacts.domain import Claim, claims_of, completed, phone_of, without
from chat.contacts.events import contact_changed, contact_gone, contact_merged, contact_updated
from chat.contacts.merge import Merged, SamePerson, merge
from chat.contacts.repository import contacts as repository
from chat.contacts.repository.contacts import new_row
from chat.rows import Row
from chat.updates.domain import LogEntry

if TYPE_CHECKING:
    from chat.contacts.models import Contact


_NAMES: Final = {"name", "phone", "wa_id", "bsuid", "lid"}


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

    def joined(self) -> list[Event]:
        """Return what other services are to know of contacts that are gone."""
        return [contact_merged(contact, self.merged.contact_of(contact.id)) for contact in self.merged.gone]

    def events(self) -> list[Event]:
        """Return what other services are to know."""
        return [*self.joined(), *(contact_changed(contact) for contact in self.changed)]

    def entries(self, of: Collection[UUID] | None = None) -> list[LogEntry]:
        """Return what agents are to see, with ``of`` about these contacts and those that were joined only."""
        return [
            *(contact_gone(contact, self.merged.contact_of(contact.id)) for contact in self.merged.gone),
            *(
                contact_updated(contact)
                for contact in self.changed
                if of is None or contact.id in of or contact.id in self.merged.rows
            ),
        ]


@dataclass(frozen=True, slots=True)
class _Named:
    """A sender with the names they are found by."""

    company_id: UUID
    party: Party
    former: Party | None
    claims: list[Claim]

    def told(self, owners: Mapping[Claim, UUID], contact_id: UUID) -> Party:
        """Return the person without the names that belong to another contact: they stay there."""
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
    """Return the contact of each sender (company and party), creating anyone who is new.

    ``former`` are the names that senders had until now, in their order. Contacts that turn out to be one
    person become one. Any number of transactions may resolve the same person at once: the identities' primary
    key lets one of them create the contact, and the others wait for it. What is to become of the tickets and
    messages of contacts that are gone is `Resolved.merged`. Raises ``ValueError`` for a sender without any
    identity.
    """
    people = [
        _Named(company_id, party, before, claims_of(company_id, party, before))
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
            new_row(company_id, contact_id, _completed(Party(), news), now)
            for (company_id, contact_id), news in told.items()
            if contact_id in new
        ],
    )
    same = _same_people(people, owners)
    keys = {*told, *((person.company_id, id_) for person in same for id_ in person.contacts)}
    known = await repository.lock(session, [key for key in keys if key[1] not in new])
    contacts = {contact.id: contact for contact in (*known, *created)}
    merged = await merge(session, same, contacts)
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


async def partly_known(session: AsyncSession, told: Sequence[tuple[UUID, Party]]) -> list[tuple[UUID, Party]]:
    """Return of people those of whom some names are contacts', but not all of the same one."""
    people = {(company_id, *party.model_dump().items()): (company_id, party) for company_id, party in told}
    named = [(person, claims_of(*person)) for person in people.values()]
    owners = await repository.owners(session, {claim for _, claims in named for claim in claims})
    return [
        person
        for person, claims in named
        if any(claim in owners for claim in claims) and len({owners.get(claim) for claim in claims}) > 1
    ]
