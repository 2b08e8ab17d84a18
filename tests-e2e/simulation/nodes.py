"""Processes of the simulated world: they are killed, stand still, and have clocks that are wrong.

A killed process may go on computing, but nothing of it leaves: whatever it does in the world goes through
`Node.reach`, which never returns to the dead.
"""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from random import Random
from typing import Any


@dataclass(eq=False)
class Node:
    """One process."""

    name: str
    chance: Random
    is_dead: bool = False
    frozen_until: float = 0.0
    clock_error: float = 0.0
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def run(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run something in this process."""
        token = current.set(self)
        task = asyncio.get_running_loop().create_task(work, name=f"{self.name} {name}")
        current.reset(token)
        self.tasks.add(task)
        return task

    async def reach(self, mean: float) -> None:
        """Be on the way to a server, or back, for a while; never arrive if the process is killed."""
        await asyncio.sleep(self.chance.expovariate(1 / mean))
        await self.be_there()

    async def be_there(self) -> None:
        """Go on when the process does."""
        loop = asyncio.get_running_loop()
        while not self.is_dead and self.frozen_until > loop.time():
            await asyncio.sleep(self.frozen_until - loop.time())
        if self.is_dead:
            await loop.create_future()

    def kill(self) -> None:
        """End it at once."""
        self.is_dead = True


current: ContextVar[Node | None] = ContextVar("node", default=None)


def this_node() -> Node:
    """Return the process whose code runs."""
    node = current.get()
    assert node is not None
    return node
