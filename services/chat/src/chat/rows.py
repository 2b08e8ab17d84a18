"""What use cases write: the columns of rows, by their names."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlmodel import SQLModel

M = TypeVar("M", bound=SQLModel)

Row = dict[str, Any]
"""The columns of a row to be written."""


def as_json(rows: Iterable[Row]) -> str:
    """Return rows as the JSON array that ``jsonb_populate_recordset`` and ``jsonb_to_recordset`` take."""
    return orjson.dumps(list(rows), default=_plain).decode()


def _plain(value: object) -> str:
    """Say what orjson does not know by itself: asyncpg gives out UUIDs of a class of its own."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value)} cannot be stored as JSON")
