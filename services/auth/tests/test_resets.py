"""A forgotten password, replaced by a link in an e-mail."""

import asyncio
import re
from email.message import EmailMessage

import httpx
import pytest

from atende_contracts.ids import uuid7
from atende_platform.errors import Unavailable
from atende_platform.mail import MailDirectory
from atende_platform.testing.plugin import Eventually, Installation
from auth import mail

from .auth_people import Enter, Letters, Member, Rows

RESET = "/api/v1/auth/password/reset"
NEW_PASSWORD = "a loud river at night"


def token_of(letter: EmailMessage) -> str:
    found = re.search(r"https://console\.example/password-reset#token=(\S+)", letter.get_content())
    assert found
    return found[1]


async def request(client: httpx.AsyncClient, email: str = "ana@padaria.example") -> httpx.Response:
    return await client.post(RESET, json={"email": email})


async def confirm(client: httpx.AsyncClient, token: str, password: str = NEW_PASSWORD) -> httpx.Response:
    return await client.post(f"{RESET}/confirm", json={"token": token, "newPassword": password})


async def login(client: httpx.AsyncClient, password: str) -> int:
    body = {"email": "ana@padaria.example", "password": password}
    return (await client.post("/api/v1/auth/login", json=body)).status_code


async def asked(client: httpx.AsyncClient, letters: Letters) -> str:
    assert (await request(client)).status_code == 202
    return token_of(letters()[-1])


async def test_a_forgotten_password_is_replaced_and_everybody_is_told(
    client: httpx.AsyncClient,
    enter: Enter,
    letters: Letters,
    rows: Rows,
    password: str,
    eventually: Eventually,
) -> None:
    owner = await enter()

    requested = await request(client, "ANA@padaria.example")

    assert requested.status_code == 202
    assert requested.headers["cache-control"] == "no-store"
    [letter] = letters()
    assert (letter["To"], letter["Subject"]) == ("ana@padaria.example", "Nova senha no Atendechat")
    assert "em até 1 hora" in letter.get_content()
    token = token_of(letter)
    [stored] = await rows("SELECT token_hash, expires_at - now() AS life FROM login_links")
    assert token.encode() not in stored.token_hash
    assert 3500 < stored.life.total_seconds() <= 3600

    assert (await confirm(client, token)).status_code == 200

    assert (await login(client, password), await login(client, NEW_PASSWORD)) == (401, 200)
    refreshed = await client.post("/api/v1/auth/refresh", json={"refreshToken": owner.refresh_token})
    assert refreshed.status_code == 401

    async def the_access_token_is_refused() -> None:
        assert (await owner.http.get("/api/v1/auth/me")).json().get("code") == "session-revoked"

    await eventually(the_access_token_is_refused)
    told = letters()[-1]
    assert (told["To"], told["Subject"]) == ("ana@padaria.example", "Sua senha no Atendechat foi alterada")
    entries = await rows("SELECT * FROM audit_log WHERE action LIKE 'user.password-reset%' ORDER BY id")
    assert [(entry.action, entry.actor_id and str(entry.actor_id)) for entry in entries] == [
        ("user.password-reset-requested", None),
        ("user.password-reset", owner.id),
    ]
    assert {(entry.object_id, entry.address) for entry in entries} == {(owner.id, "127.0.0.1")}


async def test_a_link_is_used_once_also_at_once(
    client: httpx.AsyncClient, enter: Enter, letters: Letters
) -> None:
    await enter()
    token = await asked(client, letters)

    responses = await asyncio.gather(*(confirm(client, token) for _ in range(4)))

    assert sorted(response.status_code for response in responses) == [200, 409, 409, 409]
    again = await confirm(client, token)
    assert (again.status_code, again.json()["code"]) == (409, "reset-over")


async def test_a_newer_link_makes_the_older_one_worth_nothing(
    client: httpx.AsyncClient, enter: Enter, letters: Letters
) -> None:
    await enter()
    older, newer = await asked(client, letters), await asked(client, letters)

    assert (await confirm(client, older)).json()["code"] == "reset-over"
    assert (await confirm(client, newer)).status_code == 200


async def change_own_password(member: Member, old: str) -> None:
    body = {"currentPassword": old, "newPassword": "another quiet river"}
    assert (await member.http.post("/api/v1/auth/password", json=body)).status_code == 204


@pytest.mark.parametrize("end", ["expired", "disabled", "changed"])
async def test_a_link_is_over(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str, end: str
) -> None:
    owner = await enter()
    token = await asked(client, letters)
    if end == "expired":
        await rows("UPDATE login_links SET expires_at = now() - interval '1 second'")
    elif end == "disabled":
        await rows("UPDATE users SET state = 'disabled'")
    else:
        await change_own_password(owner, password)

    assert (await confirm(client, token)).json()["code"] == "reset-over"


async def test_the_answer_does_not_tell_whether_there_is_such_an_account(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows
) -> None:
    owner = await enter()
    await enter("bia@padaria.example", "agent", adds=owner)
    await rows("UPDATE users SET state = 'disabled' WHERE email LIKE 'bia@%'")

    answers = [
        await request(client, email)
        for email in ("ana@padaria.example", "bia@padaria.example", "nobody@padaria.example")
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(202, answers[0].content)}
    assert [letter["To"] for letter in letters()] == ["ana@padaria.example"]


async def test_the_answer_does_not_wait_for_the_mail(
    client: httpx.AsyncClient, installation: Installation, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever differs between accounts happens only when the answer is out."""
    await enter()
    answered = asyncio.Event()
    order: list[str] = []

    async def send(*_: object) -> None:
        order.append(f"mail after the answer: {answered.is_set()}")
        raise Unavailable()  # Only the log has it.

    monkeypatch.setattr(MailDirectory, "send", send)

    async def app(scope: object, receive: object, http_send: object) -> None:
        async def noted(message: dict[str, object]) -> None:
            await http_send(message)  # type: ignore[operator]
            if message["type"] == "http.response.body" and not message.get("more_body"):
                answered.set()

        await installation.app(scope, receive, noted)  # type: ignore[arg-type]

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://auth.test") as http:
        assert (await request(http)).status_code == 202

    assert order == ["mail after the answer: True"]
    assert (await login(client, "a quiet river at noon")) == 200


async def test_a_mailbox_is_not_filled_and_nobody_is_told_so(
    client: httpx.AsyncClient, enter: Enter, letters: Letters
) -> None:
    await enter()

    answers = [await request(client) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {202}
    assert len(letters()) == 3


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("token", "a b", 422), ("newPassword", "short", 422), ("newPassword", "12345678", 422)],
)
async def test_bad_confirmations(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, field: str, value: str, status: int
) -> None:
    await enter()
    body = {"token": await asked(client, letters), "newPassword": NEW_PASSWORD}

    response = await client.post(f"{RESET}/confirm", json={**body, field: value})

    assert (response.status_code, response.json()["errors"][0]["field"]) == (status, field)
    assert (await confirm(client, body["token"])).status_code == 200


async def test_a_made_up_link_is_refused(client: httpx.AsyncClient) -> None:
    answer = await confirm(client, f"alt_{uuid7().hex}")
    assert (answer.status_code, answer.json()["code"]) == (409, "reset-over")


@pytest.mark.parametrize(
    ("seconds", "pt", "en"),
    [
        (7 * 86400, "7 dias", "7 days"),
        (86400, "1 dia", "1 day"),
        (36 * 3600, "36 horas", "36 hours"),
        (3600, "1 hora", "1 hour"),
        (5400, "90 minutos", "90 minutes"),
        (60, "1 minuto", "1 minute"),
    ],
)
def test_a_letter_says_how_long_its_link_is_good(
    installation: Installation, seconds: int, pt: str, en: str
) -> None:
    settings = installation.settings.model_copy(
        update={"invitation_seconds": seconds, "password_reset_seconds": seconds}
    )
    for locale, words in (("pt-BR", f"em até {pt}:"), ("en", f"within {en}:")):
        invited = mail.invitation(settings, to="a@b.example", company="P", locale=locale, token="t")
        reset = mail.password_reset(settings, to="a@b.example", locale=locale, token="t")
        assert words in invited.get_content()
        assert words in reset.get_content()
    assert "was changed" in mail.password_changed(settings, to="a@b.example", locale="en").get_content()
