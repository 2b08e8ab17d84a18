"""The routes of the webhooks.

Plain Starlette routes decoding with msgspec: they get three times what we send, and a framework's
validation would cost more than all the rest. Nothing here touches the database but a cached lookup.
"""

import asyncio
import hmac
import time
from collections import OrderedDict
from collections.abc import Awaitable, Collection, Sequence
from http import HTTPStatus
from typing import Final, TypeVar
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from atende_platform.addresses import prefix
from atende_platform.data.db import now
from atende_platform.errors import (
    AppError,
    Forbidden,
    NotFound,
    Unauthenticated,
    Unavailable,
)
from atende_platform.http.application import App
from atende_platform.http.express import Express
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.transient import is_transient
from gateway.domain.channels import PENDING, ChannelAccess
from gateway.providers import SHARED_WEBHOOK, Normalised, Providers, TextFile, Update
from gateway.service import media
from gateway.service.claims import Claims
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings
from gateway.storage import MediaStorage, StorageFault
from gateway.webhooks.admission import Admission, TooManyUpdates
from gateway.webhooks.plain import PATH, UNKNOWN_CHANNEL, PlainWebhooks
from gateway.webhooks.publisher import Publisher
from gateway.webhooks.throttle import WebhookThrottle, refused, remember
from gateway.webhooks.updates import (
    BadWebhook,
    Subject,
    limit_journal,
    load_of,
    parse,
    read,
    subject_of,
    updates_total,
)

log = structlog.get_logger(__name__)

T = TypeVar("T")

BODY_LIMIT: Final = 3 * 1024 * 1024
"""Meta's own limit for one POST."""
MAX_NUMBERS: Final = 100
"""Distinct numbers in one POST: each may cost a lookup before anything is verified."""
LARGE_BODY: Final = 128 * 1024
"""Bytes of a body that is read beside the event loop."""
STORE_SECONDS: Final = 5.0
ASK_AGAIN_SECONDS: Final = 1.0
"""Webhooks of a pending channel that come within this time do not have the provider asked again."""


def _address(request: Request) -> str:
    return prefix(request.client.host) if request.client else "unknown"


class Webhooks:
    """The routes of the webhooks."""

    def __init__(
        self,
        settings: Settings,
        providers: Providers,
        channels: ChannelDirectory,
        publisher: Publisher,
        storage: MediaStorage,
        claims: Claims,
        throttle: WebhookThrottle,
        admission: Admission,
    ) -> None:
        self._app_verify_token = settings.webhook_verify_token.get_secret_value()
        self._providers = providers
        self._channels = channels
        self._publisher = publisher
        self._storage = storage
        self._claims = claims
        self._asked_at: OrderedDict[str, float] = OrderedDict()
        """By pending channel: when the provider was last asked about it."""
        self._throttle = throttle
        self._admission = admission

    async def answer(self, request: Request) -> Response:
        """Answer both methods."""
        self._throttle.check(_address(request))
        try:
            return await (self.receive if request.method == "POST" else self.verify)(request)
        except AppError as error:
            if error.status < HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, TooManyUpdates):
                self._throttle.record_refusal(_address(request))
            raise

    async def verify(self, request: Request) -> Response:
        """Answer Meta's question whether the URL is ours: ``hub.challenge`` for the right token."""
        own = await self._channel_of(request) if "channel_id" in request.path_params else None
        expected = self._app_verify_token if own is None else own.verify_token
        query = request.query_params
        given = query.get("hub.verify_token", "")
        right = bool(expected) and hmac.compare_digest(expected.encode(), given.encode(errors="replace"))
        if query.get("hub.mode") != "subscribe" or not right:
            refused.labels("verify token").inc()
            raise Forbidden("wrong-verify-token")
        if own is not None and own.status == PENDING:
            await self._prove(own)  # Anyone who sets up the webhooks has set up the number.
        return PlainTextResponse(query.get("hub.challenge", "")[:1000])

    async def receive(self, request: Request) -> Response:
        """Receive a webhook: 200 only when all its events are in Kafka."""
        signature = request.headers.get("x-hub-signature-256")
        if signature is None:
            refused.labels("no signature").inc()
            raise Unauthenticated("unsigned-webhook")
        own = await self._channel_of(request) if "channel_id" in request.path_params else None
        if own is not None and (pause := self._admission.pause(own.company_id)):
            raise TooManyUpdates.after(pause)
        if own is not None and own.status == PENDING and self._asked_recently(own):
            raise _not_confirmed()  # Before its body is read: its maker can sign anything for it.
        body = await request.body()
        if own is not None and not self._signed_by(own, body, signature):
            raise _bad_signature()
        if own is not None and own.status == PENDING:
            own = await self._prove(own)
            if own is None:
                raise _not_confirmed()
        provider = self._providers[own.provider if own is not None else SHARED_WEBHOOK]
        updates = parse(provider, body)
        verified = await self._verified_channels(updates, body, signature, own)
        if verified:
            self._throttle.trust(_address(request))
        if len(body) > LARGE_BODY:  # A history has thousands of messages, and nobody else waits for them.
            by_company = await asyncio.to_thread(read, provider, updates, verified)
        else:
            by_company = read(provider, updates, verified)
        if own is not None:
            by_company.setdefault(own.company_id, Normalised([], []))  # Also what says nothing has its size.
        wait = self._apply_quotas(by_company, len(body))
        await self._store_files([file for normalised in by_company.values() for file in normalised.files])
        events = limit_journal([event for normalised in by_company.values() for event in normalised.events])
        await self._publisher.send(events)
        updates_total.labels("taken").inc(len(events))
        if wait > 0:
            raise TooManyUpdates.after(wait)
        return Response(status_code=200)

    def _apply_quotas(self, by_company: dict[UUID, Normalised], size: int) -> float:
        """Remove what is more than its company may bring now; return in how many seconds it may come again.

        The provider repeats the whole webhook then. What others wrote in it is taken at once, and told apart
        when it comes again.
        """
        longest, total = 0.0, sum(len(one.events) for one in by_company.values())
        for company_id, normalised in list(by_company.items()):
            load = load_of(normalised.events, size * len(normalised.events) / total if total else size)
            wait = self._admission.admit(company_id, load, len(normalised.events))
            if wait > 0:
                del by_company[company_id]
            longest = max(longest, wait)
        return longest

    async def _store_files(self, files: Sequence[TextFile]) -> None:
        """Have what is too long for an event in the storage before the events that name it are published."""
        if not files:
            return
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await media.store_texts(self._storage, files)
        except (StorageFault, TimeoutError) as error:
            log.warning("webhook.not_stored", error=repr(error), files=len(files))
            raise Unavailable("storage-silent", retry_after=2) from None

    async def _channel_of(self, request: Request) -> ChannelAccess:
        try:
            channel_id = UUID(request.path_params["channel_id"])
        except ValueError:
            raise NotFound("webhook-not-found") from None
        channel = await _or_unavailable(self._channels.by_id(channel_id))
        if channel is None or self._providers[channel.provider].webhooks is None:
            refused.labels("no channel").inc()
            raise NotFound("webhook-not-found")
        return channel

    async def _prove(self, channel: ChannelAccess) -> ChannelAccess | None:
        """Have the provider asked about a pending channel; return the channel if it is pending no more."""
        if self._asked_recently(channel):
            return None
        key = str(channel.channel_id)
        self._asked_at.pop(key, None)
        remember(self._asked_at, key, time.monotonic())
        if not await _or_unavailable(self._claims.prove(channel.company_id, channel.channel_id, now())):
            return None
        self._channels.invalidate(channel)
        proved = await _or_unavailable(self._channels.by_id(channel.channel_id))
        return proved if proved is not None and proved.status != PENDING else None

    def _asked_recently(self, channel: ChannelAccess) -> bool:
        asked_at = self._asked_at.get(str(channel.channel_id), float("-inf"))
        return asked_at > time.monotonic() - ASK_AGAIN_SECONDS

    def _signed_by(self, channel: ChannelAccess, body: bytes, signature: str) -> bool:
        webhooks = self._providers[channel.provider].webhooks
        return webhooks is not None and any(
            webhooks.verify_signature(secret, body, signature) for secret in channel.app_secrets
        )

    async def _verified_channels(
        self, updates: Sequence[Update], body: bytes, signature: str, own: ChannelAccess | None
    ) -> dict[Subject, list[ChannelAccess]]:
        """Return the channels, by number or account, for which the body's signature speaks."""
        subjects = {subject_of(update) for update in updates}
        verified: dict[Subject, list[ChannelAccess]] = {}
        if own is not None:
            verified[own.phone_number_id, None] = [own]
            # At a channel's own URL, what is reported to its account is the channel's.
            accounts = {account for _, account in subjects if account is not None}
            verified |= {(None, account): [own] for account in accounts if own.waba_id in (None, account)}
        unknown = subjects - verified.keys()
        if not unknown:
            return verified
        if len(unknown) > MAX_NUMBERS:
            raise BadWebhook("webhook-names-too-many", most=MAX_NUMBERS)
        known = await self._find_channels(unknown)
        is_signed: dict[tuple[str, ...], bool] = {}  # Channels of one Meta app share their secret.
        for subject, channels in known.items():
            for channel in channels:
                if channel.app_secrets not in is_signed:
                    is_signed[channel.app_secrets] = self._signed_by(channel, body, signature)
                if is_signed[channel.app_secrets]:
                    verified.setdefault(subject, []).append(channel)
        if verified:
            return verified
        if not any(known.values()):
            self._signed_by(
                UNKNOWN_CHANNEL, body, signature
            )  # Takes as long as for a number that is connected.
        raise _bad_signature()

    async def _find_channels(self, subjects: Collection[Subject]) -> dict[Subject, list[ChannelAccess]]:
        known: dict[Subject, list[ChannelAccess]] = {}
        if numbers := sorted(number for number, _ in subjects if number is not None):
            by_number = await _or_unavailable(self._channels.by_numbers(numbers))
            known |= {(number, None): [channel] for number, channel in by_number.items()}
        if accounts := sorted(account for _, account in subjects if account is not None):
            by_account = await _or_unavailable(self._channels.by_accounts(accounts))
            known |= {(None, account): channels for account, channels in by_account.items()}
        return known


async def _or_unavailable(lookup: Awaitable[T]) -> T:
    """Return a lookup's result; `Unavailable` when the database is away and memory does not know."""
    try:
        return await lookup
    except Exception as error:
        if not is_transient(error):
            raise
        raise Unavailable("unavailable", retry_after=2) from None


def _bad_signature() -> Unauthenticated:
    refused.labels("signature").inc()
    return Unauthenticated("bad-signature")


def _not_confirmed() -> Unavailable:
    refused.labels("pending").inc()
    return Unavailable("number-unconfirmed", retry_after=5)


def install(
    app: App,
    runtime: Runtime[Settings],
    providers: Providers,
    channels: ChannelDirectory,
    storage: MediaStorage,
    claims: Claims,
) -> Task:
    """Add the webhook routes to the app; return the task that keeps their producer."""
    publisher = Publisher(runtime.settings)
    throttle = WebhookThrottle(runtime.settings.webhook_refusals_per_minute)
    admission = Admission(runtime.company_limits)
    webhooks = Webhooks(
        runtime.settings, providers, channels, publisher, storage, claims, throttle, admission
    )
    plain = PlainWebhooks(providers, channels, publisher, throttle, admission)
    routes = [
        Route(path, webhooks.answer, methods=["GET", "POST"]) for path in (PATH, PATH + "/{channel_id}")
    ]
    app.add_express(PATH, Express("webhook", routes, body_limit=BODY_LIMIT, quick=plain.take))
    return Task("webhook producer", publisher.run)
