"""The worker role: which tasks there are, and how often each looks for work."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from fastapi import FastAPI

from atende_contracts import topics
from atende_platform.data import idempotency
from atende_platform.data.db import Database, now
from atende_platform.data.purges import expiry
from atende_platform.messaging import company_erasures, inbox
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.messaging.pace import IN_BURSTS
from atende_platform.process.tasks import Task, every
from atende_platform.runtime import Runtime
from chat.automations import worker as automations
from chat.bulk import service as bulk
from chat.bulk.worker import BulkWorker
from chat.contacts.worker import tag_mover
from chat.directory.domain import User
from chat.drafts import service as drafts
from chat.erasure.worker import company_eraser, eraser
from chat.handlers import HANDLERS
from chat.imports import service as imports
from chat.imports.worker import Importer
from chat.merges import service as merges
from chat.notes import service as notes
from chat.personal_data import service as personal_data
from chat.presence import service as presence
from chat.presence.domain import Status
from chat.satisfaction.worker import Satisfaction
from chat.scheduled import worker as scheduled
from chat.search.worker import Indexer
from chat.settings import Settings
from chat.sla import worker as sla
from chat.tickets import worker as tickets
from chat.updates import service as updates
from chat.webhooks import worker as webhooks

_HISTORY_RECORDS: Final = 20
"""At once: each has up to a hundred messages."""
_BULK_DAYS: Final = 30
_BULK_FILE_HOURS: Final = 24

# How often each task looks for work. A look that finds nothing costs a statement or two.
_WAITED_FOR_SECONDS: Final = 1.0
"""What a person waits for: an answer, an agent, a file, a result that can be found."""
_FOLLOWED_SECONDS: Final = 2.0
"""What is to be right soon."""
_UPKEEP_SECONDS: Final = 5.0
"""What falls due by the minute, or is shown rightly meanwhile."""
_ABSENCES_SECONDS: Final = 10.0
_CLOSING_SECONDS: Final = 30.0


def worker(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:  # noqa: ARG001 (a role's signature)
    """Consume events, relay the outbox, run jobs, maintain tickets, purge old data."""
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
    return (
        consuming(broker),
        Relay(settings).task,
        every("scheduled messages", _WAITED_FOR_SECONDS, scheduled.Sender(database).step),
        *_jobs(runtime),
        *_tickets(runtime),
        *_rules(database),
        *webhooks.tasks(database, settings),
        idempotency.expiry(database),
        _expiry(database, settings),
    )


def _jobs(runtime: Runtime[Settings]) -> Sequence[Task]:
    """Do what users started and the worker finishes, a portion of each company at a time."""
    settings, database = runtime.settings, runtime.database
    return (
        every("imports", _WAITED_FOR_SECONDS, Importer(database, settings, runtime.quotas).step),
        every("bulk", _WAITED_FOR_SECONDS, BulkWorker(database).step),
        every("search", _WAITED_FOR_SECONDS, Indexer(database).step),
        every("erasures", _FOLLOWED_SECONDS, eraser(database).step),
        every("erasures of companies", company_erasures.ERASURE_SECONDS, company_eraser(database).step),
        every("contact tags", _FOLLOWED_SECONDS, tag_mover(database).step),
    )


def _tickets(runtime: Runtime[Settings]) -> Sequence[Task]:
    """Answer, assign, wake and close tickets."""
    database, redis = runtime.database, runtime.redis

    async def free_for_tickets(users: Collection[User]) -> set[User]:
        return await presence.available(redis, users)

    async def connected(users: Collection[User]) -> set[User]:
        found = await presence.statuses(redis, users)
        return {user for user, status in found.items() if status is not Status.OFFLINE}

    return (
        every("answers", _WAITED_FOR_SECONDS, tickets.attendant(database).step),
        every("assignment", _WAITED_FOR_SECONDS, tickets.dispatcher(database, free_for_tickets).step),
        every("leavers", _FOLLOWED_SECONDS, tickets.release(database).step),
        every("holds", _UPKEEP_SECONDS, tickets.end_of_holds(database).step),
        every("sleepers", _UPKEEP_SECONDS, tickets.alarm(database).step),
        every("archived-queues", _UPKEEP_SECONDS, tickets.mover(database).step),
        every("absences", _ABSENCES_SECONDS, tickets.absences(database, connected).step),
        every("auto-close", _CLOSING_SECONDS, tickets.closer(database).step),
    )


def _rules(database: Database) -> Sequence[Task]:
    """Follow the event log of companies that have such rules. Where none has any, a look is one statement."""
    return (
        every("automations", _WAITED_FOR_SECONDS, automations.Automations(database).step),
        every("satisfaction", _FOLLOWED_SECONDS, Satisfaction(database).step),
        every("sla", _FOLLOWED_SECONDS, sla.ServiceLevels(database).step),
    )


def _expiry(database: Database, settings: Settings) -> Task:
    """Delete what is old."""
    return expiry(
        database,
        {
            "inbox": inbox.purge,
            "mentions": lambda session, limit: notes.purge(session, limit, now()),
            "events": partial(updates.purge, days=settings.event_retention_days),
            "refused rows": imports.purge_rejects,
            "drafts of imports": imports.purge_drafts,
            "bulk files": partial(bulk.purge_files, hours=_BULK_FILE_HOURS),
            "bulk jobs": partial(bulk.purge, days=_BULK_DAYS),
            "drafts": lambda session, limit: drafts.purge(session, limit, now()),
            "automatic answers": tickets.purge_answers,
            "service levels": sla.purge,
            "old runs of automations": automations.purge_old,
            "many runs of automations": automations.purge_many,
            "exports of contacts": personal_data.purge,
            "merges": lambda session, limit: merges.purge(session, limit, now()),
            "scheduled messages": scheduled.purge,
        },
    )
