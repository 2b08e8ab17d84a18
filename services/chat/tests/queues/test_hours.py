"""Opening hours: local times, holidays, and clocks that are put forward and back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from chat.queues import hours
from chat.queues.hours import DAY_MINUTES, Interval, OpeningHours

# With and without daylight saving time, changes at midnight, half hours, and a day that was left out.
ZONES = (
    "America/Sao_Paulo",
    "America/Santiago",
    "Europe/Lisbon",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
)


@st.composite
def days(draw: st.DrawFn) -> Sequence[Interval]:
    marks = draw(
        st.lists(st.integers(0, DAY_MINUTES), unique=True, max_size=8).filter(lambda m: len(m) % 2 == 0)
    )
    ordered = sorted(marks)
    return [Interval(*ordered[nth : nth + 2]) for nth in range(0, len(ordered), 2)]


@st.composite
def some_hours(draw: st.DrawFn) -> OpeningHours:
    weekly = draw(st.dictionaries(st.integers(0, 6), days(), max_size=7))
    exceptions = draw(st.dictionaries(st.dates(date(2024, 1, 1), date(2026, 12, 31)), days(), max_size=3))
    return OpeningHours(draw(st.sampled_from(ZONES)), weekly, exceptions)


FIRST = datetime(2024, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=1095)).map(lambda after: FIRST + after)


@given(some_hours(), moments)
def test_it_is_open_when_the_clock_on_the_wall_says_so(opened: OpeningHours, at: datetime) -> None:
    wall = at.astimezone(ZoneInfo(opened.zone))
    minute = wall.hour * 60 + wall.minute
    shown = any(start <= minute < end for start, end in opened.on(wall.date()))
    if hours.is_open(opened, at) is not shown:
        # Only in the hour that comes twice: it is open throughout if it is in one of the two.
        nearby = {
            (at + timedelta(minutes=by)).astimezone(ZoneInfo(opened.zone)).utcoffset()
            for by in range(-180, 181, 5)
        }
        assert len(nearby) > 1
        assert hours.is_open(opened, at)


@given(some_hours(), moments)
@settings(max_examples=50)
def test_until_the_next_change_nothing_changes(opened: OpeningHours, at: datetime) -> None:
    change = hours.next_change(opened, at)
    before = hours.is_open(opened, at)
    if change is None:
        assert hours.is_open(opened, at + timedelta(days=100)) is before
        return
    assert change > at
    assert hours.is_open(opened, change) is not before
    assert hours.is_open(opened, change - timedelta(seconds=1)) is before
    for part in range(1, 10):
        assert hours.is_open(opened, at + (change - at) * part / 10) is before
    worked = hours.open_between(opened, at, change)
    assert worked == (change - at if before else timedelta())


@given(some_hours(), moments, st.lists(st.timedeltas(timedelta(), timedelta(days=9)), min_size=2, max_size=2))
def test_time_adds_up(opened: OpeningHours, at: datetime, steps: list[timedelta]) -> None:
    middle, end = at + steps[0], at + steps[0] + steps[1]
    total = hours.open_between(opened, at, end)
    assert total == hours.open_between(opened, at, middle) + hours.open_between(opened, middle, end)
    assert timedelta() <= total <= end - at


@given(some_hours(), moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=30)))
@settings(max_examples=50)
def test_a_deadline_is_when_so_much_was_worked(
    opened: OpeningHours, at: datetime, duration: timedelta
) -> None:
    due = hours.after_open(opened, at, duration)
    if due is not None:
        assert hours.open_between(opened, at, due) == duration
        assert hours.open_between(opened, at, due - timedelta(seconds=1)) < duration


@given(some_hours(), moments)
@settings(max_examples=50)
def test_a_closed_stretch_has_one_beginning(opened: OpeningHours, at: datetime) -> None:
    since = hours.closed_since(opened, at)
    assert (since is None) is hours.is_open(opened, at)
    if since is not None and since != hours.LONG_AGO:
        assert since <= at
        assert hours.open_between(opened, since, at) == timedelta()
        assert hours.is_open(opened, since - timedelta(seconds=1))
        assert hours.closed_since(opened, since) == since


@given(some_hours())
def test_what_is_stored_is_read_again(opened: OpeningHours) -> None:
    assert hours.from_stored(hours.stored(opened), opened.zone) == opened


def test_hours_that_clocks_leave_out_and_repeat() -> None:
    # In Lisbon 01:00 becomes 02:00 on 2026-03-29, and 02:00 becomes 01:00 on 2026-10-25.
    opened = OpeningHours("Europe/Lisbon", {6: [Interval(30, 90), Interval(95, 180)]})
    spring, autumn = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
    assert hours.open_between(opened, spring, spring + timedelta(hours=4)) == timedelta(minutes=30 + 60)
    assert hours.next_change(opened, spring) == spring + timedelta(minutes=30)
    # 00:30 to the second 01:30 are two hours; that they overlap with what follows counts once.
    assert hours.next_change(opened, autumn - timedelta(hours=1)) == autumn - timedelta(minutes=30)
    assert not hours.is_open(opened, autumn + timedelta(hours=3))


def test_a_week_of_an_office_with_a_holiday() -> None:
    office = OpeningHours(
        "America/Sao_Paulo",
        {day: [Interval(8 * 60, 12 * 60), Interval(13 * 60, 18 * 60)] for day in range(5)},
        {date(2026, 12, 25): []},
    )
    thursday = datetime(2026, 12, 24, 21, tzinfo=UTC)  # 18:00 there.
    assert not hours.is_open(office, thursday)
    assert hours.next_change(office, thursday) == datetime(2026, 12, 28, 11, tzinfo=UTC)
    assert hours.closed_since(office, thursday + timedelta(days=2)) == thursday
    assert hours.open_between(office, thursday, thursday + timedelta(days=7)) == 4 * timedelta(hours=9)
    assert hours.after_open(office, thursday, timedelta(hours=5)) == datetime(2026, 12, 28, 17, tzinfo=UTC)
