"""Who may create a company, and what somebody can do with an address that is not theirs: nothing."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from auth_people import Enter, Letters, Member, Rows, another_process, bearer

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import Eventually, Installation
from auth.commands import companies_command
from auth.service import sessions

REGISTER = "/api/v1/auth/register"
CONFIRM = f"{REGISTER}/confirm"
LOGIN = "/api/v1/auth/login"
USERS = "/api/v1/users"
RESET = "/api/v1/auth/password/reset"
ACCEPT = "/api/v1/auth/invitations/accept"
ANA = "ana@padaria.example"
NEW_PASSWORD = "a loud river at night"
ATTACKERS = "a password of the attacker"


def link_to(letters: Letters, email: str, page: str) -> str:
    newest = [letter for letter in letters() if letter["To"] == email][-1]
    found = re.search(rf"https://console\.example/{page}#token=(\S+)", newest.get_content())
    assert found, newest.get_content()
    return found[1]


@pytest_asyncio.fixture(loop_scope="session")
async def strict(installation: Installation, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ARG001
    """A client of an installation where anybody may register, but has to confirm."""
    async with another_process(installation, email_verification="required") as http:
        yield http


async def register(http: httpx.AsyncClient, password: str, email: str = ANA) -> httpx.Response:
    body = {"companyName": "Padaria", "name": "Ana", "email": email, "password": password}
    return await http.post(REGISTER, json=body)


async def confirmed(
    http: httpx.AsyncClient, letters: Letters, password: str, email: str = ANA
) -> dict[str, Any]:
    assert (await register(http, password, email)).status_code == 202
    body = {"token": link_to(letters, email, "registration"), "password": password}
    response = await http.post(CONFIRM, json=body)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def login(http: httpx.AsyncClient, password: str, email: str = ANA) -> httpx.Response:
    return await http.post(LOGIN, json={"email": email, "password": password})


# --- confirming ------------------------------------------------------------------------------


async def test_a_registration_creates_nothing_until_its_mailbox_is_read_by_who_knows_the_password(
    strict: httpx.AsyncClient, letters: Letters, rows: Rows, password: str
) -> None:
    requested = await register(strict, password)

    assert requested.status_code == 202
    assert set(requested.json()) == {"detail"}
    for table in ("companies", "users", "logins", "sessions", "outbox"):
        assert await rows(f"SELECT 1 FROM {table}") == [], table  # noqa: S608
    assert (await login(strict, password)).status_code == 401
    [letter] = letters()
    assert (letter["To"], "Confirme seu e-mail" in letter["Subject"]) == (ANA, True)
    token = link_to(letters, ANA, "registration")
    [stored] = await rows("SELECT token_hash, password_hash FROM registrations")
    assert token.encode() not in stored.token_hash
    assert password not in stored.password_hash

    wrong = await strict.post(CONFIRM, json={"token": token, "password": "not the password"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong-password")
    body = {"token": token, "password": password}
    answers = await asyncio.gather(*(strict.post(CONFIRM, json=body) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    [answer] = [one.json() for one in answers if one.status_code == 201]
    assert (answer["user"]["role"], answer["company"]["name"]) == ("owner", "Padaria")
    me = await strict.get("/api/v1/auth/me", headers=bearer(answer))
    assert me.status_code == 200
    again = await strict.post(CONFIRM, json=body)
    assert (again.status_code, again.json()["code"]) == (409, "registration-over")


async def test_registering_does_not_tell_who_has_an_account(
    strict: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows
) -> None:
    await enter()

    answers = [await register(strict, NEW_PASSWORD, email) for email in (ANA, "eva@oficina.example")]

    assert {(one.status_code, one.content) for one in answers} == {(202, answers[0].content)}
    assert len({tuple(sorted(set(one.headers) - {"x-request-id"})) for one in answers}) == 1
    told, asked = letters()
    assert (told["To"], told["Subject"]) == (ANA, "Você já tem uma conta no Atendechat")
    assert "token" not in told.get_content()
    assert asked["To"] == "eva@oficina.example"
    assert len(await rows("SELECT 1 FROM registrations")) == 1


async def test_a_mailbox_is_not_filled_with_registrations(
    installation: Installation, letters: Letters, password: str
) -> None:
    email = f"{uuid7()}@oficina.example"
    changes = {"email_verification": "required", "registrations_per_email": 3}
    async with another_process(installation, **changes) as http:
        answers = [await register(http, password, email) for _ in range(5)]

    assert {one.status_code for one in answers} == {202}
    assert len(letters()) == 3


async def test_an_address_that_somebody_else_registers_is_still_its_owners(
    strict: httpx.AsyncClient, letters: Letters, password: str
) -> None:
    """Neither the attacker's link with the owner's click, nor their password after it, opens anything."""
    await register(strict, ATTACKERS)
    of_the_attacker = link_to(letters, ANA, "registration")
    clicked = await strict.post(CONFIRM, json={"token": of_the_attacker, "password": password})
    assert clicked.status_code == 422

    answer = await confirmed(strict, letters, password)

    assert answer["user"]["email"] == ANA
    assert (await login(strict, ATTACKERS)).status_code == 401
    late = await strict.post(CONFIRM, json={"token": of_the_attacker, "password": ATTACKERS})
    assert (late.status_code, late.json()["code"]) == (409, "registration-over")


async def test_a_registration_expires(
    strict: httpx.AsyncClient, installation: Installation, letters: Letters, rows: Rows, password: str
) -> None:
    await register(strict, password)
    await rows("UPDATE registrations SET expires_at = now() - interval '1 second'")

    body = {"token": link_to(letters, ANA, "registration"), "password": password}
    assert (await strict.post(CONFIRM, json=body)).json()["code"] == "registration-over"
    async with installation.runtime.database.worker() as session:
        await sessions.purge(session, installation.settings)
    assert await rows("SELECT 1 FROM registrations") == []


# --- who may create companies ----------------------------------------------------------------


async def test_a_closed_installation_creates_companies_for_operators_only(
    installation: Installation,
    enter: Enter,
    letters: Letters,
    capsys: pytest.CaptureFixture[str],
    password: str,
) -> None:
    owner = await enter()
    async with another_process(installation, registration="closed") as http:
        refused = [
            await register(http, password, "eva@oficina.example"),
            await http.post(CONFIRM, json={"token": "x", "password": password}),
            await http.post("/api/v1/auth/companies", json={"name": "P"}, headers=bearer(owner.answer)),
        ]
        assert {(one.status_code, one.json()["code"]) for one in refused} == {(403, "registration-closed")}

        asked = ["create", "--name", "Oficina", "--owner-email", "eva@oficina.example", "--locale", "en"]
        status = await asyncio.to_thread(companies_command, installation.settings, asked)

        assert status == 0
        token = link_to(letters, "eva@oficina.example", "invitation")
        assert f"invitation#token={token}" in capsys.readouterr().out
        shown = await http.post("/api/v1/auth/invitations/inspect", json={"token": token})
        assert shown.json() == {
            "companyName": "Oficina",
            "email": "eva@oficina.example",
            "role": "owner",
            "hasAccount": False,
        }
        accepted = await http.post(ACCEPT, json={"token": token, "name": "Eva", "password": password})
    assert accepted.status_code == 201
    assert accepted.json()["user"]["role"] == "owner"
    assert accepted.json()["company"]["locale"] == "en"


@pytest.mark.parametrize("wrong", [["--name", "\n"], ["--owner-email", "nobody"], ["--locale", "x" * 20]])
async def test_an_operator_is_told_what_is_wrong(
    installation: Installation, rows: Rows, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    asked = ["create", "--name", "Oficina", "--owner-email", "eva@oficina.example", *wrong]

    status = await asyncio.to_thread(companies_command, installation.settings, asked)

    assert status == 2
    assert capsys.readouterr().err
    assert await rows("SELECT 1 FROM companies") == []


async def test_a_person_creates_another_company_with_the_same_login(
    client: httpx.AsyncClient, enter: Enter, rows: Rows, password: str
) -> None:
    owner = await enter()

    created = await owner.http.post("/api/v1/auth/companies", json={"name": "Filial"})

    assert created.status_code == 201
    answer = created.json()
    assert (answer["company"]["name"], answer["user"]["role"]) == ("Filial", "owner")
    assert answer["user"]["name"] == "Ana"
    listed = (await owner.http.get("/api/v1/auth/companies")).json()["items"]
    assert [(one["name"], one["role"]) for one in listed] == [("Filial", "owner"), ("Padaria", "owner")]
    assert (await login(client, password)).json()["code"] == "company-required"
    await rows("UPDATE sessions SET revoked_at = now()")
    ended = await owner.http.post("/api/v1/auth/companies", json={"name": "Outra"})
    assert (ended.status_code, ended.json()["code"]) == (409, "session-ended")


# --- users -----------------------------------------------------------------------------------


async def test_users_choose_their_own_password_and_look_the_same_whoever_they_are(
    strict: httpx.AsyncClient, enter: Enter, letters: Letters
) -> None:
    owner = await enter()
    await enter("bia@oficina.example")
    answers = []
    for email in ("bia@oficina.example", "nobody@oficina.example"):
        body = {"name": "Bia", "email": email, "role": "agent"}
        headers = bearer(owner.answer)
        refused = await strict.post(USERS, json={**body, "password": NEW_PASSWORD}, headers=headers)
        created = await strict.post(USERS, json=body, headers=headers)
        invited = await strict.post(
            f"{USERS}/invitations", json={"email": f"x{email}", "role": "agent"}, headers=headers
        )
        blank = dict.fromkeys(("id", "email", "createdAt", "expiresAt", "requestId"), "")
        answers.append([(one.status_code, {**one.json(), **blank}) for one in (refused, created, invited)])

    assert answers[0] == answers[1]
    assert [status for status, _ in answers[0]] == [422, 201, 201]
    assert answers[0][0][1]["code"] == "password-not-allowed"
    token = link_to(letters, "nobody@oficina.example", "invitation")
    accepted = await strict.post(ACCEPT, json={"token": token, "name": "Bia", "password": NEW_PASSWORD})
    assert accepted.status_code == 201
    assert (await login(strict, NEW_PASSWORD, "nobody@oficina.example")).status_code == 200


async def test_a_login_that_nobody_verified_opens_nothing_until_its_mailbox_is_read(
    client: httpx.AsyncClient, strict: httpx.AsyncClient, enter: Enter, letters: Letters, password: str
) -> None:
    """Such as one that was made before the installation asked for it."""
    owner = await enter()

    refused = await login(strict, password)
    assert (refused.status_code, refused.json()["code"]) == (403, "email-not-verified")
    assert (await login(strict, "not the password")).status_code == 401
    refreshed = await strict.post("/api/v1/auth/refresh", json={"refreshToken": owner.refresh_token})
    assert refreshed.status_code == 401
    create = await strict.post("/api/v1/auth/companies", json={"name": "P"}, headers=bearer(owner.answer))
    assert create.json()["code"] == "email-not-verified"

    await client.post(RESET, json={"email": ANA})
    body = {"token": link_to(letters, ANA, "password-reset"), "newPassword": NEW_PASSWORD}
    assert (await strict.post(f"{RESET}/confirm", json=body)).status_code == 200
    assert (await login(strict, NEW_PASSWORD)).status_code == 200


# --- taking an account back ------------------------------------------------------------------


async def _taken(client: httpx.AsyncClient, eventually: Eventually, key: str) -> None:
    async def taken() -> None:
        headers = {"Authorization": f"Bearer {key}"}
        assert (await client.get(USERS, headers=headers)).json()["code"] == "forbidden"

    await eventually(taken)


async def _refused(client: httpx.AsyncClient, eventually: Eventually, key: str) -> None:
    async def refused() -> None:
        headers = {"Authorization": f"Bearer {key}"}
        assert (await client.get(USERS, headers=headers)).json()["code"] == "invalid-api-key"

    await eventually(refused)


async def _reset(client: httpx.AsyncClient, letters: Letters, **fields: Any) -> httpx.Response:
    await client.post(RESET, json={"email": ANA})
    body = {"token": link_to(letters, ANA, "password-reset"), "newPassword": NEW_PASSWORD, **fields}
    return await client.post(f"{RESET}/confirm", json=body)


async def _make_everything(
    attacker: Member, client: httpx.AsyncClient, letters: Letters
) -> tuple[str, str, str]:
    """Make an API key, a further owner and an invitation; return the key, the owner's id and the link."""
    key = await attacker.http.post("/api/v1/api-keys", json={"name": "x", "scopes": ["contacts:read"]})
    body = {"name": "Mal", "email": "mal@evil.example", "password": ATTACKERS, "role": "owner"}
    owner = await attacker.http.post(USERS, json=body)
    assert (await login(client, ATTACKERS, "mal@evil.example")).status_code == 200
    body = {"email": "other@evil.example", "role": "admin"}
    assert (await attacker.http.post(f"{USERS}/invitations", json=body)).status_code == 201
    return key.json()["key"], owner.json()["id"], link_to(letters, "other@evil.example", "invitation")


@pytest.mark.usefixtures("worker")
async def test_who_registered_with_somebody_elses_address_keeps_nothing(
    client: httpx.AsyncClient,
    enter: Enter,
    letters: Letters,
    rows: Rows,
    eventually: Eventually,
    password: str,
) -> None:
    """Where addresses are not verified: the owner of the address resets the password."""
    attacker = await enter()
    key, other_owner, invitation = await _make_everything(attacker, client, letters)
    await _taken(client, eventually, key)
    await attacker.http.post("/api/v1/auth/totp", json={"currentPassword": password})
    await rows("UPDATE totps SET confirmed_at = now()")

    response = await _reset(client, letters)

    assert response.status_code == 200
    mine = (await login(client, NEW_PASSWORD)).json()  # No code of the attacker's app is asked for.
    assert "accessToken" in mine
    await _refused(client, eventually, key)
    assert await rows("SELECT 1 FROM api_keys WHERE revoked_at IS NULL") == []
    body = {"token": invitation, "name": "x", "password": ATTACKERS}
    assert (await client.post(ACCEPT, json=body)).json()["code"] == "invitation-over"
    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": attacker.refresh_token})
    assert refreshed.status_code == 401
    [company] = response.json()["companies"]
    assert company["endedSessions"] == 1
    assert [one["id"] for one in company["administrators"]] == [other_owner]

    body = {
        "reviewToken": response.json()["reviewToken"],
        "companyId": company["id"],
        "users": [other_owner],
    }
    assert (await client.post(f"{RESET}/revoke", json=body)).status_code == 204

    assert (await login(client, ATTACKERS, "mal@evil.example")).status_code == 401
    [open_session] = await rows("SELECT user_id FROM sessions WHERE revoked_at IS NULL")
    assert str(open_session.user_id) == mine["user"]["id"]


@pytest.mark.usefixtures("worker")
async def test_a_reset_lists_keys_and_owners_and_ends_those_that_are_named(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, eventually: Eventually
) -> None:
    owner = await enter()
    await rows("UPDATE logins SET email_verified_at = now()")
    key, other_owner, _ = await _make_everything(owner, client, letters)
    await _taken(client, eventually, key)
    stranger = await enter("eva@oficina.example")

    done = (await _reset(client, letters)).json()

    [company] = done["companies"]
    [listed] = company["apiKeys"]
    assert "key" not in listed
    assert await rows("SELECT 1 FROM api_keys WHERE revoked_at IS NOT NULL") == []
    base = {"reviewToken": done["reviewToken"], "companyId": company["id"]}
    for wrong, status in (
        ({**base, "companyId": stranger.answer["company"]["id"], "users": [stranger.id]}, 404),
        ({**base, "users": [stranger.id]}, 404),
        ({**base, "users": [owner.id]}, 403),
        ({**base, "apiKeys": [stranger.id]}, 404),
        ({**base, "reviewToken": "alt_made-up"}, 409),
    ):
        assert (await client.post(f"{RESET}/revoke", json=wrong)).status_code == status, wrong
    right = {**base, "apiKeys": [listed["id"]], "users": [other_owner]}
    assert (await client.post(f"{RESET}/revoke", json=right)).status_code == 204
    await _refused(client, eventually, key)
    assert len(await rows("SELECT 1 FROM api_keys WHERE revoked_at IS NOT NULL")) == 1
    assert (await login(client, ATTACKERS, "mal@evil.example")).status_code == 401


async def test_with_an_app_the_mailbox_alone_shows_and_ends_nothing(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    owner = await enter()
    await rows("UPDATE logins SET email_verified_at = now()")
    await _make_everything(owner, client, letters)
    await owner.http.post("/api/v1/auth/totp", json={"currentPassword": password})
    await rows("UPDATE totps SET confirmed_at = now()")

    wrong = await _reset(client, letters, recoveryCode="aaaa-bbbb-cccc-dddd")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong-code")
    done = await _reset(client, letters)

    assert done.json() == {"companies": [], "reviewToken": None}
    assert (await login(client, NEW_PASSWORD)).json()["code"] == "totp-required"
