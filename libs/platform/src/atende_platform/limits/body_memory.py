"""How many bytes of bodies a process holds: of each company or address, and of all together."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal, NamedTuple

from atende_platform.errors import TooManyRequests, Unavailable

SHARE_BYTES: Final = 32 * 1024 * 1024
"""Of one company or address: the largest form and a dozen of the largest JSON."""
TOTAL_BYTES: Final = 96 * 1024 * 1024
"""Of all companies, and again of all addresses: strangers take nothing from companies."""
SMALL_BYTES: Final = 64 * 1024
"""So much of a body is taken though the total is used up: few can hold up uploads, not what else is asked."""


class Holder(NamedTuple):
    """Whose share a body counts for: a company's or, of a request without a valid token, an address's."""

    kind: Literal["company", "address"]
    name: str


class BodyMemory:
    """How many bytes of bodies a process holds: of each company or address, and of all of each kind together.

    What has arrived counts, not what was declared: who sends nothing takes nothing from others.
    """

    def __init__(self, share: int = SHARE_BYTES, total: int = TOTAL_BYTES, small: int = SMALL_BYTES) -> None:
        self._share = share
        self._small = small
        self._total = total
        self._held: Counter[Holder] = Counter()
        self._all: Counter[str] = Counter()

    @contextmanager
    def hold(self, holder: Holder) -> Iterator[Callable[[int], None]]:
        """Hold what the request's body takes until the request has been answered.

        Gives the function that is called with each part of it. That raises `TooManyRequests` beyond the
        holder's share, and `Unavailable` beyond the total.
        """
        held = 0

        def take(size: int) -> None:
            nonlocal held
            if size == 0:
                return
            if self._held[holder] + size > self._share:
                raise TooManyRequests("too-many-large-requests", retry_after=5)
            if held + size > self._small and self._all[holder.kind] + size > self._total:
                raise Unavailable("busy-with-large-requests", retry_after=5)
            held += size
            self._held[holder] += size
            self._all[holder.kind] += size

        try:
            yield take
        finally:
            if held:
                self._all[holder.kind] -= held
                self._held[holder] -= held
                if self._held[holder] == 0:
                    del self._held[holder]
