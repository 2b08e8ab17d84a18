"""Times and names as all services take them."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from atende_platform.fields import Instant, as_one_line

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


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
