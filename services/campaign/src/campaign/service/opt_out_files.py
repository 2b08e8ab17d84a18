"""The list of who gets no broadcasts as a file: brought from elsewhere, and taken away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Party
from atende_platform import audit
from atende_platform.context import TenantContext
from atende_platform.errors import InvalidInput
from atende_platform.phones import region_of
from atende_platform.spreadsheets import csv_rows
from campaign.repository import copies
from campaign.repository.imports import FileRow
from campaign.repository.opt_outs import Filter, OptOuts
from campaign.schemas.audience import RowProblemRead
from campaign.schemas.opt_outs import OptOutRead, OptOutsImported
from campaign.service.campaigns import require_channel
from campaign.service.exports import OpenSession, time_text
from campaign.service.opt_outs import Wanted, filter_of, opt_out_all, opt_out_read
from campaign.service.phone_files import UnreadableFile, read_rows

MAX_ROWS: Final = 10_000
"""A file is taken whole or not at all, while its sender waits."""
MAX_PROBLEMS: Final = 100
_BATCH: Final = 1000
_COLUMNS: Final = ("phone", "contactId", "channelId", "source", "by", "at", "id")


async def take_file(
    session: AsyncSession, actor: TenantContext, data: bytes, channel_id: UUID | None
) -> OptOutsImported:
    """Put everybody in a file out of broadcasts, of one channel or of all. Doing it again changes nothing.

    Rows that are nobody's are told, and keep nobody else in. Raises `InvalidInput` for an unknown channel
    and for a file without phones or with too many rows; nothing of it is then done.
    """
    if channel_id is not None:
        await require_channel(session, actor.company_id, channel_id)
    region = region_of(await copies.find_locale(session, actor.company_id) or "")
    try:
        rows = await asyncio.to_thread(_read, data, region)
    except UnreadableFile as error:
        raise InvalidInput(str(error), field="file") from None
    if len(rows) > MAX_ROWS:
        raise InvalidInput(f"The file may have {MAX_ROWS} rows at most.", field="file")
    bad = [row for row in rows if row.problem is not None]
    # In the order of their names: two files of the same people wait for each other, and do not clash.
    people = {row.identity: Party(phone=row.phone) for row in sorted(rows, key=_identity) if row.phone}
    recorded = 0
    parties = list(people.values())
    for start in range(0, len(parties), _BATCH):
        recorded += await opt_out_all(session, actor, parties[start : start + _BATCH], channel_id)
    answer = OptOutsImported(
        recorded=recorded,
        already=len(rows) - len(bad) - recorded,
        invalid=len(bad),
        problems=[_problem(row) for row in bad[:MAX_PROBLEMS]],
    )
    details: audit.Details = answer.model_dump(exclude={"problems"})
    await audit.record(session, actor, audit.Action.OPT_OUTS_IMPORTED, actor.company_id, details)
    return answer


def _read(data: bytes, region: str) -> list[FileRow]:
    return list(islice(read_rows(data, region), MAX_ROWS + 1))


def _identity(row: FileRow) -> str:
    return row.identity or ""


def _problem(row: FileRow) -> RowProblemRead:
    return RowProblemRead(
        line=row.line, kind="invalid", field=row.field or "phone", message=row.problem or ""
    )


@dataclass(frozen=True, slots=True)
class OptOutExport:
    """A list that was asked for and recorded; its rows are read when it is made."""

    open_session: OpenSession
    company_id: UUID
    filters: Filter

    async def csv(self) -> AsyncIterator[str]:
        """Yield the list as CSV, latest first; each page has a transaction of its own."""
        yield csv_rows([_COLUMNS])
        before: tuple[datetime, UUID] | None = None
        while True:
            async with self.open_session(self.company_id) as session:
                found = await OptOuts(session, self.company_id).list_newest(
                    self.filters, before=before, limit=_BATCH
                )
                page = [_cells(opt_out_read(row)) for row in found]
                before = (found[-1].at, found[-1].id) if found else None
            if page:
                yield csv_rows(page)
            if len(page) < _BATCH:
                return


async def begin_export(open_session: OpenSession, actor: TenantContext, wanted: Wanted) -> OptOutExport:
    """Record that the actor downloads the list. Raises `InvalidInput` for what is not a phone number."""
    async with open_session(actor.company_id) as session:
        filters = await filter_of(session, actor.company_id, wanted)
        await audit.record(session, actor, audit.Action.OPT_OUTS_EXPORTED, actor.company_id)
    return OptOutExport(open_session, actor.company_id, filters)


def _cells(row: OptOutRead) -> list[str]:
    return [
        row.phone or "",
        str(row.contact_id or ""),
        str(row.channel_id or ""),
        row.source,
        str(row.by or ""),
        time_text(row.at),
        str(row.id),
    ]
