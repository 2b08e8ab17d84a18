"""The providers' webhooks: taken within milliseconds, and only when they are safe in Kafka.

Plain Starlette routes decoding with msgspec: they get three times what we send, and a framework's
validation would cost more than all the rest. Nothing here touches the database but a cached lookup.

``/webhooks/whatsapp/{channel_id}`` is a channel's own URL; ``/webhooks/whatsapp`` serves all channels of
one Meta app. In both, an update counts for the channel that owns its number, and only if the body is
signed with that channel's secret: one company's secret never speaks for another's number.
"""

import asyncio
import hmac
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from http import HTTPStatus
from typing import Final, TypeVar
from uuid import UUID

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactsReportedV1
from atende_contracts.event import Event
from atende_contracts.messages import HistoryRecordedV1, ProviderStatusReportedV1
from atende_platform.addresses import prefix
from atende_platform.company_limits import CompanyLimits
from atende_platform.errors import (
    AppError,
    Forbidden,
    NotFound,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from atende_platform.express import Express
from atende_platform.http import App
from atende_platform.kafka import make_producer, publish
from atende_platform.runtime import Runtime, Task
from atende_platform.transient import is_transient
from gateway.domain.channels import PENDING, ChannelAccess
from gateway.domain.quotas import RECORDS_PER_UPDATE, STATUSES_PER_MESSAGE, Load, WebhookQuota
from gateway.providers import SHARED_WEBHOOK, KeptFile, Provider, Providers, Reading, Update
from gateway.service import media
from gateway.service.claims import Claims
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings
from gateway.storage import MediaStorage, StorageFault

log = structlog.get_logger(__name__)

T = TypeVar("T")

Subject = tuple[str | None, str | None]
"""What an update is about: a number, or a whole account of numbers."""

PATH: Final = "/webhooks/whatsapp"
BODY_LIMIT: Final = 3 * 1024 * 1024
"""Meta's own limit for one POST."""
MAX_NUMBERS: Final = 100
"""Distinct numbers in one POST: each may cost a lookup before anything is verified."""
MAX_UPDATES: Final = 2000
"""Of one POST: twice what Meta puts into one."""
MAX_JOURNALLED: Final = 100
"""Parts of one POST that go into the journal of a channel; those behind them are counted only."""
LARGE_BODY: Final = 128 * 1024
"""Bytes of a body that is read beside the event loop."""
KEEP_SECONDS: Final = 5.0
PUBLISH_SECONDS: Final = 5.0
LINGER_MS: Final = 5
"""The events of webhooks that come within this time go to Kafka together."""
RECONNECT_SECONDS: Final = 1.0
ASK_AGAIN_SECONDS: Final = 1.0
"""Webhooks of a pending channel that come within this time do not have the provider asked again."""
NOBODY: Final = ChannelAccess(
    company_id=UUID(int=0),
    channel_id=UUID(int=0),
    provider=SHARED_WEBHOOK,
    phone_number_id="",
    status="deleted",
    messages_per_second=0,
    verify_token="",
    access_token="",
    app_secret="signs nothing",  # noqa: S106
)
"""In whose place no channel is: who asks for a number cannot see whether it is connected."""
TRUSTED_SECONDS: Final = 60 * 60.0
MOST_ADDRESSES: Final = 10_000
"""Remembered at a time, of each kind; more are the work of somebody who has many."""

_updates = Counter("gateway_webhook_updates_total", "Parts of webhooks by outcome", ["outcome"])
_refused = Counter("gateway_webhooks_refused_total", "Webhooks refused", ["reason"])


class BadWebhook(AppError):
    own_reason = "not-a-webhook"


class TooManyUpdates(TooManyRequests):
    """A company's webhooks bring more than they may. The provider tries again for days."""

    own_reason = "too-many-updates"

    @classmethod
    def after(cls, seconds: float) -> "TooManyUpdates":
        """Return the refusal of what may come again in so many seconds."""
        _refused.labels("too many updates").inc()
        return cls(retry_after=seconds)


class Publisher:
    """A producer for the life of the process. While Kafka is away, `send` raises `Unavailable`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None

    async def run(self) -> None:
        """Keep a producer connected until cancelled. Never fails: REST goes on without Kafka."""
        while True:
            try:
                async with make_producer(self._settings, linger_ms=LINGER_MS) as producer:
                    self._producer = producer
                    await asyncio.Event().wait()
            except (KafkaError, OSError) as error:
                log.warning("webhook.kafka_unavailable", error=repr(error))
            finally:
                self._producer = None
            await asyncio.sleep(RECONNECT_SECONDS)

    async def send(self, events: Sequence[Event]) -> None:
        """Return when Kafka has the events. Raises `Unavailable` when it may not have them."""
        if not events:
            return
        if self._producer is None:
            raise Unavailable("broker-unreachable", retry_after=2)
        try:
            await publish(self._producer, self._settings, events, timeout=PUBLISH_SECONDS)
        except (KafkaError, OSError) as error:
            log.warning("webhook.not_published", error=repr(error), events=len(events))
            raise Unavailable("broker-silent", retry_after=2) from None


class Suspects:
    """Addresses whose webhooks are refused again and again. They have to wait before any work is done.

    Counted in this process alone, because it is this process's time that they take, and so that it
    holds while Redis is away. An address that sent something rightly signed within the last hour is
    always listened to: nobody behind the provider's address can shut the provider out.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._free_at: OrderedDict[str, float] = OrderedDict()
        """By address: when all its refusals are forgotten. The longest quiet first."""
        self._trusted_until: OrderedDict[str, float] = OrderedDict()

    def require_patience(self, address: str) -> None:
        """Raise `TooManyRequests` for an address that has been refused too often."""
        now = self._clock()
        wait = self._free_at.get(address, now) - now - 60.0 + 60.0 / self._per_minute
        if wait > 0 and self._trusted_until.get(address, 0.0) <= now:
            _refused.labels("too often").inc()
            raise TooManyRequests("too-many-bad-webhooks", retry_after=wait + 0.5)

    def refused(self, address: str) -> None:
        """Count a refusal."""
        free_at = max(self._free_at.pop(address, 0.0), self._clock()) + 60.0 / self._per_minute
        _remember(self._free_at, address, free_at)

    def proved(self, address: str) -> None:
        """Note that a right signature came from there."""
        self._trusted_until.pop(address, None)
        _remember(self._trusted_until, address, self._clock() + TRUSTED_SECONDS)


def _address(request: Request) -> str:
    return prefix(request.client.host) if request.client else "unknown"


def _remember(times: OrderedDict[str, float], address: str, at: float) -> None:
    times[address] = at
    if len(times) > MOST_ADDRESSES:
        times.popitem(last=False)


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
        limits: CompanyLimits,
    ) -> None:
        self._app_verify_token = settings.webhook_verify_token.get_secret_value()
        self._providers = providers
        self._channels = channels
        self._publisher = publisher
        self._storage = storage
        self._claims = claims
        self._asked_at: OrderedDict[str, float] = OrderedDict()
        """By pending channel: when the provider was last asked about it."""
        self._suspects = Suspects(settings.webhook_refusals_per_minute)
        self._limits = limits
        self._quota = WebhookQuota()

    async def answer(self, request: Request) -> Response:
        """Be the endpoint of both methods."""
        self._suspects.require_patience(_address(request))
        try:
            return await (self.receive if request.method == "POST" else self.verify)(request)
        except AppError as error:
            if error.status < HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, TooManyUpdates):
                self._suspects.refused(_address(request))
            raise

    async def verify(self, request: Request) -> Response:
        """Answer Meta's question whether the URL is ours: ``hub.challenge`` for the right token."""
        own = await self._channel_of(request) if "channel_id" in request.path_params else None
        expected = self._app_verify_token if own is None else own.verify_token
        query = request.query_params
        given = query.get("hub.verify_token", "")
        right = bool(expected) and hmac.compare_digest(expected.encode(), given.encode(errors="replace"))
        if query.get("hub.mode") != "subscribe" or not right:
            _refused.labels("verify token").inc()
            raise Forbidden("wrong-verify-token")
        if own is not None and own.status == PENDING:
            await self._proved(own)  # Anyone who sets up the webhooks has set up the number.
        return PlainTextResponse(query.get("hub.challenge", "")[:1000])

    async def receive(self, request: Request) -> Response:
        """Take a webhook: 200 only when all that it tells is in Kafka."""
        signature = request.headers.get("x-hub-signature-256")
        if signature is None:
            _refused.labels("no signature").inc()
            raise Unauthenticated("unsigned-webhook")
        own = await self._channel_of(request) if "channel_id" in request.path_params else None
        if own is not None and (pause := self._quota.pause(own.company_id, time.monotonic())):
            raise TooManyUpdates.after(pause)
        if own is not None and own.status == PENDING and self._asked_lately(own):
            raise _not_confirmed()  # Before its body is read: its maker can sign anything for it.
        body = await request.body()
        if own is not None and not self._signed_by(own, body, signature):
            raise _bad_signature()
        if own is not None and own.status == PENDING:
            own = await self._proved(own)
            if own is None:
                raise _not_confirmed()
        provider = self._providers[own.provider if own is not None else SHARED_WEBHOOK]
        updates = _parse(provider, body)
        speakers = await self._speakers(updates, body, signature, own)
        if speakers:
            self._suspects.proved(_address(request))
        if len(body) > LARGE_BODY:  # A history has thousands of messages, and nobody else waits for them.
            readings = await asyncio.to_thread(_read, provider, updates, speakers)
        else:
            readings = _read(provider, updates, speakers)
        if own is not None:
            readings.setdefault(own.company_id, Reading([], []))  # Also what says nothing has its size.
        wait = self._leave_out_floods(readings, len(body))
        await self._keep([file for reading in readings.values() for file in reading.files])
        events = _sparing_the_journal([event for reading in readings.values() for event in reading.events])
        await self._publisher.send(events)
        _updates.labels("taken").inc(len(events))
        if wait > 0:
            raise TooManyUpdates.after(wait)
        return Response(status_code=200)

    def _leave_out_floods(self, readings: dict[UUID, Reading], size: int) -> float:
        """Remove what is more than its company may bring now; return in how many seconds it may come again.

        The provider repeats the whole webhook then. What others wrote in it is taken at once, and told apart
        when it comes again.
        """
        longest, now, total = 0.0, time.monotonic(), sum(len(one.events) for one in readings.values())
        for company_id, reading in list(readings.items()):
            limits = self._limits.of(company_id)
            if limits is None:
                continue
            load = _load_of(reading.events, size * len(reading.events) / total if total else size)
            most = Load(
                bytes=limits.webhook_bytes_per_second,
                updates=limits.webhook_updates_per_second,
                statuses=STATUSES_PER_MESSAGE * limits.messages_per_second,
                records=RECORDS_PER_UPDATE * limits.webhook_updates_per_second,
            )
            wait = self._quota.admit(company_id, load, most, now)
            if wait > 0:
                del readings[company_id]
                _updates.labels("too many").inc(len(reading.events))
                log.warning("webhook.rate_limited", company_id=str(company_id), wait=round(wait, 1))
            longest = max(longest, wait)
        return longest

    async def _keep(self, files: Sequence[KeptFile]) -> None:
        """Have what is too long for an event in the storage before the events that name it are published."""
        if not files:
            return
        try:
            async with asyncio.timeout(KEEP_SECONDS):
                await media.keep(self._storage, files)
        except (StorageFault, TimeoutError) as error:
            log.warning("webhook.not_stored", error=repr(error), files=len(files))
            raise Unavailable("storage-silent", retry_after=2) from None

    async def _channel_of(self, request: Request) -> ChannelAccess:
        try:
            channel_id = UUID(request.path_params["channel_id"])
        except ValueError:
            raise NotFound("webhook-not-found") from None
        channel = await _looked_up(self._channels.by_id(channel_id))
        if channel is None or self._providers[channel.provider].webhooks is None:
            _refused.labels("no channel").inc()
            raise NotFound("webhook-not-found")
        return channel

    async def _proved(self, channel: ChannelAccess) -> ChannelAccess | None:
        """Have the provider asked about a pending channel; return the channel if it is pending no more."""
        if self._asked_lately(channel):
            return None
        key = str(channel.channel_id)
        self._asked_at.pop(key, None)
        _remember(self._asked_at, key, time.monotonic())
        if not await _looked_up(self._claims.prove(channel.company_id, channel.channel_id)):
            return None
        self._channels.forget(channel)
        proved = await _looked_up(self._channels.by_id(channel.channel_id))
        return proved if proved is not None and proved.status != PENDING else None

    def _asked_lately(self, channel: ChannelAccess) -> bool:
        asked_at = self._asked_at.get(str(channel.channel_id), float("-inf"))
        return asked_at > time.monotonic() - ASK_AGAIN_SECONDS

    def _signed_by(self, channel: ChannelAccess, body: bytes, signature: str) -> bool:
        webhooks = self._providers[channel.provider].webhooks
        return webhooks is not None and any(
            webhooks.verify_signature(secret, body, signature) for secret in channel.app_secrets
        )

    async def _speakers(
        self, updates: Sequence[Update], body: bytes, signature: str, own: ChannelAccess | None
    ) -> dict[Subject, list[ChannelAccess]]:
        """Return the channels, by number or account, for which the body's signature speaks."""
        subjects = {_subject(update) for update in updates}
        speakers: dict[Subject, list[ChannelAccess]] = {}
        if own is not None:
            speakers[own.phone_number_id, None] = [own]
            # At a channel's own URL, what is reported to its account is the channel's.
            accounts = {account for _, account in subjects if account is not None}
            speakers |= {(None, account): [own] for account in accounts if own.waba_id in (None, account)}
        unknown = subjects - speakers.keys()
        if not unknown:
            return speakers
        if len(unknown) > MAX_NUMBERS:
            raise BadWebhook("webhook-names-too-many", most=MAX_NUMBERS)
        known = await self._known(unknown)
        verified: dict[tuple[str, ...], bool] = {}  # Channels of one Meta app share their secret.
        for subject, channels in known.items():
            for channel in channels:
                if channel.app_secrets not in verified:
                    verified[channel.app_secrets] = self._signed_by(channel, body, signature)
                if verified[channel.app_secrets]:
                    speakers.setdefault(subject, []).append(channel)
        if speakers:
            return speakers
        if not any(known.values()):
            self._signed_by(NOBODY, body, signature)  # Takes as long as for a number that is connected.
        raise _bad_signature()

    async def _known(self, subjects: Collection[Subject]) -> dict[Subject, list[ChannelAccess]]:
        known: dict[Subject, list[ChannelAccess]] = {}
        if numbers := sorted(number for number, _ in subjects if number is not None):
            by_number = await _looked_up(self._channels.by_numbers(numbers))
            known |= {(number, None): [channel] for number, channel in by_number.items()}
        if accounts := sorted(account for _, account in subjects if account is not None):
            by_account = await _looked_up(self._channels.by_accounts(accounts))
            known |= {(None, account): channels for account, channels in by_account.items()}
        return known


def _sparing_the_journal(events: Sequence[Event]) -> list[Event]:
    """Leave out what a journal gets beyond `MAX_JOURNALLED`: thousands more say nothing new."""
    kept: list[Event] = []
    journalled: dict[UUID, int] = {}
    for event in events:
        if isinstance(event, ProviderUpdateReportedV1):
            journalled[event.channel_id] = journalled.get(event.channel_id, 0) + 1
            if journalled[event.channel_id] > MAX_JOURNALLED:
                _updates.labels("unreadable, not kept").inc()
                continue
        kept.append(event)
    return kept


def _parse(provider: Provider, body: bytes) -> list[Update]:
    if provider.webhooks is None:
        raise NotFound("webhook-not-found")
    try:
        return provider.webhooks.parse(body)
    except ValueError:
        _refused.labels("not a webhook").inc()
        raise BadWebhook("not-a-webhook") from None


def _read(
    provider: Provider,
    updates: Sequence[Update],
    speakers: Mapping[Subject, Sequence[ChannelAccess]],
) -> dict[UUID, Reading]:
    """Return what the updates tell, by company. Raises `BadWebhook` if that is more than a provider sends."""
    readings: dict[UUID, Reading] = {}
    foreign: list[Update] = []
    count = 0
    for update in updates:
        channels = speakers.get(_subject(update), ())
        if not channels:
            foreign.append(update)
        for channel in channels:
            reading = provider.inbound.normalise(update, channel.company_id, channel.channel_id)
            of_company = readings.setdefault(channel.company_id, Reading([], []))
            of_company.events.extend(reading.events)
            of_company.files.extend(reading.files)
            count += len(reading.events)
        if count > MAX_UPDATES:
            raise BadWebhook("webhook-brings-too-much", most=MAX_UPDATES)
    if foreign:
        _updates.labels("not ours").inc(len(foreign))
        subject, name = _subject(foreign[0]), foreign[0].field[:100]
        log.warning("webhook.unmatched", updates=len(foreign), subject=subject, field=name)
    return readings


def _load_of(events: Sequence[Event], size: float) -> Load:
    updates = statuses = records = 0
    for event in events:
        match event:
            case ProviderStatusReportedV1():
                statuses += 1
            case HistoryRecordedV1():
                records += len(event.messages)
            case ContactsReportedV1():
                records += len(event.people)
            case _:
                updates += 1
    return Load(size, updates, statuses, records)


def _subject(update: Update) -> Subject:
    if update.phone_number_id is not None:
        return update.phone_number_id, None
    return None, update.account_id


async def _looked_up(lookup: Awaitable[T]) -> T:
    """Return a lookup's result; `Unavailable` when the database is away and memory does not know."""
    try:
        return await lookup
    except Exception as error:
        if not is_transient(error):
            raise
        raise Unavailable("unavailable", retry_after=2) from None


def _bad_signature() -> Unauthenticated:
    _refused.labels("signature").inc()
    return Unauthenticated("bad-signature")


def _not_confirmed() -> Unavailable:
    _refused.labels("pending").inc()
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
    webhooks = Webhooks(
        runtime.settings, providers, channels, publisher, storage, claims, runtime.company_limits
    )
    routes = [
        Route(path, webhooks.answer, methods=["GET", "POST"]) for path in (PATH, PATH + "/{channel_id}")
    ]
    app.add_express(PATH, Express("webhook", routes, body_limit=BODY_LIMIT))
    return Task("webhook producer", publisher.run)
