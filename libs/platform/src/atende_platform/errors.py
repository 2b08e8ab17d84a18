"""The errors a service raises on purpose; the edge turns each into an RFC 9457 problem.

An error is a key of `atende_contracts.problems` (of `field_errors` for one field) with parameters::

    raise Conflict("too-many-targets", most=1000)
    raise InvalidInput("segment_unknown", field="segmentId")

The tables have its ``code`` and its words; the edge shows those of the reader's language.

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

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from pydantic.alias_generators import to_camel

from atende_contracts.field_errors import FIELD_ERRORS, FieldError
from atende_contracts.problems import PROBLEMS
from atende_contracts.words import Parameter, fill

MEMBERS: Final = frozenset(
    {"accepted", "allowed", "companies", "contactId", "limit", "messageId", "outOfWindow", "permission"}
    | {"providerCode", "recipients", "revision", "state", "windowOpenUntil"}
)
"""Parameters that stand in the document itself, too, where clients of the first version read them."""


class AppError(Exception):
    """An error with an HTTP status and a stable machine-readable ``code``.

    ``reason`` is a key of `PROBLEMS`; without one, the class's own. Parameters are shown to the caller: they
    must not hold secrets or another company's data. ``errors`` say what is wrong by field, and the first of
    them is then the ``detail``. ``extra`` members are added to the document.
    """

    own_reason: ClassVar[str] = "internal-error"

    def __init__(
        self,
        reason: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        extra: Mapping[str, Any] | None = None,
        **params: Any,
    ) -> None:
        self.reason = reason or self.own_reason
        problem = PROBLEMS[self.reason]
        self.code = problem.code
        self.status = problem.status
        self.params: dict[str, Parameter] = {to_camel(name): value for name, value in params.items()}
        self.errors: list[FieldError] = list(errors)
        self.words = errors[0].words if errors else fill(problem.words, self.params)
        super().__init__(self.words.en)
        self.extra: dict[str, Any] = dict(extra or {})
        self.headers: dict[str, str] = {}

    def at(self, field: str) -> FieldError:
        """Return it as an error of a field."""
        return FieldError(field, self.reason, self.params, self.words)

    @property
    def detail(self) -> str:
        """What is wrong, in English."""
        return self.words.en


class BadRequest(AppError):
    own_reason = "bad-request"


class InvalidInput(AppError):
    """What is wrong with a field: a key of `FIELD_ERRORS`, or of `PROBLEMS` with a code of its own."""

    own_reason = "invalid-input"

    def __init__(
        self, reason: str, *, field: str, extra: Mapping[str, Any] | None = None, **params: Any
    ) -> None:
        if reason in FIELD_ERRORS:
            super().__init__(errors=[FieldError.of(field, reason, **params)], extra=extra)
        else:
            super().__init__(reason, extra=extra, **params)
            self.errors = [FieldError(field, reason, self.params, self.words)]


class InvalidFields(AppError):
    """What is wrong with several fields: one at least."""

    own_reason = "invalid-input"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors)


class Unauthenticated(AppError):
    own_reason = "unauthenticated"

    def __init__(self, reason: str | None = None, **params: Any) -> None:
        super().__init__(reason, **params)
        self.headers["WWW-Authenticate"] = "Bearer"


class Forbidden(AppError):
    own_reason = "forbidden"


class NotFound(AppError):
    own_reason = "not-found"


class RequestTimeout(AppError):
    own_reason = "request-timeout"


class Conflict(AppError):
    own_reason = "conflict"


class PreconditionFailed(AppError):
    own_reason = "revision-mismatch"


class TooLarge(AppError):
    own_reason = "too-large"


class NotThatType(AppError):
    own_reason = "unsupported-media-type"


class _RetryLater(AppError):
    def __init__(self, reason: str | None = None, *, retry_after: float = 1.0, **params: Any) -> None:
        super().__init__(reason, **params)
        self.headers["Retry-After"] = str(max(1, round(retry_after)))


class TooManyRequests(_RetryLater):
    own_reason = "too-many-requests"


class Unavailable(_RetryLater):
    own_reason = "unavailable"
