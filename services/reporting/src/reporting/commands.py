"""Commands of operators: ``python -m reporting rebuild``."""

import asyncio
import sys
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from atende_platform.data.db import Database
from reporting.service import rebuild
from reporting.settings import Settings


def rebuild_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m reporting rebuild [COMPANY …]``: count all facts anew; return the exit status."""
    try:
        wanted = [UUID(argument) for argument in arguments]
    except ValueError:
        sys.stderr.write("usage: python -m reporting rebuild [COMPANY-ID ...]\n")
        return 2
    try:
        asyncio.run(_rebuild(Database(settings), wanted))
    except (OSError, SQLAlchemyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


async def _rebuild(database: Database, wanted: Sequence[UUID]) -> None:
    """Rebuild companies, one after the other; all of them if none is named."""
    try:
        if not wanted:
            async with database.worker() as session:
                wanted = await rebuild.companies(session)
        for company_id in wanted:
            facts = await rebuild.rebuild_company(database, company_id)
            sys.stdout.write(f"{company_id}: {facts} facts counted\n")
    finally:
        await database.close()
