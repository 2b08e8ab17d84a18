"""Webhooks: who may speak, and that 200 means Kafka has it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_platform.errors import TooManyRequests
from atende_platform.service.app import create_app
from atende_platform.testing.plugin import AsUser, Eventually, Installation, Publish
from gateway.main import SERVICE
from gateway.settings import Settings
from gateway.webhooks.throttle import TRUSTED_SECONDS, WebhookThrottle

from .gateway_stage import (
    CONTACT,
    Connect,
    Connected,
    Meta,
    Sql,
    Taken,
    account_update,
    forwarder,
    held_port,
    message,
    own_path,
    sign,
    webhook,
)

HELLO = {"contacts": [CONTACT], "messages": [message()]}


# --- verification of the URL -----------------------------------------------------------------


async def test_the_challenge_is_answered_for_the_right_token(
    client: httpx.AsyncClient, channel: Connected
) -> None:
    def ask(path: str, token: str, mode: str = "subscribe") -> Any:
        query = {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": "1158201444"}
        return client.get(path, params=query)

    right = await ask(own_path(channel), channel.verify_token)
    assert (right.status_code, right.text) == (200, "1158201444")
    assert right.headers["content-type"].startswith("text/plain")
    assert (await ask("/webhooks/whatsapp", "verify-token-of-the-app")).text == "1158201444"

    for path, token, mode in (
        (own_path(channel), "wrong", "subscribe"),
        (own_path(channel), "", "subscribe"),
        (own_path(channel), channel.verify_token, "unsubscribe"),
        ("/webhooks/whatsapp", channel.verify_token, "subscribe"),
    ):
        assert (await ask(path, token, mode)).status_code == 403
    assert (await ask(f"/webhooks/whatsapp/{uuid7()}", channel.verify_token)).status_code == 404
    assert (await ask("/webhooks/whatsapp/no-uuid", channel.verify_token)).status_code == 404


# --- signatures ------------------------------------------------------------------------------


async def test_a_signed_message_is_taken(client: httpx.AsyncClient, channel: Connected, taken: Taken) -> None:
    body = webhook(channel.phone_number_id, HELLO)

    response = await client.post(own_path(channel), content=body, headers=sign(body))

    assert (response.status_code, response.content) == (200, b"")
    [event] = await taken.all()
    assert isinstance(event, MessageReceivedV1)
    assert (event.company_id, event.channel_id) == (channel.company_id, channel.id)
    assert event.provider_message_id == HELLO["messages"][0]["id"]
    assert event.text == "Olá, tudo bem?"
    assert event.sender.name == "Maria Conceição"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature": "sha1=" + "0" * 40},
    ],
)
@pytest.mark.parametrize("app_level", [False, True])
async def test_an_unsigned_message_is_refused(
    client: httpx.AsyncClient, channel: Connected, taken: Taken, headers: dict[str, str], app_level: bool
) -> None:
    body = webhook(channel.phone_number_id, HELLO)
    path = "/webhooks/whatsapp" if app_level else own_path(channel)

    assert (await client.post(path, content=body, headers=headers)).status_code == 401
    assert await taken.all() == []


def test_an_address_that_is_refused_too_often_must_wait() -> None:
    now = 1000.0
    throttle = WebhookThrottle(per_minute=3, clock=lambda: now)

    def waits(address: str) -> bool:
        try:
            throttle.check(address)
        except TooManyRequests:
            return True
        return False

    for _ in range(3):
        assert not waits("192.0.2.1")
        throttle.record_refusal("192.0.2.1")
    assert waits("192.0.2.1")
    assert not waits("192.0.2.2")
    now += 21  # A third of a minute gives one more try.
    assert not waits("192.0.2.1")
    throttle.record_refusal("192.0.2.1")
    assert waits("192.0.2.1")
    throttle.trust("192.0.2.1")
    assert not waits("192.0.2.1")
    now += TRUSTED_SECONDS + 1
    for _ in range(3):
        assert not waits("192.0.2.1")
        throttle.record_refusal("192.0.2.1")
    assert waits("192.0.2.1")


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.webhooks.throttle.MAX_REMEMBERED", 2)
    throttle = WebhookThrottle(per_minute=1, clock=lambda: 0.0)
    for address in ("a", "b", "c"):
        throttle.record_refusal(address)
    throttle.check("a")
    with pytest.raises(TooManyRequests):
        throttle.check("c")


@pytest.mark.parametrize("signed_before", [False, True])
async def test_forgers_must_wait_and_the_provider_behind_their_address_is_heard(
    installation: Installation, channel: Connected, signed_before: bool
) -> None:
    settings = installation.settings.model_copy(update={"webhook_refusals_per_minute": 3})
    app = create_app(SERVICE, settings, frozenset({"api"}))
    body = webhook(channel.phone_number_id, HELLO)
    forged = {"X-Hub-Signature-256": "sha256=" + "0" * 64}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t") as http:
        if signed_before:  # Not taken only because this process has no Kafka.
            assert (await http.post(own_path(channel), content=body, headers=sign(body))).status_code == 503
        answers = [await http.post(own_path(channel), content=body, headers=forged) for _ in range(5)]
    await app.state.runtime.close()

    expected = [401] * 5 if signed_before else [401] * 3 + [429] * 2
    assert [answer.status_code for answer in answers] == expected
    if not signed_before:
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 21
        assert answers[-1].json()["code"] == "too-many-requests"


async def test_the_signature_is_of_the_bytes_on_the_wire(
    client: httpx.AsyncClient, channel: Connected
) -> None:
    """Meta escapes non-ASCII and slashes; what a parser would write again has another signature."""
    body = webhook(
        channel.phone_number_id, {"messages": [message(text={"body": "coração https://x.y/z 😀"})]}
    )
    rewritten = json.dumps(json.loads(body), ensure_ascii=False).encode()

    assert b"\\u00e7" in body
    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200
    assert (await client.post(own_path(channel), content=body, headers=sign(rewritten))).status_code == 401
    changed = body.replace(b"cora", b"corA")
    assert (await client.post(own_path(channel), content=changed, headers=sign(body))).status_code == 401


async def test_a_secret_speaks_only_for_its_own_number(
    client: httpx.AsyncClient, connect: Connect, taken: Taken
) -> None:
    mine = await connect(appSecret="secret-of-mine")
    theirs = await connect(company_id=uuid7(), appSecret="secret-of-theirs")
    forged = webhook(theirs.phone_number_id, HELLO)

    to_mine = await client.post(own_path(mine), content=forged, headers=sign(forged, "secret-of-mine"))
    to_app = await client.post("/webhooks/whatsapp", content=forged, headers=sign(forged, "secret-of-mine"))

    assert to_mine.status_code == 200  # It is well signed for this URL, but tells nothing that we believe.
    assert to_app.status_code == 401
    assert await taken.all() == []


async def test_one_url_serves_all_numbers_of_an_app(
    client: httpx.AsyncClient, connect: Connect, taken: Taken
) -> None:
    first, second = await connect(), await connect(company_id=uuid7())
    other_app = await connect(company_id=uuid7(), appSecret="another-secret")
    body = json.loads(webhook(first.phone_number_id, {"messages": [message()]}))
    for channel in (second, other_app):
        more = json.loads(webhook(channel.phone_number_id, {"messages": [message()]}))
        body["entry"] += more["entry"]
    content = json.dumps(body).encode()

    response = await client.post("/webhooks/whatsapp", content=content, headers=sign(content))

    assert response.status_code == 200
    assert {(event.company_id, event.channel_id) for event in await taken.all()} == {
        (first.company_id, first.id),
        (second.company_id, second.id),
    }


async def test_a_number_we_do_not_know(client: httpx.AsyncClient, channel: Connected) -> None:
    body = webhook("999", HELLO)

    # As for a number that is connected: the answer does not show which are.
    assert (await client.post("/webhooks/whatsapp", content=body, headers=sign(body))).status_code == 401
    unknown = f"/webhooks/whatsapp/{uuid7()}"
    assert (await client.post(unknown, content=body, headers=sign(body))).status_code == 404
    many = webhook("1", {}, {})
    document = json.loads(many)
    document["entry"][0]["changes"] = [
        json.loads(webhook(str(n), {}))["entry"][0]["changes"][0] for n in range(101)
    ]
    many = json.dumps(document).encode()
    assert (await client.post("/webhooks/whatsapp", content=many, headers=sign(many))).status_code == 400
    assert channel.phone_number_id != "999"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"not json", b"\xff", b'{"entry": 1}', b"[" * 100_000])
async def test_what_is_no_webhook_is_refused(
    client: httpx.AsyncClient, channel: Connected, body: bytes
) -> None:
    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 400


async def test_a_webhook_may_have_three_megabytes(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    padding = message(text={"body": "x"}, padding="y" * 2_900_000)
    body = webhook(channel.phone_number_id, {"messages": [padding]})
    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200
    assert [event.text for event in await taken.all()] == ["x"]

    too_large = webhook(channel.phone_number_id, {"messages": [message(padding="y" * 3_200_000)]})
    assert (
        await client.post(own_path(channel), content=too_large, headers=sign(too_large))
    ).status_code == 413


async def test_an_update_too_large_for_kafka_is_cut_and_not_lost(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    huge = message("order", order={"text": "z" * 1_500_000})
    body = webhook(channel.phone_number_id, {"messages": [huge, message()]})

    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200
    events = {event.provider_message_id: event for event in await taken.all()}
    cut = events[huge["id"]]
    assert cut.kind == "unsupported"
    assert cut.raw["truncated"] is True
    assert len(events) == 2


# --- batches ---------------------------------------------------------------------------------


async def test_one_bad_update_never_affects_its_neighbours(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    good, last = message(), message()
    poison: list[Any] = [
        "a string",
        None,
        message(text=5),
        message("image", image=[]),
        message(id=17, timestamp="soon"),
        message("contacts", contacts={"no": "list"}),
    ]
    statuses = [
        {"id": "wamid.s", "status": "delivered", "timestamp": "1790000000", "recipient_id": "5511987654321"},
        {"status": "sent"},
        7,
        {"id": "wamid.s", "status": "brand-new", "timestamp": "x"},
        {"id": "wamid.t", "status": "read", "timestamp": "not a time", "biz_opaque_callback_data": "no uuid"},
    ]
    body = webhook(
        channel.phone_number_id,
        {"messages": [good, *poison, last]},
        {"statuses": statuses},
        {"messages": "not a list", "statuses": {"not": "a list"}},
    )

    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200
    events = await taken.all()
    messages = {event.provider_message_id: event for event in events if isinstance(event, MessageReceivedV1)}
    assert {messages[one["id"]].kind for one in (good, last)} == {"text"}
    unread = [event for event in messages.values() if event.kind == "unsupported"]
    assert len(unread) == 3  # The one without a usable id is still a text.
    assert all(event.raw for event in unread)
    kept = [event.field for event in events if isinstance(event, ProviderUpdateReportedV1)]
    assert sorted(kept) == [
        *["messages"] * 2,  # Nobody can have written them.
        "messages.messages",
        *["messages.statuses"] * 4,
    ]
    reported = [event for event in events if isinstance(event, ProviderStatusReportedV1)]
    assert {(event.provider_message_id, event.state) for event in reported} == {
        ("wamid.s", "delivered"),
        ("wamid.t", "read"),
    }


async def test_a_repeated_webhook_carries_the_same_event_ids(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    send_id = uuid7()
    status = {
        "id": "wamid.r",
        "status": "failed",
        "timestamp": "1790000000",
        "recipient_id": "5511987654321",
        "biz_opaque_callback_data": str(send_id),
        "errors": [{"code": 131026, "title": "Message undeliverable", "error_data": {"details": "why"}}],
        "pricing": {"billable": True},
    }
    body = webhook(channel.phone_number_id, HELLO, {"statuses": [status]})
    for _ in range(2):
        assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200

    events = await taken.all()
    assert len(events) == 4
    assert len({event.id for event in events}) == 2
    failed = next(event for event in events if isinstance(event, ProviderStatusReportedV1))
    assert (failed.send_id, failed.state) == (send_id, "failed")
    assert (failed.errors[0].code, failed.errors[0].details) == (131026, "why")


async def test_a_hundred_webhooks_at_once_keep_their_senders(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    async def post(n: int) -> int:
        number = f"55119{n:08d}"
        contact = {"profile": {"name": f"name {n}"}, "wa_id": number}
        body = webhook(
            channel.phone_number_id,
            {"contacts": [contact], "messages": [message(**{"from": number}, text={"body": f"text {n}"})]},
        )
        return (await client.post(own_path(channel), content=body, headers=sign(body))).status_code

    assert set(await asyncio.gather(*(post(n) for n in range(100)))) == {200}
    events = await taken.all()
    assert len(events) == 100
    for event in events:
        n = int(event.text.removeprefix("text "))
        assert (event.sender.wa_id, event.sender.name) == (f"55119{n:08d}", f"name {n}")


async def test_a_thousand_updates_in_one_webhook(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    numbers = [f"55119{n:08d}" for n in range(500)]
    messages = [message(**{"from": number}) for number in numbers]
    statuses = [
        {"id": f"wamid.{number}", "status": "read", "timestamp": "1790000000", "recipient_id": number}
        for number in numbers
    ]
    body = webhook(channel.phone_number_id, {"messages": messages}, {"statuses": statuses})

    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200
    events = await taken.all()
    assert [type(event) for event in events].count(MessageReceivedV1) == 500
    assert [type(event) for event in events].count(ProviderStatusReportedV1) == 500


# --- two secrets, whole accounts -------------------------------------------------------------


async def test_a_replaced_secret_is_believed_for_a_day(
    client: httpx.AsyncClient, connect: Connect, as_user: AsUser, sql: Sql
) -> None:
    channel = await connect(appSecret="first-secret")
    body = webhook(channel.phone_number_id, HELLO)

    async def replace(secret: str) -> None:
        path, document = f"/api/v1/channels/{channel.id}", {"appSecret": secret}
        assert (await as_user().patch(path, json=document)).status_code == 200

    async def answers(path: str) -> list[int]:
        secrets = ("first-secret", "second-secret", "third-secret")
        return [
            (await client.post(path, content=body, headers=sign(body, secret))).status_code
            for secret in secrets
        ]

    await replace("second-secret")
    await replace("second-secret")  # Saying it twice forgets nothing.
    for path in (own_path(channel), "/webhooks/whatsapp"):
        assert await answers(path) == [200, 200, 401]
    await sql("UPDATE credentials SET updated_at = now() - interval '25 hours'")
    assert await answers(own_path(channel)) == [401, 200, 401]
    await replace("third-secret")
    assert await answers(own_path(channel)) == [401, 200, 200]


async def test_what_an_account_is_told_reaches_its_channels_only(
    client: httpx.AsyncClient, connect: Connect, taken: Taken, meta: Meta
) -> None:
    meta.confirm = lambda wanted, token: wanted != "4711" or token != "EAAG-of-another"
    own = [await connect(wabaId="4711"), await connect(wabaId="4711")]
    await connect(wabaId="4712")
    other = await connect(company_id=uuid7(), wabaId="4711", accessToken="EAAG-of-another")
    assert other.status == "pending"  # It names an account that is somebody else's.
    own.append(await connect(company_id=uuid7(), wabaId="4711"))  # Two companies may have numbers of one.
    body = account_update("account_update", {"event": "ACCOUNT_RESTRICTION"}, account="4711")

    assert (await client.post("/webhooks/whatsapp", content=body, headers=sign(body))).status_code == 200
    assert {event.channel_id for event in await taken.all()} == {channel.id for channel in own}
    forged = await client.post("/webhooks/whatsapp", content=body, headers=sign(body, "wrong"))
    assert forged.status_code == 401

    assert (await client.post(own_path(own[0]), content=body, headers=sign(body))).status_code == 200
    assert [event.channel_id for event in await taken.all()] == [own[0].id]
    # Another account of the same app, at this channel's URL: told to the channel that has it.
    unknown = account_update("account_update", {}, account="4713")
    answer = await client.post("/webhooks/whatsapp", content=unknown, headers=sign(unknown))
    assert answer.status_code == 401


# --- outages ---------------------------------------------------------------------------------


async def is_taken(client: httpx.AsyncClient, channel: Connected, body: bytes) -> None:
    """Post a webhook; fail until it is taken."""
    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The API with other settings, beside the installation's."""
    app = create_app(SERVICE, settings, frozenset({"api"}))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service.test") as client,
    ):
        yield client


async def test_without_kafka_it_starts_answers_503_and_recovers(
    installation: Installation, channel: Connected, publish: Publish, eventually: Eventually
) -> None:
    assert publish  # The topics exist.
    body = webhook(channel.phone_number_id, HELLO)
    with held_port() as port:
        settings = installation.settings.model_copy(update={"kafka_bootstrap": f"127.0.0.1:{port}"})
        async with serving(settings) as client:
            refused = await client.post(own_path(channel), content=body, headers=sign(body))
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) >= 1
            assert (await client.get("/health/ready")).status_code == 200  # REST is not out of service.

            async with forwarder(port, installation.settings.kafka_bootstrap):
                await eventually(lambda: is_taken(client, channel, body))


async def test_a_known_channel_is_served_while_the_database_is_away(
    installation: Installation, channel: Connected, taken: Taken, eventually: Eventually
) -> None:
    url = urlsplit(installation.settings.database_worker_url)
    body = webhook(channel.phone_number_id, HELLO)
    with held_port() as port:
        away = url._replace(netloc=f"{url.username}:{url.password}@127.0.0.1:{port}")
        settings = installation.settings.model_copy(update={"database_worker_url": away.geturl()})
        async with serving(settings) as client:
            async with forwarder(port, f"{url.hostname}:{url.port}"):
                await eventually(lambda: is_taken(client, channel, body))

            known = await client.post(own_path(channel), content=body, headers=sign(body))
            unknown = await client.post(f"/webhooks/whatsapp/{uuid7()}", content=body, headers=sign(body))

    assert known.status_code == 200
    assert unknown.status_code == 503
    assert len(await taken.all()) == 2
