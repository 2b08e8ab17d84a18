"""How imports are published to the agents' sockets."""

from typing import TYPE_CHECKING

from chat.imports.schemas import ImportRead
from chat.updates.domain import CHAT, LogEntry

if TYPE_CHECKING:
    from chat.imports.models import ContactImport


def import_updated(job: "ContactImport") -> LogEntry:
    """One entry per chunk: a socket event per imported contact would drown the agents' consoles."""
    shown = ImportRead.of(job).model_dump(mode="json", exclude={"errors", "columns"})
    return LogEntry(job.company_id, CHAT, "import.updated", {"import": shown})
