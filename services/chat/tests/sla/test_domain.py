"""The clocks of tickets."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from chat.queues.hours import Interval, OpeningHours, after_open, open_between
from chat.sla.domain import (
    AROUND_THE_CLOCK,
    Clock,
    Clocks,
    Hours,
    Promise,
    Seen,
    Target,
    due_at,
    followed,
    next_notice_at,
    noticed,
)

MONDAY: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTES: Final = timedelta(minutes=1)
PROMISE: Final = Promise(10 * MINUTES, 20 * MINUTES, 60 * MINUTES)
OFFICE: Final = OpeningHours("UTC", {day: [Interval(8 * 60, 18 * 60)] for day in range(5)})
AT_WORK: Final = Hours(
    lambda start, end: open_between(OFFICE, start, end), lambda at, time: after_open(OFFICE, at, time)
)


def seen(
    status: str = "pending",
    *,
    waiting: int | None = 0,
    replied: int | None = None,
    closed: int | None = None,
) -> Seen:
    def at(minute: int | None) -> datetime | None:
        return None if minute is None else MONDAY + minute * MINUTES

    return Seen(status, MONDAY, at(replied), at(waiting), at(closed))


def after(*steps: tuple[int, Seen], hours: Hours = AROUND_THE_CLOCK, promise: Promise = PROMISE) -> Clocks:
    clocks: Clocks = {}
    for minute, ticket in steps:
        clocks = followed(clocks, ticket, MONDAY + minute * MINUTES, promise, hours)
    return clocks


def due(clocks: Clocks, target: Target, hours: Hours = AROUND_THE_CLOCK) -> float | None:
    at = clocks[target].due_at(hours)
    return None if at is None else (at - MONDAY) / MINUTES


def test_a_first_reply_is_due_and_then_each_next() -> None:
    clocks = after((1, seen()))
    assert due(clocks, Target.FIRST_REPLY) == 10
    assert due(clocks, Target.RESOLUTION) == 60
    answered = seen("open", waiting=None, replied=4)
    clocks = after((1, seen()), (4, answered))
    assert clocks[Target.FIRST_REPLY].status == "met"
    assert clocks[Target.FIRST_REPLY].spent == 4 * MINUTES
    assert clocks[Target.RESOLUTION].status == "paused", "it is the customer's turn"
    again = seen("open", waiting=30, replied=4)
    clocks = after((1, seen()), (4, answered), (30, again))
    assert due(clocks, Target.NEXT_REPLY) == 50
    assert due(clocks, Target.RESOLUTION) == 86, "4 of 60 minutes are spent"
    clocks = after((1, seen()), (4, answered), (30, again), (35, seen("open", waiting=None, replied=4)))
    assert clocks[Target.NEXT_REPLY].status == "met"
    assert due_at(clocks, AROUND_THE_CLOCK) is None


def test_a_snoozed_ticket_is_not_resolved_late_but_its_customer_still_waits() -> None:
    clocks = after((0, seen()), (5, seen("snoozed")))
    assert due(clocks, Target.FIRST_REPLY) == 10
    assert clocks[Target.RESOLUTION].status == "paused"
    assert due(after((0, seen()), (5, seen("snoozed")), (100, seen("open"))), Target.RESOLUTION) == 155


def test_a_closed_ticket_that_goes_on_has_what_was_left() -> None:
    closed = seen("closed", waiting=None, replied=4, closed=10)
    clocks = after((0, seen()), (10, closed))
    assert {clock.status for clock in clocks.values()} == {"met"}
    clocks = after((0, seen()), (10, closed), (500, seen("open", waiting=500, replied=4)))
    assert due(clocks, Target.RESOLUTION) == 550


def test_only_working_time_counts() -> None:
    friday = Seen("pending", MONDAY + timedelta(days=4, hours=5, minutes=55), None, None, None)
    friday = Seen("pending", friday.opened_at, None, friday.opened_at, None)
    clocks = followed({}, friday, friday.opened_at, PROMISE, AT_WORK)
    assert clocks[Target.FIRST_REPLY].due_at(AT_WORK) == datetime(2026, 6, 8, 8, 5, tzinfo=UTC)


def test_each_notice_comes_once() -> None:
    clocks = after((0, seen()))
    assert next_notice_at(clocks, AROUND_THE_CLOCK) == MONDAY + 8 * MINUTES
    clocks, notices = noticed(clocks, MONDAY + 8 * MINUTES, AROUND_THE_CLOCK)
    assert [(one.target, one.kind) for one in notices] == [(Target.FIRST_REPLY, "warning")]
    clocks, notices = noticed(clocks, MONDAY + 11 * MINUTES, AROUND_THE_CLOCK)
    assert [(one.target, one.kind) for one in notices] == [(Target.FIRST_REPLY, "breach")]
    assert noticed(clocks, MONDAY + 12 * MINUTES, AROUND_THE_CLOCK) == (clocks, [])
    assert clocks[Target.FIRST_REPLY].status == "breached"
    late = followed(
        clocks, seen("open", waiting=None, replied=15), MONDAY + 15 * MINUTES, PROMISE, AROUND_THE_CLOCK
    )
    assert late[Target.FIRST_REPLY].status == "breached"


def test_a_promise_that_is_taken_back_or_changed() -> None:
    clocks = after((0, seen()))
    assert followed(clocks, seen(), MONDAY, Promise(), AROUND_THE_CLOCK) == {}
    longer = followed(clocks, seen(), MONDAY, Promise(30 * MINUTES), AROUND_THE_CLOCK)
    assert due(longer, Target.FIRST_REPLY) == 30


STEPS: Final = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(["reply", "write", "snooze", "wake", "close", "reopen"])),
    max_size=15,
)


def lived(steps: list[tuple[int, str]]) -> list[tuple[datetime, Seen]]:
    """Return a ticket as it was seen after each of some things that happened to it."""
    at, ticket = MONDAY, seen()
    found = [(at, ticket)]
    for minutes, what in steps:
        at += minutes * MINUTES
        opened, first, waiting = ticket.opened_at, ticket.first_reply_at, ticket.waiting_since
        if what == "reply" and ticket.status != "closed":
            ticket = Seen("open", opened, first or at, None, None)
        elif what == "write":
            ticket = Seen("open", opened, first, waiting or at, None)
        elif what == "snooze" and ticket.status != "closed":
            ticket = Seen("snoozed", opened, first, waiting, None)
        elif what == "close":
            ticket = Seen("closed", opened, first, None, ticket.closed_at or at)
        elif what in ("wake", "reopen"):
            ticket = Seen("open", opened, first, waiting, None)
        found.append((at, ticket))
    return found


@given(STEPS, st.sampled_from([AROUND_THE_CLOCK, AT_WORK]), st.booleans())
def test_whatever_happens_to_a_ticket(steps: list[tuple[int, str]], hours: Hours, pauses: bool) -> None:
    promise = Promise(10 * MINUTES, 20 * MINUTES, 600 * MINUTES, pauses_for_customer=pauses)
    clocks: Clocks = {}
    history = lived(steps)
    noted: set[tuple[Target, datetime, str]] = set()
    for at, ticket in history:
        clocks = followed(clocks, ticket, at, promise, hours)
        assert followed(clocks, ticket, at, promise, hours) == clocks, "to see it again changes nothing"
        assert {t: Clock.from_stored(c.stored()) for t, c in clocks.items()} == clocks
        clocks, notices = noticed(clocks, at, hours)
        for notice in notices:
            key = (notice.target, clocks[notice.target].started_at, notice.kind)
            assert key not in noted, "each once"
            noted.add(key)
        for target, clock in clocks.items():
            assert clock.spent <= at - MONDAY
            assert (clock.running_since is None) or clock.ended_at is None
            running = clock.running_since is not None
            if target is Target.RESOLUTION:
                assert not running or ticket.status not in ("closed", "snoozed")
            else:
                assert not running or ticket.waiting_since is not None
        upcoming = next_notice_at(clocks, hours)
        assert upcoming is None or upcoming > at
    if not pauses and hours is AROUND_THE_CLOCK:
        # The resolution takes all the time in which the ticket is neither closed nor asleep.
        expected = timedelta()
        for (begin, ticket), (end, _) in pairwise(history):
            if ticket.status not in ("closed", "snoozed"):
                expected += end - begin
        assert clocks[Target.RESOLUTION].spent_by(history[-1][0], hours) == expected
