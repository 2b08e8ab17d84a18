"""A real browser for the journeys: its pages tell what went wrong, and whether everybody can use them."""

import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    async_playwright,
    expect,
)
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from atende_sandbox.settings import REPOSITORY

PHONE: Final = (390, 844)
LAPTOP: Final = (1280, 800)
WIDE: Final = (1920, 1080)

expect.set_options(timeout=15_000)

_AXE: Final = REPOSITORY / "services" / "console" / "node_modules" / "axe-core" / "axe.min.js"
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_BUSY_MS: Final = 5_000
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_MISSING: Final = (
    "The journeys of the console need Chromium, and there is none here. On Debian:"
    " apt-get install chromium (.ci/run does it). Elsewhere set CHROMIUM to the path of one."
)
_REFUSED: Final = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
"""What Chromium says of each refusal by the API, besides what the console makes of it."""


def chromium_path() -> Path:
    """Return the browser of this machine; a test that needs it fails where there is none."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        pytest.fail(_MISSING)
    return Path(found)


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """Run a browser without a window. Its own sandbox is off: containers and root have none."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(),
            # A microphone that plays a tone, and nobody asks whether it may be used.
            args=["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Window:
    """A browser window of one person: a page, what went wrong on it, and what it asked for."""

    page: Page
    context: BrowserContext
    faults: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of faults that are the point of a test: a connection that was cut."""

    def unexpected(self) -> list[str]:
        """Return what went wrong."""
        return [one for one in self.faults if not any(part in one for part in self.expected)]

    async def assert_accessible(self, *, without: Sequence[str] = ()) -> None:
        """Raise if axe finds anything on the page as it is that keeps somebody from using it."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(_AXE.read_text())
        # What is of a search before is paler until the next is there. If none comes, it is judged as it is.
        with suppress(PlaywrightTimeoutError):
            busy = self.page.locator('[aria-busy="true"]').first
            await busy.wait_for(state="detached", timeout=_BUSY_MS)
        # Colours on their way to others are nobody's: what moves and ends is waited for.
        await self.page.evaluate(
            """() => Promise.allSettled(document.getAnimations()
                .filter(one => one.effect?.getComputedTiming().endTime !== Infinity)
                .map(one => one.finished))"""
        )
        found: dict[str, Any] = await self.page.evaluate(
            """([rules, off]) => axe.run(document, {
                runOnly: rules,
                rules: Object.fromEntries(off.map(name => [name, { enabled: false }])),
                resultTypes: ['violations'],
            })""",
            [_RULES, list(without)],
        )
        lines = [
            f"{violation['id']}: {violation['help']}\n"
            + "\n".join(f"    {node['html'][:200]}\n    {_told(node)}" for node in violation["nodes"][:5])
            for violation in found["violations"]
        ]
        assert not lines, f"{self.page.url}\n" + "\n".join(lines)


def _told(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())


@asynccontextmanager
async def opened(
    browser: Browser,
    base_url: str,
    *,
    size: tuple[int, int] = LAPTOP,
    locale: str = "pt-BR",
    dark: bool = False,
    **options: Any,
) -> AsyncIterator[Window]:
    """Open a window of somebody who is not signed in. What went wrong in it fails the test at its end."""
    context = await browser.new_context(
        base_url=base_url,
        viewport={"width": size[0], "height": size[1]},
        locale=locale,
        timezone_id="America/Sao_Paulo",
        color_scheme="dark" if dark else "light",
        permissions=["microphone", "clipboard-read", "clipboard-write"],
        has_touch=size[0] < 760,
        **options,
    )
    context.set_default_timeout(15_000)
    window = Window(await context.new_page(), context)
    _watch(window, window.page)
    try:
        yield window
        assert not window.unexpected(), "\n".join(window.unexpected())
    finally:
        await context.close()


def _watch(window: Window, page: Page) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _REFUSED.match(message.text):
            window.faults.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: window.faults.append(f"exception: {error}"))
    page.on("request", lambda request: window.requests.append(request))


async def sign_in(window: Window, email: str, password: str, *, at: str = "/inbox") -> None:
    """Sign in as the login screen does, without going through it, and open an address."""
    await window.page.goto("/about")
    answer = await window.page.evaluate(
        """async body => {
            const answer = await fetch('/api/v1/auth/web/login', {
                method: 'POST', headers: { 'Content-Type': 'application/json' }, body,
            });
            return [answer.status, await answer.text()];
        }""",
        json.dumps({"email": email, "password": password}),
    )
    assert answer[0] == 200, answer
    await window.page.goto(at)
