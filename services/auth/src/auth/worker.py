"""The worker role: the outbox relay, and the deletion of what has expired."""

from collections.abc import Sequence

from fastapi import FastAPI

from atende_platform.outbox import Relay
from atende_platform.runtime import Runtime, Task, every
from auth.service import sessions
from auth.settings import Settings


def worker(_: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Return the tasks of the worker role. Any number of replicas may run them."""
    settings = runtime.settings

    async def expire() -> None:
        more = True
        while more:
            async with runtime.database.worker() as session:
                more = await sessions.expire(session, settings)

    return [Task("relay", Relay(settings).run), every("expiry", settings.expiry_interval_seconds, expire)]
