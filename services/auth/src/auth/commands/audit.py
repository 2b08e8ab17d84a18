"""Verifying the audit log."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from atende_platform.data.db import Database
from auth.service import audit_chain
from auth.service.audit_chain import Checkpoint, Verified
from auth.settings import Settings

_USAGE = "usage: python -m auth audit verify [--checkpoints FILE] | checkpoint\n"


def audit_command(settings: Settings, arguments: Sequence[str]) -> int:
    """Be ``python -m auth audit verify|checkpoint``; return the exit status, 1 if something is wrong.

    ``verify`` compares the log with its chains, and these with the checkpoints that a file has, such as
    the worker's log. ``checkpoint`` writes the heads of all chains, to be kept somewhere else.
    """
    try:
        match list(arguments):
            case ["verify"]:
                return _report(asyncio.run(_verify(settings, [])))
            case ["verify", "--checkpoints", name]:
                return _report(asyncio.run(_verify(settings, list(read_checkpoints(Path(name))))))
            case ["checkpoint"]:
                for checkpoint in asyncio.run(_checkpoints(settings)):
                    sys.stdout.write(f"{checkpoint.line()}\n")
                return 0
    except (OSError, SQLAlchemyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(_USAGE)
    return 2


def read_checkpoints(file: Path) -> Iterator[Checkpoint]:
    """Yield the checkpoints among the lines of a log; other lines are passed over."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if audit_chain.CHECKPOINT_EVENT not in line:
                continue
            try:
                said = json.loads(line[line.index("{") :])
                yield Checkpoint(UUID(said["company_id"]), int(said["position"]), bytes.fromhex(said["hash"]))
            except (ValueError, KeyError, TypeError):
                sys.stderr.write(f"not a checkpoint: {line[:200].rstrip()}\n")


async def _verify(settings: Settings, checkpoints: list[Checkpoint]) -> Verified:
    database = Database(settings)
    try:
        async with database.worker() as session:
            return await audit_chain.verify(session, checkpoints)
    finally:
        await database.close()


async def _checkpoints(settings: Settings) -> list[Checkpoint]:
    database = Database(settings)
    try:
        async with database.worker() as session:
            return await audit_chain.current_checkpoints(session)
    finally:
        await database.close()


def _report(verified: Verified) -> int:
    sys.stdout.writelines(f"{finding}\n" for finding in verified.findings)
    sys.stdout.write(
        f"{verified.entries} entries of {verified.companies} companies verified,"
        f" {len(verified.findings)} findings\n"
    )
    return 1 if verified.findings else 0
