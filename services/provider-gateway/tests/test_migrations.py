"""The schema: up, equal to the models, down, up again."""

import asyncio

from atende_platform.data import migrations
from atende_platform.service.definition import migrations_dir
from atende_platform.testing.plugin import AsUser, Installation
from gateway.main import SERVICE

from .gateway_stage import Connect, Sql


async def test_up_check_down_up(installation: Installation) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    await asyncio.to_thread(migrations.check, directory, owner)
    await asyncio.to_thread(migrations.downgrade, directory, owner)
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    await asyncio.to_thread(migrations.check, directory, owner)


async def test_why_a_channel_stopped_becomes_a_code(
    installation: Installation, connect: Connect, sql: Sql, as_user: AsUser
) -> None:
    """What the version before wrote as a number of the provider's and words."""
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    told = {
        "131031: Business Account locked": "account_blocked",
        "131042: Business eligibility payment issue": "channel_setup",
        "190: Access token has expired": "channel_auth",
        "200: Permissions error": "channel_permission",
        "WhatsApp: ACCOUNT_DELETED": "account_deleted",
        "WhatsApp: DISABLED_UPDATE": "account_blocked",
        "987654: Something new": "provider_refused",
    }
    channels = {(await connect()).id: words for words in told}
    for channel_id, words in channels.items():
        await sql(
            "UPDATE channels SET status = 'error', status_reason = :words, problem = :words WHERE id = :id",
            id=channel_id,
            words=words,
        )
    since = sum(file.name >= "0014" for file in (directory / "versions").glob("*.py"))
    await asyncio.to_thread(migrations.downgrade, directory, owner, since)
    await asyncio.to_thread(migrations.upgrade, directory, owner)

    for channel_id, words in channels.items():
        shown = (await as_user().get(f"/api/v1/channels/{channel_id}")).json()
        assert (shown["reasonCode"], shown["statusReason"]) == (told[words], words)


async def test_ratings_in_metas_words_become_ours_and_back(
    installation: Installation, connect: Connect, sql: Sql, as_user: AsUser
) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    metas = {
        ("GREEN", "TIER_UNLIMITED"): ("high", "unlimited"),
        ("YELLOW", "TIER_2K"): ("medium", "2000"),
        ("RED", "TIER_250"): ("low", "250"),
        ("FLAGGED", "2000"): ("low", "2000"),
        ("UNKNOWN", None): (None, None),
    }
    channels = {(await connect()).id: words for words in metas}
    since = sum(file.name >= "0015" for file in (directory / "versions").glob("*.py"))
    await asyncio.to_thread(migrations.downgrade, directory, owner, since)
    for channel_id, (quality, limit) in channels.items():
        await sql(
            "UPDATE channels SET quality = :quality, messaging_limit = :limit WHERE id = :id",
            id=channel_id,
            quality=quality,
            limit=limit,
        )
    for _ in range(2):
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        for channel_id, words in channels.items():
            shown = (await as_user().get(f"/api/v1/channels/{channel_id}")).json()
            assert (shown["quality"], shown["messagingLimit"]) == metas[words]
        await asyncio.to_thread(migrations.downgrade, directory, owner, since)
    await asyncio.to_thread(migrations.upgrade, directory, owner)
