"""How scheduled messages are reported to the agents' sockets."""

from typing import TYPE_CHECKING

from atende_platform.http.models import unchecked
from chat.scheduled.schemas import ScheduledMessageRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.scheduled.models import ScheduledMessage


class ScheduledMessageUpdated(Update):
    """A scheduled message is new, was changed or cancelled, was sent, or could not be sent."""

    TYPE = "scheduled_message.updated"
    NAMESPACE = CHAT

    scheduled_message: ScheduledMessageRead


def scheduled_updated(row: "ScheduledMessage") -> LogEntry:
    shown = ScheduledMessageRead.of(row)
    return unchecked(ScheduledMessageUpdated, {"scheduled_message": shown}).entry(row.company_id)
