"""How changes of queues are published: to the agents' sockets (event log) and other services (outbox)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from atende_contracts.queues import QueueChangedV1
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


def queue_changed(queue: "Queue", members: Sequence[UUID]) -> QueueChangedV1:
    return QueueChangedV1(
        company_id=queue.company_id,
        queue_id=queue.id,
        name=queue.name,
        member_ids=sorted(members),
        deleted=queue.archived_at is not None,
        revision=queue.revision,
    )
