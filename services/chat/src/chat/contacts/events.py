"""How changes of contacts are published: to the agents' sockets (event log) and other services (outbox)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_platform.http.models import unchecked
from chat.contacts.schemas import ContactFieldRead, ContactRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.contacts.models import Contact, ContactField, ContactTag


_SHOWN: Final = tuple(ContactRead.model_fields)


def party_of(contact: "Contact") -> Party:
    """Return everything a contact is called."""
    return _party_of(vars(contact))


def _party_of(row: Mapping[str, Any]) -> Party:
    named = {name: row[name] for name in ("name", "phone", "wa_id", "bsuid", "lid")}
    return unchecked(Party, {**named, "parent_bsuid": None})


def contact_changed(contact: "Contact") -> ContactChangedV1:
    return row_changed(vars(contact))


def row_changed(row: Mapping[str, Any]) -> ContactChangedV1:
    """Return what other services are to know of a contact, by its columns."""
    return ContactChangedV1(
        company_id=row["company_id"],
        contact_id=row["id"],
        party=_party_of(row),
        tags=row["tags"],
        custom_fields=row["custom_fields"],
        email=row["email"],
        organization=row["organization"],
        external_id=row["external_id"],
        blocked=row["blocked_at"] is not None,
        revision=row["revision"],
    )


def contact_merged(contact: "Contact", into: UUID) -> ContactChangedV1:
    """The contact is gone: it was the same person as another one."""
    gone = contact_changed(contact)
    return gone.model_copy(update={"revision": contact.revision + 1, "deleted": True, "merged_into": into})


def contact_erased(contact: "Contact") -> ContactChangedV1:
    """The contact was deleted: nothing that was known of the person is published with it."""
    return ContactChangedV1(
        company_id=contact.company_id,
        contact_id=contact.id,
        party=Party(),
        revision=contact.revision + 1,
        deleted=True,
    )


class ContactUpdated(Update):
    """A contact is new or has changed."""

    TYPE = "contact.updated"
    NAMESPACE = CHAT

    contact: ContactRead


class ContactMerged(Update):
    """A contact is gone: it was the same person as another one."""

    TYPE = "contact.merged"
    NAMESPACE = CHAT

    contact_id: UUID
    merged_into: UUID


class ContactDeleted(Update):
    """A contact was deleted, with all tickets and messages of the person."""

    TYPE = "contact.deleted"
    NAMESPACE = CHAT

    contact_id: UUID


class ContactFieldUpdated(Update):
    """A custom field of contacts was defined or has changed."""

    TYPE = "contact_field.updated"
    NAMESPACE = CHAT

    field: ContactFieldRead


class ContactFieldDeleted(Update):
    """A custom field is no longer defined; contacts keep its values as texts."""

    TYPE = "contact_field.deleted"
    NAMESPACE = CHAT

    field_id: UUID
    name: str


class ContactTagUpdated(Update):
    """A tag of contacts is new or has changed. Contacts get another name of it by and by."""

    TYPE = "contact_tag.updated"
    NAMESPACE = CHAT

    tag_id: UUID
    name: str
    color: str


class ContactTagDeleted(Update):
    """A tag of contacts is gone, or became a part of another."""

    TYPE = "contact_tag.deleted"
    NAMESPACE = CHAT

    tag_id: UUID
    name: str


def contact_tag_updated(tag: "ContactTag") -> LogEntry:
    return ContactTagUpdated(tag_id=tag.id, name=tag.name, color=tag.color).entry(tag.company_id)


def contact_tag_deleted(tag: "ContactTag") -> LogEntry:
    return ContactTagDeleted(tag_id=tag.id, name=tag.name).entry(tag.company_id)


def contact_field_updated(field: "ContactField") -> LogEntry:
    return ContactFieldUpdated(field=ContactFieldRead.model_validate(field)).entry(field.company_id)


def contact_field_deleted(field: "ContactField") -> LogEntry:
    return ContactFieldDeleted(field_id=field.id, name=field.name).entry(field.company_id)


def contact_updated(contact: "Contact") -> LogEntry:
    row = vars(contact)
    shown = unchecked(ContactRead, {name: row[name] for name in _SHOWN})
    return unchecked(ContactUpdated, {"contact": shown}).entry(contact.company_id)


def contact_deleted(contact: "Contact") -> LogEntry:
    return ContactDeleted(contact_id=contact.id).entry(contact.company_id)


def contact_gone(contact: "Contact", into: UUID) -> LogEntry:
    return ContactMerged(contact_id=contact.id, merged_into=into).entry(contact.company_id)
