"""A company's contacts as a file that can be imported again, made page by page."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict
from atende_platform.files.columns import EXPLICIT_FIELD, Detail, layout_of
from atende_platform.files.people_files import join_tags
from atende_platform.files.spreadsheets import AskedStyle, CsvStyle, csv_rows, style_of
from atende_platform.files.tables import MAX_COLUMNS
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from chat.contacts.domain import phone_of
from chat.contacts.events import party_of
from chat.contacts.service import Contacts
from chat.directory.service import find_company

if TYPE_CHECKING:
    from chat.contacts.models import Contact

_COLUMNS: Final = ("name", "phone", "bsuid", "tags", "email", "organization", "externalId", "notes")
_DETAILS: Final[tuple[Detail, ...]] = ("email", "organization", "externalId", "notes")
_MAX_FIELDS: Final = MAX_COLUMNS - len(_COLUMNS)
_PAGE: Final = 1000
OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True, slots=True)
class ContactExport:
    """A file that was asked for and recorded; its rows are read when it is made."""

    open_session: OpenSession
    company_id: UUID
    fields: Sequence[str]
    style: CsvStyle

    async def csv(self) -> AsyncIterator[str]:
        """Yield the contacts as CSV, newest first; each page has a transaction of its own."""
        yield csv_rows([header_of(self.fields)], self.style, first=True)
        after: tuple[datetime, UUID] | None = None
        while True:
            async with self.open_session(self.company_id) as session:
                found = await Contacts(session, self.company_id).page(after, _PAGE)
                page = [cells_of(contact, self.fields) for contact in found]
                after = (found[-1].created_at, found[-1].id) if found else None
            if page:
                yield csv_rows(page, self.style)
            if len(page) < _PAGE:
                return


async def begin_export(open_session: OpenSession, actor: TenantContext, asked: AskedStyle) -> ContactExport:
    """Record that the actor downloads the contacts. Raises `Conflict` when they have too many fields."""
    async with open_session(actor.company_id) as session:
        fields = await fields_of(session, actor.company_id)
        style = await style_for(session, actor.company_id, asked)
        await audit.record(session, actor, Action.CONTACTS_EXPORTED, actor.company_id)
    return ContactExport(open_session, actor.company_id, fields, style)


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


def header_of(fields: Sequence[str]) -> list[str]:
    """Return the names of the columns; a field that an import would take for something else is marked."""
    header = [*_COLUMNS, *fields]
    understood = {position for _, position in layout_of(header, _DETAILS).fields}
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
