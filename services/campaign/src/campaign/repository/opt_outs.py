"""Who left the broadcasts. The last word counts, by the time it was said and not the time it came."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.db import execute
from campaign.models import OptOut

OptOutRow = OptOut
"""An opt-out as the layers above hold it."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said, under one of their names: leave (``active``) or come back."""

    company_id: UUID
    identity: str
    channel_id: UUID | None
    contact_id: UUID | None
    spellings: list[str]
    source: str
    active: bool
    at: datetime


def _rows(words: Sequence[Word]) -> str:
    return json.dumps([{**asdict(word), "id": uuid7()} for word in words], default=str)


async def record(session: AsyncSession, words: Sequence[Word]) -> Sequence[OptOut]:
    """Store who leaves and who comes back; return the opt-outs of which there is news to tell.

    Who is out and says so again is remembered to have said it, but that is no news, unless they have
    come under a new spelling. Coming back ends opt-outs that exist and makes none. Of one person and
    channel there may be one word at most.
    """
    out = await _lock_active(session, words)
    leaving = [word for word in words if word.active]
    returning = [word for word in words if not word.active]
    ids: list[UUID] = []
    if leaving:
        result = await execute(
            session,
            """
            INSERT INTO opt_outs AS o
                (company_id, id, identity, channel_id, contact_id, spellings, source, active, at)
            SELECT company_id, id, identity, channel_id, contact_id, spellings, source, true, at
            FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS w (
                company_id uuid, id uuid, identity text, channel_id uuid, contact_id uuid,
                spellings text[], source text, at timestamptz
            )
            ORDER BY company_id, identity, channel_id
            ON CONFLICT (company_id, identity, channel_id) DO UPDATE SET
                active = true, source = excluded.source, at = excluded.at,
                contact_id = COALESCE(excluded.contact_id, o.contact_id),
                spellings = ARRAY(
                    SELECT unnest(o.spellings) UNION SELECT unnest(excluded.spellings) ORDER BY 1
                )
            WHERE excluded.at > o.at
            RETURNING id
            """,
            rows=_rows(leaving),
        )
        ids += result.scalars()
    if returning:
        result = await execute(
            session,
            """
            UPDATE opt_outs o SET active = false, source = w.source, at = w.at
            FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS w (
                company_id uuid, identity text, channel_id uuid, source text, at timestamptz
            )
            WHERE o.company_id = w.company_id AND o.identity = w.identity
              AND o.channel_id IS NOT DISTINCT FROM w.channel_id AND o.active AND w.at >= o.at
            RETURNING o.id
            """,
            rows=_rows(returning),
        )
        ids += result.scalars()
    if not ids:
        return []
    query = select(OptOut).where(col(OptOut.id).in_(ids)).order_by(col(OptOut.id))
    rows = (await session.exec(query.execution_options(populate_existing=True))).all()
    return [row for row in rows if not row.active or row.spellings != out.get(row.id)]


async def _lock_active(session: AsyncSession, words: Sequence[Word]) -> dict[UUID, list[str]]:
    """Return the spellings of those of ``words`` who are out, by the opt-out's id.

    All their opt-outs stay locked, and are locked in one order: leaving and coming back are two
    statements, and two transactions would wait for each other.
    """
    result = await execute(
        session,
        """
        SELECT o.id, o.spellings, o.active
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS w (company_id uuid, identity text, channel_id uuid)
        JOIN opt_outs o ON o.company_id = w.company_id AND o.identity = w.identity
            AND o.channel_id IS NOT DISTINCT FROM w.channel_id
        ORDER BY o.company_id, o.id FOR UPDATE OF o
        """,
        rows=_rows(words),
    )
    return {row.id: row.spellings for row in result if row.active}


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
        """Return a person's last word on exactly this channel, or (None) on all; active or not."""
        query = select(OptOut).where(
            OptOut.company_id == self._company_id,
            OptOut.identity == identity,
            col(OptOut.channel_id).is_not_distinct_from(channel_id),
        )
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.exec(fresh)).one_or_none()

    async def list_newest(self, *, before: tuple[datetime, UUID] | None, limit: int) -> Sequence[OptOut]:
        """Return who is out, latest first, after a cursor's position."""
        query = (
            select(OptOut)
            .where(OptOut.company_id == self._company_id, col(OptOut.active))
            .order_by(col(OptOut.at).desc(), col(OptOut.id).desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(tuple_(col(OptOut.at), col(OptOut.id)) < before)
        return (await self._session.exec(query)).all()
