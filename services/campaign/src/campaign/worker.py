"""The worker role: consumers, the campaign engine, and the relay."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from fastapi import FastAPI

from atende_contracts import topics
from atende_platform.data import idempotency
from atende_platform.data.db import now
from atende_platform.data.purges import expiry
from atende_platform.data.wakeups import Wakeups
from atende_platform.messaging import company_erasures
from atende_platform.messaging.company_erasures import CompanyEraser
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consume, consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.messaging.pace import gathered
from atende_platform.process.tasks import LONG_ROUND_SECONDS, Task, every
from atende_platform.runtime import Runtime
from campaign.dispatcher import Dispatcher
from campaign.handlers import DeliveryStatuses, handlers
from campaign.imports import Importer
from campaign.planner import Planner
from campaign.repository.campaigns import CAMPAIGNS, NOBODY
from campaign.repository.opt_out_imports import REJECTS
from campaign.scheduler import Scheduler
from campaign.service import erasures, upkeep
from campaign.service.progress import report_next
from campaign.settings import Settings

_IMPORT_POLL_SECONDS: Final = 0.5
_ERASURE_POLL_SECONDS: Final = 2.0
_STUCK_SECONDS: Final = 60.0
_EXPIRY_SECONDS: Final = 300.0
_REJECTS_DAYS: Final = 30
_GATHERED: Final = gathered(0.5)
"""For what an inbox writes much of, and for outcomes: nobody looks at them one by one. An opt-out by keyword,
a new contact, a failing campaign is known so much later at most."""


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of a worker. Any number of workers may run."""
    settings = runtime.settings
    broker = make_broker(settings)
    consume_all(
        broker,
        settings,
        runtime.database,
        "campaign",
        handlers(settings),
        paces={topics.MESSAGE_INBOUND: _GATHERED, topics.CONTACT_CHANGED: _GATHERED},
    )
    consume(
        broker,
        settings,
        "campaign",
        {topics.DELIVERY_STATUS: DeliveryStatuses(runtime.database, settings).handle},
        pace=_GATHERED,
    )
    wakeups = Wakeups(settings)
    planner = Planner(runtime.database, settings)
    scheduler = Scheduler(runtime.database, settings)
    dispatcher = Dispatcher(runtime.database, settings, runtime.company_limits.is_suspended)

    last = NOBODY

    async def report() -> bool:
        nonlocal last
        async with runtime.database.worker() as session:
            company_id = await report_next(
                session,
                interval_seconds=settings.campaign_progress_interval,
                sweep_chunk=settings.campaign_sweep_chunk,
                after=last,
            )
        last = company_id or last
        return company_id is not None

    async def repair_stuck() -> None:
        async with runtime.database.worker() as session:
            await upkeep.repair_stuck(session, settings, now())

    company_eraser = CompanyEraser(runtime.database, "campaign", erasures.TOMBSTONES)
    erased = NOBODY

    async def erase() -> bool:
        nonlocal erased
        async with runtime.database.worker() as session:
            company_id = await erasures.step(session, erased, now())
        again = company_id is not None or erased != NOBODY
        erased = company_id or NOBODY
        return again

    async def purge_messages() -> None:
        cursor: upkeep.Cursor | None = None
        while True:
            async with runtime.database.worker() as session:
                cursor = await upkeep.purge_messages(session, settings, now(), cursor)
            if cursor is None:
                return

    return [
        consuming(broker),
        Relay(settings).task,
        every("scheduler", settings.campaign_schedule_interval, scheduler.step),
        every("imports", _IMPORT_POLL_SECONDS, Importer(runtime.database, settings).step),
        wakeups.task,
        every("planner", settings.campaign_plan_interval, planner.step, woken=wakeups.of(CAMPAIGNS)),
        every("dispatcher", settings.campaign_dispatch_interval, dispatcher.run, woken=wakeups.of(CAMPAIGNS)),
        every("ask again", min(30.0, settings.campaign_redispatch_seconds), dispatcher.ask_again),
        every(
            "progress",
            min(0.25, settings.campaign_progress_interval),
            report,
            woken=wakeups.of(CAMPAIGNS),
        ),
        every("erasures", _ERASURE_POLL_SECONDS, erase),
        every("erasures of companies", company_erasures.ERASURE_SECONDS, company_eraser.step),
        every("stuck campaigns", _STUCK_SECONDS, repair_stuck),
        idempotency.expiry(runtime.database),
        expiry(runtime.database, {"refused rows": partial(REJECTS.purge, days=_REJECTS_DAYS)}),
        every("expiry of messages", _EXPIRY_SECONDS, purge_messages, limit=LONG_ROUND_SECONDS),
    ]
