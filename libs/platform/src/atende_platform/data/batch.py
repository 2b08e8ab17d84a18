"""Many rows in one statement. Columns, types, keys and defaults come from the model, and from nowhere else.

    _INSERT: Final = batch.insert(Ticket)
    _UPDATE: Final = batch.update(Ticket, "status, assignee_id", revision="stored.revision + 1")
    _STORE: Final = batch.upsert(ChannelCopy, newer="revision")

    tickets = await _INSERT.fetch(session, [Ticket(...), ...])

In expressions ``stored`` is the row in the table and ``given`` the one passed in; further parameters, like
``:now``, are passed by name. A statement that does more than these is written out, and takes its rows from a
`Recordset`. The transaction, and with it the company that row-level security allows, are the session's.

To make a model takes 150 µs: hot paths give dataclasses or, by ``batch.insert(Ticket, dict)``, dictionaries.
A column travels as one typed array; why not as JSON is in docs/adr/0022-rows-travel-as-typed-arrays.md.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, partial
from operator import attrgetter, itemgetter
from typing import Any, Final, Generic, TypeVar, cast, overload
from uuid import UUID

import orjson
from pydantic.fields import FieldInfo
from sqlalchemy import ARRAY, JSON, Column, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import class_mapper
from sqlalchemy.schema import DefaultClause
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

M = TypeVar("M", bound=SQLModel)
R = TypeVar("R")

_DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call]
_NONE: Final[Mapping[str, str]] = {}
_GIVEN: Final = re.compile(r"\bgiven\.(\w+)")


class Recordset:
    """Rows as parameters: ``FROM {recordset} AS given`` in a statement, `arrays` of the rows beside it.

    ``columns`` are those that the rows have: all that can be inserted unless told. ``further`` are values of
    the rows that no column has, by name, with their types. Columns that are ``written`` come as texts as
    PostgreSQL writes arrays and JSON: what was read so need not be parsed to be stored again.
    """

    def __init__(
        self,
        model: type[SQLModel] | Table,
        columns: str | Sequence[str] = "",
        *,
        written: str = "",
        **further: type[TypeEngine[Any]] | TypeEngine[Any],
    ) -> None:
        table = _table(model)
        names = (_names(columns) if isinstance(columns, str) else columns) or _insertable(table)
        self.columns: Final = [
            *(table.columns[name] for name in names),
            *(Column(name, type_) for name, type_ in further.items()),
        ]
        self.names: Final = [column.name for column in self.columns]
        self._defaults: Final = {} if isinstance(model, Table) else _defaults(model)
        as_text = _names(written)
        self._encoders: Final = [
            (each.name, None if each.name in as_text else _encoder(each)) for each in self.columns
        ]

    def __str__(self) -> str:
        arrays = ", ".join(f"CAST(:given_{each.name} AS {_transport(each)}[])" for each in self.columns)
        values = ", ".join(_received(column) for column in self.columns)
        return f"(SELECT {values} FROM unnest({arrays}) AS arrays ({_listed(self.names)}))"  # noqa: S608

    def arrays(self, rows: Sequence[Any]) -> dict[str, list[Any]]:
        """Return the parameters: of each column the values of all rows, which are objects or dictionaries."""
        read = self._keys if rows and isinstance(rows[0], dict) else self._attributes
        arrays: dict[str, list[Any]] = {}
        for name, encode in self._encoders:
            values = read(name, rows)
            arrays[f"given_{name}"] = values if encode is None else [*map(encode, values)]
        return arrays

    @staticmethod
    def _attributes(name: str, rows: Sequence[Any]) -> list[Any]:
        return [*map(attrgetter(name), rows)]

    def _keys(self, name: str, rows: Sequence[dict[str, Any]]) -> list[Any]:
        try:
            return [row[name] for row in rows]
        except KeyError:
            default = self._defaults[name]
            return [row[name] if name in row else default() for row in rows]


class Statement(Generic[M, R]):
    """A statement over rows of the class ``R``, which changes the table of the model ``M``."""

    def __init__(
        self, model: type[M], rows: Recordset, sql: str, *, newer: Sequence[str] = (), returning: str = ""
    ) -> None:
        self._key: Final = [column.name for column in _table(model).primary_key]
        self._newer: Final = newer
        self._recordset: Final = rows
        self.sql: Final = sql
        self.sql_returning: Final = f"{sql}\nRETURNING {returning or _listed(self._key, 'stored.')}"
        self.sql_fetching: Final = f"{sql}\nRETURNING stored.*"
        self._model: Final = model

    async def run(self, session: AsyncSession, rows: Iterable[R], /, **parameters: Any) -> int:
        """Execute it; return how many rows it changed. Without rows nothing is executed."""
        if not (given := self._distinct(rows)):
            return 0
        result = await execute(session, self.sql, {**self._recordset.arrays(given), **parameters})
        return int(result.rowcount)

    async def returning(
        self, session: AsyncSession, rows: Iterable[R], /, **parameters: Any
    ) -> Sequence[Any]:
        """Execute it; return of each row that it changed what ``returning`` says, or the primary key."""
        if not (given := self._distinct(rows)):
            return []
        result = await execute(session, self.sql_returning, {**self._recordset.arrays(given), **parameters})
        return result.all()

    async def fetch(self, session: AsyncSession, rows: Iterable[R], /, **parameters: Any) -> list[M]:
        """Execute it; return the rows that it changed, as they are now, in any order. See `fetch`."""
        if not (given := self._distinct(rows)):
            return []
        return await fetch(
            session, self._model, self.sql_fetching, **{**self._recordset.arrays(given), **parameters}
        )

    def _distinct(self, rows: Iterable[R]) -> Sequence[R]:
        """Return of each key the newest row: an upsert may meet none twice."""
        if not self._newer:
            return [*rows]
        given = [*rows]
        getter: Any = itemgetter if given and isinstance(given[0], dict) else attrgetter
        key = getter(*self._key)
        return [*{key(row): row for row in sorted(given, key=getter(*self._newer))}.values()]


@overload
def insert(
    model: type[M], /, *, order_by: str = ..., or_nothing: bool = ..., **expressions: str
) -> Statement[M, M]: ...
@overload
def insert(
    model: type[M], of: type[R], /, *, order_by: str = ..., or_nothing: bool = ..., **expressions: str
) -> Statement[M, R]: ...
def insert(
    model: type[M],
    of: type[Any] | None = None,
    /,
    *,
    order_by: str = "",
    or_nothing: bool = False,
    **expressions: str,
) -> Statement[M, Any]:
    """Insert rows: models or, by ``of``, dictionaries or objects of a class whose fields are columns.

    A column without a value has the model's default, else the database's; one of ``expressions`` has that
    SQL's. Rows are inserted in the order of ``order_by`` (the primary key unless told), so that two batches
    do not lock each other; with ``or_nothing`` those that meet a stored one are left out.
    """
    names = (of and _fields(of)) or _insertable(_table(model))
    rows = Recordset(model, [name for name in names if name not in expressions])
    conflict = "\nON CONFLICT DO NOTHING" if or_nothing else ""
    return Statement(model, rows, _insert_sql(model, rows, order_by, expressions) + conflict)


@overload
def upsert(
    model: type[M], /, *, newer: str, or_equal: bool = ..., keep: str = ..., returning: str = ...
) -> Statement[M, M]: ...
@overload
def upsert(
    model: type[M], of: type[R], /, *, newer: str, or_equal: bool = ..., keep: str = ...
) -> Statement[M, R]: ...
def upsert(
    model: type[M],
    of: type[Any] | None = None,
    /,
    *,
    newer: str,
    or_equal: bool = False,
    keep: str = "",
    returning: str = "",
) -> Statement[M, Any]:
    """Insert rows, or replace stored ones of the same primary key that are older by the columns ``newer``.

    ``or_equal``: one that is as new is replaced, too. ``keep``: columns that stay as they were inserted. Of
    several rows with one key the newest counts. ``returning`` may compare ``old`` and ``new`` columns.
    """
    rows = Recordset(model, _fields(of) if of else ())
    key = [column.name for column in _table(model).primary_key]
    changed = [name for name in rows.names if name not in (*key, *_names(keep))]
    order = _names(newer)
    sql = (
        f"{_insert_sql(model, rows)}\nON CONFLICT ({_listed(key)}) DO UPDATE SET\n    "
        f"{', '.join(f'{_quoted(name)} = excluded.{_quoted(name)}' for name in changed)}\n"
        f"WHERE ({_listed(order, 'excluded.')}) {'>=' if or_equal else '>'} ({_listed(order, 'stored.')})"
    )
    return Statement(model, rows, sql, newer=order, returning=returning)


@overload
def update(model: type[M], columns: str, /, **expressions: str) -> Statement[M, M]: ...
@overload
def update(model: type[M], columns: type[R], /, **expressions: str) -> Statement[M, R]: ...
def update(model: type[M], columns: str | type[Any], /, **expressions: str) -> Statement[M, Any]:
    """Set ``columns`` of stored rows to those given, found by primary key, and others to SQL expressions.

    A class in place of their names stands for its fields; rows are then of this class.

    PostgreSQL updates in any order: where two batches may meet, lock the rows before, in the order of keys.
    """
    key = [column.name for column in _table(model).primary_key]
    names = _names(columns) if isinstance(columns, str) else _fields(columns)
    plain = [name for name in names if name not in key]
    given = [found for expression in expressions.values() for found in _GIVEN.findall(expression)]
    rows = Recordset(model, [*dict.fromkeys([*key, *plain, *given])])
    changes = {name: f"given.{_quoted(name)}" for name in plain} | expressions
    sql = (
        f"UPDATE {_quoted(_table(model).name)} AS stored SET\n    "
        f"{', '.join(f'{_quoted(name)} = {value}' for name, value in changes.items())}\n"
        f"FROM {rows} AS given\n"
        f"WHERE {' AND '.join(f'stored.{_quoted(name)} = given.{_quoted(name)}' for name in key)}"
    )
    return Statement(model, rows, sql)


async def fetch(session: AsyncSession, model: type[M], statement: str, /, **parameters: Any) -> list[M]:
    """Run SQL text that gives all columns of a table, and return its rows as they now are.

    They are for reading: the session does not know them, so that to change one stores nothing.
    """
    return [one for one, _ in await fetch_beside(session, model, statement, 0, **parameters)]


async def fetch_beside(
    session: AsyncSession, model: type[M], statement: str, others: int, /, **parameters: Any
) -> list[tuple[M, Sequence[Any]]]:
    """Run SQL text as `fetch` does that gives other values before the table's own columns.

    ``others`` says how many those are; they are returned with each row.
    """
    found = await execute(session, statement, parameters)
    names = [*found.keys()][others:]
    new = _new_instance(model)
    models: list[tuple[M, Sequence[Any]]] = []
    for row in found:
        one = new()
        one.__dict__.update(zip(names, row[others:], strict=True))
        models.append((one, row[:others]))
    return models


def read(model: type[M], columns: Sequence[str], values: Sequence[Any]) -> M:
    """Return a row that was read beside another, by its values and their names."""
    one: M = _new_instance(model)()
    one.__dict__.update(zip(columns, values, strict=True))
    return one


@cache
def _new_instance(model: type[SQLModel]) -> Callable[[], Any]:
    new: Callable[[], Any] = class_mapper(model).class_manager.new_instance
    return new


# --- SQL of columns ---------------------------------------------------------------------------


def _insert_sql(
    model: type[SQLModel], rows: Recordset, order_by: str = "", expressions: Mapping[str, str] = _NONE
) -> str:
    table = _table(model)
    order = _names(order_by) or [each.name for each in table.primary_key if each.name in rows.names]
    values = {column.name: _with_default(column) for column in rows.columns} | dict(expressions)
    return (
        f"INSERT INTO {_quoted(table.name)} AS stored ({_listed(values)})\n"
        f"SELECT {', '.join(values.values())}\n"
        f"FROM {rows} AS given\n"
        f"ORDER BY {_listed(order or rows.names, 'given.')}"
    )


def _with_default(column: Column[Any]) -> str:
    value = f"given.{_quoted(column.name)}"
    if column.nullable or not isinstance(column.server_default, DefaultClause):
        return value
    default = column.server_default.arg
    literal = f"'{default}'" if isinstance(default, str) else str(default.compile(dialect=_DIALECT))
    return f"coalesce({value}, {literal})"


def _transport(column: Column[Any]) -> str:
    """Return the type of an array's elements: PostgreSQL has no arrays of arrays that differ in length."""
    return "text" if isinstance(column.type, ARRAY | JSON) else column.type.compile(dialect=_DIALECT).lower()


def _received(column: Column[Any]) -> str:
    name = _quoted(column.name)
    if isinstance(column.type, ARRAY | JSON):
        return f"CAST(arrays.{name} AS {column.type.compile(dialect=_DIALECT).lower()}) AS {name}"
    return f"arrays.{name}"


def _encoder(column: Column[Any]) -> Any:
    if isinstance(column.type, ARRAY):
        return _array
    return _json if isinstance(column.type, JSON) else None


def _json(value: object) -> str | None:
    if value is None:
        return None
    try:
        return orjson.dumps(value, default=_plain).decode()
    except orjson.JSONEncodeError:
        # orjson refuses integers beyond 64 bits, which providers' JSON and PostgreSQL's may have.
        return json.dumps(value, default=_plain, allow_nan=False)


def _plain(value: object) -> str:
    if isinstance(value, UUID):  # asyncpg gives out UUIDs of a class of its own.
        return str(value)
    raise TypeError(f"{type(value)} cannot be stored as JSON")


def _array(values: Sequence[object] | None) -> str | None:
    return None if values is None else f"{{{','.join(map(_element, values))}}}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _defaults(model: type[SQLModel]) -> dict[str, Callable[[], Any]]:
    """Return how each column that a row may leave out is filled in."""
    return {name: _maker(field) for name, field in model.model_fields.items() if not field.is_required()}


def _maker(field: FieldInfo) -> Callable[[], Any]:
    """Return what makes a field's default. ``get_default`` looks at the factory's signature each time."""
    if field.default_factory is not None and not field.default_factory_takes_validated_data:
        return cast("Callable[[], Any]", field.default_factory)
    return partial(field.get_default, call_default_factory=True)


def _table(model: type[SQLModel] | Table) -> Table:
    if isinstance(model, Table):
        return model
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def _insertable(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.identity is None]


def _fields(rows: type[Any]) -> Sequence[str]:
    """Return the names of the fields of a dataclass, a named tuple or a model; none of a dictionary."""
    if rows is dict:
        return ()
    if is_dataclass(rows):
        return [each.name for each in fields(rows)]
    return [*(getattr(rows, "_fields", ()) or rows.model_fields)]


def _names(columns: str) -> list[str]:
    return [name.strip() for name in columns.split(",") if name.strip()]


def _quoted(name: str) -> str:
    return str(_DIALECT.identifier_preparer.quote(name))


def _listed(names: Iterable[str], prefix: str = "") -> str:
    return ", ".join(prefix + _quoted(name) for name in names)
