"""A backup as it lies in a folder: `make backup` takes one in the sandbox, deploy/backup one of compose.

backup.json     when it was taken, of which version, at which migration each service was
database.dump   PostgreSQL's, in pg_dump's custom format: all five services at one moment
media/          uploaded files, unless they are in S3
keys/           the sandbox's; elsewhere keys are kept apart from what they protect
SHA256SUMS      of every file, written last: a backup without it was not finished
"""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from atende_contracts.topics import SERVICES
from atende_ops.errors import Wrong
from atende_ops.schemas import migrations_of, newest_revision
from atende_platform.data.schema import older_revisions

FORMAT: Final = 1
FACTS: Final = "backup.json"
DUMP: Final = "database.dump"
MEDIA: Final = "media"
KEYS: Final = "keys"
SUMS: Final = "SHA256SUMS"

_DUMP_BEGINS: Final = b"PGDMP"
_OLDER: Final = "unsupported version"
_PART: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself."""

    taken_at: datetime
    """When it was begun: all that was committed before is in it."""
    version: str
    revisions: Mapping[str, str]
    """The migration that each service's tables were at."""


def seal(folder: Path, backup: Backup) -> None:
    """Finish a backup whose parts are in the folder."""
    facts = {
        "format": FORMAT,
        "takenAt": backup.taken_at.isoformat(timespec="seconds"),
        "version": backup.version,
        "revisions": dict(backup.revisions),
    }
    (folder / FACTS).write_text(json.dumps(facts, indent=1) + "\n")
    lines = [f"{_sum(path)}  {path.relative_to(folder)}\n" for path in _files(folder)]
    (folder / SUMS).write_text("".join(lines))


def read(folder: Path) -> Backup:
    """Return what a backup says of itself. Raises `Wrong` for what is none, or of a later format."""
    try:
        facts = json.loads((folder / FACTS).read_text())
        if facts["format"] != FORMAT:
            raise Wrong(f"{folder} has the format {facts['format']}: a later version of Atendechat reads it.")
        return Backup(datetime.fromisoformat(facts["takenAt"]), facts["version"], facts["revisions"])
    except FileNotFoundError as error:
        raise Wrong(f"{folder} is no backup: it has no {FACTS}.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise Wrong(f"{folder / FACTS} cannot be read: {error!r}") from error


def problems(folder: Path, now: datetime, *, older_than: timedelta | None = None) -> Iterator[str]:
    """Yield what is wrong with a backup, in words. Raises `Wrong` for what is none."""
    backup = read(folder)
    yield from _altered(folder)
    yield from _unreadable(folder / DUMP)
    yield from newer_than_code(backup)
    taken_at = backup.taken_at if backup.taken_at.tzinfo else backup.taken_at.replace(tzinfo=UTC)
    if older_than is not None and now - taken_at > older_than:
        hours = (now - taken_at).total_seconds() / 3600
        yield f"it is {hours:.0f} hours old: newer ones are not made, or lie elsewhere"


def newer_than_code(backup: Backup) -> Iterator[str]:
    """Yield the services whose tables are of a later version than the code here, which cannot serve them."""
    for service in SERVICES:
        directory, revision = migrations_of(service), backup.revisions.get(service)
        if directory is None:
            continue
        if revision is None:
            yield f"it does not say which tables {service} has"
        elif revision != newest_revision(directory) and revision not in older_revisions(directory):
            yield (
                f"{service}'s tables are of a later version ({revision}): restore it with version"
                f" {backup.version} or a later one"
            )


def _altered(folder: Path) -> Iterator[str]:
    try:
        lines = (folder / SUMS).read_text().splitlines()
    except FileNotFoundError:
        yield f"it was not finished: {SUMS} is missing"
        return
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {str(path.relative_to(folder)): path for path in _files(folder)}
    for name in sorted(sums.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing"
        elif name not in sums:
            yield f"{name} does not belong to it"
        elif _sum(found[name]) != sums[name]:
            yield f"{name} has been altered, or was not written to its end"


def _unreadable(dump: Path) -> Iterator[str]:
    """Yield why a dump could not be restored, as far as its table of contents shows."""
    if not dump.exists():
        return  # It is missing, which was said.
    with dump.open("rb") as file:
        if file.read(len(_DUMP_BEGINS)) != _DUMP_BEGINS:
            yield f"{dump.name} is no dump of pg_dump's custom format"
            return
    listed = _listed(dump)
    if listed is None or _OLDER in listed.stderr:
        return  # `not_checked` says so.
    if listed.returncode:
        yield f"pg_restore cannot read {dump.name}: {listed.stderr.strip()}"
        return
    missing = [service for service in SERVICES if f" SCHEMA - {service} " not in listed.stdout]
    if missing:
        yield f"{dump.name} lacks the tables of {', '.join(missing)}"


def not_checked(folder: Path) -> Iterator[str]:
    """Yield what `problems` could not look at here, in words."""
    if not (folder / DUMP).exists():
        return
    listed = _listed(folder / DUMP)
    if listed is None:
        yield f"whether {DUMP} is readable: there is no pg_restore here"
    elif _OLDER in listed.stderr:
        yield f"whether {DUMP} is readable: pg_restore is older here than the server that was backed up"


def _listed(dump: Path) -> subprocess.CompletedProcess[str] | None:
    program = shutil.which("pg_restore")
    if program is None:
        return None
    command = [program, "--list", str(dump)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SUMS)


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_PART):
            digest.update(part)
    return digest.hexdigest()
