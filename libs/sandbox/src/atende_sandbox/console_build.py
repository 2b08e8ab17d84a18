"""Builds the console (services/console) where its sources have changed since the last time.

``python -m atende_sandbox.console_build CACHE LINK`` is a step of the start: it lets LINK, which nginx
serves, lead to the build of the sources as they are. Builds are kept in the cache by the hash of what they
are made from, so that all sandboxes of a folder share one. Packages come from the npm registry, by the lock
file, and none of their scripts is run.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from atende_sandbox.errors import SandboxError
from atende_sandbox.node import Node, find_node
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.settings import REPOSITORY, Settings

CONSOLE: Final = REPOSITORY / "services" / "console"
_SOURCES: Final = ("src", "public", "build")
_FILES: Final = ("index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")
_TESTS: Final = (".test.ts", ".test.tsx")
_KEPT_SECONDS: Final = 30 * 24 * 3600
_REGISTRY_AWAY: Final = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")


def sources_hash(console: Path) -> str:
    """Return the hash of all that a build is made from; tests are not."""
    digest = hashlib.sha256()
    found = [console / name for name in _FILES]
    for folder in _SOURCES:
        found += (path for path in (console / folder).rglob("*") if not path.name.endswith(_TESTS))
    for path in sorted(path for path in found if path.is_file()):
        digest.update(f"{path.relative_to(console)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def ensure_built(cache: Path) -> Path:
    """Return the folder with the build of the sources as they are, which is made if there is none yet."""
    build = cache / "console" / sources_hash(CONSOLE)
    if not build.is_dir():
        build.parent.mkdir(parents=True, exist_ok=True)
        with _alone(build.parent / "lock"):
            if not build.is_dir():
                _build(find_node(), build)
                _forget_old_builds(build)
    os.utime(build)  # In use: kept for longer.
    return build


def serve(build: Path, link: Path) -> None:
    """Let the link lead to a build, from one moment to the next."""
    link.parent.mkdir(parents=True, exist_ok=True)
    scratch = link.with_suffix(f".{os.getpid()}")
    scratch.symlink_to(build)
    scratch.replace(link)


def link_of(settings: Settings) -> Path:
    """Return what nginx serves in a sandbox."""
    return settings.run / "console"


def renew(settings: Settings) -> None:
    """Serve the sources as they are in a system that runs already."""
    if settings.console:
        serve(ensure_built(settings.cache), link_of(settings))


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs: one step, beside the servers' start."""
    if not settings.console:
        return []
    command = (sys.executable, "-m", "atende_sandbox.console_build")
    return [
        ProcessSpec(
            name="console",
            command=(*command, str(settings.cache), str(link_of(settings))),
            # As the caller has it: npm has settings of its own, and proxies.
            environment=dict(os.environ),
            directory=REPOSITORY,
            idle_timeout=300.0,  # Waiting for the npm registry looks idle.
        )
    ]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(node: Node, build: Path) -> None:
    _install_packages(node)
    scratch = build.with_suffix(".tmp")
    shutil.rmtree(scratch, ignore_errors=True)
    vite = CONSOLE / "node_modules" / "vite" / "bin" / "vite.js"
    _run(
        [
            str(node.program),
            str(vite),
            "build",
            "--outDir",
            str(scratch),
            "--emptyOutDir",
            "--logLevel",
            "warn",
        ],
        node,
        "The console could not be built.",
    )
    scratch.rename(build)


def _install_packages(node: Node) -> None:
    """Install what the build needs; a developer's installation, which has more, will do."""
    lock, modules = CONSOLE / "package-lock.json", CONSOLE / "node_modules"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    marker, whole = modules / ".installed-for-build", modules / ".installed"
    if whole.is_file() and whole.stat().st_mtime >= lock.stat().st_mtime:
        return
    if marker.is_file() and marker.read_text() == wanted:
        return
    _run(
        [*node.npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        node,
        "The console's packages could not be installed.",
    )
    marker.write_text(wanted)


def _run(command: list[str], node: Node, failure: str) -> None:
    done = subprocess.run(
        command,
        cwd=CONSOLE,
        env=node.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    sys.stdout.write(done.stdout)
    if any(sign in done.stdout for sign in _REGISTRY_AWAY):
        failure += (
            " The npm registry cannot be reached: see `npm config get registry`, and HTTPS_PROXY where there"
            " is a proxy. `ATENDE_CONSOLE=off make up` starts without the console."
        )
    raise SandboxError(failure)


def _forget_old_builds(current: Path) -> None:
    limit = time.time() - _KEPT_SECONDS
    for path in current.parent.iterdir():
        if path.is_dir() and path != current and path.stat().st_mtime < limit:
            shutil.rmtree(path, ignore_errors=True)


def main() -> int:
    """Build what is missing, and serve it."""
    cache, link = map(Path, sys.argv[1:])
    try:
        serve(ensure_built(cache), link)
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
