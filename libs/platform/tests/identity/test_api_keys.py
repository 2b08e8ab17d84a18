"""API keys: their form, how they are verified, and what happens when Redis is away or was emptied."""

import base64
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from math import inf
from time import time
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_contracts.permissions import KEY_SCOPES, Permission, Role
from atende_platform.errors import Unauthenticated, Unavailable
from atende_platform.identity import api_keys, revocation
from atende_platform.identity.api_keys import ApiKeys, Directory, Entry, Told, hash_key, id_of, new_key
from atende_platform.identity.tokens import KeySet
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import SIGNER, Installation, public_jwks, token_for

P = Permission
NEVER_A_KEY = {P.SELF, P.USERS_WRITE, P.APIKEYS_READ, P.APIKEYS_WRITE}


@pytest_asyncio.fixture(loop_scope="session")
async def redis(installation: Installation) -> Redis:
    """A Redis that knows of no key."""
    await installation.runtime.redis.delete("{api-keys}:signed", "{api-keys}:uses")
    return installation.runtime.redis


@pytest_asyncio.fixture(loop_scope="session")
async def away() -> AsyncIterator[Redis]:
    """A Redis that cannot be reached."""
    redis = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=1)
    yield redis
    await redis.aclose()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fresh, and Redis is tried every time."""
    monkeypatch.setattr(api_keys, "_FRESH_SECONDS", -1.0)
    monkeypatch.setattr(api_keys, "_RETRY_SECONDS", 0.0)


def entry_of(key: str, *, expires_at: float = inf, company_id: UUID | None = None) -> Entry:
    return Entry(
        id=id_of(key),
        company_id=company_id or uuid7(),
        key_hash=hash_key(key),
        scopes=frozenset({P.CONTACTS_READ}),
        expires_at=expires_at,
    )


def auths_keys() -> KeySet:
    """The keys that auth publishes, as a process has them that fetched them once."""
    keys = KeySet("http://127.0.0.1:1/jwks.json")
    keys.put(public_jwks())
    return keys


async def told(redis: Redis, *entries: Entry) -> None:
    """Be auth's worker."""
    await Directory(redis, SIGNER).put(entries)
    await Directory(redis, SIGNER).complete(len(entries))


async def refused(keys: ApiKeys, key: str) -> str:
    with pytest.raises(Unauthenticated) as raised:
        await keys.verify(key)
    assert raised.value.code == "invalid-api-key"
    return raised.value.detail


# --- the form ----------------------------------------------------------------------------------


@given(st.uuids())
def test_a_key_names_its_id_and_is_unlike_any_other(key_id: UUID) -> None:
    one, other = new_key(key_id), new_key(key_id)
    assert id_of(one) == id_of(other) == key_id
    assert hash_key(one) != hash_key(other)
    assert re.fullmatch(r"atk_[\w-]{22}_[\w-]{49}", one, re.ASCII)


@given(st.text() | st.from_regex(r"atk_.*", fullmatch=True) | st.from_regex(r"atk_[\w-]{22}_[\w-]{49}"))
def test_what_is_no_key_is_refused_and_never_breaks_anything(text: str) -> None:
    with pytest.raises(Unauthenticated):
        id_of(text)


@given(st.uuids(), st.integers(0, 75), st.characters())
def test_a_typo_is_noticed(key_id: UUID, place: int, typo: str) -> None:
    key = new_key(key_id)
    wrong = key[:place] + typo + key[place + 1 :]
    if wrong != key:
        with pytest.raises(Unauthenticated):
            id_of(wrong)


@given(st.uuids(), st.integers(0, 75))
def test_a_key_that_was_cut_is_noticed(key_id: UUID, length: int) -> None:
    with pytest.raises(Unauthenticated):
        id_of(new_key(key_id)[:length])


def test_what_a_key_can_be_given() -> None:
    """A permission that would let a key make somebody more than it is must be named here."""
    assert set(Permission) - KEY_SCOPES == NEVER_A_KEY


# --- verifying ---------------------------------------------------------------------------------


async def test_a_key_speaks_for_its_company_with_its_scopes_and_as_nobody(redis: Redis) -> None:
    key, company, ends = new_key(uuid7()), uuid7(), time() + 60
    await told(redis, entry_of(key, company_id=company, expires_at=ends))
    verified = await ApiKeys(redis, auths_keys()).verify(key)
    context = verified.context
    assert (context.company_id, context.kind, verified.expires_at) == (company, "api-key", ends)
    assert context.user_id == context.session_id == id_of(key)
    assert context.role is Role.VIEWER
    assert {permission for permission in Permission if context.may(permission)} == {P.CONTACTS_READ}


async def test_nobody_gives_a_key_more_than_keys_can_have(redis: Redis) -> None:
    key = new_key(uuid7())
    everything = Entry(id_of(key), uuid7(), hash_key(key), frozenset(Permission), inf)
    await told(redis, everything)
    context = (await ApiKeys(redis, auths_keys()).verify(key)).context
    assert {permission for permission in Permission if context.may(permission)} == KEY_SCOPES


async def test_one_wording_for_unknown_expired_and_another_secret(redis: Redis) -> None:
    key, expired = new_key(uuid7()), new_key(uuid7())
    await told(redis, entry_of(key), entry_of(expired, expires_at=time() - 1))
    keys = ApiKeys(redis, auths_keys())
    tried = [new_key(uuid7()), expired, new_key(id_of(key))]
    assert len({await refused(keys, each) for each in tried}) == 1
    await keys.verify(key)
    assert await refused(keys, new_key(id_of(key)))


async def test_a_key_in_use_costs_no_look_up_and_a_made_up_one_costs_one(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(uuid7())
    await told(redis, entry_of(key))
    keys, looked_up = ApiKeys(redis, auths_keys()), []
    real = redis.hmget

    async def counted(*arguments: Any) -> Any:
        looked_up.append(arguments)
        return await real(*arguments)

    monkeypatch.setattr(redis, "hmget", counted)
    for _ in range(5):
        await keys.verify(key)
    assert len(looked_up) == 1
    for _ in range(5):
        await refused(keys, new_key(uuid7()))
        await refused(keys, new_key(id_of(key)))
        await refused(keys, key[:-1])
    assert len(looked_up) == 6
    assert len(keys._known) == 1


async def test_memory_is_bounded(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_keys, "_MOST_KNOWN", 2)
    made = [new_key(uuid7()) for _ in range(4)]
    await told(redis, *map(entry_of, made))
    keys = ApiKeys(redis, auths_keys())
    for key in made:
        await keys.verify(key)
    assert list(keys._known) == [id_of(key) for key in made[2:]]


@pytest.mark.usefixtures("at_once")
async def test_a_key_that_was_removed_is_refused(redis: Redis) -> None:
    key = new_key(uuid7())
    await told(redis, entry_of(key))
    keys = ApiKeys(redis, auths_keys())
    await keys.verify(key)
    await Directory(redis, SIGNER).remove([id_of(key)])
    await refused(keys, key)


async def test_a_revoked_key_is_refused_although_it_was_just_verified(
    installation: Installation, redis: Redis
) -> None:
    runtime: Runtime[Any] = installation.runtime
    key = new_key(uuid7())
    await told(redis, entry_of(key))
    await runtime.verifier.verify(key)
    await revocation.announce(redis, {id_of(key): datetime(2100, 1, 1, tzinfo=UTC)})
    await runtime.revocations.refresh()
    with pytest.raises(Unauthenticated) as raised:
        await runtime.verifier.verify(key)
    assert raised.value.code == "invalid-api-key"
    await redis.delete("{revoked}:sessions", "{revoked}:version")


# --- Redis is away, or was emptied -----------------------------------------------------------------


@pytest.mark.usefixtures("at_once")
async def test_while_redis_is_away_keys_in_use_go_on_for_a_while_and_others_are_not_judged(
    redis: Redis, away: Redis
) -> None:
    key = new_key(uuid7())
    await told(redis, entry_of(key))
    keys = ApiKeys(redis, auths_keys())
    await keys.verify(key)
    keys._redis = away
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            await keys.verify(key)
            await refused(keys, new_key(id_of(key)))
            with pytest.raises(Unavailable) as raised:
                await keys.verify(new_key(uuid7()))
            assert raised.value.headers["Retry-After"] == "2"
        await keys.note_uses()
        keys._known[id_of(key)].good_until = time() - 1
        with pytest.raises(Unavailable):
            await keys.verify(key)
        keys._redis = redis
        keys._known.clear()
        await keys.verify(key)
    assert [line["event"] for line in logs] == ["redis.unavailable", "redis.recovered"]


async def test_redis_away_is_not_waited_for_by_every_request(redis: Redis, away: Redis) -> None:
    keys = ApiKeys(away, auths_keys())
    with pytest.raises(Unavailable):
        await keys.verify(new_key(uuid7()))
    keys._redis = redis
    key = new_key(uuid7())
    await told(redis, entry_of(key))
    with pytest.raises(Unavailable):
        await keys.verify(key)


@pytest.mark.usefixtures("at_once")
async def test_an_emptied_redis_refuses_nobody(redis: Redis) -> None:
    key, other = new_key(uuid7()), new_key(uuid7())
    await told(redis, entry_of(key), entry_of(other))
    keys = ApiKeys(redis, auths_keys())
    await keys.verify(key)
    await redis.delete("{api-keys}:signed")
    await keys.verify(key)
    with pytest.raises(Unavailable):
        await keys.verify(other)
    await told(redis, entry_of(key), entry_of(other))
    await keys.verify(other)
    await refused(keys, new_key(uuid7()))


async def test_what_was_lost_while_it_was_written_is_not_called_complete(redis: Redis) -> None:
    directory = Directory(redis, SIGNER)
    entries = [entry_of(new_key(uuid7())) for _ in range(2)]
    await directory.put(entries[:1])
    await directory.complete(2)
    with pytest.raises(Unavailable):
        await ApiKeys(redis, auths_keys()).verify(new_key(uuid7()))
    await directory.put(entries)
    await directory.complete(2)
    await refused(ApiKeys(redis, auths_keys()), new_key(uuid7()))


async def test_what_auth_has_not_looked_after_for_a_while_is_not_called_complete(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_keys, "_COMPLETE_SECONDS", -1.0)
    await told(redis)
    with pytest.raises(Unavailable):
        await ApiKeys(redis, auths_keys()).verify(new_key(uuid7()))


async def test_thousands_are_told_and_removed(redis: Redis) -> None:
    directory = Directory(redis, SIGNER)
    entries = [entry_of(new_key(uuid7())) for _ in range(2_500)]
    await directory.put(entries)
    await directory.complete(len(entries))
    ids = {entry.id for entry in entries}
    assert await directory.told() == Told(frozenset(ids), frozenset(ids))
    await directory.remove({entry.id for entry in entries})
    assert await directory.told() == Told(frozenset(), frozenset())


async def test_telling_a_redis_that_is_away_fails_nothing(away: Redis) -> None:
    directory = Directory(away, SIGNER)
    with structlog.testing.capture_logs() as logs:
        await directory.put([entry_of(new_key(uuid7()))])
        await directory.remove([uuid7()])
        await directory.complete(0)
        assert await directory.told() is None
        assert await directory.take_uses() == []
    assert [line["event"] for line in logs] == ["redis.unavailable"]


# --- Redis is in wrong hands -----------------------------------------------------------------------


class Forger:
    """Anyone who can write to Redis, with a key of their own."""

    key_id = "forger"

    def __init__(self, key_id: str = "forger") -> None:
        self.key_id = key_id
        self.signer = Ed25519PrivateKey.generate()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("key_id", ["forger", SIGNER.key_id])
async def test_nobody_but_auth_makes_a_key(redis: Redis, key_id: str) -> None:
    key, real = new_key(uuid7()), new_key(uuid7())
    await told(redis, entry_of(real))
    await redis.hset("{api-keys}:signed", id_of(key).bytes, entry_of(key).sign(Forger(key_id)))
    await refused(ApiKeys(redis, auths_keys()), key)


@pytest.mark.usefixtures("at_once")
async def test_an_entry_is_good_for_its_own_key_only_and_not_when_it_was_changed(redis: Redis) -> None:
    key, other = new_key(uuid7()), new_key(uuid7())
    await told(redis, entry_of(key))
    signed: bytes = await redis.hget("{api-keys}:signed", id_of(key).bytes)
    keys = ApiKeys(redis, auths_keys())
    await redis.hset("{api-keys}:signed", id_of(other).bytes, signed)
    await refused(keys, other)
    header, payload, signature = signed.split(b".")
    claims = json.loads(base64.urlsafe_b64decode(payload + b"=="))
    claims["scopes"] = sorted(KEY_SCOPES)
    wider = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
    for forged in (
        b".".join((header, wider, signature)),
        b".".join((base64.urlsafe_b64encode(b'{"alg":"none","typ":"atende-api-key+jwt"}'), payload, b"")),
        b"{}",
        b"",
        b"\xff" * 100,
    ):
        await redis.hset("{api-keys}:signed", id_of(key).bytes, forged)
        await refused(keys, key)
    await redis.hset("{api-keys}:signed", id_of(key).bytes, signed)
    await keys.verify(key)


@pytest.mark.usefixtures("at_once")
async def test_a_token_is_no_entry_and_an_entry_no_token(installation: Installation, redis: Redis) -> None:
    key = new_key(uuid7())
    await told(redis)
    claims = {
        "sub": id_of(key).hex,
        "company": uuid7().hex,
        "hash": hash_key(key).hex(),
        "scopes": [],
        "expires": 1,
    }
    token = token_for(installation.settings, company_id=uuid7(), **claims)
    await redis.hset("{api-keys}:signed", id_of(key).bytes, token)
    await refused(ApiKeys(redis, auths_keys()), key)
    with pytest.raises(Unauthenticated):
        await installation.runtime.verifier.verify(entry_of(key).sign(SIGNER).decode())


@pytest.mark.usefixtures("at_once")
async def test_a_revoked_key_that_is_put_back_is_good_until_its_entry_expires(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(uuid7())
    monkeypatch.setattr(api_keys, "ENTRY_SECONDS", -10.0)  # Further back than clocks may differ.
    old = entry_of(key).sign(SIGNER)
    monkeypatch.undo()
    await told(redis)
    await redis.hset("{api-keys}:signed", id_of(key).bytes, old)
    await refused(ApiKeys(redis, auths_keys()), key)
    assert api_keys.ENTRY_SECONDS <= 900


async def test_entries_are_signed_anew_in_time_and_after_a_rotation(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = entry_of(new_key(uuid7()))
    signer = Forger("first")
    directory = Directory(redis, signer)
    await directory.put([entry])
    assert await directory.told() == Told(frozenset({entry.id}), frozenset({entry.id}))
    signer.key_id = "second"
    assert await directory.told() == Told(frozenset({entry.id}), frozenset())
    await directory.put([entry])
    assert await directory.told() == Told(frozenset({entry.id}), frozenset({entry.id}))
    monkeypatch.setattr(api_keys, "_SIGNED_ANEW_SECONDS", -1.0)
    assert await directory.told() == Told(frozenset({entry.id}), frozenset())
    assert api_keys.ENTRY_SECONDS > 3 * 180


@pytest.mark.usefixtures("at_once")
async def test_an_entry_that_did_not_change_is_not_verified_again(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(uuid7())
    await told(redis, entry_of(key))
    keys = ApiKeys(redis, auths_keys())
    await keys.verify(key)
    monkeypatch.setattr(api_keys.statements, "verify", None)
    await keys.verify(key)


# --- uses ------------------------------------------------------------------------------------------


async def test_uses_are_noted_at_most_once_a_minute(redis: Redis) -> None:
    key, unused, company = new_key(uuid7()), new_key(uuid7()), uuid7()
    await told(redis, entry_of(key, company_id=company), entry_of(unused))
    keys, directory = ApiKeys(redis, auths_keys()), Directory(redis, SIGNER)
    await refused(keys, new_key(id_of(unused)))
    await keys.verify(key)
    await keys.note_uses()
    (use,) = await directory.take_uses()
    assert (use.company_id, use.key_id) == (company, id_of(key))
    assert abs(use.at.timestamp() - time()) < 5
    await keys.verify(key)
    await keys.note_uses()
    assert await directory.take_uses() == []
    keys._known[id_of(key)].noted_at -= 60
    await keys.verify(key)
    await keys.note_uses()
    assert len(await directory.take_uses()) == 1
