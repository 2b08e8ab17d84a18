"""How imports are published to the agents' sockets."""

from typing import TYPE_CHECKING

from pydantic import Field

from chat.imports.schemas import ImportProgress
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.imports.models import ContactImport


class ImportUpdated(Update):
    """An import has come further or ended: one for each chunk, instead of one for each contact."""

    TYPE = "import.updated"
    NAMESPACE = CHAT

    import_: ImportProgress = Field(alias="import")


def import_updated(job: "ContactImport") -> LogEntry:
    return ImportUpdated(import_=ImportProgress.model_validate(job)).entry(job.company_id)
