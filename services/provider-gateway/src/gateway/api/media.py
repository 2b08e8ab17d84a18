"""Files of messages over REST: what is known of one, a link to it, its bytes."""

import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from atende_contracts.limits import MAX_FILENAME
from atende_contracts.permissions import Permission
from atende_platform.errors import InvalidInput, NotFound, Unavailable
from atende_platform.http.access import PUBLIC, CompanyQuotas, TenantSession, requires, runtime_of
from atende_platform.identity.context import TenantContext
from atende_platform.limits.body_memory import Holder
from gateway.deps import RenditionsDep, SettingsDep, StorageDep
from gateway.domain.file_types import RECORDED
from gateway.domain.links import (
    LINK_SECONDS,
    bare_type,
    is_signed,
    part_of,
    presentation,
    sign_link,
    thumbnail_expiry,
)
from gateway.schemas import PRINTABLE, MediaLinks, MediaLinksCreate, MediaRead
from gateway.service import media
from gateway.settings import Settings
from gateway.storage import FileMissing, StorageFault

if TYPE_CHECKING:
    from gateway.models import MediaFile

router = APIRouter(prefix="/media")

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Writer = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]

_MIME_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_FILE: Final = {
    "required": True,
    "content": {
        "application/octet-stream": {
            "schema": {"type": "string", "contentMediaType": "application/octet-stream"}
        }
    },
}


@router.post("", operation_id="media.upload", status_code=201, openapi_extra={"requestBody": _FILE})
async def upload_media(
    request: Request,
    actor: Writer,
    settings: SettingsDep,
    storage: StorageDep,
    quotas: CompanyQuotas,
    renditions: RenditionsDep,
    content_type: Annotated[str, Header(max_length=200)] = "",
    filename: Annotated[str | None, Query(min_length=1, max_length=MAX_FILENAME), PRINTABLE] = None,
    voice: Annotated[bool, Query(description="A recording that is to be played as a voice note")] = False,
) -> MediaRead:
    """Keep a file that is to be sent. The body is its bytes, `Content-Type` its type; not a form.

    Only the types that WhatsApp takes: images (JPEG, PNG) to 5 MB, audio (AAC, AMR, MP3, M4A, Ogg with Opus)
    and video (MP4, 3GP) to 16 MB, stickers (WebP) to 500 KB, and documents (PDF, text, Word, Excel,
    PowerPoint) to 100 MB. Other names of these types, and no type, are put right by the file's first bytes.
    Then send it as `content` of kind `media` with its `id`.

    With `voice`, and of recordings that WhatsApp does not take (WebM, WAV), the file is made into Ogg with
    Opus: 16 MB and 30 minutes at most. Send it with `"voice": true`.
    """
    bare = bare_type(content_type)
    if not _MIME_TYPE.fullmatch(bare) or bare.startswith("multipart/"):
        raise InvalidInput("file_type_unnamed", field="content-type")
    runtime = runtime_of(request)
    given: dict[str, Any] = {"filename": filename, "quotas": quotas, "renditions": renditions}
    chunks = request.stream()
    try:
        if voice or bare in RECORDED:
            with runtime.body_memory.hold(Holder("company", str(actor.company_id))) as held:
                row = await media.upload_recording(
                    runtime.database, storage, actor.company_id, chunks, voice=voice, held=held, **given
                )
        else:
            row = await media.upload(
                runtime.database, storage, actor.company_id, chunks, mime_type=bare, **given
            )
    except StorageFault:
        raise Unavailable("unavailable", retry_after=5) from None
    return _read(row, settings)


@router.post("/links", operation_id="media.createLinks")
async def create_links(
    actor: Reader, session: TenantSession, body: MediaLinksCreate, settings: SettingsDep
) -> MediaLinks:
    """Return links to up to 100 files and their small pictures at once, for a page of a conversation."""
    rows = await media.stored_files(session, actor.company_id, set(body.ids))
    return MediaLinks(items=[_read(row, settings) for row in rows])


@router.get("/{media_id}", operation_id="media.get")
async def get_media(
    actor: Reader, session: TenantSession, media_id: UUID, settings: SettingsDep
) -> MediaRead:
    """Return what is known of a file, and once it is stored a link to it.

    The link needs no token, so that a browser can show it (`<img src>`); ask again when it has expired.
    """
    return _read(await media.get_file(session, actor.company_id, media_id), settings)


@router.get(
    "/{media_id}/file",
    operation_id="media.download",
    dependencies=[PUBLIC],
    response_class=StreamingResponse,
    responses={
        200: {"description": "The file, as what it is", "content": {"*/*": {}}},
        206: {"description": "A part of it", "content": {"*/*": {}}},
        416: {"description": "It has no such part"},
    },
)
async def get_file(
    request: Request,
    media_id: UUID,
    settings: SettingsDep,
    storage: StorageDep,
    company: UUID | None = None,
    expires: Annotated[int, Query(ge=0, le=2**40)] = 0,
    signature: Annotated[str, Query(max_length=100)] = "",
    asked_part: Annotated[str | None, Header(alias="Range", max_length=100)] = None,
) -> Response:
    """Return a file's bytes, by a link from `GET /media/{media_id}`. It takes `Range`."""
    now = time.time()
    if company is None or not is_signed(settings.link_keys, company, media_id, expires, signature, now=now):
        raise NotFound("file-link-expired")
    # Not for the time of the request: a download is slow, and connections are few.
    async with runtime_of(request).database.tenant(company) as session:
        row = await media.get_file(session, company, media_id)
    content_type, disposition = presentation(row.mime_type, row.filename, row.id)
    headers = _headers(disposition, expires - now) | {"Accept-Ranges": "bytes"}
    try:
        part = part_of(asked_part, row.size or 0)
    except ValueError:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{row.size}"})
    try:
        file = await storage.get(company, media_id, part)
    except FileMissing:
        raise NotFound("file-link-expired") from None
    except StorageFault:
        raise Unavailable("unavailable", retry_after=5) from None
    headers["Content-Length"] = str(file.end - file.start)
    if part is not None:
        headers["Content-Range"] = f"bytes {file.start}-{file.end - 1}/{file.size}"
    return StreamingResponse(
        file.chunks, status_code=200 if part is None else 206, headers=headers, media_type=content_type
    )


@router.get(
    "/{media_id}/thumbnail",
    operation_id="media.downloadThumbnail",
    dependencies=[PUBLIC],
    response_class=StreamingResponse,
    responses={200: {"description": "A small picture of the file", "content": {"image/webp": {}}}},
)
async def get_thumbnail(
    media_id: UUID,
    settings: SettingsDep,
    storage: StorageDep,
    company: UUID | None = None,
    expires: Annotated[int, Query(ge=0, le=2**40)] = 0,
    signature: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Return a small picture of a file, by a link from `GET /media/{media_id}`."""
    now = time.time()
    if company is None or not is_signed(
        settings.link_keys, company, media_id, expires, signature, "thumbnail", now=now
    ):
        raise NotFound("file-link-expired")
    try:
        file = await storage.get(company, media_id, variant="thumbnail")
    except FileMissing:
        raise NotFound("file-link-expired") from None
    except StorageFault:
        raise Unavailable("unavailable", retry_after=5) from None
    headers = _headers("inline", expires - now) | {"Content-Length": str(file.size)}
    return StreamingResponse(file.chunks, headers=headers, media_type="image/webp")


def _headers(disposition: str, good_for: float) -> dict[str, str]:
    return {
        "Content-Disposition": disposition,
        "Content-Security-Policy": "sandbox",
        # By its signature: a console of another origin (`CORS_ORIGINS`) may show it.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": f"private, max-age={max(0, int(good_for))}, immutable",
    }


def _read(row: "MediaFile", settings: Settings) -> MediaRead:
    read = MediaRead.model_validate(row)
    if row.state != "stored":
        return read
    now = time.time()
    expires = int(now) + LINK_SECONDS
    read.url = _link(row, settings, expires, "file")
    read.expires_at = datetime.fromtimestamp(expires, UTC)
    if row.thumbnail:
        read.thumbnail_url = _link(row, settings, thumbnail_expiry(now), "thumbnail")
    return read


def _link(row: "MediaFile", settings: Settings, expires: int, what: Literal["file", "thumbnail"]) -> str:
    variant = "" if what == "file" else what
    signature = sign_link(settings.link_keys[0], row.company_id, row.id, expires, variant)
    return f"/api/v1/media/{row.id}/{what}?company={row.company_id}&expires={expires}&signature={signature}"
