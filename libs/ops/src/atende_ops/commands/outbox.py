"""``atende outbox``: events that wait to be published, and setting aside what holds the others up."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.topics import ServiceName
from atende_ops import outbox
from atende_ops.access import chosen
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_of
from atende_ops.errors import Misuse, Wrong
from atende_ops.outbox import Waiting
from atende_ops.output import Json, Result, show
from atende_ops.superseded import superseded

app = typer.Typer(help="Outboxes: events that are not in Kafka yet.")

Service = Annotated[str | None, typer.Option("--service", help="Only this service's.")]
Ids = Annotated[list[UUID], typer.Argument(metavar="EVENT...", help="Events, as `list` names them.")]

_COLUMNS: Final = {
    "service": "service",
    "id": "event",
    "company": "company",
    "topic": "topic",
    "type": "type",
    "bytes": "bytes",
    "age": "seconds",
    "parked": "parked",
}
_LATE_SECONDS: Final = 60.0


@app.command("list")
def list_(
    service: Service = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Of each service.")] = 20,
    as_json: Json = False,
) -> None:
    """List the events that wait, the oldest first. Exit status 1 if one waits for a minute, or is parked."""
    items, counts = asyncio.run(_list(chosen(service), limit))
    late = [name for name, each in counts.items() if each.oldest_seconds > _LATE_SECONDS]
    parked = [name for name, each in counts.items() if each.parked]
    notes = [
        f"{name}: {each.waiting} wait, {each.parked} are parked."
        for name, each in counts.items()
        if each.waiting or each.parked
    ]
    notes += [
        f"{name}'s oldest event waits for {counts[name].oldest_seconds:.0f} s. If Kafka is up, the log of its"
        " worker (outbox.not_published) says which event is refused: park that one."
        for name in late
    ]
    show(
        Result(items=items, columns=_COLUMNS, notes=notes, ok=not (late or parked), empty="Nothing waits."),
        as_json=as_json,
    )


@app.command()
def park(
    event: Ids, service: Service = None, yes: Yes = False, reason: Reason = "", as_json: Json = False
) -> None:
    """Keep events from being published, so that those behind them are. They are kept, and can be retried."""
    _change(event, service, outbox.park, Action.EVENT_PARKED, Change.asked(yes, reason), as_json)


@app.command()
def retry(
    event: Ids, service: Service = None, yes: Yes = False, reason: Reason = "", as_json: Json = False
) -> None:
    """Let parked events be published, unless something newer was published of the same thing."""
    _change(event, service, outbox.retry, Action.EVENT_RETRIED, Change.asked(yes, reason), as_json)


@app.command()
def discard(
    event: Ids, service: Service = None, yes: Yes = False, reason: Reason = "", as_json: Json = False
) -> None:
    """Delete parked events that can never be published. Nobody will hear of what they say."""
    _change(event, service, outbox.discard, Action.EVENT_DISCARDED, Change.asked(yes, reason), as_json)


Act = Callable[[AsyncSession, Sequence[UUID]], Awaitable[set[UUID]]]


def _change(
    ids: Sequence[UUID], service: str | None, act: Act, action: Action, change: Change, as_json: bool
) -> None:
    items = asyncio.run(_changed(ids, chosen(service), act, action, change))
    found = {each["id"] for each in items}
    if missing := [str(each) for each in ids if each not in found]:
        raise Misuse(f"Not in an outbox: {', '.join(missing)}.")
    show(
        Result(items=items, columns=_COLUMNS, fields={"dryRun": not change.do}, notes=change.notes),
        as_json=as_json,
    )


async def _list(
    services: Sequence[ServiceName], limit: int
) -> tuple[list[dict[str, Any]], dict[str, outbox.Summary]]:
    items: list[dict[str, Any]] = []
    counts: dict[str, outbox.Summary] = {}
    for service in services:
        async with database_of(service) as database, database.worker() as session:
            counts[service] = await outbox.summary(session)
            items += [_item(service, each) for each in await outbox.waiting(session, limit=limit)]
    return items, counts


async def _changed(
    ids: Sequence[UUID], services: Sequence[ServiceName], act: Act, action: Action, change: Change
) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for service in services:
        async with database_of(service) as database, database.worker() as session:
            found = await outbox.waiting(session, ids, limit=len(ids))
            if found and action is Action.EVENT_RETRIED:
                await _refuse_superseded(session, [each.event_id for each in found])
            if action is Action.EVENT_DISCARDED:
                _refuse_unparked(found)
            if change.do and found:
                changed = await act(session, [each.event_id for each in found])
                for each in found:
                    if each.event_id in changed:
                        details = {"type": each.type, "service": service, "topic": each.topic}
                        await change.record(
                            session, action, each.event_id, details, company_id=each.company_id
                        )
                if action is not Action.EVENT_DISCARDED:  # Else they are shown as they were.
                    found = await outbox.waiting(session, ids, limit=len(ids))
        items += [_item(service, each) for each in found]
    return items


async def _refuse_superseded(session: AsyncSession, ids: Sequence[UUID]) -> None:
    if old := await superseded(session, ids):
        raise Wrong(
            f"Not retried: {', '.join(sorted(map(str, old)))}. Something newer was said of the same thing"
            " since, and would be replaced by it in its topic."
        )


def _refuse_unparked(found: Sequence[Waiting]) -> None:
    if on_their_way := [str(each.event_id) for each in found if not each.parked]:
        names = ", ".join(on_their_way)
        raise Wrong(f"Not discarded: {names}. Park them first: the relay may be publishing them.")


def _item(service: ServiceName, each: Waiting) -> dict[str, Any]:
    return {
        "service": service,
        "id": each.event_id,
        "company": each.company_id,
        "topic": each.topic,
        "type": each.type,
        "bytes": each.bytes,
        "at": each.created_at,
        "age": each.age,
        "parked": each.parked,
    }
