"""Rows of files become contacts: new ones, or what the caller chose for those that are there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.field_errors import FieldError
from atende_contracts.ids import uuid7
from atende_platform.files.columns import Detail
from atende_platform.files.people_files import PersonRow
from atende_platform.limits.quotas import take_turns
from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.contacts.domain import MAX_CUSTOM_FIELDS, MAX_TAGS, Claim, identities_of, phone_of
from chat.contacts.events import contact_changed, party_of, row_changed
from chat.contacts.fields import rules_of, typed
from chat.contacts.tags import unified
from chat.imports.domain import OnExisting
from chat.rows import Row
from chat.tickets.identify import resolve
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import Contact


Outcome = Literal["created", "updated", "duplicates"] | FieldError
"""What a row did, by the name of its count; an error for one that was refused."""
_Placed = tuple[int, PersonRow]
"""A row of a chunk, with its position there."""
_TOO_MANY_FIELDS: Final = FieldError.of("customFields", "would_have_too_many_fields", most=MAX_CUSTOM_FIELDS)
_TOO_MANY_TAGS: Final = FieldError.of("tags", "would_have_too_many_tags", most=MAX_TAGS)
_TAKEN: Final = FieldError.of("externalId", "external_id_taken")
_UNKNOWN: Final = FieldError.of("externalId", "external_id_unknown")
_DETAILS: Final[tuple[tuple[str, Detail], ...]] = (
    ("email", "email"),
    ("organization", "organization"),
    ("external_id", "externalId"),
    ("notes", "notes"),
)
"""The columns of contacts, and what rows call them."""


async def import_people(
    session: AsyncSession, company_id: UUID, rows: Sequence[PersonRow], on_existing: OnExisting, now: datetime
) -> list[Outcome]:
    """Create contacts, and change those that exist as ``on_existing`` says; return what each row did.

    ``skip`` leaves them alone, ``fillEmpty`` adds what they do not have, ``update`` prefers the file's name,
    details and fields, and adds its tags. Empty cells change nothing. The rows have no problem, one per
    person. A person is known by any phone, user id or external id; a row whose phone is one contact's and
    whose external id is another's is refused.
    Sockets get the import as a whole, and contacts that the file shows to be one person; other services get
    every contact.
    """
    rows, outcomes = await _typed(session, company_id, await _with_known_tags(session, company_id, rows))
    wanted = [(position, row) for position, row in enumerate(rows) if position not in outcomes]
    externals = await _external_owners(session, company_id, rows)
    if on_existing == "skip":
        there = await known(session, company_id, rows, externals)
        outcomes |= dict.fromkeys(there - outcomes.keys(), cast(Outcome, "duplicates"))
        wanted = [(position, row) for position, row in wanted if position not in there]
    if externals is not None:
        wanted, refused = await _by_external_ids(session, company_id, wanted, externals)
        outcomes |= refused
    others, strangers = await _strangers(session, company_id, wanted, now)
    if strangers:
        outcomes |= dict.fromkeys((position for position, _ in strangers), cast(Outcome, "created"))
        await outbox.add(session, [row_changed(contact) for _, contact in strangers])
    if others:
        outcomes |= await _store(session, company_id, others, on_existing, now)
    return [outcomes[position] for position in range(len(rows))]


async def _strangers(
    session: AsyncSession, company_id: UUID, rows: Sequence[_Placed], now: datetime
) -> tuple[Sequence[_Placed], list[tuple[int, Row]]]:
    """Create the people of whose names no contact has any; return the other rows, and the new contacts.

    Most of a file are such, and one statement stores them whole. If others claim one of their names at the
    same moment, all are left to `resolve`.
    """
    names = [(placed, identities_of(placed[1].party)) for placed in rows]
    owned = await contacts.owners(session, {(company_id, name) for _, own in names for name in own})
    claims: dict[Claim, UUID] = {}
    created: list[tuple[int, Row]] = []
    others: list[_Placed] = []
    for placed, own in names:
        wanted = [(company_id, name) for name in own]
        if any(claim in owned or claim in claims for claim in wanted):
            others.append(placed)
            continue
        position, row = placed
        contact_id = uuid7()
        claims.update(dict.fromkeys(wanted, contact_id))
        created.append((position, _new(company_id, contact_id, row, now)))
    if not created:
        return rows, []
    is_created = await contacts.create_whole(session, claims, [contact for _, contact in created])
    return (others, created) if is_created else (rows, [])


def _new(company_id: UUID, contact_id: UUID, row: PersonRow, now: datetime) -> Row:
    """Return the columns of a contact that a row makes."""
    return {
        **contacts.new_row(company_id, contact_id, row.party, now),
        "phone": phone_of(row.party),
        "tags": list(dict.fromkeys(row.tags or ())),
        "custom_fields": row.fields,
        "avatar_url": None,
        "blocked_at": None,
        **{column: row.details.get(given) for column, given in _DETAILS},
    }


async def _store(
    session: AsyncSession,
    company_id: UUID,
    wanted: Sequence[_Placed],
    on_existing: OnExisting,
    now: datetime,
) -> dict[int, Outcome]:
    """Change the contacts that rows are of; return what each row did, by its position."""
    outcomes: dict[int, Outcome] = {}
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
        if (error := _error_of(values)) is not None:
            outcomes[position] = error
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
    return outcomes


async def _with_known_tags(
    session: AsyncSession, company_id: UUID, rows: Sequence[PersonRow]
) -> list[PersonRow]:
    """Return rows with the company's own spelling of their tags."""
    written = await unified(session, company_id, (tag for row in rows for tag in row.tags or ()))
    return [
        replace(row, tags=list(dict.fromkeys(written[tag] for tag in row.tags))) if row.tags else row
        for row in rows
    ]


async def _typed(
    session: AsyncSession, company_id: UUID, rows: Sequence[PersonRow]
) -> tuple[Sequence[PersonRow], dict[int, Outcome]]:
    """Return rows with their fields as the company's fields have them, and those that do not fit."""
    rules = await rules_of(session, company_id) if any(row.fields for row in rows) else {}
    if not rules:
        return rows, {}
    refused: dict[int, Outcome] = {}
    fitting: list[PersonRow] = []
    for position, row in enumerate(rows):
        fields, errors = typed(rules, row.fields)
        if errors:
            refused[position] = errors[0]
        fitting.append(row if fields == row.fields else replace(row, fields=fields))
    return fitting, refused


async def known(
    session: AsyncSession,
    company_id: UUID,
    rows: Sequence[PersonRow],
    externals: dict[str, UUID] | None = None,
) -> set[int]:
    """Return which rows are of people who are contacts.

    ``externals`` says whose the rows' external ids are, if the caller knows.
    """
    claims = {
        (company_id, identity): position
        for position, row in enumerate(rows)
        for identity in identities_of(row.party)
    }
    owners = await contacts.owners(session, claims)
    if externals is None:
        ids = [row.details["externalId"] for row in rows if "externalId" in row.details]
        externals = await contacts.external_owners(session, company_id, ids) if ids else {}
    by_external_id = {
        position for position, row in enumerate(rows) if row.details.get("externalId") in externals
    }
    return {claims[claim] for claim in owners} | by_external_id


async def _external_owners(
    session: AsyncSession, company_id: UUID, rows: Sequence[PersonRow]
) -> dict[str, UUID] | None:
    """Return whose the rows' external ids are, which stays so until the commit; None if they have none."""
    ids = [row.details["externalId"] for row in rows if "externalId" in row.details]
    if not ids:
        return None
    await take_turns(session, company_id, "external-ids")
    return await contacts.external_owners(session, company_id, ids)


async def _by_external_ids(
    session: AsyncSession,
    company_id: UUID,
    rows: Sequence[tuple[int, PersonRow]],
    externals: dict[str, UUID],
) -> tuple[list[tuple[int, PersonRow]], dict[int, Outcome]]:
    """Return rows with the names of the contacts that have their external ids, and those that are refused."""
    owned = {
        position: externals[row.details["externalId"]]
        for position, row in rows
        if row.details.get("externalId") in externals
    }
    people = {
        contact.id: contact
        for contact in await contacts.of(session, [(company_id, id_) for id_ in set(owned.values())])
    }
    claims = {
        (company_id, name) for position, row in rows if position in owned for name in identities_of(row.party)
    }
    owners = await contacts.owners(session, claims) if claims else {}
    named: list[tuple[int, PersonRow]] = []
    refused: dict[int, Outcome] = {}
    for position, row in rows:
        own = identities_of(row.party)
        person = people.get(owned[position]) if position in owned else None
        if person is None:
            if own:
                named.append((position, row))
            else:
                refused[position] = _UNKNOWN
            continue
        theirs = {owners[company_id, name] for name in own if (company_id, name) in owners}
        former = party_of(person)
        if theirs - {person.id} or (own and not theirs and identities_of(former)):
            refused[position] = _TAKEN  # By a contact with another phone.
        elif own:
            named.append((position, row))
        elif identities_of(former):
            party = former.model_copy(update={"name": row.party.name})
            named.append((position, replace(row, party=party)))
        else:
            refused[position] = _UNKNOWN
    return named, refused


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
    details = {
        column: row.details[given]
        for column, given in _DETAILS
        if given in row.details and (replaced or not getattr(contact, column))
    }
    return {"name": name, "custom_fields": fields, "tags": tags, **details}


def _error_of(values: Row) -> FieldError | None:
    """Return why a contact cannot be so."""
    if len(values["custom_fields"]) > MAX_CUSTOM_FIELDS:
        return _TOO_MANY_FIELDS
    return _TOO_MANY_TAGS if len(values["tags"]) > MAX_TAGS else None
