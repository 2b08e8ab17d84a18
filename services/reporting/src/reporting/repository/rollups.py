"""Counters, as the worker adds to them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Table
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from reporting.domain.campaigns import TALLIED, Outcome, Tally
from reporting.domain.counters import COUNTERS, Deltas, OptOutSource
from reporting.domain.measures import Cell as MeasureCell
from reporting.domain.sends import OF_TEMPLATES, STEPS, Failure, Minute, TemplateSends
from reporting.models.rollups import (
    campaign_curve,
    campaign_sends,
    failures,
    measure_log,
    opt_out_sources,
    rollup_log,
    template_sends,
)

_ROLLUPS: Final = batch.Recordset(rollup_log, ["company_id", "slot", "channel_id", *COUNTERS])


def logging(rows: batch.Recordset, log: Table) -> str:
    """Return a statement that notes what is to be added."""
    return f"INSERT INTO {log.name} ({', '.join(rows.names)}) SELECT * FROM {rows} AS given"  # noqa: S608


_LOG_ROLLUPS: Final = logging(_ROLLUPS, rollup_log)


async def add_to_rollups(session: AsyncSession, deltas: Deltas) -> None:
    """Note what is to be added to the counters. It locks nothing."""
    rows: defaultdict[tuple[UUID, datetime, UUID], dict[str, int]] = defaultdict(dict)
    for cell, delta in deltas.items():
        if delta:
            rows[cell.company_id, cell.slot, cell.channel_id][cell.counter] = delta
    if not rows:
        return
    nothing = dict.fromkeys(COUNTERS, 0)
    given = [
        {"company_id": company_id, "slot": slot, "channel_id": channel_id, **nothing, **counts}
        for (company_id, slot, channel_id), counts in rows.items()
    ]
    await execute(session, _LOG_ROLLUPS, _ROLLUPS.arrays(given))


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
    """Add to the outcomes of campaigns; to be done last, as it locks what many transactions count on."""
    if not tallies:
        return
    rows = [key._asdict() | asdict(tallies[key]) for key in sorted(tallies, key=_lock_order)]
    await execute(session, _ADD_TO_CAMPAIGNS, _CAMPAIGN_SENDS.arrays(rows))


def _lock_order(outcome: Outcome) -> tuple[object, ...]:
    *names, code, title, _ = outcome
    return *names, code is None, code or 0, title is None, title or ""


def adding(rows: batch.Recordset, table: Table) -> str:
    """Return a statement that adds to the numbers of rows that have the same key."""
    key = [column.name for column in table.primary_key]
    sums = [f"{name} = known.{name} + excluded.{name}" for name in rows.names if name not in key]
    return (
        f"INSERT INTO {table.name} AS known ({', '.join(rows.names)}) SELECT * FROM {rows} AS given"  # noqa: S608
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(sums)}"
    )


_MEASURES: Final = batch.Recordset(measure_log, [*MeasureCell._fields, "count", "total"])
_LOG_MEASURES: Final = logging(_MEASURES, measure_log)
_FAILURES: Final = batch.Recordset(failures)
_ADD_TO_FAILURES: Final = adding(_FAILURES, failures)
_CURVE: Final = batch.Recordset(campaign_curve)
_ADD_TO_CURVE: Final = adding(_CURVE, campaign_curve)
_TEMPLATES: Final = batch.Recordset(template_sends)
_ADD_TO_TEMPLATES: Final = adding(_TEMPLATES, template_sends)
_SOURCES: Final = batch.Recordset(opt_out_sources)
_ADD_TO_SOURCES: Final = adding(_SOURCES, opt_out_sources)


async def add_to_measures(
    session: AsyncSession, counts: Mapping[MeasureCell, int], totals: Mapping[MeasureCell, int]
) -> None:
    """Note what is to be added to measures. It locks nothing."""
    rows = [
        {**cell._asdict(), "count": count, "total": totals[cell]}
        for cell, count in counts.items()
        if count or totals[cell]
    ]
    if rows:
        await execute(session, _LOG_MEASURES, _MEASURES.arrays(rows))


async def add_to_failures(session: AsyncSession, deltas: Mapping[Failure, int]) -> None:
    """Add to failures; to be done last, as `add_to_campaigns`."""
    rows = [{**key._asdict(), "count": deltas[key]} for key in sorted(deltas) if deltas[key]]
    if rows:
        await execute(session, _ADD_TO_FAILURES, _FAILURES.arrays(rows))


async def add_to_curves(session: AsyncSession, deltas: Mapping[Minute, int]) -> None:
    """Add to the curves of campaigns; to be done last, as `add_to_campaigns`."""
    rows: defaultdict[tuple[UUID, UUID, datetime], dict[str, int]] = defaultdict(dict)
    for key, delta in deltas.items():
        if delta:
            rows[key.company_id, key.campaign_id, key.minute][key.step] = delta
    if not rows:
        return
    nothing = dict.fromkeys(STEPS, 0)
    given = [
        {"company_id": company_id, "campaign_id": campaign_id, "minute": minute, **nothing, **rows[key]}
        for key in sorted(rows)
        for company_id, campaign_id, minute in (key,)
    ]
    await execute(session, _ADD_TO_CURVE, _CURVE.arrays(given))


async def add_to_templates(session: AsyncSession, deltas: Mapping[tuple[TemplateSends, str], int]) -> None:
    """Add to the messages of templates; to be done last, as `add_to_campaigns`."""
    rows: defaultdict[TemplateSends, dict[str, int]] = defaultdict(dict)
    for (of, step), delta in deltas.items():
        if delta:
            rows[of][step] = delta
    if not rows:
        return
    nothing = dict.fromkeys(OF_TEMPLATES, 0)
    given = [{**of._asdict(), **nothing, **rows[of]} for of in sorted(rows)]
    await execute(session, _ADD_TO_TEMPLATES, _TEMPLATES.arrays(given))


async def add_to_sources(session: AsyncSession, deltas: Mapping[OptOutSource, int]) -> None:
    """Add to the sources of opt-outs; to be done last, as `add_to_campaigns`."""
    rows = [{**key._asdict(), "count": deltas[key]} for key in sorted(deltas)]
    if rows:
        await execute(session, _ADD_TO_SOURCES, _SOURCES.arrays(rows))
