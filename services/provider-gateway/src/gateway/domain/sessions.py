"""The life of a WhatsApp Web session: its states, and what follows when its connection ends.

    idle → connecting → qr | pair_code → paired → connecting → open
    open → backoff → connecting, or replaced | logged_out | blocked | outdated, which only a person leaves

Everything here is pure: a `Life` and what happened give the next `Life`. The time and the chance that
reconnects are spread by are given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Literal

from atende_contracts.reasons import ReasonCode

State = Literal[
    "idle", "connecting", "qr", "pair_code", "paired", "open", "backoff",
    "replaced", "logged_out", "blocked", "outdated",
]  # fmt: skip
Desired = Literal["open", "closed", "logged_out"]
"""What the company wants of it."""
Pairing = Literal["qr", "code"]
"""How a phone is being linked."""

PAIRING_STATE: Final[Mapping[Pairing, State]] = {"qr": "qr", "code": "pair_code"}
ENDED: Final[frozenset[State]] = frozenset({"replaced", "logged_out", "blocked", "outdated"})
"""States in which nothing is tried again by itself, except what has a time for that (`Life.retry_at`)."""
CONNECTED: Final[frozenset[State]] = frozenset({"connecting", "qr", "pair_code", "paired", "open"})
"""States in which its holder has a socket, or is opening one."""

FIRST_PAUSE: Final = timedelta(seconds=1)
LONGEST_PAUSE: Final = timedelta(seconds=60)
STABLE_AFTER: Final = timedelta(minutes=5)
"""A connection that was open for so long makes the failures before it count no more."""
ALARMING_ATTEMPTS: Final = 10
"""Failures in a row from which on operators are to know of it."""
PAIRING_ATTEMPTS: Final = 5
"""Failures in a row after which pairing is given up: somebody has to begin it again."""
LOGOUT_ATTEMPTS: Final = 3
"""Failures after which a session whose company wants it logged out is so without its account knowing."""
OUTDATED_PAUSE: Final = timedelta(minutes=15)
"""After which it is tried again whether WhatsApp takes this version of the client after all."""
LONGEST_BLOCK: Final = timedelta(days=30)


class Policy(StrEnum):
    """What is done when a connection ends."""

    AT_ONCE = "at_once"
    BACK_OFF = "back_off"
    REPLACED = "replaced"
    """Another client uses the same credentials. Never tried again by itself: the two would fight."""
    LOGGED_OUT = "logged_out"
    """The phone removed the device: the keys are worthless and wiped."""
    BLOCKED = "blocked"
    """The account may not connect. The keys are kept."""
    OUTDATED = "outdated"
    """WhatsApp takes this version of the client no more."""


REMOVED: Final = 401
"""The code with which a connection ends whose device is none of the account's any more."""

POLICIES: Final[Mapping[int, Policy]] = {
    515: Policy.AT_ONCE,  # "restart required", as after each pairing
    428: Policy.BACK_OFF,  # closed
    408: Policy.BACK_OFF,  # lost; while a code is shown: see `closed`
    503: Policy.BACK_OFF,  # unavailable
    500: Policy.BACK_OFF,  # bad session, and what has no code of its own
    440: Policy.REPLACED,
    REMOVED: Policy.LOGGED_OUT,
    402: Policy.BLOCKED,  # for a time
    403: Policy.BLOCKED,
    406: Policy.BLOCKED,
    411: Policy.BLOCKED,  # the phone is not fit for linked devices
    405: Policy.OUTDATED,
    409: Policy.OUTDATED,
}
"""By the code that WhatsApp or the bridge gives. All others: `Policy.BACK_OFF`."""

_REFS_ENDED: Final = 408

REASONS: Final[Mapping[int, ReasonCode]] = {
    440: "session_replaced",
    401: "session_logged_out",
    402: "session_blocked",
    403: "session_banned",
    406: "session_banned",
    411: "session_refused",
    405: "session_outdated",
    409: "session_outdated",
}
"""Why a session has ended, by the code that WhatsApp gave."""
_REASONS_OF_STATES: Final[Mapping[State, ReasonCode]] = {
    "replaced": "session_replaced",
    "logged_out": "session_logged_out",
    "blocked": "session_blocked",
    "outdated": "session_outdated",
}
ALL_REASONS: Final[frozenset[str | None]] = frozenset(
    {*REASONS.values(), *_REASONS_OF_STATES.values(), "pairing_expired", "pairing_refused"}
)
"""Why a channel may be in error because of its session."""


@dataclass(frozen=True, slots=True)
class Life:
    """Where a session is in its life."""

    state: State
    desired: Desired
    since: datetime
    """When it came into its state."""
    pairing: Pairing | None = None
    pairing_phone: str | None = None
    """Digits of the phone that a pairing code is for."""
    attempts: int = 0
    """Failures in a row."""
    retry_at: datetime | None = None
    """When it may be opened again; None: now, unless its state says never."""
    last_code: int | None = None
    """Of the last connection that ended by itself."""

    def waits(self, now: datetime) -> bool:
        """Tell whether somebody is to open it now, who can."""
        if self.desired == "logged_out":
            return self.state != "logged_out" and (self.retry_at is None or self.retry_at <= now)
        if self.desired != "open" or (self.state in ENDED and self.retry_at is None):
            return False
        return self.retry_at is None or self.retry_at <= now


def reason_of(life: Life) -> ReasonCode | None:
    """Return why a session is not open, as users read it; None: it is, or nobody has linked a phone."""
    if life.state in ENDED:
        return REASONS.get(life.last_code or 0, _REASONS_OF_STATES[life.state])
    if life.state == "idle" and life.last_code == _REFS_ENDED:
        return "pairing_expired"
    if life.state == "idle" and life.last_code is not None:
        return REASONS.get(life.last_code, "pairing_refused")
    return "session_lost" if life.state == "backoff" and life.last_code is not None else None


def connects_by_itself(life: Life) -> bool:
    """Tell whether it is being opened, or will be, with the keys that it has."""
    return life.desired == "open" and life.pairing is None and life.state in ("idle", "connecting", "backoff")


def policy_of(code: int | None) -> Policy:
    """Return what the code of an ended connection asks for."""
    return Policy.BACK_OFF if code is None else POLICIES.get(code, Policy.BACK_OFF)


def pause(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after so many failures in a row: anything up to a bound, by chance (0 to 1)."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings)) * chance


# --- what its connection does ------------------------------------------------------------------


def begun(life: Life, now: datetime) -> Life:
    """It is being opened."""
    return _moved(life, "connecting", now, retry_at=None)


def code_shown(life: Life, now: datetime) -> Life:
    """There is a QR code or a pairing code to link a phone with. Further ones change nothing."""
    if life.pairing is None:
        return life
    return _moved(life, PAIRING_STATE[life.pairing], now)


def paired(life: Life, now: datetime) -> Life:
    """A phone was linked. WhatsApp now has the client connect again (515)."""
    return _moved(life, "paired", now, pairing=None, pairing_phone=None)


def opened(life: Life, now: datetime) -> Life:
    """It takes and brings messages. Its failures count until it has been open for a while."""
    return _moved(life, "open", now, pairing=None, pairing_phone=None, retry_at=None, last_code=None)


def closed(
    life: Life, code: int | None, now: datetime, *, chance: float, block: timedelta | None = None
) -> Life:
    """Its connection ended by itself, with a code if one was given.

    ``block``: how long the account is blocked, where WhatsApp said so.
    """
    if life.desired == "logged_out" and life.state in ("qr", "pair_code"):
        return logged_out(life, now, code)  # No phone was linked yet.
    if life.desired == "logged_out" and not (
        policy_of(code) in (Policy.BACK_OFF, Policy.AT_ONCE) and life.attempts + 1 < LOGOUT_ATTEMPTS
    ):
        return logged_out(life, now, code)
    if code == _REFS_ENDED and life.state in ("qr", "pair_code"):
        return _ended(life, "idle", now, code)
    match policy_of(code):
        case Policy.REPLACED:
            return _moved(life, "replaced", now, retry_at=None, last_code=code, attempts=0)
        case Policy.LOGGED_OUT:
            return logged_out(life, now, code)
        case Policy.BLOCKED:
            until = None if block is None or code != 402 else now + min(block, LONGEST_BLOCK)
            return _moved(life, "blocked", now, retry_at=until, last_code=code, attempts=0)
        case Policy.OUTDATED:
            return outdated(life, now, code)
        case Policy.AT_ONCE:
            return _again(life, code, now, chance=0.0 if life.attempts == 0 else chance)
        case Policy.BACK_OFF:
            return _again(life, code, now, chance=chance)


def outdated(life: Life, now: datetime, code: int | None) -> Life:
    """Its client is too old: of it or of other sessions of the same build WhatsApp said so."""
    return _moved(life, "outdated", now, retry_at=now + OUTDATED_PAUSE, last_code=code, attempts=0)


def logged_out(life: Life, now: datetime, code: int | None = None) -> Life:
    """Its keys are gone. It is to be paired anew."""
    return _ended(life, "logged_out", now, code)


def given_back(life: Life, now: datetime) -> Life:
    """Its holder closed the connection, for another one to open it or because the company wants it closed.

    Its keys are kept, and nothing failed.
    """
    if life.state not in CONNECTED:
        return life
    if life.desired == "closed":
        return _moved(life, "idle", now, retry_at=None, pairing=None, pairing_phone=None)
    return _moved(life, "backoff" if life.pairing is None else "idle", now, retry_at=None)


def unpaired(life: Life, now: datetime) -> Life:
    """It has no credentials, and no phone is being linked."""
    return _ended(life, "idle", now, life.last_code)


# --- what people ask for -----------------------------------------------------------------------


def asked_to_pair(life: Life, now: datetime, method: Pairing, phone: str | None = None) -> Life:
    """Link a phone, from the beginning."""
    fresh = replace(life, state="idle", since=now if life.state != "idle" else life.since)
    return replace(
        fresh, desired="open", pairing=method, pairing_phone=phone, attempts=0, retry_at=None, last_code=None
    )


def asked_to_open(life: Life, now: datetime) -> Life:
    """Connect now, whatever it waits for. One that is connected, or is being, stays so.

    A logout that was asked for is not taken back.
    """
    if life.desired == "logged_out":
        return life
    if life.state in CONNECTED:
        return replace(life, desired="open")
    fresh = _moved(life, "idle" if life.state in ENDED else life.state, now)
    return replace(fresh, desired="open", attempts=0, retry_at=None)


def asked_to_close(life: Life, now: datetime) -> Life:
    """Disconnect, and keep the keys. Its holder does it, if it has one (`given_back`).

    A logout that was asked for is not taken back.
    """
    if life.desired == "logged_out":
        return life
    asked = replace(life, desired="closed", retry_at=None)
    return asked if life.state in CONNECTED or life.state in ENDED else _moved(asked, "idle", now)


def asked_to_log_out(life: Life) -> Life:
    """Remove the device from the account, and wipe the keys."""
    return replace(life, desired="logged_out", pairing=None, pairing_phone=None, attempts=0, retry_at=None)


def _again(life: Life, code: int | None, now: datetime, *, chance: float) -> Life:
    if life.desired == "closed":
        return _ended(life, "idle", now, code)
    stable = life.state == "open" and now - life.since >= STABLE_AFTER
    attempts = 1 if stable else life.attempts + 1
    if life.pairing is not None and attempts >= PAIRING_ATTEMPTS:
        return _ended(life, "idle", now, code)
    wait = pause(attempts, chance)
    state: State = "backoff" if wait else "connecting"
    return _moved(life, state, now, retry_at=now + wait, attempts=attempts, last_code=code)


def _ended(life: Life, state: State, now: datetime, code: int | None) -> Life:
    """Return it as one that is opened no more until somebody asks for it."""
    return _moved(
        life, state, now, desired="closed", pairing=None, pairing_phone=None,
        attempts=0, retry_at=None, last_code=code,
    )  # fmt: skip


def _moved(life: Life, state: State, now: datetime, **changes: Any) -> Life:
    return replace(life, state=state, since=life.since if state == life.state else now, **changes)
