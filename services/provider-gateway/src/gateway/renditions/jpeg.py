"""Our own small pictures (WebP) as the even smaller JPEGs that WhatsApp shows until a picture is there.

They were made here, by `gateway.renditions.pictures`: nothing that somebody sent is decoded.
"""

import io
from typing import Final

EDGE_PIXELS: Final = 160
_QUALITY: Final = 60


def jpeg_of(webp: bytes) -> bytes:
    """Return a small picture as a JPEG. Raises ``ValueError`` or ``OSError`` for what is none."""
    from PIL import Image  # noqa: PLC0415 (it takes a tenth of a second, and most processes never do this)

    with Image.open(io.BytesIO(webp), formats=("WEBP",)) as picture:
        picture.thumbnail((EDGE_PIXELS, EDGE_PIXELS))
        out = io.BytesIO()
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(picture, mask=picture.getchannel("A") if "A" in picture.getbands() else None)
        flat.save(out, "JPEG", quality=_QUALITY)
        return out.getvalue()
