"""The worker role: what happens without anybody asking."""

from collections.abc import Collection, Sequence
from functools import partial

from fastapi import FastAPI

from atende_contracts import topics
from atende_platform.data import idempotency
from atende_platform.data.db import now
from atende_platform.messaging import inbox
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.messaging.pace import IN_BURSTS
from atende_platform.process.tasks import LONG_ROUND_SECONDS, Task, every
from atende_platform.runtime import Runtime
from chat.automations.worker import Automations
from chat.automations.worker import purge as purge_automations
from chat.bulk import service as bulk
from chat.bulk.worker import BulkWorker
from chat.contacts.worker import TagMover
from chat.directory.domain import User
from chat.drafts import service as drafts
from chat.erasure.worker import Eraser
from chat.handlers import HANDLERS
from chat.imports.service import purge_rejects
from chat.imports.worker import Importer
from chat.merges import service as merges
from chat.notes import service as notes
from chat.presence import service as presence
from chat.presence.domain import Status
from chat.satisfaction.worker import Satisfaction
from chat.scheduled.worker import Sender
from chat.search.worker import Indexer
from chat.settings import Settings
from chat.sla.worker import ServiceLevels
from chat.sla.worker import purge as purge_sla
from chat.tickets.worker import (
    Absences,
    Attendant,
    Closer,
    Dispatcher,
    Mover,
    Release,
    let_go,
    purge_answers,
    wake_sleepers,
)
from chat.updates import service as updates
from chat.webhooks import worker as webhooks

_EXPIRY_SECONDS = 3600.0
_HISTORY_RECORDS = 20
"""At once: each has up to a hundred messages."""
_IMPORT_POLL_SECONDS = 1.0
_REJECTS_DAYS = 30
_BULK_DAYS = 30
_BULK_FILE_HOURS = 24
_ERASURE_POLL_SECONDS = 2.0
_LEAVERS_POLL_SECONDS = 2.0
_SEARCH_POLL_SECONDS = 1.0
_SLEEPERS_POLL_SECONDS = 1.0
_AUTOMATIONS_POLL_SECONDS = 1.0
_ANSWERS_POLL_SECONDS = 0.5
_ASSIGNMENT_POLL_SECONDS = 1.0
_ABSENCES_POLL_SECONDS = 10.0
_CLOSING_POLL_SECONDS = 30.0
_ARCHIVED_POLL_SECONDS = 5.0
_SATISFACTION_POLL_SECONDS = 2.0
_SLA_POLL_SECONDS = 2.0
_SCHEDULED_POLL_SECONDS = 1.0


def worker(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:  # noqa: ARG001 (a role's signature)
    """Consume events, import files, relay the outbox, purge what is old."""
    settings, database = runtime.settings, runtime.database
    broker = make_broker(settings)
    consume_all(
        broker,
        settings,
        database,
        "chat",
        HANDLERS,
        max_records={topics.MESSAGE_HISTORY: _HISTORY_RECORDS},
        paces={topics.DELIVERY_STATUS: IN_BURSTS},
    )

    scheduled = Sender(database)

    async def purge() -> None:
        async with database.worker() as session:
            await inbox.purge(session)
            await notes.purge(session, now())
            await updates.purge(session, settings.event_retention_days)
            await purge_rejects(session, _REJECTS_DAYS)
            await merges.purge(session, now())
            await bulk.purge(session, days=_BULK_DAYS, file_hours=_BULK_FILE_HOURS)
            await drafts.purge(session, now())
            await purge_answers(session, now())
            await purge_sla(session, now())
            await purge_automations(session, now())
        await scheduled.purge()

    async def free_for_tickets(users: Collection[User]) -> set[User]:
        return await presence.available(runtime.redis, users)

    async def connected(users: Collection[User]) -> set[User]:
        found = await presence.statuses(runtime.redis, users)
        return {user for user, status in found.items() if status is not Status.OFFLINE}

    return (
        consuming(broker),
        Relay(settings).task,
        every("imports", _IMPORT_POLL_SECONDS, Importer(database, settings, runtime.quotas).step),
        every("bulk", _IMPORT_POLL_SECONDS, BulkWorker(database).step),
        every("contact tags", _ERASURE_POLL_SECONDS, TagMover(database).step),
        every("erasures", _ERASURE_POLL_SECONDS, Eraser(database).step),
        every("leavers", _LEAVERS_POLL_SECONDS, Release(database).step),
        every("search", _SEARCH_POLL_SECONDS, Indexer(database).step),
        every("answers", _ANSWERS_POLL_SECONDS, Attendant(database).step),
        every("assignment", _ASSIGNMENT_POLL_SECONDS, Dispatcher(database, free_for_tickets).step),
        every("absences", _ABSENCES_POLL_SECONDS, Absences(database, connected).step),
        every("auto-close", _CLOSING_POLL_SECONDS, Closer(database).step),
        every("archived-queues", _ARCHIVED_POLL_SECONDS, Mover(database).step),
        every("holds", _SLEEPERS_POLL_SECONDS, partial(let_go, database)),
        every("sleepers", _SLEEPERS_POLL_SECONDS, partial(wake_sleepers, database)),
        every("automations", _AUTOMATIONS_POLL_SECONDS, Automations(database).step),
        every("satisfaction", _SATISFACTION_POLL_SECONDS, Satisfaction(database).step),
        every("scheduled messages", _SCHEDULED_POLL_SECONDS, scheduled.step),
        every("sla", _SLA_POLL_SECONDS, ServiceLevels(database).step),
        *webhooks.tasks(database, settings),
        idempotency.expiry(database),
        every("expiry", _EXPIRY_SECONDS, purge, limit=LONG_ROUND_SECONDS),
    )
