"""People as the tests of auth know them: what the fixtures `enter` and `rows` are."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Protocol

import httpx

from atende_platform.service.app import create_app
from atende_platform.testing.plugin import Installation, public_jwks
from auth.main import SERVICE


@dataclass(frozen=True)
class Member:
    """A user of a company, really signed in."""

    id: str
    email: str
    http: httpx.AsyncClient
    answer: dict[str, Any]

    @property
    def refresh_token(self) -> str:
        token: str = self.answer["refreshToken"]
        return token


class Enter(Protocol):
    """Signs a user in: ``adds`` creates them before; else they register a company, unless ``again``."""

    async def __call__(
        self, email: str = ..., role: str = ..., *, adds: Member | None = None, again: bool = False
    ) -> Member: ...


class Rows(Protocol):
    """Runs SQL over all companies and returns its rows."""

    async def __call__(self, statement: str, **parameters: Any) -> list[Any]: ...


Letters = Callable[[], list[EmailMessage]]
"""Returns what was sent by e-mail since the test began, oldest first."""


@asynccontextmanager
async def another_process(installation: Installation, **changes: Any) -> AsyncIterator[httpx.AsyncClient]:
    """The API with other settings, beside the installation's, on the same database."""
    app = create_app(SERVICE, installation.settings.model_copy(update=changes), frozenset({"api"}))
    app.state.runtime.keys.put(public_jwks())
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://auth.test") as http:
            yield http


def bearer(answer: dict[str, Any]) -> dict[str, str]:
    """Return the header of requests that who signed in sends."""
    return {"Authorization": f"Bearer {answer['accessToken']}"}
