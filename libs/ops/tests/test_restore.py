"""``atende restore``: a restored database is shown, dealt with once, and only if somebody says so."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from atende_contracts.topics import CAMPAIGN_SEND, COMPANY_ERASURE, Topic, group_of
from atende_ops.access import common_settings
from atende_ops.databases import database_of
from atende_ops.testing import Atende
from atende_platform.data.db import execute
from atende_platform.data.fence import Fence
from atende_platform.data.provision import create_topics, with_database
from atende_platform.testing.plugin import Infrastructure

from .conftest import Provide

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

DO = ("--yes", "--reason", "The disk is gone")


@pytest.fixture
async def admin(infrastructure: Infrastructure, own_environment: str) -> AsyncIterator["Connection"]:
    """The administrator in the database that `provide` makes."""
    name = f"test_{own_environment.rstrip('.').replace('-', '_')}"
    server = await asyncpg.connect(infrastructure.database_admin_url)
    if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await server.execute(f'CREATE DATABASE "{name}"')
    await server.close()
    connection = await asyncpg.connect(with_database(infrastructure.database_admin_url, name))
    yield connection
    await connection.close()


async def restored(admin: "Connection", *, minutes: int = 5) -> None:
    """Have gateway's database be one of another cluster, with a backup of so many minutes ago."""
    async with database_of("gateway") as database:
        await Fence(database, "gateway").check()
    await admin.execute(
        "UPDATE installation.fences SET cluster = 1, seen_at = now() - make_interval(mins => $1)", minutes
    )


async def test_a_database_that_was_not_restored_is_left_alone(atende: Atende, provide: Provide) -> None:
    await provide("gateway")
    shown = await atende("restore", "status", "--json")
    assert (shown.status, shown.json["items"][0]["fence"]) == (0, "new")
    async with database_of("gateway") as database:
        fence = Fence(database, "gateway")
        await fence.check()
    assert fence.is_open, "a new installation starts without anything"
    done = await atende("restore", "fence", "--since", "2026-05-04T12:00:00+00:00", *DO)
    assert (done.status, "No database here was restored." in done.out) == (0, True)


async def test_a_backup_from_before_there_was_a_fence_needs_the_time_at_which_it_was_taken(
    atende: Atende, provide: Provide, own_environment: str, infrastructure: Infrastructure
) -> None:
    await provide("gateway")
    await create_topics(infrastructure.kafka_bootstrap, prefix=own_environment)
    stopped = datetime.now(UTC) - timedelta(minutes=5)
    until = ("--until", stopped.isoformat())
    for arguments in (until, (*until, *DO), DO):
        refused = await atende("restore", "fence", *arguments)
        assert (refused.status, "Give --since" in refused.err) == (2, True)
    shown = await atende("restore", "status", "--json")
    assert shown.json["items"][0]["fence"] == "new"

    taken_at = stopped - timedelta(hours=1)
    done = await atende("restore", "fence", "--since", taken_at.isoformat(), *until, "--json", *DO)
    (item,) = done.json["items"]
    assert (done.status, datetime.fromisoformat(item["since"])) == (0, taken_at)
    assert item["marked"] is not None
    async with database_of("gateway") as database:
        fence = Fence(database, "gateway")
        await fence.check()
    assert (fence.is_open, fence.cut_at) == (True, stopped)


async def test_a_database_from_before_there_was_a_fence_may_have_been_moved(
    atende: Atende, provide: Provide
) -> None:
    await provide("gateway")
    assert (await atende("restore", "fence", "--moved", *DO)).status == 0
    async with database_of("gateway") as database:
        fence = Fence(database, "gateway")
        await fence.check()
    assert (fence.is_open, fence.cut_at) == (True, None)


async def test_a_restored_database_is_dealt_with_if_asked_to(
    atende: Atende,
    provide: Provide,
    own_environment: str,
    infrastructure: Infrastructure,
    admin: "Connection",
) -> None:
    await provide("gateway")
    await create_topics(infrastructure.kafka_bootstrap, prefix=own_environment)
    await restored(admin)

    shown = await atende("restore", "status")
    assert shown.status == 1
    assert "atende restore fence" in shown.out

    dry = await atende("restore", "fence", "--json")
    assert (dry.status, dry.json["dryRun"]) == (0, True)
    assert (await atende("restore", "status")).status == 1

    done = await atende("restore", "fence", "--json", *DO)
    (item,) = done.json["items"]
    assert (done.status, item["ordersAreKnown"], item["readAgain"]) == (0, False, 0)
    assert item["marked"] == {
        "sends marked as unconfirmed": 0,
        "unconfirmed sends that are not sent once more": 0,
    }
    assert (await atende("restore", "status", "--json")).json["items"][0]["fence"] == "open"
    async with database_of("gateway") as database:
        fence = Fence(database, "gateway")
        await fence.check()
        assert fence.is_open
        assert fence.cut_at is not None
        async with database.worker() as session:
            payloads = (await execute(session, "SELECT payload FROM outbox")).scalars().all()
    assert ["database.restored" in each and "The disk is gone" in each for each in payloads] == [True]


@pytest.mark.parametrize("read_again", [CAMPAIGN_SEND, COMPANY_ERASURE], ids=lambda topic: topic.name)
async def test_where_kafka_is_the_one_of_before_orders_and_erasures_are_read_again(
    atende: Atende,
    provide: Provide,
    own_environment: str,
    infrastructure: Infrastructure,
    admin: "Connection",
    read_again: Topic,
) -> None:
    await provide("gateway")
    await create_topics(infrastructure.kafka_bootstrap, prefix=own_environment)
    settings = common_settings("gateway")
    topic = own_environment + read_again.name
    part = TopicPartition(topic, 0)
    async with AIOKafkaProducer(**settings.kafka.options()) as producer:
        for _ in range(3):
            await producer.send_and_wait(topic, b"{}", partition=0)
    group = own_environment + group_of("gateway", read_again)
    consumer = AIOKafkaConsumer(**settings.kafka.options(), group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign([part])
        await consumer.commit({part: 3})
        await restored(admin)
        done = await atende("restore", "fence", "--json", *DO)
        (item,) = done.json["items"]
        assert (item["ordersAreKnown"], item["readAgain"]) == (True, 3)
        assert await consumer.committed(part) == 0
    finally:
        await consumer.stop()


async def test_a_database_that_was_moved_lacks_nothing(
    atende: Atende, provide: Provide, admin: "Connection"
) -> None:
    await provide("gateway")
    await restored(admin)
    assert (await atende("restore", "fence", "--moved", *DO)).status == 0
    async with database_of("gateway") as database:
        fence = Fence(database, "gateway")
        await fence.check()
    assert (fence.is_open, fence.cut_at) == (True, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--until", "yesterday"), "--until is a time"),
        (("--until", "2026-05-04T12:00:00"), "needs the time's offset"),
        (("--until", "2020-05-04T12:00:00+00:00"), "before the backup"),
        (("--until", "2120-05-04T12:00:00+00:00"), "in the future"),
        (("--until", "2026-05-04T12:00:00+00:00", "--moved"), "does not go with it"),
        (("--since", "yesterday"), "--since is a time"),
        (("--yes",), "needs --reason"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    atende: Atende, provide: Provide, admin: "Connection", arguments: tuple[str, ...], words: str
) -> None:
    await provide("gateway", to=None)
    await restored(admin)
    ended = await atende("restore", "fence", *arguments)
    assert (ended.status, words in ended.err) == (2, True)
