"""How fast it sends: the rates of channels, companies and recipients, over all processes."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.company_limits import Limits
from atende_platform.db import Database
from atende_platform.ratelimit import RateLimiter
from atende_platform.runtime import Runtime
from atende_platform.testing import Eventually, Installation, Published
from gateway.domain.sends import Origin
from gateway.pacing.brakes import Brakes
from gateway.providers import make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service.directory import ChannelDirectory

from .fleet import Fleet, running_fleet
from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, order
from .sender_stage import states


async def test_a_channels_rate_is_kept(sender: Sender, connect: Connect, meta: Meta) -> None:
    times: list[float] = []

    async def note(_: web.Request, body: dict[str, Any]) -> web.Response:
        times.append(asyncio.get_running_loop().time())
        return meta.accept(body)

    meta.respond = note
    channel = await connect(messagesPerSecond=40)
    await sender.send("campaign", [order(channel) for _ in range(20)])

    assert len(times) == 20
    assert 20 / (times[-1] - times[0]) < 50


async def test_replies_go_before_a_campaign_that_uses_up_the_rate(
    sender: Sender, connect: Connect, meta: Meta
) -> None:
    channel = await connect(messagesPerSecond=30)
    orders = [order(channel) for _ in range(25)]
    campaign = asyncio.create_task(sender.send("campaign", orders))
    await asyncio.sleep(0.2)

    started = asyncio.get_running_loop().time()
    await sender.send("reply", [order(channel, origin="reply")])
    waited = asyncio.get_running_loop().time() - started

    assert waited < 0.5  # The rest of the campaign takes 0.8 s at its rate.
    assert len(meta.accepted) < 20
    assert not campaign.done()
    await campaign


@pytest_asyncio.fixture(loop_scope="session")
async def impatient(installation: Installation, database: Database) -> AsyncIterator[Sender]:
    """A sender that waits no longer than a second for a turn."""
    settings = installation.settings.model_copy(update={"rate_wait_seconds": 1.0})
    runtime: Runtime[Any] = Runtime("gateway", settings, frozenset())
    providers = make_providers(settings)
    directory = ChannelDirectory(database, Sealer(settings.credential_keys), max_age=0.0)
    yield Sender(runtime, providers, directory)
    await providers.close()
    await runtime.close()


async def test_what_the_rate_does_not_let_out_waits_in_the_ledger(
    impatient: Sender, sender: Sender, connect: Connect, meta: Meta, ledger: Ledger, sql: Sql
) -> None:
    channel = await connect(messagesPerSecond=0.5)
    orders = [order(channel) for _ in range(5)]

    started = asyncio.get_running_loop().time()
    await impatient.send("campaign", orders)

    assert asyncio.get_running_loop().time() - started < 6  # At the rate all five take eight seconds.
    assert len(meta.accepted) == 1
    rows = [await ledger(one) for one in orders]
    assert sorted(row.state for row in rows if row) == ["accepted"] + ["retryable"] * 4
    await sql("UPDATE channels SET messages_per_second = 1000")
    await sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
    await asyncio.sleep(2.1)  # The bucket still remembers the slow rate.
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


@pytest_asyncio.fixture(loop_scope="session")
async def fleet(installation: Installation, database: Database, meta: Meta) -> AsyncIterator[Fleet]:  # noqa: ARG001
    """Senders in processes of their own."""
    async with running_fleet(
        installation.settings.model_copy(update={"rate_wait_seconds": 60.0, "send_lease_seconds": 30.0})
    ) as running:
        yield running


@pytest.mark.parametrize("rate", [40, 200])
async def test_four_workers_stay_within_one_channels_rate_in_every_second(
    fleet: Fleet, connect: Connect, meta: Meta, eventually: Eventually, rate: int
) -> None:
    """Counted at the provider, by when requests reach it."""
    loop = asyncio.get_running_loop()
    turns = [loop.time()]
    arrivals: list[tuple[float, float]] = []
    """Between which times each request arrived: this process may have been busy when it did."""

    async def turn() -> None:
        while True:
            await asyncio.sleep(0.001)
            turns.append(loop.time())

    async def note(_: web.Request, body: dict[str, Any]) -> web.Response:
        arrivals.append((turns[-2:][0], loop.time()))
        return meta.accept(body)

    meta.respond = note
    channel = await connect(messagesPerSecond=rate)
    count = rate // 2
    turning = asyncio.create_task(turn())
    for number in range(4):
        origin: Origin = "reply" if number == 0 else "campaign"
        await fleet.send([order(channel, origin=origin) for _ in range(count)])

    async def all_arrived() -> None:
        assert len(arrivals) >= 4 * count

    await eventually(all_arrived, timeout=30)
    turning.cancel()
    times = [latest for _, latest in arrivals]
    assert len(set(meta.accepted_ids())) == len(times) == 4 * count
    most = max(
        sum(1 for earliest, latest in arrivals if begin <= earliest and latest < begin + 1)
        for begin, _ in arrivals
    )
    assert most <= rate * 1.05
    assert times[-1] - times[0] < 3 * 4 * count / rate, "the rate is also to be used"


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
    installation: Installation, connect: Connect, meta: Meta, database: Database
) -> None:
    channel = await connect(messagesPerSecond=100)
    providers = make_providers(installation.settings)
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    first, second = (Sender(installation.runtime, providers, directory) for _ in range(2))

    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(130429)

    meta.respond = refuse
    await first.send("campaign", [order(channel)])
    meta.respond = None
    started = asyncio.get_running_loop().time()
    await second.send("campaign", [order(channel)])

    assert asyncio.get_running_loop().time() - started > 0.5
    assert len(meta.accepted) == 1
    brakes = Brakes(installation.runtime.redis)
    assert (await brakes.of(channel.id))[1] == pytest.approx(0.7)
    await providers.close()


async def test_a_rate_falls_once_for_many_refusals_to_a_floor_and_comes_back(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, redis = uuid7(), installation.runtime.redis
    monkeypatch.setattr("gateway.pacing.brakes.ONCE_SECONDS", 0.0)
    monkeypatch.setattr("gateway.pacing.brakes.STEP_SECONDS", 0.2)
    brakes = Brakes(redis)
    for _ in range(20):
        await brakes.slow_down(channel, 40.0)
    assert (await brakes.of(channel))[1] == pytest.approx(0.25, abs=0.06)  # 10 of 40 a second
    await asyncio.sleep(0.65)
    assert 0.35 <= (await Brakes(redis).of(channel))[1] < 0.7
    monkeypatch.setattr("gateway.pacing.brakes.ONCE_SECONDS", 10.0)
    other = uuid7()
    for _ in range(5):
        await brakes.slow_down(other, 40.0)
    assert (await Brakes(redis).of(other))[1] == pytest.approx(0.7, abs=0.06)


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


@pytest.mark.parametrize(
    ("told", "people"),
    [
        ("TIER_250", 250),
        ("TIER_2K", 2000),
        ("2000", 2000),
        ("TIER_UNLIMITED", None),
        (None, None),
        ("?", None),
    ],
)
def test_what_a_messaging_limit_means(
    installation: Installation, told: str | None, people: int | None
) -> None:
    account = make_providers(installation.settings)["whatsapp_cloud"].account
    assert account is not None
    assert account.people_per_day(told) == people


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
