"""What happens in a run: all of it drawn from its seed; and what must hold when it is over."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

from simulation.clock import Clock, Loop, NothingHappens, simulated
from simulation.provider import Weather
from simulation.sabotage import sabotaged
from simulation.world import World, modelled

RATES: Final = (2.0, 12.0, 15.0, 25.0)
"""Of channels: slow, and quick enough for what is claimed ahead of the rate."""
ACTIVE_SECONDS: Final = 6.0
"""In this time everything begins, and all that goes wrong."""
LIMIT_SECONDS: Final = 400.0
"""By then all must be at rest."""
FINAL: Final = frozenset({"delivered", "read", "failed", "unconfirmed", "suppressed", "cancelled"})
DELIVERED: Final = frozenset({"delivered", "read"})


@dataclass
class Run:
    """What a seed came to."""

    seed: int
    sends: int = 0
    accepted: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    unconfirmed: int = 0
    """Told so. Each of them was not accepted, or nothing was ever reported of it."""
    again: int = 0
    transactions: int = 0
    seconds: float = 0.0
    """Of the simulated world."""
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What the system says of a message that is not so."""
    problems: list[str] = field(default_factory=list)
    digest: str = ""
    """Of all that the provider accepted, when, and of the state of each message in the end."""

    @property
    def is_well(self) -> bool:
        return not (self.doubled or self.lost or self.wrong or self.problems)

    def told(self) -> list[str]:
        """Return what was found, in words."""
        return [
            *(f"doubled: {one}" for one in self.doubled),
            *(f"lost: {one}" for one in self.lost),
            *(f"wrong: {one}" for one in self.wrong),
            *self.problems,
        ]


def simulate(seed: int, sabotage: str | None = None) -> Run:
    """Run the world of a seed to its end, and hold its books against the provider's log."""
    clock, chance, run = Clock(), random.Random(seed), Run(seed)
    loop = Loop(clock)
    asyncio.set_event_loop(loop)

    def raised(_: Any, context: dict[str, Any]) -> None:
        error = context.get("exception")
        run.problems.append(f"raised: {error!r}" if error else str(context.get("message")))

    loop.set_exception_handler(raised)
    try:
        with simulated(clock, chance), modelled(), sabotaged(sabotage):
            try:
                loop.run_until_complete(_live(World(clock, chance), run))
            except NothingHappens:
                run.problems.append("everybody waits for somebody else")
    finally:
        # What is still going on in it is of no interest: killed processes, polls, timers.
        loop.set_exception_handler(lambda *_: None)
        loop.close()
        asyncio.set_event_loop(None)
    run.seconds = clock.seconds
    return run


async def _live(world: World, run: Run) -> None:
    chance = world.chance
    world.start(chance.choice((1, 2, 2, 3)))
    channels = [world.add_company(chance.choice(RATES)) for _ in range(2)]
    campaigns = [
        world.add_campaign(one, chance.randint(3, 6 + int(one.messages_per_second)))
        for one in (channels if chance.random() < 0.6 else (*channels, channels[0]))
    ]
    customers = [world.new_party() for _ in range(3)]
    going_on: list[Coroutine[Any, Any, None]] = [
        _at(chance.uniform(0, ACTIVE_SECONDS / 2), world.act(each, "running")) for each in campaigns
    ]
    going_on += [
        _at(
            chance.uniform(0, ACTIVE_SECONDS),
            _do(world.reply, chance.choice(channels), chance.choice(customers)),
        )
        for _ in range(chance.randint(2, 8))
    ]
    if chance.random() < 0.5:
        victim = chance.choice(campaigns)
        going_on.append(_users(world, victim, ends=chance.random() < 0.4))
    going_on += [
        _at(chance.uniform(0, ACTIVE_SECONDS / 2), _do(world.opt_out, chance.choice(campaigns)))
        for _ in range(chance.choice((0, 0, 1, 3)))
    ]
    going_on += [
        _at(chance.uniform(0, ACTIVE_SECONDS), fault)
        for fault in _faults(world, run.faults, chance.choice((0, 1, 2, 3, 5)))
    ]
    await asyncio.gather(*(asyncio.create_task(one) for one in going_on))
    world.provider.weather = Weather()
    while not _is_at_rest(world):
        if world.clock.seconds > LIMIT_SECONDS:
            run.problems.append(f"not at rest after {LIMIT_SECONDS:.0f} s")
            break
        await asyncio.sleep(1.0)
    _hold_books(world, run)


async def _at(seconds: float, work: Coroutine[Any, Any, None]) -> None:
    await asyncio.sleep(seconds)
    await work


async def _do(step: Callable[..., None], *arguments: Any) -> None:
    step(*arguments)


async def _users(world: World, campaign: Any, *, ends: bool) -> None:
    chance = world.chance
    for _ in range(chance.randint(1, 3)):
        await asyncio.sleep(chance.uniform(0.1, 4.0))
        await world.act(campaign, "paused")
        await asyncio.sleep(chance.uniform(0.1, 3.0))
        await world.act(campaign, "running")
    if ends:
        await asyncio.sleep(chance.uniform(0.0, 2.0))
        await world.act(campaign, "cancelled")


# --- what goes wrong -------------------------------------------------------------------------


def _faults(world: World, counted: Counter[str], count: int) -> list[Coroutine[Any, Any, None]]:
    """Draw faults. Of most kinds there may be several at the same time."""
    chance = world.chance

    async def away(outage: Any, seconds: float) -> None:
        outage.is_away = True
        await asyncio.sleep(seconds)
        outage.is_away = False

    async def answers_lost(outage: Any) -> None:
        outage.lost_answers = 0.2
        await asyncio.sleep(chance.uniform(1, 5))
        outage.lost_answers = 0.0

    async def weather(**changes: float) -> None:
        world.provider.weather = replace(world.provider.weather, **changes)
        await asyncio.sleep(chance.uniform(2, 10))
        world.provider.weather = Weather()

    async def rebalances() -> None:
        for _ in range(chance.randint(1, 5)):
            world.broker.rebalance(world.senders)
            await asyncio.sleep(chance.uniform(0.1, 3.0))

    async def clock_jumps() -> None:
        for node in chance.sample(world.workers, min(1, len(world.workers))):
            node.clock_error = chance.choice((-300.0, 300.0))

    kinds: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "worker killed": world.kill_worker,
        "worker killed twice": lambda: _both(world.kill_worker(), world.kill_worker()),
        "worker stands still": lambda: world.freeze_worker(chance.choice((1.0, 5.0, 12.0, 20.0))),
        "dispatcher killed": world.kill_dispatcher,
        "database of the gateway away": lambda: away(world.gateway.outage, chance.uniform(0.2, 20)),
        "database of campaigns away": lambda: away(world.campaigns.outage, chance.uniform(0.2, 10)),
        "answers to commits lost": lambda: answers_lost(world.gateway.outage),
        "Kafka away": lambda: away(world.broker.outage, chance.uniform(0.5, 12)),
        "Redis away": lambda: away(world.redis.outage, chance.uniform(0.5, 8)),
        "provider away": lambda: away(world.provider.outage, chance.uniform(0.5, 10)),
        "requests lost": lambda: weather(lost_requests=chance.choice((0.02, 0.2))),
        "answers lost": lambda: weather(lost_answers=chance.choice((0.02, 0.2))),
        "answers of a proxy": lambda: weather(nonsense=0.3),
        "refusals that pass": lambda: weather(passing=chance.choice((0.2, 0.9))),
        "refusals for good": lambda: weather(final=0.2),
        "provider slow": lambda: weather(slow=0.2, latency=0.5),
        "webhooks late": lambda: weather(webhook_seconds=30.0),
        "webhooks repeated": lambda: weather(webhooks_again=1.0),
        "no webhooks": lambda: weather(silence=0.5),
        "rebalances": rebalances,
        "clock jumps": clock_jumps,
    }
    drawn = []
    for _ in range(count):
        name = chance.choice(list(kinds))
        if name == "dispatcher killed" and counted[name]:
            continue  # There is one.
        counted[name] += 1
        drawn.append(kinds[name]())
    return drawn


async def _both(*works: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*works)


# --- what must hold --------------------------------------------------------------------------


def _is_at_rest(world: World) -> bool:
    if world.broker.unread() or world.provider.under_way:
        return False
    if any(each.published < len(each.outbox) for each in (world.gateway, world.campaigns)):
        return False
    silent = world.provider.silent
    told = [(one.send_id, one.state) for one in world.audience.sends.values()]
    told += list(world.replies.items())
    return all(state in FINAL or (state == "accepted" and send_id in silent) for send_id, state in told)


def _hold_books(world: World, run: Run) -> None:
    """Hold what the system says of each message against what the provider accepted."""
    provider = world.provider
    accepted = Counter(one.send_id for one in provider.log)
    run.sends, run.accepted = len(world.audience.sends) + len(world.replies), len(provider.log)
    run.again = world.broker.again
    run.transactions = world.gateway.transactions + world.campaigns.transactions
    run.problems += world.problems
    run.doubled += [f"{send_id} was accepted {n} times" for send_id, n in accepted.items() if n > 1]
    ended = {id_ for id_, one in world.audience.campaigns.items() if one.state == "cancelled"}
    told = {one.send_id: one.state for one in world.audience.sends.values()} | world.replies
    run.lost += [f"{id_} was sent by nobody's order" for id_ in accepted.keys() - told.keys()]
    history = repr(([(entry.at, entry.send_id) for entry in provider.log], sorted(told.items())))
    run.digest = sha256(history.encode()).hexdigest()[:16]
    for send_id, state in told.items():
        one = world.audience.sends.get(send_id)
        times, is_cancelled = accepted[send_id], one is not None and one.campaign_id in ended
        run.unconfirmed += state == "unconfirmed"
        if times:
            silent = send_id in provider.silent and state in ("accepted", "unconfirmed")
            if state not in DELIVERED and not silent:
                run.wrong.append(f"{send_id} was accepted, and is reported as {state}")
        elif state == "unconfirmed":
            if not provider.begun[send_id] and not _may_have_cut_off(run):
                run.wrong.append(
                    f"{send_id} never left, nobody was cut off, and it is reported as unconfirmed"
                )
        elif state == "failed":
            if not provider.errors[send_id]:
                run.wrong.append(f"{send_id} was never refused, and is reported as failed")
        elif state == "suppressed":
            if send_id not in world.opted_out:
                run.wrong.append(f"{send_id} is reported as suppressed, and its recipient did not leave")
        elif not (state == "cancelled" and is_cancelled):
            run.lost.append(f"{send_id} was never accepted, and is reported as {state}")


_CUTS_OFF: Final = ("worker killed", "worker killed twice", "worker stands still", "answers to commits lost",
                    "database of the gateway away")  # fmt: skip


def _may_have_cut_off(run: Run) -> bool:
    return any(run.faults[name] for name in _CUTS_OFF)
