"""How fast it sends: the rates of channels, companies and recipients, over all processes."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from typing import Any, Final, NoReturn

import pytest
import pytest_asyncio
from aiohttp import web
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import Database, execute
from atende_platform.identity.company_limits import Limits
from atende_platform.limits.ratelimit import RateLimiter
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Eventually, Installation, Published, patience
from gateway.domain.sends import Origin
from gateway.pacing.brakes import Brakes
from gateway.pacing.pace import FIRST_BACK_OFF_SECONDS
from gateway.pacing.slots import Slots
from gateway.providers import make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import delivery
from gateway.service.directory import ChannelDirectory

from .fleet import Fleet
from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, order
from .sender_stage import states

BURST_OF_40: Final = 2
"""Messages that a channel of 40 a second may send at once."""


async def test_a_channels_rate_is_kept(sender: Sender, connect: Connect, meta: Meta) -> None:
    times: list[float] = []

    async def note(_: web.Request, body: dict[str, Any]) -> web.Response:
        times.append(asyncio.get_running_loop().time())
        return meta.accept(body)

    meta.respond = note
    channel = await connect(messagesPerSecond=40)
    started = asyncio.get_running_loop().time()
    await sender.send("campaign", [order(channel) for _ in range(20)])

    assert len(times) == 20
    assert times[-1] - started > (20 - BURST_OF_40) / 40, "faster than its rate"


async def test_replies_go_before_a_campaign_that_uses_up_the_rate(
    sender: Sender, connect: Connect, meta: Meta
) -> None:
    begun = asyncio.Event()

    async def note(_: web.Request, body: dict[str, Any]) -> web.Response:
        begun.set()
        return meta.accept(body)

    meta.respond = note
    channel = await connect(messagesPerSecond=5)
    async with asyncio.TaskGroup() as group:
        campaign = group.create_task(sender.send("campaign", [order(channel) for _ in range(25)]))
        await begun.wait()

        reply = order(channel, origin="reply")
        ahead = len(meta.accepted)
        await sender.send("reply", [reply])

        assert not campaign.done()
        assert meta.accepted_ids().index(str(reply.send_id)) - ahead < 10, "it waited for the campaign"
        campaign.cancel()  # The rest of it takes four seconds.


async def test_what_the_rate_does_not_let_out_waits_in_the_ledger(
    installation: Installation,
    impatient: Sender,
    sender: Sender,
    connect: Connect,
    meta: Meta,
    ledger: Ledger,
    sql: Sql,
) -> None:
    channel = await connect(messagesPerSecond=0.1)
    orders = [order(channel) for _ in range(5)]

    started = asyncio.get_running_loop().time()
    await impatient.send("campaign", orders)

    assert asyncio.get_running_loop().time() - started < 20  # At the rate all five take forty seconds.
    assert len(meta.accepted) == 1
    rows = [await ledger(one) for one in orders]
    assert sorted(row.state for row in rows if row) == ["accepted"] + ["retryable"] * 4
    await sql("UPDATE channels SET messages_per_second = 1000")
    await sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
    redis = installation.runtime.redis
    async for key in redis.scan_iter(match=f"*{channel.id}*"):
        await redis.delete(key)  # The bucket remembers the slow rate.
    await sender.send_due()
    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in orders)


@pytest_asyncio.fixture(loop_scope="session")
async def without_redis(installation: Installation, database: Database) -> AsyncIterator[Sender]:
    """A sender whose Redis is away."""
    redis = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    runtime: Runtime[Any] = Runtime("gateway", installation.settings, frozenset())
    runtime.limiter = RateLimiter(redis, "gateway")
    providers = make_providers(installation.settings)
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    yield Sender(runtime, providers, directory)
    await providers.close()
    await redis.aclose()
    await runtime.close()


async def test_without_redis_campaigns_stop_and_replies_go_on(
    without_redis: Sender, channel: Connected, meta: Meta, ledger: Ledger
) -> None:
    campaign, replies = order(channel), [order(channel, origin="reply") for _ in range(5)]

    with pytest.raises(RedisConnectionError):
        await without_redis.send("campaign", [campaign])
    await without_redis.send("reply", replies)

    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in replies)
    assert await ledger(campaign) is None  # Kafka brings it again.


# --- over all processes ----------------------------------------------------------------------


class Arrivals:
    """When requests of a channel reached the provider, as far as this can be known on a busy machine."""

    def __init__(self, meta: Meta) -> None:
        self._meta = meta
        self._arrived: dict[str, float] = {}
        meta.respond = self._note

    async def _note(self, _: web.Request, body: dict[str, Any]) -> web.Response:
        self._arrived[body["biz_opaque_callback_data"]] = time.time()
        return self._meta.accept(body)

    def __len__(self) -> int:
        return len(self._arrived)

    @property
    def seconds(self) -> float:
        """From the first to the last."""
        return max(self._arrived.values()) - min(self._arrived.values())

    async def spans(self, database: Database) -> list[tuple[float, float]]:
        """Return between which times each arrived.

        What was on its way for longer than the quickest, from its intent in the ledger, may have waited on
        this side of the wire: this process or the sender's was not given the processor.
        """
        async with database.worker() as session:
            rows = await execute(session, "SELECT send_id, extract(epoch FROM created_at) AS at FROM sends")
        claimed = {str(row.send_id): float(row.at) for row in rows}
        quickest = min(at - claimed[send_id] for send_id, at in self._arrived.items())
        return [(claimed[send_id] + quickest, at) for send_id, at in self._arrived.items()]


@pytest.mark.parametrize("rate", [40, 200])
async def test_four_workers_stay_within_one_channels_rate_in_every_second(
    installation: Installation,
    fleet: Fleet,
    connect: Connect,
    meta: Meta,
    database: Database,
    eventually: Eventually,
    rate: int,
) -> None:
    """Counted at the provider, by when requests reach it."""
    settings = installation.settings.model_copy(update={"rate_wait_seconds": 60.0})
    arrivals, ticks = Arrivals(meta), 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1

    channel = await connect(messagesPerSecond=rate)
    count = rate // 2
    ticking = asyncio.create_task(tick())
    started = time.monotonic()
    for number in range(4):
        origin: Origin = "reply" if number == 0 else "campaign"
        await fleet.send(settings, [order(channel, origin=origin) for _ in range(count)])

    async def all_arrived() -> None:
        assert len(arrivals) == 4 * count

    await eventually(all_arrived, timeout=30)
    slowness = (time.monotonic() - started) / (0.002 * ticks)
    """1 or less on a machine that has time for us: then a tick takes little more than a millisecond."""
    ticking.cancel()
    assert len(set(meta.accepted_ids())) == len(meta.accepted) == 4 * count
    spans = await arrivals.spans(database)
    most = max(
        sum(1 for earliest, latest in spans if begin <= earliest and latest < begin + 1) for begin, _ in spans
    )
    assert most <= rate * 1.05
    ideal = 4 * count / rate
    assert arrivals.seconds < patience(3 * ideal) * max(1.0, slowness), "the rate is also to be used"


# --- recipients ------------------------------------------------------------------------------


async def test_too_many_messages_to_one_recipient_wait_and_hold_nobody(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, sql: Sql, published: Published
) -> None:
    ana, bia = Party(wa_id="5511900000001"), Party(wa_id="5511900000002")
    many = [
        order(channel, origin="reply", recipient=ana, content=TextContent(body=str(number)))
        for number in range(48)
    ]
    await sender.send("reply", [*many, order(channel, origin="reply", recipient=bia)])

    assert len(meta.accepted) == 46  # 45 to Ana, and Bia's.
    late = [await ledger(one) for one in many[45:]]
    assert [(row.state, row.error["reason"]) for row in late if row] == [("retryable", "recipient_busy")] * 3
    assert len(await states(published)) == 46
    later = order(channel, origin="reply", recipient=ana, content=TextContent(body="later"))
    await sender.send("reply", [later])  # It does not overtake them.
    await sql("UPDATE sends SET next_attempt_at = next_attempt_at - interval '25 seconds'")
    await sender.send_due()

    assert [message["text"]["body"] for message in meta.accepted[46:]] == ["45", "46", "47", "later"]


async def test_a_message_that_comes_again_keeps_its_turn(
    sender: Sender, channel: Connected, meta: Meta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while the database is away: the same records come again and again."""
    ana = Party(wa_id="5511900000004")
    orders = [order(channel, origin="reply", recipient=ana) for _ in range(10)]

    async def refuse(*_: Any, **__: Any) -> NoReturn:
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(delivery, "claim", refuse)
        for _ in range(8):
            with pytest.raises(ConnectionRefusedError):
                await sender.send("reply", orders)
    await sender.send("reply", orders)

    assert len(meta.accepted) == 10


async def test_a_recipient_of_another_channel_is_another(
    sender: Sender, connect: Connect, meta: Meta
) -> None:
    ana = Party(wa_id="5511900000003")
    for _ in range(2):
        channel = await connect()
        await sender.send("campaign", [order(channel, recipient=ana) for _ in range(30)])

    assert len(meta.accepted) == 60


# --- what the provider asks ------------------------------------------------------------------


async def test_a_hold_and_a_slower_rate_are_known_to_other_processes(
    installation: Installation,
    connect: Connect,
    meta: Meta,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateway.pacing.brakes.STEP_SECONDS", 1000.0)  # It does not come back meanwhile.
    channel = await connect(messagesPerSecond=100)
    providers = make_providers(installation.settings)
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    first, second = (Sender(installation.runtime, providers, directory) for _ in range(2))

    times: list[float] = []

    async def refuse_the_first(_: web.Request, body: dict[str, Any]) -> web.Response:
        times.append(asyncio.get_running_loop().time())
        return meta.refuse(130429) if len(times) == 1 else meta.accept(body)

    meta.respond = refuse_the_first
    await first.send("campaign", [order(channel)])
    await second.send("campaign", [order(channel)])

    assert len(times) == 2
    assert times[1] - times[0] > 0.9 * FIRST_BACK_OFF_SECONDS
    brakes = Brakes(installation.runtime.redis)
    assert (await brakes.of(channel.id))[1] == pytest.approx(0.7)
    await providers.close()


async def test_a_rate_falls_once_for_many_refusals_to_a_floor_and_comes_back(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, redis = uuid7(), installation.runtime.redis
    monkeypatch.setattr("gateway.pacing.brakes.ONCE_SECONDS", 0.0)
    monkeypatch.setattr("gateway.pacing.brakes.STEP_SECONDS", 1000.0)
    brakes = Brakes(redis)
    for _ in range(20):
        await brakes.slow_down(channel, 40.0)
    assert (await brakes.of(channel))[1] == pytest.approx(0.25)  # 10 of 40 a second
    share, cut_at = (await redis.get(f"gateway:slow:{channel}")).split(b":")
    three_steps_ago = b"%s:%f" % (share, float(cut_at) - 3000)
    await redis.set(f"gateway:slow:{channel}", three_steps_ago)
    assert (await Brakes(redis).of(channel))[1] == pytest.approx(0.4)
    monkeypatch.setattr("gateway.pacing.brakes.ONCE_SECONDS", 1000.0)
    other = uuid7()
    for _ in range(5):
        await brakes.slow_down(other, 40.0)
    assert (await Brakes(redis).of(other))[1] == pytest.approx(0.7)


async def test_a_shorter_hold_does_not_end_a_longer_one(installation: Installation) -> None:
    channel = uuid7()
    brakes = Brakes(installation.runtime.redis)
    await brakes.hold(channel, 60)
    await brakes.hold(channel, 1)

    assert (await Brakes(installation.runtime.redis).of(channel))[0] > 50


# --- companies -------------------------------------------------------------------------------


async def test_a_companys_limit_holds_over_its_channels_and_only_delays(
    installation: Installation, sender: Sender, connect: Connect, meta: Meta, monkeypatch: pytest.MonkeyPatch
) -> None:
    channels = [await connect(), await connect()]
    limits = Limits(sockets=1, requests_per_minute=1000, messages_per_second=20)
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: limits)
    started = asyncio.get_running_loop().time()

    await sender.send("campaign", [order(one) for one in channels for _ in range(8)])

    assert len(meta.accepted) == 16
    assert asyncio.get_running_loop().time() - started > 15 / 20 - 0.1


# --- accounts --------------------------------------------------------------------------------


async def test_beyond_an_accounts_daily_limit_campaigns_stop_and_burn_nobody(
    sender: Sender, connect: Connect, meta: Meta, ledger: Ledger, published: Published, sql: Sql
) -> None:
    account = str(secrets.randbelow(10**15))
    one, other = await connect(wabaId=account), await connect(wabaId=account)
    await sql("UPDATE channels SET messaging_limit = '5'")
    first = [order(one) for _ in range(3)]
    await sender.send("campaign", first)
    again = [order(other, recipient=known.recipient) for known in first]
    more = [order(other, campaign_id=again[0].campaign_id) for _ in range(4)]

    await sender.send("campaign", again)
    await sender.send("campaign", more)
    await sender.send("reply", [order(one, origin="reply") for _ in range(3)])
    await sender.send_due()

    assert len(meta.accepted) == 3 + 3 + 3
    told = {event.send_id: event for event in await published(DeliveryStatusChangedV1)}
    returned = [told[one.send_id] for one in more]
    assert {event.state for event in returned} == {"returned"}
    assert {event.error.reason for event in returned if event.error} == {"messaging_limit"}
    assert [await ledger(one) for one in more] == [None] * 4


async def test_slots_are_granted_as_they_come_free() -> None:
    slots = Slots(8)
    assert await slots.acquire(8) == 8
    second = asyncio.create_task(slots.acquire(8))
    third = asyncio.create_task(slots.acquire(1))
    slots.release()
    await asyncio.sleep(0)
    assert not second.done(), "one is less than a quarter of what is wanted"
    slots.release()
    assert await second == 2
    assert not third.done(), "callers take turns"
    slots.release(3)
    assert await third == 1
    assert await slots.acquire(8) == 2


async def test_who_stops_waiting_for_slots_keeps_none() -> None:
    slots = Slots(4)
    assert await slots.acquire(4) == 4
    waiting = asyncio.create_task(slots.acquire(4))
    await asyncio.sleep(0)
    waiting.cancel()
    slots.release(4)
    await asyncio.gather(waiting, return_exceptions=True)
    assert await slots.acquire(4) == 4
