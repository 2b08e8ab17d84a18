"""Who left the broadcasts. The last entry counts, by the time it was said and not the time it came."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.models import OptOut, OptOutHistory

OptOutRow = OptOut
"""An opt-out as the layers above hold it."""
HistoryRow = OptOutHistory


_ENTRIES: Final = batch.Recordset(
    OptOut, "company_id, id, identity, channel_id, contact_id, spellings, source, by, active, at"
)


@dataclass(frozen=True, slots=True)
class OptOutEntry:
    """What a person said, under one of their names: leave (``active``) or come back."""

    company_id: UUID
    identity: str
    channel_id: UUID | None
    contact_id: UUID | None
    spellings: list[str]
    source: str
    active: bool
    at: datetime
    by: UUID | None = None

    @property
    def key(self) -> tuple[UUID, str, UUID | None]:
        return self.company_id, self.identity, self.channel_id


@dataclass(frozen=True, slots=True)
class OptOutChange:
    """An opt-out of which others are to hear."""

    opt_out: OptOut
    turned: bool
    """Whether the person left or came back; otherwise they only came under a new spelling."""


_RECORD: Final = f"""
INSERT INTO opt_outs AS o
    (company_id, id, identity, channel_id, contact_id, spellings, source, by, active, at)
SELECT company_id, id, identity, channel_id, contact_id, spellings, source, by, active, at
FROM {_ENTRIES} AS w
ORDER BY company_id, identity, channel_id
ON CONFLICT (company_id, identity, channel_id) DO UPDATE SET
    active = excluded.active, source = excluded.source, by = excluded.by, at = excluded.at,
    contact_id = COALESCE(excluded.contact_id, o.contact_id),
    spellings = ARRAY(
        SELECT unnest(o.spellings) UNION SELECT unnest(excluded.spellings) ORDER BY 1
    )
WHERE (excluded.at, excluded.active) > (o.at, o.active)
RETURNING new.id, COALESCE(old.active, false) <> new.active AS turned,
          new.active AND new.spellings IS DISTINCT FROM old.spellings AS respelt
"""  # noqa: S608 (made of the model)


async def record(session: AsyncSession, entries: Sequence[OptOutEntry]) -> list[OptOutChange]:
    """Store what people said; return the opt-outs that changed, to be published.

    The last entry of each person and channel counts, whatever order they come in; of two of the same
    time the one that leaves. Who comes back without having left is remembered, too: an earlier entry to
    leave may still be on its way. All entries are kept as the person's history, each once.
    """
    last: dict[tuple[UUID, str, UUID | None], OptOutEntry] = {}
    for entry in sorted(entries, key=lambda each: (each.at, each.active)):
        last[entry.key] = entry
    result = await execute(
        session,
        _RECORD,
        _arrays(last.values()),
    )
    turned = {row.id: row.turned for row in result if row.turned or row.respelt}
    await _add_to_history(session, entries)
    if not turned:
        return []
    query = select(OptOut).where(col(OptOut.id).in_(turned)).order_by(col(OptOut.id))
    rows = (await session.exec(query.execution_options(populate_existing=True))).all()
    return [OptOutChange(row, turned[row.id]) for row in rows]


async def find_all(session: AsyncSession, names: Collection[tuple[UUID, str]]) -> Sequence[OptOut]:
    """Return what people said last under names, given as (company, identity), of every channel."""
    if not names:
        return []
    query = select(OptOut).where(tuple_(col(OptOut.company_id), col(OptOut.identity)).in_(names))
    return (await session.exec(query)).all()


_ADD_TO_HISTORY: Final = f"""
INSERT INTO opt_out_wishes (company_id, id, opt_out_id, active, source, by, at)
SELECT w.company_id, w.id, o.id, w.active, w.source, w.by, w.at
FROM {_ENTRIES} AS w
JOIN opt_outs o ON o.company_id = w.company_id AND o.identity = w.identity
    AND o.channel_id IS NOT DISTINCT FROM w.channel_id
ORDER BY w.company_id, o.id, w.at, w.active
ON CONFLICT (company_id, opt_out_id, at, active) DO NOTHING
"""  # noqa: S608 (made of the model)


async def _add_to_history(session: AsyncSession, entries: Sequence[OptOutEntry]) -> None:
    """Add entries to the history of their opt-outs; one that comes again is there already."""
    await execute(
        session,
        _ADD_TO_HISTORY,
        _arrays(entries),
    )


def _arrays(entries: Iterable[OptOutEntry]) -> dict[str, list[Any]]:
    return _ENTRIES.arrays([{**asdict(entry), "id": uuid7()} for entry in entries])


@dataclass(frozen=True, slots=True)
class OptOutFilter:
    """Which opt-outs are asked for; what is None is not asked."""

    active: bool = True
    source: str | None = None
    channel_id: UUID | None = None
    identity: str | None = None


class OptOuts:
    """The opt-outs of one company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, opt_out_id: UUID) -> OptOut | None:
        """Return an opt-out, active or not."""
        query = select(OptOut).where(OptOut.company_id == self._company_id, OptOut.id == opt_out_id)
        return (await self._session.exec(query)).one_or_none()

    async def find_of(self, identity: str, channel_id: UUID | None) -> OptOut | None:
        """Return a person's last entry on exactly this channel, or (None) on all; active or not."""
        query = select(OptOut).where(
            OptOut.company_id == self._company_id,
            OptOut.identity == identity,
            col(OptOut.channel_id).is_not_distinct_from(channel_id),
        )
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.exec(fresh)).one_or_none()

    async def of(self, identities: Sequence[str], channel_id: UUID | None) -> Sequence[OptOut]:
        """Return the last entries of many, on exactly this channel or (None) on all; active or not."""
        query = select(OptOut).where(
            OptOut.company_id == self._company_id,
            col(OptOut.identity).in_(identities),
            col(OptOut.channel_id).is_not_distinct_from(channel_id),
        )
        return (await self._session.exec(query)).all()

    async def list_newest(
        self, wanted: OptOutFilter, *, before: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[OptOut]:
        """Return who is out (or, if so wanted, came back), latest first, after a cursor's position."""
        query = (
            select(OptOut)
            .where(OptOut.company_id == self._company_id, OptOut.active == wanted.active)
            .order_by(col(OptOut.at).desc(), col(OptOut.id).desc())
            .limit(limit)
        )
        if wanted.source is not None:
            query = query.where(OptOut.source == wanted.source)
        if wanted.channel_id is not None:
            query = query.where(OptOut.channel_id == wanted.channel_id)
        if wanted.identity is not None:
            query = query.where(OptOut.identity == wanted.identity)
        if before is not None:
            query = query.where(tuple_(col(OptOut.at), col(OptOut.id)) < before)
        return (await self._session.exec(query)).all()

    async def list_history(
        self, opt_out_id: UUID, *, before: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[OptOutHistory]:
        """Return what a person said, latest first, after a cursor's position."""
        query = (
            select(OptOutHistory)
            .where(OptOutHistory.company_id == self._company_id, OptOutHistory.opt_out_id == opt_out_id)
            .order_by(col(OptOutHistory.at).desc(), col(OptOutHistory.id).desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(tuple_(col(OptOutHistory.at), col(OptOutHistory.id)) < before)
        return (await self._session.exec(query)).all()
