"""Limits of companies come from auth only, even if others can write to Redis."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_platform.identity import company_limits, statements
from atende_platform.identity.company_limits import CompanyLimits, Limits, publish
from atende_platform.identity.tokens import KeySet
from atende_platform.testing.plugin import SIGNER, Installation, public_jwks

KEY = "company-limits:signed"
SMALL, LARGE = Limits(sockets=1), Limits(sockets=1_000_000)


@dataclass
class Forger:
    key_id: str
    signer: Ed25519PrivateKey


@pytest_asyncio.fixture(loop_scope="session")
async def redis(installation: Installation) -> Redis:
    await installation.runtime.redis.delete(KEY)
    return installation.runtime.redis


@pytest.fixture
def limits(redis: Redis) -> CompanyLimits:
    keys = KeySet("http://127.0.0.1:1/jwks.json")
    keys.put(public_jwks())
    return CompanyLimits(redis, keys)


async def put(redis: Redis, body: bytes, version: bytes) -> None:
    await redis.hset(KEY, mapping={"version": version, "body": body})


async def test_what_auth_says_is_known_and_read_once(
    redis: Redis, limits: CompanyLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = uuid7()
    await publish(redis, SIGNER, SMALL, {company: LARGE})
    await limits.refresh()
    assert (limits.of(uuid7()), limits.of(company)) == (SMALL, LARGE)
    monkeypatch.setattr(statements, "verify", None)
    await publish(redis, SIGNER, SMALL, {company: LARGE})
    await limits.refresh()


@pytest.mark.parametrize("key_id", ["forger", SIGNER.key_id])
async def test_nobody_else_raises_them(redis: Redis, limits: CompanyLimits, key_id: str) -> None:
    await publish(redis, SIGNER, SMALL, {})
    await limits.refresh()
    await publish(redis, Forger(key_id, Ed25519PrivateKey.generate()), LARGE, {})
    await limits.refresh()
    assert limits.of(uuid7()) == SMALL
    await put(redis, b'[{"sockets": 1000000}, {}]', b"mine")
    await limits.refresh()
    assert limits.of(uuid7()) == SMALL


async def test_older_ones_are_not_brought_back(
    redis: Redis, limits: CompanyLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_hour_ago = time.time() - 3000
    with monkeypatch.context() as past:
        past.setattr(time, "time", lambda: an_hour_ago)
        await publish(redis, SIGNER, LARGE, {})
    old: dict[bytes, Any] = await redis.hgetall(KEY)
    await publish(redis, SIGNER, SMALL, {})
    await limits.refresh()
    assert limits.of(uuid7()) == SMALL
    await put(redis, old[b"body"], old[b"version"])
    await limits.refresh()
    assert limits.of(uuid7()) == SMALL


async def test_a_new_process_takes_no_old_ones(
    redis: Redis, limits: CompanyLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company_limits, "_GOOD_SECONDS", -10.0)
    await publish(redis, SIGNER, LARGE, {})
    await limits.refresh()
    assert limits.of(uuid7()) is None


async def test_a_rotated_key_signs_them_anew(redis: Redis) -> None:
    await publish(redis, SIGNER, SMALL, {})
    before = await redis.hget(KEY, "body")
    await publish(redis, Forger("next", Ed25519PrivateKey.generate()), SMALL, {})
    assert await redis.hget(KEY, "body") != before
