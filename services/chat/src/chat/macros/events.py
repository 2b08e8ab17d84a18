"""How changes of macros are published: to the agents' sockets."""

from typing import TYPE_CHECKING
from uuid import UUID

from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.macros.models import Macro


class MacroChanged(Update):
    """A macro is new, has changed or was deleted: load it, or forget it."""

    TYPE = "macro.changed"
    NAMESPACE = CHAT

    macro_id: UUID
    name: str
    revision: int
    deleted: bool


def macro_changed(macro: "Macro", *, deleted: bool = False) -> LogEntry:
    return MacroChanged(macro_id=macro.id, name=macro.name, revision=macro.revision, deleted=deleted).entry(
        macro.company_id
    )
