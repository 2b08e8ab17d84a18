"""Files of an audience: people with the values of their columns, for use as ``{{column}}``."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from atende_platform.errors import InvalidFields
from atende_platform.files.columns import ColumnUse, MappingInvalid, Reading, field_name, is_not_read
from atende_platform.files.people_files import MAX_CELL_CHARS, PeopleFile, PersonRow, UnreadableFile, too_long
from atende_platform.files.tables import Header

_MAX_COLUMN_CHARS: Final = 100
_MAX_ROW_CHARS: Final = 50_000
"""Of all values of a row."""
MOST_PREVIEWED: Final = 1000
"""Rows that a preview reads."""


class AudienceFile:
    """A stored file whose header was read. Raises `UnreadableFile`.

    Every column but that of the phone and of the name is a variable, whatever else it is used for, unless
    ``reading`` says otherwise. Raises `InvalidFields` for a reading that does not fit the file.
    """

    def __init__(self, data: bytes, reading: Reading | None = None, *, header: Header = "understood") -> None:
        try:
            self.people = _opened(data, reading, header)
        except MappingInvalid as error:
            field = "columns" if error.place is None else f"columns.{error.place}"
            raise InvalidFields([error.at(f"reading.{field}")]) from None
        self.variables = _variables(self.people, reading)

    @property
    def uses(self) -> list[ColumnUse]:
        """Return what each column is used for."""
        variables = set(self.variables.values())
        return [
            use._replace(use="field") if use.use == "ignored" and position in variables else use
            for position, use in self.people.uses.items()
        ]

    def rows(self, region: str) -> Iterator[PersonRow]:
        """Give the rows with their variables as fields, lazily and the same ones every time."""
        return (self._with_variables(row) for row in self.people.rows(region))

    def _with_variables(self, row: PersonRow) -> PersonRow:
        if row.problem is not None:
            return row
        values = {column: self.people.cell(row.cells, at) for column, at in self.variables.items()}
        for column, value in values.items():
            if len(value) > MAX_CELL_CHARS:
                return PersonRow(row.line, row.cells, problem=too_long(column, MAX_CELL_CHARS))
        given = {column: value for column, value in values.items() if value}
        if sum(len(column) + len(value) for column, value in given.items()) > _MAX_ROW_CHARS:
            return PersonRow(row.line, row.cells, problem=too_long("file", _MAX_ROW_CHARS))
        return PersonRow(row.line, row.cells, row.party, row.tags, given, channel_id=row.channel_id)


class Sample(NamedTuple):
    """A file as far as a preview shows it."""

    file: AudienceFile
    rows: Sequence[PersonRow]


def sample(data: bytes, region: str, reading: Reading | None) -> Sample:
    """Return the first rows of a stored file, also of one of whose header nothing is understood.

    Raises like `AudienceFile`.
    """
    file = AudienceFile(data, reading, header="any")
    return Sample(file, [*islice(file.rows(region), MOST_PREVIEWED)])


def _opened(data: bytes, reading: Reading | None, header: Header) -> PeopleFile:
    if reading is None:
        return PeopleFile(data, header=header)
    return PeopleFile(data, header="any" if reading.has_header else "none", mapping=reading.columns)


def _variables(people: PeopleFile, reading: Reading | None) -> dict[str, int]:
    layout = people.layout
    said = {each.position: each for each in reading.columns} if reading else {}
    taken = {layout.name, *(each.position for each in layout.phones[:1])}
    variables: dict[str, int] = {}
    for position, cell in enumerate(people.header):
        chosen = said.get(position)
        column = chosen.field if chosen is not None and chosen.field else field_name(cell)
        is_left_out = chosen is not None and chosen.use == "ignored"
        if position in taken or is_left_out or not column or (chosen is None and is_not_read(cell)):
            continue
        if len(column) > _MAX_COLUMN_CHARS or not set("{}|").isdisjoint(column):
            raise UnreadableFile(
                "column_name_refused", column=column[:_MAX_COLUMN_CHARS], most=_MAX_COLUMN_CHARS
            )
        if column in variables:
            raise UnreadableFile("column_repeated", column=column)
        variables[column] = position
    return variables
