"""Migrations that fail in the middle are repeated; what they do to busy tables holds nobody up."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from atende_contracts.ids import uuid7
from atende_platform.data import migrations
from atende_platform.data.provision import provision_service
from atende_platform.testing.plugin import Infrastructure

PROBE = Path(__file__).parents[1] / "migrations"
HEADER = """
import sqlalchemy as sa
from alembic import op
from atende_platform.data.migrations import backfill_while_serving, bound_lengths, chars, protect

revision = "{number}"
down_revision = "{before}"
"""
TABLE = """
def upgrade():
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "{name}", sa.Column("company_id", sa.Uuid, primary_key=True), sa.Column("text", sa.Text)
    )
    bound_lengths(op, {{"{name}": {{"text": chars(10)}}}})
    protect(op, "probe", ["{name}"])
    {then}
"""
BACKFILL = """
def upgrade():
    with backfill_while_serving(op, "notes"):
        op.execute("UPDATE notes SET text = text || '!'")
        op.execute("{then}")
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("notes", sa.Column("seen", sa.Boolean))
"""
FORCED = "SELECT relforcerowsecurity FROM pg_class WHERE relname = $1"
Write = Callable[[str, str], None]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROBE, tmp_path / "migrations"))


@pytest.fixture
def write(directory: Path) -> Write:
    def to_file(number: str, source: str) -> None:
        header = HEADER.format(number=number, before=f"{int(number) - 1:04}")
        (directory / "versions" / f"{number}_one.py").write_text(header + source)

    return to_file


@pytest.fixture
async def owner(infrastructure: Infrastructure) -> AsyncIterator[str]:
    """The owner's URL of a provisioned database without tables."""
    name = f"test_migrations_{secrets.token_hex(4)}"
    address = urlsplit(infrastructure.database_admin_url).netloc.rpartition("@")[2]
    url, app, worker = (
        f"postgresql://probe_{kind}:test@{address}/{name}" for kind in ("owner", "app", "worker")
    )
    await provision_service(
        infrastructure.database_admin_url, "probe", owner_url=url, app_url=app, worker_url=worker
    )
    yield url
    admin = await asyncpg.connect(infrastructure.database_admin_url)
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


async def version(connection: asyncpg.Connection) -> str:
    return str(await connection.fetchval("SELECT version_num FROM alembic_version"))


async def loose(connection: asyncpg.Connection) -> list[str]:
    found = await connection.fetch("SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY 1")
    return [row["conname"] for row in found]


async def test_one_that_fails_has_done_nothing_and_those_before_it_stay(
    owner: str, directory: Path, write: Write
) -> None:
    write("0002", TABLE.format(name="first", then=""))
    write("0003", TABLE.format(name="second", then="op.execute('SELECT 1 / 0')"))
    with pytest.raises(DBAPIError, match="division by zero"):
        await asyncio.to_thread(migrations.upgrade, directory, owner)
    connection = await asyncpg.connect(owner)
    try:
        assert await version(connection) == "0002"
        assert await connection.fetchval("SELECT to_regclass('second')") is None
        assert await connection.fetchval(FORCED, "first")

        write("0003", TABLE.format(name="second", then=""))
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        assert await version(connection) == "0003"
        assert await loose(connection) == []
    finally:
        await connection.close()


async def test_nobody_but_the_owner_writes_the_version_after_one_that_failed(
    owner: str, directory: Path, write: Write
) -> None:
    write("0002", TABLE.format(name="first", then="op.execute('SELECT 1 / 0')"))
    with pytest.raises(DBAPIError):
        await asyncio.to_thread(migrations.upgrade, directory, owner)
    worker = await asyncpg.connect(owner.replace("probe_owner:", "probe_worker:"))
    try:
        assert await version(worker) == "0001"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await worker.execute("UPDATE alembic_version SET version_num = '0009'")
    finally:
        await worker.close()


async def test_a_check_of_older_rows_that_broke_off_is_made_up_for(
    owner: str, directory: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("0002", TABLE.format(name="first", then=""))
    monkeypatch.setattr(migrations, "_VALIDATE", "SELECT 1 / 0")
    with pytest.raises(DBAPIError):
        await asyncio.to_thread(migrations.upgrade, directory, owner)
    connection = await asyncpg.connect(owner)
    try:
        assert await version(connection) == "0002"
        assert await loose(connection) == ["ck_first_text_length"]
        monkeypatch.undo()
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        assert await loose(connection) == []
    finally:
        await connection.close()


async def test_a_backfill_that_fails_leaves_the_table_protected_and_is_repeated(
    owner: str, directory: Path, write: Write
) -> None:
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    worker = await asyncpg.connect(owner.replace("probe_owner:", "probe_worker:"))
    try:
        await worker.execute(
            "INSERT INTO notes (company_id, id, text) VALUES ($1, $2, 'Oi')", uuid7(), uuid7()
        )
        write("0002", BACKFILL.format(then="SELECT 1 / 0"))
        with pytest.raises(DBAPIError, match="division by zero"):
            await asyncio.to_thread(migrations.upgrade, directory, owner)
        assert await worker.fetchval(FORCED, "notes")
        assert await version(worker) == "0001"

        write("0002", BACKFILL.format(then="SELECT 1"))
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        assert await worker.fetchval(FORCED, "notes")
        assert await version(worker) == "0002"
        assert await worker.fetchval("SELECT text FROM notes") == "Oi!!"
    finally:
        await worker.close()


async def test_a_table_is_written_while_it_is_filled(owner: str, directory: Path, write: Write) -> None:
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    worker = await asyncpg.connect(owner.replace("probe_owner:", "probe_worker:"))
    insert = "INSERT INTO notes (company_id, id, text) VALUES ($1, $2, 'Oi')"
    try:
        await worker.execute(insert, uuid7(), uuid7())
        write("0002", BACKFILL.format(then="SELECT pg_sleep(3)"))
        upgrading = asyncio.create_task(asyncio.to_thread(migrations.upgrade, directory, owner))
        while await worker.fetchval("SELECT text FROM notes") != "Oi!":
            assert not upgrading.done()
            await asyncio.sleep(0.05)
        await worker.execute(insert, uuid7(), uuid7())
        assert not upgrading.done()
        await upgrading
    finally:
        await worker.close()


async def test_a_database_of_a_later_version_is_left_as_it_is_and_says_so(
    owner: str, directory: Path, write: Write
) -> None:
    write("0002", TABLE.format(name="first", then=""))
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    (directory / "versions" / "0002_one.py").unlink()
    with pytest.raises(migrations.NewerSchema, match="at migration 0002, of a later version") as refused:
        await asyncio.to_thread(migrations.upgrade, directory, owner)
    assert "the last one here is 0001" in str(refused.value)
    connection = await asyncpg.connect(owner)
    try:
        assert await version(connection) == "0002"
    finally:
        await connection.close()
