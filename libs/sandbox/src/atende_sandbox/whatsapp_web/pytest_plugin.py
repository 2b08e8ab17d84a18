"""Gives tests a stub of WhatsApp Web: `whatsapp_web_stub`, one for the run, and its client `whatsapp_web`."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.whatsapp_web.client import StubClient
from atende_sandbox.whatsapp_web.running import Stub, running_stub


@pytest.fixture(scope="session")
def whatsapp_web_stub() -> Iterator[Stub]:
    """A running stub: its addresses, and the environment of programs that are to trust it."""
    with scratch_folder() as folder, running_stub(folder) as stub:
        yield stub


@pytest_asyncio.fixture(loop_scope="session")
async def whatsapp_web(whatsapp_web_stub: Stub) -> AsyncIterator[StubClient]:
    """The stub's client, before anything has happened. Several tests may not share it at once."""
    async with StubClient(whatsapp_web_stub.url) as client:
        await client.reset()
        yield client
