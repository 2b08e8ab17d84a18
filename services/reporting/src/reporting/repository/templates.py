"""Messages of one company by the template that they are made of, as the API reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from reporting.domain.sends import OF_TEMPLATES
from reporting.domain.spans import pieces

_BY_TEMPLATE: Final = f"""
SELECT t.channel_id, c.name AS channel_name, t.name, t.language,
    {", ".join(f"CAST(sum(t.{name}) AS bigint) AS {name}" for name in OF_TEMPLATES)}
FROM unnest(CAST(:spans AS smallint[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
    AS piece (span, start, until)
JOIN template_sends t ON t.company_id = :company_id AND t.span = piece.span
    AND t.start >= piece.start AND t.start < piece.until
LEFT JOIN channel_facts c ON c.company_id = t.company_id AND c.channel_id = t.channel_id
WHERE (CAST(:channel_id AS uuid) IS NULL OR t.channel_id = :channel_id)
GROUP BY 1, 2, 3, 4 HAVING sum(t.messages) > 0
ORDER BY messages DESC, t.name, t.language, t.channel_id
"""  # noqa: S608 (our own constants)


async def by_template(
    session: AsyncSession, company_id: UUID, start: datetime, end: datetime, channel_id: UUID | None
) -> Sequence[Row[Any]]:
    """Return how far the messages of each template came on each channel, most messages first."""
    parts = pieces(start, end)
    rows = await execute(
        session,
        _BY_TEMPLATE,
        company_id=company_id,
        channel_id=channel_id,
        spans=[part.span for part in parts],
        starts=[part.start for part in parts],
        ends=[part.end for part in parts],
    )
    return rows.all()
