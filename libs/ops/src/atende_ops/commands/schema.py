"""``atende schema``: which migrations the databases have; waiting until they have them all."""

import asyncio
import time
from collections.abc import Sequence
from typing import Annotated, Final

import typer
from sqlalchemy.exc import SQLAlchemyError

from atende_contracts.topics import ServiceName
from atende_ops.access import chosen
from atende_ops.errors import Wrong
from atende_ops.output import Json, Result, show
from atende_ops.schemas import SchemaState, schema_state

app = typer.Typer(help="The databases' schemas: which migrations they have.")

Service = Annotated[str | None, typer.Option("--service", help="Only this service.")]

_COLUMNS: Final = {"service": "service", "database": "database", "code": "code", "state": "state"}
_LOOK_SECONDS: Final = 1.0


@app.command()
def status(service: Service = None, as_json: Json = False) -> None:
    """Show which migration each database is at, and which one the code here was written for."""
    states = asyncio.run(_states(chosen(service)))
    show(_result(states), as_json=as_json)


@app.command()
def wait(
    service: Service = None,
    seconds: Annotated[float, typer.Option(min=0, help="For how long at most.")] = 300.0,
    as_json: Json = False,
) -> None:
    """Wait until every database has the schema that the code here was written for."""
    show(_result(asyncio.run(_wait(chosen(service), seconds))), as_json=as_json)


async def _states(services: Sequence[ServiceName]) -> list[SchemaState]:
    return [await schema_state(service) for service in services]


async def _wait(services: Sequence[ServiceName], seconds: float) -> list[SchemaState]:
    deadline = time.monotonic() + seconds
    while True:
        away: Exception | None = None
        states: list[SchemaState] = []
        try:
            states = await _states(services)
        except (SQLAlchemyError, OSError) as error:
            away = error
        if states and all(each.is_right for each in states):
            return states
        if time.monotonic() >= deadline:
            if away:
                raise Wrong(f"PostgreSQL does not answer after {seconds:g} s: {away}") from away
            return states
        await asyncio.sleep(min(_LOOK_SECONDS, max(0.0, deadline - time.monotonic())))


def _result(states: Sequence[SchemaState]) -> Result:
    behind = [each for each in states if not each.is_right]
    notes = [
        f"{each.service}: {each.unvalidated} constraints hold for new rows only, since older rows break them"
        " (the log of `migrate` names them)."
        for each in states
        if each.unvalidated
    ]
    notes += [f"Run `python -m {each.service} migrate` for {each.service}." for each in behind]
    items = [
        {
            "service": each.service,
            "database": each.database,
            "code": each.code,
            "state": each.state,
            "unvalidated": each.unvalidated,
        }
        for each in states
    ]
    return Result(items=items, columns=_COLUMNS, notes=notes, ok=not behind)
