"""Which partition an event goes to: as Kafka's own producers decide it, in half of aiokafka's time."""

import random
from collections.abc import Sequence

from atende_contracts.partitions import murmur2


def partition_of(key: bytes | None, partitions: Sequence[int], available: Sequence[int]) -> int:
    """Return the partition for a key among all of a topic's; for none, any that can be reached."""
    if key is None:
        return random.choice(available or partitions)  # noqa: S311
    return partitions[(murmur2(key) & 0x7FFFFFFF) % len(partitions)]
