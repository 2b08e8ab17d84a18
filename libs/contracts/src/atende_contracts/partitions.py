"""Which partition of a topic a key belongs to, and one key for all that belongs to one.

Many events in one record must stand where each of them would stand alone. The hash is that of Kafka's own
clients (murmur2), so that what is written together follows what was written one by one.
"""

import struct
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import count
from typing import Any, Final

_SEED: Final = 0x9747B28C
_FACTOR: Final = 0x5BD1E995
_32_BITS: Final = 0xFFFFFFFF
_KEYS: Final = 16_384
"""The keys that were used last have their hash remembered: several events follow each other on most."""


def partition_of(key: str, partitions: int) -> int:
    """Return the partition that Kafka's clients choose for a key."""
    return (murmur2(key.encode()) & 0x7FFFFFFF) % partitions


@cache
def key_of(partition: int, partitions: int) -> str:
    """Return a key for which they choose that partition."""
    names = (f"{partition}.{number}" for number in count())
    return next(name for name in names if partition_of(name, partitions) == partition)


@lru_cache(maxsize=256)
def _words(number: int) -> Callable[[bytes], tuple[Any, ...]]:
    return struct.Struct(f"<{number}I").unpack_from


@lru_cache(maxsize=_KEYS)
def murmur2(key: bytes) -> int:
    """Return the hash that Kafka's clients choose a partition by (32 bits, as its Java client has it)."""
    length = len(key)
    value = _SEED ^ length
    for word in _words(length >> 2)(key):
        mixed = word * _FACTOR & _32_BITS
        value = value * _FACTOR & _32_BITS ^ (mixed ^ mixed >> 24) * _FACTOR & _32_BITS
    if rest := length & 3:
        value = (value ^ int.from_bytes(key[-rest:], "little")) * _FACTOR & _32_BITS
    value = (value ^ value >> 13) * _FACTOR & _32_BITS
    return value ^ value >> 15
