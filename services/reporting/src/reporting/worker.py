"""The worker role: applies the other services' events, purges old inbox marks, relays the outbox."""

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI

from atende_platform.data.purges import expiry
from atende_platform.messaging import inbox
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.messaging.pace import gathered
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from reporting.handlers import HANDLERS
from reporting.settings import Settings

_PACES: Final = dict.fromkeys(HANDLERS, gathered(1.0))
"""Nobody waits for a figure: what came in a second is counted in one transaction."""


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of the worker role. Any number of replicas may run them."""
    broker = make_broker(runtime.settings)
    consume_all(broker, runtime.settings, runtime.database, "reporting", HANDLERS, paces=_PACES)

    return [
        consuming(broker),
        Relay(runtime.settings).task,
        expiry(runtime.database, {"inbox": inbox.purge}),
    ]
