"""How much is written, and when the day began that is counted. Pure: callers pass the time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

MINUTE: Final = timedelta(minutes=1)
_CLOCKS_DIFFER: Final = timedelta(minutes=10)
"""How far another clock than ours may be ahead when it says when a message was sent."""


def midnight(at: datetime, time_zone: str) -> datetime:
    """Return when the day of a time zone began in which ``at`` lies."""
    zone = ZoneInfo(time_zone)
    return datetime.combine(at.astimezone(zone).date(), time.min, tzinfo=zone).astimezone(UTC)


def first_id(since: datetime) -> UUID:
    """Return an id below that of every message that was sent since: ids begin with when they were made."""
    milliseconds = int((since - _CLOCKS_DIFFER).timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62)


class Written(NamedTuple):
    """Messages of one channel and direction that became known within one second."""

    channel_id: UUID
    direction: str
    second: int | None
    """Since the epoch; None: longer ago than a minute."""
    messages: int
    today: int
    """How many of them were sent today."""


@dataclass(frozen=True, slots=True)
class Volume:
    """How much is written on a channel, or on all of them."""

    received: int = 0
    """Today."""
    sent: int = 0
    per_minute: int = 0
    """In the last minute, in both directions."""

    def __add__(self, other: "Volume") -> "Volume":
        return Volume(
            self.received + other.received, self.sent + other.sent, self.per_minute + other.per_minute
        )


@dataclass(slots=True)
class Traffic:
    """What was written on a company's channels today and in the last minute, up to an entry of its log."""

    day: datetime
    """When today began."""
    seq: int
    _today: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    _recent: Counter[tuple[int, UUID]] = field(default_factory=Counter)

    def add(self, written: Iterable[Written], seq: int) -> None:
        """Count what was written up to a later entry."""
        for each in written:
            self._today[each.channel_id, each.direction] += each.today
            if each.second is not None:
                self._recent[each.second, each.channel_id] += each.messages
        self.seq = seq

    def volumes(self, at: datetime) -> dict[UUID, Volume]:
        """Return how much is written on each channel on which something was."""
        since = (at - MINUTE).timestamp()
        for second, channel_id in [key for key in self._recent if key[0] < since]:
            del self._recent[second, channel_id]
        recent: Counter[UUID] = Counter()
        for (_, channel_id), messages in self._recent.items():
            recent[channel_id] += messages
        channels = {channel_id for channel_id, _ in self._today} | recent.keys()
        return {
            channel_id: Volume(
                self._today[channel_id, "in"], self._today[channel_id, "out"], recent[channel_id]
            )
            for channel_id in channels
        }
