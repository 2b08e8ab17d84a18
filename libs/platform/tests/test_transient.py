"""What passes by itself and what does not, as PostgreSQL and Redis really say it."""

import errno

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, RebalanceInProgressError
from redis.exceptions import OutOfMemoryError, ReadOnlyError, ResponseError
from sqlalchemy.exc import DBAPIError

from atende_platform.data.db import Database, execute
from atende_platform.transient import is_contention, is_transient


async def refusal(database: Database, condition: str) -> DBAPIError:
    with pytest.raises(DBAPIError) as caught:
        async with database.worker() as session:
            await execute(session, f"DO $$ BEGIN RAISE {condition}; END $$")
    return caught.value


@pytest.mark.parametrize(
    "condition",
    [
        "disk_full",
        "out_of_memory",
        "too_many_connections",
        "admin_shutdown",
        "query_canceled",
        "io_error",
        "read_only_sql_transaction",
        "deadlock_detected",
        "serialization_failure",
        "lock_not_available",
    ],
)
async def test_a_server_in_trouble_is_waited_for(database: Database, condition: str) -> None:
    assert is_transient(await refusal(database, condition))


@pytest.mark.parametrize(
    "condition",
    # The last is what a row says that is too long for an index.
    ["unique_violation", "check_violation", "undefined_table", "program_limit_exceeded"],
)
async def test_what_contradicts_the_schema_is_not(database: Database, condition: str) -> None:
    assert not is_transient(await refusal(database, condition))


def test_a_failover_of_redis_is_waited_for_and_a_wrong_command_is_not() -> None:
    assert is_transient(ReadOnlyError("You can't write against a read only replica."))
    assert is_transient(OutOfMemoryError("command not allowed when used memory > 'maxmemory'."))
    assert not is_transient(ResponseError("unknown command"))


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("SELECT CAST(:value AS int)", 2**40),  # What the driver cannot encode
        ("SELECT CAST(:value AS int)", "x"),
        ("SELECT CAST(:value AS text)", "a\0b"),  # and what the server does not take.
        ("SELECT CAST(CAST(:value AS text) AS date)", "10000-99-99"),
    ],
)
async def test_bad_data_is_not_waited_for(database: Database, statement: str, value: object) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with database.worker() as session:
            await execute(session, statement, value=value)
    assert not is_transient(caught.value)


@pytest.mark.parametrize(
    ("condition", "may_be_its_own"),
    [
        ("deadlock_detected", True),
        ("lock_not_available", True),
        ("serialization_failure", True),
        ("query_canceled", True),
        ("admin_shutdown", False),
        ("disk_full", False),
    ],
)
async def test_waiting_for_others_is_told_from_an_outage(
    database: Database, condition: str, may_be_its_own: bool
) -> None:
    assert is_contention(await refusal(database, condition)) is may_be_its_own


def test_a_name_too_long_for_the_disk_and_a_message_too_large_for_kafka_are_not_waited_for() -> None:
    assert not is_transient(OSError(errno.ENAMETOOLONG, "File name too long"))
    assert not is_transient(FileNotFoundError())
    assert not is_transient(MessageSizeTooLargeError("too large"))
    assert is_transient(OSError(errno.ENOSPC, "No space left on device"))
    assert is_transient(KafkaConnectionError("away"))
    assert is_transient(RebalanceInProgressError("its number is that of EFBIG"))
