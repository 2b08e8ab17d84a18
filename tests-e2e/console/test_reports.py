"""Reports: each has its numbers and its table, in a period that the address holds, and can be taken away."""

import pytest
from console.browser import PHONE
from console.conftest import Open
from console.office import Office
from playwright.async_api import expect

TABS = ("summary", "daily", "campaigns", "agents", "channels", "live")


async def test_the_address_holds_the_report_and_its_period(enter: Open) -> None:
    window = await enter("owner", at="/reports")
    page = window.page
    await page.wait_for_url("**/reports/summary")
    await page.get_by_role("combobox", name="Período").click()
    await page.get_by_role("option", name="Últimos 7 dias").click()
    await page.wait_for_url("**/reports/summary?days=7")
    await page.get_by_role("link", name="Por dia").click()
    await page.wait_for_url("**/reports/daily?days=7")
    await page.reload()
    await expect(page.get_by_role("combobox", name="Período")).to_contain_text("Últimos 7 dias")


async def test_a_chart_can_be_read_as_a_table_and_taken_away(enter: Open, office: Office) -> None:
    await office.company.customer_writes(office.system.new_phone(), "Oi!")
    window = await enter("owner", at="/reports/daily?days=7")
    chart = window.page.get_by_role("figure", name="Mensagens por dia")
    await expect(chart).to_be_visible()
    await chart.get_by_role("button", name="Ver como tabela").click()
    await expect(chart.get_by_role("row")).to_have_count(8)
    async with window.page.expect_download() as download:
        await chart.get_by_role("button", name="Baixar").click()
        await window.page.get_by_role("menuitem", name="Baixar CSV").click()
    assert (await download.value).suggested_filename.endswith(".csv")


@pytest.mark.parametrize("dark", [False, True])
async def test_every_report_can_be_used_by_everybody(enter: Open, dark: bool) -> None:
    window = await enter("agent", at="/reports/summary", size=PHONE, dark=dark)
    for tab in TABS:
        await window.page.goto(f"/reports/{tab}")
        await window.page.get_by_role("heading", level=1).wait_for()
        await window.page.wait_for_load_state("networkidle")
        await window.assert_accessible()
