"""What the API takes and gives of scheduled messages."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, StringConstraints, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.casing import in_camel_case
from atende_platform.http.fields import STORABLE, WITH_TIME
from atende_platform.http.models import ApiModel, example
from chat.messages.schemas import Content, MessageCreate, MessageKind
from chat.queues.schemas import TimeZone
from chat.scheduled.domain import ScheduledStatus

if TYPE_CHECKING:
    from chat.scheduled.models import ScheduledMessage

_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def _in_this_century(time: datetime) -> datetime:
    if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
        raise invalid("year_out_of_range", first=_FIRST_YEAR, last=_LAST_YEAR)
    return time


SendAt = Annotated[datetime, WITH_TIME, AfterValidator(_in_this_century)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"\S"), STORABLE]


class ScheduledMessageCreate(MessageCreate):
    """A message as a reply has it, and when it is to be sent."""

    model_config = example(
        {
            "text": "Bom dia! Seu exame é hoje às 10h.",
            "sendAt": "2030-12-24T07:00:00-03:00",
            "clientMessageId": "7f3c2a",
        }
    )

    send_at: SendAt
    """Up to a year ahead. Without an offset it is a time of `timeZone`."""
    time_zone: TimeZone | None = None
    """By default the company's."""

    @model_validator(mode="after")
    def _no_reaction(self) -> Self:
        if self.content is not None and self.content.kind == "reaction":
            raise invalid("reaction_scheduled")
        return self


class ScheduledMessageUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"sendAt": "2030-12-24T08:00:00-03:00"})

    text: Text | None = None
    content: Content | None = None
    send_at: SendAt | None = None
    time_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if self.text is not None and self.content is not None:
            raise invalid("text_or_content")
        if self.content is not None and self.content.kind == "reaction":
            raise invalid("reaction_scheduled")
        return self


class ScheduledFailure(ApiModel):
    """Why a message was not sent."""

    code: str
    """As an answer to a reply would have it, such as `window-closed`."""
    words: dict[str, str]
    """The same for agents, by language: ``pt`` and ``en``."""


class ScheduledMessageRead(ApiModel):
    id: UUID
    ticket_id: UUID
    author_id: UUID
    client_message_id: str
    kind: MessageKind
    """That of `content`."""
    text: str | None
    """What of it can be read; of a template what it says, filled in, as far as that is known here."""
    content: dict[str, Any]
    """As in a request."""
    reply_to: str | None
    send_at: datetime
    time_zone: str
    status: ScheduledStatus
    failure: ScheduledFailure | None
    message_id: UUID | None
    """Of one that was sent: the message that it became."""
    revision: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: "ScheduledMessage") -> Self:
        """Return a scheduled message as it is shown."""
        failure = None if row.failure is None else ScheduledFailure.model_validate(row.failure)
        return cls(
            **{name: getattr(row, name) for name in cls.model_fields.keys() - {"kind", "content", "failure"}},
            kind=row.content["kind"],
            content=in_camel_case(row.content, kept=frozenset({"components", "data"})),
            failure=failure,
        )
