"""Which errors pass by themselves: an outage is waited out, never blamed on the record or the caller.

Some of them may be one company's own doing, such as two of its writers that wait for each other: see
`is_contention`.
"""

import errno
from collections.abc import Iterator
from typing import Final

from aiokafka.errors import InvalidTopicError, KafkaError, MessageSizeTooLargeError, RecordListTooLargeError
from asyncpg import InterfaceError, InternalClientError, PostgresConnectionError
from asyncpg.exceptions import (
    DeadlockDetectedError,
    IdleInTransactionSessionTimeoutError,
    InsufficientResourcesError,
    LockNotAvailableError,
    OperatorInterventionError,
    PostgresSystemError,
    QueryCanceledError,
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
    InternalClientError,  # a connection that the server is ending
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


CONTENTION: Final = (
    DeadlockDetectedError,
    SerializationError,
    LockNotAvailableError,
    QueryCanceledError,  # a statement that took too long, or that waited so long
    IdleInTransactionSessionTimeoutError,
)

_LASTING: Final = (
    ValueError,  # what asyncpg says of data that it cannot encode is an InterfaceError, too
    FileNotFoundError,
    FileExistsError,
    IsADirectoryError,
    NotADirectoryError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    InvalidTopicError,
)
_LASTING_NUMBERS: Final = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EFBIG})


class HandlerTimeout(Exception):
    """A handler did not end within its time. It may wait for a lock of what the record is about."""


def is_transient(error: BaseException) -> bool:
    """Tell whether trying again later may succeed without anybody changing code or data."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_transient(one) for one in error.exceptions)
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or any(_passes(one) for one in _origins(error))
    return _passes(error)


def is_contention(error: BaseException) -> bool:
    """Tell whether the error is one of those that pass by themselves, unless they are the record's own."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_contention(one) for one in error.exceptions)
    if isinstance(error, DBAPIError):
        return any(isinstance(one, CONTENTION) for one in _origins(error))
    return isinstance(error, (*CONTENTION, HandlerTimeout))


def _passes(error: BaseException) -> bool:
    if isinstance(error, _LASTING) or (isinstance(error, OSError) and error.errno in _LASTING_NUMBERS):
        return False
    return isinstance(error, (*TRANSIENT, HandlerTimeout))


def _origins(error: DBAPIError) -> Iterator[BaseException]:
    """Return what the driver said, which SQLAlchemy has wrapped."""
    original: BaseException | None = error.orig
    while original is not None:
        yield original
        original = original.__cause__
