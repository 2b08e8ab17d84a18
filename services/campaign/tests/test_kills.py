"""Workers killed at any instant, while users pause and cancel campaigns: nothing is lost or comes twice.

Real PostgreSQL, Kafka and processes. Which faults are tried where (rows of the fault matrix); what is said of
here is tried in tests-e2e/test_faults, too, on the system as a whole:

1  gateway killed          test_faults; the gateway's own test_kills (fifty kills)
3  service killed          here, worker by worker
5  Kafka away              test_faults
7  PostgreSQL stops        here, every connection cut three times
9  Valkey away             test_faults; the engine itself does not use it
10 rebalance storm         here, from one worker to four to two
21 pause, resume, cancel   here, under all of that; `test_engine_machine` at any point
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer

from atende_contracts.campaigns import CampaignControlChangedV1, CampaignFinishedV1
from atende_contracts.messages import CampaignSendRequestedV1
from atende_contracts.registry import decode
from atende_platform.testing.plugin import Eventually, Infrastructure, Installation, Publish

from .engine_model import Gateway, is_legal, observed
from .fleet import running_fleet

if TYPE_CHECKING:
    from conftest import World

RECIPIENTS: Final = 240
RATE: Final = 60.0
WINDOW_SECONDS: Final = 1.0
WORKERS: Final = (1, 4, 2)
"""How many there are, round by round."""


@asynccontextmanager
async def gateway(
    world: World, publish: Publish, chance: random.Random, answers_all: asyncio.Event
) -> AsyncIterator[tuple[Gateway, dict[UUID, set[UUID]]]]:
    """Answer what it is asked; give what it sent, and how often each campaign was published as finished.

    The first send of each campaign waits until it ``answers_all``: no campaign is over before.
    """
    model, finished = Gateway(), dict[UUID, set[UUID]]()
    first: dict[UUID, UUID] = {}
    waiting: list[Any] = []
    prefix = world.settings.kafka_topic_prefix
    topics = [prefix + kind.topic for kind in (CampaignSendRequestedV1, CampaignControlChangedV1)]
    consumer = AIOKafkaConsumer(
        *{*topics, prefix + CampaignFinishedV1.topic},
        bootstrap_servers=world.settings.kafka_bootstrap,
        auto_offset_reset="earliest",
    )

    def take(event: Any) -> list[Any]:
        if event.company_id != world.company_id:  # Of a test before this one, on the same topics.
            return []
        if isinstance(event, CampaignControlChangedV1):
            model.hear(event)
        elif isinstance(event, CampaignFinishedV1):
            finished.setdefault(event.campaign_id, set()).add(event.id)
        elif isinstance(event, CampaignSendRequestedV1):
            is_first = first.setdefault(event.campaign_id, event.send_id) == event.send_id
            if is_first and not answers_all.is_set():
                waiting.append(event)
                return []
            # Few fail, or the campaign would pause by itself.
            outcome = chance.choices(["accepted", "failed", "unconfirmed"], [18, 1, 1])[0]
            state = model.take(event, outcome)
            if state is not None:
                return [world.status(event, state)] * chance.randint(1, 2)
        return []

    async def serve() -> None:
        while True:
            for records in (await consumer.getmany(timeout_ms=50)).values():
                events = [decode(dict(record.headers)["type"].decode(), record.value) for record in records]
                requests = [part for event in events for part in event.parts()]
                await publish(*(status for request in requests for status in take(request)))
            if answers_all.is_set():
                await publish(*(status for event in waiting for status in take(event)))
                waiting.clear()

    await consumer.start()
    serving = asyncio.create_task(serve())
    try:
        yield model, finished
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        await consumer.stop()


async def cut_connections(infrastructure: Infrastructure, settings: Any) -> int:
    """End every connection that workers have, in the middle of whatever they are doing; return how many.

    Those of the test itself, which have no name, stay: it is not what is tried.
    """
    url = f"{infrastructure.database_admin_url.rpartition('/')[0]}/{settings.database_url.rpartition('/')[2]}"
    admin = await asyncpg.connect(url)
    try:
        ended: int = await admin.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = 'campaign_worker' AND application_name <> ''"
        )
        return ended
    finally:
        await admin.close()


async def test_workers_killed_at_any_instant_lose_and_double_nothing(
    world: World,
    installation: Installation,
    infrastructure: Infrastructure,
    publish: Publish,
    eventually: Eventually,
) -> None:
    seed = secrets.randbelow(10**6)
    chance = random.Random(seed)
    settings = installation.settings.model_copy(update={"campaign_window_seconds": WINDOW_SECONDS})
    await world.channel(rate=RATE, revision=2)
    answers_all = asyncio.Event()
    contacts = await world.contacts(RECIPIENTS)
    kept = await world.draft(contacts)
    ended = await world.draft(contacts[::2])

    async def window_holds() -> None:
        [row] = await world.sql("SELECT count(*) AS n FROM recipients WHERE state = 'dispatched'")
        assert row.n <= RATE * WINDOW_SECONDS, f"past the window, with seed {seed}"

    async with (
        observed(world),
        gateway(world, publish, chance, answers_all) as (provider, finished),
        running_fleet(settings) as fleet,
    ):
        kills = cut = 0
        for wanted in WORKERS:
            while len(fleet.workers) > wanted:
                fleet.kill(0)
            while len(fleet.workers) < wanted:
                await fleet.add()
            if wanted == 1:
                await world.act(kept, "start")
                await world.act(ended, "start")
            for _ in range(3):
                await asyncio.sleep(chance.uniform(0.1, 0.5))
                fleet.kill(chance.randrange(len(fleet.workers)))
                kills += 1
                await fleet.add()
                await world.act(kept, chance.choice(["pause", "resume"]) if kills > 2 else "start")
                await window_holds()
            cut += await cut_connections(infrastructure, settings)

        async def expanded() -> None:
            """What ends before it is expanded has no recipients, and new workers take long to start."""
            rows = await world.sql("SELECT expanded_at FROM campaigns WHERE id = :id", id=ended)
            assert all(row.expanded_at is not None for row in rows), f"not expanded, with seed {seed}"

        await eventually(expanded, timeout=60)
        await world.act(ended, "cancel")
        answers_all.set()
        if await world.state(kept) == "paused":
            await world.act(kept, "resume")

        async def closed() -> None:
            await window_holds()
            counts = [await world.counts(id_) for id_ in (kept, ended)]
            rows = await world.sql("SELECT state, closed_at FROM campaigns")
            assert all(row.closed_at is not None for row in rows), (rows, counts, len(provider.ledger), seed)
            assert finished.keys() == {kept, ended}

        await eventually(closed, timeout=60)

        async def states_agree() -> None:
            for row in await world.sql("SELECT send_id, state FROM recipients"):
                assert row.state == provider.ledger.get(row.send_id, "cancelled"), f"with seed {seed}"

        await eventually(states_agree)
        changes = await world.sql("SELECT * FROM observed ORDER BY id")

    illegal = [
        row
        for row in changes
        if row.was != row.became and not is_legal(row.was, row.became, row.campaign_state)
    ]
    assert illegal == [], f"with seed {seed}"
    assert cut > 0
    assert max(provider.sent.values()) == 1
    assert {id_: len(events) for id_, events in finished.items()} == {kept: 1, ended: 1}
    rows = await world.sql("SELECT campaign_id, identity, send_id FROM recipients")
    assert Counter(row.campaign_id for row in rows) == {kept: RECIPIENTS, ended: RECIPIENTS // 2}
    assert provider.ledger.keys() <= {row.send_id for row in rows}
    assert await world.state(ended) == "cancelled"
    assert await world.state(kept) == "finished"
