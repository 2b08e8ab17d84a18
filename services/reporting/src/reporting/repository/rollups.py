"""Counters, as the worker adds to them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from reporting.domain.campaigns import TALLIED, Outcome, Tally
from reporting.domain.counters import COUNTERS, Deltas
from reporting.models.rollups import campaign_sends, rollups

_ROLLUPS: Final = batch.Recordset(rollups)

_ADD_TO_ROLLUPS: Final = f"""
INSERT INTO rollups AS known ({", ".join(_ROLLUPS.names)})
SELECT * FROM {_ROLLUPS} AS given
ON CONFLICT (company_id, slot, channel_id) DO UPDATE SET
    {", ".join(f"{name} = known.{name} + excluded.{name}" for name in COUNTERS)}
"""  # noqa: S608 (made of the model)


async def add_to_rollups(session: AsyncSession, deltas: Deltas) -> None:
    """Add to the counters; to be done last, as it locks what many transactions count on."""
    rows: defaultdict[tuple[UUID, datetime, UUID], dict[str, int]] = defaultdict(dict)
    for cell, delta in deltas.items():
        if delta:
            rows[cell.company_id, cell.slot, cell.channel_id][cell.counter] = delta
    if not rows:
        return
    nothing = dict.fromkeys(COUNTERS, 0)
    given = [
        {"company_id": company_id, "slot": slot, "channel_id": channel_id, **nothing, **counts}
        for (company_id, slot, channel_id), counts in sorted(rows.items(), key=lambda row: row[0])
    ]
    await execute(session, _ADD_TO_ROLLUPS, _ROLLUPS.arrays(given))


_CAMPAIGN_SENDS: Final = batch.Recordset(campaign_sends)

_ADD_TO_CAMPAIGNS: Final = f"""
INSERT INTO campaign_sends AS known ({", ".join(_CAMPAIGN_SENDS.names)})
SELECT * FROM {_CAMPAIGN_SENDS} AS given
ON CONFLICT (company_id, campaign_id, state, error_code, error_title) DO UPDATE SET
    {", ".join(f"{name} = known.{name} + excluded.{name}" for name in TALLIED)},
    first_at = LEAST(known.first_at, excluded.first_at),
    last_at = GREATEST(known.last_at, excluded.last_at)
"""  # noqa: S608 (made of the model)


async def add_to_campaigns(session: AsyncSession, tallies: Mapping[Outcome, Tally]) -> None:
    """Add to the outcomes of campaigns; to be done last, after the rollups, for the same reason."""
    if not tallies:
        return
    rows = [key._asdict() | asdict(tallies[key]) for key in sorted(tallies, key=_lock_order)]
    await execute(session, _ADD_TO_CAMPAIGNS, _CAMPAIGN_SENDS.arrays(rows))


def _lock_order(outcome: Outcome) -> tuple[object, ...]:
    *names, code, title, _ = outcome
    return *names, code is None, code or 0, title is None, title or ""
