"""What a stranger sees from outside: pages, documents, health, refusals."""

import asyncio
import re

import httpx
import pytest
from openapi_spec_validator import validate
from system import System, eventually

from atende_sandbox.roles import all_parts

SERVICES = ("auth", "chat", "campaign", "provider-gateway", "reporting")


async def test_the_page_for_developers_links_everything(system: System) -> None:
    response = await system.http.get("/about")
    assert response.status_code == 200
    for link in ("/", "/api/docs", "/health"):
        assert f'"{link}"' in response.text


async def test_one_page_shows_five_openapi_documents(system: System) -> None:
    page = await system.http.get("/api/docs", follow_redirects=True)
    assert page.status_code == 200
    script = await system.http.get("/api/docs/docs.js")
    assert (await system.http.get("/api/docs/ui/swagger-ui-bundle.js")).status_code == 200
    for name in SERVICES:
        assert name in script.text
        document = await system.http.get(f"/api/docs/{name}.json")
        assert document.status_code == 200, name
        assert document.json()["paths"], name
        validate(document.json())


def processes(system: System) -> set[str]:
    """Return whose health is reported: the services', or, where they are split, their processes'."""
    return {part.port_name for part in all_parts(system.world.settings.split)}


async def test_health_is_the_whole_systems(system: System) -> None:
    response = await system.http.get("/health")
    assert response.status_code == 200
    report = response.json()
    assert report["status"] == "up"
    assert report["services"].keys() == processes(system)
    assert all(service["status"] == "up" for service in report["services"].values())


@pytest.mark.parametrize("part", ["db", "redis", "kafka"])
async def test_health_of_one_server_is_as_every_service_reaches_it(system: System, part: str) -> None:
    response = await system.http.get(f"/health/{part}")
    assert response.status_code == 200, response.text
    report = response.json()
    assert report["status"] == "up"
    assert {name: service["status"] for name, service in report["services"].items()} == dict.fromkeys(
        processes(system), "up"
    )
    assert response.headers["cache-control"] == "no-store"


async def test_health_says_that_redis_is_away(system: System) -> None:
    await asyncio.to_thread(system.world.stop, "valkey")
    try:

        async def told() -> None:
            response = await system.http.get("/health/redis")
            assert (response.status_code, response.json()["status"]) == (503, "down")
            assert (await system.http.get("/health/db")).json()["status"] == "up"

        await eventually(told)
    finally:
        await asyncio.to_thread(system.world.start, "valkey")


@pytest.mark.parametrize(
    "path", ["/health/nothing", "/api", "/api/v1/nothing", "/api/v2/tickets", "/gateway", "/nowhere.html"]
)
async def test_unknown_paths_are_problems(system: System, path: str) -> None:
    response = await system.http.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/auth/me",
        "/api/v1/tickets",
        "/api/v1/campaigns",
        "/api/v1/channels",
        "/api/v1/reports/summary",
    ],
)
async def test_nothing_without_a_token(system: System, path: str) -> None:
    response = await system.http.get(path)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["www-authenticate"] == "Bearer"


async def test_a_webhook_without_a_valid_signature_is_refused(system: System) -> None:
    company = await system.new_company()
    url = f"/webhooks/whatsapp/{company.channel_id}"
    body = b'{"object":"whatsapp_business_account","entry":[]}'
    assert (await system.http.post(url, content=body)).status_code in {401, 403}
    forged = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
    assert (await system.http.post(url, content=body, headers=forged)).status_code in {401, 403}


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/webhooks/whatsapp/01890000-0000-7000-8000-000000000000", 100),
        ("/webhooks/whatsapp/01890000-0000-7000-8000-000000000000", 3 * 1024 * 1024),
        ("/api/v1/campaigns", 100),
        ("/api/v1/campaigns", 900_000),
    ],
)
async def test_a_refusal_that_comes_before_its_body_does_not_cost_the_next_request(
    system: System, path: str, size: int
) -> None:
    """A client whose token has run out sends on over the same connection."""
    address = httpx.URL(system.url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
    )
    try:
        async with asyncio.timeout(20):
            for _ in range(2):
                writer.write(head.encode())
                await asyncio.sleep(0.2)  # As over a slow network: the service has decided by now.
                writer.write(b"x" * size)
                answer = await reader.readuntil(b"\r\n\r\n")
                assert answer.startswith(b"HTTP/1.1 401 ")
                length = re.search(rb"(?i)content-length: (\d+)", answer)
                assert length is not None
                await reader.readexactly(int(length[1]))
    finally:
        writer.close()


@pytest.mark.parametrize(
    "path", ["/api/v1/media", "/api/v1/contacts/import", f"/api/v1/campaigns/{'0' * 8}/targets/import"]
)
async def test_where_files_are_taken_an_answer_says_that_the_connection_ends(
    system: System, path: str
) -> None:
    response = await system.http.post(path, content=b"x" * 100)
    assert response.status_code == 401
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [("/" + "a" * 20_000, {}, 431), ("/", {"X-Long": "a" * 20_000}, 431), ("/", {"Host": "a b"}, 400)],
)
async def test_what_is_no_sensible_request_is_a_problem_too(
    system: System, path: str, headers: dict[str, str], status: int
) -> None:
    response = await system.http.get(path, headers=headers)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status


async def test_answers_are_hardened_once(system: System) -> None:
    for path in ("/api/v1/tickets", "/webhooks/whatsapp/x", "/", "/nowhere.html"):
        response = await system.http.get(path)
        for name in ("x-content-type-options", "x-frame-options", "referrer-policy", "x-request-id"):
            assert len(response.headers.get_list(name)) == 1, (path, name)
        assert "uvicorn" not in response.headers.get("server", "")
