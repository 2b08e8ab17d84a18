"""The reference JavaScript client: connects, catches up, renews its token, sees colleagues."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle, Installation, token_for

from ..factories import Inbound
from .consoles import CONTROL, NOTICES_BY_TYPE, PATIENCE, Connect, problems_of

SCRIPT: Final = Path(__file__).with_name("reference_client.mjs")
PACKAGES: Final = Path(__file__).parents[3] / "console" / "package.json"


class Browser:
    """A process of Node with one socket."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.received: list[tuple[str, dict[str, Any]]] = []

    async def say(self, command: str, **given: Any) -> None:
        if self._process.stdin is None:
            raise AssertionError("it has an input")
        self._process.stdin.write(json.dumps({"command": command, **given}).encode() + b"\n")
        await self._process.stdin.drain()

    async def ask(self, event: str, data: Any) -> dict[str, Any]:
        await self.say("ask", event=event, data=data)
        return await self.until("answer")

    async def until(self, event: str) -> dict[str, Any]:
        """Read what happens until this does; return it."""
        if self._process.stdout is None:
            raise AssertionError("it has an output")
        async with asyncio.timeout(PATIENCE):
            while line := await self._process.stdout.readline():
                happened = json.loads(line)
                self.received.append((happened["event"], happened["data"]))
                if happened["event"] == event:
                    data: dict[str, Any] = happened["data"]
                    return data
        raise AssertionError(f"it ended; it got {self.received}")

    @property
    def updates(self) -> list[tuple[str, dict[str, Any]]]:
        return [(event, data) for event, data in self.received if "id" in data]


@asynccontextmanager
async def browser(url: str) -> AsyncIterator[Browser]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    node = shutil.which("node", path=path)
    assert node, "`make test` installs it"
    process = await asyncio.create_subprocess_exec(
        node,
        str(SCRIPT),
        url,
        "/chat",
        str(PACKAGES),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Browser(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


@pytest.fixture
def user_id() -> UUID:
    return uuid7()


async def test_it_connects_catches_up_and_renews_its_token(
    url: str,
    installation: Installation,
    company_id: UUID,
    user_id: UUID,
    handle: Handle,
    inbound: Inbound,
    connect: Connect,
    as_user: AsUser,
) -> None:
    def token(**changes: Any) -> str:
        who = {"company_id": company_id, "user_id": user_id, "role": "agent", **changes}
        return token_for(installation.settings, **who)

    await handle([inbound("antes")])
    async with browser(url) as one:
        await one.say("connect", auth={"token": token(expires_in=-100)})
        assert (await one.until("connect_error"))["code"] == "token-expired"
        await one.say("connect", auth={"token": token(), "lastEventId": 0})
        assert (await one.until("ready"))["lastEventId"] == 3
        assert [event for event, _ in one.updates] == ["contact.updated", "ticket.updated", "message.created"]

        answer = await one.ask("renew", {"token": token(expires_in=7200)})
        assert answer["ok"] is True
        refused = await one.ask("renew", {"token": token(user_id=uuid7())})
        assert (refused["ok"], refused["code"]) == (False, "forbidden")

        ticket_id = (await as_user("agent").get("/api/v1/tickets")).json()["items"][0]["id"]
        colleague = await connect()
        await colleague.until("ready")
        assert await one.ask("view", {"ticketId": ticket_id}) == {"ok": True}
        assert (await colleague.ask("view", {"ticketId": ticket_id}))["ok"]
        while len((await one.until("ticket.attended"))["viewing"]) < 2:
            pass
        assert (await colleague.ask("typing", {"ticketId": ticket_id}))["ok"]
        while not (await one.until("ticket.attended"))["typing"]:
            pass
        assert await one.ask("typing", {"ticketId": ticket_id}) == {"ok": True}

        await one.say("lose")
        await one.until("disconnect")
        await one.until("ready")
        await handle([inbound("depois")])
        assert (await one.until("message.created"))["message"]["text"] == "depois"
        own = {"disconnect", "connect_error", "answer"}
        for event, data in one.received:
            if event not in own:
                assert problems_of("/chat", event, data) == []
        assert {event for event, _ in one.received} >= {"presence.updated", "ticket.attended", *CONTROL} - {
            "resync"
        }
        assert NOTICES_BY_TYPE.keys() >= {"presence.updated", "ticket.attended"}
