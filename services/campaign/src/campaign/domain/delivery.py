"""What a batch of delivery statuses makes of its recipients: the same in any order and repetition.

A recipient's state moves by the shared rank (`atende_contracts.delivery`); of two reports of one
rank the earlier one counts. ``returned`` is no report about a delivery but the gateway handing the
recipient back, and yields to every report.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from atende_contracts.delivery import RANK
from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1

_SHOWN_AS: Final[dict[DeliveryState, DeliveryState]] = {"played": "read"}
"""Broadcasts are no voice messages to listen to: who played it has read it."""


TIMES: Final = ("accepted_at", "sent_at", "delivered_at", "read_at", "failed_at")


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a batch reports about one send: its furthest state, and when each step was reached."""

    company_id: UUID
    send_id: UUID
    state: DeliveryState
    at: datetime
    error_code: int | None = None
    error_title: str | None = None
    reason: str | None = None
    """What the error means: a code of `atende_contracts.reasons`."""
    times: Mapping[str, datetime] = field(default_factory=dict)
    """By the names in `TIMES`."""

    @property
    def rank(self) -> int:
        return RANK[self.state]


def is_opt_out(status: DeliveryStatusChangedV1) -> bool:
    """Tell whether a failure says that the recipient has left the broadcasts at the provider."""
    return status.state == "failed" and status.error is not None and status.error.reason == "opted_out"


def outcome_of(status: DeliveryStatusChangedV1) -> Outcome:
    """Return what one status tells."""
    state = _SHOWN_AS.get(status.state, status.state)
    time = f"{state}_at"
    return Outcome(
        status.company_id,
        status.send_id,
        state,
        status.at,
        error_code=status.error.code if status.error else None,
        error_title=status.error.title if status.error else None,
        reason=status.error.reason if status.error else None,
        times={time: status.at} if time in TIMES else {},
    )


def merge(one: Outcome, other: Outcome) -> Outcome:
    """Return what two outcomes of the same send tell together. Commutative and associative."""
    decisive = min(
        one,
        other,
        key=lambda each: (
            -each.rank,
            each.at,
            each.error_code or 0,
            each.error_title or "",
            each.reason or "",
        ),
    )
    times = dict(one.times)
    for name, at in other.times.items():
        times[name] = min(at, times.get(name, at))
    return replace(decisive, times=times)


def outcomes(statuses: Iterable[DeliveryStatusChangedV1]) -> list[Outcome]:
    """Return one outcome per send."""
    merged: dict[tuple[UUID, UUID], Outcome] = {}
    for status in statuses:
        new = outcome_of(status)
        key = (new.company_id, new.send_id)
        merged[key] = merge(merged[key], new) if key in merged else new
    return list(merged.values())
