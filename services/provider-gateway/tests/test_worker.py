"""The whole gateway on real Kafka: orders in, one POST each, statuses back, events out."""

import asyncio
import secrets
from typing import Any

import httpx
import pytest
from aiohttp import web

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1, MessageSendRequestedV1
from atende_platform.data.db import execute, now
from atende_platform.http.application import App
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually, Installation, Publish
from gateway.domain.sends import Order, Origin
from gateway.main import SERVICE

from .gateway_stage import Connected, Meta, order, sign, webhook


def requested(one: Order) -> CampaignSendRequestedV1 | MessageSendRequestedV1:
    common: dict[str, Any] = {
        "company_id": one.company_id,
        "send_id": one.send_id,
        "channel_id": one.channel_id,
        "recipient": one.recipient,
        "content": one.content,
    }
    if one.origin == "campaign":
        return CampaignSendRequestedV1(**common, campaign_id=one.campaign_id)
    return MessageSendRequestedV1(
        **common, message_id=one.message_id, ticket_id=uuid7(), contact_id=uuid7(), reply_to="wamid.q"
    )


async def states_of(worker: Runtime[Any], channel: Connected) -> dict[str, int]:
    """Count the channel's sends: tests of one process share their topics, so those of others may come."""
    mine = "SELECT state, count(*) AS n FROM sends WHERE channel_id = :channel_id GROUP BY state"
    async with worker.database.worker() as session:
        rows = await execute(session, mine, channel_id=channel.id)
        return {row.state: row.n for row in rows}


async def test_from_orders_to_read_receipts(
    worker: Runtime[Any],
    publish: Publish,
    meta: Meta,
    channel: Connected,
    client: httpx.AsyncClient,
    eventually: Eventually,
) -> None:
    campaign_id = uuid7()
    faulty = iter(range(10_000))

    async def mostly(request: web.Request, body: dict[str, Any]) -> web.Response:
        n = next(faulty)
        if n in {7, 57, 107}:
            return meta.refuse(131056)
        answer = meta.accept(body)
        if n % 20 == 13:  # Taken, and the answer lost.
            assert request.transport is not None
            request.transport.close()
        return answer

    meta.respond = mostly
    orders = [order(channel, campaign_id=campaign_id) for _ in range(150)]
    orders += [order(channel, origin="reply") for _ in range(10)]
    await publish(
        CampaignControlChangedV1(
            company_id=channel.company_id,
            campaign_id=campaign_id,
            channel_id=channel.id,
            state="running",
            revision=1,
        )
    )
    await publish(*(requested(one) for one in orders), *(requested(one) for one in orders[:40]))

    async def all_left() -> None:
        assert len(meta.accepted) == len(orders)

    await eventually(all_left, timeout=25)
    assert len(set(meta.accepted_ids())) == len(orders)

    accepted = [dict(one) for one in meta.accepted]
    secrets.SystemRandom().shuffle(accepted)
    for start in range(0, len(accepted), 50):
        statuses = [
            {
                "id": one["id"],
                "status": state,
                "timestamp": "1790000000",
                "recipient_id": one["to"].lstrip("+"),
                "biz_opaque_callback_data": one["biz_opaque_callback_data"],
            }
            for state in ("read", "sent", "delivered", "sent")
            for one in accepted[start : start + 50]
        ]
        body = webhook(channel.phone_number_id, {"statuses": statuses})
        response = await client.post(f"/webhooks/whatsapp/{channel.id}", content=body, headers=sign(body))
        assert response.status_code == 200

    async def all_read() -> None:
        assert await states_of(worker, channel) == {"read": len(orders)}

    await eventually(all_read)

    async def all_told() -> None:
        async with worker.database.worker() as session:
            assert (await execute(session, "SELECT count(*) FROM outbox")).scalar_one() == 0

    await eventually(all_told)
    assert len(set(meta.accepted_ids())) == len(meta.accepted)


async def test_control_and_opt_outs_come_by_kafka(
    worker: Runtime[Any], publish: Publish, meta: Meta, channel: Connected, eventually: Eventually
) -> None:
    paused, suppressed = order(channel), order(channel, recipient=Party(phone="+5511987654321"))
    assert paused.campaign_id is not None
    await publish(
        CampaignControlChangedV1(
            company_id=channel.company_id,
            campaign_id=paused.campaign_id,
            channel_id=channel.id,
            state="paused",
            revision=1,
        ),
        ContactOptOutChangedV1(
            company_id=channel.company_id,
            identity="wa_id:5511987654321",
            opted_out=True,
            source="keyword",
            at=now(),
        ),
    )

    async def known() -> None:
        async with worker.database.worker() as session:
            for table in ("campaign_control", "suppressions"):  # Others' may have come, too.
                mine = f"SELECT count(*) FROM {table} WHERE company_id = :company_id"  # noqa: S608
                assert (await execute(session, mine, company_id=channel.company_id)).scalar_one() == 1

    await eventually(known)
    allowed = order(channel)
    await publish(*(requested(one) for one in (paused, suppressed, allowed)))

    async def only_the_allowed() -> None:
        assert meta.accepted_ids() == [str(allowed.send_id)]

    await eventually(only_the_allowed)
    await asyncio.sleep(0.3)
    await only_the_allowed()


async def test_the_sweeps_run(
    worker: Runtime[Any], channel: Connected, meta: Meta, eventually: Eventually
) -> None:
    assert meta.accepted == []
    async with worker.database.worker() as session:
        await execute(
            session,
            "INSERT INTO sends (company_id, send_id, origin, channel_id, recipient_keys, state, fence,"
            " attempts, lease_until) VALUES (:company_id, :send_id, 'reply', :channel_id, '{}', 'sending',"
            " 1, 1, now() - interval '1 second')",
            company_id=channel.company_id,
            send_id=uuid7(),
            channel_id=channel.id,
        )

    async def given_up() -> None:
        assert await states_of(worker, channel) == {"unknown": 1}

    await eventually(given_up)


@pytest.mark.parametrize("origin", ["reply", "campaign"])
async def test_a_worker_that_is_stopped_hears_the_answers_under_way(
    installation: Installation,
    publish: Publish,
    channel: Connected,
    meta: Meta,
    eventually: Eventually,
    origin: Origin,
) -> None:
    """Else each rollout would leave sends unconfirmed."""

    async def slowly(_: web.Request, body: dict[str, Any]) -> web.Response:
        await asyncio.sleep(1.0)
        return meta.accept(body)

    meta.respond = slowly
    await publish(*(requested(order(channel, origin=origin)) for _ in range(5)))

    async def under_way() -> None:
        assert len(meta.requests) == 5

    tasks = SERVICE.roles["worker"](App(), installation.runtime)
    async with running_tasks(tasks, installation.runtime):
        await eventually(under_way)

    assert await states_of(installation.runtime, channel) == {"accepted": 5}
