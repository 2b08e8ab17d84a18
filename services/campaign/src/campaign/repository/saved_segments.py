"""Filters that companies keep under a name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.db import execute
from atende_platform.errors import Conflict
from campaign.models import Segment
from campaign.repository.lookups import OPTED_OUT, search_by_name
from campaign.repository.segments import Conditions
from campaign.schemas.audience import Filter

SegmentRow = Segment
"""A saved segment as the layers above hold it."""

_COUNT: Final = """
SELECT count(*) AS contacts, count(*) FILTER (WHERE {opted_out}) AS opted_out
FROM contact_copy k
WHERE k.company_id = :company_id AND NOT k.deleted AND k.merged_into IS NULL AND {condition}
"""


# What stands in the inner select is read in the order of the key, and no further than the outer one needs.
_MEMBERS: Final = """
SELECT k.contact_id, k.party, k.tags, k.custom_fields, {opted_out} AS opted_out
FROM (SELECT * FROM contact_copy WHERE company_id = :company_id AND contact_id < :after
      ORDER BY contact_id DESC LIMIT :looked_at) AS k
WHERE NOT k.deleted AND k.merged_into IS NULL AND {condition}
ORDER BY k.contact_id DESC LIMIT :limit
"""
_LOOKED_AT: Final = """
SELECT contact_id FROM contact_copy WHERE company_id = :company_id AND contact_id < :after
ORDER BY contact_id DESC OFFSET :looked_at - 1 LIMIT 1
"""
LOOKED_AT: Final = 20_000
"""So many contacts are looked at for one page …"""
LOOKED_AT_FOR_LAST_SEEN: Final = 2_000
"""… of a filter that looks further for each of them."""
_LAST: Final = UUID(int=2**128 - 1)


class Member(NamedTuple):
    """A contact that a segment finds."""

    contact_id: UUID
    party: dict[str, Any]
    tags: list[str]
    custom_fields: dict[str, str]
    opted_out: bool


class SegmentCount(NamedTuple):
    contacts: int
    opted_out: int


class Segments:
    """The saved segments of one company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, **fields: Any) -> Segment:
        """Store a segment. Raises `Conflict` for a name that is taken."""
        segment = Segment(company_id=self._company_id, id=uuid7(), **fields)
        self._session.add(segment)
        await self.save(segment)
        return segment

    async def save(self, segment: Segment) -> None:
        """Write a segment. Raises `Conflict` for a name that is taken."""
        try:
            await self._session.flush()
        except IntegrityError as error:
            if "uq_segments" not in str(error.orig):
                raise
            raise Conflict("segment-name-taken") from None
        await self._session.refresh(segment)

    async def find(self, segment_id: UUID, *, lock: bool = False) -> Segment | None:
        """Return a segment."""
        query = select(Segment).where(Segment.company_id == self._company_id, Segment.id == segment_id)
        return (await self._session.exec(query.with_for_update() if lock else query)).one_or_none()

    async def page(self, *, before: tuple[datetime, UUID] | None, limit: int) -> Sequence[Segment]:
        """Return up to ``limit`` segments, newest first."""
        position = tuple_(col(Segment.created_at), col(Segment.id))
        query = select(Segment).where(Segment.company_id == self._company_id)
        if before is not None:
            query = query.where(position < before)
        query = query.order_by(col(Segment.created_at).desc(), col(Segment.id).desc()).limit(limit)
        return (await self._session.exec(query)).all()

    async def count(self) -> int:
        """Return how many there are."""
        query = select(func.count()).where(Segment.company_id == self._company_id)
        return (await self._session.exec(query)).one()

    async def remove(self, segment: Segment) -> None:
        """Delete a segment."""
        await self._session.delete(segment)
        await self._session.flush()

    async def members(
        self, wanted: Filter, *, at: datetime, after: UUID | None, limit: int
    ) -> tuple[list[Member], UUID | None]:
        """Return up to ``limit`` contacts that a filter finds behind a contact, the newest first.

        And behind which the next ones are, None when there are no more. Only so many contacts are looked at,
        so that a filter that finds few has pages with few: the same price for any filter and page.
        """
        conditions = Conditions(at)
        statement = _MEMBERS.format(
            condition=conditions.of(wanted), opted_out=OPTED_OUT.format(names="k.aliases")
        )
        position = {
            "company_id": self._company_id,
            "after": after or _LAST,
            "looked_at": LOOKED_AT_FOR_LAST_SEEN if conditions.looks_further else LOOKED_AT,
        }
        await search_by_name(self._session)
        result = await execute(
            self._session, statement, **position, limit=limit + 1, channel_id=None, **conditions.parameters
        )
        found = [
            Member(row.contact_id, row.party, row.tags, row.custom_fields, row.opted_out) for row in result
        ]
        if len(found) > limit:
            return found[:limit], found[limit - 1].contact_id
        last = (await execute(self._session, _LOOKED_AT, position)).scalar()
        return found, last

    async def count_contacts(self, wanted: Filter, *, at: datetime) -> SegmentCount:
        """Count whom a filter finds; days are counted back from ``at``."""
        conditions = Conditions(at)
        opted_out = OPTED_OUT.format(names="k.aliases")
        statement = _COUNT.format(condition=conditions.of(wanted), opted_out=opted_out)
        await search_by_name(self._session)
        result = await execute(
            self._session,
            statement,
            company_id=self._company_id,
            channel_id=None,  # A segment is of no channel: only who left all of them counts.
            **conditions.parameters,
        )
        row = result.one()
        return SegmentCount(row.contacts, row.opted_out)
