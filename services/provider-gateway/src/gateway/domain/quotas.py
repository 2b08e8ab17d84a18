"""How much the webhooks of one company may bring, so that its flood does not become everybody's."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

STATUSES_PER_MESSAGE: Final = 4
"""Sent, delivered, read, and a failure: what the provider reports of one message at most."""
RECORDS_PER_UPDATE: Final = 10
"""So many entries of a history or an address book for each update: they come in thousands, once."""
BURST_SECONDS: Final = 10.0
"""So much of a rate may come at once."""
PAUSE_SECONDS: Final = 1.0
"""How long nothing of a company is even read after it brought too much."""
_MOST_KEYS: Final = 50_000


class Buckets:
    """Token buckets by key, in memory: a body is taken while its bucket is not empty, and may overdraw it.

    So a body larger than the burst passes, too, and is paid for afterwards. All times are the caller's, in
    seconds of one clock.
    """

    def __init__(self) -> None:
        self._paid_at: dict[Hashable, float] = {}
        """By key: when all that was taken is paid for."""

    def wait(self, key: Hashable, now: float) -> float:
        """Return how many seconds it is until something may be taken; 0: now."""
        return max(0.0, self._paid_at.get(key, now) - now - BURST_SECONDS)

    def take(self, key: Hashable, amount: float, per_second: float, now: float) -> None:
        """Take an amount."""
        if len(self._paid_at) >= _MOST_KEYS:
            self._paid_at = {key: paid_at for key, paid_at in self._paid_at.items() if paid_at > now}
        self._paid_at[key] = max(now, self._paid_at.get(key, now)) + amount / per_second


@dataclass(frozen=True, slots=True)
class Load:
    """What a webhook brings of one company; or, as a limit, how much of it there may be in a second."""

    bytes: float = 0.0
    updates: float = 0.0
    """Messages and everything else that is none of the others."""
    statuses: float = 0.0
    records: float = 0.0
    """Messages of a history and people of an address book."""


class WebhookQuota:
    """What the companies' webhooks brought to this process.

    Statuses are counted apart: they follow from what the company sends, and a crowd that writes to it does
    not keep them out, nor do they keep out who writes. So are histories and address books.
    """

    def __init__(self) -> None:
        self._buckets = Buckets()
        self._paused_until: dict[Hashable, float] = {}

    def pause(self, company: Hashable, now: float) -> float:
        """Return for how many seconds nothing of a company is to be read; 0: it may be."""
        until = self._paused_until.get(company, now)
        if until <= now:
            self._paused_until.pop(company, None)
        return max(0.0, until - now)

    def admit(self, company: Hashable, load: Load, most: Load, now: float) -> float:
        """Take a webhook and return 0; or take nothing and return in how many seconds it may come again."""
        amounts = (
            ("bytes", load.bytes, most.bytes),
            ("updates", load.updates, most.updates),
            ("statuses", load.statuses, most.statuses),
            ("records", load.records, most.records),
        )
        wanted = [one for one in amounts if one[1] > 0]
        wait = max([self._buckets.wait((company, kind), now) for kind, _, _ in wanted], default=0.0)
        if wait > 0:
            self._paused_until[company] = now + min(wait, PAUSE_SECONDS)
            return wait
        for kind, amount, per_second in wanted:
            self._buckets.take((company, kind), amount, per_second, now)
        return 0.0
