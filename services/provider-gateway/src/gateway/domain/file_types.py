"""Which files Meta takes, and of which type a file is when its sender names another one.

Meta takes a closed list of types (`atende_contracts.limits.FILE_TYPES`) and refuses everything else when the
file is uploaded there, which is after a campaign has started. Browsers and programs call the same types by
other names, or name none; the first bytes then say which it is.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final

from atende_contracts.limits import FILE_TYPES, MEDIA

HEAD_BYTES: Final = 4096
"""So many first bytes show a file's type."""

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_DOCX: Final = f"{_OFFICE}wordprocessingml.document"
_XLSX: Final = f"{_OFFICE}spreadsheetml.sheet"
_PPTX: Final = f"{_OFFICE}presentationml.presentation"
_NAMES: Final = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "audio/mp3": "audio/mpeg",
    "audio/mpeg3": "audio/mpeg",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "audio/opus": "audio/ogg",
    "audio/x-opus+ogg": "audio/ogg",
    "application/ogg": "audio/ogg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/aacp": "audio/aac",
    "audio/x-aac": "audio/aac",
    "audio/x-amr": "audio/amr",
    "video/x-m4v": "video/mp4",
    "video/3gp": "video/3gpp",
    "application/x-pdf": "application/pdf",
}
"""Other names of types that Meta takes."""
_NO_TYPE: Final = frozenset(
    {"application/octet-stream", "binary/octet-stream", "application/x-zip-compressed", "application/zip"}
)
"""What is named where the program that sends a file does not know its type; an Office file is a ZIP file."""
_BY_SUFFIX: Final = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".docx": _DOCX,
    ".xlsx": _XLSX,
    ".pptx": _PPTX,
}
_FOLDERS: Final = ((b"word/", _DOCX), (b"xl/", _XLSX), (b"ppt/", _PPTX))
_OFFICE_OF_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"#!AMR", "audio/amr"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
)
_AAC: Final = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")
_MP3: Final = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
_BRANDS: Final = {
    b"qt  ": "video/quicktime",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
}
_CODECS: Final = ((b"OpusHead", "audio/ogg"), (b"\x01vorbis", "audio/vorbis"), (b"\x7fFLAC", "audio/flac"))
_PLAYED: Final = frozenset({"video/mp4", "video/3gpp", "audio/mp4"})
"""Types in the same box: which of them a file is is not visible at its beginning."""
_CERTAIN: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "audio/ogg", "audio/amr", "application/pdf"}
)
_INSTEAD: Final = {
    "text/csv": "save-as-workbook",
    "image/heic": "save-as-jpeg",
    "image/heif": "save-as-jpeg",
    "image/gif": "save-as-png",
    "video/quicktime": "save-as-mp4",
    "application/zip": "unpack-archive",
}
"""Types with some advice: keys of `atende_contracts.problems`."""


class TypeRefused(ValueError):
    """Meta does not take a file of this type, or the file is not of the type named.

    ``reason`` is a key of `atende_contracts.problems`.
    """

    def __init__(self, reason: str, **params: str | list[str]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params: dict[str, Any] = dict(params)


def named_type(given: str) -> str:
    """Return the name under which Meta takes a type, without parameters, that has several."""
    return _NAMES.get(given, given)


def largest(mime_type: str) -> int:
    """Return how many bytes a file of a type may have; of a type still to be found out, the most there is."""
    return next(
        (limit.size for limit in MEDIA.values() if mime_type in limit.mime_types), MEDIA["document"].size
    )


def may_be_taken(given: str) -> bool:
    """Tell whether a file of the type named may be one that Meta takes, before anything of it is seen."""
    return named_type(given) in FILE_TYPES or given in _NO_TYPE


def refusal(mime_type: str) -> TypeRefused:
    """Return why a type is refused, and which are taken."""
    reason = _INSTEAD.get(mime_type, "file-type-refused")
    return TypeRefused(reason, type=mime_type, accepted=sorted(FILE_TYPES))


def settled_type(given: str, filename: str | None, head: bytes) -> str:
    """Return a file's type, of those that Meta takes, by the type named and the file's first bytes.

    A type that Meta takes is believed unless the bytes are certainly of another one. Another name of such a
    type, or none, leaves it to the bytes. Raises `TypeRefused`.
    """
    found = _found(filename, head)
    if given in FILE_TYPES:
        if not _fits(given, found, head):
            raise _unlike(given, found)
        return given
    named = named_type(given)
    if named in FILE_TYPES:
        if (found in _PLAYED and named in _PLAYED) or (found is None and named not in _CERTAIN | _PLAYED):
            return named
        if found is None:
            raise _unlike(given, None)
    elif given not in _NO_TYPE:
        raise refusal(given)
    settled = found or ("application/zip" if head.startswith(b"PK") else given)
    if settled not in FILE_TYPES:
        raise refusal(settled)
    return settled


RECORDED: Final = frozenset({"audio/webm", "audio/x-matroska", "audio/wav", "audio/x-wav", "audio/wave"})
"""Types in which browsers record and which Meta does not take: they are made into Ogg with Opus."""
_RECORDING_FORMATS: Final = {
    "audio/ogg": "ogg",
    "audio/amr": "amr",
    "audio/aac": "aac",
    "audio/mpeg": "mp3",
    "audio/mp4": "mov",
    "video/mp4": "mov",
    "video/3gpp": "mov",
}


def recording_format(head: bytes) -> str | None:
    """Return which format a recording is in by its first bytes; None: in none that is known.

    Names are those of FFmpeg's readers.
    """
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    return _RECORDING_FORMATS.get(_found(None, head) or "")


def _unlike(given: str, found: str | None) -> TypeRefused:
    accepted = sorted(FILE_TYPES)
    if found is None:
        return TypeRefused("file-unlike-its-type", type=given, accepted=accepted)
    return TypeRefused("file-of-another-type", type=given, found=found, accepted=accepted)


def _fits(given: str, found: str | None, head: bytes) -> bool:
    if given in _PLAYED:
        return found in _PLAYED
    if given in (_DOCX, _XLSX, _PPTX):
        # One with a password is in the old format's box.
        return head.startswith((b"PK", _OFFICE_OF_OLD))
    if given == "audio/ogg":
        return head.startswith(b"OggS") and found in (None, given)
    return found == given or (given not in _CERTAIN and found not in _CERTAIN)


def _found(filename: str | None, head: bytes) -> str | None:
    """Return which type a file is by its bytes; None when they do not show it."""
    return next(_signs(PurePath(filename or "").suffix.lower(), head), None)


def _signs(suffix: str, head: bytes) -> Iterator[str]:
    yield from (mime_type for beginning, mime_type in _BEGINNINGS if head.startswith(beginning))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        yield "image/webp"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        yield _BRANDS.get(brand, "video/3gpp" if brand.startswith(b"3g") else "video/mp4")
    if head.startswith(b"OggS"):
        yield from (mime_type for codec, mime_type in _CODECS if codec in head[:64])
    if head.startswith(b"PK\x03\x04"):
        yield from (mime_type for folder, mime_type in _FOLDERS if folder in head)
        if suffix in (".docx", ".xlsx", ".pptx"):
            yield _BY_SUFFIX[suffix]
    if head.startswith(_OFFICE_OF_OLD) and suffix in _BY_SUFFIX:
        yield _BY_SUFFIX[suffix]
    if _AAC.match(head):
        yield "audio/aac"
    if _MP3.match(head):
        yield "audio/mpeg"
    if suffix == ".txt" and b"\0" not in head:
        yield "text/plain"
