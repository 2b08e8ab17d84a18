"""``atende keys reseal``: stored secrets are sealed with the current key, so that an older one can go."""

import asyncio
from typing import Annotated, Any, Final

import typer

from atende_contracts.audit_actions import Action
from atende_ops import hooks
from atende_ops.access import reachable, settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Misuse
from atende_ops.hooks import Resealing
from atende_ops.output import Json, Result, show

app = typer.Typer(help="Keys: those that sign access tokens, and those that seal stored secrets.")

_COLUMNS: Final = {
    "name": "name",
    "what": "what",
    "setting": "setting",
    "resealed": "sealed anew",
    "broken": "cannot be opened",
}


@app.command()
def reseal(
    only: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which; else all that are here.")
    ] = None,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Seal stored secrets with the current key. When all are, the previous keys are not needed any more."""
    change = Change.asked(yes, reason)
    there = {name: each for name, each in hooks.resealings().items() if each.service in reachable()}
    if missing := sorted(set(only or ()) - there.keys()):
        raise Misuse(f"Not here: {', '.join(missing)}. Here are: {', '.join(there) or 'none'}.")
    chosen = {name: each for name, each in there.items() if not only or name in only}
    items = asyncio.run(_reseal(chosen, change))
    broken = [each for each in items if each["broken"]]
    notes = [f"{each['broken']} of {each['name']} cannot be opened: {each['remedy']}" for each in broken]
    show(
        Result(
            items=items,
            columns=_COLUMNS,
            fields={"dryRun": not change.do},
            notes=[*notes, *change.notes],
            ok=not broken,
            empty="Nothing that is sealed is here.",
        ),
        as_json=as_json,
    )


async def _reseal(chosen: dict[str, Resealing[Any]], change: Change) -> list[dict[str, Any]]:
    items = []
    for name, each in chosen.items():
        settings = settings_of(each.service, each.settings)
        resealed = broken = None
        if change.do and each.is_set(settings):
            resealed, broken = await each.run(settings)
            async with database_with(settings) as database, database.worker() as session:
                details: dict[str, str | float | bool | None] = {"resealed": resealed, "broken": broken}
                await change.record(session, Action.SECRETS_RESEALED, name, details)
        items.append(
            {
                "name": name,
                "what": each.what,
                "setting": each.setting if each.is_set(settings) else f"{each.setting} (not set)",
                "resealed": resealed,
                "broken": broken,
                "remedy": each.remedy,
            }
        )
    return items
