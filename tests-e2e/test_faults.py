"""The fault matrix of campaigns: what is killed, stopped or emptied loses nothing and sends nothing twice.

Two companies send campaigns, their customers write and their agents reply, while faults come at instants
drawn from a seed. When all is quiet again, what the system says is held against the provider's log: lost (L),
sent or kept twice (D), unconfirmed (U: exactly what never left, and only where a sender was cut off), another
company's (X). How long it took until a channel had half its rate again (T) is printed in the end and not
checked: it is the machine's. `make faults` does it for many seeds (CONTRIBUTING.md).
"""

import asyncio
import os
import secrets
import signal
import time
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final
from uuid import UUID, uuid4

import pytest
from aiokafka import AIOKafkaProducer
from hostile import Hostile
from records import unread
from redis.asyncio import Redis
from system import PASSWORD, System, eventually
from under_load import RATE, at_work
from webhooks import said, tell
from workers import Workers

from atende_contracts.event import Event
from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasureRequestedV1
from atende_contracts.registry import encode
from atende_contracts.topics import TOPICS, Topic
from atende_platform.process.kafka_access import KafkaAccess
from atende_sandbox.demo.api import ApiError

FAULTS: Final = int(os.environ.get("ATENDE_FAULTS", "3"))
FIRST: Final = int(os.environ.get("ATENDE_FAULT_SEED") or secrets.randbelow(10**6))
SEEDS: Final = range(FIRST, FIRST + int(os.environ.get("ATENDE_FAULT_SEEDS", "1")))

KILL_SECONDS: Final = 5.0
"""One kill in so many seconds: less than a group of consumers needs to notice one."""
BROKER_AWAY_SECONDS: Final = 12.0
"""Longer than a consumer may be silent before its group does without it (6 s)."""
COUNTS_AS: Final = 4
"""So many faults of other rows: one of the broker, of poison or of a hostile tenant, which takes long."""
VALKEY_AWAY_SECONDS: Final = 6.0
POISON: Final = 150
"""Records on each topic: more than a consumer puts aside in a row before it asks whether it is the code."""
WINDOW: Final = 2 * RATE
"""Two seconds of the rate are under way at most (`CAMPAIGN_WINDOW_SECONDS`)."""

# The waits within have their own limits, which follow the machine.
pytestmark = [pytest.mark.timeout(900 + 180 * FAULTS), pytest.mark.parametrize("seed", SEEDS)]


async def test_gateway_killed_while_campaigns_are_paused_resumed_and_cancelled(
    system: System, seed: int
) -> None:
    """Rows 1 and 21. What a killed sender had begun and not sent is unconfirmed, and nothing else is."""
    async with at_work(system, "1, 21", seed, FAULTS, unknown=True, campaigns=2) as run:
        kept, ended = run.tenants[1].campaigns
        async with run.pausing(kept):
            cancelling = asyncio.create_task(
                run.cancel(ended, after=run.chance.uniform(0.5, KILL_SECONDS * FAULTS))
            )
            for _ in range(FAULTS):
                if run.chance.random() < 0.5:
                    await run.under_way()
                    await asyncio.sleep(run.chance.uniform(0, 1))
                else:  # Perhaps before it is back from the last one.
                    await asyncio.sleep(run.chance.uniform(0, 2 * KILL_SECONDS))
                await run.kill("gateway")
            await cancelling
    assert max(run.left_after_stops()) <= WINDOW


async def test_campaign_chat_reporting_and_auth_killed(system: System, seed: int) -> None:
    """Row 3."""
    async with at_work(system, "3", seed, FAULTS) as run:
        services = ["campaign", "chat", "reporting", "auth"] * FAULTS
        for service in services[:FAULTS]:
            await run.under_way()
            await asyncio.sleep(run.chance.uniform(0, 2))
            await run.kill(service)
            if run.chance.random() < 0.5:
                await asyncio.sleep(run.chance.uniform(0, 3))
                await run.kill(service)


async def test_broker_killed_and_away_for_a_while(system: System, seed: int) -> None:
    """Row 5. Webhooks are refused meanwhile, so that the provider keeps what nobody here could."""
    faults = -(-FAULTS // COUNTS_AS)
    async with at_work(system, "5", seed, faults) as run:
        for _ in range(faults):
            await run.under_way()
            await asyncio.sleep(run.chance.uniform(0, 1))
            await asyncio.to_thread(run.world.stop, "kafka", by=signal.SIGKILL)
            # What was taken before may be answered, and the answer noted, a moment later.
            since = time.time() + 3
            await asyncio.sleep(BROKER_AWAY_SECONDS)
            await eventually(partial(run.webhooks_are_refused, since))
            await asyncio.to_thread(run.world.start, "kafka")
            run.fault()


async def test_postgres_stopped_at_once_again_and_again(system: System, seed: int) -> None:
    """Row 7. An intent whose commit was never confirmed may be unconfirmed: it is not sent."""
    async with at_work(system, "7", seed, FAULTS, unknown=True) as run:
        for _ in range(FAULTS):
            await run.under_way()
            await asyncio.sleep(run.chance.uniform(0, 1.5))
            await asyncio.to_thread(run.world.stop, "postgres", by=signal.SIGQUIT)
            await asyncio.sleep(run.chance.uniform(0, 2))
            await asyncio.to_thread(run.world.start, "postgres")
            run.fault()


async def test_valkey_killed_and_emptied(system: System, seed: int) -> None:
    """Row 9. Without it campaigns wait, replies go on, and people come in."""
    api, answer = await system.register()
    login = {"email": answer["user"]["email"], "password": PASSWORD}
    async with at_work(system, "9", seed, FAULTS) as run:
        tenant = run.tenants[0]
        await run.under_way()
        await asyncio.sleep(run.chance.uniform(0, 1))
        await asyncio.to_thread(run.world.stop, "valkey", by=signal.SIGKILL)
        since = time.time()
        reply = await tenant.reply()
        tokens = await api.post("/api/v1/auth/login", login)
        await api.post("/api/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]})

        async def replied() -> None:
            assert reply in [record["text"] async for record in system.simulator.full_log()]

        await eventually(replied)
        await asyncio.sleep(since + VALKEY_AWAY_SECONDS - time.time())
        until = time.time()
        await asyncio.to_thread(run.world.start, "valkey")
        run.fault()
        for _ in range(FAULTS - 1):
            await run.under_way()
            await asyncio.sleep(run.chance.uniform(0, 2))
            async with Redis.from_url(run.world.settings.redis_url) as redis:
                await redis.flushall()
            run.fault()
    [campaign] = tenant.campaigns
    assert run.left(campaign, since, until) <= RATE, "only what had its token may leave"


async def test_workers_that_come_and_go_keep_to_the_rate(system: System, seed: int) -> None:
    """Row 10: one worker of gateway and campaign, four, two, four, … The groups rebalance each time."""
    async with at_work(system, "10", seed, FAULTS) as run, watched(system) as turns:
        workers = Workers(run.world)
        try:
            for wanted in ((4, 2) * FAULTS)[:FAULTS]:
                await workers.become(wanted)
                await asyncio.sleep(run.chance.uniform(3, 6))
                run.fault()
        finally:
            await workers.become(1)
    for tenant in run.tenants:
        times = [sent.at for sent in run.log if sent.number == tenant.company.number]
        assert most_in_a_second(times, turns) <= RATE * 1.05


async def test_lost_answers_and_webhooks_twice_and_shuffled(system: System, seed: int) -> None:
    """Rows 11, 16 and, with all well, 21. Webhooks carry our send id, so each unknown outcome is resolved."""
    async with at_work(system, "11, 16", seed, FAULTS) as run:
        one, other = (tenant.company.number for tenant in run.tenants)
        await system.simulator.knobs(one, response_loss_rate=0.05)
        await system.simulator.knobs(other, webhook_duplicate_rate=0.5, webhook_reorder=20)
        run.fault()
        async with run.pausing(*run.tenants[1].campaigns):
            await asyncio.sleep(KILL_SECONDS)
    assert max(run.left_after_stops()) <= WINDOW


async def test_poison_at_every_door(system: System, seed: int) -> None:
    """Far more records that cannot be handled than a consumer puts aside in a row, on every topic at once."""
    faults = -(-FAULTS // COUNTS_AS)
    async with at_work(system, "poison", seed, faults) as run:
        await run.under_way()
        for _ in range(faults):
            await asyncio.gather(*(poison(system, topic, run.chance.randbytes(16)) for topic in TOPICS))
            run.fault()
            await run.under_way()

    async def moves() -> None:
        assert await unread(system) == {}
        health = await system.http.get("/health")
        assert health.status_code == 200, health.text

    async def recovered() -> None:
        try:
            await a_good_record_on_every_topic(system)
        except ApiError as refused:  # A service has not heard yet of what another one did.
            raise AssertionError(str(refused)) from refused
        await eventually(moves, timeout=5, every=0.5)

    await eventually(recovered, timeout=120)


async def a_good_record_on_every_topic(system: System) -> None:
    """Let a company join and use everything: with each good record a consumer puts 100 bad ones aside."""
    waba_id = str(uuid4().int % 10**15)
    template = {"name": "oi", "language": "pt_BR", "components": [{"type": "BODY", "text": "Oi"}]}
    await system.simulator.templates(waba_id, [template])
    company = await system.new_company(waba_id=waba_id)
    phone = system.new_phone()
    await company.import_contacts([phone])
    await company.customer_writes(phone, "Bom dia")
    uploaded = await system.http.post(
        "/api/v1/media?filename=foto.png",
        content=b"\x89PNG\r\n\x1a\n" + bytes(1000),
        headers={**company.headers, "Content-Type": "image/png"},
    )
    assert uploaded.status_code == 201, uploaded.text
    await system.simulator.event(company.number, "throughput", "HIGH")
    thread = {"id": phone.lstrip("+"), "messages": [said(phone, "Faz tempo", timestamp="1750000000")]}
    await tell(company, "history", {"history": [{"metadata": {"phase": 2}, "threads": [thread]}]})
    await company.run_campaign([phone], "Semana do cliente")

    async def shown() -> str:
        tickets = await company.api.all("/api/v1/tickets")
        assert len(tickets) == 1
        messages = await company.api.all(f"/api/v1/tickets/{tickets[0]['id']}/messages")
        assert len(messages) == 3
        return str(tickets[0]["id"])

    ticket = await eventually(shown, timeout=60)
    await company.api.post(f"/api/v1/tickets/{ticket}/read")
    await company.customer_writes(phone, "SAIR")

    async def known() -> None:
        channel = f"/api/v1/channels/{company.channel_id}"
        assert len(await company.api.all(f"{channel}/templates")) == 1
        assert len(await company.api.all("/api/v1/opt-outs")) == 1

    await eventually(known, timeout=60)
    label = await company.api.post("/api/v1/contacts/tags", {"name": "vip"})
    await company.api.patch(f"/api/v1/contacts/tags/{label['id']}", {"name": "antigo"})
    await company.api.post("/api/v1/queues", {"name": "Vendas"})
    await company.api.post("/api/v1/tags", {"name": "Orçamento"})
    someone = await company.api.post("/api/v1/contacts", {"name": "Caio", "phone": system.new_phone()})
    await company.api.post(f"/api/v1/contacts/{someone['id']}/exports")
    # Of a company that nobody knows: every service has nothing of it, and says so.
    await produce(system, CompanyErasureRequestedV1(company_id=uuid7(), erasure_id=uuid7()))
    await company.api.delete(f"/api/v1/contacts/{someone['id']}")


async def produce(system: System, event: Event) -> None:
    """Produce an event, as who may."""
    (topic,) = (each for each in TOPICS if each.name == event.topic)
    access = KafkaAccess.from_environment(system.world.settings.kafka_environment(topic.producer))
    producer = AIOKafkaProducer(**access.options())
    await producer.start()
    try:
        headers = [("type", event.type.encode()), ("id", str(event.id).encode())]
        await producer.send_and_wait(topic.name, encode(event), key=event.key().encode(), headers=headers)
    finally:
        await producer.stop()


async def poison(system: System, topic: Topic, mark: bytes) -> None:
    """Produce, as who may, what is no event: of a company that nobody knows, in all partitions."""
    company = f'"company_id":"{UUID(bytes=mark)}"'.encode()
    values = [
        b"",
        b"\xff\xfe",
        b"{not json",
        b"{" + company + b"}",
        b"[" * 50_000,
        b"{" + company + mark * 9000,
    ]
    access = KafkaAccess.from_environment(system.world.settings.kafka_environment(topic.producer))
    producer = AIOKafkaProducer(**access.options())
    await producer.start()
    try:
        sent = [
            await producer.send(
                topic.name,
                values[number % len(values)],
                key=f"{number}".encode(),
                headers=[("type", b"\xff" if number % 7 == 0 else b"message.received.v1")],
            )
            for number in range(POISON)
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def test_a_hostile_tenant_does_all_it_can(system: System, seed: int) -> None:
    """Row "hostile tenant". Others' messages, lists, opt-outs and imports go on while its own wait."""
    hostile, quiet = await Hostile.join(system), await system.new_company()
    faults = -(-FAULTS // COUNTS_AS)
    async with at_work(system, "hostile", seed, faults) as run:
        async with hostile.abusing():
            phones = [system.new_phone() for _ in range(10)]
            await quiet.import_contacts(phones)
            assert await hostile.open_imports() > 0, "ten rows do not wait for another company's thousands"
            await quiet.customer_writes(phones[0], "Oi, vocês entregam?")
            await quiet.customer_writes(phones[1], "SAIR")

            async def heard() -> None:
                tickets = await quiet.api.all("/api/v1/tickets")
                assert len(tickets) == 2, hostile.answers
                opted_out = await quiet.api.all("/api/v1/opt-outs")
                assert [one["phone"] for one in opted_out] == [phones[1]]

            async def flood_is_refused() -> None:
                assert hostile.answers["webhook 429"] > 0, hostile.answers

            await eventually(heard, timeout=60)
            await eventually(flood_is_refused, timeout=60)
            for _ in range(faults):
                await run.under_way()
                run.fault()
        assert hostile.answers["webhook 200"] > 0
        assert not {kind for kind in hostile.answers if kind.endswith((" 500", " 502"))}, hostile.answers


@asynccontextmanager
async def watched(system: System) -> AsyncIterator[list[tuple[float, float]]]:
    """Ask the provider again and again; give the times between which it was not too busy to answer.

    What its log says arrived at one time may have waited in its socket since its last turn.
    """
    turns: list[tuple[float, float]] = [(0.0, 0.0)]

    async def watch() -> None:
        while True:
            asked = time.time()
            await system.simulator.log(limit=1)
            turns.append((asked, time.time()))
            await asyncio.sleep(0.05)

    watching = asyncio.create_task(watch())
    try:
        yield turns
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


def most_in_a_second(times: list[float], turns: list[tuple[float, float]]) -> int:
    """Return how many messages surely arrived within some second."""
    arrivals = []
    turn = 0
    for at in times:
        while turn + 1 < len(turns) and turns[turn + 1][1] <= at:
            turn += 1
        arrivals.append((turns[turn][0], at))
    earliest, latest = zip(*arrivals, strict=True)
    return max(bisect_left(latest, begin + 1) - bisect_left(earliest, begin) for begin in earliest)
