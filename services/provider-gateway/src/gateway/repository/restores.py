"""The ledger of a database that was restored: what it says of its last moments is not the last that happened.

Whatever was to be sent when the backup was taken may have been sent after it. What a block says of how
far it was posted is old, too, so that nothing of it is surely not sent.
"""

from datetime import datetime
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from gateway.repository.ledger import COLUMNS, SendStatus, read_statuses

_DOUBT_PENDING: Final = f"""
WITH pending AS (
    SELECT company_id, send_id FROM sends
    WHERE state = 'sending' AND lease_until IS NOT NULL
       OR state = 'retryable' AND next_attempt_at <= :until
    ORDER BY company_id, send_id LIMIT :limit FOR UPDATE
),
ended AS (
    UPDATE sends s SET state = 'unknown', lease_until = NULL, next_attempt_at = NULL,
        resent_at = coalesce(s.resent_at, now()), updated_at = now()
    FROM pending p WHERE s.company_id = p.company_id AND s.send_id = p.send_id
    RETURNING s.*
)
SELECT {COLUMNS}, 'unconfirmed' AS state, NULL AS error, now() AS at,
       CASE WHEN s.message_id IS NULL THEN s.request END AS request
FROM ended s
"""  # noqa: S608 (made of constants)


async def doubt_pending(session: AsyncSession, *, until: datetime, limit: int) -> list[SendStatus]:
    """End sends that were being sent, or were due for another try by then; return them, unconfirmed now."""
    return await read_statuses(session, _DOUBT_PENDING, until=until, limit=limit)


_KEEP_UNKNOWN: Final = """
UPDATE sends SET resent_at = now()
WHERE state = 'unknown' AND resent_at IS NULL AND request IS NOT NULL AND lease_until IS NULL
  AND next_attempt_at IS NULL
"""


async def keep_unknown(session: AsyncSession) -> int:
    """Have no send of unknown fate sent once more (`gateway.repository.resends`): that may have been done."""
    return (await execute(session, _KEEP_UNKNOWN)).rowcount
