"""A stand-in for the provider's files."""

import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 800


@dataclass
class Files:
    """Plays the provider: an id leads to an address, that to the bytes. Records what is asked of it."""

    url: str = ""
    content: dict[str, bytes] = field(default_factory=dict)
    described: list[str] = field(default_factory=list)
    downloaded: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    describe: "Callable[[str, dict[str, Any]], web.Response | None] | None" = None
    """Answers instead of the description, or changes it."""
    download: "Callable[[web.Request], Awaitable[web.StreamResponse | None]] | None" = None

    uploads: list[dict[str, Any]] = field(default_factory=list)
    """The forms that came, their file under ``file``."""
    refuse_upload: "Callable[[], web.Response | None] | None" = None

    async def on_upload(self, request: web.Request) -> web.StreamResponse:
        assert request.content_length is not None
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        self.uploads.append({**form, "file": file.file.read(), "file_type": file.content_type})
        answer = self.refuse_upload() if self.refuse_upload else None
        return answer or web.json_response({"id": self.add(self.uploads[-1]["file"])})

    def add(self, content: bytes = PICTURE) -> str:
        media_id = f"media-{secrets.randbelow(10**15)}"
        self.content[media_id] = content
        return media_id

    async def on_describe(self, request: web.Request) -> web.StreamResponse:
        media_id = request.match_info["media_id"]
        self.described.append(media_id)
        self.tokens.add(request.headers["Authorization"])
        if media_id not in self.content:
            error = {"message": "Unsupported get request", "code": 100, "error_subcode": 33}
            return web.json_response({"error": error}, status=400)
        content = self.content[media_id]
        description = {
            "url": f"{self.url}/files/{media_id}?sig=a%2Bb%3D",
            "mime_type": "image/png",
            "sha256": hashlib.sha256(content).hexdigest(),
            "file_size": len(content),
            "id": media_id,
        }
        answer = self.describe(media_id, description) if self.describe else None
        return answer or web.json_response(description)

    async def on_download(self, request: web.Request) -> web.StreamResponse:
        media_id = request.match_info["media_id"]
        self.downloaded.append(media_id)
        self.tokens.add(request.headers["Authorization"])
        answer = await self.download(request) if self.download else None
        assert request.raw_path.endswith("?sig=a%2Bb%3D")  # A signed address is asked for as it came.
        return answer or web.Response(body=self.content[media_id], content_type="image/png")


@asynccontextmanager
async def playing_files() -> AsyncIterator[Files]:
    """Run a stand-in for the provider's files."""
    files = Files()
    app = web.Application()
    app.router.add_get("/v23.0/{media_id}", files.on_describe)
    app.router.add_get("/files/{media_id}", files.on_download)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    files.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield files
    finally:
        await runner.cleanup()
