"""Every table of every service keeps companies apart: proved from PostgreSQL's own catalogue.

No rule knows a table by name, so a table that is added tomorrow is held to them by being there.
"""
# ruff: noqa: S608 (the rules are put together from texts of this file, and tables named by the catalogue)

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import pytest
from catalogue import (
    _TENANT,
    ADDED_BY_THE_WORKER,
    APPEND_ONLY,
    ROLES,
    SCHEMAS,
    WITHOUT_COMPANY,
    Connection,
    admin,
    findings,
)
from system import Company, System

from atende_platform.process.secret_settings import password_of, with_credentials
from atende_sandbox.services import database_url

__all__ = ["admin"]


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
