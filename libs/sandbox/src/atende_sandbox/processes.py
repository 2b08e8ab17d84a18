"""One child process: how it is started, watched and ended, and where its log is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from atende_sandbox.probes import Probe

_SPAWN = str(Path(__file__).with_name("spawn.py"))
_LOG_LIMIT_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Account:
    """An unprivileged account a child runs under."""

    uid: int
    gid: int


@dataclass(frozen=True)
class ProcessSpec:
    """What to run. Without a ``probe`` it is a step: done when it exits with 0."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path | None = None
    needs: tuple[str, ...] = ()
    """Names that must be ready, or done, before this one starts. Names not in the plan are ignored."""
    probe: Probe | None = None
    port: int | None = None
    port_name: str = ""
    """The name of the port in the settings, for the message when it is taken."""
    further_ports: Mapping[str, int] = field(default_factory=dict)
    """Others that it listens on, by their names in the settings."""
    stop_order: int = 0
    """On the way down, lower numbers are stopped first."""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout: float = 15.0
    death_signal: signal.Signals = signal.SIGKILL
    """What the kernel sends when the supervisor is gone."""
    start_timeout: float = 60.0
    """Until then nothing is asked of it; later, that it works (`Effort`): a busy machine is slow."""
    idle_timeout: float = 60.0
    start_limit: float = 1800.0
    """For what works and never becomes ready."""
    account: Account | None = None
    note: str = ""
    """What people must know of where it runs, told when it starts."""
    after_stop: Callable[[int], None] | None = None
    """Called with the exit code after it was stopped on request."""

    @property
    def is_step(self) -> bool:
        return self.probe is None

    @property
    def ports(self) -> dict[str, int]:
        """Return all ports that it listens on, by their names in the settings."""
        return {**({self.port_name or self.name: self.port} if self.port else {}), **self.further_ports}


class Process:
    """A running child. Started in a process group of its own, so that a terminal's Ctrl-C passes it by."""

    def __init__(self, spec: ProcessSpec, logs: Path) -> None:
        self.spec = spec
        self.log = logs / f"{spec.name}.log"
        logs.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        account = spec.account
        self.started = time.monotonic()
        with self.log.open("ab") as output:
            self._log_start = output.tell()
            self._popen = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", _SPAWN, str(os.getpid()), str(int(spec.death_signal))),
                    *((f"{account.uid}:{account.gid}",) if account else ("-",)),
                    *spec.command,
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(spec.environment),
                cwd=spec.directory,
                process_group=0,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def age(self) -> float:
        return time.monotonic() - self.started

    def exit_code(self) -> int | None:
        """Return how it ended, or None while it runs."""
        return self._popen.poll()

    def describe_end(self) -> str:
        """Return how it ended, in words."""
        code = self._popen.returncode
        if code is not None and code < 0:
            return f"was killed by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process itself; nothing happens if it has ended."""
        if self.exit_code() is None:
            self._popen.send_signal(number)

    def kill(self) -> None:
        """End the whole process group at once."""
        if self.exit_code() is None:
            os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()

    def tail(self, lines: int = 15) -> str:
        """Return the last lines it logged since this start."""
        with self.log.open("rb") as file:
            return tail(file, lines, since=self._log_start)


def tail(file: IO[bytes], lines: int, *, since: int = 0) -> str:
    """Return the last lines of a log, reading no more than its end."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(since, size - 64 * 1024))
    return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])
