"""How soon a consumer takes what comes: each batch costs, and few are needed where nobody waits."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """When Kafka answers a consumer, and how soon one batch may follow another."""

    fetch_seconds: float = 1.0
    """How long Kafka keeps the question of a consumer for which there is nothing: each costs both some
    milliseconds."""
    fetch_bytes: int = 1
    """How much there must be for an answer before that."""
    least_seconds: float = 0.025
    """From batch to batch. The first record of a burst is handled at once; what comes behind it is handled
    together, because a transaction costs about the same for one record as for a hundred.

    After a tenth of a second aiokafka asks for all partitions but those whose records still wait, and for
    these only when that question is answered: longer batches need a short ``fetch_seconds``."""


AT_ONCE: Final = Pace()
IN_BURSTS: Final = Pace(least_seconds=0.08)
"""For what comes close upon another and is shown: a message's statuses."""
LONG_BATCHES: Final = Pace(fetch_seconds=0.3)
"""For handlers that call providers."""


def gathered(seconds: float) -> Pace:
    """Have Kafka keep what comes for so long, unless it is much: for what nobody waits for."""
    return Pace(fetch_seconds=seconds, fetch_bytes=64 * 1024)
