"""One connection to a bridge: JSON lines both ways, each within its bounds, and answers brought to who asked.

A bridge is a program of ours that runs somebody else's code on what strangers send, so nothing it says is
believed before it was checked. The first line that is too long, no JSON or none of the protocol ends the
connection, and is logged without a word of its content; what is read is held one line at a time, and while
nobody takes the next one the bridge has to wait.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from typing import Final

import structlog
from pydantic import ValidationError

from gateway.bridge.protocol import MAX_LINE, Answer, Down, Part, Up, Written, to_line, up_line

log = structlog.get_logger(__name__)

ANSWER_SECONDS: Final = 30.0
"""For a request that goes to WhatsApp and back."""
WRITE_SECONDS: Final = 20.0
"""A bridge that reads nothing for so long is given up."""
_WAITING: Final = 4096
"""Requests without an answer, of all sessions."""


class LineClosed(Exception):
    """The bridge is gone, or was given up: its sessions are opened again on another."""


class LineTooLong(Exception):
    """What was to be written is longer than a line may be. Nothing was written."""


class NoAnswer(Exception):
    """A request was not answered in time."""


class Line:
    """The connection: `send` and `ask` write, iteration reads. One reader at a time, any number of writers.

    Answers to `ask` are not among the lines that are iterated over, and only arrive while somebody iterates.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Answer | Written]] = {}
        self._closed = asyncio.Event()

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be said any more."""
        return self._closed.is_set()

    async def wait_closed(self) -> None:
        """Wait for the end of the connection."""
        await self._closed.wait()

    async def send(self, line: Down) -> None:
        """Write a line; raises `LineTooLong`, or `LineClosed` when it may not have arrived."""
        data = encode(line)
        if self.is_closed:
            raise LineClosed
        try:
            self._writer.write(data)
            async with asyncio.timeout(WRITE_SECONDS):
                await self._writer.drain()
        except (OSError, TimeoutError) as error:
            self.close("not_read" if isinstance(error, TimeoutError) else None)
            raise LineClosed from error

    async def ask(
        self, request: Callable[[int], Down], *, seconds: float = ANSWER_SECONDS
    ) -> Answer | Written:
        """Write the request that is made of its number, and wait for its answer.

        Raises `LineClosed`, `LineTooLong`, or `NoAnswer` after so many seconds. All requests go through here.
        """
        if len(self._waiting) >= _WAITING:
            raise NoAnswer
        number = next(self._numbers)
        answer: asyncio.Future[Answer | Written] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            await self.send(request(number))
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError:
            raise NoAnswer from None
        finally:
            self._waiting.pop(number, None)
            answer.cancel()

    async def __aiter__(self) -> AsyncIterator[Up]:
        try:
            while line := await self._next():
                if not isinstance(line, Answer | Written):
                    yield line
                elif (waiting := self._waiting.pop(line.re, None)) and not waiting.done():
                    waiting.set_result(line)
        finally:
            self.close()

    async def first(self, seconds: float) -> Up | None:
        """Read one line, before iteration; None when there is none in time."""
        try:
            async with asyncio.timeout(seconds):
                return await self._next()
        except TimeoutError:
            self.close("silent")
            return None

    def close(self, problem: str | None = None) -> None:
        """End the connection. Everybody who waits for an answer gets `LineClosed`."""
        if self.is_closed:
            return
        if problem:
            log.error("bridge.line_refused", problem=problem)
        self._closed.set()
        self._writer.close()
        waiting, self._waiting = self._waiting, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(LineClosed())
                answer.exception()  # Who asked may have gone.

    async def _next(self) -> Up | None:
        """Return the next line; None at the end, also when what came was no line."""
        if self.is_closed:
            return None
        try:
            raw = await self._reader.readuntil(b"\n")
        except (asyncio.IncompleteReadError, OSError):
            return None
        except asyncio.LimitOverrunError:
            self.close("too_long")
            return None
        try:
            return up_line(raw)
        except ValidationError as error:
            # Neither a value nor a place, which may be made of content, too.
            self.close(error.errors(include_url=False, include_context=False, include_input=False)[0]["type"])
            return None


def encode(line: Part) -> bytes:
    """Return a line with its end; raises `LineTooLong`."""
    data = to_line(line)
    if len(data) > MAX_LINE:
        raise LineTooLong
    return data + b"\n"
