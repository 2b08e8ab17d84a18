"""Files of an audience: people with the values of their columns, for use as ``{{column}}``."""

from collections.abc import Iterator
from typing import Final

from atende_platform.files.columns import ColumnUse, field_name, is_not_read
from atende_platform.files.people_files import MAX_CELL_CHARS, PeopleFile, PersonRow, UnreadableFile, too_long

_MAX_COLUMN_CHARS: Final = 100
_MAX_ROW_CHARS: Final = 50_000
"""Of all values of a row."""


class AudienceFile:
    """A stored file whose header was read. Raises `UnreadableFile`.

    Every column but that of the phone and of the name is a variable, whatever else it is used for.
    """

    def __init__(self, data: bytes) -> None:
        self.people = PeopleFile(data)
        self.variables = _variables(self.people)

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


def _variables(people: PeopleFile) -> dict[str, int]:
    layout = people.layout
    taken = {layout.name, *(each.position for each in layout.phones[:1])}
    variables: dict[str, int] = {}
    for position, cell in enumerate(people.header):
        column = field_name(cell)
        if position in taken or not column or is_not_read(cell):
            continue
        if len(column) > _MAX_COLUMN_CHARS or not set("{}|").isdisjoint(column):
            raise UnreadableFile(
                "column_name_refused", column=column[:_MAX_COLUMN_CHARS], most=_MAX_COLUMN_CHARS
            )
        if column in variables:
            raise UnreadableFile("column_repeated", column=column)
        variables[column] = position
    return variables
