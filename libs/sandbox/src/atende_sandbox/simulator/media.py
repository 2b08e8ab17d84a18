"""Owns media on Meta's side: uploads, ids, expiring URLs, downloads.

The id comes from an upload or an inbound message; the URL of an id is valid for five minutes (a knob) and
needs the token. Accepted types and sizes are those of Meta's media reference.
"""

import base64
import hashlib
import secrets
import shutil
import struct
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import orjson

from atende_sandbox.simulator.graph_errors import GraphError

MEGABYTE = 1024 * 1024
LIMITS: dict[str, int] = {
    **dict.fromkeys(("image/jpeg", "image/png"), 5 * MEGABYTE),
    "image/webp": 500 * 1024,
    **dict.fromkeys(
        ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"), 16 * MEGABYTE
    ),
    **dict.fromkeys(("video/mp4", "video/3gpp"), 16 * MEGABYTE),
    **dict.fromkeys(
        (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        100 * MEGABYTE,
    ),
}


@dataclass(slots=True, frozen=True)
class MediaItem:
    id: str
    phone_number_id: str
    mime_type: str
    sha256: str
    size: int
    added: float = 0


class MediaStore:
    """Files by id, with an index that survives a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._items: dict[str, MediaItem] = {}
        self._urls: dict[str, tuple[str, float]] = {}
        self.url_ttl = 300.0
        self.days = 30.0
        index = folder / "index.jsonl"
        if index.exists():
            for line in index.read_bytes().splitlines():
                item = MediaItem(**orjson.loads(line))
                if self.path(item.id).exists():
                    self._items[item.id] = item
        self._index = index.open("ab", buffering=0)

    def has(self, media_id: str) -> bool:
        return self.get(media_id) is not None

    def get(self, media_id: str) -> MediaItem | None:
        """None when the id is unknown, was deleted, or has expired."""
        item = self._items.get(media_id)
        return item if item is not None and time.time() - item.added < self.days * 24 * 3600 else None

    def had(self, media_id: str) -> bool:
        """Whether the id is known, expired or not."""
        return media_id in self._items

    def path(self, media_id: str) -> Path:
        return self._folder / media_id

    def new_path(self) -> Path:
        """Where an upload is collected before it is admitted."""
        return self._folder / f"upload-{secrets.token_hex(8)}"

    def add(self, phone_number_id: str, mime_type: str, content: bytes) -> MediaItem:
        path = self.new_path()
        path.write_bytes(content)
        return self.admit(phone_number_id, mime_type, path, hashlib.sha256(content).hexdigest(), len(content))

    def admit(self, phone_number_id: str, mime_type: str, path: Path, sha256: str, size: int) -> MediaItem:
        item = MediaItem(
            str(10**15 + secrets.randbelow(9 * 10**15)), phone_number_id, mime_type, sha256, size, time.time()
        )
        path.replace(self.path(item.id))
        self._items[item.id] = item
        record = {name: getattr(item, name) for name in MediaItem.__slots__}
        self._index.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        return item

    def delete(self, media_id: str) -> None:
        self._items.pop(media_id, None)
        self.path(media_id).unlink(missing_ok=True)

    def url(self, item: MediaItem, base_url: str) -> str:
        now = time.monotonic()
        self._urls = {key: value for key, value in self._urls.items() if value[1] > now}
        key = secrets.token_urlsafe(18)
        self._urls[key] = (item.id, now + self.url_ttl)
        return f"{base_url}/_media/{key}"

    def by_url(self, key: str) -> MediaItem | None:
        """None when the URL is unknown, has expired, or its file is gone."""
        media_id, expires = self._urls.get(key, ("", 0.0))
        return self.get(media_id) if expires > time.monotonic() else None

    def clear(self) -> None:
        self._index.close()
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        self._items.clear()
        self._urls.clear()
        self._index = (self._folder / "index.jsonl").open("ab", buffering=0)

    def close(self) -> None:
        self._index.close()


def size_limit(mime_type: str) -> int:
    """Largest upload of this type. Raises GraphError for a type WhatsApp does not take."""
    limit = LIMITS.get(mime_type.split(";")[0].strip().lower())
    if limit is None:
        raise GraphError(
            100,
            message=f"(#100) Param file must be a file with one of the following types: {', '.join(LIMITS)}."
            f" Received file of type '{mime_type}'.",
        )
    return limit


def _gradient_png(width: int = 240, height: int = 160) -> bytes:
    rows = b"".join(
        b"\0" + b"".join(bytes((40 + x // 2, 120 + y // 2, 110)) for x in range(width)) for y in range(height)
    )

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


# What a customer sends when the caller names no file. The audio is a second of silent MP3 frames; the video
# is only a container header, enough to be stored and downloaded but not to be played.
SAMPLES: dict[str, tuple[str, bytes]] = {
    "image": ("image/png", _gradient_png()),
    "audio": ("audio/mpeg", (b"\xff\xfb\x90\x64" + bytes(413)) * 38),
    "video": ("video/mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"),
    "document": (
        "application/pdf",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n",
    ),
    "sticker": (
        "image/webp",
        base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="),
    ),
}
