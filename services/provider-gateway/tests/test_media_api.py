"""Files over REST: uploaded as they come, linked for minutes, handed out so that nothing in them runs."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser, Installation
from gateway.domain.links import is_signed, part_of, presentation, sign_link

from .gateway_stage import Sql
from .media_files import PICTURE

MEDIA = "/api/v1/media"
OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(40)
ZIP = b"PK\x03\x04" + bytes(40)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = ("wordprocessingml.document", "spreadsheetml.sheet")


@pytest.fixture
def api(as_user: AsUser) -> httpx.AsyncClient:
    return as_user(Role.AGENT)


async def uploaded(
    api: httpx.AsyncClient, content: bytes = PICTURE, mime_type: str = "image/png", filename: str = "foto.png"
) -> Any:
    response = await api.post(
        MEDIA, content=content, params={"filename": filename}, headers={"Content-Type": mime_type}
    )
    assert response.status_code == 201, response.text
    return response.json()


# --- links -----------------------------------------------------------------------------------


async def test_a_link_shows_the_file_without_a_token(
    api: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    file = await uploaded(api)
    assert (file["state"], file["mimeType"], file["filename"]) == ("stored", "image/png", "foto.png")
    assert file["size"] == len(PICTURE)

    known = (await api.get(f"{MEDIA}/{file['id']}")).json()
    assert known["error"] is None
    shown = await client.get(known["url"])

    assert (shown.status_code, shown.content) == (200, PICTURE)
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-disposition"].startswith("inline; ")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in shown.headers["content-security-policy"]
    private, age, _ = shown.headers["cache-control"].split(", ")
    assert private == "private"
    assert 280 <= int(age.removeprefix("max-age=")) <= 300


async def test_parts_of_a_file(api: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    url = (await uploaded(api))["url"]
    size = len(PICTURE)

    part = await client.get(url, headers={"Range": "bytes=100-199"})
    last = await client.get(url, headers={"Range": "bytes=-10"})
    beyond = await client.get(url, headers={"Range": f"bytes={size}-"})
    several = await client.get(url, headers={"Range": "bytes=0-1,5-6"})

    assert (part.status_code, part.content) == (206, PICTURE[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{size}"
    assert (last.status_code, last.content) == (206, PICTURE[-10:])
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    assert (several.status_code, several.content) == (200, PICTURE)


@pytest.mark.parametrize("damage", ["expired", "extended", "company", "media", "signature", "empty", "none"])
async def test_a_link_that_is_not_ours_or_not_any_more(
    api: httpx.AsyncClient,
    as_user: AsUser,
    client: httpx.AsyncClient,
    installation: Installation,
    company_id: UUID,
    damage: str,
) -> None:
    file = await uploaded(api)
    parts = urlsplit(file["url"])
    path = parts.path
    query: dict[str, Any] = {name: value for name, [value] in parse_qs(parts.query).items()}
    match damage:
        case "expired":
            query["expires"] = int(time.time()) - 1
            query["signature"] = sign_link(
                installation.settings.link_keys[0], company_id, UUID(file["id"]), query["expires"]
            )
        case "extended":
            query["expires"] = int(query["expires"]) + 1
        case "company":
            query["company"] = uuid7()
        case "media":
            other = await uploaded(as_user(company_id=uuid7()))
            path = f"{MEDIA}/{other['id']}/file"
        case "signature":
            query["signature"] = query["signature"][::-1]
        case "empty":
            query["signature"] = ""
        case "none":
            query = {}

    response = await client.get(f"{path}?{urlencode(query)}")

    assert response.status_code == 404
    assert response.headers["cache-control"] == "no-store"


async def test_a_file_that_is_not_here(
    api: httpx.AsyncClient, client: httpx.AsyncClient, installation: Installation, sql: Sql
) -> None:
    file = await uploaded(api)
    kept = list(Path(urlsplit(installation.settings.media_url).path).glob(f"*/{file['id']}"))  # noqa: ASYNC240
    kept[0].unlink()
    assert (await client.get(file["url"])).status_code == 404

    await sql("UPDATE media SET state = 'failed', error = 'gone'")
    known = (await api.get(f"{MEDIA}/{file['id']}")).json()
    assert (known["state"], known["error"], known["url"], known["expiresAt"]) == (
        "failed",
        "gone",
        None,
        None,
    )


async def test_files_are_of_one_company(api: httpx.AsyncClient, as_user: AsUser) -> None:
    file = await uploaded(api)
    other = as_user(company_id=uuid7())

    assert (await other.get(f"{MEDIA}/{file['id']}")).status_code == 404
    assert (await api.get(f"{MEDIA}/{uuid7()}")).status_code == 404
    assert (await as_user(Role.VIEWER).get(f"{MEDIA}/{file['id']}")).status_code == 200
    assert (await as_user(Role.VIEWER).post(MEDIA, content=PICTURE)).status_code == 403


@pytest.mark.parametrize("path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/file", "a/b/file"])
async def test_nothing_from_outside_becomes_a_path(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(f"{MEDIA}/{path}")).status_code in {404, 422}


@pytest.mark.parametrize("mime_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/plain"])
async def test_what_a_browser_would_run_is_only_saved(
    api: httpx.AsyncClient, client: httpx.AsyncClient, sql: Sql, mime_type: str
) -> None:
    file = await uploaded(api, b"<script>alert(document.domain)</script>", "text/plain", 'a"b\\c/ção;.html')
    await sql("UPDATE media SET mime_type = :mime_type", mime_type=mime_type)  # As customers send them.

    saved = await client.get(file["url"])

    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == (
        "attachment; filename=\"abc__o_.html\"; filename*=UTF-8''abc%C3%A7%C3%A3o%3B.html"
    )
    assert file["filename"] == 'a"b\\c/ção;.html'


# --- uploads ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mime_type", "content", "status", "field"),
    [
        ("image/png", b"<svg></svg>......", 422, "content-type"),
        ("image/jpeg", PICTURE, 422, "content-type"),
        ("image/webp", b"RIFF1234WEBPxxxx", 201, None),
        ("video/mp4", b"\0\0\0\x18ftypmp42....", 201, None),
        ("application/pdf", b"%PDF-1", 201, None),
        ("application/pdf", b"PDF", 422, "content-type"),
        ("text/plain", b"x", 201, None),
        ("text/plain", b"", 422, "body"),
        ("", b"x", 422, "content-type"),
        ("image", b"x", 422, "content-type"),
        ("multipart/form-data; boundary=x", b"x", 422, "content-type"),
        ("image/" + "p" * 300, b"x", 422, "content-type"),
        ("image/png; charset=x", PICTURE, 201, None),
        ("audio/ogg", OGG.replace(b"OpusHead", b"\x01vorbis!"), 422, "content-type"),
        ("video/mp4", b"\0\0\0\x14ftypqt  ....", 422, "content-type"),
        ("video/mp4", b"\0\0\0\x18ftypheic....", 422, "content-type"),
        ("text/plain", b"%PDF-1.7", 422, "content-type"),
        (DOCX, b"<html>", 422, "content-type"),
    ],
)
async def test_what_can_be_uploaded(
    api: httpx.AsyncClient, mime_type: str, content: bytes, status: int, field: str | None
) -> None:
    response = await api.post(MEDIA, content=content, headers={"Content-Type": mime_type})

    assert response.status_code == status, response.text
    if field:
        assert response.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("mime_type", "filename", "content"),
    [
        ("application/xml", "nota.xml", b"<?xml version='1.0'?><nfe/>"),
        ("text/xml", "nota.xml", b"<?xml version='1.0'?><nfe/>"),
        ("text/csv", "lista.csv", b"a;b\n1;2\n"),
        ("application/zip", "fotos.zip", ZIP),
        ("application/x-rar-compressed", "fotos.rar", b"Rar!\x1a\x07"),
        ("image/heic", "IMG_1.HEIC", b"\0\0\0\x18ftypheic...."),
        ("image/gif", "a.gif", b"GIF89a......"),
        ("image/svg+xml", "a.svg", b"<svg></svg>"),
        ("text/html", "a.html", b"<html></html>"),
        ("video/quicktime", "a.mov", b"\0\0\0\x14ftypqt  ...."),
        ("application/octet-stream", "a.bin", bytes(100)),
        ("application/octet-stream", "fotos.zip", ZIP),
        ("application/octet-stream", "IMG_1.HEIC", b"\0\0\0\x18ftypheic...."),
        ("application/octet-stream", "a.csv", b"a;b\n1;2\n"),
        ("audio/opus", "a.opus", b"not Ogg"),
    ],
)
async def test_what_whatsapp_does_not_take_is_refused_by_name(
    api: httpx.AsyncClient,
    installation: Installation,
    company_id: UUID,
    mime_type: str,
    filename: str,
    content: bytes,
) -> None:
    response = await api.post(
        MEDIA, content=content, params={"filename": filename}, headers={"Content-Type": mime_type}
    )

    assert response.status_code == 422, response.text
    problem = response.json()
    assert problem["code"] == "file-type-refused"
    assert problem["errors"][0]["field"] == "content-type"
    assert {"image/jpeg", "application/pdf", "video/mp4"} < set(problem["accepted"])
    assert "of type " in problem["detail"]
    folder = Path(urlsplit(installation.settings.media_url).path) / str(company_id)
    assert list(folder.glob("*")) == []


@pytest.mark.parametrize(
    ("mime_type", "filename", "content", "kept"),
    [
        ("image/jpg", "a.jpg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("image/jpg", "a.jpg", PICTURE, "image/png"),
        ("audio/mp3", "a.mp3", b"ID3\x04....", "audio/mpeg"),
        ("audio/mp3", "a.mp3", b"\xff\xfb\x90\x64....", "audio/mpeg"),
        ("audio/opus", "a.opus", OGG, "audio/ogg"),
        ("audio/x-m4a", "a.m4a", b"\0\0\0\x18ftypM4A ....", "audio/mp4"),
        ("video/x-m4v", "a.m4v", b"\0\0\0\x18ftypM4V ....", "video/mp4"),
        ("application/octet-stream", "proposta.docx", ZIP, DOCX),
        ("application/octet-stream", None, ZIP + b"word/document.xml", DOCX),
        ("application/zip", "precos.xlsx", ZIP + b"xl/workbook.xml", DOCX.replace(*SHEET)),
        ("application/octet-stream", "velho.doc", bytes.fromhex("d0cf11e0a1b11ae1"), "application/msword"),
        ("application/octet-stream", "a.pdf", b"%PDF-1.7", "application/pdf"),
        ("application/octet-stream", None, PICTURE, "image/png"),
        ("application/octet-stream", "a.ogg", OGG, "audio/ogg"),
        ("application/octet-stream", "a.txt", "olá".encode(), "text/plain"),
    ],
)
async def test_other_names_of_a_type_are_put_right_by_the_content(
    api: httpx.AsyncClient, mime_type: str, filename: str | None, content: bytes, kept: str
) -> None:
    named = {} if filename is None else {"filename": filename}
    response = await api.post(MEDIA, content=content, params=named, headers={"Content-Type": mime_type})

    assert response.status_code == 201, response.text
    assert response.json()["mimeType"] == kept
    assert (await api.get(f"{MEDIA}/{response.json()['id']}")).json()["mimeType"] == kept


@pytest.mark.parametrize(("mime_type", "most"), [("image/png", 5), ("audio/ogg", 16), ("text/plain", 100)])
async def test_a_file_that_is_too_large_is_not_kept(
    api: httpx.AsyncClient, installation: Installation, company_id: UUID, mime_type: str, most: int
) -> None:
    head = {"image/png": PICTURE, "audio/ogg": b"OggS", "text/plain": b"x"}[mime_type]
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield head
        while sent <= 200 * 1024 * 1024:
            sent += 1024 * 1024
            yield bytes(1024 * 1024)

    response = await api.post(MEDIA, content=endless(), headers={"Content-Type": mime_type})

    assert response.status_code == 413
    assert response.json()["code"] == "too-large"
    assert sent <= (most + 2) * 1024 * 1024
    folder = Path(urlsplit(installation.settings.media_url).path) / str(company_id)
    assert list(folder.glob("*")) == []


@pytest.mark.parametrize("filename", ["", "x" * 241, "a\x00b", "a\nb"])
async def test_names_of_files_are_bounded(api: httpx.AsyncClient, filename: str) -> None:
    response = await api.post(
        f"{MEDIA}?filename={quote(filename)}", content=PICTURE, headers={"Content-Type": "image/png"}
    )

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "filename"


# --- rules -----------------------------------------------------------------------------------


# Of one length, as they are: to HMAC a key and the same with zeros behind it are one.
KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS, KEYS, st.uuids(), st.uuids(), st.integers(0, 2**40))
def test_a_signature_holds_for_its_file_until_its_time(
    key: bytes, other: bytes, company: UUID, media: UUID, expires: int
) -> None:
    signature = sign_link(key, company, media, expires)

    assert is_signed((other, key), company, media, expires, signature, now=expires - 1)
    assert not is_signed((key,), company, media, expires, signature, now=expires)
    assert not is_signed((key,), company, media, expires + 1, signature, now=expires - 1)
    assert is_signed((other,), company, media, expires, signature, now=expires - 1) == (key == other)
    assert not is_signed((key,), company, media, expires, signature + "ç\ud800", now=expires - 1)


@given(st.text(), st.text())
def test_no_name_and_no_type_breaks_out_of_its_header(mime_type: str, filename: str) -> None:
    named = filename.encode("utf-8", "replace").decode()
    content_type, disposition = presentation(mime_type, named, uuid7())

    assert disposition.isascii()
    assert disposition.isprintable()
    assert disposition.count('"') == 2
    assert content_type.isascii()


@given(st.integers(1, 1000), st.integers(0, 1200), st.integers(0, 1200))
def test_a_part_is_within_the_file(size: int, first: int, last: int) -> None:
    content = bytes(n % 251 for n in range(size))
    if first >= size and last >= first:
        with pytest.raises(ValueError, match="no such part"):
            part_of(f"bytes={first}-{last}", size)
        return
    part = part_of(f"bytes={first}-{last}", size)
    if last < first:
        assert part is None
    else:
        assert part is not None
        assert content[part[0] : part[1]] == content[first : last + 1]
    assert part_of("bytes=-", size) is None
    assert part_of("chapters=1-2", size) is None
    assert part_of(f"bytes=-{last}", size) == (max(0, size - last), size) if last else True
