"""A company's contacts as a file that can be imported again, made page by page."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict
from atende_platform.files.columns import EXPLICIT_FIELD, Detail, layout_of
from atende_platform.files.made_workbooks import MAX_ROWS, make_workbook
from atende_platform.files.people_files import join_tags
from atende_platform.files.spreadsheets import (
    AskedStyle,
    CsvStyle,
    csv_rows,
    plain_cell,
    safe_cell,
    style_of,
)
from atende_platform.files.tables import MAX_COLUMNS
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from chat.contacts.domain import EVERYBODY, Only, phone_of
from chat.contacts.events import party_of
from chat.contacts.service import Contacts, scan
from chat.directory.service import find_company

if TYPE_CHECKING:
    from chat.contacts.models import Contact

_COLUMNS: Final = ("name", "phone", "bsuid", "tags", "email", "organization", "externalId", "notes")
_DETAILS: Final[tuple[Detail, ...]] = ("email", "organization", "externalId", "notes")
_MAX_FIELDS: Final = MAX_COLUMNS - len(_COLUMNS)
_PAGE: Final = 1000
_LAST: Final = UUID(int=2**128 - 1)
_CLOCKS: Final = timedelta(minutes=1)
"""By so much the database's clock may be ahead of ours."""
OpenFinder = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Opens sessions of the worker role, which alone finds by names, tags and numbers fast."""
OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


class Wanted(NamedTuple):
    """Which contacts, as the list of contacts finds them."""

    q: str | None = None
    only: Only = EVERYBODY


@dataclass(frozen=True, slots=True)
class ContactExport:
    """A file that was asked for and recorded; its rows are read when it is made."""

    open_session: OpenSession
    open_finder: OpenFinder
    company_id: UUID
    fields: Sequence[str]
    style: CsvStyle
    wanted: Wanted
    at: datetime
    """When it was asked for: contacts of later are not in it."""

    async def csv(self) -> AsyncIterator[str]:
        """Yield the contacts as CSV, newest first."""
        yield csv_rows([header_of(self.fields)], self.style, first=True)
        async for page in self._pages():
            yield csv_rows(page, self.style)

    async def xlsx(self) -> AsyncIterator[bytes]:
        """Make a workbook of the contacts, newest first; return its bytes in chunks.

        Raises like `make_workbook`, and `Conflict` for more than `MAX_ROWS`.
        """
        return await make_workbook(self.company_id, self._workbook_pages())

    async def _workbook_pages(self) -> AsyncIterator[Sequence[Sequence[str]]]:
        yield [[workbook_cell(name) for name in header_of(self.fields)]]
        rows = 0
        async for page in self._pages():
            rows += len(page)
            if rows > MAX_ROWS:
                raise Conflict("too-many-rows", most=MAX_ROWS)
            yield [[workbook_cell(cell) for cell in row] for row in page]

    async def _pages(self) -> AsyncIterator[list[list[str]]]:
        """Yield rows, a page at a time; each page has transactions of its own."""
        after: tuple[datetime, UUID] | None = (self.at + _CLOCKS, _LAST)
        while after is not None:
            async with self.open_finder() as finder:
                ids, after = await scan(
                    finder, self.company_id, self.wanted.q, self.wanted.only, after, _PAGE
                )
            if not ids:
                continue
            async with self.open_session(self.company_id) as session:
                found = await Contacts(session, self.company_id).those(ids)
                page = [cells_of(contact, self.fields) for contact in found]
            yield page


async def begin_export(
    open_session: OpenSession,
    open_finder: OpenFinder,
    actor: TenantContext,
    asked: AskedStyle,
    wanted: Wanted,
    at: datetime,
) -> ContactExport:
    """Record that the actor downloads contacts. Raises `Conflict` when they have too many fields."""
    async with open_session(actor.company_id) as session:
        fields = await fields_of(session, actor.company_id)
        style = await style_for(session, actor.company_id, asked)
        await audit.record(session, actor, Action.CONTACTS_EXPORTED, actor.company_id)
    return ContactExport(open_session, open_finder, actor.company_id, fields, style, wanted, at)


async def fields_of(session: AsyncSession, company_id: UUID) -> list[str]:
    """Return the names of the contacts' custom fields. Raises `Conflict` if they are too many for a file."""
    fields = await Contacts(session, company_id).field_names(_MAX_FIELDS + 1)
    if len(fields) > _MAX_FIELDS:
        raise Conflict("too-many-fields", most=_MAX_FIELDS)
    return fields


async def style_for(session: AsyncSession, company_id: UUID, asked: AskedStyle) -> CsvStyle:
    """Return how a company's CSV files are written."""
    company = await find_company(session, company_id)
    return style_of(company.locale if company else None, asked)


def workbook_cell(text: str) -> str:
    """Return a text as it comes back from a workbook, where nothing runs as a formula: most as they are."""
    return text if plain_cell(text) == text else safe_cell(text)


def header_of(fields: Sequence[str]) -> list[str]:
    """Return the names of the columns; a field that an import would take for something else is marked."""
    header = [*_COLUMNS, *fields]
    understood = {at for name, at in layout_of(header, _DETAILS).fields if name == header[at]}
    return [
        name if position < len(_COLUMNS) or position in understood else f"{EXPLICIT_FIELD}{name}"
        for position, name in enumerate(header)
    ]


def cells_of(contact: "Contact", fields: Sequence[str]) -> list[str]:
    """Return a contact's cells, in the order of the header."""
    return [
        contact.name or "",
        phone_of(party_of(contact)) or "",
        contact.bsuid or "",
        join_tags(contact.tags),
        contact.email or "",
        contact.organization or "",
        contact.external_id or "",
        contact.notes or "",
        *(contact.custom_fields.get(name, "") for name in fields),
    ]
