"""Erasing a company from every service: scheduled by an operator, taken back until then, proved at the end.

From the first moment the company is suspended. When the time has come every service is asked
(`company.erasure_requested.v1`) and says when it has nothing any more, and how much it was; then auth deletes
what it has itself. The audit log stays: nothing that serves requests may delete it (docs/privacy.md).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_platform.errors import Conflict, NotFound
from atende_platform.messaging import outbox
from auth.domain import ERASING_SERVICES, ErasureStatus
from auth.repository import company_erasures as stored
from auth.repository.company_erasures import ErasureRow
from auth.service import installation
from auth.service.installation import Operator

GRACE: Final = timedelta(days=30)
"""Until a company is erased, if nothing else is said."""
_ASK_AGAIN: Final = timedelta(minutes=10)
"""Services that have not answered are asked again: their topic may have been lost."""
_LOGINS: Final = 200
_ROWS: Final = 2000
_OWN: Final = "auth"


async def schedule(
    session: AsyncSession,
    operator: Operator,
    company_id: UUID,
    *,
    name: str,
    reason: str,
    grace: timedelta,
    now: datetime,
) -> ErasureRow:
    """Suspend a company, and have it erased after a time of grace. Again changes nothing.

    Raises `NotFound`, and `Conflict` if the name is not the company's.
    """
    known = await stored.find(session, company_id, lock=True)
    if known is not None:
        return known
    company = await installation.get_company(session, company_id)
    if company.name != name:
        raise Conflict("company-name-differs")
    erasure = ErasureRow(
        company_id=company_id,
        status=ErasureStatus.SCHEDULED,
        reason=reason,
        requested_by=operator.name,
        requested_at=now,
        erases_at=now + grace,
        due_at=now + grace,
        was_suspended=company.suspended_at is not None,
    )
    await installation.suspend(session, operator, company_id, reason)
    await stored.add(session, erasure)
    details: dict[str, str | float] = {"reason": reason, "erasesAt": erasure.erases_at.isoformat()}
    installation.note(session, operator, Action.COMPANY_ERASURE_REQUESTED, company_id, details, company_id)
    return erasure


async def cancel(session: AsyncSession, operator: Operator, company_id: UUID, reason: str) -> None:
    """Take back that a company is to be erased; it is suspended only if it was before.

    Raises `NotFound`, and `Conflict` if it is too late.
    """
    erasure = await stored.find(session, company_id, lock=True)
    if erasure is None:
        raise NotFound("erasure-not-found")
    if erasure.status != ErasureStatus.SCHEDULED:
        raise Conflict("company-is-erased")
    await stored.remove(session, erasure)
    await session.flush()
    installation.note(
        session, operator, Action.COMPANY_ERASURE_CANCELLED, company_id, {"reason": reason}, company_id
    )
    if not erasure.was_suspended:
        await installation.resume(session, operator, company_id)


async def note_audit_erased(
    session: AsyncSession, operator: Operator, company_id: UUID, reason: str, entries: int
) -> None:
    """Keep in the installation's log that the audit log of an erased company was deleted."""
    details: dict[str, str | float] = {"reason": reason, "entries": entries}
    installation.note(session, operator, Action.COMPANY_AUDIT_ERASED, company_id, details)


async def get(session: AsyncSession, company_id: UUID) -> ErasureRow:
    """Return how far the erasure of a company is: once it has ended, the proof. Raises `NotFound`."""
    erasure = await stored.find(session, company_id)
    if erasure is None:
        raise NotFound("erasure-not-found")
    return erasure


async def list_all(session: AsyncSession) -> Sequence[ErasureRow]:
    """Return all erasures of companies, newest first."""
    return await stored.all_of_them(session)


async def confirm(session: AsyncSession, told: Sequence[CompanyErasedV1], now: datetime) -> None:
    """Write down which services have nothing of a company any more."""
    for event in sorted(told, key=lambda event: (event.company_id, event.service)):
        await stored.confirm(
            session,
            event.company_id,
            event.erasure_id,
            event.service,
            event.erased,
            at=event.occurred_at,
            now=now,
        )


async def step(session: AsyncSession, now: datetime) -> bool:
    """Do the next step of an erasure that is due; tell whether there may be more to do at once."""
    erasure = await stored.take(session, now)
    if erasure is None:
        return False
    if erasure.confirmations.keys() >= ERASING_SERVICES:
        await _erase_own(session, erasure, now)
        return True
    event = CompanyErasureRequestedV1(company_id=erasure.company_id, erasure_id=erasure.id)
    await outbox.add(session, [event])
    await stored.store(
        session, erasure, status=ErasureStatus.RUNNING, due_at=now + _ASK_AGAIN, erased=erasure.erased
    )
    return True


async def _erase_own(session: AsyncSession, erasure: ErasureRow, now: datetime) -> None:
    taken, logins = await stored.erase_logins(session, erasure.company_id, _LOGINS)
    gone = {} if taken else await stored.erase_rows(session, erasure.company_id, _ROWS)
    if logins:
        gone["logins"] = logins
    own = dict(erasure.erased.get(_OWN, {}))
    for table, count in gone.items():
        own[table] = own.get(table, 0) + count
    erased = {**erasure.erased, _OWN: own}
    if taken or gone:
        await stored.store(session, erasure, status=erasure.status, due_at=now, erased=erased)
        return
    await stored.store(
        session, erasure, status=ErasureStatus.ERASED, due_at=None, erased=erased, finished_at=now
    )
    rows = sum(sum(tables.values()) for tables in erased.values())
    installation.note(
        session,
        Operator(None, erasure.requested_by),
        Action.COMPANY_ERASED,
        erasure.company_id,
        {"rows": rows},
    )
