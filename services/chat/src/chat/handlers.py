"""Events in: which use case takes what. Each may see any event again."""

from typing import Final

from atende_contracts import topics
from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1, TemplateChangedV1
from atende_contracts.contacts import (
    ContactErasedV1,
    ContactNamesReportedV1,
    ContactOptOutChangedV1,
    ContactsReportedV1,
)
from atende_contracts.messages import (
    DeliveryStatusChangedV1,
    MediaStoredV1,
    MessageMediaChangedV1,
    MessageReceivedV1,
    Recorded,
)
from atende_contracts.privacy import CompanyErasureRequestedV1, ContactExportedV1
from atende_contracts.users import UserChangedV1
from atende_platform.messaging import company_erasures
from atende_platform.messaging.handlers import Handlers, on, one_by_one
from chat.contacts import service as contacts
from chat.directory import service as directory
from chat.erasure import service as erasure
from chat.personal_data import service as personal_data
from chat.templates import service as templates
from chat.tickets import deliveries, identify, inbound, records
from chat.updates import service as updates

HANDLERS: Final[Handlers] = {
    topics.MESSAGE_INBOUND: (
        on(MessageReceivedV1, MessageMediaChangedV1, do_now=inbound.receive),
        on(Recorded, do_now=records.store, portions=records.portions),
        on(ContactsReportedV1, do_now=identify.take_address_books, portions=one_by_one),
        on(ContactNamesReportedV1, do_now=identify.learn_told_names, portions=one_by_one),
    ),
    topics.MESSAGE_HISTORY: (on(Recorded, do_now=records.store, portions=records.portions),),
    topics.DELIVERY_STATUS: (
        # Not in one transaction: the second locks messages, and contacts are locked before those.
        on(DeliveryStatusChangedV1, do_now=identify.learn_names, portions=identify.with_names),
        on(DeliveryStatusChangedV1, do_now=deliveries.apply),
    ),
    topics.MEDIA_STORED: (on(MediaStoredV1, do=directory.apply_files),),
    topics.CAMPAIGN_PROGRESS: (on(CampaignProgressV1, CampaignFinishedV1, do=updates.record_campaigns),),
    topics.CONTACT_ERASED: (on(ContactErasedV1, do=erasure.confirm),),
    topics.CONTACT_EXPORTED: (on(ContactExportedV1, do_now=personal_data.take_answers),),
    topics.COMPANY_ERASURE: (on(CompanyErasureRequestedV1, do_now=company_erasures.request),),
    topics.CONTACT_OPTOUT: (on(ContactOptOutChangedV1, do_now=contacts.apply_opt_outs),),
    topics.COMPANY_CHANGED: (on(CompanyChangedV1, do=directory.apply_companies),),
    topics.USER_CHANGED: (on(UserChangedV1, do=directory.apply_users),),
    topics.CHANNEL_CHANGED: (on(ChannelChangedV1, do=directory.apply_channels),),
    topics.TEMPLATE_CHANGED: (on(TemplateChangedV1, do=templates.apply_templates),),
}
