"""The worker role: what the gateway does without being asked over HTTP."""

import asyncio
from collections.abc import Sequence

from fastapi import FastAPI

from atende_contracts import topics
from atende_platform.kafka import consume, make_broker
from atende_platform.outbox import Relay
from atende_platform.runtime import Runtime, Task, consuming, every
from gateway.handlers import Handlers
from gateway.providers import make_cloud_api
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import delivery
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the worker's tasks: consumers, relay, and the sweeps over the ledger."""
    settings = runtime.settings
    directory = ChannelDirectory(
        runtime.database, Sealer(settings.credential_keys), max_age=settings.channel_cache_seconds
    )
    provider = make_cloud_api(settings)
    sender = Sender(runtime, provider, directory)
    handlers = Handlers(runtime.database, sender)

    broker = make_broker(settings)
    consume(broker, settings, "gateway", topics.MESSAGE_OUTBOUND, handlers.on_outbound)
    consume(broker, settings, "gateway", topics.CAMPAIGN_SEND, handlers.on_campaign_send)
    consume(broker, settings, "gateway", topics.PROVIDER_STATUS, handlers.on_provider_status)
    consume(broker, settings, "gateway", topics.CAMPAIGN_CONTROL, handlers.on_campaign_control)
    consume(broker, settings, "gateway", topics.CONTACT_OPTOUT, handlers.on_opt_out)

    async def sweep() -> None:
        async with runtime.database.worker() as session:
            await delivery.sweep(session)

    async def apply_parked() -> None:
        async with runtime.database.worker() as session:
            await delivery.apply_parked(session)

    async def hold_connections() -> None:
        """Keep the provider's connections for the life of the process, and close them at its end."""
        try:
            await asyncio.Event().wait()
        finally:
            await provider.close()

    return [
        Task("provider connections", hold_connections),
        consuming(broker),
        Task("relay", Relay(settings).run),
        every("retries", settings.retry_poll_seconds, sender.send_due),
        every("sweep", settings.sweep_seconds, sweep),
        every("parked statuses", settings.parked_poll_seconds, apply_parked),
    ]
