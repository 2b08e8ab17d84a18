"""The way past FastAPI, for what comes thousands of times a second: provider webhooks.

FastAPI with its middlewares costs several times what such a route does, and even layers of plain ASGI
cost more than the route: so this is one function, with the suite's errors, caps, metrics and one span.

What is of the plain kind goes a shorter way yet (`Quick`): its whole body has arrived, no request and no
response are made for it, and a span only where spans are exported. Everything else is answered by the routes.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final

import structlog
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Message, Receive, Scope, Send

from atende_platform.errors import RequestTimeout
from atende_platform.http.bodies import BodyFirst, BodyLimits, holder_of, require_declared, too_large
from atende_platform.http.framing import (
    caller_s_trace,
    describe,
    further_headers,
    observe,
    request_id_for,
    route_of,
)
from atende_platform.http.problems import error_handlers
from atende_platform.limits.body_memory import BodyMemory
from atende_platform.process import tracing

BODY_SECONDS: Final = 10.0
"""For a whole body. Providers send theirs at once, and strangers may hold memory here for no longer."""
QUICK_BYTES: Final = 64 * 1024
"""Of a body that may go the short way."""

_NO_BODY: Final = (b"content-length", b"0")

Quick = Callable[[Scope, Mapping[bytes, bytes], bytes], Awaitable[bool]]
"""Takes a POST of the plain kind, by its scope, headers and body, and returns True: the answer is 200.

False: the request is of another kind, nothing came of it yet, and the routes answer it. What it raises
becomes a problem.
"""


class Express:
    """Plain routes. Requests are measured, but not logged; there is no limit by address.

    Only the routes' endpoints are called, and what they raise becomes a problem. Give each path one route
    with all its methods: what is refused names those of the first. ``quick`` is asked first.
    """

    def __init__(
        self,
        name: str,
        routes: Sequence[Route],
        *,
        body_limit: int,
        quick: Quick | None = None,
    ) -> None:
        self._name = name
        self._routes = routes
        self._body_limit = body_limit
        self._quick = quick
        self._quick_route = routes[0].path
        self._memory = BodyMemory()
        self._handlers = error_handlers()
        self._by_routes = BodyFirst(self._frame, BodyLimits({"/": body_limit}))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rest: Receive | None = receive
        if self._quick is not None and scope["method"] == "POST":
            headers: dict[bytes, bytes] = dict(scope["headers"])
            if _may_be_quick(headers, min(self._body_limit, QUICK_BYTES)):
                rest = await self._answer_quickly(scope, headers, receive, send, self._quick)
        if rest is not None:
            await self._by_routes(scope, rest, send)

    # --- the short way ----------------------------------------------------------------------------

    async def _answer_quickly(
        self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, send: Send, quick: Quick
    ) -> Receive | None:
        """Answer a request that is of the plain kind; for another return what its routes are to read."""
        started = time.perf_counter()
        try:
            message = await _in_time(receive)
            body: bytes = message.get("body", b"")
            if len(body) != int(headers[b"content-length"]):
                return _again(message, receive)
            with self._memory.hold(holder_of(scope)) as take, self._quick_span() as span:
                take(len(body))
                if not await quick(scope, headers, body):
                    if span.is_recording():
                        span.update_name(f"POST {self._name}, left to its route")
                        scope.setdefault("state", {})["traceparent"] = tracing.current()
                    return _again(message, receive)
                describe(span, scope, 200, rename=False)
        except Exception as error:
            request_id = request_id_for(headers)
            scope.setdefault("state", {})["request_id"] = request_id
            refusal = await self._refuse(scope, error)
            refusal.raw_headers += further_headers(scope, request_id, refusal.raw_headers)
            await refusal(scope, receive, send)
            observe("POST", self._quick_route, refusal.status_code, time.perf_counter() - started)
            return None
        further = further_headers(scope, request_id_for(headers), ())
        await send({"type": "http.response.start", "status": 200, "headers": [_NO_BODY, *further]})
        await send({"type": "http.response.body", "body": b""})
        observe("POST", self._quick_route, 200, time.perf_counter() - started)
        return None

    def _quick_span(self) -> AbstractContextManager[Span]:
        if not tracing.is_on():
            return nullcontext(INVALID_SPAN)
        return tracing.begun(f"POST {self._name}", SpanKind.SERVER, {"http.request.method": "POST"})

    # --- the routes -------------------------------------------------------------------------------

    async def _frame(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request_id = request_id_for(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500
        bound = structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            with tracing.begun(
                f"{scope['method']} {self._name}",
                SpanKind.SERVER,
                {"http.request.method": scope["method"]},
                caller=scope["state"].get("traceparent") or caller_s_trace(headers),
            ) as span:
                response = await self._respond(scope, headers, receive)
                status = response.status_code
                describe(span, scope, status, rename=False)
                response.raw_headers += further_headers(scope, request_id, response.raw_headers)
                await response(scope, receive, send)
        finally:
            structlog.contextvars.reset_contextvars(**bound)
            observe(scope["method"], route_of(scope), status, time.perf_counter() - started)

    async def _respond(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Response:
        try:
            require_declared(headers, self._body_limit)
            with self._memory.hold(holder_of(scope)) as take:
                request = Request(scope, self._capped(receive, take))
                response: Response = await self._route(scope).endpoint(request)
        except Exception as error:
            return await self._refuse(scope, error)
        return response

    async def _refuse(self, scope: Scope, error: Exception) -> Response:
        handler = next(self._handlers[kind] for kind in type(error).__mro__ if kind in self._handlers)
        return await handler(Request(scope), error)

    def _route(self, scope: Scope) -> Route:
        """Return the route of a request. A redirect would name a host that the request made up."""
        found = None
        for route in self._routes:
            match, further = route.matches(scope)
            if match is Match.FULL:
                scope.update(further)
                scope["route"] = route
                return route
            if match is Match.PARTIAL and found is None:
                found = route
        if found is None:
            raise HTTPException(404)
        raise HTTPException(405, headers={"Allow": ", ".join(sorted(found.methods or ()))})

    def _capped(self, receive: Receive, take: Callable[[int], None]) -> Receive:
        seen = 0
        deadline = asyncio.get_running_loop().time() + BODY_SECONDS

        async def capped() -> Message:
            nonlocal seen
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise RequestTimeout() from None
            size = len(message.get("body", b""))
            seen += size
            if seen > self._body_limit:
                raise too_large(self._body_limit)
            take(size)
            return message

        return capped


def _may_be_quick(headers: Mapping[bytes, bytes], most: int) -> bool:
    """Tell whether a request has a body of a declared and small length, and is in no trace of its caller."""
    declared = headers.get(b"content-length", b"")
    return (
        declared.isdigit()
        and len(declared) <= len(str(most))
        and int(declared) <= most
        and b"transfer-encoding" not in headers
        and b"traceparent" not in headers
    )


async def _in_time(receive: Receive) -> Message:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await receive()
    except TimeoutError:
        raise RequestTimeout() from None


def _again(message: Message, receive: Receive) -> Receive:
    """Return what gives a message that was received already, and then what else comes."""
    first: Message | None = message

    async def received() -> Message:
        nonlocal first
        if first is None:
            return await receive()
        message, first = first, None
        return message

    return received
