"""Whose a number is: the company that can prove it; the others stay unknown."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
import pytest_asyncio

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data import migrations
from atende_platform.data.db import now
from atende_platform.data.provision import provision_service
from atende_platform.runtime import Runtime
from atende_platform.service.definition import migrations_dir
from atende_platform.testing.plugin import AsUser, Eventually, Infrastructure, Installation, Published
from gateway.main import SERVICE
from gateway.sender import Sender
from gateway.service.claims import Claims

from .gateway_stage import (
    APP_SECRET,
    CONTACT,
    Connect,
    Connected,
    Ledger,
    Meta,
    Sql,
    Taken,
    message,
    order,
    own_path,
    sign,
    webhook,
)

NUMBER = "106540352242922"
MINE = "EAAG-of-the-owner"
INVENTED = "EAAG-invented"
HELLO = {"contacts": [CONTACT], "messages": [message()]}


def trust(meta: Meta, *tokens: str) -> None:
    """Let the provider accept these tokens only, for every number and account."""
    meta.confirm = lambda _wanted, token: token in tokens


@pytest_asyncio.fixture(loop_scope="session")
async def claims(installation: Installation) -> Claims:
    found: Claims = installation.app.state.claims
    return found


async def read(as_user: AsUser, channel: Connected) -> dict[str, Any]:
    response = await as_user(company_id=channel.company_id).get(f"/api/v1/channels/{channel.id}")
    assert response.status_code == 200, response.text
    return dict(response.json())


async def post(client: httpx.AsyncClient, channel: Connected, path: str | None = None) -> httpx.Response:
    body = webhook(channel.phone_number_id, HELLO)
    return await client.post(path or own_path(channel), content=body, headers=sign(body))


# --- a claim never keeps the owner out -------------------------------------------------------


async def test_an_invented_claim_does_not_block_the_owner_and_is_told_nothing(
    as_user: AsUser, connect: Connect, meta: Meta
) -> None:
    trust(meta, MINE)
    squatter, late = uuid7(), uuid7()
    before = await connect(company_id=squatter, phoneNumberId=NUMBER, accessToken=INVENTED)
    mine = await connect(phoneNumberId=NUMBER, accessToken=MINE)
    after = await connect(company_id=late, phoneNumberId=NUMBER, accessToken=INVENTED)

    assert (before.status, mine.status, after.status) == ("pending", "active", "pending")
    # Whether somebody has the number makes no difference to anyone who has not proved it.
    different = {"id", "webhookUrl", "createdAt", "updatedAt", "claimExpiresAt"}
    answers = [
        {name: value for name, value in (await read(as_user, one)).items() if name not in different}
        for one in (before, after)
    ]
    assert answers[0] == answers[1]
    assert answers[0]["statusReason"].startswith("100: ")
    asked = [token for number, token in meta.asked if number == NUMBER]
    assert asked == [INVENTED, MINE, INVENTED]


async def test_a_pending_channel_sends_nothing_and_has_nothing_done_at_the_provider(
    as_user: AsUser,
    connect: Connect,
    meta: Meta,
    sender: Sender,
    published: Published,
    ledger: Ledger,
) -> None:
    trust(meta, MINE)
    channel = await connect(accessToken=INVENTED, wabaId="4711")
    reply, broadcast = order(channel, origin="reply"), order(channel)
    await sender.send("reply", [reply])
    await sender.send("campaign", [broadcast])

    rows = [await ledger(one) for one in (reply, broadcast)]
    assert [row.state if row else None for row in rows] == ["failed", "retryable"]
    assert meta.requests == []
    http = as_user()
    path = f"/api/v1/channels/{channel.id}"
    template = {"name": "oi", "language": "pt_BR", "category": "UTILITY"}
    body = [{"type": "BODY", "text": "Oi."}]
    asked = len(meta.asked)
    for response in (
        await http.patch(path, json={"status": "active"}),
        await http.post(f"{path}/templates/sync"),
        await http.post(f"{path}/templates", json={**template, "components": body}),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "channel-pending")
    assert len(meta.asked) == asked
    # Others hear of it as of one that is switched off.
    assert {event.status for event in await published(ChannelChangedV1)} == {"disabled"}


async def test_the_number_of_pending_channels_is_limited(
    as_user: AsUser, connect: Connect, meta: Meta, claims: Claims
) -> None:
    trust(meta, MINE)
    body = {
        "name": "x",
        "provider": "whatsapp_cloud",
        "phoneNumberId": NUMBER,
        "accessToken": INVENTED,
        "appSecret": APP_SECRET,
    }
    for _ in range(claims.settings.pending_channels - 1):
        await connect(accessToken=INVENTED)
    http, numbers = as_user(), [f"{NUMBER}{last}" for last in range(5)]
    answers = await asyncio.gather(
        *(http.post("/api/v1/channels", json=body | {"phoneNumberId": number}) for number in numbers)
    )
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 4]
    assert {answer.json().get("code") for answer in answers} == {None, "too-many-pending-channels"}
    assert (await as_user(company_id=uuid7()).post("/api/v1/channels", json=body)).status_code == 201


async def test_a_company_cannot_have_the_provider_asked_without_end(
    installation: Installation, as_user: AsUser, connect: Connect, meta: Meta, claims: Claims
) -> None:
    channel, http = await connect(), as_user()
    seldom = claims.settings.model_copy(update={"channel_asks_per_minute": 2})
    installation.app.state.claims = replace(claims, settings=seldom)
    asked, since = len(meta.asked), time.monotonic()
    try:
        answers = [await http.post(f"/api/v1/channels/{channel.id}/test") for _ in range(8)]
    finally:
        installation.app.state.claims = claims
    most = 2 + (time.monotonic() - since) / 30 + 1
    assert [answer.status_code for answer in answers].count(200) <= most
    assert len(meta.asked) - asked <= most
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[-1].headers["retry-after"]) >= 1


# --- webhooks --------------------------------------------------------------------------------


async def test_what_customers_wrote_to_a_pending_number_waits_at_the_provider_until_it_is_proved(
    client: httpx.AsyncClient,
    as_user: AsUser,
    connect: Connect,
    meta: Meta,
    taken: Taken,
    claims: Claims,
    sql: Sql,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateway.webhooks.routes.ASK_AGAIN_SECONDS", 1000.0)
    trust(meta)
    channel = await connect(phoneNumberId=NUMBER, accessToken=MINE)
    waits = await post(client, channel)
    assert waits.status_code == 503
    assert int(waits.headers["retry-after"]) >= 1
    # Repeated at once, it does not have the provider asked every time.
    asked = len(meta.asked)
    for _ in range(20):
        assert (await post(client, channel)).status_code == 503
    assert len(meta.asked) == asked
    # Nor is it read: large bodies of a channel that proves nothing cost next to nothing.
    read_bytes = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read_bytes
        read_bytes += 1
        yield webhook(NUMBER, HELLO)

    headers = sign(webhook(NUMBER, HELLO))
    # The outermost layer would read it on, and drop it.
    transport = httpx.ASGITransport(app=installation.app._express["/webhooks/whatsapp"]._frame)
    async with httpx.AsyncClient(transport=transport, base_url="http://service.test") as http:
        assert (await http.post(own_path(channel), content=body(), headers=headers)).status_code == 503
    assert read_bytes == 0
    # At the URL that all numbers share it is as if the number were not there.
    assert (await post(client, channel, "/webhooks/whatsapp")).status_code == 401
    assert await taken.all() == []

    trust(meta, MINE)
    await sql("UPDATE channels SET claim_due_at = now()")
    await claims.prove_due(now())
    assert (await read(as_user, channel))["status"] == "active"
    assert (await post(client, channel)).status_code == 200
    assert (await post(client, channel, "/webhooks/whatsapp")).status_code == 200
    events = await taken.all()
    assert [(event.company_id, event.channel_id) for event in events] == [
        (channel.company_id, channel.id)
    ] * 2


async def test_a_webhook_proves_its_channel_and_is_taken_at_once(
    client: httpx.AsyncClient, as_user: AsUser, connect: Connect, meta: Meta, taken: Taken
) -> None:
    trust(meta)
    channel = await connect(accessToken=MINE)
    trust(meta, MINE)

    assert (await post(client, channel)).status_code == 200
    assert [event.channel_id for event in await taken.all()] == [channel.id]
    assert (await read(as_user, channel))["status"] == "active"


async def test_a_badly_signed_webhook_has_nobody_asked(
    client: httpx.AsyncClient, connect: Connect, meta: Meta
) -> None:
    trust(meta)
    channel = await connect(accessToken=MINE)
    asked = len(meta.asked)
    body = webhook(channel.phone_number_id, HELLO)
    answer = await client.post(own_path(channel), content=body, headers=sign(body, "another"))
    assert answer.status_code == 401
    wrong = {"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "1"}
    assert (await client.get(own_path(channel), params=wrong)).status_code == 403
    assert len(meta.asked) == asked


async def test_setting_up_the_webhooks_proves_the_number(
    client: httpx.AsyncClient, as_user: AsUser, connect: Connect, meta: Meta
) -> None:
    trust(meta)
    channel = await connect(accessToken=MINE)
    query = {"hub.mode": "subscribe", "hub.verify_token": channel.verify_token, "hub.challenge": "42"}
    # The challenge is answered also while the number is not confirmed.
    assert (await client.get(own_path(channel), params=query)).text == "42"
    assert (await read(as_user, channel))["status"] == "pending"

    trust(meta, MINE)
    await asyncio.sleep(1.1)  # Within a second the provider is not asked again.
    assert (await client.get(own_path(channel), params=query)).text == "42"
    shown = await read(as_user, channel)
    assert (shown["status"], shown["statusReason"], shown["claimExpiresAt"]) == ("active", None, None)


async def test_the_worker_asks_until_the_number_is_proved(
    as_user: AsUser,
    connect: Connect,
    meta: Meta,
    worker: Runtime[Any],
    eventually: Eventually,
) -> None:
    assert worker
    trust(meta)
    channel = await connect(accessToken=MINE)
    assert channel.status == "pending"
    trust(meta, MINE)

    async def proved() -> None:
        assert (await read(as_user, channel))["status"] == "active"

    await eventually(proved)


# --- the end of a claim ----------------------------------------------------------------------


async def test_a_claim_that_is_never_proved_expires(
    as_user: AsUser, connect: Connect, meta: Meta, claims: Claims, published: Published, sql: Sql
) -> None:
    trust(meta, MINE)
    channel, proved = await connect(accessToken=INVENTED), await connect(accessToken=MINE)
    await claims.expire()
    assert (await read(as_user, channel))["status"] == "pending"

    await sql("UPDATE channels SET claim_expires_at = now() WHERE claim_expires_at IS NOT NULL")
    await claims.expire()
    http = as_user()
    assert (await http.get(f"/api/v1/channels/{channel.id}")).status_code == 404
    assert (await read(as_user, proved))["status"] == "active"
    assert (await published(ChannelChangedV1))[-1].status == "deleted"
    last = (await published(AuditRecordedV1))[-1]
    assert (last.action, last.actor_id, last.object_id) == ("channel.expired", None, str(channel.id))


async def test_of_two_who_can_prove_a_number_the_first_keeps_it_while_its_token_is_accepted(
    client: httpx.AsyncClient,
    as_user: AsUser,
    connect: Connect,
    meta: Meta,
    published: Published,
    taken: Taken,
    claims: Claims,
    sql: Sql,
) -> None:
    trust(meta, "EAAG-of-the-agency", MINE)
    agency = await connect(company_id=uuid7(), phoneNumberId=NUMBER, accessToken="EAAG-of-the-agency")
    mine = await connect(phoneNumberId=NUMBER, accessToken=MINE)
    assert (agency.status, mine.status) == ("active", "pending")
    assert (await read(as_user, mine))["reasonCode"] == "number_taken"
    assert (await post(client, mine, "/webhooks/whatsapp")).status_code == 200
    assert [event.channel_id for event in await taken.all()] == [agency.id]

    # That the provider is away, or refuses for another reason, takes nothing away from anybody.
    meta.confirm = lambda wanted, token: token == MINE
    meta.refusal = (131031, 403)
    await sql("UPDATE channels SET claim_due_at = now() WHERE status = 'pending'")
    await claims.prove_due(now())
    assert (await read(as_user, agency))["status"] == "active"

    # The owner takes the agency's access away at the provider.
    meta.refusal = (190, 401)
    await sql("UPDATE channels SET claim_due_at = now() WHERE status = 'pending'")
    await claims.prove_due(now())
    assert (await read(as_user, mine))["status"] == "active"
    lost = await read(as_user, agency)
    assert (lost["status"], lost["reasonCode"]) == ("pending", "number_lost")
    assert lost["claimExpiresAt"] is None  # It has a past here, and stands in nobody's way.
    assert (await post(client, mine, "/webhooks/whatsapp")).status_code == 200
    assert (await post(client, agency)).status_code == 503
    assert [event.channel_id for event in await taken.all()] == [mine.id]
    told = [event for event in await published(AuditRecordedV1) if event.action == "channel.lost"]
    assert [(event.company_id, event.object_id) for event in told] == [(agency.company_id, str(agency.id))]

    # With a token that is accepted again it does not take the number back.
    meta.confirm = lambda _wanted, _token: True
    renewed = await as_user(company_id=agency.company_id).patch(
        f"/api/v1/channels/{agency.id}", json={"accessToken": "EAAG-another"}
    )
    assert (renewed.json()["status"], renewed.json()["reasonCode"]) == (
        "pending",
        "number_taken",
    )
    assert (await read(as_user, mine))["status"] == "active"


async def test_two_who_prove_a_number_at_once_are_not_both_its_owners(
    as_user: AsUser, connect: Connect, meta: Meta, claims: Claims
) -> None:
    trust(meta)
    both = [
        await connect(company_id=uuid7(), phoneNumberId=NUMBER, accessToken=f"EAAG-{n}") for n in range(2)
    ]
    meta.confirm = lambda _wanted, _token: True
    await asyncio.gather(*(claims.prove(one.company_id, one.id, now()) for one in both))
    assert sorted([(await read(as_user, one))["status"] for one in both]) == ["active", "pending"]


# --- changes ---------------------------------------------------------------------------------


async def test_a_proved_channel_takes_only_what_the_provider_accepts(
    as_user: AsUser, connect: Connect, meta: Meta, published: Published
) -> None:
    channel = await connect(phoneNumberId=NUMBER, wabaId="4711", accessToken=MINE)
    before = await read(as_user, channel)
    changes = len(await published(ChannelChangedV1))
    path = f"/api/v1/channels/{channel.id}"

    meta.confirm = lambda wanted, token: token == MINE and wanted != "666"
    for body, field in (
        ({"accessToken": INVENTED, "name": "x"}, "accessToken"),
        ({"wabaId": "666", "name": "x"}, "wabaId"),
    ):
        refused = await as_user().patch(path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "provider-refused")
        assert [error["field"] for error in refused.json()["errors"]] == [field]
    meta.numbers_of = {"667": ["1"]}  # An account of the same token that does not have this number.
    assert (await as_user().patch(path, json={"wabaId": "667"})).status_code == 422
    assert await read(as_user, channel) == before
    assert len(await published(ChannelChangedV1)) == changes

    meta.numbers_of = {}
    accepted = await as_user().patch(path, json={"wabaId": "4712", "appSecret": "another-secret"})
    assert (accepted.status_code, accepted.json()["wabaId"]) == (200, "4712")
    assert accepted.json()["verifiedAt"] > before["verifiedAt"]


async def test_without_an_answer_of_the_provider_nothing_changes(
    as_user: AsUser, connect: Connect, meta: Meta
) -> None:
    channel = await connect(accessToken=MINE)
    before = await read(as_user, channel)
    meta.refusal = (1, 500)
    meta.confirm = lambda _wanted, _token: False
    answer = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"accessToken": "EAAG-next"})
    assert answer.status_code == 503
    assert await read(as_user, channel) == before
    waiting = await connect(accessToken=MINE)
    assert waiting.status == "pending"


async def test_a_pending_channel_is_proved_with_a_better_token(
    as_user: AsUser, connect: Connect, meta: Meta
) -> None:
    trust(meta, MINE)
    channel = await connect(accessToken=INVENTED)
    path = f"/api/v1/channels/{channel.id}"
    renamed = await as_user().patch(path, json={"name": "Vendas"})
    assert (renamed.json()["name"], renamed.json()["status"]) == ("Vendas", "pending")
    proved = await as_user().patch(path, json={"accessToken": MINE})
    assert (proved.json()["status"], proved.json()["statusReason"]) == ("active", None)


# --- channels of before ----------------------------------------------------------------------


async def test_channels_of_before_are_proved_if_the_provider_has_taken_their_token(
    infrastructure: Infrastructure,
) -> None:
    name = f"test_gateway_claims_{secrets.token_hex(4)}"
    address = infrastructure.database_admin_url.rpartition("@")[2].partition("/")[0]
    owner, app, worker = (
        f"postgresql://gateway_{kind}:test@{address}/{name}" for kind in ("owner", "app", "worker")
    )
    await provision_service(
        infrastructure.database_admin_url, "gateway", owner_url=owner, app_url=app, worker_url=worker
    )
    directory = migrations_dir(SERVICE)
    await asyncio.to_thread(migrations.upgrade, directory, owner, "0007")
    connection = await asyncpg.connect(worker)
    company = uuid7()

    async def add(number: str, status: str, *, known: bool | None) -> UUID:
        channel = uuid7()
        await connection.execute(
            "INSERT INTO channels (company_id, id, name, provider, phone_number_id, status, token_valid,"
            " number_known, messages_per_second, verify_token, revision, follow_provider_rate)"
            " VALUES ($1, $2, 'x', 'whatsapp_cloud', $3, $4, $5, $5, 80, 'token', 1, false)",
            company,
            channel,
            number,
            status,
            known,
        )
        return channel

    try:
        await add("1", "active", known=True)
        await add("2", "active", known=False)
        await add("3", "disabled", known=None)
        await add("4", "deleted", known=None)
        sent = await add("5", "error", known=None)
        await connection.execute(
            "INSERT INTO sends (company_id, send_id, origin, channel_id, recipient_keys, state, fence,"
            " attempts, provider_message_id) VALUES ($1, $2, 'reply', $3, '{}', 'sent', 1, 1, 'wamid.1')",
            company,
            uuid7(),
            sent,
        )
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        rows = await connection.fetch("SELECT status, verified_at FROM channels ORDER BY phone_number_id")
    finally:
        await connection.close()
        admin = await asyncpg.connect(infrastructure.database_admin_url)
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await admin.close()
    assert [(row["status"], row["verified_at"] is not None) for row in rows] == [
        ("active", True),
        ("pending", False),
        ("disabled", False),
        ("deleted", False),
        ("error", True),
    ]
