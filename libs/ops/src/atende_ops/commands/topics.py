"""``atende topics``: which topics Kafka lacks or has otherwise than the registry says, and creating them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from atende_ops import topics
from atende_ops.access import kafka_access
from atende_ops.changes import DRY_RUN
from atende_ops.kafka import admin_of
from atende_ops.output import Json, Result, show
from atende_ops.topics import Step, TopicPlan, Wanted

app = typer.Typer(help="The topics of Kafka, as the registry of topics says.")

_COLUMNS: Final = {
    "topic": "topic",
    "step": "step",
    "partitions": "partitions",
    "wantedPartitions": "wanted",
    "replicas": "replicas",
    "wantedReplicas": "wanted",
    "config": "settings",
}
_MEANING: Final[dict[Step, str]] = {
    "create": "to be created",
    "configure": "with other settings",
    "partitions": "with another number of partitions, which `apply` leaves as it is (docs/atende.md)",
    "replicas": "with fewer replicas, which `apply` leaves as it is (docs/atende.md)",
    "unknown": "of no known version",
}


@app.command()
def plan(
    everything: Annotated[bool, typer.Option("--all", help="Also topics that need nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Show what `apply` would do. Exit status 1 if topics are missing or have other settings."""
    plans = asyncio.run(_plan())
    todo = any(each.step in topics.APPLIED for each in plans)
    show(_result(plans, everything, ok=not todo), as_json=as_json)


@app.command()
def apply(
    yes: Annotated[
        bool,
        typer.Option("--yes/--dry-run", help="Do it. Without --yes the command only says what it would do."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Create the topics that are missing, and give those that are there the registry's settings."""
    plans = asyncio.run(_apply(do=yes))
    done = () if yes else (DRY_RUN,)
    show(_result(plans, False, further=done, fields={"dryRun": not yes}), as_json=as_json)


async def _plan() -> list[TopicPlan]:
    access, prefix = kafka_access()
    wanted = Wanted.from_environment(prefix)
    async with admin_of(access) as admin:
        return await topics.plan(admin, wanted)


async def _apply(*, do: bool) -> list[TopicPlan]:
    access, prefix = kafka_access()
    wanted = Wanted.from_environment(prefix)
    async with admin_of(access) as admin:
        plans = await topics.plan(admin, wanted)
        if do:
            await topics.apply(admin, plans, wanted)
        return plans


def _result(
    plans: Sequence[TopicPlan],
    everything: bool,
    *,
    ok: bool = True,
    further: Sequence[str] = (),
    fields: dict[str, object] | None = None,
) -> Result:
    shown = [each.as_item() for each in plans if everything or each.step != "keep"]
    counts = Counter(each.step for each in plans)
    notes = [f"{counts[step]} {meaning}" for step, meaning in _MEANING.items() if counts[step]]
    return Result(
        items=shown,
        columns=_COLUMNS,
        fields=fields or {},
        notes=[*(f"{note}." for note in notes), *further],
        ok=ok,
        empty=f"All {counts['keep']} topics are as they should be.",
    )
