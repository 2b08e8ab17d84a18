"""Until when nobody new is written to, after WhatsApp refused it: the rules, over times that are given.

What WhatsApp says is kept within bounds. A time that is over already, or wrong, must not let an account go on
that has just been refused, which makes the stop longer, nor stop it for years.
"""

from datetime import datetime, timedelta
from typing import Final

from gateway.bridge.protocol import Limits
from gateway.providers.web.errors import NEW_CHATS_CAPPED

COLD_REST: Final = timedelta(hours=6)
"""Where WhatsApp does not say until when."""
SHORTEST: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=30)


def stopped_until(code: int, limits: Limits | None, at: datetime) -> datetime:
    """Return until when an account begins no conversations that was refused one, with a code, at a time.

    ``limits`` is what WhatsApp says of the account: the stop has an end, and so has the count of new chats.
    """
    ends = None
    if limits is not None and code == NEW_CHATS_CAPPED:
        ends = limits.cycle_ends
    elif limits is not None and limits.timelock is not None:
        ends = limits.timelock.until
    if ends is None:
        return at + COLD_REST
    seconds = min(ends - int(at.timestamp()), int(LONGEST.total_seconds()))
    return at + max(SHORTEST, timedelta(seconds=max(seconds, 0)))
