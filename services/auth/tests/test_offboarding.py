"""A user who leaves the company: what they leave behind is shown, and ends in one step."""

import asyncio
from typing import Any, Final

import httpx
from auth_people import Enter, Member, Rows

from atende_contracts.users import UserChangedV1
from atende_platform.testing.plugin import Eventually, Published

USERS: Final = "/api/v1/users"
KEYS: Final = "/api/v1/api-keys"
INVITATIONS: Final = f"{USERS}/invitations"
NONE: Final = {"sessions": 0, "apiKeys": 0, "invitations": 0}


async def _key(member: Member, name: str) -> dict[str, Any]:
    made = await member.http.post(KEYS, json={"name": name, "scopes": ["company:read"]})
    assert made.status_code == 201, made.text
    key: dict[str, Any] = made.json()
    return key


async def _invite(member: Member, email: str) -> str:
    sent = await member.http.post(INVITATIONS, json={"email": email, "role": "agent"})
    assert sent.status_code == 201, sent.text
    return str(sent.json()["id"])


async def _leftovers(asks: Member, user_id: str) -> dict[str, Any]:
    shown = await asks.http.get(f"{USERS}/{user_id}/leftovers")
    assert shown.status_code == 200, shown.text
    leftovers: dict[str, Any] = shown.json()
    return leftovers


async def test_what_a_user_leaves_behind_is_shown_and_ends_in_one_step(
    client: httpx.AsyncClient, enter: Enter, rows: Rows, published: Published, eventually: Eventually
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "admin", adds=owner)
    await enter("bia@padaria.example", again=True)
    key, own_key = await _key(bia, "Loja"), await _key(owner, "Caixa")
    by_key = {"Authorization": f"Bearer {key['key']}"}
    assert (await client.get("/api/v1/companies/current", headers=by_key)).status_code == 200
    invitation = await _invite(bia, "caio@padaria.example")
    await _invite(owner, "davi@padaria.example")

    shown = await _leftovers(owner, bia.id)

    assert shown["user"]["id"] == bia.id
    assert shown["counts"] == {"sessions": 2, "apiKeys": 1, "invitations": 1}
    assert [len(shown[name]) for name in ("sessions", "apiKeys", "invitations")] == [2, 1, 1]
    assert {"address", "userAgent", "createdAt", "lastUsedAt"} <= shown["sessions"][0].keys()
    assert shown["apiKeys"][0]["id"] == key["id"]
    assert "key" not in shown["apiKeys"][0]
    assert shown["invitations"][0]["id"] == invitation

    left = await owner.http.post(f"{USERS}/{bia.id}/leave")

    assert left.status_code == 200, left.text
    assert left.json()["user"]["status"] == "disabled"
    assert left.json()["ended"] == shown["counts"]
    after = await _leftovers(owner, bia.id)
    assert after["counts"] == NONE
    assert not after["sessions"] + after["apiKeys"] + after["invitations"]
    assert (await _leftovers(owner, owner.id))["counts"] == {"sessions": 1, "apiKeys": 1, "invitations": 1}
    assert (await published(UserChangedV1))[-1].state == "disabled"

    async def refused() -> None:
        answers = [
            (await bia.http.get("/api/v1/auth/me")).status_code,
            (await client.get("/api/v1/companies/current", headers=by_key)).status_code,
            (await client.post("/api/v1/auth/refresh", json={"refreshToken": bia.refresh_token})).status_code,
        ]
        assert answers == [401, 401, 401]

    await eventually(refused)
    by_own_key = {"Authorization": f"Bearer {own_key['key']}"}
    assert (await client.get("/api/v1/companies/current", headers=by_own_key)).status_code == 200
    actions = await rows(
        "SELECT action, count(*) FROM audit_log WHERE actor_id = :id GROUP BY action", id=owner.id
    )
    noted = {row.action: row.count for row in actions}
    assert (noted["user.changed"], noted["api-key.revoked"], noted["invitation.revoked"]) == (1, 1, 1)


async def test_leaving_again_changes_nothing_and_ends_what_an_earlier_version_left(
    enter: Enter, rows: Rows, published: Published
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "admin", adds=owner)
    key = await _key(bia, "Loja")
    path = f"{USERS}/{bia.id}/leave"
    answers = await asyncio.gather(*(owner.http.post(path) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sorted(answer.json()["ended"]["sessions"] for answer in answers) == [0, 0, 0, 1]
    before = await rows("SELECT count(*) FROM audit_log")

    assert (await owner.http.post(path)).json()["ended"] == NONE
    assert {event.revision for event in (await published(UserChangedV1))[-5:]} == {2}
    assert await rows("SELECT count(*) FROM audit_log") == before

    await rows("UPDATE api_keys SET revoked_at = NULL WHERE id = :id", id=key["id"])
    assert (await owner.http.post(path)).json()["ended"] == {**NONE, "apiKeys": 1}


async def test_who_may_have_whom_leave(enter: Enter) -> None:
    owner = await enter()
    admin = await enter("bia@padaria.example", "admin", adds=owner)
    agent = await enter("caio@padaria.example", "agent", adds=owner)
    stranger = await enter("zeca@outra.example")

    async def refused(asks: Member, user: Member) -> tuple[int, str]:
        answer = await asks.http.post(f"{USERS}/{user.id}/leave")
        return answer.status_code, answer.json()["code"]

    assert await refused(owner, owner) == (409, "last-owner")
    assert await refused(admin, owner) == (403, "owner-required")
    assert (await refused(agent, admin))[0] == 403
    assert (await agent.http.get(f"{USERS}/{admin.id}/leftovers")).status_code == 403
    assert (await refused(stranger, admin))[0] == 404
    assert (await stranger.http.get(f"{USERS}/{admin.id}/leftovers")).status_code == 404

    second = await enter("davi@padaria.example", "owner", adds=owner)
    assert (await owner.http.post(f"{USERS}/{second.id}/leave")).status_code == 200
    assert await refused(admin, second) == (403, "owner-required")
