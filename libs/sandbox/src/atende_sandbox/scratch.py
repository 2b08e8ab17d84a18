"""Folders of test runs: one for each, removed at its end, or by the next run if it could not."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from atende_sandbox import outside
from atende_sandbox.settings import REPOSITORY

_PARENT = REPOSITORY / ".sandbox-test"


def make_scratch_folder() -> Path:
    """Make a folder for this process, and remove those of processes that were killed."""
    for left in _PARENT.glob("[0-9]*-*"):
        if not psutil.pid_exists(int(left.name.partition("-")[0])):
            remove_scratch_folder(left)
    folder = _PARENT / f"{os.getpid()}-{secrets.token_hex(3)}"
    folder.mkdir(parents=True)
    return folder


def remove_scratch_folder(folder: Path) -> None:
    """Remove a folder, and what the sandboxes in it have elsewhere."""
    outside.wipe_all(folder)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Have a folder for the time of the context."""
    folder = make_scratch_folder()
    try:
        yield folder
    finally:
        remove_scratch_folder(folder)
