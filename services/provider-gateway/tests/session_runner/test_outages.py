"""Sessions while Redis or PostgreSQL is away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis

from atende_contracts.pairing import key_of
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import Installation
from gateway.bridge.protocol import (
    FENCED,
    KeyEntry,
    Logout,
    Qr,
    SetKeys,
)
from gateway.domain import sessions as life_cycle
from gateway.sessions import runner as runner_module

from ..session_stage import Rows
from .steps import Start, eventually, opened

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_while_redis_is_away_sessions_go_on_and_a_code_is_shown_when_it_is_back(
    start: Start, session_of: Callable[..., Any], rows: Rows, installation: Installation
) -> None:
    away = Redis(host="127.0.0.1", port=9, socket_connect_timeout=0.5)
    open_already = await session_of()
    pairing = await session_of(paired=False, wanted=False)
    played = start(redis=away)
    await opened(played, open_already)
    await rows.want(pairing, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await eventually(lambda: pairing in played.bridges.open_sockets())
    generation = played.runner.held[pairing].generation
    played.bridges.lines.say(Qr(session=pairing, generation=generation, code="code", seconds=60))
    await rows.until(pairing, "qr")
    await eventually(lambda: not len(played.runner.held[pairing].events))
    assert played.runner.held[open_already].is_open

    played.pairings._redis = installation.runtime.redis
    await played.pairings.step(now())
    assert b'"code"' in await installation.runtime.redis.get(key_of(pairing))
    await away.aclose()


async def test_while_postgresql_is_away_sockets_are_closed_before_their_leases_end(
    start: Start, session_of: Callable[..., Any], rows: Rows, installation: Installation
) -> None:
    channel_id = await session_of()
    played = start(whatsapp_web_lease_seconds=runner_module.LEASE_MARGIN_SECONDS + 2)
    await opened(played, channel_id)
    line, held = played.bridges.lines, played.runner.held[channel_id]
    refused = installation.settings.model_copy(
        update={"database_worker_url": "postgresql://nobody@127.0.0.1:9/none"}
    )
    away = Database(refused)
    there, played.runner._database = played.runner._database, away
    played.runner._steps._store._database = away
    # What the bridge asks for meanwhile waits for its answer.
    entry = KeyEntry(kind="session", id="a", value="ratchet")
    waiting = asyncio.create_task(
        line.answer_to(
            lambda number: SetKeys(
                session=channel_id, generation=held.generation, id=number, entries=(entry,)
            ),
            30,
        )
    )
    with pytest.raises(ConnectionRefusedError):
        await played.runner.renew()
    while channel_id in played.runner.held:
        await played.runner.watch()
        await asyncio.sleep(0.1)
    assert played.runner.clock() < held.expires_at - 5
    await eventually(lambda: not played.bridges.open_sockets())
    assert (await waiting).error == FENCED

    played.runner._database = played.runner._steps._store._database = there
    await rows.expire(channel_id)
    await opened(played, channel_id)
    assert played.runner.held[channel_id].generation == held.generation + 1
    await away.close()


async def test_of_a_deleted_channel_the_device_is_unlinked(
    start: Start, session_of: Callable[..., Any], database: Database
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    async with database.worker() as session:
        await execute(session, "DELETE FROM sessions WHERE channel_id = :id", id=channel_id)
    await played.round()
    assert channel_id not in played.runner.held
    await eventually(lambda: any(isinstance(line, Logout) for line in played.bridges.lines.told))
