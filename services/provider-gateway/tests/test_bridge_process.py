"""The bridge as a process, with the real Baileys against the stub of WhatsApp Web."""

import asyncio
import base64
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from structlog.testing import capture_logs

from atende_sandbox.bridge import bridge_settings, stub_settings
from atende_sandbox.whatsapp_web.client import PastMessage, StubClient
from atende_sandbox.whatsapp_web.running import Stub
from gateway.bridge import bridges as bridges_module
from gateway.bridge import process as process_module
from gateway.bridge.bridges import Bridges
from gateway.bridge.process import BridgeNotStarted
from gateway.bridge.protocol import (
    Connection,
    Document,
    GetGroup,
    GetLimits,
    GetPerson,
    Group,
    History,
    Limits,
    Messages,
    PairCode,
    Person,
    Qr,
    Statuses,
    Words,
)
from gateway.settings import Settings

from .bridge_stage import Session, fenced, running

PHONE, ANA, BIA = "5511999990000", "5511988887777", "5511977776666"
SECRET = "S3CRET-of-a-customer"
_A_TEXT: dict[str, Any] = {"mime_type": "text/plain", "file_name": "a"}
MakeBridges = Callable[..., Bridges]


@pytest.fixture
def make_bridges(whatsapp_web_stub: Stub, monkeypatch: pytest.MonkeyPatch) -> MakeBridges:
    """Make bridges to the stub, with other settings if need be."""
    given = bridge_settings() | stub_settings(whatsapp_web_stub.web_socket_url, whatsapp_web_stub.folder)
    for name in ("WHATSAPP_WEB_STUB_ROOT", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.setenv(name, given.pop(name))

    def make(**changed: object) -> Bridges:
        fields = {name.lower(): value for name, value in given.items()} | changed
        return Bridges(Settings.model_construct(**fields))

    return make


async def _pair(session: Session, phone: StubClient) -> None:
    await session.open(pairing="qr")
    code = await session.wait(Qr)
    await phone.scan(code.code, PHONE, "Loja")
    assert (await session.wait(Connection, state="close")).code == 515
    await session.open()
    await session.wait(Connection, state="open")


async def test_from_a_qr_code_over_a_kill_to_the_logout(
    make_bridges: MakeBridges, whatsapp_web: StubClient
) -> None:
    phone = whatsapp_web
    bridges = make_bridges()
    async with running(bridges) as (sessions, bridge):
        session = sessions.new(bridge)
        await _pair(session, phone)
        opened = await session.wait(Connection, state="open")
        assert opened.me
        assert opened.me.id.startswith(PHONE)
        assert opened.me.lid

        await phone.deliver(ANA, "olá")
        [message] = (await session.wait(Messages)).items
        assert message["message"] == {"conversation": "olá"}
        key = message["key"]
        assert isinstance(key, dict)
        chat = str(key["remoteJid"])
        assert key["remoteJidAlt"] == f"{ANA}@s.whatsapp.net"

        error, ack = await session.send(chat, Words(text="oi"), "3EB0" + "A" * 18)
        assert (error, ack and ack.error) == (None, None)
        assert (await phone.wait_received(ANA, text="oi")).id == "3EB0" + "A" * 18
        assert (await session.wait(Statuses)).items[0].status == 3

        file = bridges.files / "a.pdf"
        file.write_bytes(b"%PDF a file")
        content = Document(path=str(file), mime_type="application/pdf", file_name="a.pdf")
        error, ack = await session.send(chat, content)
        assert (error, ack and ack.error) == (None, None)
        assert await phone.media(await phone.wait_received(ANA, type="documentMessage")) == b"%PDF a file"
        assert [path.name for path in bridges.files.iterdir()] == ["a.pdf"]

        os.kill(bridge.pid, signal.SIGKILL)
        await bridge.wait_closed()
        began = time.monotonic()
        bridge = session.bridge = await bridges.take()
        sessions.read(bridge)
        said = len(session.said)
        await session.open()
        await session.wait(Connection, state="open", after=said)
        assert time.monotonic() - began < 20
        assert not [line for line in session.said[said:] if isinstance(line, Qr)]
        await phone.deliver(ANA, "depois")
        again = await session.wait(Messages, after=said)
        assert again.items[-1]["message"] == {"conversation": "depois"}

        # A phone that could not read what was sent before the kill asks again, and gets it.
        sequence = await phone.sequence()
        await phone.receipt("3EB0" + "A" * 18, "retry")
        repeated = await phone.wait_received(ANA, after=sequence, text="oi")
        assert repeated.id == "3EB0" + "A" * 18

        await phone.unlink()
        assert (await session.wait(Connection, after=said, state="close")).code == 401


async def test_a_pairing_code(make_bridges: MakeBridges, whatsapp_web: StubClient) -> None:
    async with running(make_bridges()) as (sessions, bridge):
        session = sessions.new(bridge)
        await session.open(pairing="code", phone=PHONE)
        code = await session.wait(PairCode)
        assert session.credentials is None
        await whatsapp_web.enter_code(code.code, PHONE, "Loja")
        assert (await session.wait(Connection, state="close")).code == 515
        await session.open()
        await session.wait(Connection, state="open")


async def test_what_is_asked_of_whatsapp(make_bridges: MakeBridges, whatsapp_web: StubClient) -> None:
    phone = whatsapp_web
    async with running(make_bridges()) as (sessions, bridge):
        session = sessions.new(bridge)
        await _pair(session, phone)
        which = {"session": session.id, "generation": session.generation}
        await phone.contact(ANA, "Ana")
        answer = await bridge.line.ask(lambda number: GetPerson(**which, id=number, phone=ANA))
        person = Person.model_validate_json(json.dumps(answer.value))
        assert (person.exists, person.jid) == (True, f"{ANA}@s.whatsapp.net")
        answer = await bridge.line.ask(lambda number: GetPerson(**which, id=number, phone="5500000000"))
        assert not Person.model_validate_json(json.dumps(answer.value)).exists

        group = await phone.group("Bairro", [ANA])
        answer = await bridge.line.ask(lambda number: GetGroup(**which, id=number, jid=group))
        assert Group.model_validate_json(json.dumps(answer.value)).subject == "Bairro"

        await phone.time_lock(2_000_000_000)
        await phone.new_chats(3, 20)
        answer = await bridge.line.ask(lambda number: GetLimits(**which, id=number))
        limits = Limits.model_validate_json(json.dumps(answer.value))
        assert limits.timelock
        assert (limits.timelock.active, limits.timelock.until) == (True, 2_000_000_000)
        assert (limits.used, limits.quota) == (3, 20)

        await phone.fail_acks(463)
        chat = f"{ANA}@s.whatsapp.net"
        error, ack = await session.send(chat, Words(text="oi"))
        assert error is None
        assert ack
        assert ack.error == "463"
        assert await session.send("nobody", Words(text="oi")) == ("bad-address", None)
        content = Document(path=f"{bridge_settings()['WHATSAPP_WEB_BRIDGE']}/package.json", **_A_TEXT)
        assert await session.send(chat, content) == ("foreign-file", None)


async def test_groups_are_only_heard_where_they_are_wanted(
    make_bridges: MakeBridges, whatsapp_web: StubClient
) -> None:
    phone = whatsapp_web
    async with running(make_bridges()) as (sessions, bridge):
        session = sessions.new(bridge)
        await _pair(session, phone)
        group = await phone.group("Bairro", [ANA])
        await phone.deliver(ANA, "a todos", group=group)
        await phone.deliver(ANA, "a sós")
        [message] = (await session.wait(Messages)).items
        assert message["message"] == {"conversation": "a sós"}
        said = len(session.said)
        await session.open(groups=True)
        await session.wait(Connection, state="open", after=said)
        await phone.deliver(ANA, "a todos", group=group)
        [message] = (await session.wait(Messages, after=said)).items
        assert message["key"]["remoteJid"] == group


async def test_the_history_comes_as_it_is_wanted(make_bridges: MakeBridges, whatsapp_web: StubClient) -> None:
    phone = whatsapp_web
    at = int(time.time()) - 3600
    chats = [(ANA, "Ana", [PastMessage("H1", "antes", at)]), (BIA, "Bia", [PastMessage("H2", "ontem", at)])]
    await phone.history(PHONE, chats, parts=2)
    async with running(make_bridges()) as (sessions, bridge):
        session = sessions.new(bridge)
        await _pair(session, phone)
        await session.wait(History, last=True)
        told = [item["key"] for line in session.said if isinstance(line, History) for item in line.items]
        assert {str(key["id"]) for key in told if isinstance(key, dict)} == {"H1", "H2"}


async def test_a_server_that_is_overloaded_is_not_waited_for(
    make_bridges: MakeBridges, whatsapp_web: StubClient
) -> None:
    async with running(make_bridges()) as (sessions, bridge):
        session = sessions.new(bridge)
        await whatsapp_web.overloaded()
        await session.open(pairing="qr")
        assert (await session.wait(Connection, state="close", seconds=10)).code == 503
        await whatsapp_web.overloaded(False)
        said = len(session.said)
        await session.open(pairing="qr")
        await session.wait(Qr, after=said)


async def test_a_session_that_another_process_holds_ends_at_once(
    make_bridges: MakeBridges, whatsapp_web: StubClient
) -> None:
    async with running(make_bridges()) as (sessions, bridge):
        session = sessions.new(bridge)
        await _pair(session, whatsapp_web)
        session.refuse = fenced
        before = dict(session.keys)
        await whatsapp_web.deliver(ANA, "olá")
        said = len(session.said)
        closed = await session.wait(Connection, state="close", after=said - 3)
        assert closed.reason == "fenced"
        assert session.keys == before
        assert not bridge.is_closed


async def test_it_starts_without_what_is_not_its_own(
    make_bridges: MakeBridges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODE_OPTIONS", "--import=/nowhere.mjs")
    monkeypatch.setenv("CREDENTIALS_KEY", SECRET)
    async with running(make_bridges()) as (_, bridge):
        given = psutil.Process(bridge.pid).environ()
    assert SECRET not in given.values()
    assert "NODE_OPTIONS" not in given


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import asyncio, sys\n"
        "from gateway.bridge.bridges import Bridges\n"
        "from gateway.settings import Settings\n"
        "async def main():\n"
        "    bridge = await Bridges(Settings.model_construct(\n"
        "        whatsapp_web_node=sys.argv[1], whatsapp_web_bridge=sys.argv[2])).take()\n"
        "    print(bridge.pid, file=sys.stderr, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    settings = bridge_settings()
    with subprocess.Popen(
        [sys.executable, parent, settings["WHATSAPP_WEB_NODE"], settings["WHATSAPP_WEB_BRIDGE"]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        pid = int(process.stderr.readline())
        assert psutil.pid_exists(pid)
        process.kill()
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(10)


def _program(folder: Path, text: str) -> str:
    """Write a program that is started in the bridge's place."""
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / ".package-lock.json").write_text("{}")
    (folder / "src").mkdir()
    (folder / "src" / "main.ts").write_text(text)
    return str(folder)


_CONNECTED = "const line = require('node:net').connect(JSON.parse(process.argv[2]).socket);\n"


@pytest.mark.parametrize(
    "text",
    [
        "process.exit(1)",
        "setInterval(() => undefined, 1000)",
        _CONNECTED + 'line.write(\'{"op":"hello","version":2,"engine":"x","pid":1}\\n\')',
        _CONNECTED + "line.write('hello')",
        _CONNECTED + f"line.write('{SECRET}\\n')",
        "require('node:fs').readFileSync('/etc/hostname')",
        "require('node:child_process').execFileSync('/bin/true')",
    ],
)
async def test_what_is_no_bridge_is_not_taken_for_one(
    text: str, make_bridges: MakeBridges, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "START_SECONDS", 2.0)
    bridges = make_bridges(whatsapp_web_bridge=_program(tmp_path, text), whatsapp_web_preload="")
    with capture_logs() as logs, pytest.raises(BridgeNotStarted):
        await bridges.take()
    assert SECRET not in str(logs)
    assert bridges.running == ()
    await bridges.close()


async def test_its_log_is_repeated_in_known_words_only(make_bridges: MakeBridges, tmp_path: Path) -> None:
    said = [
        {"level": "error", "msg": "message.not_sent", "session": "1-2", "error": "463", "content": SECRET},
        {"level": "warn", "msg": f"said {SECRET}"},
        {"level": "info", "msg": "session.ended", "error": f"of {SECRET}", "count": 3},
    ]
    lines = [*map(json.dumps, said), SECRET, "x" * 100_000, "Error: " + SECRET, "    at open (a.ts:1:2)"]
    text = f"for (const line of {json.dumps(lines)}) process.stderr.write(line + '\\n');"
    bridges = make_bridges(whatsapp_web_bridge=_program(tmp_path, text), whatsapp_web_preload="")
    with capture_logs() as logs, pytest.raises(BridgeNotStarted):
        await bridges.take()
    assert SECRET not in str(logs)
    told = [{k: v for k, v in entry.items() if k != "pid"} for entry in logs if "pid" in entry]
    assert told == [
        {
            "event": "bridge.said",
            "log_level": "error",
            "said": "message.not_sent",
            "session": "1-2",
            "error": "463",
        },
        {"event": "bridge.said", "log_level": "info", "said": "session.ended", "count": 3},
        {"event": "bridge.broke_down", "log_level": "error", "where": "at open (a.ts:1:2)"},
    ]
    await bridges.close()


async def test_bridges_that_break_down_are_started_less_and_less_often(
    make_bridges: MakeBridges, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridges_module, "SHORTEST_PAUSE", 0.2)
    bridges = make_bridges(whatsapp_web_bridge=_program(tmp_path, "process.exit(1)"), whatsapp_web_preload="")
    times = []
    for _ in range(4):
        began = time.monotonic()
        with pytest.raises(BridgeNotStarted):
            await bridges.take()
        times.append(time.monotonic() - began)
    assert times[3] > 0.4
    await bridges.close()


async def test_who_waits_for_another_bridge_keeps_nobody_from_one_that_has_room(
    make_bridges: MakeBridges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridges_module, "START_WAIT_SECONDS", 1.0)
    bridges = make_bridges(whatsapp_web_sessions_per_bridge=1)
    try:
        first = await bridges.take()
        bridges._not_before = time.monotonic() + 60
        waiting = asyncio.create_task(bridges.take())
        await asyncio.sleep(0.05)
        bridges.give_back(first)
        async with asyncio.timeout(0.5):
            assert await bridges.take() is first
        with pytest.raises(BridgeNotStarted):
            await waiting
    finally:
        await bridges.close()


async def test_sessions_share_a_bridge_until_it_is_full(make_bridges: MakeBridges) -> None:
    bridges = make_bridges(whatsapp_web_sessions_per_bridge=2)
    try:
        first, second, third = [await bridges.take() for _ in range(3)]
        assert first is second
        assert third is not first
        bridges.give_back(first)
        assert await bridges.take() in {first, third}
        assert len(bridges.running) == 2
    finally:
        await bridges.close()
    assert bridges.running == ()
    assert not bridges.files.exists()


async def test_a_node_that_is_missing_or_too_old_is_named(make_bridges: MakeBridges, tmp_path: Path) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\nprintf '/usr/bin/node\\n20.1.0\\n'")
    old.chmod(0o700)
    for node, words in (("/nowhere/node", "WHATSAPP_WEB_NODE"), (str(old), r"Node 20\.1\.0")):
        bridges = make_bridges(whatsapp_web_node=node)
        with pytest.raises(BridgeNotStarted, match=words):
            await bridges.take()
        await bridges.close()


def test_a_preload_is_refused_for_whatsapp_itself() -> None:
    given = {
        "credentials_key": base64.b64encode(secrets.token_bytes(32)).decode(),
        "database_url": "postgresql://x@127.0.0.1/x",
        "database_worker_url": "postgresql://x@127.0.0.1/x",
        "redis_url": "redis://127.0.0.1",
        "kafka_bootstrap": "127.0.0.1:9092",
        "jwks_url": "http://127.0.0.1",
        "whatsapp_web_preload": "/x.mjs",
    }
    with pytest.raises(ValueError, match="whatsapp_web_preload is for tests"):
        Settings.model_validate(given)
