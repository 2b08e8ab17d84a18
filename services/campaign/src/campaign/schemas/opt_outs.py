"""Opt-outs."""

from datetime import datetime
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import STORABLE
from atende_platform.http.models import ApiModel, example
from campaign.domain.keywords import MAX_WORD_CHARS, normalised_words
from campaign.schemas.audience import ColumnUse, RowProblemRead

Source = Literal["api", "agent", "keyword", "provider", "import"]
"""Who said it: an API key, a user, the person by a message or at WhatsApp, or a file."""


class OptOutCreate(ApiModel):
    """Who is to get no more broadcasts: a contact, or a phone number that may not be a contact yet."""

    model_config = example({"phone": "+5511987654321"})

    contact_id: UUID | None = None
    phone: Annotated[str, StringConstraints(min_length=3, max_length=40), STORABLE] | None = None
    channel_id: UUID | None = Field(default=None, description="Absent: every channel of the company")

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if (self.contact_id is None) == (self.phone is None):
            raise invalid("give_one_of", fields="contactId, phone")
        return self


class OptOutRead(ApiModel):
    id: UUID
    contact_id: UUID | None
    phone: str | None
    bsuid: str | None
    """WhatsApp's user id of a person whose number is not known."""
    channel_id: UUID | None
    source: Source
    by: UUID | None
    """The user or API key that said it for the person; absent when they said it themselves."""
    active: bool
    """Whether the person is out; false once they came back."""
    at: datetime


class OptOutHistoryRead(ApiModel):
    """What was said of broadcasts at some time."""

    id: UUID
    leave: bool
    """Whether to leave; otherwise to come back."""
    source: Source
    by: UUID | None
    at: datetime
    recorded_at: datetime
    """When we heard of it. The last word by ``at`` counts, however late it came."""


class OptOutsImported(ApiModel):
    """The result of each row of a file: `rows` is the sum of created, updated, duplicates and invalid."""

    id: UUID
    columns: list[ColumnUse]
    rows: int
    created: int
    """People who are out now and were not before."""
    updated: Literal[0]
    """There is nothing to change about an opt-out."""
    duplicates: int
    """Rows of people who were out before, or are in the file twice."""
    recorded: int
    """The same as `created`, by its old name."""
    already: int
    """The same as `duplicates`, by its old name."""
    invalid: int
    """Rows that were refused: `/opt-outs/imports/{id}/rejected` has all of them."""
    problems: list[RowProblemRead]
    """The first of the rows that name no person, and why."""


MAX_CONFIRMATION: Final = 1000

Keyword = Annotated[str, StringConstraints(min_length=1, max_length=MAX_WORD_CHARS), STORABLE]


class Confirmation(ApiModel):
    """A message to who has just left or come back by a keyword."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CONFIRMATION), STORABLE] | None = None
    """Absent: our words, in the company's language. A keyword for the way back is added if it names none."""


class OptOutSettingsBody(ApiModel):
    """Which messages are a request to leave or to come back, and what is answered.

    A keyword is compared without case, accents and punctuation, and is given back so.
    """

    model_config = example(
        {
            "leave": ["sair", "parar"],
            "confirmLeave": {"text": "Você não recebe mais nossas ofertas."},
            "return": ["voltar"],
        }
    )

    leave: Annotated[list[Keyword], Field(min_length=1, max_length=50)]
    return_: Annotated[list[Keyword], Field(alias="return", max_length=50)]
    confirm_leave: Confirmation | None = None
    confirm_return: Confirmation | None = None

    @field_validator("leave", "return_")
    @classmethod
    def _normalise(cls, words: list[str]) -> list[str]:
        return normalised_words(words)

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        if both := set(self.leave) & set(self.return_):
            raise invalid("keyword_of_both", keywords=", ".join(sorted(both)))
        return self
