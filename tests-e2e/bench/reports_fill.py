"""A year of a company's messages, campaigns and tickets, written by SQL as facts: for `reports.py`.

Only facts are written, and what has none (customers' messages, opt-outs): figures are counted by
``python -m reporting rebuild``, as after an upgrade.
"""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import asyncpg

from atende_contracts.ids import uuid7

QUEUES: Final = 10
AGENTS: Final = 50
CHANNELS: Final = 4
TAGS: Final = 10
OTHERS: Final = 20
"""Further companies, each with a fiftieth of the large one's messages."""
TIME_ZONE: Final = "America/Sao_Paulo"


@dataclass(frozen=True)
class Sample:
    """The large company, one that has nothing, and one of the others."""

    company: UUID
    empty: UUID
    other: UUID
    campaign: UUID
    """Of a tenth of all messages: a million recipients, when there are ten million messages."""
    channels: list[UUID]
    queues: list[UUID]
    agents: list[UUID]
    tags: list[UUID]


@dataclass(frozen=True)
class _Place:
    company: UUID
    channels: list[UUID] = field(default_factory=lambda: [uuid7() for _ in range(CHANNELS)])
    queues: list[UUID] = field(default_factory=lambda: [uuid7() for _ in range(QUEUES)])
    agents: list[UUID] = field(default_factory=lambda: [uuid7() for _ in range(AGENTS)])
    tags: list[UUID] = field(default_factory=lambda: [uuid7() for _ in range(TAGS)])


# From eight in the morning until ten at night, as São Paulo's clocks say.
_AT: Final = """
LATERAL (SELECT date_trunc('day', now()) - (1 + floor(random() * 364 + n * 0)) * interval '1 day'
    + interval '11 hours' + random() * interval '14 hours' AS at) AS began
"""


def _id(at: str) -> str:
    """Return SQL of an id as the services make them: in the order of time."""
    return f"uuidv7({at} - clock_timestamp())"


_REPLIES: Final = f"""
INSERT INTO reporting.send_facts (company_id, send_id, channel_id, message_id, state, error_code, error_title,
    reason, accepted_at, sent_at, delivered_at, read_at, failed_at)
SELECT $1, {_id("at")}, ($2::uuid[])[1 + n % cardinality($2::uuid[])], {_id("at")},
    CASE WHEN h < 2 THEN 'failed' WHEN h < 40 THEN 'delivered' ELSE 'read' END,
    CASE WHEN h < 2 THEN 131026 END, CASE WHEN h < 2 THEN 'Message undeliverable' END,
    CASE WHEN h < 1 THEN 'not_on_whatsapp' WHEN h < 2 THEN 'delivery_capped' END,
    at, CASE WHEN h >= 2 THEN at + interval '1 s' END, CASE WHEN h >= 2 THEN at + interval '2 s' END,
    CASE WHEN h >= 40 THEN at + random() * interval '5 hours' END,
    CASE WHEN h < 2 THEN at + interval '1 s' END
FROM generate_series(1, $3::bigint) AS n, LATERAL (SELECT n * 7919 % 100 AS h) AS dealt, {_AT}
"""  # noqa: S608 (our own constants)
_CAMPAIGN_SENDS: Final = f"""
INSERT INTO reporting.send_facts (company_id, send_id, channel_id, campaign_id, state, error_code,
    error_title, reason, accepted_at, sent_at, delivered_at, read_at, failed_at)
SELECT $1, {_id("at")}, $2, $3,
    CASE WHEN h < 5 THEN 'failed' WHEN h < 60 THEN 'delivered' ELSE 'read' END,
    CASE WHEN h < 5 THEN 131026 END, CASE WHEN h < 5 THEN 'Message undeliverable' END,
    CASE WHEN h < 3 THEN 'not_on_whatsapp' WHEN h < 5 THEN 'delivery_capped' END,
    at, CASE WHEN h >= 5 THEN at + interval '1 s' END, CASE WHEN h >= 5 THEN at + interval '2 s' END,
    CASE WHEN h >= 60 THEN at + random() * interval '5 hours' END,
    CASE WHEN h < 5 THEN at + interval '1 s' END
FROM generate_series(1, $4::bigint) AS n, LATERAL (SELECT n * 7919 % 100 AS h) AS dealt,
LATERAL (SELECT $5::timestamptz + n * interval '12 ms' AS at) AS began
"""  # noqa: S608 (our own constants)
_CAMPAIGN: Final = """
INSERT INTO reporting.campaign_facts (company_id, campaign_id, channel_id, name, state, total, counts,
    started_at, finished_at, revision, reported_at, event_id, first_seen_at)
VALUES ($1, $2, $3, 'Promoção', 'finished', $4, '{}', $5, $5, 3, $5, $1, $5)
"""
# Waits are spread evenly over orders of magnitude: from seconds to hours.
_TICKETS: Final = f"""
INSERT INTO reporting.ticket_facts (company_id, ticket_id, channel_id, status, opened_at, first_reply_at,
    closed_at, revision, reported_at, event_id, queue_id, assignee_id, tag_ids, answered_at, answered_by,
    answered_seconds, ended_at, ended_by, ended_seconds)
SELECT $1, {_id("at")}, ($2::uuid[])[1 + n % cardinality($2::uuid[])], 'closed', at, answered, ended, 3,
    ended, $1, ($3::uuid[])[1 + q], agent, tags, answered, agent, wait / 2, ended,
    CASE WHEN n % 10 > 0 THEN agent END, took / 3
FROM generate_series(1, $6::bigint) AS n, {_AT},
LATERAL (SELECT floor(random() * cardinality($3::uuid[]) + n * 0)::int AS q) AS queue,
LATERAL (SELECT ($4::uuid[])[1 + (q + CASE WHEN n % 3 = 0 THEN 3 ELSE 0 END
    + cardinality($3::uuid[]) * floor(random() * 5)::int) % cardinality($4::uuid[])] AS agent) AS who,
LATERAL (SELECT CASE WHEN n % 5 > 0 THEN ARRAY[($5::uuid[])[1 + n % cardinality($5::uuid[])]] ELSE '{{}}' END
    AS tags) AS labelled,
LATERAL (SELECT (5 * exp(random() * 8.3 + n * 0))::int AS wait) AS first,
LATERAL (SELECT wait + (60 * exp(random() * 8.3 + n * 0))::int AS took) AS whole,
LATERAL (SELECT at + wait * interval '1 s' AS answered, at + took * interval '1 s' AS ended) AS times
"""  # noqa: S608 (our own constants)
_MOMENTS: Final = f"""
INSERT INTO reporting.ticket_moments (company_id, moment_id, ticket_id, kind, at, channel_id, queue_id,
    agent_id, tag_ids, value, business_seconds, event_id)
SELECT company_id, {_id("closed_at")}, ticket_id, kind, closed_at, channel_id, queue_id, assignee_id,
    CASE WHEN kind = 'rating' THEN '{{}}' ELSE tag_ids END,
    CASE kind WHEN 'rating' THEN 1 + floor(random() * 5)::int WHEN 'next_reply' THEN waited ELSE 0 END,
    CASE WHEN kind = 'next_reply' THEN waited / 2 END, company_id
FROM reporting.ticket_facts,
LATERAL (SELECT unnest(CASE WHEN random() < 0.3 THEN ARRAY['next_reply', 'next_reply', 'sla_kept', 'rating']
    ELSE ARRAY['next_reply', 'sla_broken', 'next_reply'] END) AS kind, revision) AS happened,
LATERAL (SELECT (5 * exp(random() * 7 + 0 * happened.revision))::int AS waited) AS lasted
WHERE company_id = $1
"""  # noqa: S608 (our own constants)
_INBOUND: Final = """
INSERT INTO reporting.rollups (company_id, slot, channel_id, inbound, opt_outs)
SELECT $1, slot, channel_id, $3::bigint / (365 * 56 * cardinality($2::uuid[])), n % 3
FROM generate_series(1, 364) AS day, generate_series(44, 99) AS n, unnest($2::uuid[]) AS channel_id,
LATERAL (SELECT date_trunc('day', now()) - day * interval '1 day' + n * interval '15 min' AS slot) AS time
"""
_OPT_OUTS: Final = """
INSERT INTO reporting.opt_out_sources (company_id, slot, channel_id, source, count)
SELECT company_id, slot, channel_id, (ARRAY['keyword', 'provider', 'agent'])[1 + opt_outs], opt_outs
FROM reporting.rollups WHERE company_id = $1 AND opt_outs > 0
"""


async def fill(admin: asyncpg.Connection, messages: int) -> Sample:
    """Write so many messages and what belongs to them, as a superuser; return whose reports to ask for.

    Of ten messages five are customers', four replies, and one a campaign's; they are of one ticket.
    """
    large = _Place(uuid7())
    others = [_Place(uuid7()) for _ in range(OTHERS)]
    campaign = uuid7()
    await admin.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    for place, rows in ((large, messages), *((other, messages // 50) for other in others)):
        company, channels = place.company, place.channels
        await admin.execute(
            "INSERT INTO reporting.company_settings (company_id, time_zone, revision, reported_at)"
            " VALUES ($1, $2, 1, now())",
            *(company, TIME_ZONE),
        )
        await admin.executemany(
            "INSERT INTO reporting.channel_facts (company_id, channel_id, name, status, revision)"
            " VALUES ($1, $2, 'Bench', 'active', 1)",
            [(company, channel) for channel in channels],
        )
        await admin.execute(_REPLIES, company, channels, rows * 4 // 10)
        begun = await admin.fetchval("SELECT now() - interval '90 days'")
        sending = campaign if place is large else uuid7()
        await admin.execute(_CAMPAIGN_SENDS, company, channels[0], sending, rows // 10, begun)
        await admin.execute(_CAMPAIGN, company, sending, channels[0], rows // 10, begun)
        tickets = rows // 10
        await admin.execute(_TICKETS, company, channels, place.queues, place.agents, place.tags, tickets)
        await admin.execute(_MOMENTS, company)
        await admin.execute(_INBOUND, company, channels, rows // 2)
        await admin.execute(_OPT_OUTS, company)
    await admin.execute("VACUUM (ANALYZE)")
    return Sample(
        company=large.company,
        empty=uuid7(),
        other=others[0].company,
        campaign=campaign,
        channels=large.channels,
        queues=large.queues,
        agents=large.agents,
        tags=large.tags,
    )
