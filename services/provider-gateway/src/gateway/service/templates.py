"""Message templates: kept as the provider has them, made, changed and deleted there.

The provider's list is the truth. It is read when a channel is connected, every hour, and soon after the
provider reported a change, which is applied at once besides.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.channels import ProviderUpdateReportedV1, TemplateChangedV1
from atende_contracts.field_errors import FieldError
from atende_platform.errors import AppError, Conflict, InvalidFields
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from gateway.domain.channels import ChannelAccess
from gateway.domain.errors import ProviderAway, ProviderRefusal
from gateway.domain.templates import (
    DELETED,
    PENDING,
    Draft,
    Format,
    Template,
    TemplateReport,
    needs_of,
    problems,
)
from gateway.providers import Providers, Report
from gateway.providers.port import Templates as AtProvider
from gateway.repository import channels as channels_repository
from gateway.repository import templates as repository
from gateway.repository.templates import StoredTemplate, Templates
from gateway.schemas import TemplateCreate, TemplateUpdate
from gateway.service import channels
from gateway.service.accounts import Accounts, raising_app_errors, required

if TYPE_CHECKING:
    from gateway.models import MessageTemplate

log = structlog.get_logger(__name__)

EVERY_SECONDS: Final = 3600.0
RETRY_SECONDS: Final = 300.0
"""When an account is read again that could not be read."""
SOON_SECONDS: Final = 60.0
"""So long changes are gathered before the account is read: it may be asked 200 times an hour."""
AT_A_TIME: Final = 10
_MOST_TOLD: Final = 64 * 1024
"""Of a template's components, in characters of JSON."""
READ_SECONDS: Final = 45.0
"""How long one account may take, so that the others have their turn."""


# --- reading them ----------------------------------------------------------------------------


async def list_templates(
    session: AsyncSession,
    providers: Providers,
    company_id: UUID,
    channel_id: UUID,
    *,
    limit: int,
    after: tuple[datetime, UUID] | None,
    **filters: str | None,
) -> "Sequence[MessageTemplate]":
    """Return a page of the templates that a channel may use, and one more.

    Raises `NotFound`, and `Conflict` when the channel's provider has no templates.
    """
    channel = await channels.get_channel(session, company_id, channel_id)
    required(providers[channel.provider].templates, "templates")
    if channel.waba_id is None:
        return []
    templates = Templates(session, company_id, channel.waba_id)
    return await templates.page(limit=limit + 1, after=after, **filters)


async def get_template(
    session: AsyncSession, providers: Providers, company_id: UUID, channel_id: UUID, template_id: UUID
) -> "MessageTemplate":
    """Return a template that a channel may use, or once could. Raises like `list_templates`."""
    channel = await channels.get_channel(session, company_id, channel_id)
    required(providers[channel.provider].templates, "templates")
    return await Templates(session, company_id, channel.waba_id or "").get(template_id)


# --- keeping them up -------------------------------------------------------------------------


async def sync(accounts: Accounts, access: ChannelAccess, *, only_due: bool = False) -> int:
    """Read all templates of a channel's account; return how many there are.

    Raises `ProviderAway` or `ProviderRefusal`, and changes nothing then.
    """
    at_provider, waba_id = _templates_of(accounts, access), _account_of(access)
    async with accounts.database.tenant(access.company_id) as session:
        templates = Templates(session, access.company_id, waba_id)
        begun_at = await templates.begin_sync(lease=RETRY_SECONDS, only_due=only_due)
    if begun_at is None:
        return 0
    found = await at_provider.read_all(access)
    async with accounts.database.tenant(access.company_id) as session:
        templates = Templates(session, access.company_id, waba_id)
        changed = await templates.store(found, read_at=begun_at)
        gone = await templates.mark_unlisted_deleted(found, read_at=begun_at)
        await _publish(session, [*changed, *gone])
        await templates.end_sync(begun_at, lease=RETRY_SECONDS, again_seconds=EVERY_SECONDS)
    return len(found)


async def sync_due(accounts: Accounts) -> None:
    """Read the accounts whose time has come. One that cannot be read does not keep the others."""
    async with accounts.database.worker() as session:
        due = await repository.channels_due(session, limit=AT_A_TIME)
    for company_id, channel_id in due:
        try:
            async with asyncio.timeout(READ_SECONDS):
                access = await accounts.access(company_id, channel_id)
                count = await sync(accounts, access, only_due=True)
            log.info("templates.read", channel=str(channel_id), count=count)
        except (ProviderAway, ProviderRefusal, AppError, TimeoutError) as error:
            log.warning("templates.not_read", channel=str(channel_id), error=repr(error)[:200])
            async with accounts.database.worker() as session:
                await repository.read_later(session, company_id, channel_id, seconds=RETRY_SECONDS)


async def apply(session: AsyncSession, reports: Sequence[tuple[ProviderUpdateReportedV1, Report]]) -> None:
    """Apply what providers reported of templates, the earliest first, and have the rest of it read soon."""
    merged: dict[tuple[UUID, UUID, str], TemplateReport] = {}
    for event, report in reports:
        if (one := report.template) is not None:
            key = (event.company_id, event.channel_id, one.provider_template_id)
            merged[key] = _merged(merged.get(key), one)
    if merged:
        stored = await repository.apply(session, [(key[0], key[1], one) for key, one in merged.items()])
        await _publish(session, stored)
    if of := {(event.company_id, event.channel_id) for event, report in reports if report.templates_changed}:
        await repository.read_soon(session, of, seconds=SOON_SECONDS)


def _merged(earlier: TemplateReport | None, later: TemplateReport) -> TemplateReport:
    if earlier is None:
        return later
    return replace(
        earlier,
        status=later.status or earlier.status,
        rejected_reason=later.rejected_reason if later.status else earlier.rejected_reason,
        quality=later.quality or earlier.quality,
        category=later.category or earlier.category,
    )


# --- writing them ----------------------------------------------------------------------------


async def create_template(
    accounts: Accounts,
    actor: TenantContext,
    channel_id: UUID,
    body: TemplateCreate,
    *,
    also: "Callable[[AsyncSession, MessageTemplate], Awaitable[None]]",
) -> "MessageTemplate":
    """Have a template made and reviewed. Raises `InvalidInput` before anything leaves, by the field.

    ``also`` is done in the transaction that stores it.
    """
    _require_sound(body.components, category=body.category, parameter_format=body.parameter_format)
    access = await accounts.access(actor.company_id, channel_id)
    at_provider, waba_id = _templates_of(accounts, access), _account_of(access)
    draft = Draft(body.name, body.language, body.category, body.components, body.parameter_format)
    async with accounts.database.tenant(actor.company_id) as session:
        begun_at = await channels_repository.clock(session)
    with raising_app_errors():
        made = await at_provider.create(access, draft)
    async with accounts.database.tenant(actor.company_id) as session:
        templates = Templates(session, actor.company_id, waba_id)
        await _publish(session, await templates.store([made], read_at=begun_at))
        row = await templates.find(made.provider_template_id)
        await _audit(session, actor, Action.TEMPLATE_CREATED, row)
        await also(session, row)
    return row


async def change_template(
    accounts: Accounts, actor: TenantContext, channel_id: UUID, template_id: UUID, body: TemplateUpdate
) -> "MessageTemplate":
    """Have a template changed and reviewed again. Raises `InvalidInput` before anything leaves."""
    access = await accounts.access(actor.company_id, channel_id)
    at_provider = _templates_of(accounts, access)
    async with accounts.database.tenant(actor.company_id) as session:
        templates = Templates(session, actor.company_id, access.waba_id or "")
        old = await templates.get(template_id)
        begun_at = await channels_repository.clock(session)
    _require_there(old)
    category = body.category or old.category
    parameter_format: Format = "NAMED" if old.parameter_format == "NAMED" else "POSITIONAL"
    changes: dict[str, Any] = {}
    if body.components is not None:
        _require_sound(body.components, category=category, parameter_format=parameter_format)
        changes["components"] = body.components
    if body.category is not None and body.category != old.category:
        changes["category"] = body.category
    if not changes:
        return old
    with raising_app_errors():
        await at_provider.edit(access, old.provider_template_id, changes)
    changed = Template(
        provider_template_id=old.provider_template_id,
        name=old.name,
        language=old.language,
        category=category,
        status=PENDING,
        parameter_format=parameter_format,
        components=body.components or old.components,
        quality=old.quality,
    )
    async with accounts.database.tenant(actor.company_id) as session:
        templates = Templates(session, actor.company_id, _account_of(access))
        await _publish(session, await templates.store([changed], read_at=begun_at))
        row = await templates.find(old.provider_template_id)
        await _audit(session, actor, Action.TEMPLATE_CHANGED, row, fields=", ".join(sorted(changes)))
        await repository.read_soon(session, [(actor.company_id, channel_id)], seconds=SOON_SECONDS)
    return row


async def delete_template(
    accounts: Accounts, actor: TenantContext, channel_id: UUID, template_id: UUID
) -> None:
    """Have a template deleted, in its one language."""
    access = await accounts.access(actor.company_id, channel_id)
    at_provider = _templates_of(accounts, access)
    async with accounts.database.tenant(actor.company_id) as session:
        old = await Templates(session, actor.company_id, access.waba_id or "").get(template_id)
    _require_there(old)
    with raising_app_errors():
        await at_provider.delete(access, old.provider_template_id, old.name)
    async with accounts.database.tenant(actor.company_id) as session:
        templates = Templates(session, actor.company_id, _account_of(access))
        await _publish(session, await templates.mark_deleted(template_id))
        await _audit(session, actor, Action.TEMPLATE_DELETED, old)


async def sync_now(accounts: Accounts, actor: TenantContext, channel_id: UUID) -> int:
    """Read all templates of a channel's account because a user asks for it; return how many there are."""
    access = await accounts.access(actor.company_id, channel_id)
    with raising_app_errors():
        return await sync(accounts, access)


def _templates_of(accounts: Accounts, access: ChannelAccess) -> AtProvider:
    return required(accounts.provider_of(access).templates, "templates")


def _account_of(access: ChannelAccess) -> str:
    if access.waba_id is None:
        raise Conflict("no-business-account")
    return access.waba_id


def _require_there(template: "MessageTemplate") -> None:
    if template.status == DELETED:
        raise Conflict("template-deleted")


def _require_sound(components: list[dict[str, Any]], *, category: str, parameter_format: Format) -> None:
    found: list[FieldError] = list(problems(components, category=category, parameter_format=parameter_format))
    if found:
        raise InvalidFields(found)


async def _publish(session: AsyncSession, stored: Sequence[StoredTemplate]) -> None:
    """Tell the others what templates now are: what a message must give, and what it then says."""
    events = []
    for one in stored:
        needs = needs_of(one.components)
        events.append(
            TemplateChangedV1.model_validate(
                {
                    "company_id": one.company_id,
                    "template_id": one.id,
                    "account_id": one.waba_id,
                    "name": one.name,
                    "language": one.language,
                    "category": one.category,
                    "status": one.status,
                    "parameter_format": one.parameter_format,
                    "needs": {**asdict(needs), "cards": len(needs.cards)},
                    "components": one.components if _may_be_told(one.components) else None,
                    "revision": one.revision,
                }
            )
        )
    await outbox.add(session, events)


def _may_be_told(components: list[dict[str, Any]]) -> bool:
    """Tell whether a template is no longer than any that WhatsApp takes: an event has its bound."""
    return len(json.dumps(components)) <= _MOST_TOLD


async def _audit(
    session: AsyncSession, actor: TenantContext, action: Action, template: "MessageTemplate", **details: str
) -> None:
    named = {"name": template.name, "language": template.language}
    await audit.record(session, actor, action, template.id, {**named, **details})
