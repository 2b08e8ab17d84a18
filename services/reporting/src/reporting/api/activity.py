"""Reports of a period."""

from fastapi import APIRouter

from atende_platform.data.db import now
from atende_platform.http.access import TenantSession
from reporting.api.parameters import ChannelId, From, Reader, To
from reporting.schemas.activity import DailyReport, SummaryReport
from reporting.service import activity

router = APIRouter()


@router.get("/daily", operation_id="reports.getDaily")
async def get_days(
    actor: Reader,
    session: TenantSession,
    first: From = None,
    last: To = None,
    channel_id: ChannelId = None,
) -> DailyReport:
    """What happened on each day of a period of at most 366 days; the last 30 if none is given."""
    return await activity.report_days(
        session, actor.company_id, now(), first=first, last=last, channel_id=channel_id
    )


@router.get("/summary", operation_id="reports.getSummary")
async def get_summary(
    actor: Reader,
    session: TenantSession,
    first: From = None,
    last: To = None,
    channel_id: ChannelId = None,
) -> SummaryReport:
    """What happened in a period of at most 366 days; in the last 30 if none is given."""
    return await activity.report_summary(
        session, actor.company_id, now(), first=first, last=last, channel_id=channel_id
    )
