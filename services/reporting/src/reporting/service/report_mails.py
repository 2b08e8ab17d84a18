"""Scheduled reports as they fall due and are sent: each e-mail once at most, and none lost in silence.

An e-mail is claimed, made, noted as being sent, and only then handed over. A worker that ends before that
note leaves it to another; one that ends behind it leaves an e-mail of which nobody knows whether it arrived:
it is shown as such, and not sent again. What a mail server did not take is tried again for a day.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import structlog
from prometheus_client import Counter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.permissions import Role
from atende_platform.data.db import Database
from atende_platform.errors import Unavailable
from atende_platform.identity.context import TenantContext
from atende_platform.mail import (
    LoggedMail,
    Mail,
    MailRefused,
    MailSettings,
    MailUnconfirmed,
    NotHandedOver,
)
from atende_platform.transient import is_transient
from reporting.domain.filters import EVERYTHING
from reporting.domain.periods import zone_of
from reporting.domain.schedules import MOST_ATTEMPTS, TRIED_FOR, pause_after
from reporting.repository import report_mails
from reporting.repository.recipients import Recipients
from reporting.repository.report_mails import Due
from reporting.repository.reports import Reports
from reporting.repository.schedules import Schedules
from reporting.service.periods import company_zone, zone_of_days
from reporting.service.report_letters import Letter, Occasion, letter_of
from reporting.service.scheduled_reports import REPORTS
from reporting.service.schedules import body_of, may_receive, timing_of
from reporting.service.tickets import Asked

if TYPE_CHECKING:
    from reporting.models.facts import CompanySettings
    from reporting.models.schedules import ReportMail, ReportRun, ReportSchedule

companies_with_schedules = report_mails.companies_with_schedules
companies_with_mails = report_mails.companies_with_mails
"""Which companies have something to be planned, and to be sent."""

log = structlog.get_logger(__name__)

AT_A_TIME: Final = 4
"""Companies whose e-mails are handed over at a time, one of each."""
KEPT_DAYS: Final = 90
"""How long is kept what came of a report."""
_DUE_AT_ONCE: Final = 200
_IN_HAND: Final = timedelta(minutes=3)
"""How long an e-mail may take to be made before another worker makes it."""
_INTERRUPTED_AFTER: Final = timedelta(minutes=5)
"""Longer than handing one over may take."""
_LETTERS: Final = 8
"""Kept in a process: recipients of a run get the same."""
_DAY: Final = timedelta(days=1)

_mails: Final = Counter("reporting_mails_total", "E-mails of scheduled reports", ["outcome"])

Suspended = Callable[[UUID], bool]


async def plan(session: AsyncSession, company_ids: Sequence[UUID], now: datetime, *, most: int) -> bool:
    """Add a run for each report of some companies that falls due; tell whether there may be more.

    One that fell due several times while no worker ran is sent once, about the latest days.
    """
    schedules = await report_mails.lock_due(session, company_ids, now, _DUE_AT_ONCE)
    companies = await report_mails.companies(session, {one.company_id for one in schedules})
    for schedule in schedules:
        company = companies.get(schedule.company_id)
        zone = zone_of(company.time_zone) if company else await _default_zone(session, schedule)
        timing = timing_of(schedule)
        due_at = max(timing.last_until(now, zone), schedule.next_at)
        period = timing.period_before(due_at, zone)
        if company is None or not company.suspended:
            await report_mails.add_run(
                session,
                Due(schedule, due_at, period.first, period.last),
                at=now,
                day_before=now - _DAY,
                most=most,
            )
        await report_mails.move(session, schedule, timing.next_after(now, zone))
    return len(schedules) == _DUE_AT_ONCE


async def _default_zone(session: AsyncSession, schedule: "ReportSchedule") -> ZoneInfo:
    return await company_zone(Reports(session, schedule.company_id))


async def follow_companies(session: AsyncSession, events: Sequence[CompanyChangedV1], now: datetime) -> None:
    """Let the reports of companies that changed fall due by the clock of the time zone that they have now."""
    schedules = await report_mails.lock_all(session, {event.company_id for event in events})
    for schedule in schedules:
        zone = await company_zone(Reports(session, schedule.company_id))
        next_at = timing_of(schedule).next_after(now, zone)
        # What is due already is still to be sent.
        if schedule.next_at > now and next_at != schedule.next_at:
            await report_mails.move(session, schedule, next_at)


async def purge(session: AsyncSession, limit: int) -> int:
    """Delete some old runs with what came of them; return how many."""
    return await report_mails.purge_runs(session, limit, days=KEPT_DAYS)


class _NotSent(Exception):
    """An e-mail that is not to be sent, after all."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Mailer:
    """One worker's part in sending."""

    def __init__(
        self,
        database: Database,
        mail: Mail,
        settings: MailSettings,
        clock: Callable[[], datetime],
        suspended: Suspended,
    ) -> None:
        self._database = database
        self._mail = mail
        self._settings = settings
        self._clock = clock
        self._suspended = suspended
        self._letters: dict[tuple[UUID, int], Letter] = {}

    async def send_next(self, company_ids: Sequence[UUID]) -> bool:
        """Send the next e-mail of each of some companies, side by side; tell whether there may be more."""
        done = await asyncio.gather(*map(self._send_next, company_ids), return_exceptions=True)
        for outcome in done:
            if isinstance(outcome, BaseException):
                raise outcome
        return any(done)

    async def note_interrupted(self) -> None:
        """Say of e-mails whose worker ended while it handed them over that nobody knows what came of it."""
        now = self._clock()
        async with self._database.worker() as session:
            count = await report_mails.note_interrupted(session, now - _INTERRUPTED_AFTER, now)
        if count:
            _mails.labels("interrupted").inc(count)
            log.error("report_mails.interrupted", count=count)

    async def _send_next(self, company_id: UUID) -> bool:
        now = self._clock()
        async with self._database.worker() as session:
            mail = await report_mails.claim(session, company_id, at=now, until=now + _IN_HAND)
        if mail is None:
            return False
        try:
            run_due_at, letter, address = await self._made(mail)
        except _NotSent as reason:
            failed = reason.reason in ("mail-not-configured", "given-up")
            await self._end(mail, "failed" if failed else "skipped", reason.reason)
            return True
        except Exception as error:
            if is_transient(error):
                raise
            log.error("report_mail.not_made", run_id=str(mail.run_id), exc_info=error)
            await self._end(mail, "failed", "report-failed")
            return True
        async with self._database.worker() as session:
            is_ours = await report_mails.begin(session, mail, self._clock())
        if is_ours:
            await self._hand_over(mail, letter, address, run_due_at)
        return True

    async def _made(self, mail: "ReportMail") -> tuple[datetime, Letter, str]:
        """Return when it fell due, the letter and where it goes. Raises `_NotSent`."""
        if isinstance(self._mail, LoggedMail):
            raise _NotSent("mail-not-configured")
        if mail.attempts > MOST_ATTEMPTS:
            raise _NotSent("given-up")
        if self._suspended(mail.company_id):
            raise _NotSent("suspended")
        async with self._database.tenant(mail.company_id) as session:
            schedules = Schedules(session, mail.company_id)
            found = await schedules.run_of(mail.run_id)
            if found is None:
                raise _NotSent("left")
            run, schedule = found
            recipients = Recipients(session, mail.company_id)
            company = await recipients.company()
            user = (await recipients.those([mail.user_id])).get(mail.user_id)
            if company is not None and company.suspended:
                raise _NotSent("suspended")
            if run.requested_by is None and not schedule.enabled:
                raise _NotSent("paused")
            if mail.user_id not in schedule.recipient_ids:
                raise _NotSent("left")
            if user is None or not user.active or user.role == Role.AGENT:
                raise _NotSent("no-access")
            if user.email is None or not may_receive(user):
                raise _NotSent("no-address")
            made_of = run.id, schedule.revision
            letter = self._letters.get(made_of) or await self._letter(session, company, schedule, run)
        while len(self._letters) >= _LETTERS:
            self._letters.pop(next(iter(self._letters)))
        self._letters[made_of] = letter
        return run.created_at, letter, user.email

    async def _letter(
        self,
        session: AsyncSession,
        company: "CompanySettings | None",
        schedule: "ReportSchedule",
        run: "ReportRun",
    ) -> Letter:
        body = body_of(schedule)
        # All recipients may see all: nobody's own figures are meant.
        actor = TenantContext(schedule.company_id, schedule.created_by, Role.VIEWER, schedule.id)
        asked = Asked(run.first_day, run.last_day, body.filters.filter(), compare=True)
        report = REPORTS[body.report]
        zone = await zone_of_days(Reports(session, schedule.company_id))
        occasion = Occasion(
            company=company.name if company else None,
            name=schedule.name,
            title=report.title,
            first=run.first_day,
            last=run.last_day,
            time_zone=zone.key,
            narrowed=asked.only != EVERYTHING,
            language=body.language,
            link=f"{self._settings.console_url.rstrip('/')}/reports/schedules",
        )
        reading = await report.reading(session, actor, asked, self._clock(), body.language)
        return await asyncio.to_thread(partial(letter_of, occasion, reading, body.format))

    async def _hand_over(self, mail: "ReportMail", letter: Letter, address: str, since: datetime) -> None:
        try:
            await self._mail.send(letter.to(self._settings, address, uuid5(mail.run_id, str(mail.user_id))))
        except NotHandedOver:
            # The worker is being stopped; the next one sends it.
            now = self._clock()
            async with self._database.worker() as session:
                await report_mails.put_off(session, mail, None, due_at=now, at=now)
            raise asyncio.CancelledError from None
        except MailUnconfirmed:
            await self._end(mail, "unconfirmed", "mail-unconfirmed")
        except MailRefused:
            await self._end(mail, "failed", "mail-refused")
        except (Unavailable, OSError):
            now = self._clock()
            if now - since >= TRIED_FOR:
                await self._end(mail, "failed", "mail-unavailable")
            else:
                await self._put_off(mail, now)
        except Exception as error:
            # Before anything was handed over: what raises then is `Unavailable`.
            log.error("report_mail.not_written", run_id=str(mail.run_id), exc_info=error)
            await self._end(mail, "failed", "report-failed")
        else:
            await self._end(mail, "sent", None)

    async def _put_off(self, mail: "ReportMail", now: datetime) -> None:
        _mails.labels("put off").inc()
        async with self._database.worker() as session:
            due_at = now + pause_after(mail.attempts)
            await report_mails.put_off(session, mail, "mail-unavailable", due_at=due_at, at=now)

    async def _end(self, mail: "ReportMail", status: str, reason: str | None) -> None:
        _mails.labels(status).inc()
        if status not in ("sent", "skipped"):
            log.warning("report_mail.not_sent", run_id=str(mail.run_id), status=status, reason=reason)
        async with self._database.worker() as session:
            await report_mails.end(session, mail, status, reason, self._clock())
