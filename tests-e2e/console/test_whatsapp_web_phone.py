"""The stub's page is a phone: it links a device by a picture of the QR code, and writes as its contacts."""

import asyncio
import io

import pytest
import segno
from console.browser import LAPTOP, PHONE, opened
from playwright.async_api import Browser, FilePayload, expect

from atende_sandbox.whatsapp_web.client import StubClient
from atende_sandbox.whatsapp_web.device import echoing_device
from atende_sandbox.whatsapp_web.running import Stub


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_a_phone_links_a_device_and_its_contacts_write(
    chromium: Browser, whatsapp_web_stub: Stub, whatsapp_web: StubClient, size: tuple[int, int]
) -> None:
    with echoing_device(whatsapp_web_stub) as device:
        qr = await asyncio.to_thread(device.says, "qr")
        async with opened(chromium, whatsapp_web_stub.url, size=size, locale="en") as window:
            page = window.page
            await page.goto("/")

            async def pane(name: str) -> None:
                button = page.get_by_role("button", name=name, exact=True)
                if await button.is_visible():
                    await button.click()

            await expect(page.locator("#devices")).to_contain_text("No device is linked yet")
            await window.assert_accessible()
            picture = io.BytesIO()
            segno.make(qr).save(picture, kind="png", scale=5)
            file = FilePayload(name="qr.png", mimeType="image/png", buffer=picture.getvalue())
            await page.get_by_label("Choose a picture").set_input_files(file)
            await expect(page.locator("#linked")).to_contain_text("Scanned")
            await asyncio.to_thread(device.says, "open")
            await expect(page.locator("#devices")).to_contain_text("connected")

            await pane("Conversation")
            await page.get_by_label("Message from the customer").fill("Oi! Vocês abrem hoje?")
            await page.get_by_role("button", name="Send", exact=True).click()
            log = page.get_by_role("log")
            await expect(log).to_contain_text("eco: Oi! Vocês abrem hoje?")
            await expect(log.locator(".business .meta")).to_contain_text("read")
            await expect(log.locator(".customer .meta")).to_contain_text("delivered")
            await window.assert_accessible()
            await pane("Phone")
            await page.get_by_role("button", name="Remove", exact=True).click()
            await expect(page.locator("#outcome")).to_contain_text("removed")
            assert await asyncio.to_thread(device.says, "close") == 401
            assert await whatsapp_web.accounts() == []
            scrolls = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not scrolls, "the page is wider than its window"
