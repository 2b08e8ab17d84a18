"""A file of contacts: its rows, and what its columns are used for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from atende_contracts.field_errors import FieldError
from atende_contracts.identity import aliases
from atende_platform.files.columns import ColumnUse
from atende_platform.files.people_files import PeopleFile, PersonRow
from chat.contacts.domain import MAX_CUSTOM_FIELDS, MAX_FIELD_NAME

MAX_FILE_BYTES: Final = 16 * 1024 * 1024


class ImportRow(NamedTuple):
    """A row of a file."""

    person: PersonRow
    repeated: bool = False
    """The file named this person in an earlier row."""


def read_rows(data: bytes, region: str) -> Iterator[ImportRow]:
    """Give the rows of a stored file, lazily and the same ones every time. Raises `UnreadableFile`."""
    return _noting_repeats(PeopleFile(data).rows(region))


def _noting_repeats(rows: Iterable[PersonRow]) -> Iterator[ImportRow]:
    seen: set[str] = set()
    for row in rows:
        names = [] if row.problem else aliases(row.party)
        repeated = not seen.isdisjoint(names)
        seen.update(names)
        yield ImportRow(row if row.problem else _with_custom_fields(row), repeated)


def _with_custom_fields(row: PersonRow) -> PersonRow:
    fields = {name: value for name, value in row.fields.items() if len(name) <= MAX_FIELD_NAME}
    if len(fields) > MAX_CUSTOM_FIELDS:
        return PersonRow(row.line, row.cells, problem=too_many_fields())
    return row if fields == row.fields else replace(row, fields=fields)


def too_many_fields() -> FieldError:
    """Return why a row with more fields than a contact may have is not taken."""
    return FieldError.of("customFields", "too_many_fields_of_row", most=MAX_CUSTOM_FIELDS)


def uses_of(file: PeopleFile) -> list[ColumnUse]:
    """Return what the columns are used for here: fields with long names, and ids of channels, are ignored."""
    return [
        use._replace(use="ignored")
        if (use.use == "field" and len(use.column) > MAX_FIELD_NAME) or use.use == "channelId"
        else use
        for use in file.uses.values()
    ]
