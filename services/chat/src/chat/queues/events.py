"""How changes of queues are published: to the agents' sockets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from chat.queues.schemas import QueueRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.queues.models import Queue


class QueueUpdated(Update):
    """A queue is new, has changed, has other members or was archived."""

    TYPE = "queue.updated"
    NAMESPACE = CHAT

    queue: QueueRead


def queue_updated(queue: "Queue", members: Sequence[UUID]) -> LogEntry:
    return QueueUpdated(queue=QueueRead.of(queue, members)).entry(queue.company_id)
