"""Actions as the API takes and gives them, and as they are stored: a union by ``type``."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from atende_platform.http.models import ApiModel
from chat.actions.domain import MAX_ACTIONS, MAX_SNOOZE_MINUTES
from chat.quick_replies.schemas import QuickReplyMedia, Text
from chat.tickets.domain import Priority
from chat.tickets.schemas import NoteText, Reason


class Assign(ApiModel):
    """Give the ticket to an agent."""

    type: Literal["assign"]
    assignee_id: UUID


class Take(ApiModel):
    """Give the ticket to the agent who runs the macro. Automations have nobody who could take it."""

    type: Literal["take"]


class Unassign(ApiModel):
    """Let all take the ticket."""

    type: Literal["unassign"]


class Transfer(ApiModel):
    """Move the ticket to a queue, there to an agent or to all."""

    type: Literal["transfer"]
    queue_id: UUID | None
    assignee_id: UUID | None = None


class AddTag(ApiModel):
    type: Literal["add_tag"]
    tag_id: UUID


class RemoveTag(ApiModel):
    type: Literal["remove_tag"]
    tag_id: UUID


class SetPriority(ApiModel):
    type: Literal["set_priority"]
    priority: Priority


class Close(ApiModel):
    type: Literal["close"]
    reason: Reason | None = None


class Reopen(ApiModel):
    """Have a closed ticket go on."""

    type: Literal["reopen"]


class Snooze(ApiModel):
    """Let the ticket sleep for some minutes; without them until the customer writes."""

    type: Literal["snooze"]
    minutes: Annotated[int, Field(ge=1, le=MAX_SNOOZE_MINUTES)] | None = None


class MarkRead(ApiModel):
    """Count nothing in the ticket as unread any more."""

    type: Literal["mark_read"]


class AddNote(ApiModel):
    """Leave a note for colleagues."""

    type: Literal["add_note"]
    text: NoteText


class SendMessage(ApiModel):
    """Write to the customer. The text has the variables of quick replies, and is the caption of a file."""

    type: Literal["send_message"]
    text: Text = ""
    media: QuickReplyMedia | None = None


class SendQuickReply(ApiModel):
    """Write a shared quick reply to the customer, as it then is."""

    type: Literal["send_quick_reply"]
    quick_reply_id: UUID


_Quiet = (
    Assign
    | Take
    | Unassign
    | Transfer
    | AddTag
    | RemoveTag
    | SetPriority
    | Close
    | Reopen
    | Snooze
    | MarkRead
    | AddNote
)
QuietAction = Annotated[_Quiet, Field(discriminator="type")]
"""What the customer gets nothing of: it can be done to many tickets at once."""
Action = Annotated[_Quiet | SendMessage | SendQuickReply, Field(discriminator="type")]
Actions = Annotated[list[Action], Field(min_length=1, max_length=MAX_ACTIONS)]
"""They are done in their order, all or none."""

_ACTIONS: Final[TypeAdapter[list[Action]]] = TypeAdapter(list[Action])


def stored(actions: Sequence[Action]) -> list[dict[str, Any]]:
    """Return actions as JSON."""
    written: list[dict[str, Any]] = _ACTIONS.dump_python(
        [*actions], mode="json", by_alias=True, exclude_none=False
    )
    return written


def from_stored(rows: list[dict[str, Any]]) -> list[Action]:
    """Return actions as `stored` wrote them."""
    return _ACTIONS.validate_python(rows)
