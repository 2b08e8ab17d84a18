"""All that is known of a company as rows, and back: what a copy of it consists of.

What is counted of facts is no part of it, as it is counted anew; what has none is. So are the marks of events
that were counted, without which what is read from the topics again would be counted twice.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from reporting.domain.counters import COUNTERS, PRIMARY

_ROWS: Final = 2_000
_PRIMARY: Final = ", ".join(f"CAST(sum({name}) AS int) AS {name}" for name in PRIMARY)
_COUNTED: Final = " OR ".join(f"sum({name}) <> 0" for name in PRIMARY)

SELECTED: Final[dict[str, str]] = {
    table: f"SELECT * FROM {table}"  # noqa: S608 (our own names)
    for table in (
        *("company_settings", "channel_facts", "campaign_facts", "send_facts", "ticket_facts"),
        *("ticket_moments", "opt_out_sources", "inbox"),
    )
} | {
    "rollups": f"""
SELECT company_id, slot, channel_id, {_PRIMARY} FROM (
    SELECT company_id, slot, channel_id, {", ".join(PRIMARY)} FROM rollups
    UNION ALL
    SELECT company_id, slot, channel_id, {", ".join(PRIMARY)} FROM rollup_log
) AS counted GROUP BY 1, 2, 3 HAVING {_COUNTED}"""  # noqa: S608 (our own names)
}
"""The tables of a copy, and what of each is in it."""
_COUNTED_ANEW: Final = ("rollup_log", "failures", "campaign_curve", "campaign_sends", "template_sends")


async def rows_of(session: AsyncSession, company_id: UUID) -> AsyncIterator[tuple[str, Sequence[str]]]:
    """Yield all that is in a company's copy: a table's name, and some of its rows as JSON."""
    for table, selected in SELECTED.items():
        # The company is a UUID, and a cursor takes no parameters.
        rows_of_company = f"({selected}) AS one WHERE company_id = '{company_id}'"
        query = f"SELECT CAST(to_jsonb(one) AS text) FROM {rows_of_company}"  # noqa: S608
        await execute(session, f"DECLARE copied NO SCROLL CURSOR FOR {query}")
        while rows := (await execute(session, f"FETCH {_ROWS} FROM copied")).scalars().all():
            yield table, rows
        await execute(session, "CLOSE copied")


async def clear(session: AsyncSession, company_id: UUID) -> None:
    """Take away all that is known of a company, and all that is counted of it."""
    for table in (*SELECTED, *_COUNTED_ANEW):
        await execute(session, f"DELETE FROM {table} WHERE company_id = :company_id", company_id=company_id)  # noqa: S608


async def put_back(session: AsyncSession, company_id: UUID, table: str, rows: Sequence[str]) -> None:
    """Insert rows of a copy. Raises `KeyError` for a table that no copy has."""
    selected = SELECTED[table]
    nothing = ", ".join(f"'{name}', 0" for name in COUNTERS) if selected is SELECTED["rollups"] else ""
    await execute(
        session,
        f"INSERT INTO {table} SELECT given.* FROM unnest(CAST(:rows AS text[])) AS row (written),"  # noqa: S608
        f" jsonb_populate_record(CAST(NULL AS {table}),"
        f" jsonb_build_object({nothing}) || CAST(row.written AS jsonb)) AS given"
        " WHERE given.company_id = :company_id",
        rows=[*rows],
        company_id=company_id,
    )
