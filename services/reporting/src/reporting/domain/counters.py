"""Counters by channel and quarter of an hour."""

from collections import Counter
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from reporting.domain.facts import Fact

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

PRIMARY: Final = ("inbound", "opt_outs")
"""Counters of which no facts are kept: each event was counted once, by its mark in the inbox."""

NO_CHANNEL: Final = UUID(int=0)
"""Stands for "every channel" in a counter's key, which must not be null."""


class Cell(NamedTuple):
    """One counter of one channel in one quarter of an hour."""

    company_id: UUID
    slot: datetime
    channel_id: UUID
    counter: str


Deltas = Counter[Cell]


class OptOutSource(NamedTuple):
    """How customers left broadcasts on a channel in one quarter of an hour."""

    company_id: UUID
    slot: datetime
    channel_id: UUID
    source: str


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
