"""Identifiers: UUIDv7, ordered by time, so that indexes grow at one end."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUIDv7 (RFC 9562); the standard library has none before Python 3.14."""
    return _uuid7()
