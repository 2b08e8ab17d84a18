"""What is counted of a company, to be compared with what should be."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import Database, execute
from reporting.domain.campaigns import TALLIED, Outcome, Tally
from reporting.domain.counters import COUNTERS, PRIMARY
from reporting.domain.sends import OF_TEMPLATES, STEPS
from reporting.models.rollups import campaign_curve, failures, rollup_log, rollups, template_sends
from reporting.repository.rollups import adding, logging

_COMPANIES: Final = """
SELECT company_id FROM (
    SELECT company_id FROM send_facts UNION SELECT company_id FROM ticket_facts
    UNION SELECT company_id FROM ticket_moments UNION SELECT company_id FROM rollups
    UNION SELECT company_id FROM rollup_log
) AS known ORDER BY company_id
"""
_STORED_CAMPAIGNS: Final = f"""
SELECT {", ".join((*Outcome._fields, *TALLIED))} FROM campaign_sends WHERE company_id = :company_id
"""  # noqa: S608 (our own constants)
_PORTION: Final = 20_000
_KEY: Final = "hashtextextended('rebuild ' || CAST(CAST(:company_id AS uuid) AS text), 0)"
_TRY_TO_HOLD: Final = f"SELECT pg_try_advisory_lock({_KEY})"
_LET_GO: Final = f"SELECT pg_advisory_unlock({_KEY})"

Key = tuple[Any, ...]
Numbers = Mapping[Key, Sequence[int]]
"""What is counted in a table: by key, without the company, the numbers."""


class RebuildUnderWay(RuntimeError):
    """Somebody else counts the same company anew: both would add what is missing."""


@asynccontextmanager
async def alone(database: Database, company_id: UUID) -> AsyncIterator[None]:
    """Keep others from counting a company anew for the time of the context. Raises `RebuildUnderWay`."""
    async with database.worker_statement() as holder:
        if not (await execute(holder, _TRY_TO_HOLD, company_id=company_id)).scalar_one():
            raise RebuildUnderWay(f"{company_id} is being counted anew already; wait until that has ended")
        try:
            yield
        finally:
            await execute(holder, _LET_GO, company_id=company_id)


async def companies(session: AsyncSession) -> Sequence[UUID]:
    """Return all companies of which something is known."""
    return (await execute(session, _COMPANIES)).scalars().all()


class Counted:
    """A table of numbers that facts add up to. If it has a log, of the same columns, it is added to that."""

    def __init__(self, table: Table, numbers: Sequence[str], log: Table | None = None) -> None:
        self.numbers: Final = numbers
        self.key: Final = [column.name for column in table.primary_key.columns if column.name != "company_id"]
        self._rows = batch.Recordset(
            table, ["company_id", *self.key, *(COUNTERS if log is not None else numbers)]
        )
        tables = [table] if log is None else [table, log]
        columns = ", ".join((*self.key, *numbers))
        parts = " UNION ALL ".join(
            f"SELECT {columns} FROM {one.name} WHERE company_id = :company_id"  # noqa: S608 (made of the model)
            for one in tables
        )
        sums = ", ".join(f"CAST(sum({name}) AS int) AS {name}" for name in numbers)
        self.stored_sql: Final = (
            f"SELECT {', '.join(self.key)}, {sums} FROM ({parts}) AS stored GROUP BY {', '.join(self.key)}"  # noqa: S608
        )
        self.add_sql: Final = adding(self._rows, table) if log is None else logging(self._rows, log)

    async def stored(self, session: AsyncSession, company_id: UUID) -> Numbers:
        """Return what is counted."""
        wide = len(self.key)
        rows = await execute(session, self.stored_sql, company_id=company_id)
        return {tuple(row[:wide]): row[wide:] for row in rows}

    async def add(self, session: AsyncSession, company_id: UUID, off: Numbers) -> None:
        """Add numbers, some of which are negative; to be done last, as it locks what many count on."""
        names = ("company_id", *self.key, *self.numbers)
        nothing = dict.fromkeys(self._rows.names, 0)
        keys = sorted(off)
        for begin in range(0, len(keys), _PORTION):
            rows = [
                nothing | dict(zip(names, (company_id, *key, *off[key]), strict=True))
                for key in keys[begin : begin + _PORTION]
            ]
            await execute(session, self.add_sql, self._rows.arrays(rows))


ROLLUPS: Final = Counted(rollups, [name for name in COUNTERS if name not in PRIMARY], rollup_log)
FAILURES: Final = Counted(failures, ["count"])
CURVES: Final = Counted(campaign_curve, STEPS)
TEMPLATES: Final = Counted(template_sends, OF_TEMPLATES)


async def stored_campaigns(session: AsyncSession, company_id: UUID) -> dict[Outcome, Tally]:
    """Return the outcomes of a company's campaigns, without times."""
    rows = await execute(session, _STORED_CAMPAIGNS, company_id=company_id)
    wide = len(Outcome._fields)
    return {Outcome(*row[:wide]): Tally(*row[wide:]) for row in rows}
