"""What the API takes and gives of satisfaction."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from atende_platform.http.fields import STORABLE
from atende_platform.http.models import ApiModel, example
from chat.satisfaction.domain import ANSWER_HOURS, MAX_ANSWER_HOURS, MAX_QUESTION, Style

Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION, pattern=r"\S"), STORABLE]
AnswerHours = Annotated[int, Field(ge=1, le=MAX_ANSWER_HOURS)]


class SatisfactionPolicyCreate(ApiModel):
    model_config = example({"question": "Como foi o nosso atendimento?", "thanks": "Obrigado!"})

    queue_id: UUID | None = None
    """Null: for tickets of no queue, and of queues without a policy of their own."""
    active: bool = True
    """With `false` the customers of this queue are not asked."""
    style: Style = Style.SCALE
    """``scale``: a list from 1 to 5. ``faces``: three buttons, which count as 1, 3 and 5. ``text``: the
    customer writes the number."""
    question: Text
    comment_question: Text | None = None
    """Asked after the score: the customer's next message, within an hour, is the comment."""
    thanks: Text | None = None
    answer_hours: AnswerHours = ANSWER_HOURS
    """How long an answer counts."""


class SatisfactionPolicyUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"style": "faces"})

    active: bool = True
    style: Style = Style.SCALE
    question: Text = ""
    comment_question: Text | None = None
    thanks: Text | None = None
    answer_hours: AnswerHours = ANSWER_HOURS


class SatisfactionPolicyRead(ApiModel):
    id: UUID
    queue_id: UUID | None
    active: bool
    style: Literal["scale", "faces", "text"]
    question: str
    comment_question: str | None
    thanks: str | None
    answer_hours: int
    created_at: datetime
    updated_at: datetime
    revision: int


RatingStatus = Literal["due", "asked", "rated", "not_asked", "expired"]


class RatedContact(ApiModel):
    """Whom the ticket was with."""

    id: UUID
    name: str | None
    phone: str | None


class RatingRead(ApiModel):
    """What a customer said of a ticket. Agent, queue and channel are those when it was closed."""

    ticket_id: UUID
    ticket_number: int | None
    """Null if the ticket is gone; so is the contact."""
    contact: RatedContact | None
    agent_id: UUID | None
    queue_id: UUID | None
    channel_id: UUID
    status: RatingStatus
    """``due``: will be asked; ``expired``: there was no answer in time."""
    refusal: str | None
    """Why the customer was not asked: a code of the errors, or ``too-late``."""
    closed_at: datetime
    asked_at: datetime | None
    score: int | None
    """1 to 5."""
    comment: str | None
    rated_at: datetime | None
