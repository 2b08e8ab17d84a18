"""Real faults of the system: the causes of alerts about messages, consumers, campaigns and servers."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from alerts.stage import Stage, again_and_again, texts
from records import kafka
from system import Company, eventually

from atende_contracts.topics import CHANNEL_CHANGED, consumer_name

RECIPIENTS: Final = 80
"""Of a campaign: more failures than SendFailureRate forgives."""
BAD_RECORDS: Final = 400
"""More than a company's allowance of failing (200 tries), and than a group puts aside in a row (100)."""


# --- messages ----------------------------------------------------------------------------------


@asynccontextmanager
async def wrong_signatures(stage: Stage) -> AsyncIterator[None]:
    """Somebody without the app secret calls the webhook."""
    body = json.dumps(texts(stage.company, stage.new_phones(1), "Oi")).encode()
    path = f"/webhooks/whatsapp/{stage.company.channel_id}"
    headers = {"X-Hub-Signature-256": "sha256=" + "0" * 64, "Content-Type": "application/json"}

    async def call() -> None:
        await stage.http.post(path, content=body, headers=headers)

    async with again_and_again(call, every=0.05):
        yield


@asynccontextmanager
async def failing_sends(stage: Stage) -> AsyncIterator[None]:
    """The provider takes a campaign's messages and reports that none could be delivered."""
    company = await stage.system.new_company()
    await stage.system.simulator.knobs(company.number, fail_rate=1.0, fail_code=131026)
    await _campaign(stage, company, RECIPIENTS)
    yield


@asynccontextmanager
async def lost_answers(stage: Stage) -> AsyncIterator[None]:
    """The provider takes messages and its answers get lost."""
    company = await stage.system.new_company()
    await stage.system.simulator.knobs(company.number, response_loss_rate=1.0, never_status_rate=1.0)
    await _campaign(stage, company, RECIPIENTS)
    try:
        yield
    finally:
        await stage.system.simulator.knobs(company.number, response_loss_rate=0.0, never_status_rate=0.0)


@asynccontextmanager
async def revoked_token(stage: Stage) -> AsyncIterator[None]:
    """Meta does not accept the channel's token any more."""
    company = await stage.system.new_company()
    await stage.system.simulator.knobs(company.number, errors=[{"code": 190, "rate": 1.0}])
    await _campaign(stage, company, 3)
    yield


async def _campaign(stage: Stage, company: Company, recipients: int) -> str:
    phones = stage.new_phones(recipients)
    await company.import_contacts(phones)
    campaign = await company.start_campaign(phones, f"Oferta {uuid4().hex[:8]}")
    return str(campaign["id"])


# --- consumers ---------------------------------------------------------------------------------


@asynccontextmanager
async def illegible_record(stage: Stage) -> AsyncIterator[None]:
    """A record that is no event, on a topic that three services read."""
    producer = AIOKafkaProducer(**kafka(stage.system))
    await producer.start()
    try:
        await producer.send_and_wait(
            CHANNEL_CHANGED.name, b"{", key=b"k", headers=[("type", b"channel.changed.v1")]
        )
    finally:
        await producer.stop()
    yield


@asynccontextmanager
async def forgotten_dead_letter(stage: Stage) -> AsyncIterator[None]:
    """A record became a dead letter yesterday, and nobody has looked at it."""
    topic = f"{consumer_name('reporting', CHANNEL_CHANGED)}.dlq"
    yesterday = int((datetime.now(UTC) - timedelta(days=1)).timestamp() * 1000)
    all_of_it = {TopicPartition(topic, 0): RecordsToDelete(-1)}
    admin = AIOKafkaAdminClient(**kafka(stage.system))
    await admin.start()
    try:
        await admin.delete_records(all_of_it)  # Those of other causes are younger, and would stand before it.
        async with AIOKafkaProducer(**kafka(stage.system)) as producer:
            await producer.send_and_wait(topic, b"{", partition=0, timestamp_ms=yesterday)
        yield
    finally:
        await admin.delete_records(all_of_it)
        await admin.close()


@asynccontextmanager
async def forgotten_event(stage: Stage) -> AsyncIterator[None]:
    """An operator parked an event that is two days old, and forgot it."""
    row = """
    INSERT INTO reporting.outbox (company_id, event_id, topic, key, type, payload, created_at)
    VALUES ($1, $1, 'parked:report.finished', 'k', 'report.finished.v1', '{}', now() - interval '2 days')
    """
    event = uuid4()
    async with stage.administrator() as connection:
        await connection.execute(row, event)
        try:
            yield
        finally:
            await connection.execute("DELETE FROM reporting.outbox WHERE event_id = $1", event)


@asynccontextmanager
async def bad_data_of_one_company(stage: Stage) -> AsyncIterator[None]:
    """Nothing that customers of one company write can be stored; a neighbour's goes on."""
    company = await stage.system.new_company()
    me = await company.api.get("/api/v1/auth/me")

    async def neighbour_writes() -> None:
        await stage.neighbour.webhook(json.dumps(texts(stage.neighbour, stage.new_phones(1), "Oi")).encode())

    async with (
        stage.constraint("chat.contacts", f"company_id <> '{me['company']['id']}'"),
        again_and_again(neighbour_writes),
    ):
        await _customers_write(stage, company)
        yield


@asynccontextmanager
async def bad_data_of_everybody(stage: Stage) -> AsyncIterator[None]:
    """Nothing that anybody's customers write can be stored: the schema is not what the code expects."""
    async with stage.constraint("chat.contacts", "false"):
        await asyncio.gather(_customers_write(stage, stage.company), _customers_write(stage, stage.neighbour))
        yield


async def _customers_write(stage: Stage, company: Company) -> None:
    each = 40
    for _ in range(BAD_RECORDS // each):
        body = json.dumps(texts(company, stage.new_phones(each), "Oi")).encode()
        answer = await company.webhook(body)
        assert answer.status_code == 200, answer.text
        await asyncio.sleep(1)  # What a company's webhooks may bring is limited.


@asynccontextmanager
async def bad_snooze(stage: Stage) -> AsyncIterator[None]:
    """A snoozed ticket of one company is due, and its change cannot be stored."""
    company = await stage.system.new_company()
    me = await company.api.get("/api/v1/auth/me")
    await company.webhook(json.dumps(texts(company, stage.new_phones(1), "Oi")).encode())

    async def its_ticket() -> str:
        tickets = await company.api.all("/api/v1/tickets")
        assert tickets
        return str(tickets[0]["id"])

    path = f"/api/v1/tickets/{await eventually(its_ticket, timeout=60)}"
    await company.api.post(f"{path}/accept")
    until = datetime.now(UTC) + timedelta(seconds=45)
    await company.api.post(f"{path}/snooze", {"until": until.isoformat()})
    async with stage.constraint("chat.outbox", f"company_id <> '{me['company']['id']}'"):
        yield


@asynccontextmanager
async def held_table(stage: Stage) -> AsyncIterator[None]:
    """Somebody holds a lock on chat's contacts, and agents and customers go on working."""

    async def agents_look() -> None:
        for company in (stage.company, stage.neighbour):
            await stage.http.get("/api/v1/contacts", headers=company.headers)

    async with stage.lock("chat.contacts"):
        await stage.company.webhook(json.dumps(texts(stage.company, stage.new_phones(1), "Oi")).encode())
        async with again_and_again(agents_look, side_by_side=16):
            yield


@asynccontextmanager
async def stopped_gateway(stage: Stage) -> AsyncIterator[None]:
    """The gateway is down while a campaign is to be sent."""
    phones = stage.new_phones(5)
    await stage.company.import_contacts(phones)
    async with stage.stopped("provider-gateway"):
        await stage.company.start_campaign(phones, f"Oferta {uuid4().hex[:8]}")
        yield


@asynccontextmanager
async def overdue_backup(stage: Stage) -> AsyncIterator[None]:
    """The last backup is two days old."""
    row = """
    INSERT INTO installation.backups (taken_at, due_at)
    VALUES (now() - interval '2 days', now() - interval '22 hours')
    """
    async with stage.administrator() as connection:
        await connection.execute(row)
        try:
            yield
        finally:
            await connection.execute("DELETE FROM installation.backups")


# --- servers -----------------------------------------------------------------------------------


@asynccontextmanager
async def stopped_reporting(stage: Stage) -> AsyncIterator[None]:
    """A service is down."""
    async with stage.stopped("reporting"):
        yield


@asynccontextmanager
async def restored_database(stage: Stage) -> AsyncIterator[None]:
    """A service finds another database than the one that it worked with."""
    world = stage.system.world
    moved = "UPDATE installation.fences SET relation = relation + {} WHERE service = 'reporting'"

    async def run(statement: str) -> None:
        async with stage.administrator() as connection:
            await connection.execute(statement)

    await asyncio.to_thread(world.stop, "reporting")
    await run(moved.format(1))
    # It gets ready only when the fence opens.
    await asyncio.to_thread(world.start, "reporting", wait=False)
    try:
        yield
    finally:
        await run(moved.format(-1))
        await asyncio.to_thread(world.wait_ready, "reporting")


@asynccontextmanager
async def stopped_postgres(stage: Stage) -> AsyncIterator[None]:
    """PostgreSQL is down, and agents go on asking."""

    async def agents_look() -> None:
        await stage.http.get("/api/v1/tickets", headers=stage.company.headers)

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(again_and_again(agents_look))
        async with stage.stopped("postgres"):
            yield
        # Sound answers push the share of errors down again.
        stack.push_async_callback(asyncio.sleep, 10)


@asynccontextmanager
async def slow_kafka(stage: Stage) -> AsyncIterator[None]:
    """Kafka halts for two seconds, again and again; customers go on writing."""
    state = stage.system.world.state()
    child = state.child("kafka") if state else None
    assert child is not None

    async def customer_writes() -> None:
        await stage.company.webhook(json.dumps(texts(stage.company, stage.new_phones(1), "Oi")).encode())

    async def halts() -> None:
        os.kill(child.pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(2.5)
        finally:
            os.kill(child.pid, signal.SIGCONT)

    async with again_and_again(customer_writes, side_by_side=4), again_and_again(halts, every=0.5):
        yield


@asynccontextmanager
async def stopped_kafka(stage: Stage) -> AsyncIterator[None]:
    """Kafka is down; an agent goes on adding contacts."""

    async def add() -> None:
        contact = {"name": "Maria", "phone": stage.system.new_phone()}
        await stage.http.post("/api/v1/contacts", json=contact, headers=stage.company.headers)

    async with stage.stopped("kafka"), again_and_again(add, every=1.0):
        yield


@asynccontextmanager
async def stopped_valkey(stage: Stage) -> AsyncIterator[None]:
    """Valkey is down."""
    async with stage.stopped("valkey"):
        yield
