"""How many people an account may begin to write to in a day: Meta's messaging limit, over all its numbers.

Who was written to in the last 24 hours is kept exactly, in one sorted set of Redis for each account that
has a limit: a hundred thousand take about 10 MB. In Redis and not in the ledger, because every campaign
message asks for it, over all numbers of the account. Should Redis lose it, the count begins anew and Meta
itself refuses what is too much.
"""

from collections.abc import Sequence
from typing import Any, Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_contracts.event import TemplateContent
from gateway.domain.channels import ChannelAccess
from gateway.domain.sends import Order

log = structlog.get_logger(__name__)

DAY_SECONDS: Final = 24 * 3600
_AT_ONCE: Final = 500

# KEYS[1] the account's people by the time of their last message; ARGV: how many there may be, the seconds
# of a day, then people. Returns 1 for each who may be written to.
_SCRIPT: Final = """
local now = tonumber(redis.call('TIME')[1])
local most, day = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - day)
local count, admitted = redis.call('ZCARD', KEYS[1]), {}
for i = 3, #ARGV do
  local known = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if known or count < most then
    if not known then count = count + 1 end
    redis.call('ZADD', KEYS[1], now, ARGV[i])
    admitted[i - 2] = 1
  else
    admitted[i - 2] = 0
  end
end
redis.call('EXPIRE', KEYS[1], day)
return admitted
"""


class DailyLimit:
    """The people of all accounts, shared by all processes."""

    def __init__(self, redis: Redis) -> None:
        self._script = redis.register_script(_SCRIPT)

    async def admit(self, channel: ChannelAccess, orders: Sequence[Order]) -> list[bool]:
        """Tell for each order whether its recipient is within the limit, and count those who are.

        Agents are never refused: what they begin (a template) counts. Raises ``RedisError`` for campaigns.
        """
        limit = channel.people_per_day
        is_campaign = orders[0].origin == "campaign"
        counted = [one for one in orders if is_campaign or isinstance(one.content, TemplateContent)]
        if limit is None or not counted:
            return [True] * len(orders)
        key = f"gateway:audience:{channel.waba_id or channel.channel_id}"
        most = limit if is_campaign else 10**9
        admitted: list[Any] = []
        try:
            for start in range(0, len(counted), _AT_ONCE):
                people = [order.person for order in counted[start : start + _AT_ONCE]]
                admitted += await self._script(keys=[key], args=[most, DAY_SECONDS, *people])
        except (RedisError, OSError) as error:
            if is_campaign:
                raise
            log.warning("messaging_limit.not_counted", error=repr(error))
        return [bool(one) for one in admitted] if is_campaign else [True] * len(orders)
