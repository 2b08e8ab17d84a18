"""Our hot paths beside BullMQ and the seed's own stack, several times in turn; writes one page of medians.

    python tests-e2e/bench/evidence.py [--rounds 3] [--recipients 5000] [--kills 1] [--seconds 10]

In each round every engine sends a campaign without a limit and one at 1,000 a second, on the same servers and
to the same provider, each round beginning with another engine; then one api process of the gateway takes
webhooks. In the first rounds the engines are killed half-way, too. What is not measured at the moment does
not run, but for the servers. Last, outside all figures, each path runs once more under a profiler.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import node_projects, webhooks
from bench.campaign_engine import UNLIMITED, Engine, Worker
from bench.evidence_page import OURS, Evidence, Sent, machine, page
from bench.figures import nanoseconds_of_a_hash
from bench.measured import RATE, Killed, Provider
from bench.node_engine import NodeEngine
from bench.profiles import sampled
from bench.sending import ANSWER_MS, SECRET, connect_channels, running
from conftest import UNLIMITED as WITHOUT_LIMITS
from ports import free_ports

from atende_contracts.topics import MESSAGE_INBOUND, PROVIDER_STATUS
from atende_sandbox.errors import SandboxError
from atende_sandbox.node import find_node
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import SERVICES, service_named
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

WARM_UP: Final = 1_000
PROFILED: Final = 10_000
"""Recipients of the campaign that is profiled."""
WEBHOOK_NUMBERS: Final = 2 * 10**14
PAGE: Final = REPOSITORY / "docs" / "measured.md"
NODE_PROJECTS: Final = {
    "BullMQ, results one by one": node_projects.BULLMQ_ALONE,
    "BullMQ, results together": node_projects.BULLMQ_BATCHED,
    "NestJS, Prisma, BullMQ": node_projects.SEED_STACK,
}


class Competitor(Protocol):
    """An engine as the rounds use it."""

    async def sent(self, count: int) -> Sent:
        """Send a campaign without a limit, then one at the rate."""

    async def killed(self, count: int) -> Killed:
        """Send a campaign that is killed half-way."""

    async def close(self) -> None:
        """Give back its connections."""


class Ours:
    """Our engine, whose workers run only while it is measured."""

    def __init__(self, engine: Engine, provider_pid: int) -> None:
        self.engine = engine
        self._provider_pid = provider_pid

    @asynccontextmanager
    async def workers(self) -> AsyncIterator[dict[str, int]]:
        """Run both workers, warmed up; yield the processes that count."""
        workers = (self.engine.campaign, self.engine.gateway)
        for worker in workers:
            worker.start()
        try:
            pids = self.engine.pids(self._provider_pid)
            await self.engine.run(WARM_UP, UNLIMITED, pids)
            yield pids
        finally:
            for worker in workers:
                worker.stop()

    async def sent(self, count: int) -> Sent:
        async with self.workers() as pids:
            unlimited = await self.engine.run(count, UNLIMITED, pids)
            return Sent(unlimited, await self.engine.run(count, RATE, pids))

    async def killed(self, count: int) -> Killed:
        async with self.workers():
            return await self.engine.killed(count)

    async def close(self) -> None:
        await self.engine.close()


class OnNode:
    """An engine on Node."""

    def __init__(self, engine: NodeEngine) -> None:
        self._engine = engine

    async def sent(self, count: int) -> Sent:
        unlimited = await self._engine.run(count, 0, WARM_UP)
        return Sent(unlimited, await self._engine.run(count, RATE, WARM_UP))

    async def killed(self, count: int) -> Killed:
        return await self._engine.killed(count)

    async def close(self) -> None:
        await self._engine.close()


async def webhook_load(settings: Settings, key: bytes, seconds: float) -> webhooks.Load:
    """Connect a company's channel; return a load for it."""
    _, [channel] = await connect_channels(settings, key, (RATE,), WEBHOOK_NUMBERS)
    path = f"/webhooks/whatsapp/{channel}"
    return webhooks.Load(path=path, number=str(WEBHOOK_NUMBERS), secret=SECRET, seconds=seconds)


async def empty_webhook_topics(settings: Settings) -> None:
    """Delete what the webhooks left in Kafka, which would be the next campaign's work, too."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    await admin.start()
    try:
        everything = RecordsToDelete(before_offset=-1)
        topics = (MESSAGE_INBOUND, PROVIDER_STATUS)
        parts = [TopicPartition(topic.name, part) for topic in topics for part in range(topic.partitions)]
        await admin.delete_records(dict.fromkeys(parts, everything))
    finally:
        await admin.close()


class Measurement:
    """All engines on one world's servers, and what was measured of them."""

    def __init__(self, world: World, ours: Ours, options: argparse.Namespace) -> None:
        self._world = world
        self._ours = ours
        self._options = options
        self._competitors: dict[str, Competitor] = {OURS: ours}
        self.evidence = Evidence(
            rounds=options.rounds, recipients=options.recipients, seconds=options.seconds
        )

    async def install(self, provider: Provider) -> None:
        """Install every engine on the servers."""
        options = self._options
        runs = options.rounds * 4 + options.kills + 2
        contacts = max(options.recipients, PROFILED)
        await self._ours.engine.install(contacts, [RATE] * runs + [UNLIMITED] * runs)
        self._load = await webhook_load(self._world.settings, self._ours.engine.key, options.seconds)
        try:
            node = await asyncio.to_thread(find_node)
        except SandboxError:
            self.evidence.remarks.append("There is no Node here: only our own engine was measured.")
            return
        for name, project in NODE_PROJECTS.items():
            engine = NodeEngine(self._world, provider, project, node)
            await engine.install()
            self._competitors[name] = OnNode(engine)

    async def round(self, number: int) -> None:
        """Measure everything once."""
        self.evidence.hashes.append(nanoseconds_of_a_hash())
        names = list(self._competitors)
        start = number % len(names)
        for name in names[start:] + names[:start]:
            note(f"round {number + 1}: {name}")
            self.evidence.campaigns.setdefault(name, []).append(
                await self._competitors[name].sent(self._options.recipients)
            )
            if number < self._options.kills:
                killed = await self._competitors[name].killed(self._options.recipients // 2)
                self.evidence.kills.setdefault(name, []).append(killed)
        note(f"round {number + 1}: webhooks")
        settings, kafka = self._world.settings, webhooks.kafka_of(self._world)
        with webhooks.gateway_api(replace(settings, overrides=WITHOUT_LIMITS)) as (api, address):
            load = replace(self._load, addresses=[address])
            self.evidence.webhooks.append(await webhooks.measure(settings, kafka, load, [api]))
        await empty_webhook_topics(settings)

    async def profile(self) -> None:
        """Sample the workers of a campaign, then the api that takes webhooks."""
        settings, engine = self._world.settings, self._ours.engine
        async with self._ours.workers() as pids:
            workers = {f"{name} worker": pids[name] for name in ("campaign", "gateway")}
            with sampled(workers, settings.directory) as found:
                await engine.run(PROFILED, UNLIMITED, pids)
        self.evidence.profiles |= found
        with webhooks.gateway_api(replace(settings, overrides=WITHOUT_LIMITS)) as (api, address):
            load = replace(self._load, addresses=[address])
            await webhooks.run(replace(load, seconds=webhooks.WARM_SECONDS))
            with sampled({"gateway api": api.pid}, settings.directory) as found:
                await webhooks.run(load)
        self.evidence.profiles |= found

    async def close(self) -> None:
        for competitor in self._competitors.values():
            await competitor.close()


async def measure(world: World, provider_pid: int, options: argparse.Namespace) -> Evidence:
    """Run all rounds, then the profiler."""
    provider = Provider(world.settings.url("simulator"))
    measurement = Measurement(world, Ours(Engine(world, provider), provider_pid), options)
    try:
        measurement.evidence.machine = await machine(world)
        await measurement.install(provider)
        for number in range(options.rounds):
            await measurement.round(number)
        write(measurement.evidence, options.page)
        if options.profile:
            note("profiles")
            await measurement.profile()
    finally:
        await measurement.close()
    return measurement.evidence


def profile_chat(evidence: Evidence, seconds: float) -> None:
    """Sample chat's worker while customers write, on a whole system of its own."""
    note("profile of chat")
    with own_settings() as settings, World(replace(settings, overrides=WITHOUT_LIMITS)) as world:
        load = asyncio.run(webhooks.connect(world))
        for unit in SERVICES:
            world.stop(unit.name)
        chat = Worker(service_named("chat"), world.settings)
        chat.start()
        try:
            with webhooks.gateway_api(world.settings) as (_, address):
                load = replace(load, addresses=[address], seconds=seconds)
                asyncio.run(webhooks.run(replace(load, seconds=webhooks.WARM_SECONDS)))
                with sampled({"chat worker": chat.process.pid}, settings.directory) as found:
                    asyncio.run(webhooks.run(load))
        finally:
            chat.stop()
    evidence.profiles |= found


@contextmanager
def own_settings() -> Iterator[Settings]:
    """Yield the settings of servers of our own, in a folder that is removed afterwards."""
    with scratch_folder() as directory:
        yield Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
        )


def write(evidence: Evidence, path: Path) -> None:
    """Write the page of what is measured so far."""
    path.write_text(page(evidence), encoding="utf-8")
    note(f"written: {path}")


def note(what: str) -> None:
    """Print what is measured now."""
    print(f"{time.strftime('%X')} {what} (load {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return how much is to be measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--recipients", type=int, default=5_000)
    parser.add_argument("--kills", type=int, default=1, help="in how many rounds engines are killed")
    parser.add_argument("--seconds", type=float, default=webhooks.SECONDS, help="of webhooks, by round")
    parser.add_argument("--no-profile", dest="profile", action="store_false")
    parser.add_argument("--page", type=Path, default=PAGE)
    return parser.parse_args(arguments)


def main() -> None:
    """Measure on servers of its own and write the page."""
    options = read_options(sys.argv[1:])
    with own_settings() as settings:
        script = str(Path(__file__).with_name("provider.py"))
        provide = [sys.executable, script, str(settings.ports["simulator"]), str(ANSWER_MS)]
        with (
            World(settings, infra_only=True) as world,
            running("provider", provide, settings, os.environ) as provider,
        ):
            evidence = asyncio.run(measure(world, provider, options))
    if options.profile:
        profile_chat(evidence, options.seconds)
        write(evidence, options.page)


if __name__ == "__main__":
    main()
