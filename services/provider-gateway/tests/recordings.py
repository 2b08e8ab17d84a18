"""Pictures and recordings, made by what browsers and phones make them with."""

import array
import io
import math
from fractions import Fraction
from typing import Final

import av
from PIL import Image

CODECS: Final = {"webm": "libopus", "ipod": "aac", "ogg": "libopus", "mp3": "libmp3lame", "wav": "pcm_s16le"}
"""By container: what a recorder writes into it. ``ipod`` is MP4 with sound alone."""


def recording(container: str, seconds: float = 1.0, *, layout: str = "stereo") -> bytes:
    """Return a tone."""
    rate, samples, out = 48_000, 960, io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(CODECS[container], rate=rate)
        stream.layout = layout
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate)
        for start in range(0, int(rate * seconds), samples):
            frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            tone = [int(8000 * math.sin((start + n) / 20)) for n in range(samples)]
            frame.planes[0].update(array.array("h", tone).tobytes())
            for part in resampler.resample(frame):
                file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return out.getvalue()


def video(width: int = 64, height: int = 48) -> bytes:
    """Return a video of one second."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for _ in range(10):
            file.mux(stream.encode(av.VideoFrame.from_image(Image.new("RGB", (width, height), "red"))))
        file.mux(stream.encode(None))
    return out.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), *, turned: bool = False) -> bytes:
    """Return a picture; one that is ``turned`` was taken with the phone upright."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1
    exif[0x010F] = "The maker of the phone"
    Image.new("RGB", size, "red").save(out, kind, exif=exif)
    return out.getvalue()


def heard(data: bytes) -> tuple[str, str, str, int]:
    """Return container, codec and channels of a recording, and how many milliseconds it has."""
    with av.open(io.BytesIO(data)) as file:
        stream = file.streams.audio[0]
        samples = sum(frame.samples for frame in file.decode(stream))
        context = stream.codec_context
        return file.format.name, context.name, context.layout.name, samples * 1000 // context.sample_rate
