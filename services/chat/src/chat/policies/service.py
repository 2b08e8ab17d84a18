"""What users decide about their company's inbox."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.directory import service as directory
from chat.policies.domain import MAX_CHANNELS
from chat.policies.events import policies_updated
from chat.policies.repository import (
    CompanyPolicies,
    QueuePolicies,
    answers_of,
    follow_queues,
    new,
    new_of_channel,
    reopen_rules,
)
from chat.policies.schemas import (
    ChannelPoliciesRead,
    ChannelPoliciesUpdate,
    PoliciesRead,
    PoliciesUpdate,
    QueueMenu,
    columns,
)
from chat.queues import service as queues
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.policies.models import ChannelPolicies

__all__ = [
    "QueuePolicies",
    "answers_of",
    "follow_queues",
    "reopen_rules",
]

_TURNS: Final = "policies"


async def get_policies(session: AsyncSession, company_id: UUID) -> PoliciesRead:
    """Return the company's rules; one that decided nothing has the defaults."""
    return PoliciesRead.model_validate(await CompanyPolicies(session, company_id).find() or new(company_id))


async def update_policies(
    session: AsyncSession,
    actor: TenantContext,
    body: PoliciesUpdate,
    expected: Expected = ANY,
) -> PoliciesRead:
    """Change what is given."""
    policies = CompanyPolicies(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    rules = await policies.find() or new(actor.company_id)
    expected.require(rules.revision)
    changes = {name: value for name, value in body.changes().items() if value != getattr(rules, name)}
    if changes:
        rules.sqlmodel_update(changes)
        rules.revision += 1
        await policies.store(rules)
        details = {name: None if value is None else str(value) for name, value in changes.items()}
        await audit.record(session, actor, Action.POLICIES_CHANGED, actor.company_id, details)
        await updates.append(session, [policies_updated(actor.company_id)])
    return PoliciesRead.model_validate(rules)


async def list_channels(session: AsyncSession, company_id: UUID) -> list[ChannelPoliciesRead]:
    """Return the rules of the channels for which something was decided."""
    found = await CompanyPolicies(session, company_id).channels(MAX_CHANNELS)
    return [_shown(rules) for rules in found]


async def get_channel(session: AsyncSession, company_id: UUID, channel_id: UUID) -> ChannelPoliciesRead:
    """Return what was decided for a channel. Raises `NotFound`."""
    await _require_channel(session, company_id, channel_id)
    found = await CompanyPolicies(session, company_id).find_channel(channel_id)
    return _shown(found or new_of_channel(company_id, channel_id))


async def update_channel(
    session: AsyncSession,
    actor: TenantContext,
    channel_id: UUID,
    body: ChannelPoliciesUpdate,
    expected: Expected = ANY,
) -> ChannelPoliciesRead:
    """Change what is given. Raises `NotFound`, and `InvalidInput` for a queue that takes no tickets."""
    await _require_channel(session, actor.company_id, channel_id)
    policies = CompanyPolicies(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    found = await policies.find_channel(channel_id)
    rules = found or new_of_channel(actor.company_id, channel_id)
    expected.require(rules.revision)
    given = columns(body.changes())
    changes = {name: value for name, value in given.items() if value != getattr(rules, name)}
    if not changes:
        return _shown(rules)
    if found is None and await policies.count_channels() >= MAX_CHANNELS:
        raise InvalidInput("too_many_channel_policies", field="channelId", most=MAX_CHANNELS)
    if changes.get("default_queue_id") is not None:
        await queues.require_usable(session, actor.company_id, changes["default_queue_id"], "defaultQueueId")
    if body.menu is not None and "menu" in changes:
        for number, option in enumerate(body.menu.options):
            field = f"menu.options.{number}.queueId"
            await queues.require_usable(session, actor.company_id, option.queue_id, field)
    rules.sqlmodel_update(changes)
    rules.revision += 1
    await policies.store(rules)
    details = {name: name for name in changes}
    await audit.record(session, actor, Action.POLICIES_CHANNEL_CHANGED, channel_id, details)
    await updates.append(session, [policies_updated(actor.company_id, channel_id)])
    return _shown(rules)


async def reset_channel(session: AsyncSession, actor: TenantContext, channel_id: UUID) -> None:
    """Let the company's rules hold on a channel. Safe to repeat. Raises `NotFound`."""
    await _require_channel(session, actor.company_id, channel_id)
    await take_turns(session, actor.company_id, _TURNS)
    if await CompanyPolicies(session, actor.company_id).remove_channel(channel_id):
        await audit.record(session, actor, Action.POLICIES_CHANNEL_CHANGED, channel_id, {"reset": True})
        await updates.append(session, [policies_updated(actor.company_id, channel_id)])


async def _require_channel(session: AsyncSession, company_id: UUID, channel_id: UUID) -> None:
    if not await directory.has_channel(session, company_id, channel_id):
        raise NotFound("channel-not-found")


def _shown(rules: "ChannelPolicies") -> ChannelPoliciesRead:
    row = {name: getattr(rules, name) for name in ChannelPoliciesRead.model_fields if name != "menu"}
    menu = QueueMenu.model_validate(rules.menu) if rules.menu is not None else None
    return ChannelPoliciesRead(**row, menu=menu)
