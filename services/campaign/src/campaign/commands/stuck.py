"""``atende campaigns``: those that ought to move and do not, and getting them going."""

import asyncio
from typing import Annotated, Any, Final
from uuid import UUID

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Wrong
from atende_ops.output import Json, Result, show
from atende_platform.data.db import now
from campaign.repository.upkeep import Stuck, StuckKind
from campaign.service import upkeep
from campaign.settings import Settings

app = typer.Typer(help="Campaigns that do not move.")

_COLUMNS: Final = {
    "id": "id",
    "company": "company",
    "name": "name",
    "state": "state",
    "kind": "stuck",
    "since": "since",
}
_ADVICE: Final[dict[StuckKind, str]] = {
    "expanding": "Its audience is not made: are campaign's workers running? Else a transaction has it locked:"
    " `atende doctor` shows those that last long.",
    "waiting": "It may send and does not: are the workers of campaign and of the gateway running, and do they"
    " keep up (`atende lag`)?",
    "unreported": "Its report fails: the log of campaign's workers says why. It is tried again by itself.",
    "unanswered": "The gateway does not answer for its last sends: is it running, are there dead letters"
    " (`atende dlq list`)? `nudge --give-up` makes them unconfirmed now.",
    "left_behind": "It closed while recipients were under way: rows were changed by hand. They are settled"
    " by themselves.",
}


@app.command()
def stuck(as_json: Json = False) -> None:
    """List the campaigns that ought to move and do not. Exit status 1 if there are any."""
    items = asyncio.run(_stuck())
    kinds = dict.fromkeys(each["kind"] for each in items)
    notes = [f"{kind}: {_ADVICE[kind]}" for kind in kinds]
    show(
        Result(items=items, columns=_COLUMNS, notes=notes, ok=not items, empty="No campaign is stuck."),
        as_json=as_json,
    )


@app.command()
def nudge(
    id_: Annotated[UUID, typer.Argument(metavar="ID", help="The campaign, as `stuck` names it.")],
    give_up: Annotated[
        bool,
        typer.Option("--give-up", help="Make sends of which nothing is heard unconfirmed, so that it ends."),
    ] = False,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Have every part of the engine look at a campaign as if it had just changed. It is safe to repeat."""
    change = Change.asked(yes, reason)
    fields, notes = asyncio.run(_nudge(id_, give_up, change))
    show(Result(fields={"dryRun": not change.do, **fields}, notes=[*notes, *change.notes]), as_json=as_json)


async def _stuck() -> list[dict[str, Any]]:
    settings = settings_of("campaign", Settings)
    async with database_with(settings) as database, database.worker() as session:
        found = await upkeep.find_stuck(session, settings, now())
        return [await _item(session, each) for each in found]


async def _item(session: AsyncSession, stuck: Stuck) -> dict[str, Any]:
    campaign = await upkeep.find_campaign(session, stuck.campaign_id)
    return {
        "id": stuck.campaign_id,
        "company": stuck.company_id,
        "name": campaign.name,
        "state": str(campaign.state),
        "kind": stuck.kind,
        "since": stuck.since,
    }


async def _nudge(campaign_id: UUID, give_up: bool, change: Change) -> tuple[dict[str, Any], list[str]]:
    settings = settings_of("campaign", Settings)
    async with database_with(settings) as database, database.worker() as session:
        campaign = await upkeep.find_campaign(session, campaign_id)
        found = await upkeep.find_stuck(session, settings, now())
        kind = next((each for each in found if each.campaign_id == campaign_id), None)
        fields = {
            "id": campaign_id,
            "company": campaign.company_id,
            "name": campaign.name,
            "state": str(campaign.state),
            "kind": kind and kind.kind,
        }
        if give_up and (kind is None or kind.kind not in ("unanswered", "left_behind")):
            raise Wrong("It is not stuck on sends of which nothing is heard: nothing can be given up.")
        settled = 0
        if change.do:
            if give_up and kind is not None:
                settled = await upkeep.give_up(session, settings, kind)
            await upkeep.nudge(session, campaign.company_id, campaign_id)
            details: dict[str, str | float | bool | None] = {"state": str(campaign.state), "settled": settled}
            await change.record(
                session, Action.CAMPAIGN_NUDGED, campaign_id, details, company_id=campaign.company_id
            )
        notes = [] if kind else ["It is not stuck."]
        return {**fields, "settled": settled}, notes
