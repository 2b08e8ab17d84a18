"""What a command has to say: a table for people, or JSON for programs, and its exit status.

Both are made of one `Result`, so that nothing is seen in one and missing in the other.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
"""The option that every command has."""

_WIDEST: Final = 80
_MISSING: Final = "–"


@dataclass(frozen=True)
class Result:
    """What was found, or done.

    ``columns`` are the keys of ``items`` with the heading of each, in order; ``fields`` are single values.
    ``notes`` are sentences, of which the last is the most important. Not ``ok``: something is wrong, and
    the exit status 1.
    """

    items: Sequence[Mapping[str, Any]] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
    ok: bool = True
    empty: str = "None."
    """What is said when there are no items."""

    def as_json(self) -> str:
        """Return it for programs: everything that the items have, also what the table does not show."""
        said: dict[str, Any] = {"ok": self.ok, **self.fields}
        if self.items is not None:
            said["items"] = [dict(each) for each in self.items]
        said["notes"] = list(self.notes)
        return json.dumps(said, default=_plain, ensure_ascii=False)

    def as_text(self) -> str:
        """Return it for people."""
        parts = []
        if self.fields:
            width = max(len(name) for name in self.fields)
            parts += [f"{name:<{width}}  {_shown(value)}" for name, value in self.fields.items()]
        if self.items is not None:
            parts += _table(self.items, self.columns) if self.items else [self.empty]
        return "\n".join([*parts, *self.notes])


def show(result: Result, *, as_json: bool) -> None:
    """Print a result, and end the command with status 1 if it says that something is wrong."""
    sys.stdout.write((result.as_json() if as_json else result.as_text()) + "\n")
    if not result.ok:
        raise typer.Exit(1)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)


def _shown(value: object) -> str:
    match value:
        case None:
            return _MISSING
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.1f}"
        case datetime():
            return f"{value.astimezone():%Y-%m-%d %H:%M:%S}"
        case list() | tuple() | set() | frozenset():
            return ", ".join(map(_shown, value)) or _MISSING
        case dict():
            return ", ".join(f"{name}={_shown(each)}" for name, each in value.items()) or _MISSING
    return " ".join(str(value).split())


def _table(items: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> list[str]:
    chosen = columns or {name: name for name in items[0]}
    rows = [[_short(_shown(each.get(name))) for name in chosen] for each in items]
    right = [all(_is_number(each.get(name)) for each in items) for name in chosen]
    widths = [max(map(len, column)) for column in zip(chosen.values(), *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(cells, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    return [line(list(chosen.values())), *map(line, rows)]


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
