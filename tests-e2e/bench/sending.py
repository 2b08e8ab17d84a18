"""What one gateway worker sends, and what that costs: prints, asserts nothing.

    python tests-e2e/bench/sending.py [ORDERS]

One real worker process, as it runs in production: orders come out of Kafka, every send is in the ledger
before its POST and after it, and its outcome is read back from ``delivery.status``. The provider is
a process of its own that answers after 80 ms (`provider.py`). First as many as it can from a backlog, then
at a steady rate, which shows the time from an order to its acceptance.
"""

import asyncio
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx
import psutil
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from ports import free_ports

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1, DeliveryStatusChangedV1
from atende_contracts.registry import decode, encode
from atende_platform.data import migrations
from atende_platform.data.provision import create_topics, provision_service
from atende_platform.service.definition import migrations_dir
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import SERVICES, database_url, environment
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World
from gateway.main import SERVICE
from gateway.sealing import Sealer

CHANNELS: Final = 3
RATE: Final = 1_000.0
"""Of each channel, by second: Meta's upper level."""
ANSWER_MS: Final = 80
WARM_UP: Final = 3_000
STEADY_PER_SECOND: Final = 1_000
STEADY_SECONDS: Final = 15
LIMIT_SECONDS: Final = 120
SECRET: Final = "EAAG" + "x" * 180
"""Of every channel: its access token, and what its webhooks are signed with."""
SELF: Final = "this measurement"
GATEWAY: Final = next(unit for unit in SERVICES if unit.module == "gateway")


async def connect_channels(
    settings: Settings, key: bytes, rates: Sequence[float], first_number: int = 10**14
) -> tuple[UUID, list[UUID]]:
    """Write a company's channels as the API would, one for each rate; return the company and them."""
    company, channels, sealer = uuid7(), [uuid7() for _ in rates], Sealer((key,))
    connection = await asyncpg.connect(database_url(settings, "gateway", "worker"))
    for number, channel in enumerate(channels):
        await connection.execute(
            "INSERT INTO channels (company_id, id, name, provider, phone_number_id, status,"
            " messages_per_second, verify_token, revision)"
            " VALUES ($1, $2, 'Bench', 'whatsapp_cloud', $3, 'active', $4, 'verify-token', 1)",
            company,
            channel,
            str(first_number + number),
            rates[number],
        )
        for kind in ("access_token", "app_secret"):
            sealed = sealer.seal(SECRET, company_id=company, channel_id=channel, kind=kind)
            await connection.execute(
                "INSERT INTO credentials (company_id, channel_id, kind, sealed) VALUES ($1, $2, $3, $4)",
                company,
                channel,
                kind,
                sealed,
            )
    await connection.close()
    return company, channels


@dataclass
class Orders:
    """Orders of a campaign with a text of usual length, and what was reported about them."""

    company: UUID
    channels: list[UUID]
    campaign: UUID = field(default_factory=uuid7)
    ordered_at: dict[str, float] = field(default_factory=dict)
    accepted_at: dict[str, float] = field(default_factory=dict)
    told: int = 0
    number: int = 0

    def next(self) -> CampaignSendRequestedV1:
        self.number += 1
        phone = f"55119{self.number:08d}"
        return CampaignSendRequestedV1(
            company_id=self.company,
            send_id=uuid7(),
            channel_id=self.channels[self.number % len(self.channels)],
            campaign_id=self.campaign,
            contact_id=uuid7(),
            recipient=Party(phone=f"+{phone}", wa_id=phone, name="Maria Conceição da Silva"),
            content=TextContent(body="Olá Maria, sua encomenda chegou! Responda SAIR para sair. " * 3),
        )

    async def order(self, producer: AIOKafkaProducer) -> None:
        event = self.next()
        self.ordered_at[str(event.send_id)] = time.time()
        headers = [("type", event.type.encode()), ("id", str(event.id).encode())]
        await producer.send(event.topic, encode(event), key=event.key().encode(), headers=headers)

    async def listen(self, consumer: AIOKafkaConsumer) -> None:
        """Read what the gateway tells; its relay stamps each record when it gives it to Kafka."""
        while True:
            for records in (await consumer.getmany(timeout_ms=200, max_records=5000)).values():
                for record in records:
                    kind = dict(record.headers)["type"].decode()
                    for status in decode(kind, record.value).parts():
                        self.told += 1
                        if isinstance(status, DeliveryStatusChangedV1) and status.state == "accepted":
                            self.accepted_at.setdefault(str(status.send_id), record.timestamp / 1000)

    async def all_accepted(self) -> None:
        give_up_at = time.monotonic() + LIMIT_SECONDS
        while len(self.accepted_at) < len(self.ordered_at):
            if time.monotonic() > give_up_at:
                raise SystemExit(f"only {len(self.accepted_at)} of {len(self.ordered_at)} were accepted")
            await asyncio.sleep(0.05)


class Meter:
    """CPU seconds of processes since it was made; of the servers', with all their children."""

    def __init__(self, processes: Mapping[str, int]) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in processes.items()}
        self._before = self._now()

    def _now(self) -> dict[str, float]:
        used: dict[str, float] = {}
        for name, process in self._processes.items():
            children = process.children(recursive=True) if name != SELF else []
            # A server's process that ended meanwhile is in its parent's times.
            times = [one.cpu_times() for one in (process, *children)]
            used[name] = sum(one.user + one.system + one.children_user + one.children_system for one in times)
        return used

    def per_thousand(self, count: int) -> dict[str, float]:
        return {name: (now - self._before[name]) * 1000 / count for name, now in self._now().items()}


def peak_memory(pid: int) -> float:
    """Return the most memory that a process has held, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


async def backlog(orders: Orders, producer: AIOKafkaProducer, count: int, pids: Mapping[str, int]) -> str:
    """Order as many as asked at once; return the rate of their acceptance and their price."""
    begun, known = time.time(), set(orders.accepted_at)
    meter = Meter(pids)
    for _ in range(count):
        await orders.order(producer)
    await producer.flush()
    put = time.time() - begun
    await orders.all_accepted()
    times = sorted(at for send_id, at in orders.accepted_at.items() if send_id not in known)
    # Without the first and last tenth: how a backlog begins and ends is not its rate.
    inner = times[len(times) // 10 : -len(times) // 10]
    rate = len(inner) / (inner[-1] - inner[0])
    price = meter.per_thousand(count)
    return (
        f"{rate:,.0f} messages/s (all in {times[-1] - begun:.1f} s, ordered in {put:.1f} s)\n{shown(price)}"
    )


async def steady(orders: Orders, producer: AIOKafkaProducer, pids: Mapping[str, int]) -> str:
    """Order at a steady rate; return the times from order to acceptance."""
    known = set(orders.ordered_at)
    begun, count = time.perf_counter(), STEADY_PER_SECOND * STEADY_SECONDS
    meter = Meter(pids)
    for number in range(count):
        await orders.order(producer)
        if number % 20 == 0:
            await asyncio.sleep(max(0.0, begun + number / STEADY_PER_SECOND - time.perf_counter()))
    await producer.flush()
    await orders.all_accepted()
    ms = [
        (orders.accepted_at[send_id] - at) * 1000
        for send_id, at in orders.ordered_at.items()
        if send_id not in known
    ]
    cuts = statistics.quantiles(ms, n=100)
    return (
        f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, worst {max(ms):.0f} ms\n"
        f"{shown(meter.per_thousand(count))}"
    )


def shown(price: Mapping[str, float]) -> str:
    return "CPU-s per 1,000: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in price.items())


async def prepare(settings: Settings, env: Mapping[str, str]) -> Orders:
    """Install a gateway and connect channels; return the orders that can be made."""
    urls = {kind: database_url(settings, "gateway", kind) for kind in ("owner", "app", "worker")}
    await provision_service(
        settings.database_admin_url,
        "gateway",
        owner_url=urls["owner"],
        app_url=urls["app"],
        worker_url=urls["worker"],
    )
    await asyncio.to_thread(migrations.upgrade, migrations_dir(SERVICE), urls["owner"])
    await create_topics(settings.kafka_bootstrap)
    key = SERVICE.settings.model_validate(
        {name.lower(): value for name, value in env.items()}
    ).credential_keys[0]
    return Orders(*await connect_channels(settings, key, [RATE] * CHANNELS))


@contextmanager
def running(name: str, command: list[str], settings: Settings, env: Mapping[str, str]) -> Iterator[int]:
    """Run a process for the time of the context; yield its pid."""
    with (settings.directory / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        print(f"{name} {process.pid}", file=sys.stderr, flush=True)  # For a profiler.
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


async def measure(orders: Orders, settings: Settings, pids: Mapping[str, int], count: int) -> None:
    """Order, wait for what becomes of it, and print."""
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap, linger_ms=5, compression_type="lz4"
    )
    consumer = AIOKafkaConsumer(
        DeliveryStatusChangedV1.topic,
        bootstrap_servers=settings.kafka_bootstrap,
        auto_offset_reset="earliest",
    )
    listening: asyncio.Task[Any] | None = None
    try:
        await producer.start()
        await consumer.start()
        listening = asyncio.create_task(orders.listen(consumer))
        table = Table("measure", "value", title="One gateway worker", title_justify="left")
        table.add_row("load of the machine before", f"{os.getloadavg()[0]:.1f}")
        await backlog(orders, producer, WARM_UP, pids)
        table.add_row(f"a backlog of {count:,}", await backlog(orders, producer, count, pids))
        table.add_row(f"{STEADY_PER_SECOND:,} orders/s", await steady(orders, producer, pids))
        table.add_row("worker's peak memory", f"{peak_memory(pids['worker']):.0f} MB")
        async with httpx.AsyncClient() as http:
            taken = (await http.get(settings.url("simulator"))).json()
        missing = len(orders.ordered_at) - taken["distinct"]
        table.add_row("sent twice, never sent", f"{taken['requests'] - taken['distinct']}, {missing}")
        table.add_row("the most in any second", f"{taken['most_in_a_second']:,} of {CHANNELS * RATE:,.0f}")
        Console(width=120).print(table)
    finally:
        if listening is not None:
            listening.cancel()
        await producer.stop()
        await consumer.stop()


def main() -> None:
    """Measure on servers of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
        )
        with World(settings, infra_only=True) as world:
            env = {**environment(settings, GATEWAY), "LOG_LEVEL": "WARNING"}
            orders = asyncio.run(prepare(settings, env))
            servers = {one.name: one.pid for one in world.status() if one.name != "supervisor"}
            script = str(Path(__file__).with_name("provider.py"))
            provide = [sys.executable, script, str(settings.ports["simulator"]), str(ANSWER_MS)]
            with (
                running("provider", provide, settings, env) as provider,
                running("worker", [sys.executable, "-m", "gateway", "worker"], settings, env) as worker,
            ):
                pids = {"worker": worker, "provider": provider, SELF: os.getpid(), **servers}
                asyncio.run(measure(orders, settings, pids, count))


if __name__ == "__main__":
    main()
