"""Errors as problem documents (RFC 9457), in the language that the reader prefers."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from atende_contracts.field_errors import FieldError
from atende_contracts.problems import TITLES
from atende_contracts.type_errors import field_error
from atende_platform.errors import (
    MEMBERS,
    AppError,
    Conflict,
    InvalidFields,
    InvalidInput,
    NotThatType,
    Unavailable,
)
from atende_platform.http.framing import request_id_of
from atende_platform.http.openapi import PROBLEM_TYPE
from atende_platform.languages import Language, in_language, reading
from atende_platform.transient import TRANSIENT, is_transient

log = structlog.get_logger(__name__)

MAX_ERRORS: Final = 100
"""Validation errors per response: a body can have so many that the answer would be many times its size."""
_MOST_CHARS: Final = 200
"""Of what a library says that reads bodies."""
_UNSTORABLE: Final = {"22021", "22P05"}  # PostgreSQL's text and jsonb have no place for U+0000.
ErrorHandler = Callable[[Request, Exception], Awaitable[Response]]


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
    return InvalidFields([field_error(item, given=error.body) for item in error.errors()[:MAX_ERRORS]])


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
