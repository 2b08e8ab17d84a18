"""The sender: each send leaves at most once, whatever happens around it."""

import asyncio
import secrets
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy.exc import DBAPIError

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import Database, now
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Installation, Published
from gateway.domain.sends import Origin
from gateway.providers import make_providers
from gateway.providers.cloud.sending import CloudSending
from gateway.repository import ledger as repository
from gateway.repository.ledger import Intent
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import delivery
from gateway.service.directory import ChannelDirectory

from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, order
from .sender_stage import states, status_of

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


async def test_what_is_begun_is_in_the_ledger_and_its_outcomes_follow(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, published: Published
) -> None:
    answer = asyncio.Event()

    async def held(_: web.Request, body: dict[str, Any]) -> web.Response:
        await answer.wait()
        return meta.accept(body)

    meta.respond = held
    orders = [order(channel) for _ in range(5)]

    await sender.begin("campaign", orders)
    assert [row.state for one in orders if (row := await ledger(one)) is not None] == ["sending"] * 5
    await sender.begin("campaign", orders)  # Kafka may bring them again from here on.
    answer.set()
    await sender.finish()

    assert sorted(meta.accepted_ids()) == sorted(str(one.send_id) for one in orders)
    assert await states(published) == {str(one.send_id): ["accepted"] for one in orders}


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
    sender: Sender, channel: Connected, meta: Meta, handle: Handle, published: Published, sql: Sql
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
    await handle([status_of(read, "read", accepted["id"])])
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
    handle: Handle,
    sql: Sql,
) -> None:
    one = order(channel)
    async with database.worker() as session:  # What a worker leaves that is killed after T1.
        assert await delivery.claim(session, [Intent(one)], now(), lease=30) == [one]

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

    await handle([status_of(one, "delivered", "wamid.late")])
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


async def test_an_answer_that_does_not_come_is_unconfirmed_and_does_not_hold_back_others(
    sender: Sender, channel: Connected, meta: Meta, published: Published, eventually: Eventually
) -> None:
    """That it is not waited for without end: test_transport.py."""
    slow, quick = order(channel), [order(channel) for _ in range(5)]
    quick_ones_were_told = asyncio.Event()

    async def hang(request: web.Request, body: dict[str, Any]) -> web.Response:
        if body["biz_opaque_callback_data"] != str(slow.send_id):
            return meta.accept(body)
        await quick_ones_were_told.wait()
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    meta.respond = hang
    sending = asyncio.create_task(sender.send("campaign", [slow, *quick]))

    async def quick_ones_are_told() -> None:
        told = await states(published)
        assert sorted(told) == sorted(str(one.send_id) for one in quick)

    await eventually(quick_ones_are_told)
    assert not sending.done()  # The offset waits for the last of the batch.
    quick_ones_were_told.set()
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
    sender: Sender, channel: Connected, meta: Meta, handle: Handle, ledger: Ledger, published: Published
) -> None:
    one = order(channel)

    async def status_first(_: web.Request, body: dict[str, Any]) -> web.Response:
        answer = meta.accept(body)
        await handle([status_of(one, "delivered", meta.accepted[-1]["id"])])
        return answer

    meta.respond = status_first
    await sender.send("campaign", [one])

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.provider_message_id) == ("delivered", meta.accepted[0]["id"])
    assert (await states(published))[str(one.send_id)] == ["delivered"]


async def test_a_status_without_our_id_waits_for_the_answer(
    sender: Sender, channel: Connected, meta: Meta, handle: Handle, published: Published
) -> None:
    one = order(channel)

    async def status_first(_: web.Request, body: dict[str, Any]) -> web.Response:
        answer = meta.accept(body)
        early = status_of(one, "sent", meta.accepted[-1]["id"]).model_copy(update={"send_id": None})
        await handle([early])
        return answer

    meta.respond = status_first
    await sender.send("campaign", [one])

    assert (await states(published))[str(one.send_id)] == ["accepted", "sent"]


# --- what cannot be sent ---------------------------------------------------------------------


async def test_a_fault_of_ours_in_the_adapter_counts_as_uncertain(
    sender: Sender, channel: Connected, meta: Meta, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = order(channel, content=TextContent.model_construct(kind="text", body=object()))
    with pytest.raises(Exception):  # noqa: B017, PT011 (it cannot even be stored)
        await sender.send("campaign", [one])
    monkeypatch.setattr(CloudSending, "send", lambda *_: secrets.token_hex().missing)  # type: ignore[attr-defined]
    two = order(channel)
    await sender.send("campaign", [two])

    assert (await states(published))[str(two.send_id)] == ["unconfirmed"]
    assert meta.requests == []


@pytest.mark.parametrize("origin", ["reply", "campaign"])
async def test_an_order_that_cannot_be_stored_is_told_as_failed(
    sender: Sender, channel: Connected, meta: Meta, published: Published, origin: Origin
) -> None:
    """It becomes a dead letter; the service that waits for it must hear that it will never leave."""
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
        await delivery.claim(
            session, [Intent(one, "retryable", retry_after=-60) for one in backlog], now(), lease=1
        )
        await delivery.claim(
            session, [Intent(one, "retryable", retry_after=-1) for one in (mine, reply)], now(), lease=1
        )
        due = await repository.due(session, per_channel=50, limit=5)
    await sql("DELETE FROM sends")

    assert {mine.send_id, reply.send_id} < {one.send_id for one in due}


async def test_sends_that_are_over_are_forgotten_after_a_while(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, database: Database, sql: Sql
) -> None:
    async def one_waits(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(131056) if len(meta.requests) == 1 else meta.accept(body)

    meta.respond = one_waits
    waiting, over, fresh = order(channel), order(channel), order(channel)
    await sender.send("campaign", [waiting])
    await sender.send("campaign", [over])
    await sql("UPDATE sends SET created_at = now() - interval '91 days'")
    await sender.send("campaign", [fresh])
    async with database.worker() as session:
        assert await delivery.purge_old(session, 10, days=90) < 10

    assert await ledger(over) is None
    assert await ledger(waiting) is not None
    assert await ledger(fresh) is not None
