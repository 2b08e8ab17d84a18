"""Every screen, for each role, in both languages and themes, at three widths: usable by everybody."""

import pytest
from console.browser import LAPTOP, PHONE, WIDE, Window
from console.conftest import Open
from playwright.async_api import Error, expect

ADDRESSES = (
    *("/inbox", "/inbox?view=unassigned", "/inbox?view=closed"),
    *("/contacts", "/contacts/imports", "/contacts/deleted", "/campaigns", "/channels", "/channels/new"),
    *("/reports/summary", "/reports/daily", "/reports/campaigns", "/reports/agents", "/reports/queues"),
    *("/reports/tags", "/reports/channels"),
    *("/settings", "/settings/me", "/settings/sessions", "/settings/company", "/settings/team"),
    *("/settings/keys", "/settings/audit", "/settings/queues", "/settings/quick-replies", "/settings/tags"),
    *("/settings/contact-fields", "/settings/policies", "/settings/sla", "/settings/satisfaction"),
    *("/settings/automations", "/settings/macros", "/settings/webhooks", "/settings/opt-outs"),
)
FAILED = {"pt-BR": "não pôde ser mostrada", "en-US": "could not be shown"}


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("role", "locale", "size", "dark"),
    [
        ("owner", "pt-BR", LAPTOP, False),
        ("admin", "en-US", PHONE, True),
        ("agent", "pt-BR", WIDE, True),
        ("viewer", "en-US", PHONE, False),
    ],
    ids=lambda value: str(value),
)
async def test_every_screen_is_there_and_everybody_can_use_it(
    enter: Open, role: str, locale: str, size: tuple[int, int], dark: bool
) -> None:
    window = await enter(role, "/settings/me", size=size, locale=locale, dark=dark)
    wrong: list[str] = []
    for address in ADDRESSES:
        try:
            await look_at(window, address, FAILED[locale])
        except (AssertionError, Error) as error:
            wrong.append(f"{address}: {str(error)[:1500]}")
    assert not wrong, "\n\n".join(wrong)


async def look_at(window: Window, address: str, failed: str) -> None:
    """Open an address, wait until nothing loads any more, and raise what is wrong with it."""
    page = window.page
    await page.goto(address)
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_count(1)
    await expect(heading).not_to_be_empty()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await expect(page.get_by_text(failed)).to_have_count(0)
    assert await page.title(), "the page has no title"
    await window.assert_accessible()
    overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"the page is {overflow} px wider than its window"
