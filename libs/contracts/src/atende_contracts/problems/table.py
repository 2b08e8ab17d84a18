"""How a problem is written down."""

from collections.abc import Mapping
from dataclasses import dataclass

from atende_contracts.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """One error: its status, the ``code`` that programs compare, and what people read."""

    status: int
    code: str
    words: Words


def problems(status: int, code: str, reasons: Mapping[str, Words]) -> dict[str, Problem]:
    """Return problems that share a code."""
    return {key: Problem(status, code, words) for key, words in reasons.items()}


def each(status: int, reasons: Mapping[str, Words]) -> dict[str, Problem]:
    """Return problems each of which has its key as its code."""
    return {key: Problem(status, key, words) for key, words in reasons.items()}
