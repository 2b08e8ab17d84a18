"""What tests with the simulator need: a webhook receiver that verifies signatures, and a Graph client.

The pytest fixtures over it are in `fixtures.py`.
"""

import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from aiohttp import web

from atende_sandbox.simulator.client import SimulatorClient

NUMBER = "106540352242922"
TOKEN = "EAAtest"
SECRET = "app-secret"
VERIFY = "verify-me"
CUSTOMER = "5511987654321"
FAST: dict[str, Any] = {"status_delay_ms": {"sent": 1, "delivered": 1, "read": 1}}


@dataclass
class Receiver:
    """What a tenant's webhook endpoint does: verify the signature over the raw bytes, then answer."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    forged: int = 0
    attempts: int = 0

    async def challenge(self, request: web.Request) -> web.Response:
        if request.query.get("hub.verify_token") != VERIFY:
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])

    async def receive(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.attempts += 1
        expected = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, request.headers.get("X-Hub-Signature-256", "")):
            self.forged += 1
            return web.Response(status=401)
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.bodies.append(raw)
        return web.Response(status=status)

    @property
    def values(self) -> list[dict[str, Any]]:
        return [
            change["value"]
            for body in self.bodies
            for entry in json.loads(body)["entry"]
            for change in entry["changes"]
        ]

    def statuses(self) -> list[dict[str, Any]]:
        return [status for value in self.values for status in value.get("statuses", [])]

    def messages(self) -> list[dict[str, Any]]:
        return [message for value in self.values for message in value.get("messages", [])]


@dataclass
class Simulated:
    """A running simulator: its admin client, a Graph client with the number's token, and the receiver."""

    sim: SimulatorClient
    graph: httpx.AsyncClient
    receiver: Receiver

    async def send(self, body: dict[str, Any], number: str = NUMBER) -> httpx.Response:
        return await self.graph.post(
            f"/v24.0/{number}/messages", json={"messaging_product": "whatsapp", **body}
        )

    async def send_text(self, text: str = "oi", to: str = CUSTOMER, **more: Any) -> httpx.Response:
        return await self.send({"to": to, "type": "text", "text": {"body": text}, **more})


@contextlib.asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def clients(base: str, receiver: Receiver) -> AsyncIterator[Simulated]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        SimulatorClient(base) as sim,
        httpx.AsyncClient(base_url=base, headers=headers, timeout=10, trust_env=False) as graph,
    ):
        yield Simulated(sim, graph, receiver)


async def register(sim: SimulatorClient, receiver: Receiver, **more: Any) -> dict[str, Any]:
    return await sim.register_number(
        NUMBER,
        display_phone_number="+55 11 4002-8922",
        access_token=TOKEN,
        app_secret=SECRET,
        verify_token=VERIFY,
        callback_url=receiver.url,
        **more,
    )


def error_of(response: httpx.Response) -> dict[str, Any]:
    error: dict[str, Any] = response.json()["error"]
    return error
