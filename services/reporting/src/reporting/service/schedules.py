"""Scheduled reports, as people make, change, send and leave them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Role
from atende_platform.errors import Conflict, InvalidInput, NotFound, TooManyRequests
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from reporting.domain.schedules import MailStatus, Timing, status_of
from reporting.repository import report_mails
from reporting.repository.recipients import Recipients
from reporting.repository.report_mails import Due
from reporting.repository.reports import Reports
from reporting.repository.schedules import Schedules
from reporting.schemas.schedules import (
    FiltersBody,
    MailRead,
    RecipientRead,
    RunRead,
    ScheduleBody,
    ScheduleCreate,
    ScheduleRead,
    ScheduleUpdate,
)
from reporting.service.periods import company_zone

if TYPE_CHECKING:
    from reporting.models.schedules import ReportMail, ReportRecipient, ReportRun, ReportSchedule

SENT_BY_HAND_PER_HOUR: Final = 10
_FIELDS: Final = (
    "name",
    "report",
    "filters",
    "every",
    "weekday",
    "day",
    "hour",
    "recipient_ids",
    "format",
    "language",
    "enabled",
)

_FIELD_OF: Final = {
    "weekday_missing": "weekday",
    "day_of_month_missing": "day",
    "recipient_missing": "recipientIds",
    "recipient_repeated": "recipientIds",
    "not_of_report": "filters",
}


def may_receive(user: "ReportRecipient") -> bool:
    """Tell whether a user may get the figures of the whole company; agents see their own only."""
    return user.active and user.email is not None and user.role != Role.AGENT


def timing_of(schedule: "ReportSchedule") -> Timing:
    """Return when a stored report is sent."""
    return body_of(schedule).timing


def body_of(schedule: "ReportSchedule") -> ScheduleBody:
    """Return a stored report as it was given."""
    return ScheduleBody.model_validate({name: getattr(schedule, name) for name in _FIELDS})


async def list_schedules(session: AsyncSession, actor: TenantContext) -> list[ScheduleRead]:
    """Return all, by name; to an agent those that they get."""
    schedules = await Schedules(session, actor.company_id).all()
    return await _shown(session, actor.company_id, [one for one in schedules if _sees(actor, one)])


async def get_schedule(session: AsyncSession, actor: TenantContext, schedule_id: UUID) -> ScheduleRead:
    """Return one. Raises `NotFound`."""
    schedule = await _existing(session, actor, schedule_id)
    [shown] = await _shown(session, actor.company_id, [schedule])
    return shown


async def create_schedule(
    session: AsyncSession, actor: TenantContext, body: ScheduleCreate, most: int, now: datetime
) -> ScheduleRead:
    """Add one. Raises `Conflict` beyond ``most``, and `InvalidInput` for recipients who may not get it."""
    schedules = Schedules(session, actor.company_id)
    await take_turns(session, actor.company_id, "report schedules")
    if await schedules.count() >= most:
        raise Conflict("too-many-report-schedules", most=most)
    await _check_recipients(session, actor.company_id, body.recipient_ids)
    zone = await company_zone(Reports(session, actor.company_id))
    schedule = await schedules.add(
        **_stored(body), next_at=body.timing.next_after(now, zone), created_by=actor.user_id
    )
    await audit.record(
        session,
        actor,
        Action.REPORT_SCHEDULE_CREATED,
        schedule.id,
        {"name": body.name, "report": body.report, "recipients": len(body.recipient_ids)},
    )
    [shown] = await _shown(session, actor.company_id, [schedule])
    return shown


async def update_schedule(
    session: AsyncSession,
    actor: TenantContext,
    schedule_id: UUID,
    body: ScheduleUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> ScheduleRead:
    """Change what is given. Raises `NotFound`, `PreconditionFailed`, and as `create_schedule`."""
    schedule = await _existing(session, actor, schedule_id, lock=True)
    expected.require(schedule.revision)
    before = body_of(schedule)
    after = _changed(before, body.changes())
    if after != before:
        if added := set(after.recipient_ids) - set(before.recipient_ids):
            await _check_recipients(session, actor.company_id, sorted(added))
        changes = _stored(after)
        if after.timing != before.timing or after.enabled > before.enabled:
            zone = await company_zone(Reports(session, actor.company_id))
            changes["next_at"] = after.timing.next_after(now, zone)
        changed = [name for name in _FIELDS if getattr(after, name) != getattr(before, name)]
        await Schedules(session, actor.company_id).change(schedule, changes)
        await audit.record(
            session,
            actor,
            Action.REPORT_SCHEDULE_CHANGED,
            schedule.id,
            {"name": after.name, "fields": " ".join(changed), "recipients": len(after.recipient_ids)},
        )
    [shown] = await _shown(session, actor.company_id, [schedule])
    return shown


def _changed(before: ScheduleBody, changes: dict[str, Any]) -> ScheduleBody:
    """Return it with changes, if it is in order as a whole. Raises `InvalidInput`."""
    try:
        return ScheduleBody.model_validate({**dict(before), **changes})
    except ValidationError as error:
        reason = error.errors()[0]["type"]
        raise InvalidInput(reason, field=_FIELD_OF.get(reason, "body")) from None


async def delete_schedule(
    session: AsyncSession, actor: TenantContext, schedule_id: UUID, expected: Expected = ANY
) -> None:
    """Delete one; what was not sent yet is not sent. Raises `NotFound` and `PreconditionFailed`."""
    schedule = await _existing(session, actor, schedule_id, lock=True)
    expected.require(schedule.revision)
    await audit.record(session, actor, Action.REPORT_SCHEDULE_DELETED, schedule.id, {"name": schedule.name})
    await Schedules(session, actor.company_id).delete(schedule)


async def send_now(
    session: AsyncSession, actor: TenantContext, schedule_id: UUID, mails_per_day: int, now: datetime
) -> RunRead:
    """Send one at once, about the days that it would be about if it fell due now.

    Raises `NotFound`, and `TooManyRequests` beyond so many in an hour.
    """
    await take_turns(session, actor.company_id, "report schedules")
    schedule = await _existing(session, actor, schedule_id, lock=True)
    if not schedule.recipient_ids:
        raise InvalidInput("recipient_missing", field="recipientIds")
    schedules = Schedules(session, actor.company_id)
    if await schedules.sent_by_hand_since(now - timedelta(hours=1)) >= SENT_BY_HAND_PER_HOUR:
        raise TooManyRequests("too-many-reports-sent", retry_after=600, per_hour=SENT_BY_HAND_PER_HOUR)
    zone = await company_zone(Reports(session, actor.company_id))
    period = timing_of(schedule).period_before(now, zone)
    await report_mails.add_run(
        session,
        Due(schedule, now, period.first, period.last, actor.user_id),
        at=now,
        day_before=now - timedelta(days=1),
        most=mails_per_day,
    )
    await audit.record(session, actor, Action.REPORT_SCHEDULE_SENT, schedule.id, {"name": schedule.name})
    latest = await schedules.latest_runs([schedule_id])
    [run] = await _runs(session, actor.company_id, [latest[schedule_id]])
    return run


async def list_runs(
    session: AsyncSession, actor: TenantContext, schedule_id: UUID, *, cursor: str | None, limit: int
) -> Page[RunRead]:
    """Return what came of a report, the newest first. Raises `NotFound`."""
    await _existing(session, actor, schedule_id)
    runs = await Schedules(session, actor.company_id).runs(schedule_id, decode_cursor(cursor), limit + 1)
    return Page(
        items=await _runs(session, actor.company_id, runs[:limit]),
        next_cursor=next_cursor(runs, limit, lambda run: (run.created_at, run.id)),
    )


async def leave(session: AsyncSession, actor: TenantContext, schedule_id: UUID) -> None:
    """Take the actor off the recipients; a report without any is paused. Raises `NotFound` and `Conflict`."""
    schedule = await _existing(session, actor, schedule_id, lock=True)
    if actor.user_id not in schedule.recipient_ids:
        raise Conflict("not-a-recipient")
    left = [user for user in schedule.recipient_ids if user != actor.user_id]
    changes = {"recipient_ids": left, "enabled": schedule.enabled and bool(left)}
    await Schedules(session, actor.company_id).change(schedule, changes)
    await audit.record(session, actor, Action.REPORT_SCHEDULE_LEFT, schedule.id, {"name": schedule.name})


async def _existing(
    session: AsyncSession, actor: TenantContext, schedule_id: UUID, *, lock: bool = False
) -> "ReportSchedule":
    schedule = await Schedules(session, actor.company_id).find(schedule_id, lock=lock)
    if schedule is None or not _sees(actor, schedule):
        raise NotFound("report-schedule-not-found")
    return schedule


def _sees(actor: TenantContext, schedule: "ReportSchedule") -> bool:
    is_agent = actor.kind == "user" and actor.role is Role.AGENT
    return not is_agent or actor.user_id in schedule.recipient_ids


async def _check_recipients(session: AsyncSession, company_id: UUID, user_ids: Sequence[UUID]) -> None:
    known = await Recipients(session, company_id).those(user_ids)
    for user_id in user_ids:
        user = known.get(user_id)
        if user is None or not user.active:
            raise InvalidInput("recipient_unknown", field="recipientIds")
        if user.role == Role.AGENT:
            raise InvalidInput("recipient_without_access", field="recipientIds", name=user.name)


def _stored(body: ScheduleBody) -> dict[str, Any]:
    return {
        **{name: getattr(body, name) for name in _FIELDS},
        "filters": body.filters.model_dump(mode="json", exclude_none=True),
        "every": str(body.every),
    }


async def _shown(
    session: AsyncSession, company_id: UUID, schedules: "Sequence[ReportSchedule]"
) -> list[ScheduleRead]:
    zone = await company_zone(Reports(session, company_id))
    users = await Recipients(session, company_id).those(
        {user for schedule in schedules for user in schedule.recipient_ids}
    )
    latest = await Schedules(session, company_id).latest_runs([schedule.id for schedule in schedules])
    runs = {run.id: run for run in await _runs(session, company_id, [*latest.values()])}
    return [
        ScheduleRead(
            **{name: getattr(schedule, name) for name in _FIELDS if name not in ("filters", "recipient_ids")},
            id=schedule.id,
            filters=FiltersBody.model_validate(schedule.filters),
            time_zone=zone.key,
            recipients=[_recipient(user_id, users.get(user_id)) for user_id in schedule.recipient_ids],
            next_at=schedule.next_at if schedule.enabled else None,
            created_by=schedule.created_by,
            created_at=schedule.created_at,
            revision=schedule.revision,
            last_run=runs[latest[schedule.id].id] if schedule.id in latest else None,
        )
        for schedule in schedules
    ]


def _recipient(user_id: UUID, user: "ReportRecipient | None") -> RecipientRead:
    return RecipientRead(
        user_id=user_id,
        name=user.name if user else None,
        may_receive=user is not None and may_receive(user),
    )


async def _runs(session: AsyncSession, company_id: UUID, runs: "Sequence[ReportRun]") -> list[RunRead]:
    mails = await Schedules(session, company_id).mails([run.id for run in runs])
    users = await Recipients(session, company_id).those({mail.user_id for mail in mails})
    return [
        RunRead(
            id=run.id,
            due_at=run.due_at,
            requested_by=run.requested_by,
            first_day=run.first_day,
            last_day=run.last_day,
            status=status_of(MailStatus(mail.status) for mail in mails if mail.run_id == run.id),
            mails=[_mail(mail, users.get(mail.user_id)) for mail in mails if mail.run_id == run.id],
        )
        for run in runs
    ]


def _mail(mail: "ReportMail", user: "ReportRecipient | None") -> MailRead:
    return MailRead(
        user_id=mail.user_id,
        name=user.name if user else None,
        status=MailStatus(mail.status),
        reason=mail.reason,
        at=mail.changed_at,
    )
