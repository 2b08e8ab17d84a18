"""A provider that can only send and receive, in the whole gateway: nobody asks it for what it lacks."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import httpx
import pytest
import pytest_asyncio

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReadRequestedV1
from atende_platform.data.db import Database, now
from atende_platform.testing.plugin import AsUser, Installation, Published, handling
from gateway.handlers import ReadReceipts, handlers
from gateway.providers import Providers, make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import health, templates
from gateway.service.accounts import Accounts
from gateway.service.directory import ChannelDirectory

from .bridge import Bridge, bridged, provider_at
from .gateway_stage import Connect, Connected, Ledger, Sql, order, own_path, sign, webhook


@dataclass
class Bridged:
    """A channel of the bridge, and the processes that use it."""

    channel: Connected
    bridge: Bridge
    providers: Providers
    directory: ChannelDirectory


@pytest_asyncio.fixture(loop_scope="session")
async def bridge_channel(
    installation: Installation,
    connect: Connect,
    sql: Sql,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Bridged]:
    channel = await connect(wabaId="4242")
    await sql("UPDATE channels SET provider = 'bridge', service_window = false")
    async with bridged() as bridge:
        bridge.channel = replace(bridge.channel, channel_id=channel.id, company_id=channel.company_id)
        provider = provider_at(bridge.address)
        monkeypatch.setitem(installation.app.state.accounts.providers, "bridge", provider)
        providers = make_providers(installation.settings)
        providers["bridge"] = provider
        sealer = Sealer(installation.settings.credential_keys)
        yield Bridged(channel, bridge, providers, ChannelDirectory(database, sealer, max_age=0.0))
        await providers.close()


async def test_a_channel_says_what_its_provider_can_do(
    bridge_channel: Bridged, as_user: AsUser, sql: Sql
) -> None:
    path = f"/api/v1/channels/{bridge_channel.channel.id}"
    shown = (await as_user().get(path)).json()
    assert (shown["capabilities"], shown["webhookUrl"]) == ([], None)
    [listed] = (await as_user().get("/api/v1/channels")).json()["items"]
    assert listed["capabilities"] == []

    await sql("UPDATE channels SET provider = 'whatsapp_cloud'")
    shown = (await as_user().get(path)).json()
    assert shown["capabilities"] == [
        "account",
        "media",
        "read_receipts",
        "service_window",
        "templates",
        "webhooks",
    ]
    assert shown["webhookUrl"].endswith(f"/webhooks/whatsapp/{bridge_channel.channel.id}")


async def test_other_services_learn_whether_it_has_a_service_window(
    bridge_channel: Bridged, as_user: AsUser, published: Published
) -> None:
    path = f"/api/v1/channels/{bridge_channel.channel.id}"
    await as_user().patch(path, json={"name": "A bridge"})

    changes = [event.service_window for event in await published(ChannelChangedV1)]
    assert changes == [True] * (len(changes) - 1) + [False]
    assert len(changes) > 1


async def test_routes_that_need_what_it_lacks_say_so(bridge_channel: Bridged, as_user: AsUser) -> None:
    path = f"/api/v1/channels/{bridge_channel.channel.id}"
    one = f"{path}/templates/{uuid7()}"
    template = {
        "name": "oi",
        "language": "pt_BR",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Oi"}],
    }
    client = as_user()
    for answer, capability in (
        (await client.get(f"{path}/templates"), "templates"),
        (await client.post(f"{path}/templates", json=template), "templates"),
        (await client.post(f"{path}/templates/sync"), "templates"),
        (await client.get(one), "templates"),
        (await client.patch(one, json={"category": "MARKETING"}), "templates"),
        (await client.delete(one), "templates"),
        (await client.post(f"{path}/test"), "account"),
    ):
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (409, "not-supported-by-provider"), problem
        assert problem["capability"] == capability
    assert (await client.get(f"{path}/health")).status_code == 200

    body = {"name": "B", "provider": "bridge", "phoneNumberId": "1", "accessToken": "a", "appSecret": "b"}
    refused = await client.post("/api/v1/channels", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "provider")


async def test_it_has_no_webhook(bridge_channel: Bridged, client: httpx.AsyncClient) -> None:
    body = webhook(bridge_channel.channel.phone_number_id, {"messages": []})
    path = own_path(bridge_channel.channel)
    assert (await client.post(path, content=body, headers=sign(body))).status_code == 404
    assert (await client.get(path, params={"hub.mode": "subscribe"})).status_code == 404
    shared = await client.post("/webhooks/whatsapp", content=body, headers=sign(body))
    assert shared.json()["code"] == "bad-signature"


async def test_its_messages_go_through_the_ledger_and_its_refusals_become_our_reasons(
    bridge_channel: Bridged, installation: Installation, ledger: Ledger, published: Published
) -> None:
    sender = Sender(installation.runtime, bridge_channel.providers, bridge_channel.directory)
    taken = order(bridge_channel.channel, origin="reply")
    number = bridge_channel.bridge.refusing(404)
    refused = order(bridge_channel.channel, origin="reply", recipient=Party(wa_id=number, phone=f"+{number}"))
    await sender.send("reply", [taken, refused])
    await sender.send("reply", [taken, refused])

    row = await ledger(taken)
    assert row is not None
    assert (row.state, row.provider_message_id) == ("accepted", f"3EB0{taken.send_id}")
    assert sorted(line["id"] for line in bridge_channel.bridge.lines) == sorted(
        [str(taken.send_id), str(refused.send_id)]
    )
    failures = {e.send_id: e.error for e in await published(DeliveryStatusChangedV1) if e.state == "failed"}
    error = failures[refused.send_id]
    assert error is not None
    assert error.reason == "not_on_whatsapp"


async def test_what_is_done_by_the_clock_leaves_it_alone(
    bridge_channel: Bridged, installation: Installation, database: Database, sql: Sql, as_user: AsUser
) -> None:
    await sql("UPDATE channels SET check_due_at = now(), templates_due_at = now()")
    sealer = Sealer(installation.settings.credential_keys)
    accounts = Accounts(database, bridge_channel.providers, sealer)
    await health.check_due(accounts, now())
    await templates.sync_due(accounts)
    receipts = ReadReceipts(bridge_channel.providers, bridge_channel.directory)
    channel = bridge_channel.channel
    await receipts.on_read_requested(
        [
            MessageReadRequestedV1(
                company_id=channel.company_id, channel_id=channel.id, provider_message_id="3EB0.1"
            )
        ]
    )

    shown = (await as_user().get(f"/api/v1/channels/{channel.id}/health")).json()
    assert (shown["status"], shown["checkedAt"]) == ("active", None)
    assert bridge_channel.bridge.lines == []


async def test_what_it_reports_is_kept_in_the_journal(
    bridge_channel: Bridged, database: Database, as_user: AsUser
) -> None:
    handle = handling(database, handlers(bridge_channel.providers))
    channel, bridge = bridge_channel.channel, bridge_channel.bridge
    inbound = bridge_channel.providers["bridge"].inbound
    [update] = bridge.updates(bridge.news("open"))
    await handle(inbound.normalise(update, channel.company_id, channel.id).events)

    page = (await as_user().get(f"/api/v1/channels/{channel.id}/events")).json()
    assert [(entry["field"], entry["value"]) for entry in page["items"]] == [
        ("connection", {"state": "open"})
    ]
