"""The list of who gets no broadcasts as a file: brought from elsewhere, and taken away."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.event import Party
from atende_contracts.field_errors import FieldError
from atende_platform.errors import NotFound
from atende_platform.files.people_files import PeopleFile, PersonRow, UnreadableFile
from atende_platform.files.rejects import RejectedRow, rejected, rejected_header, rejected_lines
from atende_platform.files.spreadsheets import AskedStyle, CsvStyle, csv_rows, style_of
from atende_platform.files.uploads import read_upload
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language
from atende_platform.limits.quotas import Quotas
from atende_platform.phones import region_of
from campaign.repository import copies
from campaign.repository.opt_out_imports import OptOutImports
from campaign.repository.opt_outs import OptOutFilter, OptOuts
from campaign.schemas.audience import RowProblemRead
from campaign.schemas.opt_outs import OptOutRead, OptOutsImported
from campaign.service.campaigns import require_channel
from campaign.service.exports import OpenSession, time_text
from campaign.service.opt_outs import OptOutQuery, filter_of, opt_out_all, opt_out_read

MAX_FILE_BYTES: Final = 1024 * 1024
"""No more than other requests have."""
MAX_ROWS: Final = 10_000
"""A file is taken whole or not at all, while its sender waits."""
MAX_PROBLEMS: Final = 100
_BATCH: Final = 1000
_COLUMNS: Final = ("phone", "bsuid", "contactId", "channelId", "source", "by", "at", "id")


async def take_file(
    open_session: OpenSession,
    actor: TenantContext,
    data: bytes,
    channel_id: UUID | None,
    language: Language,
    quotas: Quotas,
    at: datetime,
) -> OptOutsImported:
    """Put everybody in a file out of broadcasts, of one channel or of all. Doing it again changes nothing.

    No session is open while the file is read, and one transaction has all that it says.

    Where no channel is given, the file's column ``channelId`` names it for each row, or all. Rows that
    name no person are reported and do not stop the others. Raises `InvalidInput` for an unknown channel and a
    file without phones or with too many rows; nothing of it is then done.
    """
    async with open_session(actor.company_id) as session:
        if channel_id is not None:
            await require_channel(session, actor.company_id, channel_id)
        region = region_of(await copies.find_locale(session, actor.company_id) or "")
    read = partial(_read, region=region)
    upload = await read_upload(
        actor.company_id, data, quotas, read, max_bytes=MAX_FILE_BYTES, max_rows=MAX_ROWS
    )
    async with open_session(actor.company_id) as session:
        return await _store(session, actor, *upload.file, channel_id, language, at)


async def _store(
    session: AsyncSession,
    actor: TenantContext,
    file: PeopleFile,
    rows: Sequence[PersonRow],
    channel_id: UUID | None,
    language: Language,
    at: datetime,
) -> OptOutsImported:
    channels = set() if channel_id else await _channels_of(session, actor.company_id, rows)
    people: dict[UUID | None, dict[str, Party]] = {}
    refused: list[RejectedRow] = []
    # In the order of their names: two files of the same people wait for each other, and do not clash.
    for row in sorted(rows, key=lambda row: row.identity):
        channel = channel_id or _channel_of(row)
        if row.problem is not None:
            refused.append(rejected(row, row.problem))
        elif channel_id is None and row.channel_id and channel not in channels:
            refused.append(rejected(row, FieldError.of("channelId", "channel_unknown")))
        else:
            people.setdefault(channel, {})[row.identity] = row.party.model_copy(update={"name": None})
    created = 0
    for channel, parties in sorted(people.items(), key=lambda item: str(item[0] or "")):
        created += await _opt_out(session, actor, list(parties.values()), channel, at)
    refused.sort(key=lambda row: row.line)
    import_id = await OptOutImports(session, actor.company_id).add(file.header, refused)
    duplicates = len(rows) - len(refused) - created
    details: audit.Details = {"recorded": created, "already": duplicates, "invalid": len(refused)}
    await audit.record(session, actor, Action.OPT_OUTS_IMPORTED, actor.company_id, details)
    return OptOutsImported(
        id=import_id,
        columns=[use._asdict() for use in file.uses.values()],
        rows=len(rows),
        created=created,
        updated=0,
        duplicates=duplicates,
        recorded=created,
        already=duplicates,
        invalid=len(refused),
        problems=[_problem(row, language) for row in refused[:MAX_PROBLEMS]],
    )


def _read(stored: bytes, region: str) -> tuple[PeopleFile, list[PersonRow]]:
    file = PeopleFile(stored)
    rows = list(islice(file.rows(region), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        raise UnreadableFile("too_many_rows", most=MAX_ROWS)
    return file, rows


def _channel_of(row: PersonRow) -> UUID | None:
    try:
        return UUID(row.channel_id)
    except ValueError:
        return None


async def _channels_of(session: AsyncSession, company_id: UUID, rows: Sequence[PersonRow]) -> set[UUID]:
    """Return which of the channels that rows name there are."""
    named = {channel for row in rows if (channel := _channel_of(row)) is not None}
    return await copies.existing_channels(session, company_id, named) if named else set()


async def _opt_out(
    session: AsyncSession,
    actor: TenantContext,
    parties: Sequence[Party],
    channel_id: UUID | None,
    at: datetime,
) -> int:
    """Put people out in batches; return how many were not out before."""
    batches = (parties[start : start + _BATCH] for start in range(0, len(parties), _BATCH))
    return sum([await opt_out_all(session, actor, batch, channel_id, at) for batch in batches])


def _problem(row: RejectedRow, language: Language) -> RowProblemRead:
    return RowProblemRead.of(row, "invalid", language)


async def require_import(session: AsyncSession, company_id: UUID, import_id: UUID) -> None:
    """Raise `NotFound` unless what a file's import refused is still kept."""
    if await OptOutImports(session, company_id).find(import_id, 0) is None:
        raise NotFound("import-not-found")


async def rejected_csv(
    open_session: OpenSession, company_id: UUID, import_id: UUID, asked: AskedStyle, language: Language
) -> str:
    """Return the rows of a file that named no person, as a file. Raises `NotFound`."""
    async with open_session(company_id) as session:
        found = await OptOutImports(session, company_id).find(import_id, MAX_ROWS)
        locale = await copies.find_locale(session, company_id)
    if found is None:
        raise NotFound("import-not-found")
    header, rows = found
    style = style_of(locale, asked)
    return rejected_header(header, style, language) + rejected_lines(rows, style, language)


@dataclass(frozen=True, slots=True)
class OptOutExport:
    """A list that was asked for and recorded; its rows are read when it is made."""

    open_session: OpenSession
    company_id: UUID
    filters: OptOutFilter
    style: CsvStyle

    async def csv(self) -> AsyncIterator[str]:
        """Yield the list as CSV, latest first; each page has a transaction of its own."""
        yield csv_rows([_COLUMNS], self.style, first=True)
        before: tuple[datetime, UUID] | None = None
        while True:
            async with self.open_session(self.company_id) as session:
                found = await OptOuts(session, self.company_id).list_newest(
                    self.filters, before=before, limit=_BATCH
                )
                page = [_cells(opt_out_read(row)) for row in found]
                before = (found[-1].at, found[-1].id) if found else None
            if page:
                yield csv_rows(page, self.style)
            if len(page) < _BATCH:
                return


async def begin_export(
    open_session: OpenSession, actor: TenantContext, wanted: OptOutQuery, asked: AskedStyle
) -> OptOutExport:
    """Record that the actor downloads the list. Raises `InvalidInput` for what is not a phone number."""
    async with open_session(actor.company_id) as session:
        filters = await filter_of(session, actor.company_id, wanted)
        await audit.record(session, actor, Action.OPT_OUTS_EXPORTED, actor.company_id)
        locale = await copies.find_locale(session, actor.company_id)
    return OptOutExport(open_session, actor.company_id, filters, style_of(locale, asked))


def _cells(row: OptOutRead) -> list[str]:
    return [
        row.phone or "",
        row.bsuid or "",
        str(row.contact_id or ""),
        str(row.channel_id or ""),
        row.source,
        str(row.by or ""),
        time_text(row.at),
        str(row.id),
    ]
