"""Channels over REST."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from redis.asyncio import Redis
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import CompanyQuotas, TenantSession, requires
from atende_platform.http.idempotency import Repeatable
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.http.revisions import IfMatch, tag
from atende_platform.identity.context import TenantContext
from gateway.deps import AccountsDep, ClaimsDep, PairingsDep, RedisDep, SettingsDep
from gateway.domain.channels import WHATSAPP_WEB
from gateway.schemas import (
    ChannelCreateBody,
    ChannelCreated,
    ChannelEventRead,
    ChannelHealthRead,
    ChannelRead,
    ChannelUpdate,
    SessionRead,
    WebChannelCreate,
)
from gateway.service import channels, health, journal, web_channels
from gateway.service.accounts import Accounts
from gateway.service.interruptions import interrupted_until
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.models import Channel

router = APIRouter(prefix="/channels")

Reader = Annotated[TenantContext, requires(Permission.CHANNELS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CHANNELS_WRITE)]


@router.post("", operation_id="channels.connect", status_code=201, response_model=ChannelCreated)
async def connect_channel(
    actor: Writer,
    body: ChannelCreateBody,
    claims: ClaimsDep,
    accounts: AccountsDep,
    settings: SettingsDep,
    quotas: CompanyQuotas,
    response: Response,
    repeatable: Repeatable,
) -> ChannelCreated | Response:
    """Connect a WhatsApp number. Enter the `webhookUrl` and `verifyToken` of the answer in Meta's console.

    The channel is `pending` until WhatsApp confirms that the access token may use the number, and the account
    if one is named: it is asked at once, when the webhooks are set up, and again and again later.

    A channel by WhatsApp Web is `pending` until a phone is linked, which `channels.startPairing` begins.
    """
    async with accounts.database.tenant(actor.company_id) as session:
        if (again := await repeatable.answered(session, actor)) is not None:
            return again
        if isinstance(body, WebChannelCreate):
            most = settings.pending_channels
            made = await web_channels.connect(session, actor, body, quotas, most_pending=most)
            tag(response, made.revision)
            shown = await _read_one(session, made, accounts, settings)
            answer = ChannelCreated(**shown.model_dump(), verify_token=None)
            await repeatable.keep(session, actor, answer)
            return answer

    async def keep(session: AsyncSession) -> None:
        await repeatable.keep(session, actor, None)  # The answer holds the verify token.

    channel = await claims.connect(actor, body, quotas, now(), also=keep)
    tag(response, channel.revision)
    return ChannelCreated(
        **_read(channel, accounts, settings).model_dump(), verify_token=channel.verify_token
    )


@router.get("", operation_id="channels.list")
async def list_channels(
    actor: Reader,
    session: TenantSession,
    accounts: AccountsDep,
    settings: SettingsDep,
    redis: RedisDep,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ChannelRead]:
    """List the company's channels, the oldest first."""
    rows = await channels.list_channels(session, actor.company_id, limit=limit, after=decode_cursor(cursor))
    ids = [row.id for row in rows[:limit]]
    until = await interrupted_until(redis, ids)
    sessions = await web_channels.sessions_of(session, actor.company_id, ids, now())
    return Page[ChannelRead](
        items=[
            _read(row, accounts, settings, until.get(row.id), sessions.get(row.id)) for row in rows[:limit]
        ],
        next_cursor=next_cursor(rows, limit, lambda row: (row.created_at, row.id)),
    )


@router.get("/{channel_id}", operation_id="channels.get")
async def get_channel(
    actor: Reader,
    session: TenantSession,
    channel_id: UUID,
    accounts: AccountsDep,
    settings: SettingsDep,
    redis: RedisDep,
    response: Response,
) -> ChannelRead:
    """Return a channel."""
    channel = await channels.get_channel(session, actor.company_id, channel_id)
    tag(response, channel.revision)
    until = (await interrupted_until(redis, [channel_id])).get(channel_id)
    return await _read_one(session, channel, accounts, settings, until)


@router.patch("/{channel_id}", operation_id="channels.update")
async def change_channel(
    actor: Writer,
    channel_id: UUID,
    body: ChannelUpdate,
    claims: ClaimsDep,
    accounts: AccountsDep,
    settings: SettingsDep,
    expected: IfMatch,
    response: Response,
) -> ChannelRead:
    """Change a channel. A new access token brings one in `error` back to work.

    Credentials and the account change only if WhatsApp accepts the new ones; it is asked meanwhile. A channel
    by WhatsApp Web is disconnected by `disabled`, and keeps its keys; `active` has it connect again.
    """
    async with accounts.database.tenant(actor.company_id) as session:
        known = await channels.get_channel(session, actor.company_id, channel_id)
        if known.provider == WHATSAPP_WEB:
            changed = await web_channels.change(session, actor, channel_id, body, now(), expected=expected)
            tag(response, changed.revision)
            return await _read_one(session, changed, accounts, settings)
    channel = await claims.change(actor, channel_id, body, expected, now())
    tag(response, channel.revision)
    return _read(channel, accounts, settings)


@router.get("/{channel_id}/events", operation_id="channels.listEvents")
async def list_channel_events(
    actor: Reader, session: TenantSession, channel_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[ChannelEventRead]:
    """List what the provider reported about the channel, its templates and its account, the latest first."""
    rows = await journal.list_entries(
        session, actor.company_id, channel_id, limit=limit, before=decode_cursor(cursor)
    )
    return Page[ChannelEventRead](
        items=[ChannelEventRead.model_validate(row) for row in rows[:limit]],
        next_cursor=next_cursor(rows, limit, lambda row: (row.received_at, row.id)),
    )


@router.post("/{channel_id}/test", operation_id="channels.test")
async def test_channel(
    actor: Writer, channel_id: UUID, accounts: AccountsDep, claims: ClaimsDep, redis: RedisDep
) -> ChannelHealthRead:
    """Ask the provider now whether the channel works: its token, its number, its webhooks."""
    await accounts.access(actor.company_id, channel_id, also_pending=True)
    await claims.allow(actor.company_id)
    if await claims.prove(actor.company_id, channel_id, now()):
        await health.check(accounts, await accounts.access(actor.company_id, channel_id), now())
    async with accounts.database.tenant(actor.company_id) as session:
        channel = await channels.get_channel(session, actor.company_id, channel_id)
    return await _health(channel, redis)


@router.get("/{channel_id}/health", operation_id="channels.getHealth")
async def get_channel_health(
    actor: Reader, session: TenantSession, channel_id: UUID, redis: RedisDep
) -> ChannelHealthRead:
    """Return what the last check of the channel found: every 15 minutes, and after a new access token."""
    return await _health(await channels.get_channel(session, actor.company_id, channel_id), redis)


@router.delete("/{channel_id}", operation_id="channels.disconnect", status_code=204)
async def disconnect_channel(
    actor: Writer, session: TenantSession, channel_id: UUID, pairings: PairingsDep
) -> None:
    """Disconnect a channel: its credentials are deleted and its number is free.

    Of a channel by WhatsApp Web all keys are deleted. The phone lists the device still, unless it was logged
    out before, or is connected at that moment, so that it can be.
    """
    await channels.disconnect_channel(session, actor, channel_id)
    await pairings.forget(channel_id)


async def _health(channel: "Channel", redis: Redis) -> ChannelHealthRead:
    until = (await interrupted_until(redis, [channel.id])).get(channel.id)
    names = ChannelHealthRead.model_fields.keys() - {"interrupted_until"}
    known = {name: getattr(channel, name) for name in names}
    return ChannelHealthRead.model_validate({**known, "interrupted_until": until})


async def _read_one(
    session: AsyncSession,
    channel: "Channel",
    accounts: Accounts,
    settings: Settings,
    interrupted_until: datetime | None = None,
) -> ChannelRead:
    sessions = await web_channels.sessions_of(session, channel.company_id, [channel.id], now())
    return _read(channel, accounts, settings, interrupted_until, sessions.get(channel.id))


def _read(
    channel: "Channel",
    accounts: Accounts,
    settings: Settings,
    interrupted_until: datetime | None = None,
    of_session: SessionRead | None = None,
) -> ChannelRead:
    provider = accounts.providers[channel.provider]
    has_webhooks = provider.webhooks is not None
    url = f"{settings.public_url.rstrip('/')}/webhooks/whatsapp/{channel.id}"
    made_here = {
        "capabilities": provider.capabilities,
        "webhook_url": url if has_webhooks else None,
        "interrupted_until": interrupted_until,
        "session": of_session,
    }
    stored = {name: getattr(channel, name) for name in ChannelRead.model_fields.keys() - made_here.keys()}
    return ChannelRead.model_validate({**stored, **made_here})
