"""A campaign's recipients as a file, made page by page: the same memory for any number of them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict
from atende_platform.files.made_workbooks import MAX_ROWS, make_workbook
from atende_platform.files.spreadsheets import COMMAS, AskedStyle, CsvStyle, csv_rows, style_of
from atende_platform.http.reasons import read_code
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language, language_of
from campaign.domain.states import RecipientStatus
from campaign.repository import copies, recipients
from campaign.repository.recipients import RecipientFilter, RecipientRow
from campaign.service.campaigns import existing
from campaign.service.recipients import phone_of

FileFormat = Literal["csv", "xlsx"]
OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]

MAX_XLSX_ROWS: Final = MAX_ROWS
_PAGE: Final = 1000
_TIMES: Final = (
    "dispatched_at", "accepted_at", "sent_at", "delivered_at", "read_at", "failed_at", "replied_at"
)  # fmt: skip
_HEADERS: Final[dict[Language, tuple[str, ...]]] = {
    "pt": (
        "Telefone", "Nome", "Variante", "Situação", "Motivo", "Código do erro", "Erro", "Despachada em (UTC)",
        "Aceita em (UTC)", "Enviada em (UTC)", "Entregue em (UTC)", "Lida em (UTC)", "Falhou em (UTC)",
        "Respondida em (UTC)", "BSUID", "Contato", "Envio",
    ),
    "en": (
        "Phone", "Name", "Variant", "State", "Reason", "Error code", "Error", "Dispatched at (UTC)",
        "Accepted at (UTC)", "Sent at (UTC)", "Delivered at (UTC)", "Read at (UTC)", "Failed at (UTC)",
        "Replied at (UTC)", "BSUID", "Contact", "Send",
    ),
}  # fmt: skip
_STATUSES_PT: Final[Mapping[RecipientStatus, str]] = {
    RecipientStatus.PENDING: "pendente",
    RecipientStatus.DISPATCHED: "despachada",
    RecipientStatus.ACCEPTED: "aceita",
    RecipientStatus.SENT: "enviada",
    RecipientStatus.DELIVERED: "entregue",
    RecipientStatus.READ: "lida",
    RecipientStatus.FAILED: "falhou",
    RecipientStatus.UNCONFIRMED: "não confirmada",
    RecipientStatus.SUPPRESSED: "suprimida",
    RecipientStatus.SKIPPED: "não enviada",
    RecipientStatus.CANCELLED: "cancelada",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file that was asked for and recorded; its rows are read when it is made."""

    open_session: OpenSession
    company_id: UUID
    campaign_id: UUID
    wanted: RecipientFilter
    language: Language
    style: CsvStyle = COMMAS

    async def csv(self) -> AsyncIterator[str]:
        """Yield the file as CSV (RFC 4180)."""
        yield csv_rows([_HEADERS[self.language]], self.style, first=True)
        async for page in self._pages():
            yield csv_rows(page, self.style)

    async def xlsx(self) -> AsyncIterator[bytes]:
        """Make the file as a workbook; return its bytes in chunks. Raises like `make_workbook`."""
        return await make_workbook(self.company_id, self._with_header())

    async def _with_header(self) -> AsyncIterator[Sequence[Sequence[str]]]:
        yield [_HEADERS[self.language]]
        async for page in self._pages():
            yield page

    async def _pages(self) -> AsyncIterator[list[list[str]]]:
        """Yield rows, a page at a time.

        Each page has a transaction of its own: a slow reader keeps neither a connection nor a snapshot.
        """
        after: UUID | None = None
        while True:
            async with self.open_session(self.company_id) as session:
                found = await recipients.export_page(
                    session, self.company_id, self.campaign_id, self.wanted, after=after, limit=_PAGE
                )
                page = [_cells(row, self.language) for row in found]
                after = found[-1].send_id if found else None
            if page:
                yield page
            if len(page) < _PAGE:
                return


async def begin_export(
    open_session: OpenSession,
    actor: TenantContext,
    campaign_id: UUID,
    wanted: RecipientFilter,
    *,
    file_format: FileFormat,
    language: Language | None,
    style: AskedStyle,
) -> Export:
    """Record that the actor downloads a campaign's recipients.

    The language is the company's if none is given. Raises `NotFound`, and `Conflict` for a workbook of more
    than `MAX_XLSX_ROWS`.
    """
    async with open_session(actor.company_id) as session:
        campaign = await existing(session, actor.company_id, campaign_id)
        if file_format == "xlsx" and await recipients.exceeds(
            session, actor.company_id, campaign_id, wanted, MAX_XLSX_ROWS
        ):
            raise Conflict("too-many-rows", most=MAX_XLSX_ROWS)
        details: audit.Details = {"name": campaign.name, "format": file_format}
        await audit.record(session, actor, Action.CAMPAIGN_EXPORTED, campaign_id, details)
        locale = await copies.find_locale(session, actor.company_id)
    spoken = language or language_of(locale)
    return Export(open_session, actor.company_id, campaign_id, wanted, spoken, style_of(locale, style))


def _cells(row: RecipientRow, language: Language) -> list[str]:
    reason = read_code(row.reason, row.error_title)
    return [
        phone_of(row) or "",
        row.party.get("name") or "",
        row.variant or "",
        _STATUSES_PT[RecipientStatus(row.state)] if language == "pt" else row.state,
        "" if reason is None else getattr(reason, language),
        "" if row.error_code is None else str(row.error_code),
        row.error_title or "",
        *(time_text(getattr(row, name)) for name in _TIMES),
        row.party.get("bsuid") or "",
        str(row.contact_id or ""),
        str(row.send_id),
    ]


def time_text(at: datetime | None) -> str:
    """Return a time as a cell shows it."""
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
