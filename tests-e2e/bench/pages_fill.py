"""Campaigns and their recipients as they are after months of use, written by SQL: for `pages.py`."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import asyncpg

from atende_contracts.ids import uuid7

COMPANIES: Final = 20
OPT_OUTS: Final = 100_000
"""Of the first company; another has a twentieth."""
FILE_ROWS: Final = 100_000
UNDER_WAY: Final = 20_000
"""Recipients of the running campaign that are dispatched and not heard of."""
CONTENT: Final = {
    "kind": "variants",
    "variants": [
        {
            "name": name,
            "weight": 1,
            "content": {"kind": "text", "body": f"{name}: Olá!", "preview_url": False},
        }
        for name in "ABC"
    ],
}
TEXT: Final = {"kind": "text", "body": "Olá! Sua encomenda chegou.", "preview_url": False}


@dataclass(frozen=True)
class Sample:
    """Whose pages are asked for: a company's, with the largest campaign of all, one large and one small."""

    company: UUID
    empty_company: UUID
    channel: UUID
    largest: UUID
    large: UUID
    small: UUID
    file: UUID
    opt_out: UUID


# Places in a campaign are dealt out to states, reasons and replies by multiplying with primes.
_RECIPIENTS: Final = """
INSERT INTO campaign.recipients (
    company_id, send_id, campaign_id, identity, aliases, contact_id, party, variant, state, state_at,
    reason, error_code, error_title, created_at, updated_at,
    dispatched_at, accepted_at, sent_at, delivered_at, read_at, failed_at, replied_at
)
SELECT $1, send_id, $2, 'phone:' || number, ARRAY['phone:' || number], send_id,
    jsonb_build_object('phone', '+' || number, 'wa_id', number, 'name', 'Maria Conceição da Silva ' || n),
    CASE WHEN $6::boolean THEN chr(65 + (n * 7 % 3)::int) END,
    state, at, reason, code, CASE WHEN code IS NOT NULL THEN 'Message undeliverable' END, at, at,
    CASE WHEN state NOT IN ('pending', 'skipped') THEN at END,
    CASE WHEN state IN ('accepted', 'sent', 'delivered', 'read') THEN at + interval '1 s' END,
    CASE WHEN state IN ('sent', 'delivered', 'read') THEN at + interval '2 s' END,
    CASE WHEN state IN ('delivered', 'read') THEN at + interval '3 s' END,
    CASE WHEN state = 'read' THEN at + interval '1 min' END,
    CASE WHEN state = 'failed' THEN at + interval '3 s' END,
    CASE WHEN state IN ('delivered', 'read') AND n * 3571 % 100 < 8 THEN at + interval '2 min' END
FROM generate_series(1, $3::bigint) AS n,
LATERAL (SELECT n * 7919 % 10007 AS h) AS dealt,
LATERAL (SELECT CASE
    WHEN n > $4::bigint + $5::bigint THEN 'pending' WHEN n > $4 THEN 'dispatched'
    WHEN h < 3500 THEN 'read' WHEN h < 7600 THEN 'delivered' WHEN h < 8600 THEN 'sent'
    WHEN h < 8650 THEN 'accepted' WHEN h < 8700 THEN 'unconfirmed' WHEN h < 8720 THEN 'suppressed'
    WHEN h < 9200 THEN 'skipped' ELSE 'failed' END AS state) AS come,
LATERAL (SELECT
    CASE WHEN state = 'skipped' THEN
        CASE WHEN h < 8950 THEN 'opted_out' WHEN h < 9100 THEN 'contact_not_found' ELSE 'invalid' END
    WHEN state = 'failed' THEN
        CASE WHEN h < 9700 THEN 'not_on_whatsapp' WHEN h < 9950 THEN 'delivery_capped'
        WHEN h < 10000 THEN 'template_paused' ELSE 'media_unusable' END END AS reason,
    CASE WHEN state = 'failed' THEN
        CASE WHEN h < 9700 THEN 131026 WHEN h < 9950 THEN 131049
        WHEN h < 10000 THEN 132015 ELSE 131053 END END AS code,
    CAST(lpad(to_hex($7::bigint + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0') AS uuid) AS send_id,
    '55' || (ARRAY[11, 11, 11, 21, 31, 41, 51, 61, 71, 81])[1 + n % 10] || '9'
        || lpad((n * 60000011 % 100000000)::text, 8, '0') AS number,
    $8::timestamptz + n * interval '12 ms' AS at) AS said
"""
_CAMPAIGN: Final = """
INSERT INTO campaign.campaigns (company_id, id, name, type, channel_id, content, state, revision, created_by,
    created_at, updated_at, started_at, finished_at, closed_at, archived_at, target_count, counts,
    expanded_at, progress_at, time_zone)
VALUES ($1, $2, $3, 'broadcast', $4, $5::text::jsonb, $6, 5, $1, $7, $7, $7, $8, $8, $9, $10, '{}',
    $7, now(), 'UTC')
"""
_SEND_FACTS: Final = """
INSERT INTO reporting.send_facts (company_id, send_id, channel_id, campaign_id, state, error_code,
    error_title, accepted_at, sent_at, delivered_at, read_at, failed_at)
SELECT r.company_id, r.send_id, c.channel_id, c.id, r.state, r.error_code, r.error_title,
    r.accepted_at, r.sent_at, r.delivered_at, r.read_at, r.failed_at
FROM campaign.recipients r JOIN campaign.campaigns c ON c.company_id = r.company_id AND c.id = r.campaign_id
WHERE r.company_id = $1 AND r.state NOT IN ('pending', 'dispatched', 'skipped', 'cancelled')
"""
_COUNTS: Final = """
WITH counted AS (
    SELECT company_id, campaign_id, variant, state, count(*) AS n, count(replied_at) AS replies
    FROM campaign.recipients GROUP BY company_id, campaign_id, variant, state
), by_state AS (
    SELECT company_id, campaign_id, jsonb_object_agg(state, n) AS counts, sum(replies) AS replies
    FROM (
        SELECT company_id, campaign_id, state, sum(n) AS n, sum(replies) AS replies
        FROM counted GROUP BY company_id, campaign_id, state
    ) AS each GROUP BY company_id, campaign_id
), by_variant AS (
    SELECT company_id, campaign_id, jsonb_object_agg(variant, counts) AS counts
    FROM (
        SELECT company_id, campaign_id, variant, jsonb_object_agg(state, n) AS counts
        FROM counted WHERE variant IS NOT NULL GROUP BY company_id, campaign_id, variant
    ) AS each GROUP BY company_id, campaign_id
)
UPDATE campaign.campaigns c
SET counts = s.counts, replies = s.replies, variant_counts = COALESCE(v.counts, '{}')
FROM by_state s LEFT JOIN by_variant v USING (company_id, campaign_id)
WHERE s.company_id = c.company_id AND s.campaign_id = c.id
"""
_CAMPAIGN_SENDS: Final = """
INSERT INTO reporting.campaign_sends (company_id, campaign_id, state, error_code, error_title, sends, sent,
    delivered, read, first_at, last_at)
SELECT company_id, campaign_id, state, error_code, error_title, count(*),
    count(COALESCE(sent_at, delivered_at, read_at)), count(COALESCE(delivered_at, read_at)), count(read_at),
    min(accepted_at), max(accepted_at)
FROM reporting.send_facts GROUP BY company_id, campaign_id, state, error_code, error_title
"""
_CAMPAIGN_FACTS: Final = """
INSERT INTO reporting.campaign_facts (company_id, campaign_id, channel_id, name, state, total, counts,
    started_at, finished_at, revision, reported_at, event_id, first_seen_at)
SELECT company_id, id, channel_id, name, state, target_count, counts, started_at, finished_at, revision,
    created_at, id, created_at
FROM campaign.campaigns
"""
_OPT_OUTS: Final = """
INSERT INTO campaign.opt_outs (company_id, id, identity, channel_id, spellings, source, active, at)
SELECT $1, gen_random_uuid(), 'phone:55219' || lpad(n::text, 8, '0'), CASE WHEN n % 5 = 0 THEN $2::uuid END,
    ARRAY['phone:55219' || lpad(n::text, 8, '0')],
    CASE WHEN n = 7 THEN 'api' WHEN n % 3 = 0 THEN 'import' ELSE 'keyword' END, n % 10 > 0,
    now() - n * interval '1 min'
FROM generate_series(1, $3::bigint) AS n
"""
_FILE_ROWS: Final = """
INSERT INTO campaign.audience_rows (company_id, source_id, line, phone, field, problem)
SELECT $1, $2, n, '+5511' || n, CASE WHEN n % 100 = 0 THEN 'phone' END,
    CASE WHEN n % 100 = 0 THEN 'is no phone number' END
FROM generate_series(1, $3::bigint) AS n
"""


def shares(rows: int) -> list[tuple[int, int]]:
    """Return whose campaigns there are, by the company's number, and how large each is.

    A tenth of all recipients is one campaign's, a fifth is of 20 large ones, the rest is of 350.
    """
    large = [(0 if number < 5 else number, rows // 100) for number in range(20)]
    small = [(0 if number < 100 else number % COMPANIES, rows // 500) for number in range(350)]
    return [(0, rows // 10), *large, *small]


async def fill(admin: asyncpg.Connection, rows: int) -> Sample:
    """Write so many recipients and what belongs to them, as a superuser; return whose pages to ask for."""
    companies = [uuid7() for _ in range(COMPANIES)]
    channels = [[uuid7() for _ in range(3)] for _ in companies]
    await admin.execute("SET session_replication_role = replica; SET maintenance_work_mem = '1GB'")
    indexes = await without_indexes(admin, "campaign.recipients", "reporting.send_facts")
    campaigns: list[UUID] = []
    for number, (owner, size) in enumerate(shares(rows)):
        campaign, channel = uuid7(), channels[owner][number % 3]
        begun = datetime.fromtimestamp(1_790_000_000 - number * 60_000, UTC)
        await admin.execute(
            _CAMPAIGN,
            *(companies[owner], campaign, f"Promoção {number}", channel),
            json.dumps(CONTENT if number % 4 == 0 else TEXT),
            *("finished" if number else "running", begun, begun if number else None),
            *(begun if number % 10 == 9 else None, size),
        )
        under_way = 0 if number else min(UNDER_WAY, size // 10)
        await admin.execute(
            _RECIPIENTS,
            *(companies[owner], campaign, size),
            *(size if number else size * 6 // 10, under_way),
            *(number % 4 == 0, 1_700_000_000_000 + (400 - number) * rows, begun),
            timeout=None,
        )
        campaigns.append(campaign)
    for company in companies:
        await admin.execute(_SEND_FACTS, company)
    for index in indexes:
        await admin.execute(index)
    for statement in (_COUNTS, _CAMPAIGN_FACTS, _CAMPAIGN_SENDS):
        await admin.execute(statement)
    for number, company in enumerate(companies):
        await admin.execute(_OPT_OUTS, company, channels[number][0], OPT_OUTS // (20 if number else 1))
        await admin.executemany(
            "INSERT INTO campaign.channel_copy (company_id, channel_id, name, status, messages_per_second,"
            " revision) VALUES ($1, $2, 'Bench', 'disabled', 80, 1)",
            [(company, channel) for channel in channels[number]],
        )
    file = uuid7()
    sample = Sample(
        company=companies[0],
        empty_company=uuid7(),
        channel=channels[0][0],
        largest=campaigns[0],
        large=campaigns[4],
        small=campaigns[21],
        file=file,
        opt_out=await admin.fetchval(
            "SELECT id FROM campaign.opt_outs WHERE company_id = $1 LIMIT 1", companies[0]
        ),
    )
    await admin.execute(
        "INSERT INTO campaign.audience_sources (company_id, id, campaign_id, kind, status, name, columns)"
        " VALUES ($1, $2, $3, 'file', 'finished', 'phones.csv', '{}')",
        *(sample.company, file, sample.small),
    )
    await admin.execute(_FILE_ROWS, sample.company, file, FILE_ROWS)
    await admin.execute("VACUUM (ANALYZE)")
    return sample


async def without_indexes(admin: asyncpg.Connection, *tables: str) -> list[str]:
    """Drop the indexes of tables, but those of primary keys; return how to make them again."""
    again: list[str] = []
    for table in tables:
        for row in await admin.fetch(
            "SELECT conname AS name, pg_get_constraintdef(oid) AS made FROM pg_constraint"
            " WHERE conrelid = $1::text::regclass AND contype = 'u'",
            table,
        ):
            await admin.execute(f"ALTER TABLE {table} DROP CONSTRAINT {row['name']}")
            again.append(f"ALTER TABLE {table} ADD CONSTRAINT {row['name']} {row['made']}")
        for row in await admin.fetch(
            "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index"
            " WHERE indrelid = $1::text::regclass AND NOT indisprimary",
            table,
        ):
            await admin.execute(f"DROP INDEX {row['name']}")
            again.append(row["made"])
    return again
