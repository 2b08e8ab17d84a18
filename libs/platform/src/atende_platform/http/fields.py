"""Types of fields that bodies and queries of all services share."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import Query
from pydantic import (
    AfterValidator,
    AliasChoices,
    AwareDatetime,
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from atende_contracts.field_errors import invalid
from atende_contracts.storable import is_storable, unstorable

_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2099
# Controls with the line breaks, U+2028 and U+2029, what turns the direction of the text around it, and halves
# of surrogate pairs, which JSON can carry and UTF-8 cannot.
_NOT_IN_A_LINE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_COLOR: Final = re.compile("#[0-9a-fA-F]{6}")
_DATE_AND_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}")
_MAX_JSON_BYTES: Final = 32 * 1024


def _in_this_century(time: datetime) -> datetime:
    # Before it is converted: an offset can carry the first and the last day of the calendar out of it.
    if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
        raise invalid("year_out_of_range", first=_FIRST_YEAR, last=_LAST_YEAR)
    return time.astimezone(UTC)


def _one_line(value: str) -> str:
    if _NOT_IN_A_LINE.search(value):
        raise invalid("not_one_line")
    return value


def _color(value: str) -> str:
    if not _COLOR.fullmatch(value):
        raise invalid("not_a_color")
    return value.lower()


def require_storable(value: str) -> str:
    """Return the text. Raises `ValueError` for what PostgreSQL or UTF-8 cannot hold."""
    if not is_storable(value):
        raise invalid("not_storable")
    return value


def _storable_json(value: Any) -> Any:
    for problem in unstorable(value):
        raise invalid(problem.code, **problem.params)
    if len(json.dumps(value)) > _MAX_JSON_BYTES:
        raise invalid("too_many_bytes", most=_MAX_JSON_BYTES)
    return value


def as_one_line(value: str) -> str:
    """Return a name that came from elsewhere, such as a file, without what `ONE_LINE` refuses."""
    return _NOT_IN_A_LINE.sub(" ", value).strip()


def _with_time(value: object) -> object:
    # Pydantic reads a date as its midnight, and a number as seconds or milliseconds since 1970, by its size.
    if isinstance(value, datetime) or (isinstance(value, str) and _DATE_AND_TIME.match(value)):
        return value
    raise invalid("not_a_date_time")


WITH_TIME: Final = BeforeValidator(_with_time)
"""For moments: a date alone could mean its begin or its end."""
Instant = Annotated[AwareDatetime, WITH_TIME, AfterValidator(_in_this_century)]
"""A date and time with an offset, in the years 2000 to 2099; in UTC."""
ONE_LINE: Final = AfterValidator(_one_line)
"""For names: they stand in lists, subjects of e-mails, files and logs, and must stay on one line."""
Color = Annotated[
    str,
    StringConstraints(max_length=7),
    AfterValidator(_color),
    Field(json_schema_extra={"pattern": f"^{_COLOR.pattern}$"}),
]
"""``#0a7d4f``, in lower case whatever the case it came in."""
STORABLE: Final = AfterValidator(require_storable)
"""For texts: all that the database can keep."""
STORABLE_JSON: Final = AfterValidator(_storable_json)
"""For JSON that is passed on as it came: what PostgreSQL, every client and the provider can hold."""

STATUS: Final = AliasChoices("status", "state")
"""Of a field ``status``: it was ``state``, as columns and events call it still (docs/adr/0024)."""
FORMER_STATE: Final = Query(
    deprecated=True, description="The same as `status`, by its old name. The next version refuses it"
)
"""Of the parameter ``state``, for clients of the version before."""


def former_state() -> Any:
    """Return the field ``state`` of an answer, for clients of the version before."""
    return Field(
        deprecated=True, description="The same as `status`, by its old name. The next version drops it"
    )


def one_of(values: Iterable[str]) -> WithJsonSchema:
    """Document a text of an answer as one of these values.

    It is not checked: what a newer version has stored is shown, and nobody gets a 500 for it.
    """
    return WithJsonSchema({"type": "string", "enum": sorted(values)})
