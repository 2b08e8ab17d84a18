"""``atende dlq``: records that could not be handled are looked at, handled again, or discarded."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer

from atende_contracts.audit_actions import Action
from atende_contracts.topics import ServiceName
from atende_ops import dead_letters
from atende_ops.access import chosen, kafka_access
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_of
from atende_ops.dead_letters import Letter, Settled
from atende_ops.errors import Misuse
from atende_ops.kafka import readings
from atende_ops.output import Json, Result, show

app = typer.Typer(help="Dead letters: records that a consumer could not handle.")

Consumer = Annotated[
    str | None, typer.Option("--consumer", help="Only of this consumer: chat.message.inbound.")
]
Company = Annotated[str | None, typer.Option("--company", help="Only of this company.")]
Ids = Annotated[list[str] | None, typer.Option("--id", help="A dead letter, as `list` names it; repeatable.")]
All = Annotated[bool, typer.Option("--all", help="All of them, or all of the consumer and company given.")]

_COLUMNS: Final = {
    "id": "id",
    "at": "at",
    "type": "type",
    "company": "company",
    "reason": "reason",
    "error": "error",
}
_DONE: Final = {**_COLUMNS, "outcome": "outcome"}
_GONE: Final = "{} cannot be replayed: only a part was kept, and the topic does not have the record any more."


@app.command("list")
def list_(consumer: Consumer = None, company: Company = None, as_json: Json = False) -> None:
    """List the dead letters that nobody has settled, oldest first. Exit status 1 if there are any."""
    found = dead_letters.chosen(asyncio.run(_waiting(consumer)), (), company=company)
    counts = Counter(each.reading.consumer for each in found)
    notes = [f"{number} of {name}." for name, number in sorted(counts.items())]
    if found:
        notes.append("Mend the cause, then: atende dlq replay --id ID (or --all), or atende dlq discard.")
    items = [each.as_item() for each in found]
    show(
        Result(items=items, columns=_COLUMNS, notes=notes, ok=not found, empty="No dead letters."),
        as_json=as_json,
    )


@app.command("show")
def show_(
    id_: Annotated[str, typer.Argument(metavar="ID", help="As `list` names it.")],
    value: Annotated[
        bool, typer.Option("--value", help="Also what it says, which may be what customers wrote.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show everything that is known of a dead letter: where it was, and why it could not be handled."""
    consumer = id_.rpartition("/")[0]
    (letter,) = dead_letters.chosen(asyncio.run(_waiting(consumer)), [id_])
    fields = {**letter.as_item(), "bytes": len(letter.record.value or b""), "headers": letter.headers}
    if value:
        fields["value"] = _readable(letter.record.value or b"")
    show(Result(fields=fields), as_json=as_json)


@app.command()
def replay(
    id_: Ids = None,
    everything: All = False,
    consumer: Consumer = None,
    company: Company = None,
    rate: Annotated[float, typer.Option(min=0.1, max=1000, help="Records a second.")] = 20.0,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Have dead letters handled again, by the consumer that could not handle them. It is safe to repeat."""
    change = Change.asked(yes, reason)
    done = asyncio.run(_settle("replay", _ids(id_, everything), consumer, company, rate, change))
    _report(done, change, as_json)


@app.command()
def discard(
    id_: Ids = None,
    everything: All = False,
    consumer: Consumer = None,
    company: Company = None,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Discard dead letters: what they say is never handled."""
    change = Change.asked(yes, reason)
    done = asyncio.run(_settle("discard", _ids(id_, everything), consumer, company, 1000, change))
    _report(done, change, as_json)


_ACTIONS: Final = {
    "replay": Action.DEAD_LETTERS_REPLAYED,
    "discard": Action.DEAD_LETTERS_DISCARDED,
}


def _ids(ids: list[str] | None, everything: bool) -> list[str]:
    if bool(ids) == everything:
        raise Misuse("Say which: --id ID, as often as needed, or --all.")
    return ids or []


async def _waiting(consumer: str | None) -> list[Letter]:
    access, prefix = kafka_access()
    return await dead_letters.waiting(access, readings(prefix, consumer=consumer))


async def _settle(
    how: str, ids: Sequence[str], consumer: str | None, company: str | None, rate: float, change: Change
) -> list[tuple[Letter, str | None]]:
    """Settle dead letters one after another; return what came of each, which is nothing in a dry run."""
    letters = dead_letters.chosen(await _waiting(consumer), ids, company=company)
    if not change.do or not letters:
        return [(each, None) for each in letters]
    for service in sorted({each.reading.service for each in letters}):
        await _record(service, how, [each for each in letters if each.reading.service == service], change)
    done: list[Settled] = []
    access, _ = kafka_access()
    async with dead_letters.desk(access) as desk:
        try:
            async for letter in dead_letters.paced(letters, rate):
                settled = await (desk.replay(letter) if how == "replay" else desk.discard(letter))
                done.append(settled)
        finally:
            await desk.sweep(each.letter.reading for each in done)
    return [(each.letter, each.outcome) for each in done]


async def _record(service: ServiceName, how: str, letters: Sequence[Letter], change: Change) -> None:
    """Record what is about to be done; what cannot be recorded is not done."""
    chosen(service)
    counts = Counter(each.reading.consumer for each in letters)
    async with database_of(service) as database, database.worker() as session:
        for consumer, number in counts.items():
            offsets = [str(each.record.offset) for each in letters if each.reading.consumer == consumer]
            details: dict[str, str | float | bool | None] = {"number": number, "offsets": " ".join(offsets)}
            await change.record(session, _ACTIONS[how], consumer, details)


def _report(done: Sequence[tuple[Letter, str | None]], change: Change, as_json: bool) -> None:
    items = [{**letter.as_item(), "outcome": outcome} for letter, outcome in done]
    gone = [letter.id for letter, outcome in done if outcome == "gone"]
    notes = [_GONE.format(id_) for id_ in gone]
    counts = Counter(outcome for _, outcome in done if outcome)
    notes += [f"{number} {outcome}." for outcome, number in sorted(counts.items())]
    show(
        Result(
            items=items,
            columns=_DONE if change.do else _COLUMNS,
            fields={"dryRun": not change.do},
            notes=[*notes, *change.notes],
            ok=not gone,
            empty="No dead letters.",
        ),
        as_json=as_json,
    )


def _readable(value: bytes) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value.decode(errors="replace")
