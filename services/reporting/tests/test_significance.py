"""Tests and intervals against published values, against exact arithmetic, and by what they promise."""

from fractions import Fraction
from math import comb
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.significance import (
    LEAST_MESSAGES,
    LEAST_RECIPIENTS,
    LEVEL,
    Comparison,
    Share,
    chi_square,
    chi_square_tail,
    compare,
    difference,
    fisher,
    holm,
    wilson,
)


def shares(most: int, least: int = 0) -> st.SearchStrategy[Share]:
    return st.integers(least, most).flatmap(
        lambda whole: st.integers(0, whole).map(lambda part: Share(part, whole))
    )


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_the_published_ones(part: int, whole: int, low: float, high: float) -> None:
    interval = wilson(Share(part, whole))
    assert interval == pytest.approx((low, high), abs=5e-5)
    assert wilson(Share(0, 0)) is None


@given(shares(100_000, least=1))
def test_an_interval_has_its_rate_within_it_and_its_mirror_image(share: Share) -> None:
    interval, mirrored = wilson(share), wilson(Share(share.whole - share.part, share.whole))
    assert interval is not None
    assert mirrored is not None
    assert 0 <= interval.low <= share.rate <= interval.high <= 1
    assert (interval.low, interval.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low))


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    # The usual table of critical values.
    [(3.8415, 1, 0.05), (6.6349, 1, 0.01), (5.9915, 2, 0.05), (7.8147, 3, 0.05), (9.4877, 4, 0.05),
     (16.9190, 9, 0.05), (27.877, 9, 0.001), (10.8276, 1, 0.001), (0.0, 5, 1.0)],
)  # fmt: skip
def test_the_chi_square_distribution_is_the_published_one(
    statistic: float, freedom: int, tail: float
) -> None:
    assert chi_square_tail(statistic, freedom) == pytest.approx(tail, rel=1e-4)


@given(st.floats(0, 60), st.integers(1, 20))
def test_one_degree_is_the_square_of_a_normal_value_and_more_degrees_reach_further(
    statistic: float, freedom: int
) -> None:
    normal = 2 * NormalDist().cdf(-(statistic**0.5))
    assert chi_square_tail(statistic, 1) == pytest.approx(normal, rel=1e-9, abs=1e-15)
    tail, further = chi_square_tail(statistic, freedom), chi_square_tail(statistic, freedom + 1)
    assert 0 <= tail <= 1
    assert tail <= further + 1e-12  # Both may be so near to 1 that only rounding tells them apart.


@pytest.mark.parametrize(
    ("one", "other", "p_value"),
    # Fisher's own tea, and two tables of which others print the value.
    [((3, 4), (1, 4), 0.485714), ((8, 10), (1, 6), 0.034965), ((6, 8), (1, 5), 0.102564)],
)
def test_the_exact_test_gives_published_values(
    one: tuple[int, int], other: tuple[int, int], p_value: float
) -> None:
    assert fisher(Share(*one), Share(*other)) == pytest.approx(p_value, abs=1e-6)


@given(shares(40), shares(40))
def test_the_exact_test_is_what_whole_numbers_say(one: Share, other: Share) -> None:
    parts, whole = one.part + other.part, one.whole + other.whole
    ways = [
        comb(one.whole, part) * comb(other.whole, parts - part)
        for part in range(max(0, parts - other.whole), min(parts, one.whole) + 1)
    ]
    seen = comb(one.whole, one.part) * comb(other.whole, other.part)
    exact = Fraction(sum(each for each in ways if each <= seen), comb(whole, parts))
    assert fisher(one, other) == pytest.approx(float(exact), rel=1e-6)
    assert fisher(other, one) == pytest.approx(float(exact), rel=1e-6)


def test_tables_of_a_million_take_no_time_and_stay_exact_enough() -> None:
    few, many = Share(3, 500_000), Share(17, 500_000)
    exact = 2 * sum(Fraction(comb(20, part), 2**20) for part in range(4))
    assert fisher(few, many) == pytest.approx(float(exact), rel=1e-3)


@pytest.mark.parametrize(
    ("table", "p_value"),
    # 2x2 without a correction, and 3x2; both by hand: statistics of 4.6667 and 6.1111.
    [([Share(30, 60), Share(18, 60)], 0.02535), ([Share(40, 100), Share(30, 100), Share(50, 100)], 0.01550)],
)
def test_pearsons_test_is_what_it_is_by_hand(table: list[Share], p_value: float) -> None:
    assert chi_square(table) == pytest.approx(p_value, rel=2e-2)
    assert difference(table) == chi_square(table)


def test_holms_correction_is_the_published_one() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holms_correction_lowers_no_p_value_and_keeps_their_order(
    values: list[float],
) -> None:
    adjusted = holm(values)
    assert all(value <= one <= 1 for value, one in zip(values, adjusted, strict=True))
    pairs = sorted(zip(values, adjusted, strict=True))
    assert [one for _, one in pairs] == sorted(adjusted)


def test_nothing_is_claimed_of_few() -> None:
    too_few = Comparison("tooFew", None, None)
    least = LEAST_MESSAGES
    for table in (
        [Share(0, 0), Share(0, 0)],
        [Share(least - 1, least - 1), Share(0, 100_000)],
        [Share(0, 5_000), Share(LEAST_RECIPIENTS - 1, 5_000)],
        [Share(5_000, 5_000), Share(5_000 - LEAST_RECIPIENTS + 1, 5_000)],
        [Share(500, 1_000), Share(0, 1_000), Share(1, 2)],
    ):
        assert compare({"read": table}) == {"read": too_few}, table


def test_the_best_is_named_only_if_it_is_better_than_each_other_one() -> None:
    found = compare(
        {
            "read": [Share(500, 1_000), Share(600, 1_000)],
            "replied": [Share(50, 1_000), Share(52, 1_000)],
            "optOuts": [Share(5, 1_000), Share(30, 1_000)],
        },
        less_is_better={"optOuts"},
    )
    assert (found["read"].verdict, found["read"].best) == ("different", 1)
    assert (found["replied"].verdict, found["replied"].best) == ("notProven", None)
    assert (found["optOuts"].verdict, found["optOuts"].best) == ("different", 0)

    close = [Share(600, 1_000), Share(590, 1_000), Share(400, 1_000)]
    apart = [Share(700, 1_000), Share(590, 1_000), Share(400, 1_000)]
    assert compare({"read": close})["read"][::2] == ("different", None)
    assert compare({"read": apart})["read"][::2] == ("different", 0)


def test_the_more_is_compared_the_more_it_takes() -> None:
    table = [Share(100, 200), Share(124, 200)]
    alone = compare({"read": table})["read"]
    assert alone.verdict == "different"
    assert alone.p_value is not None
    beside = compare({"read": table, "replied": [Share(20, 200), Share(20, 200)], "optOuts": table[::-1]})
    assert beside["read"].p_value == pytest.approx(3 * alone.p_value)


@pytest.mark.parametrize("variants", [2, 3])
@pytest.mark.parametrize("rate", [0.01, 0.4])
def test_variants_that_do_not_differ_are_seldom_said_to(variants: int, rate: float) -> None:
    """Over all figures together, as `LEVEL` promises."""
    random = Random(17)
    rounds, false, named, messages = 300, 0, 0, 600

    def table() -> list[Share]:
        parts = [sum(random.random() < rate for _ in range(messages)) for _ in range(variants)]
        return [Share(part, messages) for part in parts]

    for _ in range(rounds):
        found = compare({name: table() for name in ("read", "replied", "optOuts")}).values()
        false += any(each.verdict == "different" for each in found)
        named += any(each.best is not None for each in found)
    assert named <= false <= rounds * LEVEL * 1.6
