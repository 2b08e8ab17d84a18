"""A company whose webhooks bring too much waits, and nobody else does."""

import asyncio
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_platform.data.db import Database
from atende_platform.identity.company_limits import Limits
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Installation
from gateway.domain.quotas import BURST_SECONDS, PAUSE_SECONDS, Buckets, Load, WebhookQuota
from gateway.media import FIRST, Turns
from gateway.repository import media as repository
from gateway.webhooks.updates import MAX_UPDATES

from .gateway_stage import Connect, Connected, Taken, message, own_path, sign, webhook

Restrict = Callable[..., None]
GENEROUS = Limits(webhook_updates_per_second=1000, webhook_bytes_per_second=10**7, messages_per_second=1000)


@pytest.fixture
def restrict(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Restrict:
    """Gives one company other limits than the generous ones of all others."""

    def put(company_id: UUID, **limits: float) -> None:
        own = replace(GENEROUS, **limits)  # type: ignore[arg-type]
        known = installation.runtime.company_limits
        monkeypatch.setattr(known, "of", lambda company: own if company == company_id else GENEROUS)

    return put


async def post(client: httpx.AsyncClient, path: str, body: bytes) -> httpx.Response:
    return await client.post(path, content=body, headers=sign(body))


def written(channel: Connected, count: int = 1) -> bytes:
    return webhook(channel.phone_number_id, {"messages": [message() for _ in range(count)]})


def reported(channel: Connected) -> bytes:
    status = {"id": f"wamid.{uuid7()}", "status": "sent", "timestamp": "1790000000", "recipient_id": "551199"}
    return webhook(channel.phone_number_id, {"statuses": [status]})


async def test_a_flood_waits_and_the_others_are_taken(
    client: httpx.AsyncClient, connect: Connect, taken: Taken, restrict: Restrict, eventually: Eventually
) -> None:
    mine, theirs = await connect(), await connect(company_id=uuid7())
    restrict(mine.company_id, webhook_updates_per_second=2)

    answers = [await post(client, own_path(mine), written(mine, 5)) for _ in range(40)]
    other = await post(client, own_path(theirs), written(theirs))

    taken_at_once = sum(answer.status_code == 200 for answer in answers)
    assert 4 <= taken_at_once < 40
    # On a slow machine the last may be one that is taken again.
    refusal = next(answer for answer in reversed(answers) if answer.status_code != 200)
    assert (refusal.status_code, refusal.json()["code"]) == (429, "too-many-updates")
    assert int(refusal.headers["retry-after"]) >= 1
    assert other.status_code == 200
    events = await taken.all()
    assert len(events) == 5 * taken_at_once + 1
    assert events[-1].company_id == theirs.company_id

    async def taken_later() -> None:
        assert (await post(client, own_path(mine), written(mine))).status_code == 200

    await eventually(taken_later)


async def test_bytes_that_say_nothing_count_too(
    client: httpx.AsyncClient, connect: Connect, restrict: Restrict
) -> None:
    mine = await connect()
    restrict(mine.company_id, webhook_bytes_per_second=1000)
    strange = webhook("999", {"messages": [message(text={"body": "x" * 3000})]})

    answers = [(await post(client, own_path(mine), strange)).status_code for _ in range(8)]

    assert answers[:3] == [200] * 3
    assert 429 in answers


async def test_a_flood_in_a_shared_webhook_does_not_take_others_with_it(
    client: httpx.AsyncClient, connect: Connect, taken: Taken, restrict: Restrict, eventually: Eventually
) -> None:
    mine, theirs = await connect(), await connect(company_id=uuid7())
    restrict(mine.company_id, webhook_updates_per_second=1)
    count = int(BURST_SECONDS) + 6
    flood = written(mine, count)
    body = json.loads(written(mine))
    body["entry"] += json.loads(webhook(theirs.phone_number_id, {"messages": [message()]}))["entry"]
    both = json.dumps(body).encode()

    first = await post(client, "/webhooks/whatsapp", flood)
    refused = await post(client, "/webhooks/whatsapp", both)

    assert (first.status_code, refused.status_code) == (200, 429)
    companies = [event.company_id for event in await taken.all()]
    assert companies == [mine.company_id] * count + [theirs.company_id]

    async def comes_again() -> None:
        assert (await post(client, "/webhooks/whatsapp", both)).status_code == 200

    await eventually(comes_again)
    assert {event.company_id for event in await taken.all()} == {mine.company_id, theirs.company_id}


async def test_an_address_book_counts_by_its_people_and_keeps_no_message_out(
    client: httpx.AsyncClient, connect: Connect, restrict: Restrict
) -> None:
    mine = await connect()
    restrict(mine.company_id, webhook_updates_per_second=1)

    def book(page: int) -> bytes:
        people = [
            {"type": "contact", "action": "add", "contact": {"phone_number": f"55119{page:02}{n:06}"}}
            for n in range(100)
        ]
        body = webhook(mine.phone_number_id, {"state_sync": people})
        return body.replace(b'"field":"messages"', b'"field":"smb_app_state_sync"')

    answers = [(await post(client, own_path(mine), book(page))).status_code for page in range(5)]

    assert answers[0] == 200
    assert 429 in answers
    await asyncio.sleep(PAUSE_SECONDS)
    assert (await post(client, own_path(mine), written(mine))).status_code == 200


async def test_statuses_go_on_while_messages_wait(
    client: httpx.AsyncClient, connect: Connect, restrict: Restrict, eventually: Eventually
) -> None:
    mine = await connect()
    restrict(mine.company_id, webhook_updates_per_second=0.05)
    assert (await post(client, own_path(mine), written(mine, 3))).status_code == 200
    assert (await post(client, own_path(mine), written(mine))).status_code == 429

    async def reports() -> None:
        assert (await post(client, own_path(mine), reported(mine))).status_code == 200

    await eventually(reports)
    assert (await post(client, own_path(mine), written(mine))).status_code == 429


async def test_who_cannot_sign_does_not_use_a_company_s_quota_up(
    client: httpx.AsyncClient, connect: Connect, taken: Taken, restrict: Restrict
) -> None:
    mine = await connect()
    restrict(mine.company_id, webhook_updates_per_second=1)
    body = written(mine, 30)
    for path in (own_path(mine), "/webhooks/whatsapp"):
        answer = await client.post(path, content=body, headers=sign(body, "not-the-secret"))
        assert answer.status_code == 401

    assert (await post(client, own_path(mine), written(mine))).status_code == 200
    assert [type(event) for event in await taken.all()] == [MessageReceivedV1]


async def test_a_webhook_tells_so_many_updates_at_most(
    client: httpx.AsyncClient, connect: Connect, taken: Taken
) -> None:
    mine = await connect()
    assert (await post(client, own_path(mine), written(mine, MAX_UPDATES + 1))).status_code == 400
    assert await taken.all() == []


# --- the rule --------------------------------------------------------------------------------


@given(
    rate=st.floats(0.1, 1000),
    steps=st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 500)), min_size=1, max_size=60),
)
def test_no_more_than_the_rate_is_taken(rate: float, steps: list[tuple[float, float]]) -> None:
    buckets, now, total, last = Buckets(), 1000.0, 0.0, 0.0
    for passed, amount in steps:
        now += passed
        if buckets.wait("a", now) == 0:
            buckets.take("a", amount, rate, now)
            total, last = total + amount, amount
    assert total - last <= rate * (now - 1000.0 + BURST_SECONDS) * (1 + 1e-9) + 1e-6
    assert buckets.wait("b", now) == 0
    assert buckets.wait("a", now + total / rate) == 0


def test_who_waits_as_told_is_taken() -> None:
    quota, most = WebhookQuota(), Load(bytes=100, updates=1, statuses=4)
    load: Any = Load(bytes=10, updates=5)
    now = 0.0
    for _ in range(20):
        wait = quota.admit("a", load, most, now)
        if wait:
            assert quota.pause("a", now) > 0
            now += wait
            assert quota.pause("a", now) == 0
            assert quota.admit("a", load, most, now + 1e-6) == 0
    assert now > 0


# --- files and channels ----------------------------------------------------------------------


async def test_files_are_claimed_by_turns_of_companies(
    client: httpx.AsyncClient,
    database: Database,
    connect: Connect,
    handle: Handle,
    taken: Taken,
) -> None:
    mine, theirs = await connect(), await connect(company_id=uuid7())
    for channel, count in ((mine, 6), (theirs, 1)):
        files = [{"id": f"media-{number}", "mime_type": "image/jpeg"} for number in range(count)]
        sent = [message("image", image=file) for file in files]
        answer = await post(client, own_path(channel), webhook(channel.phone_number_id, {"messages": sent}))
        assert answer.status_code == 200
    await handle([event for event in await taken.all() if isinstance(event, MessageReceivedV1)])

    claimed: list[UUID] = []
    turns = Turns(places=4)
    with ExitStack() as in_hand:
        for _ in range(3):
            async with database.worker() as session:
                file = await repository.claim(session, lease=60, after=turns.last, but_not_of=turns.full)
                file = file or await repository.claim(session, lease=60, after=FIRST, but_not_of=turns.full)
            assert file is not None
            in_hand.enter_context(turns.place(file.company_id))
            claimed.append(file.company_id)
        async with database.worker() as session:
            more = await repository.claim(session, lease=60, after=FIRST, but_not_of=turns.full)

    assert sorted(claimed[:2]) == sorted([mine.company_id, theirs.company_id])
    assert claimed.count(mine.company_id) == 2
    assert more is None, "half of the places are left to others"


async def test_a_company_stores_so_many_bytes(as_user: AsUser, restrict: Restrict, company_id: UUID) -> None:
    restrict(company_id, stored_bytes=100)
    picture = b"\x89PNG\r\n\x1a\n" + b"x" * 200
    headers = {"Content-Type": "image/png"}
    first = await as_user().post("/api/v1/media", content=picture, headers=headers)
    second = await as_user().post("/api/v1/media", content=picture, headers=headers)
    other = await as_user(company_id=uuid7()).post("/api/v1/media", content=picture, headers=headers)

    assert (first.status_code, other.status_code) == (201, 201)
    assert (second.status_code, second.json()["code"]) == (409, "too-many-stored-bytes")
    assert second.json()["limit"] == 100


async def test_a_company_has_so_many_channels(
    connect: Connect, as_user: AsUser, restrict: Restrict, company_id: UUID
) -> None:
    restrict(company_id, channels=2)
    first = await connect()
    await connect()
    body = {
        "name": "x",
        "provider": "whatsapp_cloud",
        "phoneNumberId": "777000777",
        "accessToken": "EAAG-token-of-the-test",
        "appSecret": "another-secret",
    }
    refused = await as_user().post("/api/v1/channels", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-channels")
    assert (await as_user().delete(f"/api/v1/channels/{first.id}")).status_code == 204
    again = await as_user().post("/api/v1/channels", json=body)
    assert again.status_code == 409, "deleting and connecting again and again is no way around it"
    await connect(company_id=uuid7())
