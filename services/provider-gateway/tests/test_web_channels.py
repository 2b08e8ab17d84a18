"""Channels by WhatsApp Web over REST: adding, linking a phone, changing, reconnecting, deleting."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from redis.asyncio import Redis

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.pairing import Pairing, key_of
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute, now
from atende_platform.identity.company_limits import Limits
from atende_platform.testing.plugin import AsUser, Installation, Published
from gateway.domain import sessions as domain
from gateway.domain.pictures import preferred
from gateway.repository.sessions import Sessions
from gateway.service.sessions import changed

from .bridge import provider_at

Rows = Callable[..., Any]

BODY = {"name": "Balcão", "provider": "whatsapp_web", "acceptRisk": True}
CODE = "https://wa.me/settings/linked_devices#2@ref,noise,identity,secret,1"

Life = Callable[..., Any]


@pytest.fixture(autouse=True)
def _provider(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    providers = installation.app.state.accounts.providers
    if "whatsapp_web" not in providers:
        monkeypatch.setitem(providers, "whatsapp_web", provider_at("http://127.0.0.1:9"))


@pytest.fixture
async def redis(installation: Installation) -> Any:
    redis = Redis.from_url(installation.settings.redis_url)
    yield redis
    await redis.aclose()


@pytest.fixture
def rows(database: Database) -> Rows:
    """Return what SQL finds or returns, over all companies."""

    async def run(statement: str) -> list[tuple[Any, ...]]:
        async with database.worker() as session:
            return [tuple(row) for row in await execute(session, statement)]

    return run


@pytest.fixture
async def made(as_user: AsUser) -> dict[str, Any]:
    answer = await as_user().post("/api/v1/channels", json=BODY)
    assert answer.status_code == 201, answer.text
    channel: dict[str, Any] = answer.json()
    return channel


@pytest.fixture
def live(database: Database, company_id: UUID, made: dict[str, Any]) -> Life:
    """Do to the channel's session what the process that holds it does."""

    async def do(change: Callable[[domain.Life], domain.Life], **more: Any) -> None:
        async with database.worker() as session:
            lease = "UPDATE sessions SET lease_until = now() + interval '1 minute' WHERE channel_id = :id"
            await execute(session, lease, id=UUID(made["id"]))
        async with database.tenant(company_id) as session:
            await changed(session, company_id, UUID(made["id"]), change, **more)

    return do


@pytest.fixture
def linked(rows: Rows) -> Rows:
    """Store credentials of the channel's session, as its holder does when a phone is linked."""

    async def do() -> None:
        await rows(
            "INSERT INTO session_keys (company_id, channel_id, kind, key_id, sealed)"
            " SELECT company_id, channel_id, 'creds', '', 'x' FROM sessions"
            " ON CONFLICT DO NOTHING RETURNING kind"
        )

    return do


@pytest.fixture
def opened(live: Life, linked: Rows) -> Life:
    async def do() -> None:
        await linked()
        await live(lambda life: domain.opened(life, now()), me_phone="5511987654321")

    return do


def path_of(channel: dict[str, Any], rest: str = "") -> str:
    return f"/api/v1/channels/{channel['id']}{rest}"


def problem(answer: httpx.Response) -> tuple[int, str]:
    document = answer.json()
    return answer.status_code, document.get("reason", document["code"])


async def test_a_channel_is_pending_until_its_session_was_open(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, published: Published
) -> None:
    assert (made["status"], made["webhookUrl"], made["verifyToken"]) == ("pending", None, None)
    session = made["session"]
    assert (session["status"], session["phone"], session["lastError"]) == ("idle", None, None)
    assert session["linked"] is False
    assert (session["groups"], session["history"], session["campaigns"]) == (False, True, False)
    [event] = await published(ChannelChangedV1)
    assert (event.status, event.session, event.campaigns) == ("disabled", "idle", False)
    assert (event.service_window, event.groups) == (False, False)

    await opened()
    shown = (await as_user(Role.VIEWER).get(path_of(made))).json()
    assert (shown["status"], shown["session"]["status"]) == ("active", "open")
    assert (shown["session"]["phone"], shown["session"]["linked"]) == ("5511987654321", True)
    [listed] = (await as_user().get("/api/v1/channels")).json()["items"]
    assert listed == shown

    await live(lambda life: domain.closed(life, 403, now(), chance=0.5))
    shown = (await as_user().get(path_of(made))).json()
    assert (shown["status"], shown["reasonCode"]) == ("error", "session_banned")
    assert shown["session"]["lastError"]["code"] == "session_banned"
    assert "baniu" in shown["session"]["lastError"]["pt"]
    last = (await published(ChannelChangedV1))[-1]
    assert (last.status, last.session) == ("error", "blocked")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"acceptRisk": False}, "acceptRisk", "risk_not_accepted"),
        ({"acceptRisk": None}, "acceptRisk", "bool_type"),
        ({"acceptRisk": ...}, "acceptRisk", "missing"),
        ({"name": ""}, "name", "string_too_short"),
        ({"phoneNumberId": "1"}, "phoneNumberId", "extra_forbidden"),
        ({"groups": "sometimes"}, "groups", "bool_parsing"),
        ({"provider": "telegram"}, "acceptRisk", "extra_forbidden"),
    ],
)
async def test_bad_input_names_the_field(
    as_user: AsUser, change: dict[str, Any], field: str, code: str
) -> None:
    body = {name: value for name, value in {**BODY, **change}.items() if value is not ...}
    answer = await as_user().post("/api/v1/channels", json=body)
    assert answer.status_code == 422
    assert (field, code) in [(each["field"], each["code"]) for each in answer.json()["errors"]]


async def test_a_repeated_request_makes_one_channel(as_user: AsUser) -> None:
    headers = {"Idempotency-Key": str(uuid7())}
    owner = as_user()
    first, second = [await owner.post("/api/v1/channels", json=BODY, headers=headers) for _ in range(2)]
    assert second.status_code == 201, second.text
    assert second.json() == first.json()
    assert len((await as_user().get("/api/v1/channels")).json()["items"]) == 1


async def test_a_company_has_so_many(
    as_user: AsUser, installation: Installation, company_id: UUID, made: dict[str, Any]
) -> None:
    limits = installation.runtime.company_limits
    limits._companies[company_id] = Limits(web_channels=1)
    try:
        answer = await as_user().post("/api/v1/channels", json=BODY)
        assert problem(answer) == (409, "too-many-web-channels")
        assert (await as_user().delete(path_of(made))).status_code == 204
        answer = await as_user().post("/api/v1/channels", json=BODY)
        assert problem(answer) == (409, "too-many-web-channels"), "one that was deleted counts for a day"
    finally:
        del limits._companies[company_id]


async def test_a_phone_is_linked_by_a_code_that_is_shown_and_kept_nowhere(
    as_user: AsUser, made: dict[str, Any], live: Life, redis: Redis, published: Published, rows: Rows
) -> None:
    owner, path = as_user(), path_of(made, "/pairing")
    begun = await owner.post(path, json={"method": "qr"})
    assert (begun.status_code, begun.json()["method"]) == (202, "qr")
    await live(lambda life: domain.code_shown(domain.begun(life, now()), now()))
    until = datetime.now(UTC) + timedelta(seconds=20)
    await redis.set(
        key_of(UUID(made["id"])), Pairing(kind="qr", code=CODE, expires_at=until).model_dump_json()
    )

    shown = await owner.get(path)
    assert shown.headers["cache-control"] == "no-store"
    assert {name: shown.json()[name] for name in ("status", "method", "kind", "code")} == {
        "status": "qr",
        "method": "qr",
        "kind": "qr",
        "code": CODE,
    }
    svg = await owner.get(path, headers={"Accept": "image/svg+xml"})
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert svg.headers["cache-control"] == "no-store"
    assert svg.text.startswith("<svg")
    png = await owner.get(path, headers={"Accept": "image/png"})
    assert (png.headers["content-type"], png.content[:4]) == ("image/png", b"\x89PNG")
    assert (await as_user(Role.AGENT).get(path)).status_code == 403

    await redis.set(key_of(UUID(made["id"])), b'{"kind": "telepathy"}')
    assert (await owner.get(path)).json()["code"] is None
    assert problem(await owner.get(path, headers={"Accept": "image/png"})) == (404, "pairing-not-found")
    recorded = [event for event in await published(AuditRecordedV1) if "pairing" in event.action]
    assert [event.details for event in recorded] == [{"method": "qr"}]
    for table in ("outbox", "sessions", "channels", "idempotency_keys"):
        assert CODE not in json.dumps([str(row) for row in await rows(f"SELECT * FROM {table}")])  # noqa: S608


async def test_a_new_attempt_shows_nothing_of_the_one_before(
    as_user: AsUser, made: dict[str, Any], live: Life, redis: Redis
) -> None:
    owner, path, key = as_user(), path_of(made, "/pairing"), key_of(UUID(made["id"]))
    code = Pairing(kind="code", code="ABCD1234", expires_at=now() + timedelta(minutes=2))
    body = {"method": "code", "phone": "(11) 98765-4321"}
    assert (await owner.post(path, json=body)).json()["method"] == "code"
    await live(lambda life: domain.code_shown(domain.begun(life, now()), now()))
    await redis.set(key, code.model_dump_json())
    assert (await owner.get(path)).json()["code"] == "ABCD1234"
    assert problem(await owner.get(path, headers={"Accept": "image/png"})) == (404, "pairing-not-found")
    assert (await owner.post(path, json={"method": "qr"})).status_code == 202
    assert (await owner.get(path)).json()["code"] is None
    assert await redis.get(key) is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"method": "code"}, "phone"),
        ({"method": "code", "phone": "12"}, "phone"),
        ({"method": "qr", "phone": "+5511987654321"}, "phone"),
        ({"method": "fax"}, "method"),
        ({}, "method"),
    ],
)
async def test_how_a_phone_is_linked_is_checked(
    as_user: AsUser, made: dict[str, Any], body: dict[str, Any], field: str
) -> None:
    answer = await as_user().post(path_of(made, "/pairing"), json=body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_what_a_session_can_be_asked_for_depends_on_where_it_is(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, rows: Rows, published: Published
) -> None:
    owner = as_user()
    for action in ("reconnect", "logout"):
        answer = await owner.post(path_of(made, f"/{action}"))
        assert problem(answer) == (409, "session-not-paired"), action
    await opened()
    assert problem(await owner.post(path_of(made, "/pairing"), json={"method": "qr"})) == (
        409,
        "session-open",
    )
    await live(lambda life: domain.closed(life, 440, now(), chance=0.5))
    assert (await owner.post(path_of(made, "/reconnect"))).status_code == 202
    [(state, desired)] = await rows("SELECT state, desired FROM sessions")
    assert (state, desired) == ("idle", "open")
    assert (await owner.post(path_of(made, "/logout"))).status_code == 202
    [(desired,)] = await rows("SELECT desired FROM sessions")
    assert desired == "logged_out"
    await live(lambda life: domain.logged_out(life, now()))
    assert problem(await owner.post(path_of(made, "/logout"))) == (409, "session-not-paired")
    recorded = {event.action for event in await published(AuditRecordedV1)}
    assert recorded >= {"channel.reconnected", "channel.logged-out"}


async def test_what_is_asked_for_counts_behind_what_happens_meanwhile(
    as_user: AsUser, made: dict[str, Any], database: Database, company_id: UUID
) -> None:
    owner, channel_id = as_user(), UUID(made["id"])
    async with database.tenant(company_id) as session:
        await changed(session, company_id, channel_id, lambda life: domain.opened(life, now()))
        asked = asyncio.create_task(owner.post(path_of(made, "/pairing"), json={"method": "qr"}))
        await asyncio.sleep(0.3)
        assert not asked.done()
    assert problem(await asked) == (409, "session-open")


@pytest.mark.parametrize("state", ["connecting", "backoff", "idle"])
async def test_keys_that_work_are_not_replaced_while_a_session_connects_by_itself(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, redis: Redis, rows: Rows, state: str
) -> None:
    owner, path = as_user(), path_of(made, "/pairing")
    await opened()
    await live(lambda life: domain.asked_to_open(life, now()))
    await live(lambda life: domain.closed(life, 428, now(), chance=0.5))
    if state != "backoff":
        await live(lambda life: domain.begun(life, now()))
    if state == "idle":
        await live(lambda life: domain.closed(life, 440, now(), chance=0.5))
        assert (await owner.post(path_of(made, "/reconnect"))).status_code == 202
    assert await rows("SELECT state, desired FROM sessions") == [(state, "open")]
    await redis.set(key_of(UUID(made["id"])), b"{}")
    assert problem(await owner.post(path, json={"method": "qr"})) == (409, "session-connecting")
    assert await rows("SELECT state, desired, pairing FROM sessions") == [(state, "open", None)]
    await redis.delete(key_of(UUID(made["id"])))

    # One that has no keys, or that needs a person, is linked again.
    await live(lambda life: domain.closed(life, 440, now(), chance=0.5))
    assert (await owner.post(path, json={"method": "qr"})).status_code == 202
    assert (await owner.post(path, json={"method": "qr"})).status_code == 202


async def test_a_confirmed_logout_is_not_taken_back(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, rows: Rows
) -> None:
    owner = as_user()
    await opened()
    assert (await owner.post(path_of(made, "/logout"))).json()["linked"] is True
    refused = (409, "session-logging-out")
    assert problem(await owner.post(path_of(made, "/reconnect"))) == refused
    assert problem(await owner.post(path_of(made, "/pairing"), json={"method": "qr"})) == refused
    for status in ("disabled", "active"):
        assert (await owner.patch(path_of(made), json={"status": status})).status_code == 200
        assert await rows("SELECT desired FROM sessions") == [("logged_out",)], status
    await live(lambda life: domain.logged_out(life, now()))
    await rows("DELETE FROM session_keys RETURNING kind")
    shown = (await owner.get(path_of(made))).json()
    assert (shown["status"], shown["session"]["linked"]) == ("error", False)
    assert problem(await owner.post(path_of(made, "/reconnect"))) == (409, "session-not-paired")
    assert (await owner.post(path_of(made, "/pairing"), json={"method": "qr"})).status_code == 202


async def test_a_channel_whose_phone_was_not_replaced_by_another_says_so(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life
) -> None:
    owner = as_user()
    await opened()
    await live(lambda life: domain.asked_to_pair(life, now(), "qr"))
    await live(lambda life: domain.code_shown(domain.begun(life, now()), now()))
    assert (await owner.get(path_of(made))).json()["status"] == "active"
    await live(lambda life: domain.closed(life, 408, now(), chance=0.5))
    shown = (await owner.get(path_of(made))).json()
    assert (shown["status"], shown["reasonCode"]) == ("error", "pairing_expired")
    await live(lambda life: domain.asked_to_open(life, now()))
    await opened()
    shown = (await owner.get(path_of(made))).json()
    assert (shown["status"], shown["reasonCode"]) == ("active", None)
    assert (await owner.patch(path_of(made), json={"status": "disabled"})).status_code == 200
    await live(lambda life: domain.given_back(life, now()))
    assert (await owner.get(path_of(made))).json()["status"] == "disabled"


@pytest.mark.parametrize("code", [440, 403, 405])
async def test_switching_on_a_channel_in_error_connects_it(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, rows: Rows, code: int
) -> None:
    owner, path = as_user(), path_of(made)
    await opened()
    await live(lambda life: domain.closed(life, code, now(), chance=0.5))
    assert (await owner.get(path)).json()["status"] == "error"
    shown = (await owner.patch(path, json={"status": "active"})).json()
    assert (shown["status"], shown["reasonCode"], shown["session"]["status"]) == ("active", None, "idle")
    assert await rows("SELECT desired, retry_at FROM sessions") == [("open", None)]


async def test_a_channel_that_was_logged_out_is_not_switched_on(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, published: Published
) -> None:
    owner, path = as_user(), path_of(made)
    await opened()
    await live(lambda life: domain.closed(life, 401, now(), chance=0.5))
    before = (await owner.get(path)).json()
    assert problem(await owner.patch(path, json={"status": "active"})) == (409, "session-not-paired")
    assert (await owner.get(path)).json() == before
    assert "channel.changed" not in {event.action for event in await published(AuditRecordedV1)}


async def test_pairings_and_reconnections_are_limited_by_company(
    as_user: AsUser, made: dict[str, Any], installation: Installation
) -> None:
    most = installation.settings.whatsapp_web_pairings_per_minute
    for _ in range(most):
        answer = await as_user().post(path_of(made, "/pairing"), json={"method": "qr"})
        assert answer.status_code == 202
    answer = await as_user().post(path_of(made, "/pairing"), json={"method": "qr"})
    assert problem(answer) == (429, "too-many-pairings")
    assert int(answer.headers["retry-after"]) >= 1


async def test_settings_are_changed_and_campaigns_by_an_owner_only(
    as_user: AsUser, made: dict[str, Any], published: Published
) -> None:
    owner, path = as_user(), path_of(made)
    changed_ = await owner.patch(path, json={"name": "Loja", "groups": True, "history": False})
    assert changed_.status_code == 200, changed_.text
    session = changed_.json()["session"]
    assert (changed_.json()["name"], session["groups"], session["history"]) == ("Loja", True, False)
    answer = await as_user(Role.ADMIN).patch(path, json={"campaigns": True})
    assert problem(answer) == (403, "owner-allows-campaigns")
    assert (await owner.patch(path, json={"campaigns": True})).json()["session"]["campaigns"] is True
    last = (await published(ChannelChangedV1))[-1]
    assert (last.campaigns, last.groups, last.name) == (True, True, "Loja")
    assert (await as_user(Role.ADMIN).patch(path, json={"campaigns": True})).status_code == 200
    assert (await as_user(Role.ADMIN).patch(path, json={"campaigns": False})).status_code == 200
    for name, value in (("accessToken", "EAAG"), ("messagesPerSecond", 80), ("wabaId", "1")):
        refused = await owner.patch(path, json={name: value})
        [error] = refused.json()["errors"]
        assert (refused.status_code, error["field"], error["code"]) == (422, name, "not_of_provider")
    seen = (await owner.get(path)).headers["etag"]
    await owner.patch(path, json={"name": "Outra"})
    assert (await owner.patch(path, json={"name": "X"}, headers={"If-Match": seen})).status_code == 412


async def test_a_channel_of_another_provider_has_no_session(as_user: AsUser, connect: Any) -> None:
    channel = await connect()
    owner, path = as_user(), f"/api/v1/channels/{channel.id}"
    assert (await owner.get(path)).json()["session"] is None
    [error] = (await owner.patch(path, json={"groups": True})).json()["errors"]
    assert (error["field"], error["code"]) == ("groups", "not_of_provider")
    for answer in (
        await owner.post(f"{path}/pairing", json={"method": "qr"}),
        await owner.get(f"{path}/pairing"),
        await owner.post(f"{path}/reconnect"),
        await owner.post(f"{path}/logout"),
    ):
        assert problem(answer) == (409, "not-supported-by-provider")


async def test_switched_off_it_closes_and_on_it_opens(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, rows: Rows
) -> None:
    owner, path = as_user(), path_of(made)
    assert problem(await owner.patch(path, json={"status": "disabled"})) == (409, "channel-pending")
    await opened()
    assert (await owner.patch(path, json={"status": "disabled"})).json()["status"] == "disabled"
    assert await rows("SELECT desired FROM sessions") == [("closed",)]
    await live(lambda life: domain.given_back(life, now()))
    assert problem(await owner.post(path_of(made, "/reconnect"))) == (409, "channel-disabled")
    assert (await owner.patch(path, json={"status": "active"})).json()["status"] == "active"
    assert await rows("SELECT desired FROM sessions") == [("open",)]
    await owner.patch(path, json={"status": "disabled"})
    await live(lambda life: domain.logged_out(life, now(), 401))
    shown = (await owner.patch(path, json={"status": "active"})).json()
    assert (shown["status"], shown["reasonCode"]) == ("error", "session_logged_out")


async def test_a_session_that_its_holder_left_open_is_not_connected(
    as_user: AsUser, made: dict[str, Any], live: Life, opened: Life, rows: Rows
) -> None:
    owner, path = as_user(), path_of(made)
    await live(lambda life: domain.asked_to_open(life, now()))
    await opened()
    assert (await owner.get(path)).json()["session"]["status"] == "open"
    await rows("UPDATE sessions SET lease_until = now() - interval '1 second' RETURNING state")
    assert (await owner.get(path)).json()["session"]["status"] == "backoff"
    await owner.patch(path, json={"status": "disabled"})
    assert await rows("SELECT state, desired FROM sessions") == [("idle", "closed")]
    assert (await owner.get(path)).json()["session"]["status"] == "idle"


async def test_a_deleted_channel_leaves_no_key(
    as_user: AsUser, made: dict[str, Any], opened: Life, rows: Rows, redis: Redis, published: Published
) -> None:
    await opened()
    await redis.set(key_of(UUID(made["id"])), b"{}")
    assert (await as_user().delete(path_of(made))).status_code == 204
    assert await rows("SELECT 1 FROM session_keys UNION ALL SELECT 1 FROM sessions") == []
    assert await redis.get(key_of(UUID(made["id"]))) is None
    last = (await published(ChannelChangedV1))[-1]
    assert (last.status, last.session, last.campaigns) == ("deleted", None, False)
    assert (await as_user().get(path_of(made, "/pairing"))).status_code == 404


async def test_another_companys_session_does_not_exist(as_user: AsUser, made: dict[str, Any]) -> None:
    stranger = as_user(company_id=uuid7())
    for answer in (
        await stranger.post(path_of(made, "/pairing"), json={"method": "qr"}),
        await stranger.get(path_of(made, "/pairing")),
        await stranger.post(path_of(made, "/reconnect")),
        await stranger.post(path_of(made, "/logout")),
        await stranger.patch(path_of(made), json={"groups": True}),
    ):
        assert answer.status_code == 404


async def test_it_is_never_asked_about_a_token(
    installation: Installation, made: dict[str, Any], database: Database, company_id: UUID
) -> None:
    await installation.app.state.claims.prove_due(now())
    await installation.app.state.claims.expire()
    async with database.tenant(company_id) as session:
        assert await Sessions(session, company_id).find(UUID(made["id"])) is not None


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("image/png", "image/png"),
        ("image/svg+xml;q=0.9, image/png;q=0.5", "image/svg+xml"),
        ("image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8", "image/svg+xml"),
        ("application/json, image/png", "application/json"),
        ("image/png;q=nonsense", "application/json"),
        ("text/html", "application/json"),
        (",;q=1,;;", "application/json"),
    ],
)
def test_a_picture_is_for_who_asks_for_one(accept: str, kind: str) -> None:
    assert preferred(accept) == kind
