"""Consuming on real Kafka: in order, through outages, by one worker after another; nothing is lost."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from faststream.kafka.annotations import KafkaMessage
from prometheus_client import REGISTRY

from atende_contracts.ids import uuid7
from atende_platform.messaging import consumer as consumer_module
from atende_platform.messaging import subscriptions
from atende_platform.messaging.kafka import consume, consuming, make_broker, make_producer, publish
from atende_platform.messaging.subscriptions import Subscription
from atende_platform.process import progress
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.testing.plugin import Eventually

from .kafka_records import (
    GROUP,
    NAME,
    TOPIC,
    Handler,
    change,
    dead_letters,
    produce,
    worker,
)


async def test_events_from_before_the_first_start_are_handled_in_order(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    channel = uuid7()
    await produce(settings, *(change(revision, channel) for revision in range(300)))
    async with worker(settings, handler, max_records=100):
        await handler.until_done(eventually, set(range(300)))
    assert handler.done == list(range(300))
    assert max(map(len, handler.batches)) > 1, "it is meant to work in batches"


async def test_an_outage_is_waited_out_and_nothing_goes_aside(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    failures = 0

    async def fail(_: list[int]) -> None:
        nonlocal failures
        failures += 1
        if failures <= 3:
            raise ConnectionRefusedError("the database is away")

    handler.fail = fail
    await produce(settings, change(1), change(2))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1, 2})
        assert await dead_letters(settings) == []
    assert failures >= 4
    assert sorted(handler.done) == [1, 2]


async def test_a_long_outage_gives_the_records_back_and_gets_them_again(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "RETRY_TOTAL_SECONDS", 0.1)
    away = True

    async def fail(_: list[int]) -> None:
        if away:
            raise TimeoutError

    handler.fail = fail
    await produce(settings, change(1), change(2))
    async with worker(settings, handler):

        async def given_back() -> None:
            assert len(handler.batches) >= 6

        await eventually(given_back)
        away = False
        await handler.until_done(eventually, {1, 2})
        assert await dead_letters(settings) == []


async def test_what_a_dying_worker_did_not_finish_is_given_to_the_next(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies between its effect and its commit: the effect comes again, none is missing."""
    await produce(settings, *(change(n) for n in range(20)))
    broker = make_broker(settings)
    dying, stuck = Handler(), asyncio.Event()

    async def hang(_: list[int]) -> None:
        stuck.set()
        await asyncio.Event().wait()

    dying.fail = hang
    monkeypatch.setattr(broker.config.broker_config, "graceful_timeout", 0.1, raising=False)
    consume(broker, settings, "reporting", {TOPIC: dying})
    await broker.start()
    await stuck.wait()
    await broker.stop()
    assert dying.done == []

    async with worker(settings, handler):
        await handler.until_done(eventually, set(range(20)))


async def test_a_worker_that_comes_back_does_not_start_over(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    await produce(settings, change(1))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1})
        await eventually(partial(is_committed, settings))
    await produce(settings, change(2))
    again = Handler()
    async with worker(settings, again):
        await again.until_done(eventually, {2})
    assert again.done == [2]


async def is_committed(settings: ServiceSettings) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    await admin.start()
    try:
        done = await admin.list_consumer_group_offsets(settings.kafka_topic_prefix + GROUP)
    finally:
        await admin.close()
    assert sum(partition.offset for partition in done.values() if partition.offset > 0) == 1


async def test_what_fails_before_it_is_handled_comes_again(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In FastStream, say, or while those behind the first record are taken."""
    on_record, getmany, failed = Subscription.on_record, AIOKafkaConsumer.getmany, list[str]()

    async def fail_once(self: Subscription, message: KafkaMessage) -> None:
        if "record" not in failed:
            failed.append("record")
            raise RuntimeError("before anything is handled")
        await on_record(self, message)

    async def fail_to_take(self: AIOKafkaConsumer, **options: Any) -> Any:
        if "taking" not in failed:
            failed.append("taking")
            raise KafkaError("of another partition")
        return await getmany(self, **options)

    monkeypatch.setattr(Subscription, "on_record", fail_once)
    monkeypatch.setattr(AIOKafkaConsumer, "getmany", fail_to_take)
    await produce(settings, *(change(n) for n in range(20)))
    async with worker(settings, handler):
        await handler.until_done(eventually, set(range(20)))
    assert failed == ["record", "taking"]


async def test_two_workers_lose_nothing_between_them(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    other = Handler()
    async with worker(settings, handler), worker(settings, other):
        for start in range(0, 200, 20):
            await produce(settings, *(change(n) for n in range(start, start + 20)))

        async def all_done() -> None:
            assert set(handler.done) | set(other.done) == set(range(200))

        await eventually(all_done, timeout=40)


async def test_a_consumer_that_does_not_move_is_late_and_one_that_waits_for_a_server_is_alive(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "RETRY_TOTAL_SECONDS", 0.0)
    monkeypatch.setattr(subscriptions, "_AGAIN_SECONDS", 0.1)
    monkeypatch.setattr(progress, "_HANGS_AFTER_SECONDS", 1.5)
    away = True

    async def fail(_: list[int]) -> None:
        if away:
            raise ConnectionRefusedError

    handler.fail = fail
    await produce(settings, change(1))
    name = settings.kafka_topic_prefix + NAME
    async with worker(settings, handler, seconds=1.0) as runtime:

        async def late() -> None:
            assert name in runtime.late()

        await eventually(late)
        with pytest.raises(RuntimeError, match="late"):
            await runtime.check_tasks()
        await asyncio.sleep(2)
        assert runtime.hanging() == []
        shown = REGISTRY.get_sample_value("task_round_age_seconds", {"task": name})
        assert shown is not None
        assert shown > 1
        away = False
        await handler.until_done(eventually, {1})

        async def on_time() -> None:
            assert not runtime.late()

        await eventually(on_time)


async def test_publishing_waits_no_longer_than_told(settings: ServiceSettings) -> None:
    missing = settings.model_copy(update={"kafka_topic_prefix": "no-such-prefix."})
    async with make_producer(missing) as producer:
        with pytest.raises(TimeoutError):
            await publish(producer, missing, [change(1)], timeout=0.3)


# FastStream drops the producer that could not start without closing it.
@pytest.mark.filterwarnings("ignore:.*AIOKafkaProducer.__del__:pytest.PytestUnraisableExceptionWarning")
async def test_a_worker_waits_for_kafka_to_come(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    """The address answers only later; the worker says that it is failing, and then consumes."""
    host, _, port = settings.kafka_bootstrap.rpartition(":")
    await produce(settings, change(1))
    door = socket.socket()  # It has a port, and does not answer yet.
    door.bind(("127.0.0.1", 0))
    early = settings.model_copy(update={"kafka_bootstrap": f"127.0.0.1:{door.getsockname()[1]}"})
    async with worker(early, handler) as runtime:

        async def failing() -> None:
            assert "kafka consumers" in runtime.failing

        await eventually(failing)
        async with forwarding(door, host, int(port)):
            await handler.until_done(eventually, {1})


@asynccontextmanager
async def forwarding(door: socket.socket, host: str, to: int) -> AsyncIterator[None]:
    """Listen at ``door`` and pass everything on; Kafka then tells its own address."""
    pumps: list[asyncio.Task[None]] = []
    opened: list[asyncio.StreamWriter] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection(host, to)
        opened.extend((writer, other_writer))
        pumps.append(asyncio.create_task(pump(reader, other_writer)))
        pumps.append(asyncio.create_task(pump(other_reader, writer)))

    server = await asyncio.start_server(accept, sock=door)
    try:
        yield
    finally:
        server.close()
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        for writer in opened:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in opened), return_exceptions=True)


async def test_a_tasks_name_is_told(settings: ServiceSettings) -> None:
    task = consuming(make_broker(settings), "my consumers")
    assert isinstance(task, Task)
    assert task.name == "my consumers"
