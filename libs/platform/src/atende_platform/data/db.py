"""Database sessions that know their tenant, and the base of every table.

A session is one transaction. The edge (a FastAPI dependency, a consumer, a background loop)
opens it and thereby owns commit and rollback; nothing below the edge commits.

Two engines: ``app`` is the role that row-level security binds to one company; ``worker`` is the
role whose policies name it, for trusted events of many companies. The tenant is set with
``set_config(…, is_local => true)``, so it ends with the transaction: a session-level ``SET``
would survive into the pool's next checkout.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final, overload
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

import asyncpg
from sqlalchemy import CursorResult, DateTime, MetaData, event, func, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.sql.base import Executable
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import direct
from atende_platform.process.fair_share import FairShare
from atende_platform.process.settings import ServiceSettings

LEAST_POSTGRESQL: Final = 18
"""Older ones lack ``old`` and ``new`` in RETURNING, which statements of services use."""
POSITION: Final = "position"
"""In a session's ``info``: what `Database.tenant` read as it began, if it was asked to."""
_AS_TENANT: Final = "SELECT set_config('app.company_id', :company_id, true)"
# The tenant is set before the subquery is evaluated, which is when its value is first needed.
_AS_TENANT_AT: Final = """
WITH tenant AS MATERIALIZED (SELECT set_config('app.company_id', :company_id, true) AS id)
SELECT id, ({position}) AS position FROM tenant
"""
TOGETHER: Final = "events_together"
"""In a session's ``info``: whether what it publishes may be many events in one."""
PARTITIONS: Final = "kafka_partitions"
"""In a session's ``info``: how many partitions busy topics have."""
_CONNECT_SECONDS: Final = 10.0
_STATEMENT_SECONDS: Final = 60.0
"""How long a statement may take before the connection is given up: a server that vanished says nothing."""

NAMING: Final[dict[str, str]] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """Return a service's own metadata, to be given to its `Base`.

    ``class Base(SQLModel, registry=registry(metadata=new_metadata()))``: without it the tables of
    all five services would meet in one global metadata. It names no schema: the role's
    ``search_path`` decides, so that the same code runs in a schema or a database of its own.
    """
    return MetaData(naming_convention=NAMING)


def timestamp_field(*, nullable: bool = True, server_now: bool = False) -> Any:
    """Return a ``timestamptz`` column; with ``server_now`` the database fills it in."""
    column: dict[str, Any] = {"nullable": nullable and not server_now}
    if server_now:
        column["server_default"] = func.now()
    return Field(default=None, sa_type=DateTime(timezone=True), sa_column_kwargs=column)


def now() -> datetime:
    """Return the current time in UTC, aware."""
    return datetime.now(UTC)


@overload
async def execute(
    session: AsyncSession, statement: str, parameters: Mapping[str, Any] | None = None, /, **named: Any
) -> direct.Rows: ...
@overload
async def execute(
    session: AsyncSession, statement: Executable, parameters: Any = None, /, **named: Any
) -> CursorResult[Any]: ...
async def execute(
    session: AsyncSession, statement: Executable | str, parameters: Any = None, /, **named: Any
) -> CursorResult[Any] | direct.Rows:
    """Run SQL text or a Core statement in the session's transaction.

    For set-based SQL (``unnest``, ``SKIP LOCKED``, upserts) that the ORM has no words for.
    Pending ORM changes are flushed first.
    """
    given = parameters if parameters is not None else named
    if isinstance(statement, str):
        return await direct.run(session, statement, given)
    await session.flush()
    connection = await session.connection()
    return await connection.execute(statement, given)


@asynccontextmanager
async def savepoint(session: AsyncSession) -> AsyncIterator[None]:
    """Undo what is done within, and nothing else, if it raises.

    A session sets its savepoint when it is next asked for its connection, and SQL text does not ask
    (`atende_platform.data.direct`).
    """
    async with session.begin_nested():
        await session.connection()
        yield


def asyncpg_url(url: str) -> str:
    """Return a database URL as asyncpg takes it: with ``sslmode=``, for which ``ssl=`` is taken, too."""
    parts = urlsplit(url)
    names = {"ssl": "sslmode"}
    query = [(names.get(name, name), value) for name, value in parse_qsl(parts.query)]
    return urlunsplit(parts._replace(query=urlencode(query)))


class PostgresTooOld(Exception):
    """The server is older than `LEAST_POSTGRESQL`."""


def require_version(connection: "asyncpg.Connection[Any]") -> None:
    """Raise `PostgresTooOld` unless services can work with the server. Costs no round trip."""
    found = connection.get_server_version().major
    if found < LEAST_POSTGRESQL:
        raise PostgresTooOld(
            f"PostgreSQL {LEAST_POSTGRESQL} or newer is needed; this server is {found}. Upgrade it"
            " (pg_upgrade, or dump and restore), then start again."
        )


def make_engine(
    url: str,
    *,
    statement_seconds: float | None = None,
    parameters: Mapping[str, str] | None = None,
    **options: Any,
) -> AsyncEngine:
    """Return an engine whose connections asyncpg opens by the URL itself.

    A statement that takes longer than ``statement_seconds`` raises ``TimeoutError``. ``parameters`` are
    PostgreSQL's, for each session.

    SQLAlchemy would read the URL in its own way: ``sslmode=`` fails there, ``ssl=`` in asyncpg. The engine
    does not know the URL, and so cannot show its password.
    """
    dsn = asyncpg_url(url)

    async def connect() -> Any:
        connection = await asyncpg.connect(
            dsn,
            timeout=_CONNECT_SECONDS,
            command_timeout=statement_seconds,
            server_settings=dict(parameters or {}),
        )
        try:
            require_version(connection)
        except PostgresTooOld:
            await connection.close()
            raise
        return connection

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, **options)


class Database:
    """The two connection pools of a process. Create it once; `close` it at the end."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._app = _engine(settings.database_url, settings, settings.app_planning)
        self._worker = _engine(settings.database_worker_url, settings, settings.worker_planning)
        self._share = FairShare(
            "database connections",
            settings.database_pool_size,
            each=settings.connections_of_a_company,
            waiting=settings.company_requests_waiting,
            seconds=settings.database_pool_timeout,
        )
        info = {TOGETHER: settings.events_together, PARTITIONS: settings.kafka_partitions}
        self._app_sessions = async_sessionmaker(
            self._app, class_=AsyncSession, expire_on_commit=False, info=info
        )
        self._worker_sessions = async_sessionmaker(
            self._worker, class_=AsyncSession, expire_on_commit=False, info=info
        )
        self._worker_statements = async_sessionmaker(
            self._worker.execution_options(isolation_level="AUTOCOMMIT"), class_=AsyncSession, info=info
        )

    @asynccontextmanager
    async def tenant(self, company_id: UUID, *, position: str | None = None) -> AsyncIterator[AsyncSession]:
        """Open a transaction that sees and writes one company's rows only; commits on success.

        It waits for the company's turn (`FairShare`): a company's searches must not keep the others out.
        ``position`` is a query of one number, or none. It is read before anything else, in the same round
        trip, and stands in the session's ``info`` as `POSITION`.
        """
        async with self._share.place(company_id), self._app_sessions() as session, session.begin():
            opening = _AS_TENANT if position is None else _AS_TENANT_AT.format(position=position)
            opened = await execute(session, opening, company_id=str(company_id))
            if position is not None:
                session.info[POSITION] = opened.one().position
            yield session

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction over all companies: for trusted events, and for finding out who asks."""
        async with self._worker_sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def worker_statement(self) -> AsyncIterator[AsyncSession]:
        """Open a session as `worker`'s for statements each of which commits by itself.

        One round trip, where a transaction of one statement takes three.
        """
        async with self._worker_statements() as session:
            yield session

    async def ping(self) -> None:
        """Raise if the database does not answer."""
        async with self._app.connect() as connection:
            await connection.execute(text("SELECT 1"))

    @property
    def pools(self) -> dict[str, QueuePool]:
        """The pools of connections, by the role that they connect as."""
        engines = {"app": self._app, "worker": self._worker}
        return {name: engine.pool for name, engine in engines.items() if isinstance(engine.pool, QueuePool)}

    async def close(self) -> None:
        """Close both pools."""
        await self._app.dispose()
        await self._worker.dispose()


def _engine(url: str, settings: ServiceSettings, parameters: Mapping[str, str] | None = None) -> AsyncEngine:
    engine = make_engine(
        url,
        parameters=parameters,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=settings.database_pool_timeout,
        statement_seconds=_STATEMENT_SECONDS,
        # An error's text is logged; it must not carry what customers wrote.
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "checkout", _require_open)
    event.listen(engine.sync_engine, "handle_error", direct.discard_if_beyond_use)
    return engine


def _require_open(_: Any, record: ConnectionPoolEntry, __: Any) -> None:
    """Have the pool open another connection for one that the server closed.

    asyncpg knows that by itself; to ask the server (``pool_pre_ping``) is three round trips more.
    """
    connection: asyncpg.Connection[Any] | None = record.driver_connection
    if connection is None or connection.is_closed():
        raise DisconnectionError("the server closed the connection")
