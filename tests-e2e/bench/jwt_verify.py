"""What verifying an access token costs a request: prints microseconds, asserts nothing.

    python tests-e2e/bench/jwt_verify.py

The verifier is the one that every service uses, with 10,000 revoked sessions to look among. The
machine's own speed is that of the bare signature check, which no Python code can go below.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import uuid4

from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_platform.identity.revocation import Revocations
from atende_platform.identity.tokens import KeySet, TokenVerifier
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import public_jwks, signing_key, token_for

ROUNDS: Final = 40
PER_ROUND: Final = 250
TOKENS: Final = 500
REVOKED: Final = 10_000
TARGET_MICROSECONDS: Final = 100


class _Told(Revocations):
    """Revocations that came from nowhere."""

    def __init__(self) -> None:
        super().__init__(Redis())
        self._expiries = {uuid4().bytes: time.time() + 900 for _ in range(REVOKED)}


async def measure(what: str, once: Callable[[int], Awaitable[object]]) -> None:
    """Print the median and the worst of the rounds' means."""
    means = []
    for number in range(ROUNDS + 1):
        started = time.perf_counter()
        for place in range(PER_ROUND):
            await once(number * PER_ROUND + place)
        means.append((time.perf_counter() - started) / PER_ROUND * 1e6)
    del means[0]  # The warm-up.
    print(f"{what:<44} median {statistics.median(means):6.1f} µs   worst {max(means):6.1f} µs")


async def main() -> None:
    settings = ServiceSettings(database_url="", database_worker_url="")
    tokens = [token_for(settings, company_id=uuid7()) for _ in range(TOKENS)]
    keys = KeySet(settings.jwks_url)
    keys.put(public_jwks())
    message = b"x" * 450
    signature = signing_key().sign(message)
    public = signing_key().public_key()

    async def signature_only(_: int) -> None:
        public.verify(signature, message)

    verifier = TokenVerifier(
        keys, issuer=settings.jwt_issuer, audience=settings.jwt_audience, revocations=_Told()
    )

    async def the_same_again(number: int) -> None:
        await verifier.verify(tokens[number % TOKENS])

    async def never_seen(number: int) -> None:
        verifier._cache.clear()
        await verifier.verify(tokens[number % TOKENS])

    print(f"target: at most {TARGET_MICROSECONDS} µs per request, over {TOKENS} tokens in turn")
    await measure("Ed25519 signature alone", signature_only)
    await measure("token never seen", never_seen)
    await measure("token seen within seconds", the_same_again)


if __name__ == "__main__":
    asyncio.run(main())
