"""The simulator's page: a customer's phone, and Meta's moods, also on a phone."""

import pytest
from console.browser import LAPTOP, PHONE, opened
from console.office import Office
from playwright.async_api import Browser, expect
from system import System


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_a_customer_writes_and_meta_changes_its_mood(
    chromium: Browser, system: System, office: Office, size: tuple[int, int]
) -> None:
    address = system.world.settings.url("simulator")
    async with opened(chromium, address, size=size, locale="en") as window:
        page = window.page
        await page.goto("/")

        async def pane(name: str) -> None:
            button = page.get_by_role("button", name=name, exact=True)
            if await button.is_visible():
                await button.click()

        await pane("Customers")
        await page.get_by_label("Business number").select_option(office.company.number)
        await page.get_by_label("Customer phone").fill(system.new_phone())
        await pane("Conversation")
        await page.get_by_label("Message from the customer").fill("Oi! Vocês abrem hoje?")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("status").first).to_contain_text("Webhook acknowledged")
        await expect(page.get_by_role("log")).to_contain_text("Vocês abrem hoje?")
        await window.assert_accessible()

        await pane("Meta")
        await page.get_by_role("button", name="silence").click()
        outcome = page.locator("#outcome")
        await expect(outcome).to_contain_text("in force")
        await expect(page.get_by_label("never status rate")).to_have_value("1")
        await page.get_by_label("read rate").fill("2")
        await page.get_by_label("read rate").blur()
        await expect(outcome).to_contain_text("less than or equal to 1")
        await page.get_by_role("button", name="no window").click()
        await expect(page.get_by_label("enforce window")).not_to_be_checked()
        await page.get_by_label("Value").fill("RED")
        await page.get_by_role("button", name="Let it happen").click()
        await expect(outcome).to_contain_text("quality: it happened")
        await window.assert_accessible()
        scrolls = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not scrolls, "the page is wider than its window"
