"""GCRA in real Valkey: never more than the limit, no matter who asks or how many at once."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from atende_contracts.ids import uuid7
from atende_platform.limits.ratelimit import Grant, RateLimiter
from atende_platform.testing.plugin import Installation


@pytest.fixture
async def limiter(installation: Installation) -> AsyncIterator[RateLimiter]:
    redis = Redis.from_url(installation.settings.redis_url)
    yield RateLimiter(redis, "probe")
    await redis.aclose()


@pytest.fixture
def key() -> str:
    return f"test:{uuid7()}"


async def test_a_burst_is_given_at_once_and_then_one_by_one(limiter: RateLimiter, key: str) -> None:
    first = await limiter.take(key, per_second=1, burst=5, wanted=5)
    assert first == Grant(granted=5, wait=0, left=0)
    second = await limiter.take(key, per_second=1, burst=5)
    assert second.granted == 0
    assert 0.5 < second.wait <= 1


@pytest.mark.parametrize("per_second", [0.3, 7.0, 29.1, 33.3, 77.6, 333.3, 970.0])
@pytest.mark.parametrize("burst", [1, 2, 5])
async def test_a_full_bucket_gives_all_it_has_whatever_its_rate(
    limiter: RateLimiter, key: str, per_second: float, burst: int
) -> None:
    """A second has more digits than a double has left for a period: whole tokens were lost that way."""
    grant = await limiter.take(key, per_second=per_second, burst=burst, wanted=burst)
    assert grant.granted == burst


async def test_part_of_what_is_wanted_is_better_than_nothing(limiter: RateLimiter, key: str) -> None:
    grant = await limiter.take(key, per_second=1, burst=3, wanted=10)
    assert (grant.granted, grant.left) == (3, 0)
    assert 0 < grant.wait <= 1


async def test_what_is_left_counts_down(limiter: RateLimiter, key: str) -> None:
    left = [(await limiter.take(key, per_second=0.1, burst=4)).left for _ in range(4)]
    assert left == [3, 2, 1, 0]


async def test_waiting_as_told_gives_the_next_token(limiter: RateLimiter, key: str) -> None:
    await limiter.take(key, per_second=20, burst=1)
    refused = await limiter.take(key, per_second=20, burst=1)
    assert refused.granted == 0
    await asyncio.sleep(refused.wait)
    assert (await limiter.take(key, per_second=20, burst=1)).granted == 1


async def test_a_refusal_costs_nothing(limiter: RateLimiter, key: str) -> None:
    await limiter.take(key, per_second=10, burst=1)
    for _ in range(50):
        await limiter.take(key, per_second=10, burst=1, wanted=1)
    await asyncio.sleep(0.11)
    assert (await limiter.take(key, per_second=10, burst=1)).granted == 1


async def test_keys_do_not_know_each_other(limiter: RateLimiter, key: str) -> None:
    assert (await limiter.take(key, per_second=1, burst=1)).granted == 1
    assert (await limiter.take(f"{key}/other", per_second=1, burst=1)).granted == 1


@pytest.mark.parametrize(("per_second", "burst", "wanted"), [(100, 5, 1), (80, 1, 1), (200, 20, 7)])
async def test_never_more_than_the_limit_in_any_window(
    installation: Installation, key: str, per_second: int, burst: int, wanted: int
) -> None:
    """Eight takers on connections of their own, as eight replicas are."""
    taken: list[tuple[float, float, int]] = []
    stop_at = time.monotonic() + 1.0

    async def taker() -> None:
        redis = Redis.from_url(installation.settings.redis_url)
        limiter = RateLimiter(redis, "probe")
        while time.monotonic() < stop_at:
            asked = time.monotonic()
            grant = await limiter.take(key, per_second=per_second, burst=burst, wanted=wanted)
            taken.append((asked, time.monotonic(), grant.granted))
            await asyncio.sleep(min(grant.wait, 0.02))
        await redis.aclose()

    started = time.monotonic()
    await asyncio.gather(*(taker() for _ in range(8)))
    total = sum(granted for *_, granted in taken)
    assert total <= burst + per_second * (time.monotonic() - started)
    # Less than half on a busy machine: a bucket of one token keeps none for who asks late.
    assert total >= per_second * 0.1, "the limit is also to be used"
    # A token was given between asking and answering: count those surely inside a window.
    for begin, _, _ in taken[:: max(1, len(taken) // 50)]:
        end = begin + 0.3
        inside = sum(granted for asked, answered, granted in taken if asked >= begin and answered <= end)
        assert inside <= burst + per_second * 0.3 + 1e-6


async def test_redis_away_is_the_callers_decision() -> None:
    redis = Redis.from_url("redis://127.0.0.1:9/0")
    with pytest.raises(RedisConnectionError):
        await RateLimiter(redis, "probe").take("x", per_second=1, burst=1)
    await redis.aclose()
