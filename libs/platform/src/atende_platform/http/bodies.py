"""Bodies of requests: whose are read at all, how large one may be, and how much of them is in memory.

A body is read only once it is known who sends it, unless the route is open to everybody. Each company (of
an open route: each address) has its share of the memory for bodies, so that slow or large ones of
one company leave room for the others'.
"""

import asyncio
import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atende_platform.addresses import prefix
from atende_platform.errors import AppError, BadRequest, TooLarge
from atende_platform.http.problems import problem
from atende_platform.identity.sender import identity_of, known_sender
from atende_platform.limits.body_memory import BodyMemory, Holder

DEFAULT_BODY_LIMIT: Final = 1024 * 1024
MAX_DISCARDED_BYTES: Final = 3 * 1024 * 1024
"""Of a body that its answer did not need: it is read on, and dropped. As large as a webhook may be."""
LINGER_SECONDS: Final = 5.0
"""For the rest of such a body."""


class BodyLimits:
    """How large a body may be, by path prefix, in which ``*`` stands for one segment, such as an id."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._limits = [
            (re.compile(re.escape(prefix).replace(r"\*", "[^/]+")), value) for prefix, value in limits.items()
        ]

    def of(self, path: str) -> int:
        """Return the limit for a path."""
        return next((value for prefix, value in self._limits if prefix.match(path)), DEFAULT_BODY_LIMIT)


DEFAULT_BODY_LIMITS: Final = BodyLimits({})


class BodyFirst:
    """Reads what is left of a body, and drops it, before the answer begins.

    Where nginx passes bodies on as they come and an answer comes first, it closes the client's connection
    without having said so in the answer, and the client's next request is lost. Where bodies may be larger
    than is read on here, the edge announces it with each answer (``keepalive_timeout 0``).
    """

    def __init__(self, app: ASGIApp, limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_worth_reading(scope):
            await self._app(scope, receive, send)
            return
        arriving = True

        async def noting() -> Message:
            nonlocal arriving
            message = await receive()
            arriving = message.get("more_body", False)
            return message

        async def read_on() -> None:
            size = 0
            async with asyncio.timeout(LINGER_SECONDS):
                while arriving and size < MAX_DISCARDED_BYTES:
                    size += len((await noting()).get("body", b""))

        async def after_the_body(message: Message) -> None:
            if arriving and message["type"] == "http.response.start":
                with contextlib.suppress(TimeoutError):
                    await read_on()
            await send(message)

        await self._app(scope, noting, after_the_body)

    def _is_worth_reading(self, scope: Scope) -> bool:
        """Return whether there is a body that comes anyway, and is as small as those read on for."""
        headers = dict(scope["headers"])
        if b"expect" in headers or self._limits.of(scope["path"]) > MAX_DISCARDED_BYTES:
            return False
        if b"transfer-encoding" in headers:
            return True
        declared = headers.get(b"content-length", b"0")
        return declared.isdigit() and 0 < int(declared[:20]) <= MAX_DISCARDED_BYTES


def require_declared(headers: Mapping[bytes, bytes], limit: int) -> None:
    """Raise `TooLarge` for a body that declares more than the limit, `BadRequest` for what is no number."""
    declared = headers.get(b"content-length", b"0")
    if not declared.isdigit():
        raise BadRequest("bad-content-length")
    if len(declared) > len(str(limit)) or int(declared) > limit:
        raise too_large(limit)


def too_large(limit: int) -> TooLarge:
    """Return the refusal of a body beyond its limit."""
    return TooLarge("body-too-large", most=limit)


class BodyGuard:
    """Refuses bodies above a cap with 413, by declared and by real length, and those of strangers with 401.

    ``streamed`` are prefixes of paths whose bodies are passed on as they come, and so do not count as memory.
    ``is_open`` says of an endpoint whether it takes a body from everybody.
    """

    def __init__(
        self,
        app: ASGIApp,
        limits: BodyLimits,
        streamed: tuple[str, ...],
        is_open: Callable[[Any], bool],
        memory: BodyMemory,
    ) -> None:
        self._app = app
        self._limits = limits
        self._streamed = streamed
        self._is_open = is_open
        self._memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limits.of(scope["path"])
        try:
            require_declared(dict(scope["headers"]), limit)
            with self._memory.hold(holder_of(scope)) as take:
                if scope["path"].startswith(self._streamed):
                    take = _nothing
                await self._app(scope, self._guarded(scope, receive, limit, take), send)
        except AppError as error:
            # Ours: the application has turned its own into answers.
            await problem(error, scope)(scope, receive, send)

    def _guarded(self, scope: Scope, receive: Receive, limit: int, take: Callable[[int], None]) -> Receive:
        seen = 0

        async def guarded() -> Message:
            nonlocal seen
            # The router has said by now whose endpoint this is.
            if seen == 0 and not self._is_open(scope.get("endpoint")):
                identity_of(scope)
            message = await receive()
            size = len(message.get("body", b""))
            seen += size
            if seen > limit:
                raise too_large(limit)
            take(size)
            return message

        return guarded


def _nothing(_: int) -> None:
    pass


def holder_of(scope: Scope) -> Holder:
    """Return whose share a request's body counts for."""
    sender = known_sender(scope)
    if sender is not None:
        return Holder("company", str(sender.company_id))
    return Holder("address", prefix(scope["client"][0]) if scope.get("client") else "unknown")
