"""Secrets at rest."""

import os

import pytest

from atende_platform.sealing import SealBroken, Sealer, keys_of

KEY, OTHER_KEY = os.urandom(32), os.urandom(32)


def test_opens_only_for_the_row_it_was_sealed_for() -> None:
    sealed = Sealer((KEY,)).seal("secret", row="company|totp|user")

    assert b"secret" not in sealed
    assert Sealer((OTHER_KEY, KEY)).open(sealed, row="company|totp|user") == "secret"
    for keys, row in (((KEY,), "company|totp|another"), ((OTHER_KEY,), "company|totp|user")):
        with pytest.raises(SealBroken):
            Sealer(keys).open(sealed, row=row)


def test_what_was_sealed_years_ago_still_opens() -> None:
    sealed = bytes.fromhex("84de5f1d000102030405060708090a0b336dbd7eab26f45c4bcb7a70855b590da02bd898da")
    row = "00000000-0000-0000-0000-000000000001|credentials|00000000-0000-0000-0000-000000000002|access_token"

    assert Sealer((bytes(range(32)),)).open(sealed, row=row) == "token"


def test_keys_are_read_from_settings() -> None:
    first, second = "A" * 43 + "=", "_" * 43 + "="

    assert keys_of("a_key", first, f" {second} ,") == (bytes(32), *keys_of("a_key", second, ""))
    assert keys_of("a_key", "", "") == ()
    with pytest.raises(ValueError, match="a_key must be 32 bytes"):
        keys_of("a_key", "c2hvcnQ=", "")
