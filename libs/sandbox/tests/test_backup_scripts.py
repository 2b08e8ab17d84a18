"""Backups of docker compose (deploy/backup): what the scripts do, in which order, what they refuse."""

import fcntl
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
  *"tar -C /var/lib/atende/media"*) cat "$PLAYED/media.tar" ;;
  *"sh -c"*) exit "$(cat "$PLAYED/in_s3")" ;;
  *--version*) echo '0.1.0 (3f2a91c)' ;;
  *"config --services"*) printf 'postgres\\nkafka\\nvalkey\\nchat-api\\nchat-worker\\n' ;;
  *pg_restore*)
    cat >/dev/null
    case "$*" in *"$(cat "$PLAYED/broken" 2>/dev/null || echo none)"*) exit 1 ;; esac ;;
  *"tar gateway-worker"*) cat >/dev/null ;;
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


def test_two_backups_are_not_taken_at_once(played: Played) -> None:
    everything = played.folder / "backups"
    everything.mkdir()
    lock = os.open(everything, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    status, said = played.run("backup.sh", str(everything), BACKUP_LOCK_SECONDS="0")
    assert (status, "under way" in said) == (1, True)
    os.close(lock)
    taken(played)


def test_the_newest_backup_is_checked(played: Played) -> None:
    everything = str(played.folder / "backups")
    status, said = played.run("check.sh", everything)
    assert (status, "is no folder, or this account may not see it" in said) == (1, True)
    Path(everything).mkdir()
    assert played.run("check.sh", everything) == (1, f"There is no backup in {everything}.\n")
    folder = taken(played)
    assert played.run("check.sh", everything) == (0, f"{folder} can be restored.\n")
    old = (datetime.now(UTC) - timedelta(hours=30)).timestamp()
    os.utime(folder / "SHA256SUMS", (old, old))
    assert played.run("check.sh", everything, BACKUP_HOURS="48")[0] == 1
    assert played.run("check.sh", everything, BACKUP_MAX_AGE_HOURS="31")[0] == 0
    (folder / "database.dump").write_text("something else")
    status, said = played.run("check.sh", everything)
    assert (status, "has been altered" in said) == (1, True)


def test_a_restore_stops_the_services_and_fences_before_they_start(played: Played) -> None:
    folder = taken(played)
    facts = json.loads((folder / "backup.json").read_text())
    taken_at = datetime.fromisoformat(facts["takenAt"]).isoformat(timespec="seconds")
    stopped = datetime.now(UTC).isoformat(timespec="seconds")
    status, said = played.run("restore.sh", str(folder), "--until", stopped)
    assert status == 0, said
    calls = played.calls()

    def at(words: str) -> int:
        return next(number for number, call in enumerate(calls) if words in call)

    order = [
        "pg_restore --list",
        "compose stop chat-api chat-worker",
        "createdb --username=postgres atende_new",
        "pg_restore --username=postgres --exit-on-error --dbname=atende_new",
        "ALTER DATABASE atende RENAME TO atende_before_",
        "chat-migrate",
        "--entrypoint tar gateway-worker",
        "auth-worker restore fence",
        f"gateway-worker restore fence --service gateway --since {taken_at} --until {stopped} --yes",
        "compose up --detach",
        "dropdb --username=postgres --if-exists atende_before_",
    ]
    calls.remove("compose up --detach --wait postgres kafka valkey")
    assert [at(words) for words in order] == sorted(at(words) for words in order)
    assert not any("dropdb" in call and call.endswith(" atende") for call in calls)


def test_data_that_is_there_is_replaced_when_told_and_then_kept(played: Played) -> None:
    folder = taken(played)
    (played.folder / "schemas").write_text("5\n")
    status, said = played.run("restore.sh", str(folder))
    assert (status, "--replace" in said, "Nothing was changed" in said) == (1, True, True)
    status, said = played.run("restore.sh", str(folder), "--replace")
    assert status == 0, said
    assert "docker compose exec postgres dropdb --username=postgres atende_before_" in said
    assert not any("dropdb" in call and "atende_before_" in call for call in played.calls())


def test_a_dump_that_cannot_be_loaded_leaves_the_database_as_it_was(played: Played) -> None:
    folder = taken(played)
    (played.folder / "broken").write_text("--exit-on-error")
    status, said = played.run("restore.sh", str(folder), "--replace")
    assert (status, "The data is as it was" in said) == (1, True)
    assert not any("RENAME" in call for call in played.calls())
    assert "dropdb --username=postgres --if-exists --force atende_new" in played.calls()[-1]


@pytest.mark.parametrize(
    ("what", "until", "words"),
    [
        ("sums", None, "has been altered"),
        ("dump", None, "pg_restore cannot read"),
        ("version", None, "later than this one"),
        ("nothing", "yesterday", "a time with its offset"),
        ("nothing", "2026-05-04T12:00:00", "a time with its offset"),
        ("nothing", "2026-13-04T12:00:00Z", "a time with its offset"),
        ("nothing", "2999-05-04T12:00:00+00:00", "in the future"),
        ("nothing", "2026-05-04T12:00:00+00:00", "before the backup was taken"),
    ],
)
def test_what_is_wrong_is_said_before_anything_stops(
    played: Played, what: str, until: str | None, words: str
) -> None:
    facts = json.loads((played.folder / "facts.json").read_text())
    if what == "version":
        facts["revisions"]["chat"] = "9999"
    (played.folder / "facts.json").write_text(json.dumps(facts))
    folder = taken(played)
    if what == "sums":
        (folder / "database.dump").write_text("something else")
    if what == "dump":
        (played.folder / "broken").write_text("--list")
    before = len(played.calls())
    status, said = played.run("restore.sh", str(folder), "--replace", *(("--until", until) if until else ()))
    assert (status, words in said, "Nothing was changed" in said) == (1, True, True), said
    asked = played.calls()[before:]
    assert not any(word in call for call in asked for word in ("compose stop", "dropdb", "compose run"))
    assert what == "dump" or not asked


@pytest.mark.parametrize("arguments", [(), ("--replace",), ("/tmp", "--until"), ("/tmp", "--all")])  # noqa: S108
def test_what_makes_no_sense_is_refused(played: Played, arguments: tuple[str, ...]) -> None:
    status, said = played.run("restore.sh", *arguments)
    assert (status, "usage" in said) == (2, True)


def test_a_folder_that_cannot_be_read_is_named(played: Played) -> None:
    status, said = played.run("restore.sh", "/nowhere")
    assert (status, "/nowhere is no folder, or this account may not see it" in said) == (1, True)
