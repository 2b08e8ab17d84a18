"""The ASGI application of a process: FastAPI, and what goes past it."""

import asyncio
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from atende_platform.errors import Unavailable
from atende_platform.http import openapi
from atende_platform.http.bodies import DEFAULT_BODY_LIMITS, BodyFirst, BodyLimits
from atende_platform.http.framing import RequestContext
from atende_platform.http.problems import problem


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
    """FastAPI, with our errors in its API document, and a way past it (`atende_platform.http.express`)."""

    def __init__(self, *, body_limits: BodyLimits = DEFAULT_BODY_LIMITS, **options: Any) -> None:
        # A redirect to the other spelling of a path would name the host that the request made up.
        super().__init__(redirect_slashes=False, **options)
        self._express: dict[str, ASGIApp] = {}
        self._limits_by_path: dict[str, ConcurrencyLimit] = {}
        # Outside of all middlewares: FastAPI answers unexpected errors outside of them, too.
        self._framed: ASGIApp = RequestContext(super().__call__)
        self._after_bodies: ASGIApp = BodyFirst(self._dispatch, body_limits)

    def add_express(self, prefix: str, express: ASGIApp) -> None:
        """Let ``express`` answer all HTTP at a path and under it, before anything of FastAPI sees it.

        It reads what is left of bodies by itself (`BodyFirst`).
        """
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
        await self._after_bodies(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            crowd = self._limits_by_path.get(scope["path"])
            if crowd is not None:
                await crowd(scope, receive, send)
                return
        await self._framed(scope, receive, send)
