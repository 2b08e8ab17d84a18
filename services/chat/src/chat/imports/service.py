"""Imports as they are asked for and looked at."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import NotFound
from atende_platform.files.import_jobs import MAX_WAITING
from atende_platform.files.people_files import PeopleFile
from atende_platform.files.rejects import rejected_header, rejected_lines
from atende_platform.files.spreadsheets import AskedStyle, style_of
from atende_platform.files.uploads import Upload, read_upload
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language
from atende_platform.limits.quotas import Quotas, take_turns
from chat.contacts.service import region_of_company, require_room
from chat.directory.service import find_company
from chat.imports.domain import OnExisting, TooManyImports
from chat.imports.files import MAX_FILE_BYTES, uses_of
from chat.imports.repository import REJECTS, Imports

if TYPE_CHECKING:
    from chat.imports.models import ContactImport


__all__ = ["get", "purge_rejects", "read", "rejected_csv", "submit"]

_PAGE: Final = 1000
OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


async def read(company_id: UUID, data: bytes, max_rows: int, quotas: Quotas) -> Upload[PeopleFile]:
    """Read an upload. Hold no session meanwhile."""
    return await read_upload(
        company_id, data, quotas, PeopleFile, max_bytes=MAX_FILE_BYTES, max_rows=max_rows
    )


async def submit(
    session: AsyncSession,
    actor: TenantContext,
    upload: Upload[PeopleFile],
    on_existing: OnExisting,
    quotas: Quotas,
) -> "ContactImport":
    """Queue a file for import. Raises when too many wait, or when the company has all the contacts it may."""
    imports = Imports(session, actor.company_id)
    await take_turns(session, actor.company_id, "imports")
    if await imports.under_way() >= MAX_WAITING:
        raise TooManyImports(most=MAX_WAITING)
    await require_room(session, actor.company_id, quotas)
    job = await imports.add(
        upload.stored,
        region=await region_of_company(session, actor.company_id),
        on_existing=on_existing,
        header=list(upload.file.header),
        columns=[use._asdict() for use in uses_of(upload.file)],
    )
    await audit.record(session, actor, Action.CONTACT_IMPORT_STARTED, job.id, {"bytes": upload.size})
    return job


async def get(session: AsyncSession, company_id: UUID, import_id: UUID) -> "ContactImport":
    job = await Imports(session, company_id).find(import_id)
    if job is None:
        raise NotFound("import-not-found")
    return job


async def purge_rejects(session: AsyncSession, days: int) -> None:
    """Delete refused rows of imports that began so long ago."""
    await REJECTS.purge(session, days)


async def rejected_csv(
    open_session: OpenSession, job: "ContactImport", asked: AskedStyle, language: Language
) -> AsyncIterator[str]:
    """Yield the rows that were refused, as a file; each page has a transaction of its own."""
    company_id, import_id, header = job.company_id, job.id, job.header
    async with open_session(company_id) as session:
        company = await find_company(session, company_id)
    style = style_of(company.locale if company else None, asked)
    yield rejected_header(header, style, language)
    after = 0
    while True:
        async with open_session(company_id) as session:
            page = await REJECTS.page(session, company_id, import_id, after=after, limit=_PAGE)
        if page:
            yield rejected_lines(page, style, language)
            after = page[-1].line
        if len(page) < _PAGE:
            return
