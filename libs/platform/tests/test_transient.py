"""What passes by itself and what does not, as PostgreSQL and Redis really say it."""

import pytest
from redis.exceptions import OutOfMemoryError, ReadOnlyError, ResponseError
from sqlalchemy.exc import DBAPIError

from atende_platform.db import Database, execute
from atende_platform.transient import is_transient


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


@pytest.mark.parametrize("condition", ["unique_violation", "check_violation", "undefined_table"])
async def test_what_contradicts_the_schema_is_not(database: Database, condition: str) -> None:
    assert not is_transient(await refusal(database, condition))


def test_a_failover_of_redis_is_waited_for_and_a_wrong_command_is_not() -> None:
    assert is_transient(ReadOnlyError("You can't write against a read only replica."))
    assert is_transient(OutOfMemoryError("command not allowed when used memory > 'maxmemory'."))
    assert not is_transient(ResponseError("unknown command"))
