"""What a new migration needs and Alembic does not know: its number, the tenant's policies, lengths.

Alembic writes the difference between models and database. Here each new table gets its `protect`, and
each new column whose value may be of any length its `bound_lengths`, with a length to be thought about.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops
from sqlalchemy import ARRAY, JSON, Column, LargeBinary, String
from sqlalchemy.types import TypeEngine

Directives = list[Any]

_TEXT: Final = "chars(1000)"
_OTHER: Final = "size(64 * 1024)"


class Lines(ops.MigrateOperation):
    """Lines of Python in a migration."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines


@renderers.dispatch_for(Lines)
def _render(context: AutogenContext, operation: Lines) -> list[str]:  # noqa: ARG001 (Alembic's signature)
    return list(operation.lines)


def next_number(directory: Path) -> str:
    """Return the number of a service's next migration."""
    numbers = (int(path.name[:4]) for path in (directory / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
    return f"{max(numbers, default=0) + 1:04}"


def render_type(kind: str, value: Any, context: AutogenContext) -> str | Literal[False]:  # noqa: ARG001 (Alembic's)
    """Write SQLModel's strings as the plain text they are."""
    return "sa.Text()" if kind == "type" and type(value).__name__ == "AutoString" else False


def completed_by(service: str) -> Callable[[Any, Any, Directives], None]:
    """Return the hook that completes a service's new migration."""

    def complete(context: Any, revision: Any, directives: Directives) -> None:  # noqa: ARG001 (Alembic's)
        [script] = directives
        tables, columns = _added(script.upgrade_ops.ops)
        needed = ["protect"] if any(tables.values()) else []
        for table, is_tenants in tables.items():
            function = "protect" if is_tenants else "protect_shared"
            needed.append(function)
            script.upgrade_ops.ops.append(Lines(f'{function}(op, "{service}", ["{table}"])'))
        lengths = {table: bounds for table, found in columns.items() if (bounds := _lengths(found))}
        if lengths:
            needed += ["bound_lengths", "chars", "size"]
            script.upgrade_ops.ops.append(Lines("# What is the most that makes sense of each?"))
            script.upgrade_ops.ops.append(Lines(f"bound_lengths(op, {_written(lengths)})"))
        if needed:
            names = ", ".join(sorted(set(needed)))
            script.imports.add(f"from atende_platform.data.migrations import {names}")

    return complete


def _added(operations: Iterable[Any]) -> tuple[dict[str, bool], dict[str, list[Column[Any]]]]:
    """Return the new tables, each with whether it is a tenant's; and the new columns of every table."""
    tables: dict[str, bool] = {}
    columns: dict[str, list[Column[Any]]] = {}
    for operation in _flat(operations):
        if isinstance(operation, ops.CreateTableOp):
            found = [column for column in operation.columns if isinstance(column, Column)]
            tables[operation.table_name] = any(column.name == "company_id" for column in found)
            columns[operation.table_name] = found
        elif isinstance(operation, ops.AddColumnOp):
            columns.setdefault(operation.table_name, []).append(operation.column)
    return tables, columns


def _flat(operations: Iterable[Any]) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, ops.ModifyTableOps):
            yield from operation.ops
        else:
            yield operation


def _lengths(columns: Iterable[Column[Any]]) -> dict[str, str]:
    return {column.name: bound for column in columns if (bound := _bound(column.type))}


def _bound(kind: TypeEngine[Any]) -> str | None:
    if isinstance(kind, String):
        return _TEXT
    return _OTHER if isinstance(kind, (JSON, ARRAY, LargeBinary)) else None


def _written(lengths: dict[str, dict[str, str]]) -> str:
    tables = (
        f'"{table}": {{' + ", ".join(f'"{column}": {bound}' for column, bound in bounds.items()) + "}"
        for table, bounds in lengths.items()
    )
    return "{" + ", ".join(tables) + "}"
