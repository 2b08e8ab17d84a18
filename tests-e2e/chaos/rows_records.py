"""Rows of records: of a version that nobody here knows, and of those that were put aside and come again."""

import asyncio
import json
import re
from collections import Counter
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
from aiokafka import AIOKafkaProducer
from chaos.dead_letters import Refused, breaking_off, nothing_waits, refusing, replay_again, replayed, waiting
from chaos.settings import FAULTS, MARKS
from records import dead_letters, unread
from system import System, eventually
from under_load import Tenant, at_work

from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasureRequestedV1
from atende_contracts.registry import encode
from atende_contracts.topics import COMPANY_ERASURE, TOPICS, Topic
from atende_platform.process.kafka_access import KafkaAccess
from atende_sandbox.observability import targets

OF_EACH: Final = 3
_UNKNOWN: Final = re.compile(r"^consumer_unknown_events_total\{.*\} (\S+)$", re.MULTILINE)
PUT_ASIDE: Final = 5
"""Dead letters of each consumer at least."""

pytestmark = MARKS


async def test_events_of_a_newer_version(system: System, seed: int) -> None:
    """Row 19. Unknown fields are passed over, and so is an unknown version, which is counted."""
    letters = await dead_letters(system)
    async with at_work(system, "19 newer events", seed, FAULTS) as run:
        await run.under_way()
        counted = await _passed_over(system)
        for topic in TOPICS:
            await _produce(system, topic, f"{topic.name}.changed.v99", {"id": str(uuid4())})
        # Of a company that nobody knows: every service has nothing of it, and says so.
        event = CompanyErasureRequestedV1(company_id=uuid7(), erasure_id=uuid7())
        await _produce(system, COMPANY_ERASURE, event.type, json.loads(encode(event)))
        run.fault()
        await run.under_way()

        async def passed_over() -> None:
            now = await _passed_over(system)
            assert all(now[service] >= count + OF_EACH for service, count in counted.items()), now

        await eventually(passed_over, timeout=120, every=0.5)

    async def all_read() -> None:
        assert await unread(system) == {}

    await eventually(all_read, timeout=120, every=0.5)
    assert await dead_letters(system) == letters


async def _produce(system: System, topic: Topic, type_: str, event: dict[str, object]) -> None:
    """Produce, as who may, events with a field of a version to come."""
    access = KafkaAccess.from_environment(system.world.settings.kafka_environment(topic.producer))
    producer = AIOKafkaProducer(**access.options())
    await producer.start()
    try:
        value = json.dumps({**event, "of_tomorrow": True}).encode()
        headers = [("type", type_.encode()), ("id", str(uuid4()).encode())]
        sent = [
            await producer.send(topic.name, value, key=uuid4().bytes, headers=headers) for _ in range(OF_EACH)
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def _passed_over(system: System) -> Counter[str]:
    """Return how many events of unknown types each service counts."""
    counted: Counter[str] = Counter()
    async with httpx.AsyncClient(timeout=60.0) as http:
        for each in targets(system.world.state()):
            page = await http.get(f"http://{each['targets'][0]}/metrics")
            service = each["labels"]["job"].partition("-")[0]
            counted[service] += sum(int(float(count)) for count in _UNKNOWN.findall(page.text))
    return counted


async def _me(tenant: Tenant) -> dict[str, Any]:
    me: dict[str, Any] = await tenant.company.api.get("/api/v1/auth/me")
    return me


async def test_dead_letters_are_replayed_twice(system: System, seed: int) -> None:
    """Row 20. What could not be stored for a while is handled in the end: once, however often it comes."""
    async with at_work(system, "20 replay", seed, FAULTS) as run:
        one, other = [UUID((await _me(tenant))["company"]["id"]) for tenant in run.tenants]
        causes = [
            Refused("chat.messages", "INSERT", one, "NEW.direction = 'in'", ["chat.message.inbound"]),
            Refused(
                "campaign.recipients",
                "UPDATE",
                one,
                "NEW.state IN ('delivered', 'read')",
                ["campaign.delivery.status"],
            ),
            Refused("reporting.send_facts", "INSERT", one, "true", ["reporting.delivery.status"]),
            Refused(
                "gateway.sends",
                "INSERT",
                other,
                "true",
                ["gateway.campaign.send", "gateway.message.outbound"],
            ),
        ]

        async def put_aside() -> None:
            for cause in causes:
                assert len(await waiting(system, cause)) >= PUT_ASIDE, cause

        async with refusing(system.world, causes):
            await eventually(put_aside, timeout=90, every=0.5)
        run.fault()
        letters = [letter for cause in causes for letter in await waiting(system, cause)]
        await breaking_off(system, one)

        async def settled() -> None:
            # What a company had failing is put aside untried for a while, also now that it can be handled.
            for company in (one, other):
                await replayed(system, company)
                await nothing_waits(system, company)

        await eventually(settled, timeout=180, every=1.0)
        await replay_again(system, letters)
        run.fault()
        print(f"{len(letters)} dead letters, each of them handled again at least twice")
        await run.under_way()
