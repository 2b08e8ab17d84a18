"""The change of TOTP_KEY, by command: people go on signing in, and in the end the old key is not needed."""

import asyncio
import base64
import os

import httpx
import pytest
from auth_people import Enter, Rows

from atende_platform.data.db import Database, execute
from atende_platform.sealing import Sealer
from atende_platform.testing.plugin import Installation
from auth.main import SERVICE
from auth.service import totp_seals
from auth.settings import Settings

from .test_totp import App, app, enable, login

__all__ = ["app"]
NEW = os.urandom(32)


def rotated(settings: Settings) -> Settings:
    """Return the settings with a new key in front."""
    changed = {"totp_key": base64.b64encode(NEW).decode(), "totp_previous_keys": settings.totp_key}
    return Settings(**{**dict(settings), **changed})


def run(settings: Settings, *arguments: str) -> int:
    return SERVICE.commands["reseal"](settings, list(arguments))


async def test_after_it_the_old_key_is_not_needed(
    installation: Installation,
    client: httpx.AsyncClient,
    enter: Enter,
    app: App,
    password: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(totp_seals, "BATCH", 1)
    await enable(await enter(), app, password)
    settings = rotated(installation.settings)
    totp = installation.app.state.tools.totp

    # Between the first and the second roll-out: the new key is known, and the old one.
    monkeypatch.setattr(totp, "_sealer", Sealer(settings.totp_keys))
    assert await login(client, password, totpCode=app.code()) == (200, None)

    assert await asyncio.to_thread(run, settings) == 0
    assert capsys.readouterr().out.endswith("1 secrets of authenticator apps sealed with the current key\n")
    monkeypatch.setattr(totp, "_sealer", Sealer((NEW,)))
    app.now += 60
    assert await login(client, password, totpCode=app.code()) == (200, None)

    assert await asyncio.to_thread(run, settings) == 0
    assert capsys.readouterr().out.endswith("0 secrets of authenticator apps sealed with the current key\n")


async def test_what_no_key_opens_stays_and_is_counted(
    installation: Installation,
    database: Database,
    enter: Enter,
    app: App,
    rows: Rows,
    password: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await enable(await enter(), app, password)
    async with database.worker() as session:
        await execute(session, "UPDATE totps SET secret_enc = 'damaged'")
    assert await asyncio.to_thread(run, rotated(installation.settings)) == 1
    assert "1 cannot be opened" in capsys.readouterr().err
    assert [row.secret_enc for row in await rows("SELECT secret_enc FROM totps")] == [b"damaged"]


def test_it_takes_no_arguments_and_needs_a_key(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(installation.settings, "now") == 2
    assert run(Settings(**{**dict(installation.settings), "totp_key": ""})) == 2
    assert "usage" in capsys.readouterr().err
