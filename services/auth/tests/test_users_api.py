"""Changing users, handing a company over, and one's own account."""

import asyncio
from typing import Any

import httpx
import pytest
from auth_people import Enter, Rows

from atende_contracts.ids import uuid7
from atende_platform.identity.company_limits import Limits
from atende_platform.identity.revocation import Revocations
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Eventually, Installation

USERS = "/api/v1/users"


async def login(client: httpx.AsyncClient, email: str, password: str) -> int:
    return (await client.post("/api/v1/auth/login", json={"email": email, "password": password})).status_code


async def refresh(client: httpx.AsyncClient, token: str) -> int:
    return (await client.post("/api/v1/auth/refresh", json={"refreshToken": token})).status_code


# --- one user --------------------------------------------------------------------------------


async def test_a_user_is_changed_and_it_is_noted(enter: Enter, rows: Rows) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)

    response = await owner.http.patch(f"{USERS}/{bia.id}", json={"name": "Beatriz", "role": "admin"})

    assert response.status_code == 200
    assert (response.json()["name"], response.json()["role"]) == ("Beatriz", "admin")
    assert (await owner.http.get(f"{USERS}/{bia.id}")).json() == response.json()
    [entry] = await rows("SELECT * FROM audit_log WHERE action = 'user.changed'")
    assert (str(entry.actor_id), str(entry.object_id)) == (owner.id, bia.id)
    assert entry.address == "127.0.0.1"
    assert entry.details == {"name": "Beatriz", "role": "admin"}


@pytest.mark.parametrize("body", [{}, {"role": "agent"}, {"name": None, "status": "active"}])
async def test_what_does_not_change_is_not_noted(enter: Enter, rows: Rows, body: dict[str, Any]) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)

    assert (await owner.http.patch(f"{USERS}/{bia.id}", json=body)).status_code == 200

    assert not await rows("SELECT 1 FROM audit_log WHERE action = 'user.changed'")


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("role", "root"), ("status", "gone"), ("email", "x@y.example")]
)
async def test_a_bad_change_names_the_field(enter: Enter, field: str, value: str) -> None:
    owner = await enter()

    response = await owner.http.patch(f"{USERS}/{owner.id}", json={field: value})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_whoever_is_disabled_is_signed_out_everywhere_until_enabled(
    client: httpx.AsyncClient, enter: Enter, rows: Rows, password: str
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    again = await enter("bia@padaria.example", again=True)

    assert (await owner.http.patch(f"{USERS}/{bia.id}", json={"status": "disabled"})).status_code == 200

    assert [await refresh(client, one.refresh_token) for one in (bia, again, owner)] == [401, 401, 200]
    assert await login(client, bia.email, password) == 401
    [left] = await rows("SELECT count(*) AS n FROM sessions WHERE revoked_at IS NULL")
    assert left.n == 1
    # By the name it had in the version before.
    enabled = await owner.http.patch(f"{USERS}/{bia.id}", json={"state": "active"})
    assert (enabled.status_code, enabled.json()["status"]) == (200, "active")
    assert await login(client, bia.email, password) == 200
    assert await refresh(client, bia.refresh_token) == 401


async def test_a_sign_in_under_way_does_not_survive_being_disabled(
    client: httpx.AsyncClient, enter: Enter, rows: Rows, password: str
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)

    await asyncio.gather(
        *(login(client, bia.email, password) for _ in range(6)),
        owner.http.patch(f"{USERS}/{bia.id}", json={"status": "disabled"}),
    )

    open_sessions = "SELECT 1 FROM sessions WHERE revoked_at IS NULL AND user_id = CAST(:id AS uuid)"
    assert not await rows(open_sessions, id=bia.id)


# --- owners ----------------------------------------------------------------------------------


async def test_only_an_owner_touches_owners(enter: Enter) -> None:
    owner = await enter()
    admin = await enter("bia@padaria.example", "admin", adds=owner)
    agent = await enter("caio@padaria.example", "agent", adds=owner)

    for http, target, body, status in (
        (admin.http, owner, {"name": "Mine"}, 403),
        (admin.http, owner, {"status": "disabled"}, 403),
        (admin.http, agent, {"role": "owner"}, 403),
        (admin.http, admin, {"role": "owner"}, 403),
        (agent.http, agent, {"role": "admin"}, 403),
        (admin.http, agent, {"role": "viewer"}, 200),
        (owner.http, agent, {"role": "owner"}, 200),
    ):
        response = await http.patch(f"{USERS}/{target.id}", json=body)
        assert response.status_code == status, (body, response.text)


@pytest.mark.parametrize("body", [{"role": "admin"}, {"status": "disabled"}])
async def test_the_last_owner_stays(enter: Enter, body: dict[str, Any]) -> None:
    owner = await enter()
    second = await enter("bia@padaria.example", "owner", adds=owner)

    assert (await owner.http.patch(f"{USERS}/{second.id}", json=body)).status_code == 200
    response = await owner.http.patch(f"{USERS}/{owner.id}", json=body)

    assert response.status_code == 409
    assert response.json()["code"] == "last-owner"
    assert (await owner.http.patch(f"{USERS}/{owner.id}", json={"name": "Ana M."})).status_code == 200


async def test_whoever_was_an_owner_is_none_although_the_token_says_so(enter: Enter) -> None:
    first = await enter()
    second = await enter("bia@padaria.example", "owner", adds=first)
    assert (await first.http.patch(f"{USERS}/{second.id}", json={"role": "admin"})).status_code == 200

    response = await second.http.patch(f"{USERS}/{second.id}", json={"role": "owner"})

    assert (response.status_code, response.json()["code"]) == (403, "owner-required")


async def test_a_company_is_handed_over(enter: Enter, rows: Rows) -> None:
    owner = await enter()
    heir = await enter("bia@padaria.example", "agent", adds=owner)
    path = "/api/v1/companies/current/owner"
    assert (await heir.http.post(path, json={"userId": heir.id})).status_code == 403

    response = await owner.http.post(path, json={"userId": heir.id})

    assert response.status_code == 200
    assert (response.json()["id"], response.json()["role"]) == (heir.id, "owner")
    assert (await owner.http.get(f"{USERS}/{owner.id}")).json()["role"] == "admin"
    [entry] = await rows("SELECT * FROM audit_log WHERE action = 'company.handed-over'")
    assert entry.details == {"from": owner.id, "to": heir.id}
    # By the right that is lost, or with a token that every process knows by now to be revoked.
    assert (await owner.http.post(path, json={"userId": owner.id})).status_code in (401, 403)


async def test_to_whom_a_company_cannot_be_handed_over(enter: Enter) -> None:
    owner = await enter()
    gone = await enter("bia@padaria.example", "agent", adds=owner)
    stranger = await enter("eva@oficina.example")
    await owner.http.patch(f"{USERS}/{gone.id}", json={"status": "disabled"})

    for user_id, status in ((gone.id, 409), (stranger.id, 404), (str(uuid7()), 404), (owner.id, 200)):
        response = await owner.http.post("/api/v1/companies/current/owner", json={"userId": user_id})
        assert response.status_code == status
    assert (await owner.http.get(f"{USERS}/{owner.id}")).json()["role"] == "owner"


async def test_another_companys_user_is_not_there(enter: Enter) -> None:
    owner = await enter()
    stranger = await enter("eva@oficina.example")

    assert (await owner.http.get(f"{USERS}/{stranger.id}")).status_code == 404
    response = await owner.http.patch(f"{USERS}/{stranger.id}", json={"status": "disabled"})

    assert response.status_code == 404
    assert (await stranger.http.get("/api/v1/auth/me")).status_code == 200


# --- oneself ---------------------------------------------------------------------------------


async def test_anyone_changes_their_own_name(enter: Enter, rows: Rows) -> None:
    owner = await enter()
    viewer = await enter("bia@padaria.example", "viewer", adds=owner)

    for _ in range(2):
        response = await viewer.http.patch("/api/v1/auth/me", json={"name": "Bia S."})
        assert (response.status_code, response.json()["name"]) == (200, "Bia S.")

    assert (await viewer.http.get("/api/v1/auth/me")).json()["user"]["name"] == "Bia S."
    assert len(await rows("SELECT 1 FROM audit_log WHERE action = 'user.changed'")) == 1
    assert (await viewer.http.patch("/api/v1/auth/me", json={"role": "owner"})).status_code == 422


async def test_a_new_password_ends_all_other_sessions(
    client: httpx.AsyncClient, enter: Enter, rows: Rows, password: str
) -> None:
    here = await enter()
    there = await enter(again=True)
    body = {"currentPassword": password, "newPassword": "a loud river at noon"}

    assert (await here.http.post("/api/v1/auth/password", json=body)).status_code == 204

    assert await refresh(client, here.refresh_token) == 200
    assert await refresh(client, there.refresh_token) == 401
    assert await login(client, here.email, password) == 401
    assert await login(client, here.email, "a loud river at noon") == 200
    assert len(await rows("SELECT 1 FROM audit_log WHERE action = 'user.password-changed'")) == 1


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("not it at all", "a loud river at noon", "currentPassword"),
        ("", "a loud river at noon", "currentPassword"),
        (None, "short", "newPassword"),
        (None, "password123", "newPassword"),
        (None, "ana@padaria.example", "newPassword"),
    ],
)
async def test_a_password_that_is_not_changed(
    client: httpx.AsyncClient, enter: Enter, password: str, current: str | None, new: str, field: str
) -> None:
    owner = await enter()
    body = {"currentPassword": password if current is None else current, "newPassword": new}

    response = await owner.http.post("/api/v1/auth/password", json=body)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
    assert await login(client, owner.email, password) == 200


async def test_of_two_password_changes_at_once_one_counts(
    client: httpx.AsyncClient, enter: Enter, password: str
) -> None:
    owner = await enter()
    news = ["a loud river at noon", "a cold river at noon"]

    responses = await asyncio.gather(
        *(
            owner.http.post("/api/v1/auth/password", json={"currentPassword": password, "newPassword": new})
            for new in news
        )
    )

    # The other was first, or its password is no longer the current one.
    assert sorted(response.status_code for response in responses) in ([204, 409], [204, 422])
    assert sorted([await login(client, owner.email, new) for new in news]) == [200, 401]


async def test_with_the_old_password_nobody_gets_in_while_it_is_changed(
    client: httpx.AsyncClient, enter: Enter, rows: Rows, password: str
) -> None:
    owner = await enter()
    body = {"currentPassword": password, "newPassword": "a loud river at noon"}

    await asyncio.gather(
        *(login(client, owner.email, password) for _ in range(6)),
        owner.http.post("/api/v1/auth/password", json=body),
    )

    assert len(await rows("SELECT 1 FROM sessions WHERE revoked_at IS NULL")) == 1


# --- where one is signed in ------------------------------------------------------------------


async def test_sessions_are_listed_and_ended(client: httpx.AsyncClient, enter: Enter, rows: Rows) -> None:
    here = await enter()
    there = await enter(again=True)
    third = await enter(again=True)

    listed = (await here.http.get("/api/v1/auth/sessions")).json()["items"]

    assert [one["current"] for one in listed] == [False, False, True]
    assert set(listed[0]) == {
        *("id", "companyId", "createdAt", "lastUsedAt", "expiresAt", "userAgent", "address", "current")
    }
    page = (await here.http.get("/api/v1/auth/sessions", params={"limit": 2})).json()
    rest = await here.http.get("/api/v1/auth/sessions", params={"limit": 2, "cursor": page["nextCursor"]})
    assert [*page["items"], *rest.json()["items"]] == listed
    for _ in range(2):
        assert (await here.http.delete(f"/api/v1/auth/sessions/{listed[0]['id']}")).status_code == 204
    assert [await refresh(client, one.refresh_token) for one in (there, third)] == [200, 401]
    assert (await here.http.delete("/api/v1/auth/sessions")).status_code == 204
    assert [await refresh(client, one.refresh_token) for one in (here, there)] == [200, 401]
    assert len((await here.http.get("/api/v1/auth/sessions")).json()["items"]) == 1
    assert len(await rows("SELECT 1 FROM audit_log WHERE action = 'session.ended'")) == 2


async def test_nobody_ends_somebody_elses_session(client: httpx.AsyncClient, enter: Enter) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    stranger = await enter("eva@oficina.example")
    [session] = (await bia.http.get("/api/v1/auth/sessions")).json()["items"]

    for http in (owner.http, stranger.http):
        assert (await http.delete(f"/api/v1/auth/sessions/{session['id']}")).status_code == 404
        assert (await http.delete("/api/v1/auth/sessions")).status_code == 204

    assert await refresh(client, bia.refresh_token) == 200


# --- what access tokens of an ended session are worth ----------------------------------------


@pytest.mark.parametrize("how", ["logout", "delete", "others", "password", "disabled", "reuse"])
async def test_an_access_token_is_refused_soon_after_its_session_ended(
    client: httpx.AsyncClient, enter: Enter, rows: Rows, eventually: Eventually, password: str, how: str
) -> None:
    owner = await enter()
    await enter("bia@padaria.example", "agent", adds=owner)
    here, there = [await enter("bia@padaria.example", again=True) for _ in range(2)]
    session_id = (await there.http.get("/api/v1/auth/me")).json()["sessionId"]

    match how:
        case "logout":
            response = await there.http.post("/api/v1/auth/logout")
        case "delete":
            response = await here.http.delete(f"/api/v1/auth/sessions/{session_id}")
        case "others":
            response = await here.http.delete("/api/v1/auth/sessions")
        case "password":
            body = {"currentPassword": password, "newPassword": "a loud river at noon"}
            response = await here.http.post("/api/v1/auth/password", json=body)
        case "disabled":
            response = await owner.http.patch(f"{USERS}/{there.id}", json={"status": "disabled"})
        case _:
            assert await refresh(client, there.refresh_token) == 200
            await rows("UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds'")
            assert await refresh(client, there.refresh_token) == 401
    if how != "reuse":
        assert response.status_code in {200, 204}

    async def ended() -> None:
        # Not by /auth/me, which looks into the database and refuses the disabled at once.
        assert (await there.http.get(USERS)).status_code == 401

    await eventually(ended)
    assert (await owner.http.get(USERS)).status_code == 200


async def test_a_redis_that_lost_everything_is_told_again(
    installation: Installation,
    worker: Runtime[Any],
    enter: Enter,
    rows: Rows,
    eventually: Eventually,
) -> None:
    owner = await enter()
    await rows("UPDATE sessions SET revoked_at = now()")  # And no notice was sent.

    async def ended() -> None:
        assert (await owner.http.get(USERS)).status_code == 401

    await eventually(ended)
    await installation.runtime.redis.flushdb()

    async def known_again() -> None:
        known = Revocations(installation.runtime.redis)
        await known.refresh()
        assert len(known) >= 1

    await eventually(known_again)
    assert not worker.failing


async def test_a_company_has_so_many_users_and_invitations(
    installation: Installation, enter: Enter, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(users=3, invitations=1)
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: limits)
    owner = await enter()

    async def add(name: str) -> httpx.Response:
        body = {"name": name, "email": f"{name}@padaria.example", "password": password, "role": "agent"}
        return await owner.http.post("/api/v1/users", json=body)

    async def invite(name: str) -> httpx.Response:
        body = {"email": f"{name}@padaria.example", "role": "agent"}
        return await owner.http.post("/api/v1/users/invitations", json=body)

    assert (await invite("eva")).status_code == 201
    refused = await invite("rui")
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-invitations")
    answers = await asyncio.gather(*(add(f"user{number}") for number in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"too-many-users"}
    added = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
    assert (await owner.http.patch(f"/api/v1/users/{added}", json={"status": "disabled"})).status_code == 200
    assert (await add("ivo")).status_code == 201
