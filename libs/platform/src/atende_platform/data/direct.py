"""SQL text goes to asyncpg directly, over the connection and in the transaction of a session.

By way of `Session.execute` a statement costs the process four times as much (docs/adr/0027). What comes back
is read as from SQLAlchemy, and errors are SQLAlchemy's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from asyncpg import InternalClientError
from sqlalchemy.engine import ExceptionContext, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

# As `sqlalchemy.text` has them.
_PARAMETER: Final = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")
_ESCAPED: Final = re.compile(r"\\(:+)")
_CONNECTION: Final = "atende.connection"


class Rows(IteratorResult[Any]):
    """What a statement returned, and how many rows it returned or changed."""

    def __init__(self, names: Sequence[str], rows: Iterable[Any], rowcount: int) -> None:
        super().__init__(_metadata(tuple(names)), iter(rows))
        self.rowcount: Final = rowcount
        self.returns_rows: Final = bool(names)


@lru_cache(maxsize=2000)
def _metadata(names: tuple[str, ...]) -> SimpleResultMetaData:
    return SimpleResultMetaData(names)


@lru_cache(maxsize=2000)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return SQL with ``$1`` for the first ``:name`` and so on, and the names in this order."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}"

    return _ESCAPED.sub(r"\1", _PARAMETER.sub(number, sql)), tuple(names)


def is_beyond_use(error: BaseException | None) -> bool:
    """Tell whether the driver has lost its place in the protocol, so that no statement will work again.

    So it is for an instant after the server has ended a connection: asyncpg has read why, and not yet that
    the connection was closed.
    """
    return error is not None and isinstance(error.__cause__, InternalClientError)


def discard_if_beyond_use(context: ExceptionContext) -> None:
    """Be SQLAlchemy's ``handle_error``: it asks only whether a connection is closed."""
    if is_beyond_use(context.original_exception):
        context.is_disconnect = True


async def run(session: AsyncSession, sql: str, parameters: Mapping[str, Any]) -> Rows:
    """Run SQL text with parameters by name. Raises what SQLAlchemy would raise."""
    if session.new or session.dirty or session.deleted:
        await session.flush()
    connection: Any = session.info.get(_CONNECTION)
    if connection is None:
        connection = session.info[_CONNECTION] = await session.connection()
    elif session.in_nested_transaction():
        await session.connection()  # Sets the savepoint, if nothing has yet.
    adapted = connection.sync_connection.connection.dbapi_connection
    statement, names = numbered(sql)
    cursor = adapted.cursor()
    try:
        # Begins the transaction if it has not begun, and keeps prepared statements. Not a public name of
        # SQLAlchemy's, which has none for this; `tests/data/test_direct.py` holds it to what we need.
        await cursor._prepare_and_execute(statement, [parameters[name] for name in names])
    except BaseException as error:
        closed = adapted.driver_connection.is_closed() or is_beyond_use(error)
        if closed or not isinstance(error, Exception):
            # As SQLAlchemy does: after a cancellation nothing is known of what the server does. It is asked
            # to stop that.
            await connection.invalidate(error)
        if isinstance(error, adapted.dbapi.Error):
            raise DBAPIError.instance(
                statement,
                None,
                error,
                adapted.dbapi.Error,
                hide_parameters=True,
                connection_invalidated=closed,
            ) from error
        raise
    return Rows([each[0] for each in cursor.description or ()], cursor.fetchall(), cursor.rowcount)
