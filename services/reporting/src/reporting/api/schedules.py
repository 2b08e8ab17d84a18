"""Reports that are sent by e-mail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from reporting.api.parameters import Reader
from reporting.schemas.schedules import RunRead, ScheduleCreate, ScheduleRead, ScheduleUpdate
from reporting.service import schedules
from reporting.settings import Settings

router = APIRouter(prefix="/schedules")
Manager = Annotated[TenantContext, requires(Permission.REPORTS_MANAGE)]


def _settings(request: Request) -> Settings:
    settings: Settings = runtime_of(request).settings
    return settings


@router.get("", operation_id="reports.listSchedules")
async def list_schedules(actor: Reader, session: TenantSession) -> Page[ScheduleRead]:
    """Reports that are sent by e-mail, by name, with what came of the latest. All of them: there is one page.

    Agents see those that they get.
    """
    return Page(items=await schedules.list_schedules(session, actor), next_cursor=None)


@router.post("", status_code=201, operation_id="reports.createSchedule")
@idempotent()
async def create_schedule(
    actor: Manager, session: TenantSession, request: Request, body: ScheduleCreate, tagged: Tagged
) -> ScheduleRead:
    """Have a report sent by e-mail every day, week or month, at an hour of the company's time zone.

    It is about the day, the seven days or the calendar month before. Recipients are users of the company who
    may see all reports.
    """
    most = _settings(request).report_schedules
    return tagged(await schedules.create_schedule(session, actor, body, most, now()))


@router.get("/{schedule_id}", operation_id="reports.getSchedule")
async def get_schedule(
    actor: Reader, session: TenantSession, schedule_id: UUID, tagged: Tagged
) -> ScheduleRead:
    """One report that is sent by e-mail."""
    return tagged(await schedules.get_schedule(session, actor, schedule_id))


@router.patch("/{schedule_id}", operation_id="reports.updateSchedule")
async def update_schedule(
    actor: Manager,
    session: TenantSession,
    schedule_id: UUID,
    body: ScheduleUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> ScheduleRead:
    """Change a report that is sent by e-mail, pause it or let it go on."""
    return tagged(await schedules.update_schedule(session, actor, schedule_id, body, now(), expected))


@router.delete("/{schedule_id}", status_code=204, operation_id="reports.deleteSchedule")
async def delete_schedule(
    actor: Manager, session: TenantSession, schedule_id: UUID, expected: IfMatch
) -> None:
    """Send the report no more. What was not sent yet is not sent."""
    await schedules.delete_schedule(session, actor, schedule_id, expected)


@router.post("/{schedule_id}/send", status_code=202, operation_id="reports.sendSchedule")
@idempotent()
async def send_schedule(
    actor: Manager, session: TenantSession, request: Request, schedule_id: UUID
) -> RunRead:
    """Send the report at once, also a paused one: about the last whole day, seven days or month."""
    most = _settings(request).report_mails_per_day
    return await schedules.send_now(session, actor, schedule_id, most, now())


@router.get("/{schedule_id}/runs", operation_id="reports.listScheduleRuns")
async def list_runs(
    actor: Reader, session: TenantSession, schedule_id: UUID, limit: Limit = 20, cursor: Cursor = None
) -> Page[RunRead]:
    """What came of a report each time in the last 90 days, the newest first."""
    return await schedules.list_runs(session, actor, schedule_id, cursor=cursor, limit=limit)


@router.delete("/{schedule_id}/recipients/me", status_code=204, operation_id="reports.leaveSchedule")
async def leave_schedule(actor: Reader, session: TenantSession, schedule_id: UUID) -> None:
    """Get the report no more. One that nobody gets is paused."""
    await schedules.leave(session, actor, schedule_id)
