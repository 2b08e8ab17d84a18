import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from atende_contracts.ids import uuid7
from atende_contracts.queues import QueueChangedV1, TagChangedV1
from atende_contracts.registry import decode
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


async def test_queues_and_tags_that_there_are_are_told(installation: Installation) -> None:
    """Reporting begins to read them with the version that has this migration."""
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    since = sum(file.name >= "0051" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, since)
    worker = await asyncpg.connect(installation.settings.database_worker_url)
    company, queue, empty, tag, user = (uuid7() for _ in range(5))
    add_queue = (
        "INSERT INTO queues (company_id, id, name, color, position, created_at, revision, archived_at)"
        " VALUES ($1, $2, $3, '#000000', 0, now(), $4, $5)"
    )
    try:
        await worker.execute("DELETE FROM outbox")
        await worker.execute(add_queue, company, queue, "Vendas", 4, None)
        await worker.execute(add_queue, company, empty, "Antiga", 2, datetime(2026, 1, 1, tzinfo=UTC))
        await worker.execute(
            "INSERT INTO queue_members (company_id, queue_id, user_id, created_at)"
            " VALUES ($1, $2, $3, now())",
            *(company, queue, user),
        )
        await worker.execute(
            "INSERT INTO tags (company_id, id, name, color, created_at, revision)"
            " VALUES ($1, $2, 'Entrega', '#000000', now(), 3)",
            *(company, tag),
        )
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        found = await worker.fetch("SELECT * FROM outbox ORDER BY id")
        events = [decode(row["type"], row["payload"].encode()) for row in found]
        for event, row in zip(events, found, strict=True):
            assert (event.topic, event.key(), event.id) == (row["topic"], row["key"], row["event_id"])
            assert event.company_id == row["company_id"] == company
        queues = {event.queue_id: event for event in events if isinstance(event, QueueChangedV1)}
        assert {
            id_: (one.name, one.member_ids, one.deleted, one.revision) for id_, one in queues.items()
        } == {queue: ("Vendas", [user], False, 4), empty: ("Antiga", [], True, 2)}
        [told] = [event for event in events if isinstance(event, TagChangedV1)]
        assert (told.tag_id, told.name, told.deleted, told.revision) == (tag, "Entrega", False, 3)
    finally:
        for table in ("queue_members", "queues", "tags", "outbox"):
            await worker.execute(f"DELETE FROM {table}")  # noqa: S608 (our own names)
        await worker.close()


async def test_an_index_that_an_interrupted_attempt_left_is_made_anew(installation: Installation) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    since = sum(file.name >= "0052" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, since)
    connection = await asyncpg.connect(owner)
    try:
        await connection.execute("CREATE INDEX ix_tickets_closed_at ON tickets (company_id)")
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        made = await connection.fetchval("SELECT pg_get_indexdef(CAST('ix_tickets_closed_at' AS regclass))")
    finally:
        await connection.close()
    assert "(company_id, closed_at) WHERE (closed_at IS NOT NULL)" in made
