"""What keeps companies apart in the database, as rules that PostgreSQL's catalogue is asked about."""

# ruff: noqa: S608 (the rules are put together from texts of this file, and tables named by the catalogue)

from collections.abc import AsyncIterator
from typing import Final, TypeAlias

import asyncpg
import pytest_asyncio
from system import System

from atende_platform.data.provision import with_database
from atende_sandbox.services import DATABASE, SERVICES

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

SCHEMAS: Final = sorted(unit.module for unit in SERVICES)

ROLES: Final = [(schema, kind) for schema in SCHEMAS for kind in ("app", "worker")]

UNIQUE_OVER_ALL_COMPANIES: Final = {
    "auth.uq_refresh_tokens_token_hash": "who refreshes shows a token of 256 random bits and no company",
    "auth.uq_invitations_token_hash": "who accepts shows a token of 256 random bits and no company",
    "gateway.uq_channels_phone_number_id": "a webhook names a number, which must lead to one company",
    "auth.pk_outbox": "a queue's numbers, from a sequence",
    "campaign.pk_outbox": "a queue's numbers, from a sequence",
    "campaign.pk_progress_marks": "a queue's numbers, from a sequence",
    "chat.pk_outbox": "a queue's numbers, from a sequence",
    "gateway.pk_outbox": "a queue's numbers, from a sequence",
    "reporting.pk_outbox": "a queue's numbers, from a sequence",
}
"""Unique indexes without ``company_id``, and why. Who hits one learns that another company has the value."""

WITHOUT_COMPANY: Final = {
    "auth.logins": "a person has one for all their companies",
    "auth.login_links": "what is sent to the person of a login",
    "auth.registrations": "there is no company until it is confirmed",
    "auth.totps": "the second factor of a login",
    "auth.known_devices": "what a login signs in from",
    "auth.installation_admins": "who administers the installation",
}
"""Tables of no company, and why. The role that serves requests has no right on them at all."""

APPEND_ONLY: Final = ["auth.audit_log", "auth.audit_links"]

ADDED_BY_THE_WORKER: Final = ["auth.audit_heads"]
"""What requests may only read, under their company."""

_TENANT: Final = "(company_id = (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid)"

_RELATIONS: Final = """
    WITH given AS (SELECT $1::text[] AS services, $2::text[] AS exceptions, $3::text[] AS append_only,
                       $4::text[] AS without_company),
    relation AS (
        SELECT c.*, n.nspname AS schema, n.nspname || '.' || c.relname AS name
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY ($1) AND c.relname <> 'alembic_version'
    ),
    every AS (SELECT * FROM relation WHERE relkind IN ('r', 'p')),
    shared AS (SELECT * FROM every WHERE name = ANY ($4)),
    tables AS (SELECT * FROM every WHERE name <> ALL ($4))
"""

# Each rule is a query that returns what breaks it, in words.
# $1 are the schemas, $2 the exceptions among the indexes, $3 the tables that only grow, $4 without a company.
RULES: Final = {
    "the company of a row is known": """
        SELECT t.name || ': company_id is not a uuid NOT NULL' FROM tables t
        WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'company_id'
                          AND a.attnotnull AND a.atttypid = 'uuid'::regtype)
    """,
    "what belongs to no company is out of requests' reach": """
        SELECT t.name || ': ' || t.schema || '_app may ' || privilege
        FROM shared t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES']) AS privilege
        WHERE has_table_privilege(t.schema || '_app', t.oid, privilege)
        OR has_any_column_privilege(t.schema || '_app', t.oid, replace(privilege, 'DELETE', 'SELECT'))
        UNION ALL
        SELECT t.name || ': policy ' || p.polname || ' is for others than the worker role'
        FROM shared t JOIN pg_policy p ON p.polrelid = t.oid
        WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE p.polroles = ARRAY[r.oid]
                          AND r.rolname = t.schema || '_worker')
        UNION ALL
        SELECT name || ': does not exist' FROM unnest($4) AS name WHERE to_regclass(name) IS NULL
        UNION ALL
        SELECT t.name || ': has a company and needs no exception' FROM shared t
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'company_id'
    """,
    "row-level security is on, for the owner, too": """
        SELECT t.name || ': row-level security is not enabled and forced' FROM every t
        WHERE NOT (t.relrowsecurity AND t.relforcerowsecurity)
    """,
    # Policies add up: one too many opens what the others close.
    "the app role has one policy, and it is the tenant's": f"""
        SELECT t.name || ': not exactly one policy for ' || t.schema || '_app, by app.company_id'
        FROM tables t
        WHERE (SELECT count(*) FILTER (WHERE p.polcmd = '*' AND p.polpermissive AND p.polwithcheck IS NULL
                                       AND pg_get_expr(p.polqual, p.polrelid) = $${_TENANT}$$) <> 1
                      OR count(*) <> 1
               FROM pg_policy p WHERE p.polrelid = t.oid
               AND p.polroles = ARRAY[(SELECT r.oid FROM pg_roles r WHERE r.rolname = t.schema || '_app')])
    """,
    "the worker role has one policy, which names it": """
        SELECT t.name || ': not exactly one policy for ' || t.schema || '_worker' FROM every t
        WHERE (SELECT count(*) <> 1 FROM pg_policy p WHERE p.polrelid = t.oid
               AND p.polroles = ARRAY[(SELECT r.oid FROM pg_roles r WHERE r.rolname = t.schema || '_worker')])
    """,
    "nobody else has a policy": """
        SELECT t.name || ': policy ' || p.polname || ' is for others than the app or the worker role'
        FROM every t JOIN pg_policy p ON p.polrelid = t.oid
        WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE p.polroles = ARRAY[r.oid]
                          AND r.rolname IN (t.schema || '_app', t.schema || '_worker'))
    """,
    # PostgreSQL checks references without regard to row-level security.
    "a reference stays within the company": """
        SELECT t.name || ': foreign key ' || k.conname || ' may point into another company'
        FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
        WHERE NOT EXISTS (
            SELECT FROM unnest(k.conkey, k.confkey) AS pair (here, there)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here
            JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there
            WHERE a.attname = 'company_id' AND b.attname = 'company_id')
        AND k.confrelid NOT IN (SELECT oid FROM shared)
    """,
    "a reference stays within the service": """
        SELECT t.name || ': foreign key ' || k.conname || ' points into another schema'
        FROM every t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
        JOIN pg_class o ON o.oid = k.confrelid WHERE o.relnamespace <> t.relnamespace
    """,
    "what is unique is so within a company": """
        SELECT t.schema || '.' || i.relname || ': unique over all companies'
        FROM tables t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid
        WHERE (x.indisunique OR x.indisexclusion) AND NOT EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'company_id'
            AND a.attnum = ANY (x.indkey[0:x.indnkeyatts - 1]))
        AND t.schema || '.' || i.relname <> ALL ($2)
    """,
    "the exceptions exist": """
        SELECT exception || ': an exception for an index that does not exist' FROM unnest($2) AS exception
        WHERE split_part(exception, '.', 1) = ANY ($1) AND to_regclass(exception) IS NULL
    """,
    "nothing reads tables with another's rights": """
        SELECT r.name || ': a view without security_invoker' FROM relation r
        WHERE r.relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (r.reloptions), false)
        UNION ALL
        SELECT r.name || ': row-level security does not know such relations' FROM relation r
        WHERE r.relkind IN ('m', 'f')
        UNION ALL
        SELECT n.nspname || '.' || f.proname || ': a SECURITY DEFINER function'
        FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
        WHERE n.nspname = ANY ($1) AND f.prosecdef
    """,
    # Row-level security does not cover these.
    "nobody may empty, reference or watch a table": """
        SELECT t.name || ': ' || role || ' may ' || privilege
        FROM every t, unnest(ARRAY[t.schema || '_app', t.schema || '_worker']) AS role,
             unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
        WHERE has_table_privilege(role, t.oid, privilege)
    """,
    "PUBLIC may do nothing": """
        SELECT r.name || ': PUBLIC may ' || acl.privilege_type
        FROM relation r, aclexplode(r.relacl) AS acl WHERE acl.grantee = 0
        UNION ALL
        SELECT n.nspname || ': PUBLIC may ' || acl.privilege_type
        FROM pg_namespace n, aclexplode(n.nspacl) AS acl
        WHERE n.nspname = ANY ($1 || ARRAY['public']) AND acl.grantee = 0
        UNION ALL
        SELECT d.datname || ': PUBLIC may ' || acl.privilege_type
        FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS acl
        WHERE d.datname = current_database() AND acl.grantee = 0 AND acl.privilege_type <> 'CONNECT'
    """,
    "a service sees its own schema only": """
        SELECT service || '_' || kind || ': may use another service''s schema ' || schema
        FROM unnest($1) AS service, unnest($1 || ARRAY['public']) AS schema,
             unnest(ARRAY['app', 'worker', 'owner']) AS kind
        WHERE service <> schema AND (has_schema_privilege(service || '_' || kind, schema, 'USAGE')
                                     OR has_schema_privilege(service || '_' || kind, schema, 'CREATE'))
        UNION ALL
        SELECT service || '_' || kind || ': has rights on ' || r.name
        FROM unnest($1) AS service, unnest(ARRAY['app', 'worker', 'owner']) AS kind, relation r
        WHERE service <> r.schema AND r.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND has_table_privilege(service || '_' || kind, r.oid, 'SELECT, INSERT, UPDATE, DELETE')
    """,
    "who serves requests creates nothing": """
        SELECT role || ': may create in ' || service
        FROM unnest($1) AS service, unnest(ARRAY[service || '_app', service || '_worker']) AS role
        WHERE has_schema_privilege(role, service, 'CREATE')
        OR has_database_privilege(role, current_database(), 'CREATE')
    """,
    "no role has powers beyond its tables": """
        SELECT r.rolname || ': superuser, BYPASSRLS, CREATEDB, CREATEROLE or REPLICATION'
        FROM unnest($1) AS service JOIN pg_roles r
        ON r.rolname IN (service || '_app', service || '_worker', service || '_owner')
        WHERE r.rolsuper OR r.rolbypassrls OR r.rolcreatedb OR r.rolcreaterole OR r.rolreplication
        UNION ALL
        SELECT r.rolname || ': is a member of ' || pg_get_userbyid(m.roleid)
        FROM unnest($1) AS service JOIN pg_roles r
        ON r.rolname IN (service || '_app', service || '_worker', service || '_owner')
        JOIN pg_auth_members m ON m.member = r.oid
        UNION ALL
        SELECT r.rolname || ': owns ' || count(*) || ' objects'
        FROM unnest($1) AS service JOIN pg_roles r ON r.rolname IN (service || '_app', service || '_worker')
        JOIN pg_shdepend d ON d.refobjid = r.oid AND d.deptype = 'o'
        GROUP BY r.rolname
        UNION ALL
        SELECT r.name || ': is not owned by ' || r.schema || '_owner' FROM relation r
        WHERE pg_get_userbyid(r.relowner) <> r.schema || '_owner'
    """,
    "what happened cannot be changed": """
        SELECT t.name || ': ' || role || ' may change it'
        FROM tables t, unnest(ARRAY[t.schema || '_app', t.schema || '_worker']) AS role
        WHERE t.name = ANY ($3) AND has_table_privilege(role, t.oid, 'UPDATE, DELETE')
        UNION ALL
        SELECT name || ': does not exist' FROM unnest($3) AS name WHERE to_regclass(name) IS NULL
    """,
    # The one table without companies. Writing to it would make a rollout skip or repeat migrations.
    "the schema's version is the owner's": """
        SELECT service || '.alembic_version: ' || pg_get_userbyid(acl.grantee) || ' may '
            || acl.privilege_type FROM unnest($1) AS service
        JOIN pg_class c ON c.oid = to_regclass(service || '.alembic_version'), aclexplode(c.relacl) AS acl
        WHERE acl.grantee <> c.relowner AND acl.privilege_type <> 'SELECT'
        UNION ALL
        SELECT service || '.alembic_version: does not exist, or is not owned by ' || service || '_owner'
        FROM unnest($1) AS service WHERE NOT EXISTS (SELECT FROM pg_class c
            WHERE c.oid = to_regclass(service || '.alembic_version')
            AND pg_get_userbyid(c.relowner) = service || '_owner')
    """,
}


async def findings(connection: Connection) -> set[str]:
    """Return everything that breaks a rule, in words."""
    found: set[str] = set()
    for rule in RULES.values():
        rows = await connection.fetch(
            _RELATIONS + rule,
            SCHEMAS,
            list(UNIQUE_OVER_ALL_COMPANIES),
            APPEND_ONLY,
            list(WITHOUT_COMPANY),
        )
        found |= {str(row[0]) for row in rows}
    return found


@pytest_asyncio.fixture(loop_scope="session")
async def admin(system: System) -> AsyncIterator[Connection]:
    """The database of all services, as its superuser; whatever a test changes is taken back."""
    connection = await asyncpg.connect(with_database(system.world.settings.database_admin_url, DATABASE))
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()
