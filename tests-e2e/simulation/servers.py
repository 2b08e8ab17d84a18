"""PostgreSQL, Kafka and Redis as the send path sees them: what they promise, and how they fail.

Transactions run one at a time. Kafka brings a record again after a commit of its offset was lost, after its
reader was killed or counted out, and when the relay could not note that it had published it.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import ceil, floor, inf
from random import Random
from typing import Any, Final
from zlib import crc32

from redis.exceptions import ConnectionError as RedisConnectionError

from atende_platform.limits.ratelimit import Bucket, Grant
from simulation.clock import Clock
from simulation.nodes import Node, this_node

STATEMENT_SECONDS: Final = 0.002
REDIS_SECONDS: Final = 0.0005
KAFKA_SECONDS: Final = 0.004


class Outage:
    """Whether a server can be reached. While it is away every call fails."""

    def __init__(self) -> None:
        self.is_away = False
        self.lost_answers = 0.0
        """The share of calls that are done, and of which that is never heard."""


class Session:
    """A transaction: what is written in it, and what it is to publish."""

    def __init__(self, tables: Any) -> None:
        self.tables = tables
        self.events: list[Any] = []
        self.info: dict[str, Any] = {}


class Database:
    """One service's schema."""

    def __init__(self, tables: Any, clock: Clock, chance: Random) -> None:
        self.tables = tables
        self.outage = Outage()
        self.outbox: list[Any] = []
        self.published = 0
        self.written = asyncio.Event()
        self.transactions = 0
        self._clock = clock
        self._chance = chance

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Session]:
        """Open a transaction. What it does happens at once: between the way there and the way back."""
        node = this_node()
        await node.reach(STATEMENT_SECONDS)
        if self.outage.is_away:
            raise ConnectionRefusedError("the database is away")
        session = Session(self.tables)
        yield session
        self.transactions += 1
        if session.events:
            self.outbox += session.events
            self.written.set()
        await node.reach(STATEMENT_SECONDS)
        if self.outage.is_away or self._chance.random() < self.outage.lost_answers:
            raise ConnectionResetError("the answer to a commit was lost")

    worker_statement = worker


async def relay(database: Database, broker: "Broker") -> None:
    """Publish what transactions wrote, in order, for ever; what it cannot note it publishes again."""
    node = this_node()
    while True:
        await database.written.wait()
        database.written.clear()
        while database.published < len(database.outbox):
            await node.reach(KAFKA_SECONDS)
            end = len(database.outbox)
            if broker.outage.is_away or database.outage.is_away:
                await asyncio.sleep(0.5)
                continue
            for event in database.outbox[database.published : end]:
                broker.publish(event)
            await node.reach(STATEMENT_SECONDS)
            if not database.outage.is_away:
                database.published = max(database.published, end)


Handler = Callable[[Sequence[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Pace:
    """How a topic's records are taken."""

    most: int
    """So many at a time."""
    seconds: float = 0.0
    """So long they are let gather."""


@dataclass(eq=False)
class Reading:
    """One group's reading of one partition, by one member at a time."""

    topic: str
    partition: str
    committed: int = 0
    member: Node | None = None
    epoch: int = 0
    """Grows with each change of the member: what an earlier one commits is refused."""


@dataclass(eq=False)
class Group:
    """The readers of some topics: what each has them do, and how many records at a time."""

    topics: Mapping[str, Pace]
    members: dict[Node, dict[str, Handler]] = field(default_factory=dict)
    readings: dict[tuple[str, str], Reading] = field(default_factory=dict)


class Broker:
    """Topics in partitions, and groups that read them at least once."""

    def __init__(self, clock: Clock, chance: Random) -> None:
        self.outage = Outage()
        self.again = 0
        """Records that were brought more than once."""
        self._clock = clock
        self._chance = chance
        self._logs: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self._arrived: dict[tuple[str, str], asyncio.Event] = defaultdict(asyncio.Event)
        self._groups: list[Group] = []

    def publish(self, event: Any) -> None:
        """Append an event to the partition of its key."""
        key = event.topic, str(crc32(event.key().encode()) % 2)
        self._logs[key].append(event)
        self._arrived[key].set()
        for group in self._groups:
            if event.topic in group.topics and key not in group.readings:
                group.readings[key] = Reading(*key)
                self._assign(group, group.readings[key])

    def group(self, topics: Mapping[str, Pace]) -> Group:
        """Return a new group of readers of some topics."""
        self._groups.append(Group(topics))
        return self._groups[-1]

    def join(self, group: Group, node: Node, handlers: dict[str, Handler]) -> None:
        """Become a member: partitions are given out anew."""
        group.members[node] = handlers
        self.rebalance(group)

    def leave(self, group: Group, node: Node) -> None:
        """Be counted out: others take over, whatever the member is still doing."""
        group.members.pop(node, None)
        self.rebalance(group)

    def rebalance(self, group: Group) -> None:
        """Give all partitions to any members."""
        for reading in group.readings.values():
            self._assign(group, reading)

    def _assign(self, group: Group, reading: Reading) -> None:
        reading.epoch += 1
        members = list(group.members)
        reading.member = self._chance.choice(members) if members else None
        if reading.member is not None:
            handler = group.members[reading.member][reading.topic]
            work = self._read(reading, reading.epoch, handler, group.topics[reading.topic])
            reading.member.run(work, f"reads {reading.topic}")

    async def _read(self, reading: Reading, epoch: int, handler: Handler, pace: Pace) -> None:
        node, key = this_node(), (reading.topic, reading.partition)
        log, arrived = self._logs[key], self._arrived[key]
        position = reading.committed
        while reading.epoch == epoch:
            if position >= len(log):
                if reading.committed < position:
                    await self._commit(reading, epoch, position)
                    continue
                arrived.clear()
                await arrived.wait()
                continue
            await node.reach(KAFKA_SECONDS + pace.seconds)
            if self.outage.is_away:
                await asyncio.sleep(0.3)
                continue
            if reading.epoch != epoch:
                return
            records = log[position : position + pace.most]
            try:
                await handler([part for record in records for part in record.parts()])
            except (OSError, RedisConnectionError):
                await asyncio.sleep(0.5)  # An outage: the same records again.
                self.again += len(records)
                continue
            position += len(records)
            await self._commit(reading, epoch, position)

    async def _commit(self, reading: Reading, epoch: int, position: int) -> None:
        await this_node().reach(KAFKA_SECONDS)
        if reading.epoch == epoch and not self.outage.is_away and self._chance.random() > 0.02:
            reading.committed = max(reading.committed, position)

    def unread(self) -> int:
        """Return how many records wait for the slowest group."""
        return sum(
            len(self._logs[key]) - reading.committed
            for group in self._groups
            for key, reading in group.readings.items()
        )


class Redis:
    """What the pacing keeps: buckets of tokens, turns of recipients, brakes."""

    def __init__(self, clock: Clock) -> None:
        self.outage = Outage()
        self._clock = clock
        self._tats: dict[str, float] = {}
        self._values: dict[str, tuple[Any, float]] = {}

    async def _reach(self) -> None:
        await this_node().reach(REDIS_SECONDS)
        if self.outage.is_away:
            raise RedisConnectionError("Redis is away")

    def register_script(self, script: str) -> Callable[..., Awaitable[Any]]:
        """Return what does the same as one of the scripts of `gateway.pacing`."""
        if "longest" in script:
            return self._turns
        return self._cut if "local steps" in script else self._read_brakes

    async def take_from(self, buckets: Sequence[Bucket], wanted: int = 1) -> Grant:
        """Take tokens as `RateLimiter` does."""
        await self._reach()
        now, free = self._clock.seconds, inf
        for bucket in buckets:
            tat = max(self._tats.get(bucket.key, 0.0), now)
            free = min(free, floor(bucket.burst - (tat - now) * bucket.per_second + 1e-6))
        left = max(0, int(free))
        granted, wait = min(left, wanted), 0.0
        for bucket in buckets:
            tat = max(self._tats.get(bucket.key, 0.0), now) + granted / bucket.per_second
            self._tats[bucket.key] = tat
            if granted < wanted:
                wait = max(wait, tat + (1 - bucket.burst) / bucket.per_second - now)
        return Grant(granted, ceil(wait * 1e6) / 1e6, left - granted)

    async def _turns(self, *, keys: Sequence[str], args: Sequence[Any]) -> list[int]:
        await self._reach()
        burst, period, longest = (float(one) for one in args)
        now, waits = self._clock.seconds, []
        for key in keys:
            tat = max(self._tats.get(key, 0.0), now)
            wait = max(0.0, tat - now + period - burst * period - 0.001)
            if wait < longest:
                self._tats[key] = tat + period
            waits.append(ceil(wait * 1000))
        return waits

    def _share(self, key: str, step: float, seconds: float) -> tuple[float, float]:
        share, at = self._values.get(key, ((1.0, -inf), 0.0))[0]
        if at > -inf:
            share = min(1.0, share + step * floor((self._clock.seconds - at) / seconds))
        return share, at

    async def _read_brakes(self, *, keys: Sequence[str], args: Sequence[Any]) -> list[Any]:
        await self._reach()
        until = self._values.get(keys[1], (None, 0.0))[1]
        return [self._share(keys[0], *args)[0], max(-2.0, (until - self._clock.seconds) * 1000)]

    async def _cut(self, *, keys: Sequence[str], args: Sequence[Any]) -> float:
        await self._reach()
        step, seconds, once, cut, lowest = (float(one) for one in args)
        share, at = self._share(keys[0], step, seconds)
        if self._clock.seconds - at >= once:
            share = min(1.0, max(share * cut, lowest))
            self._values[keys[0]] = ((share, self._clock.seconds), inf)
        return share

    async def set(self, key: str, value: Any, *, px: int, nx: bool = False) -> bool:
        await self._reach()
        if nx and self._values.get(key, (None, 0.0))[1] > self._clock.seconds:
            return False
        self._values[key] = value, self._clock.seconds + px / 1000
        return True

    async def pexpire(self, key: str, milliseconds: int, *, gt: bool) -> None:
        await self._reach()
        value, until = self._values.get(key, (None, 0.0))
        self._values[key] = value, max(until, self._clock.seconds + milliseconds / 1000)

    async def delete(self, key: str) -> None:
        await self._reach()
        self._values.pop(key, None)
