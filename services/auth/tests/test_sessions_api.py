"""Signing up, in and out over HTTP."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from auth_people import another_process, bearer

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.errors import Unauthenticated
from atende_platform.service.app import create_app
from atende_platform.testing.plugin import AsUser, Installation, Published
from auth import passwords, tokens
from auth.domain import Device
from auth.main import SERVICE
from auth.service import logins, sessions
from auth.totp import Given

Register = Callable[..., Awaitable[dict[str, Any]]]


async def rows(database: Database, query: str, **parameters: Any) -> list[Any]:
    async with database.worker() as session:
        return list(await execute(session, query, **parameters))


async def change(database: Database, statement: str, **parameters: Any) -> None:
    async with database.worker() as session:
        await execute(session, statement, **parameters)


async def audit(database: Database) -> list[str]:
    return [row.action for row in await rows(database, "SELECT action FROM audit_log ORDER BY id")]


# --- registering -----------------------------------------------------------------------------


async def test_registering_makes_a_company_and_signs_its_owner_in(
    client: httpx.AsyncClient, database: Database, published: Published, password: str
) -> None:
    response = await client.post(
        "/api/v1/auth/register",
        json={
            "companyName": " Padaria ",
            "name": "Ana",
            "email": "Ana@Padaria.Example",
            "password": password,
        },
        headers={"User-Agent": "Browser/1"},
    )

    assert response.status_code == 201
    assert response.headers["cache-control"] == "no-store"
    answer = response.json()
    assert (answer["tokenType"], answer["expiresIn"]) == ("Bearer", 900)
    assert answer["company"]["name"] == "Padaria"
    assert answer["company"]["timeZone"] == "America/Sao_Paulo"
    assert (answer["user"]["email"], answer["user"]["role"]) == ("Ana@padaria.example", "owner")
    assert "password" not in response.text.lower()

    [event] = await published(CompanyChangedV1)
    assert str(event.company_id) == answer["company"]["id"]
    assert (event.name, event.revision, event.reopen_hours) == ("Padaria", 1, 24.0)
    [session] = await rows(
        database, "SELECT user_agent, address, expires_at - created_at AS life FROM sessions"
    )
    assert (session.user_agent, session.address, session.life.days) == ("Browser/1", "127.0.0.1", 90)
    assert await audit(database) == ["company.registered", "session.started"]

    me = await client.get("/api/v1/auth/me", headers=bearer(answer))
    assert me.status_code == 200
    assert me.json()["user"] == answer["user"]
    assert me.json()["company"] == answer["company"]
    assert "company:write" in me.json()["permissions"]


async def test_an_address_can_register_once_over_all_companies_in_whatever_case(
    client: httpx.AsyncClient, database: Database, register: Register, password: str
) -> None:
    await register("ana@padaria.example")

    response = await client.post(
        "/api/v1/auth/register",
        json={"companyName": "Other", "name": "A", "email": "ANA@PADARIA.example", "password": password},
    )

    assert response.status_code == 409
    assert response.json()["code"] == "email-taken"
    assert len(await rows(database, "SELECT 1 FROM companies")) == 1
    assert len(await rows(database, "SELECT 1 FROM outbox WHERE topic = 'company.changed'")) == 1


async def test_two_registrations_at_once_make_one_account(
    client: httpx.AsyncClient, database: Database, password: str
) -> None:
    body = {"companyName": "Padaria", "name": "Ana", "email": "ana@padaria.example", "password": password}

    responses = await asyncio.gather(*(client.post("/api/v1/auth/register", json=body) for _ in range(4)))

    assert sorted(response.status_code for response in responses) == [201, 409, 409, 409]
    assert len(await rows(database, "SELECT 1 FROM users")) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("companyName", "   "),
        ("companyName", "x" * 121),
        ("name", "An\u0000a"),
        ("email", "not an address"),
        ("email", "a" * 250 + "@padaria.example"),
        ("password", "short"),
        ("password", "x y" * 50),
        ("password", "password123"),
        ("password", "ana@padaria.example"),
        ("password", "a quiet \u0000 river"),
        ("role", "owner"),
    ],
)
async def test_a_bad_registration_names_the_field(
    client: httpx.AsyncClient, password: str, field: str, value: str
) -> None:
    body = {"companyName": "Padaria", "name": "Ana", "email": "ana@padaria.example", "password": password}

    response = await client.post("/api/v1/auth/register", json={**body, field: value})

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize("field", ["companyName", "name", "email", "password"])
async def test_half_a_character_is_refused(client: httpx.AsyncClient, password: str, field: str) -> None:
    body = {"companyName": "Padaria", "name": "Ana", "email": "ana@padaria.example", "password": password}
    content = json.dumps({**body, field: "\ud800" + body[field]})

    response = await client.post(
        "/api/v1/auth/register", content=content, headers={"Content-Type": "application/json"}
    )

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


# --- signing in ------------------------------------------------------------------------------


async def test_signing_in_opens_another_session(
    client: httpx.AsyncClient, database: Database, register: Register, password: str
) -> None:
    registered = await register("ana@padaria.example")

    response = await client.post(
        "/api/v1/auth/login", json={"email": "ANA@padaria.example", "password": password}
    )

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.json()["user"] == registered["user"]
    assert response.json()["company"] == registered["company"]
    assert response.json()["refreshToken"] != registered["refreshToken"]
    assert len(await rows(database, "SELECT 1 FROM sessions")) == 2
    stored = await rows(database, "SELECT token_hash FROM refresh_tokens")
    assert tokens.hash_refresh_token(response.json()["refreshToken"]) in {row.token_hash for row in stored}


async def test_unknown_wrong_and_disabled_are_told_apart_by_nobody(
    client: httpx.AsyncClient, database: Database, register: Register, password: str
) -> None:
    await register("ana@padaria.example")
    await register("bia@padaria.example")
    await change(database, "UPDATE users SET state = 'disabled' WHERE email = 'bia@padaria.example'")

    responses = [
        await client.post("/api/v1/auth/login", json={"email": email, "password": tried})
        for email, tried in [
            ("nobody@padaria.example", password),
            ("ana@padaria.example", "not the password"),
            ("bia@padaria.example", password),
        ]
    ]

    bodies = [{**response.json(), "requestId": ""} for response in responses]
    assert {response.status_code for response in responses} == {401}
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "invalid-credentials"


async def test_whoever_is_disabled_while_their_password_is_checked_stays_out(
    installation: Installation, database: Database, register: Register
) -> None:
    await register("ana@padaria.example")
    async with database.worker() as session:
        found = await logins.find(session, "ana@padaria.example")
    assert found is not None
    await change(database, "UPDATE users SET state = 'disabled'")

    async with database.worker() as session:
        with pytest.raises(Unauthenticated):
            await sessions.sign_in(
                session,
                found.login,
                Device("127.0.0.1", ""),
                company_id=None,
                given=Given(),
                totp=installation.app.state.tools.totp,
                new_hash=None,
                access=installation.app.state.tools.access,
                settings=installation.settings,
            )
    assert len(await rows(database, "SELECT 1 FROM sessions")) == 1


@pytest.mark.usefixtures("full_cost")
async def test_an_outdated_hash_is_renewed_on_signing_in(
    client: httpx.AsyncClient, database: Database, register: Register, password: str
) -> None:
    await register("ana@padaria.example")
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(password)
    await change(database, "UPDATE logins SET password_hash = :weak", weak=weak)
    body = {"email": "ana@padaria.example", "password": password}

    assert (await client.post("/api/v1/auth/login", json=body)).status_code == 200

    [login] = await rows(database, "SELECT password_hash FROM logins")
    assert login.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await client.post("/api/v1/auth/login", json=body)).status_code == 200


async def test_attempts_are_limited_per_address(installation: Installation) -> None:
    address = str(uuid7())
    settings = installation.settings.model_copy(
        update={"login_attempts_per_address": 2, "registrations_per_address": 1}
    )
    app = create_app(SERVICE, settings, frozenset({"api"}))
    transport = httpx.ASGITransport(app=app, client=(address, 1))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://auth.test") as http,
    ):
        logins = [
            await http.post("/api/v1/auth/login", json={"email": f"{uuid7()}@a.example", "password": "x"})
            for _ in range(3)
        ]
        registrations = [
            await http.post(
                "/api/v1/auth/register",
                json={
                    "companyName": "P",
                    "name": "A",
                    "email": f"{uuid7()}@a.example",
                    "password": "a quiet river",
                },
            )
            for _ in range(2)
        ]

    assert [response.status_code for response in logins] == [401, 401, 429]
    assert [response.status_code for response in registrations] == [201, 429]


async def test_people_can_sign_in_while_redis_is_away(
    installation: Installation, register: Register, password: str
) -> None:
    await register("ana@padaria.example")

    async with another_process(installation, redis_url="redis://127.0.0.1:1/0") as http:
        response = await http.post(
            "/api/v1/auth/login", json={"email": "ana@padaria.example", "password": password}
        )

    assert response.status_code == 200


async def test_a_full_hashing_queue_answers_503(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"email": "nobody@padaria.example", "password": "not the password"}
    others_answered, verify = threading.Event(), passwords._verify

    def verify_late(password_hash: str, password: str) -> bool:
        others_answered.wait()
        return verify(password_hash, password)

    monkeypatch.setattr(passwords, "_verify", verify_late)
    async with another_process(installation, password_threads=1, password_queue=0) as http:
        waiting = {asyncio.create_task(http.post("/api/v1/auth/login", json=body)) for _ in range(6)}
        try:
            while len(waiting) > 1:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for refused in done:
                    assert refused.result().status_code == 503
                    assert refused.result().headers["retry-after"] == "2"
        finally:
            others_answered.set()
        [last] = waiting
        assert (await last).status_code == 401


# --- refreshing ------------------------------------------------------------------------------


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.post("/api/v1/auth/refresh", json={"refreshToken": token})


async def test_a_refresh_token_is_exchanged_for_the_next(
    client: httpx.AsyncClient, database: Database, register: Register
) -> None:
    first = await register()

    response = await refresh(client, first["refreshToken"])

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    second = response.json()
    assert set(second) == {"accessToken", "refreshToken", "tokenType", "expiresIn"}
    assert second["refreshToken"] != first["refreshToken"]
    me = await client.get("/api/v1/auth/me", headers=bearer(second))
    assert me.json()["user"] == first["user"]
    assert (await refresh(client, second["refreshToken"])).status_code == 200
    chain = await rows(database, "SELECT id, parent_id FROM refresh_tokens ORDER BY id")
    assert [row.parent_id for row in chain] == [None, chain[0].id, chain[1].id]


async def test_the_role_is_read_again_at_every_refresh(
    client: httpx.AsyncClient, database: Database, register: Register
) -> None:
    first = await register()
    await change(database, "UPDATE memberships SET role = 'viewer'")

    second = (await refresh(client, first["refreshToken"])).json()

    me = await client.get("/api/v1/auth/me", headers=bearer(second))
    assert me.json()["user"]["role"] == "viewer"
    assert "company:write" not in me.json()["permissions"]


async def test_within_the_grace_the_same_successor_comes_again(
    client: httpx.AsyncClient, database: Database, register: Register
) -> None:
    first = await register()

    responses = await asyncio.gather(*(refresh(client, first["refreshToken"]) for _ in range(8)))

    assert {response.status_code for response in responses} == {200}
    successors = {response.json()["refreshToken"] for response in responses}
    assert len(successors) == 1
    assert len(await rows(database, "SELECT 1 FROM refresh_tokens")) == 2
    assert (await refresh(client, successors.pop())).status_code == 200
    assert "session.revoked" not in await audit(database)


async def test_reuse_after_the_grace_ends_the_session_and_is_noted(
    client: httpx.AsyncClient, database: Database, register: Register, password: str
) -> None:
    first = await register("ana@padaria.example")
    body = {"email": "ana@padaria.example", "password": password}
    other_device = (await client.post("/api/v1/auth/login", json=body)).json()
    second = (await refresh(client, first["refreshToken"])).json()
    await change(database, "UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds'")

    reused = await refresh(client, first["refreshToken"])

    assert reused.status_code == 401
    assert reused.json()["code"] == "invalid-refresh-token"
    assert (await refresh(client, second["refreshToken"])).status_code == 401
    assert (await refresh(client, other_device["refreshToken"])).status_code == 200
    assert (await refresh(client, first["refreshToken"])).status_code == 401
    entries = await rows(database, "SELECT address, details FROM audit_log WHERE action = 'session.revoked'")
    [entry] = entries
    assert entry.address == "127.0.0.1"
    assert entry.details["reason"] == "refresh-token-reused"
    assert entry.details["userId"] == first["user"]["id"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE refresh_tokens SET expires_at = now() - interval '1 second'",
        "UPDATE sessions SET revoked_at = now()",
        "UPDATE sessions SET expires_at = now() - interval '1 second'",
        "UPDATE users SET state = 'disabled'",
        "DELETE FROM refresh_tokens",
    ],
)
async def test_a_token_of_an_ended_session_buys_nothing(
    client: httpx.AsyncClient, database: Database, register: Register, statement: str
) -> None:
    registered = await register()
    await change(database, statement)

    response = await refresh(client, registered["refreshToken"])

    assert response.status_code == 401
    assert response.json()["code"] == "invalid-refresh-token"


@pytest.mark.parametrize("token", ["art_unknown", "", "x" * 201, "a\u0000b", "é", "a\n"])
async def test_made_up_refresh_tokens_are_refused(client: httpx.AsyncClient, token: str) -> None:
    assert (await refresh(client, token)).status_code in {401, 422}


async def test_a_refresh_never_outlives_its_session(
    client: httpx.AsyncClient, database: Database, register: Register
) -> None:
    first = await register()
    await change(database, "UPDATE sessions SET expires_at = now() + interval '1 hour'")

    await refresh(client, first["refreshToken"])

    [late] = await rows(
        database,
        "SELECT t.expires_at <= s.expires_at AS within FROM refresh_tokens t JOIN sessions s"
        " ON s.company_id = t.company_id AND s.id = t.session_id WHERE t.parent_id IS NOT NULL",
    )
    assert late.within


# --- signing out, and who am I ---------------------------------------------------------------


async def test_signing_out_ends_this_session_only(
    client: httpx.AsyncClient, database: Database, register: Register, password: str
) -> None:
    first = await register("ana@padaria.example")
    body = {"email": "ana@padaria.example", "password": password}
    other_device = (await client.post("/api/v1/auth/login", json=body)).json()

    assert (await client.post("/api/v1/auth/logout", headers=bearer(first))).status_code == 204
    again = await client.post("/api/v1/auth/logout", headers=bearer(first))
    assert again.status_code in {204, 401}  # Told already, or not yet.

    assert (await refresh(client, first["refreshToken"])).status_code == 401
    assert (await refresh(client, other_device["refreshToken"])).status_code == 200
    assert (await audit(database)).count("session.ended") == 1


async def test_another_companys_session_cannot_be_ended(
    client: httpx.AsyncClient, database: Database, register: Register, as_user: AsUser
) -> None:
    victim = await register()
    [session] = await rows(database, "SELECT id FROM sessions")

    response = await as_user("owner", company_id=uuid7(), session_id=session.id).post("/api/v1/auth/logout")

    assert response.status_code == 204
    assert (await refresh(client, victim["refreshToken"])).status_code == 200


async def test_a_token_of_somebody_disabled_says_nothing_about_them(
    client: httpx.AsyncClient, database: Database, register: Register
) -> None:
    registered = await register()
    await change(database, "UPDATE users SET state = 'disabled'")

    response = await client.get("/api/v1/auth/me", headers=bearer(registered))

    assert response.status_code == 401
    assert response.json()["code"] == "account-gone"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/auth/logout"),
        ("GET", "/api/v1/auth/me"),
        ("GET", "/api/v1/companies/current"),
        ("PATCH", "/api/v1/companies/current"),
        ("GET", "/api/v1/users"),
        ("POST", "/api/v1/users"),
        ("GET", "/api/v1/users/019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01"),
        ("PATCH", "/api/v1/users/019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01"),
        ("POST", "/api/v1/companies/current/owner"),
        ("PATCH", "/api/v1/auth/me"),
        ("POST", "/api/v1/auth/password"),
        ("GET", "/api/v1/auth/sessions"),
        ("GET", "/api/v1/audit"),
        ("POST", "/api/v1/users/invitations"),
        ("GET", "/api/v1/users/invitations"),
        ("DELETE", "/api/v1/users/invitations/019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01"),
        ("DELETE", "/api/v1/auth/sessions"),
        ("DELETE", "/api/v1/auth/sessions/019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01"),
    ],
)
async def test_without_a_token_nothing_is_told(client: httpx.AsyncClient, method: str, path: str) -> None:
    assert (await client.request(method, path, json={})).status_code == 401
