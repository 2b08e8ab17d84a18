"""A WhatsApp Web channel in the whole system: real Baileys in the gateway's bridge, a stub as WhatsApp."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import psutil
import pytest
import pytest_asyncio
from ports import free_ports
from system import System, eventually

from atende_sandbox.demo.api import Api
from atende_sandbox.services import environment, service_named
from atende_sandbox.settings import REPOSITORY
from atende_sandbox.whatsapp_web.client import StubClient

_NUMBERS = count(1)


@dataclass
class Linked:
    """A company whose channel is a device linked to a phone."""

    api: Api
    channel_id: str
    phone: str
    """The phone's own number: the account."""
    stub: StubClient

    async def session(self) -> dict[str, Any]:
        session: dict[str, Any] = (await self.api.get(f"/api/v1/channels/{self.channel_id}"))["session"]
        return session

    async def becomes(self, state: str, timeout: float = 60) -> dict[str, Any]:
        async def there() -> dict[str, Any]:
            now = await self.session()
            assert now["status"] == state, now
            return now

        return await eventually(there, timeout=timeout)

    async def shows(self, customer: str, text: str) -> dict[str, Any]:
        """Wait for the ticket in which a customer's message is, exactly once."""

        async def there() -> dict[str, Any]:
            tickets = await self.api.all("/api/v1/tickets")
            found: list[dict[str, Any]] = [t for t in tickets if t["contact"]["phone"] == f"+{customer}"]
            assert len(found) == 1
            messages = await self.api.all(f"/api/v1/tickets/{found[0]['id']}/messages")
            assert [each["text"] for each in messages].count(text) == 1
            return found[0]

        return await eventually(there, timeout=60)

    async def reply(self, ticket: dict[str, Any], text: str) -> str:
        body = {"text": text, "clientMessageId": str(uuid4())}
        return str((await self.api.post(f"/api/v1/tickets/{ticket['id']}/messages", body))["id"])

    async def status(self, ticket: dict[str, Any], message_id: str, *wanted: str) -> None:
        async def there() -> None:
            messages = await self.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
            [status] = [each["status"] for each in messages if each["id"] == message_id]
            assert status in wanted

        await eventually(there, timeout=60)

    async def logins(self) -> int:
        account = await self.stub.account(self.phone)
        return account.logins if account else 0


@pytest_asyncio.fixture(loop_scope="session")
async def stub(system: System) -> AsyncIterator[StubClient]:
    async with StubClient(system.world.settings.url("whatsapp-web")) as client:
        yield client
        await client.heal()
        await client.behave(receipts="delivered")


@pytest_asyncio.fixture(loop_scope="session")
async def linked(system: System, stub: StubClient) -> Linked:
    """A channel whose QR code the phone has scanned."""
    api, _ = await system.register()
    body = {"name": "Balcão", "provider": "whatsapp_web", "acceptRisk": True}
    channel = await api.post("/api/v1/channels", body)
    company = Linked(api, channel["id"], f"551190000{next(_NUMBERS):04d}", stub)
    path = f"/api/v1/channels/{company.channel_id}/pairing"
    await api.post(path, {"method": "qr"})

    async def shown() -> str:
        pairing = await api.get(path)
        assert pairing["kind"] == "qr"
        assert pairing["code"]
        return str(pairing["code"])

    await stub.scan(await eventually(shown), company.phone, "Loja")
    await company.becomes("open")
    return company


def holder(system: System) -> int:
    """Return the process that holds the sessions: the gateway, or, where it is split, that role of it."""
    [pid] = [
        each.pid for each in system.world.status() if each.name in ("provider-gateway", "gateway-sessions")
    ]
    return pid


def bridges(system: System) -> list[psutil.Process]:
    """Return the processes in which the gateway's Baileys runs."""
    children = psutil.Process(holder(system)).children(recursive=True)
    return [each for each in children if "bridge" in " ".join(each.cmdline())]


@pytest.mark.timeout(600)
async def test_from_a_qr_code_over_a_killed_bridge_to_a_device_that_was_removed(
    system: System, linked: Linked, stub: StubClient
) -> None:
    customer = system.new_phone().lstrip("+")
    await stub.behave(receipts="none")
    await stub.contact(customer, "Rita")

    # Received, answered, acknowledged, delivered, read.
    await stub.deliver(customer, "Bom dia, vocês abrem hoje?", account=linked.phone)
    ticket = await linked.shows(customer, "Bom dia, vocês abrem hoje?")
    assert ticket["contact"]["name"] == "Rita"
    message = await linked.reply(ticket, "Abrimos às 9h!")
    received = await stub.wait_received(customer, timeout=60, text="Abrimos às 9h!")
    await linked.status(ticket, message, "accepted", "sent")
    await stub.receipt(received.id, "delivered")
    await linked.status(ticket, message, "delivered")
    await stub.receipt(received.id, "read")
    await linked.status(ticket, message, "read")

    # The bridge is killed: open again without a QR code, and what came meanwhile is decrypted.
    logins, after = await linked.logins(), await stub.sequence()
    for bridge in bridges(system):
        bridge.send_signal(signal.SIGKILL)
    await stub.wait_for("closed", account=linked.phone, after=after)
    await stub.deliver(customer, "E amanhã?", account=linked.phone)

    async def opened_again() -> None:
        assert await linked.logins() > logins

    await eventually(opened_again, timeout=60)
    await linked.becomes("open")
    assert not await stub.journal("registration", after=after)
    await linked.shows(customer, "E amanhã?")
    await linked.reply(ticket, "Amanhã também.")
    await stub.wait_received(customer, timeout=60, text="Amanhã também.")

    # Another login takes the account over: nothing comes by itself, a person brings it back.
    await stub.replace(linked.phone)
    await linked.becomes("replaced")
    logins = await linked.logins()
    await asyncio.sleep(3)
    assert await linked.logins() == logins
    await linked.api.post(f"/api/v1/channels/{linked.channel_id}/reconnect")
    await linked.becomes("open")
    await stub.deliver(customer, "Obrigada!", account=linked.phone)
    await linked.shows(customer, "Obrigada!")

    # The phone removes the device.
    await stub.unlink(linked.phone)
    session = await linked.becomes("logged_out")
    assert session["lastError"]["code"]
    assert [each.repeated for each in await stub.received(customer)] == [False, False]


@contextmanager
def second_replica(system: System) -> Iterator[psutil.Popen]:
    """A second process of the gateway's role sessions, beside the one that runs."""
    settings = system.world.settings
    port = free_ports({"replica": 0})["replica"]
    command = [sys.executable, "-m", "gateway", "sessions"]
    with (settings.logs / "second-replica.log").open("wb") as log:
        process = psutil.Popen(
            command,
            env={**environment(settings, service_named("gateway")), "HTTP_PORT": str(port)},
            cwd=REPOSITORY,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(40)


@pytest.mark.timeout(600)
async def test_of_two_replicas_exactly_one_holds_a_session(
    system: System, linked: Linked, stub: StubClient
) -> None:
    customer = system.new_phone().lstrip("+")
    with second_replica(system):
        logins = await linked.logins()
        await asyncio.sleep(5)
        # The second takes nothing that is held: no other login has come.
        assert await linked.logins() == logins

        # The first stands still, longer than its lease: the second opens the session.
        first = holder(system)
        os.kill(first, signal.SIGSTOP)
        try:
            await stub.drop(linked.phone)

            async def taken_over() -> None:
                assert await linked.logins() > logins

            await eventually(taken_over, timeout=90)
        finally:
            os.kill(first, signal.SIGCONT)
        # The first goes on, and leaves it to the second: it neither opens it nor writes its keys.
        logins = await linked.logins()
        await linked.becomes("open")
        await stub.deliver(customer, "Quem vai atender?", account=linked.phone)
        ticket = await linked.shows(customer, "Quem vai atender?")
        await linked.reply(ticket, "Um só.")
        await stub.wait_received(customer, timeout=60, text="Um só.")
        await asyncio.sleep(5)
        assert await linked.logins() == logins
        assert len(await stub.received(customer)) == 1
    # The second ends, and gives it back.
    await linked.becomes("open")
    await stub.deliver(customer, "E agora?", account=linked.phone)
    await linked.shows(customer, "E agora?")
