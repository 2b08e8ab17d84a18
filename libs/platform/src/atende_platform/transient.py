"""Which errors pass by themselves: an outage is waited out, never blamed on the record or the caller."""

from typing import Final

from aiokafka.errors import KafkaError
from asyncpg import InterfaceError, PostgresConnectionError
from asyncpg.exceptions import (
    DeadlockDetectedError,
    IdleInTransactionSessionTimeoutError,
    InsufficientResourcesError,
    LockNotAvailableError,
    OperatorInterventionError,
    PostgresSystemError,
    ReadOnlySQLTransactionError,
    SerializationError,
)
from redis.exceptions import ClusterDownError, MasterDownError, OutOfMemoryError, ReadOnlyError, TryAgainError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

TRANSIENT: Final = (
    OSError,  # includes TimeoutError and every refused or reset connection
    KafkaError,
    InterfaceError,
    PostgresConnectionError,
    InsufficientResourcesError,  # disk full, no memory, too many connections
    OperatorInterventionError,  # shut down, starting up, a statement that was cancelled
    PostgresSystemError,  # the server's disk
    ReadOnlySQLTransactionError,  # a standby that is about to be promoted
    IdleInTransactionSessionTimeoutError,
    DeadlockDetectedError,
    SerializationError,
    LockNotAvailableError,
    PoolTimeoutError,
    RedisConnectionError,
    RedisTimeoutError,
    ReadOnlyError,  # what Redis answers while another becomes the master, or its memory is full
    MasterDownError,
    ClusterDownError,
    TryAgainError,
    OutOfMemoryError,
)


def is_transient(error: BaseException) -> bool:
    """Tell whether trying again later may succeed without anybody changing code or data."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_transient(one) for one in error.exceptions)
    if isinstance(error, DBAPIError):
        original: BaseException | None = error.orig
        while original is not None:
            if isinstance(original, TRANSIENT):
                return True
            original = original.__cause__
        return error.connection_invalidated
    return isinstance(error, TRANSIENT)
