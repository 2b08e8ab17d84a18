"""Somebody who has never seen the console answers a customer within a minute of opening it."""

import re
import time
from typing import Final

from console.browser import opened
from console.conftest import Open
from console.inbox import Inbox
from console.office import Office
from playwright.async_api import Browser, Locator, expect
from system import PASSWORD, System

SECONDS_PER_STEP: Final = 4.0
"""What somebody takes to read what is there, find the next thing, and press or type it."""


class Steps:
    """Counts what a person has to do."""

    def __init__(self) -> None:
        self.count = 0
        self._started = time.monotonic()

    async def press(self, target: Locator) -> None:
        self.count += 1
        await target.click()

    async def type(self, target: Locator, text: str) -> None:
        self.count += 1
        await target.fill(text)

    @property
    def seconds(self) -> float:
        """How long it takes a person: their steps, and what the machine lets them wait."""
        return self.count * SECONDS_PER_STEP + (time.monotonic() - self._started)


async def test_a_new_user_answers_a_customer_within_a_minute(
    visit: Open, chromium: Browser, office: Office, system: System
) -> None:
    window = await visit()
    inbox, steps = Inbox(window), Steps()
    await window.page.goto("/")
    await steps.type(window.page.get_by_label("E-mail", exact=True), office.logins["owner"])
    await steps.type(window.page.get_by_label("Senha", exact=True), PASSWORD)
    await steps.press(window.page.get_by_role("button", name="Entrar", exact=True))
    await expect(window.page).to_have_url(re.compile("/inbox"))

    async with opened(chromium, system.world.settings.url("simulator"), locale="pt-BR") as phone:
        await phone.page.goto("/")
        # In the demo there is one number, which is chosen already.
        await phone.page.get_by_label("Business number").select_option(office.company.number)
        await steps.type(
            phone.page.get_by_label("Message from the customer"), "Oi! Vocês abrem aos domingos?"
        )
        await steps.press(phone.page.get_by_role("button", name="Send", exact=True))

        await steps.press(inbox.view("Sem dono"))
        await steps.press(inbox.row("Ana Souza"))
        await steps.type(inbox.composer, "Abrimos sim, das 8h às 13h!")
        await steps.press(window.page.get_by_role("button", name="Enviar", exact=True))
        await expect(phone.page.get_by_role("log")).to_contain_text("Abrimos sim, das 8h às 13h!")
    print(f"{steps.count} steps, {steps.seconds:.0f} s for a person")
    assert steps.seconds <= 60
