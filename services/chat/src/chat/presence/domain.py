"""Who is here, and what agents do at the moment. Pure: callers pass the time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

HELD_SECONDS: Final = 40.0
"""How long a user is here without being reported again: 30 s or more after their last socket has gone."""
REPORTED_SECONDS: Final = 10.0
"""How often is reported who is here."""
TYPING_SECONDS: Final = 8.0
"""How long an agent types without saying so again."""


class Status(StrEnum):
    ONLINE = "online"
    """Here, and free for tickets."""
    BUSY = "busy"
    """Here, but gets no tickets by themselves."""
    AWAY = "away"
    """Not at the desk; gets no tickets by themselves."""
    OFFLINE = "offline"
    """Without a connection. Nobody chooses this."""


CHOICES: Final = frozenset(Status) - {Status.OFFLINE}


def status_of(chosen: str | None, *, is_here: bool) -> Status:
    """Return an agent's status: what they chose counts while they are connected."""
    if not is_here:
        return Status.OFFLINE
    return Status(chosen) if chosen in CHOICES else Status.ONLINE


class Mark(NamedTuple):
    """What an agent does in a ticket, until when: times are seconds since the epoch, by Redis' clock."""

    ticket_id: UUID
    user_id: UUID
    is_typing: bool
    until: float

    def pack(self) -> bytes:
        """Return it as it is stored."""
        kind = b"t" if self.is_typing else b"v"
        return kind + self.ticket_id.bytes + self.user_id.bytes + round(self.until * 1000).to_bytes(6, "big")


PACKED_BYTES: Final = 39


def pack(marks: Iterable[Mark]) -> bytes:
    """Return marks as one replica stores all of its own."""
    return b"".join(mark.pack() for mark in marks)


def unpack(packed: bytes) -> Iterator[Mark]:
    """Yield the marks that were stored."""
    for start in range(0, len(packed) - PACKED_BYTES + 1, PACKED_BYTES):
        mark = packed[start : start + PACKED_BYTES]
        yield Mark(
            UUID(bytes=mark[1:17]),
            UUID(bytes=mark[17:33]),
            mark[:1] == b"t",
            int.from_bytes(mark[33:], "big") / 1000,
        )


class Attendance(NamedTuple):
    """Who looks at a ticket, and who of them types."""

    viewing: frozenset[UUID] = frozenset()
    typing: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a company's agents."""

    here: Mapping[UUID, float] = field(default_factory=dict)
    """Who is connected, and until when that holds."""
    chosen: Mapping[UUID, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()

    def statuses(self, now: float) -> dict[UUID, Status]:
        """Return the status of everybody who is not offline."""
        return {
            user: status_of(self.chosen.get(user), is_here=True)
            for user, until in self.here.items()
            if until > now
        }

    def attendances(self, now: float) -> dict[UUID, Attendance]:
        """Return by ticket who attends to it, of the tickets to which somebody does."""
        viewing: dict[UUID, set[UUID]] = {}
        typing: dict[UUID, set[UUID]] = {}
        for mark in self.marks:
            if mark.until > now:
                (typing if mark.is_typing else viewing).setdefault(mark.ticket_id, set()).add(mark.user_id)
        return {
            ticket: Attendance(frozenset(viewing.get(ticket, ())), frozenset(typing.get(ticket, ())))
            for ticket in viewing.keys() | typing.keys()
        }

    def ends_at(self, now: float) -> float:
        """Return when the first of it ends that holds now; infinity if nothing does."""
        ends = chain(self.here.values(), (mark.until for mark in self.marks))
        return min((until for until in ends if until > now), default=float("inf"))
