"""Files from a customer's phone to an agent's browser, over the edge."""

import base64
from typing import Any
from uuid import uuid4

import httpx
from system import System, eventually

from atende_platform.data.db import now

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8000
"""Two megabytes: more than the services' own cap on bodies."""


async def test_a_customers_picture_reaches_the_agents_browser(system: System) -> None:
    company = await system.new_company()
    phone = system.new_phone()
    sent = await system.simulator.inbound(
        company.number,
        phone.lstrip("+"),
        type="image",
        caption="Veja",
        data_base64=base64.b64encode(PICTURE).decode(),
        wait=True,
    )
    assert sent["acked"], sent

    async def stored() -> dict[str, Any]:
        tickets = await company.api.all("/api/v1/tickets")
        assert tickets
        [message] = await company.api.all(f"/api/v1/tickets/{tickets[0]['id']}/messages")
        known = await system.http.get(f"/api/v1/media/{message['media']['id']}", headers=company.headers)
        assert known.status_code == 200  # Chat may have heard of the message before the gateway.
        file: dict[str, Any] = known.json()
        assert file["status"] == "stored"
        return file

    file = await eventually(stored)
    shown = await system.http.get(file["url"])

    assert (shown.status_code, shown.content) == (200, PICTURE)
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["x-content-type-options"] == "nosniff"
    part = await system.http.get(file["url"], headers={"Range": "bytes=8-263"})
    assert (part.status_code, part.content) == (206, bytes(range(256)))
    stranger = await system.new_company()
    refused = await system.http.get(f"/api/v1/media/{file['id']}", headers=stranger.headers)
    assert refused.status_code == 404


async def test_an_agents_file_reaches_the_customer_and_is_uploaded_once(system: System) -> None:
    company = await system.new_company()
    uploaded = await system.http.post(
        "/api/v1/media?filename=foto.png",
        content=PICTURE,
        headers={**company.headers, "Content-Type": "image/png"},
    )
    assert uploaded.status_code == 201, uploaded.text
    media_id = uploaded.json()["id"]
    content = {
        "kind": "media",
        "mediaType": "image",
        "media": {"id": media_id},
        "caption": "Veja",
    }
    phones = [system.new_phone() for _ in range(3)]
    for phone in phones:
        await company.customer_writes(phone, "Tem foto?")

    async def tickets() -> list[Any]:
        found = await company.api.all("/api/v1/tickets")
        assert len(found) == len(phones)
        return found

    for ticket in await eventually(tickets):
        answer = {"content": content, "clientMessageId": str(uuid4())}
        await company.api.post(f"/api/v1/tickets/{ticket['id']}/messages", answer)

    async def shown() -> set[str]:
        files = set()
        for phone in phones:
            [conversation] = await system.simulator.conversations(customer=phone.lstrip("+"))
            assert len(conversation["messages"]) == 2
            files.add(conversation["messages"][1]["mediaId"])
        return files

    [file] = await eventually(shown)
    async with httpx.AsyncClient(base_url=system.world.settings.url("simulator")) as simulator:
        assert (await simulator.get(f"/_sim/media/{file}")).content == PICTURE

    async def as_one_received() -> None:
        for ticket in await tickets():
            sent, _ = await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
            told = {name: sent["media"][name] for name in ("status", "mimeType", "filename", "size", "url")}
            assert told == {
                "status": "stored",
                "mimeType": "image/png",
                "filename": "foto.png",
                "size": len(PICTURE),
                "url": f"/api/v1/media/{media_id}",
            }

    await eventually(as_one_received)


async def test_an_upload_of_some_size_passes_the_edge(system: System) -> None:
    company = await system.new_company()
    response = await system.http.post(
        "/api/v1/media",
        content=PICTURE,
        params={"filename": f"{now():%Y}.png"},
        headers={**company.headers, "Content-Type": "image/png"},
    )
    assert response.status_code == 201, response.text
    shown = await system.http.get(response.json()["url"])
    assert shown.content == PICTURE
