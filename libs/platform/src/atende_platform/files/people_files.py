"""Files of people, row by row: contacts, audiences and opt-outs are read here alone.

A row is a person by a phone or a WhatsApp user id, or a problem with the field that has it. A phone is never
put together from what a row does not say (`atende_platform.phones`).
"""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from atende_contracts.event import Party
from atende_contracts.field_errors import FieldError
from atende_contracts.identity import aliases, readable_name
from atende_platform.files.columns import (
    Detail,
    Mapped,
    PhoneColumn,
    field_name,
    layout_of,
    mapped,
    rank_of_kind,
    rate,
    uses_of,
)
from atende_platform.files.spreadsheets import plain_cell
from atende_platform.files.tables import Header, TableRow, UnreadableFile, open_table
from atende_platform.files.workbooks import LINE_IN_CELL
from atende_platform.http.fields import as_one_line
from atende_platform.phones import PhoneInvalid, is_mobile, normalise_phone

__all__ = ["PeopleFile", "PersonRow", "UnreadableFile"]

MAX_NAME_CHARS: Final = 200
MAX_CELL_CHARS: Final = 1000
_MAX_HEADER_CHARS: Final = 200
MAX_TAGS: Final = 50
MAX_TAG_CHARS: Final = 50
_BETWEEN_VALUES: Final = ":::"
"""How Google writes several values into one cell."""
_OF_GOOGLE: Final = ("myContacts", "starred")
"""Labels that every contact has."""


def too_long(field: str, most: int) -> FieldError:
    """Return the error of a cell with too many characters."""
    return FieldError.of(field, "cell_too_long", most=most)


class _RowInvalidError(Exception):
    def __init__(self, error: FieldError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of a file: a person with what the file says of them, or what is wrong with it."""

    line: int
    cells: Sequence[str] = ()
    """As they are in the file."""
    party: Party = field(default_factory=Party)
    tags: Sequence[str] | None = None
    """None: the file has no tags."""
    fields: dict[str, str] = field(default_factory=dict)
    details: Mapping[Detail, str] = field(default_factory=dict)
    """As far as the file has them, of several e-mail addresses the first. What they may be is not checked."""
    channel_id: str = ""
    problem: FieldError | None = None

    @property
    def identity(self) -> str:
        """Return the alias of the person; they are compared by it."""
        return next(iter(aliases(self.party)), "")


class PeopleFile:
    """A stored file whose header was read. Raises `UnreadableFile` when no person is named in it.

    ``details`` are what is read besides names, tags and fields. ``mapping`` says of columns what they are
    used for; the others are used as their names say. Raises `MappingInvalid`.
    """

    def __init__(
        self,
        data: bytes,
        details: Collection[Detail] = (),
        *,
        header: Header = "understood",
        mapping: Sequence[Mapped] | None = None,
    ) -> None:
        self.table = open_table(data, rate, header)
        self.header: Sequence[str] = [as_one_line(cell)[:_MAX_HEADER_CHARS] for cell in self.table.header]
        self.layout = layout_of(self.header, details)
        if mapping is not None:
            self.layout = mapped(self.header, self.layout, mapping)
        self.uses = uses_of(self.header, self.layout)
        """What each column is used for, by its position."""

    def rows(self, region: str) -> Iterator[PersonRow]:
        """Give the rows, lazily and once. Whether a person was there before is not looked at."""
        return (self._person(row, region) for row in self.table.rows)

    def cell(self, cells: Sequence[str], position: int | None) -> str:
        """Return what a row says in a column, in one line."""
        return as_one_line(plain_cell(_at(cells, position)))

    def _person(self, row: TableRow, region: str) -> PersonRow:
        if row.problem is not None:
            return PersonRow(row.line, row.cells, problem=FieldError.of("file", row.problem))
        try:
            return self._read(row, region)
        except _RowInvalidError as error:
            return PersonRow(row.line, row.cells, problem=error.error)

    def _read(self, row: TableRow, region: str) -> PersonRow:
        name = self._name(row.cells)
        if len(name) > MAX_NAME_CHARS:
            raise _RowInvalidError(too_long("name", MAX_NAME_CHARS))
        fields = self._fields(row.cells)
        column, phone = self._phone(row.cells, region)
        user_id = self._user_id(row.cells)
        details = self._details(row.cells)
        if phone is None and user_id is None and "externalId" not in details:
            raise _RowInvalidError(FieldError.of("phone", "phone_missing"))
        for other in self.layout.phones:
            rest = plain_cell(_at(row.cells, other.position))
            if rest and (column is None or other.position != column.position):
                fields[field_name(self.header[other.position])] = rest[:MAX_CELL_CHARS]
        return PersonRow(
            row.line,
            row.cells,
            Party(name=name or None, phone=phone, bsuid=user_id),
            self._tags(row.cells),
            fields,
            details,
            self.cell(row.cells, self.layout.channel_id),
        )

    def _name(self, cells: Sequence[str]) -> str:
        layout = self.layout
        whole = self.cell(cells, layout.name)
        parts = [part for position in layout.name_parts if (part := self.cell(cells, position))]
        if whole and (layout.is_given_first or all(part in whole for part in parts)):
            return whole
        return " ".join([whole, *parts]).strip()

    def _phone(self, cells: Sequence[str], region: str) -> tuple[PhoneColumn | None, str | None]:
        """Return the phone of a row and where it stands: of several the one most likely on WhatsApp."""
        written = [
            (self._rank(column, cells, place), column, part)
            for column in self.layout.phones
            for place, part in enumerate(_values(_at(cells, column.position)))
        ]
        if not written:
            return None, None
        best = min(rank for rank, _, _ in written)
        equals = [(column, part) for rank, column, part in written if rank == best]
        area = self.cell(cells, self.layout.area)
        if len(equals) > 1:
            for column, part in equals:
                phone = _mobile(part, area, region)
                if phone is not None:
                    return column, phone
        column, part = equals[0]
        try:
            return column, _normalised(part, area, region)
        except PhoneInvalid as error:
            raise _RowInvalidError(error.at("phone")) from None

    def _rank(self, column: PhoneColumn, cells: Sequence[str], place: int) -> int:
        if column.kind is None:
            return column.rank
        kinds = _values(_at(cells, column.kind))
        return rank_of_kind(kinds[min(place, len(kinds) - 1)]) if kinds else column.rank

    def _user_id(self, cells: Sequence[str]) -> str | None:
        text = self.cell(cells, self.layout.user_id)
        if not text:
            return None
        user_id = readable_name(text)
        if user_id is None or user_id != text:
            raise _RowInvalidError(FieldError.of("userId", "user_id_invalid"))
        return user_id

    def _tags(self, cells: Sequence[str]) -> Sequence[str] | None:
        if self.layout.tags is None:
            return None
        tags = split_tags(plain_cell(_at(cells, self.layout.tags)))
        if len(tags) > MAX_TAGS or any(len(tag) > MAX_TAG_CHARS for tag in tags):
            raise _RowInvalidError(FieldError.of("tags", "too_many_tags", most=MAX_TAGS, chars=MAX_TAG_CHARS))
        return tags

    def _details(self, cells: Sequence[str]) -> dict[Detail, str]:
        found: dict[Detail, str] = {}
        for detail, position in self.layout.details.items():
            value = _lines_at(cells, position) if detail == "notes" else self.cell(cells, position)
            if detail == "email":
                value = next(iter(_values(value)), "")
            if value:
                found[detail] = value
        return found

    def _fields(self, cells: Sequence[str]) -> dict[str, str]:
        fields = {name: _lines_at(cells, position) for name, position in self.layout.fields}
        for name, value in fields.items():
            if len(value) > MAX_CELL_CHARS:
                raise _RowInvalidError(too_long(name, MAX_CELL_CHARS))
        return {name: value for name, value in fields.items() if value}


def split_tags(text: str) -> list[str]:
    """Return the tags of a cell: separated by commas, semicolons, bars or as Google does, maybe in quotes."""
    if '"' not in text and (_BETWEEN_VALUES in text or text.startswith("* ")):
        parts = [part.strip().removeprefix("*").strip() for part in text.split(_BETWEEN_VALUES)]
        parts = [part for part in parts if part not in _OF_GOOGLE]
    else:
        separator = next((each for each in ",;|" if each in text), ",")
        parts = next(csv.reader([text], delimiter=separator, skipinitialspace=True), [])
    return list(dict.fromkeys(tag for part in parts if (tag := as_one_line(part))))


def join_tags(tags: Sequence[str]) -> str:
    """Return tags as `split_tags` reads them."""
    return ", ".join(_quoted(tag) for tag in tags)


def _quoted(tag: str) -> str:
    doubled = tag.replace('"', '""')
    return f'"{doubled}"' if set(',;|":*') & set(tag) else tag


def _at(cells: Sequence[str], position: int | None) -> str:
    if position is None or position >= len(cells):
        return ""
    cell = cells[position]
    return cell if cell.isascii() else cell.replace(LINE_IN_CELL, " ")


def _lines_at(cells: Sequence[str], position: int) -> str:
    """Return what a row says in a column, in as many lines as it has."""
    cell = cells[position] if position < len(cells) else ""
    return plain_cell(cell if cell.isascii() else cell.replace(LINE_IN_CELL, "\n"))


def _values(cell: str) -> list[str]:
    return [value for part in cell.split(_BETWEEN_VALUES) if (value := plain_cell(part))]


def _normalised(text: str, area: str, region: str) -> str:
    try:
        return normalise_phone(text, region)
    except PhoneInvalid:
        if not area or text.startswith("+"):
            raise
    return normalise_phone(f"({area}) {text}", region)


def _mobile(text: str, area: str, region: str) -> str | None:
    """Return a phone if it is a mobile's."""
    try:
        phone = _normalised(text, area, region)
    except PhoneInvalid:
        return None
    return phone if is_mobile(phone) else None
