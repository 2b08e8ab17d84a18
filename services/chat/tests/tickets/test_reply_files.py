"""A reply with a file that WhatsApp does not take as what it is to be sent as does not leave."""

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
