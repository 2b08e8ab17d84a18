"""What operators see of sessions. No label has more values than are listed here."""

from collections import Counter as Count
from collections.abc import Iterable
from typing import Final, get_args

from prometheus_client import Counter, Gauge

from gateway.domain.sessions import POLICIES, State

_held = Gauge("sessions_held", "WhatsApp Web sessions that this process holds", ["state"])
waiting: Final = Gauge("sessions_waiting", "Sessions that should be open and that no process holds")
failing: Final = Gauge("sessions_failing", "Held sessions that failed ten times in a row, or more")
outdated: Final = Gauge("sessions_outdated", "1: WhatsApp no longer accepts this version of the bridge")
openings: Final = Counter("session_openings_total", "Openings of sessions by bridges")
_ends = Counter("session_ends_total", "Connections that ended, by WhatsApp's code", ["code"])
lost: Final = Counter("session_leases_lost_total", "Sessions given up, by why", ["why"])
lines: Final = Counter("session_lines_total", "Lines of bridges that were handled", ["op"])
failed_lines: Final = Counter("session_lines_failed_total", "Lines that could not be handled", ["op"])


def ended(code: int | None) -> None:
    """Count a connection that ended."""
    _ends.labels("none" if code is None else str(code) if code in POLICIES else "other").inc()


def show_held(states: Iterable[str]) -> None:
    """Show how many sessions are held, by state."""
    counts = Count(states)
    for state in get_args(State):
        _held.labels(state).set(counts[state])
