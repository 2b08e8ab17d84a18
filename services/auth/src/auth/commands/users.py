"""``atende users``: people who sign in, and helping those who cannot."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

import typer

from atende_contracts.audit_actions import Action
from atende_ops.access import settings_of
from atende_ops.changes import Change, Reason, Yes
from atende_ops.databases import database_with
from atende_ops.errors import Wrong
from atende_ops.output import Json, Result, show
from auth.domain import Device
from auth.service import installation, operators
from auth.service.installation import Operator
from auth.settings import Settings

app = typer.Typer(help="Users: who signs in, to which companies.")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="What they sign in with.")]

_COLUMNS: Final = {
    "email": "e-mail",
    "company": "company",
    "role": "role",
    "state": "state",
    "totp": "app",
    "sessions": "sessions",
    "joinedAt": "joined",
}
_DONE: Final = {"company": "company", "user": "user", "role": "role"}
_DEVICE: Final = Device(address="", user_agent="atende")


@app.command("list")
def list_(
    company: Annotated[UUID | None, typer.Option("--company", help="Only this company's.")] = None,
    email: Annotated[str | None, typer.Option("--email", help="Only who has this address.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 1000,
    as_json: Json = False,
) -> None:
    """List users of all companies, by company and address."""
    items = asyncio.run(_list(company, email, limit))
    notes = ["The list is longer: give --limit, --company or --email."] if len(items) == limit else []
    show(Result(items=items, columns=_COLUMNS, notes=notes, empty="No such users."), as_json=as_json)


@app.command("reset-totp")
def reset_totp(email: Email, yes: Yes = False, reason: Reason = "", as_json: Json = False) -> None:
    """Let a user who lost their authenticator app sign in without it; their sessions end.

    Make sure first that it is them: an administrator of their company can do the same in the console, where
    it also takes their password. They and their companies get to know of it.
    """
    _report(asyncio.run(_help(email, Change.asked(yes, reason), totp=True)), yes, as_json)


@app.command("end-sessions")
def end_sessions(email: Email, yes: Yes = False, reason: Reason = "", as_json: Json = False) -> None:
    """End all sessions of a person, in all companies: they have to sign in again."""
    _report(asyncio.run(_help(email, Change.asked(yes, reason), totp=False)), yes, as_json)


@dataclass(frozen=True)
class _Helped:
    companies: Sequence[dict[str, Any]]
    ended: int | None


async def _list(company_id: UUID | None, email: str | None, limit: int) -> list[dict[str, Any]]:
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        found = await operators.list_users(session, company_id=company_id, email=email, limit=limit)
    return [
        {
            "id": each.id,
            "email": each.email,
            "companyId": each.company_id,
            "company": each.company,
            "role": each.role,
            "state": each.state,
            "totp": each.totp,
            "sessions": each.sessions,
            "joinedAt": each.joined_at,
        }
        for each in found
    ]


async def _help(email: str, change: Change, *, totp: bool) -> _Helped:
    async with database_with(settings_of("auth", Settings)) as database, database.worker() as session:
        login, companies = await operators.find_login(session, email)
        if totp and not await operators.has_totp(session, login):
            raise Wrong("They sign in without an authenticator app already.")
        items = [
            {"companyId": each.company_id, "company": each.name, "user": each.user_id, "role": each.role}
            for each in companies
        ]
        if not change.do:
            return _Helped(items, None)
        action = Action.USER_TOTP_RESET if totp else Action.USER_SESSIONS_ENDED
        ended = await (
            operators.reset_totp(session, login, _DEVICE) if totp else operators.end_sessions(session, login)
        )
        operator = Operator(None, change.by)
        for each in companies:
            details: dict[str, str | float] = {"reason": change.reason, "ended": len(ended)}
            installation.note(session, operator, action, each.user_id, details, each.company_id)
        return _Helped(items, len(ended))


def _report(helped: _Helped, done: bool, as_json: bool) -> None:
    change_notes = () if done else Change.asked(False, "").notes
    notes = [] if helped.ended is None else [f"{helped.ended} sessions ended."]
    show(
        Result(
            items=helped.companies,
            columns=_DONE,
            fields={"dryRun": not done},
            notes=[*notes, *change_notes],
            empty="They belong to no company.",
        ),
        as_json=as_json,
    )
