"""An account that breaks its bridge over and over is soon with few others, and with none that are well."""

import asyncio
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from atende_platform.data.db import Database
from atende_platform.testing.plugin import Installation
from gateway.bridge import bridges as bridges_module
from gateway.bridge.bridges import Bridges, room_after
from gateway.bridge.process import BridgeProcess, Program
from gateway.bridge.protocol import Open
from gateway.domain import sessions as life_cycle

from .session_stage import Played, Rows, make_played, make_session

SESSIONS = 8


def test_half_as_many_share_a_bridge_after_each_breakdown_from_the_second_on() -> None:
    assert [room_after(breakdowns, 50) for breakdowns in range(7)] == [50, 50, 25, 12, 6, 5, 5]
    assert [room_after(breakdowns, 3) for breakdowns in range(4)] == [3, 3, 3, 3]


async def test_a_session_that_breaks_its_bridges_ends_up_with_few_others(
    installation: Installation,
    database: Database,
    company_id: UUID,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(life_cycle, "pause", lambda *_: timedelta(milliseconds=10))
    await rows.clear()
    settings = installation.settings.model_copy(update={"whatsapp_web_opens_per_second": 1000.0})
    ids = [await make_session(database, settings, company_id) for _ in range(SESSIONS)]
    poison = ids[0]
    played = make_played(settings, database, installation.runtime.redis)
    played.bridges.room = SESSIONS
    hit: list[int] = []
    for _ in range(4):
        await opened(played, ids)
        bridge: Any = played.runner.held[poison].bridge
        hit.append(sum(one.bridge is bridge for one in played.runner.held.values()))
        await bridge.end()
        await until_down(played, poison)
    assert hit[:2] == [SESSIONS, SESSIONS]
    assert hit[2] == hit[3] <= 5

    await opened(played, ids)
    well = [one for one in ids if played.runner.held[one].breakdowns == 2]
    assert len(well) == SESSIONS - hit[2]  # They were not touched since.
    bridge = played.runner.held[poison].bridge
    bridge.line.close_session(poison, played.runner.held[poison].generation, code=428)
    await until_down(played, poison)
    assert played.runner.held[poison].breakdowns == 0  # Its bridge lives.
    await played.runner.drain()


async def test_bridges_of_sessions_that_broke_down_take_no_others_until_they_have_run_for_a_while(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = time.monotonic()

    async def start(*_: Any) -> Any:
        never = asyncio.Event()
        line = SimpleNamespace(is_closed=False, wait_closed=never.wait)
        return SimpleNamespace(pid=1, engine="played", line=line, end=_nothing)

    monkeypatch.setattr(BridgeProcess, "start", start)
    monkeypatch.setattr(Program, "find", _nothing)
    monkeypatch.setattr(bridges_module, "time", SimpleNamespace(monotonic=lambda: at))
    settings = installation.settings.model_copy(update={"whatsapp_web_sessions_per_bridge": 20})
    bridges = Bridges(settings)
    suspect, well, again = await bridges.take(2), await bridges.take(), await bridges.take(2)
    assert suspect is again
    assert suspect is not well
    assert await bridges.take(1) is well
    bridges.give_back(well)
    bridges.give_back(well)
    assert await bridges.take() is well
    bridges.give_back(well)
    at += bridges_module.TRUSTED_SECONDS
    assert await bridges.take() is suspect  # The fullest one that is trusted.
    assert await bridges.take(3) not in {suspect, well}
    for watch in bridges._watches:
        watch.cancel()


async def _nothing(*_: Any) -> None:
    return None


async def opened(played: Played, ids: list[UUID]) -> None:
    async with asyncio.timeout(30):
        while not all((held := played.runner.held.get(one)) and held.is_open for one in ids):
            await played.round()
            await asyncio.sleep(0.02)
    assert any(isinstance(line, Open) for line in played.bridges.lines.told)


async def until_down(played: Played, channel_id: UUID) -> None:
    async with asyncio.timeout(10):
        while played.runner.held[channel_id].has_socket:  # noqa: ASYNC110 (nothing says so)
            await asyncio.sleep(0.01)
