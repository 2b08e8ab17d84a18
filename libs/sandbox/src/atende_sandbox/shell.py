"""`shell`: a Python prompt in the place of one service of the running system."""

import ast
import asyncio
import code
import contextlib
import importlib
import importlib.util
import inspect
import os
import sys
from collections.abc import Callable
from types import CodeType, FunctionType, ModuleType
from typing import Any
from uuid import UUID

import asyncpg

from atende_platform.data.db import Database, execute
from atende_platform.process.telemetry import configure
from atende_sandbox.services import ServiceUnit, database_url, environment
from atende_sandbox.settings import REPOSITORY, Settings


class AsyncConsole(code.InteractiveConsole):
    """A prompt at which ``await`` works. The event loop runs while a statement does."""

    def __init__(self, names: dict[str, Any], runner: asyncio.Runner) -> None:
        super().__init__(names)
        self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._names = names
        self._runner = runner

    def runcode(self, code: CodeType) -> None:
        """Run a statement; one with ``await`` in it, on the loop."""
        try:
            result = FunctionType(code, self._names)()
            if inspect.iscoroutine(result):
                self._runner.run(result)
        except SystemExit:
            raise
        except KeyboardInterrupt:
            self.write("\nKeyboardInterrupt\n")
        except BaseException:
            self.showtraceback()


def shell(settings: Settings, unit: ServiceUnit) -> None:
    """Show the prompt until its end (Ctrl-D)."""
    os.environ.clear()
    os.environ.update(environment(settings, unit) | {"LOG_FORMAT": "console", "LOG_LEVEL": "WARNING"})
    with asyncio.Runner() as runner:
        company, name = runner.run(_newest_company(settings))
        names, close = _names(unit)
        names["company"] = company
        with contextlib.suppress(ImportError):
            importlib.import_module("readline")
        try:
            AsyncConsole(names, runner).interact(banner=_banner(unit, names, name), exitmsg="")
        finally:
            runner.run(close())


async def _newest_company(settings: Settings) -> tuple[UUID | None, str]:
    connection = await asyncpg.connect(database_url(settings, "auth", "worker"))
    try:
        row = await connection.fetchrow(
            "SELECT company_id, name FROM companies ORDER BY company_id DESC LIMIT 1"
        )
    finally:
        await connection.close()
    return (
        (UUID(str(row["company_id"])), str(row["name"])) if row else (None, "there is none yet: `make seed`")
    )


def _names(unit: ServiceUnit) -> tuple[dict[str, Any], Callable[[], Any]]:
    service = importlib.import_module(f"{unit.module}.main").SERVICE
    settings = service.settings()
    configure(service.name, settings)
    db = Database(settings)

    async def sql(statement: str, **parameters: Any) -> list[Any]:
        """Run a statement over all companies; return its rows."""
        async with db.worker() as session:
            result = await execute(session, statement, **parameters)
            return list(result.all()) if result.returns_rows else []

    parts = {
        name.removeprefix(f"{unit.module}."): module
        for name, module in list(sys.modules.items())
        if name.startswith(f"{unit.module}.") and name.count(".") == 1
    }
    names = {**parts, **_factories(unit), "settings": settings, "db": db, "sql": sql}
    return names, db.close


def _factories(unit: ServiceUnit) -> dict[str, ModuleType]:
    path = REPOSITORY / "services" / unit.name / "tests" / "factories.py"
    spec = importlib.util.spec_from_file_location("factories", path) if path.exists() else None
    if spec is None or spec.loader is None:
        return {}
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {"factories": module}


def _banner(unit: ServiceUnit, names: dict[str, Any], company: str) -> str:
    parts = ", ".join(sorted(name for name, value in names.items() if isinstance(value, ModuleType)))
    return (
        f"{unit.name}, with its database. `await` works.\n"
        f"  company   {names['company']} ({company})\n"
        "  db        async with db.tenant(company) as session: …   (db.worker(): all companies)\n"
        '  sql       await sql("SELECT …", name=value): rows, over all companies\n'
        f"  settings, {parts}"
    )
