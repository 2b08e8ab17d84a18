"""Guessing passwords: slower and slower for who guesses, and no slower for whose account it is."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from atende_contracts.ids import uuid7
from atende_platform.errors import TooManyRequests
from atende_platform.testing.plugin import Installation
from auth.throttle import Throttle

from .auth_people import Enter, Letters, Rows
from .test_resets import confirm

HOUR = 3600.0


class Clock:
    """A clock that is set by the test."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(installation: Installation, clock: Clock) -> Throttle:
    settings = installation.settings.model_copy(
        update={"login_failures_per_address": 3, "login_failures_per_account": 8}
    )
    return Throttle(installation.runtime.redis, settings, clock)


@pytest.fixture
def account() -> str:
    return f"{uuid7()}@padaria.example"


async def wait_for(throttle: Throttle, account: str, address: str) -> int:
    """Fail once if that is possible; return the seconds to wait if not."""
    try:
        await throttle.attempt(account, address)
    except TooManyRequests as error:
        return int(error.headers["Retry-After"])
    return 0


async def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(
    throttle: Throttle, clock: Clock, account: str
) -> None:
    assert [await wait_for(throttle, account, "192.0.2.1") for _ in range(3)] == [0, 0, 0]

    waits = []
    for _ in range(13):
        waits.append(await wait_for(throttle, account, "192.0.2.1"))
        clock.now += waits[-1] - 0.5
        assert await wait_for(throttle, account, "192.0.2.1") == 1  # Still; and asking costs nothing.
        clock.now += 0.5
        assert await wait_for(throttle, account, "192.0.2.1") == 0

    assert waits[:9] == [2**power for power in range(9)]
    assert waits[-1] == 900


async def test_time_forgives(throttle: Throttle, clock: Clock, account: str) -> None:
    for _ in range(3):
        await wait_for(throttle, account, "192.0.2.1")
    assert await wait_for(throttle, account, "192.0.2.1") == 1

    clock.now += 12 * HOUR

    assert [await wait_for(throttle, account, "192.0.2.1") for _ in range(3)] == [0, 0, 1]


async def test_success_forgives_the_address(throttle: Throttle, account: str) -> None:
    for _ in range(2):
        await wait_for(throttle, account, "192.0.2.1")
    await throttle.succeeded(await throttle.attempt(account, "192.0.2.1"))

    assert [await wait_for(throttle, account, "192.0.2.1") for _ in range(4)] == [0, 0, 0, 1]


async def test_many_addresses_share_a_limit_that_does_not_hold_where_the_account_is_at_home(
    throttle: Throttle, clock: Clock, account: str
) -> None:
    await throttle.proved(account, "192.0.2.1")
    for number in range(40):
        clock.now += await wait_for(throttle, account, f"198.51.100.{number}")

    assert 0 < await wait_for(throttle, account, "203.0.113.1") <= 60
    assert [await wait_for(throttle, account, "192.0.2.1") for _ in range(4)] == [0, 0, 0, 1]
    clock.now += 60
    assert await wait_for(throttle, account, "203.0.113.1") == 0


async def test_an_ipv6_customer_is_one_however_many_addresses_they_have(
    throttle: Throttle, account: str
) -> None:
    waits = [await wait_for(throttle, account, f"2001:db8:0:1::{number}") for number in range(4)]

    assert waits == [0, 0, 0, 1]
    assert await wait_for(throttle, account, "2001:db8:0:2::1") == 0


async def test_redis_holds_no_address_of_a_mailbox(
    installation: Installation, throttle: Throttle, account: str
) -> None:
    await throttle.proved(account, "192.0.2.1")
    await throttle.attempt(account, "192.0.2.1")

    keys = [key.decode() async for key in installation.runtime.redis.scan_iter("login:*", count=1000)]

    assert keys
    assert not any("@" in key for key in keys)


# --- over HTTP -------------------------------------------------------------------------------

From = Callable[[str], httpx.AsyncClient]


@pytest_asyncio.fixture(loop_scope="session")
async def come_from(installation: Installation, throttle: Throttle) -> AsyncIterator[From]:
    """Returns a client with an address of its own, to whom the limits hold."""
    state = installation.app.state
    tools = state.tools
    state.tools = replace(tools, throttle=throttle)
    async with AsyncExitStack() as stack:

        def client(address: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app=installation.app, client=(address, 1))
            http = httpx.AsyncClient(transport=transport, base_url="http://auth.test")
            stack.push_async_callback(http.aclose)
            return http

        yield client
    state.tools = tools


async def login(http: httpx.AsyncClient, email: str, password: str) -> httpx.Response:
    return await http.post("/api/v1/auth/login", json={"email": email, "password": password})


async def test_who_hammers_an_account_keeps_nobody_else_out(
    come_from: From,
    register: Callable[..., Awaitable[dict[str, Any]]],
    account: str,
    password: str,
    letters: Letters,
    client: httpx.AsyncClient,
) -> None:
    await register(account)  # From 127.0.0.1.
    home, elsewhere = come_from("127.0.0.1"), come_from("203.0.113.7")
    for number in range(12):
        attacker = come_from(f"198.51.100.{number}")
        statuses = [(await login(attacker, account, "guess")).status_code for _ in range(4)]
        assert statuses[-1] == 429

    assert (await login(home, account, password)).status_code == 200
    refused = await login(elsewhere, account, password)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 60

    await client.post("/api/v1/auth/password/reset", json={"email": account})
    token = letters()[-1].get_content().split("#token=")[1].split()[0]
    assert (await confirm(elsewhere, token)).status_code == 200
    assert (await login(elsewhere, account, "a loud river at night")).status_code == 200


async def test_unknown_accounts_are_slowed_down_alike(
    come_from: From, register: Callable[..., Awaitable[dict[str, Any]]], account: str
) -> None:
    await register(account)
    unknown = f"{uuid7()}@padaria.example"

    seen = []
    for email in (account, unknown):
        http = come_from("198.51.100.9")
        answers = [await login(http, spelling, "guess") for spelling in (email, email.upper()) * 2]
        seen.append(
            [
                (answer.status_code, {**answer.json(), "requestId": ""}, answer.headers.get("retry-after"))
                for answer in answers
            ]
        )

    assert seen[0] == seen[1]
    assert [status for status, _, _ in seen[0]] == [401, 401, 401, 429]


async def test_every_refusal_costs_one_hash(
    client: httpx.AsyncClient,
    enter: Enter,
    rows: Rows,
    password: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = await enter()
    await enter("bia@padaria.example", "agent", adds=owner)
    await rows("UPDATE users SET state = 'disabled' WHERE email LIKE 'bia@%'")
    work: list[str] = []
    for name in ("hash", "verify"):
        original = getattr(PasswordHasher, name)

        def counted(*args: Any, _name: str = name, _original: Any = original) -> Any:
            work.append(_name)
            return _original(*args)

        monkeypatch.setattr(PasswordHasher, name, counted)

    bodies = []
    for email, tried in (
        ("nobody@padaria.example", password),
        ("ana@padaria.example", "guess"),
        ("bia@padaria.example", password),
        ("bia@padaria.example", "guess"),
    ):
        answer = await login(client, email, tried)
        assert answer.status_code == 401
        bodies.append({**answer.json(), "requestId": ""})

    assert work == ["verify"] * 4
    assert all(body == bodies[0] for body in bodies)


async def test_a_password_asked_for_while_signed_in_is_slowed_down_too(come_from: From, enter: Enter) -> None:
    come_from("127.0.0.1")
    owner = await enter(f"{uuid7()}@padaria.example")
    body = {"currentPassword": "guess", "newPassword": "a loud river at night"}

    statuses = [(await owner.http.post("/api/v1/auth/password", json=body)).status_code for _ in range(4)]

    assert statuses == [422, 422, 422, 429]
