"""SQL text runs over the session's own connection, and its rows and errors are read as SQLAlchemy's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import text

from atende_contracts.ids import uuid7
from atende_platform.data import direct
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Installation
from atende_platform.transient import is_transient


class NeverMind(Exception):
    """What a caller fails with."""


_INSERT = "INSERT INTO notes (company_id, id, text) VALUES (:company_id, :id, :text) RETURNING id, text"


def test_parameters_are_numbered_as_they_come_each_name_once() -> None:
    sql, names = direct.numbered(r"SELECT :a, :b, CAST(:a AS text), '\:c', x[1:2] FROM t WHERE d::date = :b")
    assert sql == "SELECT $1, $2, CAST($1 AS text), ':c', x[1:2] FROM t WHERE d::date = $2"
    assert names == ("a", "b")


async def test_rows_are_read_by_name_by_place_and_as_mappings(database: Database) -> None:
    async with database.worker() as session:
        found = await execute(session, "SELECT n, n * :by AS product FROM generate_series(1, 3) AS n", by=10)
        assert found.rowcount == 3
        rows = found.all()
        assert [(row.n, row.product) for row in rows] == [(1, 10), (2, 20), (3, 30)]
        n, product = rows[0]
        assert (n, product) == (1, 10)
        again = await execute(session, "SELECT 1 AS one, 'x' AS x")
        assert dict(again.mappings().one()) == {"one": 1, "x": "x"}
        assert (await execute(session, "SELECT 7")).scalar_one() == 7
        assert (await execute(session, "SELECT 7 WHERE false")).one_or_none() is None


async def test_it_is_in_the_transaction_and_under_the_company_of_the_session(database: Database) -> None:
    company, other, note = uuid7(), uuid7(), uuid7()
    async with database.tenant(company) as session:
        await execute(session, _INSERT, company_id=company, id=note, text="mine")
        seen = await execute(session, text("SELECT text FROM notes"))  # By SQLAlchemy itself.
        assert seen.scalars().all() == ["mine"]
    async with database.tenant(other) as session:
        assert (await execute(session, "SELECT * FROM notes")).all() == []
    with suppress(NeverMind):
        async with database.tenant(company) as session:
            changed = await execute(session, "UPDATE notes SET text = 'changed' WHERE id = :id", id=note)
            assert changed.rowcount == 1
            raise NeverMind
    async with database.tenant(company) as session:
        assert (await execute(session, "SELECT text FROM notes")).scalar_one() == "mine"


async def test_a_statement_alone_commits_by_itself(database: Database) -> None:
    company, kept, failed = uuid7(), uuid7(), uuid7()
    with suppress(NeverMind):
        async with database.worker_statement() as session:
            await execute(session, _INSERT, company_id=company, id=kept, text="kept")
            raise NeverMind
    with suppress(DBAPIError):
        async with database.worker_statement() as session:
            await execute(session, _INSERT, company_id=company, id=failed, text=None)
    async with database.worker() as session:
        rows = await execute(session, "SELECT id FROM notes WHERE company_id = :id", id=company)
        assert [row.id for row in rows] == [kept]
    with suppress(NeverMind):  # The pool's connections are as before.
        async with database.worker() as session:
            await execute(session, _INSERT, company_id=company, id=failed, text="not kept")
            raise NeverMind
    async with database.worker() as session:
        rows = await execute(session, "SELECT id FROM notes WHERE company_id = :id", id=company)
        assert [row.id for row in rows] == [kept]


async def test_errors_are_sqlalchemy_s_and_show_no_value(database: Database) -> None:
    company, note = uuid7(), uuid7()

    async def store() -> None:
        async with database.tenant(company) as session:
            await execute(session, _INSERT, company_id=company, id=note, text="what a customer wrote")

    await store()
    with pytest.raises(IntegrityError) as raised:
        await store()
    assert getattr(raised.value.orig, "sqlstate", None) == "23505"
    assert "what a customer wrote" not in str(raised.value)


async def test_a_statement_that_is_cut_off_takes_its_connection_with_it(
    installation: Installation,
) -> None:
    """Nothing is known of what the server does then: nobody else gets the connection."""
    database = Database(installation.settings.model_copy(update={"database_pool_size": 1}))
    try:
        async with database.worker() as session:
            before = (await execute(session, "SELECT pg_backend_pid()")).scalar_one()

        async def wait() -> None:
            async with asyncio.timeout(0.2), database.worker() as session:
                await execute(session, "SELECT pg_sleep(60)")

        with pytest.raises(TimeoutError):
            await wait()
        async with database.worker() as session:
            assert (await execute(session, "SELECT pg_backend_pid()")).scalar_one() != before
            running = await execute(session, "SELECT 1 FROM pg_stat_activity WHERE pid = :pid", pid=before)
            assert running.all() == []
    finally:
        await database.close()


async def test_a_connection_that_the_server_closed_is_replaced_unasked(
    installation: Installation,
) -> None:
    database = Database(installation.settings.model_copy(update={"database_pool_size": 1}))
    try:
        async with database.worker() as session:
            pid = (await execute(session, "SELECT pg_backend_pid()")).scalar_one()
        async with database.tenant(uuid7()) as session:
            await execute(session, "SELECT 1")

        async def end_it() -> None:
            async with database.worker() as session:
                await execute(session, "SELECT pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(DBAPIError) as raised:
            await end_it()
        assert raised.value.connection_invalidated
        async with database.worker() as session:
            assert (await execute(session, "SELECT pg_backend_pid()")).scalar_one() != pid
    finally:
        await database.close()


@asynccontextmanager
async def not_hanging_up(url: str) -> AsyncIterator[str]:
    """Give the URL of a proxy that passes all on, but not that the server has closed the first connection."""
    parts = urlsplit(url)
    writers: list[asyncio.StreamWriter] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
        if writer not in writers[:2]:
            writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(parts.hostname, parts.port)
        await asyncio.gather(pump(reader, server_writer), pump(server_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"))
    finally:
        server.close()
        for writer in writers:
            writer.close()


@pytest.mark.parametrize("by", [lambda sql: sql, text], ids=["directly", "by SQLAlchemy"])
async def test_a_connection_that_the_server_is_ending_is_not_used_again(
    installation: Installation, database: Database, by: Callable[[str], Any]
) -> None:
    async with not_hanging_up(installation.settings.database_worker_url) as url:
        of_one = {"database_worker_url": url, "database_pool_size": 1}
        ended = Database(installation.settings.model_copy(update=of_one))
        try:
            async with ended.worker() as session:
                pid = (await execute(session, "SELECT pg_backend_pid()")).scalar_one()
            async with database.worker() as session:
                await execute(session, "SELECT pg_terminate_backend(:pid, 5000)", pid=pid)
            await asyncio.sleep(0.1)  # Until it has read why.
            with pytest.raises(DBAPIError) as raised:
                async with ended.worker() as session:
                    await execute(session, by("SELECT 1"))
            assert is_transient(raised.value)
            async with ended.worker() as session:
                assert (await execute(session, by("SELECT pg_backend_pid()"))).scalar_one() != pid
        finally:
            await ended.close()


async def test_sql_text_within_a_savepoint_goes_with_it(database: Database) -> None:
    company_id, kept, gone = uuid7(), uuid7(), uuid7()
    async with database.tenant(company_id) as session:
        await execute(session, _INSERT, company_id=company_id, id=kept, text="kept")
        with suppress(NeverMind):
            async with session.begin_nested():
                await execute(session, _INSERT, company_id=company_id, id=gone, text="gone")
                raise NeverMind
        found = await execute(
            session, "SELECT id FROM notes WHERE company_id = :company_id", company_id=company_id
        )
        assert found.scalars().all() == [kept]
