"""Hears at once what transactions of other processes notify of (LISTEN), over a connection of its own.

A notification may be lost with the connection: those who listen also look for themselves every so often.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

import asyncpg

from atende_platform.data.db import asyncpg_url
from atende_platform.process.progress import Progress
from atende_platform.process.tasks import Task, wait

_ANSWER_SECONDS: Final = 10.0
_CHECK_SECONDS: Final = 10.0


def listener(
    name: str, url: str, topics: Mapping[str, Callable[[str], None]], *, begun: Callable[[], None]
) -> Task:
    """Return a task that calls each topic's function with what is said on the channel ``<topic>.<schema>``.

    ``begun`` is called whenever it can be heard from now on, and nothing is known of what was said before.
    """
    longest = _CHECK_SECONDS + 2 * _ANSWER_SECONDS
    progress = Progress(name, limit=longest + _ANSWER_SECONDS, step=longest)

    async def listen() -> None:
        progress.due()
        connection = await asyncpg.connect(
            asyncpg_url(url),
            timeout=_ANSWER_SECONDS,
            command_timeout=_ANSWER_SECONDS,
            server_settings={"application_name": name},
        )
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            schema = await connection.fetchval("SELECT current_schema()")
            for topic, hear in topics.items():
                await connection.add_listener(f"{topic}.{schema}", _payload_to(hear))
            begun()
            while not lost.is_set():
                # A server that vanished says nothing, and who only listens would never know.
                await connection.fetchval("SELECT 1")
                progress.done()
                progress.due()
                await wait(lost, _CHECK_SECONDS)
            raise ConnectionError("the listening connection was lost")
        finally:
            connection.terminate()

    return Task(name, listen, (progress,))


def _payload_to(hear: Callable[[str], None]) -> Callable[..., None]:
    return lambda *heard: hear(str(heard[-1]))
