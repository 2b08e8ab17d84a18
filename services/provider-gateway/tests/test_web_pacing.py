"""How fast a number writes on WhatsApp Web, over a clock and a chance that are given."""

import json
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sessions.pacing import DAY, MINUTE, Limits, Pace, typing_seconds

LIMITS = Limits()
START = 1_790_000_000.0


def send_all(count: int, *, cold: bool = False, seed: int = 7, until: float = float("inf")) -> list[float]:
    """Return when so many messages leave, each as soon as it may."""
    rng, pace, now, times = random.Random(seed), Pace(), START, list[float]()
    for number in range(count):
        now += pace.wait(LIMITS, now, cold=cold)
        if now > until:
            break
        times.append(now)
        pace = pace.sent(LIMITS, now, rng.random, cold=f"phone:{number}" if cold else None)
    return times


@given(st.integers(0, 10_000))
def test_pauses_are_of_one_to_three_seconds_and_never_twenty_one_in_a_minute(seed: int) -> None:
    times = send_all(60, seed=seed)
    pauses = [later - earlier for earlier, later in pairwise(times)]

    assert min(pauses) >= LIMITS.pause[0]
    assert max(pauses) <= MINUTE
    assert len({round(pause, 6) for pause in pauses}) > 30
    for place, at in enumerate(times):
        assert len([one for one in times[place:] if one < at + MINUTE - 1e-6]) <= LIMITS.per_minute


def test_the_first_twenty_go_with_pauses_only() -> None:
    times = send_all(21)
    assert times[0] == START
    assert all(b - a <= LIMITS.pause[1] for a, b in pairwise(times[:20]))
    assert times[20] >= times[0] + MINUTE


def test_who_never_wrote_is_written_to_far_apart_and_others_meanwhile() -> None:
    rng = random.Random(3)
    pace = Pace().sent(LIMITS, START, rng.random, cold="phone:1")

    assert LIMITS.cold_pause[0] <= pace.wait(LIMITS, START, cold=True) <= LIMITS.cold_pause[1]
    assert pace.wait(LIMITS, START, cold=False) <= LIMITS.pause[1]
    times = send_all(10, cold=True)
    assert all(30 <= b - a <= 60 for a, b in pairwise(times))


def test_so_many_new_people_a_day_and_no_more() -> None:
    rng, pace, now = random.Random(1), Pace(), START
    for number in range(LIMITS.cold_per_day):
        assert pace.admits(LIMITS, now, f"phone:{number}")
        now += pace.wait(LIMITS, now, cold=True)
        pace = pace.sent(LIMITS, now, rng.random, cold=f"phone:{number}")

    assert not pace.admits(LIMITS, now, "phone:99")
    assert pace.admits(LIMITS, now, "phone:5")  # Who was written to today is nobody new.
    assert not pace.admits(LIMITS, START + DAY - 1, "phone:99")
    assert pace.admits(LIMITS, START + DAY + 1, "phone:99")


def test_it_rests_when_whatsapp_says_that_it_is_too_fast() -> None:
    pace = Pace().sent(LIMITS, START, lambda: 0.5, cold=None).rested(LIMITS, START)
    assert pace.wait(LIMITS, START, cold=False) == LIMITS.rest


def test_what_is_kept_goes_on_after_a_restart() -> None:
    rng, pace, now = random.Random(5), Pace(), START
    for number in range(30):
        now += pace.wait(LIMITS, now, cold=number % 5 == 0)
        pace = pace.sent(LIMITS, now, rng.random, cold=f"phone:{number}" if number % 5 == 0 else None)
    again = Pace.read(json.loads(json.dumps(pace.document())), now, LIMITS)

    assert again == pace
    assert again.wait(LIMITS, now, cold=True) == pace.wait(LIMITS, now, cold=True) > 0


@pytest.mark.parametrize(
    "kept",
    [
        None,
        [],
        "x",
        {"next": "soon", "recent": 5, "cold": []},
        {"next": 1e30, "next_cold": float("inf"), "recent": [1e30, "x"], "cold": {"a": None, "b": 1e30}},
    ],
)
def test_nothing_that_is_kept_stops_a_number_for_ever(kept: object) -> None:
    pace = Pace.read(kept, START, LIMITS)
    assert pace.wait(LIMITS, START, cold=False) <= LIMITS.rest
    assert pace.wait(LIMITS, START, cold=True) <= max(LIMITS.rest, LIMITS.cold_pause[1])
    assert pace.admits(LIMITS, START + 1, "phone:1")


def test_a_long_text_is_not_typed_for_longer_than_a_pause() -> None:
    assert typing_seconds(5, LIMITS, lambda: 0.5) < typing_seconds(60, LIMITS, lambda: 0.5)
    assert typing_seconds(10_000, LIMITS, lambda: 1.0) == LIMITS.pause[1]
