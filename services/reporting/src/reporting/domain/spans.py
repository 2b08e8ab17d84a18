"""Spans: quarters of an hour, days and months in UTC, by which things are counted at once.

So any period of any time zone is a few months, a few days at their ends, and a few quarters at the ends of
those: `pieces`. Quarters, because every zone in use is a whole number of them away.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from reporting.domain.counters import slot_of


class Span(IntEnum):
    """How long a row's time is."""

    QUARTER = 0
    DAY = 1
    MONTH = 2


def start_of(span: Span, at: datetime) -> datetime:
    """Return when the span begins that has a moment."""
    slot = slot_of(at)
    if span is Span.QUARTER:
        return slot
    midnight = slot.replace(hour=0, minute=0)
    return midnight if span is Span.DAY else midnight.replace(day=1)


class Piece(NamedTuple):
    """Rows of one span, from ``start`` to before ``end``."""

    span: int
    start: datetime
    end: datetime


def pieces(start: datetime, end: datetime) -> list[Piece]:
    """Divide a time that consists of whole quarters into as few rows as there are."""
    return list(_divided(start.astimezone(UTC), end.astimezone(UTC), Span.MONTH))


def _divided(start: datetime, end: datetime, span: Span) -> Iterator[Piece]:
    if start >= end:
        return
    if span is Span.QUARTER:
        yield Piece(span.value, start, end)
        return
    first, last = _next(span, start), start_of(span, end)
    finer = Span(span - 1)
    if first >= last:
        yield from _divided(start, end, finer)
        return
    yield from _divided(start, first, finer)
    yield Piece(span.value, first, last)
    yield from _divided(last, end, finer)


def _next(span: Span, at: datetime) -> datetime:
    """Return the first begin of a span that is not before a moment."""
    start = start_of(span, at)
    if start == at:
        return start
    return start_of(span, start + timedelta(days=1 if span is Span.DAY else 31))
