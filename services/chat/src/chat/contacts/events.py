"""How changes of contacts are published: to the agents' sockets (event log) and other services (outbox)."""

from typing import TYPE_CHECKING
from uuid import UUID

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from chat.contacts.schemas import ContactRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.contacts.models import Contact


def party_of(contact: "Contact") -> Party:
    """Return everything a contact is called."""
    return Party(
        name=contact.name,
        phone=contact.phone,
        wa_id=contact.wa_id,
        bsuid=contact.bsuid,
        lid=contact.lid,
    )


def contact_changed(contact: "Contact") -> ContactChangedV1:
    return ContactChangedV1(
        company_id=contact.company_id,
        contact_id=contact.id,
        party=party_of(contact),
        tags=contact.tags,
        custom_fields=contact.custom_fields,
        revision=contact.revision,
    )


def contact_merged(contact: "Contact", into: UUID) -> ContactChangedV1:
    """The contact is gone: it was the same person as another one."""
    gone = contact_changed(contact)
    return gone.model_copy(update={"revision": contact.revision + 1, "deleted": True, "merged_into": into})


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


def contact_updated(contact: "Contact") -> LogEntry:
    return ContactUpdated(contact=ContactRead.model_validate(contact)).entry(contact.company_id)


def contact_gone(contact: "Contact", into: UUID) -> LogEntry:
    return ContactMerged(contact_id=contact.id, merged_into=into).entry(contact.company_id)
