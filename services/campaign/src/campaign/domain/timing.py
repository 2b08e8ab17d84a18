"""When a campaign is due: local times and cron expressions in a time zone.

A local time that does not exist (clocks were put forward over it) is moved forward by as much; of
one that exists twice the first counts. Both hold for one date and for every run of a cron
expression, which is why cron is asked for local times only.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice, pairwise
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from atende_contracts.field_errors import Invalid

DEFAULT_ZONE: Final = "America/Sao_Paulo"
"""The zone of a company that has not chosen its own."""

MIN_BETWEEN_RUNS: Final = timedelta(minutes=15)
LAST_INSTANT: Final = datetime(2100, 1, 1, tzinfo=UTC)
_RUNS_LOOKED_AT: Final = 20
"""Enough to see any two runs of an hour, and the last of one hour with the first of the next."""
_MAX_SHIFT: Final = timedelta(hours=25)
"""No zone has ever moved its clocks by more, crossing the date line included."""


class CronRefused(Invalid):
    """The expression cannot be a campaign's, by a code of `atende_contracts.field_errors`."""


@cache
def _zones() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if "/" in name) | {"UTC"}


def is_zone(name: str) -> bool:
    """Tell whether ``name`` is an IANA time zone."""
    return name in _zones()


def instant(time: datetime, zone: str) -> datetime:
    """Return when a local time is, in UTC; one that is an instant already stays itself."""
    if time.tzinfo is not None:
        return time.astimezone(UTC)
    return time.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def require_cron(expression: str, zone: str, now: datetime) -> None:
    """Raise `CronRefused` for an expression that is none, never comes, or comes too often."""
    if len(expression.split()) != 5:
        raise CronRefused("cron_fields")
    runs = list(islice(_runs(expression, zone, now), _RUNS_LOOKED_AT))
    if not runs:
        raise CronRefused("cron_never")
    for one, other in pairwise(runs):
        if other - one < MIN_BETWEEN_RUNS:
            raise CronRefused("cron_too_often")


def next_run(expression: str, zone: str, after: datetime) -> datetime | None:
    """Return the first run after an instant; None when there is none."""
    return next(_runs(expression, zone, after), None)


def last_run(expression: str, zone: str, since: datetime, until: datetime) -> datetime | None:
    """Return the last run from ``since`` to ``until``, both included; None when there is none."""
    last = None
    for run in _runs(expression, zone, since - timedelta(microseconds=1)):
        if run > until:
            break
        last = run
    return last


def _runs(expression: str, zone: str, after: datetime) -> Iterator[datetime]:
    """Yield the instants of an expression after ``after``, in order."""
    # Behind a leap forward local times do not come in the order of their instants: what was moved
    # forward overtakes what follows. So the search begins a leap early, and holds back that long.
    local = after.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    try:
        locals_ = CronSim(expression, local - _MAX_SHIFT)
    except CronSimError as error:
        raise CronRefused("cron_invalid", error=str(error)) from error
    told = after
    held: list[datetime] = []
    for each in locals_:
        if each.replace(tzinfo=UTC) > LAST_INSTANT:
            break
        due = instant(each, zone)
        while held and held[0] <= due - _MAX_SHIFT:
            if held[0] > told:
                told = held[0]
                yield told
            held.pop(0)
        held.append(due)
        held.sort()
    for due in held:
        if due > told:
            told = due
            yield told


def problem_of(
    kind: str, scheduled_at: datetime | None, cron: str | None, ends_at: datetime | None, max_runs: int | None
) -> tuple[str, str] | None:
    """Return the field that does not suit the type of campaign, and why; None when all do."""
    if kind == "scheduled" and scheduled_at is None:
        return "scheduledAt", "scheduled_needs_time"
    if kind == "recurring" and cron is None:
        return "cron", "recurring_needs_cron"
    if kind != "scheduled" and scheduled_at is not None:
        return "scheduledAt", "only_scheduled"
    if kind != "recurring":
        for field, value in (("cron", cron), ("endsAt", ends_at), ("maxRuns", max_runs)):
            if value is not None:
                return field, "only_recurring"
    return None
