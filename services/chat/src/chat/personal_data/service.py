"""Asking for everything that is known of a person, here and in other services."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.identity import aliases
from atende_contracts.privacy import ContactExportedV1
from atende_platform.errors import Conflict, NotFound
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.contacts.events import party_of
from chat.personal_data import repository
from chat.personal_data.domain import KEPT, MOST_OPEN, ExportStatus
from chat.personal_data.events import export_requested
from chat.personal_data.repository import ContactExports
from chat.personal_data.schemas import ContactExportRead

if TYPE_CHECKING:
    from chat.personal_data.models import ContactExport


async def request(
    session: AsyncSession, actor: TenantContext, contact_id: UUID, now: datetime
) -> ContactExportRead:
    """Ask for everything that is known of a contact. Raises `NotFound`, and `Conflict` for too many."""
    contact = await contacts.get_contact(session, actor.company_id, contact_id)
    exports = ContactExports(session, actor.company_id)
    await take_turns(session, actor.company_id, "contact-exports")
    if await exports.count() >= MOST_OPEN:
        raise Conflict("too-many-contact-exports", most=MOST_OPEN)
    names = await contacts.list_aliases(session, actor.company_id, contact_id)
    known = [f"{name.kind}:{name.value}" for name in names]
    export = await exports.add(contact_id, actor.user_id, now)
    await audit.record(session, actor, Action.CONTACT_EXPORTED, contact_id)
    told = list(dict.fromkeys([*known, *aliases(party_of(contact))]))
    await outbox.add(session, [export_requested(export, told)])
    return _read(export)


async def get(session: AsyncSession, company_id: UUID, export_id: UUID) -> ContactExportRead:
    """Return how far an export is. Raises `NotFound`."""
    return _read(await _find(session, company_id, export_id))


async def get_ready(session: AsyncSession, company_id: UUID, export_id: UUID) -> ContactExportRead:
    """Return an export that can be downloaded. Raises `NotFound`, and `Conflict` while it is collected."""
    export = await _find(session, company_id, export_id)
    if export.status != ExportStatus.READY:
        raise Conflict("contact-export-not-ready")
    return _read(export)


async def take_answers(session: AsyncSession, told: Sequence[ContactExportedV1], now: datetime) -> None:
    """Keep what other services know of people, until their exports expire."""
    await repository.store_parts(session, told, now)


async def purge(session: AsyncSession, limit: int) -> int:
    """Delete some exports that have expired; return how many."""
    return await repository.purge(session, limit, KEPT.total_seconds())


async def _find(session: AsyncSession, company_id: UUID, export_id: UUID) -> "ContactExport":
    export = await ContactExports(session, company_id).find(export_id)
    if export is None:
        raise NotFound("contact-export-not-found")
    return export


def _read(export: "ContactExport") -> ContactExportRead:
    return ContactExportRead(
        id=export.id,
        contact_id=export.contact_id,
        status=export.status,
        requested_by=export.requested_by,
        requested_at=export.requested_at,
        ready_at=export.ready_at,
        expires_at=export.requested_at + KEPT,
    )
