"""What is deleted without anybody waiting for it."""

from atende_platform.data.db import Database, now
from chat.directory.domain import FIRST_COMPANY
from chat.erasure import service


class Eraser:
    """Deletes what is left of deleted contacts: companies take turns, a batch each."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._after = FIRST_COMPANY

    async def step(self) -> bool:
        """Do one batch; tell whether there may be more."""
        async with self._database.worker() as session:
            company_id = await service.step(session, self._after, now())
        again = company_id is not None or self._after != FIRST_COMPANY
        self._after = company_id or FIRST_COMPANY
        return again
