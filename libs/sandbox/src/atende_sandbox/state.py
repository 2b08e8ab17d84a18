"""What the supervisor writes down for others: one JSON file, replaced as a whole."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil

from atende_sandbox.settings import Settings


@dataclass
class ChildState:
    """One process, as `status` shows it. ``born`` tells a pid from its reuse."""

    name: str
    pid: int
    born: float
    port: int | None
    state: str
    restarts: int


@dataclass
class SandboxState:
    """One run of the supervisor. Phases: starting, ready, stopping, stopped, failed."""

    pid: int
    born: float
    phase: str
    infra_only: bool
    control: str
    settings: str = ""
    """What it was started with, as `Settings.to_json` writes it."""
    reason: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    children: list[ChildState] = field(default_factory=list)

    def child(self, name: str) -> ChildState | None:
        return next((child for child in self.children if child.name == name), None)


def state_path(settings: Settings) -> Path:
    """Return where the state is kept."""
    return settings.directory / "state.json"


def write_state(settings: Settings, state: SandboxState) -> None:
    """Replace the state; readers see the old or the new, never a part."""
    path = state_path(settings)
    scratch = path.with_suffix(".tmp")
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps(asdict(state), indent=1))
    scratch.replace(path)


def read_state(settings: Settings) -> SandboxState | None:
    """Return the state of the last run, or None if there was none."""
    try:
        raw: dict[str, Any] = json.loads(state_path(settings).read_text())
    except (FileNotFoundError, ValueError):
        return None
    children = [ChildState(**child) for child in raw.pop("children")]
    return SandboxState(**raw, children=children)


def born(pid: int) -> float:
    """Return when a process was started, or 0 if there is no such process."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return 0.0


def alive(pid: int, born_at: float) -> psutil.Process | None:
    """Return the process if it still is the one that was written down."""
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - born_at) < 1.0 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process if same else None


@contextmanager
def supervisor_lock(settings: Settings) -> Iterator[bool]:
    """Hold the lock a supervisor holds while it lives; yields False if another one has it."""
    settings.directory.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(settings.directory / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
