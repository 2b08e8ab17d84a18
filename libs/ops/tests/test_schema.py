"""``atende schema`` against real databases: migrated, behind, empty, away."""

import pytest

from atende_ops.testing import Atende

from .conftest import Provide


async def test_a_migrated_database_is_current(atende: Atende, provide: Provide) -> None:
    await provide("campaign")
    ended = await atende("schema", "status", "--json")
    assert ended.status == 0, ended.err
    (found,) = ended.json["items"]
    assert found["state"] == "current"
    assert found["database"] == found["code"]


async def test_an_old_and_an_empty_database_are_wrong(atende: Atende, provide: Provide) -> None:
    await provide("campaign", to="0001")
    await provide("reporting", to=None)
    ended = await atende("schema", "status")
    assert ended.status == 1
    assert "behind" in ended.out
    assert "empty" in ended.out
    assert "python -m campaign migrate" in ended.out
    only = await atende("schema", "status", "--service", "campaign", "--json")
    assert [each["service"] for each in only.json["items"]] == ["campaign"]


async def test_waiting_ends_in_time(atende: Atende, provide: Provide) -> None:
    await provide("campaign", to=None)
    assert (await atende("schema", "wait", "--seconds", "0")).status == 1
    await provide("campaign")
    assert (await atende("schema", "wait", "--seconds", "60")).status == 0


@pytest.mark.usefixtures("own_environment")
async def test_a_database_that_is_away_is_named_without_its_password(
    atende: Atende, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("URL", "WORKER_URL"):
        monkeypatch.setenv(f"CHAT_DATABASE_{name}", "postgresql://chat_app:hidden-word@127.0.0.1:9/nothing")
    ended = await atende("schema", "status")
    assert ended.status == 1
    assert ended.err
    assert "hidden-word" not in ended.err + ended.out
    assert (await atende("schema", "wait", "--seconds", "0")).status == 1
