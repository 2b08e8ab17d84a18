"""Sums of days and months: any period consists of some, and histograms add up as numbers."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.periods import days_between
from reporting.domain.sums import LANE, Level, buckets_of, pieces

ZONES = ["UTC", "America/Sao_Paulo", "Asia/Kathmandu", "America/Havana", "Africa/Cairo", "Pacific/Apia"]

days = st.dates(date(2010, 1, 1), date(2027, 12, 31))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(first=days, length=st.integers(1, 366), zone=zones)
def test_a_period_is_its_pieces(first: date, length: int, zone: ZoneInfo) -> None:
    last = first + timedelta(days=length - 1)
    around = days_between(first - timedelta(days=40), last + timedelta(days=40), zone)
    starts = {day.start for day in around}  # Samoa had no 30th of December 2011.
    found: Counter[date] = Counter()
    for piece in pieces(first, last + timedelta(days=1), zone):
        if piece.level == Level.MONTH:
            assert {each.astimezone(zone).day for each in (piece.start, piece.end)} == {1}
        for start in starts:
            if piece.start <= start < piece.end:
                found[start.astimezone(zone).date()] += piece.sign
    assert +found == Counter(day.day for day in days_between(first, last, zone) if day.start < day.end)
    assert len(pieces(first, last + timedelta(days=1), zone)) <= 6


@given(counts=st.dictionaries(st.integers(0, 483), st.integers(1, 10**LANE - 1), max_size=20))
def test_a_histogram_is_a_number(counts: dict[int, int]) -> None:
    lanes = [f"{counts.get(bucket, 0):0{LANE}d}" for bucket in range(max(counts, default=0), -1, -1)]
    assert buckets_of("".join(lanes).lstrip("0") or "0") == counts
