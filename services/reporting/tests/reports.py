"""What tests of reports ask, and of what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx

from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.users import UserChangedV1
from atende_platform.data.db import Database
from reporting.service.recounts import Recounts

REPORTS = "/api/v1/reports"
NOON = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
UNDELIVERABLE = ProviderError(code=131026, title="Message undeliverable")


async def get(http: httpx.AsyncClient, path: str, **query: Any) -> Any:
    response = await http.get(f"{REPORTS}{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


async def recounted(database: Database) -> None:
    """Have the sums of all companies whose time zone has changed made anew."""
    recounts = Recounts(database)
    while await recounts.step():
        pass


def sends(count: int) -> list[UUID]:
    return [uuid7() for _ in range(count)]


def member(company_id: UUID, name: str = "Bia", role: str = "admin", **other: Any) -> UserChangedV1:
    """Return the event that describes a user of a company."""
    user_id = other.pop("user_id", uuid7())
    return UserChangedV1(
        **{
            "company_id": company_id,
            "user_id": user_id,
            "name": name,
            "role": role,
            "state": "active",
            "revision": 1,
            "email": f"{name.lower()}@padaria.example",
            **other,
        }
    )


def weekly(*user_ids: UUID, **other: Any) -> dict[str, Any]:
    """Return the body of a report every Monday at eight."""
    return {
        "name": "Resumo da semana",
        "report": "summary",
        "every": "weekly",
        "weekday": 1,
        "hour": 8,
        "recipientIds": [str(user_id) for user_id in user_ids],
        **other,
    }
