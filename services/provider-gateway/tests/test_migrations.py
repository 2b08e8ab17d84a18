"""The schema: up, equal to the models, down, up again."""

import asyncio

from atende_platform import migrations
from atende_platform.runtime import migrations_dir
from atende_platform.testing import Installation
from gateway.main import SERVICE


async def test_up_check_down_up(installation: Installation) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    await asyncio.to_thread(migrations.check, directory, owner)
    await asyncio.to_thread(migrations.downgrade, directory, owner)
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    await asyncio.to_thread(migrations.check, directory, owner)
