"""``atende lag`` and ``atende offsets`` on real Kafka: what waits, who reads, and reading from elsewhere."""

import asyncio
import time

import pytest

from atende_contracts import topics
from atende_contracts.ids import uuid7
from atende_contracts.users import UserChangedV1
from atende_ops.access import common_settings
from atende_ops.testing import Atende
from atende_platform.messaging.kafka import make_producer, publish
from atende_platform.testing.plugin import Eventually

from .test_dlq import Handler, consumers, recorded

pytestmark = pytest.mark.usefixtures("operated")

TOPIC = topics.USER_CHANGED
CONSUMER = topics.consumer_name("reporting", TOPIC)
WHY = ("--yes", "--reason", "figures were lost")
GROUP = topics.group_of("reporting", TOPIC)


def user() -> UserChangedV1:
    return UserChangedV1(
        company_id=uuid7(), user_id=uuid7(), name="Ana", role="agent", state="active", revision=1
    )


async def produce(number: int) -> None:
    events = [user() for _ in range(number)]
    settings = common_settings("reporting")
    async with make_producer(settings) as producer:
        await publish(producer, settings, events, timeout=20)


async def test_what_waits_is_counted_until_it_is_read(atende: Atende, eventually: Eventually) -> None:
    await produce(5)
    ended = await atende("lag", "--consumer", CONSUMER, "--json")
    assert ended.status == 1, "nobody reads"
    (found,) = ended.items
    assert found["lag"] == 5
    assert found["members"] == 0
    assert 0 <= found["seconds"] < 300
    assert (await atende("lag", "--group", GROUP)).status == 1

    handler = Handler()

    async def read() -> None:
        ended = await atende("lag", "--consumer", CONSUMER, "--json")
        assert ended.status == 0, ended.out
        assert ended.items[0]["members"] == 1
        assert ended.items[0]["lag"] == 0

    async with consumers(reporting=(TOPIC, handler)):
        await eventually(read, timeout=40)
        # Where a consumer reads is its own affair while it does.
        refused = await atende("offsets", "reset", CONSUMER, "--to", "earliest", *WHY)
        assert refused.status == 1
        assert "stop" in refused.err.lower()
    assert len(handler.handled) == 5
    assert (await atende("lag", "--consumer", "nobody.reads")).status == 2


async def test_a_stopped_consumer_reads_from_elsewhere(atende: Atende, eventually: Eventually) -> None:
    before = time.time()
    await asyncio.sleep(1)
    await produce(3)
    handler = Handler()

    async def stands_at_the_end() -> None:
        ended = await atende("offsets", "show", CONSUMER, "--json")
        assert sum(each["lag"] for each in ended.items) == 0

    async with consumers(reporting=(TOPIC, handler)):
        await eventually(stands_at_the_end, timeout=40)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(before))
    dry = await atende("offsets", "reset", CONSUMER, "--to", moment, "--json")
    assert dry.status == 0, dry.err
    assert sum(each["wanted"] != each["committed"] for each in dry.items) > 0
    await stands_at_the_end()

    entries = len(await recorded())
    done = await atende(
        "offsets", "reset", CONSUMER, "--to", moment, "--yes", "--reason", "figures were lost"
    )
    assert done.status == 0, done.err
    assert [entry.action for entry in (await recorded())[entries:]] == ["consumer-group.reset"]
    shown = await atende("offsets", "show", CONSUMER, "--json")
    assert sum(each["lag"] for each in shown.items) == 3

    assert (await atende("offsets", "reset", CONSUMER, "--to", "latest", *WHY)).status == 0
    await stands_at_the_end()
    assert (await atende("offsets", "reset", CONSUMER, "--to", "yesterday")).status == 2
