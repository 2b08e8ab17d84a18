"""An API client as an integrator would write it: one bearer token, polite retries.

Every call made here may be repeated safely (reads, actions that are idempotent, messages with a
client id), so a gateway's 502/503/504 and a refused connection are waited out.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

_RETRIED = frozenset({429, 502, 503, 504})

OnAnswer = Callable[[httpx.Response], Awaitable[None]]
"""Sees every answer."""


class ApiError(Exception):
    """The API refused a call; the message is its problem document."""


class Api:
    """The system's REST API, as one user."""

    def __init__(self, base_url: str, *, on_answer: OnAnswer | None = None, timeout: float = 20.0) -> None:
        hooks = {"response": [on_answer]} if on_answer else {}
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout, event_hooks=hooks)
        self._refresh_token = ""
        self.patience_seconds = 60.0
        """How long a call is tried again while the system answers that it is away."""
        self.token = ""

    async def close(self) -> None:
        await self._http.aclose()

    def sign_in(self, tokens: dict[str, Any]) -> None:
        """Use the tokens that register, login and refresh answer with."""
        self.token, self._refresh_token = tokens["accessToken"], tokens["refreshToken"]

    async def login(self, email: str, password: str) -> None:
        """Log in; raises `ApiError` if the credentials are refused."""
        self.sign_in(await self.post("/api/v1/auth/login", {"email": email, "password": password}))

    async def get(self, path: str, **query: Any) -> Any:
        return await self._call("GET", path, params=query)

    async def post(self, path: str, body: Any = None) -> Any:
        return await self._call("POST", path, json=body)

    async def patch(self, path: str, body: Any) -> Any:
        return await self._call("PATCH", path, json=body)

    async def put(self, path: str, body: Any = None) -> Any:
        return await self._call("PUT", path, json=body)

    async def delete(self, path: str) -> Any:
        return await self._call("DELETE", path)

    async def upload(self, path: str, filename: str, content: bytes) -> Any:
        """Post a file as the multipart field ``file``."""
        return await self._call("POST", path, files={"file": (filename, content, "text/csv")})

    async def all(self, path: str, **query: Any) -> list[Any]:
        """Return every item of a list, page by page."""
        items: list[Any] = []
        cursor: str | None = None
        while True:
            page = await self.get(path, limit=100, **query, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page.get("nextCursor")
            if not cursor:
                return items

    async def _call(self, method: str, path: str, **request: Any) -> Any:
        give_up_at = time.monotonic() + self.patience_seconds
        while True:
            headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            try:
                response = await self._http.request(method, path, headers=headers, **request)
            except httpx.TransportError:
                if time.monotonic() > give_up_at:
                    raise
                await asyncio.sleep(0.5)
                continue
            if response.status_code in _RETRIED and time.monotonic() < give_up_at:
                await asyncio.sleep(float(response.headers.get("Retry-After", "0.5")))
                continue
            if response.is_error:
                raise ApiError(f"{method} {path}: {response.status_code} {response.text}")
            return response.json() if response.content else None
