"""The demo's team at work: a queue, a transfer with a note, a first message, a webhook of the transfer."""

import asyncio
import hashlib
import hmac
import time
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import uuid4

from aiohttp import web

from atende_sandbox.demo.api import Api, ApiError
from atende_sandbox.demo.story import CUSTOMERS, TEMPLATE, Books, find_tickets

QUEUE: Final = "Entregas"
STEPS: Final = 4
_PATIENCE_SECONDS: Final = 60.0


async def team_works(owner: Api, agent: Api, books: Books, done: Callable[[], None]) -> None:
    """Play it. Raises `ApiError` when something does not come about."""
    me = (await agent.get("/api/v1/auth/me"))["user"]["id"]
    queue = await _queue(owner, me)
    done()
    async with _listening(owner, books) as delivered:
        ticket = (await find_tickets(agent, len(CUSTOMERS)))[CUSTOMERS[-1][0]]
        path = f"/api/v1/tickets/{ticket['id']}"
        await agent.post(
            f"{path}/transfer",
            {"queueId": queue, "assigneeId": me, "note": "Pedido errado: combinar a troca com o forno."},
        )
        done()
        await _write_first(agent, books)
        done()
        await _until(delivered, "a webhook of the transfer")
        done()


async def _queue(owner: Api, member: str) -> str:
    """Return the queue of deliveries, with a member; an earlier demo may have made it."""
    found = [queue for queue in (await owner.get("/api/v1/queues"))["items"] if queue["name"] == QUEUE]
    queue = found[0] if found else await owner.post("/api/v1/queues", {"name": QUEUE, "color": "#0a7d4f"})

    async def joined() -> bool:
        try:
            await owner.put(f"/api/v1/queues/{queue['id']}/members/{member}")
        except ApiError:
            return False  # Chat hears of a new user within a second.
        return True

    await _until(joined, "a member of the queue")
    return str(queue["id"])


async def _write_first(agent: Api, books: Books) -> None:
    """Write to a person who never wrote: outside the 24-hour window it takes a template."""
    opened = await agent.post(
        "/api/v1/tickets",
        {
            "phone": f"+55119{60000000 + int(books.run, 16) % 9000000:08d}",
            "channelId": books.channel_id,
            "subject": "Encomenda de sábado",
            "message": {
                "content": {
                    "kind": "template",
                    "name": TEMPLATE["name"],
                    "language": TEMPLATE["language"],
                    "components": [
                        {
                            "type": "body",
                            "parameters": [{"type": "text", "text": text} for text in ("Elisa", "AURORA10")],
                        }
                    ],
                },
                "clientMessageId": str(uuid4()),
            },
        },
    )
    await agent.post(f"/api/v1/tickets/{opened['ticket']['id']}/close", {"reason": "Encomenda anotada"})


@asynccontextmanager
async def _listening(owner: Api, books: Books) -> AsyncIterator[Callable[[], Any]]:
    """Receive the company's webhooks on a port of this machine; yields what tells whether one was right."""
    secret = b""
    right: list[str] = []

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + body
        signature = b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
        if f"v1,{signature}" not in request.headers["webhook-signature"].split():
            return web.Response(status=401)
        right.append((await request.json())["type"])
        return web.Response(status=204)

    application = web.Application()
    application.router.add_post("/", receive)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    made = await owner.post(
        "/api/v1/webhooks",
        {
            "url": f"http://127.0.0.1:{port}/",
            "eventTypes": ["ticket.updated"],
            "description": f"Demo {books.run}",
        },
    )
    secret = b64decode(made["secret"].removeprefix("whsec_"))

    async def delivered() -> bool:
        return bool(right)

    try:
        yield delivered
    finally:
        await owner.delete(f"/api/v1/webhooks/{made['webhook']['id']}")
        await runner.cleanup()


async def _until(holds: Callable[[], Any], what: str) -> None:
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while not await holds():
        if time.monotonic() > give_up_at:
            raise ApiError(f"{what} did not come about")
        await asyncio.sleep(0.3)
