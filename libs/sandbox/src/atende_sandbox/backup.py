"""Backups of the sandbox, and a sandbox made of one: ``python -m atende_sandbox.backup``, `make backup`.

The same parts that an installation backs up: the database, uploaded files, and here also the keys that
seal what is stored. Kafka and Valkey are in none: what they have is on its way or can be made anew, and
what was on its way is dealt with by the restore fence (docs/backup.md).
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import unquote, urlsplit

import asyncpg
import typer

from atende_ops import backups
from atende_ops.backups import DUMP, KEYS, MEDIA, Backup
from atende_ops.errors import Wrong
from atende_platform.data.db import asyncpg_url
from atende_platform.data.provision import with_database
from atende_platform.version import VERSION
from atende_sandbox.console import ERR, OUT
from atende_sandbox.errors import SandboxError
from atende_sandbox.last_start import settings_of_this_folder
from atende_sandbox.operate import environment_of_operators
from atende_sandbox.postgres import binaries
from atende_sandbox.services import DATABASE, SERVICES, provisioning_environment
from atende_sandbox.settings import Settings
from atende_sandbox.world import World

_KEPT_SECRETS: Final = ("credentials-key", "totp-key", "webhooks-key")
"""What stored data is sealed with. Passwords are each sandbox's own."""
_SIGNING_KEYS: Final = "jwt-keys.json"

app = typer.Typer(help="Backups of the sandbox.", no_args_is_help=True, add_completion=False)


def take(settings: Settings, folder: Path) -> Backup:
    """Back the running system up into a new folder. Raises `SandboxError`."""
    if folder.exists() and any(folder.iterdir()):
        raise SandboxError(f"{folder} is not empty.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # It holds keys, and all that customers wrote.
    taken_at = datetime.now(UTC)
    _run_postgres(settings, "pg_dump", "--format=custom", f"--file={folder / DUMP}", DATABASE)
    # Files after the rows that name them: a row without its file would be worse than the reverse.
    if (settings.data / MEDIA).exists():
        shutil.copytree(settings.data / MEDIA, folder / MEDIA)
    _copy_keys(settings, folder / KEYS)
    backup = Backup(taken_at, VERSION, asyncio.run(_revisions(settings)))
    backups.seal(folder, backup)
    return backup


def restore(settings: Settings, folder: Path, *, until: datetime | None = None, replace: bool = False) -> str:
    """Make this sandbox one of the backup; it does not run before, nor after. Return what the fence did.

    ``until``: when the system that worked with the lost data stopped; None: only now. ``replace``: data
    that is here already is lost. Kafka's is kept, so that what came since the backup is read again.
    Raises `SandboxError`.
    """
    try:
        backup = backups.read(folder)
        found = list(backups.problems(folder, datetime.now(UTC)))
    except Wrong as error:
        raise SandboxError(str(error)) from error
    if found:
        raise SandboxError(f"{folder} cannot be restored: {'; '.join(found)}.")
    if World(settings).running():
        raise SandboxError("The system runs. Stop it first: `make down`.")
    _restore_keys(settings, folder / KEYS)
    with World(settings, infra_only=True):
        asyncio.run(_require_empty(settings, replace=replace))
        _step(settings, "atende_platform", "provision")  # Roles, which are in no dump.
        asyncio.run(_empty_database(settings))
        _run_postgres(settings, "pg_restore", "--exit-on-error", f"--dbname={DATABASE}", str(folder / DUMP))
        _step(settings, "atende_sandbox.provision")  # Migrated to this version, where the backup is older.
        if (folder / MEDIA).exists():
            shutil.rmtree(settings.data / MEDIA, ignore_errors=True)
            shutil.copytree(folder / MEDIA, settings.data / MEDIA)
        return _fence(settings, backup, until)


def _fence(settings: Settings, backup: Backup, until: datetime | None) -> str:
    reason = f"Restored the backup of {backup.taken_at:%Y-%m-%d %H:%M:%S} UTC"
    # Backups of versions that had no fence do not say themselves when they were taken.
    since = backup.taken_at if backup.taken_at.tzinfo else backup.taken_at.replace(tzinfo=UTC)
    command = ["restore", "fence", "--since", since.isoformat(), "--yes", "--reason", reason]
    if until is not None:
        command += ["--until", until.isoformat()]
    return _call([sys.executable, "-m", "atende_ops", *command], environment_of_operators(settings))


def _copy_keys(settings: Settings, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    kept = {name: settings.secret(name) for name in _KEPT_SECRETS}
    (folder / "secrets.json").write_text(json.dumps(kept, indent=1))
    shutil.copy2(settings.secrets / _SIGNING_KEYS, folder / _SIGNING_KEYS)


def _restore_keys(settings: Settings, folder: Path) -> None:
    settings.secret("postgres")  # Makes the file, if there is none yet.
    path = settings.secrets / "secrets.json"
    known: dict[str, Any] = json.loads(path.read_text())
    path.write_text(json.dumps({**known, **json.loads((folder / "secrets.json").read_text())}, indent=1))
    shutil.copy2(folder / _SIGNING_KEYS, settings.secrets / _SIGNING_KEYS)


async def _revisions(settings: Settings) -> dict[str, str]:
    connection = await asyncpg.connect(asyncpg_url(with_database(settings.database_admin_url, DATABASE)))
    try:
        return {
            unit.module: await connection.fetchval(f"SELECT version_num FROM {unit.module}.alembic_version")  # noqa: S608
            for unit in SERVICES
        }
    finally:
        await connection.close()


async def _require_empty(settings: Settings, *, replace: bool) -> None:
    """Refuse to put a backup in the place of data that somebody may want to keep."""
    if replace:
        return
    server = await asyncpg.connect(asyncpg_url(settings.database_admin_url))
    try:
        exists = await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE)
    finally:
        await server.close()
    if exists:
        raise SandboxError(
            "There is data in this folder already. Restore into another one (ATENDE_SANDBOX_DIR), wipe it"
            " (`make reset`), or say that the backup is to replace it: `make restore from=… replace=yes`."
        )


async def _empty_database(settings: Settings) -> None:
    server = await asyncpg.connect(asyncpg_url(settings.database_admin_url))
    try:
        await server.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')
        await server.execute(f'CREATE DATABASE "{DATABASE}"')
    finally:
        await server.close()


def _run_postgres(settings: Settings, program: str, *arguments: str) -> None:
    parts = urlsplit(settings.database_admin_url)
    own = {
        "PATH": os.defpath,
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
    }
    _call([str(binaries() / program), "--no-password", *arguments], own)


def _step(settings: Settings, module: str, *arguments: str) -> None:
    _call([sys.executable, "-m", module, *arguments], provisioning_environment(settings))


def _call(command: Sequence[str], given: Mapping[str, str]) -> str:
    """Run a program; return what it printed. Raises `SandboxError` with its words if it fails."""
    ended = subprocess.run(command, env=dict(given), capture_output=True, text=True, check=False)
    if ended.returncode:
        said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
        raise SandboxError(f"{Path(command[0]).name} failed: {' '.join(said[-5:])}")
    return ended.stdout


def _moment(given: str) -> datetime | None:
    if not given:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise SandboxError("until= is a time such as 2026-05-04T12:00:00+00:00.") from None
    return at.astimezone(UTC)


def _default_folder(settings: Settings) -> Path:
    return settings.directory / "backups" / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"


@app.command("take")
def take_command(to: Annotated[str, typer.Option(help="The folder; by default a new one.")] = "") -> None:
    """Back the running system of this folder up."""
    settings = settings_of_this_folder()
    folder = Path(to).resolve() if to else _default_folder(settings)
    take(settings, folder)
    OUT.print(f"The backup is in {folder}. It holds keys: keep it as you keep those.", soft_wrap=True)


@app.command("restore")
def restore_command(
    folder: Annotated[Path, typer.Argument(help="The backup's folder.")],
    until: Annotated[str, typer.Option(help="When the system that was lost stopped.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Lose the data that is here.")] = False,
) -> None:
    """Make the system of this folder one of a backup. `make up` starts it."""
    said = restore(settings_of_this_folder(), folder.resolve(), until=_moment(until), replace=replace)
    OUT.print(said, soft_wrap=True)
    OUT.print("Restored. Start it: `make up`.")


def main() -> int:
    """Run a command; return the exit status."""
    try:
        app()
    except SandboxError as error:
        ERR.print(f"[red]✗[/red] {error}", soft_wrap=True)
        return 1
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
