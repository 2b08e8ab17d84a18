"""HTTP to providers, with the one distinction the ledger lives by: surely not sent, or not known.

    Reply
    ├── NotSent    no connection was made: not a byte of the request left
    ├── Answered   status and the whole body
    └── Unknown    anything after the request may have left: timeout, reset, closed, half an answer

Messages go over our own `Connections`: aiohttp tells the same things apart, but took 40 % of what a send
costs. Everything else goes over aiohttp, which never repeats a POST by itself (it does so for idempotent
methods only); other clients were measured to blur a failed connection with a lost answer.
"""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiohttp
from prometheus_client import Histogram
from yarl import URL

from gateway.providers.connections import MAX_ANSWER_BYTES, AnswerLost, Connections, NotConnected

_KEEP_ALIVE_SECONDS: Final = 20.0  # Shorter than the provider's, so that it is us who close idle ones.


@dataclass(frozen=True, slots=True)
class NotSent:
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    reason: str


Reply = NotSent | Answered | Unknown

_posts = Histogram(
    "gateway_provider_post_seconds",
    "How long the provider took for a message, by what is known then",
    ["reply"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
_POSTS: Final = {
    Answered: _posts.labels("answered"),
    NotSent: _posts.labels("not sent"),
    Unknown: _posts.labels("unknown"),
}
_CHUNK_BYTES: Final = 64 * 1024


class Transport:
    """Sends JSON. Its connections are opened on first use, in the loop that uses them."""

    def __init__(self, *, connect_seconds: float, total_seconds: float) -> None:
        self._timeout = aiohttp.ClientTimeout(
            total=total_seconds, connect=connect_seconds, sock_connect=connect_seconds
        )
        self._session: aiohttp.ClientSession | None = None
        self._connections = Connections(connect_seconds=connect_seconds, total_seconds=total_seconds)

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                # The callers bound what is in flight; a second bound would queue requests unseen.
                connector=aiohttp.TCPConnector(
                    limit=0, ttl_dns_cache=60, keepalive_timeout=_KEEP_ALIVE_SECONDS
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
            )
        return self._session

    async def post(self, url: str, body: bytes, *, token: str) -> Reply:
        """POST ``body`` once. Returns what is known of its fate; raises only when cancelled."""
        started = time.perf_counter()
        reply = await self._post(url, body, token)
        _POSTS[type(reply)].observe(time.perf_counter() - started)
        return reply

    async def _post(self, url: str, body: bytes, token: str) -> Reply:
        try:
            return Answered(*await self._connections.post(url, body, token=token))
        except NotConnected as error:
            return NotSent(str(error)[:300])
        except AnswerLost as error:
            return Unknown(str(error)[:300])

    async def request(self, method: str, url: str, *, token: str, body: bytes | None = None) -> Reply:
        """Make a request, of any method but GET and its like once. Raises only when cancelled."""
        headers = {} if body is None else {"Content-Type": "application/json"}
        return await self._ask(method, url, token, headers, body, self._timeout)

    @asynccontextmanager
    async def stream(
        self, url: URL, *, headers: Mapping[str, str]
    ) -> AsyncIterator[tuple[int, AsyncIterator[bytes]]]:
        """GET something large: yield its status and its bytes, in chunks as they come, never all at once.

        No redirect is followed. How long it may take as a whole is the caller's to say; no pause between
        two chunks is longer than a request. Raises aiohttp's errors, also while the chunks are read.
        """
        pause = aiohttp.ClientTimeout(
            total=None, connect=self._timeout.connect, sock_read=self._timeout.total
        )
        asked = {**headers, "Accept-Encoding": "identity"}
        async with self._client().get(url, headers=asked, allow_redirects=False, timeout=pause) as answer:
            yield answer.status, answer.content.iter_chunked(_CHUNK_BYTES)

    async def send_stream(
        self, url: str, *, token: str, content_type: str, size: int, chunks: AsyncIterator[bytes]
    ) -> Reply:
        """POST something large of ``size`` bytes as its chunks come. Raises only when cancelled.

        How long it may take is the caller's to say.
        """
        headers = {"Content-Type": content_type, "Content-Length": str(size)}
        pause = aiohttp.ClientTimeout(total=None, connect=self._timeout.connect)
        return await self._ask("POST", url, token, headers, chunks, pause)

    async def _ask(
        self,
        method: str,
        url: str,
        token: str,
        headers: dict[str, str],
        body: bytes | AsyncIterator[bytes] | None,
        timeout: aiohttp.ClientTimeout,
    ) -> Reply:
        headers = {"Authorization": f"Bearer {token}", **headers}
        try:
            async with self._client().request(
                method, url, data=body, headers=headers, allow_redirects=False, timeout=timeout
            ) as answer:
                content = await answer.content.read(MAX_ANSWER_BYTES)
                while not answer.content.at_eof():
                    if len(content) >= MAX_ANSWER_BYTES:
                        return Unknown("the answer is too long")
                    content += await answer.content.read(MAX_ANSWER_BYTES - len(content))
                return Answered(answer.status, content)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            return NotSent(f"{type(error).__name__}: {error}"[:300])
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError.
            return Unknown(f"{type(error).__name__}: {error}"[:300])

    async def close(self) -> None:
        """Close the connections."""
        self._connections.close()
        if self._session is not None:
            await self._session.close()
            self._session = None
