"""The clocks of a ticket: what is promised to its customer, and how much of the time has passed.

Pure: no database, no clock, no framework. Opening hours come as functions, so that a queue's hours and time
around the clock are the same to the rules.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

MAX_MINUTES: Final = 60 * 24 * 90
WARN_PERCENT: Final = 80


class Target(StrEnum):
    """What is promised."""

    FIRST_REPLY = "first_reply"
    """The first answer to a new ticket."""
    NEXT_REPLY = "next_reply"
    """An answer to what the customer wrote after the first one."""
    RESOLUTION = "resolution"
    """That the ticket is closed."""


class Hours(NamedTuple):
    """How working time passes."""

    between: Callable[[datetime, datetime], timedelta]
    """How much of it lies between two moments."""
    after: Callable[[datetime, timedelta], datetime | None]
    """When so much of it will have passed since a moment; None: never, as far as is looked."""


AROUND_THE_CLOCK: Final = Hours(lambda start, end: max(end - start, timedelta()), lambda at, time: at + time)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a policy promises; None: nothing of this kind."""

    first_reply: timedelta | None = None
    next_reply: timedelta | None = None
    resolution: timedelta | None = None
    warn_percent: int = WARN_PERCENT
    pauses_for_customer: bool = True
    since: datetime | None = None
    """What began before is not promised anything."""

    def of(self, target: Target) -> timedelta | None:
        return {
            Target.FIRST_REPLY: self.first_reply,
            Target.NEXT_REPLY: self.next_reply,
            Target.RESOLUTION: self.resolution,
        }[target]


NOTHING: Final = Promise()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the clocks need of a ticket, as it was at a moment."""

    status: str
    opened_at: datetime
    first_reply_at: datetime | None
    waiting_since: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Clock:
    """How much time one promise has taken. It runs, is paused, or has ended."""

    started_at: datetime
    """Since when it counts: it tells one wait of the customer from the next."""
    promised: timedelta
    warn_percent: int = WARN_PERCENT
    spent: timedelta = timedelta()
    """Before `running_since`."""
    running_since: datetime | None = None
    ended_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None

    def due_at(self, hours: Hours) -> datetime | None:
        """Return when the promise is broken if nothing happens; None while it does not run."""
        return self._at(self.promised, hours)

    def warning_at(self, hours: Hours) -> datetime | None:
        """Return when the warning is due; None while it does not run."""
        return self._at(self.promised * self.warn_percent / 100, hours)

    def _at(self, total: timedelta, hours: Hours) -> datetime | None:
        if self.running_since is None:
            return None
        left = total - self.spent
        return self.running_since if left <= timedelta() else hours.after(self.running_since, left)

    def spent_by(self, at: datetime, hours: Hours) -> timedelta:
        """Return how much time it has taken by a moment."""
        if self.running_since is None:
            return self.spent
        return self.spent + hours.between(self.running_since, max(at, self.running_since))

    def paused(self, at: datetime, hours: Hours) -> "Clock":
        """Stop it for now; a paused one stays as it is."""
        return replace(self, spent=self.spent_by(at, hours), running_since=None)

    def resumed(self, at: datetime) -> "Clock":
        """Let it run, also one that had ended: a ticket was opened again."""
        return replace(self, ended_at=None, running_since=self.running_since or at)

    def ended(self, at: datetime, hours: Hours) -> "Clock":
        """Stop it for good."""
        if self.ended_at is not None:
            return self
        return replace(self.paused(at, hours), ended_at=at)

    @property
    def status(self) -> str:
        """Return where it stands: ``running``, ``paused``, ``met`` or ``breached``."""
        if self.breached_at is not None or self.spent > self.promised:
            return "breached"
        if self.ended_at is not None:
            return "met"
        return "paused" if self.running_since is None else "running"

    def stored(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {part.name: _plain(getattr(self, part.name)) for part in fields(self)}

    @classmethod
    def from_stored(cls, row: Mapping[str, Any]) -> Self:
        """Return a clock as `stored` wrote it."""
        moments = ("started_at", "running_since", "ended_at", "warned_at", "breached_at")
        values = {name: row[name] and datetime.fromisoformat(row[name]) for name in moments}
        return cls(
            promised=timedelta(seconds=row["promised"]),
            spent=timedelta(seconds=row["spent"]),
            warn_percent=row["warn_percent"],
            **values,
        )


def _plain(value: object) -> object:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.isoformat() if isinstance(value, datetime) else value


Clocks = Mapping[Target, Clock]


def followed(
    clocks: Clocks, ticket: Seen, at: datetime, promise: Promise, hours: Hours
) -> dict[Target, Clock]:
    """Return a ticket's clocks after it was seen at a moment. To see it again changes nothing.

    A reply's clock runs while the customer waits for it, snoozed or not: that an agent lets a ticket sleep
    answers nobody. That of the resolution runs from the opening to the closing, but not while the ticket
    sleeps nor, unless the policy says otherwise, while it is the customer's turn.
    """
    return {
        target: clock
        for target in Target
        if (clock := _followed(target, clocks.get(target), ticket, at, promise, hours)) is not None
    }


def _followed(
    target: Target, clock: Clock | None, ticket: Seen, at: datetime, promise: Promise, hours: Hours
) -> Clock | None:
    begun = _begun(target, ticket)
    time = promise.of(target)
    if begun is None:
        return clock.ended(_end(target, ticket, at), hours) if clock is not None else None
    if clock is None or (target is not Target.RESOLUTION and clock.started_at != begun):
        if time is None or (promise.since is not None and begun < promise.since):
            return None
        clock = Clock(started_at=begun, promised=time, warn_percent=promise.warn_percent)
        at = begun
    elif time is None:
        return None
    elif (clock.promised, clock.warn_percent) != (time, promise.warn_percent):
        clock = replace(clock, promised=time, warn_percent=promise.warn_percent)
    return clock.paused(at, hours) if _is_paused(target, ticket, promise) else clock.resumed(at)


def _begun(target: Target, ticket: Seen) -> datetime | None:
    """Return since when a clock counts, None if it does not at the moment."""
    if ticket.status == "closed":
        return None
    if target is Target.RESOLUTION:
        return ticket.opened_at
    if (ticket.first_reply_at is None) is (target is Target.FIRST_REPLY):
        return ticket.waiting_since
    return None


def _end(target: Target, ticket: Seen, at: datetime) -> datetime:
    if target is Target.FIRST_REPLY and ticket.first_reply_at is not None:
        return min(ticket.first_reply_at, at)
    return min(ticket.closed_at or at, at)


def _is_paused(target: Target, ticket: Seen, promise: Promise) -> bool:
    if target is not Target.RESOLUTION:
        return False
    is_customers_turn = ticket.waiting_since is None and ticket.first_reply_at is not None
    return ticket.status == "snoozed" or (promise.pauses_for_customer and is_customers_turn)


def ended(before: Clocks, after: Clocks) -> Iterator[tuple[Target, Clock]]:
    """Yield the clocks that ended between two states of a ticket's clocks."""
    for target, clock in after.items():
        was = before.get(target)
        is_new = was is None or was.ended_at is None or was.started_at != clock.started_at
        if clock.ended_at is not None and is_new:
            yield target, clock


def moved(clocks: Clocks, at: datetime, hours: Hours) -> dict[Target, Clock]:
    """Return the clocks of a ticket that leaves its queue: what has passed, passed by the queue's hours."""
    return {
        target: clock if clock.running_since is None else clock.paused(at, hours).resumed(at)
        for target, clock in clocks.items()
    }


def promised(clocks: Clocks, promise: Promise) -> dict[Target, Clock]:
    """Return the clocks without those of what is promised no more."""
    return {target: clock for target, clock in clocks.items() if promise.of(target) is not None}


class Notice(NamedTuple):
    """What a promise has come to."""

    target: Target
    kind: str
    """``warning`` or ``breach``."""
    due_at: datetime


def noticed(clocks: Clocks, now: datetime, hours: Hours) -> tuple[dict[Target, Clock], list[Notice]]:
    """Return the clocks with what is due marked, and what that is: of each wait each notice once.

    Where the breach is noticed first, there is no warning any more.
    """
    after = dict(clocks)
    notices: list[Notice] = []
    for target, clock in clocks.items():
        due = clock.due_at(hours)
        warning = clock.warning_at(hours)
        if due is not None and due <= now and clock.breached_at is None:
            after[target] = replace(clock, breached_at=due, warned_at=clock.warned_at or due)
            notices.append(Notice(target, "breach", due))
        elif due is not None and warning is not None and warning <= now and clock.warned_at is None:
            after[target] = replace(clock, warned_at=warning)
            notices.append(Notice(target, "warning", due))
    return after, notices


def next_notice_at(clocks: Clocks, hours: Hours) -> datetime | None:
    """Return when something will be due; None: nothing, as things stand."""
    return min(_notices(clocks, hours), default=None)


def _notices(clocks: Clocks, hours: Hours) -> Iterator[datetime]:
    for clock in clocks.values():
        if clock.warned_at is None and (warning := clock.warning_at(hours)) is not None:
            yield warning
        if clock.breached_at is None and (due := clock.due_at(hours)) is not None:
            yield due


def due_at(clocks: Clocks, hours: Hours) -> datetime | None:
    """Return when the next promise is broken, or was; None while none runs."""
    return min((due for clock in clocks.values() if (due := clock.due_at(hours)) is not None), default=None)
