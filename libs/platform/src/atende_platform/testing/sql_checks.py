"""Tests of a service's SQL against its migrated schema. The tests of each service import all of them.

What a template becomes is known to its service only: the module of its tests says it in ``FILLED``, by the
template's text.
"""

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from importlib import import_module
from types import ModuleType
from typing import Any, Final

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import ARRAY, JSON, Column, Table, TextClause, text, types
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch, schema
from atende_platform.data.db import execute, make_engine
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


@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
@given(data=st.data())
async def test_rows_come_back(installation: Installation, service: Service[Any], data: st.DataObject) -> None:
    """What a batch inserts, updates or upserts into any table is stored as it was given."""
    models = models_of(service.package)
    assert models
    engine = make_engine(installation.settings.database_owner_url)
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            for model in models:
                await _lift_rules(session, model.__table__)  # type: ignore[attr-defined]
            for model in models:
                await _check_rows(session, model, data)
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


async def _check_rows(session: AsyncSession, model: type[SQLModel], data: st.DataObject) -> None:
    table: Table = model.__table__  # type: ignore[attr-defined]
    keys = [column.name for column in table.primary_key]
    others = [each.name for each in table.columns if each.name not in keys and each.identity is None]
    first = data.draw(_rows(table, with_defaults=True))
    _assert_stored(table, first, await batch.insert(model).fetch(session, [model(**row) for row in first]))
    if not others or any(table.columns[name].identity is not None for name in keys):
        return
    second = _under_keys_of(first, data.draw(_rows(table)), keys)
    update = batch.update(model, ", ".join(others))
    _assert_stored(table, second, await update.fetch(session, [model(**row) for row in second]))
    newer = next((name for name in others if not table.columns[name].nullable), None)
    if newer is not None and not isinstance(table.columns[newer].type, JSON | ARRAY):
        third = _under_keys_of(second, data.draw(_rows(table, with_defaults=True)), [*keys, newer])
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


def _rows(table: Table, *, with_defaults: bool = False) -> st.SearchStrategy[list[Row]]:
    """Return rows whose keys differ; ``with_defaults`` some leave columns to the database."""
    columns = [column for column in table.columns if column.identity is None]
    keys = [column.name for column in table.primary_key if column.identity is None]
    values = {column.name: _values(column, with_defaults=with_defaults) for column in columns}
    return st.lists(
        st.fixed_dictionaries(values),
        min_size=1,
        max_size=_ROWS,
        unique_by=(lambda row: tuple(row[key] for key in keys)) if keys else None,
    )


_TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e15, 1e15) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)
_OF_TYPE: Final[dict[type[Any], st.SearchStrategy[Any]]] = {
    types.Uuid: st.uuids(),
    types.Boolean: st.booleans(),
    types.BigInteger: st.integers(-(2**63), 2**63 - 1),
    types.Integer: st.integers(-(2**31), 2**31 - 1),
    types.Float: st.floats(allow_nan=False),
    types.DateTime: st.datetimes(timezones=st.just(UTC)),
    types.Date: st.dates(),
    types.LargeBinary: st.binary(max_size=20),
    types.Text: _TEXTS | st.sampled_from(["NULL", "{}", '{"a"}', "\\", '"', ",", "\\N", "'"]),
    types.JSON: _JSON.filter(lambda value: value is not None),
}


def _values(column: Column[Any], *, with_defaults: bool) -> st.SearchStrategy[Any]:
    values = _of(column.type)
    may_be_absent = column.nullable or (with_defaults and column.server_default is not None)
    return st.none() | values if may_be_absent else values


def _of(type_: types.TypeEngine[Any]) -> st.SearchStrategy[Any]:
    if isinstance(type_, ARRAY):
        return st.lists(_of(type_.item_type), max_size=3)
    return next(values for kind, values in _OF_TYPE.items() if isinstance(type_, kind))


# --- statements -----------------------------------------------------------------------------------

_STATEMENT: Final = re.compile(r"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|MERGE INTO)\s")
_PLACEHOLDER: Final = re.compile(r"\{[a-z_]+\}")


_OF_EVERY_SERVICE: Final = (inbox, outbox, quotas, schema)
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
    """PostgreSQL prepares and plans every statement of a service, as a role that may run it."""
    statements = statements_of(service.package, getattr(request.module, "FILLED", {}))
    assert statements
    tables = {table for model in models_of(service.package) for table in model.metadata.tables}
    if "inbox" not in tables:  # Nothing that it consumes has to be known again.
        statements = {name: sql for name, sql in statements.items() if ".inbox." not in name}
    urls = (installation.settings.database_worker_url, installation.settings.database_url)
    connections = [await asyncpg.connect(url) for url in urls]
    failures: dict[str, str] = {}
    try:
        for name, sql in statements.items():
            numbered = str(text(sql).compile(dialect=_ASYNCPG))
            refused = [error for each in connections if (error := await _refusal(each, numbered))]
            if len(refused) == len(connections):
                failures[name] = refused[0]
    finally:
        for each in connections:
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
