"""The Graph API's media routes: upload, delete, and the download behind an expiring URL."""

import asyncio
import hashlib
from pathlib import Path
from typing import BinaryIO

import orjson
from aiohttp import BodyPartReader, web

from atende_sandbox.simulator.graph import (
    OBJECT,
    SUCCESS,
    WORLD,
    answer,
    authorise,
    find_number,
    graph_errors,
)
from atende_sandbox.simulator.graph_errors import GraphError, unknown_object
from atende_sandbox.simulator.media import MEGABYTE, MediaItem, size_limit

MAX_UPLOAD = 100 * MEGABYTE
MAX_FIELD = 1024


@graph_errors
async def upload(request: web.Request) -> web.StreamResponse:
    """`POST /{version}/{phone_number_id}/media`, multipart: `file`, `type`, `messaging_product`."""
    world = request.app[WORLD]
    number = find_number(request, "post")
    if not request.content_type.startswith("multipart/"):
        raise GraphError(100, message="(#100) The parameter file is required.")
    if world.planner.happens(world.knobs.of(number.phone_number_id).media_fail_rate):
        raise GraphError(131053, "Media upload error")
    path = world.media.new_path()
    try:
        fields, stored = await _collect(request, path)
        if fields.get("messaging_product") != "whatsapp":
            raise GraphError(100, message="(#100) The parameter messaging_product is required.")
        if stored is None:
            raise GraphError(100, message="(#100) The parameter file is required.")
        part_type, digest, size = stored
        mime_type = fields.get("type") or part_type
        if size > size_limit(mime_type):
            raise GraphError(131053, f"File size {size} exceeds the limit of {size_limit(mime_type)} bytes")
        item = world.media.admit(number.phone_number_id, mime_type, path, digest, size)
    finally:
        path.unlink(missing_ok=True)
    return answer(orjson.dumps({"id": item.id}))


async def describe(request: web.Request, item: MediaItem) -> web.StreamResponse:
    """`GET /{version}/{media_id}`: a fresh URL, valid for a while."""
    world = request.app[WORLD]
    knobs = world.knobs.of(item.phone_number_id)
    if world.planner.happens(knobs.media_fail_rate):
        raise GraphError(131052, "Media could not be loaded")
    world.media.url_ttl = knobs.media_url_ttl_seconds
    described = {
        "url": world.media.url(item, f"{request.scheme}://{request.host}"),
        "mime_type": item.mime_type,
        "sha256": item.sha256,
        "file_size": item.size,
        "id": item.id,
        "messaging_product": "whatsapp",
    }
    return answer(orjson.dumps(described))


async def delete(request: web.Request) -> web.StreamResponse:
    """`DELETE /{version}/{media_id}`."""
    authorise(request)
    world = request.app[WORLD]
    media_id = request.match_info["object_id"]
    if not world.media.has(media_id):
        raise unknown_object(media_id, "delete")
    world.media.delete(media_id)
    return answer(SUCCESS)


@graph_errors
async def download(request: web.Request) -> web.StreamResponse:
    """The bytes behind a URL; Meta answers 404 when it has expired, and the caller must ask for a new one."""
    authorise(request)
    media = request.app[WORLD].media
    item = media.by_url(request.match_info["key"])
    if item is None:
        raise GraphError(100, message="(#100) Media URL has expired", http_status=404)
    return web.FileResponse(media.path(item.id), headers={"Content-Type": item.mime_type})


async def _collect(request: web.Request, path: Path) -> tuple[dict[str, str], tuple[str, str, int] | None]:
    """Stream the file to `path`. Returns the text fields, and the file's type, digest and size."""
    fields: dict[str, str] = {}
    stored = None
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        if part.name == "file":
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            stored = (mime_type, *await _store(part, path))
        elif part.name:
            fields[part.name] = (await part.read_chunk(MAX_FIELD)).decode()
    return fields, stored


async def _store(part: BodyPartReader, path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    file: BinaryIO = await asyncio.to_thread(path.open, "wb")
    with file:
        while chunk := await part.read_chunk(256 * 1024):
            size += len(chunk)
            if size > MAX_UPLOAD:
                raise GraphError(131053, "File size exceeds 100 MB")
            digest.update(chunk)
            await asyncio.to_thread(file.write, chunk)
    return digest.hexdigest(), size


def add_routes(app: web.Application) -> None:
    app.router.add_post(OBJECT + "/media", upload)
    app.router.add_delete(OBJECT, graph_errors(delete))
    app.router.add_get("/_media/{key}", download)
