"""Finds the stub's program, and installs what it needs from the npm registry once."""

import fcntl
import hashlib
import subprocess
from typing import Final

from atende_sandbox.errors import SandboxError
from atende_sandbox.node import Node, find_node
from atende_sandbox.settings import REPOSITORY

FOLDER: Final = REPOSITORY / "tests-e2e" / "whatsapp_web"
PROGRAM: Final = FOLDER / "src" / "main.ts"
TRUST: Final = FOLDER / "trust.ts"
_LOCK: Final = REPOSITORY / ".sandbox" / "whatsapp-web.lock"
_OPTIONS: Final = "--omit=dev --omit=peer --legacy-peer-deps --ignore-scripts --no-audit --no-fund"


def ensure_installed() -> Node:
    """Install the stub's packages if they are not there yet; return the Node that runs it."""
    node = find_node()
    modules = FOLDER / "node_modules"
    marker, whole = modules / ".installed-to-run", modules / ".installed"
    lock = FOLDER / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    _LOCK.parent.mkdir(exist_ok=True)
    with _LOCK.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # A developer's installation, which has more, will do.
        if whole.is_file() and whole.stat().st_mtime >= lock.stat().st_mtime:
            return node
        if not (marker.is_file() and marker.read_text() == wanted):
            _install(node)
            marker.write_text(wanted)
    return node


def _install(node: Node) -> None:
    done = subprocess.run(
        [*node.npm, "ci", *_OPTIONS.split(), "--loglevel=error"],
        cwd=FOLDER,
        env=node.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SandboxError(f"The packages of the WhatsApp Web stub could not be installed.\n{done.stdout}")
