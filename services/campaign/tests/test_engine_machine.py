"""The engine under anything that may happen, in any order and at once: no violation is found.

Users act, people leave and come back, planners, dispatchers and reporters overlap and die in the middle of
their transactions, statuses come in any order and batches and again. `engine_model` says what must hold.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from random import Random
from typing import TYPE_CHECKING, Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from .engine_model import PEOPLE, Model, Op, mortality, observed

if TYPE_CHECKING:
    from conftest import World

    from atende_contracts.messages import DeliveryState

EXAMPLES: Final = int(os.environ.get("ENGINE_EXAMPLES", "12"))
ACTIONS: Final = ("start", "start", "pause", "resume", "finish", "cancel")
STEPS: Final = (
    "plan", "plan", "plan without grace", "dispatch", "dispatch", "dispatch", "report", "statuses",
)  # fmt: skip
PEOPLE_DO: Final = ("leave", "come back")

audiences = st.lists(st.integers(0, PEOPLE + 2), min_size=1, max_size=8)
lives = st.none() | st.integers(1, 14) | st.integers(-14, -1)


def ops(*kinds: str) -> st.SearchStrategy[Op]:
    return st.tuples(st.sampled_from(kinds), st.integers(0, 11), st.integers(1, 12), lives)


OUTCOMES: Final = (
    "accepted", "accepted", "accepted", "failed", "unconfirmed", "suppressed", "killed", "returned",
    "refused",
)  # fmt: skip
WEBHOOKS: Final = ("sent", "failed", "delivered", "read")


class Machine(RuleBasedStateMachine):
    """Runs beside the loop that everything asynchronous belongs to."""

    def __init__(self, world: World, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.model = Model(world)
        self._loop = loop

    def do(self, step: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(step, self._loop).result(60)

    @initialize(audience=audiences)
    def begin(self, audience: list[int]) -> None:
        self.do(self.model.begin())
        self.do(self.model.draft(audience))
        self.do(self.model.together([("start", 0, 1, None)]))

    @precondition(lambda self: len(self.model.campaigns) < 3)
    @rule(audience=audiences)
    def new_campaign(self, audience: list[int]) -> None:
        self.do(self.model.draft(audience))

    @rule(campaign=st.integers(0, 2), audience=audiences)
    def add_targets(self, campaign: int, audience: list[int]) -> None:
        self.do(self.model.add_targets(campaign, audience))

    @precondition(lambda self: len(self.model.campaigns) < 3)
    @rule(campaign=st.integers(0, 2))
    def duplicate(self, campaign: int) -> None:
        self.do(self.model.duplicate(campaign))

    @rule()
    def the_late_one_becomes_known(self) -> None:
        self.do(self.model.become_known([PEOPLE - 1]))

    @rule(action=ops(*ACTIONS))
    def act(self, action: Op) -> None:
        self.do(self.model.together([action]))

    @rule(steps=st.lists(ops(*STEPS, *STEPS, *PEOPLE_DO, *ACTIONS, "ask again"), min_size=1, max_size=5))
    def steps_at_once(self, steps: list[Op]) -> None:
        self.do(self.model.together(steps))

    @rule(which=st.integers(0, 11), life=lives)
    def plan_and_dispatch(self, which: int, life: int | None) -> None:
        self.do(self.model.together([("plan", which, 1, None)] * 2))
        self.do(self.model.together([("dispatch", which, 1, None), ("dispatch", which + 1, 1, life)]))

    @rule()
    def gateway_hears(self) -> None:
        self.model.gateway_hears()

    @rule(outcomes=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=6), again=st.integers(0, 3))
    def gateway_takes(self, outcomes: list[str], again: int) -> None:
        self.model.gateway_takes(outcomes, again)

    @rule(seed=st.integers(0, 99), states=st.lists(st.sampled_from(WEBHOOKS), min_size=1, max_size=6))
    def webhooks(self, seed: int, states: list[DeliveryState]) -> None:
        self.model.webhooks(Random(seed), states)

    @rule(
        which=st.integers(0, 11),
        fates=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=3),
        states=st.lists(st.sampled_from(WEBHOOKS), min_size=1, max_size=4),
        seed=st.integers(0, 99),
        meanwhile=st.lists(ops(*ACTIONS, "report", "ask again", "statuses"), max_size=2),
    )
    def sends_go_all_the_way(
        self, which: int, fates: list[str], states: list[DeliveryState], seed: int, meanwhile: list[Op]
    ) -> None:
        """What rules by themselves seldom come to in twenty steps."""
        self.plan_and_dispatch(which, None)
        self.model.gateway_hears()
        self.model.gateway_takes(fates, 0)
        self.model.webhooks(Random(seed), states, about=which % len(fates))
        self.do(self.model.deliver(seed, *meanwhile))

    @rule(which=st.integers(0, 11), sends=st.integers(1, 3))
    def people_leave_while_their_sends_come_back(self, which: int, sends: int) -> None:
        self.plan_and_dispatch(which, None)
        requests = self.model.gateway_takes(["returned"] * sends, 0)
        self.do(self.model.together([("leave", self.model.person(each), 1, None) for each in requests]))
        self.do(self.model.deliver(which, ("dispatch", which, 1, None)))
        self.plan_and_dispatch(which, None)

    @rule(words=st.lists(ops(*PEOPLE_DO), min_size=1, max_size=3))
    def people_speak(self, words: list[Op]) -> None:
        self.do(self.model.together(words))

    @rule(batches=st.lists(ops("statuses"), min_size=1, max_size=3))
    def statuses_come(self, batches: list[Op]) -> None:
        self.do(self.model.together(batches))

    def teardown(self) -> None:
        if self.model.campaigns:
            self.do(self.model.come_to_rest())


async def test_whatever_happens_everybody_gets_at_most_one_message_and_every_fate_is_known(
    world: World,
) -> None:
    loop = asyncio.get_running_loop()
    checks = settings(
        max_examples=EXAMPLES,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    async with observed(world), mortality(world.database):
        await asyncio.to_thread(run_state_machine_as_test, lambda: Machine(world, loop), settings=checks)
