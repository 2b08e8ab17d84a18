"""WhatsApp's 24-hour window: after a customer wrote or called, anything may be written to them for a day.

Outside of it WhatsApp takes templates only, and refuses everything else after it was accepted. It
is open for one customer and one number of the company: who wrote to another number only gets templates.
"""

from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(hours=24)

_NO_NEW_MESSAGE: Final = frozenset({"system", "reaction", "edit", "revoke"})


def opens_window(kind: str) -> bool:
    """Tell whether what came in is a new message of the customer's, by its kind.

    Of reactions WhatsApp does not say so; who counts too few is refused nothing by WhatsApp.
    """
    return kind not in _NO_NEW_MESSAGE


def is_open(open_until: datetime | None, now: datetime) -> bool:
    """Tell whether a window is open, by the time until which it is or was; None: they never wrote."""
    return open_until is not None and open_until > now
