"""A member of a consumer group that is killed: the others have what it had within 15 seconds."""

import asyncio
import os
import sys
from time import monotonic
from typing import Final

from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import Eventually

from .kafka_records import Handler, change, produce, worker

RECOVERY_SECONDS: Final = 15.0
MEMBER: Final = """
import asyncio
from atende_contracts.topics import CHANNEL_CHANGED
from atende_platform.messaging.kafka import consume, consuming, make_broker
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks

async def tell(events):
    print(len(events), flush=True)

async def main():
    settings = ServiceSettings()
    broker = make_broker(settings)
    consume(broker, settings, "reporting", {CHANNEL_CHANGED: tell})
    async with running_tasks([consuming(broker)], Runtime("reporting", settings, frozenset({"worker"}))):
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_others_have_what_a_killed_member_had_within_15_seconds(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    own = {
        "ENVIRONMENT": "test",
        "DATABASE_URL": settings.database_url,
        "DATABASE_WORKER_URL": settings.database_worker_url,
        "KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "KAFKA_TOPIC_PREFIX": settings.kafka_topic_prefix,
    }
    revisions = iter(range(10**6))
    async with worker(settings, handler):
        member = await asyncio.create_subprocess_exec(
            sys.executable, "-c", MEMBER, env={**os.environ, **own}, stdout=asyncio.subprocess.PIPE
        )
        try:
            assert member.stdout is not None
            heard = asyncio.create_task(member.stdout.readline())

            async def has_a_share() -> None:
                await produce(settings, *(change(next(revisions)) for _ in range(20)))
                assert heard.done()

            await eventually(has_a_share, timeout=40)
        finally:
            member.kill()
            await member.wait()
        killed = monotonic()
        behind = {next(revisions) for _ in range(100)}
        await produce(settings, *(change(revision) for revision in behind))

        async def all_are_handled() -> None:
            assert behind <= set(handler.done), f"{monotonic() - killed:.1f} s after it was killed"

        await eventually(all_are_handled, timeout=RECOVERY_SECONDS)
        print(f"handled {monotonic() - killed:.1f} s after the member was killed")  # noqa: T201
