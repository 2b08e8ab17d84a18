"""How fast we send: the rates of channels, companies and recipients, and how many requests are open."""

from gateway.pacing.daily_limit import DailyLimit
from gateway.pacing.pace import Pace
from gateway.pacing.recipients import RecipientPace
from gateway.pacing.slots import Slots

__all__ = ["DailyLimit", "Pace", "RecipientPace", "Slots"]
