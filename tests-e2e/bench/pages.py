"""How long the console's pages take with millions of recipients in the table: prints, asserts nothing.

    python tests-e2e/bench/pages.py [RECIPIENTS]

The api processes of campaign and reporting as they run in production, one each, and their workers. Every
page that shows campaigns, recipients, opt-outs or reports of campaigns is asked for in turn over HTTP, first
alone, then while the largest campaign runs: statuses come through Kafka, and both workers apply them. All
other reports are those of `reports.py`. 10,000,000 recipients take five to ten minutes to write and 10 GB of
disk, which are given back at the end.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import httpx
from aiokafka import AIOKafkaProducer
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.pages_fill import UNDER_WAY, Sample, fill
from bench.sending import peak_memory, running
from conftest import UNLIMITED
from forged_tokens import Mint
from ports import free_ports

from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1
from atende_contracts.registry import encode
from atende_platform.data import migrations
from atende_platform.data.provision import create_topics, provision_service
from atende_platform.http.pagination import encode_cursor
from atende_platform.service.definition import Service, migrations_dir
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import DATABASE, SERVICES, ServiceUnit, database_url, environment
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World
from auth.main import SERVICE as AUTH
from campaign.main import SERVICE as CAMPAIGN
from reporting.main import SERVICE as REPORTING

ROUNDS: Final = 100
"""How often each page is asked for."""
AIM_MS: Final = 50
STATUSES_PER_SECOND: Final = 200
LIMIT_SECONDS: Final = 120
STEPS: Final[tuple[DeliveryState, ...]] = ("accepted", "sent", "delivered", "read")
UNITS: Final = {unit.module: unit for unit in SERVICES}


@dataclass(frozen=True)
class Ask:
    """A page: of which service, what it is called in the table, and where it is."""

    module: str
    label: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    company: UUID | None = None
    """Whose, if not the large company's."""


def pages(sample: Sample, deep: UUID, deep_phone: UUID) -> list[Ask]:
    """Return every page; ``deep`` and ``deep_phone`` are sends far into the largest campaign."""

    def far(send_id: UUID) -> str:
        return encode_cursor(datetime.now(UTC), send_id)

    campaigns = "/api/v1/campaigns"
    largest, large = f"{campaigns}/{sample.largest}", f"{campaigns}/{sample.large}"
    found: list[Ask] = [
        Ask("campaign", "nothing (an empty company)", campaigns, company=sample.empty_company),
        Ask(
            "reporting",
            "nothing (an empty company)",
            "/api/v1/reports/campaigns",
            company=sample.empty_company,
        ),
        Ask("campaign", "campaigns", campaigns),
        Ask("campaign", "campaigns, 100", campaigns, {"limit": 100}),
        Ask("campaign", "campaigns, archived", campaigns, {"archived": True}),
        Ask("campaign", "campaigns, running", campaigns, {"state": "running"}),
        Ask("campaign", "campaigns, none such", campaigns, {"state": "scheduled"}),
        Ask("campaign", "campaigns, runs of one", campaigns, {"parentId": str(sample.small)}),
        Ask("campaign", "campaign, largest", largest),
        Ask("campaign", "history", f"{largest}/history"),
        Ask("campaign", "progress, largest", f"{largest}/progress"),
        Ask("campaign", "progress, large", f"{large}/progress"),
        Ask("campaign", "variants, largest", f"{largest}/variants"),
        Ask("campaign", "variants, large", f"{large}/variants"),
        Ask("campaign", "targets", f"{campaigns}/{sample.small}/targets"),
        Ask("campaign", "problems of a file", f"{campaigns}/{sample.small}/targets/{sample.file}/problems"),
    ]
    recipients: dict[str, dict[str, Any]] = {
        "first page": {},
        "100": {"limit": 100},
        "deep page": {"cursor": far(deep)},
        **{
            f"state={state}": {"state": state}
            for state in ("pending", "dispatched", "accepted", "sent", "delivered", "read", "failed",
                          "unconfirmed", "suppressed", "skipped", "cancelled")
        },
        "delivered, deep": {"state": "delivered", "cursor": far(deep)},
        "reason=not_on_whatsapp": {"reason": "not_on_whatsapp"},
        "reason, rare": {"reason": "media_unusable"},
        "reason, nobody": {"reason": "flow_unavailable"},
        "errorCode=131026": {"errorCode": 131026},
        "errorCode, nobody": {"errorCode": 1},
        "variant=B": {"variant": "B"},
        "variant=B, deep": {"variant": "B", "cursor": far(deep)},
        "variant, nobody": {"variant": "Z"},
        "replied": {"replied": True},
        "replied, deep": {"replied": True, "cursor": far(deep)},
        "not replied": {"replied": False},
        "phone=55119 (a third)": {"phone": "55119"},
        "phone, deep": {"phone": "55119", "cursor": far(deep_phone)},
        "phone=5511998": {"phone": "5511998"},
        "phone, nobody": {"phone": "5599"},
        "failed + reason": {"state": "failed", "reason": "not_on_whatsapp"},
        "delivered + reason, nobody": {"state": "delivered", "reason": "not_on_whatsapp"},
        "failed + replied, nobody": {"state": "failed", "replied": True},
        "read + not replied": {"state": "read", "replied": False},
        "failed + variant=B": {"state": "failed", "variant": "B"},
        "replied + variant=B": {"replied": True, "variant": "B"},
        "replied + variant, nobody": {"replied": True, "variant": "Z"},
        "reason + other error, nobody": {"reason": "not_on_whatsapp", "errorCode": 131049},
        "replied + reason, nobody": {"replied": True, "reason": "not_on_whatsapp"},
        "phone + state=unconfirmed": {"phone": "5511", "state": "unconfirmed"},
        "phone + state, nobody": {"phone": "55", "state": "cancelled"},
        "phone + reason, rare": {"phone": "55", "reason": "media_unusable"},
        "phone + replied": {"phone": "5511", "replied": True},
        "phone + failed, replied, nobody": {"phone": "55", "state": "failed", "replied": True},
    }  # fmt: skip
    found += [
        Ask("campaign", f"recipients: {label}", f"{largest}/recipients", query)
        for label, query in recipients.items()
    ]
    found += [
        Ask("campaign", "opt-outs", "/api/v1/opt-outs"),
        Ask("campaign", "opt-outs, who came back", "/api/v1/opt-outs", {"active": False}),
        Ask("campaign", "opt-outs, by source", "/api/v1/opt-outs", {"source": "import"}),
        Ask("campaign", "opt-outs, by a rare source", "/api/v1/opt-outs", {"source": "api"}),
        Ask("campaign", "opt-outs, by channel", "/api/v1/opt-outs", {"channelId": str(sample.channel)}),
        Ask("campaign", "opt-outs, no such channel", "/api/v1/opt-outs", {"channelId": str(sample.file)}),
        Ask("campaign", "opt-outs, by phone", "/api/v1/opt-outs", {"phone": "+5521900000123"}),
        Ask("campaign", "opt-out's history", f"/api/v1/opt-outs/{sample.opt_out}/history"),
        Ask("reporting", "campaigns", "/api/v1/reports/campaigns"),
        Ask("reporting", "campaign, largest", f"/api/v1/reports/campaigns/{sample.largest}"),
        Ask("reporting", "campaign, large", f"/api/v1/reports/campaigns/{sample.large}"),
        Ask("reporting", "campaign, small", f"/api/v1/reports/campaigns/{sample.small}"),
    ]  # fmt: skip
    return found


class Reader:
    """A user who looks at one page after the other."""

    def __init__(self, settings: Settings, sample: Sample) -> None:
        self._settings, self._sample, self._mint = settings, sample, Mint(settings)
        self._http = httpx.AsyncClient(timeout=LIMIT_SECONDS)

    async def look(self, asks: Sequence[Ask], rounds: int) -> list[list[float]]:
        """Ask for each page in turn, so often; return the milliseconds that each took."""
        took: list[list[float]] = [[] for _ in asks]
        for _ in range(rounds):
            tokens = {
                company: self._mint.token(company_id=str(company), user_id=str(company))
                for company in (self._sample.company, self._sample.empty_company)
            }
            for number, ask in enumerate(asks):
                token = tokens[ask.company or self._sample.company]
                started = time.perf_counter()
                response = await self._http.get(
                    f"{self._settings.url(ask.module)}{ask.path}",
                    params=ask.query,
                    headers={"Authorization": f"Bearer {token}"},
                )
                took[number].append((time.perf_counter() - started) * 1000)
                if response.status_code != 200:
                    raise SystemExit(f"{ask.label}: {response.status_code} {response.text}")
        return took

    async def export(self, campaign: UUID) -> tuple[int, float]:
        """Read a campaign's recipients as a file; return how many they are, and the seconds."""
        token = self._mint.token(company_id=str(self._sample.company))
        url = f"{self._settings.url('campaign')}/api/v1/campaigns/{campaign}/recipients/export"
        started, lines = time.perf_counter(), 0
        async with self._http.stream("GET", url, headers={"Authorization": f"Bearer {token}"}) as response:
            async for chunk in response.aiter_bytes():
                lines += chunk.count(b"\n")
        return lines - 1, time.perf_counter() - started

    async def close(self) -> None:
        await self._http.aclose()


class Running:
    """The largest campaign under way: tells the outcomes of its messages at a steady rate."""

    def __init__(self, settings: Settings, sample: Sample, sends: Sequence[UUID]) -> None:
        self._sample, self._sends = sample, sends
        self._producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap, linger_ms=5)
        self.told = 0

    async def run(self) -> None:
        """Tell each send's way, one after the other, until cancelled."""
        await self._producer.start()
        begun = time.perf_counter()
        try:
            while self.told < len(self._sends) * len(STEPS):
                send, step = divmod(self.told, len(STEPS))
                event = DeliveryStatusChangedV1(
                    company_id=self._sample.company,
                    send_id=self._sends[send],
                    channel_id=self._sample.channel,
                    campaign_id=self._sample.largest,
                    state=STEPS[step],
                    at=datetime.now(UTC),
                )
                headers = [("type", event.type.encode()), ("id", str(event.id).encode())]
                await self._producer.send(
                    event.topic, encode(event), key=event.key().encode(), headers=headers
                )
                self.told += 1
                if self.told % 10 == 0:
                    await asyncio.sleep(
                        max(0.0, begun + self.told / STATUSES_PER_SECOND - time.perf_counter())
                    )
        finally:
            await self._producer.stop()


def admin_url(settings: Settings) -> str:
    """Return the superuser's URL of the services' database."""
    return urlunsplit(urlsplit(settings.database_admin_url)._replace(path=f"/{DATABASE}"))


async def install(settings: Settings, services: Sequence[Service[Any]]) -> None:
    """Install services, and Kafka's topics."""
    for service in services:
        urls = {kind: database_url(settings, service.package, kind) for kind in ("owner", "app", "worker")}
        await provision_service(
            settings.database_admin_url,
            service.name,
            owner_url=urls["owner"],
            app_url=urls["app"],
            worker_url=urls["worker"],
        )
        await asyncio.to_thread(migrations.upgrade, migrations_dir(service), urls["owner"])
    await create_topics(settings.kafka_bootstrap)


async def write(settings: Settings, rows: int) -> Sample:
    """Install the services and write what they would have written."""
    await install(settings, (AUTH, CAMPAIGN, REPORTING))
    admin = await asyncpg.connect(admin_url(settings))
    try:
        return await fill(admin, rows)
    finally:
        await admin.close()


async def measure(settings: Settings, sample: Sample, pids: Mapping[str, int]) -> tuple[Table, Table]:
    """Look at every page, alone and while the largest campaign runs."""
    admin = await asyncpg.connect(admin_url(settings))
    of_largest = "FROM campaign.recipients WHERE company_id = $1 AND campaign_id = $2"
    key = sample.company, sample.largest
    size = await admin.fetchval(f"SELECT count(*) {of_largest}", *key)
    deep = await admin.fetchval(
        f"SELECT send_id {of_largest} ORDER BY send_id OFFSET $3 LIMIT 1", *key, size // 2
    )
    by_phone = (
        f"SELECT send_id {of_largest} AND identity >= 'phone:55119' ORDER BY identity OFFSET $3 LIMIT 1"
    )
    deep_phone = await admin.fetchval(by_phone, *key, size // 6)
    sends = await admin.fetch(
        f"SELECT send_id {of_largest} AND state = 'dispatched' ORDER BY send_id LIMIT $3", *key, UNDER_WAY
    )
    disk = await admin.fetchval("SELECT pg_database_size(current_database())")
    await admin.close()

    reader, asks = Reader(settings, sample), pages(sample, deep, deep_phone)
    await _ready(settings)
    facts = Table("measure", "value", title="Around it", title_justify="left")
    await reader.look(asks, 6)  # Statements are prepared at first, and planned anew a few times.
    facts.add_row("load, nothing running", f"{os.getloadavg()[0]:.1f}")
    alone = await reader.look(asks, ROUNDS)
    statuses = Running(settings, sample, [row["send_id"] for row in sends])
    telling = asyncio.create_task(statuses.run())
    facts.add_row("load, the largest campaign running", f"{os.getloadavg()[0]:.1f}")
    meanwhile = await reader.look(asks, ROUNDS)
    facts.add_row("statuses told meanwhile", f"{statuses.told:,}")
    telling.cancel()
    exported, seconds = await reader.export(sample.large)
    facts.add_row("a large campaign as CSV", f"{exported:,} recipients in {seconds:.1f} s")
    await reader.close()
    memory = ", ".join(f"{name} {peak_memory(pid):.0f}" for name, pid in pids.items())
    facts.add_row("peak MB", memory)
    facts.add_row("database", f"{disk / 2**30:.1f} GB")

    table = Table("service", "page", "p50", "p99", "running: p50", "p99", title="Pages, in ms")
    for ask, *times in zip(asks, alone, meanwhile, strict=True):
        shown = [value for each in times for value in _quantiles(each)]
        style = "bold" if max(shown) > AIM_MS else None
        table.add_row(ask.module, ask.label, *(f"{value:.0f}" for value in shown), style=style)
    return table, facts


def _quantiles(milliseconds: Sequence[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(milliseconds, n=100)
    return cuts[49], cuts[98]


async def _ready(settings: Settings) -> None:
    give_up_at = time.monotonic() + LIMIT_SECONDS
    async with httpx.AsyncClient() as http:
        for module in ("auth", "campaign", "reporting"):
            while True:
                try:
                    if (await http.get(f"{settings.url(module)}/health/ready")).status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                if time.monotonic() > give_up_at:
                    raise SystemExit(f"{module} did not start")
                await asyncio.sleep(0.1)


def process(settings: Settings, unit: ServiceUnit, role: str) -> tuple[list[str], dict[str, str]]:
    """Return the command and environment of a service in one of its roles."""
    env = {**environment(settings, unit), "LOG_LEVEL": "WARNING", "CAMPAIGN_REDISPATCH_SECONDS": "86400"}
    if role == "worker":
        env["HTTP_PORT"] = "0"
    return [sys.executable, "-m", unit.module, role], env


def main() -> None:
    """Measure on servers of its own."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides=UNLIMITED,
        )
        with ExitStack() as stack:
            stack.enter_context(World(settings, infra_only=True))
            started = time.perf_counter()
            sample = asyncio.run(write(settings, rows))
            print(f"{rows:,} recipients written in {time.perf_counter() - started:.0f} s", file=sys.stderr)
            make_keys(settings)
            pids = {}
            for module, role in (
                ("auth", "api"), ("campaign", "api"), ("reporting", "api"),
                ("campaign", "worker"), ("reporting", "worker"),
            ):  # fmt: skip
                name = f"{module} {role}"
                command, env = process(settings, UNITS[module], role)
                pids[name] = stack.enter_context(running(name, command, settings, env))
            Console(width=120).print(*asyncio.run(measure(settings, sample, pids)))


def make_keys(settings: Settings) -> None:
    """Let auth make its signing keys."""
    command, env = process(settings, UNITS["auth"], "keys")
    subprocess.run([*command, "init"], env=env, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
