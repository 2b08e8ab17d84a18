"""What these tests have in common to do."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from ..session_stage import Played

Start = Callable[..., Played]


async def opened(played: Played, channel_id: UUID) -> None:
    async with asyncio.timeout(20):
        while not ((held := played.runner.held.get(channel_id)) and held.is_open):
            await played.round()
            await asyncio.sleep(0.02)


async def eventually(check: Callable[[], Any], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while True:
            if check():
                return
            await asyncio.sleep(0.01)


def uuid4_of(number: int) -> UUID:
    """Return a company that no other test has."""
    return UUID(int=(0xC0FFEE << 96) + number)
