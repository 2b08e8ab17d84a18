"""The change of WEBHOOKS_KEY, by command: deliveries go on, and in the end the old key is not needed."""

import asyncio
import base64
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from atende_platform.sealing import SealBroken
from atende_platform.testing.plugin import AsUser, Installation
from chat.main import SERVICE
from chat.settings import Settings
from chat.webhooks.sending import Secrets

from .conftest import WEBHOOKS, create_webhook

Rows = Callable[..., Any]
NEW = os.urandom(32)


def rotated(settings: Settings) -> Settings:
    """Return the settings with a new key in front."""
    changed = {
        "webhooks_key": base64.b64encode(NEW).decode(),
        "webhooks_previous_keys": settings.webhooks_key.get_secret_value(),
    }
    return Settings(**{**dict(settings), **changed})


def run(settings: Settings, *arguments: str) -> int:
    return SERVICE.commands["reseal"](settings, list(arguments))


async def test_after_it_the_old_key_is_not_needed(
    as_user: AsUser, installation: Installation, rows: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    made = await create_webhook(as_user, "https://a.example")
    rotation = await as_user("admin").post(f"{WEBHOOKS}/{made['id']}/rotate-secret", json={})
    await create_webhook(as_user, "https://b.example")
    settings = rotated(installation.settings)
    assert await asyncio.to_thread(run, settings) == 0
    assert capsys.readouterr().out.endswith("2 webhooks sealed with the current key\n")
    [row] = await rows("SELECT * FROM webhooks WHERE id = :id", id=UUID(made["id"]))
    assert Secrets((NEW,)).of(row, datetime.now(UTC)) == [rotation.json()["secret"], made["secret"]]
    with pytest.raises(SealBroken):
        Secrets(installation.settings.webhook_keys).of(row, datetime.now(UTC))
    assert await asyncio.to_thread(run, settings) == 0
    assert capsys.readouterr().out.endswith("0 webhooks sealed with the current key\n")


async def test_what_no_key_opens_stays_and_is_counted(
    as_user: AsUser, installation: Installation, rows: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    await create_webhook(as_user, "https://a.example")
    await rows("UPDATE webhooks SET secret = 'damaged' RETURNING id")
    assert await asyncio.to_thread(run, rotated(installation.settings)) == 1
    assert "1 cannot be opened" in capsys.readouterr().err
    assert [row.secret for row in await rows("SELECT secret FROM webhooks")] == [b"damaged"]


def test_it_takes_no_arguments_and_needs_a_key(
    installation: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(installation.settings, "now") == 2
    assert run(Settings(**{**dict(installation.settings), "webhooks_key": ""})) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhooks_key": "nonsense"},
        {"webhooks_key": "", "webhooks_previous_keys": base64.b64encode(NEW).decode()},
        {"webhook_networks": "10.0.0.0/33"},
    ],
)
def test_settings_that_are_wrong(installation: Installation, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="webhook"):
        Settings(**{**dict(installation.settings), **wrong})
