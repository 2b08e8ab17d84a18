"""Cursors: opaque, exact, and refused when they are not ours."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_platform.errors import InvalidInput
from atende_platform.http.pagination import (
    decode_cursor,
    decode_number,
    encode_cursor,
    next_cursor,
    next_number,
)

Position = tuple[datetime, UUID]

ZONES = [timezone(timedelta(hours=hours)) for hours in (-12, -3, 0, 14)]
positions = st.tuples(st.datetimes(timezones=st.sampled_from(ZONES)), st.uuids())


@given(position=positions)
def test_a_cursor_comes_back_as_it_was(position: Position) -> None:
    try:
        position[0].astimezone(UTC)
    except OverflowError:
        return  # The first and the last hours of the calendar, which no row has.
    assert decode_cursor(encode_cursor(*position)) == position


@given(text=st.text(max_size=200))
def test_any_other_text_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        decode_cursor(text)
    assert raised.value.errors[0].field == "cursor"


@pytest.mark.parametrize(
    "position",
    [
        "2026-01-01T00:00:00|0190e8c1-0000-7000-8000-000000000000",  # naive
        "9999-12-31T23:59:59-14:00|0190e8c1-0000-7000-8000-000000000000",  # no such time in UTC
        "2026-01-01T00:00:00+00:00|1",
        "|",
        "",
    ],
)
def test_a_made_up_position_is_refused(position: str) -> None:
    with pytest.raises(InvalidInput):
        decode_cursor(base64.urlsafe_b64encode(position.encode()).decode())


def test_no_cursor_is_the_beginning() -> None:
    assert decode_cursor(None) is None


@given(rows=st.lists(positions, max_size=40, unique=True), limit=st.integers(1, 12))
def test_walking_the_pages_shows_every_row_once(rows: list[Position], limit: int) -> None:
    start = datetime(2000, 1, 1, tzinfo=UTC)
    # Few different times, so that the id has to break ties.
    rows = sorted((start + timedelta(seconds=at.second % 3), id_) for at, id_ in rows)
    seen: list[Position] = []
    cursor: str | None = None
    while True:
        after = decode_cursor(cursor)
        found = [row for row in rows if after is None or row > after][: limit + 1]
        seen += found[:limit]
        cursor = next_cursor(found, limit, lambda row: row)
        if cursor is None:
            break
        assert len(found) == limit + 1
    assert seen == rows


def test_lists_in_the_order_of_a_number_are_paged_by_it() -> None:
    lines, seen, cursor = [2, 3, 7, 900_000], [], None
    while True:
        after = decode_number(cursor)
        rows = [line for line in lines if line > after][:3]
        seen += rows[:2]
        cursor = next_number(rows, 2, lambda line: line)
        if cursor is None:
            break
    assert seen == lines


@pytest.mark.parametrize("position", ["-1", str(2**31), "1e3", "", "2026-01-01T00:00:00+00:00|1", "9" * 150])
def test_a_made_up_number_is_refused(position: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        decode_number(base64.urlsafe_b64encode(position.encode()).decode())
    assert raised.value.errors[0].field == "cursor"
