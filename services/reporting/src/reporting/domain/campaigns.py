"""Campaigns: how many of their sends had which outcome, and how far they came."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from reporting.domain.sends import Send
from reporting.domain.significance import Share


class Outcome(NamedTuple):
    """A campaign's sends of one state and, if they failed, of one reason: by what they are counted.

    Sends that failed without a reason differ by the provider's error. The version before distinguished all
    by that, and has a unique key of it: where there is a reason, it also stands for the title there.
    """

    company_id: UUID
    campaign_id: UUID
    state: str
    error_code: int | None
    error_title: str | None
    reason: str | None


TALLIED: Final = ("sends", "sent", "delivered", "read")
"""The numbers of a `Tally`."""


@dataclass(slots=True)
class Tally:
    """How many sends of a campaign share an outcome, and how far these came; or by how much that changes.

    The times are of the first and the last that was accepted, among all that ever had the outcome: of a
    whole campaign they are right. See `Send.steps` for what counts as sent and delivered.
    """

    sends: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None

    def add(self, send: Send, sign: int) -> None:
        """Add a send, or (-1) take it away."""
        delivered = send.delivered_at or send.read_at
        self.sends += sign
        self.sent += sign * bool(send.sent_at or delivered)
        self.delivered += sign * bool(delivered)
        self.read += sign * bool(send.read_at)

    def join(self, other: "Tally") -> None:
        """Add others' to these."""
        for name in TALLIED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.span(other.first_at)
        self.span(other.last_at)

    def span(self, at: datetime | None) -> None:
        """Let the times reach to one more."""
        if at is not None:
            self.first_at = min(at, self.first_at or at)
            self.last_at = max(at, self.last_at or at)


def tallies(moves: Iterable[tuple[Send | None, Send]]) -> dict[Outcome, Tally]:
    """Return how the tallies change when facts (None: not known before) become others."""
    found: defaultdict[Outcome, Tally] = defaultdict(Tally)
    for before, after in moves:
        if before is not None and (left := _outcome(before)) is not None:
            found[left].add(before, -1)
        if (reached := _outcome(after)) is not None:
            found[reached].add(after, 1)
            found[reached].span(after.accepted_at)
    return found


def _outcome(send: Send) -> Outcome | None:
    if send.campaign_id is None:
        return None
    code, title, reason = None, None, None
    if send.state == "failed":
        reason = send.reason
        code, title = (send.error_code, send.error_title) if reason is None else (None, reason)
    return Outcome(send.company_id, send.campaign_id, send.state, code, title, reason)


@dataclass(slots=True)
class Reach:
    """How far the messages of a campaign came, and how many of them are in each state; see `Send.steps`."""

    sent: int = 0
    delivered: int = 0
    read: int = 0
    states: Counter[str] = field(default_factory=Counter)

    def add(self, state: str, sends: int, *, sent: int, delivered: int, read: int) -> None:
        """Add messages of one state."""
        self.states[state] += sends
        self.sent += sent
        self.delivered += delivered
        self.read += read


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which campaigns are asked for: started in a span of time, on a channel, in a status; None: in any."""

    since: datetime | None = None
    before: datetime | None = None
    channel_id: UUID | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One of a campaign's messages, by the campaign's own count of its recipients."""

    number: int
    name: str
    total: int
    counts: dict[str, int]
    replies: int
    opt_outs: int

    @property
    def sent(self) -> int:
        return self.delivered + self.counts.get("sent", 0)

    @property
    def delivered(self) -> int:
        return self.read + self.counts.get("delivered", 0)

    @property
    def read(self) -> int:
        return self.counts.get("read", 0)

    def share(self, figure: str) -> Share:
        """Return the part of its messages that a rate is about: of those sent, or of those delivered."""
        if figure == "delivered":
            return Share(self.delivered, self.sent)
        part = {"read": self.read, "replied": self.replies, "optOuts": self.opt_outs}[figure]
        # Few answer a message of which the delivery was never reported.
        return Share(min(part, self.delivered), self.delivered)


# By the names of the campaign's own recipient states; a broadcast that was played was read.
_COMPARED: Final = ("accepted", "sent", "delivered", "read", "failed", "unconfirmed", "suppressed")


def agree(campaigns_counts: dict[str, int], our_states: dict[str, int]) -> bool:
    """Tell whether the campaign's count of deliveries is what we counted ourselves."""
    ours = Counter(our_states)
    ours["read"] += ours.pop("played", 0)
    return all(campaigns_counts.get(state, 0) == ours[state] for state in _COMPARED)


def attempted(our_states: dict[str, int]) -> int:
    """Return how many sends were handed to the provider, whatever came of it."""
    return sum(count for state, count in our_states.items() if state not in {"returned", "suppressed"})


def share(part: int, whole: int) -> float | None:
    """Return `ratio`, and 1 at most: of what is not counted among the whole, such as replies to messages of
    which the delivery was not reported."""
    return ratio(min(part, whole), whole)


def ratio(part: int, whole: int) -> float | None:
    """Return ``part / whole``, or None when there is no whole."""
    return round(part / whole, 4) if whole else None


def rate(count: int, first: datetime | None, last: datetime | None) -> float | None:
    """Return how many per second, between the first and the last of them; None for fewer than two."""
    if first is None or last is None or last <= first or count < 2:
        return None
    return round((count - 1) / (last - first).total_seconds(), 2)
