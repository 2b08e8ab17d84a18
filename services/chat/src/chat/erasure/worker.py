"""What is deleted without anybody waiting for it."""

from typing import Final

from atende_platform.data.db import Database, now
from atende_platform.data.rounds import Clock, Rounds, rounds
from atende_platform.messaging.company_erasures import CompanyEraser, Tombstones
from chat.erasure import service

_TOMBSTONES: Final = {
    "contacts": Tombstones("contact.changed", "CAST(gone.id AS text)"),
    "queues": Tombstones("queue.changed", "CAST(gone.id AS text)"),
    "tags": Tombstones("tag.changed", "CAST(gone.id AS text)"),
}
"""What compacted topics keep of a company that is erased."""


def company_eraser(database: Database) -> CompanyEraser:
    """Deletes what there is of companies that are to be erased."""
    return CompanyEraser(database, "chat", _TOMBSTONES)


def eraser(database: Database, clock: Clock = now) -> Rounds:
    """Deletes what is left of deleted contacts: companies take turns, a batch each."""
    return rounds("erasures", database, clock, service.due, service.step, companies=1)
