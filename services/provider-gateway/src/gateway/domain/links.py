"""Files in a browser: links that are good for minutes, and what a browser may do with what is behind them."""

import base64
import hashlib
import hmac
import re
from typing import Final
from urllib.parse import quote
from uuid import UUID

LINK_SECONDS: Final = 300
THUMBNAIL_SECONDS: Final = 3600
"""So long links to a small picture are the same, and good at least, so that browsers keep the picture."""

_SHOWN: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif"}
    | {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "video/mp4", "video/3gpp"}
)
"""Types that no browser runs scripts of."""
_NAMED: Final = _SHOWN | {"application/pdf"}
"""Types that are shown. A PDF is saved and not shown: browsers' viewers of it break in a sandbox."""
_PART: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def sign_link(key: bytes, company_id: UUID, media_id: UUID, expires: int, variant: str = "") -> str:
    """Return the signature of a link to a company's file, or a variant of it, good until a Unix time."""
    signed = "|".join(map(str, (company_id, media_id, expires, *([variant] if variant else [])))).encode()
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_signed(
    keys: tuple[bytes, ...],
    company_id: UUID,
    media_id: UUID,
    expires: int,
    signature: str,
    variant: str = "",
    *,
    now: float,
) -> bool:
    """Tell whether a link is one of ours, with any of the keys, and its time has not passed."""
    given = signature.encode(errors="replace")
    signed = [
        hmac.compare_digest(sign_link(key, company_id, media_id, expires, variant).encode(), given)
        for key in keys
    ]
    return any(signed) and now < expires


def thumbnail_expiry(now: float) -> int:
    """Return until when links to small pictures are good that are made now."""
    return (int(now) // THUMBNAIL_SECONDS + 2) * THUMBNAIL_SECONDS


def presentation(mime_type: str | None, filename: str | None, media_id: UUID) -> tuple[str, str]:
    """Return the Content-Type and Content-Disposition (RFC 6266) under which a file may be handed out."""
    bare = bare_type(mime_type)
    name = "".join(c for c in filename or "" if c.isprintable() and c not in '/\\"').strip(". ") or str(
        media_id
    )
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    kind = "inline" if bare in _SHOWN else "attachment"
    disposition = f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return bare if bare in _NAMED else "application/octet-stream", disposition


def bare_type(mime_type: str | None) -> str:
    """Return a type without its parameters."""
    return (mime_type or "").partition(";")[0].strip().lower()


def part_of(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the part that a Range header asks for, its end excluded; None: all of it.

    Several parts, and what cannot be read, are answered with the whole (RFC 9110 §14.2). Raises
    ValueError when there is no such part.
    """
    asked = _PART.fullmatch(header or "")
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:  # The last so many bytes.
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size:
        raise ValueError("there is no such part")
    return start, end
