"""Cursor pagination: stable under inserts, and the same cost on every page."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import Field

from atende_platform.errors import InvalidInput
from atende_platform.http.models import ApiModel

T = TypeVar("T")

MAX_PAGE = 100

Limit = Annotated[int, Query(ge=1, le=MAX_PAGE, description="Items per page")]
Cursor = Annotated[str | None, Query(max_length=200, description="`nextCursor` of the page before")]


class Page(ApiModel, Generic[T]):
    """One page. ``nextCursor`` is null on the last one."""

    items: list[T]
    next_cursor: str | None = Field(default=None)

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return what the API documents, and so generated clients, call a page of these items."""
        return f"{params[0].__name__}Page"


def encode_cursor(at: datetime, id_: UUID) -> str:
    """Return an opaque position: the sort time and, to break ties, the id."""
    return _encoded(f"{at.isoformat()}|{id_}")


def decode_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return the position that `encode_cursor` made. Raises `InvalidInput` for anything else."""
    if cursor is None:
        return None
    try:
        at, _, id_ = _decoded(cursor).partition("|")
        time = datetime.fromisoformat(at)
        if time.tzinfo is None:
            raise ValueError("naive time")
        return time.astimezone(UTC), UUID(id_)
    except (ValueError, OverflowError, binascii.Error):
        raise InvalidInput("bad_cursor", field="cursor") from None


def next_cursor(rows: Sequence[T], limit: int, position: Callable[[T], tuple[datetime, UUID]]) -> str | None:
    """Return the cursor after ``rows[:limit]``, given that one row more than ``limit`` was asked for."""
    if len(rows) <= limit:
        return None
    return encode_cursor(*position(rows[limit - 1]))


def decode_number(cursor: str | None) -> int:
    """Return the position that `next_number` made; 0 on the first page. Raises `InvalidInput`."""
    if cursor is None:
        return 0
    try:
        number = int(_decoded(cursor))
    except ValueError:
        raise InvalidInput("bad_cursor", field="cursor") from None
    if not 0 <= number < 2**31:
        raise InvalidInput("bad_cursor", field="cursor")
    return number


def next_number(rows: Sequence[T], limit: int, position: Callable[[T], int]) -> str | None:
    """Return what `next_cursor` does where rows are in the order of a number, such as the lines of a file."""
    return None if len(rows) <= limit else _encoded(str(position(rows[limit - 1])))


def decode_id(cursor: str | None) -> UUID | None:
    """Return the position that `encode_id` made. Raises `InvalidInput` for anything else."""
    if cursor is None:
        return None
    try:
        return UUID(_decoded(cursor))
    except (ValueError, binascii.Error):
        raise InvalidInput("bad_cursor", field="cursor") from None


def encode_id(id_: UUID) -> str:
    """Return an opaque position in a list that is in the order of ids."""
    return _encoded(str(id_))


def _encoded(position: str) -> str:
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def _decoded(cursor: str) -> str:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
