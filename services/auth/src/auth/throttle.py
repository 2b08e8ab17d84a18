"""Guessing made slow: each failure makes the next attempt wait longer, and time forgives.

Failures are counted twice. Per account and address: after a few, the delay doubles with each. Per
account from wherever: after many more, and with a short longest delay, for who guesses from
many addresses. The second does not hold for an address that the account has signed in from: nobody
can lock others out of where they always are. (Somewhere new, choosing another password by e-mail
makes the address a known one.) Accounts are counted by the hash of their name, whether or not they exist.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_platform.addresses import prefix
from atende_platform.errors import TooManyRequests
from auth.settings import Settings

log = structlog.get_logger(__name__)

_HALF_LIFE_SECONDS: Final = 6 * 60 * 60.0
"""After this time without failures half of them are forgotten."""
_LONGEST_PER_ADDRESS: Final = 15 * 60.0
_LONGEST_PER_ACCOUNT: Final = 60.0
_KNOWN_SECONDS: Final = 90 * 24 * 60 * 60
_KEPT_SECONDS: Final = 8 * 6 * 60 * 60
"""After so many half-lives there is nothing left to forget."""

# KEYS: failures of account and address, of the account, whether the address is known.
# ARGV: now, half-life, kept, then free failures and longest delay of each. Returns the wait in ms.
# An attempt is counted before it is made, so that many at once are no way around it.
_ATTEMPT: Final = """
local now, half_life = tonumber(ARGV[1]), tonumber(ARGV[2])
local last = redis.call('EXISTS', KEYS[3]) == 1 and 1 or 2
local counts, wait = {}, 0
for i = 1, last do
  local free, longest = tonumber(ARGV[2 + 2 * i]), tonumber(ARGV[3 + 2 * i])
  local stored = redis.call('HMGET', KEYS[i], 'count', 'at')
  local count, passed = tonumber(stored[1] or '0'), math.max(0, now - tonumber(stored[2] or '0'))
  local beyond = math.floor(count + 0.5) - free
  if beyond >= 0 then
    wait = math.max(wait, math.min(longest, 2 ^ math.min(beyond, 30)) - passed)
  end
  counts[i] = count * 0.5 ^ (passed / half_life)
end
if wait > 0 then return math.ceil(wait * 1000) end
for i = 1, last do
  redis.call('HSET', KEYS[i], 'count', string.format('%.6f', counts[i] + 1), 'at', string.format('%.6f', now))
  redis.call('EXPIRE', KEYS[i], tonumber(ARGV[3]))
end
return 0
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted as a failure, until it `Throttle.succeeded`."""

    account: str
    address: str


class Throttle:
    """Counts failures in Redis for all replicas. ``clock`` returns seconds since the epoch.

    An outage of Redis keeps no user out; guessing stays bounded by the hashing queue.
    """

    def __init__(self, redis: Redis, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._attempt = redis.register_script(_ATTEMPT)
        self._free = settings.login_failures_per_address, settings.login_failures_per_account
        self._clock = clock

    async def attempt(self, account: str, address: str) -> Attempt:
        """Count an attempt to prove to be an account's owner. Raises `TooManyRequests`."""
        attempt = _attempt_of(account, address)
        try:
            wait = await self._attempt(
                keys=[*self._keys(attempt), self._known(attempt)],
                args=[
                    f"{self._clock():.6f}",
                    _HALF_LIFE_SECONDS,
                    _KEPT_SECONDS,
                    self._free[0],
                    _LONGEST_PER_ADDRESS,
                    self._free[1],
                    _LONGEST_PER_ACCOUNT,
                ],
            )
        except (RedisError, OSError) as error:
            log.warning("throttle.unavailable", error=repr(error))
            return attempt
        if wait:
            raise TooManyRequests("too-many-attempts", retry_after=-(-int(wait) // 1000))
        return attempt

    async def succeeded(self, attempt: Attempt) -> None:
        """Forget the failures of the account and the address, which is known from now on."""
        try:
            await self._redis.delete(self._keys(attempt)[0])
            await self._redis.set(self._known(attempt), 1, ex=_KNOWN_SECONDS)
        except (RedisError, OSError) as error:
            log.warning("throttle.unavailable", error=repr(error))

    async def proved(self, account: str, address: str) -> None:
        """Note that a person proved otherwise, such as by e-mail, to be the account's owner."""
        await self.succeeded(_attempt_of(account, address))

    def _keys(self, attempt: Attempt) -> tuple[str, str]:
        # In braces what decides on the slot, should Redis be a cluster.
        account = f"login:failures:{{{attempt.account}}}"
        return f"{account}:{attempt.address}", account

    def _known(self, attempt: Attempt) -> str:
        return f"login:known:{{{attempt.account}}}:{attempt.address}"


def _attempt_of(account: str, address: str) -> Attempt:
    return Attempt(hashlib.sha256(account.casefold().encode()).hexdigest(), prefix(address))
