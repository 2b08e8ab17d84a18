"""Channels by WhatsApp Web, as people add and change them: a session in place of a number's credentials."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.errors import Conflict, Forbidden
from atende_platform.http.reasons import read_code
from atende_platform.http.revisions import Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas, take_turns
from gateway.domain import sessions as domain
from gateway.domain.channels import PENDING, WHATSAPP_WEB, ChannelReason
from gateway.domain.sessions import Life
from gateway.repository import session_keys
from gateway.repository.channels import Channels
from gateway.repository.sessions import Sessions, is_held, life_of
from gateway.schemas import OF_CREDENTIALS, OF_SESSIONS, ChannelUpdate, SessionRead, WebChannelCreate
from gateway.service.channels import publish, require_of_provider, set_reason
from gateway.service.sessions import asked

if TYPE_CHECKING:
    from gateway.models import Channel, WebSession

_MESSAGES_PER_SECOND: Final = 1.0
"""As it is shown, and campaigns are planned: the holder of the session decides what is sent when."""
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""When the provider is asked whether a token may use the number: there is none."""


async def connect(
    session: AsyncSession, actor: TenantContext, body: WebChannelCreate, quotas: Quotas, *, most_pending: int
) -> "Channel":
    """Add a channel with a session that is linked to no phone yet; it is pending until it was open once.

    Raises `Conflict` when the company has too many pending channels, or may have no more, of this provider or
    of any.
    """
    channels = Channels(session, actor.company_id)
    await take_turns(session, actor.company_id, "channels")
    if await channels.count_pending() >= most_pending:
        raise Conflict("too-many-pending-channels", most=most_pending)
    await quotas.require_room(session, actor.company_id, "channels", channels.count)
    of_provider = partial(channels.count, provider=WHATSAPP_WEB)
    await quotas.require_room(session, actor.company_id, "web_channels", of_provider)
    channel_id = uuid7()
    channel = await channels.add(
        id=channel_id,
        name=body.name,
        provider=WHATSAPP_WEB,
        phone_number_id=str(channel_id),
        messages_per_second=_MESSAGES_PER_SECOND,
        service_window=False,
        verify_token="",
        check_due_at=_NEVER,
        templates_due_at=_NEVER,
        claim_due_at=_NEVER,
    )
    await Sessions(session, actor.company_id).add(channel_id, groups=body.groups, history=body.history)
    await publish(session, channel)
    details: dict[str, str | bool] = {"name": body.name, "provider": WHATSAPP_WEB, "riskAccepted": True}
    await audit.record(session, actor, Action.CHANNEL_CONNECTED, channel.id, details)
    return channel


async def change(
    session: AsyncSession,
    actor: TenantContext,
    channel_id: UUID,
    body: ChannelUpdate,
    now: datetime,
    *,
    expected: Expected,
) -> "Channel":
    """Change what ``body`` names. Switched off it is disconnected and keeps its keys; on it connects.

    Raises `NotFound`, `PreconditionFailed`, `InvalidFields` for what such a channel does not have,
    `Forbidden` unless an owner allows campaigns, `Conflict` for the status of one that was never linked, or
    to connect one that was logged out.
    """
    channels = Channels(session, actor.company_id)
    channel = await channels.get(channel_id, lock=True)
    expected.require(channel.revision)
    given = body.changes()
    require_of_provider(given, OF_CREDENTIALS)
    row = await Sessions(session, actor.company_id).lock(channel_id)
    own = {name: value for name, value in given.items() if name not in OF_SESSIONS}
    of_session = {name: value for name, value in given.items() if name in OF_SESSIONS}
    changes: dict[str, str | bool] = {
        name: value for name, value in own.items() if value != getattr(channel, name)
    }
    changes |= {name: value for name, value in of_session.items() if value != getattr(row, name)}
    if not changes:
        return channel
    if changes.get("campaigns") and not (actor.kind == "user" and actor.role is Role.OWNER):
        raise Forbidden("owner-allows-campaigns")
    if "status" in changes and channel.status == PENDING:
        raise Conflict("channel-pending")
    life = life_of(row)
    if changes.get("status") == "active" and channel.status == "error" and life.state == "logged_out":
        raise Conflict("session-not-paired")
    of_channel = own.keys() & changes.keys()
    channel.sqlmodel_update({name: changes[name] for name in of_channel})
    if "status" in changes:
        _follow_status(channel, life)
    await asked(session, actor.company_id, channel_id, _asked_by(channel, changes, now), now, **of_session)
    if of_channel:
        await channels.save(channel)
        await publish(session, channel)
    await audit.record(session, actor, Action.CHANNEL_CHANGED, channel_id, changes)
    return channel


async def switch(session: AsyncSession, channel: "Channel", status: str, now: datetime) -> None:
    """Set the status of a channel that was linked, for its session to follow. The caller saves it.

    Raises `Conflict` to connect one that was logged out.
    """
    life = life_of(await Sessions(session, channel.company_id).lock(channel.id))
    if status == "active" and channel.status == "error" and life.state == "logged_out":
        raise Conflict("session-not-paired")
    channel.status = status
    _follow_status(channel, life)
    ask = _asked_by(channel, {"status": status}, now)
    await asked(session, channel.company_id, channel.id, ask, now)


async def sessions_of(
    session: AsyncSession, company_id: UUID, channel_ids: Collection[UUID], now: datetime
) -> dict[UUID, SessionRead]:
    """Return the sessions of those channels that have one, as they are shown."""
    rows = await Sessions(session, company_id).of(channel_ids)
    linked = await session_keys.linked(session, company_id, rows) if rows else set()
    return {channel_id: shown(row, now, linked=channel_id in linked) for channel_id, row in rows.items()}


def shown(row: "WebSession", now: datetime, *, linked: bool) -> SessionRead:
    """Return a session as it is shown; ``linked``: it has credentials.

    What no process holds ``now`` is not connected, whatever its last holder left written.
    """
    life = life_of(row)
    if not is_held(row, now):
        life = domain.given_back(life, now)
    return SessionRead(
        status=life.state,
        since=life.since,
        last_error=read_code(domain.reason_of(life), None),
        retry_at=life.retry_at,
        phone=row.me_phone,
        linked=linked,
        cold_until=row.cold_until,
        groups=row.groups,
        history=row.history,
        campaigns=row.campaigns,
    )


def _follow_status(channel: "Channel", life: Life) -> None:
    """Say why a channel that was switched on sends nothing all the same, if its phone is no longer linked."""
    reason = domain.reason_of(life) if channel.status == "active" and life.state == "logged_out" else None
    if reason is not None:
        channel.status = "error"
    set_reason(channel, ChannelReason(reason, f"{life.state}: {life.last_code}") if reason else None)


def _asked_by(channel: "Channel", changes: Mapping[str, object], now: datetime) -> Callable[[Life], Life]:
    """Return what a change of the channel's status asks of its session."""
    match changes.get("status"), channel.status:
        case "disabled", _:
            return partial(domain.asked_to_close, now=now)
        case "active", "active":
            return partial(domain.asked_to_open, now=now)
        case _:
            return lambda life: life
