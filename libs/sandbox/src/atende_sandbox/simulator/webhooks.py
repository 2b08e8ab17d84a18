"""Owns webhook delivery: due times, batching, retries with growing back-off, and the ack times.

Promises what Meta promises: at least once, in no particular order, concurrently, anything but 200 retried.
Bounded: at most `webhookConcurrency` POSTs per number are open, and a number whose receiver fails stops
forming new POSTs once a few hundred wait for a retry; its updates then wait as small objects, not as bodies.
What is pending lives in memory only: a restart of the simulator forgets statuses not yet delivered.
"""

import asyncio
import contextlib
import heapq
import itertools
import time
from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import aiohttp

from atende_sandbox.simulator.graph_errors import status_error
from atende_sandbox.simulator.knobs import Knobs
from atende_sandbox.simulator.ledger import JsonLog, iso_time
from atende_sandbox.simulator.lifecycle import PlannedStatus, Step
from atende_sandbox.simulator.messages import Outbound
from atende_sandbox.simulator.numbers import Number
from atende_sandbox.simulator.payloads import ChangeUpdate, StatusUpdate, Update, encode, sign

TICK_SECONDS = 0.005
LINGER_SECONDS = 0.05
MAX_WAITING_RETRIES = 256
ACK_SAMPLES = 20_000


class DeliveryStats:
    """Counters of all deliveries and the latest ack times. Counted since the start or the last reset."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.acked_posts = 0
        self.acked_updates = 0
        self.failed_attempts = 0
        self.dropped_updates = 0
        self.duplicate_posts = 0
        self._samples = array("d")

    def acked(self, updates: int, milliseconds: float) -> None:
        if len(self._samples) < ACK_SAMPLES:
            self._samples.append(milliseconds)
        else:
            self._samples[self.acked_posts % ACK_SAMPLES] = milliseconds
        self.acked_posts += 1
        self.acked_updates += updates

    def describe(self) -> dict[str, Any]:
        ordered = sorted(self._samples)

        def percentile(share: float) -> float | None:
            return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 3) if ordered else None

        return {
            "ackedPosts": self.acked_posts,
            "ackedUpdates": self.acked_updates,
            "failedAttempts": self.failed_attempts,
            "droppedUpdates": self.dropped_updates,
            "duplicatePosts": self.duplicate_posts,
            "ackMs": {
                "median": percentile(0.5),
                "p95": percentile(0.95),
                "p99": percentile(0.99),
                "max": percentile(1),
                "overOneSecond": sum(sample > 1000 for sample in ordered),
            },
        }


@dataclass(slots=True)
class Parcel:
    """The updates of one POST. The body is built per attempt: waiting bodies would cost memory."""

    updates: list[Update]
    attempts: int = 0
    duplicate: bool = False
    first_tried: float = 0


class Courier:
    """Delivers one number's updates."""

    def __init__(
        self,
        number: Callable[[], Number | None],
        knobs: Callable[[], Knobs],
        http: aiohttp.ClientSession,
        log: JsonLog,
        stats: DeliveryStats,
        random: Random,
    ) -> None:
        self._number = number
        self._knobs = knobs
        self._http = http
        self._log = log
        self._stats = stats
        self._random = random
        self._order = itertools.count()
        self._agenda: list[tuple[float, int, Step | Update]] = []
        self._ready: deque[Update] = deque()
        self._ready_since = 0.0
        self._shuffled = 0
        self._retries: list[tuple[float, int, Parcel]] = []
        self._posting: set[asyncio.Task[None]] = set()

    def follow(self, message: Outbound, plan: tuple[PlannedStatus, ...]) -> None:
        """Report the planned statuses of a message as they fall due."""
        self._at(time.monotonic() + plan[0].delay, Step(message, plan))

    def send(self, update: Update) -> None:
        self._emit(update, time.monotonic())

    @property
    def pending(self) -> int:
        return len(self._agenda) + len(self._ready) + len(self._retries) + len(self._posting)

    def tick(self) -> None:
        now = time.monotonic()
        while self._agenda and self._agenda[0][0] <= now:
            due, _, item = heapq.heappop(self._agenda)
            if isinstance(item, Step):
                self._advance(item, due)
            else:
                self._make_ready(item, now)
        self._fill(now)

    def clear(self) -> None:
        self._agenda.clear()
        self._ready.clear()
        self._retries.clear()
        self._shuffled = 0
        for task in self._posting:
            task.cancel()

    def _at(self, due: float, item: Step | Update) -> None:
        heapq.heappush(self._agenda, (due, next(self._order), item))

    def _advance(self, step: Step, due: float) -> None:
        planned = step.plan[step.position]
        message = step.message
        message.status = planned.status
        message.error_code = planned.code
        error = None if planned.code is None else status_error(planned.code)
        self._emit(StatusUpdate(message, planned.status, int(time.time()), error), due)
        step.position += 1
        if step.position < len(step.plan):
            self._at(due + step.plan[step.position].delay, step)

    def _emit(self, update: Update, now: float) -> None:
        delay = self._knobs().webhook_delay_ms
        if delay:
            self._at(now + delay / 1000, update)
        else:
            self._make_ready(update, now)

    def _make_ready(self, update: Update, now: float) -> None:
        if not self._ready:
            self._ready_since = now
        self._ready.append(update)

    def _fill(self, now: float) -> None:
        """Open as many POSTs as the bounds allow: retries that are due first, then new ones."""
        knobs = self._knobs()
        if knobs.webhooks_paused or not (self._ready or self._retries):
            return
        number = self._number()
        if number is None or number.webhook_url is None:
            self._drop(
                [*self._ready, *(update for _, _, parcel in self._retries for update in parcel.updates)]
            )
            self._ready.clear()
            self._retries.clear()
            return
        while len(self._posting) < knobs.webhook_concurrency and self._retries and self._retries[0][0] <= now:
            self._post_soon(heapq.heappop(self._retries)[2], number, knobs)
        while (
            len(self._posting) < knobs.webhook_concurrency
            and len(self._retries) < MAX_WAITING_RETRIES
            and self._is_full(knobs, now)
        ):
            self._post_soon(self._pack(knobs, now), number, knobs)

    def _is_full(self, knobs: Knobs, now: float) -> bool:
        """Batches and shuffle windows wait a moment for company; single updates leave at once."""
        if not self._ready:
            return False
        wanted = max(knobs.webhook_batch_size, knobs.webhook_reorder if not self._shuffled else 1)
        return len(self._ready) >= wanted or now - self._ready_since >= LINGER_SECONDS

    def _pack(self, knobs: Knobs, now: float) -> Parcel:
        if knobs.webhook_reorder > 1 and not self._shuffled:
            window = [self._ready.popleft() for _ in range(min(knobs.webhook_reorder, len(self._ready)))]
            self._random.shuffle(window)
            self._ready.extendleft(window)
            self._shuffled = len(window)
        size = min(knobs.webhook_batch_size, len(self._ready))
        parcel = Parcel([self._ready.popleft() for _ in range(size)])
        self._shuffled = max(self._shuffled - size, 0)
        copies = int(knobs.webhook_duplicate_rate)
        copies += self._random.random() < knobs.webhook_duplicate_rate - copies
        for _ in range(copies):
            self._stats.duplicate_posts += 1
            due = now + self._random.random() * 0.2
            heapq.heappush(self._retries, (due, next(self._order), Parcel(parcel.updates, duplicate=True)))
        return parcel

    def _post_soon(self, parcel: Parcel, number: Number, knobs: Knobs) -> None:
        task = asyncio.create_task(self._post(parcel, number, knobs))
        self._posting.add(task)
        task.add_done_callback(self._posted)

    def _posted(self, task: asyncio.Task[None]) -> None:
        self._posting.discard(task)
        if not task.cancelled():
            task.result()
            self._fill(time.monotonic())

    async def _post(self, parcel: Parcel, number: Number, knobs: Knobs) -> None:
        body = encode(number, parcel.updates)
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        secret = _signing_secret(number, knobs, self._random)
        if secret is not None:
            headers["X-Hub-Signature-256"] = sign(secret, body)
        parcel.attempts += 1
        started = time.monotonic()
        parcel.first_tried = parcel.first_tried or started
        status, problem = 0, None
        try:
            async with self._http.post(
                number.webhook_url or "",
                data=body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=knobs.webhook_timeout_ms / 1000),
            ) as response:
                # The answer's text is of no interest, and a faulty receiver may send a lot of it.
                await response.content.read(65536)
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            problem = f"{type(error).__name__}: {error}"[:200]
        milliseconds = (time.monotonic() - started) * 1000
        self._record(parcel, number, status, milliseconds, problem)
        if (
            status == 200
            and knobs.webhook_ack_loss_rate
            and self._random.random() < knobs.webhook_ack_loss_rate
        ):
            status = 0  # The receiver has it, and is sent it again.
        if status == 200:
            self._stats.acked(len(parcel.updates), milliseconds)
            _resolve(parcel.updates, {"acked": True, "status": 200, "attempts": parcel.attempts})
            return
        self._stats.failed_attempts += 1
        tried_for = time.monotonic() - parcel.first_tried
        if parcel.attempts >= knobs.webhook_max_attempts or tried_for >= knobs.webhook_retry_for_seconds:
            self._drop(parcel.updates, parcel.attempts, status)
            return
        backoff = min(
            knobs.webhook_retry_base_ms * 2 ** min(parcel.attempts - 1, 30), knobs.webhook_retry_max_ms
        )
        due = time.monotonic() + backoff / 1000 * self._random.uniform(0.8, 1.2)
        heapq.heappush(self._retries, (due, next(self._order), parcel))

    def _record(self, parcel: Parcel, number: Number, status: int, ms: float, problem: str | None) -> None:
        references = [
            update.message.wamid if isinstance(update, StatusUpdate) else update.reference
            for update in parcel.updates[:3]
        ]
        self._log.append(
            {
                "time": iso_time(time.time()),
                "phoneNumberId": number.phone_number_id,
                "updates": len(parcel.updates),
                "first": references,
                "attempt": parcel.attempts,
                "status": status,
                "ms": round(ms, 2),
                "duplicate": parcel.duplicate,
                "problem": problem,
            }
        )

    def _drop(self, updates: list[Update], attempts: int = 0, status: int = 0) -> None:
        self._stats.dropped_updates += len(updates)
        _resolve(updates, {"acked": False, "status": status, "attempts": attempts})


class PostOffice:
    """One courier per number, driven by one clock that sleeps while nothing is pending."""

    def __init__(self, courier: Callable[[str, aiohttp.ClientSession, DeliveryStats], Courier]) -> None:
        self.stats = DeliveryStats()
        self._make_courier = courier
        self._couriers: dict[str, Courier] = {}
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._http: aiohttp.ClientSession | None = None

    @property
    def http(self) -> aiohttp.ClientSession:
        if self._http is None:
            # Each courier bounds its own POSTs; the connector must not add a second, shared bound.
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._http

    @property
    def pending(self) -> int:
        return sum(courier.pending for courier in self._couriers.values())

    def courier(self, phone_number_id: str) -> Courier:
        """The number's courier, for handing over an update: wakes the clock."""
        self._idle.clear()
        self._wake.set()
        courier = self._couriers.get(phone_number_id)
        if courier is None:
            courier = self._make_courier(phone_number_id, self.http, self.stats)
            self._couriers[phone_number_id] = courier
        return courier

    async def run(self) -> None:
        while True:
            if not self.pending:
                self._wake.clear()
                self._idle.set()
                await self._wake.wait()
            for courier in self._couriers.values():
                courier.tick()
            await asyncio.sleep(TICK_SECONDS)

    async def wait_idle(self, timeout: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), timeout)
        return not self.pending

    def clear(self) -> None:
        for courier in self._couriers.values():
            courier.clear()
        self.stats.clear()

    async def close(self) -> None:
        self.clear()
        if self._http is not None:
            await self._http.close()


def _resolve(updates: list[Update], outcome: dict[str, Any]) -> None:
    for update in updates:
        if isinstance(update, ChangeUpdate) and update.acknowledged and not update.acknowledged.done():
            update.acknowledged.set_result(outcome)


def _signing_secret(number: Number, knobs: Knobs, random: Random) -> str | None:
    """While an app's secret is rotated, either may sign; the other ways are for testing the receiver."""
    match knobs.webhook_sign_with:
        case "current":
            return number.app_secret
        case "previous":
            return number.previous_app_secret or number.app_secret
        case "either":
            return random.choice((number.app_secret, number.previous_app_secret or number.app_secret))
        case "wrong":
            return number.app_secret + "?"
        case _:
            return None
