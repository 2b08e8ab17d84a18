import asyncio

import asyncpg
import pytest

from atende_contracts.ids import uuid7
from atende_platform.data import migrations
from atende_platform.service.definition import migrations_dir
from atende_platform.testing.plugin import Installation
from chat.main import SERVICE


async def test_up_down_and_up_again(installation: Installation) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.check, directory, owner)
    steps = len([*directory.glob("versions/*.py")])
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    await asyncio.to_thread(migrations.check, directory, owner)


async def test_what_is_too_long_from_before_does_not_stand_in_the_way(installation: Installation) -> None:
    """Or a company that wrote it could keep the installation from being upgraded."""
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    since_lengths = sum(file.name >= "0005" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, since_lengths)
    worker = await asyncpg.connect(installation.settings.database_worker_url)
    insert = (
        "INSERT INTO opt_outs (company_id, kind, value, scope, opted_out, at)"
        " VALUES ($1, $2, $3, '*', true, now())"
    )
    try:
        await worker.execute(insert, uuid7(), "phone", "7" * 2000)
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        with pytest.raises(asyncpg.CheckViolationError, match="ck_opt_outs_value_length"):
            await worker.execute(insert, uuid7(), "phone", "7" * 2000)
        await worker.execute(insert, uuid7(), "phone", "7" * 200)
        loose = await worker.fetch(
            "SELECT conname FROM pg_constraint WHERE contype = 'c' AND NOT convalidated"
        )
        assert [row["conname"] for row in loose] == ["ck_opt_outs_value_length"]
        await worker.execute("DELETE FROM opt_outs")
    finally:
        await worker.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, since_lengths)
    await asyncio.to_thread(migrations.upgrade, directory, owner)
