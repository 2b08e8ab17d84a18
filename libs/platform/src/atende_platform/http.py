"""The HTTP edge that all services share: JSON in camelCase, problems by RFC 9457, caps and limits.

Middlewares are plain ASGI: Starlette's `BaseHTTPMiddleware` breaks cancellation, and a cancelled
request must never return a connection with an open transaction to the pool.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from prometheus_client import Histogram
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel
from sqlalchemy.exc import DBAPIError, IntegrityError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atende_contracts.described import Described
from atende_contracts.field_errors import FieldError
from atende_contracts.ids import uuid7
from atende_contracts.problems import TITLES
from atende_contracts.type_errors import field_error
from atende_platform import openapi
from atende_platform.errors import (
    MEMBERS,
    AppError,
    Conflict,
    InvalidFields,
    InvalidInput,
    NotThatType,
    Unavailable,
)
from atende_platform.languages import Language, in_language, reading
from atende_platform.openapi import PROBLEM_TYPE
from atende_platform.transient import TRANSIENT, is_transient

log = structlog.get_logger(__name__)

DEFAULT_BODY_LIMIT: Final = 1024 * 1024
MAX_ERRORS: Final = 100
"""Validation errors per response: a body can have so many that the answer would be many times its size."""
_MOST_CHARS: Final = 200
"""Of what a library says that reads bodies."""
_UNSTORABLE: Final = {"22021", "22P05"}  # PostgreSQL's text and jsonb have no place for U+0000.
ErrorHandler = Callable[[Request, Exception], Awaitable[Response]]

_requests = Histogram("http_server_request_duration_seconds", "Requests", ["method", "status"])


class ApiModel(Described):
    """A request or response body: camelCase on the wire, unknown fields and NaN refused.

    Of a field that is given twice the last counts, as for most readers of JSON: nothing before us reads it.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        extra="forbid",
        allow_inf_nan=False,
        from_attributes=True,
    )

    def changes(self) -> dict[str, Any]:
        """Return what the request names, by our names: absent is neither null nor the default."""
        return {
            name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set
        }


def example(body: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a body of a request, whose document shows this one.

    `tests-e2e/test_examples.py` tries them all.
    """
    return ConfigDict(json_schema_extra={"examples": [body]})


def problem(error: AppError, scope: Scope) -> Response:
    """Return the RFC 9457 document of an error of a request, in the language that the reader prefers."""
    language = reading(scope)
    body: dict[str, Any] = {
        "type": f"urn:atendechat:problem:{error.code}",
        "title": in_language(TITLES[error.status], language),
        "status": error.status,
        "code": error.code,
        "detail": in_language(error.words, language),
        "params": error.params,
    }
    if error.reason != error.code:
        body["reason"] = error.reason
    if error.errors:
        body["errors"] = [field_problem(each, language) for each in error.errors]
    body |= {name: value for name, value in error.params.items() if name in MEMBERS}
    body |= error.extra
    if request_id := request_id_of(scope):
        body["requestId"] = request_id
    headers = {**error.headers, "Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(body, error.status, headers, media_type=PROBLEM_TYPE)


def field_problem(error: FieldError, language: Language) -> dict[str, Any]:
    """Return what is wrong with a field, as an item of ``errors``."""
    return {
        "field": error.field,
        "message": in_language(error.words, language),
        "code": error.code,
        "params": dict(error.params),
    }


def error_handlers() -> dict[type[Exception], ErrorHandler]:
    """Return what turns every exception of a request into a problem document."""

    async def on_app_error(request: Request, error: Exception) -> Response:
        if not isinstance(error, AppError):
            raise error
        return problem(error, request.scope)

    async def on_validation_error(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise error
        return problem(_refusal(error), request.scope)

    async def on_http_exception(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        # FastAPI takes whatever is raised while it reads a body for a defect of the body.
        refusal = error.__cause__ if isinstance(error.__cause__, AppError) else None
        meaning = refusal or _unreadable(error.__cause__) or _as_app_error(error)
        return problem(meaning, request.scope)

    async def on_disconnect(request: Request, _: Exception) -> Response:
        # Nobody reads it; it is for the log and the metrics, which must not blame us.
        return problem(AppError("client-gone"), request.scope)

    async def on_server_error(request: Request, error: Exception) -> Response:
        meaning = _meaning_of(error)
        if meaning is None:
            return await on_unexpected(request, error)
        return problem(meaning, request.scope)

    async def on_unexpected(request: Request, error: Exception) -> Response:
        log.error("request.failed", path=request.url.path, exc_info=error)
        return problem(AppError("internal-error"), request.scope)

    return {
        AppError: on_app_error,
        RequestValidationError: on_validation_error,
        HTTPException: on_http_exception,
        ClientDisconnect: on_disconnect,
        # A refused connection comes as it is: SQLAlchemy wraps only what a connected driver says.
        **dict.fromkeys((DBAPIError, *TRANSIENT), on_server_error),
        Exception: on_unexpected,
    }


def _refusal(error: RequestValidationError) -> AppError:
    """Return the answer to a request that does not fit its route: by field, or that it is not JSON."""
    if isinstance(error.body, bytes):  # Nothing is read as JSON that does not say that it is.
        return NotThatType()
    return InvalidFields([field_error(item) for item in error.errors()[:MAX_ERRORS]])


_BY_STATUS: Final = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}


def _as_app_error(error: HTTPException) -> AppError:
    reason = _BY_STATUS.get(error.status_code)
    same = AppError(reason) if reason else AppError("bad-request", error=str(error.detail)[:_MOST_CHARS])
    same.headers.update(error.headers or {})
    return same


def _unreadable(cause: BaseException | None) -> AppError | None:
    """Return what is wrong with a body that is JSON but cannot be read, by why FastAPI could not."""
    match cause:
        case RecursionError():
            return InvalidInput("nested_too_deeply", field="body")
        case UnicodeDecodeError():
            return InvalidInput("not_utf8", field="body")
        case ValueError():
            return InvalidInput("too_many_digits", field="body")
    return None


def _meaning_of(error: Exception) -> AppError | None:
    """Return what an error of a server we use says to the caller; None: that our code is wrong."""
    if isinstance(error, IntegrityError):
        # Not the error itself: its detail quotes the row, and so the customer.
        log.warning("database.integrity_error", constraint=_constraint(error))
        return Conflict()
    if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _UNSTORABLE:
        return InvalidInput("unstorable_character", field="body")
    if is_transient(error):
        log.warning("server.unavailable", error=repr(error))
        return Unavailable(retry_after=2)
    return None


def _constraint(error: IntegrityError) -> str:
    cause = error.orig.__cause__ if error.orig else None
    return str(getattr(cause, "constraint_name", None) or "unknown")


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


def observe(method: str, status: int, seconds: float) -> None:
    """Put a request into the metrics."""
    _requests.labels(method, str(status)).observe(seconds)


class RequestContext:
    """Gives each request an id, binds it to the log, and measures it. Paths in ``quiet`` are not logged.

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
        request_id = request_id_for(dict(scope["headers"]))
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status, complete = 500, False

        async def send_with_id(message: Message) -> None:
            nonlocal status, complete
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message.setdefault("headers", [])
                headers += further_headers(scope, request_id, headers)
            await send(message)
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            except Exception as error:
                if not complete:
                    raise
                _log_late(scope, status, error)
            finally:
                seconds = time.perf_counter() - started
                observe(scope["method"], status, seconds)
                if not scope["path"].startswith(self._quiet):
                    log.info(
                        "request.finished",
                        method=scope["method"],
                        path=scope["path"],
                        status=status,
                        ms=round(seconds * 1000, 1),
                    )


def _log_late(scope: Scope, status: int, error: Exception) -> None:
    """Log what failed after a complete answer, such as an error that Starlette answers and raises again.

    It must not reach uvicorn, which would close the connection without having announced it. The proxy in
    front may have given that connection to the next request already, which would then fail with a 502.
    """
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:  # Of the others `error_handlers` has logged the cause.
        log.error("request.failed_after_answer", path=scope["path"], exc_info=error)


class ConcurrencyLimit:
    """Lets so many requests wait, and few of them in at a time; later ones are asked to come back.

    For what is dear on purpose (sign-ins): outside of everything else, because a wave that is refused
    only at the end has already kept everybody waiting, and because those who are in take turns with
    everybody else's requests.
    """

    def __init__(self, app: ASGIApp, most: int, at_a_time: int) -> None:
        self._app = app
        self._left = most
        self._turns = asyncio.Semaphore(at_a_time)
        self._refusal = RequestContext(self._refuse, quiet=("/",))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._left == 0:
            await self._refusal(scope, receive, send)
            return
        self._left -= 1
        try:
            async with self._turns:
                await self._app(scope, receive, send)
        finally:
            self._left += 1

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await problem(Unavailable("busy", retry_after=2), scope)(scope, receive, send)


class App(FastAPI):
    """FastAPI, with our errors in its API document, and a way past it (`atende_platform.express`)."""

    def __init__(self, **options: Any) -> None:
        # A redirect to the other spelling of a path would name the host that the request made up.
        super().__init__(redirect_slashes=False, **options)
        self._express: dict[str, ASGIApp] = {}
        self._limits_by_path: dict[str, ConcurrencyLimit] = {}
        # Outside of all middlewares: FastAPI answers unexpected errors outside of them, too.
        self._framed: ASGIApp = RequestContext(super().__call__)

    def add_express(self, prefix: str, express: ASGIApp) -> None:
        """Let ``express`` answer all HTTP at a path and under it, before anything of FastAPI sees it."""
        self._express[prefix] = express

    def limit_crowd(self, path: str, most: int, *, at_a_time: int) -> None:
        """Answer at once with 503 what comes to a path while ``most`` requests to it wait or are answered."""
        self._limits_by_path[path] = ConcurrencyLimit(self._framed, most, at_a_time)

    def openapi(self) -> dict[str, Any]:
        """Return the API document; it is made once."""
        if self.openapi_schema is None:
            openapi.complete(super().openapi())
        return super().openapi()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for prefix, express in self._express.items():
                if scope["path"] == prefix or scope["path"].startswith(f"{prefix}/"):
                    await express(scope, receive, send)
                    return
            crowd = self._limits_by_path.get(scope["path"])
            if crowd is not None:
                await crowd(scope, receive, send)
                return
        await self._framed(scope, receive, send)
