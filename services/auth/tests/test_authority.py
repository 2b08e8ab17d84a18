"""What grants something asks the database who may: a token that is older than a change grants nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx
import pytest
from auth_people import Enter, Letters, Member, Rows

from atende_contracts.users import UserChangedV1
from atende_platform.testing.plugin import Eventually, Installation, Published

USERS: Final = "/api/v1/users"
KEYS: Final = "/api/v1/api-keys"
INVITATIONS: Final = f"{USERS}/invitations"
DISABLED: Final = {"status": "disabled"}
OWNER: Final = "/api/v1/companies/current/owner"

Attempt = Callable[[Member, Member, dict[str, str]], Awaitable[httpx.Response]]


def _new(role: str) -> dict[str, str]:
    return {"name": "Eva", "email": "eva@padaria.example", "password": "a quiet river", "role": role}


GRANTS: Final[dict[str, Attempt]] = {
    "create an owner": lambda me, _, __: me.http.post(USERS, json=_new("owner")),
    "create an agent": lambda me, _, __: me.http.post(USERS, json=_new("agent")),
    "make oneself an owner": lambda me, _, __: me.http.patch(f"{USERS}/{me.id}", json={"role": "owner"}),
    "demote the owner": lambda me, owner, _: me.http.patch(f"{USERS}/{owner.id}", json={"role": "agent"}),
    "disable the owner": lambda me, owner, _: me.http.patch(f"{USERS}/{owner.id}", json=DISABLED),
    "have the owner leave": lambda me, owner, _: me.http.post(f"{USERS}/{owner.id}/leave"),
    "rename the owner": lambda me, owner, _: me.http.patch(f"{USERS}/{owner.id}", json={"name": "Zé"}),
    "hand the company over": lambda me, owner, _: me.http.post(OWNER, json={"userId": owner.id}),
    "invite": lambda me, _, __: me.http.post(INVITATIONS, json={"email": "x@y.example", "role": "agent"}),
    "revoke an invitation": lambda me, _, ids: me.http.delete(f"{INVITATIONS}/{ids['invitation']}"),
    "reset the owner's app": lambda me, owner, _: me.http.delete(f"{USERS}/{owner.id}/totp"),
    "rename the company": lambda me, _, __: me.http.patch("/api/v1/companies/current", json={"name": "X"}),
    "choose limits": lambda me, _, __: me.http.put("/api/v1/companies/current/limits", json={"sockets": 1}),
    "make a key": lambda me, _, __: me.http.post(KEYS, json={"name": "k", "scopes": ["contacts:read"]}),
    "revoke a key": lambda me, _, ids: me.http.delete(f"{KEYS}/{ids['key']}"),
}


@pytest.fixture
def redis_is_late(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process hears that a token was ended, as while Redis is away."""
    monkeypatch.setattr(installation.runtime.revocations, "is_revoked", lambda _: False)


@pytest.mark.parametrize("change", [{"role": "agent"}, {"status": "disabled"}])
async def test_who_may_no_longer_grants_nothing_with_a_token_from_before(
    enter: Enter,
    rows: Rows,
    redis_is_late: None,  # noqa: ARG001
    change: dict[str, str],
) -> None:
    owner = await enter()
    former = await enter("bia@padaria.example", "owner", adds=owner)
    invited = await owner.http.post(INVITATIONS, json={"email": "caio@padaria.example", "role": "agent"})
    key = await owner.http.post(KEYS, json={"name": "Loja", "scopes": ["contacts:read"]})
    ids = {"invitation": invited.json()["id"], "key": key.json()["id"]}
    assert (await owner.http.patch(f"{USERS}/{former.id}", json=change)).status_code == 200
    state = (
        "SELECT (SELECT jsonb_agg(to_jsonb(m) ORDER BY user_id) FROM memberships m) AS roles,"
        " (SELECT jsonb_agg(to_jsonb(u) ORDER BY id) FROM users u) AS users,"
        " (SELECT jsonb_agg(to_jsonb(i) ORDER BY id) FROM invitations i) AS invitations,"
        " (SELECT jsonb_agg(to_jsonb(k) ORDER BY id) FROM api_keys k) AS keys,"
        " (SELECT jsonb_agg(to_jsonb(c) ORDER BY company_id) FROM companies c) AS companies"
    )
    before = await rows(state)

    answers = {name: (await attempt(former, owner, ids)).status_code for name, attempt in GRANTS.items()}

    assert set(answers.values()) == {403 if "role" in change else 401}, answers
    assert await rows(state) == before


async def test_a_token_from_before_a_changed_role_ends_everywhere_and_is_refreshed(
    client: httpx.AsyncClient, enter: Enter, eventually: Eventually
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "admin", adds=owner)
    assert (await owner.http.patch(f"{USERS}/{bia.id}", json={"role": "viewer"})).status_code == 200

    async def ended() -> None:
        refused = await bia.http.get("/api/v1/auth/me")
        assert (refused.status_code, refused.json().get("code")) == (401, "token-expired")

    await eventually(ended)
    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": bia.refresh_token})
    assert refreshed.status_code == 200
    bia.http.headers["Authorization"] = f"Bearer {refreshed.json()['accessToken']}"
    me = (await bia.http.get("/api/v1/auth/me")).json()
    assert (me["user"]["role"], "users:write" in me["permissions"]) == ("viewer", False)
    assert (await owner.http.get("/api/v1/auth/me")).status_code == 200


async def test_keys_of_a_maker_who_may_less_are_revoked_and_no_others(
    client: httpx.AsyncClient, enter: Enter, eventually: Eventually
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "admin", adds=owner)
    keys: dict[str, Any] = {}
    for who, name, scopes in (
        (bia, "too much", ["audit:read", "company:read"]),
        (bia, "as before", ["company:read"]),
        (owner, "another's", ["audit:read"]),
    ):
        made = await who.http.post(KEYS, json={"name": name, "scopes": scopes})
        assert made.status_code == 201, made.text
        keys[name] = made.json()

    async def answers(name: str) -> int:
        path = "/api/v1/audit" if name == "another's" else "/api/v1/companies/current"
        response = await client.get(path, headers={"Authorization": f"Bearer {keys[name]['key']}"})
        return response.status_code

    assert [await answers(name) for name in keys] == [200, 200, 200]
    await owner.http.patch(f"{USERS}/{bia.id}", json={"role": "agent"})

    async def the_first_ended(expected: list[int]) -> None:
        assert [await answers(name) for name in keys] == expected

    await eventually(lambda: the_first_ended([401, 200, 200]))
    await owner.http.patch(f"{USERS}/{bia.id}", json={"status": "disabled"})
    await eventually(lambda: the_first_ended([401, 401, 200]))
    found = (await owner.http.get("/api/v1/audit", params={"action": "api-key.revoked"})).json()["items"]
    assert [(item["objectId"], item["details"]["userId"]) for item in found] == [
        (keys["as before"]["id"], bia.id),
        (keys["too much"]["id"], bia.id),
    ]


async def test_an_invitation_is_worth_what_its_sender_may_grant(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    """Else a former owner would have left themselves a way back in."""
    owner = await enter()
    former = await enter("bia@padaria.example", "owner", adds=owner)
    for email, role in (("o@padaria.example", "owner"), ("a@padaria.example", "agent")):
        sent = await former.http.post(INVITATIONS, json={"email": email, "role": role})
        assert sent.status_code == 201
    tokens = [str(letter.get_content()).split("#token=")[1].split()[0] for letter in letters()]
    assert (await owner.http.patch(f"{USERS}/{former.id}", json={"role": "admin"})).status_code == 200

    async def accept(token: str) -> httpx.Response:
        body = {"token": token, "name": "Eva", "password": password}
        return await client.post("/api/v1/auth/invitations/accept", json=body)

    refused = await accept(tokens[0])
    assert (refused.status_code, refused.json()["code"]) == (409, "invitation-over")
    assert (await accept(tokens[1])).status_code == 201
    # As of before this rule: open although its sender may no longer send it.
    await rows("UPDATE invitations SET revoked_at = NULL WHERE role = 'owner'")
    assert (await accept(tokens[0])).json()["code"] == "invitation-over"


@pytest.mark.parametrize("change", [{"role": "admin"}, {"status": "disabled"}])
async def test_two_owners_against_each_other_or_leaving_at_once_always_leave_one(
    enter: Enter,
    rows: Rows,
    redis_is_late: None,  # noqa: ARG001
    change: dict[str, str],
) -> None:
    for number in range(3):
        first = await enter(f"ana@{number}.example")
        second = await enter(f"bia@{number}.example", "owner", adds=first)
        targets = (second, first) if number else (first, second)
        answers = await asyncio.gather(
            first.http.patch(f"{USERS}/{targets[0].id}", json=change),
            second.http.patch(f"{USERS}/{targets[1].id}", json=change),
        )
        assert [answer.status_code for answer in answers].count(200) == 1
        [left] = await rows(
            "SELECT count(*) AS owners FROM users u JOIN memberships m ON m.user_id = u.id"
            " WHERE m.role = 'owner' AND u.state = 'active' AND u.company_id = CAST(:company AS uuid)",
            company=first.answer["company"]["id"],
        )
        assert left.owners == 1


async def test_granting_at_the_same_time_as_being_demoted_is_before_it_or_not_at_all(
    enter: Enter,
    rows: Rows,
    redis_is_late: None,  # noqa: ARG001
) -> None:
    owner = await enter()
    for number in range(4):
        former = await enter(f"bia{number}@padaria.example", "owner", adds=owner)
        new = {**_new("owner"), "email": f"new{number}@padaria.example"}
        created, demoted = await asyncio.gather(
            former.http.post(USERS, json=new),
            owner.http.patch(f"{USERS}/{former.id}", json={"role": "agent"}),
        )
        assert demoted.status_code == 200
        assert created.status_code in (201, 403)
        made = await rows("SELECT 1 FROM users WHERE email = :email", email=new["email"])
        assert len(made) == (created.status_code == 201)


async def test_others_are_told_of_users_as_they_change(enter: Enter, published: Published) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    for change in ({"name": "Bia Lima"}, {"role": "admin"}, {"status": "disabled"}, {"status": "disabled"}):
        await owner.http.patch(f"{USERS}/{bia.id}", json=change)

    told = [event for event in await published(UserChangedV1) if str(event.user_id) == bia.id]
    assert [(event.name, event.role, event.state, event.revision) for event in told] == [
        ("Agent", "agent", "active", 1),
        ("Bia Lima", "agent", "active", 2),
        ("Bia Lima", "admin", "active", 3),
        ("Bia Lima", "admin", "disabled", 4),
    ]
