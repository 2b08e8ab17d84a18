"""The chains of the audit log, attacked as the database's owner: whatever is done to it shows."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import asyncpg
import pytest
import pytest_asyncio
from auth_people import Enter, Member

from atende_platform.data.db import Database, execute
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Eventually, Installation
from auth.commands import audit_command
from auth.service import audit_chain

THIRD: Final = "(SELECT entry_id FROM audit_links WHERE position = 3)"
"""Only one of the two chains is so long."""

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@pytest_asyncio.fixture(loop_scope="session")
async def owner_of_tables(installation: Installation) -> AsyncIterator[Connection]:
    """The database as its owner, to whom row-level security is no obstacle."""
    connection = await asyncpg.connect(installation.settings.database_owner_url)
    tables = ("audit_log", "audit_links", "audit_heads", "audit_unsealed")
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield connection
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    await connection.close()


async def seal(database: Database) -> None:
    more = True
    while more:
        async with database.worker() as session:
            more = await audit_chain.seal(session)


@pytest_asyncio.fixture(loop_scope="session")
async def sealed(enter: Enter, database: Database) -> Member:
    """An owner with a log of seven sealed entries, beside a company with another two."""
    owner = await enter()
    for name in ("Ana B", "Ana C", "Ana D", "Ana E", "Ana F"):
        await owner.http.patch("/api/v1/auth/me", json={"name": name})
    await enter("eva@oficina.example")
    await seal(database)
    return owner


async def verified(settings: Any, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """Be the command, and return its exit status and what it wrote."""
    capsys.readouterr()
    status = await asyncio.to_thread(audit_command, settings, ["verify", *more])
    return status, capsys.readouterr().out


async def test_a_log_that_nobody_touched_is_in_order(
    sealed: Member, installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sealed
    assert await verified(installation.settings, capsys) == (
        0,
        "9 entries of 2 companies verified, 0 findings\n",
    )


@pytest.mark.parametrize(
    ("attack", "finding"),
    [
        (
            "DELETE FROM audit_log WHERE id IN {THIRD}",
            "removed",
        ),
        ("UPDATE audit_log SET address = '192.0.2.9' WHERE id IN {THIRD}", "changed"),
        ("UPDATE audit_log SET actor_id = NULL WHERE id IN {THIRD}", "changed"),
        ("UPDATE audit_log SET details = '{}' WHERE id IN {THIRD}", "changed"),
        (
            "UPDATE audit_log SET at = at + interval '1 microsecond' WHERE id IN {THIRD}",
            "changed",
        ),
        (
            "WITH gone AS (DELETE FROM audit_links WHERE entry_id IN {THIRD}"
            " RETURNING entry_id) DELETE FROM audit_log WHERE id IN (SELECT entry_id FROM gone)",
            "positions 3 to 3 were removed",
        ),
        (
            "WITH gone AS (DELETE FROM audit_links WHERE position > 5 RETURNING entry_id)"
            " DELETE FROM audit_log WHERE id IN (SELECT entry_id FROM gone)",
            "the chain ends at position 5, its head says position 7",
        ),
        ("DELETE FROM audit_heads WHERE position = 7", "its head says no position"),
        (
            "INSERT INTO audit_log (company_id, id, action, object_type, details)"
            " SELECT company_id, gen_random_uuid(), 'user.changed', 'user', '{}' FROM audit_links"
            " WHERE position = 3",
            "1 entries were added past the services",
        ),
        (
            "WITH pair AS (SELECT min(at) AS a, max(at) AS b FROM audit_log WHERE id IN"
            " (SELECT entry_id FROM audit_links WHERE position IN (3, 4)))"
            " UPDATE audit_log SET at = CASE at WHEN pair.a THEN pair.b ELSE pair.a END FROM pair"
            " WHERE at IN (pair.a, pair.b)",
            "changed",
        ),
    ],
)
async def test_what_is_done_to_the_log_shows(
    sealed: Member,
    owner_of_tables: Connection,
    installation: Installation,
    capsys: pytest.CaptureFixture[str],
    attack: str,
    finding: str,
) -> None:
    company = sealed.answer["company"]["id"]
    await owner_of_tables.execute(attack.replace("{THIRD}", THIRD))

    status, said = await verified(installation.settings, capsys)

    assert status == 1
    assert finding in said
    assert company in said


async def test_a_chain_that_was_made_anew_shows_by_a_checkpoint_from_before(
    sealed: Member,
    owner_of_tables: Connection,
    installation: Installation,
    database: Database,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """The cleverest attack: an entry is removed, and all that follows is linked again."""
    assert await asyncio.to_thread(audit_command, installation.settings, ["checkpoint"]) == 0
    log = tmp_path / "worker.log"
    log.write_text(f"starting\n{capsys.readouterr().out}" + '{"event": "audit.checkpoint"}\n')
    assert await verified(installation.settings, capsys, "--checkpoints", str(log)) == (
        0,
        "9 entries of 2 companies verified, 0 findings\n",
    )

    company = sealed.answer["company"]["id"]
    for statement in (
        "DELETE FROM audit_log WHERE company_id = $1 AND id IN"
        " (SELECT entry_id FROM audit_links WHERE company_id = $1 AND position = 3)",
        "DELETE FROM audit_links WHERE company_id = $1",
        "DELETE FROM audit_heads WHERE company_id = $1",
        "INSERT INTO audit_unsealed (company_id, entry_id)"
        " SELECT company_id, id FROM audit_log WHERE company_id = $1 ORDER BY at",
    ):
        await owner_of_tables.execute(statement, company)
    await seal(database)

    assert (await verified(installation.settings, capsys))[0] == 0
    status, said = await verified(installation.settings, capsys, "--checkpoints", str(log))
    assert (status, f"company {company}: position 7 is not what the checkpoint says" in said) == (1, True)
    assert said.count("checkpoint says") == 1


async def test_a_company_that_vanished_shows_by_its_checkpoint(
    sealed: Member,
    owner_of_tables: Connection,
    installation: Installation,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    company = sealed.answer["company"]["id"]
    await asyncio.to_thread(audit_command, installation.settings, ["checkpoint"])
    log = tmp_path / "worker.log"
    log.write_text(capsys.readouterr().out)
    for table in ("audit_log", "audit_links", "audit_heads"):
        await owner_of_tables.execute(f"DELETE FROM {table} WHERE company_id = $1", company)  # noqa: S608

    assert (await verified(installation.settings, capsys))[0] == 0
    assert (await verified(installation.settings, capsys, "--checkpoints", str(log)))[0] == 1


async def test_many_seal_and_write_at_the_same_time_and_the_chain_is_whole(
    sealed: Member,
    database: Database,
    installation: Installation,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def write(number: int) -> None:
        renamed = await sealed.http.patch("/api/v1/auth/me", json={"name": f"Ana {number}"})
        assert renamed.status_code == 200
        await seal(database)

    await asyncio.gather(*(write(number) for number in range(20)))
    await seal(database)

    assert await verified(installation.settings, capsys) == (
        0,
        "29 entries of 2 companies verified, 0 findings\n",
    )


async def test_the_worker_seals_and_logs_checkpoints(
    sealed: Member, worker: Runtime[Any], database: Database, eventually: Eventually
) -> None:
    async def logged() -> None:
        async with database.worker() as session:
            left = await execute(session, "SELECT 1 FROM audit_heads WHERE position > checkpoint_position")
            assert left.all() == []

    await eventually(logged)  # Those of the fixture; the next are an hour away.
    await sealed.http.patch("/api/v1/auth/me", json={"name": "Ana Z"})

    async def one_more() -> None:
        async with database.worker() as session:
            heads = await audit_chain.current_checkpoints(session)
        assert {head.position for head in heads} == {8, 2}

    await eventually(one_more)
    async with database.worker() as session:
        moved, _ = await audit_chain.take_checkpoints(session)
    assert [json.loads(each.line())["position"] for each in moved] == [8]
    assert not worker.failing


async def test_neither_role_of_the_services_may_forge(installation: Installation, sealed: Member) -> None:
    company = sealed.answer["company"]["id"]
    for kind, url in (
        ("app", installation.settings.database_url),
        ("worker", installation.settings.database_worker_url),
    ):
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("SELECT set_config('app.company_id', $1, false)", company)
            forbidden = ["UPDATE audit_links SET position = 1", "DELETE FROM audit_links"]
            forbidden += [
                "DELETE FROM audit_heads",
                "DELETE FROM audit_log",
                "UPDATE audit_log SET at = now()",
            ]
            if kind == "app":
                forbidden += ["UPDATE audit_heads SET position = 1", "DELETE FROM audit_unsealed"]
            for statement in forbidden:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
        finally:
            await connection.close()
