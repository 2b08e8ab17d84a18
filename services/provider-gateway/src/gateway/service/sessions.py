"""Changes of a WhatsApp Web session, of its channel and what is published of them, in one transaction.

The process that holds a session changes it under its lease, the API without one; both by a function of
`gateway.domain.sessions`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.data.wakeups import wake
from atende_platform.identity import audit
from gateway.domain.channels import PENDING, ChannelReason
from gateway.domain.sessions import ALL_REASONS, ENDED, Life, given_back, reason_of
from gateway.repository import session_chats
from gateway.repository.channels import Channels
from gateway.repository.sessions import SESSIONS, Lease, LeaseLost, Sessions, is_held, life_of
from gateway.service.channels import publish, set_reason

if TYPE_CHECKING:
    from gateway.models import Channel, WebSession


async def changed(
    session: AsyncSession,
    company_id: UUID,
    channel_id: UUID,
    change: Callable[[Life], Life],
    *,
    lease: Lease | None = None,
    at: datetime | None = None,
    **more: Any,
) -> "WebSession":
    """Let ``change`` act on a session as it is stored, and tell others; return it as it now is.

    ``at``: what no process holds at this time has no connection, whatever its last holder left written.
    ``more`` are further columns. The channel follows: it is active from the first time that the session is
    open, and in error when it has ended. Nothing is published when nothing has changed that others see.
    Raises `NotFound`, and `LeaseLost` for a holder that is none any more.
    """
    channel = await Channels(session, company_id).get(channel_id, lock=True)
    sessions = Sessions(session, company_id)
    row = await sessions.lock(channel_id)
    if lease is not None and (row.owner, row.fence) != (lease.owner, lease.fence):
        raise LeaseLost(str(channel_id))
    life = change(before := life_of(row))
    if at is not None and not is_held(row, at):
        life = given_back(life, at)
    if (phone := more.get("me_phone")) is not None and phone != row.me_phone:
        await audit.record_by_system(session, company_id, Action.CHANNEL_PAIRED, channel_id, {"phone": phone})
        if row.me_phone is not None:
            # Another account: nobody has written to it, and no stop of the last one's binds it.
            await session_chats.forget(session, company_id, channel_id)
            more["cold_until"] = None
    told = {name: value for name, value in more.items() if name in _TOLD and value != getattr(row, name)}
    if life != before or more:
        await sessions.save(row, life, **more)
    is_new = (life.state, life.since, life.retry_at) != (before.state, before.since, before.retry_at)
    if is_new or told:
        await _follow(session, channel, row)
    return row


async def asked(
    session: AsyncSession,
    company_id: UUID,
    channel_id: UUID,
    change: Callable[[Life], Life],
    now: datetime,
    **more: Any,
) -> "WebSession":
    """Change what is wanted of a session, and wake who is to do it."""
    row = await changed(session, company_id, channel_id, change, at=now, **more)
    await wake(session, SESSIONS)
    return row


_TOLD: Final = frozenset({"me_phone", "campaigns", "cold_until", "groups", "history"})
"""Columns that others see."""


async def _follow(session: AsyncSession, channel: "Channel", row: "WebSession") -> None:
    """Have the channel be as its session is, and publish it."""
    life = life_of(row)
    if row.me_phone:
        channel.display_phone = row.me_phone
    if life.state == "open" and channel.status in (PENDING, "error"):
        if channel.status == PENDING or channel.reason_code in ALL_REASONS:
            channel.status = "active"
            set_reason(channel, None)
    elif (life.state in ENDED and channel.status in ("active", "error", PENDING)) or (
        _is_unlinked(life) and channel.status in ("active", "error")
    ):
        reason = reason_of(life) or "session_logged_out"
        set_reason(channel, ChannelReason(reason, f"{life.state}: {life.last_code}"))
        if channel.status == "active":
            details = {"reason": channel.status_reason}
            await audit.record_by_system(
                session, channel.company_id, Action.CHANNEL_STOPPED, channel.id, details
            )
        if channel.status != PENDING:
            channel.status = "error"
    await Channels(session, channel.company_id).save(channel)
    await publish(session, channel)


def _is_unlinked(life: Life) -> bool:
    """Tell whether it has no phone any more, as when nobody scanned the code to link another one."""
    return life.state == "idle" and life.desired == "closed"
