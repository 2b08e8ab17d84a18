"""The limit per address over real connections: whom a request is counted against."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
import uvicorn

from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import Installation

LIMIT: Final = 10
"""A minute: so few that no machine is too slow to reach it before tokens come back."""
MOST: Final = LIMIT + 30
"""Tokens come back while a test asks: more than this it does not get."""


def forged(number: int) -> dict[str, str]:
    address = f"198.51.100.{number % 250}"
    return {
        "X-Forwarded-For": address,
        "X-Real-IP": address,
        "Forwarded": f"for={address}",
        "X-Client-IP": address,
        "True-Client-IP": address,
    }


@asynccontextmanager
async def serving(
    installation: Installation, service: Service[Any], trusted_proxies: str
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve on a port as `atende_platform.service.command` does, with a limit that is soon reached."""
    settings = installation.settings.model_copy(
        update={"requests_per_minute": LIMIT, "trusted_proxies": trusted_proxies}
    )
    app = create_app(service, settings, frozenset({"api"}))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, forwarded_allow_ips=settings.trusted_proxy_list)
    )
    # The other tests come from this address, too.
    own_bucket = f"rate:{service.name}:address:{service.name}:127.0.0.1"
    redis = installation.runtime.redis
    await redis.delete(own_bucket)
    running = asyncio.create_task(server.serve([listening]))
    try:
        while not server.started:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=address) as http:
            yield http
    finally:
        server.should_exit = True
        await running
        listening.close()
        await redis.delete(own_bucket)


async def served_before_refusal(http: httpx.AsyncClient, headers: Any) -> tuple[int, httpx.Response]:
    for number in range(MOST):
        response = await http.get("/api/v1/nothing", headers=headers(number))
        if response.status_code == 429:
            return number, response
    pytest.fail(f"{MOST} requests were served")


async def test_forged_addresses_change_nothing_at_a_service_s_own_port(
    installation: Installation, service: Service[Any]
) -> None:
    async with serving(installation, service, "192.0.2.1") as http:
        served, refused = await served_before_refusal(http, forged)

    assert served >= LIMIT
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "too-many-requests"
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["ratelimit-limit"] == str(LIMIT)
    assert refused.headers["ratelimit-remaining"] == "0"


async def test_behind_a_trusted_proxy_only_the_address_that_it_saw_counts(
    installation: Installation, service: Service[Any]
) -> None:
    seen = f"2001:db8::{uuid4().hex[:4]}"

    def through_proxy(number: int) -> dict[str, str]:
        # A proxy that adds to what the client sent, the worst there is: the last entry is its own.
        headers = forged(number)
        return {**headers, "X-Forwarded-For": f"{headers['X-Forwarded-For']}, {seen}"}

    async with serving(installation, service, "127.0.0.1") as http:
        served, _ = await served_before_refusal(http, through_proxy)
        other = await http.get("/api/v1/nothing", headers={"X-Forwarded-For": "2001:db8:1::1"})

    assert served >= LIMIT
    assert other.status_code == 404
