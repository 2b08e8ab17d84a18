import base64
import json
import os
from pathlib import Path
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.errors import Unauthenticated
from atende_platform.identity.tokens import LEEWAY_SECONDS, KeySet, TokenVerifier
from atende_platform.service.command import run
from auth import tokens
from auth.main import SERVICE
from auth.tokens import AccessTokens, KeyFileError, SigningKeys, init_keys, read_keys, rotate_keys

secret_texts = st.text(min_size=1, max_size=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "secrets" / "jwt-keys.json"
    init_keys(path)
    return path


def verifier_of(document: dict[str, Any]) -> TokenVerifier:
    keys = KeySet("http://127.0.0.1:9/never")
    keys.put(document)
    return TokenVerifier(keys, issuer="atendechat", audience="atendechat-api")


def access_of(keys: SigningKeys, seconds: int = 900) -> AccessTokens:
    return AccessTokens(keys, "atendechat", "atendechat-api", seconds)


def issue(access: AccessTokens) -> str:
    return access.issue(
        company_id=uuid7(), user_id=uuid7(), session_id=uuid7(), role=Role.AGENT, generation=uuid7()
    )


# --- refresh tokens --------------------------------------------------------------------------


@given(successor=secret_texts, presented=secret_texts, other=secret_texts)
def test_a_successor_opens_with_its_predecessor_only(successor: str, presented: str, other: str) -> None:
    sealed = tokens.seal_successor(successor, presented)

    assert tokens.open_successor(sealed, presented) == successor
    if other != presented:
        with pytest.raises(ValueError, match="another token"):
            tokens.open_successor(sealed, other)


def test_the_database_alone_cannot_open_a_successor() -> None:
    presented = tokens.new_refresh_token()
    sealed = tokens.seal_successor(tokens.new_refresh_token(), presented)

    for stored in (tokens.hash_refresh_token(presented).hex(), str(tokens.hash_refresh_token(presented))):
        with pytest.raises(ValueError, match="another token"):
            tokens.open_successor(sealed, stored)


# --- keys ------------------------------------------------------------------------------------


def test_init_makes_a_private_file_once(path: Path) -> None:
    before = path.read_bytes()

    assert path.stat().st_mode & 0o777 == 0o600
    assert not init_keys(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_only_public_parts_are_published(path: Path) -> None:
    document = SigningKeys(path).document

    assert len(document["keys"]) == 2
    for key in document["keys"]:
        assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}


async def test_a_token_verifies_with_the_published_keys(path: Path) -> None:
    access = access_of(SigningKeys(path))
    company_id, user_id, session_id = uuid7(), uuid7(), uuid7()

    token = access.issue(
        company_id=company_id,
        user_id=user_id,
        session_id=session_id,
        role=Role.ADMIN,
        generation=(generation := uuid7()),
    )
    context = (await verifier_of(access.keys.document).verify(token)).context

    assert (context.company_id, context.user_id, context.session_id) == (company_id, user_id, session_id)
    assert (context.role, context.generation) == (Role.ADMIN, generation)
    header = jwt.get_unverified_header(token)
    assert header == {"alg": "EdDSA", "typ": "at+jwt", "kid": access.keys.key_id}
    assert set(jwt.decode(token, options={"verify_signature": False})) == {
        *("iss", "aud", "iat", "exp", "jti", "sub", "sid", "company_id", "role", "gen")
    }


async def test_a_forged_or_expired_token_does_not_verify(path: Path, tmp_path: Path) -> None:
    keys = SigningKeys(path)
    verifier = verifier_of(keys.document)
    init_keys(tmp_path / "other.json")
    foreign = SigningKeys(tmp_path / "other.json")
    foreign.key_id = keys.key_id
    header, payload, signature = issue(access_of(keys)).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    promoted = base64.urlsafe_b64encode(json.dumps({**claims, "role": "owner"}).encode()).decode().rstrip("=")

    for token in (
        issue(access_of(foreign)),
        f"{header}.{promoted}.{signature}",
        issue(access_of(keys, seconds=-LEEWAY_SECONDS - 1)),
    ):
        with pytest.raises(Unauthenticated):
            await verifier.verify(token)


async def test_a_rotation_is_not_noticed_by_who_knows_the_old_key_set(path: Path) -> None:
    keys = SigningKeys(path)
    known_before = keys.document
    first = issue(access_of(keys))

    rotate_keys(path, retired_for=960)
    assert keys.reload()
    second = issue(access_of(keys))

    # Verifiers that have not fetched the new set know the new signer already …
    await verifier_of(known_before).verify(second)
    # … and those that have still accept what the old one signed.
    await verifier_of(keys.document).verify(first)
    assert jwt.get_unverified_header(first)["kid"] != jwt.get_unverified_header(second)["kid"]
    assert not keys.reload()


def test_retired_keys_go_when_what_they_signed_has_expired(path: Path) -> None:
    original = read_keys(path)[0]["kid"]
    for _ in range(3):
        rotate_keys(path, retired_for=960)
    assert len(read_keys(path)) == 5
    assert original in {key["kid"] for key in read_keys(path)}

    rotate_keys(path, retired_for=-1)

    assert len(read_keys(path)) == 3
    assert original not in {key["kid"] for key in read_keys(path)}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "{}", '{"keys": []}', '{"keys": [{"kid": "a", "kty": "OKP"}]}', "[]"])
def test_a_broken_file_is_refused_at_first_and_ignored_later(path: Path, text: str) -> None:
    keys = SigningKeys(path)
    signer = keys.key_id
    path.write_text(text)

    with pytest.raises(KeyFileError):
        SigningKeys(path)
    assert not keys.reload()
    assert keys.key_id == signer


def test_a_public_key_cannot_sign(path: Path) -> None:
    content = {"keys": [{name: value for name, value in read_keys(path)[0].items() if name != "d"}]}
    path.write_text(json.dumps(content))

    with pytest.raises(KeyFileError, match="not a private"):
        SigningKeys(path)


def test_a_missing_file_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="auth keys init"):
        SigningKeys(tmp_path / "none.json")


# --- the command -----------------------------------------------------------------------------


@pytest.fixture
def command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Keys are made before there is a database, also in production.
    for name in ("ENVIRONMENT", "DATABASE_URL", "DATABASE_WORKER_URL"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "keys.json"
    monkeypatch.setenv("JWT_KEYS_FILE", str(path))
    return path


def test_the_command_line_makes_and_rotates_keys(
    command_line: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(SERVICE, ["keys", "rotate"]) == 1
    assert "keys init" in capsys.readouterr().err
    assert run(SERVICE, ["keys", "init"]) == 0
    first = read_keys(command_line)
    assert run(SERVICE, ["keys", "init"]) == 0
    assert read_keys(command_line) == first
    assert run(SERVICE, ["keys", "rotate"]) == 0
    assert read_keys(command_line)[0]["kid"] == first[1]["kid"]
    assert first[1]["kid"] in capsys.readouterr().out
    assert run(SERVICE, ["keys", "polish"]) == 2
    assert os.listdir(command_line.parent) == [command_line.name]


def test_the_command_line_names_the_setting_that_is_wrong(
    command_line: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCESS_TOKEN_SECONDS", "1")

    assert run(SERVICE, ["keys", "init"]) == 2

    assert "ACCESS_TOKEN_SECONDS" in capsys.readouterr().err
    assert not command_line.exists()
