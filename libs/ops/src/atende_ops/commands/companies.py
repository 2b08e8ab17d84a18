"""``atende companies export``: everything of a company as one file."""

import asyncio
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from atende_contracts.audit_actions import Action
from atende_contracts.topics import ServiceName
from atende_ops import company_files
from atende_ops.access import chosen, common_settings
from atende_ops.changes import Change, Reason
from atende_ops.company_files import Written
from atende_ops.databases import database_of
from atende_ops.errors import Misuse, Wrong
from atende_ops.output import Json, Result, show

app = typer.Typer(help="Companies of this installation.")

_COLUMNS: Final = {"service": "service", "table": "table", "rows": "rows"}


@app.command()
def export(
    company: Annotated[UUID, typer.Argument(metavar="ID", help="The company, as `list` names it.")],
    out: Annotated[Path, typer.Option("--out", help="The ZIP to be written; it must not exist.")],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Write everything of a company into a file, of every service whose database can be reached.

    It needs --reason, which the audit log keeps: what customers wrote leaves the system with it.
    """
    change = Change.asked(True, reason)
    if out.exists():
        raise Misuse(f"{out} exists already.")
    if not out.parent.is_dir():
        raise Misuse(f"{out.parent} is no folder.")
    services = chosen(None)
    written = asyncio.run(_export(services, company, out, change))
    rows = sum(each.rows for each in written)
    if rows == 0:
        out.unlink()
        raise Wrong("Nothing is known of such a company.")
    items = [
        {"service": each.service, "table": each.table, "rows": each.rows} for each in written if each.rows
    ]
    notes = [f"{rows} rows of {', '.join(services)}.", f"Files of messages: {company}/ in the media storage."]
    show(Result(items=items, columns=_COLUMNS, fields={"file": str(out)}, notes=notes), as_json=as_json)


async def _export(
    services: tuple[ServiceName, ...], company_id: UUID, out: Path, change: Change
) -> list[Written]:
    async with database_of(services[0]) as database, database.worker() as session:
        details = {"services": " ".join(services)}
        await change.record(session, Action.COMPANY_EXPORTED, company_id, details, company_id=company_id)
    urls = {service: common_settings(service).database_worker_url for service in services}
    return await company_files.export(urls, company_id, out)
