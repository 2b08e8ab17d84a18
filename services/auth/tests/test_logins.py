"""One login for several companies: joining, choosing, switching, and what one company cannot do to others."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from auth_people import Enter, Letters, Member, Rows, bearer

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import Eventually

LOGIN = "/api/v1/auth/login"
USERS = "/api/v1/users"
BIA = "bia@padaria.example"
OTHER_PASSWORD = "a password of somebody else"

Join = Callable[..., Awaitable[httpx.Response]]


def token_in(letters: Letters, page: str) -> str:
    found = re.search(rf"{page}#token=(\S+)", letters()[-1].get_content())
    assert found
    return found[1]


@pytest.fixture
def join(client: httpx.AsyncClient, letters: Letters, password: str) -> Join:
    """Invites somebody to an owner's company and accepts for them."""

    async def invite_and_accept(
        owner: Member, email: str = BIA, role: str = "agent", tried: str = password
    ) -> httpx.Response:
        invited = await owner.http.post(f"{USERS}/invitations", json={"email": email, "role": role})
        assert invited.status_code == 201, invited.text
        body = {"token": token_in(letters, "invitation"), "name": "Bia", "password": tried}
        return await client.post("/api/v1/auth/invitations/accept", json=body)

    return invite_and_accept


async def login(client: httpx.AsyncClient, password: str, **fields: Any) -> httpx.Response:
    return await client.post(LOGIN, json={"email": BIA, "password": password, **fields})


@pytest.fixture
async def two(enter: Enter, join: Join) -> tuple[Member, Member, Member]:
    """Ana's company, Eva's, and Bia, who has a third and is Ana's agent and Eva's admin."""
    ana, eva, bia = await enter(), await enter("eva@oficina.example"), await enter(BIA)
    for owner, role in ((ana, "agent"), (eva, "admin")):
        response = await join(owner, role=role)
        assert response.status_code == 201, response.text
    return ana, eva, bia


Two = tuple[Member, Member, Member]


async def test_one_login_opens_several_companies_with_a_role_in_each(
    client: httpx.AsyncClient, two: Two, rows: Rows, password: str
) -> None:
    ana, eva, bia = two
    companies = {
        one.answer["company"]["id"]: role for one, role in zip(two, ("agent", "admin", "owner"), strict=True)
    }

    refused = await login(client, "not the password")
    assert (refused.status_code, "companies" in refused.text) == (401, False)
    asked = await login(client, password)

    assert (asked.status_code, asked.json()["code"]) == (409, "company-required")
    assert {one["id"]: one["role"] for one in asked.json()["companies"]} == companies
    chosen = {"choiceToken": asked.json()["choiceToken"], "companyId": eva.answer["company"]["id"]}
    entered = await client.post(f"{LOGIN}/company", json=chosen)
    assert entered.status_code == 200
    assert (entered.json()["company"], entered.json()["user"]["role"]) == (eva.answer["company"], "admin")
    again = await client.post(f"{LOGIN}/company", json=chosen)
    assert (again.status_code, again.json()["code"]) == (401, "choice-over")

    named = await login(client, password, companyId=ana.answer["company"]["id"])
    assert (named.status_code, named.json()["user"]["role"]) == (200, "agent")
    assert (await login(client, password, companyId=str(uuid7()))).status_code == 404

    mine = await client.get("/api/v1/auth/companies", headers=bearer(named.json()))
    assert {one["id"]: one["role"] for one in mine.json()["items"]} == companies
    assert [one["id"] for one in mine.json()["items"] if one["current"]] == [ana.answer["company"]["id"]]
    assert len(await rows("SELECT 1 FROM logins")) == 3
    assert bia.id not in {entered.json()["user"]["id"], named.json()["user"]["id"]}


async def test_a_session_switches_to_another_company_and_not_to_one_of_others(
    client: httpx.AsyncClient, two: Two, enter: Enter, rows: Rows
) -> None:
    ana, _, bia = two
    stranger = await enter("caio@loja.example")

    async def switch(company_id: str) -> httpx.Response:
        return await bia.http.post("/api/v1/auth/sessions/switch", json={"companyId": company_id})

    switched = await switch(ana.answer["company"]["id"])
    assert switched.status_code == 201
    assert switched.json()["company"] == ana.answer["company"]
    me = await client.get("/api/v1/auth/me", headers=bearer(switched.json()))
    assert me.json()["user"]["role"] == "agent"
    for company_id in (stranger.answer["company"]["id"], str(uuid7())):
        assert (await switch(company_id)).status_code == 404
    sessions = (await bia.http.get("/api/v1/auth/sessions")).json()["items"]
    assert {one["companyId"] for one in sessions} == {one.answer["company"]["id"] for one in two}
    await rows(
        "UPDATE sessions SET revoked_at = now() WHERE company_id = CAST(:id AS uuid)",
        id=bia.answer["company"]["id"],
    )
    ended = await switch(ana.answer["company"]["id"])
    assert (ended.status_code, ended.json()["code"]) == (409, "session-ended")


async def test_what_one_company_takes_away_the_others_keep(
    client: httpx.AsyncClient, two: Two, password: str
) -> None:
    ana, eva, bia = two
    company_id = ana.answer["company"]["id"]
    entered = (await login(client, password, companyId=company_id)).json()

    disabled = await ana.http.patch(f"{USERS}/{entered['user']['id']}", json={"status": "disabled"})

    assert disabled.status_code == 200
    assert (await login(client, password, companyId=company_id)).status_code == 404
    asked = (await login(client, password)).json()
    assert {one["id"] for one in asked["companies"]} == {one.answer["company"]["id"] for one in (eva, bia)}
    assert (await bia.http.get("/api/v1/auth/me")).status_code == 200
    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": entered["refreshToken"]})
    assert refreshed.status_code == 401


@pytest.mark.parametrize("how", ["change", "reset", "others"])
async def test_a_new_password_ends_the_sessions_of_all_companies(
    client: httpx.AsyncClient,
    two: Two,
    letters: Letters,
    rows: Rows,
    eventually: Eventually,
    password: str,
    how: str,
) -> None:
    ana, _, bia = two
    entered = (await login(client, password, companyId=ana.answer["company"]["id"])).json()

    match how:
        case "change":
            body = {"currentPassword": password, "newPassword": OTHER_PASSWORD}
            assert (await bia.http.post("/api/v1/auth/password", json=body)).status_code == 204
        case "others":
            assert (await bia.http.delete("/api/v1/auth/sessions")).status_code == 204
        case "reset":
            await client.post("/api/v1/auth/password/reset", json={"email": BIA})
            body = {"token": token_in(letters, "password-reset"), "newPassword": OTHER_PASSWORD}
            assert (await client.post("/api/v1/auth/password/reset/confirm", json=body)).status_code < 300

    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": entered["refreshToken"]})
    assert refreshed.status_code == 401

    async def refused() -> None:
        response = await client.get("/api/v1/auth/me", headers=bearer(entered))
        assert response.status_code == 401

    await eventually(refused)
    if how != "others":
        # It is in the audit log of each of the companies.
        noted = await rows(
            "SELECT company_id FROM audit_log WHERE action IN"
            " ('user.password-changed', 'user.password-reset')"
        )
        assert {str(row.company_id) for row in noted} == {one.answer["company"]["id"] for one in two}
        assert (await login(client, password)).status_code == 401


async def test_switching_while_the_password_is_changed_leaves_no_session(
    two: Two, rows: Rows, password: str, client: httpx.AsyncClient
) -> None:
    ana, _, bia = two
    there = (await login(client, password, companyId=ana.answer["company"]["id"])).json()
    change = {"currentPassword": password, "newPassword": OTHER_PASSWORD}
    switch = {"companyId": bia.answer["company"]["id"]}

    await asyncio.gather(
        *(client.post("/api/v1/auth/sessions/switch", json=switch, headers=bearer(there)) for _ in range(6)),
        bia.http.post("/api/v1/auth/password", json=change),
    )

    left = await rows(
        "SELECT s.id FROM sessions s JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id"
        " WHERE s.revoked_at IS NULL AND u.email = :email",
        email=BIA,
    )
    assert [str(row.id) for row in left] == [(await bia.http.get("/api/v1/auth/me")).json()["sessionId"]]


# --- joining ---------------------------------------------------------------------------------


async def test_an_invitation_is_accepted_with_the_password_that_the_login_has(
    enter: Enter, join: Join, rows: Rows
) -> None:
    ana = await enter()
    await enter(BIA)

    wrong = await join(ana, tried=OTHER_PASSWORD)

    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "password")
    accepted = await join(ana)
    assert accepted.status_code == 201
    assert accepted.json()["company"]["id"] == ana.answer["company"]["id"]
    assert len(await rows("SELECT 1 FROM logins")) == 2
    assert accepted.json()["user"]["joinedAt"] is not None


async def test_an_invitation_does_not_get_round_the_second_factor(
    client: httpx.AsyncClient, enter: Enter, join: Join, letters: Letters, rows: Rows, password: str
) -> None:
    ana, bia = await enter(), await enter(BIA)
    await bia.http.post("/api/v1/auth/totp", json={"currentPassword": password})
    await rows("UPDATE totps SET confirmed_at = now()")

    refused = await join(ana)

    assert (refused.status_code, refused.json()["code"]) == (401, "totp-required")
    assert len(await rows("SELECT 1 FROM users")) == 2
    body = {"token": token_in(letters, "invitation"), "name": "Bia", "password": password}
    wrong = await client.post(
        "/api/v1/auth/invitations/accept", json={**body, "recoveryCode": "aaaa-bbbb-cccc-dddd"}
    )
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong-code")


async def test_creating_a_user_looks_the_same_whether_or_not_the_person_has_a_login(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    """The creator's password is nobody's, and the person enters only when they accept."""
    ana = await enter()
    await enter(BIA)
    [before] = await rows("SELECT * FROM logins WHERE email = :email", email=BIA)

    answers = []
    for email in (BIA, "nobody@padaria.example"):
        body = {"name": "Bia", "email": email, "password": OTHER_PASSWORD, "role": "admin"}
        created = await ana.http.post(USERS, json=body)
        read = await ana.http.get(f"{USERS}/{created.json()['id']}")
        assert read.json() == created.json()
        again = await ana.http.post(USERS, json=body)
        invited = await ana.http.post(f"{USERS}/invitations", json={"email": email, "role": "admin"})
        same = {"email": "", "id": "", "createdAt": "", "expiresAt": "", "requestId": ""}
        answers.append([(one.status_code, {**one.json(), **same}) for one in (created, again, invited)])

    assert answers[0] == answers[1]
    assert (await ana.http.get(f"{USERS}/invitations")).json()["items"] == []
    [after] = await rows("SELECT * FROM logins WHERE email = :email", email=BIA)
    assert after == before
    assert (await login(client, OTHER_PASSWORD)).status_code == 401
    alone = await login(client, password)
    assert alone.json()["company"]["id"] != ana.answer["company"]["id"]  # Not asked: there is one only.
    body = {"token": _token_to(letters, BIA), "name": "Beatriz", "password": password}
    accepted = await client.post("/api/v1/auth/invitations/accept", json=body)
    assert (accepted.status_code, accepted.json()["user"]["role"]) == (201, "admin")
    assert (await login(client, password)).json()["code"] == "company-required"


def _token_to(letters: Letters, email: str) -> str:
    newest = [letter for letter in letters() if letter["To"] == email][-1]
    found = re.search(r"invitation#token=(\S+)", newest.get_content())
    assert found
    return found[1]


async def test_a_company_does_not_belong_to_somebody_who_never_came(enter: Enter) -> None:
    ana = await enter()
    await enter(BIA)
    body = {"name": "Bia", "email": BIA, "password": OTHER_PASSWORD, "role": "owner"}
    user_id = (await ana.http.post(USERS, json=body)).json()["id"]

    heir = await ana.http.post("/api/v1/companies/current/owner", json={"userId": user_id})
    leaving = await ana.http.patch(f"{USERS}/{ana.id}", json={"role": "admin"})

    assert (heir.status_code, heir.json()["code"]) == (409, "user-not-joined")
    assert (leaving.status_code, leaving.json()["code"]) == (409, "last-owner")
