"""Alembic for every service: one environment, and the operations that make a table safe.

Migrations run as the service's owner role, whose ``search_path`` is its schema; no schema is named
anywhere. Nothing migrates at start-up: ``python -m <service> migrate`` is a step of the rollout.

Each migration is a transaction, in which its version is stored as well: one that fails has done nothing,
those before it stay, and the next attempt goes on from there. What must commit in between, `autocommit_block`
or `backfill_while_serving`, stands before all else in it and can be done again (`.ci/house_rules.py`).
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from alembic import command, context
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, pool, text
from sqlalchemy.engine import Connection

from atende_contracts.topics import ServiceName
from atende_platform.data import new_migrations
from atende_platform.data.db import make_engine

# The version is the owner's: anyone who could write it would make the next rollout skip or repeat migrations.
# A new table has the rights that `atende_platform.data.provision` gives on all tables.
_KEEP_VERSION: Final = text("""
    DO $$ DECLARE other text; BEGIN
        FOR other IN SELECT DISTINCT acl.grantee::regrole::text
            FROM pg_class c, aclexplode(c.relacl) AS acl
            WHERE c.oid = to_regclass('alembic_version') AND acl.grantee NOT IN (c.relowner, 0)
            AND acl.privilege_type <> 'SELECT'
        LOOP
            EXECUTE format('REVOKE ALL ON alembic_version FROM %s', other);
            EXECUTE format('GRANT SELECT ON alembic_version TO %s', other);
        END LOOP;
    END $$
""")


def _config(directory: Path, owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(directory))
    config.attributes["url"] = owner_url
    return config


class NewerSchema(Exception):
    """A later version migrated the database: this one does not know how it is, and takes nothing back."""


def upgrade(directory: Path, owner_url: str, to: str = "head") -> None:
    """Apply every migration that is not applied yet, or those up to a revision. Raises `NewerSchema`."""
    asyncio.run(_require_known(directory, owner_url))
    command.upgrade(_config(directory, owner_url), to)
    asyncio.run(_validate(owner_url))


def downgrade(directory: Path, owner_url: str, steps: int = 1) -> None:
    """Take back the last ``steps`` migrations."""
    command.downgrade(_config(directory, owner_url), f"-{steps}")
    asyncio.run(_validate(owner_url))


def revision(directory: Path, service: ServiceName, owner_url: str, message: str) -> Path:
    """Write the next migration from the difference between the models and the database; return its path."""
    config = _config(directory, owner_url)
    complete = new_migrations.completed_by(service)
    written: Any = command.revision(
        config,
        message=message,
        autogenerate=True,
        rev_id=new_migrations.next_number(directory),
        process_revision_directives=complete,
    )
    return Path(written.path)


def check(directory: Path, owner_url: str) -> None:
    """Raise when the models and the migrated database differ."""
    command.check(_config(directory, owner_url))


def run_environment(metadata: MetaData) -> None:
    """Be a service's ``env.py``."""
    url = context.config.attributes["url"]

    def keep_version(ctx: MigrationContext, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001 (Alembic's)
        ctx.execute(_KEEP_VERSION)

    def migrate(connection: Connection) -> None:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            compare_server_default=False,
            render_item=new_migrations.render_type,
            transaction_per_migration=True,
            on_version_apply=keep_version,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(_KEEP_VERSION)
        connection.commit()

    async def main() -> None:
        engine = make_engine(url, poolclass=pool.NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
        await engine.dispose()

    asyncio.run(main())


def protect(op: Operations | Any, service: ServiceName, tables: Sequence[str]) -> None:
    """Put tables under forced row-level security: the app role sees one company, the worker role all.

    An unset tenant reads as '' after the first transaction of a connection, hence ``nullif``: it
    then matches no row. PostgreSQL uses the USING expression for writes as well.
    """
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO {service}_app"
            " USING (company_id = nullif(current_setting('app.company_id', true), '')::uuid)"
        )
        op.execute(f"CREATE POLICY worker ON {table} TO {service}_worker USING (true)")


def protect_shared(op: Operations | Any, service: ServiceName, tables: Sequence[str]) -> None:
    """Put tables that belong to no company out of the reach of requests: only the worker role sees them."""
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"REVOKE ALL ON {table} FROM {service}_app")
        op.execute(f"CREATE POLICY worker ON {table} TO {service}_worker USING (true)")


Lengths = Mapping[str, Mapping[str, str]]
"""By table and column: the most that a value may have, as `chars` or `size` say it."""


def chars(most: int) -> str:
    """Bound a text by its characters."""
    return f"char_length({{column}}) <= {most}"


def size(most: int) -> str:
    """Bound a text, a list or JSON by its bytes. Of what is long it is known without reading it."""
    return f"{{size}}({{column}}) <= {most}"


def bound_lengths(op: Operations | Any, lengths: Lengths) -> None:
    """Have every column refuse what is longer. Tables are locked until the migration ends: it stands last.

    What there is already is checked when all migrations are done, while the service goes on (`upgrade`).
    What is longer stays: then the constraint is not validated, which PostgreSQL reports as a warning, and
    holds for all that is written from now on.
    """
    for table, columns in lengths.items():
        op.execute(f"ALTER TABLE {table} " + ", ".join(_length_checks(op, table, columns)))


def unbound_lengths(op: Operations | Any, lengths: Lengths) -> None:
    """Take back `bound_lengths`."""
    for table, columns in lengths.items():
        drops = (f"DROP CONSTRAINT {_length_name(table, column)}" for column in columns)
        op.execute(f"ALTER TABLE {table} " + ", ".join(drops))


_REVISION: Final = text("SELECT version_num FROM alembic_version WHERE version_num IS NOT NULL")
_HAS_REVISION: Final = text("SELECT to_regclass('alembic_version') IS NOT NULL")


async def _require_known(directory: Path, owner_url: str) -> None:
    """Raise `NewerSchema` for a database at a revision that is not among the migrations here."""
    engine = make_engine(owner_url, poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            if not (await connection.execute(_HAS_REVISION)).scalar():
                return
            revision = (await connection.execute(_REVISION)).scalar()
    finally:
        await engine.dispose()
    known = {path.name.partition("_")[0] for path in (directory / "versions").glob("*_*.py")}
    if revision is not None and revision not in known:
        raise NewerSchema(
            f"the database is at migration {revision}, of a later version; the last one here is {max(known)}."
            " Nothing was changed. Run that version, or a later one. The way back is the backup from before"
            " the upgrade (docs/upgrade.md)"
        )


_NOT_VALIDATED: Final = text("""
    SELECT CAST(CAST(conrelid AS regclass) AS text) AS table, quote_ident(conname) AS name FROM pg_constraint
    WHERE contype = 'c' AND NOT convalidated AND connamespace = CAST(current_schema() AS regnamespace)
    ORDER BY 1, 2
""")
_VALIDATE: Final = """
DO $$ BEGIN
    ALTER TABLE {table} VALIDATE CONSTRAINT {name};
EXCEPTION WHEN check_violation THEN
    RAISE WARNING '% has rows from before % that are longer', $t${table}$t$, $t${name}$t$;
END $$
"""


async def _validate(owner_url: str) -> None:
    """Check rows against constraints that hold for new ones only. Others read and write meanwhile.

    It belongs to no migration: one attempt that broke off is made up for by the next.
    """
    engine = make_engine(owner_url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table, name in (await connection.execute(_NOT_VALIDATED)).all():
            await connection.execute(text(_VALIDATE.format(table=table, name=name)))
    await engine.dispose()


def _length_name(table: str, column: str) -> str:
    return f"ck_{table}_{column}_length"


def _length_checks(op: Operations | Any, table: str, columns: Mapping[str, str]) -> Iterator[str]:
    query = text(
        "SELECT attname, CAST(CAST(atttypid AS regtype) AS text) AS type FROM pg_attribute"
        " WHERE attrelid = CAST(:name AS regclass) AND attnum > 0"
    )
    types = {row.attname: row.type for row in op.get_bind().execute(query, {"name": table})}
    for column, most in columns.items():
        measure = "octet_length" if types[column] == "text" else "pg_column_size"
        check = most.format(column=f'"{column}"', size=measure)
        name = _length_name(table, column)
        # In databases of before, where it was not done in one with the migration's version.
        yield f"DROP CONSTRAINT IF EXISTS {name}"
        yield f"ADD CONSTRAINT {name} CHECK ({check}) NOT VALID"


@contextmanager
def backfill(op: Operations | Any, *tables: str) -> Iterator[None]:
    """Let a migration change rows for the time of the context.

    Forced row-level security has no policy for the owner: without this an UPDATE finds no row, and
    says nothing. Other roles stay under their policies, and the tables are locked until the migration ends:
    of those that are busy, or have many rows, `backfill_while_serving` is kinder.
    """
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


@contextmanager
def backfill_while_serving(op: Operations | Any, *tables: str) -> Iterator[None]:
    """As `backfill`, but tables are locked for a moment only, before and after; others use them meanwhile.

    It commits what was before it, and each statement within is a transaction of its own. All of it happens
    again when the migration is repeated. After it, ``lock_timeout`` has to be set for what follows.
    """
    with op.get_context().autocommit_block():
        try:
            for table in tables:
                _alter_quickly(op, f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            yield
        finally:
            for table in tables:
                _alter_quickly(op, f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _alter_quickly(op: Operations | Any, statement: str) -> None:
    """Alter a table, or give up: until it gets the lock, everybody else waits behind it."""
    op.execute("SET lock_timeout = '5s'")
    try:
        op.execute(statement)
    finally:
        op.execute("RESET lock_timeout")
