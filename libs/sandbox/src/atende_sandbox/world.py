"""The sandbox as others use it: bring the system up, look at it, disturb it, bring it down.

with World() as world:                      # or World(infra_only=True)
    httpx.get(f"{world.settings.url('gateway')}/health")
    world.kill("chat")
    world.wait_ready("chat")
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from atende_sandbox import last_start, outside
from atende_sandbox.console import show
from atende_sandbox.control import ask
from atende_sandbox.errors import SandboxError
from atende_sandbox.last_start import settings_of_this_folder
from atende_sandbox.roles import ROLES, parts_of
from atende_sandbox.settings import Infrastructure, Settings
from atende_sandbox.state import ChildState, SandboxState, alive, read_state

Event = dict[str, Any]

_READY_SECONDS = 900.0
"""How long what was started may take: longer than the supervisor gives it, which sees whether it works."""


@dataclass(frozen=True)
class ProcessStatus:
    """One process as it is now; ``memory`` in bytes, its children included."""

    name: str
    pid: int
    port: int | None
    state: str
    memory: int
    restarts: int


def _quiet(_: Event) -> None:
    pass


class World:
    """One sandbox, run by a supervisor in the background: by default the one of this folder.

    Leaving the context stops what it started, and so does the end of this process, whatever way it ends.
    ``launcher`` is a command that prepares something, such as disks, and becomes the one behind it.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        infra_only: bool = False,
        launcher: Sequence[str] = (),
    ) -> None:
        self.settings = settings or settings_of_this_folder()
        self.infra_only = infra_only
        self._launcher = tuple(launcher)
        self._started = False

    def __enter__(self) -> "World":
        self._started = self.up(tied=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._started:
            self.down()

    @property
    def infrastructure(self) -> Infrastructure:
        """The URLs of PostgreSQL, Kafka and Valkey."""
        return self.settings.infrastructure()

    @property
    def base_url(self) -> str:
        """The edge's address."""
        return self.settings.url("gateway")

    # --- up and down ------------------------------------------------------------------------

    def up(
        self, on_event: Callable[[Event], None] = _quiet, *, tied: bool = False, while_used: bool = False
    ) -> bool:
        """Start everything and wait until it is ready; return False if it was running already.

        ``tied``: it ends with this process; ``while_used``: when no test run has it (`kept`); else it goes on
        until `down`.
        """
        if self.running():
            self._await_other_start()
            return False
        self._sweep()
        self.settings.logs.mkdir(parents=True, exist_ok=True)
        reader, writer = os.pipe()
        command = [*self._launcher, sys.executable, "-m", "atende_sandbox.supervise", str(writer)]
        options = ["--infra-only"] * self.infra_only + ["--tied"] * tied
        options += ["--while-used"] * while_used
        own = {"ATENDE_SANDBOX_SETTINGS": self.settings.to_json(), "ATENDE_SANDBOX_PARENT": str(os.getpid())}
        with (self.settings.logs / "supervisor.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **own},
                pass_fds=(writer,),
                start_new_session=True,
            )
        os.close(writer)
        try:
            return self._follow(reader, process, on_event)
        except BaseException:
            process.send_signal(signal.SIGTERM)
            process.wait()
            raise
        finally:
            # Ours to reap only if it ended; else it outlives us.
            process.returncode = process.poll() if process.poll() is not None else 0

    def _follow(
        self, reader: int, process: "subprocess.Popen[bytes]", on_event: Callable[[Event], None]
    ) -> bool:
        with os.fdopen(reader, encoding="utf-8") as events:
            for line in events:
                event: Event = json.loads(line)
                match event["event"]:
                    case "running":
                        on_event(event)
                        return True
                    case "failed":
                        process.wait()
                        raise SandboxError(event["message"])
                    case "busy":
                        self._await_other_start()
                        return False
                    case _:
                        on_event(event)
        process.wait()
        raise SandboxError(f"The supervisor ended unexpectedly; see {self.settings.logs / 'supervisor.log'}")

    def _await_other_start(self) -> None:
        """Wait for a supervisor that somebody else started, and check that all it runs is well."""
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            state = self.state()
            if state is None or not self.running():
                raise SandboxError(
                    f"The sandbox stopped while we waited for it. {state.reason if state else ''}"
                )
            if state.infra_only and not self.infra_only:
                raise SandboxError(
                    "Only PostgreSQL, Kafka and Valkey run here (`up --infra-only`)."
                    " Stop them first: `make down`."
                )
            if self.is_ready():
                return
            if state.phase == "starting":  # The supervisor gives up by itself, when nothing goes on.
                deadline = time.monotonic() + _READY_SECONDS
            time.sleep(0.1)
        raise SandboxError("The sandbox is running, but not everything is ready: see `make status`.")

    def down(self, timeout: float = 300.0) -> bool:
        """Stop everything; return False if nothing was running."""
        state = self.state()
        supervisor = alive(state.pid, state.born) if state else None
        if supervisor is None:
            return self._sweep()
        supervisor.send_signal(signal.SIGTERM)
        try:
            supervisor.wait(timeout)
        except psutil.TimeoutExpired as error:
            raise SandboxError(f"The supervisor (pid {supervisor.pid}) does not stop.") from error
        return True

    def reset(self) -> None:
        """Stop everything and wipe its data. What was fetched (the cache) stays."""
        self.down()
        outside.wipe(self.settings.directory)
        for directory in (self.settings.data, self.settings.logs, self.settings.run, self.settings.secrets):
            shutil.rmtree(directory, ignore_errors=True)
        (self.settings.directory / "state.json").unlink(missing_ok=True)
        last_start.forget(self.settings)

    def _sweep(self) -> bool:
        """End what a supervisor that was killed may have left (where the kernel does not see to it)."""
        state = self.state()
        children = [alive(child.pid, child.born) for child in state.children] if state else []
        left = [process for process in children if process]
        # With `kill -9` of the supervisor, the kernel has just signalled its children: let them end.
        _, stubborn = psutil.wait_procs(left, timeout=5)
        for process in stubborn:
            process.kill()
        psutil.wait_procs(stubborn, timeout=5)
        return bool(left)

    # --- looking at it ----------------------------------------------------------------------

    def state(self) -> SandboxState | None:
        """Return what the supervisor wrote down last."""
        return read_state(self.settings)

    def running(self) -> bool:
        """Return whether a supervisor is there."""
        state = self.state()
        return bool(state and alive(state.pid, state.born))

    def is_ready(self) -> bool:
        """Return whether everything runs, except what was stopped on request."""
        state = self.state()
        if state is None or state.phase != "ready" or not alive(state.pid, state.born):
            return False
        return all(child.state in ("ready", "stopped") for child in state.children)

    def status(self) -> list[ProcessStatus]:
        """Return the processes as they are now, the supervisor first."""
        state = self.state()
        if state is None or not (supervisor := alive(state.pid, state.born)):
            return []
        own = ProcessStatus("supervisor", state.pid, None, state.phase, _memory(supervisor), 0)
        return [own, *(self._process_status(child) for child in state.children)]

    def _process_status(self, child: ChildState) -> ProcessStatus:
        process = alive(child.pid, child.born)
        try:
            memory = (
                sum(_memory(one) for one in (process, *process.children(recursive=True))) if process else 0
            )
        except psutil.NoSuchProcess:
            memory = 0
        return ProcessStatus(child.name, child.pid, child.port, child.state, memory, child.restarts)

    def log(self, name: str) -> Path:
        """Return where a process logs; of a service that is split the first."""
        return self.settings.logs / f"{self.processes_of(name)[0]}.log"

    # --- disturbing it ----------------------------------------------------------------------

    def processes_of(self, name: str) -> list[str]:
        """Return the processes that a name stands for: itself, or, of a service, all that it consists of.

        A service may be called by its module, too: ``gateway`` is the service provider-gateway.
        """
        service = f"provider-{name}" if f"provider-{name}" in ROLES else name
        if service not in ROLES:
            return [name]
        return [part.name for part in parts_of(service, self.settings.split)]

    def kill(self, name: str, *, wait: bool = False) -> int:
        """SIGKILL a process, as a fault; the supervisor brings it back. Returns the pid it had.

        Of a service that is split, all processes: here and below, and it is the first one's pid.
        """
        return self._command("kill", name, wait=wait)

    def restart(self, name: str, *, wait: bool = True) -> int:
        """Stop a process properly and start it again. Returns the pid it had."""
        return self._command("restart", name, wait=wait)

    def stop(self, name: str, *, by: signal.Signals | None = None) -> None:
        """Stop a process and leave it stopped, as an outage; `start` ends the outage.

        ``by`` another signal than the one that stops it properly it is a crash.
        """
        self._command("stop", name, wait=False, **({"signal": int(by)} if by else {}))
        for process in self.processes_of(name):
            self._wait(process, lambda child: child.state == "stopped")

    def start(self, name: str, *, wait: bool = True) -> None:
        """Start a process that `stop` stopped."""
        self._command("start", name, wait=wait)

    def wait_ready(self, name: str, *, not_pid: int = 0, timeout: float = _READY_SECONDS) -> int:
        """Wait until a process is ready, and is another one than ``not_pid``; return its pid."""

        def ready(child: ChildState) -> bool:
            return child.state == "ready" and child.pid != not_pid

        pids = [self._wait(process, ready, timeout).pid for process in self.processes_of(name)]
        return pids[0]

    def _command(self, command: str, name: str, *, wait: bool, **further: int) -> int:
        state = self.state()
        pids: dict[str, int] = {}
        refused: SandboxError | None = None
        for process in self.processes_of(name):
            request = {"command": command, "name": process, **further}
            try:
                pids[process] = int(ask(state.control if state else "", request)["pid"])
            except SandboxError as error:
                refused = error
        # Of several processes one may be dead already when it is killed, and comes back by itself.
        if refused and not (pids and command == "kill"):
            raise refused
        if wait:
            for process, pid in pids.items():
                self.wait_ready(process, not_pid=pid)
        return next(iter(pids.values()))

    def _wait(
        self, name: str, condition: Callable[[ChildState], bool], timeout: float = _READY_SECONDS
    ) -> ChildState:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            state = self.state()
            child = state.child(name) if state else None
            if child and condition(child):
                return child
            if state is None or not self.running():
                raise SandboxError(f"The sandbox stopped. {state.reason if state else ''}")
            time.sleep(0.05)
        raise SandboxError(f"{name} did not get there in {timeout:.0f} s; its log: {self.log(name)}")


def up(settings: Settings | None = None) -> World:
    """Bring the whole system up, showing how it goes, and leave it running."""
    world = World(settings)
    world.up(show)
    return world


def _memory(process: psutil.Process) -> int:
    """Return what a process adds to the machine: pages shared with others (PostgreSQL) count in parts."""
    full = process.memory_full_info()
    return int(getattr(full, "pss", full.uss))
