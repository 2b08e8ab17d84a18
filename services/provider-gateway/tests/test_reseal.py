"""The change of the key that seals credentials, by command."""

import asyncio
import base64
import os
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_ops.testing import Atende
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Installation, Published
from gateway.domain.channels import UNUSABLE, ChannelAccess
from gateway.main import SERVICE
from gateway.repository import session_keys
from gateway.sealing import Sealer
from gateway.service import credentials
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings

from .gateway_stage import ACCESS_TOKEN, APP_SECRET, Connect, Connected, Sql
from .session_stage import make_session

NEW = os.urandom(32)


def rotated(settings: Settings) -> Settings:
    """Return the settings with a new key in front."""
    changed = {"credentials_key": base64.b64encode(NEW).decode()}
    return Settings(**{**dict(settings), **changed, "credentials_previous_keys": settings.credentials_key})


def run(settings: Settings, *arguments: str) -> int:
    return SERVICE.commands["reseal"](settings, list(arguments))


async def opened(database: Database, channel: Connected, *keys: bytes) -> ChannelAccess:
    access = await ChannelDirectory(database, Sealer(keys), max_age=0.0).by_id(channel.id)
    assert access is not None
    return access


async def stored(database: Database) -> list[Any]:
    async with database.worker() as session:
        rows = await execute(session, "SELECT * FROM credentials ORDER BY company_id, channel_id, kind")
        return [tuple(row) for row in rows]


async def test_after_it_the_old_key_is_not_needed(
    installation: Installation,
    connect: Connect,
    database: Database,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(credentials, "BATCH", 3)
    channels = [await connect(), await connect(company_id=uuid7()), await connect()]
    written = [row[-1] for row in await stored(database)]
    settings = rotated(installation.settings)

    assert await asyncio.to_thread(run, settings) == 0
    assert capsys.readouterr().out.endswith("6 credentials sealed with the current key\n")
    for channel in channels:
        access = await opened(database, channel, NEW)
        assert (access.access_token, access.app_secret) == (ACCESS_TOKEN, APP_SECRET)
    first = await stored(database)
    assert [row[-1] for row in first] == written  # A replaced app secret ends when it would have.

    assert await asyncio.to_thread(run, settings) == 0
    assert capsys.readouterr().out.endswith("0 credentials sealed with the current key\n")
    assert await stored(database) == first


async def test_what_no_key_opens_stays_and_is_counted(
    installation: Installation,
    connect: Connect,
    database: Database,
    sql: Sql,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lost, sound = await connect(), await connect()
    await sql("UPDATE credentials SET sealed = 'damaged' WHERE channel_id = :id", id=lost.id)

    assert await asyncio.to_thread(run, rotated(installation.settings)) == 1
    printed = capsys.readouterr()
    assert printed.out.endswith("2 credentials sealed with the current key\n")
    assert "2 cannot be opened" in printed.err
    assert (await opened(database, sound, NEW)).status == "active"
    assert (await opened(database, lost, NEW)).status == UNUSABLE


async def test_operators_do_it_for_all_that_is_here(
    installation: Installation,
    installed_atende: Atende,
    connect: Connect,
    database: Database,
    published: Published,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    channel = await connect()
    settings = rotated(installation.settings)
    monkeypatch.setenv("GATEWAY_CREDENTIALS_KEY", settings.credentials_key.get_secret_value())
    monkeypatch.setenv(
        "GATEWAY_CREDENTIALS_PREVIOUS_KEYS", settings.credentials_previous_keys.get_secret_value()
    )
    before = await stored(database)
    dry = await installed_atende("keys", "reseal", "--json")
    assert [each["name"] for each in dry.items] == ["channels"]
    assert await stored(database) == before
    assert (await installed_atende("keys", "reseal", "webhooks")).status == 2, "chat is not here"
    done = await installed_atende("keys", "reseal", "--yes", "--reason", "a new key", "--json")
    assert done.status == 0, done.err
    assert done.items[0]["resealed"] == 2
    assert (await opened(database, channel, NEW)).access_token == ACCESS_TOKEN
    assert [each.action for each in await published(AuditRecordedV1)][-1] == "secret.resealed"


def test_it_takes_no_arguments(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(installation.settings, "now") == 2
    assert "usage" in capsys.readouterr().err


async def test_keys_of_sessions_are_sealed_anew(
    installation: Installation, database: Database, company_id: UUID
) -> None:
    channel_id = await make_session(database, installation.settings, company_id)
    settings = rotated(installation.settings)
    assert await asyncio.to_thread(run, settings) == 0
    async with database.worker() as session:
        keys = await session_keys.read(session, company_id, channel_id, "creds", [""])
    opened_with_new = Sealer((NEW,)).open_key(
        keys[""], company_id=company_id, channel_id=channel_id, kind="creds", key_id=""
    )
    assert opened_with_new == "{}"
