"""Changing one's e-mail address: by the password and the new mailbox, in all companies."""

import re
from typing import Any

import httpx
import pytest
from auth_people import Enter, Letters, Rows

from atende_contracts.users import UserChangedV1
from atende_platform.testing.plugin import Published

EMAIL = "/api/v1/auth/email"
LOGIN = "/api/v1/auth/login"
ANA = "ana@padaria.example"
NEW = "ana@confeitaria.example"


def token_to(letters: Letters, email: str) -> str:
    [letter] = [letter for letter in letters() if letter["To"] == email]
    found = re.search(r"https://console\.example/email-change#token=(\S+)", letter.get_content())
    assert found
    return found[1]


async def login(client: httpx.AsyncClient, email: str, password: str, **fields: Any) -> httpx.Response:
    return await client.post(LOGIN, json={"email": email, "password": password, **fields})


async def test_an_address_is_changed_by_the_password_and_the_new_mailbox(
    client: httpx.AsyncClient,
    enter: Enter,
    letters: Letters,
    rows: Rows,
    password: str,
    published: Published,
) -> None:
    owner = await enter()
    other = (await owner.http.post("/api/v1/auth/companies", json={"name": "Filial"})).json()

    wrong = await owner.http.post(EMAIL, json={"email": NEW, "password": "not the password"})
    asked = await owner.http.post(EMAIL, json={"email": NEW, "password": password})

    assert (wrong.status_code, asked.status_code) == (422, 202)
    assert (await login(client, NEW, password)).status_code == 401
    token = token_to(letters, NEW)
    # Anyone who got the link by a mistyped address does not know the password.
    stranger = await client.post(f"{EMAIL}/confirm", json={"token": token, "password": "a strangers guess"})
    assert (stranger.status_code, stranger.json()["errors"][0]["field"]) == (422, "password")
    confirmed = await client.post(f"{EMAIL}/confirm", json={"token": token, "password": password})
    assert confirmed.status_code == 204

    assert (await login(client, ANA, password)).status_code == 401
    company_id = other["company"]["id"]
    answer = await login(client, NEW, password, companyId=company_id)
    assert answer.json()["user"]["email"] == NEW
    assert {row.email for row in await rows("SELECT email FROM users")} == {NEW}
    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": owner.refresh_token})
    assert refreshed.status_code == 401
    assert letters()[-1]["To"] == ANA
    assert len(await rows("SELECT 1 FROM audit_log WHERE action = 'user.email-changed'")) == 2
    told = (await published(UserChangedV1))[-2:]
    assert {(event.email, event.revision) for event in told} == {(NEW, 2)}
    assert len({event.company_id for event in told}) == 2
    again = await client.post(f"{EMAIL}/confirm", json={"token": token, "password": password})
    assert (again.status_code, again.json()["code"]) == (409, "email-change-over")


async def test_the_answer_does_not_tell_who_has_an_account(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, password: str
) -> None:
    owner = await enter()
    await enter("eva@oficina.example")

    answers = [
        await owner.http.post(EMAIL, json={"email": email, "password": password})
        for email in ("eva@oficina.example", NEW)
    ]

    assert {(one.status_code, one.content) for one in answers} == {(202, answers[0].content)}
    assert [letter["To"] for letter in letters()] == ["eva@oficina.example", NEW]
    assert "token" not in letters()[0].get_content()
    assert (await login(client, "eva@oficina.example", password)).status_code == 200


@pytest.mark.parametrize("taken_by", ["a login", "a user of the company"])
async def test_an_address_that_was_taken_meanwhile_stays_with_who_has_it(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, password: str, taken_by: str
) -> None:
    owner = await enter()
    await owner.http.post(EMAIL, json={"email": NEW, "password": password})
    token = token_to(letters, NEW)
    if taken_by == "a login":
        await enter(NEW)
    else:
        body = {"name": "Bia", "email": NEW, "role": "agent"}
        assert (await owner.http.post("/api/v1/users", json=body)).status_code == 201

    confirmed = await client.post(f"{EMAIL}/confirm", json={"token": token, "password": password})

    assert (confirmed.status_code, confirmed.json()["code"]) == (409, "email-change-over")
    assert (await login(client, ANA, password)).status_code == 200


async def test_the_second_factor_is_asked_for(
    enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    owner = await enter()
    await owner.http.post("/api/v1/auth/totp", json={"currentPassword": password})
    await rows("UPDATE totps SET confirmed_at = now()")
    body = {"email": NEW, "password": password}

    missing = await owner.http.post(EMAIL, json=body)
    wrong = await owner.http.post(EMAIL, json={**body, "recoveryCode": "aaaa-bbbb-cccc-dddd"})

    assert [(one.status_code, one.json()["code"]) for one in (missing, wrong)] == [
        (401, "totp-required"),
        (401, "wrong-code"),
    ]
    assert letters() == []


async def test_an_administrator_changes_no_address(enter: Enter) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)

    response = await owner.http.patch(f"/api/v1/users/{bia.id}", json={"email": NEW})

    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "email")
