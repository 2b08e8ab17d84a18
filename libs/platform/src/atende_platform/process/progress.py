"""What moves in a process, and since when: so that what stands still is seen, and only what hangs is ended.

Whatever runs beside the HTTP server has a `Progress`. Two times differ. Something is *late* when
nothing was finished for longer than it may take: also while a server is away, and then `/health` says so.
It *hangs* when it has not even failed for so long: no limit took hold, trying again is not what it does,
and only a new process would help (`/health/live`).
"""

from time import monotonic
from typing import Final

from prometheus_client import Gauge

_HANGS_AFTER_SECONDS: Final = 60.0
"""Past the limit of a step, which ends by then with an error at the latest."""

_age = Gauge("task_round_age_seconds", "How long something is due that is not finished", ["task"])
_limit = Gauge("task_round_limit_seconds", "How long that may take", ["task"])


class Progress:
    """What one loop has to finish, and when it did something at last.

    ``limit``: seconds until what is due must be finished. ``step``: seconds that one try may take.
    """

    def __init__(self, name: str, *, limit: float, step: float) -> None:
        self.name = name
        self.limit = limit
        self._step = step
        self._due_since: float | None = None
        self._turned_at = monotonic()

    def publish(self) -> None:
        """Show it in the metrics of this process from now on."""
        _age.labels(self.name).set_function(lambda: self.age)
        _limit.labels(self.name).set(self.limit)

    def due(self) -> None:
        """Something is to be finished from now on, unless something was due before."""
        if self._due_since is None:
            self._due_since = self._turned_at = monotonic()

    def turned(self) -> None:
        """A step is over, whether it succeeded or not."""
        self._turned_at = monotonic()

    def done(self) -> None:
        """Nothing is due any more."""
        self._due_since = None
        self._turned_at = monotonic()

    @property
    def age(self) -> float:
        """How many seconds something is due; 0 if nothing is."""
        return 0.0 if self._due_since is None else monotonic() - self._due_since

    @property
    def is_late(self) -> bool:
        """Tell whether what is due should have been finished."""
        return self.age > self.limit

    @property
    def hangs(self) -> bool:
        """Tell whether something is due and no step has ended, not even by its limit."""
        return (
            self._due_since is not None and monotonic() - self._turned_at > self._step + _HANGS_AFTER_SECONDS
        )
