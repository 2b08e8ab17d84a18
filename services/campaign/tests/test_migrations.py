"""The schema: it can be built, taken back, and is what the models say."""

import asyncio

import asyncpg

from atende_platform import migrations
from atende_platform.runtime import migrations_dir
from atende_platform.testing import Installation
from campaign.main import SERVICE


async def test_migrations_match_the_models_and_can_be_taken_back(installation: Installation) -> None:
    directory, url = migrations_dir(SERVICE), installation.settings.database_owner_url
    await asyncio.to_thread(migrations.check, directory, url)
    await asyncio.to_thread(migrations.downgrade, directory, url)
    await asyncio.to_thread(migrations.upgrade, directory, url)
    await asyncio.to_thread(migrations.check, directory, url)


async def test_every_table_is_under_forced_row_security(installation: Installation) -> None:
    connection = await asyncpg.connect(installation.settings.database_owner_url)
    try:
        unprotected = await connection.fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
            " AND relname <> 'alembic_version' AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
    finally:
        await connection.close()
    assert unprotected == []
