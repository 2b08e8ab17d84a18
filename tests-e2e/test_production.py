"""Production on one host: what `make production` writes, and that it takes backups which can be restored."""

import asyncio
import fcntl
import os
import re
import secrets
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from atende_contracts.topics import SERVICES
from atende_ops.backups import problems, read
from atende_ops.schemas import migrations_of, newest_revision
from atende_platform.data.provision import BACKUPS, with_database
from atende_platform.version import VERSION
from atende_sandbox.postgres import binaries
from atende_sandbox.settings import REPOSITORY, Infrastructure

PREPARE = REPOSITORY / "deploy/production/prepare.py"
TARGETS = REPOSITORY / "deploy/observability/compose/targets/public.json"


# --- .env --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _targets_stay() -> Iterator[None]:
    before = TARGETS.read_text() if TARGETS.exists() else None
    yield
    if before is None:
        TARGETS.unlink(missing_ok=True)
    else:
        TARGETS.write_text(before)


def prepare(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PREPARE), *map(str, arguments)], capture_output=True, text=True, check=False
    )


def settings_of(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Z][A-Z0-9_]*)=(.*)$", path.read_text(), re.MULTILINE))


def test_a_domain_decides_what_follows_from_it(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert prepare("chat.example.com", "ops@example.com", path).returncode == 0
    made = settings_of(path)
    assert made["PUBLIC_URL"] == "https://chat.example.com"
    assert made["COMPOSE_FILE"].split(":") == ["docker-compose.yml", "deploy/production/compose.yaml"]
    assert (made["DOMAIN"], made["ACME_EMAIL"]) == ("chat.example.com", "ops@example.com")
    assert "change-me" not in made.values()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "backups").stat().st_mode) == 0o700


def test_another_domain_later_changes_no_secret_and_nothing_that_was_chosen(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    prepare("chat.example.com", "ops@example.com", path)
    path.write_text(path.read_text().replace("MAIL_FROM=", "MAIL_FROM=Loja <oi@loja.com.br>#"))
    before = settings_of(path)
    assert prepare("atende.example.com.br", "ops@example.com", path).returncode == 0
    after = settings_of(path)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"DOMAIN", "PUBLIC_URL"}
    assert after.keys() == before.keys()


def test_files_of_compose_that_were_chosen_stay(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    said = prepare("chat.example.com", "ops@example.com", path).stdout
    assert "with TLS, backups and monitoring" in said
    path.write_text(path.read_text().replace(":deploy/production/compose.yaml", ":mine.yaml"))
    said = prepare("chat.example.com", "ops@example.com", path).stdout
    assert "without TLS and backups of ours" in said
    assert settings_of(path)["COMPOSE_FILE"] == "docker-compose.yml:mine.yaml"


def test_backups_go_where_env_says(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    prepare("chat.example.com", "ops@example.com", path)
    (tmp_path / "backups").rmdir()
    path.write_text(
        path.read_text().replace("BACKUP_DIRECTORY=./backups", f"BACKUP_DIRECTORY={tmp_path}/mnt/b")
    )
    assert prepare("chat.example.com", "ops@example.com", path).returncode == 0
    assert stat.S_IMODE((tmp_path / "mnt/b").stat().st_mode) == 0o700
    assert not (tmp_path / "backups").exists()


def test_what_is_in_env_already_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    prepare("chat.example.com", "ops@example.com", path)
    os.link(path, tmp_path / "seen before")
    before = path.read_text()
    prepare("atende.example.com.br", "ops@example.com", path)
    assert (tmp_path / "seen before").read_text() == before
    assert settings_of(path)["DOMAIN"] == "atende.example.com.br"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not (tmp_path / ".env.new").exists()


@pytest.mark.parametrize(
    "arguments",
    [(), ("chat.example.com",), ("https://x.com", "a@b.com"), ("chat.example.com", "ops")],
)
def test_what_is_no_domain_or_address_is_refused(arguments: tuple[str, ...], tmp_path: Path) -> None:
    refused = prepare(*arguments, tmp_path / ".env") if len(arguments) == 2 else prepare(*arguments)
    assert refused.returncode == 2
    assert "usage: prepare.py DOMAIN MAIL" in refused.stderr
    assert not (tmp_path / ".env").exists()


# --- backups -----------------------------------------------------------------------------------


class Host:
    """A database and files, and the script that keeps copies of them."""

    def __init__(self, folder: Path, admin_url: str, database: str) -> None:
        self.backups, self.media = folder / "backups", folder / "media"
        for place in (self.backups, self.media):
            place.mkdir()
        at = urlsplit(admin_url)
        self.url = with_database(admin_url, database)
        self.environment = {
            "PATH": f"{binaries()}:{os.environ['PATH']}",
            "PGHOST": str(at.hostname),
            "PGPORT": str(at.port),
            "PGUSER": str(at.username),
            "PGPASSWORD": str(at.password),
            "PGDATABASE": database,
            "BACKUP_FOLDER": str(self.backups),
            "MEDIA_FOLDER": str(self.media),
            "PACKAGE_FILE": str(REPOSITORY / "libs/platform/pyproject.toml"),
            "LC_ALL": "C.UTF-8",
        }

    async def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            "bash",
            str(REPOSITORY / "deploy/production/backup.sh"),
            *arguments,
            env={**self.environment, **environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode or 0, said.decode()

    async def must(self, *arguments: str, **environment: str) -> None:
        status, said = await self.run(*arguments, **environment)
        assert status == 0, said

    async def sql(self, statement: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.url)
        try:
            found: list[asyncpg.Record] = await connection.fetch(statement)
            return found
        finally:
            await connection.close()

    def names(self) -> list[str]:
        return sorted(path.name for path in self.backups.iterdir())


@pytest.fixture
async def host(infrastructure: Infrastructure, tmp_path: Path) -> AsyncIterator[Host]:
    database = f"test_backup_{secrets.token_hex(4)}"
    admin = await asyncpg.connect(infrastructure.database_admin_url)
    await admin.execute(f'CREATE DATABASE "{database}"')
    host = Host(tmp_path, infrastructure.database_admin_url, database)
    for service in SERVICES:
        directory = migrations_of(service)
        assert directory is not None
        await host.sql(f"CREATE SCHEMA {service}")
        await host.sql(
            f"CREATE TABLE {service}.alembic_version AS"
            f" SELECT '{newest_revision(directory)}'::varchar(32) AS version_num"
        )
    yield host
    for name in (database, f"{database}_restored"):
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await admin.close()


async def test_a_backup_is_one_that_can_be_restored(host: Host) -> None:
    await host.sql("CREATE TABLE chat.notes AS SELECT n FROM generate_series(1, 1000) AS n")
    (host.media / "ab").mkdir()
    (host.media / "ab" / "photo one.jpg").write_bytes(b"photo")
    await host.must("once")
    (name,) = host.names()
    backup = host.backups / name
    assert [*problems(backup, datetime.now(UTC), older_than=timedelta(minutes=5))] == []
    assert read(backup).version == VERSION
    assert (backup / "media" / "ab" / "photo one.jpg").read_bytes() == b"photo"
    restored = f"{host.environment['PGDATABASE']}_restored"
    await host.sql(f'CREATE DATABASE "{restored}"')
    command = ("pg_restore", "--exit-on-error", "--dbname", restored, str(backup / "database.dump"))
    process = await asyncio.create_subprocess_exec(*command, env=host.environment)
    assert await asyncio.wait_for(process.wait(), 60) == 0
    connection = await asyncpg.connect(with_database(host.url, restored))
    try:
        assert await connection.fetchval("SELECT sum(n) FROM chat.notes") == 500_500
    finally:
        await connection.close()


async def test_a_backup_is_noted_with_when_the_next_is_due(host: Host) -> None:
    await host.must("once")  # A database of a version that had no place for it.
    await host.sql("CREATE SCHEMA installation")
    await host.sql(BACKUPS)
    noted = "SELECT taken_at, due_at - taken_at AS good_for FROM installation.backups"
    await host.must("once", BACKUP_HOURS="6")
    [first] = await host.sql(noted)
    assert first["good_for"] == timedelta(hours=8)
    newest = read(host.backups / host.names()[-1])
    assert first["taken_at"] == newest.taken_at
    await host.must("once")
    [second] = await host.sql(noted)
    assert second["taken_at"] > first["taken_at"]
    assert second["good_for"] == timedelta(hours=26)
    status, _ = await host.run("once", MEDIA_FOLDER="/nowhere")
    assert status != 0
    assert await host.sql(noted) == [second], "one that failed is none"
    await host.sql("ALTER TABLE installation.backups DROP COLUMN due_at")
    status, said = await host.run("once")
    assert (status, "could not be noted" in said) == (0, True)


async def test_files_are_kept_once_and_not_longer_than_here(host: Host) -> None:
    (host.media / "kept").write_text("kept")
    (host.media / "erased").write_text("erased")
    await host.must("once")
    (first,) = host.names()
    (host.backups / first).rename(host.backups / "2026-01-01T000000Z")
    (host.media / "erased").unlink()
    (host.media / "new").write_text("new")
    await host.must("once", BACKUP_KEPT_DAYS="36500")
    old, new = (host.backups / name / "media" for name in host.names())
    assert {path.name for path in new.iterdir()} == {"kept", "new"}
    assert (old / "kept").samefile(new / "kept")
    await host.must("once")
    assert "2026-01-01T000000Z" not in host.names()


async def test_a_linked_file_that_rots_is_noticed(host: Host) -> None:
    for name in ("good", "rotten"):
        (host.media / name).write_text(name)
    await host.must("once")
    (first,) = host.names()
    (host.backups / first).rename(host.backups / "2026-01-01T000000Z")
    (host.backups / "2026-01-01T000000Z" / "media" / "rotten").write_text("rubbed")
    status, said = await host.run("once")
    assert status == 1
    assert "no longer what they were in 2026-01-01T000000Z: media/rotten (1 in all)" in said
    assert (await host.run("list"))[1] == "2026-01-01T000000Z\n"


async def test_files_that_go_or_are_not_whole_yet_do_not_matter(host: Host, tmp_path: Path) -> None:
    for name in ("stays", "goes", "being written#ab12"):
        (host.media / name).write_text(name)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "cp").write_text(f'#!/bin/sh\nrm -f "{host.media}/goes"\nexec /bin/cp "$@"\n')
    (programs / "cp").chmod(0o755)
    await host.must("once", PATH=f"{programs}:{host.environment['PATH']}")
    (name,) = host.names()
    assert {path.name for path in (host.backups / name / "media").iterdir()} == {"stays"}
    assert [*problems(host.backups / name, datetime.now(UTC))] == []
    # Backups from before they were left out have some.
    (host.backups / name / "media" / "half#1").write_text("half")
    (host.backups / name).rename(host.backups / "2026-01-01T000000Z")
    await host.must("once", BACKUP_KEPT_DAYS="36500")
    assert {path.name for path in (host.backups / host.names()[-1] / "media").iterdir()} == {"stays"}


async def test_a_file_that_cannot_be_copied_fails_the_backup(host: Host, tmp_path: Path) -> None:
    (host.media / "photo").write_text("photo")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "cp").write_text("#!/bin/sh\nexit 1\n")
    (programs / "cp").chmod(0o755)
    status, said = await host.run("once", PATH=f"{programs}:{host.environment['PATH']}")
    assert (status, "photo could not be copied" in said) == (1, True)
    assert (await host.run("list")) == (0, "")


async def test_two_backups_are_not_taken_at_once(host: Host) -> None:
    lock = os.open(host.backups, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    status, said = await host.run("once", BACKUP_LOCK_SECONDS="0")
    assert (status, "another backup is under way" in said) == (1, True)
    os.close(lock)
    await host.must("once")


async def test_a_backup_that_fails_is_none(host: Host) -> None:
    status, _ = await host.run("once", PGPASSWORD="wrong")
    assert status != 0
    assert (await host.run("list")) == (0, "")
    assert (await host.run("fresh"))[0] == 1
    await host.must("once")
    await host.must("fresh")
    assert len(host.names()) == 1
