"""The worker role: applies the other services' events, purges old inbox marks, relays the outbox."""

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI

from atende_platform.data.db import now
from atende_platform.data.purges import expiry
from atende_platform.messaging import inbox
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.messaging.pace import gathered
from atende_platform.process.tasks import Task, every
from atende_platform.runtime import Runtime
from reporting.handlers import HANDLERS
from reporting.service import metrics
from reporting.settings import Settings

_METRICS_SECONDS: Final = 60.0
_PACES: Final = dict.fromkeys(HANDLERS, gathered(1.0))
"""Nobody waits for a figure: what came in a second is counted in one transaction."""


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of the worker role. Any number of replicas may run them."""
    broker = make_broker(runtime.settings)
    consume_all(broker, runtime.settings, runtime.database, "reporting", HANDLERS, paces=_PACES)

    async def measure() -> None:
        async with runtime.database.worker() as session:
            await metrics.measure(session, now())

    return [
        consuming(broker),
        every("metrics", _METRICS_SECONDS, measure),
        Relay(runtime.settings).task,
        expiry(runtime.database, {"inbox": inbox.purge}),
    ]
