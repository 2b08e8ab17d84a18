"""Claims: a channel is its company's when the provider accepts the channel's token for its number.

A new channel is pending. The provider is asked at once, when its webhooks are set up, when a webhook comes,
and again and again by the worker until the claim expires. Other companies' numbers stay unknown before
they have proved the number themselves.

Of two who can prove a number the first keeps it, as long as the provider accepts its token: it is asked again
when the second comes. So the owner of the number decides, at the provider, by taking a token's access away.
See ``docs/adr/0015-channels-belong-to-who-can-prove-it.md``.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_platform import audit
from atende_platform.audit import Action
from atende_platform.context import TenantContext
from atende_platform.db import now
from atende_platform.errors import Conflict, InvalidInput, NotFound, TooManyRequests, Unavailable
from atende_platform.quotas import Quotas
from atende_platform.ratelimit import RateLimiter
from atende_platform.revisions import Expected
from gateway.domain.channels import (
    NO_ANSWER,
    PENDING,
    UNUSABLE,
    ChannelAccess,
    ChannelReason,
    Objection,
    in_words,
)
from gateway.domain.errors import ProviderAway
from gateway.repository import claims as repository
from gateway.repository.channels import Channels, find_access
from gateway.schemas import ChannelCreate, ChannelUpdate
from gateway.service import channels
from gateway.service.accounts import Accounts, required
from gateway.service.channels import ChannelRow
from gateway.service.directory import open_access
from gateway.settings import Settings

log = structlog.get_logger(__name__)

ASK_SECONDS: Final = 4.0
"""How long the provider may take to confirm a token: webhooks wait meanwhile."""
AT_ONCE: Final = 8
"""Open questions of a process that somebody waits for; more are answered as if the provider were away."""
AT_A_TIME: Final = 20
EXPIRE_AT_A_TIME: Final = 100
PROVES: Final = frozenset({"access_token", "app_secret", "waba_id"})
"""What of a channel is changed only together with a proof."""

ELSEWHERE: Final = ChannelReason(
    "number_taken",
    "Another company here has proved the number, too, and WhatsApp still accepts its token. Take away that"
    " token's access to the number at Meta, or have the other channel disconnected",
)
LOST: Final = ChannelReason(
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

    async def connect(self, actor: TenantContext, body: ChannelCreate, quotas: Quotas) -> ChannelRow:
        """Add a pending channel, and ask the provider at once. Raises like `channels.connect_channel`."""
        await self.allow(actor.company_id)
        expires = now() + timedelta(hours=self.settings.channel_claim_hours)
        async with self.accounts.database.tenant(actor.company_id) as session:
            channel = await channels.connect_channel(
                session,
                actor,
                body,
                self.accounts.providers,
                self.accounts.sealer,
                quotas,
                most_pending=self.settings.pending_channels,
                expires_at=expires,
            )
        return await self._after_asking(actor.company_id, channel.id)

    async def change(
        self, actor: TenantContext, channel_id: UUID, body: ChannelUpdate, expected: Expected
    ) -> ChannelRow:
        """Change a channel. What its proof depends on changes only if the provider accepts the new.

        A pending channel has proved nothing: its changes are kept, and the provider is asked again.
        Raises like `channels.change_channel`, `InvalidInput` for what the provider does not accept,
        `Unavailable` when it did not answer.
        """
        proven: int | None = None
        if body.model_fields_set & PROVES:
            await self.allow(actor.company_id)
            access = await self._with_changes(actor.company_id, channel_id, body)
            if access.status != PENDING:
                await self._require(access)
                proven = access.revision
        async with self.accounts.database.tenant(actor.company_id) as session:
            channel = await channels.change_channel(
                session,
                actor,
                channel_id,
                body,
                self.accounts.sealer,
                expected=expected,
                proven_revision=proven,
            )
        if channel.status == PENDING and body.model_fields_set & PROVES:
            return await self._after_asking(actor.company_id, channel_id)
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

    async def prove(self, company_id: UUID, channel_id: UUID) -> bool:
        """Ask the provider about a pending channel; return whether it is pending no more.

        Asked too often, or by too many at a time, it asks nobody. What the provider objects to is noted, and
        so is that it did not answer; neither is raised.
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
            return await self._settle(access)

    async def prove_due(self) -> None:
        """Ask about the pending channels whose time has come, several at a time."""
        async with self.accounts.database.worker() as session:
            due = await repository.begin_due(session, limit=AT_A_TIME)
            rows = await find_access(session, channel_ids=[channel_id for _, channel_id in due])
        accesses = [open_access(row, self.accounts.sealer) for row in rows]
        pending = [access for access in accesses if access.status == PENDING]
        results = await asyncio.gather(*map(self._settle, pending), return_exceptions=True)
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

    async def _after_asking(self, company_id: UUID, channel_id: UUID) -> ChannelRow:
        await self.prove(company_id, channel_id)
        async with self.accounts.database.tenant(company_id) as session:
            return await channels.get_channel(session, company_id, channel_id)

    async def _settle(self, access: ChannelAccess) -> bool:
        """Ask about a channel, and write down what came out; return whether it is its company's now."""
        try:
            objection = await self._ask(access)
        except ProviderAway as error:
            log.warning("claim.not_checked", channel=str(access.channel_id), error=str(error)[:200])
            return await self._still_pending(access, NO_ANSWER, "away")
        if objection is not None:
            return await self._still_pending(access, objection.reason, "refused")
        rival = await self._take(access)
        if rival is None or rival.channel_id == access.channel_id:
            return rival is not None
        # Two have proved it. Whom the provider accepts no more gives way.
        try:
            lost = await self._ask(rival) if rival.status != UNUSABLE else None
        except ProviderAway:
            lost = None
        if lost is None or not lost.final:
            return await self._still_pending(access, ELSEWHERE, "elsewhere")
        await self._dispossess(rival)
        return await self._take(access) is not None

    async def _ask(self, access: ChannelAccess) -> Objection | None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                account = required(self.accounts.provider_of(access).account, "account")
                return await account.objection(access)
        except TimeoutError:
            raise ProviderAway("no answer in time") from None

    async def _take(self, access: ChannelAccess) -> ChannelAccess | None:
        """Make a number a channel's own, unless another has it.

        Returns who has it now: this channel or the other; None if the channel has changed meanwhile.
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
            channel.verified_at, channel.claim_expires_at = now(), None
            if not await repository.save_as_holder(session, channel):
                return None  # Another was quicker. The worker asks again.
            await channels.tell(session, channel)
        _claims.labels("proved").inc()
        return access

    async def _still_pending(self, access: ChannelAccess, reason: ChannelReason, outcome: str) -> bool:
        _claims.labels(outcome).inc()
        async with self.accounts.database.worker() as session:
            channel = await repository.pending(
                session, access.company_id, access.channel_id, revision=access.revision
            )
            if channel is None:
                return False
            channel.checked_at = now()
            channels.set_problem(channel, reason)
            if channel.status_reason != reason.detail:
                channels.set_reason(channel, reason)
                await Channels(session, channel.company_id).save(channel)
                await channels.tell(session, channel)
        return False

    async def _dispossess(self, rival: ChannelAccess) -> None:
        """Take a number away from a channel whose token is accepted no more. It may prove it anew."""
        async with self.accounts.database.worker() as session:
            channel = await repository.holder(session, rival.phone_number_id)
            if channel is None or (channel.id, channel.revision) != (rival.channel_id, rival.revision):
                return
            channel.status, channel.verified_at = PENDING, None
            channels.set_reason(channel, LOST)
            channel.claim_attempts, channel.claim_expires_at = 0, None
            await Channels(session, channel.company_id).save(channel)
            await channels.tell(session, channel)
            await audit.record_by_system(
                session, channel.company_id, Action.CHANNEL_LOST, channel.id, {"name": channel.name}
            )
        _claims.labels("lost").inc()

    async def _with_changes(self, company_id: UUID, channel_id: UUID, body: ChannelUpdate) -> ChannelAccess:
        """Return a channel as it would be."""
        async with self.accounts.database.tenant(company_id) as session:
            rows = await find_access(session, channel_ids=[channel_id])
        if not rows:
            raise NotFound("channel-not-found")
        access = open_access(rows[0], self.accounts.sealer)
        given = body.model_fields_set
        if "access_token" in given:
            access = replace(access, access_token=body.access_token.get_secret_value())
        if "waba_id" in given:
            access = replace(access, waba_id=body.waba_id)
        if not access.access_token:
            raise Conflict("credentials-unreadable")
        return access

    async def _require(self, access: ChannelAccess) -> None:
        try:
            objection = await self._ask(access)
        except ProviderAway:
            raise Unavailable("nothing-changed", retry_after=10) from None
        if objection is not None:
            field_name = {"access_token": "accessToken", "waba_id": "wabaId"}[objection.about]
            raise InvalidInput("credentials-refused", field=field_name, answer=in_words(objection.error))
