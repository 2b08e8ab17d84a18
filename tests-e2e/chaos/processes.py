"""The supervisor's processes: which they are, whether they run, and having one stand still."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psutil

from atende_sandbox.state import ChildState
from atende_sandbox.world import World


def child_of(world: World, name: str) -> ChildState:
    """Return what the supervisor says of a process."""
    state = world.state()
    child = state.child(name) if state else None
    assert child is not None, name
    return child


def process_of(world: World, name: str) -> psutil.Process:
    """Return a process that runs."""
    return psutil.Process(child_of(world, name).pid)


@asynccontextmanager
async def suspended(world: World, name: str) -> AsyncIterator[None]:
    """Have a process and its children stand still for the time of the context."""
    parent = process_of(world, name)
    stopped = [parent, *parent.children(recursive=True)]
    for process in stopped:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.resume()
