"""A file of phones before it is added to an audience: how it is read, and what it would become."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, Self

from pydantic import Field

from atende_platform.files.columns import Mapped, Reading
from atende_platform.files.rejects import RejectedRow
from atende_platform.files.tables import MAX_COLUMNS
from atende_platform.http.models import ApiModel
from atende_platform.languages import Language
from campaign.schemas.audience import ColumnUse, FieldName, RowProblemRead

if TYPE_CHECKING:
    from campaign.service.phone_files import Sample

_SHOWN: Final = 20
_EXAMPLES: Final = 3
_EXAMPLE_CHARS: Final = 100


class ColumnMapping(ApiModel):
    """What a column is to be used for."""

    position: int = Field(ge=0, lt=MAX_COLUMNS, description="From 0")
    use: Literal["phone", "areaCode", "name", "userId", "field", "ignored"]
    field: FieldName | None = Field(
        default=None, description="The variable's name, with use `field`; absent: the column's own"
    )


class TargetReading(ApiModel):
    """How a file is to be read. Columns that are not named stay as they were guessed."""

    has_header: bool = Field(
        default=True, description="False: the first row is one of data, and columns are called 1, 2, 3"
    )
    columns: list[ColumnMapping] = Field(default_factory=list, max_length=MAX_COLUMNS)

    def reading(self) -> Reading:
        return Reading(
            self.has_header, [Mapped(each.position, each.use, each.field) for each in self.columns]
        )


class TargetColumn(ColumnUse):
    """A column of a file, what it is used for, and what is in it."""

    position: int
    variable: str | None = Field(description="As which it may stand in the message: `{{variable}}`")
    examples: list[str] = Field(description="The first three that are not empty, cut after 100 characters")


class TargetRow(ApiModel):
    """A row as it would be in the audience."""

    line: int
    name: str | None
    phone: str | None
    user_id: str | None
    variables: dict[str, str]


class TargetFilePreview(ApiModel):
    """What a file would become, as far as its first rows show it."""

    header_line: int = Field(description="0 if there is none")
    columns: list[TargetColumn]
    rows: list[TargetRow] = Field(description="The first twenty that name a person")
    problems: list[RowProblemRead] = Field(description="Of the first twenty rows that name none")
    rows_read: int = Field(description="Of the file's rows, the first thousand at most")
    rows_refused: int = Field(description="Of those that were read")

    @classmethod
    def of(cls, seen: "Sample", language: Language) -> Self:
        """Return a file as it is shown."""
        taken = [row for row in seen.rows if row.problem is None]
        refused = [RejectedRow(row.line, row.problem, row.cells) for row in seen.rows if row.problem]
        return cls(
            header_line=seen.file.people.table.line,
            columns=_columns(seen),
            rows=[
                TargetRow(
                    line=row.line,
                    name=row.party.name,
                    phone=row.party.phone,
                    user_id=row.party.bsuid,
                    variables=row.fields,
                )
                for row in taken[:_SHOWN]
            ],
            problems=[RowProblemRead.of(row, "invalid", language) for row in refused[:_SHOWN]],
            rows_read=len(seen.rows),
            rows_refused=len(refused),
        )


def _columns(seen: "Sample") -> list[TargetColumn]:
    examples = _examples([row.cells for row in seen.rows])
    variables = {position: name for name, position in seen.file.variables.items()}
    return [
        TargetColumn.model_validate(
            {
                **use._asdict(),
                "position": position,
                "variable": variables.get(position),
                "examples": examples[position],
            }
        )
        for position, use in enumerate(seen.file.uses)
    ]


def _examples(rows: Sequence[Sequence[str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for cells in rows:
        for position, cell in enumerate(cells):
            text = cell.strip()[:_EXAMPLE_CHARS]
            if text and len(found[position]) < _EXAMPLES:
                found[position].append(text)
    return found
