"""What is made of files, in processes of their own: small pictures, lengths, voice notes."""

import asyncio
import io
import os
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from atende_contracts.ids import uuid7
from atende_contracts.messages import MediaStoredV1, MessageMediaChangedV1
from atende_platform.testing.plugin import AsUser, Handle, Installation, Published
from gateway.domain.media import MOST_MINUTES
from gateway.renditions import confined, making, recordings
from gateway.renditions.confined import TooLong
from gateway.renditions.making import Busy, Look, Renditions, Unreadable
from gateway.storage import MediaStorage

from .gateway_stage import Connected
from .media_files import Files
from .media_stage import MakeFetcher, content_of, received
from .recordings import heard, picture, recording, video

COMPANY = uuid7()


@pytest.fixture
def renditions() -> Renditions:
    return Renditions(2)


@pytest.fixture
def uploading(installation: Installation, renditions: Renditions) -> Iterator[None]:
    """Has uploads looked at."""
    before = installation.app.state.renditions
    installation.app.state.renditions = renditions
    yield
    installation.app.state.renditions = before


def bomb(pixels: int) -> bytes:
    """A PNG that names a size of many pixels, and has few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", pixels, pixels, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000 * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_becomes_a_small_one_without_what_the_camera_wrote(
    kind: str, renditions: Renditions
) -> None:
    look = await renditions.look(COMPANY, f"image/{kind.lower()}", picture(kind, turned=True))
    assert (look.width, look.height, look.duration_ms) == (600, 800, None)
    assert look.thumbnail is not None
    with Image.open(io.BytesIO(look.thumbnail)) as small:
        assert (small.format, small.size) == ("WEBP", (240, 320))
        assert not small.getexif()
    assert b"maker" not in look.thumbnail


async def test_what_is_transparent_stays_so_and_what_is_small_stays_small(renditions: Renditions) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 10), (255, 0, 0, 0)).save(out, "PNG")
    look = await renditions.look(COMPANY, "image/png", out.getvalue())
    assert look.thumbnail is not None
    with Image.open(io.BytesIO(look.thumbnail)) as small:
        assert (small.size, small.convert("RGBA").getpixel((0, 0))[3]) == ((20, 10), 0)  # type: ignore[index]


async def test_a_video_has_a_size_a_length_and_a_small_picture(renditions: Renditions) -> None:
    look = await renditions.look(COMPANY, "video/mp4", video(640, 480))
    assert (look.width, look.height) == (640, 480)
    assert look.duration_ms in range(900, 1200)
    assert look.thumbnail is not None


@pytest.mark.parametrize(
    ("mime_type", "container"), [("audio/ogg", "ogg"), ("audio/mpeg", "mp3"), ("audio/mp4", "ipod")]
)
async def test_sound_has_a_length(mime_type: str, container: str, renditions: Renditions) -> None:
    look = await renditions.look(COMPANY, mime_type, recording(container))
    assert (look.width, look.thumbnail) == (None, None)
    assert look.duration_ms in range(950, 1100)


HOSTILE = {
    "no picture": ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    "a bomb": ("image/png", bomb(30_000)),
    "of another format": ("image/jpeg", b"GIF89a" + bytes(100)),
    "a playlist": ("audio/mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    "another playlist": ("video/mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "cut off": ("video/mp4", video()[:300]),
    "nothing": ("audio/ogg", b"OggS"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_cannot_be_read_is_left_unknown(name: str, renditions: Renditions) -> None:
    mime_type, data = HOSTILE[name]
    assert await renditions.look(COMPANY, mime_type, data) == Look()


async def test_a_process_that_takes_too_long_or_writes_without_end_is_ended(
    renditions: Renditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_SECONDS", 0.01)
    assert await renditions.look(COMPANY, "image/jpeg", picture()) == Look()
    monkeypatch.undo()
    monkeypatch.setattr(making, "_MOST_MADE", 10)
    assert await renditions.look(COMPANY, "image/jpeg", picture()) == Look()
    monkeypatch.undo()
    assert (await renditions.look(COMPANY, "image/jpeg", picture())).width == 800


async def test_a_company_has_one_place_and_keeps_nobody_waiting(
    renditions: Renditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[object] = []
    most = {"all": 0, "one": 0}

    async def run(_: Any, data: bytes) -> Any:
        running.append(data)
        most["all"] = max(most["all"], len(running))
        most["one"] = max(most["one"], running.count(b"one"))
        await asyncio.sleep(0.02)
        running.remove(data)
        return {}, b""

    monkeypatch.setattr(making, "_run", run)
    other = uuid7()
    await asyncio.gather(
        *(renditions.look(COMPANY, "image/jpeg", b"one") for _ in range(5)),
        *(renditions.look(other, "image/jpeg", b"two") for _ in range(5)),
    )
    assert most == {"all": 2, "one": 1}
    monkeypatch.setattr(making, "_WAIT_SECONDS", 0.001)
    results = await asyncio.gather(
        *(renditions.voice_note(COMPANY, "ogg", b"one") for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(one, Busy) for one in results) == 2


async def test_the_process_has_no_secrets_and_writes_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, Any]] = []
    create = asyncio.create_subprocess_exec

    async def record(*arguments: Any, **options: Any) -> Any:
        started.append(options)
        return await create(*arguments, **options)

    monkeypatch.setenv("CREDENTIALS_KEY", "secret")
    monkeypatch.setattr(making.asyncio, "create_subprocess_exec", record)
    await Renditions(1).look(COMPANY, "image/jpeg", picture())
    assert [options["env"] for options in started] == [{"LANG": "C.UTF-8"}]
    assert "CREDENTIALS_KEY" in os.environ


@pytest.mark.parametrize(
    ("container", "format_"),
    [("webm", "webm"), ("ipod", "mov"), ("ogg", "ogg"), ("mp3", "mp3"), ("wav", "wav")],
)
async def test_a_recording_becomes_a_voice_note(container: str, format_: str, renditions: Renditions) -> None:
    note = await renditions.voice_note(COMPANY, format_, recording(container))
    container_, codec, layout, milliseconds = heard(note.data)
    assert (container_, codec in ("opus", "libopus"), layout) == ("ogg", True, "mono")
    assert abs(milliseconds - note.duration_ms) < 50
    assert note.duration_ms in range(950, 1100)
    assert len(note.data) < 10_000


async def test_a_recording_that_is_none_is_refused(renditions: Renditions) -> None:
    with pytest.raises(Unreadable):
        await renditions.voice_note(COMPANY, "ogg", b"OggS" + bytes(100))


def test_a_recording_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MOST_SECONDS", 1)
    with pytest.raises(TooLong):
        recordings.voice(recording("ogg", 2.0), "ogg")
    assert making._TOO_LONG == confined.TOO_LONG
    monkeypatch.undo()
    assert recordings.MOST_SECONDS == MOST_MINUTES * 60


# --- at the API ------------------------------------------------------------------------------


async def upload(http: httpx.AsyncClient, data: bytes, mime_type: str, **params: Any) -> httpx.Response:
    return await http.post("/api/v1/media", content=data, headers={"Content-Type": mime_type}, params=params)


@pytest.mark.usefixtures("uploading")
async def test_an_uploaded_picture_is_shown_small_by_a_link(
    as_user: AsUser, published: Published, client: httpx.AsyncClient
) -> None:
    agent = as_user("agent")
    answer = await upload(agent, picture(), "image/jpeg", filename="foto.jpg")
    assert answer.status_code == 201, answer.text
    file = answer.json()
    assert (file["width"], file["height"], file["durationMs"], file["voice"]) == (800, 600, None, False)
    [event] = await published(MediaStoredV1)
    assert (event.media.width, event.media.thumbnail) == (800, True)

    shown = await client.get(file["thumbnailUrl"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["cache-control"].startswith("private, max-age=")
    assert shown.headers["content-security-policy"].startswith("sandbox")
    with Image.open(io.BytesIO(shown.content)) as small:
        assert small.size == (320, 240)
    # The link of the one is no link of the other, nor of another file.
    assert (await client.get(file["thumbnailUrl"].replace("/thumbnail?", "/file?"))).status_code == 404
    assert (await client.get(file["url"].replace("/file?", "/thumbnail?"))).status_code == 404
    other = (await upload(agent, picture(), "image/jpeg")).json()
    assert (await client.get(file["thumbnailUrl"].replace(file["id"], other["id"]))).status_code == 404


@pytest.mark.usefixtures("uploading")
async def test_links_to_many_files_are_had_at_once(as_user: AsUser, client: httpx.AsyncClient) -> None:
    agent = as_user("agent")
    ids = [
        (await upload(agent, data, mime_type)).json()["id"]
        for data, mime_type in ((picture(), "image/jpeg"), (b"%PDF-1.4", "application/pdf"))
    ]
    body = {"ids": [*ids, ids[0], str(uuid7())]}
    links = await as_user("viewer").post("/api/v1/media/links", json=body)
    assert links.status_code == 200, links.text
    found = {item["id"]: item for item in links.json()["items"]}
    assert found.keys() == set(ids)
    assert found[ids[0]]["thumbnailUrl"] is not None
    assert found[ids[1]]["thumbnailUrl"] is None
    for item in found.values():
        assert (await client.get(item["url"])).status_code == 200
    foreign = await as_user("viewer", company_id=uuid7()).post("/api/v1/media/links", json=body)
    assert foreign.json()["items"] == []
    for wrong in ({"ids": []}, {"ids": [str(uuid7())] * 101}, {"ids": ["x"]}):
        assert (await agent.post("/api/v1/media/links", json=wrong)).status_code == 422


@pytest.mark.usefixtures("uploading")
async def test_what_a_browser_recorded_is_kept_as_a_voice_note(
    as_user: AsUser, client: httpx.AsyncClient, published: Published
) -> None:
    agent = as_user("agent")
    answer = await upload(
        agent, recording("webm"), "audio/webm;codecs=opus", filename="gravacao.webm", voice="true"
    )
    assert answer.status_code == 201, answer.text
    file = answer.json()
    assert (file["mimeType"], file["filename"], file["voice"]) == ("audio/ogg", "gravacao.ogg", True)
    assert file["durationMs"] in range(950, 1100)
    assert heard((await client.get(file["url"])).content)[2] == "mono"
    [event] = await published(MediaStoredV1)
    assert (event.media.voice, event.media.mime_type) == (True, "audio/ogg")


@pytest.mark.usefixtures("uploading")
async def test_a_recording_that_whatsapp_does_not_take_is_made_into_one_that_it_does(as_user: AsUser) -> None:
    agent = as_user("agent")
    for container, mime_type in (("webm", "audio/webm"), ("wav", "audio/wav")):
        file = (await upload(agent, recording(container), mime_type)).json()
        assert (file["mimeType"], file["voice"]) == ("audio/ogg", False)
    # What it takes stays as it is.
    file = (await upload(agent, recording("mp3"), "audio/mpeg")).json()
    assert file["mimeType"] == "audio/mpeg"
    # The bytes say what it is, whatever the browser calls it.
    file = (await upload(agent, recording("ipod"), "audio/webm", voice="true")).json()
    assert (file["mimeType"], file["voice"]) == ("audio/ogg", True)


@pytest.mark.usefixtures("uploading")
async def test_what_is_no_recording_is_refused(as_user: AsUser) -> None:
    agent = as_user("agent")
    for data in (picture(), b"#EXTM3U\nhttp://127.0.0.1/", b"\x1a\x45\xdf\xa3" + bytes(50), b"x"):
        refused = await upload(agent, data, "audio/webm", voice="true")
        assert refused.status_code == 422, refused.text
        assert refused.json()["errors"][0]["code"] == "recording_unreadable"
    large = await upload(agent, bytes(16 * 1024 * 1024 + 1), "audio/webm", voice="true")
    assert large.status_code == 413


# --- what customers send ---------------------------------------------------------------------


async def test_a_customer_s_picture_has_a_small_one(
    channel: Connected,
    handle: Handle,
    make_fetcher: MakeFetcher,
    files: Files,
    storage: MediaStorage,
    published: Published,
) -> None:
    fetcher = make_fetcher(media_renditions=2)
    message = received(channel, files.add(picture()), mime_type="image/jpeg")
    unreadable = received(channel, files.add())
    await handle([message, unreadable])
    assert await fetcher.transfer_due() == 2
    told = {one.provider_message_id: one.media for one in await published(MessageMediaChangedV1)}
    media = told[message.provider_message_id]
    assert (media.state, media.width, media.height, media.thumbnail) == ("stored", 800, 600, True)
    media = told[unreadable.provider_message_id]
    assert (media.state, media.width, media.thumbnail) == ("stored", None, False)
    assert await content_of(storage, message) == picture()
