"""Kafka as operators need it: an administrator's client that gives up in time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError

from atende_ops.errors import Wrong
from atende_platform.process.kafka_access import KafkaAccess

SECONDS: Final = 15.0
"""How long a question to Kafka may take."""


@asynccontextmanager
async def admin_of(access: KafkaAccess) -> AsyncIterator[AIOKafkaAdminClient]:
    """Open an administrator's client for the time of the context. Raises `Wrong` when Kafka is away."""
    admin = AIOKafkaAdminClient(**access.options(), request_timeout_ms=int(SECONDS * 1000))
    try:
        try:
            async with asyncio.timeout(SECONDS):
                await admin.start()
        except (TimeoutError, KafkaConnectionError) as error:
            raise Wrong(f"Kafka does not answer at {access.bootstrap}.") from error
        yield admin
    finally:
        await admin.close()
