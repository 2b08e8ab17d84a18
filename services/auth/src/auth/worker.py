"""The worker role: audit entries of others, ended sessions, the outbox relay, deleting what has expired."""

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI

from atende_contracts import topics
from atende_platform import revocation
from atende_platform.kafka import consume, make_broker
from atende_platform.outbox import Relay
from atende_platform.runtime import Runtime, Task, consuming, every
from auth.handlers import Handlers
from auth.service import sessions
from auth.settings import Settings

_ANNOUNCE_SECONDS: Final = 2.0


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of the worker role. Any number of replicas may run them."""
    settings = runtime.settings

    broker = make_broker(settings)
    consume(broker, settings, "auth", topics.AUDIT_RECORDED, Handlers(runtime.database).audit_recorded)

    async def expire() -> None:
        more = True
        while more:
            async with runtime.database.worker() as session:
                more = await sessions.expire(session, settings)

    async def announce() -> None:
        # Again and again, so that a Redis that was away or emptied is soon told.
        async with runtime.database.worker() as session:
            ended = await sessions.recently_ended(session, settings)
        await revocation.announce(runtime.redis, ended)

    return [
        consuming(broker),
        Task("relay", Relay(settings).run),
        every("expiry", settings.expiry_interval_seconds, expire),
        every("ended sessions", _ANNOUNCE_SECONDS, announce),
    ]
