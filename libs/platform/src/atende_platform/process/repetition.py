"""Keeps a library that says the same again and again from filling the log.

While Kafka is away, each connection of aiokafka complains ten times a second: an idle system of five
processes wrote 37,000 lines a minute.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Final

EVERY_SECONDS: Final = 30.0
_MOST_KNOWN: Final = 1000


class RepetitionFilter(logging.Filter):
    """Lets the first record of a kind pass, then one every `EVERY_SECONDS`, with how many were left out.

    A kind is a logger and the text that it fills in. Only records of the named loggers are counted.
    """

    def __init__(self, *loggers: str, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._loggers = tuple(f"{name}." for name in loggers)
        self._clock = clock
        self._passed_at: dict[tuple[str, str], float] = {}
        self._left_out: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is to be written."""
        if not f"{record.name}.".startswith(self._loggers):
            return True
        kind, now = (record.name, str(record.msg)), self._clock()
        if now - self._passed_at.get(kind, float("-inf")) < EVERY_SECONDS:
            self._left_out[kind] = self._left_out.get(kind, 0) + 1
            return False
        if len(self._passed_at) >= _MOST_KNOWN:
            self._passed_at.clear()
        self._passed_at[kind] = now
        if left_out := self._left_out.pop(kind, 0):
            record.repeated = left_out
        return True
