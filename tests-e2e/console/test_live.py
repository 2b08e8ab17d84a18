"""Live figures: they change as things happen, on the tab and on the wall, and say so when they cannot."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from console.browser import LAPTOP, PHONE, WIDE, Window, sign_in
from console.conftest import Open
from console.office import Office, open_office
from playwright.async_api import Locator, Page, Route, WebSocketRoute, expect
from system import PASSWORD, System

_QUEUE = "01a227fc-06aa-77c8-aba7-e51f7714f406"
"""A queue that there is no longer."""
_PATIENT_MS = 60_000
"""For what takes its way through all services, or is said after half a minute of silence."""


@pytest_asyncio.fixture(loop_scope="session")
async def office(system: System) -> AsyncIterator[Office]:
    """A company of its own for each test: its figures are counted from zero."""
    yield await open_office(system)


def figure(page: Page, name: str) -> Locator:
    """Return the number under a name."""
    return page.locator("dt", has_text=re.compile(f"^{name}$")).locator("xpath=following-sibling::dd")


class Line:
    """The way to the server, which can be cut: its sockets, and the figures that are asked for."""

    def __init__(self) -> None:
        self.is_cut = False
        self._open: list[WebSocketRoute] = []

    async def lay(self, window: Window) -> None:
        await window.page.route_web_socket(re.compile("/socket.io/"), self._connect)
        await window.page.route("**/api/v1/live*", self._ask)

    async def cut(self) -> None:
        self.is_cut = True
        for socket in self._open:
            await socket.close()
        self._open.clear()

    async def _connect(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            await socket.close()
            return
        socket.connect_to_server()
        self._open.append(socket)

    async def _ask(self, route: Route) -> None:
        await (route.abort() if self.is_cut else route.continue_())


async def test_figures_change_as_things_happen(enter: Open, office: Office) -> None:
    window = await enter("owner", at="/reports/live")
    page = window.page
    await expect(figure(page, "Esperando resposta")).to_have_text("0")

    await office.company.customer_writes(office.system.new_phone(), "Bom dia!")

    await expect(figure(page, "Esperando resposta")).to_have_text("1", timeout=_PATIENT_MS)
    await expect(figure(page, "Sem dono")).to_have_text("1")
    await expect(figure(page, "Mensagens recebidas")).to_have_text("1")
    agent = await office.api("agent")
    [ticket] = (await agent.get("/api/v1/tickets"))["items"]
    await agent.post(
        f"/api/v1/tickets/{ticket['id']}/messages", {"text": "Olá!", "clientMessageId": str(uuid4())}
    )
    await expect(figure(page, "Esperando resposta")).to_have_text("0")
    await expect(figure(page, "Em atendimento")).to_have_text("1")
    row = page.get_by_role("table", name="Atendentes").get_by_role("row", name=re.compile("André Dias"))
    await expect(row).to_contain_text("Offline")
    await agent.post(f"/api/v1/tickets/{ticket['id']}/close", {})
    await expect(figure(page, "Atendimentos encerrados")).to_have_text("1")
    await agent.close()
    await window.assert_accessible()


async def test_agents_see_of_agents_only_themselves(enter: Open) -> None:
    colleague = await enter("admin", at="/reports/live")
    window = await enter("agent", at="/reports/live", size=PHONE)
    everybody = colleague.page.get_by_role("table", name="Atendentes").get_by_role("row")
    await expect(everybody.filter(has_text="André Dias")).to_contain_text("Disponível", timeout=_PATIENT_MS)
    await expect(everybody.filter(has_text="Adriana Reis")).to_be_visible()
    own = window.page.get_by_role("table", name="Atendentes").get_by_role("row")
    await expect(own.filter(has_text="André Dias")).to_contain_text("Disponível")
    await expect(own.filter(has_text="Adriana Reis")).to_have_count(0)
    await window.assert_accessible()


@pytest.mark.parametrize("dark", [False, True])
async def test_the_wall_has_the_screen_for_itself(enter: Open, office: Office, dark: bool) -> None:
    window = await enter("viewer", at="/reports/live?wall=1", size=WIDE, dark=dark)
    page = window.page
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await expect(figure(page, "Esperando resposta")).to_have_text("0")
    for _ in range(3):
        await office.company.customer_writes(office.system.new_phone(), "Oi!")
    await expect(figure(page, "Esperando resposta")).to_have_text("3", timeout=_PATIENT_MS)
    await window.assert_accessible()
    await page.keyboard.press("Escape")
    await page.wait_for_url("**/reports/live")
    await expect(page.get_by_role("navigation").first).to_be_visible()


@pytest.mark.parametrize(("size", "queue"), [(LAPTOP, None), (WIDE, None), (LAPTOP, _QUEUE)])
async def test_a_full_wall_fits_the_screen(
    visit: Open, office: Office, size: tuple[int, int], queue: str | None
) -> None:
    window = await visit(size=size)
    window.expected += ["WebSocket"]
    page = window.page
    await page.route_web_socket(re.compile("/socket.io/"), lambda socket: socket.close())
    await page.route("**/api/v1/live*", lambda route: route.fulfill(json=_full(queue)))
    address = f"/reports/live?wall=1{f'&queue={queue}' if queue else ''}"
    await sign_in(window, office.logins["viewer"], PASSWORD, at=address)
    await expect(figure(page, "Esperando resposta")).to_have_text("1.204")
    await expect(page.get_by_text(re.compile("^e mais"))).to_have_count(2)
    await expect(page.get_by_text("Fila: ")).to_have_count(1 if queue else 0)
    await expect(figure(page, "Mensagens recebidas")).to_have_count(0 if queue else 1)
    main = page.get_by_role("main")
    assert await main.evaluate("one => one.scrollHeight <= one.clientHeight"), "nobody scrolls it"


def _full(queue: str | None) -> dict[str, Any]:
    """Return the figures of a company with more queues and agents than a screen has room for."""
    at = datetime.now(UTC)
    since = (at - timedelta(hours=26, minutes=7)).isoformat()
    counts = {"open": 870, "pending": 402, "waiting": 1204, "longestWaitSince": since}
    return {
        **counts,
        "at": at.isoformat(),
        "channelId": None,
        "queueId": queue,
        "snoozed": 61,
        "messagesPerMinute": 184,
        "agentsOnline": 25,
        "agents": [
            {"userId": str(uuid4()), "status": "online", "open": 20, "waiting": 12} for _ in range(40)
        ],
        "queues": [{**counts, "queueId": str(uuid4()), "agentsOnline": 4} for _ in range(20)],
        "today": {"opened": 3120, "closed": 2987, "received": 41_230, "sent": 44_018},
    }


async def test_the_wall_says_that_its_figures_are_old_and_comes_back(visit: Open, office: Office) -> None:
    window = await visit(size=WIDE)
    window.expected += ["WebSocket", "net::ERR_FAILED"]
    line = Line()
    await line.lay(window)
    await sign_in(window, office.logins["viewer"], PASSWORD, at="/reports/live?wall=1")
    page = window.page
    await expect(figure(page, "Sem dono")).to_have_text("0")

    await line.cut()
    await office.company.customer_writes(office.system.new_phone(), "Alguém aí?")

    await expect(page.get_by_role("status")).to_contain_text("Sem atualizações desde", timeout=_PATIENT_MS)
    await expect(figure(page, "Sem dono")).to_have_text("0")
    await window.assert_accessible()
    line.is_cut = False
    await expect(figure(page, "Sem dono")).to_have_text("1", timeout=_PATIENT_MS)
    await expect(page.get_by_role("status")).to_have_text("")
