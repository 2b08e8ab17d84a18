"""A stage for sessions: runners with bridges that do what a test says, over a real database.

`PlayedBridge` stands for the Node program on the other side of the line; what a real one does to WhatsApp
itself is tested with the stub of WhatsApp Web.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute, now
from atende_platform.data.wakeups import wake
from atende_sandbox.bridge import BRIDGE
from atende_sandbox.whatsapp_web.running import Stub
from gateway.bridge.bridges import Bridges, room_after
from gateway.bridge.line import LineClosed, NoAnswer
from gateway.bridge.process import BridgeNotStarted
from gateway.bridge.protocol import Ack, Answer, Close, Connection, Down, Logout, Me, Open, Up, Written
from gateway.domain import sessions as life_cycle
from gateway.domain.sessions import Life
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.inbound import WebInbound
from gateway.repository.channels import Channels
from gateway.repository.sessions import SESSIONS, Lease, Sessions
from gateway.sealing import Sealer
from gateway.service.sessions import asked
from gateway.sessions.pairing import Pairings
from gateway.sessions.receiving import Receiver
from gateway.sessions.runner import Runner
from gateway.sessions.steps import Steps
from gateway.sessions.store import KeyStore
from gateway.settings import Settings
from gateway.storage import MediaStorage

ME: Final = Me(id="5511999990000:7@s.whatsapp.net", lid="999000111222333:7@lid")


class PlayedLine:
    """What a bridge says and hears. By default it opens what it has to open."""

    def __init__(self) -> None:
        self.told: list[Down] = []
        self.closed = asyncio.Event()
        self.opens = True
        self.closes = True
        self._said: asyncio.Queue[Up | None] = asyncio.Queue()
        self._numbers = 0
        self._asked: dict[int, asyncio.Future[Answer]] = {}

    @property
    def is_closed(self) -> bool:
        return self.closed.is_set()

    async def send(self, line: Down) -> None:
        if self.is_closed:
            raise LineClosed
        self.told.append(line)
        if isinstance(line, Open) and self.opens and line.credentials is not None:
            self.say(Connection(session=line.session, generation=line.generation, state="open", me=ME))
        elif isinstance(line, Close) and self.closes:
            self.close_session(line.session, line.generation, reason="asked")
        elif isinstance(line, Logout) and self.closes:
            self.close_session(line.session, line.generation, code=401)
        elif isinstance(line, Answer) and (waiting := self._asked.pop(line.re, None)):
            waiting.set_result(line)

    def close_session(
        self, session: UUID, generation: int, *, code: int | None = None, reason: str | None = None
    ) -> None:
        self.say(Connection(session=session, generation=generation, state="close", code=code, reason=reason))

    async def ask(self, request: Callable[[int], Down], *, seconds: float = 30.0) -> Answer | Written:
        await self.send(request(0))
        raise NoAnswer

    async def answer_to(self, request: Callable[[int], Up], seconds: float = 10) -> Answer:
        """Ask the gateway something, and return what it answers."""
        self._numbers += 1
        waiting = self._asked[self._numbers] = asyncio.get_running_loop().create_future()
        self.say(request(self._numbers))
        async with asyncio.timeout(seconds):
            return cast("Answer", await waiting)

    def say(self, line: Up) -> None:
        self._said.put_nowait(line)

    def end(self) -> None:
        self.closed.set()
        self._said.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Up]:
        while (line := await self._said.get()) is not None:
            yield line


@dataclass(eq=False)
class PlayedBridge:
    pid: int
    suspicion: int
    line: PlayedLine = field(default_factory=PlayedLine)
    sessions: int = 0

    @property
    def is_closed(self) -> bool:
        return self.line.is_closed

    async def wait_closed(self) -> None:
        await self.line.closed.wait()

    async def end(self) -> None:
        self.line.end()


class PlayedBridges:
    """Bridges of one runner."""

    def __init__(self) -> None:
        self.started: list[PlayedBridge] = []
        self.room = 50
        self.refuses = False

    @property
    def lines(self) -> PlayedLine:
        """Of the bridge that was started last."""
        return self.started[-1].line

    async def take(self, breakdowns: int = 0) -> PlayedBridge:
        if self.refuses:
            raise BridgeNotStarted("played")
        suspicion = breakdowns if breakdowns > 1 else 0
        for bridge in self.started:
            is_fit = not bridge.is_closed and bridge.suspicion == suspicion
            if is_fit and bridge.sessions < room_after(suspicion, self.room):
                break
        else:
            bridge = PlayedBridge(len(self.started), suspicion)
            self.started.append(bridge)
        bridge.sessions += 1
        return bridge

    def give_back(self, bridge: PlayedBridge) -> None:
        bridge.sessions -= 1
        assert bridge.sessions >= 0

    async def close(self) -> None:
        for bridge in self.started:
            await bridge.end()

    def open_sockets(self) -> dict[UUID, int]:
        """Return which sessions its bridges have, by generation."""
        found: dict[UUID, int] = {}
        for bridge in self.started:
            if bridge.is_closed:
                continue
            for line in bridge.line.told:
                if isinstance(line, Open):
                    found[line.session] = line.generation
                elif isinstance(line, Close | Logout) and found.get(line.session) == line.generation:
                    del found[line.session]
        return found


@dataclass
class Played:
    """A runner, and all that it works with."""

    runner: Runner
    bridges: PlayedBridges
    pairings: Pairings

    async def round(self) -> None:
        """Do once what the role repeats."""
        await self.runner.look()
        await self.runner.open_due()
        await self.runner.watch()


def make_played(
    settings: Settings, database: Database, redis: Any, *, build: str = "1", bridges: Bridges | None = None
) -> Played:
    """Return a runner whose bridges are played, unless others are given."""
    played = PlayedBridges()
    sealer = Sealer(settings.credential_keys)
    pairings = Pairings(redis)
    receiver = Receiver(
        database,
        WebInbound(sealer, HistoryBounds()),
        MediaStorage(settings.media_url),
        history_messages=settings.whatsapp_web_history_messages,
    )

    def steps(runner: Runner) -> Steps:
        return Steps(runner, database, KeyStore(database, sealer), receiver, pairings, late_ack)

    def late_ack(_lease: Lease, ack: Ack) -> None:
        late_acks.append(ack)

    late_acks: list[Ack] = []
    runner = Runner(settings, database, bridges or cast("Bridges", played), steps, build)
    return Played(runner, played, pairings)


class Rows:
    """The sessions as they are stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def clear(self) -> None:
        """Let no runner hold what other tests left."""
        async with self._database.worker() as session:
            await execute(session, "UPDATE sessions SET desired = 'closed', owner = NULL, lease_until = NULL")

    async def of(self, channel_id: UUID) -> Any:
        async with self._database.worker() as session:
            result = await execute(session, "SELECT * FROM sessions WHERE channel_id = :id", id=channel_id)
            return result.one()

    async def keys(self, channel_id: UUID) -> int:
        """Return how many keys it has, with its credentials."""
        async with self._database.worker() as session:
            result = await execute(
                session, "SELECT count(*) AS count FROM session_keys WHERE channel_id = :id", id=channel_id
            )
            return int(result.one().count)

    async def until(self, channel_id: UUID, *states: str, rounds: Played | None = None) -> Any:
        """Wait until it is in one of these states."""
        try:
            async with asyncio.timeout(20):
                while (row := await self.of(channel_id)).state not in states:
                    if rounds is not None:
                        await rounds.round()
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"still {row.state}, last code {row.last_code}") from None
        return row

    async def expire(self, channel_id: UUID) -> None:
        """Let its lease end."""
        async with self._database.worker() as session:
            await execute(
                session,
                "UPDATE sessions SET lease_until = now() - interval '1 second' WHERE channel_id = :id",
                id=channel_id,
            )

    async def want(self, channel_id: UUID, change: Callable[[Life], Life]) -> None:
        """Ask for something, as the API does."""
        company_id = (await self.of(channel_id)).company_id
        async with self._database.tenant(company_id) as session:
            await asked(session, company_id, channel_id, change, now())


def trusting(stub: Stub) -> Path:
    """Return a module that has the bridge trust a stub's key in place of WhatsApp's."""
    library = BRIDGE / "node_modules" / "@whiskeysockets" / "baileys" / "lib" / "index.js"
    module = stub.folder / "trust.mjs"
    root = (stub.folder / "root").read_text().strip()
    module.write_text(
        f"import {{ WA_CERT_DETAILS }} from {json.dumps(library.as_uri())};\n"
        f'WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from("{root}", "hex");\n'
    )
    return module


async def make_session(
    database: Database,
    settings: Settings,
    company_id: UUID,
    *,
    paired: bool = True,
    wanted: bool = True,
) -> UUID:
    """Add a WhatsApp Web channel whose account was linked; return its id."""
    channel_id = uuid7()
    async with database.worker() as session:
        await Channels(session, company_id).add(
            id=channel_id,
            name="WhatsApp",
            provider="whatsapp_web",
            phone_number_id=str(channel_id),
            verify_token="",
            service_window=False,
        )
        await Sessions(session, company_id).add(channel_id, groups=False, history=True)
        if paired:
            sealed = Sealer(settings.credential_keys).seal_key(
                "{}", company_id=company_id, channel_id=channel_id, kind="creds", key_id=""
            )
            await execute(
                session,
                "INSERT INTO session_keys (company_id, channel_id, kind, key_id, sealed)"
                " VALUES (:company_id, :channel_id, 'creds', '', :sealed)",
                company_id=company_id,
                channel_id=channel_id,
                sealed=sealed,
            )
        if wanted:
            await asked(
                session, company_id, channel_id, lambda life: life_cycle.asked_to_open(life, now()), now()
            )
        await wake(session, SESSIONS)
    return channel_id
