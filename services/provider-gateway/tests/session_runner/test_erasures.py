"""A company that is erased: its devices are logged out while there are credentials to do it with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import Handle, Published
from gateway.bridge.protocol import Logout
from gateway.domain import sessions as life_cycle
from gateway.service import erasures

from ..session_stage import Rows
from .steps import Start, opened

Erase = Callable[[datetime], Any]


@pytest.fixture
def erase(database: Database) -> Erase:
    """Lets the worker erase as far as it gets at a time."""
    eraser = erasures.company_eraser(database)

    async def run(at: datetime) -> None:
        while await eraser.step(at):
            pass

    return run


@pytest.fixture
def asked(handle: Handle, company_id: UUID) -> Callable[[], Any]:
    async def ask() -> None:
        await handle([CompanyErasureRequestedV1(company_id=company_id, erasure_id=uuid7())])

    return ask


async def sessions(database: Database) -> int:
    async with database.worker() as session:
        return int((await execute(session, "SELECT count(*) FROM sessions")).scalar_one())


@pytest.mark.parametrize("is_open", [True, False])
async def test_devices_are_logged_out_before_anything_goes(
    start: Start,
    session_of: Callable[..., Any],
    rows: Rows,
    asked: Callable[[], Any],
    erase: Erase,
    database: Database,
    published: Published,
    *,
    is_open: bool,
) -> None:
    channel_id = await session_of()
    played = start()
    if is_open:
        await opened(played, channel_id)
    else:  # As a channel that was switched off: nobody holds it, and it has its keys.
        await rows.want(channel_id, lambda life: life_cycle.asked_to_close(life, now()))
    await asked()
    at = now()
    await erase(at)
    assert await sessions(database) == 1, "its credentials are needed yet"
    await rows.until(channel_id, "logged_out", rounds=played)
    assert any(isinstance(line, Logout) for line in played.bridges.lines.told)
    for minutes in range(1, 4):
        await erase(at + timedelta(minutes=minutes))
    assert await sessions(database) == 0
    [confirmed] = await published(CompanyErasedV1)
    assert confirmed.erased["devices logged out"] == 1
    assert "devices still linked" not in confirmed.erased


async def test_a_device_that_cannot_be_reached_holds_nothing_up_for_long(
    session_of: Callable[..., Any],
    asked: Callable[[], Any],
    erase: Erase,
    database: Database,
    published: Published,
) -> None:
    await session_of()
    await asked()
    at = now()
    await erase(at + erasures.LOG_OUT_PATIENCE / 2)
    assert await sessions(database) == 1
    for minutes in range(3, 6):
        await erase(at + timedelta(minutes=minutes))
    assert await sessions(database) == 0
    [confirmed] = await published(CompanyErasedV1)
    assert confirmed.erased["devices still linked"] == 1
