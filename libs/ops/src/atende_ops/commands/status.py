"""``atende status``: how the installation is doing, on one screen."""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer
from sqlalchemy.exc import SQLAlchemyError

from atende_contracts.topics import ServiceName
from atende_ops import backlog, hooks, outbox
from atende_ops.access import chosen, kafka_access, settings_of
from atende_ops.databases import database_of
from atende_ops.errors import Wrong
from atende_ops.kafka import readings
from atende_ops.output import Json, Result, show
from atende_ops.schemas import schema_state

_COLUMNS: Final = {
    "service": "service",
    "schema": "schema",
    "outbox": "outbox",
    "outboxSeconds": "oldest (s)",
    "members": "consumers",
    "lag": "behind",
    "lagSeconds": "oldest (s)",
    "deadLetters": "dead letters",
    "figures": "work",
}
_CLEAR: Final = "\x1b[2J\x1b[H"


def status(
    service: Annotated[str | None, typer.Option("--service", help="Only this service.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Again and again, until Ctrl-C.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", min=0.5, help="How often with --watch.")] = 5.0,
    as_json: Json = False,
) -> None:
    """Show each service's schema, outbox, consumers, dead letters and work. `doctor` says what is wrong."""
    services = chosen(service)
    while True:
        items = asyncio.run(_status(services))
        ok = all(each["ok"] for each in items)
        result = Result(items=items, columns=_COLUMNS, ok=ok or watch, notes=() if ok else _NOTES)
        if watch and not as_json:
            sys.stdout.write(f"{_CLEAR}{time.strftime('%H:%M:%S')}\n")
        show(result, as_json=as_json)
        if not watch:
            return
        sys.stdout.flush()
        time.sleep(seconds)


_NOTES: Final = ("Something cannot be reached, or waits: `atende doctor` says what to do.",)


async def _status(services: Sequence[ServiceName]) -> list[dict[str, Any]]:
    consumers = await _consumers(services)
    return [{**await _service(each), **consumers[each]} for each in services]


async def _service(service: ServiceName) -> dict[str, Any]:
    try:
        schema = await schema_state(service)
        async with database_of(service) as database, database.worker() as session:
            waiting = await outbox.summary(session)
        figures = [
            figure
            for each in hooks.figures().values()
            if each.service == service
            for figure in await each.run(settings_of(service, each.settings))
        ]
    except (SQLAlchemyError, OSError) as error:
        return {"service": service, "ok": False, "schema": "away", "error": str(error)}
    return {
        "service": service,
        "ok": schema.is_right,
        "schema": schema.state,
        "revision": schema.database,
        "outbox": waiting.waiting,
        "outboxSeconds": waiting.oldest_seconds,
        "parked": waiting.parked,
        "figures": {each.name: each.value for each in figures},
    }


async def _consumers(services: Sequence[ServiceName]) -> dict[ServiceName, dict[str, Any]]:
    """Return how far the consumers of each service are behind, all together."""
    sums: dict[ServiceName, dict[str, Any]] = {each: {} for each in services}
    try:
        access, prefix = kafka_access()
        lags = await backlog.measure(access, [each for each in readings(prefix) if each.service in services])
    except Wrong as error:
        return {each: {"ok": False, "kafka": str(error)} for each in services}
    members: defaultdict[ServiceName, dict[str, int]] = defaultdict(dict)
    for lag in lags:
        members[lag.reading.service][lag.reading.group] = lag.members
        found = sums[lag.reading.service]
        found["lag"] = found.get("lag", 0) + lag.records
        found["lagSeconds"] = max(found.get("lagSeconds", 0.0), lag.seconds)
        found["deadLetters"] = found.get("deadLetters", 0) + lag.dead_letters
    for service, groups in members.items():
        sums[service]["members"] = sum(groups.values())
    return sums
