"""How many recipients may be dispatched now: fair between a channel's campaigns, and no faster than asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heappop, heapreplace
from math import ceil, floor
from uuid import UUID


def window(rate: float, seconds: float) -> int:
    """Return how many sends may be under way on a channel; at least one, or nothing would ever start."""
    return max(1, ceil(rate * seconds))


def paced(rate: float | None, paced_until: datetime | None, now: datetime) -> int | None:
    """Return how many a campaign with a rate of its own may send now; None means no limit of its own.

    ``paced_until`` is when what it sent so far is used up; it may run one second (or one message) ahead.
    """
    if rate is None:
        return None
    ahead = max(1.0, 1.0 / rate)
    used = max(paced_until or now, now)
    free = ahead - (used - now).total_seconds()
    return max(0, floor(free * rate + 1e-6))


def paced_after(rate: float, paced_until: datetime | None, now: datetime, sent: int) -> datetime:
    """Return the new ``paced_until`` after ``sent`` more."""
    return max(paced_until or now, now) + timedelta(seconds=sent / rate)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one campaign has under way on the channel, and how many more it could dispatch now."""

    in_flight: int
    ready: int


def share(room: int, demands: Mapping[UUID, Demand]) -> dict[UUID, int]:
    """Divide ``room`` so that what is under way becomes as even as it can; never more than is ready."""
    shares: dict[UUID, int] = {}
    queue = [(demand.in_flight, campaign_id) for campaign_id, demand in demands.items() if demand.ready > 0]
    heapify(queue)
    while room > 0 and queue:
        in_flight, campaign_id = queue[0]
        shares[campaign_id] = shares.get(campaign_id, 0) + 1
        room -= 1
        if shares[campaign_id] < demands[campaign_id].ready:
            heapreplace(queue, (in_flight + 1, campaign_id))
        else:
            heappop(queue)
    return shares
