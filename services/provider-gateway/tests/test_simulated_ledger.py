"""The ledger that `make simulate` runs over does what the statements do, step by step."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from simulation import ledger as model
from simulation.clock import Clock
from simulation.servers import Session

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from gateway.domain.sends import Order, Settlement
from gateway.repository import blocks, ledger, projections, statuses
from gateway.repository.blocks import Portion
from gateway.repository.ledger import Intent
from gateway.repository.statuses import Move, Report

from .gateway_stage import Connected, order

STEPS = 60
NEVER, OVER = 10_000.0, -1.0
"""Seconds of leases and pauses: nothing here depends on how fast the machine is."""
ERROR = ProviderError(code=1, title="Busy", reason="provider_busy")
ROWS = """
SELECT send_id, state, fence, attempts, lease_until IS NOT NULL, next_attempt_at IS NOT NULL,
       request IS NOT NULL, provider_message_id, block_place
FROM sends WHERE company_id = :company_id ORDER BY send_id
"""
BLOCKS = "SELECT block_id, posted, closed FROM send_blocks WHERE company_id = :company_id ORDER BY block_id"


class Pair:
    """The real ledger and the simulated one, which are asked the same."""

    def __init__(self, database: Database, channel: Connected, seed: int) -> None:
        self._database = database
        self._channel = channel
        self._chance = random.Random(seed)
        self._tables = model.Tables(Clock(), active={(channel.company_id, channel.id)})
        self._campaigns = [uuid7() for _ in range(2)]
        self._orders: list[Order] = []
        self._blocks: list[tuple[UUID, list[Order]]] = []
        self._revision = 0
        self._messages = 0

    async def step(self) -> str:
        """Take one step on both sides; return which."""
        steps = (
            self.claim, self.claim, self.claim_block, self.again, self.advance, self.record, self.record,
            self.retry, self.sweep, self.release, self.report, self.control, self.opt_out,
        )  # fmt: skip
        taken = self._chance.choice(steps)
        await taken()
        return taken.__name__

    async def both(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Have both do something of a repository; they return the same."""
        module, _, function = name.partition(".")
        real = {"ledger": ledger, "blocks": blocks, "projections": projections, "statuses": statuses}[module]
        async with self._database.worker() as session:
            said = await getattr(real, function)(session, *arguments, **options)
        simulated: Any = Session(self._tables)
        stands_for = {each.__name__: each for each in model.FUNCTIONS[module]}[function]
        modelled = await stands_for(simulated, *arguments, **options)
        assert plain(said) == plain(modelled), name
        return said

    def some(self) -> list[Order]:
        return self._chance.sample(self._orders, min(len(self._orders), self._chance.randint(1, 4)))

    def new(self, count: int) -> list[Order]:
        made = [
            order(self._channel, campaign_id=self._chance.choice(self._campaigns))
            if self._chance.random() < 0.7
            else order(self._channel, origin="reply")
            for _ in range(count)
        ]
        self._orders += made
        return made

    def lease(self) -> float:
        return self._chance.choice((NEVER, OVER))

    async def claim(self) -> None:
        intents = [
            Intent(one, "retryable", ERROR, self._chance.choice((OVER, NEVER)))
            if self._chance.random() < 0.3
            else Intent(one, "failed", ERROR)
            if self._chance.random() < 0.1
            else Intent(one)
            for one in self.new(self._chance.randint(1, 3))
        ]
        await self.both("ledger.claim", intents, lease=self.lease())

    async def claim_block(self) -> None:
        block_id, orders = uuid7(), self.new(4)
        intents = [Intent(one, block_id=block_id, place=place) for place, one in enumerate(orders, 1)]
        await self.both("ledger.claim", intents, lease=self.lease())
        self._blocks.append((block_id, orders))

    async def again(self) -> None:
        """Order again what is known, as Kafka does."""
        orders = self.some()
        verdicts = await self.both("ledger.claim", [Intent(one) for one in orders], lease=NEVER)
        await self.both("ledger.find_statuses", [key for key, said in verdicts.items() if said == "known"])

    async def advance(self) -> None:
        if not self._blocks:
            return
        block_id, orders = self._chance.choice(self._blocks)
        portion = Portion(
            self._channel.company_id,
            self._channel.id,
            block_id,
            posted=self._chance.randint(1, len(orders)),
            campaign_ids={one.campaign_id for one in orders if one.campaign_id is not None},
            identities={name for one in orders for name in one.recipient_keys},
        )
        await self.both("blocks.advance", portion, self._chance.choice(("next", "next", "last", "none")))

    async def record(self) -> None:
        settlements = []
        for one in self.some():
            fence = self._chance.choice((1, 1, 2))
            attempt = replace(one, fence=fence)
            state = self._chance.choice(("accepted", "failed", "retryable", "unknown"))
            self._messages += 1
            settlements.append(
                Settlement(
                    attempt,
                    state,  # type: ignore[arg-type]
                    provider_message_id=f"wamid.{self._messages}" if state == "accepted" else None,
                    error=None if state == "accepted" else ERROR,
                    retry_after=self._chance.choice((OVER, NEVER)) if state == "retryable" else None,
                )
            )
        if settlements:
            await self.both("ledger.record", settlements)

    async def retry(self) -> None:
        orders = await self.both("ledger.due", per_channel=50, limit=200)
        await self.both("ledger.reclaim", orders, lease=self.lease())

    async def sweep(self) -> None:
        await self.both("blocks.close_expired")
        await self.both("ledger.end_leases", limit=500)

    async def release(self) -> None:
        await self.both("ledger.release_stopped", limit=500)

    async def report(self) -> None:
        reports = [
            Report(
                one.company_id,
                one.channel_id,
                f"wamid.{self._chance.randint(1, self._messages + 1)}",
                self._chance.choice((one.send_id, None)),
                self._chance.choice(("sent", "delivered", "failed")),
                None,
                datetime.now(UTC),
            )
            for one in self.some()
        ]
        if not reports:
            return
        rows = await self.both("statuses.lock_sends", reports)
        moves = {row.send_id: Move(row, one) for row, one in zip(rows, reports, strict=True) if row}
        if moves:
            await self.both("statuses.move", list(moves.values()))

    async def control(self) -> None:
        self._revision += 1
        event = CampaignControlChangedV1(
            company_id=self._channel.company_id,
            campaign_id=self._chance.choice(self._campaigns),
            channel_id=self._channel.id,
            state=self._chance.choice(("running", "running", "paused")),
            revision=self._revision - self._chance.choice((0, 0, 2)),
        )
        await self.both("projections.apply_campaign_states", [event])

    async def opt_out(self) -> None:
        for one in self.some()[:1]:
            event = ContactOptOutChangedV1(
                company_id=one.company_id,
                identity=one.recipient.identity(),
                opted_out=self._chance.random() < 0.7,
                source="keyword",
                at=datetime.now(UTC),
            )
            await self.both("projections.apply_opt_outs", [event])

    async def compare(self) -> None:
        """Compare the tables."""
        company_id = self._channel.company_id
        async with self._database.worker() as session:
            rows = [tuple(row) for row in await execute(session, ROWS, company_id=company_id)]
            real_blocks = [tuple(row) for row in await execute(session, BLOCKS, company_id=company_id)]
        sends = sorted(self._tables.sends.items())
        assert rows == [
            (
                send_id, one.state, one.fence, one.attempts, one.lease_until is not None,
                one.next_attempt_at is not None, one.has_request, one.provider_message_id, one.place,
            )
            for (_, send_id), one in sends
        ]  # fmt: skip
        assert real_blocks == [
            (block_id, one.posted, one.closed) for (_, block_id), one in sorted(self._tables.blocks.items())
        ]


def plain(said: Any) -> Any:
    """Return what was said without times, and without the order where there is none."""
    if isinstance(said, dict):
        return said
    if isinstance(said, set):
        return sorted(said)
    if isinstance(said, list):
        parts = [plain(one) for one in said]
        is_ordered = any(one is None or hasattr(one, "recipient_keys") for one in said)
        return parts if is_ordered and not any(isinstance(one, Order) for one in said) else sorted(parts)
    if isinstance(said, Order):
        return said.key, said.fence, said.attempts
    if isinstance(said, ledger.SendStatus):
        shown = said.error.title if said.error else ""
        return said.send_id, said.state, said.provider_message_id or "", shown, said.request is not None
    if isinstance(said, statuses.LedgerRow):
        return said.send_id, said.state, said.provider_message_id, said.request is not None
    return said


@pytest.mark.parametrize("seed", range(6))
async def test_the_simulated_ledger_does_what_the_statements_do(
    database: Database, channel: Connected, seed: int
) -> None:
    pair = Pair(database, channel, seed)
    taken = []
    for _ in range(STEPS):
        taken.append(await pair.step())
        try:
            await pair.compare()
        except AssertionError as differs:
            raise AssertionError(f"after {taken}") from differs
