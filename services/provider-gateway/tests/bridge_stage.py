"""A bridge under test, and a stand-in for the role `sessions` that keeps in memory what it has stored."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID, uuid4

from gateway.bridge.bridges import Bridge, Bridges
from gateway.bridge.protocol import (
    FENCED,
    Ack,
    Answer,
    Content,
    Credentials,
    GetKeys,
    Open,
    Send,
    SetKeys,
    Up,
    Written,
)

LineT = TypeVar("LineT", bound=Up)


class Session:
    """One session: what the bridge has said of it, and what it has stored."""

    def __init__(self, bridge: Bridge) -> None:
        self.id: UUID = uuid4()
        self.bridge = bridge
        self.generation = 0
        self.credentials: str | None = None
        self.keys: dict[tuple[str, str], str] = {}
        self.refuse: Callable[[Up], str | None] = lambda _: None
        """Returns an error with which a request is answered."""
        self.said: list[Up] = []
        self._changed = asyncio.Condition()

    async def open(self, **how: Any) -> None:
        self.generation += 1
        await self.bridge.line.send(
            Open(session=self.id, generation=self.generation, credentials=self.credentials, **how)
        )

    async def take(self, line: Up) -> Answer | None:
        """Do what the role does with a line; return the answer of a request."""
        assert not isinstance(line, Answer | Written)
        async with self._changed:
            self.said.append(line)
            self._changed.notify_all()
        number = getattr(line, "id", None)
        if number is None:
            return None
        if error := self.refuse(line):
            return Answer(session=self.id, generation=line.generation, re=number, error=error)  # type: ignore[union-attr]
        value: Any = None
        match line:
            case Credentials():
                self.credentials = line.value
            case GetKeys():
                found = {each: self.keys.get((line.kind, each)) for each in line.ids}
                value = {each: text for each, text in found.items() if text is not None}
            case SetKeys():
                for entry in line.entries:
                    if entry.value is None:
                        self.keys.pop((entry.kind, entry.id), None)
                    else:
                        self.keys[entry.kind, entry.id] = entry.value
        return Answer(session=self.id, generation=line.generation, re=number, value=value)  # type: ignore[union-attr]

    async def wait(self, kind: type[LineT], *, after: int = 0, seconds: float = 30, **fields: Any) -> LineT:
        """Return the first line of a kind with these fields, after so many others."""

        def found() -> LineT | None:
            for line in self.said[after:]:
                if isinstance(line, kind) and all(getattr(line, name) == fields[name] for name in fields):
                    return line
            return None

        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: found() is not None)
        line = found()
        assert line
        return line

    async def send(self, to: str, content: Content, message_id: str = "") -> tuple[str | None, Ack | None]:
        """Send a message; return why it was not written, or the server's ack."""
        message_id = message_id or f"3EB0{secrets.token_hex(9).upper()}"
        written = await self.bridge.line.ask(
            lambda number: Send(
                session=self.id,
                generation=self.generation,
                id=number,
                message_id=message_id,
                to=to,
                content=content,
            )
        )
        if written.error:
            return written.error, None
        return None, await self.wait(Ack, message_id=message_id)


class Sessions:
    """Reads bridges, and gives their lines to sessions."""

    def __init__(self) -> None:
        self.by_id: dict[UUID, Session] = {}
        self._reading: set[asyncio.Task[None]] = set()

    def read(self, bridge: Bridge) -> None:
        task = asyncio.create_task(self._read(bridge))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    def new(self, bridge: Bridge) -> Session:
        session = Session(bridge)
        self.by_id[session.id] = session
        return session

    async def _read(self, bridge: Bridge) -> None:
        async for line in bridge.line:
            assert not isinstance(line, Answer | Written)
            session = self.by_id[line.session]  # type: ignore[union-attr]
            if answer := await session.take(line):
                await bridge.line.send(answer)


@asynccontextmanager
async def running(bridges: Bridges) -> AsyncIterator[tuple[Sessions, Bridge]]:
    """A bridge that is read, until the end of a test."""
    try:
        sessions = Sessions()
        bridge = await bridges.take()
        sessions.read(bridge)
        yield sessions, bridge
    finally:
        await bridges.close()


def fenced(line: Up) -> str | None:
    """Refuse to store what a session writes that another process holds."""
    return FENCED if isinstance(line, SetKeys | Credentials) else None
