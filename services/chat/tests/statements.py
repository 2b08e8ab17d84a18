"""Records what a test has PostgreSQL do, and not what the tasks of the service do beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from atende_platform.data import direct

_RECORD: ContextVar[list[str] | None] = ContextVar("record", default=None)
"""Where what runs in the context of the test writes its statements; other tasks have none."""


@contextmanager
def recorded() -> Iterator[list[str]]:
    """Record statements for the time of the context, whichever way they go."""
    run = direct.run
    statements: list[str] = []

    def record(sql: str) -> None:
        if (of_test := _RECORD.get()) is not None:
            of_test.append(sql)

    async def directly(session: Any, sql: str, parameters: Any) -> direct.Rows:
        record(sql)
        return await run(session, sql, parameters)

    def by_sqlalchemy(*arguments: Any) -> None:
        record(arguments[2])

    token = _RECORD.set(statements)
    event.listen(Engine, "before_cursor_execute", by_sqlalchemy)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(direct, "run", directly)
            yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", by_sqlalchemy)
        _RECORD.reset(token)
