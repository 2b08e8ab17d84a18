"""Blocks of sends that are claimed ahead: killed or standing still, no worker posts what another may post."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute, now
from gateway.domain.sends import Accepted, Order, postpone, settle
from gateway.repository import blocks, ledger
from gateway.repository.blocks import Portion
from gateway.repository.ledger import Intent
from gateway.service import delivery

from .gateway_stage import Connected, order

LEASE: Final = 60.0
PORTION: Final = 2
STEPS: Final = (
    "claim",
    "order again",
    "advance",
    "post",
    "record",
    "put back",
    "kill",
    "let leases end",
    "sweep",
    "retry",
    "retry and die",
)


@dataclass
class Worker:
    """What one worker has in memory."""

    blocks: deque[tuple[UUID, deque[tuple[int, Order]]]] = field(default_factory=deque)
    ready: list[Order] = field(default_factory=list)
    posted: list[Order] = field(default_factory=list)


class Play:
    """Two workers over the ledger, which may do any step at any time; what was posted is counted."""

    def __init__(self, database: Database, channel: Connected) -> None:
        self._database = database
        self._channel = channel
        self._campaign = uuid7()
        self.workers = [Worker(), Worker()]
        self.orders: list[Order] = []
        self.posted: Counter[UUID] = Counter()
        self.may_have_left: set[UUID] = set()

    async def do(self, step: str, worker: Worker, count: int) -> None:
        match step:
            case "claim":
                new = [order(self._channel, campaign_id=self._campaign) for _ in range(count)]
                self.orders += new
                await self._claim(worker, new)
            case "order again":
                await self._claim(worker, self.orders[-count:])
            case "advance":
                await self._advance(worker)
            case "post":
                self._post(worker.ready)
                worker.posted += worker.ready
                worker.ready = []
            case "record":
                await self._record(worker)
            case "put back":
                await self._put_back(worker)
            case "kill":
                worker.blocks, worker.ready, worker.posted = deque(), [], []
            case "let leases end":
                await self._let_leases_end()
            case "sweep":
                await self.sweep()
            case "retry":
                worker.posted += await self.retry()
            case "retry and die":
                await self.retry()

    async def _claim(self, worker: Worker, orders: Sequence[Order]) -> None:
        if not orders:
            return
        block_id = uuid7()
        intents = [Intent(one, block_id=block_id, place=place) for place, one in enumerate(orders, 1)]
        async with self._database.worker() as session:
            mine = {one.key for one in await delivery.claim(session, intents, now(), lease=LEASE)}
        if mine:
            places = [(place, one) for place, one in enumerate(orders, 1) if one.key in mine]
            worker.blocks.append((block_id, deque(places)))

    async def _advance(self, worker: Worker) -> None:
        if not worker.blocks:
            return
        block_id, waiting = worker.blocks[0]
        part = [waiting.popleft() for _ in range(min(PORTION, len(waiting)))]
        portion = Portion(self._channel.company_id, self._channel.id, block_id, part[-1][0], [], [])
        async with self._database.worker_statement() as session:
            answer = await blocks.advance(session, portion, "next" if waiting else "last")
        if not waiting or not answer.is_open:
            worker.blocks.popleft()
        if answer.is_open:
            worker.ready += [one for _, one in part]
            self.may_have_left |= {one.send_id for _, one in part}

    def _post(self, orders: Sequence[Order]) -> None:
        self.posted.update(one.send_id for one in orders)
        self.may_have_left |= {one.send_id for one in orders}

    async def _record(self, worker: Worker) -> None:
        settled = [settle(one, Accepted(f"wamid.{one.send_id}")) for one in worker.posted]
        worker.posted = []
        async with self._database.worker() as session:
            await delivery.record(session, settled, now())

    async def _put_back(self, worker: Worker) -> None:
        waiting = [one for _, block in worker.blocks for _, one in block]
        settled = [postpone(one, None, 0.0) for one in worker.ready + waiting]
        worker.blocks, worker.ready = deque(), []
        async with self._database.worker() as session:
            await delivery.record(session, settled, now())

    async def _let_leases_end(self) -> None:
        async with self._database.worker() as session:
            ended = "SET lease_until = lease_until - interval '1 hour' WHERE lease_until IS NOT NULL"
            await execute(session, f"UPDATE sends {ended}")
            await execute(session, f"UPDATE send_blocks {ended}")

    async def sweep(self) -> None:
        async with self._database.worker() as session:
            await delivery.sweep(session)

    async def retry(self) -> list[Order]:
        async with self._database.worker() as session:
            due = await ledger.due(session, per_channel=100, limit=100)
        async with self._database.worker() as session:
            claimed = await ledger.reclaim(session, due, lease=LEASE)
        self._post(claimed)
        return claimed

    async def end(self) -> dict[UUID, str]:
        """Have all workers die, and another do what they left; return the states of all sends."""
        await self._let_leases_end()
        await self.sweep()
        rescuer = Worker(posted=await self.retry())
        await self._record(rescuer)
        async with self._database.worker() as session:
            rows = await execute(session, "SELECT send_id, state FROM sends")
            return {row.send_id: row.state for row in rows}


STEP: Final = st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(1, 5))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=30))
# One that stood still comes back when its sends were taken back and posted by another.
@example(
    [
        ("claim", 0, 5),
        ("advance", 0, 1),
        ("let leases end", 0, 1),
        ("sweep", 0, 1),
        ("retry", 1, 1),
        ("advance", 0, 1),
        ("post", 0, 1),
    ]
)
# A second attempt is no part of the block any more: what is not known of it stays unknown.
@example(
    [
        ("claim", 0, 5),
        ("kill", 0, 1),
        ("let leases end", 0, 1),
        ("sweep", 0, 1),
        ("retry and die", 1, 1),
        ("let leases end", 0, 1),
        ("sweep", 0, 1),
        ("retry", 1, 1),
    ]
)
async def test_whatever_workers_do_and_when_nothing_is_posted_twice_or_lost(
    database: Database, channel: Connected, steps: list[tuple[str, int, int]]
) -> None:
    async with database.worker() as session:
        for table in ("sends", "send_blocks", "outbox"):
            await execute(session, f"DELETE FROM {table}")  # noqa: S608 (names of tables)
    play = Play(database, channel)
    for step, worker, count in steps:
        await play.do(step, play.workers[worker], count)
        assert max(play.posted.values(), default=0) <= 1, step

    states = await play.end()

    assert max(play.posted.values(), default=0) <= 1
    assert states.keys() == {one.send_id for one in play.orders}
    for send_id, state in states.items():
        if send_id in play.may_have_left and state == "unknown":
            continue  # It may have been posted, or not: that is what is said of it.
        assert (state, play.posted[send_id]) == ("accepted", 1)
