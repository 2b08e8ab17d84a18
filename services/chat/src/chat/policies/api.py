"""A company's rules for its inbox, and those of single channels."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.pagination import Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.policies import service
from chat.policies.schemas import ChannelPoliciesRead, ChannelPoliciesUpdate, PoliciesRead, PoliciesUpdate

router = APIRouter(prefix="/policies", tags=["policies"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Manager = Annotated[TenantContext, requires(Permission.TICKETS_MANAGE)]


@router.get("", operation_id="policies.get")
async def get_policies(actor: Reader, session: TenantSession, tagged: Tagged) -> PoliciesRead:
    """The company's rules: who sees and who gets which tickets, when they are opened again and closed."""
    return tagged(await service.get_policies(session, actor.company_id))


@router.patch("", operation_id="policies.update")
async def update_policies(
    actor: Manager, session: TenantSession, body: PoliciesUpdate, expected: IfMatch, tagged: Tagged
) -> PoliciesRead:
    """Change what is given: absent fields stay as they are."""
    return tagged(await service.update_policies(session, actor, body, expected=expected))


@router.get("/channels", operation_id="policies.listChannels")
async def list_channels(actor: Reader, session: TenantSession) -> Page[ChannelPoliciesRead]:
    """The rules of channels that have their own. All of them: there is one page."""
    return Page(items=await service.list_channels(session, actor.company_id), next_cursor=None)


@router.get("/channels/{channel_id}", operation_id="policies.getChannel")
async def get_channel(
    actor: Reader, session: TenantSession, channel_id: UUID, tagged: Tagged
) -> ChannelPoliciesRead:
    """What holds on a channel in place of the company's rules."""
    return tagged(await service.get_channel(session, actor.company_id, channel_id))


@router.patch("/channels/{channel_id}", operation_id="policies.updateChannel")
async def update_channel(
    actor: Manager,
    session: TenantSession,
    channel_id: UUID,
    body: ChannelPoliciesUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> ChannelPoliciesRead:
    """Change what is given: absent fields stay as they are, null lets the company's rule hold."""
    return tagged(await service.update_channel(session, actor, channel_id, body, expected=expected))


@router.delete("/channels/{channel_id}", status_code=204, operation_id="policies.resetChannel")
async def reset_channel(actor: Manager, session: TenantSession, channel_id: UUID) -> None:
    """Let the company's rules hold on the channel. Safe to repeat."""
    await service.reset_channel(session, actor, channel_id)
