"""Reports of a period."""

from fastapi import APIRouter

from atende_platform.data.db import now
from atende_platform.http.access import TenantSession
from reporting.api.parameters import Question, Reader
from reporting.schemas.activity import DailyReport, HourlyReport, SummaryReport
from reporting.service import activity

router = APIRouter()


@router.get("/daily", operation_id="reports.getDaily")
async def get_days(actor: Reader, session: TenantSession, asked: Question) -> DailyReport:
    """What happened on each day of a period of at most 366 days; the last 30 if none is given."""
    return await activity.report_days(session, actor, asked, now())


@router.get("/hourly", operation_id="reports.getHourly")
async def get_hours(actor: Reader, session: TenantSession, asked: Question) -> HourlyReport:
    """What happened by weekday and hour in a period of at most 366 days; the last 30 if none is given."""
    return await activity.report_hours(session, actor, asked, now())


@router.get("/summary", operation_id="reports.getSummary")
async def get_summary(actor: Reader, session: TenantSession, asked: Question) -> SummaryReport:
    """What happened in a period of at most 366 days; in the last 30 if none is given."""
    return await activity.report_summary(session, actor, asked, now())
