"""How fast one recipient may be written to: Meta takes 45 messages at once, and then one in 6 seconds.

What would be too much is not sent to be refused: it waits in the ledger for its turn. Every message gets
its turn when it comes and keeps it, so that no later one overtakes it.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

BURST: Final = 45
EVERY_SECONDS: Final = 6.0
_LONGEST_SECONDS: Final = 3600.0
"""No recipient gets a later turn than this: by then the message has lost its sense."""
_AT_ONCE: Final = 500
_KEPT: Final = 20_000
"""Messages whose turn a process remembers: many times what it has in hand."""

# KEYS: recipients, one for each message; ARGV: burst, seconds by message, longest wait. Returns waits in ms.
_SCRIPT: Final = """
local now_parts = redis.call('TIME')
local now = tonumber(now_parts[1]) + tonumber(now_parts[2]) / 1e6
local burst, period, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local waits = {}
for i = 1, #KEYS do
  local tat = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now)
  local wait = math.max(0, (tat - now) + period - burst * period - 0.001)
  if wait < longest then
    tat = tat + period
    redis.call('SET', KEYS[i], string.format('%.3f', tat), 'PX', math.ceil((tat - now) * 1000))
  end
  waits[i] = math.ceil(wait * 1000)
end
return waits
"""


class RecipientPace:
    """The turns of all recipients, shared by all processes. While Redis is away nobody has to wait.

    A message that comes again keeps its turn: while the database is away the same ones come again and
    again, and each time would put their recipients off by six seconds more.
    """

    def __init__(self, redis: Redis) -> None:
        self._script = redis.register_script(_SCRIPT)
        self._turns: OrderedDict[UUID, float] = OrderedDict()
        """By send: when, on the monotonic clock. The last to come is the last."""

    async def turns(self, channel_id: UUID, sends: Sequence[tuple[UUID, str]]) -> list[float]:
        """Give each message to a recipient, by their first alias, its turn; return the seconds until then."""
        asked_at = time.monotonic()
        new = {send_id: name for send_id, name in sends if send_id not in self._turns}
        try:
            waits = await self._take(channel_id, list(new.values()))
        except (RedisError, OSError) as error:
            log.warning("recipient_rate.unknown", error=repr(error))
        else:
            self._turns |= {
                send_id: asked_at + wait if wait else 0.0 for send_id, wait in zip(new, waits, strict=True)
            }
        found = [max(0.0, self._turns.get(send_id, 0.0) - asked_at) for send_id, _ in sends]
        self._remember(send_id for send_id, _ in sends)
        return found

    async def _take(self, channel_id: UUID, names: Sequence[str]) -> list[float]:
        waits: list[float] = []
        for start in range(0, len(names), _AT_ONCE):
            keys = [f"gateway:pair:{channel_id}:{name}" for name in names[start : start + _AT_ONCE]]
            found: Any = await self._script(keys=keys, args=[BURST, EVERY_SECONDS, _LONGEST_SECONDS])
            waits += [wait / 1000 for wait in found]
        return waits

    def _remember(self, came: Iterable[UUID]) -> None:
        for send_id in came:
            if send_id in self._turns:
                self._turns.move_to_end(send_id)
        while len(self._turns) > _KEPT:
            self._turns.popitem(last=False)
