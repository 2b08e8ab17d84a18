"""Bodies of requests: whose are read at all, how large one may be, and how much of them is in memory.

A body is read only once it is known who sends it, unless the route is open to everybody. Each company (of
an open route: each address) has its share of the memory for bodies, so that slow or large ones of
one company leave room for the others'.
"""

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

    Caps go by path prefix, in which ``*`` stands for one segment, such as an id. ``streamed`` are prefixes
    whose bodies are passed on as they come, and so do not count as memory. ``is_open`` says of an endpoint
    whether it takes a body from everybody.
    """

    def __init__(
        self,
        app: ASGIApp,
        limits: dict[str, int],
        streamed: tuple[str, ...],
        is_open: Callable[[Any], bool],
        memory: BodyMemory,
    ) -> None:
        self._app = app
        self._limits = [
            (re.compile(re.escape(prefix).replace(r"\*", "[^/]+")), value) for prefix, value in limits.items()
        ]
        self._streamed = streamed
        self._is_open = is_open
        self._memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        try:
            require_declared(dict(scope["headers"]), limit)
            with self._memory.hold(holder_of(scope)) as take:
                if scope["path"].startswith(self._streamed):
                    take = _nothing
                await self._app(scope, self._guarded(scope, receive, limit, take), send)
        except AppError as error:
            # Ours: the application has turned its own into answers.
            await problem(error, scope)(scope, receive, send)

    def _limit_of(self, path: str) -> int:
        return next((value for prefix, value in self._limits if prefix.match(path)), DEFAULT_BODY_LIMIT)

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
