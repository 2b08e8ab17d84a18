"""How users and files are named, and what of several reports is the latest."""

from typing import Final, NamedTuple
from uuid import UUID


class User(NamedTuple):
    """A user of a company; in their order users are gone through."""

    company_id: UUID
    id: UUID


class KnownChannel(NamedTuple):
    """What decides whether something can be sent over a channel."""

    status: str
    service_window: bool


FIRST_COMPANY: Final = UUID(int=0)
"""Before all companies, where a round through them begins."""
FIRST_USER: Final = User(FIRST_COMPANY, UUID(int=0))
"""Before all users."""


File = tuple[UUID, UUID]
"""A company and the id of its file."""
