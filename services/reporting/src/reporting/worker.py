"""The worker role: applies the other services' events, sends reports, makes exports,
purges what is old, relays the outbox."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from fastapi import FastAPI

from atende_platform.data import idempotency
from atende_platform.data.db import now
from atende_platform.data.purges import expiry
from atende_platform.data.rounds import Rounds, finding, rounds
from atende_platform.mail import mail_of
from atende_platform.messaging import company_erasures, inbox
from atende_platform.messaging.company_erasures import CompanyEraser
from atende_platform.messaging.handlers import consume_all
from atende_platform.messaging.kafka import consuming, make_broker
from atende_platform.messaging.outbox import Relay
from atende_platform.messaging.pace import gathered
from atende_platform.process.tasks import LONG_ROUND_SECONDS, Task, every
from atende_platform.runtime import Runtime
from reporting.handlers import HANDLERS
from reporting.service import export_jobs, metrics, report_mails
from reporting.service.export_making import Exporter
from reporting.service.recounts import Recounts
from reporting.service.report_mails import Mailer
from reporting.service.summing import summing
from reporting.settings import Settings

_METRICS_SECONDS: Final = 60.0
_SUMMING_SECONDS: Final = 15.0
_WAITED_FOR_SECONDS: Final = 1.0
_PLANNED_SECONDS: Final = 15.0
_COMPANIES_PLANNED: Final = 50
_MAILS_SECONDS: Final = 5.0
_SENDING_SECONDS: Final = 120.0
"""For making some e-mails and handing them over, which may take half a minute each."""
_INTERRUPTED_SECONDS: Final = 60.0
_PACES: Final = dict.fromkeys(HANDLERS, gathered(1.0))
"""Nobody waits for a figure: what came in a second is counted in one transaction."""


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of the worker role. Any number of replicas may run them."""
    broker = make_broker(runtime.settings)
    consume_all(broker, runtime.settings, runtime.database, "reporting", HANDLERS, paces=_PACES)

    exporter = Exporter(runtime.database, runtime.settings.report_export_bytes)

    async def measure() -> None:
        async with runtime.database.worker() as session:
            await metrics.measure(session, now())

    return [
        consuming(broker),
        every("metrics", _METRICS_SECONDS, measure),
        every("summing", _SUMMING_SECONDS, summing(runtime.database, now).step, limit=LONG_ROUND_SECONDS),
        Recounts(runtime.database).task,
        Relay(runtime.settings).task,
        every("exports", _WAITED_FOR_SECONDS, exporter.step),
        *_mails(runtime),
        every(
            "erasures of companies",
            company_erasures.ERASURE_SECONDS,
            CompanyEraser(runtime.database, "reporting").step,
        ),
        idempotency.expiry(runtime.database),
        expiry(
            runtime.database,
            {
                "inbox": inbox.purge,
                "exports": export_jobs.purge,
                "runs of scheduled reports": report_mails.purge,
            },
        ),
    ]


def _mails(runtime: Runtime[Settings]) -> Sequence[Task]:
    """Plan and send scheduled reports."""
    database, settings = runtime.database, runtime.settings
    mailer = Mailer(database, mail_of(settings), settings, now, runtime.company_limits.is_suspended)
    planning = rounds(
        "scheduled reports",
        database,
        now,
        report_mails.companies_with_schedules,
        partial(report_mails.plan, most=settings.report_mails_per_day),
        _COMPANIES_PLANNED,
    )
    sending = Rounds(
        "e-mails of reports",
        finding(database, now, report_mails.companies_with_mails),
        mailer.send_next,
        report_mails.AT_A_TIME,
    )
    return [
        every("scheduled reports", _PLANNED_SECONDS, planning.step),
        every("e-mails of reports", _MAILS_SECONDS, sending.step, limit=_SENDING_SECONDS),
        every("interrupted e-mails", _INTERRUPTED_SECONDS, mailer.note_interrupted),
    ]
