"""How changes of rules are published: to the agents' sockets."""

from uuid import UUID

from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update


class PoliciesUpdated(Update):
    """The company's rules for its inbox have changed, or those of one channel: load them again."""

    TYPE = "policies.updated"
    NAMESPACE = CHAT

    channel_id: UUID | None
    """Whose rules; null: the company's."""


def policies_updated(company_id: UUID, channel_id: UUID | None = None) -> LogEntry:
    return PoliciesUpdated(channel_id=channel_id).entry(company_id)
