"""``atende restore``: whether a database was restored, and what to do before workers go on with it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

import typer

from atende_contracts.topics import ServiceName
from atende_ops import restores
from atende_ops.access import chosen
from atende_ops.changes import Change, Reason, Yes
from atende_ops.errors import Misuse
from atende_ops.output import Json, Result, show
from atende_ops.restores import Fenced, FenceState

app = typer.Typer(help="Databases that were restored from a backup: how to go on with them.")

Service = Annotated[str | None, typer.Option("--service", help="Only this service.")]

_STATUS: Final = {
    "service": "service",
    "fence": "fence",
    "workedAt": "last worked with",
    "cutAt": "restored, stopped at",
}
_FENCED: Final = {
    "service": "service",
    "since": "backup",
    "until": "stopped at",
    "readAgain": "read again",
    "marked": "marked",
}
_CLOSED: Final = (
    "closed: the database was restored, and workers wait. Find out when the system of before stopped, then"
    " run `atende restore fence --until TIME` (docs/backup.md)."
)
_NEW: Final = (
    "new: no worker was ever at work in it. If it was restored from a backup of a version that had no fence,"
    " run `atende restore fence --since TIME` before its workers start (docs/backup.md)."
)


@app.command()
def status(service: Service = None, as_json: Json = False) -> None:
    """Show which databases were restored and wait for `fence`. Exit status 1 if one does."""
    states = asyncio.run(_states(chosen(service)))
    items = [
        {"service": each.service, "fence": each.state, "workedAt": each.worked_at, "cutAt": each.cut_at}
        for each in states
    ]
    closed = [each.service for each in states if each.state == "closed"]
    unprepared = [each.service for each in states if each.state == "not provisioned"]
    notes = [f"{each}: run `python -m atende_platform provision` of this version." for each in unprepared]
    if new := [each.service for each in states if each.state == "new"]:
        notes.append(f"{', '.join(new)}: {_NEW}")
    if closed:
        notes.append(f"{', '.join(closed)}: {_CLOSED}")
    show(Result(items=items, columns=_STATUS, notes=notes, ok=not closed and not unprepared), as_json=as_json)


@app.command()
def fence(
    service: Service = None,
    until: Annotated[
        str,
        typer.Option(
            help="When the system of before stopped: 2026-05-04T12:00:00+00:00. Without it: just now.",
            show_default=False,
        ),
    ] = "",
    moved: Annotated[
        bool,
        typer.Option(
            "--moved", help="The database was moved while everything was stopped: nothing is missing in it."
        ),
    ] = False,
    since: Annotated[
        str,
        typer.Option(
            help="When the backup was taken (takenAt in its backup.json), for databases that do not say it"
            " themselves: of versions that had no fence. Others keep to what they say.",
            show_default=False,
        ),
    ] = "",
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Mark what may have been sent since the backup as unconfirmed, then let the workers go on.

    Where Kafka is still the one of before, what came since the backup is read again. A database that was not
    restored is left alone; one in which no worker was ever at work is refused without --since or --moved.
    """
    change = Change.asked(yes, reason)
    if moved and until:
        raise Misuse("--moved says that nothing was done after the backup: --until does not go with it.")
    done = asyncio.run(
        _fence(chosen(service), change, _moment("--until", until), moved, _moment("--since", since))
    )
    show(_result(done, change), as_json=as_json)


def _moment(option: str, given: str) -> datetime | None:
    if not given:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise Misuse(f"{option} is a time such as 2026-05-04T12:00:00+00:00.") from None
    if at.tzinfo is None:
        raise Misuse(f"{option} needs the time's offset: 2026-05-04T12:00:00+00:00.")
    return at


async def _states(services: Sequence[ServiceName]) -> list[FenceState]:
    return [await restores.state_of(service) for service in services]


async def _fence(
    services: Sequence[ServiceName],
    change: Change,
    until: datetime | None,
    moved: bool,
    taken_at: datetime | None,
) -> list[Fenced]:
    return [
        await restores.open_fence(service, change, until=until, moved=moved, taken_at=taken_at)
        for service in services
    ]


def _result(done: Sequence[Fenced], change: Change) -> Result:
    restored = [each for each in done if each.since is not None]
    items = [
        {
            "service": each.service,
            "since": each.since,
            "until": each.until,
            "readAgain": each.read_again,
            "ordersAreKnown": each.orders_are_known,
            "marked": each.marked,
        }
        for each in restored
    ]
    notes = []
    assumed = [each for each in restored if each.until != each.since and not each.orders_are_known]
    if assumed:
        notes.append(
            "Kafka does not have the orders of that time: as many as the channels could send are taken as"
            " sent, and become unconfirmed."
        )
    if restored and change.do:
        notes.append("The workers go on by themselves, within seconds.")
    return Result(
        items=items,
        columns=_FENCED,
        notes=[*notes, *change.notes],
        fields={"dryRun": not change.do},
        empty="No database here was restored.",
    )
