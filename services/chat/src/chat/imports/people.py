"""Rows of files become contacts: new ones, or what the caller chose for those that are there."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.field_errors import FieldError
from atende_platform.files.people_files import PersonRow
from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.contacts.domain import MAX_CUSTOM_FIELDS, identities_of
from chat.contacts.events import contact_changed
from chat.imports.domain import OnExisting
from chat.rows import Row
from chat.tickets.identify import resolve
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import Contact


Outcome = Literal["created", "updated", "duplicates"] | FieldError
"""What a row did, by the name of its count; an error for one that was refused."""
_TOO_MANY_FIELDS: Final = FieldError.of("customFields", "would_have_too_many_fields", most=MAX_CUSTOM_FIELDS)


async def import_people(
    session: AsyncSession, company_id: UUID, rows: Sequence[PersonRow], on_existing: OnExisting, now: datetime
) -> list[Outcome]:
    """Create contacts, and change those that exist as ``on_existing`` says; return what each row did.

    ``skip`` leaves them alone, ``fillEmpty`` adds what they do not have, ``update`` prefers the file's name
    and fields, and adds its tags. Empty cells change nothing. The rows have no problem, one per person.
    Sockets get the import as a whole, and contacts that the file shows to be one person; other services get
    every contact.
    """
    outcomes: dict[int, Outcome] = {}
    wanted = list(enumerate(rows))
    if on_existing == "skip":
        known = await _known(session, company_id, rows)
        outcomes = dict.fromkeys(known, cast(Outcome, "duplicates"))
        wanted = [(position, row) for position, row in wanted if position not in known]
    resolved = await resolve(session, [(company_id, row.party) for _, row in wanted], now)
    learnt = {contact.id for contact in resolved.changed}
    created = {contact.id for contact in resolved.changed if contact.revision == 1}
    changed: dict[UUID, Row] = {}
    seen: set[UUID] = set()
    for (position, row), contact_id in zip(wanted, resolved.ids, strict=True):
        if contact_id in seen:  # By another of their names.
            outcomes[position] = "duplicates"
            continue
        seen.add(contact_id)
        contact = resolved.contacts[contact_id]
        replaced = on_existing == "update" or contact_id in created
        values = _values(contact, row, replaced=replaced)
        if len(values["custom_fields"]) > MAX_CUSTOM_FIELDS:
            outcomes[position] = _TOO_MANY_FIELDS
            continue
        if any(getattr(contact, name) != value for name, value in values.items()):
            changed[contact_id] = {**contact.model_dump(), **values}
        moved = contact_id in learnt or contact_id in changed
        outcomes[position] = "created" if contact_id in created else "updated" if moved else "duplicates"
    updated = await contacts.update(session, list(changed.values()), now)
    latest = {contact.id: contact for contact in (*resolved.changed, *updated)}
    await outbox.add(
        session, [*resolved.joined(), *(contact_changed(contact) for contact in latest.values())]
    )
    await updates.append(session, resolved.entries(of=()))
    return [outcomes[position] for position in range(len(rows))]


async def _known(session: AsyncSession, company_id: UUID, rows: Sequence[PersonRow]) -> set[int]:
    """Return which rows are of people who are contacts."""
    claims = {
        (company_id, identity): position
        for position, row in enumerate(rows)
        for identity in identities_of(row.party)
    }
    owners = await contacts.owners(session, claims)
    return {claims[claim] for claim in owners}


def _values(contact: "Contact", row: PersonRow, *, replaced: bool) -> Row:
    """Return what a contact is to be after a row."""
    fields, name, tags = dict(contact.custom_fields), contact.name, list(contact.tags)
    for field, value in row.fields.items():
        if replaced or not fields.get(field):
            fields[field] = value
    if row.party.name and (replaced or not name):
        name = row.party.name
    if row.tags and (replaced or not tags):
        tags = list(dict.fromkeys([*tags, *row.tags]))
    return {"name": name, "custom_fields": fields, "tags": tags}
