"""A campaign from a file of contacts to its report, as a manager makes it."""

import re

from console.conftest import Open
from console.office import Office
from playwright.async_api import expect
from system import System

PEOPLE = 40


async def test_a_campaign_goes_from_a_draft_to_its_report(
    enter: Open, office: Office, system: System
) -> None:
    await office.company.import_contacts([system.new_phone() for _ in range(PEOPLE)])
    window = await enter("admin", "/campaigns")
    page = window.page
    await expect(page.get_by_role("button", name="Nova campanha").first).to_be_visible()
    await window.assert_accessible()
    await page.get_by_role("button", name="Nova campanha").first.click()
    await page.get_by_label("Nome", exact=True).fill("Pães de Natal")
    await window.assert_accessible()
    await page.get_by_role("button", name="Criar rascunho").click()

    await expect(page).to_have_url(re.compile("/campaigns/[^/]+/edit"))
    await page.get_by_role("button", name="Adicionar público").first.click()
    await page.get_by_role("menuitem", name=re.compile("Todos os contatos")).click()
    await expect(page.get_by_text("Todos os que existirem")).to_be_visible()
    await window.assert_accessible()

    await page.get_by_role("button", name="Continuar: Mensagem").click()
    await page.get_by_text("Texto livre", exact=True).click()
    await page.get_by_role("textbox", name="Mensagem").fill("Encomende seus pães de Natal até dia 20!")
    await window.assert_accessible()
    await page.get_by_role("button", name="Continuar: Quando").click()
    await window.assert_accessible()
    await page.get_by_role("button", name="Continuar: Revisar e iniciar").click()
    await expect(page.get_by_text("vão receber")).to_be_visible()
    await window.assert_accessible()
    await page.get_by_text("Enviar também a quem está fora das 24 horas").click()
    await page.get_by_role("button", name="Iniciar agora").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Iniciar agora").click()

    await expect(page).to_have_url(re.compile("/campaigns/[^/]+/live"))
    await expect(page.get_by_text("Concluída").first).to_be_visible(timeout=60_000)
    await expect(page.get_by_text(str(PEOPLE)).first).to_be_visible()
    await window.assert_accessible()
    sent = await office.system.simulator.summary()
    assert sent["duplicatesTotal"] == 0

    await page.goto("/reports/campaigns")
    await expect(page.get_by_text("Pães de Natal").first).to_be_visible()
    await window.assert_accessible()
