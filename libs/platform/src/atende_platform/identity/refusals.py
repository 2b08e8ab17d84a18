"""What was refused, for the audit log: sign-ins that failed and requests without the permission (403).

Refusals are counted in memory and recorded every few seconds through the outbox, like ones together: no
request waits for it, and a flood of them is a few entries with a number. What a process may write of one
company is limited (`_BURST`, `_PER_SECOND`); what exceeds it is recorded later, in larger numbers. What
was counted within the last seconds before a process is killed is lost.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from prometheus_client import Counter

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.audit_actions import Action, object_type
from atende_platform.data.db import Database, now
from atende_platform.messaging import outbox
from atende_platform.process.tasks import Task, every, within

_BURST: Final = 20
_PER_SECOND: Final = 1 / 60
_MOST_KINDS: Final = 50
"""Refusals of one company told apart; further ones are counted together, without saying of whom."""
_MOST_COMPANIES: Final = 10_000
_RECORD_SECONDS: Final = 15.0

_refusals = Counter("refusals_total", "Refused sign-ins and requests without the permission", ["action"])
_uncounted = Counter("refusals_uncounted_total", "Refusals of more companies at a time than are counted")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused to whom. ``details`` are few and short: refusals that are equal become one entry."""

    company_id: UUID
    action: Action
    actor_id: UUID | None = None
    actor_kind: Literal["user", "api-key"] = "user"
    object_id: UUID | None = None
    address: str | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Tally:
    first: datetime
    last: datetime
    count: int = 1


@dataclass(slots=True)
class _OfCompany:
    allowance: float
    counted_at: float
    tallies: dict[Refusal, _Tally] = field(default_factory=dict)


class Refusals:
    """The refusals of this process. ``clock`` returns seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._companies: dict[UUID, _OfCompany] = {}

    def note(self, refusal: Refusal) -> None:
        """Count a refusal. Takes no time worth mentioning, and never fails."""
        _refusals.labels(refusal.action).inc()
        company = self._companies.get(refusal.company_id)
        if company is None:
            if len(self._companies) >= _MOST_COMPANIES:
                _uncounted.inc()
                return
            company = self._companies[refusal.company_id] = _OfCompany(_BURST, self._clock())
        if refusal not in company.tallies and len(company.tallies) >= _MOST_KINDS:
            refusal = Refusal(refusal.company_id, refusal.action, details=(("reason", "various"),))
        tally = company.tallies.get(refusal)
        if tally is None:
            company.tallies[refusal] = _Tally(now(), now())
        else:
            tally.count += 1
            tally.last = now()

    async def record(self, database: Database) -> None:
        """Put into the outbox what may be recorded now. What the database does not take is kept."""
        due = self._take()
        if not due:
            return
        try:
            async with database.worker() as session:
                await outbox.add(session, [_event(refusal, tally) for refusal, tally in due])
        except BaseException:
            self._put_back(due)
            raise

    def task(self, database: Database, seconds: float) -> Task:
        """Return what records every few seconds, and once more when it is cancelled."""

        async def record() -> None:
            async with within(_RECORD_SECONDS, "refusals"):
                await self.record(database)

        repeated = every("refusals", seconds, record)

        async def run() -> None:
            try:
                await repeated.run()
            except asyncio.CancelledError:
                await record()
                raise

        return Task(repeated.name, run, repeated.progress)

    def _take(self) -> list[tuple[Refusal, _Tally]]:
        taken: list[tuple[Refusal, _Tally]] = []
        at = self._clock()
        for company_id, company in list(self._companies.items()):
            company.allowance = min(_BURST, company.allowance + (at - company.counted_at) * _PER_SECOND)
            company.counted_at = at
            allowed = list(company.tallies)[: int(company.allowance)]
            company.allowance -= len(allowed)
            taken += [(refusal, company.tallies.pop(refusal)) for refusal in allowed]
            if not company.tallies and company.allowance >= _BURST:
                del self._companies[company_id]
        return taken

    def _put_back(self, taken: list[tuple[Refusal, _Tally]]) -> None:
        for refusal, tally in taken:
            company = self._companies.setdefault(refusal.company_id, _OfCompany(0, self._clock()))
            company.allowance += 1
            newer = company.tallies.get(refusal)
            if newer is not None:
                tally = _Tally(tally.first, newer.last, tally.count + newer.count)
            company.tallies[refusal] = tally


def _event(refusal: Refusal, tally: _Tally) -> AuditRecordedV1:
    details: dict[str, str | int] = dict(refusal.details)
    if tally.count > 1:
        details |= {"count": tally.count, "until": tally.last.isoformat(timespec="seconds")}
    return AuditRecordedV1(
        company_id=refusal.company_id,
        occurred_at=tally.first,
        actor_id=refusal.actor_id,
        actor_kind=refusal.actor_kind,
        action=refusal.action,
        object_type=object_type(refusal.action),
        object_id=str(refusal.object_id) if refusal.object_id else None,
        address=refusal.address,
        details=details,
    )
