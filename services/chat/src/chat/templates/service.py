"""Templates that can be sent on a channel, and whether a message fits the one that it names."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import TemplateChangedV1
from atende_contracts.event import TemplateContent
from atende_contracts.limits.known_templates import misfits, placed, unsendable
from atende_contracts.template_texts import text_of
from atende_platform.errors import InvalidFields
from atende_platform.http.pagination import Page, decode_number, next_number
from chat.directory import service as directory
from chat.templates import repository
from chat.templates.domain import FIELDS, TemplateNotSendable, header_files, unfit_file
from chat.templates.events import template_changed
from chat.templates.repository import Templates
from chat.templates.schemas import SendableTemplate
from chat.updates import service as updates


async def apply_templates(session: AsyncSession, events: Sequence[TemplateChangedV1]) -> None:
    """Keep what templates are, and have clients see it."""
    changed = await repository.store_templates(session, events)
    await updates.append(session, [template_changed(template) for template in changed])


async def list_sendable(
    session: AsyncSession,
    company_id: UUID,
    channel_id: UUID,
    name: str | None,
    language: str | None,
    cursor: str | None,
    limit: int,
) -> Page[SendableTemplate]:
    """Return a page of the approved templates of a channel, by name; none while its account is not known."""
    skip = decode_number(cursor)
    account_id = await directory.account_of(session, company_id, channel_id)
    if account_id is None:
        return Page(items=[])
    found = await Templates(session, company_id, account_id).approved(name, language, skip, limit + 1)
    return Page(
        items=[SendableTemplate.of(row) for row in found[:limit]],
        next_cursor=next_number(found, limit, lambda _: skip + limit),
    )


async def filled_in(
    session: AsyncSession, company_id: UUID, channel_id: UUID, content: TemplateContent
) -> str | None:
    """Return what a message of a template says, None if that is not known, having checked that it fits.

    A template that is not known here may be new, and WhatsApp decides; so it is when a campaign starts.
    Raises `TemplateNotSendable`, `InvalidFields` for values that the template does not take, and for a file
    in its header of a kind that WhatsApp does not take there.
    """
    await _require_fitting_files(session, company_id, content)
    account_id = await directory.account_of(session, company_id, channel_id)
    if account_id is None:
        return None
    known = await Templates(session, company_id, account_id).find(content.name, content.language)
    if known is None:
        return None
    if (refused := unsendable(known.rules)) is not None:
        raise TemplateNotSendable(errors=placed([refused], FIELDS))
    if unfit := placed(misfits(content.model_dump(), known.rules), FIELDS):
        raise InvalidFields(unfit)
    return None if known.components is None else text_of(known.components, content.components)


async def _require_fitting_files(session: AsyncSession, company_id: UUID, content: TemplateContent) -> None:
    files = list(header_files(content))
    if not files:
        return
    told = await directory.known_files(session, [(company_id, file.id) for file in files])
    found = [unfit_file(file, told.get((company_id, file.id), {})) for file in files]
    if unfit := [problem for problem in found if problem is not None]:
        raise InvalidFields(unfit)
