"""How rows go into statements and come out of them.

Many rows travel as one JSON parameter and become typed rows again by ``jsonb_populate_recordset``:
one statement and one plan for any number of rows.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

import orjson
from sqlalchemy import text
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

M = TypeVar("M", bound=SQLModel)

Row = dict[str, Any]
"""The columns of a row to be written."""


def as_json(rows: Iterable[Row]) -> str:
    """Return rows as the JSON array that ``jsonb_populate_recordset`` and ``jsonb_to_recordset`` take."""
    return orjson.dumps(list(rows)).decode()


async def fetch(session: AsyncSession, model: type[M], statement: str, /, **parameters: Any) -> list[M]:
    """Run SQL text that gives all columns of a table, and return its rows as they now are."""
    await session.flush()
    query = select(model).from_statement(text(statement))
    result: Any = await session.exec(  # type: ignore[call-overload]
        query, params=parameters, execution_options={"populate_existing": True}
    )
    return list(result.scalars())
