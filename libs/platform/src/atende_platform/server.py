"""What uvicorn leaves unbounded: how much a caller may send before a request has begun."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES: Final = 32 * 1024
"""Of the request line and all headers, and of all trailers, too."""
MAX_HEADERS: Final = 100

_BODY: Final = (
    b'{"type":"urn:atendechat:problem:headers-too-large","title":"Request header fields too large",'
    b'"status":431,"code":"headers-too-large"}'
)
_ANSWER: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: application/problem+json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
) % (len(_BODY), _BODY)


class _TooLarge(Exception):
    pass


class BoundedHttp(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, to callers who keep to the bounds; the others get 431, and are hung up on.

    httptools tells of a header when it has all of it, so that one without end is known by its bytes alone:
    those that came since anything was told.
    """

    _head = 0
    _untold = 0

    def data_received(self, data: bytes) -> None:
        self._untold += len(data)
        super().data_received(data)
        if self._untold > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        self._head = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + len(b": \r\n"))
        super().on_header(name, value)
        if len(self.headers) > MAX_HEADERS:
            raise _TooLarge

    def on_body(self, body: bytes) -> None:
        self._untold = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser refuses, or what was raised to it from above."""
        if self._head > MAX_HEAD_BYTES or len(self.headers or ()) > MAX_HEADERS:
            self._refuse()
        else:
            super().send_400_response(msg)

    def _count(self, size: int) -> None:
        self._untold = 0
        self._head += size
        if self._head > MAX_HEAD_BYTES:
            raise _TooLarge

    def _refuse(self) -> None:
        # An answer that is under way would be taken to contain this one.
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(_ANSWER)
        self.transport.close()
