"""The worker role: what the gateway does without being asked over HTTP."""

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI

from atende_contracts import topics
from atende_platform.kafka import consume, consuming, make_broker
from atende_platform.outbox import Relay
from atende_platform.runtime import LONG_ROUND_SECONDS, ROUND_SECONDS, Runtime, Task, every
from gateway.handlers import RECEIPTS_AT_ONCE, Handlers, Receipts
from gateway.media import MediaFetcher, MediaUploader
from gateway.providers import Providers, make_providers
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import delivery, health, journal, templates
from gateway.service.accounts import Accounts
from gateway.service.claims import Claims
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings
from gateway.storage import MediaStorage

EXPIRY_SECONDS: Final = 3600.0
RESEND_SECONDS: Final = 60.0
_HISTORY_RECORDS: Final = 20
"""At once: each has up to a hundred messages."""
_SEND_ROUND_SECONDS: Final = 240.0
"""Far more than sending takes: who is cut off within a POST leaves its message unconfirmed for ever."""
_ACCOUNT_ROUND_SECONDS: Final = 120.0
CLAIM_EXPIRY_SECONDS: Final = 60.0


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the worker's tasks: consumers, relay, and the sweeps over the ledger."""
    settings = runtime.settings
    sealer = Sealer(settings.credential_keys)
    directory = ChannelDirectory(runtime.database, sealer, max_age=settings.channel_cache_seconds)
    providers = make_providers(settings)
    accounts = Accounts(runtime.database, providers, sealer)
    claims = Claims(accounts, settings, runtime.redis)
    sender = Sender(runtime, providers, directory)
    storage = MediaStorage(settings.media_url)
    fetcher = MediaFetcher(runtime, providers, directory, storage)
    uploader = MediaUploader(runtime, providers, directory, storage)
    handlers = Handlers(runtime.database, providers, sender)
    receipts = Receipts(providers, directory)

    broker = make_broker(settings)
    consume(broker, settings, "gateway", topics.MESSAGE_INBOUND, handlers.on_inbound)
    consume(
        broker, settings, "gateway", topics.MESSAGE_HISTORY, handlers.on_inbound, max_records=_HISTORY_RECORDS
    )
    consume(
        broker,
        settings,
        "gateway",
        topics.MESSAGE_OUTBOUND,
        handlers.on_outbound,
        seconds=_SEND_ROUND_SECONDS,
    )
    consume(
        broker,
        settings,
        "gateway",
        topics.MESSAGE_READ,
        receipts.on_read_requested,
        max_records=RECEIPTS_AT_ONCE,
        seconds=_SEND_ROUND_SECONDS,
    )
    consume(
        broker,
        settings,
        "gateway",
        topics.CAMPAIGN_SEND,
        handlers.on_campaign_send,
        max_records=500,
        at_a_time=settings.campaign_batches,
        seconds=_SEND_ROUND_SECONDS,
    )
    consume(broker, settings, "gateway", topics.PROVIDER_STATUS, handlers.on_provider_status)
    consume(broker, settings, "gateway", topics.PROVIDER_UPDATE, handlers.on_provider_update)
    consume(broker, settings, "gateway", topics.CAMPAIGN_CONTROL, handlers.on_campaign_control)
    consume(broker, settings, "gateway", topics.CONTACT_OPTOUT, handlers.on_opt_out)

    async def sweep() -> None:
        async with runtime.database.worker() as session:
            await delivery.sweep(session)

    async def forget_old() -> None:
        async with runtime.database.worker() as session:
            await journal.forget_old(session)
        more = True
        while more:
            async with runtime.database.worker() as session:
                more = await delivery.forget_old(session, days=settings.sends_kept_days)

    async def apply_parked() -> None:
        async with runtime.database.worker() as session:
            await delivery.apply_parked(session)

    async def check_channels() -> None:
        await health.check_due(accounts)

    async def read_templates() -> None:
        await templates.sync_due(accounts)

    one_file = settings.media_fetch_seconds + 2 * ROUND_SECONDS
    sending = _ClosingLast(sender, providers)
    return [
        sending.over(consuming(broker)),
        sending.over(
            every("retries", settings.retry_poll_seconds, sender.send_due, limit=_SEND_ROUND_SECONDS)
        ),
        sending.over(every("resends", RESEND_SECONDS, sender.resend_unconfirmed, limit=_SEND_ROUND_SECONDS)),
        *(
            sending.over(
                every(f"media {number}", settings.media_poll_seconds, fetcher.fetch_one, limit=one_file)
            )
            for number in range(settings.media_fetches)
        ),
        *(
            sending.over(
                every(f"uploads {number}", settings.retry_poll_seconds, uploader.upload_one, limit=one_file)
            )
            for number in range(settings.media_fetches)
        ),
        sending.over(
            every(
                "channel checks", settings.account_poll_seconds, check_channels, limit=_ACCOUNT_ROUND_SECONDS
            )
        ),
        sending.over(every("channel claims", settings.claim_poll_seconds, claims.prove_due)),
        sending.over(
            every("templates", settings.account_poll_seconds, read_templates, limit=LONG_ROUND_SECONDS)
        ),
        Relay(settings).task,
        every("sweep", settings.sweep_seconds, sweep),
        every("claims to expire", CLAIM_EXPIRY_SECONDS, claims.expire),
        every("expiry", EXPIRY_SECONDS, forget_old, limit=LONG_ROUND_SECONDS),
        every("parked statuses", settings.parked_poll_seconds, apply_parked),
    ]


class _ClosingLast:
    """Closes the providers' connections when the last task that sends over them has ended.

    Not with the first: a task that is stopped finishes what it has under way, and an answer that is cut
    off leaves its send unconfirmed for ever.
    """

    def __init__(self, sender: Sender, providers: Providers) -> None:
        self._sender = sender
        self._providers = providers
        self._running = 0

    def over(self, task: Task) -> Task:
        """Return the task, counted while it runs."""

        async def run() -> None:
            self._running += 1
            try:
                await task.run()
            finally:
                self._running -= 1
                if self._running == 0:
                    await self._sender.finish()
                    await self._providers.close()

        return Task(task.name, run, task.progress)
