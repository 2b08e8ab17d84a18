"""Who has to wait before a webhook is looked at, and the metric of all that is refused."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from prometheus_client import Counter

from atende_platform.errors import TooManyRequests
from atende_platform.process.metrics import begin_at_zero

TRUSTED_SECONDS: Final = 60 * 60.0
MAX_REMEMBERED: Final = 10_000
"""Addresses, or channels, at a time; more are the work of one sender who has many."""

refused = Counter("gateway_webhooks_refused_total", "Webhooks refused", ["reason"])
begin_at_zero(
    refused,
    (
        "too many updates",
        "verify token",
        "no signature",
        "no channel",
        "signature",
        "pending",
        "too often",
        "not a webhook",
    ),
)


class WebhookThrottle:
    """Addresses whose webhooks are refused again and again have to wait before any work is done.

    Counted in this process alone, because it is this process's time that they take, and so that it
    holds while Redis is away. An address that sent something with a valid signature within the last hour
    never waits: nobody behind the provider's address can shut the provider out.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._free_at: OrderedDict[str, float] = OrderedDict()
        """By address: when all its refusals have expired. The least recent first."""
        self._trusted_until: OrderedDict[str, float] = OrderedDict()

    def check(self, address: str) -> None:
        """Raise `TooManyRequests` for an address that has been refused too often."""
        now = self._clock()
        wait = self._free_at.get(address, now) - now - 60.0 + 60.0 / self._per_minute
        if wait > 0 and self._trusted_until.get(address, 0.0) <= now:
            refused.labels("too often").inc()
            raise TooManyRequests("too-many-bad-webhooks", retry_after=wait + 0.5)

    def record_refusal(self, address: str) -> None:
        """Count a refusal."""
        free_at = max(self._free_at.pop(address, 0.0), self._clock()) + 60.0 / self._per_minute
        remember(self._free_at, address, free_at)

    def trust(self, address: str) -> None:
        """Note that a valid signature came from an address."""
        self._trusted_until.pop(address, None)
        remember(self._trusted_until, address, self._clock() + TRUSTED_SECONDS)


def remember(times: OrderedDict[str, float], key: str, at: float) -> None:
    """Store a time, in place of the oldest ones where there are too many."""
    times[key] = at
    if len(times) > MAX_REMEMBERED:
        times.popitem(last=False)
