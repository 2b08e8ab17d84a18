"""What tests of reports ask, and of what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx

from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7

REPORTS = "/api/v1/reports"
NOON = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
UNDELIVERABLE = ProviderError(code=131026, title="Message undeliverable")


async def get(http: httpx.AsyncClient, path: str, **query: Any) -> Any:
    response = await http.get(f"{REPORTS}{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def sends(count: int) -> list[UUID]:
    return [uuid7() for _ in range(count)]
