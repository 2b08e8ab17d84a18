"""Channels over REST."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Published

from .gateway_stage import ACCESS_TOKEN, APP_SECRET, Connect, Connected

BODY: dict[str, Any] = {
    "name": "WhatsApp principal",
    "provider": "whatsapp_cloud",
    "phoneNumberId": "123456789012345",
    "accessToken": ACCESS_TOKEN,
    "appSecret": APP_SECRET,
}


async def test_connecting_a_channel_tells_how_to_reach_it_and_no_secret(
    as_user: AsUser, published: Published, company_id: UUID
) -> None:
    response = await as_user(Role.ADMIN).post(
        "/api/v1/channels", json={**BODY, "displayPhone": "+551140000000"}
    )

    assert response.status_code == 201
    channel = response.json()
    assert channel["webhookUrl"] == f"https://atende.example/webhooks/whatsapp/{channel['id']}"
    assert len(channel["verifyToken"]) >= 24
    assert channel["messagesPerSecond"] == 80
    assert channel["status"] == "active"
    assert ACCESS_TOKEN not in response.text
    assert APP_SECRET not in response.text
    assert channel["verifiedAt"] is not None
    [pending, event] = await published(ChannelChangedV1)
    assert (pending.status, pending.revision) == ("disabled", 1)  # Until the provider confirmed the number.
    assert (event.company_id, str(event.channel_id), event.status) == (company_id, channel["id"], "active")
    assert (event.name, event.display_phone, event.revision) == ("WhatsApp principal", "+551140000000", 2)


async def test_secrets_are_sealed_at_rest(connect: Connect, database: Database) -> None:
    await connect()

    async with database.worker() as session:
        rows = (await execute(session, "SELECT kind, sealed FROM credentials ORDER BY kind")).all()

    assert [row.kind for row in rows] == ["access_token", "app_secret"]
    for row in rows:
        assert ACCESS_TOKEN.encode() not in row.sealed
        assert APP_SECRET.encode() not in row.sealed


async def test_a_company_connects_a_number_once(as_user: AsUser) -> None:
    first = await as_user().post("/api/v1/channels", json=BODY)
    again = await as_user().post("/api/v1/channels", json=BODY)

    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "phone-number-in-use")


async def test_a_repeated_request_connects_a_number_once_and_learns_it(as_user: AsUser) -> None:
    http, headers = as_user(user_id=uuid7()), {"Idempotency-Key": "k"}
    first = await http.post("/api/v1/channels", json=BODY, headers=headers)
    again = await http.post("/api/v1/channels", json=BODY, headers=headers)

    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "idempotency-answer-not-kept")
    other = await http.post("/api/v1/channels", json={**BODY, "name": "Outro"}, headers=headers)
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "idempotency-key-reused")


async def test_a_disconnected_number_is_free_again(
    as_user: AsUser, published: Published, database: Database
) -> None:
    owner = as_user()
    channel = (await owner.post("/api/v1/channels", json=BODY)).json()

    assert (await owner.delete(f"/api/v1/channels/{channel['id']}")).status_code == 204
    assert (await owner.get(f"/api/v1/channels/{channel['id']}")).status_code == 404
    assert (await owner.delete(f"/api/v1/channels/{channel['id']}")).status_code == 404
    assert (await owner.get("/api/v1/channels")).json()["items"] == []
    async with database.worker() as session:
        assert (await execute(session, "SELECT count(*) FROM credentials")).scalar_one() == 0
    assert [event.status for event in await published(ChannelChangedV1)] == ["disabled", "active", "deleted"]
    assert (await as_user(company_id=uuid7()).post("/api/v1/channels", json=BODY)).status_code == 201


async def test_changing_a_channel(as_user: AsUser, channel: Connected, published: Published) -> None:
    response = await as_user().patch(
        f"/api/v1/channels/{channel.id}",
        json={
            "name": "Vendas",
            "messagesPerSecond": 20,
            "displayPhone": "+55 11 4000-0000",
            "status": "disabled",
        },
    )

    assert response.status_code == 200
    changed = response.json()
    assert (changed["name"], changed["messagesPerSecond"], changed["status"]) == ("Vendas", 20, "disabled")
    assert changed["revision"] == 3
    event = (await published(ChannelChangedV1))[-1]
    assert (event.name, event.messages_per_second, event.status, event.revision) == (
        "Vendas",
        20,
        "disabled",
        3,
    )

    cleared = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"displayPhone": None})
    assert cleared.json()["displayPhone"] is None
    assert cleared.json()["name"] == "Vendas"

    unchanged = await as_user().patch(f"/api/v1/channels/{channel.id}", json={})
    assert unchanged.json()["revision"] == 4


async def test_a_new_token_brings_a_channel_in_error_back_to_work(
    as_user: AsUser, channel: Connected, database: Database
) -> None:
    async with database.worker() as session:
        await execute(session, "UPDATE channels SET status = 'error', status_reason = '190: expired'")
    stopped = (await as_user(Role.VIEWER).get(f"/api/v1/channels/{channel.id}")).json()

    mended = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"accessToken": "EAAG-new"})

    assert (stopped["status"], stopped["statusReason"]) == ("error", "190: expired")
    assert (mended.json()["status"], mended.json()["statusReason"]) == ("active", None)


async def test_a_list_goes_by_pages(as_user: AsUser, connect: Connect) -> None:
    ids = [str((await connect(name=f"n{n}")).id) for n in range(5)]
    viewer, seen, cursor = as_user(Role.VIEWER), [], None
    while True:
        page = (
            await viewer.get("/api/v1/channels", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [item["id"] for item in page["items"]]
        assert "verifyToken" not in page["items"][0]
        cursor = page.get("nextCursor")
        if cursor is None:
            break

    assert seen == ids


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("name", "nul\x00"),
        ("name", None),
        ("provider", "telegram"),
        ("phoneNumberId", "12a"),
        ("phoneNumberId", "1" * 33),
        ("wabaId", "abc"),
        ("displayPhone", "call me"),
        ("accessToken", ""),
        ("accessToken", "line\nbreak"),
        ("accessToken", "x" * 1025),
        ("appSecret", "ç"),
        ("verifyToken", "short"),
        ("messagesPerSecond", 0),
        ("messagesPerSecond", 1001),
        ("messagesPerSecond", "fast"),
        ("status", "active"),
    ],
)
async def test_bad_input_names_the_field_and_not_the_value(as_user: AsUser, field: str, value: Any) -> None:
    response = await as_user().post("/api/v1/channels", json={**BODY, field: value})

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert APP_SECRET not in response.text


@pytest.mark.parametrize("field", ["name", "status", "accessToken", "messagesPerSecond", "verifyToken"])
async def test_a_change_to_null_is_refused(as_user: AsUser, channel: Connected, field: str) -> None:
    response = await as_user().patch(f"/api/v1/channels/{channel.id}", json={field: None})

    assert response.status_code == 422


async def test_the_number_itself_cannot_change(as_user: AsUser, channel: Connected) -> None:
    response = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"phoneNumberId": "1"})

    assert response.status_code == 422


async def test_another_companys_channel_does_not_exist(as_user: AsUser, channel: Connected) -> None:
    stranger = as_user(company_id=uuid7())
    path = f"/api/v1/channels/{channel.id}"

    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.patch(path, json={"name": "mine"})).status_code == 404
    assert (await stranger.delete(path)).status_code == 404
    assert (await stranger.get("/api/v1/channels")).json()["items"] == []
    assert (await as_user().get(path)).json()["name"] == "WhatsApp"


async def test_who_may_do_what(as_user: AsUser, channel: Connected, client: httpx.AsyncClient) -> None:
    path = f"/api/v1/channels/{channel.id}"
    for role in (Role.VIEWER, Role.AGENT):
        user = as_user(role)
        assert (await user.get(path)).status_code == 200
        assert (await user.get("/api/v1/channels")).status_code == 200
        assert (await user.post("/api/v1/channels", json=BODY)).status_code == 403
        assert (await user.patch(path, json={"name": "x"})).status_code == 403
        assert (await user.delete(path)).status_code == 403
    assert (await client.get(path)).status_code == 401


async def test_a_change_may_ask_for_the_revision_that_was_seen(as_user: AsUser) -> None:
    owner = as_user()
    created = await owner.post("/api/v1/channels", json=BODY)
    path = f"/api/v1/channels/{created.json()['id']}"
    seen = (await owner.get(path)).headers["etag"]
    assert created.headers["etag"] == seen == f'"{created.json()["revision"]}"'

    first = await owner.patch(path, json={"name": "Loja"}, headers={"If-Match": seen})
    assert first.status_code == 200
    late = await owner.patch(path, json={"name": "Filial"}, headers={"If-Match": seen})
    assert (late.status_code, late.json()["code"]) == (412, "revision-mismatch")
    now = await owner.get(path)
    assert (now.json()["name"], now.headers["etag"]) == ("Loja", first.headers["etag"])
