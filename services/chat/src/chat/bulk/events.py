"""How bulk actions are published to the agents' sockets."""

from typing import TYPE_CHECKING

from chat.bulk.schemas import BulkProgress
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.bulk.models import BulkJob


class BulkUpdated(Update):
    """A bulk action has come further or ended: one for each portion."""

    TYPE = "bulk.updated"
    NAMESPACE = CHAT

    bulk: BulkProgress


def bulk_updated(job: "BulkJob") -> LogEntry:
    return BulkUpdated(bulk=BulkProgress.of(job)).entry(job.company_id)
