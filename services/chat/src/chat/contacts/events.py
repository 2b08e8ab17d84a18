"""How changes of contacts are published: to the agents' sockets (event log) and other services (outbox)."""

from typing import TYPE_CHECKING
from uuid import UUID

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from chat.contacts.schemas import ContactRead
from chat.updates.domain import CHAT, LogEntry

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


def contact_updated(contact: "Contact") -> LogEntry:
    shown = ContactRead.model_validate(contact).model_dump(mode="json")
    return LogEntry(contact.company_id, CHAT, "contact.updated", {"contact": shown})


def contact_gone(contact: "Contact", into: UUID) -> LogEntry:
    merged = {"contactId": str(contact.id), "mergedInto": str(into)}
    return LogEntry(contact.company_id, CHAT, "contact.merged", merged)
