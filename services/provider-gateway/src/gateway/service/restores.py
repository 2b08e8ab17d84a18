"""What the gateway does behind the restore fence: nothing that may have been sent is sent again."""

from datetime import datetime

from atende_platform.data.db import Database
from gateway.repository import restores
from gateway.service import delivery


async def fence(
    database: Database, *, since: datetime, until: datetime, at: datetime, orders_are_known: bool
) -> dict[str, int]:
    """Mark as unconfirmed what may have been sent ``since`` the backup, ``until`` the old system stopped.

    Return what was marked, in numbers. Each step is a transaction, and all of it can be done again. What
    others ordered in that time, and this ledger does not know, becomes unconfirmed when it is ordered
    again: `gateway.handlers.Outbound`.
    """
    del since, at, orders_are_known  # What was pending at the backup may have been sent right after it.
    unconfirmed = 0
    while True:
        async with database.worker() as session:
            marked = await delivery.doubt_pending(session, until=until)
        unconfirmed += marked
        if not marked:
            break
    async with database.worker() as session:
        kept = await restores.keep_unknown(session)
    return {"sends marked as unconfirmed": unconfirmed, "unconfirmed sends that are not sent once more": kept}
