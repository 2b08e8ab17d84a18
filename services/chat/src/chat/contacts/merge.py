"""Contacts that turn out to be one person become one contact, which has the names of both.

WhatsApp tells so: by a message that says who has a new number or user id, by a message or a status that
names a number and a user id together. What each was is kept for a while, so that they can be made two again;
two that were are not joined by themselves any more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.contacts.domain import MAX_CUSTOM_FIELDS, MAX_TAGS, number_of
from chat.contacts.repository import contacts as repository
from chat.contacts.repository import merges
from chat.contacts.repository.merges import Merges, purge
from chat.rows import Row

if TYPE_CHECKING:
    from chat.contacts.models import Contact, ContactMerge

__all__ = ["Merges", "purge"]

_FILLED: Final = (
    *("name", "phone", "wa_id", "bsuid", "lid"),
    *("email", "organization", "external_id", "avatar_url", "notes"),
)
KEPT: Final = (
    *("name", "phone", "wa_id", "bsuid", "lid", "tags", "custom_fields"),
    *("email", "organization", "external_id", "avatar_url", "notes"),
)
"""The columns of the contact that stays which a merge may change."""
MOST_MOVED: Final = 5000
"""Messages, and tickets, that can be moved back, or are moved by hand."""
_MANY: Final = 1000
"""Messages: contacts of as many thousands are alike."""
_MOST_COUNTED: Final = 100 * _MANY


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Contacts of which WhatsApp told that they are one person."""

    company_id: UUID
    contacts: tuple[UUID, ...]
    renamed: bool
    """Whether it reported a change of names; otherwise names stood beside each other, which two may share."""


class Succession(NamedTuple):
    """A contact that is gone, and the one that goes on in its place."""

    company_id: UUID
    contact_id: UUID
    to: UUID


@dataclass(slots=True)
class Merged:
    """The result of joining contacts that are one person."""

    successors: dict[UUID, UUID] = field(default_factory=dict)
    """Which contact goes on, by each that is gone."""
    gone: "list[Contact]" = field(default_factory=list)
    rows: dict[UUID, Row] = field(default_factory=dict)
    """The contacts that go on, as they are to be stored."""
    memories: dict[UUID, Row] = field(default_factory=dict)
    """What each that is gone was, and the one that goes on, as it is to be kept."""
    successions: list[Succession] = field(default_factory=list)
    """Whose tickets and messages are to become whose, in this order, before the contacts can be removed."""

    def contact_of(self, contact_id: UUID) -> UUID:
        """Return the contact that a contact is now, after all merges."""
        while contact_id in self.successors:
            contact_id = self.successors[contact_id]
        return contact_id

    def in_one_with(self, contact_id: UUID) -> list[UUID]:
        """Return a contact that goes on, and all that it goes on for."""
        return [contact_id, *(gone for gone in self.successors if self.contact_of(gone) == contact_id)]


async def merge(
    session: AsyncSession, people: Iterable[SamePerson], contacts: "dict[UUID, Contact]"
) -> Merged:
    """Make one contact of each person: the one that is known longest, unless another has far more messages.

    What moves is then never much more than what stays, so that nobody can have the same long history moved
    again and again.

    ``contacts`` are all of them, locked. The rows that go on are not stored here: more may be learnt. Those
    that are gone are left to who moves their tickets and messages.
    """
    merged = Merged()
    for person in people:
        ids = sorted({merged.contact_of(id_) for id_ in person.contacts})
        known = [merged.rows.get(id_) or contacts[id_].model_dump() for id_ in ids if id_ in contacts]
        if len(known) < 2 or not (person.renamed or _are_one(known)):
            continue
        if await _were_one(session, person.company_id, ids):
            continue
        lengths = await _lengths(session, person.company_id, ids, merged)
        known.sort(key=lambda contact: (-(lengths[contact["id"]] // _MANY), contact["id"]))
        first, *others = known
        for other in others:
            succession = Succession(person.company_id, other["id"], first["id"])
            after = joined(first, other)
            names = await names_of(session, person.company_id, other["id"])
            merged.memories[other["id"]] = memory(first, after, other, names)
            await give_names(session, person.company_id, contacts[other["id"]], first["id"])
            merged.successions.append(succession)
            merged.successors[other["id"]] = first["id"]
            merged.gone.append(contacts[other["id"]])
            merged.rows.pop(other["id"], None)
            first = after
        merged.rows[first["id"]] = first
    return merged


async def _were_one(session: AsyncSession, company_id: UUID, contacts: Sequence[UUID]) -> bool:
    """Tell whether some of these contacts were one, and were made two again."""
    undone = await merges.undone(session, company_id, contacts)
    return any(pair <= {*contacts} for pair in undone)


async def names_of(session: AsyncSession, company_id: UUID, contact_id: UUID) -> list[str]:
    """Return the identities of a contact, as a merge keeps them."""
    found = await repository.Contacts(session, company_id).names(contact_id)
    return [f"{name.kind}:{name.value}" for name in found]


def memory(before: Row, after: Row, gone: Row, names: Sequence[str]) -> Row:
    """Return the columns of `ContactMerge` with what two contacts were, and the one that they became."""
    return {
        "contact_id": after["id"],
        "gone_id": gone["id"],
        "before": {name: before[name] for name in KEPT},
        "after": {name: after[name] for name in KEPT},
        "gone": orjson.loads(orjson.dumps(gone, default=str)),
        "names": list(names),
    }


async def remember(session: AsyncSession, company_id: UUID, **columns: Any) -> "ContactMerge":
    """Keep a merge: what `memory` returned of it, and what has moved."""
    return await merges.Merges(session, company_id).add(**columns)


async def _lengths(
    session: AsyncSession, company_id: UUID, ids: Iterable[UUID], merged: Merged
) -> dict[UUID, int]:
    """Return how long each history is, with those that are still to be moved to it."""
    members = {id_: merged.in_one_with(id_) for id_ in ids}
    counted = await repository.histories(
        session, company_id, [one for group in members.values() for one in group], _MOST_COUNTED
    )
    return {id_: min(sum(counted[one] for one in group), _MOST_COUNTED) for id_, group in members.items()}


def _are_one(contacts: Sequence[Row]) -> bool:
    """Tell whether no name of one contradicts a name of another: a number is one's, a user id the other's."""
    numbers = {number_of(contact["wa_id"] or contact["phone"]) for contact in contacts} - {None}
    user_ids = {contact["bsuid"] for contact in contacts} - {None}
    lids = {contact["lid"] for contact in contacts} - {None}
    return max(len(numbers), len(user_ids), len(lids)) < 2


def joined(first: Row, other: Row) -> Row:
    """Return a contact with what only the other one has, as far as there is room."""
    tags = list(dict.fromkeys([*first["tags"], *other["tags"]]))
    fields = first["custom_fields"] | (other["custom_fields"] | first["custom_fields"])  # Its own come first.
    filled = {name: first[name] or other[name] for name in _FILLED}
    blocked = min(filter(None, (first["blocked_at"], other["blocked_at"])), default=None)
    return {
        **first,
        **filled,
        "blocked_at": blocked,
        "tags": tags[:MAX_TAGS],
        "custom_fields": dict(list(fields.items())[:MAX_CUSTOM_FIELDS]),
    }


async def give_names(session: AsyncSession, company_id: UUID, gone: "Contact", to: UUID) -> None:
    """Give the names of a contact that is going to be removed to another. Both are locked."""
    await repository.hand_over(session, [(company_id, gone.id, to)])
    if gone.external_id is not None:  # Only one contact may have it.
        await repository.release_external_id(session, company_id, gone.id)


async def length(session: AsyncSession, company_id: UUID, contact_id: UUID, most: int) -> int:
    """Return how many messages a contact has, counted up to ``most``."""
    return (await repository.histories(session, company_id, [contact_id], most))[contact_id]


async def restore(session: AsyncSession, row: Row) -> "Contact":
    """Store a contact again that was a part of another; its names come after."""
    [contact] = await repository.insert(session, [row])
    return contact
