"""Reports: each has its figures and its tables, in a period that the address holds, and can be taken away."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from console.browser import PHONE, Window
from console.conftest import Open
from console.office import Office
from playwright.async_api import expect
from system import eventually

TABS = ("summary", "daily", "agents", "queues", "tags", "channels")
TITLES = {"pt-BR": "Relatórios", "en-US": "Reports"}


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


async def test_what_happens_shows_in_the_summary_beside_the_period_before(
    enter: Open, office: Office
) -> None:
    await _customer_is_answered(office)
    window = await enter("viewer", at="/reports/summary?days=7")
    page = window.page
    opened = page.get_by_text("Atendimentos abertos", exact=True).locator("..")
    await expect(opened).to_be_visible()
    assert int((await opened.locator("dd").first.inner_text()).split()[0]) >= 1
    await expect(page.get_by_text("Mensagens recebidas", exact=True)).to_be_visible()
    compare = page.get_by_role("switch", name="Comparar com o período anterior")
    await expect(compare).to_be_checked()
    await compare.press("Space")
    await page.wait_for_url("**/reports/summary?days=7&compare=false")
    await page.goto("/reports/summary?range=today")
    await expect(page.get_by_text("Hoje ainda não terminou")).to_be_visible()
    await expect(compare).to_have_count(0)


async def test_a_chart_can_be_read_as_a_table_and_taken_away(enter: Open, office: Office) -> None:
    await office.company.customer_writes(office.system.new_phone(), "Oi!")
    window = await enter("owner", at="/reports/daily?days=7")
    chart = window.page.get_by_role("figure", name="Recebidas por dia")
    await expect(chart).to_be_visible()
    await chart.get_by_role("button", name="Ver como tabela").click()
    await expect(chart.get_by_role("row")).to_have_count(8)
    async with window.page.expect_download() as download:
        await chart.get_by_role("button", name="Baixar").click()
        await window.page.get_by_role("menuitem", name="Baixar CSV").click()
    assert (await download.value).suggested_filename.endswith(".csv")


async def test_the_hours_of_the_week_say_when_customers_write(enter: Open, office: Office) -> None:
    await office.company.customer_writes(office.system.new_phone(), "Bom dia!")
    window = await enter("owner", at="/reports/daily?days=7")
    page = window.page
    week = page.get_by_role("figure", name="Recebidas por hora da semana")
    hour = datetime.now(ZoneInfo("America/Sao_Paulo")).hour

    async def shown() -> None:
        await page.reload()
        drawing = week.get_by_role("img")
        await expect(drawing).to_be_visible()
        assert "Maior valor" in (await drawing.get_attribute("aria-label") or "")

    await eventually(shown, every=1)
    await week.get_by_role("button", name="Ver como tabela").click()
    await expect(week.get_by_role("columnheader", name=f"{hour}h", exact=True)).to_be_visible()
    async with page.expect_download() as download:
        await week.get_by_role("button", name="Ver como gráfico").click()
        await week.get_by_role("button", name="Baixar").click()
        await page.get_by_role("menuitem", name="Baixar PNG").click()
    assert (await download.value).suggested_filename.endswith(".png")


async def test_agents_are_sorted_by_keyboard_and_lead_to_their_summary(enter: Open, office: Office) -> None:
    await _customer_is_answered(office)
    window = await enter("owner", at="/reports/agents")
    page = window.page
    table = page.get_by_role("table", name="Atendentes")
    await expect(table).to_be_visible()
    heading = table.get_by_role("button", name="Primeira resposta")
    await heading.focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/reports/agents?order=firstReply-desc")
    column = table.get_by_role("columnheader", name="Primeira resposta")
    await expect(column).to_have_attribute("aria-sort", "descending")
    await expect(heading).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/reports/agents?order=firstReply-asc")
    await expect(column).to_have_attribute("aria-sort", "ascending")
    await table.get_by_role("link").first.press("Enter")
    await page.wait_for_url("**/reports/summary?agent=*")
    await expect(page.get_by_role("button", name="Limpar filtros")).to_be_visible()


@pytest.mark.parametrize(("kind", "ending"), [("CSV", ".csv"), ("Planilha (XLSX)", ".xlsx")])
async def test_a_report_is_saved_as_a_file(enter: Open, kind: str, ending: str) -> None:
    window = await enter("owner", at="/reports/agents?days=7")
    page = window.page
    await page.get_by_role("button", name="Baixar", exact=True).first.click()
    async with page.expect_download() as download:
        await page.get_by_role("menuitem", name=kind).click()
    assert (await download.value).suggested_filename == f"agents{ending}"


async def test_on_paper_there_is_the_report_alone_and_what_it_is_of(enter: Open) -> None:
    window = await enter("owner", at="/reports/summary?days=7", dark=True)
    page = window.page
    await expect(page.get_by_role("combobox", name="Período")).to_be_visible()
    await page.emulate_media(media="print", color_scheme="dark")
    await expect(page.get_by_text("Período: ")).to_be_visible()
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await expect(page.get_by_role("combobox", name="Período")).to_be_hidden()
    await expect(page.get_by_role("button", name="Imprimir")).to_be_hidden()
    scheme = await page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme == "light", "it is printed on white"
    assert await page.pdf(prefer_css_page_size=True)


async def test_an_agent_is_not_asked_for_whom(enter: Open) -> None:
    window = await enter("agent", at="/reports/summary")
    agent = window.page.get_by_role("combobox", name="Atendente")
    await agent.click()
    options = window.page.get_by_role("option")
    await expect(options).to_have_text(["Todos os atendentes", "André Dias"])


async def test_filters_are_folded_away_on_a_phone(enter: Open) -> None:
    window = await enter("owner", at="/reports/summary", size=PHONE)
    page = window.page
    fold = page.get_by_role("button", name="Filtros")
    compare = page.get_by_role("switch", name="Comparar com o período anterior")
    await expect(compare).to_be_hidden()
    await fold.click()
    await expect(fold).to_have_attribute("aria-expanded", "true")
    await expect(compare).to_be_visible()
    await window.assert_accessible()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("locale", "dark"), [("pt-BR", False), ("en-US", True)])
async def test_every_report_can_be_used_by_everybody(
    enter: Open, office: Office, locale: str, dark: bool
) -> None:
    await office.company.customer_writes(office.system.new_phone(), "Boa tarde!")
    window = await enter("agent", at="/reports/summary", size=PHONE, dark=dark, locale=locale)
    await _choose(office, locale)
    for tab in TABS:
        await window.page.goto(f"/reports/{tab}")
        await expect(window.page.get_by_role("heading", level=1)).to_have_text(TITLES[locale])
        await _is_whole(window)
    await _choose(office, "pt-BR")


async def _is_whole(window: Window) -> None:
    page = window.page
    await page.wait_for_load_state("networkidle")
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await expect(page.get_by_role("alert")).to_have_count(0)
    overflow = await page.locator("main").evaluate("main => main.scrollWidth - main.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px wider than its window"
    await window.assert_accessible()


async def _choose(office: Office, locale: str) -> None:
    """Let the agent have a language; the company's is Portuguese."""
    agent = await office.api("agent")
    await agent.patch("/api/v1/auth/me/preferences", {"language": locale[:2]})
    await agent.close()


async def _customer_is_answered(office: Office) -> None:
    """Let a customer write, an agent answer and close, and wait until the reports know."""
    company = office.company
    phone = office.system.new_phone()
    await company.customer_writes(phone, "Qual o horário?")
    agent = await office.api("agent")

    async def arrived() -> str:
        tickets = await agent.get("/api/v1/tickets?status=pending")
        assert tickets["items"]
        return str(tickets["items"][0]["id"])

    ticket = await eventually(arrived)
    await agent.post(f"/api/v1/tickets/{ticket}/accept", {})
    answer = {"text": "Das 8 às 18.", "clientMessageId": str(uuid4())}
    await agent.post(f"/api/v1/tickets/{ticket}/messages", answer)
    await agent.post(f"/api/v1/tickets/{ticket}/close", {})
    await agent.close()

    async def counted() -> None:
        report = await company.api.get("/api/v1/reports/agents")
        # Without a name, which comes by another topic, an agent has no link.
        assert any(item["closed"] > 0 and item["agentId"] and item["name"] for item in report["items"])

    await eventually(counted)
