"""What a batch of delivery statuses makes of its recipients: the same in any order and repetition.

A recipient's state moves by the shared rank (`atende_contracts.delivery`); of two reports of one
rank the earlier one counts. ``returned`` is no report about a delivery but the gateway handing the
recipient back, and yields to every report.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    """All that a batch reports about one send: its furthest state, and when each step was reached.

    The fields are columns of recipients.
    """

    company_id: UUID
    send_id: UUID
    state: DeliveryState
    state_at: datetime
    error_code: int | None = None
    error_title: str | None = None
    reason: str | None = None
    """What the error means: a code of `atende_contracts.reasons`."""
    accepted_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None


def is_opt_out(status: DeliveryStatusChangedV1) -> bool:
    """Tell whether a failure says that the recipient has left the broadcasts at the provider."""
    return status.state == "failed" and status.error is not None and status.error.reason == "opted_out"


def outcome_of(status: DeliveryStatusChangedV1) -> Outcome:
    """Return the outcome that one status reports."""
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
        **({time: status.at} if time in TIMES else {}),
    )


def merge(one: Outcome, other: Outcome) -> Outcome:
    """Return two outcomes of the same send as one. Commutative and associative."""
    decisive = min(
        one,
        other,
        key=lambda each: (
            -RANK[each.state],
            each.state_at,
            each.error_code or 0,
            each.error_title or "",
            each.reason or "",
        ),
    )
    return replace(
        decisive,
        accepted_at=_earlier(one.accepted_at, other.accepted_at),
        sent_at=_earlier(one.sent_at, other.sent_at),
        delivered_at=_earlier(one.delivered_at, other.delivered_at),
        read_at=_earlier(one.read_at, other.read_at),
        failed_at=_earlier(one.failed_at, other.failed_at),
    )


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other


def outcomes(statuses: Iterable[DeliveryStatusChangedV1]) -> list[Outcome]:
    """Return one outcome per send."""
    merged: dict[tuple[UUID, UUID], Outcome] = {}
    for status in statuses:
        new = outcome_of(status)
        key = (new.company_id, new.send_id)
        merged[key] = merge(merged[key], new) if key in merged else new
    return list(merged.values())
