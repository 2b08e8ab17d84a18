"""A session that a process holds, whose bridge is played, and what is sent on it."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest_asyncio
from sqlmodel import select

from atende_platform.data.db import Database
from atende_platform.testing.plugin import Installation
from gateway.bridge.protocol import Ack
from gateway.models import WebSession

from ..gateway_stage import Connect, Connected, Sql
from ..sending_stage import Stage
from ..web_bridge import holding, scripted_bridge


@pytest_asyncio.fixture(loop_scope="session")
async def channel(connect: Connect, sql: Sql) -> Connected:
    made = await connect()
    await sql("UPDATE channels SET provider = 'whatsapp_web'")
    await sql(
        "INSERT INTO sessions (company_id, channel_id, state, desired, owner, fence, lease_until, campaigns)"
        " VALUES (:company_id, :channel_id, 'open', 'open', :owner, 1, now() + interval '1 hour', true)",
        company_id=made.company_id,
        channel_id=made.id,
        owner=uuid4(),
    )
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def stage(
    channel: Connected, installation: Installation, database: Database, tmp_path: Path
) -> AsyncIterator[Stage]:
    async with database.worker() as session:
        row = (await session.exec(select(WebSession).where(WebSession.channel_id == channel.id))).one()
        session.expunge(row)
    made: list[Stage] = []

    def late_ack(ack: Ack) -> None:
        made[0].senders[-1].on_late_ack(made[0].held.lease, ack)

    async with scripted_bridge() as bridge, holding(bridge, row, late_ack) as held:
        made.append(Stage(channel, bridge, held, database, installation, tmp_path))
        yield made[0]
        for sender in made[0].senders:
            await sender.drain()
