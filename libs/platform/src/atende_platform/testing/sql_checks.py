"""Tests of a service's SQL against its migrated schema. The tests of each service import all of them.

What a template becomes is known to its service only: the module of its tests says it in ``FILLED``, by the
template's text.
"""

import ast
import inspect
import math
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from random import Random
from types import ModuleType
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import ARRAY, JSON, Column, Table, TextClause, text, types
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch, idempotency, schema
from atende_platform.data.db import asyncpg_url, execute, make_engine
from atende_platform.limits import quotas
from atende_platform.messaging import inbox, outbox
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import Installation

_ROWS: Final = 3
Row = dict[str, Any]
_ASYNCPG: Final = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


def modules_of(package: str) -> Iterator[ModuleType]:
    """Yield a package and all modules in it, but no migrations and no command lines."""
    module = import_module(package)
    yield module
    for each in pkgutil.walk_packages(module.__path__, f"{package}."):
        if not each.name.endswith("__main__") and ".migrations" not in each.name:
            yield import_module(each.name)


def models_of(package: str) -> list[type[SQLModel]]:
    """Return the models of a service in the order of their tables' names."""
    found = {
        value
        for module in modules_of(package)
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, SQLModel)
        and isinstance(getattr(value, "__table__", None), Table)
    }
    return sorted(found, key=lambda model: str(model.__tablename__))


# --- rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
async def test_rows_come_back(installation: Installation, service: Service[Any], seed: int) -> None:
    """What a batch inserts, updates or upserts into any table is stored as it was given."""
    models = models_of(service.package)
    assert models
    engine = make_engine(installation.settings.database_owner_url)
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            for model in models:
                await _lift_rules(session, model.__table__)  # type: ignore[attr-defined]
            for model in models:
                await _check_rows(session, model, Random(f"{seed} {model.__name__}"))  # noqa: S311
            await session.rollback()
    finally:
        await engine.dispose()


async def _lift_rules(session: AsyncSession, table: Table) -> None:
    """Have a table take any row until the transaction is rolled back."""
    await execute(session, f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY")
    rules = await execute(
        session,
        "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint"
        " WHERE conrelid = CAST(:name AS regclass) AND contype IN ('c', 'f', 'u')"
        " UNION ALL SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i"
        " WHERE i.indrelid = CAST(:name AS regclass) AND NOT i.indisprimary AND NOT EXISTS"
        " (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid)",
        name=table.name,
    )
    for statement in rules.scalars().all():
        await execute(session, statement)


async def _check_rows(session: AsyncSession, model: type[SQLModel], chance: Random) -> None:
    table: Table = model.__table__  # type: ignore[attr-defined]
    keys = [column.name for column in table.primary_key]
    others = [each.name for each in table.columns if each.name not in keys and each.identity is None]
    first = _rows(table, chance, with_defaults=True)
    _assert_stored(table, first, await batch.insert(model).fetch(session, [model(**row) for row in first]))
    if not others or any(table.columns[name].identity is not None for name in keys):
        return
    second = _under_keys_of(first, _rows(table, chance), keys)
    update = batch.update(model, ", ".join(others))
    _assert_stored(table, second, await update.fetch(session, [model(**row) for row in second]))
    newer = next((name for name in others if not table.columns[name].nullable), None)
    if newer is not None and not isinstance(table.columns[newer].type, JSON | ARRAY):
        third = _under_keys_of(second, _rows(table, chance, with_defaults=True), [*keys, newer])
        upsert = batch.upsert(model, newer=newer, or_equal=True)
        _assert_stored(table, third, await upsert.fetch(session, [model(**row) for row in third]))


def _under_keys_of(before: list[Row], rows: list[Row], names: list[str]) -> list[Row]:
    return [row | {name: old[name] for name in names} for old, row in zip(before, rows, strict=False)]


def _assert_stored(table: Table, rows: list[Row], stored: Sequence[SQLModel]) -> None:
    found = [{column.name: getattr(each, column.name) for column in table.columns} for each in stored]
    assert len(found) == len(rows), (table.name, len(found), len(rows))
    for row in rows:
        assert any(
            all(
                value == each[name] or (value is None and not table.columns[name].nullable)
                for name, value in row.items()
            )
            for each in found
        ), (table.name, row, found)


def _rows(table: Table, chance: Random, *, with_defaults: bool = False) -> list[Row]:
    """Return rows whose keys differ; ``with_defaults`` some leave columns to the database."""
    columns = [column for column in table.columns if column.identity is None]
    keys = [column.name for column in table.primary_key if column.identity is None]
    rows: dict[Any, Row] = {}
    for number in range(chance.randint(1, _ROWS)):
        row = {column.name: _value(column, chance, with_defaults=with_defaults) for column in columns}
        rows[tuple(row[key] for key in keys) or number] = row
    return list(rows.values())


_LETTERS: Final = "aZ09 _%\"'\\{},;\n\t\x01\x7f\u0301\u202eçÁ中\U0001f600"
_ODD_TEXTS: Final = ("", "NULL", "null", "{}", '{"a"}', "\\", '"', ",", "\\N", "'")


def _text_of(chance: Random) -> str:
    if chance.random() < 0.3:
        return chance.choice(_ODD_TEXTS)
    return "".join(chance.choices(_LETTERS, k=chance.randint(0, 20)))


def _whole(bits: int) -> Callable[[Random], int]:
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return lambda chance: chance.choice((0, 1, -1, least, most, chance.randint(least, most)))


def _float(chance: Random) -> float:
    return chance.choice((0.0, -1.5, 1e-300, -1e300, math.inf, -math.inf, chance.uniform(-1e9, 1e9)))


def _json(chance: Random, depth: int = 3) -> Any:
    kind = chance.randrange(7 if depth else 5)
    if kind == 5:
        return [_json(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    if kind == 6:
        return {_text_of(chance): _json(chance, depth - 1) for _ in range(chance.randint(0, 3))}
    return (None, chance.random() < 0.5, _whole(64)(chance), chance.uniform(-1e15, 1e15), _text_of(chance))[
        kind
    ]


def _document(chance: Random) -> Any:
    while (value := _json(chance)) is None:  # A null of SQL is another thing.
        pass
    return value


_DAYS: Final = 3_652_058
"""From the first day of Python's calendar to its last."""
_OF_TYPE: Final[dict[type[Any], Callable[[Random], Any]]] = {
    types.Uuid: lambda chance: UUID(int=chance.getrandbits(128)),
    types.Boolean: lambda chance: chance.random() < 0.5,
    types.BigInteger: _whole(64),
    types.Integer: _whole(32),
    types.Float: _float,
    types.DateTime: lambda chance: (
        datetime(1, 1, 1, tzinfo=UTC)
        + timedelta(days=chance.randrange(_DAYS), microseconds=chance.randrange(86_400_000_000))
    ),
    types.Date: lambda chance: date.min + timedelta(days=chance.randint(0, _DAYS)),
    types.LargeBinary: lambda chance: chance.randbytes(chance.randint(0, 20)),
    types.Text: _text_of,
    types.JSON: _document,
}


def _value(column: Column[Any], chance: Random, *, with_defaults: bool) -> Any:
    may_be_absent = column.nullable or (with_defaults and column.server_default is not None)
    return None if may_be_absent and chance.random() < 0.3 else _of(column.type, chance)


def _of(type_: types.TypeEngine[Any], chance: Random) -> Any:
    if isinstance(type_, ARRAY):
        return [_of(type_.item_type, chance) for _ in range(chance.randint(0, 3))]
    return next(make for kind, make in _OF_TYPE.items() if isinstance(type_, kind))(chance)


# --- statements -----------------------------------------------------------------------------------

_STATEMENT: Final = re.compile(r"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|MERGE INTO)\s")
_PLACEHOLDER: Final = re.compile(r"\{[a-z_]+\}")


_OF_EVERY_SERVICE: Final = (idempotency, inbox, outbox, quotas, schema)
"""Modules of platform whose statements run in the databases of services."""
Filled = Mapping[str, Sequence[str]]


def statements_of(package: str, filled: Filled) -> dict[str, str]:
    """Return the SQL of a service by where it stands: of every constant, and all that stands in functions.

    Of a template, as it is ``filled``. Not what is put together from values that are known only when it runs.
    """
    found: dict[str, str] = {}
    for module in (*modules_of(package), *_OF_EVERY_SERVICE):
        for name, value in vars(module).items():
            found |= {f"{module.__name__}.{label}": sql for label, sql in _sql_in(name, value)}
        found |= dict(_sql_in_functions(module))
    statements: dict[str, str] = {}
    for name, sql in found.items():
        if _PLACEHOLDER.search(sql) and _STATEMENT.match(sql):
            assert sql in filled, f"{name} is a template: say in FILLED of tests/test_sql.py what it becomes"
            statements |= {f"{name} ({nth})": each for nth, each in enumerate(filled[sql])}
        elif _STATEMENT.match(sql):
            statements[name] = sql
    return statements


def _sql_in_functions(module: ModuleType) -> Iterator[tuple[str, str]]:
    tree = ast.parse(inspect.getsource(module))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for call in ast.walk(function):
            for argument in call.args if isinstance(call, ast.Call) else ():
                if sql := _text(argument, vars(module)):
                    yield f"{module.__name__}:{argument.lineno}", sql


def _text(node: ast.expr, names: Mapping[str, object]) -> str | None:
    """Return a text, or one made of the module's constants only."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr) and all(
        each.id in names for each in ast.walk(node) if isinstance(each, ast.Name)
    ):
        return str(eval(compile(ast.Expression(node), "<sql>", "eval"), dict(names)))  # noqa: S307
    return None


def _sql_in(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, TextClause):
        yield name, value.text
    elif isinstance(value, batch.Statement):
        yield name, value.sql_returning
        yield f"{name} (fetch)", value.sql_fetching
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _sql_in(f"{name}[{key!r}]", inner)
    elif isinstance(value, tuple | list):
        for key, inner in enumerate(value):
            yield from _sql_in(f"{name}[{key}]", inner)
    elif type(value).__module__ != "builtins" and not isinstance(value, type | ModuleType):
        for key, inner in getattr(value, "__dict__", {}).items():
            if isinstance(inner, str | batch.Statement):
                yield from _sql_in(f"{name}.{key}", inner)


async def test_statements_fit_the_schema(
    request: pytest.FixtureRequest, installation: Installation, service: Service[Any]
) -> None:
    """PostgreSQL prepares and plans every statement of a service, as a role that may run it.

    Statements of modules that ``BY_OWNER`` of the test's module names are run by an operator, as the owner.
    """
    by_owner: Sequence[str] = getattr(request.module, "BY_OWNER", ())
    statements = statements_of(service.package, getattr(request.module, "FILLED", {}))
    assert statements
    tables = {table for model in models_of(service.package) for table in model.metadata.tables}
    if "idempotency_keys" not in tables:  # Nothing is created in it by a request.
        statements = {name: sql for name, sql in statements.items() if ".idempotency." not in name}
    if "inbox" not in tables:  # Nothing that it consumes has to be known again.
        statements = {name: sql for name, sql in statements.items() if ".inbox." not in name}
    settings = installation.settings
    urls = (settings.database_worker_url, settings.database_url)
    connections = [await asyncpg.connect(url) for url in urls]
    owner = await asyncpg.connect(asyncpg_url(settings.database_owner_url))
    failures: dict[str, str] = {}
    try:
        for name, sql in statements.items():
            numbered = str(text(sql).compile(dialect=_ASYNCPG))
            roles = [owner] if name.startswith((*by_owner,)) else connections
            refused = [error for each in roles if (error := await _refusal(each, numbered))]
            if len(refused) == len(roles):
                failures[name] = refused[0]
    finally:
        for each in (*connections, owner):
            await each.close()
    assert not failures, "\n".join(f"{name}: {error}" for name, error in failures.items())


async def _refusal(connection: Any, statement: str) -> str | None:
    """Return why a role cannot run a statement: planning it also looks at the role's rights on the tables."""
    try:
        await connection.prepare(statement)
        await connection.execute(f"EXPLAIN (GENERIC_PLAN) {statement}")
    except asyncpg.PostgresError as error:
        return str(error)
    return None
