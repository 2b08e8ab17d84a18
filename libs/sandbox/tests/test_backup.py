"""Backups of the sandbox: what is refused before anything changes. `make restore-check` proves the rest."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from atende_ops import backups
from atende_ops.backups import Backup
from atende_sandbox import backup
from atende_sandbox.errors import SandboxError
from atende_sandbox.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(directory=tmp_path / "sandbox", cache=tmp_path / "cache")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backup"
    (made / "keys").mkdir(parents=True)
    (made / "database.dump").write_bytes(b"PGDMP")
    backups.seal(made, Backup(datetime.now(UTC), "0.1.0", {}))
    return made


def test_a_folder_with_something_in_it_gets_no_backup(settings: Settings, folder: Path) -> None:
    with pytest.raises(SandboxError, match="is not empty"):
        backup.take(settings, folder)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda folder: (folder / "backup.json").unlink(), "is no backup"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "was not finished"),
        (lambda folder: (folder / "database.dump").write_bytes(b"PGDMP!"), "database.dump has been altered"),
    ],
)
def test_a_damaged_backup_is_not_restored(
    settings: Settings, folder: Path, damage: Callable[[Path], object], words: str
) -> None:
    damage(folder)
    with pytest.raises(SandboxError, match=words):
        backup.restore(settings, folder)
    assert not settings.directory.exists(), "nothing was touched"


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(SandboxError, match="until= is a time"):
        backup._moment("yesterday")
    assert backup._moment("2026-05-04T12:00:00-03:00") == datetime(2026, 5, 4, 15, tzinfo=UTC)
