"""A start is given time as long as it works, and no longer."""

import sys
import time
from pathlib import Path

import pytest

from atende_sandbox.errors import SandboxError
from atende_sandbox.group import Group
from atende_sandbox.processes import ProcessSpec


def step(program: str, **limits: float) -> ProcessSpec:
    limits = {"start_timeout": 0.2, "idle_timeout": 1.5, **limits}
    return ProcessSpec("step", (sys.executable, "-I", "-S", "-c", program), **limits)  # type: ignore[arg-type]


def start(spec: ProcessSpec, logs: Path) -> float:
    group, started = Group([spec], logs), time.monotonic()
    try:
        group.start()
        return time.monotonic() - started
    finally:
        group.stop()


def test_what_works_is_waited_for(tmp_path: Path) -> None:
    """In its child, too."""
    work = "import time\nend = time.process_time() + 2.5\nwhile time.process_time() < end: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-S', '-c', {work!r}])"
    assert start(step(child), tmp_path) >= 2.5


def test_what_does_nothing_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"step was not ready after \d+ s") as raised:
        start(step("print('waiting for Godot', flush=True); import time; time.sleep(600)"), tmp_path)
    assert "waiting for Godot" in str(raised.value)


def test_what_works_for_ever_is_given_up_as_well(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"step was not ready after \d+ s"):
        start(step("while True: pass", start_limit=1.0), tmp_path)
