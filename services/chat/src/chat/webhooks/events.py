"""How changes of webhooks are published: to the agents' sockets. Not to webhooks."""

from typing import TYPE_CHECKING

from chat.updates.domain import LogEntry
from chat.updates.schemas import WebhookUpdated

if TYPE_CHECKING:
    from chat.webhooks.models import Webhook


def webhook_updated(webhook: "Webhook") -> LogEntry:
    return WebhookUpdated(
        webhook_id=webhook.id,
        active=webhook.active,
        disabled_reason=webhook.disabled_reason,
        revision=webhook.revision,
    ).entry(webhook.company_id)
