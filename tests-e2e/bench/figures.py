"""Medians with their spread, and Markdown tables of them."""

import hashlib
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")
_HASHES: Final = 200_000
_BLOCK: Final = b"\0" * 64


@dataclass(frozen=True)
class Spread:
    """The median of several measurements, the least and the most."""

    median: float
    least: float
    most: float

    def shown(self, digits: int = 0) -> str:
        """Return it as tables have it: ``0.81 (0.79–0.86)``, or one figure where all are the same."""
        median, least, most = (f"{each:,.{digits}f}" for each in (self.median, self.least, self.most))
        return median if least == most else f"{median} ({least}–{most})"


def spread(values: Iterable[float]) -> Spread:
    """Return the median and the spread of at least one value."""
    known = list(values)
    return Spread(statistics.median(known), min(known), max(known))


def spread_of(runs: Sequence[T], figure: Callable[[T], float], digits: int = 0) -> str:
    """Return the spread of one figure over several runs, as tables have it."""
    return spread(map(figure, runs)).shown(digits)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def nanoseconds_of_a_hash() -> float:
    """Return what one SHA-256 of 64 bytes takes this machine in a loop of Python: it compares days.

    It counts processor time, so that other work on the machine does not show in it, but its clock does.
    """
    began = time.process_time_ns()
    for _ in range(_HASHES):
        hashlib.sha256(_BLOCK).digest()
    return (time.process_time_ns() - began) / _HASHES
