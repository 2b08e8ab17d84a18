"""Message templates over REST."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import Repeatable
from atende_platform.http.openapi import problem_response
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from gateway.deps import AccountsDep
from gateway.domain.templates import needs_of
from gateway.schemas import TemplateCreate, TemplateNeeds, TemplateRead, TemplatesSynced, TemplateUpdate
from gateway.service import templates

if TYPE_CHECKING:
    from gateway.models import MessageTemplate

_NO_TEMPLATES: Final[dict[int | str, dict[str, Any]]] = {
    409: problem_response("The channel's provider has no templates (`not-supported-by-provider`)")
}

router = APIRouter(prefix="/channels/{channel_id}/templates")

Reader = Annotated[TenantContext, requires(Permission.CHANNELS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CHANNELS_WRITE)]
Filter = Annotated[str | None, Query(max_length=100)]


@router.get("", responses=_NO_TEMPLATES, operation_id="templates.list")
async def list_templates(
    actor: Reader,
    session: TenantSession,
    accounts: AccountsDep,
    channel_id: UUID,
    status: Filter = None,
    language: Filter = None,
    name: Annotated[str | None, Query(max_length=512, description="A part of the name")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[TemplateRead]:
    """List the templates of the channel's account. Deleted ones are shown for `status=DELETED` only."""
    rows = await templates.list_templates(
        session,
        accounts.providers,
        actor.company_id,
        channel_id,
        limit=limit,
        after=decode_cursor(cursor),
        status=status,
        language=language,
        name=name,
    )
    return Page[TemplateRead](
        items=[_read(row) for row in rows[:limit]],
        next_cursor=next_cursor(rows, limit, lambda row: (row.created_at, row.id)),
    )


@router.post("", operation_id="templates.create", status_code=201, response_model=TemplateRead)
async def create_template(
    actor: Writer,
    channel_id: UUID,
    body: TemplateCreate,
    accounts: AccountsDep,
    repeatable: Repeatable,
) -> TemplateRead | Response:
    """Have a template made at the provider, which reviews it before it can be sent."""
    async with accounts.database.tenant(actor.company_id) as session:
        if (again := await repeatable.answered(session, actor)) is not None:
            return again

    async def keep(session: AsyncSession, row: "MessageTemplate") -> None:
        await repeatable.keep(session, actor, _read(row))

    return _read(await templates.create_template(accounts, actor, channel_id, body, also=keep))


@router.post("/sync", operation_id="templates.sync")
async def sync_templates(actor: Writer, channel_id: UUID, accounts: AccountsDep) -> TemplatesSynced:
    """Read all templates now, as is done every hour and when the provider reports a change."""
    return TemplatesSynced(count=await templates.sync_now(accounts, actor, channel_id))


@router.get("/{template_id}", responses=_NO_TEMPLATES, operation_id="templates.get")
async def get_template(
    actor: Reader, session: TenantSession, accounts: AccountsDep, channel_id: UUID, template_id: UUID
) -> TemplateRead:
    """Return a template."""
    found = await templates.get_template(
        session, accounts.providers, actor.company_id, channel_id, template_id
    )
    return _read(found)


@router.patch("/{template_id}", operation_id="templates.update")
async def change_template(
    actor: Writer, channel_id: UUID, template_id: UUID, body: TemplateUpdate, accounts: AccountsDep
) -> TemplateRead:
    """Have a template changed. It is reviewed again, and cannot be sent meanwhile."""
    return _read(await templates.change_template(accounts, actor, channel_id, template_id, body))


@router.delete("/{template_id}", operation_id="templates.delete", status_code=204)
async def delete_template(actor: Writer, channel_id: UUID, template_id: UUID, accounts: AccountsDep) -> None:
    """Have a template deleted, in its one language."""
    await templates.delete_template(accounts, actor, channel_id, template_id)


def _read(row: "MessageTemplate") -> TemplateRead:
    stored = {name: getattr(row, name) for name in TemplateRead.model_fields if name != "parameters"}
    needs = TemplateNeeds.model_validate(asdict(needs_of(row.components)))
    return TemplateRead.model_validate({**stored, "parameters": needs})
