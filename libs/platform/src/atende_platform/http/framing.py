"""What goes around every request: its id, its log line, its measure, and the headers of its answer.

Plain ASGI: Starlette's `BaseHTTPMiddleware` breaks cancellation, and a cancelled request must never
return a connection with an open transaction to the pool.
"""

import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from http import HTTPStatus
from typing import Final

import structlog
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, Status, StatusCode
from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from atende_contracts.ids import uuid7
from atende_platform.process import tracing

log = structlog.get_logger(__name__)


_SECONDS: Final = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Fewer than the library's own: each is a series of every route."""
_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_NO_ROUTE: Final = "none"
"""Stands for the route of what no route answered: unknown paths, and what was refused before."""

_requests = Histogram(
    "http_server_request_duration_seconds", "Requests", ["method", "route", "status"], buckets=_SECONDS
)


def request_id_of(scope: Scope) -> str:
    """Return the id that the request has in logs and problems."""
    return str(scope.get("state", {}).get("request_id", ""))


_HARDENING: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
        b" payment=(), usb=()",
    ),
)
"""For browsers, on every answer: it is data, and nothing to be run, framed or guessed at (OWASP REST)."""
_OWN_ORIGIN: Final = (b"cross-origin-resource-policy", b"same-origin")
"""No page of another origin embeds an answer, unless its route allows that; CORS is decided apart."""
_HTTPS_ONLY: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_NOT_STORED: Final = (b"cache-control", b"no-store")
"""For tokens (RFC 6749 §5.1) as for all that customers wrote."""


def request_id_for(headers: Mapping[bytes, bytes]) -> str:
    """Return the id that a request brings, or a new one."""
    given = headers.get(b"x-request-id", b"").decode("latin-1")
    return given if 8 <= len(given) <= 64 and given.isascii() and given.isprintable() else str(uuid7())


def further_headers(
    scope: Scope, request_id: str, headers: Iterable[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    """Return what goes with every answer; its own ``headers`` may let caches keep it, or others embed it."""
    further = [(b"x-request-id", request_id.encode()), *_HARDENING]
    if scope.get("scheme") == "https":
        further.append(_HTTPS_ONLY)
    own = {name.lower() for name, _ in headers}
    further += [default for default in (_NOT_STORED, _OWN_ORIGIN) if default[0] not in own]
    return further


def route_of(scope: Scope) -> str:
    """Return the path of the route that answered, with the names of its parameters; never what was asked."""
    # FastAPI tells where the route stands after its router was included; the route itself knows only its own.
    route = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return str(getattr(route, "path", "")) or _NO_ROUTE


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Put a request into the metrics."""
    _measure(method if method in _METHODS else "other", route, status).observe(seconds)


@lru_cache(maxsize=1024)
def _measure(method: str, route: str, status: int) -> Histogram:
    return _requests.labels(method, route, str(status))


def caller_s_trace(headers: Mapping[bytes, bytes]) -> tracing.Traceparent | None:
    """Return the place in a trace that a request comes from, if it says so."""
    given = headers.get(b"traceparent")
    return None if given is None else given.decode("latin-1")


def describe(span: Span, scope: Scope, status: int, *, rename: bool = True) -> None:
    """Say of a request's span what was asked and answered: the route, never the path or the query."""
    if not span.is_recording():
        return
    if (route := route_of(scope)) != _NO_ROUTE:
        if rename:
            span.update_name(f"{scope['method']} {route}")
        span.set_attribute("http.route", route)
    span.set_attribute("http.response.status_code", status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        span.set_status(Status(StatusCode.ERROR))


class RequestContext:
    """Gives each request an id and a span, binds the id to the log, and measures it.

    Paths in ``quiet`` are not logged, and have no span.

    Every answer gets the headers that harden it in browsers, and is kept out of caches unless its
    route says otherwise. What fails after a complete answer ends here: see `_log_late`.
    """

    def __init__(self, app: ASGIApp, quiet: tuple[str, ...] = ("/health", "/metrics")) -> None:
        self._app = app
        self._quiet = quiet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers_in: dict[bytes, bytes] = dict(scope["headers"])
        request_id = request_id_for(headers_in)
        scope.setdefault("state", {})["request_id"] = request_id
        is_quiet = scope["path"].startswith(self._quiet)
        started = time.perf_counter()
        status, complete = 500, False

        async def send_with_id(message: Message) -> None:
            nonlocal status, complete
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message.setdefault("headers", [])
                if status == HTTPStatus.NO_CONTENT:  # FastAPI names a type all the same.
                    headers = [header for header in headers if header[0].lower() != b"content-type"]
                message["headers"] = [*headers, *further_headers(scope, request_id, headers)]
            await send(message)
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)

        with self._span(scope, headers_in, is_quiet) as span, bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            except Exception as error:
                if not complete:
                    raise
                _log_late(scope, status, error)
            finally:
                seconds = time.perf_counter() - started
                observe(scope["method"], route_of(scope), status, seconds)
                describe(span, scope, status)
                if not is_quiet:
                    log.info(
                        "request.finished",
                        method=scope["method"],
                        path=scope["path"],
                        status=status,
                        ms=round(seconds * 1000, 1),
                    )

    @staticmethod
    def _span(scope: Scope, headers: Mapping[bytes, bytes], is_quiet: bool) -> AbstractContextManager[Span]:
        if is_quiet:
            return nullcontext(INVALID_SPAN)
        method = scope["method"]
        told = {"http.request.method": method, "url.scheme": scope.get("scheme", "http")}
        return tracing.begun(method, SpanKind.SERVER, told, caller=caller_s_trace(headers))


def _log_late(scope: Scope, status: int, error: Exception) -> None:
    """Log what failed after a complete answer, such as an error that Starlette answers and raises again.

    It must not reach uvicorn, which would close the connection without having announced it. The proxy in
    front may have given that connection to the next request already, which would then fail with a 502.
    """
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:  # Of the others `error_handlers` has logged the cause.
        log.error("request.failed_after_answer", path=scope["path"], exc_info=error)
