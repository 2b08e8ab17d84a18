"""How what happened is told: to the agents' sockets (event log) and to other services (outbox)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, cast
from uuid import UUID

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.contacts import ContactChangedV1, TicketChangedV1
from atende_contracts.event import Party
from atende_platform.permissions import Permission
from chat.repository.events import LogEntry
from chat.schemas import ContactRead, ImportRead, TicketRead

if TYPE_CHECKING:
    from chat.models import ChannelCopy, Contact, ContactImport, Ticket

CHAT: Final = "chat"
CAMPAIGNS: Final = "campaigns"
CHANNELS: Final = "channels"

NAMESPACES: Final = {
    CHAT: Permission.TICKETS_READ,
    CAMPAIGNS: Permission.CAMPAIGNS_READ,
    CHANNELS: Permission.CHANNELS_READ,
}
"""The parts of the event log, and what it takes to read each."""


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


def ticket_changed(ticket: "Ticket") -> TicketChangedV1:
    return TicketChangedV1(
        company_id=ticket.company_id,
        ticket_id=ticket.id,
        contact_id=ticket.contact_id,
        channel_id=ticket.channel_id,
        status=cast(Literal["pending", "open", "closed"], ticket.status),
        assignee_id=ticket.assignee_id,
        opened_at=ticket.opened_at,
        first_reply_at=ticket.first_reply_at,
        closed_at=ticket.closed_at,
        revision=ticket.revision,
    )


def contact_updated(contact: "Contact") -> LogEntry:
    shown = ContactRead.model_validate(contact).model_dump(mode="json")
    return LogEntry(contact.company_id, CHAT, "contact.updated", {"contact": shown})


def contact_gone(contact: "Contact", into: UUID) -> LogEntry:
    merged = {"contactId": str(contact.id), "mergedInto": str(into)}
    return LogEntry(contact.company_id, CHAT, "contact.merged", merged)


def ticket_updated(ticket: "Ticket", contact: "Contact") -> LogEntry:
    shown = TicketRead.of(ticket, contact).model_dump(mode="json")
    return LogEntry(ticket.company_id, CHAT, "ticket.updated", {"ticket": shown})


def tickets_updated(tickets: "list[Ticket]", contacts: "Mapping[UUID, Contact]") -> list[LogEntry]:
    return [ticket_updated(ticket, contacts[ticket.contact_id]) for ticket in tickets]


def import_updated(job: "ContactImport") -> LogEntry:
    """One entry per chunk: a socket event per imported contact would drown the agents' consoles."""
    shown = ImportRead.of(job).model_dump(mode="json", exclude={"errors", "columns"})
    return LogEntry(job.company_id, CHAT, "import.updated", {"import": shown})


def channel_changed(channel: "ChannelCopy") -> LogEntry:
    return LogEntry(
        channel.company_id,
        CHANNELS,
        "channel.changed",
        {
            "channelId": str(channel.id),
            "name": channel.name,
            "provider": channel.provider,
            "status": channel.status,
            "displayPhone": channel.display_phone,
        },
    )


def campaign_moved(event: CampaignProgressV1 | CampaignFinishedV1) -> LogEntry:
    return LogEntry(
        event.company_id,
        CAMPAIGNS,
        event.type.removesuffix(".v1"),
        {
            "campaignId": str(event.campaign_id),
            "name": event.name,
            "state": event.state,
            "total": event.total,
            "counts": event.counts,
            "replies": event.replies,
            "startedAt": event.started_at.isoformat() if event.started_at else None,
            "finishedAt": event.finished_at.isoformat() if event.finished_at else None,
        },
    )
