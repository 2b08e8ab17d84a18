"""A reply with a file that WhatsApp does not take as what it is to be sent as does not leave."""

from typing import Any
from uuid import UUID

import pytest

from atende_contracts.event import Media
from atende_contracts.ids import uuid7
from atende_contracts.messages import MediaStoredV1, MessageSendRequestedV2
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("kind", "mime_type", "size", "status"),
    [
        ("image", "application/pdf", 1000, 422),
        ("document", "application/xml", 1000, 422),
        ("video", "video/mp4", 17 * MB, 422),
        ("document", "image/png", 1000, 201),
        ("image", "image/png", 1000, 201),
    ],
)
async def test_a_file_fits_what_it_is_sent_as(
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    published: Published,
    company_id: UUID,
    kind: str,
    mime_type: str,
    size: int,
    status: int,
) -> None:
    await handle([inbound()])
    file = Media(id=uuid7(), state="stored", mime_type=mime_type, size=size)
    await handle([MediaStoredV1(company_id=company_id, media=file)])
    http = as_user("agent")
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    content = {"kind": "media", "mediaType": kind, "media": {"id": str(file.id)}}

    answer = await http.post(
        f"/api/v1/tickets/{ticket['id']}/messages", json={"content": content, "clientMessageId": "1"}
    )

    assert answer.status_code == status, answer.text
    assert len(await published(MessageSendRequestedV2)) == (1 if status == 201 else 0)
    if status == 422:
        problem = answer.json()
        assert problem["errors"][0]["field"] == "content.media.id"
        assert mime_type in problem["detail"]


async def test_a_voice_note_is_ogg_and_is_shown_with_its_length(
    handle: Handle, ticket: dict[str, Any], as_user: AsUser, published: Published, company_id: UUID
) -> None:
    known = {"state": "stored", "size": 1000, "duration_ms": 2500}
    note = Media(id=uuid7(), mime_type="audio/ogg", voice=True, **known)
    song = Media(id=uuid7(), mime_type="audio/mpeg", **known)
    await handle([MediaStoredV1(company_id=company_id, media=file) for file in (note, song)])
    http = as_user("agent")

    async def send(file: Media) -> Any:
        media = {"id": str(file.id), "voice": True}
        content = {"kind": "media", "mediaType": "audio", "media": media}
        body = {"content": content, "clientMessageId": str(file.id)}
        return await http.post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)

    refused = await send(song)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "content.media.voice")
    sent = await send(note)
    assert sent.status_code == 201, sent.text
    shown = sent.json()["media"]
    assert (shown["voice"], shown["durationMs"], shown["thumbnailUrl"]) == (True, 2500, None)
    [request] = await published(MessageSendRequestedV2)
    assert request.content.model_dump()["media"]["voice"] is True


async def test_a_picture_is_shown_with_its_size_and_a_small_one(
    handle: Handle, ticket: dict[str, Any], as_user: AsUser, company_id: UUID
) -> None:
    file = Media(
        id=uuid7(), state="stored", mime_type="image/png", size=9, width=800, height=600, thumbnail=True
    )
    await handle([MediaStoredV1(company_id=company_id, media=file)])
    content = {"kind": "media", "mediaType": "image", "media": {"id": str(file.id)}}
    body = {"content": content, "clientMessageId": "1"}
    http = as_user("agent")
    shown = (await http.post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)).json()["media"]
    assert (shown["width"], shown["height"]) == (800, 600)
    assert shown["thumbnailUrl"] == f"/api/v1/media/{file.id}/thumbnail"
