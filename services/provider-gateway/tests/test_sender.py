"""The sender: each send leaves at most once, whatever happens around it."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy.exc import DBAPIError

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, ProviderStatusReportedV1
from atende_platform.db import Database, now
from atende_platform.ratelimit import RateLimiter
from atende_platform.runtime import Runtime
from atende_platform.testing import AsUser, Eventually, Installation, Published
from gateway.domain.sends import Order, Origin
from gateway.handlers import Handlers
from gateway.providers import CloudApi, Providers, Transport, make_providers
from gateway.repository import ledger as repository
from gateway.repository.ledger import Intent
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import delivery
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings

from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, forwarder, free_port, order


async def states(published: Published) -> dict[str, list[str]]:
    """Return what was told of each send, in order."""
    told: dict[str, list[str]] = {}
    for event in await published(DeliveryStatusChangedV1):
        told.setdefault(str(event.send_id), []).append(event.state)
    return told


def status_of(one: Order, state: Any, message_id: str, **fields: Any) -> ProviderStatusReportedV1:
    return ProviderStatusReportedV1(
        company_id=one.company_id,
        channel_id=one.channel_id,
        provider_message_id=message_id,
        send_id=one.send_id,
        state=state,
        at=now(),
        **fields,
    )


# --- the straight way ------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["reply", "campaign"])
async def test_a_message_is_sent_once_and_told(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, published: Published, origin: Origin
) -> None:
    one = order(channel, origin=origin)

    await sender.send(origin, [one])

    [accepted] = meta.accepted
    assert accepted["text"]["body"] == "Olá"
    assert accepted["to"] == f"+{one.recipient.wa_id}"
    assert meta.tokens == ["Bearer EAAG-token-of-the-test"]
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.provider_message_id, row.request) == ("accepted", accepted["id"], None)
    [event] = await published(DeliveryStatusChangedV1)
    assert (event.state, event.provider_message_id) == ("accepted", accepted["id"])
    assert (event.send_id, event.campaign_id, event.message_id) == (
        one.send_id,
        one.campaign_id,
        one.message_id,
    )


async def test_a_batch_of_several_companies_and_channels(
    sender: Sender, connect: Connect, meta: Meta, published: Published
) -> None:
    channels = [await connect(company_id=uuid7()) for _ in range(3)]
    orders = [order(one) for one in channels for _ in range(40)]
    orders += orders[:10]

    await sender.send("campaign", orders)

    assert sorted(meta.accepted_ids()) == sorted({str(one.send_id) for one in orders})
    told = await states(published)
    assert len(told) == 120
    assert set(map(tuple, told.values())) == {("accepted",)}


async def test_messages_to_one_recipient_leave_in_order(
    sender: Sender, channel: Connected, meta: Meta
) -> None:
    async def slowly(_: web.Request, body: dict[str, Any]) -> web.Response:
        await asyncio.sleep(0.05 if "1" in body["text"]["body"] else 0)
        return meta.accept(body)

    meta.respond = slowly
    ana, bia = Party(wa_id="5511900000001"), Party(wa_id="5511900000002")
    orders = [
        order(channel, origin="reply", recipient=party, content=TextContent(body=f"{name}{n}"))
        for n in (1, 2, 3)
        for name, party in (("a", ana), ("b", bia))
    ]

    await sender.send("reply", orders)

    bodies = [message["text"]["body"] for message in meta.accepted]
    assert [body for body in bodies if body.startswith("a")] == ["a1", "a2", "a3"]
    assert [body for body in bodies if body.startswith("b")] == ["b1", "b2", "b3"]


async def test_the_same_send_delivered_twice_at_once_is_posted_once(
    installation: Installation, channel: Connected, meta: Meta, database: Database
) -> None:
    """Two workers, as during a rebalance."""
    providers = make_providers(installation.settings)
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    senders = [Sender(installation.runtime, providers, directory) for _ in range(2)]
    orders = [order(channel) for _ in range(50)]

    await asyncio.gather(
        *(one.send("campaign", part) for one, part in zip(senders, (orders, orders[::-1]), strict=True))
    )
    await senders[0].send("campaign", orders)

    await providers.close()
    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in orders)
    assert len(meta.requests) == 50


async def test_who_orders_a_known_send_again_is_told_where_it_stands(
    sender: Sender, channel: Connected, meta: Meta, handlers: Handlers, published: Published, sql: Sql
) -> None:
    """A campaign asks again when an event was lost on its way: silence would leave it waiting for ever."""
    read, failed, waiting, fresh = (order(channel) for _ in range(4))

    async def respond(_: web.Request, body: dict[str, Any]) -> web.Response:
        refusals = {str(failed.send_id): 131026, str(waiting.send_id): 131056}
        code = refusals.get(body["biz_opaque_callback_data"])
        return meta.refuse(code) if code else meta.accept(body)

    meta.respond = respond
    await sender.send("campaign", [read, failed, waiting])
    [accepted] = meta.accepted
    await handlers.on_provider_status([status_of(read, "read", accepted["id"])])
    await sql("DELETE FROM outbox")  # Nobody heard of it.
    asked_for = meta.requests.copy()

    await sender.send("campaign", [read, failed, waiting, fresh])

    told = {event.send_id: event for event in await published(DeliveryStatusChangedV1)}
    assert {id_: event.state for id_, event in told.items()} == {
        read.send_id: "read",
        failed.send_id: "failed",
        fresh.send_id: "accepted",
    }
    assert told[read.send_id].provider_message_id == accepted["id"]
    assert told[read.send_id].campaign_id == read.campaign_id
    error = told[failed.send_id].error
    assert error is not None
    assert error.code == 131026
    assert len(meta.requests) == len(asked_for) + 1  # Only the fresh one left.


# --- crashes and lost answers ----------------------------------------------------------------


async def test_a_crash_between_intent_and_answer_never_sends_again(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    ledger: Ledger,
    published: Published,
    database: Database,
    handlers: Handlers,
    sql: Sql,
) -> None:
    one = order(channel)
    async with database.worker() as session:  # What a worker leaves that is killed after T1.
        assert await delivery.claim(session, [Intent(one)], lease=30) == [one]

    await sender.send("campaign", [one])  # Kafka brings it again.
    async with database.worker() as session:
        assert await delivery.sweep(session) == 0  # The lease is not over: it may be in flight elsewhere.
    assert meta.requests == []

    await sql("UPDATE sends SET lease_until = now() - interval '1 second'")
    async with database.worker() as session:
        assert await delivery.sweep(session) == 1
    await sender.send("campaign", [one])
    await sender.send_due()
    row = await ledger(one)
    assert row is not None
    assert row.state == "unknown"
    assert (await states(published))[str(one.send_id)] == ["unconfirmed"] * 2  # By the sweep, and on demand.
    assert meta.requests == []

    await handlers.on_provider_status([status_of(one, "delivered", "wamid.late")])
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.provider_message_id) == ("delivered", "wamid.late")
    assert (await states(published))[str(one.send_id)] == ["unconfirmed", "unconfirmed", "delivered"]


@pytest.mark.parametrize("read_first", [True, False])
async def test_a_lost_answer_is_unconfirmed_and_never_repeated(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, published: Published, read_first: bool
) -> None:
    async def drop(request: web.Request, body: dict[str, Any]) -> web.Response:
        if read_first:
            meta.accept(body)  # Meta took it; we never learn its id.
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    meta.respond = drop
    one = order(channel)

    await sender.send("campaign", [one])
    await sender.send("campaign", [one])
    await sender.send_due()

    assert len(meta.requests) == 1
    row = await ledger(one)
    assert row is not None
    assert row.state == "unknown"
    assert row.request is not None  # A company may later choose to send it again.
    for event in await published(DeliveryStatusChangedV1):
        assert event.state == "unconfirmed"
        assert event.error is not None
        assert event.error.title == "No answer"


async def test_a_slow_answer_is_unconfirmed_and_does_not_hold_back_others(
    sender: Sender, channel: Connected, meta: Meta, published: Published, eventually: Eventually
) -> None:
    slow, quick = order(channel), [order(channel) for _ in range(5)]

    async def hang(_: web.Request, body: dict[str, Any]) -> web.Response:
        if body["biz_opaque_callback_data"] == str(slow.send_id):
            await asyncio.sleep(5)
        return meta.accept(body)

    meta.respond = hang
    sending = asyncio.create_task(sender.send("campaign", [slow, *quick]))

    async def quick_ones_are_told() -> None:
        told = await states(published)
        assert sorted(told) == sorted(str(one.send_id) for one in quick)

    await eventually(quick_ones_are_told, timeout=1.2)
    assert not sending.done()  # The offset waits for the last of the batch.
    await sending
    assert (await states(published))[str(slow.send_id)] == ["unconfirmed"]


async def test_stopping_the_process_waits_for_answers_under_way(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger
) -> None:
    started = asyncio.Event()

    async def answer(_: web.Request, body: dict[str, Any]) -> web.Response:
        started.set()
        await asyncio.sleep(0.3)
        return meta.accept(body)

    meta.respond = answer
    one = order(channel)
    sending = asyncio.create_task(sender.send("campaign", [one]))
    await started.wait()

    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending

    row = await ledger(one)
    assert row is not None
    assert row.state == "accepted"


async def test_a_late_outcome_still_counts_after_the_sweep(
    sender: Sender, channel: Connected, meta: Meta, published: Published, database: Database, sql: Sql
) -> None:
    """A process that slept through its own lease knows more than the sweep."""

    async def meanwhile(_: web.Request, body: dict[str, Any]) -> web.Response:
        await sql("UPDATE sends SET lease_until = now() - interval '1 second'")
        async with database.worker() as session:
            await delivery.sweep(session)
        return meta.accept(body)

    meta.respond = meanwhile
    one = order(channel)
    await sender.send("campaign", [one])

    assert (await states(published))[str(one.send_id)] == ["unconfirmed", "accepted"]


async def test_a_status_before_the_answer_wins(
    sender: Sender, channel: Connected, meta: Meta, handlers: Handlers, ledger: Ledger, published: Published
) -> None:
    one = order(channel)

    async def status_first(_: web.Request, body: dict[str, Any]) -> web.Response:
        answer = meta.accept(body)
        await handlers.on_provider_status([status_of(one, "delivered", meta.accepted[-1]["id"])])
        return answer

    meta.respond = status_first
    await sender.send("campaign", [one])

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.provider_message_id) == ("delivered", meta.accepted[0]["id"])
    assert (await states(published))[str(one.send_id)] == ["delivered"]


async def test_a_status_without_our_id_waits_for_the_answer(
    sender: Sender, channel: Connected, meta: Meta, handlers: Handlers, published: Published
) -> None:
    one = order(channel)

    async def status_first(_: web.Request, body: dict[str, Any]) -> web.Response:
        answer = meta.accept(body)
        early = status_of(one, "sent", meta.accepted[-1]["id"]).model_copy(update={"send_id": None})
        await handlers.on_provider_status([early])
        return answer

    meta.respond = status_first
    await sender.send("campaign", [one])

    assert (await states(published))[str(one.send_id)] == ["accepted", "sent"]


# --- refusals --------------------------------------------------------------------------------


async def test_a_refusal_for_good_is_a_failure_with_its_code(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, published: Published
) -> None:
    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131026, error_data={"details": "not on WhatsApp"})

    meta.respond = refuse
    one = order(channel)
    await sender.send("campaign", [one])

    [event] = await published(DeliveryStatusChangedV1)
    assert event.state == "failed"
    assert event.error is not None
    assert (event.error.code, event.error.details) == (131026, "not on WhatsApp")
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.request) == ("failed", None)


async def test_a_passing_fault_is_tried_again_by_our_own_schedule(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, published: Published, sql: Sql
) -> None:
    async def once(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(131000, 500) if len(meta.requests) == 1 else meta.accept(body)

    meta.respond = once
    one = order(channel, origin="reply")
    await sender.send("reply", [one])
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("retryable", 1)
    assert await published(DeliveryStatusChangedV1) == []

    await sender.send("reply", [one])  # Kafka again: not its business.
    assert await sender.send_due() == 0  # Not yet.
    assert len(meta.requests) == 1

    await sql("UPDATE sends SET next_attempt_at = now()")
    assert await sender.send_due() == 1
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts, row.fence) == ("accepted", 2, 2)
    assert (await states(published))[str(one.send_id)] == ["accepted"]
    assert meta.accepted[0]["text"]["body"] == "Olá"  # The content of the first day.


async def test_a_retry_is_taken_by_one_worker(
    installation: Installation, channel: Connected, meta: Meta, database: Database, sql: Sql
) -> None:
    async def once(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(131016, 500) if len(meta.requests) <= 20 else meta.accept(body)

    meta.respond = once
    providers = make_providers(installation.settings)
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    senders = [Sender(installation.runtime, providers, directory) for _ in range(3)]
    orders = [order(channel) for _ in range(20)]
    await senders[0].send("campaign", orders)
    await sql("UPDATE sends SET next_attempt_at = now()")

    await asyncio.gather(*(one.send_due() for one in senders))

    await providers.close()
    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in orders)


async def test_what_stands_behind_a_retry_does_not_overtake_it(
    sender: Sender, channel: Connected, meta: Meta, sql: Sql
) -> None:
    async def pair_limit(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(131056) if len(meta.requests) == 1 else meta.accept(body)

    meta.respond = pair_limit
    ana = Party(wa_id="5511900000001")
    orders = [
        order(channel, origin="reply", recipient=ana, content=TextContent(body=str(n))) for n in range(3)
    ]

    await sender.send("reply", orders)
    assert len(meta.requests) == 1
    await sql("UPDATE sends SET next_attempt_at = next_attempt_at - interval '1 minute'")
    await sender.send_due()

    assert [message["text"]["body"] for message in meta.accepted] == ["0", "1", "2"]


async def test_without_a_connection_nothing_left_and_it_is_tried_again(
    installation: Installation, channel: Connected, ledger: Ledger, database: Database
) -> None:
    transport = Transport(connect_seconds=0.5, total_seconds=1)
    provider = CloudApi(transport, graph_url="http://127.0.0.1:1", version="v23.0")
    providers = Providers({"whatsapp_cloud": provider})
    directory = ChannelDirectory(database, Sealer(installation.settings.credential_keys), max_age=0.0)
    one = order(channel)

    await Sender(installation.runtime, providers, directory).send("campaign", [one])

    await providers.close()
    row = await ledger(one)
    assert row is not None
    assert row.state == "retryable"
    assert row.error is not None
    assert row.error["title"] == "The provider could not be reached"


async def test_throttling_slows_the_channels_campaigns_down_and_not_its_replies(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger
) -> None:
    async def throttle(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(130429) if len(meta.requests) == 1 else meta.accept(body)

    meta.respond = throttle
    first, second, reply = order(channel), order(channel), order(channel, origin="reply")
    await sender.send("campaign", [first])

    started = asyncio.get_running_loop().time()
    await sender.send("reply", [reply])
    assert asyncio.get_running_loop().time() - started < 0.5
    await sender.send("campaign", [second])

    held = await ledger(first)
    assert held is not None
    assert held.state == "retryable"
    assert asyncio.get_running_loop().time() - started > 0.5


@pytest.mark.parametrize(("code", "other_campaigns_pause"), [(131048, True), (132015, False)])
async def test_a_pause_asked_for_by_the_provider_is_not_hammered_against(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    ledger: Ledger,
    published: Published,
    code: int,
    other_campaigns_pause: bool,
) -> None:
    held, other = uuid7(), uuid7()

    async def refuse(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(code) if body["text"]["body"] == "held" else meta.accept(body)

    meta.respond = refuse
    content = TextContent(body="held")
    first = order(channel, campaign_id=held, content=content)
    await sender.send("campaign", [first])
    later = [order(channel, campaign_id=held, content=content) for _ in range(20)]
    others = [order(channel, campaign_id=other) for _ in range(3)]
    await sender.send("campaign", [*later, *others])
    await sender.send("reply", [order(channel, origin="reply")])

    assert len([one for one in meta.requests if one["text"]["body"] == "held"]) == 1
    assert len(meta.accepted) == (1 if other_campaigns_pause else 4)
    await sender.send_due()
    told = {event.send_id: event for event in await published(DeliveryStatusChangedV1)}
    error = told[first.send_id].error
    assert error is not None  # The campaign learns why, and gets back what was not sent.
    assert error.code == code
    assert {told[one.send_id].state for one in (first, *later)} == {"returned"}
    assert [await ledger(one) for one in (first, *later)] == [None] * 21


async def test_an_answer_survives_a_short_outage_of_the_database(
    installation: Installation, channel: Connected, meta: Meta, ledger: Ledger, published: Published
) -> None:
    port, url = free_port(), urlsplit(installation.settings.database_worker_url)
    away = url._replace(netloc=f"{url.username}:{url.password}@127.0.0.1:{port}")
    settings = installation.settings.model_copy(update={"database_worker_url": away.geturl()})
    runtime: Runtime[Settings] = Runtime("gateway", settings, frozenset())
    providers = make_providers(settings)
    directory = ChannelDirectory(runtime.database, Sealer(settings.credential_keys), max_age=0.0)
    posted, outage = asyncio.Event(), asyncio.Event()

    async def answer(_: web.Request, body: dict[str, Any]) -> web.Response:
        posted.set()
        await outage.wait()
        return meta.accept(body)

    meta.respond = answer
    one = order(channel)
    async with forwarder(port, f"{url.hostname}:{url.port}"):
        sending = asyncio.create_task(Sender(runtime, providers, directory).send("campaign", [one]))
        await posted.wait()
    outage.set()
    await asyncio.sleep(0.3)
    assert not sending.done()
    async with forwarder(port, f"{url.hostname}:{url.port}"):
        await sending
        await runtime.close()
    await providers.close()

    assert (await states(published))[str(one.send_id)] == ["accepted"]
    row = await ledger(one)
    assert row is not None
    assert row.state == "accepted"


async def test_no_post_begins_that_could_outlive_its_lease(
    installation: Installation, channel: Connected, meta: Meta, ledger: Ledger, database: Database
) -> None:
    settings = installation.settings.model_copy(update={"send_lease_seconds": 3.0})  # 1.5 + 2 do not fit.
    runtime: Runtime[Settings] = Runtime("gateway", settings, frozenset())
    providers = make_providers(settings)
    directory = ChannelDirectory(database, Sealer(settings.credential_keys), max_age=0.0)
    one = order(channel)

    await Sender(runtime, providers, directory).send("campaign", [one])

    await runtime.close()
    await providers.close()
    assert meta.requests == []
    row = await ledger(one)
    assert row is not None
    assert row.state == "retryable"


async def test_an_expired_token_stops_the_channel_and_burns_nobody(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    ledger: Ledger,
    published: Published,
    as_user: AsUser,
    sql: Sql,
) -> None:
    async def expired(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.accept(body) if meta.tokens[-1] == "Bearer EAAG-new" else meta.refuse(190, 401)

    meta.respond = expired
    first, second, reply = order(channel), order(channel), order(channel, origin="reply")

    await sender.send("campaign", [first])
    await sender.send("campaign", [second])
    await sender.send("reply", [reply])

    assert len(meta.requests) == 1  # Nothing is tried on a channel that is known to be stopped.
    changed = await published(ChannelChangedV1)
    assert [event.status for event in changed] == ["active", "error"]
    assert await states(published) == {str(reply.send_id): ["failed"]}
    for one in (first, second):
        row = await ledger(one)
        assert row is not None
        assert row.state == "retryable"

    await sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
    await sender.send_due()
    assert len(meta.requests) == 1
    await as_user().patch(f"/api/v1/channels/{channel.id}", json={"accessToken": "EAAG-new"})
    await sender.send_due()
    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in (first, second))


async def test_what_waited_too_long_fails_with_its_last_error(
    sender: Sender, channel: Connected, meta: Meta, published: Published, database: Database, sql: Sql
) -> None:
    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131016, 500)

    meta.respond = refuse
    await sender.send("campaign", [order(channel)])
    await sql("UPDATE sends SET created_at = now() - interval '25 hours'")
    async with database.worker() as session:
        await delivery.sweep(session)

    [event] = await published(DeliveryStatusChangedV1)
    assert event.state == "failed"
    assert event.error is not None
    assert event.error.code == 131016


async def test_channels_that_cannot_send(
    sender: Sender, channel: Connected, meta: Meta, published: Published, as_user: AsUser, ledger: Ledger
) -> None:
    nowhere = order(channel, channel_id=uuid7())
    foreign = order(channel, company_id=uuid7())
    await as_user().patch(f"/api/v1/channels/{channel.id}", json={"status": "disabled"})
    reply, campaign = order(channel, origin="reply"), order(channel)

    await sender.send("campaign", [nowhere, foreign, campaign])
    await sender.send("reply", [reply])

    assert meta.requests == []
    told = await states(published)
    assert told == {str(one.send_id): ["failed"] for one in (nowhere, foreign, reply)}
    row = await ledger(campaign)
    assert row is not None
    assert row.state == "retryable"


async def test_a_recipient_without_an_address_fails(
    sender: Sender, channel: Connected, meta: Meta, published: Published
) -> None:
    one = order(channel, recipient=Party(lid="1@lid"))
    await sender.send("campaign", [one])

    assert (await states(published))[str(one.send_id)] == ["failed"]
    assert meta.requests == []


# --- what campaigns may do -------------------------------------------------------------------


def control(one: Order, state: Any, revision: int) -> CampaignControlChangedV1:
    assert one.campaign_id is not None
    return CampaignControlChangedV1(
        company_id=one.company_id,
        campaign_id=one.campaign_id,
        channel_id=one.channel_id,
        state=state,
        revision=revision,
    )


async def test_a_paused_campaigns_sends_are_returned_and_leave_later(
    sender: Sender, channel: Connected, meta: Meta, handlers: Handlers, ledger: Ledger, published: Published
) -> None:
    one = order(channel)
    await handlers.on_campaign_control([control(one, "paused", 2), control(one, "running", 1)])
    await handlers.on_campaign_control([control(one, "running", 1)])

    await sender.send("campaign", [one])
    assert await ledger(one) is None
    assert meta.requests == []

    await handlers.on_campaign_control([control(one, "running", 3)])
    await sender.send("campaign", [one])
    assert meta.accepted_ids() == [str(one.send_id)]
    assert (await states(published))[str(one.send_id)] == ["returned", "accepted"]


async def test_a_pause_is_not_told_of_what_was_sent(
    sender: Sender, channel: Connected, handlers: Handlers, published: Published
) -> None:
    one = order(channel)
    await sender.send("campaign", [one])
    await handlers.on_campaign_control([control(one, "cancelled", 2)])
    await sender.send("campaign", [one])

    assert set((await states(published))[str(one.send_id)]) == {"accepted"}


async def test_a_pause_takes_waiting_retries_back(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    handlers: Handlers,
    ledger: Ledger,
    published: Published,
    sql: Sql,
) -> None:
    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131016, 500)

    meta.respond = refuse
    one = order(channel)
    await sender.send("campaign", [one])
    await handlers.on_campaign_control([control(one, "paused", 2)])
    await sql("UPDATE sends SET next_attempt_at = now()")

    await sender.send_due()

    assert await ledger(one) is None
    assert len(meta.requests) == 1
    assert (await states(published))[str(one.send_id)] == ["returned"]


@pytest.mark.parametrize(
    ("identity", "recipient"),
    [
        ("wa_id:5511987654321", Party(phone="+5511987654321")),
        ("phone:551187654321", Party(wa_id="5511987654321")),  # without the ninth digit
        ("bsuid:BR.1", Party(phone="+5511900000000", bsuid="BR.1")),
    ],
)
@pytest.mark.parametrize("of_channel", [True, False])
async def test_who_opted_out_gets_no_campaign_but_replies(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    handlers: Handlers,
    published: Published,
    identity: str,
    recipient: Party,
    of_channel: bool,
) -> None:
    def wish(opted_out: bool) -> ContactOptOutChangedV1:
        return ContactOptOutChangedV1(
            company_id=channel.company_id,
            identity=identity,
            channel_id=channel.id if of_channel else None,
            opted_out=opted_out,
            source="keyword",
            at=now(),
        )

    earlier, opt_out = wish(False), wish(True)
    await handlers.on_opt_out([opt_out])
    await handlers.on_opt_out([earlier])  # An older wish comes late.
    campaign = order(channel, recipient=recipient)
    await sender.send("campaign", [campaign])
    assert meta.requests == []
    await sender.send("reply", [order(channel, origin="reply", recipient=recipient)])
    assert len(meta.accepted) == 1

    await handlers.on_opt_out([wish(False)])
    await sender.send("campaign", [campaign])
    assert (await states(published))[str(campaign.send_id)] == ["suppressed", "accepted"]


async def test_another_companys_opt_out_and_pause_do_not_count(
    sender: Sender, channel: Connected, meta: Meta, handlers: Handlers
) -> None:
    one = order(channel)
    stranger = uuid7()
    await handlers.on_campaign_control(
        [control(one, "paused", 9).model_copy(update={"company_id": stranger})]
    )
    await handlers.on_opt_out(
        [
            ContactOptOutChangedV1(
                company_id=stranger,
                identity=f"wa_id:{one.recipient.wa_id}",
                opted_out=True,
                source="api",
                at=now(),
            )
        ]
    )
    await sender.send("campaign", [one])

    assert meta.accepted_ids() == [str(one.send_id)]


# --- rates -----------------------------------------------------------------------------------


async def test_a_channels_rate_is_kept(sender: Sender, connect: Connect, meta: Meta) -> None:
    times: list[float] = []

    async def note(_: web.Request, body: dict[str, Any]) -> web.Response:
        times.append(asyncio.get_running_loop().time())
        return meta.accept(body)

    meta.respond = note
    channel = await connect(messagesPerSecond=40)
    await sender.send("campaign", [order(channel) for _ in range(30)])

    assert len(times) == 30
    assert 30 / (times[-1] - times[0]) < 50


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


async def test_what_the_rate_does_not_let_out_waits_in_the_ledger(
    sender: Sender, connect: Connect, meta: Meta, ledger: Ledger, sql: Sql
) -> None:
    channel = await connect(messagesPerSecond=0.5)
    orders = [order(channel) for _ in range(5)]

    started = asyncio.get_running_loop().time()
    await sender.send("campaign", orders)

    assert asyncio.get_running_loop().time() - started < 2
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
    runtime.limiter = RateLimiter(redis)
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


async def test_a_fault_of_ours_in_the_adapter_counts_as_uncertain(
    sender: Sender, channel: Connected, meta: Meta, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = order(channel, content=TextContent.model_construct(kind="text", body=object()))
    with pytest.raises(Exception):  # noqa: B017, PT011 (it cannot even be stored)
        await sender.send("campaign", [one])
    monkeypatch.setattr(CloudApi, "send", lambda *_: secrets.token_hex().missing)  # type: ignore[attr-defined]
    two = order(channel)
    await sender.send("campaign", [two])

    assert (await states(published))[str(two.send_id)] == ["unconfirmed"]
    assert meta.requests == []


@pytest.mark.parametrize("origin", ["reply", "campaign"])
async def test_an_order_that_cannot_be_stored_is_told_as_failed(
    sender: Sender, channel: Connected, meta: Meta, published: Published, origin: Origin
) -> None:
    """It becomes a dead letter; whoever waits for it must hear that it will never leave."""
    one = order(channel, origin=origin, content=TextContent(body="a\x00b"))
    good = order(channel, origin=origin)

    with pytest.raises(DBAPIError):  # The consumer then tries each alone.
        await sender.send(origin, [one, good])
    assert await published(DeliveryStatusChangedV1) == []
    with pytest.raises(DBAPIError):
        await sender.send(origin, [one])
    await sender.send(origin, [good])

    assert await states(published) == {str(one.send_id): ["failed"], str(good.send_id): ["accepted"]}
    assert meta.accepted_ids() == [str(good.send_id)]


async def test_what_waits_for_a_channel_that_is_deleted_fails(
    sender: Sender,
    connect: Connect,
    as_user: AsUser,
    meta: Meta,
    database: Database,
    published: Published,
) -> None:
    gone, kept = await connect(), await connect()
    orders = [order(gone), order(kept)]

    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131056)

    meta.respond = refuse
    await sender.send("campaign", orders)
    assert (await as_user().delete(f"/api/v1/channels/{gone.id}")).status_code == 204
    async with database.worker() as session:
        assert await delivery.sweep(session) == 1

    assert await states(published) == {str(orders[0].send_id): ["failed"]}


async def test_a_key_that_is_missing_burns_no_recipient(
    installation: Installation,
    channel: Connected,
    meta: Meta,
    database: Database,
    sender: Sender,
    ledger: Ledger,
    published: Published,
    sql: Sql,
) -> None:
    providers = make_providers(installation.settings)
    directory = ChannelDirectory(database, Sealer((bytes(32),)), max_age=0.0)
    mistaken = Sender(installation.runtime, providers, directory)
    campaign, reply = order(channel), order(channel, origin="reply")

    await mistaken.send("campaign", [campaign])
    await mistaken.send("reply", [reply])
    await sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
    await mistaken.send_due()
    await providers.close()
    row = await ledger(campaign)
    assert row is not None
    assert row.state == "retryable"
    assert await states(published) == {str(reply.send_id): ["failed"]}
    assert meta.requests == []

    await sender.send_due()
    assert meta.accepted_ids() == [str(campaign.send_id)]


async def test_a_slow_channel_keeps_no_other_from_its_retries(
    connect: Connect, database: Database, sql: Sql
) -> None:
    slow = [await connect(messagesPerSecond=0.1) for _ in range(3)]
    backlog = [order(one) for one in slow for _ in range(20)]
    mine = order(await connect())
    reply = order(slow[0], origin="reply")
    async with database.worker() as session:
        await delivery.claim(session, [Intent(one, "retryable", retry_after=-60) for one in backlog], lease=1)
        await delivery.claim(
            session, [Intent(one, "retryable", retry_after=-1) for one in (mine, reply)], lease=1
        )
        due = await repository.due(session, per_channel=50, limit=5)
    await sql("DELETE FROM sends")

    assert {mine.send_id, reply.send_id} < {one.send_id for one in due}
