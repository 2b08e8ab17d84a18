"""Parts of a conversation: its end, what is around a message, what is newer, and its files."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from atende_contracts.event import Media
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Inbound

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def http(as_user: AsUser) -> httpx.AsyncClient:
    return as_user("viewer")


@pytest.fixture
async def paths(handle: Handle, inbound: Inbound, http: httpx.AsyncClient) -> list[str]:
    """Where a conversation of 21 messages is read: by its ticket, by its contact."""
    await handle([inbound(f"{n:02d}", sent_at=START + timedelta(minutes=n)) for n in range(21)])
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    return [f"/api/v1/tickets/{ticket['id']}", f"/api/v1/contacts/{ticket['contact']['id']}"]


def texts(page: dict[str, Any]) -> list[str]:
    return [message["text"] for message in page["items"]]


async def test_a_message_is_shown_among_those_around_it_and_read_on_in_both_directions(
    http: httpx.AsyncClient, paths: list[str]
) -> None:
    for path in paths:
        whole = (await http.get(f"{path}/messages", params={"limit": 100})).json()
        assert (len(whole["items"]), whole["nextCursor"], whole["previousCursor"]) == (21, None, None)
        ids = {message["text"]: message["id"] for message in whole["items"]}

        page = (await http.get(f"{path}/messages", params={"around": ids["10"], "limit": 5})).json()
        assert texts(page) == ["12", "11", "10", "09", "08"]
        older = {"cursor": page["nextCursor"], "limit": 5}
        assert texts((await http.get(f"{path}/messages", params=older)).json()) == [
            "07",
            "06",
            "05",
            "04",
            "03",
        ]
        newer = {"newer": page["previousCursor"], "limit": 5}
        above = (await http.get(f"{path}/messages", params=newer)).json()
        assert texts(above) == ["17", "16", "15", "14", "13"]
        end = {"newer": above["previousCursor"], "limit": 5}
        last = (await http.get(f"{path}/messages", params=end)).json()
        assert (texts(last), last["previousCursor"]) == (["20", "19", "18"], None)
        back = {"cursor": last["nextCursor"], "limit": 2}
        assert texts((await http.get(f"{path}/messages", params=back)).json()) == ["17", "16"]

        for text, around in (("00", ["02", "01", "00"]), ("20", ["20", "19", "18"])):
            page = (await http.get(f"{path}/messages", params={"around": ids[text], "limit": 5})).json()
            assert texts(page) == around
        one = (await http.get(f"{path}/messages", params={"around": ids["10"], "limit": 1})).json()
        assert (texts(one), one["nextCursor"] and one["previousCursor"]) == (["10"], one["previousCursor"])


async def test_a_message_of_another_conversation_is_in_none_here(
    http: httpx.AsyncClient, paths: list[str], handle: Handle, inbound: Inbound
) -> None:
    await handle([inbound("Outro", wa_id="5511999990002")])
    other = next(
        one["id"]
        for one in (await http.get("/api/v1/tickets")).json()["items"]
        if not paths[0].endswith(one["id"])
    )
    [message] = (await http.get(f"/api/v1/tickets/{other}/messages")).json()["items"]
    for path in paths:
        for around in (message["id"], str(uuid7())):
            refused = await http.get(f"{path}/messages", params={"around": around})
            assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
        both = await http.get(f"{path}/messages", params={"around": message["id"], "cursor": "x"})
        assert both.status_code == 422


async def test_files_are_listed_by_their_kind_and_not_those_taken_back(
    http: httpx.AsyncClient, paths: list[str], handle: Handle, inbound: Inbound
) -> None:
    def file(kind: str, mime_type: str, minutes: int) -> Any:
        media = Media(id=uuid7(), state="stored", mime_type=mime_type, size=10, filename=f"{minutes}")
        return inbound(None, kind=kind, media=media, sent_at=START + timedelta(minutes=minutes))

    files = [
        file("image", "image/jpeg", 1),
        file("document", "application/pdf", 2),
        file("image", "image/png", 3),
        file("audio", "audio/ogg", 4),
    ]
    await handle(files)
    target = files[0].provider_message_id
    for path in paths:
        page = (await http.get(f"{path}/attachments", params={"limit": 3})).json()
        assert [one["media"]["filename"] for one in page["items"]] == ["4", "3", "2"]
        rest = (await http.get(f"{path}/attachments", params={"cursor": page["nextCursor"]})).json()
        assert [one["media"]["size"] for one in rest["items"]] == [10]
        images = (await http.get(f"{path}/attachments", params={"kind": "image"})).json()["items"]
        assert [one["media"]["mimeType"] for one in images] == ["image/png", "image/jpeg"]
        assert (await http.get(f"{path}/attachments", params={"kind": "text"})).status_code == 422
    content = {"revoke": {"original_message_id": target}}
    at = START + timedelta(hours=1)
    await handle([inbound(None, kind="revoke", target=target, content=content, sent_at=at)])
    for path in paths:
        images = (await http.get(f"{path}/attachments", params={"kind": "image"})).json()["items"]
        assert [one["media"]["mimeType"] for one in images] == ["image/png"]
