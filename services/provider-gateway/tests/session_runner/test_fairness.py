"""Whose sessions are opened first where there is not room for all."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from atende_platform.data.db import now
from gateway.domain import sessions as life_cycle

from ..session_stage import Rows
from .steps import Start, eventually, uuid4_of

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_companies_with_few_sessions_come_first(start: Start, session_of: Callable[..., Any]) -> None:
    for _ in range(6):
        await session_of(company=uuid4_of(1))
    small = await session_of(company=uuid4_of(2))
    played = start(capacity=3)
    await played.round()
    assert small in played.runner.held
    assert len(played.runner.held) == 3


async def test_who_holds_all_places_makes_room_for_another_company(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    large = [await session_of(company=uuid4_of(3)) for _ in range(5)]
    played = start(capacity=3)
    await played.round()
    assert len(played.runner.held) == 3
    small = await session_of(company=uuid4_of(4))
    await rows.until(small, "open", rounds=played)
    assert sum(one in played.runner.held for one in large) == 2
    # And not another one: neither company has two more than the other.
    for _ in range(3):
        await played.round()
    assert small in played.runner.held


async def test_sessions_are_opened_one_after_the_other(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    for _ in range(3):
        await session_of()
    pairing = await session_of(paired=False, wanted=False)
    played = start(whatsapp_web_opens_per_second=0.01)
    played.runner._gate.pass_one()
    await played.round()
    await asyncio.sleep(0.1)
    assert not played.bridges.started
    await rows.want(pairing, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await eventually(lambda: pairing in played.bridges.open_sockets())  # Somebody waits for it.
    assert len(played.bridges.open_sockets()) == 1
