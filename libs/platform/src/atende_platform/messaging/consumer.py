"""What a consumer does with a batch: it decodes, retries, finds the bad records, and keeps companies apart.

The promises, which `tests/test_consumer_fairness.py` holds it to (docs/adr/0016):

- A record may be of many events. One of them that fails is found, and becomes a dead letter, like a record.
- A record is dealt with when the handler returned, or when it is a dead letter. What was dealt with of a
  batch is not done again when the rest of the batch comes again.
- What fails for one company is sought and tried again after everybody else's records of the batch were
  handled. A company whose records fail spends an allowance of time with that; when it is spent, its records
  become dead letters untried, until the allowance has grown again. Nobody else's do.
- An outage is waited out and blamed on no record. Waiting for locks and the like is blamed on a record only
  if another company's was handled meanwhile.
- If everybody's records fail, the code is wrong and not the records: the consumer stands still and says so,
  until any company's record can be handled, also one that waits behind the batch.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from time import monotonic
from typing import Any, Final, Protocol, TypeAlias
from uuid import UUID

import structlog
from aiokafka import ConsumerRecord
from prometheus_client import Counter, Gauge
from pydantic import ValidationError

from atende_contracts.event import Event
from atende_contracts.registry import UnknownEvent, decode, encode
from atende_platform.messaging import spans
from atende_platform.messaging.dead_letters import FOR, WHOLE, DeadLetter, DeadLetters, Place, place_of
from atende_platform.process.metrics import begin_at_zero
from atende_platform.process.progress import Progress
from atende_platform.transient import HandlerTimeout, is_contention, is_transient

log = structlog.get_logger(__name__)

Handler = Callable[[list[Any]], Awaitable[None]]
Record: TypeAlias = ConsumerRecord[Any, Any]

RETRY_FIRST_SECONDS: Final = 0.2
RETRY_LONGEST_SECONDS: Final = 4.0
"""What waits for a server goes on so soon after it is back; campaigns for Redis, too."""
RETRY_TOTAL_SECONDS: Final = 120.0  # well below max_poll_interval_ms
HANDLER_SECONDS: Final = 60.0
"""How long a handler may take for what it is given, if nothing else is said."""
MOST_EVENTS: Final = 500
"""What a handler is given at once. Records may be of many events each."""
CONTENTION_TRIES: Final = 3
SLOW_SECONDS: Final = 1.0
"""A try that took longer is not repeated in halves: each company is tried by itself at once."""
CONTENTION_SECONDS: Final = 30.0
DEAD_LETTERS_IN_A_ROW: Final = 100
"""After so many with no success between them it is asked whether anybody's records can be handled."""
PROOF_SECONDS: Final = 10.0
NO_PROOF_SECONDS: Final = 1.0
"""How long the answer holds if somebody's can, and if nobody's can."""
CANDIDATES: Final = 20
"""Companies of whom a record is tried to find that out."""

_unknown = Counter("consumer_unknown_events_total", "Events of a type this version does not know", ["group"])
_diverted = Counter(
    "consumer_diverted_total", "Records that became dead letters untried: the company's fail", ["group"]
)
_stands_still = Gauge(
    "consumer_stands_still", "1 while nobody's records can be handled, and none are put aside", ["consumer"]
)

_COMPANY: Final = re.compile(rb'"company_id":"([0-9a-f-]{36})"')


class DeadLetterLimit(Exception):
    """Nobody's records can be handled: the code must be wrong, not the records."""


class Diverted(Exception):
    """Put aside untried, because too many of the company's records failed."""


class Ahead(Protocol):
    """What waits behind a batch."""

    async def find(self, wanted: Callable[[Record], bool]) -> list[Record]:
        """Return records for which ``wanted`` is true, in order, without consuming anything."""


@dataclass(frozen=True, slots=True)
class Received:
    """A record and its event."""

    record: Record
    event: Event
    number: int = WHOLE

    @property
    def place(self) -> Place:
        return place_of(self.record, self.number)

    def parts(self) -> "list[Received]":
        """Return the events that it stands for, each as the record that it would be alone."""
        events = self.event.parts()
        if len(events) == 1:
            return [self]
        return [Received(_alone(self.record, event), event, number) for number, event in enumerate(events)]


@dataclass(slots=True)
class _Failure:
    """What came of a try that failed."""

    error: Exception
    attempts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Failing:
    """One company's records, and what came of handling them if they were tried."""

    items: list[Received]
    failure: _Failure | None


@dataclass(frozen=True, slots=True)
class _Delivery:
    """A batch that is being handled."""

    ahead: Ahead | None
    before: int
    """Successes before it."""
    apart: set[UUID | None]
    """Who has records in it that are not dealt with: none of theirs may be handled out of turn."""


class Allowances:
    """How much failing a company may cost, at once and as time goes on. It knows only those that fail."""

    AT_ONCE: Final = 200.0
    PER_SECOND: Final = 2.0
    OF_A_SECOND: Final = 10.0
    """What a second of failing costs. A try costs 1, too: so 200 tries or 20 seconds, whichever is less."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._left: dict[UUID, tuple[float, float]] = {}
        self._most = 1000

    def left(self, company: UUID) -> float:
        """Return what a company has left."""
        left, at = self._left.get(company, (self.AT_ONCE, 0.0))
        left = min(self.AT_ONCE, left + (self._clock() - at) * self.PER_SECOND)
        if left >= self.AT_ONCE:
            self._left.pop(company, None)
        return left

    def fails(self, company: UUID) -> bool:
        """Tell whether a company's records failed lately."""
        return company in self._left and self.left(company) < self.AT_ONCE

    def spend(self, company: UUID, seconds: float) -> None:
        """Count a try that failed after so many seconds."""
        self._left[company] = (self.left(company) - 1 - seconds * self.OF_A_SECOND, self._clock())
        if len(self._left) > self._most:
            for each in list(self._left):
                self.left(each)  # Forgets those that have all of theirs again.
            self._most = 1000 + len(self._left)


class Consumer:
    """One group's consumption of one topic: decoding, retries, dead letters."""

    def __init__(
        self,
        dead_letters: DeadLetters,
        group: str,
        handler: Handler,
        *,
        name: str = "",
        seconds: float = HANDLER_SECONDS,
        compacted: bool = False,
    ) -> None:
        self._dead_letters = dead_letters
        self._group = group
        self.name = name or group
        self._handler = handler
        self._seconds = seconds
        self._compacted = compacted
        self.allowances = Allowances()
        self._in_a_row = 0
        self._failing: set[UUID | None] = set()
        """Who failed since anybody's records were handled."""
        self._handled: dict[tuple[str, int], set[Place]] = {}
        """What was dealt with of batches that are not finished, by partition."""
        self._successes = 0
        self._proven_until = 0.0
        self._not_proven_until = 0.0
        self.progress = Progress(self.name, limit=RETRY_TOTAL_SECONDS + seconds, step=seconds)
        _stands_still.labels(self.name).set(0)
        begin_at_zero(_unknown, [group])
        begin_at_zero(_diverted, [group])

    # --- a batch ---

    async def on_records(self, records: Sequence[Record], ahead: Ahead | None = None) -> None:
        """Handle one batch, in order. Returns when every record is dealt with; raises to get it again."""
        self.progress.due()
        received, illegible = self._read(records)
        delivery = _Delivery(ahead, self._successes, {_company_of(letter.record) for letter in illegible})
        await self._handle(received, delivery)
        if illegible:
            # One line is enough: floods of bad records must not flood the log.
            why = type(illegible[0].error).__name__
            log.error("consumer.records_illegible", group=self._group, records=len(illegible), error=why)
        await self._put_aside(illegible, delivery)
        for partition in {(record.topic, record.partition) for record in records}:
            self._handled.pop(partition, None)
        self.progress.done()
        _stands_still.labels(self.name).set(0)

    def is_dealt_with(self, record: Record) -> bool:
        """Tell whether a record of an unfinished batch is handled, or a dead letter."""
        done = self._handled.get((record.topic, record.partition), ())
        return place_of(record) in done or self._dead_letters.has(place_of(record))

    def _read(self, records: Sequence[Record]) -> tuple[list[Received], list[DeadLetter]]:
        received: list[Received] = []
        illegible: list[DeadLetter] = []
        for record in records:
            if self.is_dealt_with(record):
                continue
            if record.value is None or self._is_for_another(record):  # A tombstone, or a replay.
                self._note_handled(place_of(record))
                continue
            try:
                received.append(Received(record, decode(_type_of(record), record.value)))
            except UnknownEvent:
                _unknown.labels(self._group).inc()
                self._note_handled(place_of(record))
            except (ValidationError, ValueError) as error:
                illegible.append(DeadLetter(record, error, attempts=0))
        return received, illegible

    def _is_for_another(self, record: Record) -> bool:
        """Tell whether a record came again for another consumer, which had not been able to handle it.

        In a compacted topic it took the place of the one that was for everybody.
        """
        ours = self._group.encode()
        return not self._compacted and any(name == FOR and value != ours for name, value in record.headers)

    async def _handle(self, received: list[Received], delivery: _Delivery) -> None:
        """Handle those companies together whose records do not fail, then each of the others alone."""
        companies = {item.event.company_id for item in received}
        suspects = {company for company in companies if self.allowances.fails(company)}
        failing = await self._failing_of([item for item in received if item.event.company_id not in suspects])
        if suspects:
            theirs = _by_company(item for item in received if item.event.company_id in suspects)
            failing += [_Failing(items, None) for items in theirs]
        delivery.apart.update(each.items[0].event.company_id for each in failing)
        stopped: DeadLetterLimit | None = None
        for each in failing:
            try:
                await self._sift(each.items, each.failure, delivery)
            except DeadLetterLimit as error:  # The next one's may be better.
                stopped = error
        if stopped is not None:
            raise stopped

    async def _failing_of(self, items: list[Received]) -> list[_Failing]:
        """Handle what can be; return the records of each company that cannot, in order."""
        if not items:
            return []
        failure = await self._try(items)
        if failure is None:
            return []
        companies = _by_company(items)
        if len(companies) == 1:
            return [_Failing(items, failure)]
        if failure.seconds > SLOW_SECONDS:
            parts = companies
        else:
            middle = len(companies) // 2
            parts = [list(chain(*companies[:middle])), list(chain(*companies[middle:]))]
        return [failing for part in parts for failing in await self._failing_of(part)]

    async def _sift(self, items: list[Received], failure: _Failure | None, delivery: _Delivery) -> None:
        """Find the bad records of one company, in order, and put those aside.

        ``failure`` is what came of them if they were tried.
        """
        company = items[0].event.company_id
        if failure is None:
            # Where nobody else's can be handled, trying costs nobody anything.
            spent = self.allowances.left(company) <= 0
            if spent and (self._successes != delivery.before or await self._somebody_can(delivery)):
                why = Diverted("Too many of the company's records failed: this one was not tried.")
                await self._put_aside(
                    [DeadLetter(item.record, why, attempts=0, number=item.number) for item in items], delivery
                )
                _diverted.labels(self._group).inc(len(items))
                return
            failure = await self._try(items)
            if failure is None:
                return
        self.allowances.spend(company, failure.seconds)
        if len(items) == 1:
            items = items[0].parts()
        if len(items) > 1:
            middle = len(items) // 2
            await self._sift(items[:middle], None, delivery)
            await self._sift(items[middle:], None, delivery)
            return
        # One traceback is enough: floods of bad records must not flood the log.
        known = self._in_a_row > 0
        said = {"error": repr(failure.error)} if known else {"exc_info": failure.error}
        log.error("consumer.record_failed", group=self._group, **said)
        contended = is_contention(failure.error) and self._successes == delivery.before
        letter = DeadLetter(items[0].record, failure.error, failure.attempts, items[0].number)
        await self._put_aside([letter], delivery, contended=contended)

    # --- one try ---

    async def _try(self, items: list[Received]) -> _Failure | None:
        """Handle records at once; return the failure if it may be theirs. Waits out an outage."""
        started = monotonic()
        give_up_at, delay = started + RETRY_TOTAL_SECONDS, RETRY_FIRST_SECONDS
        attempts = 0
        while True:
            attempts += 1
            error = await self._call(items)
            if error is None:
                self._on_success(items)
                return None
            took = monotonic() - started
            if is_contention(error):
                # One alone is tried again also if that takes long: it may be blamed for it.
                enough = SLOW_SECONDS if len(items) > 1 else CONTENTION_SECONDS
                if attempts >= CONTENTION_TRIES or took > enough:
                    return _Failure(error, attempts, took)
            elif not is_transient(error):
                return _Failure(error, attempts, took)
            log.warning("consumer.retrying", group=self._group, error=repr(error), attempts=attempts)
            if monotonic() > give_up_at:
                raise error
            await asyncio.sleep(delay)
            delay = min(delay * 2, RETRY_LONGEST_SECONDS)

    async def _call(self, items: Sequence[Received]) -> Exception | None:
        parts = [part for item in items for part in item.event.parts()]
        with spans.handling(self._group, [item.record for item in items]) as handling:
            for start in range(0, len(parts), MOST_EVENTS):
                error = await self._call_with(parts[start : start + MOST_EVENTS])
                if error is not None:
                    handling.fail(error)
                    return error
        return None

    async def _call_with(self, events: list[Event]) -> Exception | None:
        timeout = asyncio.timeout(self._seconds)
        try:
            async with timeout:
                await self._handler(events)
        except Exception as error:
            if timeout.expired():
                return HandlerTimeout(f"not handled within {self._seconds:g} s")
            return error
        finally:
            self.progress.turned()
        return None

    def _on_success(self, items: Iterable[Received]) -> None:
        self._in_a_row = 0
        self._failing.clear()
        self._successes += 1
        for item in items:
            self._note_handled(item.place)

    def _note_handled(self, place: Place) -> None:
        topic, partition, *_ = place
        self._handled.setdefault((topic, partition), set()).add(place)

    # --- dead letters ---

    async def _put_aside(
        self, letters: list[DeadLetter], delivery: _Delivery, *, contended: bool = False
    ) -> None:
        """Put records aside, unless nobody's can be handled: then raise, and have them come again."""
        letters = [letter for letter in letters if not self._dead_letters.has(letter.place)]
        self._failing.update(_company_of(letter.record) for letter in letters)
        while letters:
            room = 0 if contended else DEAD_LETTERS_IN_A_ROW - self._in_a_row
            if room <= 0:
                if not await self._somebody_can(delivery):
                    _stands_still.labels(self.name).set(1)
                    log.error("consumer.stalled", group=self._group)
                    raise DeadLetterLimit(self._group) from letters[0].error
                self._in_a_row, contended = 0, False
                continue
            part, letters = letters[:room], letters[room:]
            await self._dead_letters.put(part)
            self._in_a_row += len(part)

    async def _somebody_can(self, delivery: _Delivery) -> bool:
        """Tell whether a record that waits behind the batch, of a company that did not fail, can be handled.

        Handled out of turn it is the first of its company that waits, and it will come again.
        """
        if monotonic() < self._proven_until:
            return True
        if delivery.ahead is None or monotonic() < self._not_proven_until:
            return False
        if await self._try_another_s(delivery.ahead, self._failing | delivery.apart):
            self._on_success([])
            self._proven_until = monotonic() + PROOF_SECONDS
            return True
        self._not_proven_until = monotonic() + NO_PROOF_SECONDS
        return False

    async def _try_another_s(self, ahead: Ahead, seen: set[UUID | None]) -> bool:

        def is_another_s(record: Record) -> bool:
            company = _company_of(record)
            if company is None or company in seen:
                return False
            seen.add(company)
            return True

        for record in (await ahead.find(is_another_s))[:CANDIDATES]:
            received, _ = self._read([record])
            if not received:
                continue
            error = await self._call(received[:1])
            if error is None:
                return True
            if is_transient(error) and not is_contention(error):
                raise error
            self._failing.add(received[0].event.company_id)
        return False


def _by_company(items: Iterable[Received]) -> list[list[Received]]:
    companies: dict[UUID, list[Received]] = {}
    for item in items:
        companies.setdefault(item.event.company_id, []).append(item)
    return list(companies.values())


def _alone(record: Record, event: Event) -> Record:
    ours = {"type": event.type.encode(), "id": str(event.id).encode()}
    headers = [*(each for each in record.headers if each[0] not in ours), *ours.items()]
    return replace(record, key=event.key().encode(), value=encode(event), headers=headers)


def _type_of(record: Record) -> str:
    for name, value in record.headers:
        if name == "type" and value is not None:
            return bytes(value).decode()
    raise ValueError("the record has no type header")


def _company_of(record: Record) -> UUID | None:
    """Return whose record it is, by its bytes alone; None if that is unknown."""
    found = _COMPANY.search(record.value or b"")
    try:
        return UUID(found[1].decode()) if found else None
    except ValueError:
        return None
