"""Events in: which use case takes what. Each may see any event again, and many companies' at once."""

from typing import Final

from atende_contracts import topics
from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.contacts import (
    ContactErasureRequestedV1,
    ContactOptOutChangedV1,
    TicketChangedV1,
    TicketRatedV1,
    TicketSlaEndedV1,
)
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from atende_contracts.privacy import CompanyErasureRequestedV1
from atende_contracts.queues import QueueChangedV1, TagChangedV1
from atende_contracts.users import UserChangedV1
from atende_platform.messaging import company_erasures
from atende_platform.messaging.handlers import Handlers, on
from reporting.service import directory, projections, report_mails

HANDLERS: Final[Handlers] = {
    topics.MESSAGE_INBOUND: (on(MessageReceivedV1, do=projections.count_inbound),),
    topics.DELIVERY_STATUS: (on(DeliveryStatusChangedV1, do=projections.apply_sends),),
    topics.CAMPAIGN_PROGRESS: (on(CampaignProgressV1, CampaignFinishedV1, do=projections.apply_campaigns),),
    topics.TICKET_ACTIVITY: (
        on(TicketChangedV1, do=projections.apply_tickets),
        on(TicketSlaEndedV1, do=projections.apply_promises),
        on(TicketRatedV1, do=projections.apply_ratings),
    ),
    topics.CONTACT_ERASURE: (on(ContactErasureRequestedV1, do=projections.confirm_erasures),),
    topics.CONTACT_OPTOUT: (on(ContactOptOutChangedV1, do=projections.count_opt_outs),),
    topics.CHANNEL_CHANGED: (on(ChannelChangedV1, do=projections.apply_channels),),
    topics.COMPANY_CHANGED: (
        on(CompanyChangedV1, do=projections.apply_companies),
        on(CompanyChangedV1, do_now=report_mails.follow_companies),
    ),
    topics.COMPANY_ERASURE: (on(CompanyErasureRequestedV1, do_now=company_erasures.request),),
    topics.USER_CHANGED: (
        on(UserChangedV1, do=directory.apply_entries),
        on(UserChangedV1, do=projections.apply_users),
    ),
    topics.QUEUE_CHANGED: (on(QueueChangedV1, do=directory.apply_entries),),
    topics.TAG_CHANGED: (on(TagChangedV1, do=directory.apply_entries),),
}
