"""People as the tests of auth know them: what the fixtures `enter` and `rows` are."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Protocol

import httpx


@dataclass(frozen=True)
class Member:
    """Somebody of a company, really signed in."""

    id: str
    email: str
    http: httpx.AsyncClient
    answer: dict[str, Any]

    @property
    def refresh_token(self) -> str:
        token: str = self.answer["refreshToken"]
        return token


class Enter(Protocol):
    """Signs somebody in: ``adds`` creates them before; else they register a company, unless ``again``."""

    async def __call__(
        self, email: str = ..., role: str = ..., *, adds: Member | None = None, again: bool = False
    ) -> Member: ...


class Rows(Protocol):
    """Runs SQL over all companies and returns its rows."""

    async def __call__(self, statement: str, **parameters: Any) -> list[Any]: ...


Letters = Callable[[], list[EmailMessage]]
"""Returns what was sent by e-mail since the test began, oldest first."""
