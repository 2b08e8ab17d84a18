"""Access tokens: what is believed, and what is refused with one and the same wording."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.errors import Unauthenticated, Unavailable
from atende_platform.identity import tokens as security
from atende_platform.identity.tokens import LEEWAY_SECONDS, KeySet, TokenVerifier
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import KEY_ID, public_jwks, signing_key, token_for

COMPANY = uuid7()


@pytest.fixture
def keys(nowhere: ServiceSettings) -> KeySet:
    keys = KeySet(nowhere.jwks_url)
    keys.put(public_jwks())
    return keys


@pytest.fixture
def verifier(keys: KeySet, nowhere: ServiceSettings) -> TokenVerifier:
    return TokenVerifier(keys, issuer=nowhere.jwt_issuer, audience=nowhere.jwt_audience)


async def test_a_good_token_tells_who_asks(verifier: TokenVerifier, nowhere: ServiceSettings) -> None:
    user, session = uuid7(), uuid7()
    token = token_for(nowhere, company_id=COMPANY, role=Role.AGENT, user_id=user, session_id=session)
    context = (await verifier.verify(token)).context
    assert (context.company_id, context.user_id, context.session_id) == (COMPANY, user, session)
    assert (context.role, context.kind) == (Role.AGENT, "user")


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def with_head(settings: ServiceSettings, head: Any) -> str:
    _, payload, signature = token_for(settings, company_id=COMPANY).split(".")
    return f"{_part(head)}.{payload}.{signature}"


def unsigned(settings: ServiceSettings) -> str:
    _, payload, _ = token_for(settings, company_id=COMPANY).split(".")
    return f"{_part({'alg': 'none', 'typ': 'at+jwt', 'kid': KEY_ID})}.{payload}."


def signed_with_the_public_key_as_secret(settings: ServiceSettings) -> str:
    """The classic confusion: an HMAC whose secret is the key that everybody can fetch."""
    _, payload, _ = token_for(settings, company_id=COMPANY).split(".")
    head = _part({"alg": "HS256", "typ": "at+jwt", "kid": KEY_ID})
    secret = signing_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signature = hmac.digest(secret, f"{head}.{payload}".encode(), "sha256")
    return f"{head}.{payload}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def signed_by_another(settings: ServiceSettings) -> str:
    claims = jwt.decode(token_for(settings, company_id=COMPANY), options={"verify_signature": False})
    headers = {"kid": KEY_ID, "typ": "at+jwt"}
    return jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=headers)


def tampered(settings: ServiceSettings) -> str:
    head, payload, signature = token_for(settings, company_id=COMPANY, role=Role.VIEWER).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return f"{head}.{_part({**claims, 'role': 'owner'})}.{signature}"


Make = Callable[[ServiceSettings], str]

DEFECTIVE: dict[str, Make] = {
    "nothing": lambda _: "",
    "no token": lambda _: "abc",
    "three dots": lambda _: "...",
    "not ASCII": lambda _: "é.é.é",
    "alg none": unsigned,
    "HS256 with the public key": signed_with_the_public_key_as_secret,
    "another's signature": signed_by_another,
    "tampered": tampered,
    "oversize": lambda s: token_for(s, company_id=COMPANY, padding="x" * 4096),
    "foreign kid": lambda s: token_for(s, company_id=COMPANY, headers={"kid": "other"}),
    "kid is no text": lambda s: with_head(s, {"alg": "EdDSA", "typ": "at+jwt", "kid": 1}),
    "head is no object": lambda s: with_head(s, []),
    "typ JWT": lambda s: token_for(s, company_id=COMPANY, headers={"typ": "JWT"}),
    "crit": lambda s: token_for(s, company_id=COMPANY, headers={"crit": ["b64"], "b64": True}),
    "wrong aud": lambda s: token_for(s, company_id=COMPANY, aud="another-api"),
    "wrong iss": lambda s: token_for(s, company_id=COMPANY, iss="another"),
    "not yet": lambda s: token_for(s, company_id=COMPANY, nbf=int(time.time()) + 60),
    "issued in the future": lambda s: token_for(s, company_id=COMPANY, iat=int(time.time()) + 60),
    "unknown role": lambda s: token_for(s, company_id=COMPANY, role="root"),
    "subject is no id": lambda s: token_for(s, company_id=COMPANY, sub="1"),
    "session is a number": lambda s: token_for(s, company_id=COMPANY, sid=1),
    "no session": lambda s: without(s, "sid"),
    "no expiry": lambda s: without(s, "exp"),
    "no subject": lambda s: without(s, "sub"),
    "no token id": lambda s: without(s, "jti"),
}


def without(settings: ServiceSettings, claim: str) -> str:
    claims = jwt.decode(token_for(settings, company_id=COMPANY), options={"verify_signature": False})
    del claims[claim]
    headers = {"kid": KEY_ID, "typ": "at+jwt"}
    return jwt.encode(claims, signing_key(), algorithm="EdDSA", headers=headers)


@pytest.mark.parametrize("make", DEFECTIVE.values(), ids=DEFECTIVE.keys())
async def test_a_defective_token_is_refused(
    make: Make, verifier: TokenVerifier, nowhere: ServiceSettings
) -> None:
    with pytest.raises(Unauthenticated) as raised:
        await verifier.verify(make(nowhere))
    assert raised.value.code == "invalid-token"


async def test_an_expired_token_says_so_that_the_client_may_refresh(
    verifier: TokenVerifier, nowhere: ServiceSettings
) -> None:
    with pytest.raises(Unauthenticated) as raised:
        await verifier.verify(token_for(nowhere, company_id=COMPANY, expires_in=-LEEWAY_SECONDS - 1))
    assert raised.value.code == "token-expired"


async def test_a_token_that_was_just_verified_is_not_checked_again_and_never_outlives_its_expiry(
    keys: KeySet, verifier: TokenVerifier, nowhere: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_for(nowhere, company_id=COMPANY, expires_in=3 - LEEWAY_SECONDS)
    context = (await verifier.verify(token)).context

    async def unwanted(_: str) -> jwt.PyJWK:
        raise AssertionError("the signature was checked again")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "get", unwanted)
        assert (await verifier.verify(token)).context is context
        with pytest.raises(Unauthenticated):
            await verifier.verify(token + "x")
    await asyncio.sleep(3)
    with pytest.raises(Unauthenticated) as raised:
        await verifier.verify(token)
    assert raised.value.code == "token-expired"


async def test_a_withdrawn_key_is_worth_nothing_seconds_later(
    keys: KeySet, verifier: TokenVerifier, nowhere: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_for(nowhere, company_id=COMPANY)
    await verifier.verify(token)
    other = public_jwks()["keys"][0] | {"kid": "the next one"}
    keys.put({"keys": [other]})
    later = time.monotonic() + security._CACHED_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    with pytest.raises(Unauthenticated) as raised:
        await verifier.verify(token)
    assert raised.value.code == "invalid-token"


async def test_the_memory_of_verified_tokens_is_bounded(
    verifier: TokenVerifier, nowhere: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "_MOST_CACHED", 3)
    tokens = [token_for(nowhere, company_id=COMPANY) for _ in range(5)]
    for token in tokens:
        await verifier.verify(token)
    assert list(verifier._cache) == tokens[2:]
    later = time.monotonic() + security._CACHED_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    await verifier.verify(tokens[0])
    assert list(verifier._cache) == tokens[:1]


# --- the key set ------------------------------------------------------------------------------

Answer = Callable[[], Awaitable[tuple[int, bytes]]]


@asynccontextmanager
async def jwks_server(answer: Answer) -> AsyncIterator[str]:
    """Serve a key set over real HTTP; ``answer`` says what, each time."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            status, body = await answer()
            head = f"HTTP/1.1 {status} x\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks.json"


class Script:
    """Answers in the order given, then with the last for ever; counts the requests."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self) -> tuple[int, bytes]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


GOOD = (200, json.dumps(public_jwks()).encode())


async def test_keys_are_fetched_when_first_needed_and_then_kept() -> None:
    script = Script(GOOD)
    async with jwks_server(script) as url:
        keys = KeySet(url)
        await asyncio.gather(*(keys.get(KEY_ID) for _ in range(20)))
        assert script.asked == 1


async def test_made_up_key_ids_do_not_hammer_auth() -> None:
    script = Script(GOOD)
    async with jwks_server(script) as url:
        keys = KeySet(url)
        for number in range(20):
            with pytest.raises(Unauthenticated):
                await keys.get(f"made-up-{number}")
        assert script.asked == 1


async def test_a_new_key_is_found_after_rotation() -> None:
    rotated = public_jwks()
    rotated["keys"].append({**rotated["keys"][0], "kid": "next"})
    script = Script(GOOD, (200, json.dumps(rotated).encode()))
    async with jwks_server(script) as url:
        keys = KeySet(url, min_interval=0)
        await keys.get(KEY_ID)
        assert (await keys.get("next")).key_id == "next"


@pytest.mark.parametrize("answer", [(500, b""), (200, b"<html>"), (200, b'{"keys": []}')])
async def test_no_key_known_yet_is_our_fault_not_the_callers(answer: tuple[int, bytes]) -> None:
    async with jwks_server(Script(answer)) as url:
        with pytest.raises(Unavailable):
            await KeySet(url).get(KEY_ID)


async def test_known_keys_stay_in_use_while_auth_is_away() -> None:
    async with jwks_server(Script(GOOD, (500, b""))) as url:
        keys = KeySet(url, max_age=0, min_interval=0)
        await keys.get(KEY_ID)
        for _ in range(3):
            assert (await keys.get(KEY_ID)).key_id == KEY_ID
            await asyncio.sleep(0.02)
        await keys.close()


async def test_nobody_waits_for_a_newer_set_while_auth_hangs() -> None:
    hanging = asyncio.Event()

    async def answer() -> tuple[int, bytes]:
        await hanging.wait()
        return GOOD

    async with jwks_server(answer) as url:
        keys = KeySet(url, max_age=0, min_interval=0)
        keys.put(public_jwks())
        async with asyncio.timeout(20):
            for _ in range(10):
                await keys.get(KEY_ID)
                await asyncio.sleep(0.01)
        hanging.set()
        await keys.close()


async def test_one_unusable_entry_does_not_take_the_others_with_it() -> None:
    document = public_jwks()
    document["keys"][:0] = [
        {"kty": "OKP", "kid": "broken", "crv": "Ed25519", "x": "AA"},
        {"kty": "OKP", "kid": "other-curve", "crv": "X9", "x": "AA"},
        {"kty": "RSA", "kid": "rsa", "n": "AQAB", "e": "AQAB"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
    ]
    async with jwks_server(Script((200, json.dumps(document).encode()))) as url:
        keys = KeySet(url)
        assert (await keys.get(KEY_ID)).key_id == KEY_ID
        with pytest.raises(Unauthenticated):
            await keys.get("broken")
