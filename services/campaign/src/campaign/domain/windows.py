"""Sending windows: at which hours of which days a campaign may send, and how many a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Windows = Sequence[Mapping[str, Any]]
"""As they are stored: ``days`` (1 is Monday), ``from`` and ``to`` (``HH:MM``, up to ``24:00``)."""


def minutes(clock: str) -> int:
    """Return ``HH:MM`` as minutes since midnight."""
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def is_open(windows: Windows, zone: str, at: datetime) -> bool:
    """Tell whether it may be sent at an instant, by the clocks of a zone. No windows: always."""
    if not windows:
        return True
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    return any(
        local.isoweekday() in window["days"] and minutes(window["from"]) <= minute < minutes(window["to"])
        for window in windows
    )


def next_open(windows: Windows, zone: str, at: datetime) -> datetime | None:
    """Return the first instant from ``at`` on at which it may be sent; None if none is within a week.

    Then every hour of the windows is one that the clocks skip.
    """
    if is_open(windows, zone, at):
        return at
    today = day_of(zone, at)
    opens = (
        start
        for days in range(9)
        for window in windows
        for start in _starts(today + timedelta(days=days), window["from"], zone)
        if start > at and is_open(windows, zone, start)
    )
    return min(opens, default=None)


def _starts(day: date, clock: str, zone: str) -> Iterable[datetime]:
    """Return when a local time is: once, or twice where the clocks are put back over it."""
    hours, rest = divmod(minutes(clock), 60)
    for fold in (0, 1):
        local = datetime.combine(day, time(hours, rest), ZoneInfo(zone)).replace(fold=fold)
        yield local.astimezone(UTC)


def day_of(zone: str, at: datetime) -> date:
    """Return the day that it is by the clocks of a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def next_day(zone: str, at: datetime) -> datetime:
    """Return when the next day begins by the clocks of a zone."""
    tomorrow = day_of(zone, at) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(zone)).astimezone(UTC)


def left_today(cap: int | None, sent_on: date | None, sent: int, zone: str, at: datetime) -> int | None:
    """Return how many may still be sent on the day that ``at`` is in a zone; None: no limit.

    ``sent`` is of the day ``sent_on``.
    """
    if cap is None:
        return None
    today = day_of(zone, at)
    return max(0, cap - (sent if sent_on == today else 0))
