"""Events in: one transaction over a batch, which may see any event again."""

from collections.abc import Sequence

from atende_contracts.audit import AuditRecordedV1
from atende_platform.db import Database
from auth.service import audit


class Handlers:
    """What the worker does with each topic."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def audit_recorded(self, events: Sequence[AuditRecordedV1]) -> None:
        async with self._database.worker() as session:
            await audit.record(session, events)
