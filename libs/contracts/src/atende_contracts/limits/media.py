"""Files: their kinds, types and sizes, and how a message names one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from atende_contracts.event import Media
from atende_contracts.field_errors import FieldError
from atende_contracts.limits.rules import MAX_ID, optional, url
from atende_contracts.words import Words

MAX_FILENAME: Final = 240
MEDIA_ID: Final = "media_id"
"""How a template's header names a file of ours, where Meta has ``id`` and ``link`` only."""

MediaKind = Literal["image", "audio", "video", "document", "sticker"]
_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MediaLimit:
    """The largest size in bytes and the types of a kind of media."""

    size: int
    mime_types: frozenset[str]


MEDIA: Final[dict[MediaKind, MediaLimit]] = {
    "image": MediaLimit(5 * _MB, frozenset({"image/jpeg", "image/png"})),
    "audio": MediaLimit(
        16 * _MB, frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})
    ),
    "video": MediaLimit(16 * _MB, frozenset({"video/mp4", "video/3gpp"})),
    "document": MediaLimit(
        100 * _MB,
        frozenset(
            {
                "application/msword",
                "application/pdf",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "text/plain",
            }
        ),
    ),
    "sticker": MediaLimit(500 * 1024, frozenset({"image/webp"})),
}
FILE_TYPES: Final = frozenset().union(*(limit.mime_types for limit in MEDIA.values()))
"""All types that Meta's media endpoint takes. A file of any of them can also be sent as a document."""


def media_problems(field: str, kind: MediaKind, media: Media) -> Iterator[FieldError]:
    """Yield what is wrong with a file as one of its kind, as far as it is known."""
    if sum(name is not None for name in (media.id, media.provider_media_id, media.url)) != 1:
        yield FieldError.of(field, "media_reference")
    yield from optional(f"{field}.provider_media_id", media.provider_media_id, MAX_ID)
    if media.url is not None:
        yield from url(f"{field}.url", media.url)
    yield from optional(f"{field}.filename", media.filename, MAX_FILENAME)
    yield from file_problems(field, kind, mime_type=media.mime_type, size=media.size)
    if media.voice and kind != "audio":
        yield FieldError.of(f"{field}.voice", "voice_not_audio")
    elif media.voice and media.mime_type is not None and _bare(media.mime_type) != "audio/ogg":
        yield FieldError.of(f"{field}.mime_type", "voice_not_ogg")


def file_problems(
    field: str, kind: MediaKind, *, mime_type: str | None, size: int | None
) -> Iterator[FieldError]:
    """Yield what WhatsApp would refuse of a file's type and size."""
    limit = MEDIA[kind]
    types = FILE_TYPES if kind == "document" else limit.mime_types
    if mime_type is not None and _bare(mime_type) not in types:
        yield FieldError.of(f"{field}.mime_type", f"type_of_{kind}", types=sorted(types))
    if size is not None and not 0 < size <= limit.size:
        yield FieldError.of(f"{field}.size", f"size_of_{kind}", most=limit.size)


def of_known_file(error: FieldError, field: str, mime_type: str, size: int) -> FieldError:
    """Return what is wrong with a file of ours that a field names, and what file it is."""
    words = Words(
        f"{error.words.pt} Este arquivo é {mime_type} e tem {size} bytes.",
        f"{error.words.en} This file is {mime_type} and has {size} bytes.",
    )
    return FieldError(field, error.code, {**error.params, "type": mime_type, "size": size}, words)


def _bare(mime_type: str) -> str:
    return mime_type.partition(";")[0].strip().lower()
