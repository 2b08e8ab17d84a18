"""The worker role: what the gateway does without being asked over HTTP."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final

from fastapi import FastAPI

from atende_contracts import topics
from atende_platform.data import idempotency
from atende_platform.data.db import now
from atende_platform.data.purges import expiry
from atende_platform.data.wakeups import Wakeups
from atende_platform.messaging import company_erasures
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consume, consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.messaging.pace import LONG_BATCHES, gathered
from atende_platform.process.tasks import LONG_ROUND_SECONDS, ROUND_SECONDS, Task, every
from atende_platform.runtime import Runtime
from gateway.handlers import RECEIPTS_AT_ONCE, Outbound, ReadReceipts, handlers
from gateway.media import MediaFetcher, MediaUploader
from gateway.providers import Providers, make_providers
from gateway.repository.media import FILES
from gateway.repository.uploads import UPLOADS
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service import delivery, erasures, health, journal, templates
from gateway.service.accounts import Accounts
from gateway.service.claims import Claims
from gateway.service.directory import ChannelDirectory
from gateway.service.erasures import FileEraser
from gateway.settings import Settings
from gateway.storage import MediaStorage

ERASURE_SECONDS: Final = 2.0
RESEND_SECONDS: Final = 60.0
_PACES: Final = {
    topics.MESSAGE_INBOUND: gathered(0.5),
    topics.MESSAGE_HISTORY: gathered(0.5),
    topics.PROVIDER_STATUS: gathered(0.25),
}
"""Of messages only the files are read here, which then come a little later; of statuses, that a message was
delivered or read. Pauses and opt-outs are never waited for."""
_HISTORY_RECORDS: Final = 20
"""At once: each has up to a hundred messages."""
_SEND_ROUND_SECONDS: Final = 240.0
"""Far more than sending takes: who is cut off within a POST leaves its message unconfirmed for ever."""
_ACCOUNT_ROUND_SECONDS: Final = 120.0
CLAIM_EXPIRY_SECONDS: Final = 60.0
UNCONFIRMED_SECONDS: Final = 30.0


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
    outbound = Outbound(sender, runtime.database, lambda: runtime.fence.cut_at if runtime.fence else None)
    receipts = ReadReceipts(providers, directory)

    broker = make_broker(settings)
    consume_all(
        broker,
        settings,
        runtime.database,
        "gateway",
        handlers(providers),
        max_records={topics.MESSAGE_HISTORY: _HISTORY_RECORDS},
        paces=_PACES,
    )
    consume(
        broker,
        settings,
        "gateway",
        {topics.MESSAGE_OUTBOUND: outbound.on_outbound},
        seconds=_SEND_ROUND_SECONDS,
        pace=LONG_BATCHES,
    )
    consume(
        broker,
        settings,
        "gateway",
        {topics.MESSAGE_READ: receipts.on_read_requested},
        max_records=RECEIPTS_AT_ONCE,
        seconds=_SEND_ROUND_SECONDS,
    )
    consume(
        broker,
        settings,
        "gateway",
        {topics.CAMPAIGN_SEND: outbound.on_campaign_send},
        at_a_time=settings.campaign_batches,
        seconds=_SEND_ROUND_SECONDS,
        pace=LONG_BATCHES,
    )

    async def count_unconfirmed() -> None:
        async with runtime.database.worker_statement() as session:
            await delivery.count_unconfirmed(session)

    async def sweep() -> None:
        async with runtime.database.worker() as session:
            await delivery.sweep(session)

    eraser = FileEraser(runtime.database, storage)
    company_eraser = erasures.company_eraser(runtime.database)

    async def erase_files() -> bool:
        return await eraser.step(now())

    async def apply_unmatched() -> None:
        async with runtime.database.worker() as session:
            await delivery.apply_unmatched(session)

    async def check_channels() -> None:
        await health.check_due(accounts, now())

    async def prove_channels() -> None:
        await claims.prove_due(now())

    async def read_templates() -> None:
        await templates.sync_due(accounts)

    wakeups = Wakeups(settings)
    shared = _SharedProviders(sender, providers)

    def transferring(
        name: str, seconds: float, transfer_one: Callable[[], Awaitable[bool]], kind: str
    ) -> list[Task]:
        one_file = settings.media_fetch_seconds + 2 * ROUND_SECONDS
        return [
            shared.using(
                every(f"{name} {number}", seconds, transfer_one, limit=one_file, woken=wakeups.of(kind))
            )
            for number in range(settings.media_fetches)
        ]

    return [
        shared.using(consuming(broker)),
        shared.using(
            every("retries", settings.retry_poll_seconds, sender.send_due, limit=_SEND_ROUND_SECONDS)
        ),
        shared.using(every("resends", RESEND_SECONDS, sender.resend_unconfirmed, limit=_SEND_ROUND_SECONDS)),
        *transferring("media", settings.media_poll_seconds, fetcher.transfer_one, FILES),
        *transferring("uploads", settings.retry_poll_seconds, uploader.transfer_one, UPLOADS),
        shared.using(
            every(
                "channel checks", settings.account_poll_seconds, check_channels, limit=_ACCOUNT_ROUND_SECONDS
            )
        ),
        shared.using(every("channel claims", settings.claim_poll_seconds, prove_channels)),
        shared.using(
            every("templates", settings.account_poll_seconds, read_templates, limit=LONG_ROUND_SECONDS)
        ),
        every("erasures", ERASURE_SECONDS, erase_files),
        every("erasures of companies", company_erasures.ERASURE_SECONDS, company_eraser.step),
        wakeups.task,
        Relay(settings).task,
        every("sweep", settings.sweep_seconds, sweep),
        every("unconfirmed sends", UNCONFIRMED_SECONDS, count_unconfirmed),
        every("claims to expire", CLAIM_EXPIRY_SECONDS, claims.expire),
        expiry(
            runtime.database,
            {
                "reports about channels": journal.purge_old,
                "blocks": delivery.purge_blocks,
                "sends": partial(delivery.purge_old, days=settings.sends_kept_days),
            },
        ),
        idempotency.expiry(runtime.database),
        every("unmatched statuses", settings.parked_poll_seconds, apply_unmatched),
    ]


class _SharedProviders:
    """Closes the providers' connections when the last task that sends over them has ended.

    Not with the first: a task that is stopped finishes what it has under way, and an answer that is cut
    off leaves its send unconfirmed for ever.
    """

    def __init__(self, sender: Sender, providers: Providers) -> None:
        self._sender = sender
        self._providers = providers
        self._running = 0

    def using(self, task: Task) -> Task:
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
