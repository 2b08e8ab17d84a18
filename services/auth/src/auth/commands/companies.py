"""Creating companies where registration is closed, or for another."""

import asyncio
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from atende_platform.data.db import Database
from atende_platform.errors import Unavailable
from atende_platform.mail import mail_of
from auth import mail
from auth.schemas.fields import Email, Locale, Name
from auth.service import registrations
from auth.service.invitations import Letter
from auth.settings import Settings


def create_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m auth companies create``; return the exit status.

    The company's owner is invited: by e-mail, and by the link that is written to the standard output.
    """
    parser = ArgumentParser("python -m auth companies")
    create = parser.add_subparsers(dest="command", required=True).add_parser(
        "create", help="create a company, and invite its owner"
    )
    create.add_argument("--name", required=True)
    create.add_argument("--owner-email", required=True)
    create.add_argument("--locale", default="pt-BR")
    given = parser.parse_args(list(arguments))
    try:
        name = TypeAdapter(Name).validate_python(given.name)
        email = TypeAdapter(Email).validate_python(given.owner_email)
        locale = TypeAdapter(Locale).validate_python(given.locale)
        letter = asyncio.run(_create(settings, name, email, locale))
    except ValidationError as error:
        sys.stderr.writelines(f"{problem['input']}: {problem['msg']}\n" for problem in error.errors())
        return 2
    except (OSError, SQLAlchemyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"company {letter.company.company_id} created; {email} can accept at\n"
        f"{mail.invitation_link(settings, letter.token)}\n"
    )
    return 0


async def _create(settings: Settings, name: str, email: str, locale: str) -> Letter:
    database = Database(settings)
    try:
        async with database.worker() as session:
            letter = await registrations.create_by_operator(
                session, name, email, locale=locale, settings=settings
            )
    finally:
        await database.close()
    message = mail.invitation(settings, to=email, company=name, locale=locale, token=letter.token)
    try:
        await mail_of(settings).send(message)
    except Unavailable as error:
        sys.stderr.write(f"{error.detail} Give them the link yourself.\n")
    return letter
