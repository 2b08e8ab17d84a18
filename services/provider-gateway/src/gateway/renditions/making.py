"""Starts the processes that read files, a few at a time, and takes what they make within bounds."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

import structlog
from prometheus_client import Counter

log = structlog.get_logger(__name__)

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of a file that is read."""
_SECONDS: Final = 40.0
"""For one file: more than its processor time (`confined.CPU_SECONDS`), for the machine may be busy."""
_WAIT_SECONDS: Final = 15.0
"""For a place. A picture is then left without a small one; who records is asked to try again."""
_MOST_MADE: Final = 16 * 1024 * 1024 + 4096
_TOO_LONG: Final = 4  # `confined.TOO_LONG`; what is imported there, this process does without.

_PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
_RECORDINGS: Final = {
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "mov",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "video/mp4": "mov",
    "video/3gpp": "mov",
}
_made = Counter(
    "gateway_media_renditions_total", "Files that were read for what is made of them", ["outcome"]
)


class Unreadable(Exception):
    """The file is not what it is said to be, or takes too much time or memory."""


class RecordingTooLong(Exception):
    """The recording lasts longer than is taken."""


class Busy(Exception):
    """Too many files are being read."""


@dataclass(frozen=True, slots=True)
class Look:
    """What can be known of a file by looking at it. What cannot, or is not there, is None."""

    width: int | None = None
    """In pixels, as it is shown."""
    height: int | None = None
    duration_ms: int | None = None
    thumbnail: bytes | None = None
    """A small picture, as WebP."""


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """A recording in Ogg with Opus, one channel."""

    data: bytes
    duration_ms: int


def may_be_looked_at(mime_type: str, size: int) -> bool:
    """Tell whether anything can be made of a file, by its type without parameters and its size."""
    return 0 < size <= MOST_BYTES and (mime_type in _PICTURES or mime_type in _RECORDINGS)


class Renditions:
    """Makes what is made of files. A company has one place at a time, so that none keeps others waiting."""

    def __init__(self, at_a_time: int) -> None:
        self._is_on = at_a_time > 0
        self._places = asyncio.Semaphore(max(1, at_a_time))
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def look(self, company_id: UUID, mime_type: str, data: bytes) -> Look:
        """Look at a file of a type without parameters. What cannot be read is left unknown, and counted."""
        if not self._is_on or not may_be_looked_at(mime_type, len(data)):
            return Look()
        format_ = _RECORDINGS.get(mime_type)
        command = ["recordings", "look", format_] if format_ else ["pictures"]
        try:
            facts, rendition = await self._make(company_id, command, data)
        except (Unreadable, RecordingTooLong, Busy) as problem:
            log.info("media.not_looked_at", mime_type=mime_type, size=len(data), error=repr(problem))
            return Look()
        return Look(**facts, thumbnail=rendition or None)

    async def voice_note(self, company_id: UUID, format_: str, data: bytes) -> VoiceNote:
        """Return a recording as a voice note. Raises `Unreadable`, `RecordingTooLong` and `Busy`."""
        facts, rendition = await self._make(company_id, ["recordings", "voice", format_], data)
        return VoiceNote(rendition, facts["duration_ms"])

    async def _make(
        self, company_id: UUID, command: Sequence[str], data: bytes
    ) -> tuple[dict[str, int], bytes]:
        outcome = "unreadable"
        try:
            async with self._place(company_id):
                made = await _run(command, data)
            outcome = "made"
            return made
        except Busy:
            outcome = "busy"
            raise
        except RecordingTooLong:
            outcome = "too long"
            raise
        finally:
            _made.labels(outcome).inc()

    @asynccontextmanager
    async def _place(self, company_id: UUID) -> AsyncIterator[None]:
        turn = self._turns.setdefault(company_id, asyncio.Lock())
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                await turn.acquire()
        except TimeoutError:
            raise Busy from None
        try:
            try:
                async with asyncio.timeout(_WAIT_SECONDS):
                    await self._places.acquire()
            except TimeoutError:
                raise Busy from None
            try:
                yield
            finally:
                self._places.release()
        finally:
            turn.release()


async def _run(command: Sequence[str], data: bytes) -> tuple[dict[str, int], bytes]:
    module, *arguments = command
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        f"gateway.renditions.{module}",
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},  # None of our secrets.
    )
    try:
        async with asyncio.timeout(_SECONDS):
            _, made = await asyncio.gather(_write(process, data), _read(process))
            status = await process.wait()
    except TimeoutError:
        raise Unreadable("too slow") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if status == _TOO_LONG:
        raise RecordingTooLong
    if status != 0:
        raise Unreadable(f"ended with {status}")
    facts, _, rendition = made.partition(b"\n")
    return json.loads(facts), rendition


async def _write(process: asyncio.subprocess.Process, data: bytes) -> None:
    if process.stdin is None:
        raise AssertionError("it has a pipe")
    try:
        process.stdin.write(data)
        await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        return  # It ended early: its status says why.
    finally:
        process.stdin.close()


async def _read(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        raise AssertionError("it has a pipe")
    made = bytearray()
    while part := await process.stdout.read(64 * 1024):
        made += part
        if len(made) > _MOST_MADE:
            raise Unreadable("it writes without end")
    return bytes(made)
