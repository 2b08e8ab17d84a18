"""The installation's administrators and companies, from the server's command line."""

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from atende_platform.errors import AppError
from auth.commands.companies import create_command
from auth.service import installation
from auth.service.installation import Operator
from auth.settings import Settings

_ADMINS_USAGE = "usage: python -m auth admins list | add NAME [DAYS] | revoke ID\n"
_COMPANIES_USAGE = (
    "usage: python -m auth companies create --name NAME --owner-email ADDRESS | list [--suspended]"
    " | suspend ID REASON | resume ID | limits ID [NAME=NUMBER …]\n"
)
_DAYS = 90

Act = Callable[[AsyncSession, Operator], Awaitable[Sequence[str]]]
"""What is done in one transaction; returns the lines to be written."""


def admins_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m auth admins list|add|revoke``; return the exit status."""
    match list(arguments):
        case ["list"]:
            return _run(settings, _list_admins)
        case ["add", name, *rest] if len(rest) <= 1 and all(day.isdecimal() for day in rest):
            return _run(settings, _adding(name, int(rest[0]) if rest else _DAYS))
        case ["revoke", id_]:
            return _run(settings, _revoking(id_))
    sys.stderr.write(_ADMINS_USAGE)
    return 2


def companies_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m auth companies create|list|suspend|resume|limits``; return the exit status."""
    match list(arguments):
        case ["create", *_]:
            return create_command(settings, arguments)
        case ["list"]:
            return _run(settings, _listing(suspended=None))
        case ["list", "--suspended"]:
            return _run(settings, _listing(suspended=True))
        case ["suspend", id_, *reason] if reason:
            return _run(settings, _acting(id_, installation.suspend, " ".join(reason)))
        case ["resume", id_]:
            return _run(settings, _acting(id_, installation.resume))
        case ["limits", id_, *limits] if all("=" in each for each in limits):
            return _run(settings, _granting(id_, limits))
    sys.stderr.write(_COMPANIES_USAGE)
    return 2


async def _list_admins(session: AsyncSession, _: Operator) -> Sequence[str]:
    return [
        f"{admin.id}  {'revoked' if admin.revoked_at else f'until {admin.expires_at:%Y-%m-%d}'}  {admin.name}"
        for admin in await installation.list_admins(session)
    ]


def _adding(name: str, days: int) -> Act:
    async def add(session: AsyncSession, operator: Operator) -> Sequence[str]:
        admin, token = await installation.add_admin(session, operator, name, timedelta(days=days))
        return [f"{admin.id}  until {admin.expires_at:%Y-%m-%d}  {name}", token]

    return add


def _revoking(id_: str) -> Act:
    async def revoke(session: AsyncSession, operator: Operator) -> Sequence[str]:
        revoked = await installation.revoke_admin(session, operator, UUID(id_))
        return [f"{id_}: {'revoked' if revoked else 'not an administrator, or revoked before'}"]

    return revoke


def _listing(*, suspended: bool | None) -> Act:
    async def show(session: AsyncSession, _: Operator) -> Sequence[str]:
        lines: list[str] = []
        position = None
        while page := await installation.list_companies(session, position, 500, suspended=suspended):
            for company in page:
                state = f"suspended: {company.suspended_reason}" if company.suspended_at else "active"
                lines.append(f"{company.id}  {company.users} users  {state}  {company.name}")
            position = page[-1].created_at, page[-1].id
        return lines

    return show


def _acting(id_: str, act: Callable[..., Awaitable[None]], *further: str) -> Act:
    async def run(session: AsyncSession, operator: Operator) -> Sequence[str]:
        await act(session, operator, UUID(id_), *further)
        company = await installation.get_company(session, UUID(id_))
        return [f"{company.id}: {'suspended' if company.suspended_at else 'active'}"]

    return run


def _granting(id_: str, limits: Sequence[str]) -> Act:
    async def grant(session: AsyncSession, operator: Operator) -> Sequence[str]:
        if limits:
            pairs = (each.partition("=") for each in limits)
            await installation.grant_limits(
                session, operator, UUID(id_), {name: float(value) for name, _, value in pairs}
            )
        company = await installation.get_company(session, UUID(id_))
        return [f"{name}={value:g}" for name, value in sorted(company.granted_limits.items())]

    return grant


def _run(settings: Settings, act: Act) -> int:
    async def run() -> Sequence[str]:
        database = Database(settings)
        try:
            async with database.worker() as session:
                return await act(session, Operator(None, f"{getpass.getuser()} on the server"))
        finally:
            await database.close()

    errors: tuple[type[Exception], ...] = (AppError, SQLAlchemyError, OSError, ValueError)
    try:
        lines: Any = asyncio.run(run())
    except errors as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0
