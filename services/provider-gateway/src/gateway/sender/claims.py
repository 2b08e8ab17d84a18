"""T1 for many channels at a time: what is asked for while one transaction runs goes with the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from atende_platform.process import tracing
from atende_platform.transient import is_transient
from gateway.domain.sends import Order
from gateway.repository.ledger import Intent

Write = Callable[[Sequence[Intent]], Awaitable[list[Order]]]


@dataclass(frozen=True, slots=True)
class _Part:
    intents: Sequence[Intent]
    keys: set[tuple[UUID, UUID]]
    claimed: asyncio.Future[list[Order]]


class ClaimBatcher:
    """Gathers intents for ``write``, which returns the orders that are now to be sent."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: list[_Part] = []
        self._writing: asyncio.Task[None] | None = None

    async def claim(self, intents: Sequence[Intent]) -> list[Order]:
        """Write intents, in the order of the calls; return those of the orders that are the caller's."""
        future: asyncio.Future[list[Order]] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Part(intents, {intent.order.key for intent in intents}, future))
        if self._writing is None:
            writing = self._write_waiting()
            self._writing = asyncio.create_task(writing, name="claim sends", context=tracing.apart())
        return await future

    async def _write_waiting(self) -> None:
        try:
            while self._waiting:
                parts, keys = list[_Part](), set[tuple[UUID, UUID]]()
                for part in self._waiting:
                    # One statement would give a send to both of two that ask for it.
                    if keys.isdisjoint(part.keys):
                        parts.append(part)
                        keys |= part.keys
                self._waiting = [part for part in self._waiting if part not in parts]
                await self._write_parts(parts)
        finally:
            self._writing = None

    async def _write_parts(self, parts: Sequence[_Part]) -> None:
        try:
            orders = await self._write([intent for part in parts for intent in part.intents])
        except Exception as error:
            if len(parts) > 1 and not is_transient(error):
                for part in parts:  # One that cannot be stored must not take the others with it.
                    await self._write_parts([part])
                return
            for part in parts:
                if not part.claimed.done():
                    part.claimed.set_exception(error)
            return
        by_key = {order.key: order for order in orders}
        for part in parts:
            if not part.claimed.done():
                part.claimed.set_result([by_key[key] for i in part.intents if (key := i.order.key) in by_key])
