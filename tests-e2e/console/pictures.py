"""``python tests-e2e/console/pictures.py``: docs/screens, of the demo's company on a fixed clock.

It plays the demo on the system of this folder (`make up`), lets some customers have conversations worth
looking at, and takes each screen. What the API answers is moved in time: day and hour are always the same.
"""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from PIL import Image
from playwright.async_api import Browser, Route, WebSocketRoute

sys.path.insert(0, str(Path(__file__).parents[1]))

from console.browser import LAPTOP, PHONE, WIDE, Window, opened, running_chromium, sign_in
from system import eventually

from atende_sandbox.demo import story
from atende_sandbox.demo.__main__ import play
from atende_sandbox.demo.api import Api
from atende_sandbox.last_start import settings_of_this_folder
from atende_sandbox.settings import REPOSITORY, Settings
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.whatsapp_web.client import StubClient

FOLDER: Final = REPOSITORY / "docs" / "screens"
CLOCK: Final = datetime(2026, 12, 1, 13, 40, tzinfo=UTC)
"""What the pictures' clocks say: a Tuesday, twenty to eleven in São Paulo."""
LARGEST_BYTES: Final = 150_000
_MOMENT: Final = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|\+00:00)"')

CONVERSATIONS: Final[Sequence[tuple[str, str, Sequence[tuple[str, str]]]]] = (
    (
        "+5511988110001",
        "Marina Teixeira",
        [("in", "Bom dia! O bolo de casamento ainda pode mudar de sabor?")],
    ),
    (
        "+5511988110002",
        "Rafael Gonçalves",
        [("in", "Vocês têm pão sem glúten?"), ("out", "Temos às quartas e sextas.")],
    ),
    (
        "+5511988110003",
        "Lívia Castro",
        [("in", "Recebi a encomenda, ficou linda! 💚"), ("out", "Que alegria, Lívia!")],
    ),
    (
        "+5511988110004",
        "Helena Moraes",
        [
            ("in", "Oi! Queria encomendar 60 brigadeiros para sábado."),
            ("out", "Oi, Helena! Claro. Qual horário fica bom para a entrega?"),
            ("in", "Às 15h, na Vila Mariana. Dá para separar metade sem lactose?"),
            ("image", "O salão é este, a entrada fica à esquerda"),
            ("note", "Cliente desde 2019: desconto de 10% na entrega."),
            ("out", "Dá sim! Ficam R$ 168,00 com a entrega. Posso confirmar?"),
            ("in", "Pode confirmar, obrigada!"),
        ],
    ),
)


@dataclass(frozen=True)
class Picture:
    """One picture: a screen, as somebody sees it who looks at an address."""

    name: str
    address: str
    role: str = "owner"
    size: tuple[int, int] = LAPTOP
    locale: str = "pt-BR"
    dark: bool = False
    ready: str = "main"
    """A selector of what must be there before it is taken."""

    @property
    def path(self) -> Path:
        theme = "dark" if self.dark else "light"
        return FOLDER / f"{self.name}-{self.locale[:2]}-{theme}-{self.size[0]}.png"


def pictures(ticket: str, campaign: str) -> list[Picture]:
    """Return all that are taken."""
    talk = f"/inbox/{ticket}"
    log = "[role=log] [role=article], [role=log] article"
    return [
        Picture("login", "/login", role=""),
        Picture("login", "/login", role="", size=PHONE, locale="en-US", dark=True),
        Picture("inbox", talk, role="agent", ready=log),
        Picture("inbox", talk, role="agent", ready=log, dark=True, locale="en-US", size=WIDE),
        Picture("inbox", talk, role="agent", ready=log, size=PHONE),
        Picture("inbox-list", "/inbox", role="agent", size=PHONE, dark=True),
        Picture("contacts", "/contacts"),
        Picture("campaigns", "/campaigns"),
        Picture("campaign-live", f"/campaigns/{campaign}/live"),
        Picture("campaign-live", f"/campaigns/{campaign}/live", dark=True, locale="en-US"),
        Picture("channel-choice", "/channels/new"),
        Picture("reports", "/reports/summary"),
        Picture("reports", "/reports/summary", dark=True, locale="en-US", size=PHONE),
        Picture("reports-campaigns", "/reports/campaigns"),
        Picture("settings-team", "/settings/team"),
        Picture("settings-queues", "/settings/queues"),
        Picture("settings-me", "/settings/me", role="agent", size=PHONE),
        Picture("settings-audit", "/settings/audit", locale="en-US", dark=True),
    ]


def pictures_of_linking(channel: str) -> list[Picture]:
    """Return those of a WhatsApp Web channel whose QR code waits for a phone."""
    link = f"/channels/new?provider=web&step=link&channel={channel}"
    code = "main svg[role=img]"
    return [
        Picture("channel-link", link, ready=code),
        Picture("channel-link", link, ready=code, size=PHONE, locale="en-US", dark=True),
    ]


def pictures_of_linked(channel: str) -> list[Picture]:
    """Return those of that channel once it is open."""
    return [
        Picture("channels", "/channels"),
        Picture("channel-web", f"/channels/{channel}"),
        Picture("channel-web", f"/channels/{channel}", size=PHONE, locale="en-US", dark=True),
    ]


async def main() -> None:
    """Take all pictures of the running system; name those that are too large."""
    settings = settings_of_this_folder()
    books, _ = await play(settings)
    ticket = await _converse(settings)
    FOLDER.mkdir(exist_ok=True)
    async with running_chromium() as browser:
        await _take_all(browser, settings, pictures(ticket, books.campaign_id))
        channel = await _linking(settings)
        await _take_all(browser, settings, pictures_of_linking(channel))
        await _link(settings, channel)
        await _take_all(browser, settings, pictures_of_linked(channel))


async def _take_all(browser: Browser, settings: Settings, taken: Sequence[Picture]) -> None:
    for picture in taken:
        await _take(browser, settings, picture)
        size = picture.path.stat().st_size
        print(f"{picture.path.relative_to(REPOSITORY)}  {size // 1000} kB")
        assert size <= LARGEST_BYTES, f"{picture.path.name} is larger than {LARGEST_BYTES} bytes"


async def _linking(settings: Settings) -> str:
    """Add a channel by WhatsApp Web and ask for a QR code; return its id."""
    async with _owner(settings) as owner:
        body = {"name": "Encomendas", "provider": "whatsapp_web", "acceptRisk": True}
        channel = str((await owner.post("/api/v1/channels", body))["id"])
        await owner.post(f"/api/v1/channels/{channel}/pairing", {"method": "qr"})
        await _until(owner, channel, "qr")
    return channel


async def _link(settings: Settings, channel: str) -> None:
    """Scan the code that is shown, and wait until the channel is open."""
    async with _owner(settings) as owner, StubClient(settings.url("whatsapp-web")) as phone:
        code = (await owner.get(f"/api/v1/channels/{channel}/pairing"))["code"]
        await phone.scan(code, "5511977770001", "Padaria")
        await _until(owner, channel, "open")


async def _until(owner: Api, channel: str, state: str) -> None:
    async def reached() -> None:
        assert (await owner.get(f"/api/v1/channels/{channel}/pairing"))["status"] == state

    await eventually(reached, timeout=120, every=0.5)


@asynccontextmanager
async def _owner(settings: Settings) -> AsyncIterator[Api]:
    owner = Api(settings.url("gateway"))
    await owner.login(story.LOGINS["owner"], story.PASSWORD)
    try:
        yield owner
    finally:
        await owner.close()


async def _converse(settings: Settings) -> str:
    """Let customers and the agent write; return the ticket of the last conversation."""
    agent = Api(settings.url("gateway"))
    await agent.login(story.LOGINS["agent"], story.PASSWORD)
    ticket = ""
    async with SimulatorClient(settings.url("simulator")) as simulator:
        for phone, name, lines in CONVERSATIONS:
            for kind, text in lines:
                ticket = await _say(simulator, agent, phone, name, kind, text) or ticket
    await agent.close()
    return ticket


async def _say(simulator: SimulatorClient, agent: Api, phone: str, name: str, kind: str, text: str) -> str:
    if kind in ("in", "image"):
        what = {"text": text} if kind == "in" else {"text": None, "type": "image", "caption": text}
        await simulator.inbound(story.PHONE_NUMBER_ID, phone.lstrip("+"), name=name, wait=True, **what)
        await asyncio.sleep(1)
        return ""
    [ticket] = [
        one for one in (await agent.get("/api/v1/tickets", q=phone))["items"] if one["status"] != "closed"
    ]
    path = "notes" if kind == "note" else "messages"
    body: dict[str, Any] = {"text": text, "clientMessageId": str(uuid4())}
    await agent.post(f"/api/v1/tickets/{ticket['id']}/{path}", body)
    await asyncio.sleep(1)
    return str(ticket["id"])


async def _take(browser: Browser, settings: Settings, picture: Picture) -> None:
    async with opened(
        browser, settings.url("gateway"), size=picture.size, locale=picture.locale, dark=picture.dark
    ) as window:
        await _fix_clock(window)
        if picture.role:
            await _choose_language(settings, picture)
            await sign_in(window, story.LOGINS[picture.role], story.PASSWORD)
        await window.page.goto(picture.address)
        await window.page.locator(picture.ready).first.wait_for()
        await window.page.wait_for_load_state("networkidle")
        await window.page.wait_for_timeout(700)
        await window.page.screenshot(path=picture.path, animations="disabled", caret="hide")
    Image.open(picture.path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        picture.path, optimize=True
    )


async def _choose_language(settings: Settings, picture: Picture) -> None:
    # The company's is Portuguese: who wants another says so.
    person = Api(settings.url("gateway"))
    await person.login(story.LOGINS[picture.role], story.PASSWORD)
    await person.patch("/api/v1/auth/me/preferences", {"language": picture.locale[:2]})
    await person.close()


async def _fix_clock(window: Window) -> None:
    moved = CLOCK - datetime.now(UTC)

    async def move(route: Route) -> None:
        answer = await route.fetch()
        if "json" not in answer.headers.get("content-type", ""):
            await route.fulfill(response=answer)
            return
        await route.fulfill(response=answer, body=_moved(await answer.text(), moved))

    def move_updates(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(
            lambda update: socket.send(_moved(update, moved) if isinstance(update, str) else update)
        )

    await window.page.clock.set_fixed_time(CLOCK)
    await window.page.route(re.compile(r"/api/v1/(?!auth/)"), move)
    await window.page.route_web_socket(re.compile("/socket.io/"), move_updates)


def _moved(text: str, by: timedelta) -> str:
    def move(found: re.Match[str]) -> str:
        return f'"{(datetime.fromisoformat(found[1]).replace(tzinfo=UTC) + by).isoformat()}"'

    return _MOMENT.sub(move, text)


if __name__ == "__main__":
    asyncio.run(main())
