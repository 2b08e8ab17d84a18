"""``atende backup check``: what is wrong with a backup is found before it is needed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from atende_contracts.topics import SERVICES
from atende_ops import backups
from atende_ops.backups import Backup
from atende_ops.schemas import migrations_of, newest_revision
from atende_ops.testing import Atende

TAKEN = datetime.now(UTC) - timedelta(hours=3)


def revisions() -> dict[str, str]:
    found = {}
    for service in SERVICES:
        directory = migrations_of(service)
        assert directory is not None
        found[service] = newest_revision(directory) or ""
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup whose dump has its first bytes only, and no pg_restore to read it with."""
    monkeypatch.setenv("PATH", "")
    made = tmp_path / "backup"
    (made / "media" / "ab").mkdir(parents=True)
    (made / "media" / "ab" / "file").write_bytes(b"picture")
    (made / "database.dump").write_bytes(b"PGDMP...")
    backups.seal(made, Backup(TAKEN, "1.2.0", revisions()))
    return made


async def test_a_whole_backup_can_be_restored(atende: Atende, folder: Path) -> None:
    ended = await atende("backup", "check", str(folder), "--hours", "4", "--json")
    assert (ended.status, ended.json["problems"], ended.json["version"]) == (0, [], "1.2.0")


async def test_what_could_not_be_looked_at_is_said(
    atende: Atende, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = await atende("backup", "check", str(folder))
    assert "It can be restored, as far as was checked." in ended.out
    assert "Not checked: whether database.dump is readable: there is no pg_restore here." in ended.out
    program = folder.parent / "pg_restore"
    program.write_text("#!/bin/sh\necho 'unsupported version (1.99) in file header' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder.parent))
    ended = await atende("backup", "check", str(folder), "--json")
    assert (ended.status, ended.json["problems"]) == (0, [])
    assert "older here than the server" in ended.json["notChecked"][0]


async def test_what_is_wrong_is_said_in_words(atende: Atende, folder: Path) -> None:
    (folder / "media" / "ab" / "file").write_bytes(b"pictures")
    (folder / "media" / "new").write_bytes(b"")
    (folder / "database.dump").unlink()
    ended = await atende("backup", "check", str(folder), "--hours", "2", "--json")
    assert ended.status == 1
    assert ended.json["problems"] == [
        "database.dump is missing",
        "media/ab/file has been altered, or was not written to its end",
        "media/new does not belong to it",
        "it is 3 hours old: newer ones are not made, or lie elsewhere",
    ]


async def test_one_that_was_not_finished_or_is_no_dump(atende: Atende, folder: Path) -> None:
    (folder / "database.dump").write_bytes(b"nothing")
    (folder / "SHA256SUMS").unlink()
    ended = await atende("backup", "check", str(folder))
    assert ended.status == 1
    assert "It was not finished: SHA256SUMS is missing." in ended.out
    assert "Database.dump is no dump" in ended.out


async def test_a_backup_of_a_later_version_needs_that_version(atende: Atende, folder: Path) -> None:
    backups.seal(folder, Backup(TAKEN, "9.0.0", {**revisions(), "chat": "9999"}))
    ended = await atende("backup", "check", str(folder))
    assert ended.status == 1
    assert "chat's tables are of a later version (9999): restore it with version 9.0.0" in ended.out.lower()


@pytest.mark.parametrize(
    ("facts", "words"),
    [(None, "it has no backup.json"), ("{", "cannot be read"), ('{"format": 2}', "a later version")],
)
async def test_what_is_no_backup_is_refused(
    atende: Atende, folder: Path, facts: str | None, words: str
) -> None:
    if facts is None:
        (folder / "backup.json").unlink()
    else:
        (folder / "backup.json").write_text(facts)
    ended = await atende("backup", "check", str(folder))
    assert (ended.status, words in ended.err) == (1, True)
