"""Work that services do in the same way, each for its own tables: a command of ours runs it for all of them.

A service brings it by an entry point of the group `RESEALINGS`, `REBUILDINGS` or `FIGURES`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from atende_contracts.topics import ServiceName
from atende_platform.process.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)

RESEALINGS: Final = "atende.resealings"
REBUILDINGS: Final = "atende.rebuildings"
FIGURES: Final = "atende.figures"


@dataclass(frozen=True)
class Resealing(Generic[S]):
    """Stored secrets that are sealed with a key, which changes from time to time."""

    service: ServiceName
    settings: type[S]
    what: str
    """What is sealed, in words: "credentials of channels"."""
    setting: str
    """The setting that has the current key."""
    remedy: str
    """What to do about those that no key opens."""
    is_set: Callable[[S], bool]
    """Whether there is a key."""
    run: Callable[[S], Awaitable[tuple[int, int]]]
    """Seals all of it with the current key; returns how many were sealed anew, how many no key opens."""


@dataclass(frozen=True)
class Rebuilding(Generic[S]):
    """Figures that are made of other tables, and can be made again."""

    service: ServiceName
    settings: type[S]
    what: str
    """What is made again, in words."""
    companies: Callable[[S], Awaitable[Sequence[UUID]]]
    """All companies that have any."""
    run: Callable[[S, UUID], Awaitable[int]]
    """Makes those of one company again, while the service goes on; returns of how many rows."""


@dataclass(frozen=True)
class Figure:
    """A number that says how a service is doing."""

    name: str
    """What is counted, in words: "channels in error"."""
    value: int
    remedy: str = ""
    """What to do about it; empty: it is as it should be."""


@dataclass(frozen=True)
class Figures(Generic[S]):
    """The numbers of a service, for ``atende status`` and ``atende doctor``."""

    service: ServiceName
    settings: type[S]
    run: Callable[[S], Awaitable[Sequence[Figure]]]


def figures() -> dict[str, Figures[Any]]:
    """Return the services that say how they are doing, by name."""
    return _found(FIGURES)


def resealings() -> dict[str, Resealing[Any]]:
    """Return what the services that are installed have sealed, by name."""
    return _found(RESEALINGS)


def rebuildings() -> dict[str, Rebuilding[Any]]:
    """Return what the services that are installed can make again, by name."""
    return _found(REBUILDINGS)


def _found(group: str) -> dict[str, Any]:
    return {each.name: each.load() for each in sorted(entry_points(group=group), key=lambda each: each.name)}
