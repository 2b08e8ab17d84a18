"""Many events in one: a row of the outbox and a record of Kafka each cost as much as many things in them."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

MOST_TOGETHER: Final = 250
"""Things in one event. What is larger than Kafka takes is halved besides, as it is written."""


def grouped(things: Iterable[T], key: Callable[[T], Hashable]) -> Iterable[list[T]]:
    """Return the things of each key together, in their order."""
    groups: dict[Hashable, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups.values()


def chunks(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield as many at a time as one event may have."""
    for start in range(0, len(things), MOST_TOGETHER):
        yield things[start : start + MOST_TOGETHER]


def halved(things: Sequence[T]) -> Sequence[Sequence[T]]:
    """Return both halves; nothing of what cannot be divided."""
    middle = len(things) // 2
    return (things[:middle], things[middle:]) if middle else ()
