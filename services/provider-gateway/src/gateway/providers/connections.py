"""HTTP/1.1 for the one request that is made thousands of times a second: a POST, answered briefly.

It costs a fifth of what a general client does, and it does less: no proxy, no redirect, no compression,
no cookie, one exchange at a time on a connection, never a second try. Parsing is llhttp's (`httptools`),
finding a way to the host `aiohappyeyeballs`'.
"""

import asyncio
import socket
import ssl
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import aiohappyeyeballs
import httptools

MAX_ANSWER_BYTES: Final = 1024 * 1024
_IDLE_SECONDS: Final = 20.0  # Shorter than the provider's, so that it is us who close idle ones.
_LOOKUP_SECONDS: Final = 60.0
_NEXT_ADDRESS_SECONDS: Final = 0.25


class NotConnected(Exception):
    """No connection was made: not a byte of the request left."""


class AnswerLost(Exception):
    """The request may have left, and no whole answer came."""


class _Target(NamedTuple):
    secure: bool
    host: str
    port: int
    head: str
    """The request's first lines."""

    @property
    def server(self) -> tuple[str, int, bool]:
        return self.host, self.port, self.secure


@lru_cache(maxsize=10_000)  # By channel.
def _target(url: str) -> _Target:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii() or " " in url:
        raise NotConnected(f"not an address: {url}")
    secure = parts.scheme == "https"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    head = f"POST {path or '/'} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n"
    return _Target(secure, parts.hostname, parts.port or (443 if secure else 80), head)


class _Connection(asyncio.Protocol):
    """A connection, and the exchange that is going on over it. The parser calls its ``on_`` methods."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._body: list[bytes] = []
        self._size = 0
        self._idle_since = 0.0

    @property
    def is_usable(self) -> bool:
        """Tell whether it is open, free, and was used not long ago."""
        return (
            self._transport is not None
            and self._answer is None
            and self._loop.time() - self._idle_since < _IDLE_SECONDS
        )

    async def exchange(self, request: bytes, seconds: float) -> tuple[int, bytes]:
        """Write a request; return the answer's status and body. Raises `AnswerLost`."""
        if self._transport is None:
            raise AnswerLost("closed")
        answer: asyncio.Future[tuple[int, bytes]] = self._loop.create_future()
        self._answer = answer
        timer = self._loop.call_later(seconds, self._lose, "no answer in time")
        try:
            self._transport.write(request)
            return await answer
        except BaseException:  # A cancelled caller too: who comes next must not read this answer.
            self.close()
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def _lose(self, reason: str) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(AnswerLost(reason))
        self._answer = None
        self.close()

    # --- asyncio's ---------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # uvloop's is no subclass.
        self._idle_since = self._loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._lose(f"{type(exc).__name__}: {exc}" if exc else "closed by the other side")

    def data_received(self, data: bytes) -> None:
        if self._answer is None:
            self.close()  # Nobody asked.
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._lose(f"not HTTP: {error!r}")

    # --- the parser's ------------------------------------------------------------------------

    def on_body(self, part: bytes) -> None:
        self._body.append(part)
        self._size += len(part)
        if self._size > MAX_ANSWER_BYTES:
            self._lose("the answer is too long")

    def on_message_complete(self) -> None:
        status, body = self._parser.get_status_code(), b"".join(self._body)
        self._body, self._size = [], 0
        answer = self._answer
        if status < 200 or answer is None or answer.done():
            return  # What is to come is announced ("continue"), or it comes too late.
        self._answer, self._idle_since = None, self._loop.time()
        if not self._parser.should_keep_alive():
            self.close()
        answer.set_result((status, body))


class Connections:
    """Connections to providers, opened as they are needed and kept for what comes next."""

    def __init__(self, *, connect_seconds: float, total_seconds: float) -> None:
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds
        self._idle: dict[tuple[str, int, bool], list[_Connection]] = {}
        self._lookups: dict[tuple[str, int], asyncio.Task[list[aiohappyeyeballs.AddrInfoType]]] = {}
        self._tls: ssl.SSLContext | None = None

    async def post(self, url: str, body: bytes, *, token: str) -> tuple[int, bytes]:
        """POST JSON once; return the answer's status and body. Raises `NotConnected` or `AnswerLost`."""
        target = _target(url)
        if not token.isprintable() or not token.isascii():
            raise NotConnected("a token that cannot be sent")
        request = (
            f"{target.head}Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nUser-Agent: atendechat\r\nAccept: */*\r\n\r\n"
        ).encode() + body
        seconds = self._total_seconds
        idle = self._idle.setdefault(target.server, [])
        connection = None
        while idle and connection is None:  # The last used one first: those not needed grow old.
            candidate = idle.pop()
            if candidate.is_usable:
                connection = candidate
            else:
                candidate.close()
        if connection is None:
            loop = asyncio.get_running_loop()
            started = loop.time()
            connection = await self._connect(target)
            seconds -= loop.time() - started
        answer = await connection.exchange(request, seconds)
        if connection.is_usable:
            idle.append(connection)
        return answer

    async def _connect(self, target: _Target) -> _Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._connect_seconds):
                addresses = await self._addresses(target.host, target.port)
                connected = await aiohappyeyeballs.start_connection(
                    addresses, happy_eyeballs_delay=_NEXT_ADDRESS_SECONDS, interleave=1, loop=loop
                )
                try:
                    _, connection = await loop.create_connection(
                        _Connection,
                        sock=connected,
                        ssl=self._tls_context() if target.secure else None,
                        server_hostname=target.host if target.secure else None,
                    )
                except BaseException:
                    connected.close()
                    raise
                return connection
        except (OSError, UnicodeError) as error:  # TimeoutError and those of TLS are OSErrors.
            self._lookups.pop((target.host, target.port), None)
            raise NotConnected(f"{type(error).__name__}: {error}") from error

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls

    async def _addresses(self, host: str, port: int) -> list[aiohappyeyeballs.AddrInfoType]:
        """Look a host up, once for all who ask, and again after a while."""
        key = host, port
        lookup = self._lookups.get(key)
        if lookup is None:
            loop = asyncio.get_running_loop()
            found = loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            lookup = self._lookups[key] = asyncio.ensure_future(found)  # type: ignore[arg-type]
            loop.call_later(_LOOKUP_SECONDS, self._lookups.pop, key, None)
        return await asyncio.shield(lookup)

    def close(self) -> None:
        """Close the connections."""
        for idle in self._idle.values():
            for connection in idle:
                connection.close()
        self._idle.clear()
