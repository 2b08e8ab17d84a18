"""Requests that are too big, too many at once, or written otherwise than expected."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from atende_platform.testing.plugin import Installation

from .auth_people import Enter, Rows

REGISTER = "/api/v1/auth/register"
LOGIN = "/api/v1/auth/login"


def registration(password: str, **fields: Any) -> dict[str, Any]:
    return {
        "companyName": "Padaria",
        "name": "Ana",
        "email": "ana@padaria.example",
        "password": password,
        **fields,
    }


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x00", "\x1b", "\x85", "\n", "\u202e", "\u2066"])
@pytest.mark.parametrize("field", ["companyName", "name"])
async def test_a_name_is_one_line_of_readable_text(
    client: httpx.AsyncClient, password: str, field: str, mark: str
) -> None:
    response = await client.post(REGISTER, json=registration(password, **{field: f"Ana{mark}Lima"}))
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


async def test_a_name_with_half_a_character_is_refused(client: httpx.AsyncClient, password: str) -> None:
    body = json.dumps(registration(password, name="Ana\ud800"))
    response = await client.post(REGISTER, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["name"]


async def test_a_refresh_token_that_fifty_use_at_once_is_rotated_once(
    client: httpx.AsyncClient, enter: Enter, rows: Rows
) -> None:
    owner = await enter()

    responses = await asyncio.gather(
        *(client.post("/api/v1/auth/refresh", json={"refreshToken": owner.refresh_token}) for _ in range(50))
    )

    assert {response.status_code for response in responses} == {200}
    [successor] = {response.json()["refreshToken"] for response in responses}
    assert len(await rows("SELECT 1 FROM refresh_tokens")) == 2
    assert not await rows("SELECT 1 FROM audit_log WHERE action = 'session.revoked'")
    again = await client.post("/api/v1/auth/refresh", json={"refreshToken": successor})
    assert again.status_code == 200


@pytest.mark.parametrize(
    "typed", ["ANA.LIMA@PADARIA.EXAMPLE", "ana.lima@padaria.example", "aNa.LiMa@Padaria.Example"]
)
async def test_the_case_of_an_email_address_makes_no_other_account(
    client: httpx.AsyncClient, rows: Rows, password: str, typed: str
) -> None:
    body = registration(password, email="Ana.Lima@Padaria.Example")
    registered = await client.post(REGISTER, json=body)
    assert registered.status_code == 201

    signed_in = await client.post(LOGIN, json={"email": typed, "password": password})
    second = await client.post(REGISTER, json=registration(password, email=typed))

    assert signed_in.status_code == 200
    assert signed_in.json()["user"] == registered.json()["user"]
    assert (second.status_code, second.json()["code"]) == (409, "email-taken")
    assert len(await rows("SELECT 1 FROM users")) == 1


@pytest.mark.parametrize(
    ("size", "status", "code"),
    [(70_000, 413, "too-large"), (60_000, 422, "invalid-input")],
    ids=["beyond the cap of a body", "within it"],
)
@pytest.mark.parametrize("path", [REGISTER, LOGIN])
async def test_an_enormous_password_is_never_hashed(
    client: httpx.AsyncClient,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    size: int,
    status: int,
    code: str,
) -> None:
    async def never(*_: object) -> None:
        raise AssertionError("hashed")

    monkeypatch.setattr(installation.app.state.tools.passwords, "_run", never)
    body = registration("x" * size)

    response = await client.post(
        path, json=body if path == REGISTER else {name: body[name] for name in ("email", "password")}
    )

    assert (response.status_code, response.json()["code"]) == (status, code)
    if status == 422:
        assert [error["field"] for error in response.json()["errors"]] == ["password"]
    assert "xxxx" not in response.text


@pytest.mark.parametrize(
    "name",
    ["Ana 🥖", "👩🏽‍🍳 Bia", "Zoë ☕️ 日本 🇧🇷", "e\u0301 and \u00e9 stay apart"],
)
async def test_names_are_kept_exactly(
    client: httpx.AsyncClient, rows: Rows, password: str, name: str
) -> None:
    response = await client.post(REGISTER, json=registration(password, name=name, companyName=name))

    assert response.status_code == 201
    assert (response.json()["user"]["name"], response.json()["company"]["name"]) == (name, name)
    token = response.json()["accessToken"]
    me = await client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert (me.json()["user"]["name"], me.json()["company"]["name"]) == (name, name)
    assert [(row.name,) for row in await rows("SELECT name FROM users")] == [(name,)]


@pytest.mark.parametrize("attempt", range(5))
async def test_of_two_owners_who_demote_each_other_at_once_one_stays(
    enter: Enter, rows: Rows, attempt: int
) -> None:
    first = await enter()
    second = await enter(f"bia{attempt}@padaria.example", "owner", adds=first)

    responses = await asyncio.gather(
        first.http.patch(f"/api/v1/users/{second.id}", json={"role": "admin"}),
        second.http.patch(f"/api/v1/users/{first.id}", json={"role": "admin"}),
    )

    won, lost = sorted(response.status_code for response in responses)
    # 401: their token ended with the role before the account was looked at.
    assert won == 200
    assert lost in {401, 403}
    assert len(await rows("SELECT 1 FROM memberships WHERE role = 'owner'")) == 1


@pytest.mark.parametrize(("language", "says"), [("pt", "O e-mail ou a senha"), ("en", "The e-mail address")])
async def test_a_refused_sign_in_is_told_in_the_readers_language(
    client: httpx.AsyncClient, language: str, says: str
) -> None:
    body = {"email": "nobody@example.com", "password": "wrong wrong wrong"}
    response = await client.post("/api/v1/auth/login", json=body, headers={"Accept-Language": language})
    problem = response.json()
    assert (response.status_code, problem["code"], problem["params"]) == (401, "invalid-credentials", {})
    assert problem["detail"].startswith(says)
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("language", "says"), [("pt", "deve ser um e-mail"), ("en", "must be an e-mail")])
async def test_what_is_wrong_with_an_address_is_told_in_the_readers_language(
    client: httpx.AsyncClient, language: str, says: str
) -> None:
    body = {"email": "nobody", "password": "wrong wrong wrong"}
    response = await client.post("/api/v1/auth/login", json=body, headers={"Accept-Language": language})
    [error] = response.json()["errors"]
    assert (error["field"], error["code"]) == ("email", "not_an_email")
    assert error["message"].startswith(says)
