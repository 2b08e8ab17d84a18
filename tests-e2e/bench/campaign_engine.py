"""Our own campaign engine: one campaign worker and one gateway worker, as they run in production."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import asyncpg
from bench.expansion import CAMPAIGN, CONTACTS, MESSAGE
from bench.measured import LOOK_SECONDS, RATE, SERVERS, Killed, Memory, Provider, Run
from bench.sending import GATEWAY, LIMIT_SECONDS, Meter, connect_channels
from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data import migrations
from atende_platform.data.db import Database, now
from atende_platform.data.provision import create_topics, provision_service
from atende_platform.identity.company_limits import CompanyLimits
from atende_platform.identity.context import TenantContext
from atende_platform.identity.tokens import KeySet
from atende_platform.limits.quotas import Quotas
from atende_platform.limits.ratelimit import RateLimiter
from atende_platform.service.definition import Service, migrations_dir
from atende_sandbox.services import ServiceUnit, database_url, environment
from atende_sandbox.settings import Settings
from atende_sandbox.world import World
from campaign.domain.states import Action
from campaign.main import SERVICE as CAMPAIGN_SERVICE
from campaign.schemas.campaigns import CampaignCreate
from campaign.service.campaigns import act, create_campaign
from gateway.main import SERVICE as GATEWAY_SERVICE

UNLIMITED: Final = 20_000
"""More than a machine sends: such a channel takes what it gets."""
DISPATCH_RATE: Final = 100_000
PAUSE_WATCH_SECONDS: Final = 5.0
KILL_LIMIT_SECONDS: Final = 180


@dataclass
class Worker:
    """A worker process that can be killed and started again."""

    unit: ServiceUnit
    settings: Settings
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        env = {**environment(self.settings, self.unit), "LOG_LEVEL": "WARNING", "HTTP_PORT": "0"}
        with (self.settings.directory / f"{self.unit.module}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.unit.module, "worker"],
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        print(f"{self.unit.module} {self.process.pid}", file=sys.stderr, flush=True)  # For a profiler.

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)


class Engine:
    """Our own engine: installed, with contacts and channels, its workers, and campaigns to start."""

    def __init__(self, world: World, provider: Provider) -> None:
        self._settings = world.settings
        self._provider = provider
        self.servers = {one.name: one.pid for one in world.status() if one.name in SERVERS}
        self.campaign, self.gateway = Worker(CAMPAIGN, self._settings), Worker(GATEWAY, self._settings)
        self._database = Database(_settings(self._settings, CAMPAIGN_SERVICE, CAMPAIGN))
        redis = Redis.from_url(self._settings.redis_url)
        # No company has limits of its own.
        self._quotas = Quotas(CompanyLimits(redis, KeySet("")), RateLimiter(redis, "campaign"))
        self._channels: dict[UUID, int] = {}

    @property
    def key(self) -> bytes:
        """Return the key of the gateway's credentials."""
        key: bytes = _settings(self._settings, GATEWAY_SERVICE, GATEWAY).credential_keys[0]
        return key

    async def install(self, contacts: int, rates: Sequence[int]) -> None:
        """Install both services; write contacts, and a channel for each rate."""
        for service, unit in ((CAMPAIGN_SERVICE, CAMPAIGN), (GATEWAY_SERVICE, GATEWAY)):
            await _install(self._settings, service, unit)
        await create_topics(self._settings.kafka_bootstrap)
        company, channels = await connect_channels(self._settings, self.key, rates)
        self._channels = dict(zip(channels, rates, strict=True))
        self._actor = TenantContext(company, uuid7(), Role.OWNER, uuid7())
        self._connection = await asyncpg.connect(database_url(self._settings, "campaign", "worker"))
        await self._connection.execute(CONTACTS, company, contacts, timeout=LIMIT_SECONDS)
        await self._connection.executemany(
            "INSERT INTO channel_copy (company_id, channel_id, name, status, messages_per_second, revision)"
            " VALUES ($1, $2, 'Bench', 'active', $3, 1)",
            [(company, channel, float(rate)) for channel, rate in self._channels.items()],
        )
        await self._connection.execute("ANALYZE")

    def channel(self, rate: int) -> UUID:
        """Return a channel of that rate that nobody has used."""
        found = next(channel for channel, its in self._channels.items() if its == rate)
        del self._channels[found]
        return found

    async def draft(self, channel: UUID, count: int) -> UUID:
        """Make a campaign with its targets; return its id."""
        body = CampaignCreate.model_validate(
            {"name": "Bench", "type": "broadcast", "message": MESSAGE, "channelId": str(channel)}
        )
        company = self._actor.company_id
        async with self._database.tenant(company) as session:
            campaign = (await create_campaign(session, self._actor, body, self._quotas, now())).id
        await self._connection.execute(
            "INSERT INTO campaign_targets (company_id, campaign_id, contact_id)"
            " SELECT company_id, $2, contact_id FROM contact_copy WHERE company_id = $1"
            " ORDER BY contact_id LIMIT $3",
            *(company, campaign, count),
        )
        await self._connection.execute(
            "UPDATE campaigns SET target_count = $3 WHERE company_id = $1 AND id = $2",
            *(company, campaign, count),
        )
        return campaign

    async def act(self, campaign: UUID, action: Action) -> None:
        """Do what the API's route does, and commit."""
        async with self._database.tenant(self._actor.company_id) as session:
            await act(session, self._actor, campaign, action, now(), out_of_window=True)

    async def states(self, campaign: UUID) -> dict[str, int]:
        rows = await self._connection.fetch(
            "SELECT state, count(*) AS n FROM recipients WHERE company_id = $1 AND campaign_id = $2"
            " GROUP BY state",
            *(self._actor.company_id, campaign),
        )
        return {row["state"]: row["n"] for row in rows}

    async def closed(self, campaign: UUID, *, limit: float = LIMIT_SECONDS) -> None:
        """Wait until a campaign is over."""
        await self._until(
            "SELECT closed_at IS NOT NULL FROM campaigns WHERE company_id = $1 AND id = $2", campaign, limit
        )

    async def _until(self, reached: str, campaign: UUID, limit: float = LIMIT_SECONDS) -> None:
        give_up_at = time.monotonic() + limit
        while not await self._connection.fetchval(reached, self._actor.company_id, campaign):
            if time.monotonic() > give_up_at:
                raise SystemExit(f"the campaign does not get on: {await self.states(campaign)}")
            await asyncio.sleep(LOOK_SECONDS)

    def pids(self, provider: int) -> dict[str, int]:
        return {
            "campaign": self.campaign.process.pid,
            "gateway": self.gateway.process.pid,
            **self.servers,
            "provider": provider,
        }

    async def run(self, count: int, rate: int, pids: Mapping[str, int]) -> Run:
        """Send a campaign; return how, and what it cost."""
        campaign = await self.draft(self.channel(rate), count)
        load, before = os.getloadavg()[0], await self._provider.begin()
        meter, memory = Meter(pids), Memory(pids)
        looking = asyncio.create_task(memory.look())
        begun = time.monotonic()
        await self.act(campaign, "start")
        last, flowing = await self._provider.watch(before["requests"], count)
        await self.closed(campaign)
        looking.cancel()
        doubled, missing = await self._provider.differences(before, count)
        most = (await self._provider.taken())["most_in_a_second"]
        return Run(
            count,
            rate,
            last - begun,
            flowing,
            meter.per_thousand(count),
            memory.peak,
            load,
            doubled,
            missing,
            most,
        )

    async def paused(self, count: int) -> str:
        """Pause a campaign under way; return what still left."""
        campaign = await self.draft(self.channel(RATE), count)
        before = await self._provider.taken()
        await self.act(campaign, "start")
        await self._provider.watch(before["requests"], count // 4)
        await self.act(campaign, "pause")
        at = (await self._provider.taken())["requests"]
        await asyncio.sleep(PAUSE_WATCH_SECONDS)
        left = (await self._provider.taken())["requests"] - at
        await self.act(campaign, "cancel")
        await self.closed(campaign)
        return f"{left:,} messages, {left / RATE:.2f} s worth"

    async def killed(self, count: int) -> Killed:
        """Kill both workers half-way and start them again; return what was lost and doubled."""
        campaign = await self.draft(self.channel(RATE), count)
        before = await self._provider.taken()
        await self.act(campaign, "start")
        await self._provider.watch(before["requests"], count // 2)
        begun = time.monotonic()
        for worker in (self.gateway, self.campaign):
            worker.kill()
            worker.start()
        await self.closed(campaign, limit=KILL_LIMIT_SECONDS)
        doubled, missing = await self._provider.differences(before, count)
        return Killed(count, doubled, missing, time.monotonic() - begun, await self.states(campaign))

    async def dispatched(self, count: int) -> str:
        """Dispatch into Kafka with nobody behind it, on a channel that takes everything; return the rate."""
        channel = self.channel(DISPATCH_RATE)
        company = self._actor.company_id
        switch = "UPDATE channel_copy SET status = $3 WHERE company_id = $1 AND channel_id = $2"
        campaign = await self.draft(channel, count)
        await self.act(campaign, "start")
        await self._connection.execute(switch, company, channel, "disabled")
        await self._until(
            "SELECT expanded_at IS NOT NULL FROM campaigns WHERE company_id = $1 AND id = $2", campaign
        )
        meter = Meter({"campaign": self.campaign.process.pid, **self.servers})
        begun = time.monotonic()
        await self._connection.execute(switch, company, channel, "active")
        # What is claimed stands in the outbox until Kafka has it.
        await self._until(
            "SELECT NOT EXISTS (SELECT FROM outbox) AND NOT EXISTS (SELECT FROM recipients"
            " WHERE company_id = $1 AND campaign_id = $2 AND state = 'pending')",
            campaign,
        )
        seconds = time.monotonic() - begun
        claimed = await self._connection.fetchval(
            "SELECT extract(epoch FROM max(dispatched_at) - min(dispatched_at))::float8 FROM recipients"
            " WHERE company_id = $1 AND campaign_id = $2",
            *(company, campaign),
        )
        cpu = meter.per_thousand(count)
        return (
            f"{count / claimed:,.0f}/s claimed, {count / seconds:,.0f}/s in Kafka\n"
            f"CPU-s per 1,000: {', '.join(f'{name} {value:.3f}' for name, value in cpu.items())}"
        )

    async def close(self) -> None:
        await self._database.close()
        await self._connection.close()


def _settings(settings: Settings, service: Service[Any], unit: ServiceUnit) -> Any:
    return service.settings(**{name.lower(): value for name, value in environment(settings, unit).items()})


async def _install(settings: Settings, service: Service[Any], unit: ServiceUnit) -> None:
    urls = {kind: database_url(settings, unit.module, kind) for kind in ("owner", "app", "worker")}
    await provision_service(
        settings.database_admin_url,
        service.name,
        owner_url=urls["owner"],
        app_url=urls["app"],
        worker_url=urls["worker"],
    )
    await asyncio.to_thread(migrations.upgrade, migrations_dir(service), urls["owner"])
