"""The tables. Every one belongs to a company; row-level security is put on by the migration."""

from atende_platform.data.idempotency import idempotency_table
from atende_platform.messaging.company_erasures import company_erasures_table
from atende_platform.messaging.inbox import inbox_table
from atende_platform.messaging.outbox import outbox_table
from reporting.models.base import Base
from reporting.models.directory import DirectoryEntry
from reporting.models.exports import ReportExport, ReportExportPart
from reporting.models.facts import (
    CampaignFact,
    ChannelFact,
    CompanySettings,
    SendFact,
    TicketFact,
    TicketMoment,
)
from reporting.models.rollups import (
    campaign_curve,
    campaign_sends,
    failures,
    measure_log,
    measure_sums,
    measures,
    opt_out_sources,
    rollup_days,
    rollup_log,
    rollups,
    sum_zones,
    template_sends,
)
from reporting.models.schedules import ReportMail, ReportRecipient, ReportRun, ReportSchedule

__all__ = [
    "Base",
    "CampaignFact",
    "ChannelFact",
    "CompanySettings",
    "DirectoryEntry",
    "ReportExport",
    "ReportExportPart",
    "ReportMail",
    "ReportRecipient",
    "ReportRun",
    "ReportSchedule",
    "SendFact",
    "TicketFact",
    "TicketMoment",
    "campaign_curve",
    "campaign_sends",
    "failures",
    "measure_log",
    "measure_sums",
    "measures",
    "opt_out_sources",
    "rollup_days",
    "rollup_log",
    "rollups",
    "sum_zones",
    "template_sends",
]

idempotency_table(Base.metadata)
inbox_table(Base.metadata)
outbox_table(Base.metadata)
company_erasures_table(Base.metadata)
