"""What operators do for any company: switching channels, and having sends of unknown fate sent once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import Conflict, NotFound
from gateway.domain.channels import PENDING, WHATSAPP_WEB
from gateway.repository import operations as stored
from gateway.repository import resends
from gateway.repository.channels import Channels
from gateway.repository.operations import Unconfirmed
from gateway.service import web_channels
from gateway.service.channels import publish, set_reason

if TYPE_CHECKING:
    from gateway.models import Channel, Send

Policy = Literal["evidence", "anyway"]
"""``evidence``: only what almost certainly was not taken (`gateway.repository.resends`). ``anyway``: what is
named, although it may arrive twice."""


@dataclass(frozen=True, slots=True)
class Switched:
    """A channel, and its status before and after."""

    company_id: UUID
    channel_id: UUID
    name: str
    before: str
    after: str


async def list_channels(
    session: AsyncSession, *, company_id: UUID | None, status: str | None, limit: int
) -> "Sequence[Channel]":
    """Return channels of all companies, or of one."""
    return await stored.channels(session, company_id=company_id, status=status, limit=limit)


async def switch(
    session: AsyncSession, channel_id: UUID, status: Literal["active", "disabled"], now: datetime
) -> Switched:
    """Switch a channel off, so that nothing is sent on it, or on again. Again changes nothing.

    One in error that is switched on is tried at once. Raises `NotFound`, and `Conflict` for one whose number
    nobody has proved to be theirs, or that is no longer linked to a phone.
    """
    company_id = await stored.company_of(session, channel_id)
    if company_id is None:
        raise NotFound("channel-not-found")
    channels = Channels(session, company_id)
    channel = await channels.get(channel_id, lock=True)
    before = channel.status
    if before == PENDING:
        raise Conflict("channel-pending")
    if before != status:
        if channel.provider == WHATSAPP_WEB:
            await web_channels.switch(session, channel, status, now)
        else:
            channel.status, channel.check_due_at = status, now
            set_reason(channel, None)
        await channels.save(channel)
        await publish(session, channel)
    return Switched(company_id, channel_id, channel.name, before, channel.status)


async def find_send(session: AsyncSession, send_id: UUID) -> "Send":
    """Return the ledger's row of a send, by its id or that of its message. Raises `NotFound`."""
    found = await stored.sends(session, send_id)
    if not found:
        raise NotFound("message-not-found")
    return found[0]


async def list_unconfirmed(
    session: AsyncSession,
    *,
    company_id: UUID | None = None,
    channel_id: UUID | None = None,
    campaign_id: UUID | None = None,
    limit: int,
) -> Sequence[Unconfirmed]:
    """Return sends of unknown fate, the oldest first."""
    return await stored.unconfirmed(
        session, company_id=company_id, channel_id=channel_id, campaign_id=campaign_id, limit=limit
    )


async def resendable(
    session: AsyncSession, found: Sequence[Unconfirmed], policy: Policy, *, limit: int
) -> Sequence[Unconfirmed]:
    """Return those of the sends that may be sent once more by a policy."""
    once = [each for each in found if each.resent_at is None and not each.asked]
    if policy == "anyway":
        return once
    keys = {order.key for order in await resends.candidates(session, limit=limit, allowed=True)}
    return [each for each in once if (each.company_id, each.send_id) in keys]


async def resend(session: AsyncSession, sends: Sequence[Unconfirmed]) -> set[UUID]:
    """Have sends sent once more, by the next worker; return the ids of those for which it was asked."""
    asked = await resends.ask(session, [(each.company_id, each.send_id) for each in sends])
    return {send_id for _, send_id in asked}
