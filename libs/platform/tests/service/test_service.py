"""A whole service over HTTP, on a real database: what a response promises has happened."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.process import progress
from atende_platform.process.progress import Progress
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import AsUser, Installation, Published, public_jwks
from atende_platform.version import VERSION

NOTES = "/api/v1/notes"


async def test_what_is_answered_is_committed(as_user: AsUser, published: Published) -> None:
    http = as_user()
    response = await http.post(NOTES, json={"text": "x"})
    assert response.status_code == 201
    assert (await http.get(f"{NOTES}/{response.json()['id']}")).json() == response.json()
    assert [event.name for event in await published(CompanyChangedV1)] == ["x"]


async def test_a_commit_that_fails_is_no_success(as_user: AsUser, published: Published) -> None:
    """The constraint is deferred: every statement succeeds, and only the commit does not."""
    http = as_user()
    assert (await http.post(NOTES, json={"text": "once"})).status_code == 201
    response = await http.post(NOTES, json={"text": "once"})
    assert (response.status_code, response.json()["code"]) == (409, "conflict")
    assert len((await http.get(NOTES)).json()["items"]) == 1
    assert len(await published(CompanyChangedV1)) == 1


async def test_an_error_after_writing_takes_it_back(as_user: AsUser) -> None:
    http = as_user()
    response = await http.post(NOTES, json={"text": "forbidden"})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "text")
    assert (await http.get(NOTES)).json() == {"items": [], "nextCursor": None}


async def test_a_character_the_database_cannot_store_is_the_callers_fault(as_user: AsUser) -> None:
    response = await as_user().post(NOTES, json={"text": "a\0b"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid-input")


async def test_an_error_of_ours_tells_no_details(client: httpx.AsyncClient) -> None:
    response = await client.delete(NOTES)
    assert (response.status_code, response.json()["code"]) == (500, "internal-error")
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    assert response.json()["requestId"]


async def test_another_companys_rows_are_not_found(as_user: AsUser) -> None:
    mine = (await as_user().post(NOTES, json={"text": "mine"})).json()
    stranger = as_user(company_id=uuid7())
    response = await stranger.get(f"{NOTES}/{mine['id']}")
    assert (response.status_code, response.json()["code"]) == (404, "not-found")
    assert (await stranger.get(NOTES)).json()["items"] == []


async def test_a_wrong_id_names_the_parameter(as_user: AsUser) -> None:
    response = await as_user().get(f"{NOTES}/not-a-uuid")
    assert [error["field"] for error in response.json()["errors"]] == ["note_id"]


async def test_pages_follow_each_other(as_user: AsUser) -> None:
    http = as_user()
    for number in range(7):
        await http.post(NOTES, json={"text": str(number)})
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 3}
    while True:
        page = (await http.get(NOTES, params=query)).json()
        seen += [note["text"] for note in page["items"]]
        if page["nextCursor"] is None:
            break
        query["cursor"] = page["nextCursor"]
    assert seen == [str(number) for number in range(7)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "x" * 201}, "cursor"),
    ],
)
async def test_a_wrong_page_is_refused(as_user: AsUser, query: dict[str, Any], field: str) -> None:
    response = await as_user().get(NOTES, params=query)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)


async def test_requests_of_one_address_are_limited(installation: Installation, service: Service[Any]) -> None:
    settings = installation.settings.model_copy(update={"requests_per_minute": 5})
    app = create_app(service, settings, frozenset({"api"}))
    app.state.runtime.keys.put(public_jwks())

    def address(host: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, client=(host, 1)), base_url="http://t"
        )

    async with (
        app.router.lifespan_context(app),
        address(f"10.0.0.{uuid7()}") as http,
        address("::1") as other,
    ):
        responses = await asyncio.gather(*(http.get("/api/v1/nothing") for _ in range(8)))
        codes = [response.status_code for response in responses]
        assert sorted(codes) == [404] * 5 + [429] * 3
        refused = next(response for response in responses if response.status_code == 429)
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "too-many-requests"
        assert refused.json()["requestId"] == refused.headers["x-request-id"]
        assert (refused.headers["ratelimit-limit"], refused.headers["ratelimit-remaining"]) == ("5", "0")
        assert 1 <= int(refused.headers["retry-after"]) <= 13
        left = {int(response.headers["ratelimit-remaining"]) for response in responses}
        assert left == {0, 1, 2, 3, 4}
        assert (await http.get("/health/live")).status_code == 200
        assert (await other.get("/api/v1/nothing")).status_code == 404


async def test_health_of_a_healthy_service(client: httpx.AsyncClient) -> None:
    for path in ("/health", "/health/ready", "/health/db", "/health/redis", "/health/kafka"):
        response = await client.get(path)
        assert (response.status_code, response.json()["status"]) == (200, "up"), response.text
        assert response.headers["cache-control"] == "no-store"
    assert response.json()["version"] == VERSION


async def test_redis_away_degrades_but_does_not_stop_the_service(
    installation: Installation, service: Service[Any], as_user: AsUser
) -> None:
    settings = installation.settings.model_copy(update={"redis_url": "redis://127.0.0.1:9/0"})
    app = create_app(service, settings, frozenset({"api"}))
    app.state.runtime.keys.put(public_jwks())
    headers = as_user(Role.VIEWER).headers
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://t", headers=headers) as http,
    ):
        assert (await http.get(NOTES)).status_code == 200
        health = await http.get("/health")
        assert (health.status_code, health.json()["status"]) == (200, "degraded")
        assert (await http.get("/health/redis")).status_code == 503


async def test_health_names_the_tasks_that_fail_and_readiness_does_not_depend_on_them(
    installation: Installation, client: httpx.AsyncClient
) -> None:
    installation.runtime.failing["relay"] = "ValueError()"
    try:
        response = await client.get("/health")
        checks = response.json()["checks"]
        assert (response.status_code, checks["tasks"]["status"]) == (503, "down")
        assert checks["tasks"]["failing"] == ["relay"]
        assert (await client.get("/health/ready")).status_code == 200
    finally:
        installation.runtime.failing.clear()


async def test_a_process_is_ready_once_the_schema_is_migrated_and_stays_so_without_the_database(
    installation: Installation, service: Service[Any]
) -> None:
    settings, owner = installation.settings, installation.settings.database_owner_url
    app = create_app(service, settings, frozenset({"api"}))
    connection = await asyncpg.connect(owner)
    head = await connection.fetchval("SELECT version_num FROM alembic_version")
    transport = httpx.ASGITransport(app=app)
    schema = app.state.runtime.schema
    try:
        await connection.execute("DELETE FROM alembic_version")
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://t") as http,
        ):
            await schema.check()
            answer = await http.get("/health/ready")
            assert (answer.status_code, answer.json()["checks"]["schema"]["status"]) == (503, "down")
            await connection.execute("INSERT INTO alembic_version VALUES ('of a later version')")
            await schema.check()
            assert (await http.get("/health/ready")).status_code == 200
            await connection.execute("DELETE FROM alembic_version")
            await schema.check()
            assert (await http.get("/health/ready")).status_code == 200, "it is not asked again"
    finally:
        await connection.execute("DELETE FROM alembic_version")
        await connection.execute("INSERT INTO alembic_version VALUES ($1)", head)
        await connection.close()


async def test_a_process_in_which_something_hangs_is_not_alive(
    installation: Installation, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.get("/health/live")).status_code == 200
    monkeypatch.setattr(progress, "_HANGS_AFTER_SECONDS", -1.0)
    stuck = Progress("stuck", limit=0.0, step=0.0)
    stuck.due()
    monkeypatch.setitem(installation.runtime.progress, "stuck", stuck)
    response = await client.get("/health/live")
    assert (response.status_code, response.json()["hanging"]) == (503, ["stuck"])


async def test_a_cancelled_request_leaves_no_transaction_behind(as_user: AsUser, company_id: UUID) -> None:
    """More requests are given up than the pool has connections; the next one still gets one."""
    http = as_user(company_id=company_id)
    for _ in range(3):
        requests = [asyncio.create_task(http.get(NOTES)) for _ in range(12)]
        await asyncio.sleep(0.005)
        for request in requests:
            request.cancel()
        await asyncio.gather(*requests, return_exceptions=True)
    assert (await http.get(NOTES)).status_code == 200
