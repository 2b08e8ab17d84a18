"""What the sender does about refusals, outages and channels that cannot send."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import Database
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Installation, Published
from gateway.providers import Providers, Transport, cloud, make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import delivery
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings

from .gateway_stage import Connected, Ledger, Meta, Sql, forwarder, held_port, order
from .sender_stage import states


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
        # No fault of the provider's: the channel itself must not come to rest.
        return meta.refuse(134101) if len(meta.requests) <= 20 else meta.accept(body)

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
    provider = cloud.make(transport, graph_url="http://127.0.0.1:1", version="v23.0")
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


async def test_throttling_holds_the_channels_campaigns_and_not_its_replies(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    # That a hold ends: test_pacing.py.
    monkeypatch.setattr("gateway.pacing.pace.FIRST_BACK_OFF_SECONDS", 60.0)

    async def throttle(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(130429) if len(meta.requests) == 1 else meta.accept(body)

    meta.respond = throttle
    first, second, reply = order(channel), order(channel), order(channel, origin="reply")
    await sender.send("campaign", [first])

    await asyncio.gather(sender.send("campaign", [second]), sender.send("reply", [reply]))

    assert meta.accepted_ids() == [str(reply.send_id)]
    for one in (first, second):
        held = await ledger(one)
        assert held is not None
        assert held.state == "retryable"


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
    url = urlsplit(installation.settings.database_worker_url)
    posted, outage = asyncio.Event(), asyncio.Event()

    async def answer(_: web.Request, body: dict[str, Any]) -> web.Response:
        posted.set()
        await outage.wait()
        return meta.accept(body)

    meta.respond = answer
    one = order(channel)
    with held_port() as port:
        away = url._replace(netloc=f"{url.username}:{url.password}@127.0.0.1:{port}")
        settings = installation.settings.model_copy(update={"database_worker_url": away.geturl()})
        runtime: Runtime[Settings] = Runtime("gateway", settings, frozenset())
        providers = make_providers(settings)
        directory = ChannelDirectory(runtime.database, Sealer(settings.credential_keys), max_age=0.0)
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
    settings = installation.settings.model_copy(update={"send_lease_seconds": 16.0})  # 15 + 2 do not fit.
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
    assert [event.status for event in changed] == ["disabled", "active", "error"]
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
