"""The life of a WhatsApp Web session: the table of codes, and whatever happens in whatever order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gateway.domain import sessions as life_cycle
from gateway.domain.sessions import (
    CONNECTED,
    ENDED,
    LONGEST_PAUSE,
    PAIRING_ATTEMPTS,
    POLICIES,
    STABLE_AFTER,
    Life,
    pause,
)

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
NEW = Life(state="idle", desired="closed", since=NOW)
OPEN = Life(state="open", desired="open", since=NOW)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (515, "connecting"),
        *((code, "backoff") for code in (428, 408, 503, 500, None, 1006, 418)),
        (440, "replaced"),
        (401, "logged_out"),
        *((code, "blocked") for code in (402, 403, 406, 411)),
        *((code, "outdated") for code in (405, 409)),
    ],
)
def test_each_code_has_its_policy(code: int | None, state: str) -> None:
    after = life_cycle.closed(OPEN, code, NOW, chance=0.5)
    assert (after.state, after.last_code) == (state, code)
    assert after.waits(NOW + LONGEST_PAUSE) == (state in ("backoff", "connecting"))


def test_a_qr_code_that_nobody_scanned_ends_pairing_and_a_lost_connection_does_not() -> None:
    asked = life_cycle.asked_to_pair(NEW, NOW, "qr")
    shown = life_cycle.code_shown(life_cycle.begun(asked, NOW), NOW)
    assert shown.state == "qr"
    ended = life_cycle.closed(shown, 408, NOW, chance=1)
    assert (ended.state, ended.desired, ended.pairing) == ("idle", "closed", None)
    lost = life_cycle.closed(shown, 428, NOW, chance=1)
    assert (lost.state, lost.desired, lost.pairing) == ("backoff", "open", "qr")


def test_a_new_device_connects_again_at_once_and_only_once() -> None:
    """WhatsApp says 515 after pairing; a server that always says it must not be asked in a circle."""
    linked = life_cycle.paired(life_cycle.begun(life_cycle.asked_to_pair(NEW, NOW, "code"), NOW), NOW)
    again = life_cycle.closed(linked, 515, NOW, chance=1)
    assert again.waits(NOW)
    once_more = life_cycle.closed(life_cycle.begun(again, NOW), 515, NOW, chance=1)
    assert not once_more.waits(NOW)


def test_pauses_grow_to_a_minute_and_a_stable_connection_begins_anew() -> None:
    assert [pause(n, 1).total_seconds() for n in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
    tired = replace(OPEN, attempts=9)
    unstable = life_cycle.closed(tired, 503, NOW + STABLE_AFTER / 2, chance=1)
    assert (unstable.attempts, unstable.retry_at) == (10, NOW + STABLE_AFTER / 2 + LONGEST_PAUSE)
    stable = life_cycle.closed(tired, 503, NOW + STABLE_AFTER, chance=1)
    assert (stable.attempts, stable.retry_at) == (1, NOW + STABLE_AFTER + timedelta(seconds=1))


def test_an_account_that_is_blocked_for_a_time_is_tried_when_it_is_over() -> None:
    blocked = life_cycle.closed(OPEN, 402, NOW, chance=1, block=timedelta(hours=1))
    assert not blocked.waits(NOW + timedelta(minutes=59))
    assert blocked.waits(NOW + timedelta(hours=1))
    assert not life_cycle.closed(OPEN, 403, NOW, chance=1, block=timedelta(hours=1)).waits(
        NOW + timedelta(days=99)
    )


class LifeMachine(RuleBasedStateMachine):
    """A phone, WhatsApp and the people of a company do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.life = NEW
        self.failures = 0

    @initialize()
    def begin(self) -> None:
        self.life = NEW

    @rule(seconds=st.integers(0, 600))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.life.waits(self.now))
    @rule()
    def a_holder_opens_it(self) -> None:
        self.life = life_cycle.begun(self.life, self.now)
        assert self.life.state == "connecting"

    @precondition(lambda self: self.life.state in ("connecting", "qr", "pair_code"))
    @rule()
    def a_code_comes(self) -> None:
        before = self.life
        self.life = life_cycle.code_shown(before, self.now)
        if before.pairing is None:
            assert self.life == before
        else:
            assert self.life.state in ("qr", "pair_code")

    @precondition(lambda self: self.life.state in ("qr", "pair_code"))
    @rule()
    def a_phone_is_linked(self) -> None:
        self.life = life_cycle.paired(self.life, self.now)
        assert self.life.pairing is None

    @precondition(lambda self: self.life.state == "connecting" and self.life.pairing is None)
    @rule()
    def it_opens(self) -> None:
        self.life = life_cycle.opened(self.life, self.now)
        assert (self.life.state, self.life.last_code) == ("open", None)

    @precondition(lambda self: self.life.state in CONNECTED)
    @rule(
        code=st.sampled_from([*POLICIES, None, 0, 1006]),
        chance=st.floats(0, 1),
        block=st.none() | st.integers(0, 10**9).map(lambda seconds: timedelta(seconds=seconds)),
    )
    def it_ends(self, code: int | None, chance: float, block: timedelta | None) -> None:
        before = self.life
        self.life = life_cycle.closed(before, code, self.now, chance=chance, block=block)
        assert self.life.last_code == code
        if self.life.retry_at is not None and self.life.state not in ENDED:
            assert self.now <= self.life.retry_at <= self.now + LONGEST_PAUSE

    @precondition(lambda self: self.life.state in CONNECTED)
    @rule()
    def its_holder_gives_it_back(self) -> None:
        self.life = life_cycle.given_back(self.life, self.now)
        assert self.life.state not in CONNECTED

    @precondition(lambda self: self.life.desired == "logged_out")
    @rule()
    def its_keys_are_wiped(self) -> None:
        self.life = life_cycle.logged_out(self.life, self.now)
        assert not self.life.waits(self.now)

    @rule(method=st.sampled_from(["qr", "code"]))
    def somebody_pairs(self, method: life_cycle.Pairing) -> None:
        self.life = life_cycle.asked_to_pair(self.life, self.now, method, "5511999990000")
        assert self.life.waits(self.now)

    @rule()
    def somebody_reconnects(self) -> None:
        before = self.life
        self.life = life_cycle.asked_to_open(before, self.now)
        if before.desired == "logged_out":
            assert self.life == before
        else:
            assert before.state in CONNECTED or self.life.waits(self.now)

    @rule()
    def somebody_closes(self) -> None:
        before = self.life
        self.life = life_cycle.asked_to_close(before, self.now)
        if before.desired == "logged_out":
            assert self.life == before
        else:
            assert not self.life.waits(self.now + timedelta(days=999))

    @rule()
    def somebody_logs_out(self) -> None:
        self.life = life_cycle.asked_to_log_out(self.life)

    @invariant()
    def it_makes_sense(self) -> None:
        life = self.life
        assert life.since <= self.now
        assert life.attempts >= 0
        if life.state in ("qr", "pair_code") and life.pairing is not None:
            assert life.state == life_cycle.PAIRING_STATE[life.pairing]
        if life.pairing is not None:
            assert life.attempts < PAIRING_ATTEMPTS
        if life.state in ENDED and life.desired == "open":
            assert life.retry_at is None or life.state in ("blocked", "outdated")
        if life.state == "open":
            assert life.pairing is None


TestLife = LifeMachine.TestCase
TestLife.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
