"""Has consumers fail for a while, and replays what they put aside: as an operator does, and once more."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg
from system import System

from atende_ops import dead_letters
from atende_ops.dead_letters import Letter
from atende_ops.kafka import readings
from atende_platform.process.kafka_access import KafkaAccess
from atende_sandbox.operate import environment_of_operators
from atende_sandbox.services import DATABASE
from atende_sandbox.world import World

PER_SECOND: Final = 200
COMMAND_SECONDS: Final = 120.0
BROKEN_OFF_SECONDS: Final = 6.0
"""The command needs a good part of it to begin."""


@dataclass(frozen=True)
class Refused:
    """What the database refuses of a company, as after a migration that was wrong."""

    table: str
    statement: str
    company: UUID
    condition: str
    consumers: Sequence[str]
    """Who then puts records aside."""


@asynccontextmanager
async def refusing(world: World, causes: Sequence[Refused]) -> AsyncIterator[None]:
    """Have the database refuse things for the time of the context."""
    url = world.infrastructure.database_admin_url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{url}/{DATABASE}")
    try:
        await connection.execute(
            "CREATE SCHEMA chaos; CREATE FUNCTION chaos.refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION 'refused'; END $$"
        )
        try:
            for cause in causes:
                await connection.execute(
                    f"CREATE TRIGGER refuse BEFORE {cause.statement} ON {cause.table} FOR EACH ROW"
                    f" WHEN (NEW.company_id = '{cause.company}' AND {cause.condition})"
                    " EXECUTE FUNCTION chaos.refuse()"
                )
            yield
        finally:
            await connection.execute("DROP SCHEMA chaos CASCADE")
    finally:
        await connection.close()


async def waiting(system: System, cause: Refused) -> list[Letter]:
    """Return what waits for an operator because of a cause."""
    wanted = [reading for name in cause.consumers for reading in readings("", consumer=name)]
    found = await dead_letters.waiting(_access(system), wanted)
    return [letter for letter in found if letter.company == str(cause.company)]


def _access(system: System) -> KafkaAccess:
    return KafkaAccess.from_environment(system.world.settings.kafka_environment("admin"))


async def _atende(system: System, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "atende_ops", "dlq", *arguments),
        env=environment_of_operators(system.world.settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


def _replay(company: UUID, per_second: int) -> list[str]:
    options = ["--company", str(company), "--rate", str(per_second)]
    return ["replay", "--all", *options, "--yes", "--reason", "the database takes it again"]


async def breaking_off(system: System, company: UUID) -> None:
    """Have a company's dead letters replayed, slowly, and break off."""
    process = await _atende(system, *_replay(company, 2))
    try:
        async with asyncio.timeout(BROKEN_OFF_SECONDS):
            await process.communicate()
    except TimeoutError:
        pass
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def replayed(system: System, company: UUID) -> None:
    """Have all of a company's dead letters replayed."""
    status, said = await _ended(await _atende(system, *_replay(company, PER_SECOND)))
    assert status == 0, said


async def nothing_waits(system: System, company: UUID) -> None:
    """Assert that no dead letter of a company waits for an operator."""
    status, said = await _ended(await _atende(system, "list", "--company", str(company)))
    assert status == 0, said


async def _ended(process: asyncio.subprocess.Process) -> tuple[int, str]:
    try:
        async with asyncio.timeout(COMMAND_SECONDS):
            said, _ = await process.communicate()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    return process.returncode or 0, said.decode()[-2000:]


async def replay_again(system: System, letters: Sequence[Letter]) -> None:
    """Replay dead letters a second time, like an operator unaware of the first replay."""
    async with dead_letters.desk(_access(system)) as desk:
        for letter in letters:
            settled = await desk.replay(letter)
            assert settled.outcome == "replayed", settled
        await desk.sweep(letter.reading for letter in letters)
