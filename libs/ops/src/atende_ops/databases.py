"""A service's database for the time of a command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from atende_contracts.topics import ServiceName
from atende_ops.access import common_settings
from atende_platform.data.db import Database
from atende_platform.process.settings import ServiceSettings


@asynccontextmanager
async def database_of(service: ServiceName) -> AsyncIterator[Database]:
    """Open a service's database by what every service has of settings."""
    async with database_with(common_settings(service)) as database:
        yield database


@asynccontextmanager
async def database_with(settings: ServiceSettings) -> AsyncIterator[Database]:
    """Open the database that the settings name."""
    database = Database(settings)
    try:
        yield database
    finally:
        await database.close()
