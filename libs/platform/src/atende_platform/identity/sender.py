"""Who sends a request: found out once, before it is counted against a limit and before its body is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from fastapi.security.utils import get_authorization_scheme_param
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from atende_platform.errors import AppError, Unauthenticated
from atende_platform.identity.context import TenantContext, Verified

if TYPE_CHECKING:
    from atende_platform.identity.tokens import TokenVerifier

_STATE: Final = "identity"
"""In the request's state: a `Verified`, or the `AppError` that says why there is none."""


class Identification:
    """Verifies the bearer token of each request, and lets all of them pass: a route refuses, not this."""

    def __init__(
        self, app: ASGIApp, verifier: Callable[[], "TokenVerifier"], exempt: tuple[str, ...] = ()
    ) -> None:
        self._app = app
        self._verifier = verifier
        self._exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(self._exempt):
            scope.setdefault("state", {})[_STATE] = await self._identify(scope)
        await self._app(scope, receive, send)

    async def _identify(self, scope: Scope) -> Verified | AppError:
        scheme, token = get_authorization_scheme_param(Headers(scope=scope).get("authorization"))
        if scheme.lower() != "bearer" or not token:
            return Unauthenticated("unauthenticated")
        try:
            return await self._verifier().verify(token)
        except AppError as error:
            return error


def identity_of(scope: Scope) -> Verified:
    """Return for whom the request's token speaks. Raises what is wrong with it, or that there is none."""
    identity: Verified | AppError = scope["state"][_STATE]
    if isinstance(identity, AppError):
        raise identity
    return identity


def known_sender(scope: Scope) -> TenantContext | None:
    """Return for whom the request's token speaks, if it has a valid one."""
    identity = scope.get("state", {}).get(_STATE)
    return identity.context if isinstance(identity, Verified) else None
