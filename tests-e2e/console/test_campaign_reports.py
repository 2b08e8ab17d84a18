"""Reports of campaigns: from the list to a page that says how far one came, and which variant did better."""

import re
from typing import Any

import pytest
import pytest_asyncio
from console.browser import LAPTOP, PHONE
from console.conftest import Open
from console.office import Office, open_office
from playwright.async_api import expect
from system import System, eventually

PEOPLE = 90
NAME = "Pães de Natal"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(system: System) -> Office:
    """A company that has sent one campaign in two variants."""
    office = await open_office(system)
    phones = [system.new_phone() for _ in range(PEOPLE)]
    await office.company.import_contacts(phones)
    api = office.company.api
    campaign = await api.post(
        "/api/v1/campaigns",
        {
            "name": NAME,
            "type": "broadcast",
            "channelId": office.company.channel_id,
            "variants": [
                {"name": "Curta", "message": "Encomende seus pães!"},
                {"name": "Longa", "message": "Encomende seus pães de Natal até dia 20, com entrega grátis!"},
            ],
        },
    )
    base = f"/api/v1/campaigns/{campaign['id']}"
    contacts = await api.all("/api/v1/contacts")
    await api.post(f"{base}/targets", {"contactIds": [contact["id"] for contact in contacts]})
    await api.post(f"{base}/start", {"confirmOutOfWindow": True})

    async def reported() -> dict[str, Any]:
        # It is not there before reporting has heard of it.
        assert await api.all("/api/v1/reports/campaigns")
        report: dict[str, Any] = await api.get(f"/api/v1/reports/campaigns/{campaign['id']}")
        assert (report["status"], len(report["variants"]), report["consistent"]) == ("finished", 2, True)
        assert report["funnel"]["delivered"] > 0
        return report

    await eventually(reported, timeout=120)
    return office


async def test_a_campaign_leads_to_its_report_by_keyboard(enter: Open) -> None:
    window = await enter("viewer", at="/reports/campaigns?days=7")
    page = window.page
    link = page.get_by_role("link", name=NAME)
    await link.focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/reports/campaigns/[0-9a-f-]{36}\?days=7"))
    await expect(page.get_by_role("heading", level=1, name=NAME)).to_be_focused()
    await expect(page.get_by_role("img", name=re.compile(f"Destinatários: {PEOPLE} "))).to_be_visible()
    await expect(page.get_by_role("figure", name="Ao longo do tempo")).to_be_visible()
    await window.assert_accessible()

    variants = page.get_by_role("region", name="Variantes")
    table = variants.get_by_role("table")
    await expect(table.get_by_role("row")).to_have_count(3)
    await expect(table.get_by_role("row", name=re.compile("Curta"))).to_be_visible()
    # Nothing is said of few people, and nothing for good while replies may still come.
    await expect(variants.get_by_text("Descadastros: números pequenos demais para comparar.")).to_be_visible()
    await expect(variants.get_by_text("Ainda é cedo para concluir")).to_be_visible()

    await page.get_by_role("button", name="Baixar dados").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name=re.compile("Mensagens .CSV."))).to_be_visible()
    async with page.expect_download() as download:
        for _ in range(2):
            await page.keyboard.press("ArrowDown")
            if await page.get_by_role("menuitem", name=re.compile("^Mensagens .CSV.")).evaluate(
                "item => item === document.activeElement"
            ):
                break
        await page.keyboard.press("Enter")
    assert (await download.value).suggested_filename.endswith(".csv")

    await page.get_by_role("button", name="Voltar").click()
    await expect(page).to_have_url(re.compile(r"/reports/campaigns\?days=7$"))


async def test_the_list_is_narrowed_and_can_be_saved(enter: Open) -> None:
    window = await enter("viewer", at="/reports/campaigns")
    page = window.page
    await expect(page.get_by_role("link", name=NAME)).to_be_visible()
    await page.get_by_role("button", name="Baixar a lista").click()
    async with page.expect_download() as download:
        await page.get_by_role("menuitem", name="CSV").click()
    assert (await download.value).suggested_filename.endswith(".csv")
    await page.get_by_role("combobox", name="Situação").click()
    await page.get_by_role("option", name="Pausada").click()
    await page.wait_for_url("**/reports/campaigns?state=paused")
    await expect(page.get_by_text("Nenhuma campanha corresponde aos filtros")).to_be_visible()
    await window.assert_accessible()
    await page.get_by_role("button", name="Limpar filtros").click()
    await expect(page.get_by_role("link", name=NAME)).to_be_visible()


async def test_the_address_of_before_leads_to_the_report(enter: Open, office: Office) -> None:
    [campaign] = await office.company.api.all("/api/v1/reports/campaigns")
    window = await enter("viewer", at=f"/reports/campaigns?campaign={campaign['id']}")
    await window.page.wait_for_url(f"**/reports/campaigns/{campaign['id']}")
    await expect(window.page.get_by_role("heading", level=1, name=NAME)).to_be_visible()


async def test_a_campaign_that_is_not_there_says_so(enter: Open) -> None:
    window = await enter("viewer", at="/reports/campaigns/01a227fc-06aa-77c8-aba7-e51f7714f406")
    await expect(window.page.get_by_role("alert")).to_be_visible()
    await window.assert_accessible()


@pytest.mark.parametrize(("size", "dark", "locale"), [(LAPTOP, True, "pt-BR"), (PHONE, False, "en-GB")])
async def test_everybody_can_use_the_reports(
    enter: Open, office: Office, size: tuple[int, int], dark: bool, locale: str
) -> None:
    [campaign] = await office.company.api.all("/api/v1/reports/campaigns")
    window = await enter("owner", at="/reports/campaigns", size=size, dark=dark, locale=locale)
    for address in ("/reports/campaigns", f"/reports/campaigns/{campaign['id']}"):
        await window.page.goto(address)
        await expect(window.page.get_by_text(NAME).first).to_be_visible()
        await window.page.wait_for_load_state("networkidle")
        await window.assert_accessible()
        wide = await window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
