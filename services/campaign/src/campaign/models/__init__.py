"""The tables. Every one belongs to a company; row-level security is put on by the migration."""

from atende_platform.data.idempotency import idempotency_table
from atende_platform.messaging.company_erasures import company_erasures_table
from atende_platform.messaging.outbox import outbox_table
from campaign.models.audience import AudienceFile, AudienceRow, AudienceSource, CampaignTarget, Segment
from campaign.models.base import Base
from campaign.models.campaigns import Campaign, CampaignMove, OutcomeWindow, ProgressMark, Recipient
from campaign.models.copies import (
    ChannelCopy,
    CompanyCopy,
    ContactCopy,
    Erasure,
    FileCopy,
    LastInbound,
    LastSeen,
    TemplateCopy,
)
from campaign.models.messages import TestSend
from campaign.models.opt_outs import (
    CampaignOptOut,
    OptOut,
    OptOutHistory,
    OptOutImport,
    OptOutReject,
    OptOutSettings,
)

__all__ = [
    "AudienceFile",
    "AudienceRow",
    "AudienceSource",
    "Base",
    "Campaign",
    "CampaignMove",
    "CampaignOptOut",
    "CampaignTarget",
    "ChannelCopy",
    "CompanyCopy",
    "ContactCopy",
    "Erasure",
    "FileCopy",
    "LastInbound",
    "LastSeen",
    "OptOut",
    "OptOutHistory",
    "OptOutImport",
    "OptOutReject",
    "OptOutSettings",
    "OutcomeWindow",
    "ProgressMark",
    "Recipient",
    "Segment",
    "TemplateCopy",
    "TestSend",
]

outbox_table(Base.metadata)
company_erasures_table(Base.metadata)
idempotency_table(Base.metadata)
