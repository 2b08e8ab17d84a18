"""Runs of scheduled reports and their e-mails, as they are planned and sent, of any company."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from reporting.models.facts import CompanySettings
from reporting.models.schedules import ReportMail, ReportSchedule

_COMPANIES_WITH_SCHEDULES: Final = """
SELECT DISTINCT company_id FROM report_schedules
WHERE enabled AND next_at <= :at AND company_id > :after ORDER BY company_id LIMIT :limit
"""
_DUE: Final = """
SELECT * FROM report_schedules
WHERE enabled AND next_at <= :at AND company_id = ANY (CAST(:company_ids AS uuid[]))
ORDER BY company_id, id LIMIT :limit FOR UPDATE SKIP LOCKED
"""
_SCHEDULES_OF: Final = """
SELECT * FROM report_schedules WHERE company_id = ANY (CAST(:company_ids AS uuid[]))
ORDER BY company_id, id FOR UPDATE
"""
_MOVE: Final = "UPDATE report_schedules SET next_at = :next_at WHERE company_id = :company_id AND id = :id"
_ADD_RUN: Final = """
INSERT INTO report_runs (company_id, id, schedule_id, due_at, requested_by, first_day, last_day)
VALUES (:company_id, :id, :schedule_id, :due_at, :requested_by, :first_day, :last_day)
ON CONFLICT (company_id, schedule_id, due_at) DO NOTHING
"""
_SENT_SINCE: Final = """
SELECT count(*) AS mails FROM report_mails
WHERE company_id = :company_id AND changed_at > :since AND status <> 'skipped'
"""
_ADD_MAILS: Final = """
INSERT INTO report_mails (company_id, run_id, user_id, status, reason, due_at)
SELECT :company_id, :run_id, given.user_id,
    CASE WHEN given.place <= :room THEN 'queued' ELSE 'skipped' END,
    CASE WHEN given.place > :room THEN 'quota' END, :at
FROM unnest(CAST(:user_ids AS uuid[])) WITH ORDINALITY AS given (user_id, place)
"""


class Due(NamedTuple):
    """A run that is to be added."""

    schedule: ReportSchedule
    due_at: datetime
    first_day: date
    last_day: date
    requested_by: UUID | None = None


async def companies_with_schedules(
    session: AsyncSession, after: UUID, limit: int, at: datetime
) -> Sequence[UUID]:
    """Return companies behind one, in their order, of which a report falls due."""
    result = await execute(session, _COMPANIES_WITH_SCHEDULES, after=after, limit=limit, at=at)
    return list(result.scalars())


async def lock_due(
    session: AsyncSession, company_ids: Collection[UUID], at: datetime, limit: int
) -> list[ReportSchedule]:
    """Return schedules that fall due, locked; not those that somebody changes or plans."""
    return await fetch(session, ReportSchedule, _DUE, company_ids=list(company_ids), at=at, limit=limit)


async def lock_all(session: AsyncSession, company_ids: Collection[UUID]) -> list[ReportSchedule]:
    """Return all schedules of some companies, locked."""
    return await fetch(session, ReportSchedule, _SCHEDULES_OF, company_ids=list(company_ids))


async def companies(session: AsyncSession, company_ids: Collection[UUID]) -> dict[UUID, CompanySettings]:
    """Return what is known of some companies."""
    query = select(CompanySettings).where(col(CompanySettings.company_id).in_(set(company_ids)))
    return {one.company_id: one for one in (await session.exec(query)).all()}


async def move(session: AsyncSession, schedule: ReportSchedule, next_at: datetime) -> None:
    """Note when a locked schedule falls due again."""
    await execute(session, _MOVE, company_id=schedule.company_id, id=schedule.id, next_at=next_at)


async def add_run(
    session: AsyncSession, due: Due, *, at: datetime, day_before: datetime, most: int
) -> UUID | None:
    """Store a run with an e-mail to each recipient; None if there is one that fell due at this time.

    Of a company that has sent ``most`` e-mails since ``day_before`` further ones are skipped.
    """
    company_id, run_id = due.schedule.company_id, uuid7()
    added = await execute(
        session,
        _ADD_RUN,
        company_id=company_id,
        id=run_id,
        schedule_id=due.schedule.id,
        due_at=due.due_at,
        requested_by=due.requested_by,
        first_day=due.first_day,
        last_day=due.last_day,
    )
    if not added.rowcount:
        return None
    sent = (await execute(session, _SENT_SINCE, company_id=company_id, since=day_before)).scalar_one()
    await execute(
        session,
        _ADD_MAILS,
        company_id=company_id,
        run_id=run_id,
        user_ids=due.schedule.recipient_ids,
        room=max(0, most - sent),
        at=at,
    )
    return run_id


_COMPANIES_WITH_MAILS: Final = """
SELECT DISTINCT company_id FROM report_mails
WHERE status = 'queued' AND due_at <= :at AND company_id > :after ORDER BY company_id LIMIT :limit
"""
_CLAIM: Final = """
UPDATE report_mails AS mail SET attempts = attempts + 1, due_at = :until
FROM (SELECT company_id, run_id, user_id FROM report_mails
      WHERE company_id = :company_id AND status = 'queued' AND due_at <= :at
      ORDER BY due_at, run_id, user_id LIMIT 1 FOR UPDATE SKIP LOCKED) AS next
WHERE mail.company_id = next.company_id AND mail.run_id = next.run_id AND mail.user_id = next.user_id
RETURNING mail.*
"""
_BEGIN: Final = """
UPDATE report_mails SET status = 'sending', changed_at = :at
WHERE company_id = :company_id AND run_id = :run_id AND user_id = :user_id
  AND status = 'queued' AND attempts = :attempts
"""
_END: Final = """
UPDATE report_mails SET status = :status, reason = :reason, changed_at = :at
WHERE company_id = :company_id AND run_id = :run_id AND user_id = :user_id
  AND status IN ('queued', 'sending') AND attempts = :attempts
"""
_PUT_OFF: Final = """
UPDATE report_mails SET status = 'queued', reason = :reason, due_at = :due_at, changed_at = :at
WHERE company_id = :company_id AND run_id = :run_id AND user_id = :user_id
  AND status = 'sending' AND attempts = :attempts
"""
_INTERRUPTED: Final = """
UPDATE report_mails SET status = 'unconfirmed', reason = 'interrupted', changed_at = :at
WHERE status = 'sending' AND changed_at < :before
RETURNING company_id, run_id, user_id
"""


async def companies_with_mails(
    session: AsyncSession, after: UUID, limit: int, at: datetime
) -> Sequence[UUID]:
    """Return companies behind one, in their order, that have e-mails to be sent now."""
    result = await execute(session, _COMPANIES_WITH_MAILS, after=after, limit=limit, at=at)
    return list(result.scalars())


async def claim(
    session: AsyncSession, company_id: UUID, *, at: datetime, until: datetime
) -> ReportMail | None:
    """Take a company's next e-mail in hand; unless more is noted of it, it comes again after ``until``."""
    claimed = await fetch(session, ReportMail, _CLAIM, company_id=company_id, at=at, until=until)
    return claimed[0] if claimed else None


def _key(mail: ReportMail) -> dict[str, object]:
    return {
        "company_id": mail.company_id,
        "run_id": mail.run_id,
        "user_id": mail.user_id,
        "attempts": mail.attempts,
    }


async def begin(session: AsyncSession, mail: ReportMail, at: datetime) -> bool:
    """Note that a claimed e-mail is handed over now, after which it is never sent again.

    False if it is another worker's, or gone, by now.
    """
    return bool((await execute(session, _BEGIN, **_key(mail), at=at)).rowcount)


async def end(session: AsyncSession, mail: ReportMail, status: str, reason: str | None, at: datetime) -> None:
    """Note what came of a claimed e-mail."""
    await execute(session, _END, **_key(mail), status=status, reason=reason, at=at)


async def put_off(
    session: AsyncSession, mail: ReportMail, reason: str | None, *, due_at: datetime, at: datetime
) -> None:
    """Note that an e-mail was not handed over, and when it is tried again."""
    await execute(session, _PUT_OFF, **_key(mail), reason=reason, due_at=due_at, at=at)


async def note_interrupted(session: AsyncSession, before: datetime, at: datetime) -> int:
    """Note of e-mails that are being sent since before then that nobody knows what came; return how many."""
    return len((await execute(session, _INTERRUPTED, before=before, at=at)).all())


_PURGE: Final = deleting("report_runs", "created_at < now() - make_interval(days => :days)", "created_at")


async def purge_runs(session: AsyncSession, limit: int, *, days: int) -> int:
    """Delete some runs that are older, with their e-mails; return how many."""
    return (await execute(session, _PURGE, days=days, limit=limit)).rowcount
