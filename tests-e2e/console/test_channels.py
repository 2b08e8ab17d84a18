"""Channels: a number is connected by the guide, its templates are made, and its news are read."""

from typing import Any
from uuid import uuid4

import pytest
from console.browser import PHONE, Window, sign_in
from console.conftest import Open
from console.office import Office
from playwright.async_api import expect
from system import PASSWORD, System


async def test_the_guide_leads_to_a_number_that_works_and_its_first_message(
    enter: Open, office: Office
) -> None:
    simulator = office.system.simulator
    await _speaks_english(office, "admin")
    window = await enter("admin", at="/channels/new")
    page = window.page
    await page.get_by_role("link", name="Connect by the Cloud API").click()
    await page.get_by_role("button", name="I have the app").click()

    number, account = _ids()
    await page.get_by_label("Channel name").fill("City store")
    await page.get_by_label("Phone number ID").fill("1234")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_text("Digits are missing: copy the whole ID.")).to_be_visible()
    await window.assert_accessible()
    await page.get_by_label("Phone number ID").fill(f" {number[:5]} {number[5:]} ")
    await page.get_by_label("WhatsApp Business Account ID").fill(account)
    await page.locator("input[type=tel]").fill("+55 11 4000-1234")
    await page.get_by_role("button", name="Continue").click()

    await page.get_by_label("Access token").fill("EAAguide")
    await page.get_by_label("App secret").fill("secret-of-the-app")
    await page.get_by_role("button", name="Connect and check").click()
    await expect(page.get_by_text("WhatsApp has not confirmed the number yet")).to_be_visible()
    await window.assert_accessible()
    await page.get_by_role("button", name="Set up the webhook first").click()

    callback = await page.get_by_label("Callback URL").first.input_value()
    verify_token = await page.get_by_label("Verify token").first.input_value()
    registered = await simulator.register_number(
        number,
        display_phone_number="+55 11 4000-1234",
        access_token="EAAguide",
        app_secret="secret-of-the-app",
        verify_token=verify_token,
        callback_url=callback,
        waba_id=account,
        verify=True,
    )
    assert registered["verification"]["verified"]
    await page.get_by_role("button", name="Check now").click()
    await expect(page.get_by_text("All is well: the number works.")).to_be_visible()
    await window.assert_accessible()
    await page.get_by_role("button", name="Continue").click()

    await expect(page.get_by_text("Waiting for the first message")).to_be_visible()
    await simulator.inbound(number, "5511988887777", "Oi!", name="Bia")
    await expect(page.get_by_text("The message has arrived!")).to_be_visible()
    await page.get_by_role("link", name="Answer").click()
    await page.wait_for_url("**/inbox/*")


async def test_a_template_is_made_reviewed_and_found(visit: Open, system: System) -> None:
    company = await system.new_company(waba_id=_ids()[1])
    owner = (await company.api.get("/api/v1/auth/me"))["user"]["email"]
    await company.api.patch("/api/v1/auth/me/preferences", {"language": "en"})
    window = await visit()
    await sign_in(window, owner, PASSWORD, at=f"/channels/{company.channel_id}?part=templates")
    page = window.page
    await page.get_by_role("link", name="New template").click()
    name = f"order_{uuid4().hex[:8]}"
    await page.get_by_label("Name", exact=True).fill(name.replace("_", " "))
    await page.get_by_label("Text", exact=True).fill("Hi , your order is on its way.")
    await page.get_by_role("button", name="Send for review").click()
    await expect(page.get_by_text("The template was sent for review.")).to_be_visible()
    await page.get_by_placeholder("Search by name").fill(name)
    row = page.get_by_role("row", name=name)
    await expect(row).to_be_visible()
    await expect(row.get_by_text("Approved")).to_be_visible()
    await window.assert_accessible()
    assert f"q={name}" in page.url
    await page.reload()
    await expect(row).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
async def test_every_part_of_a_channel_can_be_used_by_everybody(
    enter: Open, office: Office, dark: bool
) -> None:
    channel = office.company.channel_id
    window = await enter("owner", at="/channels", size=PHONE, dark=dark)
    await _at_rest(window, "Canais")
    for part in ("", "?part=templates", "?part=news", "?part=settings"):
        await window.page.goto(f"/channels/{channel}{part}")
        await _at_rest(window, None)


async def test_a_viewer_sees_health_and_may_change_nothing(enter: Open, office: Office) -> None:
    await _speaks_english(office, "viewer")
    window = await enter("viewer", at=f"/channels/{office.company.channel_id}")
    await expect(window.page.get_by_text("What was checked")).to_be_visible()
    await expect(window.page.get_by_role("link", name="Templates")).to_be_visible()
    await expect(window.page.get_by_role("link", name="Settings", exact=True)).to_have_count(1)  # The rail's.
    await expect(window.page.get_by_role("button", name="Check now")).to_have_count(0)
    await window.page.goto("/channels/new")
    await expect(window.page.get_by_text("You have no access to this page")).to_be_visible()


async def _speaks_english(office: Office, role: str) -> None:
    api = await office.api(role)
    await api.patch("/api/v1/auth/me/preferences", {"language": "en"})
    await api.close()


async def _at_rest(window: Window, heading: str | None) -> None:
    named: dict[str, Any] = {"name": heading} if heading else {}
    await window.page.get_by_role("heading", level=1, **named).wait_for()
    await window.page.wait_for_load_state("networkidle")
    await window.assert_accessible()


def _ids() -> tuple[str, str]:
    digits = str(uuid4().int)
    return digits[:15], digits[15:30]
