"""Keeps the system running: starts it, restarts what dies, stops it in order.

One supervisor per sandbox, held by a lock. It is one thread and one loop; a process is a member of a
group with a state, and each turn of the loop moves every member on.
"""

import os
import signal
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime
from types import FrameType
from typing import Any, Final

from atende_sandbox import console_build, kafka, last_start, nginx, postgres, services, valkey
from atende_sandbox.control import ControlServer, Request, control_path
from atende_sandbox.errors import SandboxError
from atende_sandbox.group import Cancelled, Group, Member, State, obituary
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.settings import Settings
from atende_sandbox.state import ChildState, SandboxState, born, supervisor_lock, write_state
from atende_sandbox.traces import programs

Event = dict[str, Any]

_TURN_SECONDS: Final = 0.1
_DEATHS_ALLOWED: Final = 5
_DEATHS_WINDOW_SECONDS: Final = 60.0
_BACKOFF_SECONDS: Final = (0.2, 0.5, 1.0, 2.0, 4.0)


def infrastructure_specs(settings: Settings) -> list[ProcessSpec]:
    """Return the servers the services need: PostgreSQL, Kafka, Valkey."""
    return [*postgres.specs(settings), *kafka.specs(settings), *valkey.specs(settings)]


def all_specs(settings: Settings, *, infra_only: bool) -> list[ProcessSpec]:
    """Return everything that runs."""
    infrastructure = infrastructure_specs(settings)
    if infra_only:
        return infrastructure
    return [
        *infrastructure,
        *console_build.specs(settings),
        *programs.specs(settings),
        *services.specs(settings),
        *nginx.specs(settings),
    ]


class Supervisor:
    """One run of the system. ``tell`` gets its events: ready, log, running, failed.

    ``is_over`` is asked again and again: the system ends when it says so, and on a signal.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        infra_only: bool,
        tell: Callable[[Event], None],
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self._settings = settings
        self._infra_only = infra_only
        self._tell = tell
        self._is_over_by_itself = is_over
        self._born = born(os.getpid())
        self._phase = "starting"
        self._reason = ""
        self._stop_asked = False
        self._deaths: dict[str, deque[float]] = defaultdict(deque)
        self._due: dict[str, float] = {}
        self._asked: set[str] = set()
        self._written: SandboxState | None = None
        self._control: ControlServer | None = None
        self._group = Group([], settings.logs)

    def run(self) -> int:
        """Start, keep running until told to stop, stop; return the exit status."""
        with supervisor_lock(self._settings) as held:
            if not held:
                self._tell({"event": "busy"})
                return 0
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, self._on_signal)
            try:
                self._start()
                while not self._is_over():
                    self._turn()
            except Cancelled:
                self._log("start-up was interrupted")
            except (SandboxError, OSError) as error:
                self._reason = str(error)
            return self._stop()

    def _is_over(self) -> bool:
        return self._stop_asked or self._is_over_by_itself()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop_asked = True

    def _start(self) -> None:
        started = time.monotonic()
        self._control = ControlServer(control_path(self._settings))
        self._write()
        specs = all_specs(self._settings, infra_only=self._infra_only)
        for note in filter(None, (spec.note for spec in specs)):
            self._log(note)
        self._group = Group(specs, self._settings.logs, on_ready=self._on_ready)
        self._group.start(self._is_over)
        last_start.keep(self._settings)
        self._phase = "ready"
        self._write()
        self._tell({"event": "running", "seconds": round(time.monotonic() - started, 1)})

    def _on_ready(self, member: Member) -> None:
        seconds = round(member.seconds_to_ready, 1)
        event = {"event": "ready", "name": member.spec.name, "seconds": seconds, "port": member.spec.port}
        self._tell({**event, "step": member.spec.is_step})
        self._write()

    def _stop(self) -> int:
        self._phase = "stopping"
        self._write()
        if self._reason:
            self._log("stopping everything")
        self._group.stop()
        if self._control:
            self._control.close()
        self._phase = "failed" if self._reason else "stopped"
        self._write()
        if self._reason:
            self._tell({"event": "failed", "message": self._reason})
            return 1
        self._log("everything is stopped")
        return 0

    # --- while it runs ----------------------------------------------------------------------

    def _turn(self) -> None:
        if self._control:
            self._control.wait(_TURN_SECONDS, self._answer)
        for member in self._group.members.values():
            self._care_for(member)
        self._write()

    def _care_for(self, member: Member) -> None:
        name, process = member.spec.name, member.process
        if process is None or member.spec.is_step:
            return
        if member.state is State.STOPPING:
            self._see_off(member)
        elif member.state is State.BACKOFF:
            if time.monotonic() >= self._due[name]:
                member.start()
        elif member.state in (State.STARTING, State.READY):
            was = member.state
            member.look(self._group.pool)
            if failure := member.failure():
                process.kill()
                self._on_death(member, failure)
            elif was is not member.state:
                self._log(f"{name} is ready again after {member.seconds_to_ready:.1f} s (pid {process.pid})")

    def _on_death(self, member: Member, failure: str) -> None:
        name, now = member.spec.name, time.monotonic()
        deaths = self._deaths[name]
        if name in self._asked:
            # A kill on request says nothing about the health of the process.
            self._asked.discard(name)
        else:
            deaths.append(now)
        while deaths and deaths[0] < now - _DEATHS_WINDOW_SECONDS:
            deaths.popleft()
        if len(deaths) >= _DEATHS_ALLOWED:
            raise SandboxError(
                f"{len(deaths)} deaths of {name} within {_DEATHS_WINDOW_SECONDS:.0f} s: giving up. "
                + obituary(member, failure)
            )
        delay = _BACKOFF_SECONDS[max(0, len(deaths) - 1)]
        pid = member.process.pid if member.process else 0
        self._log(f"{name} (pid {pid}) {failure}; starting it again in {delay} s")
        self._schedule(member, delay)

    def _schedule(self, member: Member, delay: float) -> None:
        member.state = State.BACKOFF
        member.restarts += 1
        self._due[member.spec.name] = time.monotonic() + delay

    def _see_off(self, member: Member) -> None:
        """Wait for one that was asked to stop, and kill it when its time is over."""
        process, name = member.process, member.spec.name
        if process is None or (process.exit_code() is None and time.monotonic() < self._due[name]):
            return
        process.kill()
        if name in self._asked:
            self._asked.discard(name)
            self._schedule(member, 0.0)
        else:
            member.state = State.STOPPED
            self._log(f"{name} is stopped, as asked")

    # --- commands ---------------------------------------------------------------------------

    def _answer(self, request: Request) -> Request:
        command, name = str(request.get("command")), str(request.get("name"))
        member = self._group.members.get(name)
        if member is None or member.process is None or member.spec.is_step:
            known = ", ".join(m.spec.name for m in self._group.members.values() if not m.spec.is_step)
            return {"error": f"There is no process {name}. There are: {known}."}
        pid = member.process.pid
        match command:
            case "kill":
                if member.process.exit_code() is not None:
                    return {"error": f"{name} is not running."}
                self._asked.add(name)
                member.process.signal(signal.SIGKILL)
            case "restart" | "stop":
                if command == "restart":
                    self._asked.add(name)
                member.process.signal(signal.Signals(request.get("signal", member.spec.stop_signal)))
                member.state = State.STOPPING
                self._due[name] = time.monotonic() + member.spec.stop_timeout
            case "start":
                if member.state is not State.STOPPED:
                    return {"error": f"{name} is not stopped."}
                self._schedule(member, 0.0)
            case _:
                return {"error": f"Unknown command {command}."}
        self._log(f"{command} {name} (pid {pid}), as asked")
        return {"pid": pid}

    # --- what others see --------------------------------------------------------------------

    def _log(self, text: str) -> None:
        self._tell({"event": "log", "message": text})

    def _write(self) -> None:
        children = [
            ChildState(
                name=member.spec.name,
                pid=member.process.pid,
                born=born(member.process.pid),
                port=member.spec.port,
                state=str(member.state),
                restarts=member.restarts,
            )
            for member in self._group.members.values()
            if member.process and not member.spec.is_step
        ]
        state = SandboxState(
            pid=os.getpid(),
            born=self._born,
            phase=self._phase,
            infra_only=self._infra_only,
            control=str(self._control.path) if self._control else "",
            settings=self._settings.to_json(),
            reason=self._reason,
            seconds={
                member.spec.name: round(member.seconds_to_ready, 2)
                for member in self._group.members.values()
                if member.seconds_to_ready
            },
            children=children,
        )
        if state != self._written:
            write_state(self._settings, state)
            self._written = state


def print_event(event: Event) -> None:
    """Write an event to the supervisor's own log."""
    stamp = datetime.now().astimezone().isoformat(timespec="milliseconds")
    details = " ".join(f"{key}={value}" for key, value in event.items() if key not in ("event", "message"))
    message = " ".join(str(part) for part in (event.get("message", ""), details) if part)
    sys.stdout.write(f"{stamp} {event['event']} {message}\n")
    sys.stdout.flush()
