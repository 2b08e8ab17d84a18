"""The schema: it can be built, taken back, and is what the models say."""

import asyncio
import json
from datetime import UTC, datetime

import asyncpg

from atende_contracts.ids import uuid7
from atende_platform.data import migrations
from atende_platform.service.definition import migrations_dir
from atende_platform.testing.plugin import Installation
from campaign.main import SERVICE


async def test_migrations_match_the_models_and_can_be_taken_back(installation: Installation) -> None:
    directory, url = migrations_dir(SERVICE), installation.settings.database_owner_url
    await asyncio.to_thread(migrations.check, directory, url)
    await asyncio.to_thread(migrations.downgrade, directory, url)
    await asyncio.to_thread(migrations.upgrade, directory, url)
    await asyncio.to_thread(migrations.check, directory, url)


async def test_an_index_that_an_interrupted_attempt_left_is_made_anew(installation: Installation) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    steps = sum(file.name >= "0031" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    connection = await asyncpg.connect(owner)
    try:
        await connection.execute("CREATE INDEX ix_recipients_replied_next ON recipients (company_id)")
    finally:
        await connection.close()
    await asyncio.to_thread(migrations.upgrade, directory, owner)
    await asyncio.to_thread(migrations.check, directory, owner)


async def test_argentine_numbers_from_before_are_one_with_and_without_the_9(
    installation: Installation,
) -> None:
    """Of two opt-outs of one person the last word counts, and neither's history is another person's."""
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    steps = sum(file.name >= "0020" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    worker = await asyncpg.connect(installation.settings.database_worker_url)
    company = uuid7()
    opt_outs = [
        ("phone:541123456789", True, 2),  # Said later than what stands under the other spelling.
        ("phone:5491123456789", False, 1),
        ("phone:543511234567", True, 1),
        ("phone:5511987654321", True, 1),
    ]
    try:
        for identity, active, minute in opt_outs:
            await worker.execute(
                "INSERT INTO opt_outs (company_id, id, identity, spellings, source, active, at)"
                " VALUES ($1, $2, $3, $4, 'keyword', $5, $6)",
                *(
                    company,
                    uuid7(),
                    identity,
                    [identity],
                    active,
                    datetime(2026, 11, 1, 12, minute, tzinfo=UTC),
                ),
            )
        await worker.execute(
            "INSERT INTO contact_copy"
            " (company_id, contact_id, party, aliases, custom_fields, revision, deleted)"
            " VALUES ($1, $2, '{}', $3, '{}', 1, false)",
            *(company, uuid7(), ["phone:541123456789", "bsuid:AR.1"]),
        )
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        left = await worker.fetch(
            "SELECT identity, active FROM opt_outs WHERE company_id = $1 ORDER BY identity", company
        )
        assert [tuple(row) for row in left] == [
            ("phone:5491123456789", True),
            ("phone:5493511234567", True),
            ("phone:5511987654321", True),
        ]
        names = await worker.fetchval("SELECT aliases FROM contact_copy WHERE company_id = $1", company)
        assert names == ["phone:5491123456789", "bsuid:AR.1"]
        for table in ("opt_outs", "contact_copy"):
            await worker.execute(f"DELETE FROM {table} WHERE company_id = $1", company)  # noqa: S608 (named above)
    finally:
        await worker.close()


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


SENTENCES = [
    ("31% of the last 52 messages failed.", "messages_failed", {"percent": 31, "count": 52}),
    ("The channel was deleted.", "channel_deleted", {}),
    (
        "132015: WhatsApp has paused the template for low quality.",
        "template_paused",
        {"errorCode": 132015},
    ),
    ("WhatsApp rates the quality of the number as poor (RED).", "quality_poor", {"quality": "RED"}),
    (
        "It was due at 2030-01-07T12:00+00:00 and could not start then; it is too late to start by itself."
        " Resume it to send it now, or cancel it.",
        "too_late_to_start",
        {"due": "2030-01-07T12:00+00:00"},
    ),
    (
        "Started 300 minutes late, as it could not start in time.",
        "started_late",
        {"minutes": 300},
    ),
    ("The owner's cat: 100% asleep.", "other", {"text": "The owner's cat: 100% asleep."}),
]


async def test_sentences_from_before_become_codes(installation: Installation) -> None:
    directory, owner = migrations_dir(SERVICE), installation.settings.database_owner_url
    steps = sum(file.name >= "0024" for file in directory.glob("versions/0*.py"))
    await installation.runtime.database.close()
    await asyncio.to_thread(migrations.downgrade, directory, owner, steps)
    worker = await asyncpg.connect(installation.settings.database_worker_url)
    company = uuid7()
    try:
        for sentence, _, _ in SENTENCES:
            campaign = uuid7()
            await worker.execute(
                "INSERT INTO campaigns (company_id, id, name, type, channel_id, content, state, created_by,"
                " revision, time_zone, counts, variant_counts, windows, window_zone, runs, replies,"
                " target_count, failure, notice)"
                " VALUES ($1, $2, 'x', 'broadcast', $1, '{}', 'paused', $1,"
                " 1, 'UTC', '{}', '{}', '[]', 'campaign', 0, 0, 0, $3, $3)",
                *(company, campaign, sentence),
            )
            await worker.execute(
                "INSERT INTO campaign_moves (company_id, campaign_id, id, state, at, reason)"
                " VALUES ($1, $2, $3, 'paused', now(), $4)",
                *(company, campaign, uuid7(), sentence),
            )
        await asyncio.to_thread(migrations.upgrade, directory, owner)
        rows = await worker.fetch(
            "SELECT c.failure, c.failure_reason, c.notice_reason, m.move_reason FROM campaigns c"
            " JOIN campaign_moves m ON (m.company_id, m.campaign_id) = (c.company_id, c.id)"
            " WHERE c.company_id = $1",
            company,
        )
    finally:
        await worker.close()
    for row in rows:
        expected = next({"code": c, "params": p} for s, c, p in SENTENCES if s == row["failure"])
        for column in ("failure_reason", "notice_reason", "move_reason"):
            assert json.loads(row[column]) == expected
    assert len(rows) == len(SENTENCES)
