"""When scheduled reports fall due: in every time zone, on every day, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.schedules import Every, MailStatus, RunStatus, Timing, pause_after, status_of
from reporting.service.mail_figures import duration, figure, period

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
ZONES = (
    "America/Sao_Paulo",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)
_timings = st.builds(
    Timing,
    every=st.sampled_from(Every),
    hour=st.integers(0, 23),
    weekday=st.integers(1, 7),
    day=st.integers(1, 31),
)
_BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
_moments = st.integers(0, 30 * 366 * 86_400).map(lambda seconds: _BEGIN + timedelta(seconds=seconds))
_zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(_timings, _moments, _zones)
def test_each_time_is_the_next_one_after_the_one_before(timing: Timing, at: datetime, zone: ZoneInfo) -> None:
    due = timing.next_after(at, zone)
    assert due > at
    assert timing.last_until(due, zone) == due
    assert timing.last_until(due - timedelta(seconds=1), zone) <= at
    assert timing.next_after(due - timedelta(seconds=1), zone) == due


@given(_timings, _moments, _zones)
def test_the_days_of_two_runs_neither_overlap_nor_leave_out_one(
    timing: Timing, at: datetime, zone: ZoneInfo
) -> None:
    due = timing.next_after(at, zone)
    one, other = timing.period_before(due, zone), timing.period_before(timing.next_after(due, zone), zone)
    assert one.first <= one.last < due.astimezone(zone).date()
    if zone.key != "Pacific/Apia":  # Which had no 30 December 2011.
        assert other.first == one.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("timing", "at", "due", "first", "last"),
    [
        (Timing(Every.DAILY, 8), "2026-11-27T10:59Z", "2026-11-27T11:00Z", "2026-11-26", "2026-11-26"),
        (Timing(Every.DAILY, 8), "2026-11-27T11:00Z", "2026-11-28T11:00Z", "2026-11-27", "2026-11-27"),
        (Timing(Every.WEEKLY, 8, 1), "2026-11-27T11:00Z", "2026-11-30T11:00Z", "2026-11-23", "2026-11-29"),
        (
            Timing(Every.MONTHLY, 0, None, 31),
            "2027-02-01T00:00Z",
            "2027-02-28T03:00Z",
            "2027-01-01",
            "2027-01-31",
        ),
        (
            Timing(Every.MONTHLY, 8, None, 1),
            "2026-11-27T11:00Z",
            "2026-12-01T11:00Z",
            "2026-11-01",
            "2026-11-30",
        ),
    ],
)
def test_a_report_falls_due_by_the_companys_clock(
    timing: Timing, at: str, due: str, first: str, last: str
) -> None:
    found = timing.next_after(datetime.fromisoformat(at), SAO_PAULO)
    assert found == datetime.fromisoformat(due)
    about = timing.period_before(found, SAO_PAULO)
    assert (about.first, about.last) == (date.fromisoformat(first), date.fromisoformat(last))


def test_where_clocks_change_a_report_is_sent_once() -> None:
    """At two in the night that has no such hour, and at one in the night that has it twice."""
    zone, nightly = ZoneInfo("America/New_York"), Timing(Every.DAILY, 2)
    skipped = nightly.next_after(datetime(2026, 3, 8, 5, tzinfo=UTC), zone)
    assert skipped == datetime(2026, 3, 8, 7, tzinfo=UTC)
    twice = Timing(Every.DAILY, 1).next_after(datetime(2026, 11, 1, 4, tzinfo=UTC), zone)
    assert twice == datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert Timing(Every.DAILY, 1).next_after(twice, zone) == datetime(2026, 11, 2, 6, tzinfo=UTC)


def test_a_run_stands_where_its_mails_stand() -> None:
    sent, failed, skipped = MailStatus.SENT, MailStatus.FAILED, MailStatus.SKIPPED
    assert status_of([sent, MailStatus.QUEUED]) is RunStatus.PENDING
    assert status_of([MailStatus.SENDING]) is RunStatus.PENDING
    assert status_of([sent, skipped]) is RunStatus.SENT
    assert status_of([sent, failed]) is RunStatus.PARTLY
    assert status_of([MailStatus.UNCONFIRMED]) is RunStatus.FAILED
    assert status_of([skipped]) is RunStatus.SKIPPED
    assert status_of([]) is RunStatus.SKIPPED


def test_pauses_grow_and_end() -> None:
    assert [pause_after(times).total_seconds() for times in (1, 2, 3, 7, 100)] == [60, 120, 240, 3600, 3600]


def test_figures_are_written_in_the_readers_language() -> None:
    assert figure(1234567, "number", "pt") == "1.234.567"
    assert figure(1234.5, "number", "en") == "1,234.5"
    assert (figure(0.935, "rate", "pt"), figure(0.935, "rate", "en")) == ("93,5 %", "93.5%")
    assert figure(None, "rate", "pt") == "–"
    assert (figure("2026-11-27", "day", "pt"), figure("2026-11-27", "day", "en")) == (
        "27/11/2026",
        "Nov 27, 2026",
    )
    assert [duration(seconds) for seconds in (45, 90, 3599, 11_100, 187_200)] == [
        "45 s",
        "2 min",
        "1 h 00 min",
        "3 h 05 min",
        "2 d 4 h",
    ]
    assert period(date(2026, 11, 1), date(2026, 11, 30), "pt") == "01/11/2026 a 30/11/2026"
