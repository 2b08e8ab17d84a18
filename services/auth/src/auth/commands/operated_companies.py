"""``atende companies``: the companies of the installation, and what they are granted."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import typer

from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Misuse
from atende_ops.output import Json, Result, show
from auth.repository.installation import CompanyOverview
from auth.service import installation
from auth.service.installation import LIMIT_NAMES, Operator
from auth.settings import Settings

app = typer.Typer(help="Companies of this installation.")

_COLUMNS: Final = {
    "id": "id",
    "name": "name",
    "users": "users",
    "state": "state",
    "reason": "reason",
    "createdAt": "since",
}
_PAGE: Final = 500


@app.command("list")
def list_(
    suspended: Annotated[bool, typer.Option("--suspended", help="Only those that are suspended.")] = False,
    as_json: Json = False,
) -> None:
    """List all companies, newest first."""
    found = asyncio.run(_list(True if suspended else None))
    items = [
        {
            "id": each.id,
            "name": each.name,
            "users": each.users,
            "state": "suspended" if each.suspended_at else "active",
            "reason": each.suspended_reason,
            "createdAt": each.created_at,
            "limits": each.granted_limits,
        }
        for each in found
    ]
    show(Result(items=items, columns=_COLUMNS, empty="No companies."), as_json=as_json)


@app.command()
def limits(
    company: Annotated[UUID, typer.Argument(metavar="ID", help="The company, as `list` names it.")],
    changed: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=NUMBER]...", help="What it is granted; NAME= takes that back."),
    ] = None,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Show what a company is granted beyond the installation's limits, or change it."""
    wanted = _numbers(changed or [])
    change = Change.asked(yes, reason)
    before, after = asyncio.run(_limits(company, wanted, change))
    items = [
        {"limit": name, "granted": before.get(name), "wanted": after.get(name)}
        for name in sorted({*before, *after})
    ]
    columns = {"limit": "limit", "granted": "granted", **({"wanted": "wanted"} if wanted else {})}
    show(
        Result(
            items=items,
            columns=columns,
            fields={"dryRun": not change.do} if wanted else {},
            notes=change.notes if wanted else (),
            empty=f"Nothing of its own. Limits are: {', '.join(LIMIT_NAMES)}.",
        ),
        as_json=as_json,
    )


def _numbers(texts: Sequence[str]) -> dict[str, float | None]:
    wanted: dict[str, float | None] = {}
    for text in texts:
        name, sign, number = text.partition("=")
        if not sign or name not in LIMIT_NAMES:
            raise Misuse(f"{text}: a limit is NAME=NUMBER, with one of {', '.join(LIMIT_NAMES)}.")
        try:
            wanted[name] = float(number) if number else None
        except ValueError:
            raise Misuse(f"{text}: {number} is not a number.") from None
    return wanted


async def _list(suspended: bool | None) -> list[CompanyOverview]:
    found: list[CompanyOverview] = []
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        position = None
        while page := await installation.list_companies(session, position, _PAGE, suspended=suspended):
            found += page
            position = page[-1].created_at, page[-1].id
    return found


async def _limits(
    company_id: UUID, wanted: Mapping[str, float | None], change: Change
) -> tuple[dict[str, Any], dict[str, Any]]:
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        company = await installation.get_company(session, company_id)
        before = dict(company.granted_limits)
        after = {name: value for name, value in {**before, **wanted}.items() if value is not None}
        if wanted and change.do:
            operator = Operator(None, change.by)
            await installation.grant_limits(session, operator, company_id, after, reason=change.reason)
        return before, after
