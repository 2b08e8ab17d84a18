"""Whether the names of servers can be resolved, known within a time.

The resolver of the C library may take half a minute where no DNS answers, and its call cannot be ended: in a
thread of the event loop's executor it would hold up the loop's end, too. So each name has a thread of its
own, which ends with the process.
"""

import asyncio
import threading
from collections.abc import Collection
from contextlib import suppress
from socket import getaddrinfo
from typing import Final

RESOLVE_SECONDS: Final = 2.0


async def require_resolvable(hosts: Collection[str]) -> None:
    """Return once the address of any of these hosts is known. Raises ``OSError``, which names them."""
    if not hosts:
        return
    problems = await asyncio.gather(*map(_problem_with, hosts))
    if all(problems):
        raise OSError("; ".join(filter(None, problems)))


async def _problem_with(host: str) -> str | None:
    loop = asyncio.get_running_loop()
    resolved: asyncio.Future[str | None] = loop.create_future()

    def tell(problem: str | None) -> None:
        if not resolved.done():
            resolved.set_result(problem)

    def resolve() -> None:
        problem = None
        try:
            getaddrinfo(host, None)
        except (OSError, UnicodeError) as error:
            problem = f"the name {host} cannot be resolved: {error}"
        with suppress(RuntimeError):  # Nobody waits any more.
            loop.call_soon_threadsafe(tell, problem)

    threading.Thread(target=resolve, name=f"resolve {host}", daemon=True).start()
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            return await resolved
    except TimeoutError:
        return f"the name {host} cannot be resolved: no DNS answers within {RESOLVE_SECONDS:g} s"
