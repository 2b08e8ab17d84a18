"""Installs what a program of ours for Node needs from the npm registry: by its lock file, once for each."""

import fcntl
import hashlib
import subprocess
from pathlib import Path
from typing import Final

from atende_sandbox.errors import SandboxError
from atende_sandbox.node import Node, find_node
from atende_sandbox.settings import REPOSITORY

_OPTIONS: Final = "--omit=dev --omit=peer --legacy-peer-deps --ignore-scripts --no-audit --no-fund"


def ensure_installed(folder: Path, called: str) -> Node:
    """Install the packages of a program if they are not there yet; return the Node that runs it."""
    node = find_node()
    modules, lock = folder / "node_modules", folder / "package-lock.json"
    marker, of_developers = modules / ".installed-to-run", modules / ".installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    guard = REPOSITORY / ".sandbox" / f"{folder.name}.npm-lock"
    guard.parent.mkdir(exist_ok=True)
    with guard.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # What make installs has more, and will do.
        if of_developers.is_file() and of_developers.stat().st_mtime >= lock.stat().st_mtime:
            return node
        if not (marker.is_file() and marker.read_text() == wanted):
            _install(node, folder, called)
            marker.write_text(wanted)
    return node


def _install(node: Node, folder: Path, called: str) -> None:
    done = subprocess.run(
        [*node.npm, "ci", *_OPTIONS.split(), "--loglevel=error"],
        cwd=folder,
        env=node.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SandboxError(f"The packages of {called} could not be installed.\n{done.stdout}")
