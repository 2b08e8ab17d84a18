"""``atende rebuild``: figures are made again of the rows that they were made of."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import typer

from atende_contracts.audit_actions import Action
from atende_ops import hooks
from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Misuse
from atende_ops.hooks import Rebuilding
from atende_ops.output import Json, Result, show

_COLUMNS: Final = {"company": "company", "rows": "rows"}


def rebuild(
    projection: Annotated[str, typer.Argument(help="Which figures: reporting.")],
    company: Annotated[
        list[UUID] | None, typer.Option("--company", help="Only of this company; repeatable.")
    ] = None,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Count figures anew of the rows that they were made of, company by company, while services go on."""
    change = Change.asked(yes, reason)
    there = hooks.rebuildings()
    if projection not in there:
        raise Misuse(f"{projection} is not here. Here are: {', '.join(there) or 'none'}.")
    items = asyncio.run(_rebuild(projection, there[projection], company, change))
    show(
        Result(
            items=items,
            columns=_COLUMNS,
            fields={"dryRun": not change.do, "what": there[projection].what},
            notes=change.notes,
            empty="No company has any.",
        ),
        as_json=as_json,
    )


async def _rebuild(
    name: str, projection: Rebuilding[Any], companies: Sequence[UUID] | None, change: Change
) -> list[dict[str, Any]]:
    settings = settings_of(projection.service, projection.settings)
    chosen = companies or await projection.companies(settings)
    if not change.do:
        return [{"company": each, "rows": None} for each in chosen]
    async with database_with(settings) as database, database.worker() as session:
        await change.record(session, Action.PROJECTION_REBUILT, name, {"companies": len(chosen)})
    return [{"company": each, "rows": await projection.run(settings, each)} for each in chosen]
