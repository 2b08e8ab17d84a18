"""The migrations make what the models say, and can be taken back; every table is protected."""

import asyncio

import asyncpg

from atende_platform import migrations
from atende_platform.runtime import migrations_dir
from atende_platform.testing import Installation
from reporting.main import SERVICE


async def test_up_check_down_up(installation: Installation) -> None:
    directory, url = migrations_dir(SERVICE), installation.settings.database_owner_url
    await asyncio.to_thread(migrations.check, directory, url)
    await asyncio.to_thread(migrations.downgrade, directory, url)
    await asyncio.to_thread(migrations.upgrade, directory, url)
    await asyncio.to_thread(migrations.check, directory, url)


async def test_every_table_is_under_forced_row_level_security(installation: Installation) -> None:
    connection = await asyncpg.connect(installation.settings.database_owner_url)
    try:
        rows = await connection.fetch(
            "SELECT relname, relrowsecurity AND relforcerowsecurity AS forced,"
            " (SELECT array_agg(polname::text ORDER BY polname) FROM pg_policy WHERE polrelid = pg_class.oid)"
            " AS policies,"
            " (SELECT attnotnull FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'company_id')"
            " AS owned"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            " AND relname <> 'alembic_version'"
        )
    finally:
        await connection.close()
    assert len(rows) == 8
    for row in rows:
        assert (row["forced"], row["policies"], row["owned"]) == (True, ["tenant", "worker"], True), row[
            "relname"
        ]
