"""Runners of sessions, whose rounds the test has, over a real database, with bridges that are played."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from atende_platform.data.db import Database
from atende_platform.testing.plugin import Installation

from ..session_stage import Played, Rows, make_played, make_session
from .steps import Start

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def no_other_session(rows: Rows) -> None:
    """Runners look over all companies."""
    await rows.clear()


@pytest_asyncio.fixture(loop_scope="session")
async def start(installation: Installation, database: Database) -> AsyncIterator[Start]:
    """Start runners, whose rounds the test has, and end them."""
    started: list[Played] = []

    def make(
        *, build: str = "1", capacity: int | None = None, redis: Redis | None = None, **settings: Any
    ) -> Played:
        changes = {"whatsapp_web_opens_per_second": 1000.0, **settings}
        if capacity is not None:
            changes["whatsapp_web_sessions_per_bridge"] = capacity
        own = installation.settings.model_copy(update=changes)
        played = make_played(own, database, redis or installation.runtime.redis, build=build)
        started.append(played)
        return played

    yield make
    for played in started:
        await played.runner.drain()


@pytest.fixture
def session_of(installation: Installation, database: Database, company_id: UUID) -> Callable[..., Any]:
    async def make(**wanted: Any) -> UUID:
        company = wanted.pop("company", company_id)
        return await make_session(database, installation.settings, company, **wanted)

    return make
