"""The inbox as somebody sees it: what they look for, and what they do, in Portuguese."""

import re
from dataclasses import dataclass

from console.browser import Window
from playwright.async_api import Locator, Page, expect


@dataclass
class Inbox:
    """The inbox of one window."""

    window: Window

    @property
    def page(self) -> Page:
        return self.window.page

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("list", name="Lista de conversas")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Mensagem para o cliente")

    @property
    def note(self) -> Locator:
        return self.page.get_by_role("textbox", name="Nota interna")

    def row(self, name: str) -> Locator:
        """Return a ticket's row in the list, by the customer's name."""
        return self.list.get_by_role("link", name=name)

    def view(self, name: str) -> Locator:
        """Return the button of a view: "Minhas", "Sem dono", "Todas"."""
        return self.page.get_by_role("navigation", name="Visões").get_by_role("button", name=re.compile(name))

    def message(self, text: str) -> Locator:
        """Return what is shown of a message."""
        return self.log.get_by_role("article").filter(has_text=text)

    async def open(self, name: str) -> None:
        """Open a ticket from the list."""
        await self.row(name).click()
        await expect(self.log).to_be_visible()

    async def reply(self, text: str) -> None:
        """Write to the customer."""
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await expect(self.message(text)).to_be_visible()

    async def expect_state(self, text: str, state: str) -> None:
        """Wait until the ticks of a message say a state: "Entregue", "Lida"."""
        await expect(self.message(text)).to_contain_text(state)
