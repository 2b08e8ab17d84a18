"""Every event class, by its ``type``; how events become bytes and back."""

from typing import Final, NamedTuple

from pydantic import TypeAdapter
from pydantic_core import to_json

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.campaigns import CampaignControlChangedV1, CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import (
    ChannelChangedV1,
    CompanyChangedV1,
    ProviderUpdateReportedV1,
    TemplateChangedV1,
)
from atende_contracts.contacts import (
    ContactChangedV1,
    ContactErasedV1,
    ContactErasureRequestedV1,
    ContactNamesReportedV1,
    ContactOptOutChangedV1,
    ContactPreferenceReportedV1,
    ContactSendsErasedV1,
    ContactsReportedV1,
    ContactTagChangedV1,
    TicketChangedV1,
    TicketRatedV1,
    TicketSlaEndedV1,
    TicketSlaNoticedV1,
)
from atende_contracts.event import Event
from atende_contracts.messages import (
    CampaignSendRequestedV1,
    CampaignSendsRequestedV2,
    DeliveryStatusChangedV1,
    DeliveryStatusesChangedV2,
    HistoryRecordedV1,
    MediaStoredV1,
    MessageMediaChangedV1,
    MessageReadRequestedV1,
    MessageReceivedV1,
    MessageSendRequestedV1,
    MessageSendRequestedV2,
    MessagesRecordedV1,
    NoticeSendRequestedV1,
    ProviderStatusReportedV1,
)
from atende_contracts.privacy import (
    CompanyErasedV1,
    CompanyErasureRequestedV1,
    ContactExportedV1,
    ContactExportRequestedV1,
)
from atende_contracts.queues import QueueChangedV1, TagChangedV1
from atende_contracts.users import UserChangedV1

EVENTS: Final[dict[str, type[Event]]] = {
    event.model_fields["type"].default: event
    for event in (
        MessageReceivedV1,
        MessagesRecordedV1,
        HistoryRecordedV1,
        MessageMediaChangedV1,
        MediaStoredV1,
        ContactsReportedV1,
        ContactNamesReportedV1,
        ContactPreferenceReportedV1,
        MessageSendRequestedV1,
        MessageSendRequestedV2,
        NoticeSendRequestedV1,
        MessageReadRequestedV1,
        CampaignSendRequestedV1,
        CampaignSendsRequestedV2,
        DeliveryStatusChangedV1,
        DeliveryStatusesChangedV2,
        ProviderStatusReportedV1,
        ProviderUpdateReportedV1,
        CampaignControlChangedV1,
        CampaignProgressV1,
        CampaignFinishedV1,
        ContactChangedV1,
        ContactTagChangedV1,
        ContactErasureRequestedV1,
        ContactSendsErasedV1,
        ContactErasedV1,
        ContactExportRequestedV1,
        ContactExportedV1,
        ContactOptOutChangedV1,
        TicketChangedV1,
        TicketRatedV1,
        TicketSlaEndedV1,
        TicketSlaNoticedV1,
        ChannelChangedV1,
        TemplateChangedV1,
        CompanyChangedV1,
        CompanyErasureRequestedV1,
        CompanyErasedV1,
        UserChangedV1,
        QueueChangedV1,
        TagChangedV1,
        AuditRecordedV1,
    )
}

_ADAPTERS: Final[dict[str, TypeAdapter[Event]]] = {name: TypeAdapter(event) for name, event in EVENTS.items()}


class UnknownEvent(Exception):
    """The type is not in the registry: a newer producer's event, which readers pass over."""


def encode(event: Event) -> bytes:
    """Return the event as JSON bytes."""
    return to_json(event, by_alias=False, exclude_none=True)


class EncodedEvent(NamedTuple):
    """An event as it is published."""

    topic: str
    type: str
    id: str
    key: bytes
    value: bytes

    @classmethod
    def of(cls, event: Event) -> "EncodedEvent":
        """Return an event as it is published."""
        return cls(event.topic, event.type, str(event.id), event.key().encode(), encode(event))


def decode(type_: str, payload: bytes) -> Event:
    """Return the event of the given ``type`` in ``payload``.

    Raises `UnknownEvent` for a type that is not registered, and pydantic's ``ValidationError``
    for a payload that does not fit its type.
    """
    adapter = _ADAPTERS.get(type_)
    if adapter is None:
        raise UnknownEvent(type_)
    return adapter.validate_json(payload)
