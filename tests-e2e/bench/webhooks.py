"""How many webhooks one api process of the gateway takes: prints, asserts nothing.

    python tests-e2e/bench/webhooks.py

The gateway's api role alone, as it is deployed, with real PostgreSQL and Kafka; the other services are
stopped. A process of its own plays Meta: connections that stay open, each sending its next webhook as soon
as the one before was answered, three statuses to each message, signed beforehand. An answer of 200 means
that all replicas of Kafka have the events; at the end the events are counted in Kafka.
"""

import asyncio
import hashlib
import hmac
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import psutil
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from conftest import UNLIMITED
from ports import free_ports
from system import System

from atende_contracts.topics import MESSAGE_INBOUND, PROVIDER_STATUS
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import SERVICES, environment
from atende_sandbox.settings import DEFAULT_PORTS, HOST, REPOSITORY, Settings
from atende_sandbox.world import World

SECONDS: Final = 10.0
WARM_SECONDS: Final = 3.0
CONNECTIONS: Final = 64
BODIES: Final = 20_000
"""Different ones, sent in turn: what is sent again carries the same ids, which costs us the same."""
IN_A_BATCH: Final = 20
AIM: Final = "at least 6,000 webhooks/s, p99 at most 40 ms, at most 0.15 CPU-s per 1,000; alone 4 ms"


@dataclass(frozen=True)
class Load:
    """What the generator is to do. Its connections go to the addresses in turn."""

    path: str
    number: str
    secret: str
    addresses: Sequence[str] = ()
    batch: int = 1
    seconds: float = SECONDS
    connections: int = CONNECTIONS
    pause: float = 0.0
    """Seconds from an answer to the next webhook of its connection."""


# --- the generator ---------------------------------------------------------------------------


def update(number: str, n: int) -> dict[str, Any]:
    """Return one change as Meta reports it: the n-th of a conversation of three statuses and an answer."""
    metadata = {"display_phone_number": "5511400000000", "phone_number_id": number}
    customer, told_at = f"55119{80000000 + n // 4:08d}", str(int(time.time()))
    value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": metadata}
    if n % 4 == 3:
        text = {"body": "Olá! Ainda tem do tamanho M? Pode separar para mim, passo aí às 18h 😀"}
        wamid = f"wamid.HBgN{n:024d}RUI="
        value["contacts"] = [{"profile": {"name": "Maria da Conceição"}, "wa_id": customer}]
        value["messages"] = [
            {"from": customer, "id": wamid, "timestamp": told_at, "type": "text", "text": text}
        ]
    else:
        state = ("sent", "delivered", "read")[n % 4]
        status: dict[str, Any] = {
            "id": f"wamid.HBgN{n // 4:024d}SUI=",
            "status": state,
            "timestamp": told_at,
            "recipient_id": customer,
            "biz_opaque_callback_data": str(uuid4()),
        }
        if state != "read":
            status["conversation"] = {"id": f"{n:032x}", "origin": {"type": "marketing"}}
            status["pricing"] = {
                "billable": True,
                "pricing_model": "PMP",
                "type": "regular",
                "category": "marketing",
            }
        value["statuses"] = [status]
    return {"field": "messages", "value": value}


def requests(load: Load) -> list[bytes]:
    """Return the webhooks as they go over the wire, signed."""
    written = []
    for n in range(0, BODIES, load.batch):
        changes = [update(load.number, n + one) for one in range(load.batch)]
        document = {
            "object": "whatsapp_business_account",
            "entry": [{"id": "1029384756", "changes": changes}],
        }
        body = json.dumps(document, separators=(",", ":")).replace("/", "\\/").encode()
        signature = hmac.new(load.secret.encode(), body, hashlib.sha256).hexdigest()
        written.append(
            f"POST {load.path} HTTP/1.1\r\nHost: atende.example\r\nAccept: */*\r\n"
            f"User-Agent: facebookexternalua\r\n"
            f"X-Forwarded-For: 173.252.127.1\r\nX-Forwarded-Proto: https\r\n"
            f"Content-Type: application/json\r\nX-Hub-Signature-256: sha256={signature}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
    random.shuffle(written)
    return written


class Caller(asyncio.Protocol):
    """One connection: sends the next request when the one before was answered."""

    def __init__(self, wire: Iterator[bytes], until: float, pause: float) -> None:
        self._wire = wire
        self._until = until
        self._pause = pause
        self._received = b""
        self.milliseconds: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        self._started = time.perf_counter()
        self._transport.write(next(self._wire))

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        if not end or len(rest) < int(length[1] if length else 0):
            return
        self._received = b""
        self.milliseconds.append((time.perf_counter() - self._started) * 1000)
        self.statuses[int(head[9:12])] += 1
        if time.perf_counter() + self._pause >= self._until:
            self._transport.close()
        elif self._pause:
            asyncio.get_running_loop().call_later(self._pause, self._send)
        else:
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self.over.set_result(exc)


async def generate(load: Load) -> None:
    """Send for as long as asked; print what came of it."""
    written = requests(load)
    wire = (written[n % len(written)] for n in range(sys.maxsize))
    begun, cpu = time.perf_counter(), time.process_time()
    callers = []
    for n in range(load.connections):
        host, _, port = load.addresses[n % len(load.addresses)].partition(":")
        _, caller = await asyncio.get_running_loop().create_connection(
            lambda: Caller(wire, begun + load.seconds, load.pause), host, int(port)
        )
        callers.append(caller)
    await asyncio.gather(*(caller.over for caller in callers))
    answer = {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - cpu,
        "statuses": sum((caller.statuses for caller in callers), Counter()),
        "milliseconds": [one for caller in callers for one in caller.milliseconds],
    }
    print(json.dumps(answer))


# --- the measurement -------------------------------------------------------------------------


@contextmanager
def gateway_api(settings: Settings) -> Iterator[tuple[psutil.Process, str]]:
    """Run the gateway's api role, as in production; yield its process and address."""
    unit = next(unit for unit in SERVICES if unit.module == "gateway")
    port = free_ports(["api"])["api"]
    env = {**environment(settings, unit), "HTTP_PORT": str(port)}
    with (settings.logs / f"bench-api-{port}.log").open("ab") as log:
        process = psutil.Popen(
            [sys.executable, "-m", unit.module, "api"], env=env, stdout=log, stderr=log, cwd=REPOSITORY
        )
    try:
        give_up_at = time.monotonic() + 30
        while time.monotonic() < give_up_at:
            try:
                if httpx.get(f"http://{HOST}:{port}/health/ready").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        yield process, f"{HOST}:{port}"
    finally:
        process.terminate()
        process.wait()


async def events_in_kafka(settings: Settings) -> int:
    """Return how many events the webhooks' topics hold."""
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap)
    await consumer.start()
    try:
        parts = [
            TopicPartition(topic.name, part)
            for topic in (MESSAGE_INBOUND, PROVIDER_STATUS)
            for part in range(topic.partitions)
        ]
        return sum((await consumer.end_offsets(parts)).values())
    finally:
        await consumer.stop()


async def run(load: Load) -> dict[str, Any]:
    """Run the generator in a process of its own, so that its processor time is counted separately."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, __file__, json.dumps(asdict(load))), stdout=subprocess.PIPE
    )
    out, _ = await process.communicate()
    answer: dict[str, Any] = json.loads(out)
    return answer


def cpu_seconds(process: psutil.Process) -> float:
    """Return the processor time that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


@dataclass(frozen=True)
class Taken:
    """What came of a load: answers, their price, and events in Kafka."""

    webhooks: float
    """Acknowledged, by second."""
    updates: float
    p50: float
    p99: float
    """In milliseconds."""
    cpu: Mapping[str, float]
    """CPU seconds per 1,000 webhooks: of the api processes, of Kafka, of the generator."""
    memory: float
    refused: int
    """Answered with another status than 200."""
    surplus: int
    """Events in Kafka beyond those acknowledged; below zero they are missing."""
    load: float

    def shown(self) -> list[str]:
        """Return the cells of its row."""
        return [
            f"{self.webhooks:,.0f}",
            f"{self.updates:,.0f}",
            f"{self.p50:.1f} / {self.p99:.1f} ms",
            f"{self.cpu['api']:.3f}",
            f"{self.memory:.0f} MB",
            f"{self.cpu['generator']:.3f}",
            f"{self.cpu['kafka']:.3f}",
            f"{self.refused}",
            "all" if self.surplus == 0 else f"{self.surplus:+}",
        ]


async def measure(
    settings: Settings, kafka: psutil.Process, load: Load, apis: Sequence[psutil.Process]
) -> Taken:
    """Send a load after a short one that warms up; return the outcome."""
    await run(replace(load, seconds=WARM_SECONDS))
    before, broker = [cpu_seconds(api) for api in apis], cpu_seconds(kafka)
    events, machine = await events_in_kafka(settings), os.getloadavg()[0]
    running = asyncio.create_task(run(load))
    peak = 0
    while not running.done():
        peak = max(peak, *(api.memory_info().rss for api in apis))
        await asyncio.sleep(0.1)
    answer = running.result()
    events = await events_in_kafka(settings) - events
    taken = answer["statuses"].get("200", 0)
    thousands = taken / 1000
    cpu = sum(cpu_seconds(api) - spent for api, spent in zip(apis, before, strict=True))
    cuts = statistics.quantiles(answer["milliseconds"], n=100)
    return Taken(
        webhooks=taken / answer["seconds"],
        updates=taken * load.batch / answer["seconds"],
        p50=cuts[49],
        p99=cuts[98],
        cpu={
            "api": cpu / thousands,
            "kafka": (cpu_seconds(kafka) - broker) / thousands,
            "generator": answer["cpu"] / thousands,
        },
        memory=peak / 2**20,
        refused=sum(answer["statuses"].values()) - taken,
        surplus=events - taken * load.batch,
        load=machine,
    )


def kafka_of(world: World) -> psutil.Process:
    """Return the broker's process."""
    return psutil.Process(next(child.pid for child in world.status() if child.name == "kafka"))


async def connect(world: World) -> Load:
    """Connect a channel; return a load for it."""
    system = System(world)
    try:
        api, _ = await system.register()
        number, secret, token = str(300000000000000 + int(time.time())), uuid4().hex, "EAAG" + uuid4().hex
        channel = await api.post(
            "/api/v1/channels",
            {
                "name": "Principal",
                "provider": "whatsapp_cloud",
                "phoneNumberId": number,
                "messagesPerSecond": 80,
                "accessToken": token,
                "appSecret": secret,
            },
        )
        await system.simulator.register_number(
            number,
            display_phone_number="+55 21 4000-0000",
            access_token=token,
            app_secret=secret,
            verify_token=channel["verifyToken"],
            callback_url=channel["webhookUrl"],
            verify=True,
        )
    finally:
        await system.close()
    return Load(path=urlsplit(channel["webhookUrl"]).path, number=number, secret=secret)


def main() -> None:
    """Measure on a system of its own; with a load be the generator."""
    if len(sys.argv) > 1:
        uvloop.run(generate(Load(**json.loads(sys.argv[1]))))
        return
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides=UNLIMITED,
        )
        with World(settings) as world, ExitStack() as stack:
            load = asyncio.run(connect(world))
            for unit in SERVICES:
                world.stop(unit.name)
            world.stop("simulator")
            table = Table(
                *("run", "webhooks/s", "updates/s", "p50 / p99", "api CPU-s/1,000", "peak memory"),
                *("generator CPU-s/1,000", "Kafka CPU-s/1,000", "not 200", "in Kafka"),
                title=f"Webhooks over {CONNECTIONS} connections; load before: {os.getloadavg()[0]:.1f}",
                caption=f"Aim: {AIM}. On {os.cpu_count()} processors, which all of this shares.",
            )
            kafka = kafka_of(world)
            apis = [stack.enter_context(gateway_api(settings))]
            for label, replicas, kind in (
                ("one update each", 1, load),
                ("one webhook at a time, 10/s", 1, replace(load, connections=1, pause=0.1)),
                (f"{IN_A_BATCH} updates each", 1, replace(load, batch=IN_A_BATCH)),
                ("one update each, two replicas", 2, load),
            ):
                if replicas > len(apis):
                    apis.append(stack.enter_context(gateway_api(settings)))
                addressed = replace(kind, addresses=[address for _, address in apis])
                taken = asyncio.run(measure(settings, kafka, addressed, [process for process, _ in apis]))
                table.add_row(label, *taken.shown())
            Console(width=150).print(table)


if __name__ == "__main__":
    main()
