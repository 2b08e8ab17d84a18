"""The databases: their schema, whether they were restored, what waits in them, what holds them up."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.topics import ServiceName
from atende_ops import outbox
from atende_ops.access import common_settings
from atende_ops.checks.finding import Finding, State
from atende_ops.databases import database_of
from atende_ops.schemas import SchemaState, schema_state
from atende_platform.data import fence
from atende_platform.data.db import execute
from atende_platform.data.last_backup import LastBackup, last_backup
from atende_platform.process.secret_settings import SANDBOXES

_LATE_SECONDS: Final = 60.0
_LONG_SECONDS: Final = 300.0
_CLOCK_SECONDS: Final = 2.0
_FULL: Final = 0.8

_SERVER: Final = """
SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS commits,
       CAST(current_setting('max_connections') AS integer) AS most,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       CAST(extract(epoch FROM clock_timestamp()) AS float8) AS clock,
       pg_database_size(current_database()) AS size
"""
_LONG: Final = """
SELECT pid, usename AS name, state, CAST(extract(epoch FROM now() - xact_start) AS float8) AS seconds,
       left(query, 120) AS query
FROM pg_stat_activity
WHERE xact_start < now() - make_interval(secs => :seconds) AND pid <> pg_backend_pid()
  AND backend_type = 'client backend'
ORDER BY xact_start
"""


async def databases(services: Sequence[ServiceName]) -> list[Finding]:
    """Look at the services' databases, and once at the server of each."""
    findings: list[Finding] = []
    servers: dict[tuple[str, int], Any] = {}
    backups: set[LastBackup | None] = set()
    for service in services:
        findings.append(_of_schema(await schema_state(service)))
        async with database_of(service) as database, database.worker() as session:
            findings.append(await _fence(session, service))
            findings += [await _outbox(session, service), *await _long(session, service)]
            backups.add(await last_backup(session))
            began = time.time()
            row = (await execute(session, _SERVER)).one()
            drift = row.clock - (began + time.time()) / 2
        servers.setdefault((row.version, row.most), (row, drift))
    durable = any(common_settings(service).environment not in SANDBOXES for service in services)
    for row, drift in servers.values():
        findings += _of_server(row, drift, durable=durable)
    return findings + [_of_backup(each) for each in backups if each is not None]


def _of_schema(state: SchemaState) -> Finding:
    said = f"revision {state.database or 'none'}, the code wants {state.code or 'unknown'}: {state.state}"
    if not state.is_right:
        remedy = f"Run `python -m {state.service} migrate`; its processes wait for that."
        return Finding("schema", "wrong", said, remedy, state.service)
    if state.unvalidated:
        said += f"; {state.unvalidated} constraints hold for new rows only"
        remedy = "Rows from before are longer than is allowed now: the log of `migrate` names the tables."
        return Finding("schema", "warning", said, remedy, state.service)
    return Finding("schema", "fine", said, service=state.service)


async def _fence(session: AsyncSession, service: ServiceName) -> Finding:
    try:
        seen = await fence.look(session, service)
    except fence.NotProvisioned as error:
        remedy = "Run `python -m atende_platform provision` of this version."
        return Finding("restore", "wrong", str(error), remedy, service)
    if seen.is_restored:
        return Finding(
            "restore",
            "wrong",
            "the database is another one than this installation worked with: workers wait",
            "If it was restored: `atende restore fence` (docs/backup.md).",
            service,
        )
    return Finding("restore", "fine", "the database is the one worked with", service=service)


async def _outbox(session: AsyncSession, service: ServiceName) -> Finding:
    found = await outbox.summary(session)
    said = f"{found.waiting} events wait, for {found.oldest_seconds:.0f} s at most; {found.parked} are parked"
    if found.oldest_seconds > _LATE_SECONDS:
        remedy = f"Is {service}'s worker running, and Kafka? Else `atende outbox list --service {service}`."
        return Finding("outbox", "wrong", said, remedy, service)
    if found.parked:
        remedy = f"`atende outbox list --service {service}`: retry them when the cause is mended."
        return Finding("outbox", "warning", said, remedy, service)
    return Finding("outbox", "fine", said, service=service)


def _of_backup(last: LastBackup) -> Finding:
    hours = (datetime.now(UTC) - last.taken_at).total_seconds() / 3600
    said = f"the last one that was noted is {hours:.0f} hours old"
    if datetime.now(UTC) > last.due_at:
        return Finding(
            "backup", "warning", said, "Look why there is no newer one: docs/alerts.md, BackupOld."
        )
    return Finding("backup", "fine", said)


async def _long(session: AsyncSession, service: ServiceName) -> list[Finding]:
    rows = await execute(session, _LONG, seconds=_LONG_SECONDS)
    return [
        Finding(
            "transactions",
            "warning",
            f"{row.name} (pid {row.pid}, {row.state}) has a transaction open for {row.seconds:.0f} s",
            f"What it has locked waits, and vacuum too. If it hangs: SELECT pg_terminate_backend({row.pid}).",
            service,
        )
        for row in rows
    ]


def _of_server(row: Any, drift: float, *, durable: bool) -> list[Finding]:
    state: State = "fine" if abs(drift) <= _CLOCK_SECONDS else "wrong"
    findings = [
        Finding(
            "clock",
            state,
            f"PostgreSQL's clock differs from this machine's by {drift:+.1f} s",
            "" if state == "fine" else "Run NTP on both machines: tokens, windows and schedules go by them.",
        ),
        Finding("servers", "fine", f"PostgreSQL {row.version}, database of {row.size / 1e6:.0f} MB"),
    ]
    if row.commits == "off":
        remedy = "Set synchronous_commit = on: a crash could forget what was sent, and send it twice."
        state = "wrong" if durable else "warning"
        findings.append(Finding("servers", state, "PostgreSQL's synchronous_commit is off", remedy))
    said = f"{row.connections} of {row.most} connections of PostgreSQL are taken"
    if row.connections > row.most * _FULL:
        remedy = "Raise max_connections, or lower DATABASE_POOL_SIZE: docs/sizing.md."
        findings.append(Finding("connections", "warning", said, remedy))
    else:
        findings.append(Finding("connections", "fine", said))
    return findings
