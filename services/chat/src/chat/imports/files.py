"""A file of contacts: what its columns are used for, and its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from atende_contracts.field_errors import FieldError
from atende_contracts.identity import aliases
from atende_platform.errors import InvalidFields
from atende_platform.files.columns import ColumnUse, Detail, MappingInvalid, Reading
from atende_platform.files.people_files import PeopleFile, PersonRow, too_long
from atende_platform.files.tables import Header, encoding_of
from atende_platform.files.workbooks import is_workbook
from chat.contacts.domain import (
    MAX_CUSTOM_FIELDS,
    MAX_EMAIL,
    MAX_EXTERNAL_ID,
    MAX_FIELD_NAME,
    MAX_NOTES,
    MAX_ORGANIZATION,
    normalised_email,
)

MAX_FILE_BYTES: Final = 16 * 1024 * 1024
DETAILS: Final[dict[Detail, int]] = {
    "email": MAX_EMAIL,
    "organization": MAX_ORGANIZATION,
    "externalId": MAX_EXTERNAL_ID,
    "notes": MAX_NOTES,
}
"""What is read of contacts besides names, tags and fields, and how many characters each may have."""
MOST_PREVIEWED: Final = 1000
"""Rows that a preview reads."""


class ImportRow(NamedTuple):
    """A row of a file."""

    person: PersonRow
    repeated: bool = False
    """The file named this person in an earlier row."""


class Sample(NamedTuple):
    """A file as far as a preview shows it."""

    file: PeopleFile
    rows: Sequence[ImportRow]


def open_file(data: bytes, reading: Reading | None = None) -> PeopleFile:
    """Return a stored file whose header was read.

    Raises `UnreadableFile`, and `InvalidFields` for a reading that does not fit the file.
    """
    if reading is None:
        return PeopleFile(data, DETAILS)
    try:
        header: Header = "any" if reading.has_header else "none"
        file = PeopleFile(data, DETAILS, header=header, mapping=reading.columns)
        names = {position: name for name, position in file.layout.fields}
        for place, each in enumerate(reading.columns):
            if each.use == "field" and len(names[each.position]) > MAX_FIELD_NAME:
                raise MappingInvalid(place, "field_unnamed", most=MAX_FIELD_NAME)
    except MappingInvalid as error:
        field = "columns" if error.place is None else f"columns.{error.place}"
        raise InvalidFields([error.at(field)]) from None
    return file


def open_any(data: bytes) -> PeopleFile:
    """Return a stored file, also one of whose header nothing is understood. Raises `UnreadableFile`."""
    return PeopleFile(data, DETAILS, header="any")


def read_rows(data: bytes, region: str, reading: Reading | None = None) -> Iterator[ImportRow]:
    """Give the rows of a stored file, lazily and the same ones every time. Raises `UnreadableFile`."""
    return _noting_repeats(open_file(data, reading).rows(region))


def sample(data: bytes, region: str, reading: Reading | None) -> Sample:
    """Return the first rows of a stored file; without a reading its columns are guessed.

    Raises like `open_file`.
    """
    file = open_any(data) if reading is None else open_file(data, reading)
    return Sample(file, [*islice(_noting_repeats(file.rows(region)), MOST_PREVIEWED)])


def source_of(data: bytes, file: PeopleFile) -> dict[str, str]:
    """Return what kind of file was sent, as it is shown and stored."""
    if is_workbook(data):
        return {"format": "xlsx"}
    return {"format": "csv", "encoding": encoding_of(data), "delimiter": file.table.delimiter}


def _noting_repeats(rows: Iterable[PersonRow]) -> Iterator[ImportRow]:
    seen: set[int] = set()  # A third of the memory that the names themselves take.
    for read in rows:
        row = read if read.problem else _as_contact(read)
        names = [] if row.problem else [hash(alias) for alias in aliases(row.party)]
        if "externalId" in row.details:
            names.append(hash(f"external:{row.details['externalId']}"))
        repeated = not seen.isdisjoint(names)
        seen.update(names)
        yield ImportRow(row, repeated)


def _as_contact(row: PersonRow) -> PersonRow:
    """Return a row as a contact may be, or with what is wrong with it."""
    details = row.details
    for name, most in DETAILS.items():
        if name in details and len(details[name]) > most:
            return replace(row, problem=too_long(name, most))
    if "email" in details:
        email = normalised_email(details["email"])
        if email is None:
            return replace(row, problem=FieldError.of("email", "email_invalid"))
        if email != details["email"]:
            details = {**details, "email": email}
    fields = {name: value for name, value in row.fields.items() if len(name) <= MAX_FIELD_NAME}
    if len(fields) > MAX_CUSTOM_FIELDS:
        return replace(row, problem=too_many_fields())
    is_same = len(fields) == len(row.fields) and details is row.details
    return row if is_same else replace(row, fields=fields, details=details)


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
