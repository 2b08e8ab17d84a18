"""Installation administrators: what they may do, that nobody else may, and what a suspended company may."""

import asyncio
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from auth_people import Enter, Member, Rows

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_platform.identity.company_limits import CompanyLimits
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Eventually, Installation, Published
from auth.commands import admins_command, companies_command

INSTALLATION: Final = "/api/v1/installation"
COMPANIES: Final = f"{INSTALLATION}/companies"

Command = Callable[..., Any]


@pytest.fixture
def command(installation: Installation, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs ``python -m auth admins|companies …``; returns its status and the lines that it wrote."""

    async def run(of: Any, *arguments: str) -> tuple[int, list[str]]:
        capsys.readouterr()
        status = await asyncio.to_thread(of, installation.settings, list(arguments))
        return status, capsys.readouterr().out.splitlines()

    return run


async def bearer(command: Command, name: str = "Operadora") -> dict[str, str]:
    status, lines = await command(admins_command, "add", name)
    assert status == 0
    assert lines[1].startswith("ait_"), lines
    return {"Authorization": f"Bearer {lines[1]}"}


def routes(company_id: str) -> list[tuple[str, str, dict[str, Any] | None]]:
    one = f"{COMPANIES}/{company_id}"
    return [
        ("GET", COMPANIES, None),
        ("GET", one, None),
        ("POST", f"{one}/suspend", {"reason": "spam"}),
        ("POST", f"{one}/resume", None),
        ("PUT", f"{one}/limits", {"limits": {"sockets": 1}}),
        ("GET", f"{INSTALLATION}/audit", None),
    ]


async def test_no_token_and_no_key_of_a_company_acts_for_the_installation(
    client: httpx.AsyncClient, enter: Enter, command: Command, rows: Rows
) -> None:
    owner = await enter()
    scopes = ["company:read", "company:write", "audit:read"]
    key = (await owner.http.post("/api/v1/api-keys", json={"name": "k", "scopes": scopes})).json()["key"]
    revoked, expired = await bearer(command, "Ex"), await bearer(command, "Velha")
    _, lines = await command(admins_command, "list")
    [ex] = [line.split()[0] for line in lines if line.endswith("Ex")]
    assert await command(admins_command, "revoke", ex) == (0, [f"{ex}: revoked"])
    await rows("UPDATE installation_admins SET expires_at = now() WHERE name = 'Velha'")

    for method, path, body in routes(owner.answer["company"]["id"]):
        for headers, status in (
            ({}, 401),
            (dict(owner.http.headers), 403),
            ({"Authorization": f"Bearer {key}"}, 403),
            ({"Authorization": f"Bearer {owner.refresh_token}"}, 401),
            ({"Authorization": "Bearer ait_" + "x" * 43}, 401),
            (revoked, 401),
            (expired, 401),
        ):
            answer = await client.request(method, path, json=body, headers=headers)
            assert answer.status_code == status, (method, path, answer.text)
    assert (await owner.http.get("/api/v1/auth/me")).status_code == 200


async def test_a_suspended_company_ends_everywhere_and_goes_on_when_it_is_resumed(
    worker: Runtime[Any],
    client: httpx.AsyncClient,
    enter: Enter,
    command: Command,
    eventually: Eventually,
    password: str,
) -> None:
    headers = await bearer(command)
    owner, neighbour = await enter(), await enter("eva@oficina.example")
    body = {"name": "Loja", "scopes": ["company:read"]}
    key = (await owner.http.post("/api/v1/api-keys", json=body)).json()["key"]
    company = owner.answer["company"]["id"]
    credentials = {"email": owner.email, "password": password}

    suspended = await client.post(f"{COMPANIES}/{company}/suspend", json={"reason": "spam"}, headers=headers)

    assert suspended.status_code == 200, suspended.text
    assert (suspended.json()["suspendedReason"], suspended.json()["users"]) == ("spam", 1)
    for path, sent in (
        ("/api/v1/auth/login", credentials),
        ("/api/v1/auth/refresh", {"refreshToken": owner.refresh_token}),
    ):
        refused = await client.post(path, json=sent)
        assert (refused.status_code, refused.json()["code"]) == (403, "company-suspended")

    async def ended() -> None:
        for authorization in (owner.http.headers["Authorization"], f"Bearer {key}"):
            answer = await client.get("/api/v1/companies/current", headers={"Authorization": authorization})
            assert (answer.status_code, answer.json().get("code")) == (403, "company-suspended")

    await eventually(ended)
    assert (await neighbour.http.get("/api/v1/companies/current")).status_code == 200
    # Redis may lose everything: those who know go on refusing, and auth says it again.
    await worker.redis.flushdb()
    known = CompanyLimits(worker.redis, worker.keys)

    async def told_again() -> None:
        await known.refresh()
        assert known.is_suspended(UUID(company))

    await eventually(told_again)
    await ended()

    resumed = await client.post(f"{COMPANIES}/{company}/resume", headers=headers)
    assert (resumed.status_code, resumed.json().get("suspendedAt")) == (200, None)

    async def goes_on() -> None:
        for authorization in (owner.http.headers["Authorization"], f"Bearer {key}"):
            answer = await client.get("/api/v1/companies/current", headers={"Authorization": authorization})
            assert answer.status_code == 200

    await eventually(goes_on)
    assert (await client.post("/api/v1/auth/login", json=credentials)).status_code == 200
    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": owner.refresh_token})
    assert refreshed.status_code == 200
    assert not worker.failing


async def test_others_are_told_and_both_logs_keep_it_but_only_one_says_who(
    client: httpx.AsyncClient, enter: Enter, command: Command, published: Published
) -> None:
    headers = await bearer(command, "Olga")
    owner = await enter()
    company = owner.answer["company"]["id"]
    for _ in range(2):
        await client.post(f"{COMPANIES}/{company}/suspend", json={"reason": "spam"}, headers=headers)
    for _ in range(2):
        await client.post(f"{COMPANIES}/{company}/resume", headers=headers)
    await client.put(f"{COMPANIES}/{company}/limits", json={"limits": {"sockets": 7}}, headers=headers)

    told = [event for event in await published(CompanyChangedV1) if str(event.company_id) == company]
    assert [event.suspended for event in told] == [False, True, False, False]
    own = (await owner.http.get("/api/v1/audit", params={"objectId": company})).json()["items"]
    assert [(item["action"], item["actorKind"], item["actorId"], item["address"]) for item in own[:3]] == [
        (action, "installation", None, None)
        for action in ("company.limits-granted", "company.resumed", "company.suspended")
    ]
    assert "Olga" not in str(own)
    items = (await client.get(f"{INSTALLATION}/audit", headers=headers)).json()["items"]
    assert [(item["action"], item["details"]["by"], item["address"]) for item in items[:3]] == [
        (action, "Olga", "127.0.0.1")
        for action in ("company.limits-granted", "company.resumed", "company.suspended")
    ]
    assert items[3]["action"] == "installation-admin.added"


async def test_granted_limits_are_in_force_and_the_most_that_a_company_may_choose(
    worker: Runtime[Any], client: httpx.AsyncClient, enter: Enter, command: Command, eventually: Eventually
) -> None:
    headers = await bearer(command)
    owner = await enter()
    company = owner.answer["company"]["id"]
    path = "/api/v1/companies/current/limits"
    before = (await owner.http.get(path)).json()
    assert (await owner.http.put(path, json={"sockets": 900})).status_code == 200

    granted = {"limits": {"sockets": 500, "messagesPerSecond": 20_000.0, "apiKeys": 0}}
    answer = await client.put(f"{COMPANIES}/{company}/limits", json=granted, headers=headers)

    assert answer.status_code == 200, answer.text
    assert answer.json()["grantedLimits"] == granted["limits"]
    now = (await owner.http.get(path)).json()
    assert (now["limits"]["sockets"], now["limits"]["messagesPerSecond"]) == (500, 20_000)
    assert now["maximum"]["sockets"] == 500
    assert now["limits"]["requestsPerMinute"] == before["limits"]["requestsPerMinute"]
    assert (await owner.http.put(path, json={"sockets": 501})).status_code == 422
    assert (await owner.http.put(path, json={"sockets": 3})).json()["limits"]["sockets"] == 3
    refused = await owner.http.post("/api/v1/api-keys", json={"name": "k", "scopes": ["company:read"]})
    assert refused.status_code in (409, 429), refused.text
    known = CompanyLimits(worker.redis, worker.keys)

    async def in_force() -> None:
        await known.refresh()
        limits = known.of(UUID(company))
        assert limits is not None
        assert (limits.sockets, limits.messages_per_second, limits.api_keys) == (3, 20_000, 0)

    await eventually(in_force)
    for bad in ({"nothing": 1}, {"sockets": -1}, {"sockets": "x"}, {"sockets": 1e16}):
        answer = await client.put(f"{COMPANIES}/{company}/limits", json={"limits": bad}, headers=headers)
        assert answer.status_code == 422, answer.text


async def test_the_same_by_command(
    client: httpx.AsyncClient, enter: Enter, command: Command, password: str
) -> None:
    owner: Member = await enter()
    company = owner.answer["company"]["id"]

    assert await command(companies_command, "list") == (0, [f"{company}  1 users  active  Padaria"])
    assert await command(companies_command, "list", "--suspended") == (0, [])
    assert await command(companies_command, "suspend", company, "unpaid", "bill") == (
        0,
        [f"{company}: suspended"],
    )
    status, lines = await command(companies_command, "list", "--suspended")
    assert (status, "suspended: unpaid bill" in lines[0]) == (0, True)
    refused = await client.post("/api/v1/auth/login", json={"email": owner.email, "password": password})
    assert refused.json()["code"] == "company-suspended"
    assert await command(companies_command, "resume", company) == (0, [f"{company}: active"])
    granted = await command(companies_command, "limits", company, "sockets=5", "channels=2")
    assert granted == (0, ["channels=2", "sockets=5"])
    assert await command(companies_command, "limits", company) == (0, ["channels=2", "sockets=5"])
    for wrong, exit_status in (
        (("suspend", company), 2),
        (("suspend", str(uuid7()), "x"), 1),
        (("resume", "x"), 1),
        (("limits", company, "x=1"), 1),
        (("limits", company, "sockets=x"), 1),
        ((), 2),
    ):
        assert (await command(companies_command, *wrong))[0] == exit_status
    assert (await command(admins_command, "add", "x", "999"))[0] == 1
    assert (await command(admins_command))[0] == 2
