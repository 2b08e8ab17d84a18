import pytest

from atende_platform import migrations
from atende_platform.runtime import migrations_dir
from atende_platform.testing import Installation
from campaign.main import SERVICE


async def test_migrations_go_up_match_the_models_and_go_down(installation: Installation) -> None:
    directory = migrations_dir(SERVICE)
    url = installation.settings.database_owner_url
    import asyncio

    await asyncio.to_thread(migrations.check, directory, url)
