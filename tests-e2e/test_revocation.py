"""An ended session and a revoked key are worth nothing within seconds, anywhere; others go on."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import httpx
import socketio
from system import PASSWORD, System, eventually

from atende_platform.testing.plugin import patience

WITHIN_SECONDS: Final = 5.0
"""On a machine that does nothing else."""
ONE_PATH_OF_EACH_SERVICE: Final = {
    "auth": "/api/v1/auth/me",
    "chat": "/api/v1/tickets",
    "campaign": "/api/v1/campaigns",
    "provider-gateway": "/api/v1/channels",
    "reporting": "/api/v1/reports/campaigns",
}


@asynccontextmanager
async def connected(system: System, token: str) -> AsyncIterator[socketio.AsyncClient]:
    """Keep a socket open that does not come back by itself."""
    client = socketio.AsyncClient(reconnection=False)
    ready = asyncio.Event()

    async def on_ready(_: object) -> None:
        ready.set()

    client.on("ready", on_ready, namespace="/chat")
    try:
        await client.connect(
            system.url, auth={"token": token}, namespaces=["/chat"], transports=["websocket"], wait_timeout=20
        )
        await asyncio.wait_for(ready.wait(), 20)
        yield client
    finally:
        await client.shutdown()


async def answers(system: System, token: str) -> dict[str, httpx.Response]:
    """Ask every service something with a token."""
    headers = {"Authorization": f"Bearer {token}"}
    paths = ONE_PATH_OF_EACH_SERVICE.items()
    return {service: await system.http.get(path, headers=headers) for service, path in paths}


async def refused_everywhere(system: System, token: str, socket: socketio.AsyncClient) -> set[str]:
    """Wait until every service refuses the token and the socket is closed; return the codes of refusal."""
    began = time.monotonic()
    while True:
        refused = await answers(system, token)
        statuses = {name: answer.status_code for name, answer in refused.items()}
        if set(statuses.values()) == {401} and not socket.connected:
            return {answer.json()["code"] for answer in refused.values()}
        assert time.monotonic() < began + patience(WITHIN_SECONDS), (statuses, socket.connected)
        await asyncio.sleep(0.1)


async def test_after_logout_every_service_refuses_the_token_and_the_socket_is_closed(system: System) -> None:
    owner, registered = await system.register()
    ended = owner.token
    await owner.login(registered["user"]["email"], PASSWORD)
    other = owner.token
    async with connected(system, ended) as closed, connected(system, other) as open_socket:
        for token in (ended, other):
            statuses = {name: answer.status_code for name, answer in (await answers(system, token)).items()}
            assert set(statuses.values()) == {200}, statuses
        logged_out = await system.http.post(
            "/api/v1/auth/logout", headers={"Authorization": f"Bearer {ended}"}
        )
        assert logged_out.status_code == 204
        assert await refused_everywhere(system, ended, closed) == {"session-revoked"}
        still = await answers(system, other)
        assert {answer.status_code for answer in still.values()} == {200}
        assert open_socket.connected


async def test_a_revoked_key_is_refused_by_every_service_and_its_socket_is_closed(system: System) -> None:
    owner, _ = await system.register()
    scopes = ["tickets:read", "campaigns:read", "channels:read", "reports:read"]
    body = {"name": "Loja", "scopes": scopes}
    revoked, other = [await owner.post("/api/v1/api-keys", body) for _ in range(2)]
    async with connected(system, revoked["key"]) as closed, connected(system, other["key"]) as open_socket:
        for key in (revoked["key"], other["key"]):
            statuses = {name: answer.status_code for name, answer in (await answers(system, key)).items()}
            # What auth is asked for is for people only.
            assert statuses == {name: 403 if name == "auth" else 200 for name in statuses}, statuses
        await owner.delete(f"/api/v1/api-keys/{revoked['id']}")
        assert await refused_everywhere(system, revoked["key"], closed) == {"invalid-api-key"}
        still = await answers(system, other["key"])
        assert 401 not in {answer.status_code for answer in still.values()}
        assert open_socket.connected

    async def shown() -> None:
        assert (await owner.get(f"/api/v1/api-keys/{other['id']}"))["lastUsedAt"]

    await eventually(shown)
