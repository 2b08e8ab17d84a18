"""Facts: what is known about one thing. They are merged from events, and only move forward.

Merging is commutative, associative and idempotent, so that late, repeated and reordered events end in
the same fact. Counters are never counted up by an event: they are the difference between what a fact
contributed before and what it contributes now.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

Key = tuple[UUID, UUID]
"""A company, and one of its sends or tickets."""


class Fact(Protocol):
    """Something that gives rise to counters."""

    @property
    def company_id(self) -> UUID: ...
    @property
    def channel_id(self) -> UUID: ...
    @property
    def key(self) -> Key: ...
    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield the counters to which this adds one, and when."""
        ...


F = TypeVar("F", bound=Fact)


def fold(facts: Iterable[F], combine: Callable[[F, F], F]) -> dict[Key, F]:
    """Return one combined fact per key, in the order in which rows are to be locked."""
    folded: dict[Key, F] = {}
    for fact in facts:
        known = folded.get(fact.key)
        folded[fact.key] = fact if known is None else combine(known, fact)
    return dict(sorted(folded.items()))
