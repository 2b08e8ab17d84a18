"""How changes of automations are published: to the agents' sockets."""

from typing import TYPE_CHECKING
from uuid import UUID

from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.automations.models import Automation


class AutomationChanged(Update):
    """An automation is new, has changed, has another place or was deleted."""

    TYPE = "automation.changed"
    NAMESPACE = CHAT

    automation_id: UUID
    name: str
    active: bool
    revision: int
    deleted: bool


def automation_changed(automation: "Automation", *, deleted: bool = False) -> LogEntry:
    return AutomationChanged(
        automation_id=automation.id,
        name=automation.name,
        active=automation.active_since is not None,
        revision=automation.revision,
        deleted=deleted,
    ).entry(automation.company_id)
