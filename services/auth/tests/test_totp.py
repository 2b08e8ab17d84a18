"""The second factor over HTTP."""

import asyncio
import re

import httpx
import pytest
from auth_people import Enter, Letters, Rows
from authenticator import LOGIN, TOTP, App, enable, login

from atende_platform.testing.plugin import Installation
from auth.totp import Totp


@pytest.fixture
def app(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> App:
    app = App()
    monkeypatch.setattr(installation.app.state.tools.totp, "_clock", lambda: app.now)
    return app


async def actions(rows: Rows) -> list[str]:
    return [row.action for row in await rows("SELECT action FROM audit_log ORDER BY id")]


async def test_enrolled_and_confirmed_signing_in_takes_a_code(
    client: httpx.AsyncClient, enter: Enter, app: App, rows: Rows, password: str
) -> None:
    owner = await enter()
    pending = (await owner.http.post(TOTP, json={"currentPassword": password})).json()
    assert pending["otpauthUri"].startswith("otpauth://totp/Atendechat:ana%40padaria.example?secret=")
    assert await login(client, password) == (200, None)  # Pending: it does not count yet.

    codes = await enable(owner, app, password)

    assert len(set(codes)) == 10
    assert (await owner.http.get("/api/v1/auth/me")).json()["totpEnabled"] is True
    [stored] = await rows("SELECT * FROM totps")
    assert app.secret.encode() not in stored.secret_enc
    assert await login(client, password) == (401, "totp-required")
    assert await login(client, "not the password", totpCode=app.code()) == (401, "invalid-credentials")
    assert await login(client, password, totpCode=app.wrong()) == (401, "wrong-code")
    assert await login(client, password, totpCode=app.code(-1)) == (200, None)
    assert await login(client, password, totpCode=app.code(-1)) == (401, "wrong-code")
    assert await login(client, password, totpCode=app.code(1)) == (200, None)
    assert await login(client, password, totpCode=app.code()) == (401, "wrong-code")  # Older than the last.
    app.now += 300
    assert await login(client, password, totpCode=app.code(2)) == (401, "wrong-code")
    reasons = await rows("SELECT details FROM audit_log WHERE action = 'user.sign-in-refused'")
    assert [r.details["reason"] for r in reasons].count("wrong-totp-code") == 4
    assert (await owner.http.post(TOTP, json={"currentPassword": password})).json()["code"] == "totp-enabled"


async def test_of_many_who_use_a_code_at_once_one_gets_in(
    client: httpx.AsyncClient, enter: Enter, app: App, password: str
) -> None:
    codes = await enable(await enter(), app, password)

    for factor in ({"totpCode": app.code()}, {"recoveryCode": codes[0]}):
        answers = await asyncio.gather(*(login(client, password, **factor) for _ in range(6)))
        assert sorted(status for status, _ in answers) == [200, 401, 401, 401, 401, 401]


async def test_recovery_codes_are_good_once_and_can_be_replaced(
    client: httpx.AsyncClient, enter: Enter, app: App, rows: Rows, password: str
) -> None:
    owner = await enter()
    codes = await enable(owner, app, password)
    assert await login(client, password, recoveryCode=codes[0].upper().replace("-", " ")) == (200, None)
    assert await login(client, password, recoveryCode=codes[0]) == (401, "wrong-code")

    refused = await owner.http.post(
        f"{TOTP}/recovery-codes", json={"password": password, "code": app.wrong()}
    )
    response = await owner.http.post(
        f"{TOTP}/recovery-codes", json={"password": password, "code": app.code()}
    )

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "code")
    assert await login(client, password, recoveryCode=codes[1]) == (401, "wrong-code")
    assert await login(client, password, recoveryCode=response.json()["recoveryCodes"][0]) == (200, None)
    noted = await actions(rows)
    assert {"user.totp-refused", "user.recovery-codes-replaced"} <= set(noted)
    assert noted.count("user.recovery-code-used") == 2


async def test_it_is_taken_away_with_password_and_code(
    client: httpx.AsyncClient, enter: Enter, app: App, password: str
) -> None:
    owner = await enter()
    codes = await enable(owner, app, password)

    for body, field in (
        ({"password": password}, "code"),
        ({"password": "not the password", "code": app.code()}, "password"),
        ({"password": password, "code": app.wrong()}, "code"),
        ({"password": password, "recoveryCode": "nope"}, "recoveryCode"),
    ):
        response = await owner.http.request("DELETE", TOTP, json=body)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)
    body = {"password": password, "recoveryCode": codes[0]}
    assert (await owner.http.request("DELETE", TOTP, json=body)).status_code == 204
    assert (await owner.http.request("DELETE", TOTP, json=body)).json()["code"] == "totp-not-enabled"
    assert (await owner.http.post(f"{TOTP}/confirm", json={"code": "123456"})).status_code == 409
    assert await login(client, password) == (200, None)


async def test_an_administrator_lets_a_user_take_the_lost_app_away_with_their_password(
    client: httpx.AsyncClient, enter: Enter, app: App, rows: Rows, letters: Letters, password: str
) -> None:
    owner = await enter()
    admin = await enter("bia@padaria.example", "admin", adds=owner)
    stranger = await enter("eva@oficina.example")
    await enable(owner, app, password)
    await enable(admin, app, password)

    for by, whose, status in (
        (admin, owner, 403),
        (admin, admin, 403),
        (stranger, admin, 404),
        (owner, admin, 202),
    ):
        assert (await by.http.delete(f"/api/v1/users/{whose.id}/totp")).status_code == status
    assert len(await rows("SELECT 1 FROM totps")) == 2  # Nothing is taken away yet.
    assert (await actions(rows)).count("user.totp-reset") == 1
    [letter] = letters()
    assert letter["To"] == "bia@padaria.example"
    token = re.search(r"totp-reset#token=(\S+)", letter.get_content())[1]  # type: ignore[index]

    async def confirm(tried: str) -> httpx.Response:
        return await client.post(f"{TOTP}/reset/confirm", json={"token": token, "password": tried})

    wrong = await confirm("not the password")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "password")
    assert (await confirm(password)).status_code == 204
    assert len(await rows("SELECT 1 FROM totps")) == 1
    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": admin.refresh_token})
    assert refreshed.status_code == 401
    assert (await confirm(password)).json()["code"] == "reset-over"
    body = {"email": admin.email, "password": password}
    assert (await client.post(LOGIN, json=body)).status_code == 200


async def test_one_company_alone_takes_nothing_away_that_guards_another(
    client: httpx.AsyncClient, enter: Enter, app: App, rows: Rows, letters: Letters, password: str
) -> None:
    """Even one whose administrator reads the person's mailbox and has reset their password."""
    ana, eva = await enter(), await enter("eva@oficina.example")
    bia = await enter("bia@padaria.example", "agent", adds=ana)
    await enable(bia, app, password)
    invited = {"email": bia.email, "role": "agent"}
    assert (await eva.http.post("/api/v1/users/invitations", json=invited)).status_code == 201
    token = re.search(r"invitation#token=(\S+)", letters()[-1].get_content())[1]  # type: ignore[index]
    body = {"token": token, "name": "Bia", "password": password, "totpCode": app.code()}
    joined = await client.post("/api/v1/auth/invitations/accept", json=body)
    assert joined.status_code == 201, joined.text

    async def confirm() -> httpx.Response:
        token = re.search(r"totp-reset#token=(\S+)", letters()[-1].get_content())[1]  # type: ignore[index]
        return await client.post(f"{TOTP}/reset/confirm", json={"token": token, "password": password})

    assert (await ana.http.delete(f"/api/v1/users/{bia.id}/totp")).status_code == 202
    alone = await confirm()
    assert (alone.status_code, alone.json()["code"]) == (409, "totp-reset-incomplete")
    assert alone.json()["companies"] == [eva.answer["company"]["name"]]
    assert len(await rows("SELECT 1 FROM totps")) == 1
    there = joined.json()["user"]["id"]
    assert (await eva.http.delete(f"/api/v1/users/{there}/totp")).status_code == 202
    assert (await confirm()).status_code == 204
    assert await rows("SELECT 1 FROM totps") == []


async def test_the_answer_does_not_tell_who_has_an_app(enter: Enter, letters: Letters) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)

    response = await owner.http.delete(f"/api/v1/users/{bia.id}/totp")

    assert response.status_code == 202
    assert letters() == []


async def test_without_a_key_nobody_enrols_and_recovery_codes_go_on(
    client: httpx.AsyncClient,
    installation: Installation,
    enter: Enter,
    app: App,
    monkeypatch: pytest.MonkeyPatch,
    password: str,
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    codes = await enable(owner, app, password)
    monkeypatch.setattr(installation.app.state.tools.totp, "_sealer", Totp(())._sealer)

    response = await bia.http.post(TOTP, json={"currentPassword": password})

    assert (response.status_code, response.json()["code"]) == (503, "totp-unavailable")
    assert await login(client, password, totpCode=app.code()) == (503, "totp-unavailable")
    assert await login(client, password, recoveryCode=codes[0]) == (200, None)
