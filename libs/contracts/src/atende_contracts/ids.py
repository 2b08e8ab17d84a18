"""Identifiers: UUIDv7, ordered by time, so that indexes grow at one end."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUIDv7 (RFC 9562); the standard library has none before Python 3.14."""
    return _uuid7()


def first_uuid7_of(at: datetime) -> UUID:
    """Return what is not greater than any UUIDv7 that was made at a time, or later."""
    return UUID(int=int(at.timestamp() * 1000) << 80 | 0x7 << 76 | 0b10 << 62)
