"""How users and files are named, and what of several reports is the latest."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from uuid import UUID


class User(NamedTuple):
    """A user of a company; in their order users are gone through."""

    company_id: UUID
    id: UUID


FIRST_USER: Final = User(UUID(int=0), UUID(int=0))
"""Before all users."""


File = tuple[UUID, UUID]
"""A company and the id of its file."""


def latest_by_revision(revisions: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """Return, per key, the position of the item with the highest revision (the later of equals)."""
    best: dict[Any, tuple[int, int]] = {}
    for position, (key, revision) in enumerate(revisions):
        if key not in best or revision >= best[key][0]:
            best[key] = (revision, position)
    return {key: position for key, (_, position) in best.items()}
