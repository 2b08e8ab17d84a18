"""Test servers that outlive a run, so that the next one begins at once: ``pytest --keep-servers``.

They belong to this folder only: a test run started them, in `.sandbox-test/kept`, on ports of their own. One
run has them at a time; a second one at that time starts its own. They end with `make down`, or when no run
has had them for half an hour. Each run leaves databases and topics behind: after 20 runs they are replaced.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from redis import Redis

from atende_sandbox.errors import SandboxError
from atende_sandbox.group import free_ports
from atende_sandbox.last_start import running_settings
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Infrastructure, Settings
from atende_sandbox.world import World

FOLDER: Final = REPOSITORY / ".sandbox-test" / "kept"
_IDLE_SECONDS: Final = 1800.0
_RUNS: Final = 20


@contextmanager
def kept_servers(folder: Path = FOLDER) -> Iterator[Infrastructure | None]:
    """Have the kept servers, which are started if need be; None while another run has them."""
    folder.mkdir(parents=True, exist_ok=True)
    with _lease(folder) as is_ours:
        yield _servers(folder) if is_ours else None


def stop_kept_servers(folder: Path = FOLDER) -> bool:
    """Stop them; return False if there were none."""
    return _world(_settings(folder)).down()


def is_unused(folder: Path) -> bool:
    """Return whether no run has the servers, and none has had them for a while."""
    lease = folder / "lease"
    if not lease.exists() or time.time() - lease.stat().st_mtime < _IDLE_SECONDS:
        return False
    with _lease(folder) as is_ours:  # Which counts as a use: it is asked again after half an hour.
        return is_ours


@contextmanager
def _lease(folder: Path) -> Iterator[bool]:
    """Hold the lease for the time of the context; yields False if another process has it."""
    with (folder / "lease").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        os.utime(file.fileno())
        yield True
        os.utime(file.fileno())


def _settings(folder: Path) -> Settings:
    return replace(Settings.from_environment({}, directory=folder), durable=False, secured=False)


def _world(settings: Settings) -> World:
    return World(settings, infra_only=True)


def _servers(folder: Path) -> Infrastructure:
    runs = folder / "runs"
    number = len(runs.read_text()) if runs.exists() else 0
    settings = running_settings(_settings(folder))
    if settings is None or number >= _RUNS or not _world(settings).is_ready():
        settings, number = _start_afresh(folder), 0
    with Redis.from_url(settings.redis_url) as redis:
        redis.flushall()
    runs.write_text("." * (number + 1))
    return settings.infrastructure()


def _start_afresh(folder: Path) -> Settings:
    before = _settings(folder)
    _world(before).reset()
    settings = replace(
        before,
        cache=Settings.from_environment().cache,
        ports=dict(zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True)),
    )
    if not _world(settings).up(while_used=True):
        raise SandboxError(f"Test servers are being started in {folder} by somebody else.")
    return settings
