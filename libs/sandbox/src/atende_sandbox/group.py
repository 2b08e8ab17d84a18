"""Processes that belong together: started as their needs allow, in parallel; stopped in order.

Everything happens in the thread that calls: the kernel ties a child to the *thread* that started it
(`PR_SET_PDEATHSIG`), so a child must never be started by a thread of a pool.
"""

import contextlib
import random
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from itertools import groupby, islice
from pathlib import Path

import psutil

from atende_sandbox.decoys import dismiss
from atende_sandbox.effort import Effort
from atende_sandbox.errors import SandboxError
from atende_sandbox.processes import Process, ProcessSpec
from atende_sandbox.settings import HOST, port_variable

_TICK_SECONDS = 0.03


class State(StrEnum):
    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    DONE = "done"  # A step that ended well.
    STOPPING = "stopping"
    STOPPED = "stopped"
    BACKOFF = "backoff"  # Died; to be started again in a moment.


class Cancelled(Exception):
    """Start-up was interrupted."""


class Member:
    """One process of a group over its starts: what runs now, and how often it had to be restarted."""

    def __init__(self, spec: ProcessSpec, logs: Path) -> None:
        self.spec = spec
        self.logs = logs
        self.state = State.WAITING
        self.process: Process | None = None
        self.seconds_to_ready = 0.0
        self.restarts = 0
        self._answer: Future[bool] | None = None
        self._effort: Effort | None = None

    def start(self) -> None:
        """Start it; it becomes ready by and by."""
        self._answer = self._effort = None
        for port in self.spec.ports.values():
            _can_be_had(port)
        self.process = Process(self.spec, self.logs)
        self.state = State.STARTING

    def look(self, pool: ThreadPoolExecutor) -> None:
        """Ask the probe, without waiting for the answer; move to READY or DONE when it is time."""
        process = self.process
        if self.state is not State.STARTING or process is None:
            return
        if self.spec.probe is None:
            if process.exit_code() == 0:
                self._arrive(State.DONE, process)
        elif self._answer is None:
            self._answer = pool.submit(self.spec.probe)
        elif self._answer.done():
            ready, self._answer = self._answer.result(), None
            if ready and process.exit_code() is None:
                self._arrive(State.READY, process)

    def _arrive(self, state: State, process: Process) -> None:
        self.state = state
        self.seconds_to_ready = process.age

    def failure(self) -> str:
        """Return why it will not become ready, or an empty string."""
        process = self.process
        if process is None or self.state not in (State.STARTING, State.READY):
            return ""
        code = process.exit_code()
        if code is not None and not (self.spec.is_step and code == 0):
            return process.describe_end()
        if self.state is State.STARTING and self._takes_too_long(process):
            return f"was not ready after {process.age:.0f} s"
        return ""

    def _takes_too_long(self, process: Process) -> bool:
        if process.age <= self.spec.start_timeout:
            return False
        if self._effort is None:
            self._effort = Effort(process.pid, self.spec.idle_timeout)
        return self._effort.is_idle() or process.age > self.spec.start_limit


class Group:
    """The processes of one system. ``on_ready`` is called with each that became ready."""

    def __init__(
        self, specs: Iterable[ProcessSpec], logs: Path, *, on_ready: Callable[[Member], None] | None = None
    ) -> None:
        self.members = {spec.name: Member(spec, logs) for spec in specs}
        self._on_ready = on_ready or (lambda _: None)
        self.pool = ThreadPoolExecutor(8, thread_name_prefix="probe")

    def start(self, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Start everything and wait until it is ready; raise `SandboxError` if one cannot be.

        On an error the others keep running: the caller stops them.
        """
        check_ports(member.spec for member in self.members.values())
        while pending := [m for m in self.members.values() if m.state in (State.WAITING, State.STARTING)]:
            if cancelled():
                raise Cancelled
            for member in pending:
                self._advance(member)
            time.sleep(_TICK_SECONDS)

    def _advance(self, member: Member) -> None:
        if member.state is State.WAITING:
            if all(self._satisfied(name) for name in member.spec.needs):
                member.start()
            return
        member.look(self.pool)
        if member.state is not State.STARTING:
            self._on_ready(member)
        elif failure := member.failure():
            if not any(dismiss(port) for port in member.spec.ports.values()):
                raise SandboxError(obituary(member, failure))
            member.start()  # A test run that has just begun was quicker.
        self._check_the_others()

    def _check_the_others(self) -> None:
        for member in self.members.values():
            if member.state is State.READY and (failure := member.failure()):
                raise SandboxError(obituary(member, failure))

    def _satisfied(self, name: str) -> bool:
        member = self.members.get(name)
        return member is None or member.state in (State.READY, State.DONE)

    def stop(self) -> None:
        """Stop everything, in order, each given its time, then killed."""
        running = [m for m in self.members.values() if m.process and m.process.exit_code() is None]

        def order(member: Member) -> int:
            return member.spec.stop_order

        for _, members in groupby(sorted(running, key=order), key=order):
            stop_members(list(members))
        for member in self.members.values():
            member.state = State.STOPPED
        self.pool.shutdown(wait=False, cancel_futures=True)


def stop_members(members: Sequence[Member]) -> None:
    """Stop these at the same time, and wait until they have ended."""
    for member in members:
        if member.process:
            member.process.signal(member.spec.stop_signal)
    for member in members:
        process = member.process
        if process is None:
            continue
        deadline = time.monotonic() + member.spec.stop_timeout
        while process.exit_code() is None and time.monotonic() < deadline:
            time.sleep(_TICK_SECONDS)
        process.kill()
        if member.spec.after_stop:
            member.spec.after_stop(process.exit_code() or 0)


def obituary(member: Member, failure: str) -> str:
    """Return the message about a process that failed, with what it said last."""
    process = member.process
    lines = [f"{member.spec.name} {failure}."]
    if process is not None:
        said = process.tail()
        lines.append(
            "Its last words:\n" + "\n".join(f"    {line}" for line in said.splitlines()) if said else ""
        )
        lines.append(f"Its log: {process.log}")
        if process.exit_code() is not None:
            lines += taken_ports(member.spec)
    return "\n".join(line for line in lines if line)


def check_ports(specs: Iterable[ProcessSpec]) -> None:
    """Raise one message that names every port that is taken."""
    complaints = [complaint for spec in specs for complaint in taken_ports(spec)]
    if complaints:
        raise SandboxError("\n".join(complaints))


def taken_ports(spec: ProcessSpec) -> list[str]:
    """Return what to do about each port that another process holds. The process itself must not run."""
    return [
        f"Port {port}, wanted by {spec.name}, is in use{_holder(port)}. If that is another system of"
        f" Atendechat, stop it: `make down` in its folder. Else free the port, or set {port_variable(name)}"
        " to another one (ATENDE_PORT_OFFSET=1000 moves all ports)."
        for name, port in spec.ports.items()
        if not _can_be_had(port)
    ]


def _can_be_had(port: int) -> bool:
    # Tests that run at the same time watch the default ports, and give them to whom needs them.
    return port_is_free(port) or (dismiss(port) and port_is_free(port))


def port_is_free(port: int) -> bool:
    """Return whether a server could listen on this port now."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Return ports that are free, picked at random.

    Below the range that the kernel gives to outgoing connections, so that none of those takes a port
    between our look at it and the server's start.
    """
    candidates = random.sample(range(15_000, 32_000), 1000)
    return list(islice((port for port in candidates if port_is_free(port)), count))


def _holder(port: int) -> str:
    # Other users' sockets may be hidden from us, and a process may end while we look.
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            local = connection.laddr
            if local and local.port == port and connection.status == psutil.CONN_LISTEN and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return ""
