"""Backups of docker compose (deploy/backup): what the scripts do, in which order, what they refuse."""

import json
import os
import subprocess
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from atende_contracts.topics import SERVICES
from atende_ops import backups
from atende_ops.schemas import migrations_of, newest_revision
from atende_sandbox.settings import REPOSITORY

DOCKER = """#!/bin/sh
printf '%s\\n' "$*" | tr '\\n' ' ' >>"$PLAYED/calls"; echo >>"$PLAYED/calls"
case "$*" in
  *pg_dump*) printf 'PGDMP and so on' ;;
  *json_build_object*) cat "$PLAYED/facts.json" ;;
  *pg_namespace*) cat "$PLAYED/schemas" ;;
  *"sh -c"*) exit "$(cat "$PLAYED/in_s3")" ;;
  *"gateway-worker tar"*) cat "$PLAYED/media.tar" ;;
  *--version*) echo '0.1.0 (3f2a91c)' ;;
  *"config --services"*) printf 'postgres\\nkafka\\nvalkey\\nchat-api\\nchat-worker\\n' ;;
  *pg_restore*|*"tar gateway-worker"*) cat >/dev/null ;;
esac
"""


class Played:
    """A stub of docker that has an installation: what was asked of it, and what it answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        programs = folder / "bin"
        programs.mkdir()
        (programs / "docker").write_text(DOCKER)
        (programs / "docker").chmod(0o755)
        revisions = {}
        for service in SERVICES:
            directory = migrations_of(service)
            assert directory is not None
            revisions[service] = newest_revision(directory)
        facts = {"format": 1, "takenAt": datetime.now(UTC).isoformat(), "version": "0.1.0"}
        (folder / "facts.json").write_text(json.dumps({**facts, "revisions": revisions}))
        (folder / "schemas").write_text("0\n")
        (folder / "in_s3").write_text("0")
        (folder / "ab").mkdir()
        (folder / "ab" / "file").write_bytes(b"picture")
        with tarfile.open(folder / "media.tar", "w") as tar:
            tar.add(folder / "ab", arcname="ab")

    def run(self, script: str, *arguments: str, **environment: str) -> tuple[int, str]:
        path = f"{self.folder / 'bin'}:{os.defpath}"
        ended = subprocess.run(
            [REPOSITORY / "deploy/backup" / script, *arguments],
            env={"PATH": path, "PLAYED": str(self.folder), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return ended.returncode, ended.stdout + ended.stderr

    def calls(self) -> list[str]:
        return [line.strip() for line in (self.folder / "calls").read_text().splitlines() if line.strip()]


@pytest.fixture
def played(tmp_path: Path) -> Played:
    return Played(tmp_path)


def taken(played: Played, **environment: str) -> Path:
    status, said = played.run("backup.sh", str(played.folder / "backups"), **environment)
    assert status == 0, said
    return Path(said.strip())


def test_a_backup_is_what_the_command_line_checks(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = taken(played)
    monkeypatch.setenv("PATH", "")  # A played dump is none for a real pg_restore.
    assert list(backups.problems(folder, datetime.now(UTC), older_than=timedelta(hours=1))) == []
    assert (folder / "media/ab/file").read_bytes() == b"picture"
    assert folder.stat().st_mode & 0o077 == 0


def test_files_in_s3_are_left_to_it(played: Played) -> None:
    (played.folder / "in_s3").write_text("1")
    assert not (taken(played) / "media").exists()


def test_the_newest_are_kept_and_what_failed_leaves_nothing(played: Played) -> None:
    everything = played.folder / "backups"
    for day in (1, 2, 3):
        (everything / f"2026-01-0{day}T030000Z").mkdir(parents=True)
    newest = taken(played, BACKUPS_KEPT="2")
    assert sorted(each.name for each in everything.iterdir()) == ["2026-01-03T030000Z", newest.name]
    (played.folder / "bin" / "docker").write_text("#!/bin/sh\nexit 1\n")
    assert played.run("backup.sh", str(everything))[0] == 1
    assert len(list(everything.iterdir())) == 2


def test_the_newest_backup_is_checked(played: Played) -> None:
    everything = str(played.folder / "backups")
    assert played.run("check.sh", everything) == (1, f"There is no backup in {everything}.\n")
    folder = taken(played)
    assert played.run("check.sh", everything) == (0, f"{folder} can be restored.\n")
    old = (datetime.now(UTC) - timedelta(hours=30)).timestamp()
    os.utime(folder / "SHA256SUMS", (old, old))
    assert played.run("check.sh", everything)[0] == 1
    (folder / "database.dump").write_text("something else")
    status, said = played.run("check.sh", everything)
    assert (status, "has been altered" in said) == (1, True)


def test_a_restore_stops_the_services_and_fences_before_they_start(played: Played) -> None:
    folder = taken(played)
    status, said = played.run("restore.sh", str(folder), "--until", "2026-05-04T12:00:00+00:00")
    assert status == 0, said
    calls = played.calls()

    def at(words: str) -> int:
        return next(number for number, call in enumerate(calls) if words in call)

    order = [
        "compose stop chat-api chat-worker",
        "dropdb --username=postgres --force atende",
        "pg_restore",
        "chat-migrate",
        "--entrypoint tar gateway-worker",
        "auth-worker restore fence",
        "gateway-worker restore fence --service gateway --until 2026-05-04T12:00:00+00:00 --yes",
    ]
    assert [at(words) for words in order] == sorted(at(words) for words in order)
    assert calls[-1] == "compose up --detach"


def test_data_that_is_there_and_damaged_backups_are_left_as_they_are(played: Played) -> None:
    folder = taken(played)
    (played.folder / "schemas").write_text("5\n")
    status, said = played.run("restore.sh", str(folder))
    assert (status, "--replace" in said) == (1, True)
    assert played.run("restore.sh", str(folder), "--replace")[0] == 0
    (folder / "database.dump").write_text("something else")
    before = len(played.calls())
    status, said = played.run("restore.sh", str(folder), "--replace")
    assert (status, "Nothing was changed" in said) == (1, True)
    assert len(played.calls()) == before


@pytest.mark.parametrize("arguments", [(), ("/nowhere",), ("/tmp", "--until"), ("/tmp", "--all")])  # noqa: S108
def test_what_makes_no_sense_is_refused(played: Played, arguments: tuple[str, ...]) -> None:
    status, said = played.run("restore.sh", *arguments)
    assert (status, "usage" in said) == (2, True)
