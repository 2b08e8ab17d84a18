"""What a provider's answer can ask of us, whichever provider it is."""

from enum import Enum
from typing import Final

from atende_contracts.event import ProviderError

OWN_ERROR: Final = -1
"""The ``code`` of errors that are ours and not the provider's; providers' codes are not negative."""


class Treatment(Enum):
    """What a refusal asks of us."""

    PERMANENT = "permanent"  # this message will never be taken
    SUPPRESS = "suppress"  # nor any other broadcast to this recipient: they said so to the provider
    RETRY = "retry"  # a passing fault; a bounded number of tries
    THROTTLED = "throttled"  # too fast: the whole channel slows down
    PAIR_LIMITED = "pair limited"  # too many to this recipient; others are not affected
    SPAM_LIMITED = "spam limited"  # recipients complained: the number's campaigns pause
    COLD_LIMITED = "cold limited"  # nobody new may be written to; never tried again
    HELD = "held"  # needs a person, such as a paused template: the campaign pauses
    CHANNEL_STOPPED = "channel stopped"  # token, permission, account: nothing can be sent
    UNREACHABLE = "unreachable"  # no connection was made


class ProviderAway(Exception):
    """The provider did not answer, or nothing that could be read: what was asked for may be done or not."""


class ProviderRefusal(Exception):
    """The provider answered that it does not do what was asked."""

    def __init__(self, error: ProviderError, treatment: Treatment, *, subcode: int | None = None) -> None:
        super().__init__(f"{error.code}: {error.title}")
        self.error = error
        self.treatment = treatment
        self.subcode = subcode
        """What the provider adds to its code, if anything."""
