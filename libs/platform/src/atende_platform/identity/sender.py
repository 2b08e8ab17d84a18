"""Who sends a request: found out once, before it is counted against a limit and before its body is read."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from fastapi.security.utils import get_authorization_scheme_param
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from atende_platform.errors import AppError, Unauthenticated
from atende_platform.identity import downloads
from atende_platform.identity.context import TenantContext, Verified
from atende_platform.identity.downloads import DownloadLinks

if TYPE_CHECKING:
    from atende_platform.identity.tokens import TokenVerifier

_STATE: Final = "identity"
"""In the request's state: a `Verified`, or the `AppError` that says why there is none."""


class Identification:
    """Verifies the bearer token of each request, and lets all of them pass: a route refuses, not this.

    A link to a file stands in for a token, and is not seen behind this.
    """

    def __init__(
        self,
        app: ASGIApp,
        verifier: Callable[[], "TokenVerifier"],
        links: Callable[[], DownloadLinks],
        exempt: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        self._verifier = verifier
        self._links = links
        self._exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(self._exempt):
            scope.setdefault("state", {})[_STATE] = await self._identify(scope)
        await self._app(scope, receive, send)

    async def _identify(self, scope: Scope) -> Verified | AppError:
        authorization = Headers(scope=scope).get("authorization")
        scheme, token = get_authorization_scheme_param(authorization)
        try:
            if authorization is None and scope["method"] == "GET":
                link = downloads.split(scope["query_string"].decode("latin-1"))
                if link is not None:
                    return await self._redeem(scope, *link)
            if scheme.lower() != "bearer" or not token:
                return Unauthenticated("unauthenticated")
            return await self._verifier().verify(token)
        except AppError as error:
            return error

    async def _redeem(self, scope: Scope, query: str, code: str) -> Verified:
        scope["query_string"] = query.encode("latin-1")
        context = await self._links().redeem(scope["path"], query, code)
        if self._verifier().has_ended(context):
            raise Unauthenticated("session-revoked")
        return Verified(context, time.time() + downloads.LINK_SECONDS)


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
