"""What came from outside, as PostgreSQL and our JSON can hold it."""

from typing import Any


def storable(value: Any) -> Any:
    """Return text or JSON as we can hold it.

    PostgreSQL knows no U+0000: U+FFFD stands in for it. Our JSON knows 64 bits: larger integers become text,
    and so do numbers as large, which PostgreSQL gives back as integers.
    """
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, int | float) and not -(2**63) <= value < 2**63:
        return str(value)
    return value
