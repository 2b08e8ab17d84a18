"""Revoked sessions: announced once, known to every process, also when Redis was away or emptied."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
import structlog
from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_platform.errors import Unauthenticated
from atende_platform.identity import revocation
from atende_platform.identity.revocation import Revocations, announce
from atende_platform.identity.tokens import KeySet, TokenVerifier
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import Eventually, Installation, public_jwks, token_for


@pytest.fixture
def redis(installation: Installation) -> Redis:
    return installation.runtime.redis


@pytest_asyncio.fixture(loop_scope="session")
async def away() -> AsyncIterator[Redis]:
    """A Redis that cannot be reached."""
    redis = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=1)
    yield redis
    await redis.aclose()


def soon(seconds: float = 900) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def empty(redis: Redis) -> None:
    await redis.delete("{revoked}:sessions", "{revoked}:version")


async def test_a_revoked_session_is_known_to_every_process_and_others_are_not(redis: Redis) -> None:
    one, other = Revocations(redis), Revocations(redis)
    revoked, untouched = uuid7(), uuid7()
    await announce(redis, {revoked: soon()})
    for process in (one, other):
        await process.refresh()
        assert process.is_revoked(revoked)
        assert not process.is_revoked(untouched)


async def test_thousands_at_once(redis: Redis) -> None:
    sessions: dict[UUID, datetime] = {uuid7(): soon() for _ in range(2_500)}
    await announce(redis, sessions)
    process = Revocations(redis)
    await process.refresh()
    assert all(process.is_revoked(session) for session in sessions)
    await empty(redis)


async def test_nothing_is_nothing(redis: Redis) -> None:
    await empty(redis)
    await announce(redis, {})
    process = Revocations(redis)
    await process.refresh()
    assert len(process) == 0


async def test_nothing_is_read_again_until_something_is_new(redis: Redis) -> None:
    session = uuid7()
    await announce(redis, {session: soon()})
    version = await redis.get("{revoked}:version")
    await announce(redis, {session: soon(-10)})
    await announce(redis, {session: soon(60)})
    assert await redis.get("{revoked}:version") == version
    await announce(redis, {session: soon(2_000)})
    assert await redis.get("{revoked}:version") != version


async def test_what_has_expired_is_forgotten(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    await empty(redis)
    monkeypatch.setattr(revocation, "_KEPT_LONGER_SECONDS", 0)
    process = Revocations(redis)
    long_gone, ends_now, stays = uuid7(), uuid7(), uuid7()
    await announce(redis, {long_gone: soon(-1), ends_now: soon(2), stays: soon()})
    await process.refresh()
    assert not process.is_revoked(long_gone)
    assert process.is_revoked(ends_now)
    await asyncio.sleep(3.1)
    await announce(redis, {uuid7(): soon()})
    await process.refresh()
    assert not process.is_revoked(ends_now)
    assert process.is_revoked(stays)
    assert await redis.zcard("{revoked}:sessions") == len(process) == 2


async def test_redis_keeps_nothing_when_the_last_token_has_expired(redis: Redis) -> None:
    await empty(redis)
    await announce(redis, {uuid7(): soon(100), uuid7(): soon(500)})
    for key in ("{revoked}:sessions", "{revoked}:version"):
        assert 500 < await redis.ttl(key) <= 561


async def test_memory_is_bounded_and_the_longest_lived_are_kept(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    await empty(redis)
    monkeypatch.setattr(revocation, "MOST_KNOWN", 3)
    process = Revocations(redis)
    first, then = ([uuid7() for _ in range(3)] for _ in range(2))
    await announce(redis, {session: soon(100 + place) for place, session in enumerate(first)})
    await process.refresh()
    await announce(redis, {session: soon(200 + place) for place, session in enumerate(then)})
    assert await redis.zcard("{revoked}:sessions") == 3
    await empty(redis)
    await announce(redis, {session: soon(200 + place) for place, session in enumerate(then[:2])})
    await process.refresh()
    assert [process.is_revoked(session) for session in first] == [False, False, True]
    assert [process.is_revoked(session) for session in then] == [True, True, False]


async def test_an_emptied_redis_makes_nobody_forget_and_is_told_again(redis: Redis) -> None:
    process = Revocations(redis)
    before, meanwhile = uuid7(), uuid7()
    await announce(redis, {before: soon()})
    await process.refresh()
    await empty(redis)
    await process.refresh()
    assert process.is_revoked(before)
    await announce(redis, {before: soon(), meanwhile: soon()})
    await process.refresh()
    assert process.is_revoked(before)
    assert process.is_revoked(meanwhile)


async def test_an_announcement_right_after_the_loss_is_noticed(redis: Redis) -> None:
    """The reader sees no gap: Redis was emptied and told again between two of its looks."""
    process = Revocations(redis)
    await announce(redis, {uuid7(): soon()})
    await process.refresh()
    await empty(redis)
    session = uuid7()
    await announce(redis, {session: soon()})
    await process.refresh()
    assert process.is_revoked(session)


async def test_redis_away_fails_nothing_and_is_said_once(redis: Redis, away: Redis) -> None:
    process = Revocations(redis)
    session = uuid7()
    await announce(redis, {session: soon()})
    await process.refresh()
    reachable, process._redis = process._redis, away
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            await process.refresh()
            await announce(away, {session: soon()})
            assert process.is_revoked(session)
        process._redis = reachable
        await process.refresh()
        await announce(redis, {session: soon()})
    assert [line["event"] for line in logs] == ["redis.unavailable"] * 2 + ["redis.recovered"] * 2


async def test_a_token_of_a_revoked_session_is_refused(redis: Redis, nowhere: ServiceSettings) -> None:
    keys = KeySet(nowhere.jwks_url)
    keys.put(public_jwks())
    process = Revocations(redis)
    verifier = TokenVerifier(
        keys, issuer=nowhere.jwt_issuer, audience=nowhere.jwt_audience, revocations=process
    )
    session = uuid7()
    token = token_for(nowhere, company_id=uuid7(), session_id=session)
    other = token_for(nowhere, company_id=uuid7(), session_id=uuid7())
    await verifier.verify(token)
    await announce(redis, {session: soon()})
    await process.refresh()
    with pytest.raises(Unauthenticated) as raised:
        await verifier.verify(token)
    assert raised.value.code == "session-revoked"
    await verifier.verify(other)


async def test_every_process_learns_of_it_by_itself(
    installation: Installation, redis: Redis, eventually: Eventually
) -> None:
    session = uuid7()
    await announce(redis, {session: soon()})

    async def known() -> None:
        assert installation.runtime.revocations.is_revoked(session)

    await eventually(known, timeout=3)
