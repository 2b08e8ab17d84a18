"""Delivers events to webhooks: from the log to deliveries (`Feeder`), from there to endpoints (`Deliverer`).

An endpoint is delivered to by one worker at a time, which has leased it, for a few seconds; then others have
their turn. What is sent and not recorded, because the process died, is sent once more, under the same id.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog
from opentelemetry.trace import SpanKind, Status, StatusCode
from prometheus_client import Counter, Gauge

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, now
from atende_platform.data.listening import listener
from atende_platform.http.outgoing import Connections, Outgoing
from atende_platform.process import tracing
from atende_platform.process.progress import Progress
from atende_platform.process.tasks import IDLE_SECONDS, LONG_ROUND_SECONDS, Task, every, wait, within
from chat.settings import Settings
from chat.updates.schemas import WebhookUpdated
from chat.webhooks import repository, service
from chat.webhooks.domain import KIND, WINDOW, Health, Outcome, WebhooksUnavailable
from chat.webhooks.repository import Due, Webhook
from chat.webhooks.sending import SealBroken, Secrets, send

if TYPE_CHECKING:
    from chat.rows import Row

log = structlog.get_logger(__name__)

_FEED_SECONDS: Final = 0.1
_ENDPOINTS: Final = 100
_EVENTS: Final = 200
"""Of an endpoint in a round."""
_POLL_SECONDS: Final = 1.0
_AWAKE_SECONDS: Final = 30.0
"""How long it is polled so often after there was something to deliver; else every `IDLE_SECONDS`."""
_TURN_SECONDS: Final = 5.0
"""How long an endpoint is delivered to before others have their turn."""
_BATCH: Final = 50
_ANSWER_SECONDS: Final = 10.0
"""How long the database may take."""
_LEASE_MARGIN_SECONDS: Final = 30.0
_GOODBYE_SECONDS: Final = 3.0
"""How long deliveries under way may take when the process ends."""
_SWEEP_SECONDS: Final = 60.0
_PURGED: Final = 10_000

_delivered = Counter(
    "webhook_deliveries_total", "Attempts to deliver to webhooks, by what came of them", ["outcome"]
)
_under_way = Gauge("webhook_endpoints_under_way", "Endpoints that are delivered to")


def tasks(database: Database, settings: Settings) -> Sequence[Task]:
    """Return what delivers to webhooks, to be run in a worker."""
    deliverer = Deliverer(database, settings)
    feeder = Feeder(database, settings, deliverer.wake)
    deliverer.on_turn = feeder.hear_of
    cleaner = Cleaner(database, settings)
    return (
        listener(
            "webhooks listener",
            settings.database_worker_url,
            {"event_log": feeder.hear, "wake": feeder.hear_of_change},
            begun=feeder.hear_of_all,
        ),
        every("webhooks feeder", _FEED_SECONDS, feeder.step, woken=feeder.woken),
        Task("webhooks deliverer", deliverer.run, (deliverer.progress,)),
        every("webhooks cleaner", _SWEEP_SECONDS, cleaner.step, limit=LONG_ROUND_SECONDS),
    )


class Feeder:
    """Makes events into deliveries for the endpoints that are on.

    A notification says which company has news; those of companies without endpoints cost nothing more. Every
    few seconds all endpoints are looked at, for what no notification told.
    """

    def __init__(self, database: Database, settings: Settings, on_fed: asyncio.Event) -> None:
        self.woken = asyncio.Event()
        self._database = database
        self._settings = settings
        self._on_fed = on_fed
        self._subscribers: set[UUID] = set()
        self._news: set[UUID] = set()
        self._all_at = 0.0

    def hear(self, company_id: str) -> None:
        """A company has news."""
        self.hear_of(UUID(company_id))

    def hear_of(self, company_id: UUID) -> None:
        """A company has news, or an endpoint of it has room for more."""
        if company_id in self._subscribers:
            self._news.add(company_id)
            self.woken.set()

    def hear_of_change(self, kind: str) -> None:
        """A webhook was added or switched on, if that is what there is to do."""
        if kind == KIND:
            self.hear_of_all()

    def hear_of_all(self) -> None:
        """Any may have: until now none was heard of."""
        self._all_at = 0.0
        self.woken.set()

    async def step(self) -> bool:
        """Feed some endpoints; tell whether there may be more to do."""
        of_all = monotonic() >= self._all_at
        news, self._news = self._news, set()
        if not of_all and not news:
            return False
        moment = now()
        async with self._database.worker() as session:
            if of_all:
                self._subscribers = await repository.subscribers(session)
                if not self._subscribers:
                    self._all_at = monotonic() + IDLE_SECONDS
                    return False
            fed = await repository.feed(
                session,
                None if of_all else news,
                moment,
                window=WINDOW,
                endpoints=_ENDPOINTS,
                events=_EVENTS,
                oldest=moment - timedelta(hours=self._settings.webhook_backlog_hours),
                most=self._settings.webhook_backlog_events,
                never=[WebhookUpdated.TYPE],
            )
        if fed.deliveries:
            self._on_fed.set()
        if of_all and fed.endpoints < _ENDPOINTS:
            self._all_at = monotonic() + IDLE_SECONDS
        elif not of_all and fed.endpoints:
            self._news |= news  # Until nothing is found any more.
        return fed.endpoints > 0


class Deliverer:
    """Delivers to endpoints, many at a time, each in the order of its events."""

    def __init__(self, database: Database, settings: Settings, outgoing: Outgoing | None = None) -> None:
        self.wake = asyncio.Event()
        longest = IDLE_SECONDS + 2 * _ANSWER_SECONDS
        self.progress = Progress("webhooks deliverer", limit=longest + _ANSWER_SECONDS, step=longest)
        self._database = database
        self._settings = settings
        self._secrets = Secrets(settings.webhook_keys)
        self._outgoing = outgoing
        self._under_way: set[asyncio.Task[None]] = set()
        self._ending = False
        self.on_turn: Callable[[UUID], None] = lambda _: None
        """Gets whose endpoint had its turn: what waits in the log may have room now."""

    async def run(self) -> None:
        """Deliver what is due, until cancelled; what is under way then has a moment to be finished."""
        outgoing = self._outgoing or outgoing_of(self._settings)
        self._ending = False
        awake_until = monotonic() + _AWAKE_SECONDS
        try:
            while True:
                self.progress.due()
                self.wake.clear()
                async with within(_ANSWER_SECONDS, "claim of webhooks"):
                    if await self.begin(outgoing):
                        awake_until = monotonic() + _AWAKE_SECONDS
                self.progress.done()
                await wait(self.wake, _POLL_SECONDS if monotonic() < awake_until else IDLE_SECONDS)
        finally:
            self._ending = True
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=_GOODBYE_SECONDS)
            for turn in self._under_way:
                turn.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)
            if self._outgoing is None:
                await outgoing.close()

    async def begin(self, outgoing: Outgoing) -> int:
        """Begin to deliver to endpoints for which there is a place; return how many."""
        places = self._settings.webhook_endpoints_at_a_time - len(self._under_way)
        if places <= 0:
            return 0
        moment = now()
        lasts = _TURN_SECONDS + self._settings.webhook_total_seconds + _LEASE_MARGIN_SECONDS
        async with self._database.worker() as session:
            claimed = await repository.claim(
                session,
                moment,
                places=places,
                each=self._settings.webhook_endpoints_of_a_company,
                lease=uuid7(),
                until=moment + timedelta(seconds=lasts),
            )
        for webhook in claimed:
            delivering = self._turn(outgoing, webhook)
            turn = asyncio.create_task(delivering, name="deliver to a webhook", context=tracing.apart())
            self._under_way.add(turn)
            turn.add_done_callback(self._on_over)
        _under_way.set(len(self._under_way))
        return len(claimed)

    async def finish(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _on_over(self, turn: "asyncio.Task[None]") -> None:
        self._under_way.discard(turn)
        self.wake.set()
        if not turn.cancelled() and (error := turn.exception()) is not None:
            # The lease runs out, and the endpoint is claimed again.
            log.warning("webhook.turn_failed", error=repr(error))

    async def _turn(self, outgoing: Outgoing, webhook: Webhook) -> None:
        """Deliver to a claimed endpoint for a while."""
        ends = monotonic() + _TURN_SECONDS
        health = service.health_of(webhook)
        goes_on = True
        async with outgoing.connections(UUID(str(webhook.company_id))) as http:
            while goes_on and not self._ending and monotonic() < ends:
                async with self._database.worker() as session:
                    due = await repository.due(session, webhook, now(), _BATCH)
                if not due:
                    break
                attempts, health = await self._deliver(http, webhook, due, health, ends)
                async with self._database.worker() as session:
                    goes_on = await service.record(session, webhook, attempts, health, now(), release=False)
                goes_on = goes_on and not _is_paused(health)
        async with self._database.worker() as session:
            await service.record(session, webhook, [], health, now(), release=True)
        self.on_turn(UUID(str(webhook.company_id)))

    async def _deliver(
        self, http: Connections, webhook: Webhook, due: Sequence[Due], health: Health, ends: float
    ) -> "tuple[list[Row], Health]":
        """Send deliveries in order, as many at a time as the endpoint takes, until it is to be left alone."""
        attempts = [service.expired(each) for each in due if _is_expired(each)]
        waiting = [each for each in due if not _is_expired(each)]
        try:
            secrets = self._secrets.of(webhook, now())
        except (SealBroken, WebhooksUnavailable):
            return attempts, Health(disabled="secret_unreadable")
        while waiting and not _is_paused(health) and not self._ending and monotonic() < ends:
            chunk, waiting = waiting[: webhook.parallel], waiting[webhook.parallel :]
            outcomes = await asyncio.gather(
                *(self._send(http, webhook, secrets, each, now()) for each in chunk)
            )
            for each, outcome in zip(chunk, outcomes, strict=True):
                moment = now()
                _delivered.labels("delivered" if outcome.is_delivered else outcome.error or "refused").inc()
                health = service.follow(health, outcome, moment, self._settings.webhook_disable_hours)
                attempts.append(service.settled(each, outcome, moment))
        return attempts, health

    @staticmethod
    async def _send(
        http: Connections, webhook: Webhook, secrets: list[str], due: Due, moment: datetime
    ) -> Outcome:
        """Send a delivery in the trace of its event, whose ids its receiver does not get."""
        told = {"http.request.method": "POST", "atende.event.type": due.delivery.type}
        with tracing.continued("POST to a webhook", due.traceparent, SpanKind.CLIENT, told) as span:
            outcome = await send(http, webhook, secrets, due.delivery, due.payload, moment)
            if outcome.code is not None:
                span.set_attribute("http.response.status_code", outcome.code)
            if not outcome.is_delivered:
                span.set_attribute("error.type", outcome.error or str(outcome.code))
                span.set_status(Status(StatusCode.ERROR))
        return outcome


class Cleaner:
    """Drops what waited for too long, and forgets what is old."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def step(self) -> bool:
        """Do a part; tell whether there may be more."""
        moment, settings = now(), self._settings
        async with self._database.worker() as session:
            oldest = moment - timedelta(hours=settings.webhook_backlog_hours)
            late = await repository.drop_late(session, oldest, moment, endpoints=_ENDPOINTS)
        async with self._database.worker() as session:
            before = moment - timedelta(days=settings.webhook_kept_days)
            old = await repository.purge(session, before, _PURGED)
        return late == _ENDPOINTS or old == _PURGED


def outgoing_of(settings: Settings) -> Outgoing:
    """Return the ways out by the settings of an installation."""
    return Outgoing(
        allowed=settings.webhook_network_list,
        connect_seconds=settings.webhook_connect_seconds,
        total_seconds=settings.webhook_total_seconds,
    )


def _is_paused(health: Health) -> bool:
    return health.paused_until is not None or health.disabled is not None


def _is_expired(due: Due) -> bool:
    return due.delivery.seq is not None and due.payload is None
