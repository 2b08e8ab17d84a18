"""``atende lag``: how far each consumer is behind."""

import asyncio
from typing import Annotated, Final

import typer

from atende_ops import backlog
from atende_ops.access import kafka_access
from atende_ops.backlog import Lag
from atende_ops.kafka import readings
from atende_ops.output import Json, Result, show

_COLUMNS: Final = {
    "consumer": "consumer",
    "group": "group",
    "state": "state",
    "members": "members",
    "lag": "records",
    "seconds": "seconds",
    "deadLetters": "dead letters",
}


def lag(
    service: Annotated[str | None, typer.Option("--service", help="Only this service's consumers.")] = None,
    consumer: Annotated[
        str | None, typer.Option("--consumer", help="Only this consumer: chat.message.inbound.")
    ] = None,
    group: Annotated[str | None, typer.Option("--group", help="Only consumers of this group.")] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0, help="From how far behind on something is wrong.")
    ] = 60.0,
    as_json: Json = False,
) -> None:
    """Show how far each consumer is behind. Exit status 1 if one is far behind, or nobody reads for it."""
    found = asyncio.run(_measure(service, consumer, group))
    late = [each for each in found if each.seconds > seconds]
    idle = [each for each in found if each.is_idle]
    notes = [f"Nobody reads for {each.reading.consumer}: is the worker running?" for each in idle]
    notes += [
        f"{each.reading.consumer} is {each.seconds:.0f} s behind: docs/alerts.md, ConsumerLagSeconds."
        for each in late
        if not each.is_idle
    ]
    items = [each.as_item() for each in found]
    show(Result(items=items, columns=_COLUMNS, notes=notes, ok=not (late or idle)), as_json=as_json)


async def _measure(service: str | None, consumer: str | None, group: str | None) -> list[Lag]:
    access, prefix = kafka_access()
    wanted = readings(prefix, service, consumer)
    if group is not None:
        wanted = [each for each in wanted if each.group.removeprefix(prefix) == group.removeprefix(prefix)]
    return await backlog.measure(access, wanted)
