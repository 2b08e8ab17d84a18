"""What is counted of a company, to be compared with what should be."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from reporting.domain.campaigns import TALLIED, Outcome, Tally
from reporting.domain.counters import COUNTERS, PRIMARY
from reporting.domain.sends import OF_TEMPLATES, STEPS
from reporting.models.rollups import campaign_curve, failures, rollups, template_sends
from reporting.repository.rollups import adding

_COMPANIES: Final = """
SELECT company_id FROM (
    SELECT company_id FROM send_facts UNION SELECT company_id FROM ticket_facts
    UNION SELECT company_id FROM ticket_moments UNION SELECT company_id FROM rollups
) AS known ORDER BY company_id
"""
_STORED_CAMPAIGNS: Final = f"""
SELECT {", ".join((*Outcome._fields, *TALLIED))} FROM campaign_sends WHERE company_id = :company_id
"""  # noqa: S608 (our own constants)
_PORTION: Final = 20_000

Key = tuple[Any, ...]
Numbers = Mapping[Key, Sequence[int]]
"""What is counted in a table: by key, without the company, the numbers."""


async def companies(session: AsyncSession) -> Sequence[UUID]:
    """Return all companies of which something is known."""
    return (await execute(session, _COMPANIES)).scalars().all()


class Counted:
    """A table of numbers that facts add up to; ``numbers`` are all but the key, unless told."""

    def __init__(self, table: Table, numbers: Sequence[str]) -> None:
        self.numbers: Final = numbers
        self.key: Final = [column.name for column in table.primary_key.columns if column.name != "company_id"]
        self._rows = batch.Recordset(table, ["company_id", *self.key, *numbers])
        self.stored_sql: Final = (
            f"SELECT {', '.join((*self.key, *numbers))} FROM {table.name} WHERE company_id = :company_id"  # noqa: S608
        )
        self.add_sql: Final = adding(self._rows, table)

    async def stored(self, session: AsyncSession, company_id: UUID) -> Numbers:
        """Return what is counted."""
        wide = len(self.key)
        rows = await execute(session, self.stored_sql, company_id=company_id)
        return {tuple(row[:wide]): row[wide:] for row in rows}

    async def add(self, session: AsyncSession, company_id: UUID, off: Numbers) -> None:
        """Add numbers, some of which are negative; to be done last, as it locks what many count on."""
        names = ("company_id", *self.key, *self.numbers)
        keys = sorted(off)
        for begin in range(0, len(keys), _PORTION):
            rows = [
                dict(zip(names, (company_id, *key, *off[key]), strict=True))
                for key in keys[begin : begin + _PORTION]
            ]
            await execute(session, self.add_sql, self._rows.arrays(rows))


ROLLUPS: Final = Counted(rollups, [name for name in COUNTERS if name not in PRIMARY])
FAILURES: Final = Counted(failures, ["count"])
CURVES: Final = Counted(campaign_curve, STEPS)
TEMPLATES: Final = Counted(template_sends, OF_TEMPLATES)


async def stored_campaigns(session: AsyncSession, company_id: UUID) -> dict[Outcome, Tally]:
    """Return the outcomes of a company's campaigns, without times."""
    rows = await execute(session, _STORED_CAMPAIGNS, company_id=company_id)
    wide = len(Outcome._fields)
    return {Outcome(*row[:wide]): Tally(*row[wide:]) for row in rows}
