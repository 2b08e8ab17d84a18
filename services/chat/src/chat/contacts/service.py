"""What agents do with contacts, and who of them left broadcasts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.errors import InvalidFields, InvalidInput, NotFound, Unavailable
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.revisions import Expected
from atende_platform.identity import audit
from atende_platform.identity.company_limits import UNLIMITED
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas, take_turns
from atende_platform.messaging import outbox
from atende_platform.phones import DEFAULT_REGION, PhoneInvalid, normalise_phone, region_of
from chat.contacts.domain import (
    EVERYBODY,
    MAX_CUSTOM_FIELDS,
    ContactBlocked,
    ContactExists,
    ExternalIdExists,
    Identity,
    Only,
    claims_of,
    identities_of,
    identity_of,
)
from chat.contacts.events import contact_changed, contact_deleted, contact_erased, contact_updated
from chat.contacts.fields import require_typed
from chat.contacts.repository import contacts as repository
from chat.contacts.repository import search
from chat.contacts.repository.contacts import (
    Contacts,
    create_whole,
    external_owners,
    lock,
    new_row,
    of,
    owners,
    remove,
    update,
)
from chat.contacts.repository.search import scan
from chat.contacts.schemas import ContactAlias, ContactCreate, ContactRead, ContactUpdate
from chat.contacts.tags import unified
from chat.directory.service import find_company
from chat.rows import Row
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.contacts.models import Contact

__all__ = [
    "Contacts",
    "announce",
    "announce_gone",
    "apply_opt_outs",
    "create_contact",
    "create_whole",
    "external_owners",
    "find_contacts",
    "get_contact",
    "list_aliases",
    "list_contacts",
    "lock",
    "new_row",
    "of",
    "owners",
    "region_of_company",
    "remove",
    "require_not_blocked",
    "require_room",
    "scan",
    "search_contacts",
    "update",
    "update_contact",
    "withdraw",
]


MOST_FOUND: Final = 500
"""Contacts whose tickets are looked for."""
ENOUGH: Final = 100
_FURTHER: Final = ("email", "organization", "external_id", "avatar_url", "notes")
_CANCELLED: Final = "57014"
"""What PostgreSQL says when it ends a statement for the time it takes."""


async def list_contacts(
    session: AsyncSession, company_id: UUID, only: Only, cursor: str | None, limit: int
) -> Page[ContactRead]:
    """Return contacts, newest first. Those with a tag are found by `search_contacts`."""
    return _page(await Contacts(session, company_id).page(decode_cursor(cursor), limit + 1, only), limit)


async def search_contacts(
    session: AsyncSession,
    finder: AsyncSession,
    company_id: UUID,
    text: str | None,
    only: Only,
    cursor: str | None,
    limit: int,
) -> Page[ContactRead]:
    """Return contacts by what is in them, or by a tag; ``finder`` is a session of the worker role.

    Raises `Unavailable` when the search takes too long.
    """
    ids = await _find(finder, company_id, text, decode_cursor(cursor), limit + 1, only)
    return _page(await Contacts(session, company_id).those(ids), limit)


async def find_contacts(finder: AsyncSession, company_id: UUID, text: str) -> list[UUID]:
    """Return the ids of contacts with a part of their name or phone, of more than `MOST_FOUND` the newest.

    Where `ENOUGH` are among the newest contacts of all, no further ones are looked for.

    Raises `Unavailable` when the search takes too long.
    """
    return await _find(finder, company_id, text, None, MOST_FOUND, EVERYBODY, ENOUGH)


async def _find(
    finder: AsyncSession,
    company_id: UUID,
    text: str | None,
    position: tuple[datetime, UUID] | None,
    limit: int,
    only: Only,
    enough: int | None = None,
) -> list[UUID]:
    if "\0" in (text or ""):
        raise InvalidInput("nul_character", field="q")
    try:
        return await search.find(finder, company_id, text, position, limit, only, enough=enough)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _CANCELLED:
            raise
        raise Unavailable("search-too-slow", retry_after=2) from None


def _page(found: "Sequence[Contact]", limit: int) -> Page[ContactRead]:
    return Page(
        items=[ContactRead.model_validate(contact) for contact in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda contact: (contact.created_at, contact.id)),
    )


async def get_contact(session: AsyncSession, company_id: UUID, contact_id: UUID) -> "Contact":
    contact = await Contacts(session, company_id).find(contact_id)
    if contact is None:
        raise NotFound("contact-not-found")
    return contact


async def list_aliases(session: AsyncSession, company_id: UUID, contact_id: UUID) -> list[ContactAlias]:
    """Return all names that lead to a contact. Raises `NotFound`."""
    await get_contact(session, company_id, contact_id)
    found = await Contacts(session, company_id).names(contact_id)
    return [ContactAlias(kind=name.kind, value=name.value) for name in found]


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
    row = new_row(company_id, contact_id, Party(name=body.name, phone=phone), now)
    fields = await require_typed(session, company_id, body.custom_fields)
    row.update(tags=await _written(session, company_id, body.tags), custom_fields=fields)
    row.update({name: getattr(body, name) for name in _FURTHER})
    if body.external_id is not None:
        await _require_free(session, company_id, contact_id, body.external_id)
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
    changes = body.changes()
    given = await require_typed(session, company_id, body.custom_fields)
    if "tags" in changes:
        changes["tags"] = await _written(session, company_id, body.tags)
    if "phone" in changes:
        changes["phone"] = await _phone(session, company_id, body.phone)
        # Claimed before the contact is locked, as in `resolve`, or the two would wait for each other.
        await _claim_phone(session, company_id, contact_id, changes["phone"])
    if changes.get("external_id") is not None:
        await _require_free(session, company_id, contact_id, changes["external_id"])
    contact = await _locked(session, company_id, contact_id)
    expected.require(contact.revision)
    if "custom_fields" in changes:
        changes["custom_fields"] = _merged(contact.custom_fields, given)
    if "phone" in changes:
        await _release_phone(session, contact, changes["phone"])
    if all(getattr(contact, name) == value for name, value in changes.items()):
        return contact
    [changed] = await repository.update(session, [{**contact.model_dump(), **changes}], now)
    await announce(session, [changed])
    return changed


async def block(session: AsyncSession, actor: TenantContext, contact_id: UUID, now: datetime) -> "Contact":
    """Send nothing to a contact from now on, and let what they write ask for no answer. Safe to repeat."""
    return await _set_blocked(session, actor, contact_id, now, blocked=True)


async def unblock(session: AsyncSession, actor: TenantContext, contact_id: UUID, now: datetime) -> "Contact":
    """Let a contact be written to again; what they write next asks for an answer. Safe to repeat."""
    return await _set_blocked(session, actor, contact_id, now, blocked=False)


async def _set_blocked(
    session: AsyncSession, actor: TenantContext, contact_id: UUID, now: datetime, *, blocked: bool
) -> "Contact":
    contact = await _locked(session, actor.company_id, contact_id)
    if (contact.blocked_at is not None) == blocked:
        return contact
    changes = {"blocked_at": now if blocked else None}
    [changed] = await repository.update(session, [{**contact.model_dump(), **changes}], now)
    action = Action.CONTACT_BLOCKED if blocked else Action.CONTACT_UNBLOCKED
    await audit.record(session, actor, action, contact_id)
    await announce(session, [changed])
    return changed


def require_not_blocked(contact: "Contact") -> None:
    """Raise `ContactBlocked` for a contact to whom nothing is to be sent."""
    if contact.blocked_at is not None:
        raise ContactBlocked()


async def _locked(session: AsyncSession, company_id: UUID, contact_id: UUID) -> "Contact":
    contact = next(iter(await repository.lock(session, [(company_id, contact_id)])), None)
    if contact is None:
        raise NotFound("contact-not-found")
    return contact


async def announce(session: AsyncSession, contacts: "Sequence[Contact]") -> None:
    """Tell sockets and other services of created or changed contacts."""
    await outbox.add(session, [contact_changed(contact) for contact in contacts])
    await updates.append(session, [contact_updated(contact) for contact in contacts])


async def withdraw(
    session: AsyncSession, company_id: UUID, contact_id: UUID, now: datetime
) -> "tuple[Contact, list[Identity]]":
    """Take everything that is known of a person from a contact; return it as it was, and its identities.

    The contact is in no list any more, and nothing can be sent to it. Its row is left, for its tickets.
    Raises `NotFound`.
    """
    contact = await _locked(session, company_id, contact_id)
    identities = await repository.take_names(session, company_id, contact_id)
    await repository.empty(session, company_id, contact_id, now)
    return contact, identities


async def announce_gone(session: AsyncSession, contact: "Contact") -> None:
    """Tell sockets and other services of a contact that was withdrawn."""
    await outbox.add(session, [contact_erased(contact)])
    await updates.append(session, [contact_deleted(contact)])


async def region_of_company(session: AsyncSession, company_id: UUID) -> str:
    """Return the country in which the company dials."""
    company = await find_company(session, company_id)
    return region_of(company.locale) if company else DEFAULT_REGION


async def _phone(session: AsyncSession, company_id: UUID, raw: str) -> str:
    try:
        return normalise_phone(raw, await region_of_company(session, company_id))
    except PhoneInvalid as error:
        raise InvalidFields([error.at("phone")]) from None


async def _claim_phone(session: AsyncSession, company_id: UUID, contact_id: UUID, phone: str) -> None:
    claims = dict.fromkeys(claims_of(company_id, Party(phone=phone)), contact_id)
    free = await repository.claim(session, claims)
    owners = await repository.owners(session, claims.keys() - free)
    other = next((owner for owner in owners.values() if owner != contact_id), None)
    if other is not None:
        raise ContactExists(contact_id=str(other))


async def _require_free(session: AsyncSession, company_id: UUID, contact_id: UUID, external_id: str) -> None:
    """Have nobody else of the company set external ids until the commit. Raises `ExternalIdExists`."""
    await take_turns(session, company_id, "external-ids")
    owner = (await repository.external_owners(session, company_id, [external_id])).get(external_id)
    if owner not in (None, contact_id):
        raise ExternalIdExists(contact_id=str(owner))


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
            "too_many_custom_fields", field="customFields", most=MAX_CUSTOM_FIELDS, count=len(kept)
        )
    return kept


async def _written(session: AsyncSession, company_id: UUID, tags: list[str]) -> list[str]:
    written = await unified(session, company_id, tags)
    return list(dict.fromkeys(written[tag] for tag in tags))


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
    await updates.append(session, [contact_updated(contact) for contact in changed])
