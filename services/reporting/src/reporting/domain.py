"""What a report is made of: facts that only move forward, and the counters they give rise to.

A fact is merged from events; merging is commutative, associative and idempotent, so late, repeated
and reordered events end in the same fact. Counters are never counted up by an event: they are the
difference between what a fact contributed before and what it contributes now.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.delivery import RANK
from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1

# --- facts ------------------------------------------------------------------------------------

Key = tuple[UUID, UUID]
"""A company, and one of its sends or tickets."""


class Fact(Protocol):
    """Something that gives rise to counters."""

    @property
    def company_id(self) -> UUID: ...
    @property
    def channel_id(self) -> UUID: ...
    @property
    def key(self) -> Key: ...
    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield the counters to which this adds one, and when."""
        ...


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Send:
    """All that is known about one send: its furthest state, and when each step was first reached."""

    company_id: UUID
    send_id: UUID
    channel_id: UUID
    campaign_id: UUID | None
    message_id: UUID | None
    state: DeliveryState
    accepted_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None
    error_code: int | None = None
    error_title: str | None = None
    reason: str | None = None
    """Why it failed: a code of `atende_contracts.reasons`; absent where an older gateway gave none."""

    @property
    def key(self) -> Key:
        return self.company_id, self.send_id

    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield the counters to which this adds one, and when.

        What was read was delivered, and what was delivered was sent, whether or not it was reported.
        What was sent and failed later counts as both.
        """
        kind = "replies" if self.campaign_id is None else "campaign"
        delivered_at = _earliest(self.delivered_at, self.read_at)
        reached = {
            "sent": _earliest(self.sent_at, delivered_at),
            "delivered": delivered_at,
            "read": self.read_at,
            "failed": self.failed_at if self.state == "failed" else None,
        }
        for step, at in reached.items():
            if at is not None:
                yield f"{kind}_{step}", at


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its newest event describes it."""

    company_id: UUID
    ticket_id: UUID
    channel_id: UUID
    status: str
    opened_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    revision: int
    reported_at: datetime
    event_id: UUID

    @property
    def key(self) -> Key:
        return self.company_id, self.ticket_id

    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield the counters to which this adds one, and when. A reopened ticket is not a closed one."""
        yield "tickets_opened", self.opened_at
        if self.status == "closed" and self.closed_at is not None:
            yield "tickets_closed", self.closed_at


_TITLE_CHARS: Final = 200
_REASON_CHARS: Final = 50


def send_of(event: DeliveryStatusChangedV1) -> Send:
    """Return what one event reports about a send."""

    def at(*states: DeliveryState) -> datetime | None:
        return event.at if event.state in states else None

    error = event.error if event.state == "failed" else None
    return Send(
        company_id=event.company_id,
        send_id=event.send_id,
        channel_id=event.channel_id,
        campaign_id=event.campaign_id,
        message_id=event.message_id,
        state=event.state,
        accepted_at=at("accepted"),
        sent_at=at("sent"),
        delivered_at=at("delivered"),
        read_at=at("read", "played"),
        failed_at=at("failed"),
        error_code=error.code if error else None,
        error_title=error.title[:_TITLE_CHARS] if error else None,
        reason=error.reason[:_REASON_CHARS] if error and error.reason else None,
    )


def ticket_of(event: TicketChangedV1) -> Ticket:
    """Return what one event reports about a ticket."""
    return Ticket(
        company_id=event.company_id,
        ticket_id=event.ticket_id,
        channel_id=event.channel_id,
        status=event.status,
        opened_at=event.opened_at,
        first_reply_at=event.first_reply_at,
        closed_at=event.closed_at,
        revision=event.revision,
        reported_at=event.occurred_at,
        event_id=event.id,
    )


def merge(one: Send, other: Send) -> Send:
    """Return both reports of the same send as one."""
    failure = min(one, other, key=_failure_order)
    return replace(
        max(one, other, key=lambda send: RANK[send.state]),
        campaign_id=one.campaign_id or other.campaign_id,
        message_id=one.message_id or other.message_id,
        accepted_at=_earliest(one.accepted_at, other.accepted_at),
        sent_at=_earliest(one.sent_at, other.sent_at),
        delivered_at=_earliest(one.delivered_at, other.delivered_at),
        read_at=_earliest(one.read_at, other.read_at),
        failed_at=_earliest(one.failed_at, other.failed_at),
        error_code=failure.error_code,
        error_title=failure.error_title,
        reason=failure.reason,
    )


def newer(one: Ticket, other: Ticket) -> Ticket:
    """Return the newer one of two reports of the same ticket."""
    return max(one, other, key=lambda ticket: (ticket.revision, ticket.reported_at, ticket.event_id))


def fold(facts: Iterable[F], combine: Callable[[F, F], F]) -> dict[Key, F]:
    """Return one combined fact per key, in the order in which rows are to be locked."""
    folded: dict[Key, F] = {}
    for fact in facts:
        known = folded.get(fact.key)
        folded[fact.key] = fact if known is None else combine(known, fact)
    return dict(sorted(folded.items()))


def _earliest(*times: datetime | None) -> datetime | None:
    return min((at for at in times if at is not None), default=None)


def _failure_order(send: Send) -> tuple[bool, datetime, bool, str, bool, int, str]:
    """Order failures: the first one explains the send; at the same time, the one that says why."""
    return (
        send.failed_at is None,
        send.failed_at or datetime.max.replace(tzinfo=UTC),
        send.reason is None,
        send.reason or "",
        send.error_code is None,
        send.error_code or 0,
        send.error_title or "",
    )


# --- counters ---------------------------------------------------------------------------------

COUNTERS: Final = (
    "inbound",
    "replies_sent",
    "replies_delivered",
    "replies_read",
    "replies_failed",
    "campaign_sent",
    "campaign_delivered",
    "campaign_read",
    "campaign_failed",
    "opt_outs",
    "tickets_opened",
    "tickets_closed",
)

NO_CHANNEL: Final = UUID(int=0)
"""Stands for "every channel" in a counter's key, which must not be null."""


class Cell(NamedTuple):
    """One counter of one channel in one quarter of an hour."""

    company_id: UUID
    slot: datetime
    channel_id: UUID
    counter: str


Deltas = Counter[Cell]


def slot_of(at: datetime) -> datetime:
    """Return the start of the quarter of an hour, in UTC.

    Every time zone in use is a whole number of quarters away from UTC, so days of any zone are made
    of whole slots: a company may change its zone without a counter being counted again.
    """
    at = at.astimezone(UTC)
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


def deltas(before: Fact | None, after: Fact) -> Deltas:
    """Return how the counters change when a fact becomes ``after``; None: it was not known before."""
    changes = _cells(after)
    if before is not None:
        changes.subtract(_cells(before))
    return changes


def _cells(fact: Fact) -> Deltas:
    return Counter(
        Cell(fact.company_id, slot_of(at), fact.channel_id, counter) for counter, at in fact.steps()
    )


# --- campaigns --------------------------------------------------------------------------------


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


def ratio(part: int, whole: int) -> float | None:
    """Return ``part / whole``, or None when there is no whole."""
    return round(part / whole, 4) if whole else None


def rate(count: int, first: datetime | None, last: datetime | None) -> float | None:
    """Return how many per second, between the first and the last of them; None for fewer than two."""
    if first is None or last is None or last <= first or count < 2:
        return None
    return round((count - 1) / (last - first).total_seconds(), 2)


# --- days -------------------------------------------------------------------------------------


class UnknownTimeZone(ValueError):
    """There is no time zone of this name."""


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name of the IANA database. Raises `UnknownTimeZone`."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownTimeZone(name) from None


class Day(NamedTuple):
    """A day of a time zone: from ``start`` to before ``end``, both in UTC."""

    day: date
    start: datetime
    end: datetime


def days_between(first: date, last: date, zone: ZoneInfo) -> list[Day]:
    """Return every day from ``first`` to ``last``, which belongs to them."""

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)

    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Day(day, midnight(day), midnight(day + timedelta(days=1))) for day in days]
