"""Reports as tables, named as in JSON: of many items a column for each figure, of one a row for each."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel

from atende_platform.files.spreadsheets import AskedStyle, csv_rows, safe_cell, style_of
from atende_platform.http.models import ApiModel
from atende_platform.http.reasons import ReasonRead

_PAGE: Final = 500
_PREVIOUS: Final = "previous"
_COMPARED: Final = ("figure", "value", _PREVIOUS, "change")


@dataclass(frozen=True, slots=True)
class Table:
    """A header, and rows below it."""

    header: Sequence[str]
    rows: Sequence[Sequence[object]]

    async def csv(self, asked: AskedStyle) -> AsyncIterator[str]:
        """Yield it as CSV, with commas if nothing else is asked for."""
        style = style_of("en", asked)._replace(mark=asked.mark is True)
        yield csv_rows([self.header], style, first=True)
        for page in self._pages():
            yield csv_rows(page, style)

    async def workbook_pages(self) -> AsyncIterator[Sequence[Sequence[str]]]:
        """Yield it as a workbook has it."""
        yield [self.header]
        for page in self._pages():
            yield [[safe_cell(value) for value in row] for row in page]

    def _pages(self) -> Iterator[Sequence[Sequence[object]]]:
        for first in range(0, len(self.rows), _PAGE):
            yield self.rows[first : first + _PAGE]


def table_of(kind: type[ApiModel], items: Sequence[ApiModel]) -> Table:
    """Return items of a kind as a table."""
    columns = list(_columns(kind))
    return Table([".".join(path) for path in columns], [_row(item, columns) for item in items])


def comparison_of(shown: ApiModel, before: ApiModel | None) -> Table:
    """Return one item's figures below each other, beside the period before and by how much they changed."""
    then = {} if before is None else dict(_figures(before.model_dump(by_alias=True, mode="json")))
    rows = [
        [name, value, then.get(name), _change(value, then.get(name))]
        for name, value in _figures(shown.model_dump(by_alias=True, mode="json"))
    ]
    return Table(_COMPARED, rows)


def _figures(shown: Mapping[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Yield each figure with its path; the period before stands beside them."""
    for name, value in shown.items():
        if isinstance(value, dict) and name != _PREVIOUS:
            yield from _figures(value, (*before, name))
        elif name != _PREVIOUS:
            yield ".".join((*before, name)), value


def _change(value: object, before: object) -> float | None:
    """Return by which part of it a figure grew, or (less than 0) fell; None without a figure to compare."""
    if not isinstance(value, int | float) or not isinstance(before, int | float) or before == 0:
        return None
    return round((value - before) / before, 4)


def _columns(kind: type[BaseModel], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of each figure that is to stay, behind what says whose it is.

    Lists have none: in a cell nobody could sum them.
    """
    own_first = sorted(kind.model_fields.items(), key=lambda one: one[0] not in kind.__annotations__)
    for name, field in own_first:
        path = (*before, field.alias or name)
        shown = _figures_of(field.annotation)
        # A report may hold the same of the period before, which has no columns of its own.
        if field.deprecated or shown is kind:
            continue
        if isinstance(shown, type) and issubclass(shown, BaseModel):
            yield from _columns(shown, path)
        elif get_origin(shown) is not list:
            yield path


def _figures_of(shown: Any) -> Any:
    """Return the figures that a field has if it has any. A reason is none, but one word."""
    if get_origin(shown) is not UnionType:
        return shown
    given = [each for each in get_args(shown) if each is not NoneType and each is not ReasonRead]
    return given[0] if len(given) == 1 else shown


def _row(item: ApiModel, columns: Sequence[tuple[str, ...]]) -> list[object]:
    shown = item.model_dump(by_alias=True, mode="json")
    return [cell(shown, path) for path in columns]


def cell(shown: Mapping[str, Any], path: Sequence[str]) -> object:
    """Return the figure at a path of an item's JSON, as a table has it."""
    value: Any = shown
    for name in path:
        value = None if value is None else value[name]
    if isinstance(value, dict) and "code" in value:
        return value["code"]
    if isinstance(value, dict):
        return " ".join(f"{name}:{part}" for name, part in value.items())
    return value
