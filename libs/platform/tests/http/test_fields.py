"""Times and names as all services take them."""

from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from atende_platform.http.fields import STORABLE_JSON, Instant, as_one_line

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
JSON: TypeAdapter[Any] = TypeAdapter(Annotated[Any, STORABLE_JSON])


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "1999-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        "2026-01-01T00:00:00",
        "1e300",
        "-1e300",
        "Infinity",
        "2026-12-24",
        "2026-12-24Z",
        "1796100000",
    ],
)
def test_a_time_that_no_calendar_of_ours_has_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        INSTANT.validate_python(text)


@pytest.mark.parametrize("value", ["2026-12-24", 1796100000, 20261224, True, None])
def test_a_time_says_what_it_needs(value: object) -> None:
    with pytest.raises(
        ValidationError, match="must be a date with a time, such as 2030-12-24T09:00:00-03:00"
    ):
        INSTANT.validate_python(value)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2000-01-01T00:00:00+14:00", datetime(1999, 12, 31, 10, tzinfo=UTC)),
        ("2099-12-31T23:59:59-12:00", datetime(2100, 1, 1, 11, 59, 59, tzinfo=UTC)),
        ("2026-06-01T09:00:00-03:00", datetime(2026, 6, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_time_is_taken_in_utc(text: str, instant: datetime) -> None:
    taken = INSTANT.validate_python(text)
    assert (taken, taken.tzinfo) == (instant, UTC)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ana\u2028Lima\r\n", "Ana Lima"),
        ("\u202eamiL\x00anA", "amiL anA"),
        ("👩\u200d👩\u200d👧 Zoë", "👩\u200d👩\u200d👧 Zoë"),
    ],
)
def test_a_name_from_elsewhere_is_made_one_line(text: str, line: str) -> None:
    assert as_one_line(text) == line


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        {"a": "\x00"},
        {"\x00": "a"},
        [{"a": ["\ud800"]}],
        [2**53],
        {"a": -(2**70)},
        [float("inf")],
        [{"a": float("nan")}],
        nested(16),
        ["x" * 32 * 1024],
    ],
)
def test_json_that_cannot_be_stored_or_has_no_end_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        JSON.validate_python(value)


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None, True, "é"]}, nested(15), [2**53 - 1], "x" * 32_000])
def test_json_that_can_be_stored_stays_as_it_is(value: object) -> None:
    assert JSON.validate_python(value) == value
