"""What uvicorn leaves unbounded: how much a caller may send before a request, and how long it takes."""

import json
import struct
from asyncio import TimerHandle, Transport
from collections.abc import Callable
from socket import SO_LINGER, SOL_SOCKET
from typing import ClassVar, Final, Literal

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from atende_contracts.problems import PROBLEMS, TITLES
from atende_platform.http.bodies import LINGER_SECONDS, MAX_DISCARDED_BYTES

MAX_HEAD_BYTES: Final = 32 * 1024
"""Of the request line and all headers, and of all trailers, too."""
MAX_HEADERS: Final = 100
KEEP_ALIVE_SECONDS: Final = 30
"""Longer than the proxy in front keeps an idle connection: it never sends on one that we just closed."""


def _answer(status: str, code: str) -> bytes:
    # No header has been read: it is in English.
    body = json.dumps(
        {
            "type": f"urn:atendechat:problem:{code}",
            "title": TITLES[PROBLEMS[code].status].en,
            "status": PROBLEMS[code].status,
            "code": code,
            "detail": PROBLEMS[code].words.en,
            "params": {},
        }
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body


_TOO_LARGE: Final = _answer("431 Request Header Fields Too Large", "headers-too-large")
_TOO_SLOW: Final = _answer("408 Request Timeout", "request-timeout")


_NO_LINGERING: Final = struct.pack("ii", 1, 0)


class StoppableConfig(Config):
    """The configuration of a server that says to its callers that it is about to stop."""

    is_stopping = False
    """Whether each answer from now on is the last one of its connection."""


class _TooLarge(Exception):
    pass


class BoundedHttp(HttpToolsProtocol):
    """HTTP as uvicorn speaks it. Callers who exceed the bounds get 431 or 408, and the connection is closed.

    httptools passes on a header when it has all of it, so that one without end is known by its bytes alone:
    those that came since it last passed something on.
    """

    head_seconds: ClassVar = 15.0
    """For a request's head, from its first byte; and for the first byte of a connection."""
    body_seconds: ClassVar = 30.0
    """For any body; a larger one gets a further second for each `body_bytes_per_second`."""
    body_bytes_per_second: ClassVar = 8 * 1024
    longest_body_seconds: ClassVar = 15 * 60.0
    linger_seconds: ClassVar = LINGER_SECONDS
    """For the rest of a body that has been answered already."""
    reading_seconds: ClassVar = 60.0
    """How long a caller may take no part of an answer."""

    _head = 0
    _untold = 0
    _part: Literal["nothing", "head", "body"] = "nothing"
    """What of a request is arriving."""
    _received = 0
    _discarded = 0
    _body_began = 0.0
    _upgraded = False
    _arrival: TimerHandle | None = None
    """Fires when what is arriving is late."""
    _departure: TimerHandle | None = None
    """Fires when what is being sent is not taken."""

    # --- the connection ---------------------------------------------------------------------------

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        self._upgraded = True
        self._stop_timers()
        super().handle_websocket_upgrade()

    def timeout_keep_alive_handler(self) -> None:
        self._hang_up()

    # --- how much ---------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        self._untold += len(data)
        super().data_received(data)
        if self._upgraded or self.transport.is_closing():
            return
        if self._untold > MAX_HEAD_BYTES:
            self._refuse(_TOO_LARGE)
        elif self._arrival is None:
            # Only now: a request that comes in one piece needs no timer.
            if self._part == "body":
                self._expect(self.body_seconds, self._check_body)
            elif self._part == "head" or self._untold:
                self._watch_head()

    def on_message_begin(self) -> None:
        self._head = 0
        self._part = "head"
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + len(b": \r\n"))
        super().on_header(name, value)
        if len(self.headers) > MAX_HEADERS:
            raise _TooLarge

    def on_headers_complete(self) -> None:
        self._part = "body"
        self._received = self._discarded = 0
        self._body_began = self.loop.time()
        self._expect(None)
        if self._departure is not None and not self.transport.get_write_buffer_size():
            self._expect_reading(None)
        super().on_headers_complete()
        if isinstance(self.config, StoppableConfig) and self.config.is_stopping and not self._upgraded:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._untold = 0
        self._received += len(body)
        if self.cycle is not None and self.cycle.response_complete:
            self._discarded += len(body)
            if self._discarded > MAX_DISCARDED_BYTES:
                self._hang_up()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._part = "nothing"
        self._expect(None)
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser refuses, or what was raised to it from above."""
        if self._head > MAX_HEAD_BYTES or len(self.headers or ()) > MAX_HEADERS:
            self._refuse(_TOO_LARGE)
        else:
            super().send_400_response(msg)

    def _count(self, size: int) -> None:
        self._untold = 0
        self._head += size
        if self._head > MAX_HEAD_BYTES:
            raise _TooLarge

    # --- how long ---------------------------------------------------------------------------------

    def _watch_head(self) -> None:
        self._expect(self.head_seconds, self._head_is_late)

    def _head_is_late(self) -> None:
        if self._part == "head":
            self._refuse(_TOO_SLOW)
        else:
            self._hang_up()

    def _check_body(self) -> None:
        """Refuse a body that comes too slowly, unless it is the application that takes none of it."""
        if self.flow.read_paused:
            self._body_began += self.body_seconds
        earned = self._received / self.body_bytes_per_second
        allowed = min(self.body_seconds + earned, self.longest_body_seconds)
        left = self._body_began + allowed - self.loop.time()
        if left > 0:
            self._expect(left, self._check_body)
        else:
            self._refuse(_TOO_SLOW, may_answer=not self.cycle.response_started)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._part == "body":
            self._expect(self.linger_seconds, self._hang_up)
        if self.transport.get_write_buffer_size():
            self._expect_reading(self.reading_seconds)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_reading(self.reading_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._expect_reading(None)

    def _expect(self, seconds: float | None, late: Callable[[], None] | None = None) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
        self._arrival = self.loop.call_later(seconds, late) if seconds is not None and late else None

    def _expect_reading(self, seconds: float | None) -> None:
        if self._departure is not None:
            self._departure.cancel()
        self._departure = None if seconds is None else self.loop.call_later(seconds, self._check_reading)

    def _check_reading(self) -> None:
        self._departure = None
        if self.transport.get_write_buffer_size():
            # Reset, not ended: the kernel would go on offering what it has.
            self.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, _NO_LINGERING)
            self.transport.abort()

    def _stop_timers(self) -> None:
        self._expect(None)
        self._expect_reading(None)

    # --- the end ----------------------------------------------------------------------------------

    def shutdown(self) -> None:
        """Close the connection, unless a request is on its way, which is then the last one."""
        if self._part != "head":
            super().shutdown()

    def _refuse(self, answer: bytes, *, may_answer: bool | None = None) -> None:
        if may_answer is None:
            # An answer that is under way would be taken to contain this one, and a request has one answer.
            may_answer = self.cycle is None or (self.cycle.response_complete and self._part != "body")
        if may_answer:
            self.transport.write(answer)
        self._hang_up()

    def _hang_up(self) -> None:
        """Close the connection; what its caller does not read of the answer is dropped after a while."""
        if not self.transport.is_closing():
            self.transport.close()
            self._expect_reading(self.reading_seconds)
