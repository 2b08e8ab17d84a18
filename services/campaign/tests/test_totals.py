"""Totals while everything goes on at once: in sessions of their own, with waits and locks as they come.

`test_engine_machine` overlaps a few steps and looks between them. Here nothing waits for anything else, and
those who look do it all the time.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.event import Party
from atende_contracts.messages import CampaignSendRequestedV1, CampaignSendsRequestedV2, DeliveryState
from atende_contracts.registry import decode

from .engine_model import is_legal, observed

if TYPE_CHECKING:
    from conftest import World

PEOPLE: Final = 24
ENDED: Final = ("finished", "cancelled", "failed")
ACTIONS: Final = ("pause", "resume", "pause", "resume", "finish", "cancel")
FATES: Final[list[list[DeliveryState]]] = [
    ["accepted", "sent", "delivered", "read"], ["accepted", "failed"], ["failed"], ["unconfirmed", "sent"],
    ["suppressed"], ["returned"],
]  # fmt: skip


class Bustle:
    """Two campaigns of the same people, and all who have to do with them."""

    def __init__(self, world: World, chance: Random) -> None:
        self.world, self.chance = world, chance
        self.campaigns: list[UUID] = []
        self.requests: dict[UUID, list[CampaignSendRequestedV1]] = {}
        self.answered: Counter[UUID] = Counter()
        self.clock = 0

    async def begin(self, chunk: int) -> None:
        world = self.world
        for table in ("recipients", "progress_marks", "campaigns", "opt_outs", "outbox"):
            await world.sql(f"DELETE FROM {table}")  # noqa: S608 (constants)
        await world.channel(rate=30, revision=2)
        people = await world.contacts(PEOPLE)
        self.campaigns = [await world.draft(people), await world.draft(people[::2])]
        self.planner = world.planner(campaign_expansion_chunk=chunk)
        for campaign_id in self.campaigns:
            await world.act(campaign_id, "start")

    # --- who moves recipients ----------------------------------------------------------------

    async def plan(self) -> None:
        await self.planner.step()

    async def dispatch(self) -> None:
        await self.world.dispatcher(campaign_window_seconds=0.5, campaign_claim_limit=7).run()

    async def ask_again(self) -> None:
        await self.world.dispatcher(campaign_redispatch_seconds=0.2, campaign_claim_limit=3).ask_again()

    async def hear(self) -> None:
        """Bring what the gateway says of some requests, in any order, some of it twice."""
        await self._read_requests()
        asked = [each for event in self.requests.values() for each in event]
        open_ = [each for each in asked if self.answered[each.send_id] < 2]
        batch = self.chance.sample(open_, min(len(open_), self.chance.randint(1, 20)))
        told = []
        for request in batch:
            self.answered[request.send_id] += 1
            fate = (
                FATES[request.send_id.int % len(FATES)] if self.answered[request.send_id] == 1 else FATES[0]
            )
            told += [self.world.status(request, state, seconds=n) for n, state in enumerate(fate)]
        told += self.chance.sample(told, len(told) // 3)
        self.chance.shuffle(told)
        await self.world.handle(told)

    async def _read_requests(self) -> None:
        """Read the new ones only: there are thousands of other events."""
        new = await self.world.sql(
            "SELECT event_id, type, payload FROM outbox"
            " WHERE type = 'campaign.sends_requested.v2' AND event_id <> ALL(CAST(:known AS uuid[]))"
            " ORDER BY id",
            known=list(self.requests),
        )
        for row in new:
            event = decode(row.type, row.payload.encode())
            assert isinstance(event, CampaignSendsRequestedV2)
            self.requests[row.event_id] = event.parts()

    async def speak(self) -> None:
        """Have a person leave, or come back."""
        self.clock += 1
        person = Party(phone=f"+55119{10_000_000 + self.chance.randrange(PEOPLE):08}")
        word = self.chance.choice(["PARAR", "PARAR", "VOLTAR A RECEBER"])
        await self.world.handle([self.world.message(person, word, seconds=self.clock)])

    async def act(self) -> None:
        # Ended late, or little would happen.
        action = self.chance.choice(ACTIONS[: 4 if self.clock < 10 else 6])
        campaign_id = self.chance.choice(self.campaigns)
        response = await self.world.http.post(f"/api/v1/campaigns/{campaign_id}/{action}")
        assert response.status_code in (200, 409), response.text

    # --- who looks ---------------------------------------------------------------------------

    async def look(self) -> None:
        """Compare what REST tells with the recipients that there were before and after."""
        for campaign_id in self.campaigns:
            before = await self._exist(campaign_id)
            told = await self.world.progress(campaign_id)  # Its total is the sum of its counts.
            assert before <= told["total"] <= await self._exist(campaign_id)

    async def _exist(self, campaign_id: UUID) -> int:
        [row] = await self.world.sql(
            "SELECT count(*) AS n FROM recipients WHERE campaign_id = :id", id=campaign_id
        )
        return int(row.n)

    async def are_closed(self) -> bool:
        rows = await self.world.sql("SELECT closed_at FROM campaigns")
        return all(row.closed_at is not None for row in rows)


async def _go_on(over: asyncio.Event, step: Callable[[], Awaitable[None]], pause: float) -> None:
    while not over.is_set():
        await step()
        await asyncio.sleep(pause)


@given(chance=st.randoms(use_true_random=False), chunk=st.integers(1, 9), patience=st.floats(0.2, 1.0))
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@pytest.mark.timeout(300)
async def test_totals_are_the_recipients_that_there_are_whatever_goes_on_at_once(
    world: World, chance: Random, chunk: int, patience: float
) -> None:
    bustle = Bustle(world, chance)
    await bustle.begin(chunk)
    engine = [
        (bustle.plan, 0.02), (bustle.plan, 0.03), (bustle.dispatch, 0.01), (bustle.dispatch, 0.02),
        (bustle.hear, 0.01), (bustle.hear, 0.02), (world.report, 0.01), (world.report, 0.02),
        (bustle.ask_again, 0.05), (bustle.look, 0.02),
    ]  # fmt: skip
    others = [(bustle.speak, 0.01), (bustle.speak, 0.02), (bustle.act, 0.03)]
    over, calm = asyncio.Event(), asyncio.Event()
    # A deadlock is an error of any of them.
    async with observed(world), asyncio.timeout(90), asyncio.TaskGroup() as group:
        for step, pause in engine:
            group.create_task(_go_on(over, step, pause))
        for step, pause in others:
            group.create_task(_go_on(calm, step, pause))
        await asyncio.sleep(patience)
        calm.set()
        while not await bustle.are_closed():
            for campaign_id in bustle.campaigns:
                if await world.state(campaign_id) == "paused":
                    await world.http.post(f"/api/v1/campaigns/{campaign_id}/resume")
            await asyncio.sleep(0.05)
        over.set()
        changes = await world.sql("SELECT * FROM observed WHERE was IS DISTINCT FROM became")
    assert [row for row in changes if not is_legal(row.was, row.became, row.campaign_state)] == []
    await world.report()
    await _compare(bustle)


async def _compare(bustle: Bustle) -> None:
    """Hold what REST and the events tell against the rows."""
    world = bustle.world
    events = [
        event for event in await world.published(CampaignProgressV1) if event.campaign_id in bustle.campaigns
    ]
    finished = await world.published(CampaignFinishedV1)
    for campaign_id in bustle.campaigns:
        rows = await world.recipients(campaign_id, limit=100)
        truth = Counter(row["state"] for row in rows)
        assert not {"pending", "dispatched"} & truth.keys()
        shown = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
        told = sorted(
            (each for each in events if each.campaign_id == campaign_id), key=lambda each: each.revision
        )
        [end] = [each for each in finished if each.campaign_id == campaign_id]
        assert await world.counts(campaign_id) == shown["counts"] == told[-1].counts == truth
        totals = [each.total for each in told]
        assert totals == sorted(totals), "recipients went away"
        assert end.total == totals[-1] == len(rows)
        assert all(each.total == sum(each.counts.values()) for each in (*told, end))
        whole = [each.total for each in told if each.state == "running"]
        assert set(whole) <= {len(rows)}, "it ran before everybody was known"
        assert shown["state"] in ENDED
