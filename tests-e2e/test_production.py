"""Production on one host: what `make production` writes, and that its backups can be restored."""

import asyncio
import os
import re
import secrets
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from atende_platform.data.provision import provision_service, with_database
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
    """A database, files and keys, and the script that keeps copies of them."""

    def __init__(self, folder: Path, admin_url: str, database: str) -> None:
        self.backups, self.media, self.keys = (folder / name for name in ("backups", "media", "keys"))
        for place in (self.backups, self.media, self.keys):
            place.mkdir()
        at = urlsplit(admin_url)
        self.url = with_database(admin_url, database)
        self._environment = {
            "PATH": f"{binaries()}:{os.environ['PATH']}",
            "PGHOST": str(at.hostname),
            "PGPORT": str(at.port),
            "PGUSER": str(at.username),
            "PGPASSWORD": str(at.password),
            "PGDATABASE": database,
            "BACKUP_FOLDER": str(self.backups),
            "MEDIA_FOLDER": str(self.media),
            "KEYS_FOLDER": str(self.keys),
            "LC_ALL": "C.UTF-8",
        }

    async def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            "bash",
            str(REPOSITORY / "deploy/production/backup.sh"),
            *arguments,
            env={**self._environment, **environment},
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
    address = urlsplit(infrastructure.database_admin_url).netloc.rpartition("@")[2]
    owner, app, worker = (
        f"postgresql://probe_{role}:test@{address}/{database}" for role in ("owner", "app", "worker")
    )
    await provision_service(
        infrastructure.database_admin_url,
        "probe",  # type: ignore[arg-type]
        owner_url=owner,
        app_url=app,
        worker_url=worker,
    )
    yield Host(tmp_path, infrastructure.database_admin_url, database)
    connection = await asyncpg.connect(infrastructure.database_admin_url)
    await connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    await connection.close()


async def test_what_was_lost_since_the_backup_comes_back(host: Host) -> None:
    await host.sql("CREATE TABLE probe.notes AS SELECT n FROM generate_series(1, 1000) AS n")
    (host.media / "ab").mkdir()
    (host.media / "ab" / "photo one.jpg").write_bytes(b"photo")
    (host.keys / "jwt-keys.json").write_text("keys")
    await host.must("once")
    (name,) = host.names()
    await host.sql("DELETE FROM probe.notes WHERE n > 10")
    (host.media / "ab" / "photo one.jpg").unlink()
    (host.keys / "jwt-keys.json").write_text("other keys")
    status, said = await host.run("restore", name)
    assert status == 0, said
    (notes,) = await host.sql("SELECT count(*), max(n) FROM probe.notes")
    assert tuple(notes) == (1000, 1000)
    assert (host.media / "ab" / "photo one.jpg").read_bytes() == b"photo"
    assert (host.keys / "jwt-keys.json").read_text() == "keys"


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


async def test_a_backup_that_fails_is_none(host: Host) -> None:
    status, _ = await host.run("once", PGPASSWORD="wrong")
    assert status != 0
    assert (await host.run("list")) == (0, "")
    assert (await host.run("fresh"))[0] == 1
    await host.must("once")
    await host.must("fresh")
    assert len(host.names()) == 1


async def test_nothing_is_restored_while_services_run(host: Host) -> None:
    await host.must("once")
    (name,) = host.names()
    connection = await asyncpg.connect(host.url)
    try:
        status, said = await host.run("restore", name)
    finally:
        await connection.close()
    assert (status, "stop the services first" in said) == (1, True)
