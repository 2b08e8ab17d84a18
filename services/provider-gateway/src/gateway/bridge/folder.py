"""The folder in which a process has attachments that its bridges are to send: its own, and gone when it ends.

What a killed process left in a folder of ours is removed by the next one: a lock says which are still in use.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger(__name__)

_PREFIX: Final = "bridges-"
_LOCK: Final = "lock-"


class FilesFolder:
    """A new folder, which nobody else may read. ``within``: another one than the system's for such files."""

    def __init__(self, within: str) -> None:
        self._lock: int | None = None
        if within:
            _remove_left(Path(within))
        self.path: Final = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=within or None)).resolve()
        if within:
            self._lock = os.open(_lock_of(self.path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            _lock_of(self.path).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None


def _lock_of(folder: Path) -> Path:
    return folder.with_name(_LOCK + folder.name)


def _remove_left(within: Path) -> None:
    """Remove folders whose processes have ended. One that is just being made has no lock yet."""
    for lock in within.glob(f"{_LOCK}{_PREFIX}*"):
        try:
            file = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # Its process has just removed it.
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            folder = lock.with_name(lock.name.removeprefix(_LOCK))
            log.warning("bridge.files_left", folder=folder.name)
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)
        finally:
            os.close(file)
