"""Runs the tasks of a process: each again and again, until the process ends."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog

from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.transient import is_transient

log = structlog.get_logger(__name__)


_RESTART_FIRST_SECONDS: Final = 0.5
_RESTART_LONGEST_SECONDS: Final = 15.0
_OUTAGE_LONGEST_SECONDS: Final = 2.0
"""Who waits for a server is there again soon after it is, also after its third outage within a minute."""
_SAID_AGAIN_SECONDS: Final = 30.0
_STOP_AGAIN_SECONDS: Final = 30.0
"""Longer than any task takes to finish what it has at hand."""


async def _forever(task: Task, runtime: Runtime[Any]) -> None:
    """Run a task until it is cancelled; when it fails, say so, wait, and run it again."""
    delay = _RESTART_FIRST_SECONDS
    own = asyncio.current_task()
    said_at = -_SAID_AGAIN_SECONDS
    while True:
        started, longest = asyncio.get_running_loop().time(), _RESTART_LONGEST_SECONDS
        try:
            await task.run()
            log.warning("task.ended", task=task.name)
        except Exception as error:
            runtime.failing[task.name] = repr(error)
            if is_transient(error):
                # Where it was when a server went away is of no interest; nor is each further try.
                if started - said_at >= _SAID_AGAIN_SECONDS:
                    said_at = started
                    log.warning("task.waiting", task=task.name, error=repr(error))
                longest = _OUTAGE_LONGEST_SECONDS
            else:
                log.error("task.failed", task=task.name, error=repr(error), exc_info=error)
        for progress in task.progress:
            progress.turned()
        if own is not None and own.cancelling():
            return  # A library swallowed the cancellation.
        if asyncio.get_running_loop().time() - started > 60:
            delay = _RESTART_FIRST_SECONDS
        delay = min(delay, longest)
        await asyncio.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311 (jitter, not a secret)
        delay *= 2
        runtime.failing.pop(task.name, None)


@asynccontextmanager
async def running_tasks(tasks: Sequence[Task], runtime: Runtime[Any]) -> AsyncIterator[None]:
    """Run tasks for the time of the context; on leaving, each is cancelled and waited for."""
    for progress in (each for task in tasks for each in task.progress):
        runtime.progress[progress.name] = progress
        progress.publish()
    started = [asyncio.create_task(_forever(task, runtime), name=task.name) for task in tasks]
    try:
        yield
    finally:
        for progress in (each for task in tasks for each in task.progress):
            runtime.progress.pop(progress.name, None)
        running = set(started)
        while running:
            # Again and again: a library that swallows a cancellation would keep the process for ever.
            for task in running:
                task.cancel()
            _, running = await asyncio.wait(running, timeout=_STOP_AGAIN_SECONDS)
            if running:
                log.warning("task.not_stopping", tasks=sorted(task.get_name() for task in running))
