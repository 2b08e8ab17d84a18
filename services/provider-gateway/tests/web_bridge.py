"""What stands for the bridge of WhatsApp Web, and for WhatsApp behind it: it answers as its test says.

It speaks the protocol over a real connection, through the gateway's own `Line`. Peers are counted by message:
what arrived twice arrived twice.
"""

import asyncio
import random
import re
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from gateway.bridge.line import Line
from gateway.bridge.protocol import (
    DOWN,
    LOST,
    MAX_LINE,
    Ack,
    Answer,
    Down,
    GetLimits,
    GetPerson,
    Part,
    Presence,
    Read,
    Send,
    Written,
    to_line,
)
from gateway.models import WebSession
from gateway.providers.web.ids import send_id_of
from gateway.repository.sessions import Lease
from gateway.sessions.held import Held

_REFUSING: Final = re.compile(r"5500000([0-9]{3})@s\.whatsapp\.net")
NOT_HERE: Final = "5500009"
"""What numbers begin with that are not on WhatsApp."""


@dataclass
class ScriptedBridge:
    """The other side of a line. What is set says what happens to the messages from then on."""

    line: Line
    writer: asyncio.StreamWriter
    lines: list[Down] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)
    """How often a message, by its id, reached its recipient's phone."""
    ack: Any = "prompt"
    """``prompt``, ``never``, ``late`` (after `late_seconds`), ``first`` (before it says that it wrote it)."""
    late_seconds: float = 1.0
    written: str | None = None
    """Why nothing is written."""
    hang_up: bool = False
    """Ends the connection instead of writing."""
    garbage: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    """With which number messages to an address are refused."""
    limits: dict[str, Any] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    """What was in files as their messages were written."""
    looked_up: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def sends(self) -> list[Send]:
        return [line for line in self.lines if isinstance(line, Send)]

    @property
    def sent_to(self) -> list[str]:
        return [line.to for line in self.sends]

    @property
    def presences(self) -> list[Presence]:
        return [line for line in self.lines if isinstance(line, Presence)]

    @property
    def reads(self) -> list[Read]:
        return [line for line in self.lines if isinstance(line, Read)]

    @property
    def accepted(self) -> list[str]:
        """Return which sends reached somebody, in their order."""
        return [str(send_id_of(message_id)) for message_id in self.reached]

    async def has_sends(self, count: int) -> None:
        """Wait until so many messages have come."""
        async with asyncio.timeout(15):
            while len(self.sends) < count:
                self.arrived.clear()
                await self.arrived.wait()

    async def serve(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                line = DOWN.validate_json(await reader.readuntil(b"\n"))
                self.lines.append(line)
                self.arrived.set()
                match line:
                    case Send():
                        await self.on_send(line)
                    case GetPerson():
                        await self.say(self.person(line))
                    case GetLimits():
                        error = None if self.limits is not None else "closed"
                        await self.say(_answer(line, self.limits, error))

    def person(self, line: GetPerson) -> Answer:
        self.looked_up.append(line.phone)
        exists = not line.phone.startswith(NOT_HERE)
        jid = f"{line.phone}@s.whatsapp.net" if exists else None
        return _answer(line, {"exists": exists, "jid": jid}, None)

    async def on_send(self, line: Send) -> None:
        if (path := getattr(line.content, "path", None)) is not None:
            self.files[line.message_id] = await asyncio.to_thread(Path(path).read_bytes)
        if self.garbage:
            self.writer.write(b"{]\n")
            return
        if self.hang_up:
            self.writer.close()
            return
        if self.written is not None:
            if self.written == LOST:
                self.reached[line.message_id] += 1
            await self.say(_written(line, self.written))
            return
        refusing = _REFUSING.fullmatch(line.to)
        error = refusing[1] if refusing else self.errors.get(line.to)
        if error is None:
            self.reached[line.message_id] += 1
        ack = Ack(session=line.session, generation=line.generation, message_id=line.message_id, error=error)
        if self.ack == "first":
            await self.say(ack)
        await self.say(_written(line, None))
        if self.ack == "prompt":
            await self.say(ack)
        elif self.ack == "late":
            self.tasks.add(asyncio.create_task(self.say_late(ack)))

    async def say_late(self, line: Part) -> None:
        await asyncio.sleep(self.late_seconds)
        await self.say(line)

    async def say(self, line: Part) -> None:
        with suppress(OSError):
            self.writer.write(to_line(line) + b"\n")
            await self.writer.drain()


def _answer(line: GetPerson | GetLimits, value: Any, error: str | None) -> Answer:
    return Answer(session=line.session, generation=line.generation, re=line.id, value=value, error=error)


def _written(line: Send, error: str | None) -> Written:
    return Written(session=line.session, generation=line.generation, re=line.id, error=error)


@asynccontextmanager
async def scripted_bridge() -> AsyncIterator[ScriptedBridge]:
    """Run one; the holder of a session reads its ``line``."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    reader, writer = await asyncio.open_unix_connection(sock=ours, limit=MAX_LINE + 1)
    their_reader, their_writer = await asyncio.open_unix_connection(sock=theirs, limit=MAX_LINE + 1)
    bridge = ScriptedBridge(Line(reader, writer), their_writer)
    serving = asyncio.create_task(bridge.serve(their_reader))
    try:
        yield bridge
    finally:
        for task in (serving, *bridge.tasks):
            task.cancel()
        await asyncio.gather(serving, *bridge.tasks, return_exceptions=True)
        bridge.line.close()
        their_writer.close()


@asynccontextmanager
async def holding(
    bridge: ScriptedBridge, row: WebSession, late_ack: Callable[[Ack], None] = lambda _: None
) -> AsyncIterator[Held]:
    """Hold a session that is open on a bridge."""
    assert row.owner is not None
    lease = Lease(row.company_id, row.channel_id, row.owner, row.fence)
    held = Held(lease, row, time.monotonic() + 3600, lambda _: None)
    held.bridge, held.socket_open = SimpleNamespace(line=bridge.line), True  # type: ignore[assignment]

    async def read() -> None:
        async for line in bridge.line:
            if isinstance(line, Ack) and not held.acked(line):
                late_ack(line)
        held.went_down()

    reading = asyncio.create_task(read())
    try:
        yield held
    finally:
        reading.cancel()
        await asyncio.wait([reading])


@asynccontextmanager
async def serving_bridges(path: Path, reached: Counter[str], chance: random.Random) -> AsyncIterator[Path]:
    """Be a bridge to each process that connects. Acks come after some time, and some of them never.

    Of the messages that are acked never, half have reached their recipient.
    """
    bridges: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        bridge = _Unreliable(Line(reader, writer), writer, reached=reached, chance=chance)
        task = asyncio.current_task()
        assert task is not None
        bridges.add(task)
        try:
            await bridge.serve(reader)
        finally:
            writer.close()

    server = await asyncio.start_unix_server(serve, path, limit=MAX_LINE + 1)
    try:
        yield path
    finally:
        server.close()
        for task in bridges:
            task.cancel()
        await asyncio.gather(*bridges, return_exceptions=True)


@dataclass
class _Unreliable(ScriptedBridge):
    chance: random.Random = field(default_factory=random.Random)

    async def on_send(self, line: Send) -> None:
        await asyncio.sleep(self.chance.uniform(0.0, 0.03))
        fate = self.chance.random()
        if fate > 0.02:  # Else it is lost on its way.
            self.reached[line.message_id] += 1
        await self.say(_written(line, None))
        await asyncio.sleep(self.chance.uniform(0.0, 0.03))
        if fate > 0.04:
            ack = Ack(session=line.session, generation=line.generation, message_id=line.message_id)
            await self.say(ack)
