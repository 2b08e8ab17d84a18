"""The own company and its users over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Published

Register = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def as_member(as_user: AsUser, register: Register) -> Callable[..., Awaitable[httpx.AsyncClient]]:
    """Registers a company and returns a client of one of its users, by role."""

    async def sign_in(role: str = "owner", email: str = "ana@padaria.example") -> httpx.AsyncClient:
        answer = await register(email)
        return as_user(role, company_id=UUID(answer["company"]["id"]), user_id=UUID(answer["user"]["id"]))

    return sign_in


Member = Callable[..., Awaitable[httpx.AsyncClient]]

NEW_USER = {"name": "Bia", "email": "bia@padaria.example", "password": "another quiet river", "role": "agent"}


# --- the company -----------------------------------------------------------------------------


async def test_a_change_is_stored_and_told(
    as_member: Member, published: Published, database: Database
) -> None:
    owner = await as_member()

    response = await owner.patch(
        "/api/v1/companies/current",
        json={"name": "Padaria Nova", "timeZone": "America/Manaus", "locale": "en", "reopenHours": 1.5},
    )

    assert response.status_code == 200
    assert response.json() == (await owner.get("/api/v1/companies/current")).json()
    assert response.json()["timeZone"] == "America/Manaus"
    assert response.json()["updatedAt"] > response.json()["createdAt"]
    events = await published(CompanyChangedV1)
    assert [event.revision for event in events] == [1, 2]
    assert events[1].model_dump(include={"name", "time_zone", "locale", "reopen_hours"}) == {
        "name": "Padaria Nova",
        "time_zone": "America/Manaus",
        "locale": "en",
        "reopen_hours": 1.5,
    }
    async with database.worker() as session:
        changed = await execute(session, "SELECT details FROM audit_log WHERE action = 'company.changed'")
        assert changed.scalar_one()["time_zone"] == "America/Manaus"


@pytest.mark.parametrize("body", [{}, {"name": "Padaria"}, {"name": None, "locale": "pt-BR"}])
async def test_what_does_not_change_is_not_told(
    as_member: Member, published: Published, body: dict[str, Any]
) -> None:
    owner = await as_member()

    assert (await owner.patch("/api/v1/companies/current", json=body)).status_code == 200

    assert [event.revision for event in await published(CompanyChangedV1)] == [1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\u0000"),
        ("timeZone", "Mars/Olympus"),
        ("timeZone", "../../etc/passwd"),
        ("locale", "portuguese"),
        ("reopenHours", -1),
        ("reopenHours", 10_000),
        ("reopenHours", "soon"),
        ("revision", 7),
    ],
)
async def test_a_bad_change_names_the_field(as_member: Member, field: str, value: object) -> None:
    owner = await as_member()

    response = await owner.patch("/api/v1/companies/current", json={field: value})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_infinite_hours_are_refused(as_member: Member) -> None:
    owner = await as_member()

    response = await owner.patch(
        "/api/v1/companies/current",
        content='{"reopenHours": Infinity}',
        headers={"Content-Type": "application/json"},
    )

    assert response.status_code == 422


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("agent", 403), ("viewer", 403)])
async def test_who_may_change_the_company(as_member: Member, role: str, status: int) -> None:
    member = await as_member(role)

    assert (await member.get("/api/v1/companies/current")).status_code == 200
    response = await member.patch("/api/v1/companies/current", json={"name": "Mine"})

    assert response.status_code == status


async def test_a_company_that_is_not_there_is_not_found(as_user: AsUser) -> None:
    stranger = as_user("owner", company_id=uuid7())

    assert (await stranger.get("/api/v1/companies/current")).status_code == 404
    assert (await stranger.patch("/api/v1/companies/current", json={"name": "x"})).status_code == 404


async def test_companies_do_not_see_or_change_each_other(as_member: Member) -> None:
    first = await as_member(email="ana@padaria.example")
    second = await as_member(email="eva@oficina.example")

    await second.patch("/api/v1/companies/current", json={"name": "Oficina"})
    await second.post("/api/v1/users", json=NEW_USER)

    assert (await first.get("/api/v1/companies/current")).json()["name"] == "Padaria"
    users = (await first.get("/api/v1/users")).json()["items"]
    assert [user["email"] for user in users] == ["ana@padaria.example"]


# --- its limits ------------------------------------------------------------------------------

LIMITS = "/api/v1/companies/current/limits"


async def test_limits_are_the_installation_s_until_the_company_chooses_others(
    as_member: Member, published: Published
) -> None:
    owner = await as_member()
    before = (await owner.get(LIMITS)).json()

    response = await owner.put(LIMITS, json={"requestsPerMinute": 120, "messagesPerSecond": 2.5})

    assert before["chosen"] == {"sockets": None, "requestsPerMinute": None, "messagesPerSecond": None}
    assert (
        before["limits"].items()
        >= {
            "sockets": 1000,
            "requestsPerMinute": 6000,
            "messagesPerSecond": 1000,
            "contacts": 1_000_000,
            "storedBytes": 10_000_000_000,
        }.items()
    )
    assert response.status_code == 200
    assert response.json() == (await owner.get(LIMITS)).json()
    assert response.json()["limits"] == {
        **before["limits"],
        "requestsPerMinute": 120,
        "messagesPerSecond": 2.5,
    }
    assert response.json()["chosen"]["sockets"] is None
    told = (await published(CompanyChangedV1))[-1]
    assert told.limits == {"requests_per_minute": 120, "messages_per_second": 2.5}

    back = await owner.put(LIMITS, json={})

    assert back.json() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sockets": 10_001}, "sockets"),
        ({"requestsPerMinute": 60_001}, "requestsPerMinute"),
        ({"messagesPerSecond": 5000.5}, "messagesPerSecond"),
        ({"sockets": 0}, "sockets"),
        ({"requestsPerMinute": 59}, "requestsPerMinute"),
        ({"requestsPerMinute": 60.5}, "requestsPerMinute"),
        ({"messages": 5}, "messages"),
        ({"contacts": 5}, "contacts"),
    ],
)
async def test_a_limit_that_cannot_be_is_refused_by_name(
    as_member: Member, body: dict[str, Any], field: str
) -> None:
    owner = await as_member()

    response = await owner.put(LIMITS, json=body)

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
    assert (await owner.get(LIMITS)).json()["chosen"]["sockets"] is None


# --- users -----------------------------------------------------------------------------------


async def test_a_new_user_can_sign_in(client: httpx.AsyncClient, as_member: Member) -> None:
    owner = await as_member()

    created = await owner.post("/api/v1/users", json=NEW_USER)

    assert created.status_code == 201
    assert {**created.json(), "id": "", "createdAt": ""} == {
        "id": "",
        "name": "Bia",
        "email": "bia@padaria.example",
        "role": "agent",
        "status": "active",
        "state": "active",
        "createdAt": "",
        "joinedAt": None,
    }
    body = {"email": NEW_USER["email"], "password": NEW_USER["password"]}
    signed_in = await client.post("/api/v1/auth/login", json=body)
    user = signed_in.json()["user"]
    assert user == {**created.json(), "joinedAt": user["joinedAt"]}
    assert (await owner.get(f"/api/v1/users/{user['id']}")).json()["joinedAt"] is not None
    assert signed_in.json()["company"] == (await owner.get("/api/v1/companies/current")).json()


async def test_an_address_is_one_user_of_a_company_in_whatever_case(as_member: Member) -> None:
    first = await as_member(email="ana@padaria.example")
    await first.post("/api/v1/users", json=NEW_USER)

    response = await first.post("/api/v1/users", json={**NEW_USER, "email": "BIA@padaria.example"})

    assert response.status_code == 409
    assert response.json()["code"] == "email-taken"


@pytest.mark.parametrize("actor", list(Role))
@pytest.mark.parametrize("role", list(Role))
async def test_who_may_give_which_role(as_member: Member, actor: Role, role: Role) -> None:
    member = await as_member(actor)

    response = await member.post("/api/v1/users", json={**NEW_USER, "role": role})

    allowed = actor is Role.OWNER or (actor is Role.ADMIN and role is not Role.OWNER)
    assert response.status_code == (201 if allowed else 403)
    if actor is Role.ADMIN and not allowed:
        assert response.json()["code"] == "owner-required"


@pytest.mark.parametrize(
    ("field", "value"), [("password", "senha123"), ("email", "x"), ("role", "root"), ("name", " ")]
)
async def test_a_bad_user_names_the_field(as_member: Member, field: str, value: str) -> None:
    owner = await as_member()

    response = await owner.post("/api/v1/users", json={**NEW_USER, field: value})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_users_are_listed_in_pages(as_member: Member) -> None:
    owner = await as_member()
    for number in range(4):
        body = {**NEW_USER, "email": f"user{number}@padaria.example"}
        assert (await owner.post("/api/v1/users", json=body)).status_code == 201

    emails, cursor, pages = [], None, 0
    while cursor or not pages:
        parameters = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await owner.get("/api/v1/users", params=parameters)).json()
        emails += [user["email"] for user in page["items"]]
        cursor, pages = page.get("nextCursor"), pages + 1

    assert pages == 3
    assert emails == ["ana@padaria.example", *(f"user{number}@padaria.example" for number in range(4))]
    assert (await owner.get("/api/v1/users", params={"cursor": "bm9uZQ"})).status_code == 422
    assert (await owner.get("/api/v1/users", params={"limit": 101})).status_code == 422
