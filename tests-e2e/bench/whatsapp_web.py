"""What a session of WhatsApp Web carries, and what sessions take: prints, asserts nothing.

    python tests-e2e/bench/whatsapp_web.py [MESSAGES]

The gateway's own runner with a real bridge and the real Baileys, PostgreSQL with encrypted keys, and the stub
of WhatsApp Web, all on this machine. Sending is one message after the other to the server's ack, without the
pauses that sessions make for WhatsApp's sake. Inbound is until the last message is in the outbox. Then the
bridge is killed, and last fifty accounts are linked to one.
"""

import asyncio
import os
import secrets
import signal
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

import aiohttp
import psutil
from redis.asyncio import Redis
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.sending import GATEWAY
from ports import free_ports

from atende_contracts.ids import uuid7
from atende_contracts.pairing import Pairing, key_of
from atende_platform.data import migrations
from atende_platform.data.db import Database, execute, now
from atende_platform.data.provision import provision_service
from atende_platform.service.definition import migrations_dir
from atende_sandbox.bridge import bridge_settings, stub_settings
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import database_url, environment
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.whatsapp_web.client import StubClient
from atende_sandbox.whatsapp_web.running import Stub, running_stub
from atende_sandbox.world import World
from gateway.bridge.bridges import Bridges
from gateway.bridge.protocol import Send, Words
from gateway.domain import sessions as life_cycle
from gateway.domain.sessions import Life
from gateway.main import SERVICE
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.inbound import WebInbound
from gateway.repository.channels import Channels
from gateway.repository.sessions import Sessions
from gateway.sealing import Sealer
from gateway.service.sessions import asked
from gateway.sessions.held import Held
from gateway.sessions.pairing import Pairings
from gateway.sessions.receiving import Receiver
from gateway.sessions.runner import Runner
from gateway.sessions.steps import Steps
from gateway.sessions.store import KeyStore
from gateway.settings import Settings as GatewaySettings
from gateway.storage import MediaStorage

MESSAGES: Final = 500
SESSIONS: Final = 50
FoundT = TypeVar("FoundT")
ANA: Final = "5511988887777"
LIMIT_SECONDS: Final = 120


class Role:
    """The role `sessions` in this process, and what a measurement does to its channels."""

    def __init__(
        self, settings: GatewaySettings, database: Database, redis: Redis, phone: StubClient
    ) -> None:
        self.database = database
        self.bridges = Bridges(settings)
        self.company = uuid7()
        self._redis = redis
        self._phone = phone
        sealer = Sealer(settings.credential_keys)
        receiver = Receiver(
            database,
            WebInbound(sealer, HistoryBounds()),
            MediaStorage(settings.media_url),
            history_messages=1000,
        )
        steps = partial(
            Steps,
            database=database,
            store=KeyStore(database, sealer),
            receiver=receiver,
            pairings=Pairings(redis),
            late_ack=lambda _lease, _ack: None,  # Each send waits for its own.
        )
        self.runner = Runner(settings, database, self.bridges, steps, "bench")
        self._rounds = asyncio.create_task(self._repeat())

    @property
    def bridge(self) -> psutil.Process:
        """The only bridge's process."""
        [bridge] = self.bridges.running
        return psutil.Process(bridge.pid)

    async def link(self, account: str) -> Held:
        """Add a channel and link an account to it, by its QR code."""
        channel = uuid7()
        async with self.database.worker() as session:
            await Channels(session, self.company).add(
                id=channel,
                name="WhatsApp",
                provider="whatsapp_web",
                phone_number_id=str(channel),
                verify_token="",
                service_window=False,
            )
            await Sessions(session, self.company).add(channel, groups=False, history=True)
        await self._want(channel, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
        code = await _eventually(partial(self._code, channel))
        await self._phone.scan(code, account)
        return await self.opened(channel)

    async def opened(self, channel: UUID) -> Held:
        """Wait until a session is open."""

        async def held() -> Held | None:
            found = self.runner.held.get(channel)
            return found if found and found.is_open else None

        return await _eventually(held)

    async def received(self) -> int:
        """Return how many events of messages are in the outbox."""
        async with self.database.worker() as session:
            result = await execute(session, "SELECT count(*) FROM outbox WHERE type LIKE 'message.received%'")
            return int(result.scalar_one())

    async def close(self) -> None:
        self._rounds.cancel()
        await self.runner.drain()

    async def _repeat(self) -> None:
        for number in range(10**9):
            await self.runner.look()
            await self.runner.open_due()
            await self.runner.watch()
            if number % 20 == 0:
                await self.runner.renew()
            await asyncio.sleep(0.1)

    async def _want(self, channel: UUID, change: Callable[[Life], Life]) -> None:
        async with self.database.tenant(self.company) as session:
            await asked(session, self.company, channel, change, now())

    async def _code(self, channel: UUID) -> str | None:
        text = await self._redis.get(key_of(channel))
        return Pairing.model_validate_json(text).code if text else None


async def _eventually(find: Callable[[], Awaitable[FoundT | None]]) -> FoundT:
    async with asyncio.timeout(LIMIT_SECONDS):
        while not (found := await find()):  # noqa: ASYNC110 (rows are looked for, too)
            await asyncio.sleep(0.01)
    return found


async def send(held: Held, chat: str, count: int) -> str:
    """Send one message after the other; return the rate and the times to the ack."""
    took = []
    began = time.perf_counter()
    for number in range(count):
        sent = time.perf_counter()
        message_id = f"3EB0{secrets.token_hex(9).upper()}"
        line = partial(
            Send,
            session=held.channel_id,
            generation=held.generation,
            message_id=message_id,
            to=chat,
            content=Words(text=f"Sua encomenda {number} chegou."),
        )
        ack = await held.deliver(lambda number, line=line: line(id=number), message_id)  # type: ignore[misc]
        if ack.error:
            raise SystemExit(f"refused: {ack.error}")
        took.append((time.perf_counter() - sent) * 1000)
    rate = count / (time.perf_counter() - began)
    cuts = statistics.quantiles(took, n=100)
    return f"{rate:,.0f} messages/s, p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms"


async def receive(role: Role, phone: StubClient, count: int) -> str:
    """Have a customer write as fast as the stub delivers; return the rate until all is in the outbox."""
    before = await role.received()
    began = time.perf_counter()
    async with aiohttp.ClientSession(
        phone.base_url
    ) as http:  # Whose client is slow with many requests at once.

        async def deliver(number: int) -> None:
            message = {"from": ANA, "content": {"type": "text", "text": f"Pergunta {number}"}}
            async with http.post("/api/messages", json=message) as answer:
                answer.raise_for_status()

        async with asyncio.TaskGroup() as deliveries:
            for number in range(count):
                deliveries.create_task(deliver(number))

    async def all_there() -> bool:
        await asyncio.sleep(0.05)
        return await role.received() >= before + count

    await _eventually(all_there)
    return f"{count / (time.perf_counter() - began):,.0f} messages/s"


async def reopen(role: Role, held: Held) -> str:
    """Kill the bridge; return how long it takes until the session is open again, without a new code."""
    pid = role.bridge.pid
    began = time.perf_counter()
    os.kill(pid, signal.SIGKILL)

    async def gone() -> bool:
        return not held.socket_open

    await _eventually(gone)
    await role.opened(held.channel_id)
    return f"{time.perf_counter() - began:.2f} s"


async def measure(settings: GatewaySettings, redis_url: str, stub: Stub, count: int) -> None:
    """Measure, and print."""
    database = Database(settings)
    redis: Redis = Redis.from_url(redis_url, decode_responses=True)
    table = Table("measure", "value", "wanted", title="WhatsApp Web, one bridge", title_justify="left")
    table.add_row("load of the machine before", f"{os.getloadavg()[0]:.1f}", "")
    async with StubClient(stub.url) as phone:
        await phone.reset()
        role = Role(settings, database, redis, phone)
        try:
            first = await role.link("5511999990000")
            lid = f"{(await phone.contact(ANA, 'Ana')).removesuffix('@lid')}@lid"
            await receive(role, phone, 20)
            await send(first, lid, 20)
            table.add_row("send to the server's ack", await send(first, lid, count), "50/s")
            table.add_row("inbound to the outbox", await receive(role, phone, count), "100/s")
            table.add_row("killed to open again", await reopen(role, first), "3 s")
            for number in range(1, SESSIONS):
                await role.link(f"55119{number:08d}")
            memory = role.bridge.memory_info().rss / 1024 / 1024
            table.add_row(f"a bridge with {SESSIONS} sessions", f"{memory:.0f} MB", "250 MB")
        finally:
            await role.close()
            await redis.aclose()
            await database.close()
    Console(width=110).print(table)


async def prepare(settings: Settings) -> None:
    """Install a gateway's database."""
    urls = {kind: database_url(settings, "gateway", kind) for kind in ("owner", "app", "worker")}
    await provision_service(
        settings.database_admin_url,
        "gateway",
        owner_url=urls["owner"],
        app_url=urls["app"],
        worker_url=urls["worker"],
    )
    await asyncio.to_thread(migrations.upgrade, migrations_dir(SERVICE), urls["owner"])


def main() -> None:
    """Measure on servers of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
        )
        with World(settings, infra_only=True), running_stub(directory) as stub:
            given = environment(settings, GATEWAY) | bridge_settings()
            given |= stub_settings(stub.web_socket_url, stub.folder)
            os.environ.update(given)
            asyncio.run(prepare(settings))
            fields: dict[str, Any] = {name.lower(): value for name, value in given.items()}
            fields |= {"whatsapp_web_opens_per_second": 1000, "media_url": directory.as_uri()}
            asyncio.run(measure(GatewaySettings.model_validate(fields), given["REDIS_URL"], stub, count))


if __name__ == "__main__":
    main()
