"""``python -m gateway.renditions.pictures``: the size of a picture, and a small one of it, as WebP."""

import io
import sys
import warnings
from typing import Final

from PIL import Image, ImageOps

from gateway.renditions.confined import Made, serve

MOST_PIXELS: Final = 50_000_000
"""Of a picture that is opened: a phone's largest has 50 megapixels at 200 MB."""
EDGE_PIXELS: Final = 320
"""The longer edge of the small picture, which is shown at half that on screens with double density."""
_QUALITY: Final = 70
_TURNED: Final = frozenset({5, 6, 7, 8})
"""The orientations (EXIF) in which width and height change places."""
_ORIENTATION: Final = 0x0112


def small(picture: Image.Image) -> bytes:
    """Return a small picture, without what cameras write into theirs (place, time, maker)."""
    picture = ImageOps.exif_transpose(picture)
    picture.thumbnail((EDGE_PIXELS, EDGE_PIXELS))
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    clean = Image.new("RGBA" if has_alpha else "RGB", picture.size)
    clean.paste(picture.convert(clean.mode))
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=_QUALITY, method=3)
    return out.getvalue()


def make(data: bytes) -> Made:
    """Return width and height of a picture as it is shown, and a small one of it."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
        width, height = picture.size
        if picture.getexif().get(_ORIENTATION) in _TURNED:
            width, height = height, width
        # Of a JPEG not more is decoded than the small picture needs.
        picture.draft("RGB", (2 * EDGE_PIXELS, 2 * EDGE_PIXELS))
        return {"width": width, "height": height}, small(picture)


if __name__ == "__main__":
    sys.exit(serve(make))
