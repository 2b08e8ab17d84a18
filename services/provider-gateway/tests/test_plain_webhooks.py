"""Plain webhooks: what they become is what any other way makes of them, and no guard is passed by."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_platform.identity.company_limits import Limits
from atende_platform.service.app import create_app
from atende_platform.testing.plugin import Eventually, Installation, Publish
from gateway.main import SERVICE

from .both_ways import assert_same, plain_events
from .gateway_stage import CONTACT, Connect, Connected, Taken, message, own_path, sign, webhook

NUMBER = "106540352242922"
SHARED = "/webhooks/whatsapp"
STATUS: dict[str, Any] = {
    "id": "wamid.HBgNNTUxMTk4",
    "status": "delivered",
    "timestamp": "1790000000",
    "recipient_id": "5511987654321",
    "biz_opaque_callback_data": "0197a8f0-5b7e-7c3d-9f10-2b6f6c1f0a11",
    "conversation": {"id": "e3f1", "expiration_timestamp": "1790086400", "origin": {"type": "marketing"}},
    "pricing": {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "marketing"},
}
BSUID = {"user_id": "BR.13491208655302741918", "parent_user_id": "BR.ENT.11815799212886844830"}


# --- the same events -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        {"statuses": [STATUS]},
        {"statuses": [{**STATUS, "status": state} for state in ("sent", "delivered", "read")]},
        {"statuses": [{key: STATUS[key] for key in ("id", "status", "timestamp", "recipient_id")}]},
        {"statuses": [{**STATUS, "pricing": {}, "conversation": {}}]},
        {"statuses": [{**STATUS, "pricing": {"category": "x" * 5000}}]},
        {"statuses": [{**STATUS, "recipient_user_id": BSUID["user_id"], "recipient_id": None}]},
        {"statuses": [STATUS], "contacts": [{**CONTACT, **BSUID}]},
        {"statuses": [{**STATUS, "timestamp": "soon", "recipient_id": "( )"}]},
        {"statuses": [{**STATUS, "biz_opaque_callback_data": "not ours", "brand_new": [{"a": 1.5}]}]},
        {"contacts": [CONTACT], "messages": [message()]},
        {"contacts": [{**CONTACT, **BSUID}], "messages": [message(context={"id": "wamid.A", "from": "1"})]},
        {"contacts": [CONTACT], "messages": [message(context={"id": "not an id"}), message(), message()]},
        {"messages": [message(text={"body": ""}, from_user_id=BSUID["user_id"])]},
        {"messages": [message(text={"body": 'á "\\/\b\f\n\r\t\x01\x1f\x7f\u2028\ufeff😀 </script>'})]},
        {"contacts": [CONTACT], "messages": [message()], "statuses": [STATUS]},
    ],
)
def test_what_webhooks_mostly_say_is_plain(value: dict[str, Any]) -> None:
    assert assert_same(webhook(NUMBER, value))
    assert assert_same(webhook(NUMBER, value, value))
    assert assert_same(json.dumps(json.loads(webhook(NUMBER, value)), ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "value",
    [
        {"statuses": [{**STATUS, "status": "failed", "errors": [{"code": 131026}]}]},
        {"statuses": [{**STATUS, "status": "played"}]},
        {"statuses": [{**STATUS, "recipient_type": "group"}]},
        {"statuses": [{**STATUS, "pricing": {"rate": 0.5}}]},
        {"statuses": [{**STATUS, "id": "with spaces"}]},
        {"statuses": [{**STATUS, "id": 7}]},
        {"statuses": [STATUS, None]},
        {"statuses": [STATUS], "errors": []},
        {"statuses": [STATUS], "contacts": None},
        {"messages": [message("image", image={"id": "1"})]},
        {"messages": [message(text={"body": "x" * 20_000})]},
        {"messages": [message(text={"body": "\0"})]},
        {"messages": [message(text={"body": "\ud83d"})]},
        {"messages": [message(referral={"source_id": "1"})]},
        {"messages": [message(group_id="g")]},
        {"messages": [message(context={"id": "wamid.A", "forwarded": True})]},
        {"messages": [message(**{"from": "( )"})]},
        {"messages": [message(id="with spaces")]},
    ],
)
def test_everything_else_is_not(value: dict[str, Any]) -> None:
    assert plain_events(webhook(NUMBER, value)) is None
    assert plain_events(webhook(NUMBER, {"statuses": [STATUS]}, value)) is None


TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "1790000000", "5511987654321", "+ +", "wamid.A", STATUS["biz_opaque_callback_data"]]
    ),
)
ODD = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.lists(TEXTS, max_size=2))


def nearly(usual: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return what is mostly as usual: some fields are others, are missing, or are new."""
    changed = st.dictionaries(st.sampled_from([*usual, "brand_new"]), ODD, max_size=2)
    missing = st.sets(st.sampled_from([*usual]), max_size=1)
    return st.builds(
        lambda changes, left_out: {
            key: value for key, value in {**usual, **changes}.items() if key not in left_out
        },
        changed,
        missing,
    )


@given(
    st.lists(nearly({**message(), "text": {"body": "Olá"}}), max_size=2),
    st.lists(nearly(STATUS), max_size=2),
    st.lists(nearly({**CONTACT, **BSUID}), max_size=2),
)
def test_whatever_is_plain_becomes_the_same_events(messages: Any, statuses: Any, contacts: Any) -> None:
    assert_same(webhook(NUMBER, {"messages": messages, "statuses": statuses, "contacts": contacts}))


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_is_written_becomes_the_same_bytes(body: str, name: str, reference: str) -> None:
    contact = {**CONTACT, "profile": {"name": name}}
    assert_same(
        webhook(
            NUMBER,
            {"contacts": [contact], "messages": [message(text={"body": body})]},
            {"statuses": [{**STATUS, "biz_opaque_callback_data": reference, "pricing": {name: body}}]},
        )
    )


# --- the same guards -------------------------------------------------------------------------


@pytest_asyncio.fixture(loop_scope="session")
async def http(installation: Installation, publish: Publish) -> AsyncIterator[httpx.AsyncClient]:
    """The API with channels kept in memory, as it is in production."""
    assert publish  # The topics exist.
    app = create_app(
        SERVICE, installation.settings.model_copy(update={"channel_cache_seconds": 60.0}), frozenset({"api"})
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service.test") as client,
    ):
        client.app = app  # type: ignore[attr-defined]
        yield client


def taken_as_plain() -> float:
    return REGISTRY.get_sample_value("gateway_webhooks_plain_total") or 0.0


HELLO = {"contacts": [CONTACT], "messages": [message()], "statuses": [STATUS]}


async def is_in_memory(http: httpx.AsyncClient, channel: Connected, path: str) -> None:
    """Have a webhook taken, after which the channel is in memory."""
    body = webhook(channel.phone_number_id, HELLO)
    assert (await http.post(path, content=body, headers=sign(body))).status_code == 200


@pytest.mark.parametrize("shared", [False, True])
async def test_a_plain_webhook_takes_the_short_way(
    http: httpx.AsyncClient, channel: Connected, taken: Taken, eventually: Eventually, shared: bool
) -> None:
    path = SHARED if shared else own_path(channel)
    await eventually(lambda: is_in_memory(http, channel, path))
    before = await taken.all()
    assert {type(event) for event in before} == {MessageReceivedV1, ProviderStatusReportedV1}
    count = taken_as_plain()
    body = webhook(channel.phone_number_id, HELLO)

    answer = await http.post(path, content=body, headers={**sign(body), "X-Request-ID": "request-17"})

    assert (answer.status_code, answer.content, taken_as_plain()) == (200, b"", count + 1)
    assert answer.headers["x-request-id"] == "request-17"
    assert answer.headers["x-content-type-options"] == "nosniff"
    events = await taken.all()
    assert told(events) == told(before[-2:])


def told(events: list[Any]) -> dict[str, Any]:
    """Return what events say, by type."""
    return {event.type: event.model_dump(exclude={"occurred_at"}) for event in events}


@pytest.mark.parametrize("shared", [False, True])
async def test_no_guard_is_passed_by(
    http: httpx.AsyncClient,
    channel: Connected,
    connect: Connect,
    taken: Taken,
    eventually: Eventually,
    shared: bool,
) -> None:
    theirs = await connect(company_id=uuid7(), appSecret="secret-of-theirs")
    path = SHARED if shared else own_path(channel)
    await eventually(lambda: is_in_memory(http, channel, path))
    body = webhook(theirs.phone_number_id, HELLO)
    answer = await http.post(SHARED, content=body, headers=sign(body, "secret-of-theirs"))
    assert answer.status_code == 200
    assert await taken.all()
    count = taken_as_plain()
    body = webhook(channel.phone_number_id, HELLO)
    forged = webhook(theirs.phone_number_id, HELLO)
    both = json.loads(body)
    both["entry"] += json.loads(forged)["entry"]
    mixed = json.dumps(both).encode()

    async def status_of(body: bytes, headers: dict[str, str]) -> int:
        return (await http.post(path, content=body, headers=headers)).status_code

    assert await status_of(body, {}) == 401
    assert await status_of(body, sign(body, "wrong")) == 401
    assert await status_of(body + b" ", sign(body)) == 401
    assert await status_of(forged, sign(forged)) == (401 if shared else 200)
    assert await taken.all() == []
    assert await status_of(mixed, sign(mixed)) == 200
    assert {event.channel_id for event in await taken.all()} == {channel.id}
    assert taken_as_plain() == count


async def test_a_company_that_brings_too_much_waits(
    http: httpx.AsyncClient,
    channel: Connected,
    taken: Taken,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await eventually(lambda: is_in_memory(http, channel, own_path(channel)))
    limits = http.app.state.runtime.company_limits  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "of", lambda _: Limits(webhook_updates_per_second=0.01))
    assert await taken.all()
    body = webhook(channel.phone_number_id, {"messages": [message()]})

    answers = [await http.post(own_path(channel), content=body, headers=sign(body)) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert [answer.json()["code"] for answer in answers[1:]] == ["too-many-updates"] * 2
    assert int(answers[1].headers["retry-after"]) > 10
    assert len(await taken.all()) == 1
