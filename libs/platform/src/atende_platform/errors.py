"""The errors a service raises on purpose; the edge turns each into an RFC 9457 problem.

AppError
├── BadRequest         400  not what HTTP means
├── InvalidInput       422  names the field
├── Unauthenticated    401
├── Forbidden          403
├── NotFound           404  also what another company's rows answer
├── RequestTimeout     408
├── Conflict           409
├── PreconditionFailed 412  by If-Match
├── TooLarge           413
├── NotThatType        415
├── TooManyRequests    429  with Retry-After
└── Unavailable        503  with Retry-After
"""

from typing import Any, ClassVar

from atende_contracts.reasons import Words


class AppError(Exception):
    """An error with an HTTP status and a stable machine-readable ``code``.

    ``detail`` is shown to the caller: it must not hold secrets or another company's data.
    ``extra`` members are added to the problem document. Of a detail in two languages the caller is shown the
    one they read.
    """

    status: ClassVar[int] = 500
    code: str = "internal-error"
    title: ClassVar[str] = "Internal error"

    def __init__(self, detail: str | Words = "", *, code: str | None = None, **extra: Any) -> None:
        self.words = detail if isinstance(detail, Words) else None
        self.detail = detail.en if isinstance(detail, Words) else detail
        super().__init__(self.detail)
        if code is not None:
            self.code = code
        self.extra = extra
        self.headers: dict[str, str] = {}


class BadRequest(AppError):
    status = 400
    code = "bad-request"
    title = "Bad request"


class InvalidInput(AppError):
    status = 422
    code = "invalid-input"
    title = "The request is not valid"

    def __init__(self, detail: str | Words, *, field: str, code: str | None = None, **extra: Any) -> None:
        message = detail.en if isinstance(detail, Words) else detail
        super().__init__(detail, code=code, errors=[{"field": field, "message": message}], **extra)


class Unauthenticated(AppError):
    status = 401
    code = "unauthenticated"
    title = "Authentication is required"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.headers["WWW-Authenticate"] = "Bearer"


class Forbidden(AppError):
    status = 403
    code = "forbidden"
    title = "Not allowed"


class NotFound(AppError):
    status = 404
    code = "not-found"
    title = "Not found"


class RequestTimeout(AppError):
    status = 408
    code = "request-timeout"
    title = "The request took too long to arrive"


class Conflict(AppError):
    status = 409
    code = "conflict"
    title = "Conflict with the current state"


class PreconditionFailed(AppError):
    status = 412
    code = "revision-mismatch"
    title = "Changed meanwhile"


class TooLarge(AppError):
    status = 413
    code = "too-large"
    title = "Too large"


class NotThatType(AppError):
    status = 415
    code = "unsupported-media-type"
    title = "Unsupported media type"


class _RetryLater(AppError):
    def __init__(self, detail: str = "", *, retry_after: float = 1.0, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.headers["Retry-After"] = str(max(1, round(retry_after)))


class TooManyRequests(_RetryLater):
    status = 429
    code = "too-many-requests"
    title = "Too many requests"


class Unavailable(_RetryLater):
    status = 503
    code = "unavailable"
    title = "Temporarily unavailable"
