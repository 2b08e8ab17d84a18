"""Decides what becomes of an accepted message: the statuses it gets, when, and under which limits it is sent.

Pure apart from the clock values passed in: no I/O. Meta sends at most three webhooks per message.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass
from random import Random

from atende_sandbox.simulator.knobs import Knobs, PairLimit
from atende_sandbox.simulator.messages import Outbound

MAX_PAIRS = 50_000
DAY_SECONDS = 24 * 3600
# Recipients that stand for an error (area code 00 does not exist): `5500000131026` is answered with 131026;
# `5500001131026` is accepted and fails with it afterwards.
ANSWERS_ERROR, REPORTS_ERROR = "5500000", "5500001"


@dataclass(slots=True, frozen=True)
class PlannedStatus:
    """`delay` seconds after the previous step."""

    status: str
    delay: float
    code: int | None = None


@dataclass(slots=True)
class Step:
    """How far a message has come in its plan: one small object per message, however long the plan."""

    message: Outbound
    plan: tuple[PlannedStatus, ...]
    position: int = 0


class Planner:
    """Draws a message's plan from the knobs. The healthy plans are built once per set of knobs."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._knobs: Knobs | None = None
        self._read: tuple[PlannedStatus, ...] = ()
        self._played: tuple[PlannedStatus, ...] = ()

    def plan(
        self, knobs: Knobs, failure: int | None = None, *, voice: bool = False
    ) -> tuple[PlannedStatus, ...]:
        if knobs is not self._knobs:
            delay = knobs.status_delay_ms
            self._knobs = knobs
            self._read = (
                PlannedStatus("sent", delay.sent / 1000),
                PlannedStatus("delivered", delay.delivered / 1000),
                PlannedStatus("read", delay.read / 1000),
            )
            # At most three webhooks per message: who plays a voice message has read it.
            self._played = (*self._read[:2], PlannedStatus("played", delay.read / 1000))
        if self.happens(knobs.never_status_rate):
            return ()
        if failure is None and self.happens(knobs.fail_rate):
            failure = knobs.fail_code
        if failure is not None:
            return (PlannedStatus("failed", self._read[0].delay, failure),)
        if not self.happens(knobs.delivered_rate):
            return self._read[:1]
        if not self.happens(knobs.read_rate):
            return self._read[:2]
        return self._played if voice and self.happens(knobs.played_rate) else self._read

    def happens(self, rate: float) -> bool:
        return rate > 0 and (rate >= 1 or self._random.random() < rate)


class Limits:
    """Meta's limits: messages per second of a number (in and out), to one customer, and customers per day."""

    def __init__(self) -> None:
        self._recent: dict[str, deque[float]] = {}
        self._pairs: dict[tuple[str, str], float] = {}
        self._reached: dict[str, OrderedDict[str, float]] = {}

    def broken(self, knobs: Knobs, message: Outbound, now: float) -> int | None:
        """The code to refuse with. A refused send is not charged."""
        limit = knobs.throughput_per_second
        recent: deque[float] | None = None
        if limit is not None:
            recent = self._last_second(message.phone_number_id, now)
            if len(recent) >= limit:
                return 130429
        if knobs.pair_limit is not None and not self._pair_has_room(knobs.pair_limit, message, now):
            return 131056
        if recent is not None:
            recent.append(now)
        return None

    def received(self, knobs: Knobs, phone_number_id: str, now: float) -> None:
        """What customers write counts against the number's throughput, too."""
        if knobs.throughput_per_second is not None:
            self._last_second(phone_number_id, now).append(now)

    def reaches_too_many(self, limit: int, account: str, recipient: str, now: float) -> bool:
        """Whether `recipient` would be one user more than the account may write to in 24 hours."""
        reached = self._reached.setdefault(account, OrderedDict())
        while reached and now - next(iter(reached.values())) >= DAY_SECONDS:
            reached.popitem(last=False)
        if recipient not in reached:
            if len(reached) >= limit:
                return True
            reached[recipient] = now
        return False

    def _last_second(self, phone_number_id: str, now: float) -> deque[float]:
        recent = self._recent.setdefault(phone_number_id, deque())
        while recent and now - recent[0] >= 1:
            recent.popleft()
        return recent

    def _pair_has_room(self, limit: PairLimit, message: Outbound, now: float) -> bool:
        """A burst borrows from the future: kept as the time at which the pair will be rested again."""
        if len(self._pairs) > MAX_PAIRS:
            self._pairs = {pair: rested for pair, rested in self._pairs.items() if rested > now}
        pair = (message.phone_number_id, message.recipient)
        rested = max(self._pairs.get(pair, now), now) + limit.every_seconds
        # Half a millisecond of slack: the sum of N intervals is not exactly N times the interval.
        if rested - now > limit.burst * limit.every_seconds + 0.0005:
            return False
        self._pairs[pair] = rested
        return True

    def clear(self) -> None:
        self._recent.clear()
        self._pairs.clear()
        self._reached.clear()


def code_of_recipient(recipient: str, prefix: str) -> int | None:
    """The error a recipient stands for: see ANSWERS_ERROR."""
    if recipient.startswith(prefix):
        code = recipient[len(prefix) :]
        if code.isdigit():
            return int(code)
    return None
