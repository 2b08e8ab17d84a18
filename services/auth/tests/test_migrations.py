import asyncio
import secrets
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.registry import decode
from atende_contracts.users import UserChangedV1
from atende_platform.data import migrations
from atende_platform.data.provision import provision_service
from atende_platform.service.definition import migrations_dir
from atende_platform.testing.plugin import Infrastructure, Installation
from auth.main import SERVICE

WITHOUT_COMPANY = {"logins", "login_links", "registrations", "known_devices", "totps", "installation_admins"}


@pytest_asyncio.fixture(loop_scope="session")
async def empty_database(infrastructure: Infrastructure) -> AsyncIterator[str]:
    """The owner's URL of a provisioned database without tables."""
    name = f"test_auth_migrations_{secrets.token_hex(4)}"
    address = urlsplit(infrastructure.database_admin_url).netloc.rpartition("@")[2]
    owner, app, worker = (
        f"postgresql://auth_{kind}:test@{address}/{name}" for kind in ("owner", "app", "worker")
    )
    await provision_service(
        infrastructure.database_admin_url, "auth", owner_url=owner, app_url=app, worker_url=worker
    )
    yield owner
    admin = await asyncpg.connect(infrastructure.database_admin_url)
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


async def test_up_down_and_up_again_leave_what_the_models_say(empty_database: str) -> None:
    directory = migrations_dir(SERVICE)

    await asyncio.to_thread(migrations.upgrade, directory, empty_database)
    await asyncio.to_thread(migrations.check, directory, empty_database)
    revisions = len(list((directory / "versions").glob("*.py")))
    await asyncio.to_thread(migrations.downgrade, directory, empty_database, revisions)
    connection = await asyncpg.connect(empty_database)
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    await connection.close()
    assert [row["tablename"] for row in tables] == ["alembic_version"]
    await asyncio.to_thread(migrations.upgrade, directory, empty_database)
    await asyncio.to_thread(migrations.check, directory, empty_database)


async def test_a_company_that_was_there_before_is_carried_along(empty_database: str) -> None:
    """The owner is under row-level security, too: a backfill that forgets it changes no row."""
    directory = migrations_dir(SERVICE)
    await asyncio.to_thread(migrations.upgrade, directory, empty_database, "0002")
    worker = await asyncpg.connect(empty_database.replace("auth_owner:", "auth_worker:"))
    company = uuid7()
    try:
        await worker.execute(
            "INSERT INTO companies (company_id, name, time_zone, locale, reopen_hours, revision)"
            " VALUES ($1, 'Antiga', 'America/Sao_Paulo', 'pt-BR', 24, 1)",
            company,
        )
        await worker.execute(
            "INSERT INTO audit_log (company_id, id, action, details) VALUES ($1, $2, 'user.created', '{}')",
            company,
            uuid7(),
        )
        await asyncio.to_thread(migrations.upgrade, directory, empty_database)
        kept = await worker.fetch("SELECT action, object_type FROM audit_log WHERE company_id = $1", company)
    finally:
        await worker.close()
    assert [tuple(row) for row in kept] == [("user.created", "user")]


async def test_a_user_that_was_there_before_keeps_password_and_second_factor(empty_database: str) -> None:
    directory = migrations_dir(SERVICE)
    await asyncio.to_thread(migrations.upgrade, directory, empty_database, "0009")
    worker = await asyncpg.connect(empty_database.replace("auth_owner:", "auth_worker:"))
    company, user = uuid7(), uuid7()
    try:
        await worker.execute(
            "INSERT INTO companies (company_id, name, time_zone, locale, reopen_hours, revision)"
            " VALUES ($1, 'Antiga', 'America/Sao_Paulo', 'pt-BR', 24, 1)",
            company,
        )
        await worker.execute(
            "INSERT INTO users (company_id, id, name, email, password_hash, state)"
            " VALUES ($1, $2, 'Ana', 'Ana@padaria.example', 'hash', 'active')",
            company,
            user,
        )
        await worker.execute(
            "INSERT INTO memberships (company_id, user_id, role) VALUES ($1, $2, 'owner')", company, user
        )
        await worker.execute(
            "INSERT INTO totps (company_id, user_id, secret_enc, confirmed_at, last_step, recovery_hashes)"
            " VALUES ($1, $2, 'sealed', now(), 7, '{}')",
            company,
            user,
        )
        await asyncio.to_thread(migrations.upgrade, directory, empty_database, "0011")
        [kept] = await worker.fetch(
            "SELECT l.email, l.password_hash, l.email_verified_at, u.id, u.joined_at, t.secret_enc,"
            " t.sealed_for, t.last_step FROM users u JOIN logins l ON l.id = u.login_id"
            " JOIN totps t ON t.login_id = l.id"
        )
        await asyncio.to_thread(migrations.downgrade, directory, empty_database)
        [before] = await worker.fetch(
            "SELECT u.password_hash, t.secret_enc FROM users u"
            " JOIN totps t ON t.company_id = u.company_id AND t.user_id = u.id"
        )
    finally:
        await worker.close()
    assert (kept["email"], kept["password_hash"], kept["id"]) == ("Ana@padaria.example", "hash", user)
    assert kept["email_verified_at"] is not None
    assert kept["joined_at"] is not None
    assert (kept["secret_enc"], kept["last_step"]) == (b"sealed", 7)
    assert kept["sealed_for"] == f"{company}|totp|{user}"
    assert tuple(before) == ("hash", b"sealed")


async def test_users_and_companies_that_there_are_are_told(empty_database: str) -> None:
    """Reporting begins to ask for addresses and names with the version that has this migration."""
    directory = migrations_dir(SERVICE)
    await asyncio.to_thread(migrations.upgrade, directory, empty_database, "0018")
    worker = await asyncpg.connect(empty_database.replace("auth_owner:", "auth_worker:"))
    companies, users = [uuid7(), uuid7()], [uuid7() for _ in range(3)]
    try:
        for company in companies:
            await worker.execute(
                "INSERT INTO companies (company_id, name, time_zone, locale, reopen_hours, revision)"
                " VALUES ($1, 'Antiga', 'America/Sao_Paulo', 'pt-BR', 24, 4)",
                company,
            )
        login = uuid7()
        await worker.execute(
            "INSERT INTO logins (id, email, password_hash) VALUES ($1, 'ana@padaria.example', 'hash')", login
        )
        # One who accepted, one who was invited only, and one of another company who is disabled.
        for company, user, name, its_login, state in (
            (companies[0], users[0], "ana", login, "active"),
            (companies[0], users[1], "bia", None, "active"),
            (companies[1], users[2], "ana", login, "disabled"),
        ):
            await worker.execute(
                "INSERT INTO users (company_id, id, name, email, login_id, state)"
                " VALUES ($1, $2, $3, $3 || '@padaria.example', $4, $5)",
                *(company, user, name, its_login, state),
            )
            await worker.execute(
                "INSERT INTO memberships (company_id, user_id, role, revision) VALUES ($1, $2, 'admin', 6)",
                *(company, user),
            )
        await asyncio.to_thread(migrations.upgrade, directory, empty_database, "0019")
        found = await worker.fetch("SELECT * FROM outbox ORDER BY id")
        forced = await worker.fetch(
            "SELECT relname FROM pg_class WHERE relname IN ('companies', 'users', 'memberships', 'outbox')"
            " AND relforcerowsecurity"
        )
        revisions = await worker.fetch(
            "SELECT DISTINCT m.revision, c.revision FROM memberships m JOIN companies c USING (company_id)"
        )
    finally:
        await worker.close()
    events = [decode(row["type"], row["payload"].encode()) for row in found]
    for event, row in zip(events, found, strict=True):
        assert (event.topic, event.key(), event.id) == (row["topic"], row["key"], row["event_id"])
        assert event.company_id == row["company_id"]
    told = {event.user_id: event for event in events if isinstance(event, UserChangedV1)}
    assert {user: (one.company_id, one.email, one.state, one.revision) for user, one in told.items()} == {
        users[0]: (companies[0], "ana@padaria.example", "active", 7),
        users[1]: (companies[0], None, "active", 7),
        users[2]: (companies[1], None, "disabled", 7),
    }
    of_companies = [event for event in events if isinstance(event, CompanyChangedV1)]
    assert [(one.company_id, one.name, one.revision) for one in of_companies] == [
        (company, "Antiga", 5) for company in sorted(companies)
    ]
    assert [tuple(row) for row in revisions] == [(7, 5)]
    assert len(forced) == 4


async def test_every_table_is_under_forced_row_level_security(installation: Installation) -> None:
    connection = await asyncpg.connect(installation.settings.database_owner_url)
    rows = await connection.fetch(
        "SELECT relname, relrowsecurity AND relforcerowsecurity AS protected,"
        " EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'company_id'"
        "         AND attnotnull) AS owned"
        " FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        " AND relname <> 'alembic_version'"
    )
    await connection.close()

    assert {row["relname"] for row in rows} == {
        *("companies", "users", "memberships", "sessions", "refresh_tokens", "audit_log", "outbox"),
        *("invitations", "api_keys", "idempotency_keys", "company_erasures"),
        *("audit_unsealed", "audit_links", "audit_heads", "retired_generations", "notices"),
        *WITHOUT_COMPANY,
    }
    assert all(row["protected"] for row in rows)
    assert {row["relname"] for row in rows if not row["owned"]} == WITHOUT_COMPANY


async def test_requests_cannot_even_name_what_belongs_to_no_company(installation: Installation) -> None:
    connection = await asyncpg.connect(installation.settings.database_url)
    try:
        for table in WITHOUT_COMPANY:
            for statement in ("SELECT FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement.format(table))
    finally:
        await connection.close()


async def test_the_audit_log_can_only_grow(installation: Installation) -> None:
    connection = await asyncpg.connect(installation.settings.database_owner_url)
    rows = await connection.fetch(
        "SELECT role, privilege, has_table_privilege(role, 'audit_log', privilege) AS granted"
        " FROM unnest(ARRAY['auth_app', 'auth_worker']) AS role,"
        " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege"
    )
    await connection.close()

    granted = {(row["role"], row["privilege"]) for row in rows if row["granted"]}
    assert granted == {
        (role, privilege) for role in ("auth_app", "auth_worker") for privilege in ("SELECT", "INSERT")
    }
