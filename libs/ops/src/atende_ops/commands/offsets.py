"""``atende offsets``: where a consumer reads on, and moving that."""

import asyncio
from typing import Annotated, Final

import typer

from atende_contracts.audit_actions import Action
from atende_ops import backlog, offsets
from atende_ops.access import chosen, kafka_access
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_of
from atende_ops.kafka import readings
from atende_ops.offsets import Move
from atende_ops.output import Json, Result, show

app = typer.Typer(help="Where consumers read on in their topics.")

Consumer = Annotated[str, typer.Argument(metavar="CONSUMER", help="As `atende lag` names it.")]

_COLUMNS: Final = {"partition": "partition", "committed": "committed", "end": "end", "lag": "waiting"}
_MOVES: Final = {
    "partition": "partition",
    "committed": "committed",
    "wanted": "wanted",
    "again": "read again",
    "skipped": "skipped",
}


@app.command("show")
def show_(consumer: Consumer, as_json: Json = False) -> None:
    """Show where a consumer reads on, by partition."""
    access, prefix = kafka_access()
    found = asyncio.run(backlog.measure(access, readings(prefix, consumer=consumer)))
    items = [partition for each in found for partition in each.as_item()["partitions"]]
    fields = {"consumer": consumer, "group": found[0].reading.group} if found else {"consumer": consumer}
    show(Result(items=items, columns=_COLUMNS, fields=fields, empty="No such topic yet."), as_json=as_json)


@app.command()
def reset(
    consumer: Consumer,
    to: Annotated[str, typer.Option("--to", help="earliest, latest, or a time: 2026-05-04T12:00:00+00:00.")],
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Have a stopped consumer read on elsewhere: earlier it handles records again, later it skips some."""
    change = Change.asked(yes, reason)
    moves = asyncio.run(_reset(consumer, to, change))
    items = [each.as_item() for each in moves]
    skipped = sum(each["skipped"] for each in items)
    notes = [f"{skipped} records would never be handled."] if skipped else []
    show(
        Result(
            items=items,
            columns=_MOVES,
            fields={"dryRun": not change.do},
            notes=[*notes, *change.notes],
        ),
        as_json=as_json,
    )


async def _reset(consumer: str, to: str, change: Change) -> list[Move]:
    access, prefix = kafka_access()
    (reading,) = readings(prefix, consumer=consumer)
    found = await offsets.moves(access, reading, to)
    if change.do:
        await offsets.require_stopped(access, reading)
        chosen(reading.service)
        async with database_of(reading.service) as database, database.worker() as session:
            await change.record(session, Action.CONSUMER_GROUP_RESET, reading.consumer, {"to": to})
        await offsets.move(access, reading, found)
    return found
