"""``python -m campaign recount``: what an upgrade counts for the first time."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from atende_platform.data.db import Database
from campaign.service import recounts
from campaign.settings import Settings


def recount_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m campaign recount``: count opt-outs of campaigns from before; return the exit status."""
    if arguments:
        sys.stderr.write("usage: python -m campaign recount\n")
        return 2
    try:
        asyncio.run(_recount(Database(settings), timedelta(days=settings.campaign_reply_days)))
    except (OSError, SQLAlchemyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


async def _recount(database: Database, within: timedelta) -> None:
    """Read the history of opt-outs, each page in a transaction of its own: campaigns go on meanwhile."""
    try:
        position: recounts.Position | None = recounts.START
        while position is not None:
            async with database.worker() as session:
                position = await recounts.count_opt_outs(session, position, within=within)
        async with database.worker() as session:
            campaigns = await recounts.report_variants(session)
        sys.stdout.write(f"opt-outs counted; {campaigns} campaigns of several messages report anew\n")
    finally:
        await database.close()
