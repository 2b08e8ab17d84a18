import asyncio

from atende_platform import migrations
from atende_platform.runtime import migrations_dir
from atende_platform.testing import Installation
from chat.main import SERVICE


async def test_up_down_and_up_again(installation: Installation) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.check, directory, owner)
    steps = len([*directory.glob("versions/*.py")])
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    await asyncio.to_thread(migrations.check, directory, owner)
