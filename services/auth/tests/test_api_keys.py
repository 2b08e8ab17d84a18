"""API keys, as those who manage them and those who use them see them."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from auth_people import Enter, Member, Rows

from atende_contracts.ids import uuid7
from atende_contracts.permissions import KEY_SCOPES, ROLE_PERMISSIONS, Permission, Role
from atende_platform.identity import api_keys as platform_keys
from atende_platform.identity.api_keys import Directory, hash_key, id_of, new_key
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import SIGNER, Eventually, Installation
from auth.service import api_keys

KEYS = "/api/v1/api-keys"
COMPANY = "/api/v1/companies/current"


async def make(owner: Member, *scopes: str, **fields: Any) -> dict[str, Any]:
    body = {"name": "Loja virtual", "scopes": scopes or ["company:read"], **fields}
    response = await owner.http.post(KEYS, json=body)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def ask(
    client: httpx.AsyncClient, key: str, path: str = COMPANY, method: str = "GET"
) -> httpx.Response:
    return await client.request(method, path, headers={"Authorization": f"Bearer {key}"})


def soon(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


async def test_a_key_is_shown_once_kept_as_a_hash_and_speaks_for_the_company(
    client: httpx.AsyncClient, enter: Enter, rows: Rows
) -> None:
    owner = await enter()
    made = await make(owner, "company:read", "contacts:read", "company:read")
    key = made.pop("key")
    assert made == {
        "id": str(id_of(key)),
        "name": "Loja virtual",
        "scopes": ["company:read", "contacts:read"],
        "createdBy": owner.id,
        "createdAt": made["createdAt"],
        "expiresAt": None,
        "lastUsedAt": None,
        "revokedAt": None,
    }
    assert (await owner.http.get(f"{KEYS}/{made['id']}")).json() == made
    assert (await owner.http.get(KEYS)).json()["items"] == [made]
    answer = await ask(client, key)
    assert (answer.status_code, answer.json()["id"]) == (200, owner.answer["company"]["id"])
    ((stored,),) = await rows("SELECT key_hash FROM api_keys")
    assert stored == hash_key(key)
    secret = key.rpartition("_")[2][:43]
    (everything,) = await rows(
        "SELECT (SELECT string_agg(to_jsonb(k)::text, '') FROM api_keys k)"
        " || (SELECT string_agg(to_jsonb(a)::text, '') FROM audit_log a)"
    )
    assert secret not in everything[0]
    actions = (await owner.http.get("/api/v1/audit", params={"objectType": "api-key"})).json()["items"]
    assert [(each["action"], each["actorId"], each["objectId"], each["details"]) for each in actions] == [
        (
            "api-key.created",
            owner.id,
            made["id"],
            {"name": "Loja virtual", "scopes": "company:read contacts:read"},
        )
    ]


async def test_the_answer_with_the_key_is_never_stored(enter: Enter) -> None:
    owner = await enter()
    response = await owner.http.post(KEYS, json={"name": "Loja", "scopes": ["company:read"]})
    assert response.headers["cache-control"] == "no-store"


async def test_a_key_may_what_its_scopes_say_and_nothing_of_a_person(
    client: httpx.AsyncClient, enter: Enter
) -> None:
    owner = await enter()
    key = (await make(owner, *sorted(KEY_SCOPES)))["key"]
    for method, path in [
        ("GET", "/api/v1/auth/me"),
        ("PATCH", "/api/v1/auth/me"),
        ("GET", "/api/v1/auth/sessions"),
        ("DELETE", "/api/v1/auth/sessions"),
        ("POST", "/api/v1/auth/logout"),
        ("POST", "/api/v1/auth/password"),
        ("POST", "/api/v1/users"),
        ("PATCH", f"/api/v1/users/{owner.id}"),
        ("POST", f"{COMPANY}/owner"),
        ("GET", "/api/v1/users/invitations"),
        ("POST", KEYS),
        ("GET", KEYS),
        ("DELETE", f"{KEYS}/{id_of(key)}"),
    ]:
        answer = await ask(client, key, path, method)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path
        assert "This API key lacks the permission" in answer.json()["detail"]
    assert (await ask(client, key, "/api/v1/users")).status_code == 200
    assert (await ask(client, key, "/api/v1/audit")).status_code == 200
    changed = await client.patch(
        COMPANY, json={"name": "Padaria Nova"}, headers={"Authorization": f"Bearer {key}"}
    )
    assert changed.status_code == 200
    (entry,) = (await owner.http.get("/api/v1/audit", params={"action": "company.changed"})).json()["items"]
    assert entry["actorId"] == str(id_of(key))


@pytest.mark.parametrize("role", ["agent", "viewer"])
async def test_only_owners_and_admins_manage_keys(enter: Enter, role: str) -> None:
    owner = await enter()
    made = await make(owner)
    other = await enter("bia@padaria.example", role, adds=owner)
    body = {"name": "Loja", "scopes": ["company:read"]}
    answers = [
        await other.http.post(KEYS, json=body),
        await other.http.get(KEYS),
        await other.http.get(f"{KEYS}/{made['id']}"),
        await other.http.delete(f"{KEYS}/{made['id']}"),
    ]
    assert {answer.status_code for answer in answers} == {403}


@pytest.mark.parametrize("scope", sorted(set(Permission) - KEY_SCOPES))
async def test_some_permissions_are_for_people_only(enter: Enter, scope: str) -> None:
    owner = await enter()
    response = await owner.http.post(KEYS, json={"name": "Loja", "scopes": ["company:read", scope]})
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {
            "field": "scopes",
            "message": f"No API key can have: {scope}.",
            "code": "scopes_never_allowed",
            "params": {"scopes": [scope]},
        },
    ]


async def test_nobody_gives_a_key_more_than_they_have(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await enter()
    admin = await enter("bia@padaria.example", "admin", adds=owner)
    less = ROLE_PERMISSIONS[Role.ADMIN] - {Permission.COMPANY_WRITE}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.ADMIN, less)
    response = await admin.http.post(KEYS, json={"name": "Loja", "scopes": ["company:write"]})
    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert (error["field"], "company:write" in error["message"]) == ("scopes", True)
    await make(admin, "contacts:read")
    await make(owner, "company:write")


async def test_who_has_just_lost_the_role_makes_no_more_keys(enter: Enter) -> None:
    """Their access token still says "admin" for a while."""
    owner = await enter()
    admin = await enter("bia@padaria.example", "admin", adds=owner)
    await owner.http.patch(f"/api/v1/users/{admin.id}", json={"role": "agent"})
    body = {"name": "Loja", "scopes": ["company:read"]}
    assert (await admin.http.post(KEYS, json=body)).status_code == 403
    await owner.http.patch(f"/api/v1/users/{admin.id}", json={"status": "disabled"})
    assert (await admin.http.post(KEYS, json=body)).status_code == 401


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["company:read"] * 100}, "scopes"),
        ({"scopes": ["everything"]}, "scopes.0"),
        ({"expiresAt": soon(seconds=-1)}, "expiresAt"),
        ({"expiresAt": soon(days=731)}, "expiresAt"),
        ({"expiresAt": "2030-01-01T00:00:00"}, "expiresAt"),
    ],
)
async def test_what_is_not_accepted_is_named(enter: Enter, fields: dict[str, Any], field: str) -> None:
    owner = await enter()
    body = {"name": "Loja", "scopes": ["company:read"], **fields}
    response = await owner.http.post(KEYS, json=body)
    assert response.status_code == 422, response.text
    assert [error["field"] for error in response.json()["errors"]] == [field]


async def test_an_expired_key_is_refused(
    client: httpx.AsyncClient, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await enter()
    key = (await make(owner, expiresAt=soon(seconds=300)))["key"]
    assert (await ask(client, key)).status_code == 200
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 300)
    answer = await ask(client, key)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-api-key")


async def test_a_revoked_key_is_refused_and_can_be_revoked_again(
    client: httpx.AsyncClient, enter: Enter, eventually: Eventually
) -> None:
    owner = await enter()
    made, other = await make(owner), await make(owner)
    assert (await ask(client, made["key"])).status_code == 200
    for _ in range(2):
        assert (await owner.http.delete(f"{KEYS}/{made['id']}")).status_code == 204

    async def refused() -> None:
        # 503 while no worker says that the keys in Redis are all that there are.
        assert (await ask(client, made["key"])).status_code in (401, 503)

    await eventually(refused)
    assert (await ask(client, other["key"])).status_code == 200
    assert (await owner.http.get(f"{KEYS}/{made['id']}")).json()["revokedAt"]
    entries = (await owner.http.get("/api/v1/audit", params={"action": "api-key.revoked"})).json()["items"]
    assert len(entries) == 1


async def test_a_company_has_so_many_keys_at_a_time(
    installation: Installation, enter: Enter, rows: Rows
) -> None:
    owner = await enter()
    limit = installation.settings.company_api_keys
    made = [await make(owner) for _ in range(limit)]
    body = {"name": "Loja", "scopes": ["company:read"]}
    refused = await owner.http.post(KEYS, json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-api-keys")
    await owner.http.delete(f"{KEYS}/{made[0]['id']}")
    answers = await asyncio.gather(*(owner.http.post(KEYS, json=body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    await rows("UPDATE api_keys SET expires_at = now() WHERE id = :id", id=UUID(made[1]["id"]))
    await make(owner)


async def test_keys_are_listed_page_by_page(enter: Enter) -> None:
    owner = await enter()
    made = [(await make(owner, name=f"Loja {number}"))["id"] for number in range(5)]
    seen: list[str] = []
    parameters: dict[str, Any] = {"limit": 2}
    while True:
        page = (await owner.http.get(KEYS, params=parameters)).json()
        seen += [key["id"] for key in page["items"]]
        if not page["nextCursor"]:
            break
        parameters["cursor"] = page["nextCursor"]
    assert seen == made[::-1]


async def test_keys_of_another_company_do_not_exist(client: httpx.AsyncClient, enter: Enter) -> None:
    owner, other = await enter(), await enter("eva@oficina.example")
    stranger = other.http
    made = await make(owner)
    for method in ("GET", "DELETE"):
        for key_id in (made["id"], str(uuid7())):
            assert (await stranger.request(method, f"{KEYS}/{key_id}")).status_code == 404
    assert (await stranger.get(KEYS)).json()["items"] == []
    assert (await ask(client, made["key"])).status_code == 200


# --- the worker ------------------------------------------------------------------------------------


async def test_the_worker_tells_a_redis_that_lost_everything_and_makes_it_forget(
    worker: Runtime[Any],
    client: httpx.AsyncClient,
    enter: Enter,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform_keys, "_FRESH_SECONDS", -1.0)
    owner = await enter()
    key, gone = (await make(owner))["key"], new_key(uuid7())
    directory = Directory(worker.redis, SIGNER)
    entry = platform_keys.Entry(id_of(gone), uuid7(), hash_key(gone), KEY_SCOPES, 9e9)
    await worker.redis.delete("{api-keys}:signed")
    await directory.put([entry])

    async def healed() -> None:
        told = await directory.told()
        assert told is not None
        assert told.ids == {id_of(key)}
        assert (await ask(client, key)).status_code == 200
        assert (await ask(client, gone)).status_code == 401
        assert (await ask(client, new_key(id_of(key)))).status_code == 401

    await eventually(healed)
    assert not worker.failing


async def test_the_worker_repeats_revocations_and_stores_the_last_use(
    worker: Runtime[Any], client: httpx.AsyncClient, enter: Enter, rows: Rows, eventually: Eventually
) -> None:
    owner = await enter()
    used, revoked = await make(owner), await make(owner)
    assert (await ask(client, used["key"])).status_code == 200
    # As if Redis had been away when it was revoked.
    await rows("UPDATE api_keys SET revoked_at = now() WHERE id = :id", id=UUID(revoked["id"]))

    async def known() -> None:
        assert worker.revocations.is_revoked(UUID(revoked["id"]))
        assert (await ask(client, revoked["key"])).json()["code"] == "invalid-api-key"
        shown = (await owner.http.get(f"{KEYS}/{used['id']}")).json()
        assert shown["lastUsedAt"] is not None
        assert shown["lastUsedAt"] <= datetime.now(UTC).isoformat()

    await eventually(known)
    assert not worker.failing


async def test_keys_that_are_long_over_are_deleted(
    worker: Runtime[Any], enter: Enter, rows: Rows, eventually: Eventually
) -> None:
    owner = await enter()
    names = ("live", "lasting", "expired", "revoked", "long expired", "long revoked")
    made = {name: (await make(owner, name=name))["id"] for name in names}
    long_ago = worker.settings.session_kept_seconds + 60
    statements = {
        "expires": "UPDATE api_keys SET expires_at = now() - make_interval(secs => :seconds) WHERE id = :id",
        "revoked": "UPDATE api_keys SET revoked_at = now() - make_interval(secs => :seconds) WHERE id = :id",
    }
    for name, end, seconds in (
        ("lasting", "expires", -600),
        ("expired", "expires", 60),
        ("revoked", "revoked", 60),
        ("long expired", "expires", long_ago),
        ("long revoked", "revoked", long_ago),
    ):
        await rows(statements[end], seconds=seconds, id=UUID(made[name]))

    async def deleted() -> None:
        left = {row.name for row in await rows("SELECT name FROM api_keys")}
        assert left == {"live", "lasting", "expired", "revoked"}

    await eventually(deleted)
    assert api_keys.REVOKED_TOLD.total_seconds() <= worker.settings.session_kept_seconds
