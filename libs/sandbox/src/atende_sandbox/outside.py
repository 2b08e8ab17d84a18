"""Places outside the sandbox: for servers that must not run as root where only root may enter, and in memory.

PostgreSQL refuses to run as root. Another account reaches neither programs nor data in root's home, or in a
folder that was made under ``umask 077``; nor is it ours to open that folder. What this account needs is then
kept in a place that everybody may enter, and the sandbox has a link to it.

Kafka waits for the disk several times for each partition that it makes or removes. Tests make thousands and
keep none: theirs are in memory, where the system has a file system for that.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from atende_sandbox.errors import SandboxError
from atende_sandbox.settings import Settings

_PREFIX: Final = "atende-sandbox-"
_PARENTS: Final = ("/var/lib", "/var/tmp", "/opt", "/srv", tempfile.gettempdir())  # noqa: S108
_MEMORY: Final = Path("/dev/shm")  # noqa: S108
_MEMORY_BYTES: Final = 2 * 1024**3
"""What must be free there: all unit tests together write a few hundred megabytes."""


def _link(directory: Path) -> Path:
    return directory / "outside"


def _memory_link(directory: Path) -> Path:
    return directory / "memory"


def may_enter(folder: Path) -> bool:
    """Return whether every account may go into a folder, and into all that are above it."""
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def may_read(tree: Path) -> bool:
    """Return whether every account may read all of a tree, and run its programs."""
    if not may_enter(tree):
        return False
    for folder, folders, files in os.walk(tree):
        if not all(os.stat(os.path.join(folder, name)).st_mode & 0o001 for name in folders):
            return False
        if not all(os.stat(os.path.join(folder, name)).st_mode & 0o004 for name in files):
            return False
    return True


def existing(settings: Settings) -> Path | None:
    """Return the place that this sandbox has outside, if it has one."""
    link = _link(settings.directory)
    return link.resolve() if link.is_symlink() and link.is_dir() else None


def place(settings: Settings) -> Path:
    """Return this sandbox's place outside; make it if there is none yet."""
    if found := existing(settings):
        return found
    for parent in map(Path, _PARENTS):
        if _is_suitable(parent):
            made = parent / f"{_PREFIX}{secrets.token_hex(4)}"
            made.mkdir()
            made.chmod(0o755)  # Whatever the umask says.
            link = _link(settings.directory)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(made)
            return made
    raise SandboxError(
        f"PostgreSQL does not run as root, other accounts may not enter {settings.directory}, and there is no"
        f" other place for it ({', '.join(_PARENTS)}). Run this as an ordinary user, or in another folder."
    )


def memory(settings: Settings) -> Path | None:
    """Return this sandbox's place in memory, made if there is none yet; None where the system has no room."""
    link = _memory_link(settings.directory)
    if link.is_dir():
        return link.resolve()
    link.unlink(missing_ok=True)  # What was in memory when the machine was switched off is gone.
    if (
        not _MEMORY.is_dir()
        or not os.access(_MEMORY, os.W_OK)
        or shutil.disk_usage(_MEMORY).free < _MEMORY_BYTES
    ):
        return None
    made = _MEMORY / f"{_PREFIX}{secrets.token_hex(4)}"
    made.mkdir(mode=0o700)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(made)
    return made


def _is_suitable(parent: Path) -> bool:
    """Return whether we may write there, others enter, and programs run."""
    return (
        parent.is_dir()
        and os.access(parent, os.W_OK)
        and may_enter(parent)
        and not os.statvfs(parent).f_flag & getattr(os, "ST_NOEXEC", 0)
    )


def copy_for_all(trees: Iterable[Path], target: Path) -> None:
    """Copy trees into a folder, so that every account may read them. It appears complete or not at all."""
    scratch = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    for tree in trees:
        shutil.copytree(tree, scratch / tree.name, symlinks=True)
    for folder, _, files in os.walk(scratch):
        os.chmod(folder, 0o755)  # noqa: S103
        for file in (Path(folder, name) for name in files):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    scratch.rename(target)


def wipe(directory: Path) -> None:
    """Remove the places that the sandbox of a directory has outside."""
    for link in (_link(directory), _memory_link(directory)):
        if not link.is_symlink():
            continue
        target = link.resolve()
        if target.name.startswith(_PREFIX):
            shutil.rmtree(target, ignore_errors=True)
        link.unlink(missing_ok=True)


def wipe_all(tree: Path) -> None:
    """Remove those of all sandboxes in a tree of folders."""
    for name in ("outside", "memory"):
        for link in tree.rglob(name):
            wipe(link.parent)
