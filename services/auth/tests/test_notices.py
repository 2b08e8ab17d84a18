"""What people get by e-mail about their accounts: stored with what happened, sent by the worker."""

import re
import socket
from collections.abc import Sequence
from copy import copy
from email.message import EmailMessage
from typing import Any

import httpx
import pytest
from auth_people import Enter, Letters, Member, Rows
from authenticator import LOGIN, TOTP, App, enable

from atende_platform.http.application import App as HttpApp
from atende_platform.process.secret_settings import secret_url
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually, Installation
from auth.main import SERVICE
from auth.service.notices import MOST_PER_HOUR

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko/20100101 Firefox/{}.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
)


@pytest.fixture
def app(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> App:
    app = App()
    monkeypatch.setattr(installation.app.state.tools.totp, "_clock", lambda: app.now)
    return app


def from_address(installation: Installation, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=installation.app, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://auth.test")


async def sign_in(client: httpx.AsyncClient, who: str, password: str, agent: str, **fields: Any) -> None:
    body = {"email": who, "password": password, **fields}
    response = await client.post(LOGIN, json=body, headers={"User-Agent": agent})
    assert response.status_code == 200, response.text


async def kinds(rows: Rows) -> list[str]:
    return [row.kind for row in await rows("SELECT kind FROM notices ORDER BY created_at, id")]


async def told(rows: Rows, kind: str) -> list[str]:
    return [
        row.email for row in await rows("SELECT email FROM notices WHERE kind = :kind ORDER BY 1", kind=kind)
    ]


async def sent(letters: Letters, eventually: Eventually, count: int) -> list[EmailMessage]:
    async def arrived() -> list[EmailMessage]:
        found = letters()
        assert len(found) == count
        return found

    return await eventually(arrived)


def sending(runtime: Runtime[Any]) -> Sequence[Task]:
    """Return what of the worker sends notices."""
    return [task for task in SERVICE.roles["worker"](HttpApp(), runtime) if task.name == "notices"]


async def test_a_sign_in_from_a_new_device_is_told_and_one_from_a_known_device_is_not(
    installation: Installation,
    client: httpx.AsyncClient,
    worker: Runtime[Any],
    enter: Enter,
    letters: Letters,
    rows: Rows,
    eventually: Eventually,
    password: str,
) -> None:
    owner = await enter()
    assert await kinds(rows) == []  # The first sign-in is no news.

    await sign_in(client, owner.email, password, FIREFOX.format(130, 130))
    await sign_in(client, owner.email, password, FIREFOX.format(131, 131))  # The same, updated.
    async with from_address(installation, "127.0.0.77") as near:
        await sign_in(near, owner.email, password, FIREFOX.format(131, 131))
    assert await kinds(rows) == ["sign-in.new-device"]
    async with from_address(installation, "203.0.113.9") as far:
        await sign_in(far, owner.email, password, PHONE)

    first, second = await sent(letters, eventually, 2)
    assert first["To"] == second["To"] == owner.email
    assert first["Subject"] == "Novo acesso à sua conta no Atendechat"
    text = second.get_content()
    assert "Padaria" in text
    assert "Endereço: 203.0.113.9\n" in text
    assert f"Dispositivo: {PHONE}\n" in text
    assert re.search(r"Quando: \d{4}-\d\d-\d\d \d\d:\d\d UTC\n", text)
    assert "nova senha" in text
    assert not worker.failing


async def test_a_device_that_was_not_seen_for_long_is_new_again(enter: Enter, rows: Rows) -> None:
    owner = await enter()
    await rows("UPDATE known_devices SET seen_at = now() - interval '91 days'")

    await enter(again=True)

    assert await told(rows, "sign-in.new-device") == [owner.email]


async def test_a_sign_in_is_told_once_to_the_person_of_several_companies_in_their_language(
    client: httpx.AsyncClient,
    worker: Runtime[Any],
    enter: Enter,
    letters: Letters,
    eventually: Eventually,
    password: str,
) -> None:
    owner = await enter()
    other = (await owner.http.post("/api/v1/auth/companies", json={"name": "Aurora"})).json()
    headers = {"Authorization": f"Bearer {other['accessToken']}"}
    changed = await client.patch("/api/v1/companies/current", json={"locale": "en"}, headers=headers)
    assert changed.status_code == 200, changed.text
    agent = "curl/8.5.0 \t" + "x" * 1000

    await sign_in(client, owner.email, password, agent, companyId=owner.answer["company"]["id"])

    [letter] = await sent(letters, eventually, 1)
    assert letter["Subject"] == "New sign-in to your account on Atendechat"
    [line] = re.findall("Device: (.*)\n", letter.get_content())
    assert line.startswith("curl/8.5.0")
    assert len(line) <= 200
    assert "\t" not in line
    assert not worker.failing


async def test_who_signs_in_often_floods_nobody_and_hides_nothing_else(
    client: httpx.AsyncClient,
    worker: Runtime[Any],
    enter: Enter,
    letters: Letters,
    rows: Rows,
    eventually: Eventually,
    password: str,
) -> None:
    owner = await enter()

    for number in range(MOST_PER_HOUR + 3):
        await sign_in(client, owner.email, password, f"robot{number}/1.0")
    key = await owner.http.post("/api/v1/api-keys", json={"name": "ERP", "scopes": ["contacts:read"]})
    assert key.status_code == 201, key.text

    assert await kinds(rows) == ["sign-in.new-device"] * MOST_PER_HOUR + ["api-key.created"]
    found = await sent(letters, eventually, MOST_PER_HOUR + 1)
    assert ["próxima hora" in letter.get_content() for letter in found].count(True) == 1
    await rows("UPDATE notices SET created_at = now() - interval '61 minutes'")
    await sign_in(client, owner.email, password, "robot99/1.0")
    assert len(await told(rows, "sign-in.new-device")) == MOST_PER_HOUR + 1
    assert not worker.failing


async def test_a_silent_mail_server_neither_fails_nor_delays_a_sign_in_and_nothing_is_lost(
    installation: Installation,
    client: httpx.AsyncClient,
    enter: Enter,
    letters: Letters,
    rows: Rows,
    eventually: Eventually,
    password: str,
) -> None:
    owner = await enter()
    cut_off = copy(installation.runtime)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = secret_url(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        cut_off.settings = installation.settings.model_copy(update={"smtp_url": url})
        async with running_tasks(sending(cut_off), cut_off):
            await sign_in(client, owner.email, password, PHONE)

            async def tried() -> None:
                [notice] = await rows("SELECT attempts, sent_at FROM notices")
                assert (notice.attempts, notice.sent_at) == (1, None)

            await eventually(tried)
            # While the server is waited for.
            await sign_in(client, owner.email, password, PHONE)
    assert letters() == []

    # It is back, and the next try is due.
    await rows("UPDATE notices SET next_try_at = now()")
    async with running_tasks(sending(installation.runtime), installation.runtime):
        [letter] = await sent(letters, eventually, 1)
    assert letter["To"] == owner.email


async def test_the_maker_and_the_owners_are_told_of_a_key(enter: Enter, rows: Rows) -> None:
    ana = await enter()
    await enter("eva@padaria.example", "owner", adds=ana)
    bia = await enter("bia@padaria.example", "admin", adds=ana)
    await enter("leo@padaria.example", "admin", adds=ana)
    await enter("eva@oficina.example")

    key = await bia.http.post("/api/v1/api-keys", json={"name": "ERP", "scopes": ["contacts:read"]})

    assert key.status_code == 201, key.text
    assert await told(rows, "api-key.created") == [ana.email, bia.email, "eva@padaria.example"]
    data = await rows("SELECT DISTINCT data FROM notices WHERE kind = 'api-key.created'")
    assert [(row.data["name"], row.data["company"]) for row in data] == [("ERP", "Padaria")]


async def promoted(ana: Member, user_id: str) -> httpx.Response:
    return await ana.http.patch(f"/api/v1/users/{user_id}", json={"role": "owner"})


async def handed_over(ana: Member, user_id: str) -> httpx.Response:
    return await ana.http.post("/api/v1/companies/current/owner", json={"userId": user_id})


@pytest.mark.parametrize("become", [promoted, handed_over])
async def test_all_other_owners_are_told_of_a_new_one(enter: Enter, rows: Rows, become: Any) -> None:
    ana = await enter()
    await enter("eva@padaria.example", "owner", adds=ana)
    bia = await enter("bia@padaria.example", "admin", adds=ana)
    await rows("DELETE FROM notices")

    answer = await become(ana, bia.id)

    assert answer.is_success, answer.text
    assert await told(rows, "owner.added") == [ana.email, "eva@padaria.example"]


async def test_the_owners_are_told_of_one_who_accepts_an_invitation(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    ana = await enter()
    invited = {"email": "bia@padaria.example", "role": "owner"}
    assert (await ana.http.post("/api/v1/users/invitations", json=invited)).status_code == 201
    assert await kinds(rows) == []
    token = re.search(r"invitation#token=(\S+)", letters()[-1].get_content())[1]  # type: ignore[index]

    body = {"token": token, "name": "Bia", "password": password}
    assert (await client.post("/api/v1/auth/invitations/accept", json=body)).status_code == 201

    assert await told(rows, "owner.added") == [ana.email]
    assert await kinds(rows) == ["owner.added"]


async def test_changes_of_the_authenticator_app_are_told(
    client: httpx.AsyncClient,
    worker: Runtime[Any],
    enter: Enter,
    app: App,
    letters: Letters,
    rows: Rows,
    eventually: Eventually,
    password: str,
) -> None:
    owner = await enter()
    codes = await enable(owner, app, password)
    body = {"password": password, "code": app.code()}
    replaced = await owner.http.post(f"{TOTP}/recovery-codes", json=body)
    codes = replaced.json()["recoveryCodes"]
    refused = {"email": owner.email, "password": password, "recoveryCode": "aaaa-bbbb-cccc-dddd"}
    assert (await client.post(LOGIN, json=refused)).status_code == 401
    used = {"email": owner.email, "password": password, "recoveryCode": codes[0]}
    assert (await client.post(LOGIN, json=used)).status_code == 200
    app.now += 60
    off = await owner.http.request("DELETE", TOTP, json={"password": password, "code": app.code()})
    assert off.status_code == 204, off.text

    assert await kinds(rows) == [
        "totp.enabled",
        "totp.recovery-codes-replaced",
        "totp.recovery-code-used",
        "totp.disabled",
    ]
    found = await sent(letters, eventually, 4)
    assert {letter["To"] for letter in found} == {owner.email}
    assert "ativado" in found[0]["Subject"]
    assert not worker.failing


async def test_that_a_lost_app_was_removed_is_told(
    client: httpx.AsyncClient, enter: Enter, app: App, letters: Letters, rows: Rows, password: str
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    await enable(bia, app, password)
    assert (await owner.http.delete(f"/api/v1/users/{bia.id}/totp")).status_code == 202
    token = re.search(r"totp-reset#token=(\S+)", letters()[-1].get_content())[1]  # type: ignore[index]

    body = {"token": token, "password": password}
    assert (await client.post(f"{TOTP}/reset/confirm", json=body)).status_code == 204

    assert await told(rows, "totp.reset") == [bia.email]
