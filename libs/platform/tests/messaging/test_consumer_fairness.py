"""No record of one company delays another's by more than a stated bound, whatever the records are.

`Consumer` is given batches as Kafka would give them, again and again until it is done with them. What it
promises is counted in calls of the handler and seen in the order of events, not in seconds.
"""

import asyncio
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal
from uuid import UUID

import pytest
from aiokafka import ConsumerRecord
from asyncpg.exceptions import DeadlockDetectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.registry import encode
from atende_platform.messaging import consumer as consumer_module
from atende_platform.messaging.consumer import Allowances, Consumer, DeadLetterLimit, Record
from atende_platform.messaging.dead_letters import FOR, DeadLetters

Kind = Literal["good", "bad", "contended", "illegible"]
COMPANIES: Final = [UUID(int=number + 1) for number in range(8)]
TOPIC: Final = "contact.changed"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    _be_quick(monkeypatch.setattr)


def _be_quick(put: Callable[[Any, str, float], None]) -> None:
    put(consumer_module, "RETRY_FIRST_SECONDS", 0.0)
    put(consumer_module, "NO_PROOF_SECONDS", 0.0)
    put(consumer_module, "SLOW_SECONDS", 60.0)


@dataclass
class Log:
    """A partition: its records, the handler of its consumer, and the outcome of each record."""

    kinds: list[tuple[int, Kind]]
    handled: list[int] = field(default_factory=list)
    calls: list[tuple[frozenset[int], bool]] = field(default_factory=list)
    """Whose records the handler was given, and whether it took them."""
    letters: list[int] = field(default_factory=list)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.records = [self._record(offset, *each) for offset, each in enumerate(self.kinds)]
        self.consumer = Consumer(DeadLetters(self, "group"), "group", self.handle)
        self.consumer.allowances = Allowances(lambda: self.now)

    def _record(self, offset: int, company: int, kind: Kind) -> Record:
        event = ContactChangedV1(
            company_id=COMPANIES[company], contact_id=uuid7(), party=Party(name=kind), revision=offset
        )
        value = encode(event)
        return ConsumerRecord(
            topic=TOPIC,
            partition=0,
            offset=offset,
            timestamp=0,
            timestamp_type=0,
            key=event.key().encode(),
            value=value[:-1] if kind == "illegible" else value,
            checksum=None,
            serialized_key_size=0,
            serialized_value_size=0,
            headers=(("type", event.type.encode()),),
        )

    async def handle(self, events: list[ContactChangedV1]) -> None:
        kinds = {event.party.name for event in events}
        companies = frozenset(COMPANIES.index(event.company_id) for event in events)
        self.calls.append((companies, kinds == {"good"}))
        if "bad" in kinds:
            raise KeyError
        if "contended" in kinds:
            raise DeadlockDetectedError("deadlock detected")
        self.handled += [event.revision for event in events]

    async def publish(
        self, message: bytes | None, *, topic: str, key: bytes | None, headers: dict[str, str]
    ) -> None:
        self.letters.append(int(headers["dlq-offset"]))

    async def find(self, wanted: Callable[[Record], bool]) -> list[Record]:
        return [record for record in self.records[self.behind :] if wanted(record)]

    async def consume(self, size: int, *, deliveries: int = 3) -> bool:
        """Give everything, each batch until it is done with; return whether all of it is."""
        for start in range(0, len(self.records), size):
            self.behind = start + size
            for _ in range(deliveries):
                try:
                    await self.consumer.on_records(self.records[start : start + size], self)
                    break
                except DeadLetterLimit:
                    continue
            else:
                return False
        return True

    def of(self, company: int, kind: Kind | None = None) -> list[int]:
        """Return the offsets of a company's records."""
        return [
            offset
            for offset, (whose, what) in enumerate(self.kinds)
            if whose == company and kind in (None, what)
        ]


def logs() -> st.SearchStrategy[list[tuple[int, Kind]]]:
    """Up to four companies with records of all kinds, among four whose records are good."""
    hostile = st.tuples(st.integers(0, 3), st.sampled_from(["good", "bad", "contended", "illegible"]))
    honest = st.tuples(st.integers(4, 7), st.just("good"))
    return st.lists(st.one_of(hostile, honest), min_size=1, max_size=60)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(kinds=logs(), size=st.integers(1, 40), again=st.booleans())
def test_companies_do_not_delay_each_other(kinds: list[tuple[int, Kind]], size: int, again: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _be_quick(patch.setattr)
        asyncio.run(_hold_to_it(Log(kinds), size, again=again))


async def _hold_to_it(log: Log, size: int, *, again: bool) -> None:
    finished = await log.consume(size)
    if again:  # After a rebalance, say: nothing becomes a dead letter twice.
        await log.consume(size)

    assert max(Counter(log.letters).values(), default=1) == 1
    for company in range(4, 8):
        mine = log.of(company)
        assert not set(mine) & set(log.letters)
        if finished:
            once = [offset for offset in log.handled if offset in mine]
            assert list(dict.fromkeys(once)) == mine, "all of them, in order"
    for company in range(4):
        firsts = list(dict.fromkeys(offset for offset in log.handled if offset in log.of(company)))
        assert firsts == sorted(firsts)
    if finished:
        dealt_with = set(log.handled) | set(log.letters)
        assert dealt_with == set(range(len(log.kinds)))
    else:
        waiting = set(range(len(log.kinds))) - set(log.handled) - set(log.letters)
        stopped_at = min(waiting)
        assert not any(log.of(company, "good")[-1:] > [stopped_at] for company in range(4, 8)), (
            "it stands still only while no honest company's record waits"
        )


@pytest.mark.parametrize("hostile", [1, 2, 3])
async def test_the_others_of_a_batch_wait_for_a_bounded_number_of_failing_calls(hostile: int) -> None:
    """At first as many as it takes to find who fails; from then on, none."""
    kinds: list[tuple[int, Kind]] = [
        (number % 8, "bad" if number % 8 < hostile else "good") for number in range(400)
    ]
    log = Log(kinds)
    assert await log.consume(80)
    bound = hostile * (math.ceil(math.log2(8)) + 1)
    before, failing = _failing_calls_before_each_honest_batch(log, hostile)
    assert before[0] <= bound
    assert before[1:] == [0] * 4
    assert failing <= hostile * (Allowances.AT_ONCE + 1)


def _failing_calls_before_each_honest_batch(log: Log, hostile: int) -> tuple[list[int], int]:
    """Return how many failing calls came before each batch's honest records, and how many in all."""
    honest = set(range(hostile, 8))
    counts: list[int] = []
    failing = mixed = 0
    for companies, taken in log.calls:
        if taken and companies & honest:
            counts.append(mixed)
            mixed = 0
        elif not taken:
            failing += 1
            mixed += 1 if companies & honest else 0
    return [sum(counts[: len(counts) - 4]), *counts[-4:]], failing


async def test_a_company_that_fails_on_and_on_costs_an_allowance_and_no_more() -> None:
    kinds: list[tuple[int, Kind]] = [
        (5, "good") if number % 500 == 0 else (0, "bad") for number in range(2000)
    ]
    log = Log(kinds)
    assert await log.consume(500)
    assert sum(1 for _, taken in log.calls if not taken) <= Allowances.AT_ONCE + 5
    assert len(set(log.letters)) == len(log.letters) == sum(1 for _, kind in log.kinds if kind == "bad")


async def test_the_allowance_comes_back_with_time() -> None:
    log = Log([(0, "bad"), (5, "good")])
    company = COMPANIES[0]
    log.consumer.allowances.spend(company, seconds=30)
    assert log.consumer.allowances.left(company) < 0
    log.now += 60
    assert 0 < log.consumer.allowances.left(company) < Allowances.AT_ONCE
    assert log.consumer.allowances.fails(company)
    log.now += 600
    assert log.consumer.allowances.left(company) == Allowances.AT_ONCE
    assert not log.consumer.allowances.fails(company)


async def test_everybody_failing_stands_still_without_dead_letters_past_the_limit() -> None:
    log = Log([(number % 8, "bad") for number in range(400)])
    assert not await log.consume(400, deliveries=5)
    assert len(log.letters) == consumer_module.DEAD_LETTERS_IN_A_ROW
    assert len(set(log.letters)) == len(log.letters)


async def test_waiting_for_locks_is_blamed_on_nobody_while_everybody_waits() -> None:
    log = Log([(number % 8, "contended") for number in range(20)])
    assert not await log.consume(20, deliveries=3)
    assert log.letters == []


@pytest.mark.parametrize("compacted", [False, True])
async def test_what_came_again_for_another_is_passed_over_unless_it_replaced_the_first(
    compacted: bool,
) -> None:
    log = Log([(0, "good"), (0, "good"), (0, "good")])
    log.consumer = Consumer(DeadLetters(log, "group"), "group", log.handle, compacted=compacted)
    for offset, whose in ((0, b"another"), (1, b"group")):
        record = log.records[offset]
        log.records[offset] = replace(record, headers=(*record.headers, (FOR, whose)))
    assert await log.consume(3)
    assert log.handled == ([0, 1, 2] if compacted else [1, 2])
