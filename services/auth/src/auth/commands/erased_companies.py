"""``atende companies erase`` and what belongs to it: a company is erased, or kept after all, with a proof."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

import typer

from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Misuse, Wrong
from atende_ops.output import Json, Result, show
from atende_platform.data.db import now
from auth.repository import erased_audit_logs
from auth.repository.company_erasures import ErasureRow
from auth.service import company_erasures, installation
from auth.service.company_erasures import GRACE
from auth.service.installation import Operator
from auth.settings import Settings

app = typer.Typer(help="Companies of this installation.")

Company = Annotated[UUID, typer.Argument(metavar="ID", help="The company, as `list` names it.")]
_COLUMNS: Final = {
    "company": "company",
    "status": "status",
    "erasesAt": "erases at",
    "confirmed": "confirmed by",
    "rows": "rows",
    "finishedAt": "finished",
    "auditErasedAt": "audit log erased",
}
_PROOF: Final = {"service": "service", "table": "table", "rows": "rows"}
_MOST_DAYS: Final = 365
_KEPT_MONTHS: Final = 6


@app.command()
def erase(
    company: Company,
    name: Annotated[str, typer.Option("--name", help="The company's name, typed as it is.")],
    grace_days: Annotated[
        int, typer.Option(min=0, max=_MOST_DAYS, help="Until it is erased it can be taken back.")
    ] = GRACE.days,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Suspend a company at once, and erase it from every service when the days have passed."""
    change = Change.asked(yes, reason)
    fields = asyncio.run(_erase(company, name, timedelta(days=grace_days), change))
    notes = change.notes or (f"Until then: atende companies cancel-erasure {company}",)
    show(Result(fields={**fields, "dryRun": not change.do}, notes=notes), as_json=as_json)


@app.command("cancel-erasure")
def cancel_erasure(company: Company, yes: Yes = False, reason: Reason = "", as_json: Json = False) -> None:
    """Keep a company that is to be erased. It goes on, unless it was suspended before."""
    change = Change.asked(yes, reason)
    fields = asyncio.run(_cancel(company, change))
    show(Result(fields={**fields, "dryRun": not change.do}, notes=change.notes), as_json=as_json)


@app.command()
def erasures(as_json: Json = False) -> None:
    """List the companies that are to be erased, or were."""
    items = [_item(each) for each in asyncio.run(_all())]
    show(Result(items=items, columns=_COLUMNS, empty="No company was erased."), as_json=as_json)


@app.command("erasure-proof")
def erasure_proof(company: Company, as_json: Json = False) -> None:
    """Show what was erased of a company, by service and table. Exit status 1 until all of it is gone."""
    erasure = asyncio.run(_one(company))
    items = [
        {"service": service, "table": table, "rows": rows}
        for service, tables in sorted(erasure.erased.items())
        for table, rows in sorted(tables.items())
    ]
    fields = {**_item(erasure), "confirmations": dict(erasure.confirmations)}
    show(
        Result(
            items=items,
            columns=_PROOF,
            fields=fields,
            ok=erasure.finished_at is not None,
            empty="Nothing yet.",
        ),
        as_json=as_json,
    )


@app.command("purge-audit")
def purge_audit(
    company: Company,
    months: Annotated[int, typer.Option(min=0, max=120, help="Since it was erased.")] = _KEPT_MONTHS,
    yes: Yes = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Delete the audit log of a company that was erased months ago, as the owner of auth's tables.

    No service may do that. It needs AUTH_DATABASE_OWNER_URL (in auth's container: DATABASE_OWNER_URL).
    """
    change = Change.asked(yes, reason)
    settings = settings_of("auth", Settings)
    owner_url = settings.database_owner_url
    if not owner_url:
        raise Misuse("auth's DATABASE_OWNER_URL is not set: only the owner of the tables deletes audit logs.")
    erasure = asyncio.run(_one(company))
    if erasure.finished_at is None or now() < erasure.finished_at + timedelta(days=30 * months):
        raise Misuse(f"The company was not erased {months} months ago.")
    entries = asyncio.run(_purge_audit(owner_url, company, change))
    fields = {"company": company, "entries": entries, "dryRun": not change.do}
    show(Result(fields=fields, notes=change.notes), as_json=as_json)


async def _erase(company_id: UUID, name: str, grace: timedelta, change: Change) -> dict[str, Any]:
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        company = await installation.get_company(session, company_id)
        if company.name != name:
            raise Misuse(f"The company is not called {name}: type its name as it is.")
        if not change.do:
            return {"company": company_id, "users": company.users, "erasesAt": now() + grace}
        erasure = await company_erasures.schedule(
            session,
            Operator(None, change.by),
            company_id,
            name=name,
            reason=change.reason,
            grace=grace,
            now=now(),
        )
        return {"company": company_id, "status": erasure.status, "erasesAt": erasure.erases_at}


async def _cancel(company_id: UUID, change: Change) -> dict[str, Any]:
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        erasure = await company_erasures.get(session, company_id)
        if change.do:
            operator = Operator(None, change.by)
            await company_erasures.cancel(session, operator, company_id, change.reason)
        return {"company": company_id, "erasesAt": erasure.erases_at}


async def _all() -> list[ErasureRow]:
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        return list(await company_erasures.list_all(session))


async def _one(company_id: UUID) -> ErasureRow:
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        return await company_erasures.get(session, company_id)


async def _purge_audit(owner_url: str, company_id: UUID, change: Change) -> int:
    async with database_with(settings_of("auth", Settings)) as database:
        if not change.do:
            async with database.worker() as session:
                return await erased_audit_logs.count(session, company_id)
        entries = await erased_audit_logs.erase(owner_url, company_id)
        if entries is None:
            raise Wrong("The company was not erased: its audit log stays.")
        async with database.worker() as session:
            await company_erasures.note_audit_erased(
                session, Operator(None, change.by), company_id, change.reason, entries
            )
        return entries


def _item(erasure: ErasureRow) -> dict[str, Any]:
    return {
        "company": erasure.company_id,
        "status": erasure.status,
        "reason": erasure.reason,
        "requestedBy": erasure.requested_by,
        "requestedAt": erasure.requested_at,
        "erasesAt": erasure.erases_at,
        "confirmed": sorted(erasure.confirmations),
        "rows": sum(sum(tables.values()) for tables in erasure.erased.values()),
        "finishedAt": erasure.finished_at,
        "auditErasedAt": erasure.audit_erased_at,
    }
