"""The worker role: follows what the other services tell, forgets inbox marks in time, relays the outbox."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from fastapi import FastAPI

from atende_contracts import topics
from atende_contracts.topics import Topic
from atende_platform import inbox
from atende_platform.kafka import consume, consuming, make_broker
from atende_platform.outbox import Relay
from atende_platform.runtime import LONG_ROUND_SECONDS, Runtime, Task, every
from reporting import handlers
from reporting.settings import Settings

_EXPIRY_SECONDS: Final = 3600.0

_HANDLERS: Final[dict[Topic, Callable[..., Awaitable[None]]]] = {
    topics.MESSAGE_INBOUND: handlers.on_inbound,
    topics.DELIVERY_STATUS: handlers.on_delivery_status,
    topics.CAMPAIGN_PROGRESS: handlers.on_campaign_progress,
    topics.TICKET_ACTIVITY: handlers.on_ticket_activity,
    topics.CONTACT_OPTOUT: handlers.on_opt_out,
    topics.COMPANY_CHANGED: handlers.on_company_changed,
}


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of the worker role. Any number of replicas may run them."""
    broker = make_broker(runtime.settings)
    for topic, handler in _HANDLERS.items():
        consume(broker, runtime.settings, "reporting", topic, _in_transaction(runtime, handler))

    async def expire() -> None:
        async with runtime.database.worker() as session:
            await inbox.expire(session)

    return [
        consuming(broker),
        Relay(runtime.settings).task,
        every("inbox expiry", _EXPIRY_SECONDS, expire, limit=LONG_ROUND_SECONDS),
    ]


def _in_transaction(
    runtime: Runtime[Settings], handler: Callable[..., Awaitable[None]]
) -> Callable[[list[Any]], Awaitable[None]]:
    async def handle(events: list[Any]) -> None:
        async with runtime.database.worker() as session:
            await handler(session, events)

    return handle
