"""The browser and the people of the console's journeys."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest_asyncio
from console.browser import Window, opened, running_chromium, sign_in
from console.office import Office, open_office
from playwright.async_api import Browser
from system import PASSWORD, System

Open = Callable[..., Awaitable[Window]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with running_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, system: System) -> AsyncIterator[Open]:
    """Opens windows of people who are not signed in; a test ends well only if nothing went wrong in any."""
    async with AsyncExitStack() as windows:

        async def visit(**options: Any) -> Window:
            return await windows.enter_async_context(opened(chromium, system.url, **options))

        yield visit


@pytest_asyncio.fixture(loop_scope="session")
async def enter(visit: Open, office: Office) -> Open:
    """Opens windows of the office's people, signed in, at an address."""

    async def enter(role: str, at: str = "/inbox", **options: Any) -> Window:
        window = await visit(**options)
        await sign_in(window, office.logins[role], PASSWORD, at=at)
        return window

    return enter


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(system: System) -> Office:
    """A company that the tests of one module share."""
    return await open_office(system)
