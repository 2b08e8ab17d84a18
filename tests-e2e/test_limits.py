"""The limits as they are by default, through the edge: per address, and per company over all services."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
import socketio
from ports import free_ports
from system import PASSWORD, eventually

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

PER_MINUTE: Final = 100
LIMITS: Final = "/api/v1/companies/current/limits"
SERVICES: Final = ("/api/v1/auth/me", "/api/v1/tickets", "/api/v1/campaigns", "/api/v1/channels")

From = Callable[[str], httpx.AsyncClient]

pytestmark = pytest.mark.timeout(600)  # The first test waits for a system of its own.


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def url() -> AsyncIterator[str]:
    """A system of its own, with the limit per address that an installation has."""
    with scratch_folder() as directory:
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides={"REQUESTS_PER_MINUTE": str(PER_MINUTE)},
        )
        with World(settings):
            yield settings.url("gateway")


@pytest_asyncio.fixture(loop_scope="session")
async def come_from(url: str) -> AsyncIterator[From]:
    """Returns clients whose connections come from an address of their own."""
    async with AsyncExitStack() as stack:

        def client(address: str) -> httpx.AsyncClient:
            transport = httpx.AsyncHTTPTransport(local_address=address)
            http = httpx.AsyncClient(base_url=url, transport=transport, timeout=20.0)
            stack.push_async_callback(http.aclose)
            return http

        yield client


async def register(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post(
        "/api/v1/auth/register",
        json={
            "companyName": "Padaria",
            "name": "Ana",
            "email": f"ana-{uuid4().hex[:12]}@padaria.example",
            "password": PASSWORD,
        },
    )


async def signed_in(http: httpx.AsyncClient) -> httpx.AsyncClient:
    """Register a company, and return the client as its owner's."""
    response = await register(http)
    assert response.status_code == 201, response.text
    http.headers["Authorization"] = f"Bearer {response.json()['accessToken']}"
    return http


async def as_colleague(owner: httpx.AsyncClient, http: httpx.AsyncClient) -> httpx.AsyncClient:
    """Return the client as an agent's of the owner's company."""
    person = {"name": "Bia", "email": f"bia-{uuid4().hex[:12]}@padaria.example", "password": PASSWORD}
    created = await owner.post("/api/v1/users", json={**person, "role": "agent"})
    assert created.status_code == 201, created.text
    response = await http.post("/api/v1/auth/login", json={k: person[k] for k in ("email", "password")})
    assert response.status_code == 200, response.text
    http.headers["Authorization"] = f"Bearer {response.json()['accessToken']}"
    return http


async def until_refused(ask: Callable[[int], Awaitable[httpx.Response]]) -> tuple[int, httpx.Response]:
    """Ask until the answer is 429; return how many were answered otherwise, and the refusal."""
    for number in range(3 * PER_MINUTE):
        response = await ask(number)
        if response.status_code == 429:
            return number, response
    raise AssertionError("nothing was refused")


def assert_tells_when_to_return(response: httpx.Response, limit: int) -> None:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "too-many-requests"
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert response.headers["ratelimit-limit"] == str(limit)
    assert response.headers["ratelimit-remaining"] == "0"


async def test_an_address_that_asks_too_much_must_wait_whoever_it_says_it_is(come_from: From) -> None:
    http, neighbour = come_from("127.0.0.11"), come_from("127.0.0.12")

    answered, refusal = await until_refused(
        lambda number: http.get("/api/v1/tickets", headers={"X-Forwarded-For": f"198.51.100.{number % 250}"})
    )

    assert PER_MINUTE <= answered <= PER_MINUTE * 1.5  # Tokens come back while we ask.
    assert_tells_when_to_return(refusal, PER_MINUTE)
    assert (await http.get("/api/v1/tickets", headers={"X-Real-IP": "198.51.100.9"})).status_code == 429
    assert (await neighbour.get("/api/v1/tickets")).status_code == 401
    forger = {"X-Forwarded-For": "127.0.0.11"}
    assert (await neighbour.get("/api/v1/tickets", headers=forger)).status_code == 401


async def test_colleagues_behind_one_address_do_not_use_up_each_other_s_allowance(come_from: From) -> None:
    owner = await signed_in(come_from("127.0.0.51"))
    agent = await as_colleague(owner, come_from("127.0.0.51"))
    stranger = come_from("127.0.0.51")

    answered, refusal = await until_refused(lambda _: owner.get("/api/v1/tickets"))

    assert answered >= PER_MINUTE
    assert_tells_when_to_return(refusal, PER_MINUTE)
    assert "user" in refusal.json()["detail"]
    # Who goes on from elsewhere is the same user.
    elsewhere = come_from("127.0.0.52")
    answered, _ = await until_refused(lambda _: elsewhere.get("/api/v1/tickets", headers=owner.headers))
    assert answered < PER_MINUTE / 2
    assert (await agent.get("/api/v1/tickets")).status_code == 200
    assert (await stranger.get("/api/v1/tickets")).status_code == 401


async def test_a_forged_token_counts_for_its_address(come_from: From) -> None:
    owner, forger = await signed_in(come_from("127.0.0.61")), come_from("127.0.0.62")
    token = owner.headers["Authorization"]

    def forged(number: int) -> dict[str, str]:
        return {"Authorization": f"{token[:-8]}{number:08d}"}

    answered, refusal = await until_refused(
        lambda number: forger.get("/api/v1/tickets", headers=forged(number))
    )

    assert PER_MINUTE <= answered <= PER_MINUTE * 1.5
    assert_tells_when_to_return(refusal, PER_MINUTE)
    assert (await owner.get("/api/v1/tickets")).status_code == 200
    # A colleague of the forger's, with a valid token, goes on.
    assert (await forger.get("/api/v1/tickets", headers=owner.headers)).status_code == 200


async def test_registering_and_signing_in_are_limited_more_strictly(come_from: From) -> None:
    http, neighbour = come_from("127.0.0.21"), come_from("127.0.0.22")

    registered, refused = await until_refused(lambda _: register(http))
    tried, refused_login = await until_refused(
        lambda number: http.post(
            "/api/v1/auth/login", json={"email": f"nobody-{number}@x.example", "password": PASSWORD}
        )
    )

    assert registered == 10
    assert int(refused.headers["retry-after"]) > 60
    assert 30 <= tried <= 60
    assert int(refused_login.headers["retry-after"]) >= 1
    assert (await register(neighbour)).status_code == 201


async def test_a_company_s_requests_are_counted_over_all_services_and_addresses(come_from: From) -> None:
    owner, neighbour = await signed_in(come_from("127.0.0.31")), await signed_in(come_from("127.0.0.32"))
    elsewhere = come_from("127.0.0.33")
    elsewhere.headers = owner.headers

    chosen = await owner.put(LIMITS, json={"requestsPerMinute": 60})
    assert chosen.json()["limits"]["requestsPerMinute"] == 60

    async def known() -> None:
        response = await owner.get("/api/v1/reports/summary")
        assert response.headers["ratelimit-limit"] == "60"

    await eventually(known)
    _, refusal = await until_refused(
        lambda number: (owner, elsewhere)[number % 2].get(SERVICES[number % len(SERVICES)])
    )

    assert_tells_when_to_return(refusal, 60)
    assert "company" in refusal.json()["detail"]
    assert [(await neighbour.get(path)).status_code for path in SERVICES] == [200] * len(SERVICES)


async def test_a_company_s_sockets_are_limited(come_from: From, url: str) -> None:
    owner, neighbour = await signed_in(come_from("127.0.0.41")), await signed_in(come_from("127.0.0.42"))
    await owner.put(LIMITS, json={"sockets": 1})

    async def connect(http: httpx.AsyncClient) -> tuple[socketio.AsyncClient, list[Any]]:
        client, refusals = socketio.AsyncClient(reconnection=False), list[Any]()
        client.on("connect_error", refusals.append, namespace="/chat")
        token = http.headers["Authorization"].removeprefix("Bearer ")
        try:
            await client.connect(
                url, auth={"token": token}, namespaces=["/chat"], transports=["websocket"], wait_timeout=20
            )
        except socketio.exceptions.ConnectionError:
            await client.shutdown()
        return client, refusals

    async def refused() -> None:
        first, _ = await connect(owner)
        second, refusals = await connect(owner)
        await second.shutdown()
        await first.shutdown()
        assert [refusal["data"]["code"] for refusal in refusals] == ["too-many-sockets"]

    await eventually(refused)
    first, refusals = await connect(neighbour)
    second, more = await connect(neighbour)
    assert not refusals
    assert not more
    await second.shutdown()
    await first.shutdown()
