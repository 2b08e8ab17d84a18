"""Every table of every service keeps companies apart: proved from PostgreSQL's own catalogue.

No rule knows a table by name, so a table that is added tomorrow is held to them by being there.
"""
# ruff: noqa: S608 (the rules are put together from texts of this file, and tables named by the catalogue)

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, TypeAlias

import asyncpg
import pytest
import pytest_asyncio
from system import Company, System

from atende_platform.provision import with_database
from atende_platform.secret_settings import password_of, with_credentials
from atende_sandbox.services import DATABASE, SERVICES, database_url

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


async def test_every_table_keeps_companies_apart(admin: Connection) -> None:
    tables = await admin.fetch("SELECT schemaname FROM pg_tables WHERE schemaname = ANY ($1)", SCHEMAS)
    assert {row["schemaname"] for row in tables} == set(SCHEMAS)
    assert len(tables) > 30
    assert await findings(admin) == set()


_COLUMNS: Final = "company_id uuid NOT NULL, id uuid NOT NULL"
_KEY: Final = "CONSTRAINT pk_scratch PRIMARY KEY (company_id, id)"
_SECURE: Final = (
    "ALTER TABLE scratch ENABLE ROW LEVEL SECURITY; ALTER TABLE scratch FORCE ROW LEVEL SECURITY;"
)
_APP: Final = f"CREATE POLICY tenant ON scratch TO chat_app USING {_TENANT};"
_WORKER: Final = "CREATE POLICY worker ON scratch TO chat_worker USING (true);"
_GOOD: Final = f"CREATE TABLE scratch ({_COLUMNS}, {_KEY}); {_SECURE} {_APP} {_WORKER}"
_NO_TENANT_POLICY: Final = "chat.scratch: not exactly one policy for chat_app, by app.company_id"
_NO_WORKER_POLICY: Final = "chat.scratch: not exactly one policy for chat_worker"
_NO_COMPANY: Final = "chat.scratch: company_id is not a uuid NOT NULL"
_NO_RLS: Final = "chat.scratch: row-level security is not enabled and forced"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param(_GOOD, set(), id="as it should be"),
        pytest.param(
            "CREATE TABLE scratch (id uuid CONSTRAINT pk_scratch PRIMARY KEY)",
            {
                _NO_COMPANY,
                _NO_RLS,
                _NO_TENANT_POLICY,
                _NO_WORKER_POLICY,
                "chat.pk_scratch: unique over all companies",
            },
            id="no thought given",
        ),
        pytest.param(
            f"CREATE TABLE scratch (company_id uuid, id uuid); {_SECURE} {_APP} {_WORKER}",
            {_NO_COMPANY},
            id="company may be NULL",
        ),
        pytest.param(
            f"CREATE TABLE scratch ({_COLUMNS}, {_KEY}); {_APP} {_WORKER}"
            " ALTER TABLE scratch ENABLE ROW LEVEL SECURITY",
            {_NO_RLS},
            id="not forced",
        ),
        pytest.param(
            f"CREATE TABLE scratch ({_COLUMNS}, {_KEY}); {_APP} {_WORKER}"
            " ALTER TABLE scratch FORCE ROW LEVEL SECURITY",
            {_NO_RLS},
            id="not enabled",
        ),
        pytest.param(
            f"CREATE TABLE scratch ({_COLUMNS}, {_KEY}); {_SECURE} {_WORKER}"
            " CREATE POLICY tenant ON scratch TO chat_app USING (company_id IS NOT NULL)",
            {_NO_TENANT_POLICY},
            id="a policy that names no company",
        ),
        pytest.param(
            f"{_GOOD}; CREATE POLICY more ON scratch FOR SELECT TO chat_app USING (true)",
            {_NO_TENANT_POLICY},
            id="a second policy that opens what the first closes",
        ),
        pytest.param(
            f"{_GOOD}; ALTER POLICY tenant ON scratch WITH CHECK (true)",
            {_NO_TENANT_POLICY},
            id="writes unchecked",
        ),
        pytest.param(
            f"{_GOOD}; CREATE POLICY all_may ON scratch FOR SELECT USING (true)",
            {"chat.scratch: policy all_may is for others than the app or the worker role"},
            id="a policy for PUBLIC",
        ),
        pytest.param(
            f"{_GOOD}; ALTER TABLE scratch ADD COLUMN parent uuid, ADD CONSTRAINT uq_scratch UNIQUE (id),"
            " ADD CONSTRAINT fk_scratch FOREIGN KEY (parent) REFERENCES scratch (id)",
            {
                "chat.scratch: foreign key fk_scratch may point into another company",
                "chat.uq_scratch: unique over all companies",
            },
            id="a reference and a key without the company",
        ),
        pytest.param(
            f"{_GOOD}; CREATE UNIQUE INDEX uq_scratch ON scratch (id) INCLUDE (company_id)",
            {"chat.uq_scratch: unique over all companies"},
            id="the company carried along, but no part of the key",
        ),
        pytest.param(
            "CREATE VIEW scratch AS SELECT * FROM contacts",
            {"chat.scratch: a view without security_invoker"},
            id="a view with its owner's eyes",
        ),
        pytest.param(
            "CREATE MATERIALIZED VIEW scratch AS SELECT * FROM contacts",
            {"chat.scratch: row-level security does not know such relations"},
            id="a materialized view",
        ),
        pytest.param(
            "CREATE FUNCTION scratch() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            {"chat.scratch: a SECURITY DEFINER function"},
            id="a function with its owner's rights",
        ),
        pytest.param(
            f"{_GOOD}; GRANT TRUNCATE ON scratch TO chat_app; GRANT SELECT ON scratch TO PUBLIC",
            {
                "chat.scratch: chat_app may TRUNCATE",
                "chat.scratch: PUBLIC may SELECT",
                *(
                    f"{schema}_{kind}: has rights on chat.scratch"
                    for schema in SCHEMAS
                    if schema != "chat"
                    for kind in ("app", "worker", "owner")
                ),
            },
            id="rights too wide",
        ),
    ],
)
async def test_a_table_that_lacks_something_is_found(
    admin: Connection, script: str, expected: set[str]
) -> None:
    await admin.execute("SET LOCAL ROLE chat_owner; SET LOCAL search_path = chat")
    await admin.execute(script)
    await admin.execute("RESET ROLE")
    assert await findings(admin) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("GRANT SELECT ON logins TO auth_app", "auth.logins: auth_app may SELECT"),
        ("GRANT UPDATE (email) ON logins TO auth_app", "auth.logins: auth_app may UPDATE"),
        (
            "CREATE POLICY own ON totps TO auth_app USING (true)",
            "auth.totps: policy own is for others than the worker role",
        ),
        (
            "ALTER TABLE logins NO FORCE ROW LEVEL SECURITY",
            "auth.logins: row-level security is not enabled and forced",
        ),
    ],
)
async def test_a_table_of_no_company_that_requests_can_reach_is_found(
    admin: Connection, script: str, expected: str
) -> None:
    await admin.execute("SET LOCAL ROLE auth_owner; SET LOCAL search_path = auth")
    await admin.execute(script)
    await admin.execute("RESET ROLE")
    assert expected in await findings(admin)


async def test_a_role_that_may_too_much_is_found(admin: Connection) -> None:
    await admin.execute(
        "ALTER ROLE chat_app BYPASSRLS; GRANT USAGE ON SCHEMA auth TO chat_app;"
        "GRANT chat_owner TO chat_worker; GRANT UPDATE ON auth.audit_log TO auth_app;"
        "ALTER TABLE reporting.rollups OWNER TO reporting_app;"
        "GRANT UPDATE ON chat.alembic_version TO chat_app"
    )
    found = await findings(admin)
    assert {
        "chat_app: superuser, BYPASSRLS, CREATEDB, CREATEROLE or REPLICATION",
        "chat_app: may use another service's schema auth",
        "chat_worker: is a member of chat_owner",
        "auth.audit_log: auth_app may change it",
        "reporting_app: owns 1 objects",
        "reporting.rollups: is not owned by reporting_owner",
        "chat.alembic_version: chat_app may UPDATE",
    } <= found


@pytest.mark.parametrize(("schema", "kind"), ROLES, ids=lambda value: str(value))
async def test_no_role_but_the_owner_writes_the_schemas_version(
    system: System, schema: str, kind: str
) -> None:
    connection = await asyncpg.connect(database_url(system.world.settings, schema, kind))
    try:
        assert await connection.fetchval("SELECT count(*) FROM alembic_version") == 1
        for statement in (
            "UPDATE alembic_version SET version_num = 'x'",
            "DELETE FROM alembic_version",
            "INSERT INTO alembic_version VALUES ('x')",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_each_role_has_a_password_of_its_own(system: System) -> None:
    settings = system.world.settings
    urls = {
        (schema, kind): database_url(settings, schema, kind)
        for schema in SCHEMAS
        for kind in ("owner", "app", "worker")
    }
    assert len({password_of(url) for url in urls.values()}) == len(urls)
    for schema in SCHEMAS:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(
                with_credentials(urls[schema, "app"], f"{schema}_owner", password_of(urls[schema, "worker"]))
            )


@pytest.mark.parametrize(("schema", "kind"), ROLES, ids=lambda value: str(value))
async def test_a_role_finds_its_tables_and_is_stopped_when_it_hangs(
    system: System, schema: str, kind: str
) -> None:
    connection = await asyncpg.connect(database_url(system.world.settings, schema, kind))
    try:
        names = ["search_path", "idle_in_transaction_session_timeout"]
        names += ["statement_timeout", "lock_timeout"] if kind == "app" else []
        settings = {name: await connection.fetchval(f"SHOW {name}") for name in names}
    finally:
        await connection.close()
    assert settings.pop("search_path") == schema
    assert not [name for name, value in settings.items() if value == "0"]


async def test_no_row_of_another_company_can_be_reached_in_any_table(
    system: System, company: Company, admin: Connection
) -> None:
    """As each service's app role: with another company's id, with none, and with an empty one."""
    phone = system.new_phone()
    await company.customer_writes(phone, "olá")
    await company.api.post("/api/v1/contacts", {"name": "Outra", "phone": system.new_phone()})
    await company.import_contacts([target := system.new_phone()])
    await company.run_campaign([target], "novidades")
    stranger = await system.new_company()
    mine, theirs = [(await each.api.get("/api/v1/companies/current"))["id"] for each in (company, stranger)]
    tried = 0
    for schema in SCHEMAS:
        tables = await _tables_with_rows_of(admin, schema, mine)
        connection = await asyncpg.connect(database_url(system.world.settings, schema, "app"))
        try:
            for table in tables:
                await _try_to_reach(connection, table, mine, theirs)
        finally:
            await connection.close()
        tried += len(tables)
    assert tried >= 20


async def _tables_with_rows_of(admin: Connection, schema: str, company_id: str) -> list[str]:
    """Return the tables that hold something of a company; not the queues, which are emptied meanwhile."""
    tables = await admin.fetch(
        "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname = $1"
        " AND tablename <> ALL ('{alembic_version, outbox, progress_marks, audit_unsealed}')",
        schema,
    )
    return [
        table["name"]
        for table in tables
        if table["name"] not in WITHOUT_COMPANY
        and await admin.fetchval(
            f"SELECT EXISTS (SELECT FROM {table['name']} WHERE company_id = $1)",
            company_id,
        )
    ]


@asynccontextmanager
async def _as_company(connection: Connection, company_id: str | None) -> AsyncIterator[None]:
    """Do something under a tenant, or under none, and take it back."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        if company_id is not None:
            await connection.execute("SELECT set_config('app.company_id', $1, true)", company_id)
        yield
    finally:
        await transaction.rollback()


async def _try_to_reach(connection: Connection, table: str, mine: str, theirs: str) -> None:
    """Read, change, delete and take over the rows of ``mine`` as ``theirs``, and as nobody."""
    for company_id in (None, "", theirs):
        async with _as_company(connection, company_id):
            assert await connection.fetchval(f"SELECT count(*) FROM {table} WHERE company_id = $1", mine) == 0
        for statement in (
            f"UPDATE {table} SET company_id = company_id WHERE company_id = $1 RETURNING 1",
            f"DELETE FROM {table} WHERE company_id = $1 RETURNING 1",
        ):
            async with _as_company(connection, company_id):
                try:
                    assert await connection.fetch(statement, mine) == [], (table, statement)
                except asyncpg.InsufficientPrivilegeError:
                    assert table in APPEND_ONLY + ADDED_BY_THE_WORKER
    async with _as_company(connection, mine):
        assert await connection.fetchval(f"SELECT count(*) FROM {table} WHERE company_id = $1", mine) > 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"UPDATE {table} SET company_id = $1", theirs)
    async with _as_company(connection, mine):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"TRUNCATE {table}")
