"""``atende channels``: the numbers of all companies: looking at them, switching them off and on."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Final, Literal
from uuid import UUID

import typer

from atende_contracts.audit_actions import Action
from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.output import Json, Result, show
from atende_platform.data.db import now
from gateway.service import operations
from gateway.service.operations import Switched
from gateway.settings import Settings

app = typer.Typer(help="Channels: the WhatsApp numbers of all companies.")

Id = Annotated[UUID, typer.Argument(metavar="ID", help="The channel, as `list` names it.")]

_COLUMNS: Final = {
    "id": "id",
    "company": "company",
    "name": "name",
    "provider": "provider",
    "phone": "phone",
    "status": "status",
    "reason": "reason",
    "quality": "quality",
    "checkedAt": "checked",
}
_SWITCHED: Final = {"id": "id", "company": "company", "name": "name", "before": "before", "after": "after"}


@app.command("list")
def list_(
    company: Annotated[UUID | None, typer.Option("--company", help="Only this company's.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", help="Only these: pending, active, disabled or error.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 1000,
    as_json: Json = False,
) -> None:
    """List channels, those that changed last first. Exit status 1 if one is in error."""
    items = asyncio.run(_list(company, status, limit))
    wrong = [each for each in items if each["status"] == "error"]
    notes = ["The list is longer: give --limit, --company or --status."] if len(items) == limit else []
    if wrong:
        notes.append(f"{len(wrong)} in error: their companies see why, and can mend it in the console.")
    show(
        Result(items=items, columns=_COLUMNS, notes=notes, ok=not wrong, empty="No channels."),
        as_json=as_json,
    )


@app.command()
def stop(id_: Id, yes: Yes = False, reason: Reason = "", as_json: Json = False) -> None:
    """Switch a channel off: nothing is sent on it. What comes in on it is still taken."""
    _switch(id_, "disabled", Change.asked(yes, reason), as_json)


@app.command()
def start(id_: Id, yes: Yes = False, reason: Reason = "", as_json: Json = False) -> None:
    """Switch a channel on again, also one in error: the provider is asked about it at once."""
    _switch(id_, "active", Change.asked(yes, reason), as_json)


async def _list(company: UUID | None, status: str | None, limit: int) -> Sequence[dict[str, object]]:
    async with database_with(settings_of("gateway", Settings)) as database, database.worker() as session:
        found = await operations.list_channels(session, company_id=company, status=status, limit=limit)
        return [
            {
                "id": each.id,
                "company": each.company_id,
                "name": each.name,
                "provider": each.provider,
                "phone": each.display_phone,
                "status": each.status,
                "reason": each.reason_code or each.problem_code,
                "detail": each.status_reason or each.problem,
                "quality": each.quality,
                "messagesPerSecond": each.messages_per_second,
                "resendUnconfirmed": each.resend_unconfirmed,
                "checkedAt": each.checked_at,
            }
            for each in found
        ]


def _switch(id_: UUID, status: Literal["active", "disabled"], change: Change, as_json: bool) -> None:
    done = asyncio.run(_switched(id_, status, change))
    item = {
        "id": done.channel_id,
        "company": done.company_id,
        "name": done.name,
        "before": done.before,
        "after": done.after,
    }
    notes = () if done.before != done.after else ("Nothing to do.",)
    show(
        Result(
            items=[item],
            columns=_SWITCHED,
            fields={"dryRun": not change.do},
            notes=[*notes, *change.notes],
        ),
        as_json=as_json,
    )


async def _switched(id_: UUID, status: Literal["active", "disabled"], change: Change) -> Switched:
    async with database_with(settings_of("gateway", Settings)) as database, database.worker() as session:
        done = await operations.switch(session, id_, status, now())
        if not change.do:
            await session.rollback()
        elif done.before != done.after:
            details = {"status": done.after}
            await change.record(session, Action.CHANNEL_SWITCHED, id_, details, company_id=done.company_id)
        return done
