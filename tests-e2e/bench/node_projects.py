"""The engines on Node: BullMQ as bare as its documentation allows, and the stack of the seed.

BullMQ alone (`bullmq/engine.js`) has no API, no tenants and no tracing, and pg without an ORM. The seed's
stack (`seed_stack/`) is NestJS, Prisma and BullMQ: a message costs it two reads (its target, the campaign's
status) and one write, all of Prisma. Both look opt-outs up when a job is enqueued, and neither has a ledger.
"""

from pathlib import Path
from typing import Final

from bench.node_engine import Project

_FOLDER: Final = Path(__file__).parent
_SEED: Final = _FOLDER / "seed_stack"

_BULLMQ_TABLES: Final = """
CREATE TABLE campaigns (id text PRIMARY KEY, message text NOT NULL);
CREATE TABLE opt_outs (phone text PRIMARY KEY);
CREATE TABLE targets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, campaign_id text NOT NULL, phone text NOT NULL,
    name text NOT NULL, state text NOT NULL DEFAULT 'pending', wamid text, sent_at timestamptz
);
CREATE INDEX ON targets (campaign_id, id);
"""
_BULLMQ_TARGETS: Final = """
INSERT INTO targets (campaign_id, phone, name)
SELECT $1, '55119' || lpad(((n * 60000011) % 100000000)::text, 8, '0'), 'Maria Conceição da Silva ' || n
FROM generate_series(1, $2::bigint) AS n
"""
_SEED_TARGETS: Final = """
WITH people AS (
    INSERT INTO "Contact" (id, "companyId", name, phone)
    SELECT gen_random_uuid()::text, $1, 'Maria Conceição da Silva ' || n,
        '55119' || lpad(((n * 60000011) % 100000000)::text, 8, '0')
    FROM generate_series(1, $2::bigint) AS n RETURNING id
)
INSERT INTO "CampaignTarget" (id, "campaignId", "contactId")
SELECT gen_random_uuid()::text, $1, id FROM people
"""


def _bullmq(results: str) -> Project:
    return Project(
        name=f"bullmq_{results}",
        folder=_FOLDER / "bullmq",
        program="engine.js",
        tables=_BULLMQ_TABLES,
        campaign="INSERT INTO campaigns VALUES ($1, $2)",
        targets=_BULLMQ_TARGETS,
        sent="SELECT count(*) FROM targets WHERE campaign_id = $1 AND state = 'sent'",
        environment={"RESULTS": results},
    )


BULLMQ_ALONE: Final = _bullmq("alone")
BULLMQ_BATCHED: Final = _bullmq("batched")
SEED_STACK: Final = Project(
    name="seed_stack",
    folder=_SEED,
    program="dist/main.js",
    tables=(_SEED / "prisma" / "migrations" / "1_init" / "migration.sql").read_text(),
    campaign="""INSERT INTO "Campaign" (id, "companyId", "channelId", message) VALUES ($1, $1, 'one', $2)""",
    targets=_SEED_TARGETS,
    sent="""SELECT count(*) FROM "CampaignTarget" WHERE "campaignId" = $1 AND status = 'SENT'""",
    environment={},
    built=True,
)
