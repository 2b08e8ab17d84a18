"""The campaign's state machine, and who may leave a recipient's state for which.

    draft ─start─► scheduled ─(due)─┐ (only what has a time: pause, resume and cancel work here, too)
    draft ─start─► expanding ◄──────┘ ─(expanded)─► running ─(all sent)─► finished
                       │  ▲                 │  ▲ │
                     pause resume         pause resume
                       ▼  │                 ▼  │ └─finish─► finished
                       paused ──────────────────── cancel ─► cancelled

It runs when everybody who is known is expanded; contacts that are not known yet are added for a while.
``failed`` is reached from any open state when nothing can be sent any more.
"""

from enum import StrEnum
from typing import Final, Literal

from atende_platform.errors import Conflict


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPANDING = "expanding"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class RecipientStatus(StrEnum):
    PENDING = "pending"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    SUPPRESSED = "suppressed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class SkipReason(StrEnum):
    """Why a target was never asked to be sent to."""

    OPTED_OUT = "opted_out"
    BLOCKED = "blocked"
    """The company has blocked the contact."""
    CONTACT_NOT_FOUND = "contact_not_found"
    NO_IDENTITY = "no_identity"
    INVALID = "invalid"


Action = Literal["start", "pause", "resume", "finish", "cancel"]
ControlState = Literal["running", "paused", "cancelled", "finished"]

_S = CampaignStatus

OPEN: Final = frozenset({_S.SCHEDULED, _S.EXPANDING, _S.RUNNING, _S.PAUSED})
ENDED: Final = frozenset({_S.FINISHED, _S.CANCELLED, _S.FAILED})
UNSETTLED: Final = frozenset({RecipientStatus.PENDING, RecipientStatus.DISPATCHED})
"""While a recipient is in one of these, its campaign still has something to send."""

_MOVES: Final[dict[CampaignStatus, dict[Action, CampaignStatus]]] = {
    _S.DRAFT: {"start": _S.EXPANDING},
    _S.SCHEDULED: {"pause": _S.PAUSED, "cancel": _S.CANCELLED},
    _S.EXPANDING: {"pause": _S.PAUSED, "cancel": _S.CANCELLED},
    _S.RUNNING: {"pause": _S.PAUSED, "finish": _S.FINISHED, "cancel": _S.CANCELLED},
    _S.PAUSED: {"resume": _S.RUNNING, "finish": _S.FINISHED, "cancel": _S.CANCELLED},
    _S.FINISHED: {},
    _S.CANCELLED: {},
    _S.FAILED: {},
}
_DONE_ALREADY: Final[dict[Action, frozenset[CampaignStatus]]] = {
    "start": frozenset({_S.SCHEDULED, _S.EXPANDING, _S.RUNNING}),
    "pause": frozenset({_S.PAUSED}),
    "resume": frozenset({_S.SCHEDULED, _S.EXPANDING, _S.RUNNING}),
    "finish": frozenset({_S.FINISHED}),
    "cancel": frozenset({_S.CANCELLED}),
}
_CONTROL: Final[dict[CampaignStatus, ControlState]] = {
    # The gateway hears "running" at the start already, so that it is never behind the first send.
    _S.EXPANDING: "running",
    _S.RUNNING: "running",
    _S.PAUSED: "paused",
    _S.FINISHED: "finished",
    _S.CANCELLED: "cancelled",
    _S.FAILED: "cancelled",
}


class IllegalAction(Conflict):
    """The campaign's state does not admit the action; ``allowed`` names those it does."""

    def __init__(self, state: CampaignStatus, action: str) -> None:
        super().__init__("illegal-action", state=str(state), action=action, allowed=allowed_actions(state))


def allowed_actions(state: CampaignStatus) -> list[Action]:
    """Return what can be done to a campaign now."""
    return list(_MOVES[state])


def after(state: CampaignStatus, action: Action, *, expanded: bool, waits: bool = False) -> CampaignStatus:
    """Return the state after an action; the same state when it was done already.

    A campaign paused before its whole audience was ``expanded`` resumes by expanding, and one that
    ``waits`` for its time by waiting. Raises `IllegalAction`.
    """
    if state in _DONE_ALREADY[action]:
        return state
    target = _MOVES[state].get(action)
    if target is None:
        raise IllegalAction(state, action)
    if waits and action in ("start", "resume"):
        return CampaignStatus.SCHEDULED
    if target is CampaignStatus.RUNNING and not expanded:
        return CampaignStatus.EXPANDING
    return target


def require_draft(state: CampaignStatus, action: str) -> None:
    """Raise `IllegalAction` unless content and audience may still change."""
    if state is not CampaignStatus.DRAFT:
        raise IllegalAction(state, action)


def require_archivable(state: CampaignStatus) -> None:
    """Raise `IllegalAction` for what is under way: it must not get out of sight."""
    if state in OPEN:
        raise IllegalAction(state, "archive")


def control_of(state: CampaignStatus) -> ControlState | None:
    """Return what the gateway learns about a campaign; None before it sends anything."""
    return _CONTROL.get(state)
