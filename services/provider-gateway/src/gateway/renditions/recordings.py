"""``python -m gateway.renditions.recordings TASK FORMAT``: how long sound and video last, and voice notes.

Tasks: ``look`` (length; of a video its size and a small picture, too) and ``voice`` (to Ogg with Opus, one
channel, which is what WhatsApp plays as a voice note). The format is named, so that nothing in a file
decides what reads it: some formats of playlists name files and addresses.
"""

import io
import sys
from functools import partial
from itertools import chain
from typing import Final

import av

from gateway.renditions.confined import Made, TooLong, serve
from gateway.renditions.pictures import MOST_PIXELS, small

MOST_SECONDS: Final = 30 * 60
"""Of a voice note."""
_RATE: Final = 48_000
_BITS_PER_SECOND: Final = 32_000
"""WhatsApp's own voice notes have 16 to 32 thousand."""


def look(data: bytes, format_: str) -> Made:
    """Return how long a recording lasts, as its file says, and of a video its size and a small picture."""
    with av.open(io.BytesIO(data), "r", format=format_) as file:
        facts: dict[str, int] = {}
        if file.duration:
            facts["duration_ms"] = file.duration // 1000
        if not file.streams.video:
            return facts, b""
        stream = file.streams.video[0]
        facts |= {"width": stream.width, "height": stream.height}
        if stream.width * stream.height > MOST_PIXELS:
            return facts, b""
        stream.codec_context.thread_count = 1
        frame = next(file.decode(stream), None)
        return facts, b"" if frame is None else small(frame.to_image())  # type: ignore[no-untyped-call]


def voice(data: bytes, format_: str) -> Made:
    """Return a recording as a voice note. Raises `TooLong`."""
    out = io.BytesIO()
    samples = 0
    with av.open(io.BytesIO(data), "r", format=format_) as file, av.open(out, "w", format="ogg") as note:
        heard = file.streams.audio[0]
        heard.codec_context.thread_count = 1
        said = note.add_stream("libopus", rate=_RATE, options={"application": "voip"})
        said.bit_rate = _BITS_PER_SECOND
        said.layout = "mono"
        resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
        for frame in chain(file.decode(heard), [None]):
            for part in resampler.resample(frame):
                samples += part.samples
                if samples > MOST_SECONDS * _RATE:
                    raise TooLong
                part.pts = None
                note.mux(said.encode(part))
        note.mux(said.encode(None))
    if samples == 0:
        raise ValueError("there is no sound in it")
    return {"duration_ms": samples * 1000 // _RATE}, out.getvalue()


def main(arguments: list[str]) -> int:
    """Be the process; return the exit status."""
    task, format_ = arguments
    return serve(partial({"look": look, "voice": voice}[task], format_=format_))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
