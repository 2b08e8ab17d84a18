"""Imports as a client sends and follows them."""

from collections.abc import Callable
from typing import Any

from atende_platform.testing.plugin import AsUser

Rows = Callable[..., Any]


async def submit(as_user: AsUser, data: bytes, **query: str) -> str:
    response = await as_user("admin").post(
        "/api/v1/contacts/import", files={"file": ("c.csv", data)}, params=query
    )
    assert response.status_code == 202, response.text
    assert response.json()["status"] == "queued"
    return str(response.json()["id"])


async def report_of(as_user: AsUser, import_id: str) -> dict[str, Any]:
    report: dict[str, Any] = (await as_user("admin").get(f"/api/v1/contacts/imports/{import_id}")).json()
    return report


def counts_of(report: dict[str, Any]) -> tuple[int, ...]:
    sums = report["created"] + report["updated"] + report["duplicates"] + report["invalid"]
    assert report["rows"] == report["total"] == sums
    return tuple(report[name] for name in ("total", "created", "updated", "duplicates", "invalid"))


async def contacts_of(as_user: AsUser) -> dict[str, tuple[Any, ...]]:
    items = (await as_user("viewer").get("/api/v1/contacts")).json()["items"]
    return {item["phone"]: (item["name"], item["customFields"], item["tags"]) for item in items}
