"""Sessions over the real bridge, which runs the real Baileys against the stub of WhatsApp Web.

What is killed here is really killed; who else holds what is in `session_runner`.
"""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from pydantic import SecretStr

from atende_contracts.messages import MessageReceivedV1
from atende_contracts.pairing import Pairing, key_of
from atende_platform.data.db import Database, now
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Installation, Published
from atende_sandbox.bridge import bridge_settings
from atende_sandbox.whatsapp_web.client import StubClient
from atende_sandbox.whatsapp_web.running import Stub
from gateway.bridge.bridges import Bridges
from gateway.bridge.protocol import Send, Words
from gateway.domain import sessions as life_cycle
from gateway.sessions.held import Held
from gateway.settings import Settings

from .session_stage import Rows, make_played, make_session, trusting

PHONE = "5511999990000"
ALICE = "5511988887777"
LEASE_SECONDS = 15.0
"""The shortest that there may be."""


@dataclass
class Holder:
    """A process's worth of sessions, with its rounds under way."""

    runner: Any
    bridges: Bridges
    tasks: list[asyncio.Task[None]]

    def stop(self) -> None:
        """Do nothing more, as a process that was killed."""
        for task in self.tasks:
            task.cancel()


@pytest.fixture
def settings(installation: Installation, whatsapp_web_stub: Stub) -> Settings:
    bridge = bridge_settings()
    return installation.settings.model_copy(
        update={
            "whatsapp_web_node": bridge["WHATSAPP_WEB_NODE"],
            "whatsapp_web_bridge": bridge["WHATSAPP_WEB_BRIDGE"],
            "whatsapp_web_url": whatsapp_web_stub.web_socket_url,
            "whatsapp_web_preload": str(trusting(whatsapp_web_stub)),
            "whatsapp_web_lease_seconds": 30.0,
        }
    )


@pytest_asyncio.fixture(loop_scope="session")
async def hold(
    settings: Settings, database: Database, installation: Installation, rows: Rows
) -> AsyncIterator[Callable[[], Holder]]:
    await rows.clear()
    started: list[Holder] = []

    def make() -> Holder:
        bridges = Bridges(settings)
        played = make_played(settings, database, installation.runtime.redis, bridges=bridges)

        async def rounds() -> None:
            while True:
                await played.round()
                await asyncio.sleep(0.05)

        async def renewals() -> None:
            while True:
                await asyncio.sleep(1)
                await played.runner.renew()

        holder = Holder(
            played.runner, bridges, [asyncio.create_task(rounds()), asyncio.create_task(renewals())]
        )
        started.append(holder)
        return holder

    yield make
    for holder in started:
        holder.stop()
        await holder.runner.drain()


async def link(rows: Rows, phone: StubClient, installation: Installation, channel_id: UUID) -> None:
    """Link an account by its QR code."""
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await rows.until(channel_id, "qr")
    shown = await _shown(installation.runtime, channel_id)
    await phone.scan(shown.code, PHONE)
    await rows.until(channel_id, "open")


async def _shown(runtime: Runtime[Any], channel_id: UUID) -> Pairing:
    async with asyncio.timeout(10):
        while True:
            if text := await runtime.redis.get(key_of(channel_id)):
                return Pairing.model_validate_json(text)
            await asyncio.sleep(0.02)


async def test_from_a_qr_code_to_messages_and_over_a_killed_bridge(
    hold: Callable[[], Holder],
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
    published: Published,
) -> None:
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    holder = hold()
    await link(rows, whatsapp_web, installation, channel_id)
    row = await rows.of(channel_id)
    assert row.me_phone == f"+{PHONE}"
    assert await rows.keys(channel_id) > 800
    await whatsapp_web.contact(ALICE, "Alice")
    await whatsapp_web.deliver(ALICE, "Olá")
    await _until_text(published, channel_id, "Olá")

    held = holder.runner.held[channel_id]
    await deliver(held, "3EB0" + "0" * 28 + "0001", "Bom dia")
    assert (await whatsapp_web.wait_received(ALICE)).text == "Bom dia"

    began = time.monotonic()
    os.kill(holder.bridges.running[0].pid, signal.SIGKILL)
    await rows.until(channel_id, "backoff", "connecting")
    await whatsapp_web.deliver(ALICE, "Está fora?")
    await rows.until(channel_id, "open")
    await _until_text(published, channel_id, "Está fora?")
    seconds = time.monotonic() - began
    assert seconds < 30  # About two on a machine that does nothing else; the bench says it exactly.
    await whatsapp_web.deliver(ALICE, "Ainda aí?")
    await _until_text(published, channel_id, "Ainda aí?")
    assert (await rows.of(channel_id)).pairing is None


async def test_a_holder_that_died_is_followed_by_another_when_its_lease_ends(
    hold: Callable[[], Holder],
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
    published: Published,
) -> None:
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    first = hold()
    await link(rows, whatsapp_web, installation, channel_id)
    await whatsapp_web.contact(ALICE, "Alice")
    await whatsapp_web.deliver(ALICE, "Olá")
    await _until_text(published, channel_id, "Olá")
    first.stop()
    fence = (await rows.of(channel_id)).fence

    second = hold()
    await asyncio.sleep(1)
    assert channel_id not in second.runner.held
    os.kill(first.bridges.running[0].pid, signal.SIGKILL)
    await rows.expire(channel_id)
    async with asyncio.timeout(20):
        while True:
            if (held := second.runner.held.get(channel_id)) and held.is_open:
                break
            await asyncio.sleep(0.05)
    assert (await rows.of(channel_id)).fence == fence + 1
    await whatsapp_web.deliver(ALICE, "E agora?")
    await _until_text(published, channel_id, "E agora?")


async def test_replaced_waits_for_a_person_and_logged_out_has_no_keys(
    hold: Callable[[], Holder],
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
) -> None:
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    hold()
    await link(rows, whatsapp_web, installation, channel_id)
    await whatsapp_web.replace()
    assert (await rows.until(channel_id, "replaced")).last_code == 440
    await asyncio.sleep(0.5)
    assert (await rows.of(channel_id)).state == "replaced"
    await rows.want(channel_id, lambda life: life_cycle.asked_to_open(life, now()))
    await rows.until(channel_id, "open")
    await whatsapp_web.unlink()
    assert (await rows.until(channel_id, "logged_out")).last_code == 401
    assert await rows.keys(channel_id) == 0


async def test_a_pairing_code_links_a_phone_and_logging_out_unlinks_it(
    hold: Callable[[], Holder],
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
) -> None:
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    hold()
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "code", PHONE))
    await rows.until(channel_id, "pair_code")
    shown = await _shown(installation.runtime, channel_id)
    assert shown.kind == "code"
    await whatsapp_web.enter_code(shown.code, PHONE)
    await rows.until(channel_id, "open")
    await rows.want(channel_id, life_cycle.asked_to_log_out)
    await rows.until(channel_id, "logged_out")
    assert await rows.keys(channel_id) == 0
    await whatsapp_web.wait_for("logout")


async def test_a_server_that_is_away_is_tried_again(
    hold: Callable[[], Holder],
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
) -> None:
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    hold()
    await link(rows, whatsapp_web, installation, channel_id)
    await whatsapp_web.fail_logins(503, times=2)
    await whatsapp_web.drop()
    await rows.until(channel_id, "backoff")
    await rows.until(channel_id, "open")


async def deliver(held: Held, message_id: str, text: str) -> None:
    def send(number: int) -> Send:
        return Send(
            session=held.channel_id,
            generation=held.generation,
            id=number,
            message_id=message_id,
            to=f"{ALICE}@s.whatsapp.net",
            content=Words(text=text),
        )

    ack = await held.deliver(send, message_id)
    assert ack.error is None


async def _until_text(published: Published, channel_id: UUID, text: str) -> None:
    """Wait for a message. Baileys keeps those back for 20 s that come before a new account's history."""
    async with asyncio.timeout(40):
        while True:
            events = [one for one in await published(MessageReceivedV1) if one.channel_id == channel_id]
            if text in [one.text for one in events]:
                return
            await asyncio.sleep(0.05)


async def test_processes_that_are_killed_or_ended_are_followed_by_the_other(
    rows: Rows,
    database: Database,
    settings: Settings,
    company_id: UUID,
    installation: Installation,
    whatsapp_web: StubClient,
    published: Published,
    tmp_path: Path,
) -> None:
    """`python -m gateway sessions`, twice."""
    await rows.clear()
    channel_id = await make_session(database, settings, company_id, paired=False, wanted=False)
    async with (
        running_role(settings, tmp_path / "one") as one,
        running_role(settings, tmp_path / "two") as two,
    ):
        await link(rows, whatsapp_web, installation, channel_id)
        holder, other = (one, two) if one.holds(channel_id) else (two, one)
        assert not other.holds(channel_id)
        fence = (await rows.of(channel_id)).fence
        began = time.monotonic()
        holder.process.kill()
        async with asyncio.timeout(LEASE_SECONDS + 20):
            while not other.holds(channel_id):  # noqa: ASYNC110 (another process)
                await asyncio.sleep(0.1)
        assert time.monotonic() - began > LEASE_SECONDS / 3
        row = await rows.until(channel_id, "open")
        assert row.fence == fence + 1
        await whatsapp_web.contact(ALICE, "Alice")
        await whatsapp_web.deliver(ALICE, "Ainda aí?")
        await _until_text(published, channel_id, "Ainda aí?")

        async with running_role(settings, tmp_path / "three") as three:
            other.process.terminate()
            await other.process.wait()
            assert other.process.returncode in (0, -signal.SIGTERM)
            async with asyncio.timeout(10):
                while not three.holds(channel_id):  # noqa: ASYNC110 (another process)
                    await asyncio.sleep(0.1)
            await rows.until(channel_id, "open")


@dataclass
class Process:
    """A process with the role ``sessions``."""

    process: asyncio.subprocess.Process
    output: Path

    def holds(self, channel_id: UUID) -> bool:
        """Tell whether it has claimed a session, ever."""
        lines = self.output.read_text().splitlines()
        return any("session.claimed" in line and str(channel_id) in line for line in lines)


@asynccontextmanager
async def running_role(settings: Settings, output: Path) -> AsyncIterator[Process]:
    """Run the role for the time of the context."""
    own = {"http_port": free_port(), "log_level": "INFO", "whatsapp_web_lease_seconds": LEASE_SECONDS}
    given = {**settings.model_dump(), **own}
    environment = {name.upper(): plain(value) for name, value in given.items() if value is not None}
    with output.open("w") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "gateway", "sessions"),
            env={**os.environ, **environment},
            stdout=file,
            stderr=file,
        )
    try:
        yield Process(process, output)
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(30):
            await process.wait()


def plain(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value).lower() if isinstance(value, bool) else str(value)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
