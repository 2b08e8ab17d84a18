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
from chat.contacts.domain import Claim, claims_of, completed, phone_of, says_nothing_new, without
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
    strangers: Collection[UUID]
    """Those that are new, so that nothing of them can be stored yet."""

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
        told = self.party.model_copy(update={"phone": phone_of(self.party)})
        return without(told, foreign) if foreign else told

    def is_known_as(self, contact: "Contact") -> bool:
        """Tell whether nothing can be learnt of a contact from how the sender is named."""
        return self.former is None and says_nothing_new(vars(contact), self.party)


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
    claims = {claim for person in people for claim in person.claims}
    owners, known = await repository.find(session, claims)
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
    created = await _create(session, people, owners, wanted, new, now) if wanted else []
    return await _complete(session, people, owners, {one.id: one for one in created}, known, now)


async def _create(
    session: AsyncSession,
    people: Sequence[_Named],
    owners: dict[Claim, UUID],
    wanted: dict[Claim, UUID],
    new: dict[UUID, UUID],
    now: datetime,
) -> "list[Contact]":
    """Claim identities, and store the contacts that are new."""
    created = await repository.create(session, wanted, _new_rows(people, owners, new, now))
    if created is not None:
        return created
    owned = await repository.owners(session, wanted)
    lost = {claim for claim, contact_id in wanted.items() if owned.get(claim) != contact_id}
    await _give_way(session, owners, wanted, {claim: owned[claim] for claim in lost if claim in owned}, new)
    return await repository.insert(session, _new_rows(people, owners, new, now))


def _new_rows(
    people: Sequence[_Named], owners: Mapping[Claim, UUID], new: Collection[UUID], now: datetime
) -> list[Row]:
    known: dict[tuple[UUID, UUID], Party] = {}
    for person in people:
        contact_id = owners[person.claims[0]]
        if contact_id in new:
            key = (person.company_id, contact_id)
            told = person.told(owners, contact_id)
            known[key] = completed(known.get(key, Party()), told, person.former)
    return [new_row(company_id, contact_id, party, now) for (company_id, contact_id), party in known.items()]


async def _give_way(
    session: AsyncSession,
    owners: dict[Claim, UUID],
    wanted: dict[Claim, UUID],
    winners: Mapping[Claim, UUID],
    new: dict[UUID, UUID],
) -> None:
    """Another transaction was first with some identities: our would-be contacts become its contacts."""
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


async def _complete(
    session: AsyncSession,
    people: Sequence[_Named],
    owners: Mapping[Claim, UUID],
    created: "Mapping[UUID, Contact]",
    known: "Mapping[UUID, Contact]",
    now: datetime,
) -> Resolved:
    """Lock the contacts that are not ours yet, join those that are one person, and store what is learnt."""
    ids = [owners[person.claims[0]] for person in people]
    same = _same_people(people, owners)
    keys = dict.fromkeys((person.company_id, id_) for person, id_ in zip(people, ids, strict=True))
    keys |= dict.fromkeys((person.company_id, id_) for person in same for id_ in person.contacts)
    missing = [key for key in keys if key[1] not in created and key[1] not in known]
    locked = await repository.lock(session, missing)
    contacts = {**known, **{contact.id: contact for contact in locked}, **created}
    merged = await merge(session, same, contacts)
    if merged.successors:
        owners = {claim: merged.contact_of(contact_id) for claim, contact_id in owners.items()}
        ids = [merged.contact_of(contact_id) for contact_id in ids]
    learnt: dict[UUID, Row] = dict(merged.rows)
    for person, contact_id in zip(people, ids, strict=True):
        if contact_id in created and contact_id not in merged.rows:
            continue
        if contact_id not in learnt and person.is_known_as(contacts[contact_id]):
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
    fresh = [one for one in created.values() if one.id in current and one.id not in learnt]
    return Resolved(ids, current, [*fresh, *updated], merged, created.keys() - merged.rows.keys())


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
