"""Whether the variants of a campaign differ: by exact and approximate tests, and only if that may be claimed.

Each recipient gets one variant by chance, so that a difference that chance does not explain is the variants'.
All of it is arithmetic on counts; what stands for what is said by those who ask.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import erfc, exp, inf, lgamma, pi, sqrt
from statistics import NormalDist
from typing import Final, Literal, NamedTuple

CONFIDENCE: Final = 0.95
LEVEL: Final = 0.05
"""How often variants that do not differ may be said to, over all that is compared of a campaign."""
LEAST_MESSAGES: Final = 30
"""With fewer messages of a variant nothing is claimed of it …"""
LEAST_RECIPIENTS: Final = 10
"""… nor of what fewer did, or fewer did not do, of all variants together: no outcome would be significant."""
_LEAST_EXPECTED: Final = 5
"""From so many expected in each cell the chi-square distribution is close enough to the exact one."""

Verdict = Literal["different", "notProven", "tooFew"]


class Share(NamedTuple):
    """How many of a whole."""

    part: int
    whole: int

    @property
    def rate(self) -> float:
        return self.part / self.whole if self.whole else 0.0


class Interval(NamedTuple):
    """Between which values a rate lies, with `CONFIDENCE`."""

    low: float
    high: float


class Comparison(NamedTuple):
    """What may be said of the variants' rates of one figure."""

    verdict: Verdict
    p_value: float | None
    """How likely variants that do not differ come out as far apart; adjusted for all that is compared."""
    best: int | None
    """The place of the variant that is better than each other one."""


def wilson(share: Share) -> Interval | None:
    """Return Wilson's score interval of a rate; None where there is nothing to divide by."""
    part, whole = share
    if whole == 0:
        return None
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    center = part + z * z / 2
    margin = z * sqrt(part * (whole - part) / whole + z * z / 4)
    scale = whole + z * z
    # At the ends it is exact, and the arithmetic not quite.
    low = 0.0 if part == 0 else (center - margin) / scale
    high = 1.0 if part == whole else (center + margin) / scale
    return Interval(low, high)


def fisher(one: Share, other: Share) -> float:
    """Return the two-sided p-value of Fisher's exact test: of all tables as unlikely as this one."""
    parts, whole = one.part + other.part, one.whole + other.whole
    fewest, most = max(0, parts - other.whole), min(parts, one.whole)
    logs = [
        _log_choices(one.whole, part) + _log_choices(other.whole, parts - part)
        for part in range(fewest, most + 1)
    ]
    total = _log_choices(whole, parts)
    seen = logs[one.part - fewest]
    # Tables that are equally likely differ by what rounding leaves.
    return min(1.0, sum(exp(each - total) for each in logs if each <= seen + 1e-7))


def _log_choices(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def chi_square(shares: Sequence[Share]) -> float:
    """Return the p-value of Pearson's test that all rates are the same one."""
    parts, whole = _sums(shares)
    if parts in (0, whole):
        return 1.0
    rate = parts / whole
    statistic = sum(
        (share.part - share.whole * rate) ** 2 / (share.whole * rate * (1 - rate)) for share in shares
    )
    return chi_square_tail(statistic, len(shares) - 1)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return how likely a value of the chi-square distribution exceeds another one."""
    half = statistic / 2
    if freedom % 2:
        tail = erfc(sqrt(half))
        term = 2 * sqrt(half / pi) * exp(-half)
        first = 3
    else:
        tail = 0.0
        term = exp(-half)
        first = 2
    for degree in range(first, freedom + 1, 2):
        tail += term
        term *= half * 2 / degree
    return min(1.0, tail)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted so that any false claim among all of them is as unlikely as one alone."""
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for number, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - number) * p_values[place]))
        adjusted[place] = largest
    return adjusted


def difference(shares: Sequence[Share]) -> float:
    """Return the p-value of the hypothesis that all rates are the same, by a test that fits the counts."""
    parts, whole = _sums(shares)
    fewest = min(parts, whole - parts) * min(share.whole for share in shares)
    if fewest >= _LEAST_EXPECTED * whole:
        return chi_square(shares)
    return min(holm([fisher(*pair) for pair in combinations(shares, 2)]))


def compare(
    figures: Mapping[str, Sequence[Share]], *, less_is_better: Collection[str] = ()
) -> dict[str, Comparison]:
    """Return what may be said of each figure's rates, given for each of at least two variants in their order.

    With `LEVEL` as the chance that anything false is said of any figure: that variants differ where they do
    not, and likewise that one is the best.
    """
    tested = [name for name, shares in figures.items() if not _are_too_few(shares)]
    p_values = dict(zip(tested, holm([difference(figures[name]) for name in tested]), strict=True))
    of_pairs = _compare_pairs({name: figures[name] for name in tested})
    found: dict[str, Comparison] = {}
    for name, shares in figures.items():
        if name not in p_values:
            found[name] = Comparison("tooFew", None, None)
        elif p_values[name] >= LEVEL:
            found[name] = Comparison("notProven", p_values[name], None)
        else:
            sign = -1 if name in less_is_better else 1
            first = max(range(len(shares)), key=lambda place: sign * shares[place].rate)
            pairs = [p_value for pair, p_value in of_pairs[name].items() if first in pair]
            is_best = len(shares) == 2 or max(pairs, default=inf) < LEVEL
            found[name] = Comparison("different", p_values[name], first if is_best else None)
    return found


def _compare_pairs(figures: Mapping[str, Sequence[Share]]) -> dict[str, dict[tuple[int, int], float]]:
    """Return the p-value of each two variants, by figure and places, adjusted for all of them."""
    pairs = [
        (name, (one, other))
        for name, shares in figures.items()
        for one, other in combinations(range(len(shares)), 2)
    ]
    p_values = holm([difference([figures[name][one], figures[name][other]]) for name, (one, other) in pairs])
    found: dict[str, dict[tuple[int, int], float]] = {name: {} for name in figures}
    for (name, places), p_value in zip(pairs, p_values, strict=True):
        found[name][places] = p_value
    return found


def _are_too_few(shares: Sequence[Share]) -> bool:
    parts, whole = _sums(shares)
    return (
        min(share.whole for share in shares) < LEAST_MESSAGES or min(parts, whole - parts) < LEAST_RECIPIENTS
    )


def _sums(shares: Sequence[Share]) -> tuple[int, int]:
    return sum(share.part for share in shares), sum(share.whole for share in shares)
