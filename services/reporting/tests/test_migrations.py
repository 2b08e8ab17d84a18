"""The migrations make what the models say, and can be taken back; every table is protected."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import asyncpg

from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data import migrations
from atende_platform.service.definition import migrations_dir
from atende_platform.testing.plugin import AsUser, Installation
from reporting.main import SERVICE
from reporting.service.summing import sum_up

from .reports import get, recounted
from .test_figures import FIRST, LAST, Maker

if TYPE_CHECKING:
    from conftest import Company, Tell


async def test_up_check_down_up(installation: Installation) -> None:
    directory, url = migrations_dir(SERVICE), installation.settings.database_owner_url
    await asyncio.to_thread(migrations.check, directory, url)
    await asyncio.to_thread(migrations.downgrade, directory, url)
    await asyncio.to_thread(migrations.upgrade, directory, url)
    await asyncio.to_thread(migrations.check, directory, url)


async def test_failures_from_before_there_were_reasons_get_theirs(
    installation: Installation, tell: Tell, company: Company, as_user: AsUser
) -> None:
    """And go back to their numbers when the migration is taken back."""
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    gone = [ProviderError(code=131026, title="Undeliverable"), ProviderError(code=131026, title="Gone")]
    late, delivered = ProviderError(code=-1, title="Not tried"), uuid7()
    await tell(company.progress({"failed": 3}))
    await tell(
        *(company.status(uuid7(), "failed", error=error) for error in (*gone, late)),
        company.status(delivered, "failed", error=gone[0]),
        company.status(delivered, "delivered", 5),
    )
    steps = sum(file.name >= "0005" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    worker = await asyncpg.connect(installation.settings.database_worker_url)
    try:
        before = await worker.fetch(
            "SELECT error_code, error_title, sends FROM campaign_sends"
            " WHERE company_id = $1 AND state = 'failed' AND sends > 0 ORDER BY error_code, error_title",
            company.id,
        )
        await asyncio.to_thread(migrations.upgrade, directory, owner)
    finally:
        await worker.close()
    assert [tuple(row) for row in before] == [
        (-1, "Not tried", 1),
        (131026, "Gone", 1),
        (131026, "Undeliverable", 1),
    ]
    response = await as_user().get(f"/api/v1/reports/campaigns/{company.campaign_id}")
    failures = [(each["reason"]["code"], each["count"]) for each in response.json()["failures"]]
    assert failures == [("not_on_whatsapp", 2), ("other", 1)]


async def test_figures_from_before_there_were_sums_stay_the_same(
    installation: Installation, tell: Tell, company: Company, as_user: AsUser
) -> None:
    """Also where some had been summed up, and some were noted only, when the migration was taken back."""
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    database = installation.runtime.database
    events = Maker(company, 5).history(30).events
    noon = datetime.combine(FIRST, time(12), tzinfo=UTC)
    received = [company.inbound(noon + timedelta(hours=hour)) for hour in range(30)]
    await tell(company.settings("America/Manaus"))
    await tell(*events[: len(events) // 2])
    await tell(*received[:20])
    async with database.worker() as session:
        await sum_up(session, company.id)
    await tell(*events[len(events) // 2 :])
    await tell(*received[20:])

    async def shown() -> dict[str, Any]:
        http, period = as_user(Role.VIEWER), {"from": FIRST.isoformat(), "to": LAST.isoformat()}
        paths = ("/summary", "/daily", "/hourly", "/agents", "/queues", "/tags", "/channels")
        return {path: await get(http, path, **period) for path in paths}

    before = await shown()
    assert before["/summary"]["totals"]["inbound"] == 30
    steps = sum(file.name >= "0008" for file in directory.glob("versions/0*.py"))
    await database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    await recounted(database)
    assert await shown() == before


async def test_workers_of_the_version_before_sums_can_still_count(
    installation: Installation, company: Company
) -> None:
    """Old and new processes run side by side, so their table stays, with what is in it."""
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    count = (
        "INSERT INTO measures"
        " (company_id, metric, span, tag_id, start, channel_id, queue_id, agent_id, bucket, count, total)"
        " VALUES ($1, 'opened', 1, $2, now(), $2, $2, $2, 0, 1, 0)"
    )
    steps = sum(file.name >= "0011" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    worker = await asyncpg.connect(installation.settings.database_worker_url)
    try:
        await worker.execute(count, company.id, uuid7())
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        await worker.execute(count, company.id, uuid7())
        assert await worker.fetchval("SELECT count(*) FROM measures WHERE company_id = $1", company.id) == 2
    finally:
        await worker.close()


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
    assert len(rows) == 29
    for row in rows:
        assert (row["forced"], row["policies"], row["owned"]) == (True, ["tenant", "worker"], True), row[
            "relname"
        ]
