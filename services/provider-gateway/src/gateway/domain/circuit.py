"""Whether a channel that does not answer is worth trying."""

from typing import Final

from gateway.domain.errors import Treatment
from gateway.domain.sends import Origin, Outcome, Refused, Uncertain


class Circuit:
    """Whether a channel is worth trying: after failures in a row it rests for a growing time.

    closed ─(failures in a row)─► open ─(rested)─► half-open: one probe ─(answered)─► closed
                                   ▲                                     └(failed)─► open, for longer

    A failure is that the provider did not answer, or said that the fault is its own. Whatever else it
    answers shows that it works. All times are the caller's, in seconds of one clock.
    """

    FAILURES: Final = 5
    FIRST_REST: Final = 2.0
    LONGEST_REST: Final = 60.0
    PROBE_SECONDS: Final = 20.0
    """After this time a probe of which nothing was heard is given up: its order may not have been ours."""
    REPLIES_FIRST: Final = 1.5
    """So long campaigns wait after the channel works again, while what agents wrote leaves."""

    def __init__(self) -> None:
        self._failures = 0
        self._rest = 0.0
        self._open_until: float | None = None
        self._probe_until = 0.0
        self._campaigns_from = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether the channel is not, or only by a probe, being tried."""
        return self._open_until is not None

    def wait(self, origin: Origin, now: float) -> float:
        """Return for how many seconds nothing may be tried; 0: something may."""
        if self._open_until is None:
            return max(0.0, self._campaigns_from - now) if origin == "campaign" else 0.0
        return max(0.0, self._open_until - now, min(1.0, self._probe_until - now))

    def admit(self, wanted: int, now: float) -> int:
        """Return how many of ``wanted`` may be tried when `wait` is over: of a half-open one, a probe."""
        if self._open_until is None or not wanted:
            return wanted
        self._probe_until = now + self.PROBE_SECONDS
        return 1

    def record(self, outcome: Outcome, now: float) -> float | None:
        """Learn from an attempt. Return the seconds it rests from now, 0 when it has closed, None else."""
        if not _is_outage(outcome):
            self._failures = 0
            if self._open_until is None or now < self._open_until:
                return None  # An answer of before the rest proves little.
            self._open_until, self._rest, self._probe_until = None, 0.0, 0.0
            self._campaigns_from = now + self.REPLIES_FIRST
            return 0.0
        self._failures += 1
        if self._open_until is None and self._failures < self.FAILURES:
            return None
        if self._open_until is not None and now < self._open_until:
            return None  # It was under way when the others failed.
        self._rest = min(self._rest * 2 or self.FIRST_REST, self.LONGEST_REST)
        self._open_until, self._probe_until = now + self._rest, 0.0
        return self._rest


def _is_outage(outcome: Outcome) -> bool:
    match outcome:
        case Uncertain():
            return True
        case Refused(_, Treatment.UNREACHABLE):
            return True
        case Refused(error, Treatment.RETRY):
            return error.reason == "provider_busy"
    return False
