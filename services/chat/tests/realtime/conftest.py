"""Replicas of the realtime role, and consoles that are connected to them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
import socketio
from redis.asyncio import Redis

from atende_platform.data.db import Database
from atende_platform.testing.plugin import Installation, token_for

from .consoles import PATIENCE, Connect, Console, Refused, replica


@pytest.fixture
async def url(installation: Installation, database: Database) -> AsyncIterator[str]:  # noqa: ARG001
    async with replica(installation, realtime_poll_seconds=30) as address:
        yield address


@pytest.fixture
async def connect(installation: Installation, company_id: UUID, url: str) -> AsyncIterator[Connect]:
    own = company_id
    async with AsyncExitStack() as stack:

        async def open_console(
            *,
            role: str = "agent",
            company_id: UUID | None = None,
            user_id: UUID | None = None,
            session_id: UUID | None = None,
            namespace: str = "/chat",
            address: str = url,
            expires_in: float = 900,
            gen: str | None = None,
            others: Sequence[str] = (),
            **auth: Any,
        ) -> Console:
            token = token_for(
                installation.settings,
                company_id=company_id or own,
                role=role,
                user_id=user_id,
                session_id=session_id,
                expires_in=expires_in,
                **({"gen": gen} if gen else {}),
            )
            client = socketio.AsyncClient(reconnection=False)
            console = Console(client, namespace)
            stack.push_async_callback(client.shutdown)
            try:
                await client.connect(
                    address,
                    namespaces=[namespace, *others],
                    auth={"token": token, **auth},
                    transports=["websocket"],
                    wait_timeout=PATIENCE,
                )
            except socketio.exceptions.ConnectionError as error:
                raise Refused(console.refusal) from error
            return console

        yield open_console


@pytest.fixture
async def redis(installation: Installation) -> AsyncIterator[Redis]:
    redis = Redis.from_url(installation.settings.redis_url)
    yield redis
    await redis.delete("company-limits:signed")
    await redis.aclose()
