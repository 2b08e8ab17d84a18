"""Whether a process works: what tells a slow start on a busy machine from one that hangs."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

_WORKING: Final = 0.05
"""The share of one processor that a start takes at least; a service that waits for something takes less."""
_LOOKS: Final = 3
"""How often it is looked at within the time that it may be idle."""


def busy_seconds(pid: int) -> float:
    """Return how long a process and its children have run so far, or waited for a processor to run on."""
    try:
        process = psutil.Process(pid)
        return sum(map(_busy_seconds, (process, *process.children(recursive=True))))
    except psutil.Error:
        return 0.0


def _busy_seconds(process: psutil.Process) -> float:
    tasks = list(_task_nanoseconds(process.pid))
    if tasks:
        return sum(tasks) / 1e9
    times = process.cpu_times()  # Where the kernel does not say how long one waited.
    return float(times.user + times.system)


def _task_nanoseconds(pid: int) -> Iterator[int]:
    for file in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            ran, waited, _ = file.read_text().split()
        except (OSError, ValueError):  # The thread has ended.
            continue
        yield int(ran) + int(waited)


class Effort:
    """Looks at a process from time to time. ``idle_timeout``: how long it may do nothing, in seconds."""

    def __init__(self, pid: int, idle_timeout: float) -> None:
        self._pid = pid
        self._idle_timeout = idle_timeout
        self._looked_at = self._worked_at = time.monotonic()
        self._busy = busy_seconds(pid)

    def is_idle(self) -> bool:
        """Return whether it has done nothing for too long. Cheap to ask often."""
        now = time.monotonic()
        since = now - self._looked_at
        if since >= self._idle_timeout / _LOOKS:
            busy = busy_seconds(self._pid)
            # Less than before: a child that worked has ended.
            if busy < self._busy or busy - self._busy >= _WORKING * since:
                self._worked_at = now
            self._looked_at, self._busy = now, busy
        return now - self._worked_at >= self._idle_timeout
