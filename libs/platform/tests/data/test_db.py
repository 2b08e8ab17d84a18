"""Sessions know their tenant: for one transaction, and for nothing after it."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data import db
from atende_platform.data.db import Database, execute, savepoint
from atende_platform.data.provision import provision_service
from atende_platform.service import command
from atende_platform.testing.plugin import Infrastructure, Installation

INSERT = "INSERT INTO notes (company_id, id, text) VALUES (:company_id, :id, :text)"


async def write(session: AsyncSession, company_id: UUID, text: str) -> None:
    await execute(session, INSERT, company_id=company_id, id=uuid7(), text=text)


async def texts(session: AsyncSession) -> list[str]:
    return list((await execute(session, "SELECT text FROM notes ORDER BY text")).scalars())


async def test_a_tenant_sees_and_changes_its_own_rows_only(database: Database, company_id: UUID) -> None:
    other = uuid7()
    async with database.tenant(company_id) as session:
        await write(session, company_id, "mine")
    async with database.tenant(other) as session:
        await write(session, other, "theirs")
        assert await texts(session) == ["theirs"]
        changed = await execute(
            session, "UPDATE notes SET text = 'taken' WHERE company_id = :c", c=company_id
        )
        deleted = await execute(session, "DELETE FROM notes WHERE text = 'mine'")
        assert (changed.rowcount, deleted.rowcount) == (0, 0)
    async with database.worker() as session:
        assert await texts(session) == ["mine", "theirs"]


async def test_a_savepoint_undoes_what_was_done_within(database: Database, company_id: UUID) -> None:
    async def fail(session: AsyncSession) -> None:
        async with savepoint(session):
            await write(session, company_id, "within")
            raise ValueError("no")

    async with database.tenant(company_id) as session:
        await write(session, company_id, "before")
        with pytest.raises(ValueError, match="no"):
            await fail(session)
        async with savepoint(session):
            await write(session, company_id, "kept")
        assert await texts(session) == ["before", "kept"]


async def test_a_tenant_cannot_write_for_another(database: Database, company_id: UUID) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.tenant(company_id) as session:
            await write(session, uuid7(), "planted")


async def test_without_a_tenant_there_are_no_rows(installation: Installation, database: Database) -> None:
    company_id = uuid7()
    async with database.tenant(company_id) as session:
        await write(session, company_id, "mine")
    connection = await asyncpg.connect(installation.settings.database_url)
    try:
        assert await connection.fetch("SELECT * FROM notes") == []
        # As after a transaction with a tenant: the setting exists and is empty.
        await connection.execute("SELECT set_config('app.company_id', '', false)")
        assert await connection.fetch("SELECT * FROM notes") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await connection.execute(
                "INSERT INTO notes (company_id, id, text) VALUES ($1, $1, 'x')", company_id
            )
    finally:
        await connection.close()


async def test_a_pooled_connection_keeps_no_tenant(database: Database, company_id: UUID) -> None:
    """Every connection of the pool is used by one company, then looked at without any."""

    async def use(number: int) -> None:
        async with database.tenant(company_id) as session:
            await write(session, company_id, f"note {number}")
            await asyncio.sleep(0.02)

    await asyncio.gather(*(use(number) for number in range(16)))

    async def look(_: int) -> tuple[str | None, int]:
        async with database._app_sessions() as session, session.begin():
            row = await execute(
                session,
                "SELECT current_setting('app.company_id', true) AS tenant, count(*) AS seen FROM notes",
            )
            await asyncio.sleep(0.02)
            tenant, seen = row.one()
            return tenant, seen

    assert {(tenant or None, seen) for tenant, seen in await asyncio.gather(*map(look, range(16)))} == {
        (None, 0)
    }


async def test_many_companies_at_once_never_see_each_other(database: Database) -> None:
    async def use(company_id: UUID) -> None:
        for number in range(5):
            async with database.tenant(company_id) as session:
                await write(session, company_id, f"{company_id}/{number}")
                seen = await texts(session)
                assert seen == [f"{company_id}/{each}" for each in range(number + 1)]

    await asyncio.gather(*(use(uuid7()) for _ in range(20)))


async def test_an_error_takes_everything_back(database: Database, company_id: UUID) -> None:
    async def fail() -> None:
        async with database.tenant(company_id) as session:
            await write(session, company_id, "lost")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.tenant(company_id) as session:
        assert await texts(session) == []


async def test_an_error_does_not_quote_what_was_written(database: Database, company_id: UUID) -> None:
    with pytest.raises(DBAPIError) as raised:
        async with database.tenant(company_id) as session:
            await execute(session, "SELECT :phone, 1 / CAST(:zero AS int)", phone="+5511987654321", zero=0)
    assert "division by zero" in str(raised.value)
    assert "987654321" not in str(raised.value)


async def test_the_roles_own_nothing_and_cannot_bypass_policies(
    installation: Installation,
    database: Database,  # noqa: ARG001
) -> None:
    for url in (installation.settings.database_url, installation.settings.database_worker_url):
        connection = await asyncpg.connect(url)
        try:
            row: Any = await connection.fetchrow(
                "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
                " (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid) AS owned"
                " FROM pg_roles WHERE rolname = current_user"
            )
            assert tuple(row) == (False, False, False, False, 0)
            for statement in (
                "ALTER TABLE notes DISABLE ROW LEVEL SECURITY",
                "DROP POLICY tenant ON notes",
                "CREATE TABLE mine (id int)",
                "TRUNCATE notes",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
        finally:
            await connection.close()


async def test_the_database_answers_a_ping(database: Database) -> None:
    await database.ping()


async def test_a_statement_that_is_never_answered_is_given_up(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that vanished says nothing: without a limit, who asked it would wait for ever."""
    monkeypatch.setattr(db, "_STATEMENT_SECONDS", 1.0)
    impatient = db.Database(installation.settings)
    try:
        for _ in range(2):
            with pytest.raises(TimeoutError):
                async with impatient.worker() as session:
                    await execute(session, "SELECT pg_sleep(20)")
        async with impatient.worker() as session:
            assert (await execute(session, "SELECT 1")).scalar() == 1
    finally:
        await impatient.close()


async def test_a_postgresql_that_is_too_old_is_refused_with_what_to_do(
    installation: Installation,
    infrastructure: Infrastructure,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = installation.settings
    monkeypatch.setattr(db, "LEAST_POSTGRESQL", 99)
    impatient = db.Database(settings)
    with pytest.raises(db.PostgresTooOld, match="PostgreSQL 99 or newer is needed"):
        async with impatient.worker() as session:
            await execute(session, "SELECT 1")
    await impatient.close()
    with pytest.raises(db.PostgresTooOld):
        await provision_service(
            infrastructure.database_admin_url,
            installation.service.name,
            owner_url=settings.database_owner_url,
            app_url=settings.database_url,
            worker_url=settings.database_worker_url,
        )
    monkeypatch.setenv("ENVIRONMENT", "test")
    for name in ("database_url", "database_worker_url", "database_owner_url"):
        monkeypatch.setenv(name.upper(), getattr(settings, name))
    monkeypatch.setattr(command.telemetry, "configure", lambda *_: None)
    assert await asyncio.to_thread(command.run, installation.service, ["migrate"]) == 2
    assert "Upgrade it (pg_upgrade" in capsys.readouterr().err


def test_the_readme_states_the_least_postgresql() -> None:
    readme = Path(__file__).parents[4] / "README.md"
    assert f"PostgreSQL {db.LEAST_POSTGRESQL} or newer" in readme.read_text()
