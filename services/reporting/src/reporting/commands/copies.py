"""``python -m reporting dump`` and ``rebuild``."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from aiokafka.errors import KafkaError
from sqlalchemy.exc import SQLAlchemyError

from atende_platform.data.db import Database
from reporting.handlers import HANDLERS
from reporting.service import copies, rebuild
from reporting.service.replay import Silence, replay
from reporting.service.standstill import WorkersRun, require_stopped
from reporting.settings import Settings

_USAGE: Final = 2
_REFUSED: Final = (rebuild.RebuildUnderWay, WorkersRun, Silence)


def dump_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m reporting dump FILE [COMPANY …]``: write a copy; return the exit status."""
    parser = argparse.ArgumentParser("python -m reporting dump", description="Write a copy of what is known.")
    parser.add_argument("file", type=Path)
    parser.add_argument("companies", type=UUID, nargs="*", metavar="COMPANY")

    async def dump(database: Database, asked: argparse.Namespace) -> int:
        companies = asked.companies or await _all(database)
        rows = await copies.write(database, companies, asked.file)
        sys.stdout.write(f"{rows} rows of {len(companies)} companies\n")
        return 0

    return _run(settings, parser, arguments, dump)


def rebuild_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m reporting rebuild``: count what is known anew; return the exit status."""
    parser = argparse.ArgumentParser("python -m reporting rebuild", description="Count anew.")
    parser.add_argument("companies", type=UUID, nargs="*", metavar="COMPANY", help="all if none is named")
    parser.add_argument(
        "--from",
        type=Path,
        metavar="FILE",
        dest="file",
        help="of a copy made by dump; workers must be stopped",
    )
    parser.add_argument("--from-topics", action="store_true", help="with all that Kafka still has")

    async def work(database: Database, asked: argparse.Namespace) -> int:
        if asked.file is not None:
            await require_stopped(settings, HANDLERS)
            for company_id, facts in (await copies.restore(database, asked.file)).items():
                sys.stdout.write(f"{company_id}: {facts} facts counted\n")
        failed = 0
        if asked.from_topics:
            events, failed = await replay(settings, database, HANDLERS)
            sys.stdout.write(f"{events} events read again, {failed} could not be handled\n")
        if asked.file is None and not asked.from_topics:
            for company_id in asked.companies or await _all(database):
                facts = await rebuild.rebuild_company(database, company_id)
                sys.stdout.write(f"{company_id}: {facts} facts counted\n")
        return 1 if failed else 0

    return _run(settings, parser, arguments, work)


async def _all(database: Database) -> Sequence[UUID]:
    async with database.worker() as session:
        return await rebuild.companies(session)


def _run(
    settings: Settings,
    parser: argparse.ArgumentParser,
    arguments: Sequence[str],
    work: Callable[[Database, argparse.Namespace], Awaitable[int]],
) -> int:
    async def run(asked: argparse.Namespace) -> int:
        database = Database(settings)
        try:
            return await work(database, asked)
        finally:
            await database.close()

    try:
        return asyncio.run(run(parser.parse_args(arguments)))
    except SystemExit as exit_:  # argparse ends the process where arguments are wrong, or help is asked for.
        return _USAGE if exit_.code else 0
    except (OSError, SQLAlchemyError, KafkaError, copies.BadCopy, *_REFUSED) as error:
        # A statement that is given up after a minute has no words of its own.
        sys.stderr.write(f"{str(error) or repr(error)}\n")
        return 1
