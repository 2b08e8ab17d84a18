"""What the API takes and gives of quick replies."""

import re
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from atende_contracts.field_errors import invalid
from atende_contracts.limits import MAX_FILENAME
from atende_platform.http.fields import ONE_LINE, STORABLE
from atende_platform.http.models import ApiModel, example
from chat.quick_replies.domain import (
    MAX_QUEUES,
    MAX_SHORTCUT,
    MAX_TEXT,
    MAX_TITLE,
    MAX_VARIABLES,
    VARIABLES,
    unknown_variables,
    variables_of,
)


def known_variables(text: str) -> str:
    """Return the text. Raises `ValueError` for a variable that there is none of, and for too many."""
    for name in unknown_variables(text):
        raise invalid("unknown_variable", name=name[:50], known=", ".join(VARIABLES))
    if len(variables_of(text)) > MAX_VARIABLES:
        raise invalid("too_many_variables", most=MAX_VARIABLES)
    return text


_SHORTCUT: Final = re.compile(r"/[^\s/]+")


def _shortcut(value: str) -> str:
    if not _SHORTCUT.fullmatch(value):
        raise invalid("not_a_shortcut")
    return value


Shortcut = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=MAX_SHORTCUT),
    AfterValidator(_shortcut),
    ONE_LINE,
    Field(json_schema_extra={"pattern": f"^{_SHORTCUT.pattern}$"}),
]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TITLE), ONE_LINE]
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT), STORABLE, AfterValidator(known_variables)]
"""With blanks like ``{{contact.firstName}}``, or ``{{contact.firstName|cliente}}``."""
QueueIds = Annotated[list[UUID], Field(max_length=MAX_QUEUES)]
Filename = Annotated[str, StringConstraints(min_length=1, max_length=MAX_FILENAME), ONE_LINE]


class QuickReplyMedia(ApiModel):
    """A file that was uploaded (`POST /media`), sent with the text as its caption."""

    id: UUID
    kind: Literal["image", "audio", "video", "document"]
    filename: Filename | None = None


class QuickReplyCreate(ApiModel):
    model_config = example(
        {
            "shortcut": "/bomdia",
            "title": "Bom dia",
            "text": "Bom dia, {{contact.firstName|cliente}}! Aqui é {{agent.firstName}}. Como posso ajudar?",
        }
    )

    shortcut: Shortcut
    """What agents type to find it: a slash and a word. Case and accents do not count."""
    title: Title
    text: Text = ""
    """With blanks like `{{contact.firstName}}`, or `{{contact.firstName|cliente}}` with what to say instead.
    There are contact.name, contact.firstName, contact.phone, contact.customFields.<name>, agent.name,
    agent.firstName and ticket.number. It may be empty only if there is a file."""
    media: QuickReplyMedia | None = None
    shared: bool = False
    """Of the company instead of one's own. It takes the permission `tickets:manage`."""
    queue_ids: QueueIds = Field(default_factory=list)
    """The queues that a shared one is offered in; none: all."""


class QuickReplyUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"title": "Bom dia!"})

    shortcut: Shortcut = ""
    title: Title = ""
    text: Text = ""
    media: QuickReplyMedia | None = None
    queue_ids: QueueIds = Field(default_factory=list)


class QuickReplyRead(ApiModel):
    id: UUID
    shared: bool
    queue_ids: list[UUID]
    shortcut: str
    title: str
    text: str
    media: QuickReplyMedia | None
    created_at: datetime
    updated_at: datetime
    revision: int


class QuickReplyRender(ApiModel):
    model_config = example({"ticketId": "0197f3c2-7b1a-7000-8000-000000000001"})

    ticket_id: UUID


class QuickReplyRendered(ApiModel):
    """A quick reply as it would be sent in a ticket."""

    text: str
    media: QuickReplyMedia | None
    missing: list[str]
    """Variables that had no value here, and for which the text says nothing instead."""
