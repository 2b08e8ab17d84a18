"""POSTs to addresses that companies name: what is called is the internet, never the machines around us.

A host is looked up by us, its addresses are checked, and the connection goes to a checked address itself. It
is not looked up a second time: a name that means something else a moment later changes nothing. No redirect
is followed, no proxy is asked, and TLS certificates are verified by the name of the host. What a receiver may
cost is bounded: the time to connect, the whole time, the bytes that are read of its answer, and, since a name
server can be slow on purpose, the lookups of one company that go on at a time.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from socket import SOCK_STREAM, getaddrinfo
from typing import Any, Final, Literal
from uuid import UUID

import httpcore

from atende_platform.addresses import Network, may_be_called
from atende_platform.errors import AppError
from atende_platform.process.fair_share import FairShare

MAX_ANSWER_BYTES: Final = 4096
"""Read of an answer; the rest is left unread, and the connection closed."""
_LOOKUPS: Final = 16
_LOOKUPS_OF_A_COMPANY: Final = 2
_LOOKUPS_WAITING: Final = 200
_ADDRESSES_TRIED: Final = 3

Failure = Literal["dns", "address_refused", "connect", "tls", "timeout", "broken_off"]
Lookup = Callable[..., Sequence[tuple[Any, ...]]]
"""Like `socket.getaddrinfo`."""


class NotAnswered(Exception):
    """No answer came; ``failure`` says why. The request may have arrived unless no connection was made."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure: Final = failure


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: its status, the first bytes of the body, and when it wants to be asked again."""

    status: int
    body: bytes
    retry_after: float | None
    """Seconds."""


class Outgoing:
    """The ways out of a process. Create it once; `close` it at the end."""

    def __init__(
        self,
        *,
        allowed: Sequence[Network] = (),
        connect_seconds: float,
        total_seconds: float,
        lookup: Lookup = getaddrinfo,
    ) -> None:
        self._allowed = allowed
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds
        self._lookup = lookup
        self._threads = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="lookup")
        self._share = FairShare(
            "lookups of hosts",
            _LOOKUPS,
            each=_LOOKUPS_OF_A_COMPANY,
            waiting=_LOOKUPS_WAITING,
            seconds=connect_seconds,
        )
        self._looking: set[asyncio.Task[list[str]]] = set()
        self._tls: ssl.SSLContext | None = None

    @asynccontextmanager
    async def connections(self, company_id: UUID) -> AsyncIterator["Connections"]:
        """Keep connections of one company's requests open for the time of the context."""
        if self._tls is None:
            self._tls = ssl.create_default_context()
        ways = [
            httpcore.AsyncConnectionPool(
                ssl_context=self._tls, network_backend=_Checked(partial(self._addresses, company_id, secure))
            )
            for secure in (True, False)
        ]
        async with ways[0], ways[1]:
            yield Connections(ways[0], ways[1], self._connect_seconds, self._total_seconds)

    async def _addresses(self, company_id: UUID, secure: bool, host: str, port: int) -> list[str]:
        """Return a host's addresses that may be called. Raises `NotAnswered`."""
        looking = asyncio.create_task(self._look_up(company_id, host, port))
        self._looking.add(looking)
        looking.add_done_callback(self._on_looked_up)
        # Shielded: who waits may give up, but the thread goes on, and counts until it ends.
        found = await asyncio.shield(looking)
        # In the clear only to who is beside us: on the internet anybody could read it.
        may = (each for each in found if may_be_called(each, self._allowed))
        callable_ = [*may] if secure else [each for each in may if not may_be_called(each)]
        if not callable_:
            raise NotAnswered("address_refused")
        return callable_[:_ADDRESSES_TRIED]

    async def _look_up(self, company_id: UUID, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            async with self._share.place(company_id):
                call = partial(self._lookup, host, port, type=SOCK_STREAM)
                found = await loop.run_in_executor(self._threads, call)
        except (OSError, UnicodeError, AppError):  # Not found, no name at all, or too many at a time.
            raise NotAnswered("dns") from None
        return [*dict.fromkeys(str(each[4][0]) for each in found)]

    def _on_looked_up(self, looking: "asyncio.Task[list[str]]") -> None:
        self._looking.discard(looking)
        if not looking.cancelled():
            looking.exception()  # Nobody may be waiting any more.

    async def close(self) -> None:
        """Look nothing up any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for looking in [*self._looking]:
            looking.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)


class Connections:
    """Connections that were made for requests of one company, and serve the next ones to the same host."""

    def __init__(
        self,
        secure: httpcore.AsyncConnectionPool,
        clear: httpcore.AsyncConnectionPool,
        connect_seconds: float,
        total_seconds: float,
    ) -> None:
        self._ways = {"https": secure, "http": clear}
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST once; return the answer, whatever its status. Raises `NotAnswered`."""
        answer: Answer | None = None
        try:
            target = httpcore.URL(url)
            way = self._ways[target.scheme.decode()]
            async with (
                asyncio.timeout(self._total_seconds),
                way.stream(
                    "POST",
                    target,
                    headers=[*headers.items(), ("Host", _host(target)), ("Content-Length", str(len(body)))],
                    content=body,
                    extensions={"timeout": {"connect": self._connect_seconds}},
                ) as response,
            ):
                retry_after = _seconds(response.headers)
                answer = Answer(response.status, b"", retry_after)
                async for part in response.aiter_stream():
                    said = (answer.body + part)[:MAX_ANSWER_BYTES]
                    answer = Answer(response.status, said, retry_after)
                    if len(said) == MAX_ANSWER_BYTES:
                        break
        except (TimeoutError, httpcore.TimeoutException):
            if answer is None:
                raise NotAnswered("timeout") from None
        except httpcore.ConnectError as error:
            raise NotAnswered("tls" if _is_of_tls(error) else "connect") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ValueError, KeyError):
            if answer is None:
                raise NotAnswered("broken_off") from None
        if answer is None:
            raise NotAnswered("broken_off")
        return answer


class _Checked(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were looked up and checked."""

    def __init__(self, addresses: Callable[[str, int], Any]) -> None:
        self._addresses = addresses
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        reason: Exception = NotAnswered("connect")
        async with asyncio.timeout(timeout):
            for address in await self._addresses(host, port):
                try:
                    return await self._network.connect_tcp(
                        address, port, timeout, local_address, socket_options
                    )
                except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                    reason = error
        raise reason

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _is_of_tls(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None


def _host(url: httpcore.URL) -> str:
    host, default = url.host.decode(), {b"https": 443, b"http": 80}[url.scheme]
    host = f"[{host}]" if ":" in host else host
    return host if url.port in (None, default) else f"{host}:{url.port}"


def _seconds(headers: Sequence[tuple[bytes, bytes]]) -> float | None:
    """Return what `Retry-After` says in seconds; dates are not read."""
    value = next((value for name, value in headers if name.lower() == b"retry-after"), b"")
    return float(value) if value.isdigit() and len(value) < 8 else None
