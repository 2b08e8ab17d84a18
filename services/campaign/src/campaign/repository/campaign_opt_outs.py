"""Which campaigns people left broadcasts after."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.models import OptOut
from campaign.repository.lookups import CLOCK_SKEW, LATEST_MESSAGE, UNSENT, search_by_name


@dataclass(frozen=True, slots=True)
class Leaving:
    """A person left the broadcasts of a channel, or (None) of all; ``identities`` are their names."""

    company_id: UUID
    channel_id: UUID | None
    identities: list[str]
    at: datetime


_LEAVING: Final = batch.Recordset(OptOut, "company_id, channel_id, at", identities=ARRAY(Text))
_OF_CHANNEL: Final = "(said.channel_id IS NULL OR c.channel_id = said.channel_id)"
# The earliest counts. In the order of the keys, or two batches would wait for each other.
_ATTRIBUTE: Final = f"""
WITH reached AS MATERIALIZED (
    SELECT latest.company_id, latest.campaign_id, latest.send_id, latest.variant, min(said.at) AS at
    FROM {_LEAVING} AS said
    CROSS JOIN LATERAL ({LATEST_MESSAGE.format(channel=_OF_CHANNEL)}) AS latest
    GROUP BY latest.company_id, latest.campaign_id, latest.send_id, latest.variant
), counted AS (
    INSERT INTO campaign_opt_outs AS known (company_id, campaign_id, send_id, variant, at)
    SELECT company_id, campaign_id, send_id, variant, at FROM reached
    ORDER BY company_id, campaign_id, send_id
    ON CONFLICT (company_id, campaign_id, send_id) DO UPDATE SET at = excluded.at
    WHERE excluded.at < known.at
    RETURNING known.company_id, known.campaign_id
)
INSERT INTO progress_marks (company_id, campaign_id) SELECT DISTINCT company_id, campaign_id FROM counted
"""  # noqa: S608 (built from constants only)


async def attribute(session: AsyncSession, leaving: Sequence[Leaving], *, within: timedelta) -> None:
    """Count people who left as results of the latest campaign that had reached them, if there is one.

    Of several times that one says so the earliest counts, so any order and repetition ends in the same.
    """
    await search_by_name(session)
    await execute(
        session,
        _ATTRIBUTE,
        **_LEAVING.arrays(leaving),
        within=within.total_seconds(),
        skew=CLOCK_SKEW.total_seconds(),
        unsent=list(UNSENT),
    )


_HISTORY: Final = """
SELECT w.company_id, w.id, w.at, o.channel_id, o.identity, o.contact_id FROM opt_out_wishes w
JOIN opt_outs o ON o.company_id = w.company_id AND o.id = w.opt_out_id
WHERE (w.company_id, w.id) > (:company_id, :after) AND w.active AND w.source <> 'import'
ORDER BY w.company_id, w.id LIMIT :limit
"""


async def leaving_in_history(
    session: AsyncSession, after: tuple[UUID, UUID], limit: int
) -> tuple[list[Leaving], tuple[UUID, UUID] | None]:
    """Return some of all who ever left, by the keys of the entries, and where to go on; None at the end.

    What a contact said under several names at one time they said once.
    """
    rows = (await execute(session, _HISTORY, company_id=after[0], after=after[1], limit=limit)).all()
    said: dict[tuple[object, ...], Leaving] = {}
    for row in rows:
        person = row.contact_id or row.identity
        one = said.setdefault(
            (row.company_id, person, row.channel_id, row.at),
            Leaving(row.company_id, row.channel_id, [], row.at),
        )
        one.identities.append(row.identity)
    return [*said.values()], (rows[-1].company_id, rows[-1].id) if rows else None


_COUNT: Final = """
SELECT variant, count(*) AS opt_outs FROM campaign_opt_outs
WHERE company_id = :company_id AND campaign_id = :campaign_id GROUP BY variant
"""


async def count_opt_outs(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> Counter[str | None]:
    """Return how many recipients left, by the variant that they got; None: there is only one message."""
    result = await execute(session, _COUNT, company_id=company_id, campaign_id=campaign_id)
    return Counter({row.variant: row.opt_outs for row in result})
