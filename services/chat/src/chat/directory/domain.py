"""How users and files are named, and what of several reports is the latest."""

from typing import NamedTuple
from uuid import UUID


class User(NamedTuple):
    """A user of a company."""

    company_id: UUID
    id: UUID


class KnownChannel(NamedTuple):
    """What decides whether something can be sent over a channel."""

    status: str
    service_window: bool


File = tuple[UUID, UUID]
"""A company and the id of its file."""
