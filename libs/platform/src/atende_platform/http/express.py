"""The way past FastAPI, for what comes thousands of times a second: provider webhooks.

FastAPI with its middlewares costs several times what such a route does, and even layers of plain ASGI
cost more than the route: so this is one function, with the suite's errors, caps, metrics and one span.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

import structlog
from opentelemetry import propagate, trace
from opentelemetry.context import Context
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Message, Receive, Scope, Send

from atende_platform.errors import RequestTimeout
from atende_platform.http.bodies import holder_of, require_declared, too_large
from atende_platform.http.framing import further_headers, observe, request_id_for
from atende_platform.http.problems import error_handlers
from atende_platform.limits.body_memory import BodyMemory

BODY_SECONDS: Final = 10.0
"""For a whole body. Providers send theirs at once, and strangers may hold memory here for no longer."""


class Express:
    """Plain routes. Requests are measured, but not logged; there is no limit by address.

    Only the routes' endpoints are called, and what they raise becomes a problem. Give each path one route
    with all its methods: what is refused names those of the first.
    """

    def __init__(self, name: str, routes: Sequence[Route], *, body_limit: int) -> None:
        self._name = name
        self._routes = routes
        self._body_limit = body_limit
        self._memory = BodyMemory()
        self._handlers = error_handlers()
        self._tracer = trace.get_tracer(__name__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        request_id = request_id_for(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500
        bound = structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            with self._tracer.start_as_current_span(
                f"{scope['method']} {self._name}", context=_callers(headers), kind=trace.SpanKind.SERVER
            ) as span:
                response = await self._respond(scope, headers, receive)
                status = response.status_code
                span.set_attribute("http.response.status_code", status)
                response.raw_headers += further_headers(scope, request_id, response.raw_headers)
                await response(scope, receive, send)
        finally:
            structlog.contextvars.reset_contextvars(**bound)
            observe(scope["method"], status, time.perf_counter() - started)

    async def _respond(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> Response:
        try:
            require_declared(headers, self._body_limit)
            with self._memory.hold(holder_of(scope)) as take:
                request = Request(scope, self._capped(receive, take))
                response: Response = await self._route(scope).endpoint(request)
        except Exception as error:
            handler = next(self._handlers[kind] for kind in type(error).__mro__ if kind in self._handlers)
            return await handler(Request(scope), error)
        return response

    def _route(self, scope: Scope) -> Route:
        """Return the route of a request. A redirect would name a host that the request made up."""
        found = None
        for route in self._routes:
            match, further = route.matches(scope)
            if match is Match.FULL:
                scope.update(further)
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


def _callers(headers: dict[bytes, bytes]) -> Context | None:
    """Return the trace that the caller is in, if any."""
    if b"traceparent" not in headers:
        return None
    return propagate.extract(
        {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
    )
