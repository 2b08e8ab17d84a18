"""The rules of time by themselves: local times, cron expressions, windows, zones of phones."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.domain.timing import (
    CronRefused,
    instant,
    is_zone,
    last_run,
    next_run,
    problem_of,
    require_cron,
)
from campaign.domain.windows import day_of, is_open, left_today, next_day, next_open
from campaign.domain.zones import zone_of

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEW_YORK = "America/New_York"  # 2026: forward on March 8, back on November 1, both at 2 o'clock.
ZONES = st.sampled_from(
    [NEW_YORK, "America/Sao_Paulo", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)


def runs(cron: str, zone: str, after: datetime, count: int) -> list[datetime]:
    found: list[datetime] = []
    for _ in range(count):
        due = next_run(cron, zone, found[-1] if found else after)
        assert due is not None
        found.append(due)
    return found


def clock(*numbers: int) -> datetime:
    """Return what a clock shows, wherever it hangs."""
    return datetime(*numbers)  # type: ignore[arg-type,misc]  # noqa: DTZ001


def local(time: datetime, zone: str) -> datetime:
    return time.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


LOCALS = st.datetimes(clock(2015, 1, 1), clock(2030, 1, 1))
INSTANTS = LOCALS.map(lambda time: time.replace(tzinfo=UTC))

# --- one time --------------------------------------------------------------------------------


def test_a_local_time_that_does_not_exist_is_moved_forward() -> None:
    assert instant(clock(2026, 3, 8, 2, 30), NEW_YORK) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert local(instant(clock(2026, 3, 8, 2, 30), NEW_YORK), NEW_YORK) == clock(2026, 3, 8, 3, 30)
    assert local(instant(clock(2018, 11, 4), "America/Sao_Paulo"), "America/Sao_Paulo").hour == 1


def test_of_a_local_time_that_exists_twice_the_first_counts() -> None:
    assert instant(clock(2026, 11, 1, 1, 30), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_an_instant_is_taken_as_it_is_whatever_the_zone() -> None:
    time = datetime(2026, 3, 8, 2, 30, tzinfo=ZoneInfo("Asia/Kathmandu"))
    assert instant(time, NEW_YORK) == time


@given(LOCALS, ZONES)
def test_an_instant_is_the_local_time_or_the_same_after_the_gap(time: datetime, zone: str) -> None:
    shown = local(instant(time, zone), zone)
    assert shown == time or timedelta() < shown - time <= timedelta(hours=1)
    earlier = instant(time, zone) - timedelta(hours=1)
    assert shown != time or local(earlier, zone) != time, "the first of two"


@pytest.mark.parametrize("name", ["", "localtime", "../etc/passwd", "America/Sao_Paul", "BRT"])
def test_what_is_no_time_zone_is_known_as_such(name: str) -> None:
    assert not is_zone(name)


# --- cron ------------------------------------------------------------------------------------


def test_an_expression_means_the_clocks_of_its_zone() -> None:
    assert runs("30 9 * * 1", "America/Sao_Paulo", NOON, 2) == [
        datetime(2026, 11, 23, 12, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 12, 30, tzinfo=UTC),
    ]


def test_a_run_in_the_hour_that_is_skipped_comes_as_much_later_and_once() -> None:
    eve = datetime(2026, 3, 8, 5, tzinfo=UTC)
    daily = runs("30 2 * * *", NEW_YORK, eve, 2)
    assert [local(each, NEW_YORK) for each in daily] == [
        clock(2026, 3, 8, 3, 30),
        clock(2026, 3, 9, 2, 30),
    ]
    hourly = runs("30 * * * *", NEW_YORK, eve, 4)
    assert [local(each, NEW_YORK).hour for each in hourly] == [0, 1, 3, 4]


def test_a_run_in_the_hour_that_comes_twice_comes_the_first_time() -> None:
    eve = datetime(2026, 11, 1, 4, 45, tzinfo=UTC)
    hourly = runs("30 * * * *", NEW_YORK, eve, 3)
    assert [local(each, NEW_YORK).hour for each in hourly] == [1, 2, 3]
    assert hourly[0] == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@settings(deadline=None)
@given(
    st.sampled_from(["*/15 * * * *", "0 * * * *", "30 2 * * *", "15,45 1-3 * * *", "0 9 1 * *", "0 0 * * 1"]),
    ZONES,
    INSTANTS,
)
def test_runs_go_forward_none_is_missed_and_none_comes_twice(cron: str, zone: str, after: datetime) -> None:
    found = runs(cron, zone, after, 8)
    assert after < found[0]
    assert all(one < other for one, other in pairwise(found))
    middle = found[0] + (found[1] - found[0]) / 2
    assert next_run(cron, zone, middle) == found[1], "from wherever one looks"
    assert last_run(cron, zone, after + timedelta(microseconds=1), found[-1]) == found[-1]
    assert last_run(cron, zone, found[0], found[1] - timedelta(microseconds=1)) == found[0]


def test_nothing_is_found_where_nothing_is() -> None:
    assert last_run("0 9 * * *", "UTC", NOON, NOON + timedelta(hours=1)) is None
    assert next_run("0 9 * * *", "UTC", datetime(2099, 12, 31, 12, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "0 9 * *",
        "0 0 9 * * *",
        "61 9 * * *",
        "x 9 * * *",
        "* * * * *",
        "*/10 * * * *",
        "0,59 9,10 * * *",
        "0 9 31 2 *",
    ],
)
def test_an_expression_that_is_none_or_never_comes_or_too_often_is_refused(cron: str) -> None:
    with pytest.raises(CronRefused):
        require_cron(cron, "UTC", NOON)


@pytest.mark.parametrize("cron", ["*/15 * * * *", "0 9 * * MON-FRI", "0 9 L * *", "0 0 29 2 *"])
def test_usual_expressions_pass(cron: str) -> None:
    require_cron(cron, "America/Sao_Paulo", NOON)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("scheduled", None, None, None, None), "scheduledAt"),
        (("recurring", None, None, None, None), "cron"),
        (("broadcast", NOON, None, None, None), "scheduledAt"),
        (("recurring", NOON, "0 9 * * *", None, None), "scheduledAt"),
        (("broadcast", None, "0 9 * * *", None, None), "cron"),
        (("scheduled", NOON, None, NOON, None), "endsAt"),
        (("scheduled", NOON, None, None, 1), "maxRuns"),
    ],
)
def test_what_does_not_suit_the_type_is_named(
    given: tuple[str, datetime | None, str | None, datetime | None, int | None], field: str
) -> None:
    problem = problem_of(*given)
    assert problem is not None
    assert problem[0] == field


# --- windows ---------------------------------------------------------------------------------

WORKDAYS = [{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "20:00"}]
CLOCKS = st.integers(0, 1440).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
WINDOWS = st.lists(
    st.builds(
        lambda days, clocks: {"days": sorted(days), "from": clocks[0], "to": clocks[1]},
        st.sets(st.integers(1, 7), min_size=1),
        st.lists(CLOCKS, min_size=2, max_size=2, unique=True).map(sorted),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize(
    ("hour", "expected"), [(11, False), (12, True), (22, True), (23, False)]
)  # 9 and 20 o'clock in São Paulo are 12 and 23 in UTC.
def test_a_window_is_open_from_its_first_minute_to_before_its_last(hour: int, expected: bool) -> None:
    assert is_open(WORKDAYS, "America/Sao_Paulo", NOON.replace(hour=hour)) is expected


def test_after_friday_comes_monday() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert next_open(WORKDAYS, "America/Sao_Paulo", late) == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_open(WORKDAYS, "America/Sao_Paulo", NOON) == NOON
    assert is_open([], "UTC", late)


def test_an_hour_that_the_clocks_skip_is_waited_for_until_next_week() -> None:
    night = [{"days": [7], "from": "02:00", "to": "02:30"}]
    opens = next_open(night, NEW_YORK, datetime(2026, 3, 8, 5, tzinfo=UTC))
    assert opens is not None
    assert local(opens, NEW_YORK) == clock(2026, 3, 15, 2)


@settings(deadline=None)
@given(WINDOWS, ZONES, INSTANTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    windows: list[dict[str, object]], zone: str, at: datetime
) -> None:
    opens = next_open(windows, zone, at)
    until = opens or at + timedelta(days=7)
    assert opens is None or (opens >= at and is_open(windows, zone, opens))
    step = timedelta(minutes=7)
    count = int((until - at) / step)
    assert not any(is_open(windows, zone, at + step * number) for number in range(count))
    assert opens is None or opens == at or not is_open(windows, zone, opens - timedelta(microseconds=1))


@given(st.integers(1, 100), st.integers(0, 100), ZONES, INSTANTS)
def test_a_cap_counts_one_local_day(cap: int, sent: int, zone: str, at: datetime) -> None:
    today = day_of(zone, at)
    assert left_today(cap, today, sent, zone, at) == max(0, cap - sent)
    assert left_today(cap, None, 0, zone, at) == cap
    tomorrow = next_day(zone, at)
    assert at < tomorrow <= at + timedelta(hours=26)
    assert day_of(zone, tomorrow) == today + timedelta(days=1)
    assert left_today(cap, today, sent, zone, tomorrow) == cap
    assert left_today(None, date(2026, 1, 1), sent, zone, at) is None


# --- zones of phones -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "zone"),
    [
        ("+5511987654321", "America/Sao_Paulo"),
        ("+5592987654321", "America/Manaus"),
        ("+5581987654321", "America/Recife"),
        ("+5568987654321", "America/Rio_Branco"),
        ("+556532345678", "America/Cuiaba"),
        ("+5597987654321", None),  # Two zones share the code.
        ("+5510987654321", None),
        ("+12125551234", NEW_YORK),
        ("+351912345678", None),  # The mainland or the Azores.
        ("+999", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phone_tells_its_zone_where_it_is_unambiguous(phone: str | None, zone: str | None) -> None:
    assert zone_of(phone) == zone


def test_every_brazilian_zone_is_known() -> None:
    zones = {zone_of(f"+55{area}987654321") for area in range(11, 100)} - {None}
    assert len(zones) == 14
    assert all(is_zone(str(zone)) for zone in zones)
