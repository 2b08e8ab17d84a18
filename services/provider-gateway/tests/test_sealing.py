"""Credentials at rest."""

import os

import pytest
from pydantic import ValidationError

from atende_contracts.ids import uuid7
from gateway.sealing import SealBroken, Sealer
from gateway.settings import Settings

KEY, OTHER_KEY = os.urandom(32), os.urandom(32)


def test_opens_only_for_the_row_it_was_sealed_for() -> None:
    sealer = Sealer((KEY,))
    company_id, channel_id = uuid7(), uuid7()
    sealed = sealer.seal("token", company_id=company_id, channel_id=channel_id, kind="access_token")

    assert b"token" not in sealed
    assert sealer.open(sealed, company_id=company_id, channel_id=channel_id, kind="access_token") == "token"
    for row in (
        {"company_id": uuid7(), "channel_id": channel_id, "kind": "access_token"},
        {"company_id": company_id, "channel_id": uuid7(), "kind": "access_token"},
        {"company_id": company_id, "channel_id": channel_id, "kind": "app_secret"},
    ):
        with pytest.raises(SealBroken):
            sealer.open(sealed, **row)  # type: ignore[arg-type]


def test_a_rotated_key_still_opens_and_no_longer_seals() -> None:
    row = {"company_id": uuid7(), "channel_id": uuid7(), "kind": "app_secret"}
    old = Sealer((OTHER_KEY,)).seal("secret", **row)
    sealer = Sealer((KEY, OTHER_KEY))

    assert sealer.open(old, **row) == "secret"
    assert sealer.seal("secret", **row)[:4] != old[:4]
    with pytest.raises(SealBroken):
        Sealer((KEY,)).open(old, **row)


@pytest.mark.parametrize("damage", [b"", b"abc", b"x" * 60])
def test_damage_is_noticed(damage: bytes) -> None:
    with pytest.raises(SealBroken):
        Sealer((KEY,)).open(damage, company_id=uuid7(), channel_id=uuid7(), kind="app_secret")


@pytest.mark.parametrize("key", ["", "c2hvcnQ=", "not base64!"])
def test_a_service_without_a_proper_key_does_not_start(key: str) -> None:
    with pytest.raises(ValidationError, match=r"CREDENTIALS_KEY is not|credentials_key must not be empty"):
        Settings(database_url="x", database_worker_url="x", credentials_key=key)  # type: ignore[arg-type]
