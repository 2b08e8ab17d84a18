"""Inviting people by e-mail."""

import asyncio
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from auth_people import Enter, Letters, Member, Rows

from atende_contracts.ids import uuid7
from atende_platform.errors import Unavailable
from atende_platform.mail import mail_of
from atende_platform.testing.plugin import Installation
from auth import mail
from auth.settings import Settings

INVITATIONS = "/api/v1/users/invitations"
ACCEPT = "/api/v1/auth/invitations/accept"
INVITED = {"email": "bia@padaria.example", "role": "agent"}


def token_of(letter: EmailMessage) -> str:
    found = re.search(r"https://console\.example/invitation#token=(\S+)", letter.get_content())
    assert found
    return found[1]


async def invite(owner: Member, letters: Letters, **fields: Any) -> str:
    response = await owner.http.post(INVITATIONS, json={**INVITED, **fields})
    assert response.status_code == 201, response.text
    return token_of(letters()[-1])


async def accept(client: httpx.AsyncClient, token: str, password: str) -> httpx.Response:
    return await client.post(ACCEPT, json={"token": token, "name": "Bia", "password": password})


async def test_an_invitation_is_sent_accepted_and_noted(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    owner = await enter()

    invited = (await owner.http.post(INVITATIONS, json=INVITED)).json()

    [letter] = letters()
    assert (letter["To"], letter["Subject"]) == (
        "bia@padaria.example",
        "Convite para Padaria no Atendechat",
    )
    assert set(invited) == {"id", "email", "role", "invitedBy", "createdAt", "expiresAt", "expired"}
    assert (await owner.http.get(INVITATIONS)).json()["items"] == [invited]
    token = token_of(letter)
    [stored] = await rows("SELECT token_hash, expires_at - created_at AS life FROM invitations")
    assert token.encode() not in stored.token_hash
    assert stored.life.days == 7

    response = await accept(client, token, password)

    assert response.status_code == 201
    assert response.headers["cache-control"] == "no-store"
    answer = response.json()
    assert (answer["user"]["email"], answer["user"]["role"]) == ("bia@padaria.example", "agent")
    assert answer["company"]["id"] == owner.answer["company"]["id"]
    assert (await owner.http.get(INVITATIONS)).json()["items"] == []
    entries = await rows("SELECT * FROM audit_log WHERE object_type = 'invitation' ORDER BY id")
    assert [(entry.action, str(entry.actor_id)) for entry in entries] == [
        ("invitation.created", owner.id),
        ("invitation.accepted", answer["user"]["id"]),
    ]
    assert {entry.address for entry in entries} == {"127.0.0.1"}


async def test_an_invitation_is_accepted_once_also_at_once(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    token = await invite(await enter(), letters)

    responses = await asyncio.gather(*(accept(client, token, password) for _ in range(4)))

    assert sorted(response.status_code for response in responses) == [201, 409, 409, 409]
    again = await accept(client, token, password)
    assert (again.status_code, again.json()["code"]) == (409, "invitation-used")
    assert len(await rows("SELECT 1 FROM users")) == 2


async def test_inviting_again_in_whatever_case_replaces_the_invitation(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, password: str
) -> None:
    owner = await enter()
    first = await invite(owner, letters)
    second = await invite(owner, letters, email="BIA@padaria.example", role="admin")

    assert len((await owner.http.get(INVITATIONS)).json()["items"]) == 1
    refused = await accept(client, first, password)
    assert (refused.status_code, refused.json()["code"]) == (409, "invitation-over")
    accepted = await accept(client, second, password)
    assert accepted.json()["user"]["role"] == "admin"
    known = await owner.http.post(INVITATIONS, json=INVITED)
    assert (known.status_code, known.json()["code"]) == (409, "email-taken")


async def test_two_invitations_of_one_address_at_once_leave_one(
    enter: Enter, letters: Letters, rows: Rows
) -> None:
    owner = await enter()

    responses = await asyncio.gather(*(owner.http.post(INVITATIONS, json=INVITED) for _ in range(4)))

    assert {response.status_code for response in responses} == {201}
    assert len(letters()) == 4
    assert len(await rows("SELECT 1 FROM invitations WHERE revoked_at IS NULL")) == 1


async def test_an_invitation_can_be_taken_back_until_it_is_accepted(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, password: str
) -> None:
    owner = await enter()
    token = await invite(owner, letters)
    [invited] = (await owner.http.get(INVITATIONS)).json()["items"]

    for _ in range(2):
        assert (await owner.http.delete(f"{INVITATIONS}/{invited['id']}")).status_code == 204

    assert (await accept(client, token, password)).json()["code"] == "invitation-over"
    token = await invite(owner, letters)
    [invited] = (await owner.http.get(INVITATIONS)).json()["items"]
    assert (await accept(client, token, password)).status_code == 201
    late = await owner.http.delete(f"{INVITATIONS}/{invited['id']}")
    assert (late.status_code, late.json()["code"]) == (409, "invitation-used")


async def test_an_invitation_expires(
    client: httpx.AsyncClient, enter: Enter, letters: Letters, rows: Rows, password: str
) -> None:
    owner = await enter()
    token = await invite(owner, letters)
    await rows("UPDATE invitations SET expires_at = now() - interval '1 second'")

    assert (await accept(client, token, password)).json()["code"] == "invitation-over"
    [invited] = (await owner.http.get(INVITATIONS)).json()["items"]
    assert invited["expired"]


async def test_who_may_invite_whom(enter: Enter) -> None:
    owner = await enter()
    admin = await enter("caio@padaria.example", "admin", adds=owner)
    agent = await enter("duda@padaria.example", "agent", adds=owner)

    for member, role, status in (
        (admin, "owner", 403),
        (admin, "admin", 201),
        (agent, "viewer", 403),
        (owner, "owner", 201),
    ):
        response = await member.http.post(INVITATIONS, json={**INVITED, "role": role})
        assert response.status_code == status
    assert (await agent.http.get(INVITATIONS)).status_code == 403
    assert (await agent.http.delete(f"{INVITATIONS}/{uuid7()}")).status_code == 403


async def test_another_companys_invitations_are_not_there(enter: Enter, letters: Letters) -> None:
    owner = await enter()
    stranger = await enter("eva@oficina.example")
    await invite(owner, letters)
    [invited] = (await owner.http.get(INVITATIONS)).json()["items"]

    assert (await stranger.http.get(INVITATIONS)).json()["items"] == []
    assert (await stranger.http.delete(f"{INVITATIONS}/{invited['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("token", "alt_unknown", 404), ("token", "a b", 422), ("name", "", 422), ("password", "short", 422)],
)
async def test_bad_acceptances(
    client: httpx.AsyncClient,
    enter: Enter,
    letters: Letters,
    password: str,
    field: str,
    value: str,
    status: int,
) -> None:
    body = {"token": await invite(await enter(), letters), "name": "Bia", "password": password}

    assert (await client.post(ACCEPT, json={**body, field: value})).status_code == status


# --- the mail port ---------------------------------------------------------------------------


def letter_of(settings: Settings, locale: str = "en") -> EmailMessage:
    return mail.invitation(
        settings, to="bia@padaria.example", company="Pão", locale=locale, token="alt_secret"
    )


async def test_without_a_server_the_log_tells_that_but_not_the_token(installation: Installation) -> None:
    settings = installation.settings.model_copy(update={"mail_dir": ""})
    with structlog.testing.capture_logs() as logs:
        await mail_of(settings).send(letter_of(settings))

    assert logs[0]["subject"] == "Invitation to Pão on Atendechat"
    assert "alt_secret" not in str(logs)


async def test_letters_are_kept_for_their_owner_only(installation: Installation, tmp_path: Path) -> None:
    settings = installation.settings.model_copy(update={"mail_dir": str(tmp_path / "mail")})

    await mail_of(settings).send(letter_of(settings))

    [file] = (tmp_path / "mail").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


async def smtp_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, got: list[str]) -> None:
    """The least of RFC 5321 that a client needs."""
    writer.write(b"220 test\r\n")
    while line := (await reader.readline()).decode().upper():
        got.append(line.strip())
        if line.startswith("DATA"):
            writer.write(b"354 go on\r\n")
            got.append((await reader.readuntil(b"\r\n.\r\n")).decode())
        writer.write(b"221 bye\r\n" if line.startswith("QUIT") else b"250 ok\r\n")
        if line.startswith("QUIT"):
            break
    writer.close()


async def test_letters_are_handed_to_a_server(installation: Installation) -> None:
    got: list[str] = []
    server = await asyncio.start_server(lambda r, w: smtp_server(r, w, got), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        settings = installation.settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})
        await mail_of(settings).send(letter_of(settings))
        with_password = settings.model_copy(update={"smtp_url": f"smtp://me:secret@127.0.0.1:{port}"})
        with pytest.raises(Unavailable):  # This server has no TLS, and a password is not sent without.
            await mail_of(with_password).send(letter_of(settings))

    assert "RCPT TO:<BIA@PADARIA.EXAMPLE>" in [line.partition(" SIZE")[0] for line in got]
    assert any("invitation#token=3Dalt_secret" in part or "#token=alt_secret" in part for part in got)
    assert not any(line.startswith("AUTH") for line in got)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_a_server_that_is_away_is_said_so(installation: Installation, scheme: str) -> None:
    settings = installation.settings.model_copy(update={"smtp_url": f"{scheme}://127.0.0.1:1"})

    with pytest.raises(Unavailable) as caught:
        await mail_of(settings).send(letter_of(settings))

    assert caught.value.code == "mail-unavailable"
