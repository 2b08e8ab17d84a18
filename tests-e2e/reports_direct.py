"""What the reports are to say, counted by `reports_sql` from the tables of chat, campaign and gateway."""

import json
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg

_FOLDER: Final = Path(__file__).parent / "reports_sql"
_DEFINITIONS: Final = ("messages", "tickets", "campaigns")
Key = Any
"""A day, an hour of a weekday, a channel, an agent, a queue; None: of none, or all."""


class Direct:
    """Counts for one company, on a connection that may read all tables."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    @classmethod
    async def of(cls, connection: asyncpg.Connection, company_id: str) -> "Direct":
        """Define what is counted, for this connection only."""
        await connection.execute("SELECT set_config('report.company', $1, false)", company_id)
        for name in _DEFINITIONS:
            await connection.execute((_FOLDER / "definitions" / f"{name}.sql").read_text())
        return cls(connection)

    async def rows(self, name: str, *parameters: Any) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await self._connection.fetch(
            (_FOLDER / f"{name}.sql").read_text(), *parameters
        )
        return rows

    async def counted(self, name: str, *parameters: Any) -> dict[Key, Counter[str]]:
        """Return how many of each figure there were, by the key of the rows."""
        found: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        for row in await self.rows(name, *parameters):
            key = row.get("key")
            found[tuple(key) if isinstance(key, list) else key][row["figure"]] = row["number"]
        return found

    async def tickets(self, days: tuple[date, date], only: "Only", by: str = "") -> dict[Key, dict[str, Any]]:
        """Return the rows of the figures of tickets, by the key and by the figure."""
        found: defaultdict[Key, dict[str, Any]] = defaultdict(dict)
        for row in await self.rows("ticket_figures", *days, *only.parameters(), by):
            found[row["key"]][row["figure"]] = row
        return found

    async def campaigns(self) -> list[dict[str, Any]]:
        """Return a row for each campaign that was started; ``counts`` as a mapping."""
        return [{**row, "counts": json.loads(row["counts"])} for row in await self.rows("campaigns")]

    async def failures(self, campaign_id: UUID) -> dict[str | None, int]:
        """Return how many messages of a campaign failed, by reason."""
        rows = await self.rows("campaign_failures", campaign_id)
        return {row["reason"]: row["number"] for row in rows}

    async def curve(self, campaign_id: UUID) -> dict[datetime, dict[str, int]]:
        """Return how many messages of a campaign came how far in each minute."""
        found: defaultdict[datetime, dict[str, int]] = defaultdict(dict)
        for row in await self.rows("campaign_curve", campaign_id):
            found[row["at"]][row["step"]] = row["number"]
        return dict(found)


class Only:
    """What a report is narrowed to."""

    def __init__(self, **given: str) -> None:
        self.given = given

    def query(self) -> dict[str, str]:
        return {f"{name}Id": value for name, value in self.given.items()}

    def parameters(self) -> list[UUID | None]:
        names = ("channel", "queue", "agent", "tag")
        return [UUID(self.given[name]) if name in self.given else None for name in names]

    def __repr__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.given.items()) or "everything"
