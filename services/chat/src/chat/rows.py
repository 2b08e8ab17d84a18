"""How rows go into statements and come out of them.

Many rows travel as one JSON parameter and become typed rows again by ``jsonb_populate_recordset``:
one statement and one plan for any number of rows.
"""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

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


async def fetch(session: AsyncSession, model: type[M], statement: str, /, **parameters: Any) -> list[M]:
    """Run SQL text that gives all columns of a table, and return its rows as they now are."""
    await session.flush()
    query = select(model).from_statement(text(statement))
    result: Any = await session.exec(  # type: ignore[call-overload]
        query, params=parameters, execution_options={"populate_existing": True}
    )
    return list(result.scalars())
