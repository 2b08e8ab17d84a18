"""Claims: a channel is its company's when the provider accepts the channel's token for its number.

A new channel is pending. The provider is asked at once, when its webhooks are set up, when a webhook comes,
and again and again by the worker until the claim expires. Other companies' numbers stay unknown before
they have proved the number themselves.

Of two who can prove a number the first keeps it, as long as the provider accepts its token: it is asked again
when the second comes. So the owner of the number decides, at the provider, by taking a token's access away.
See ``docs/adr/0015-channels-belong-to-who-can-prove-it.md``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict, InvalidInput, NotFound, TooManyRequests, Unavailable
from atende_platform.http.revisions import Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas
from atende_platform.limits.ratelimit import RateLimiter
from gateway.domain.channels import (
    NO_ANSWER,
    PENDING,
    UNUSABLE,
    ChannelAccess,
    ChannelReason,
    TokenRefusal,
    in_words,
)
from gateway.domain.errors import ProviderAway
from gateway.repository import claims as repository
from gateway.repository.channels import Channels, find_access
from gateway.schemas import ChannelCreate, ChannelUpdate
from gateway.service import channels
from gateway.service.accounts import Accounts, required
from gateway.service.directory import open_access
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.models import Channel

log = structlog.get_logger(__name__)

ASK_SECONDS: Final = 4.0
"""How long the provider may take to confirm a token: webhooks wait meanwhile."""
AT_ONCE: Final = 8
"""Open questions of a process that a request waits for; more are answered as if the provider were away."""
AT_A_TIME: Final = 20
EXPIRE_AT_A_TIME: Final = 100
PROVES: Final = frozenset({"access_token", "app_secret", "waba_id"})
"""What of a channel is changed only together with a proof."""

NUMBER_TAKEN: Final = ChannelReason(
    "number_taken",
    "Another company here has proved the number, too, and WhatsApp still accepts its token. Take away that"
    " token's access to the number at Meta, or have the other channel disconnected",
)
NUMBER_LOST: Final = ChannelReason(
    "number_lost",
    "WhatsApp no longer accepts this channel's token for the number, and another company has proved it",
)

_claims = Counter("gateway_channel_claims_total", "Tries to prove a channel's number", ["outcome"])


@dataclass(frozen=True, slots=True)
class Claims:
    """Proves channels, without holding a transaction while the provider is asked."""

    accounts: Accounts
    settings: Settings
    redis: Redis
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    # --- what companies do ----------------------------------------------------------------------

    async def connect(
        self,
        actor: TenantContext,
        body: ChannelCreate,
        quotas: Quotas,
        now: datetime,
        *,
        also: Callable[[AsyncSession], Awaitable[None]],
    ) -> "Channel":
        """Add a pending channel, and ask the provider at once. Raises like `channels.connect_channel`.

        ``also`` is done in the transaction that adds it.
        """
        await self.allow(actor.company_id)
        expires = now + timedelta(hours=self.settings.channel_claim_hours)
        async with self.accounts.database.tenant(actor.company_id) as session:
            channel = await channels.connect_channel(
                session,
                actor,
                body,
                self.accounts.providers,
                self.accounts.sealer,
                quotas,
                now,
                most_pending=self.settings.pending_channels,
                expires_at=expires,
            )
            await also(session)
        return await self._proved(actor.company_id, channel.id, now)

    async def change(
        self,
        actor: TenantContext,
        channel_id: UUID,
        body: ChannelUpdate,
        expected: Expected,
        now: datetime,
    ) -> "Channel":
        """Change a channel. What its proof depends on changes only if the provider accepts the new.

        A pending channel has proved nothing: its changes are kept, and the provider is asked again.
        Raises like `channels.change_channel`, `InvalidInput` for what the provider does not accept,
        `Unavailable` when it did not answer.
        """
        proven: int | None = None
        given = body.changes()
        if given.keys() & PROVES:
            await self.allow(actor.company_id)
            access = await self._with_changes(actor.company_id, channel_id, given)
            if access.status != PENDING:
                await self._require_verified(access)
                proven = access.revision
        async with self.accounts.database.tenant(actor.company_id) as session:
            channel = await channels.change_channel(
                session,
                actor,
                channel_id,
                body,
                self.accounts.sealer,
                now,
                expected=expected,
                proven_revision=proven,
            )
        if channel.status == PENDING and given.keys() & PROVES:
            return await self._proved(actor.company_id, channel_id, now)
        return channel

    async def allow(self, company_id: UUID) -> None:
        """Raise `TooManyRequests` when a company has the provider asked too often.

        While Redis is away there is no limit, as everywhere.
        """
        per_minute = self.settings.channel_asks_per_minute
        try:
            grant = await RateLimiter(self.redis, "gateway").take(
                f"channel-asks:{company_id}", per_second=per_minute / 60, burst=per_minute
            )
        except (RedisError, OSError) as error:
            log.warning("channel_checks.not_limited", error=repr(error))
            return
        if not grant.granted:
            raise TooManyRequests(
                "too-many-channel-checks",
                per_minute=per_minute,
                retry_after=grant.wait,
            )

    # --- proving --------------------------------------------------------------------------------

    async def prove(self, company_id: UUID, channel_id: UUID, now: datetime) -> bool:
        """Ask the provider about a pending channel; return whether it is pending no more.

        Not if it was asked too often, or too many wait for an answer. A refusal is recorded, and so is that
        the provider did not answer; neither is raised.
        """
        async with self.accounts.database.worker() as session:
            begun = await repository.begin(session, company_id, channel_id)
            rows = await find_access(session, channel_ids=[channel_id])
        access = open_access(rows[0], self.accounts.sealer) if rows else None
        if access is None or access.status != PENDING:
            return access is not None
        if not begun or self._free.locked():
            _claims.labels("too often").inc()
            return False
        async with self._free:
            return await self._prove(access, now)

    async def prove_due(self, now: datetime) -> None:
        """Ask about the pending channels whose time has come, several at a time."""
        async with self.accounts.database.worker() as session:
            due = await repository.begin_due(session, limit=AT_A_TIME)
            rows = await find_access(session, channel_ids=[channel_id for _, channel_id in due])
        accesses = [open_access(row, self.accounts.sealer) for row in rows]
        pending = [access for access in accesses if access.status == PENDING]
        results = await asyncio.gather(*(self._prove(one, now) for one in pending), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def expire(self) -> None:
        """Delete pending channels whose time is over."""
        async with self.accounts.database.worker() as session:
            for channel in await repository.expired(session, limit=EXPIRE_AT_A_TIME):
                await channels.delete(session, channel.company_id, channel.id)
                await audit.record_by_system(
                    session, channel.company_id, Action.CHANNEL_EXPIRED, channel.id, {"name": channel.name}
                )
                _claims.labels("expired").inc()

    async def _proved(self, company_id: UUID, channel_id: UUID, now: datetime) -> "Channel":
        """Ask about a pending channel; return it as it is then."""
        await self.prove(company_id, channel_id, now)
        async with self.accounts.database.tenant(company_id) as session:
            return await channels.get_channel(session, company_id, channel_id)

    async def _prove(self, access: ChannelAccess, now: datetime) -> bool:
        """Verify a channel and record the result; return whether the number is its company's now."""
        try:
            refusal = await self._verify(access)
        except ProviderAway as error:
            log.warning("claim.not_checked", channel=str(access.channel_id), error=str(error)[:200])
            return await self._record_failure(access, NO_ANSWER, "away", now)
        if refusal is not None:
            return await self._record_failure(access, refusal.reason, "refused", now)
        holder = await self._activate(access, now)
        if holder is None or holder.channel_id == access.channel_id:
            return holder is not None
        # Two have proved it. The one whose token the provider no longer accepts gives way.
        try:
            refusal = await self._verify(holder) if holder.status != UNUSABLE else None
        except ProviderAway:
            refusal = None
        if refusal is None or not refusal.final:
            return await self._record_failure(access, NUMBER_TAKEN, "elsewhere", now)
        await self._make_pending(holder)
        return await self._activate(access, now) is not None

    async def _verify(self, access: ChannelAccess) -> TokenRefusal | None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                account = required(self.accounts.provider_of(access).account, "account")
                return await account.verify(access)
        except TimeoutError:
            raise ProviderAway("no answer in time") from None

    async def _activate(self, access: ChannelAccess, now: datetime) -> ChannelAccess | None:
        """Give a channel its number, unless another has it.

        Returns the channel that has it now, this or the other; None if the channel has changed meanwhile.
        """
        async with self.accounts.database.worker() as session:
            holder = await repository.holder(session, access.phone_number_id)
            if holder is not None:
                [row] = await find_access(session, channel_ids=[holder.id])
                return open_access(row, self.accounts.sealer)
            channel = await repository.pending(
                session, access.company_id, access.channel_id, revision=access.revision
            )
            if channel is None:
                return None
            channel.status = "active"
            channels.set_reason(channel, None)
            channels.set_problem(channel, None)
            channel.verified_at, channel.claim_expires_at = now, None
            if not await repository.save_as_holder(session, channel):
                return None  # Another was quicker. The worker asks again.
            await channels.publish(session, channel)
        _claims.labels("proved").inc()
        return access

    async def _record_failure(
        self, access: ChannelAccess, reason: ChannelReason, outcome: str, now: datetime
    ) -> bool:
        """Note why a channel is still pending; return False."""
        _claims.labels(outcome).inc()
        async with self.accounts.database.worker() as session:
            channel = await repository.pending(
                session, access.company_id, access.channel_id, revision=access.revision
            )
            if channel is None:
                return False
            channel.checked_at = now
            channels.set_problem(channel, reason)
            if channel.status_reason != reason.detail:
                channels.set_reason(channel, reason)
                await Channels(session, channel.company_id).save(channel)
                await channels.publish(session, channel)
        return False

    async def _make_pending(self, holder: ChannelAccess) -> None:
        """Take a number away from a channel whose token is no longer accepted. It may prove it again."""
        async with self.accounts.database.worker() as session:
            channel = await repository.holder(session, holder.phone_number_id)
            if channel is None or (channel.id, channel.revision) != (holder.channel_id, holder.revision):
                return
            channel.status, channel.verified_at = PENDING, None
            channels.set_reason(channel, NUMBER_LOST)
            channel.claim_attempts, channel.claim_expires_at = 0, None
            await Channels(session, channel.company_id).save(channel)
            await channels.publish(session, channel)
            await audit.record_by_system(
                session, channel.company_id, Action.CHANNEL_LOST, channel.id, {"name": channel.name}
            )
        _claims.labels("lost").inc()

    async def _with_changes(
        self, company_id: UUID, channel_id: UUID, given: Mapping[str, Any]
    ) -> ChannelAccess:
        """Return a channel as it would be."""
        async with self.accounts.database.tenant(company_id) as session:
            rows = await find_access(session, channel_ids=[channel_id])
        if not rows:
            raise NotFound("channel-not-found")
        access = open_access(rows[0], self.accounts.sealer)
        if "access_token" in given:
            access = replace(access, access_token=given["access_token"].get_secret_value())
        if "waba_id" in given:
            access = replace(access, waba_id=given["waba_id"])
        if not access.access_token:
            raise Conflict("credentials-unreadable")
        return access

    async def _require_verified(self, access: ChannelAccess) -> None:
        try:
            refusal = await self._verify(access)
        except ProviderAway:
            raise Unavailable("nothing-changed", retry_after=10) from None
        if refusal is not None:
            field_name = {"access_token": "accessToken", "waba_id": "wabaId"}[refusal.about]
            raise InvalidInput("credentials-refused", field=field_name, answer=in_words(refusal.error))
