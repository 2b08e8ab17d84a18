"""Connecting, changing and disconnecting channels; each change is published."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from pydantic.alias_generators import to_camel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import ProviderError
from atende_contracts.field_errors import FieldError
from atende_contracts.identity import canonical_number
from atende_contracts.ids import uuid7
from atende_platform.errors import Conflict, InvalidFields, InvalidInput
from atende_platform.http.revisions import Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas, take_turns
from atende_platform.messaging import outbox
from gateway.domain.channels import (
    ENDS_WITH_REINSTATEMENT,
    PENDING,
    WHATSAPP_WEB,
    ChannelAccess,
    ChannelReason,
    ChannelReport,
    Health,
    reason_of,
)
from gateway.providers import Providers
from gateway.repository import channels as channels_repository
from gateway.repository.channels import ACCESS_TOKEN, APP_SECRET, PREVIOUS_APP_SECRET, Channels
from gateway.repository.sessions import Sessions
from gateway.schemas import OF_SESSIONS, ChannelCreate, ChannelUpdate
from gateway.sealing import SealBroken, Sealer

if TYPE_CHECKING:
    from gateway.models import Channel

FIRST_CHECK: Final = timedelta(seconds=10)
"""After a number was connected: the user has more to set up beside it."""
_CREDENTIALS: Final = frozenset({"access_token", "app_secret"})
"""What is stored sealed, apart from the channel."""
_SECRETS: Final = _CREDENTIALS | {"verify_token"}
"""What the audit log names without its value."""


async def connect_channel(
    session: AsyncSession,
    actor: TenantContext,
    body: ChannelCreate,
    providers: Providers,
    sealer: Sealer,
    quotas: Quotas,
    now: datetime,
    *,
    most_pending: int,
    expires_at: datetime,
) -> "Channel":
    """Add a channel with its credentials: pending, until its number is proved (`gateway.service.claims`).

    Raises `InvalidInput` for a provider that there is not, `Conflict` when the company has connected the
    number already, has too many pending channels, or may have no more of any kind.
    """
    require_connectable(providers, body.provider)
    channels = Channels(session, actor.company_id)
    await take_turns(session, actor.company_id, "channels")
    if await channels.count_pending() >= most_pending:
        raise Conflict("too-many-pending-channels", most=most_pending)
    await quotas.require_room(session, actor.company_id, "channels", channels.count)
    channel = await channels.add(
        id=uuid7(),
        name=body.name,
        provider=body.provider,
        phone_number_id=body.phone_number_id,
        waba_id=body.waba_id,
        display_phone=body.display_phone,
        messages_per_second=body.messages_per_second,
        follow_provider_rate=body.follows_provider_rate,
        resend_unconfirmed=body.resend_unconfirmed,
        service_window=providers[body.provider].service_window is not None,
        check_due_at=now + FIRST_CHECK,
        templates_due_at=now + FIRST_CHECK,
        claim_expires_at=expires_at,
        verify_token=body.verify_token or secrets.token_urlsafe(24),
    )
    for kind, secret in ((ACCESS_TOKEN, body.access_token), (APP_SECRET, body.app_secret)):
        await channels.store_credential(
            channel.id, kind, _seal(sealer, channel, kind, secret.get_secret_value())
        )
    await publish(session, channel)
    details = {"name": channel.name, "provider": channel.provider, "phoneNumberId": channel.phone_number_id}
    await audit.record(session, actor, Action.CHANNEL_CONNECTED, channel.id, details)
    return channel


def require_connectable(providers: Providers, name: str) -> None:
    """Raise `InvalidInput` unless a token proves numbers of this provider, as this API connects them."""
    known = [one for one, provider in providers.items() if provider.account is not None]
    if name not in known:
        raise InvalidInput("not_one_of", field="provider", values=[*known, WHATSAPP_WEB])


async def list_channels(
    session: AsyncSession, company_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None
) -> "Sequence[Channel]":
    """Return one channel more than ``limit``, if there are so many."""
    return await Channels(session, company_id).page(limit=limit + 1, after=after)


async def get_channel(session: AsyncSession, company_id: UUID, channel_id: UUID) -> "Channel":
    """Return a channel. Raises `NotFound`."""
    return await Channels(session, company_id).get(channel_id)


async def change_channel(
    session: AsyncSession,
    actor: TenantContext,
    channel_id: UUID,
    body: ChannelUpdate,
    sealer: Sealer,
    now: datetime,
    *,
    expected: Expected,
    proven_revision: int | None,
) -> "Channel":
    """Change what ``body`` names. A new access token brings a channel in error back to work.

    A rate that is given is the channel's own: it follows the provider's no more, unless that is said, too.

    Webhooks signed with a replaced app secret are taken for another day.

    ``proven_revision`` is the channel's when the provider accepted its new credentials. Raises `Conflict` if
    it has changed since, and for the status of a pending channel; `PreconditionFailed` if it is at another
    revision than ``expected``.
    """
    channels = Channels(session, actor.company_id)
    channel = await channels.get(channel_id, lock=True)
    expected.require(channel.revision)
    given = body.changes()
    require_of_provider(given, OF_SESSIONS)
    _apply_claim(channel, given, proven_revision, now)
    changes = {
        name: value
        for name, value in given.items()
        if name not in _SECRETS and value != getattr(channel, name)
    }
    channel.sqlmodel_update({name: value for name, value in given.items() if name not in _CREDENTIALS})
    await _store_credentials(channels, channel, body, sealer)
    if "messages_per_second" in given and "follow_provider_rate" not in given:
        channel.follow_provider_rate = False
    if given.keys() & {"access_token", "waba_id", "follow_provider_rate"}:
        channel.check_due_at = channel.templates_due_at = now
    if "access_token" in given and channel.status == "error":
        channel.status = "active"
    if channel.status not in ("error", PENDING):
        set_reason(channel, None)
    if given:
        await channels.save(channel)
        await publish(session, channel)
    if changes:
        await audit.record(session, actor, Action.CHANNEL_CHANGED, channel_id, changes)
    if given.keys() & _SECRETS:
        details = {"fields": ", ".join(sorted(given.keys() & _SECRETS))}
        await audit.record(session, actor, Action.CHANNEL_CREDENTIALS_CHANGED, channel_id, details)
    return channel


def require_of_provider(given: Mapping[str, object], foreign: frozenset[str]) -> None:
    """Raise `InvalidFields` for what channels of another provider have."""
    names = [to_camel(name) for name in sorted(given.keys() & foreign)]
    if names:
        raise InvalidFields([FieldError.of(name, "not_of_provider") for name in names])


async def disconnect_channel(session: AsyncSession, actor: TenantContext, channel_id: UUID) -> None:
    """Delete a channel and its credentials; its number is free again."""
    channel = await delete(session, actor.company_id, channel_id)
    await audit.record(session, actor, Action.CHANNEL_DISCONNECTED, channel_id, {"name": channel.name})


async def delete(session: AsyncSession, company_id: UUID, channel_id: UUID) -> "Channel":
    """Delete a channel and its credentials, or its session and all keys of that; return what it was called.

    Raises `NotFound`.
    """
    channels = Channels(session, company_id)
    channel = await channels.get(channel_id, lock=True)
    channel.status = "deleted"
    set_reason(channel, None)
    await channels.delete_credentials(channel_id)
    if channel.provider == WHATSAPP_WEB:
        await Sessions(session, company_id).delete(channel_id)
    await channels.save(channel)
    await publish(session, channel)
    return channel


async def stop_channel(session: AsyncSession, access: ChannelAccess, error: ProviderError) -> bool:
    """Mark a channel as refused by its provider; return whether that is new."""
    channel = await channels_repository.stop(session, access.company_id, access.channel_id, reason_of(error))
    if channel is None:
        return False
    await publish(session, channel)
    await _record_stop(session, channel)
    return True


async def apply_report(
    session: AsyncSession, company_id: UUID, channel_id: UUID, report: ChannelReport, now: datetime
) -> None:
    """Keep what the provider says of a channel; what is about another number, or known, changes nothing."""
    channels = Channels(session, company_id)
    channel = await channels.get(channel_id, lock=True)
    about = report.display_phone and canonical_number(report.display_phone)
    if about and about != canonical_number(channel.display_phone or ""):
        return
    before = (channel.quality, channel.messaging_limit, channel.status)
    channel.quality = report.quality or channel.quality
    channel.messaging_limit = report.messaging_limit or channel.messaging_limit
    if report.stopped and channel.status == "active":
        channel.status = "error"
        set_reason(channel, report.stopped)
        await _record_stop(session, channel)
    ends = channel.reason_code in ENDS_WITH_REINSTATEMENT
    if report.reinstated and channel.status == "error" and ends:
        await _record_reinstatement(session, channel)
        channel.status, channel.check_due_at = "active", now
        set_reason(channel, None)
    if before != (channel.quality, channel.messaging_limit, channel.status):
        await channels.save(channel)
        await publish(session, channel)


async def apply_health(session: AsyncSession, access: ChannelAccess, health: Health, now: datetime) -> None:
    """Keep what a check of the channel found. One that has changed since is to be checked again."""
    channel = await Channels(session, access.company_id).get(access.channel_id, lock=True)
    if channel.revision != access.revision:
        channel.check_due_at = now  # It may have another token by now.
        return
    channel.checked_at = now
    channel.token_valid, channel.number_known = health.token_valid, health.number_known
    set_problem(channel, reason_of(health.problem) if health.problem else None)
    if health.number_known:
        channel.subscribed = health.subscribed
        channel.throughput = health.throughput
        channel.name_status = health.name_status
    before = (channel.quality, channel.messaging_limit, channel.messages_per_second, channel.status)
    channel.quality = health.quality or channel.quality
    channel.messaging_limit = health.messaging_limit or channel.messaging_limit
    if channel.follow_provider_rate:
        channel.messages_per_second = health.messages_per_second or channel.messages_per_second
    if not health.token_valid and channel.status == "active":
        channel.status = "error"
        channel.reason_code, channel.status_reason = channel.problem_code, channel.problem
        await _record_stop(session, channel)
    if before != (channel.quality, channel.messaging_limit, channel.messages_per_second, channel.status):
        await Channels(session, access.company_id).save(channel)
        await publish(session, channel)


async def record_problem(
    session: AsyncSession, access: ChannelAccess, problem: ChannelReason, now: datetime
) -> None:
    """Note why a check of the channel found out nothing; what was known before stays."""
    channel = await Channels(session, access.company_id).get(access.channel_id, lock=True)
    channel.checked_at = now
    set_problem(channel, problem)


def set_reason(channel: "Channel", reason: ChannelReason | None) -> None:
    """Say why a channel is pending or in error."""
    channel.reason_code, channel.status_reason = (reason.code, reason.detail) if reason else (None, None)


def set_problem(channel: "Channel", problem: ChannelReason | None) -> None:
    """Say what the last check of a channel found wrong."""
    channel.problem_code, channel.problem = (problem.code, problem.detail) if problem else (None, None)


async def _record_stop(session: AsyncSession, channel: "Channel") -> None:
    details = {"reason": channel.status_reason}
    await audit.record_by_system(session, channel.company_id, Action.CHANNEL_STOPPED, channel.id, details)


async def _record_reinstatement(session: AsyncSession, channel: "Channel") -> None:
    details = {"status": "active", "reason": f"Reinstated by WhatsApp after: {channel.status_reason}"}
    await audit.record_by_system(session, channel.company_id, Action.CHANNEL_CHANGED, channel.id, details)


def _apply_claim(
    channel: "Channel", given: Mapping[str, object], proven_revision: int | None, now: datetime
) -> None:
    """Note a proof of new credentials; a pending channel is to be proved anew with what changed."""
    if proven_revision is not None:
        if channel.revision != proven_revision:
            raise Conflict("changed-meanwhile")
        channel.verified_at = now
    if channel.status == PENDING:
        if "status" in given:
            raise Conflict("channel-pending")
        channel.claim_attempts, channel.claim_due_at = 0, now


async def _store_credentials(
    channels: Channels, channel: "Channel", body: ChannelUpdate, sealer: Sealer
) -> None:
    if "app_secret" in body.model_fields_set:
        await _store_previous_secret(channels, channel, body.app_secret.get_secret_value(), sealer)
    for kind, secret in ((ACCESS_TOKEN, body.access_token), (APP_SECRET, body.app_secret)):
        if kind in body.model_fields_set:
            sealed = _seal(sealer, channel, kind, secret.get_secret_value())
            await channels.store_credential(channel.id, kind, sealed)


async def _store_previous_secret(channels: Channels, channel: "Channel", new: str, sealer: Sealer) -> None:
    sealed = await channels.find_credential(channel.id, APP_SECRET)
    try:
        old = sealer.open(
            sealed or b"", company_id=channel.company_id, channel_id=channel.id, kind=APP_SECRET
        )
    except SealBroken:
        return
    if old != new:
        await channels.store_credential(
            channel.id, PREVIOUS_APP_SECRET, _seal(sealer, channel, PREVIOUS_APP_SECRET, old)
        )


def _seal(sealer: Sealer, channel: "Channel", kind: str, secret: str) -> bytes:
    return sealer.seal(secret, company_id=channel.company_id, channel_id=channel.id, kind=kind)


async def publish(session: AsyncSession, channel: "Channel") -> None:
    """Publish a channel as it is now. To other services a pending one is disabled: it cannot send."""
    event = ChannelChangedV1.model_validate(
        {
            "company_id": channel.company_id,
            "channel_id": channel.id,
            "name": channel.name,
            "provider": channel.provider,
            "status": "disabled" if channel.status == PENDING else channel.status,
            "display_phone": channel.display_phone,
            "messages_per_second": channel.messages_per_second,
            "revision": channel.revision,
            "quality": channel.quality,
            "messaging_limit": channel.messaging_limit,
            "account_id": channel.waba_id,
            "service_window": channel.service_window,
            **(await _session_of(session, channel) if channel.provider == WHATSAPP_WEB else {}),
        }
    )
    await outbox.add(session, [event])


async def _session_of(session: AsyncSession, channel: "Channel") -> dict[str, object]:
    """Return what others are to know of the session of a channel by WhatsApp Web, unless that is gone."""
    row = await Sessions(session, channel.company_id).find(channel.id)
    if row is None:
        return {"campaigns": False}
    return {
        "session": row.state,
        "campaigns": row.campaigns,
        "cold_until": row.cold_until,
        "groups": row.groups,
    }
