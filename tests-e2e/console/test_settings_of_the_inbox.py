"""Who manages the inbox sets it up: queues, quick replies, tags, rules, promises, automations, webhooks."""

import re
from uuid import uuid4

import pytest
from console.browser import LAPTOP, PHONE
from console.conftest import Open
from playwright.async_api import expect


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_a_queue_has_hours_and_its_team(enter: Open, size: tuple[int, int]) -> None:
    window = await enter("admin", at="/settings/queues", size=size)
    page, name = window.page, f"Vendas {uuid4().hex[:6]}"
    await page.get_by_role("button", name="Nova fila").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Salvar").click()
    await expect(dialog.get_by_text("Preencha este campo.")).to_be_visible()
    await dialog.get_by_label("Nome").fill(name)
    await dialog.get_by_role("tab", name="Horário").click()
    await dialog.get_by_role("switch", name="Esta fila tem horário de atendimento").check(force=True)
    await dialog.get_by_label("Segunda: às").fill("08:00")
    await dialog.get_by_role("button", name="Incluir um dia").click()
    await dialog.get_by_label("Data").fill("2030-12-25")
    await dialog.get_by_role("button", name="Salvar").click()
    await expect(dialog.get_by_text("Há horários que se sobrepõem")).to_be_visible()
    await window.assert_accessible()
    await dialog.get_by_label("Segunda: às").fill("18:00")
    await dialog.get_by_role("button", name="Salvar").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("listitem").filter(has_text=name)).to_contain_text("Horário de atendimento")
    await window.assert_accessible()


async def test_a_quick_reply_shows_what_the_customer_will_see(enter: Open) -> None:
    window = await enter("admin", at="/settings/quick-replies")
    page, shortcut = window.page, f"pix{uuid4().hex[:6]}"
    await page.get_by_role("button", name="Nova resposta rápida").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Atalho").fill(shortcut)
    await dialog.get_by_label("Título").fill("Chave Pix")
    await dialog.get_by_label("Mensagem").fill("Oi, ")
    await dialog.get_by_role("button", name="Inserir uma variável").click()
    await page.get_by_role("menuitem", name="Primeiro nome do contato").click()
    await expect(dialog.get_by_label("Mensagem")).to_have_value("Oi, {{contact.firstName}}")
    await expect(dialog.get_by_role("figure")).to_contain_text("Oi, Maria")
    await window.assert_accessible()
    await dialog.get_by_role("button", name="Salvar").click()
    await expect(page.get_by_role("listitem").filter(has_text=f"/{shortcut}")).to_contain_text("Chave Pix")
    # The same shortcut again is said at its field.
    await page.get_by_role("button", name="Nova resposta rápida").click()
    await dialog.get_by_label("Atalho").fill(f"/{shortcut}")
    await dialog.get_by_label("Título").fill("Outra")
    await dialog.get_by_label("Mensagem").fill("x")
    await dialog.get_by_role("button", name="Salvar").click()
    await expect(dialog.get_by_role("alert").first).to_be_visible()


async def test_an_automation_is_made_switched_and_looked_at(enter: Open) -> None:
    window = await enter("admin", at="/settings/automations", locale="pt-BR", dark=True)
    page, name = window.page, f"Boleto {uuid4().hex[:6]}"
    await page.get_by_role("button", name="Nova automação").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Nome").fill(name)
    await dialog.get_by_role("button", name="Incluir uma condição").click()
    await dialog.get_by_role("button", name="Salvar").click()
    await expect(dialog.get_by_text("Escolha de que trata esta condição.")).to_be_visible()
    words = dialog.get_by_label("A mensagem contém")
    await words.fill("boleto")
    await words.press("Enter")
    await dialog.get_by_label("Ação 1", exact=True).select_option("set_priority")
    await dialog.get_by_role("button", name="Incluir uma ação").click()
    await dialog.get_by_label("Ação 2", exact=True).select_option("add_note")
    await dialog.get_by_label("Nota para colegas").fill("Pediu o boleto.")
    await window.assert_accessible()
    await dialog.get_by_role("button", name="Salvar").click()
    row = page.get_by_role("listitem").filter(has_text=name)
    await expect(row).to_contain_text("Definir a prioridade: Alta")
    switch = row.get_by_role("switch")
    await expect(switch).to_be_checked()
    await switch.click(force=True)  # It changes when the server has.
    await expect(switch).not_to_be_checked()
    await row.get_by_role("button", name=re.compile("^Ações para")).click()
    await page.get_by_role("menuitem", name="Execuções").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Ela ainda não agiu")
    await window.assert_accessible()


async def test_the_rules_of_the_inbox_are_saved_and_stay(enter: Open) -> None:
    window = await enter("admin", at="/settings/policies")
    page = window.page
    await page.get_by_role("radio", name="O menos ocupado").check(force=True)
    await page.get_by_label("Máximo de tickets abertos").fill("7")
    await window.assert_accessible()
    await page.get_by_role("button", name="Salvar").click()
    await expect(page.get_by_text("As regras foram salvas")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("radio", name="O menos ocupado")).to_be_checked()
    await expect(page.get_by_label("Máximo de tickets abertos")).to_have_value("7")


async def test_a_webhook_shows_its_secret_once(enter: Open) -> None:
    window = await enter("admin", at="/settings/webhooks")
    page, host = window.page, f"erp-{uuid4().hex[:6]}.example.com"
    await page.get_by_role("button", name="Novo webhook").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Criar webhook").click()
    await expect(dialog.get_by_text("Digite um endereço completo")).to_be_visible()
    await dialog.get_by_label("Endereço").fill(f"https://{host}/atende")
    await window.assert_accessible()
    await dialog.get_by_role("button", name="Criar webhook").click()
    await expect(dialog).to_contain_text("Este segredo só aparece agora")
    await expect(dialog.get_by_label("Segredo", exact=True)).to_have_value(re.compile("^whsec_"))
    await dialog.get_by_role("button", name="Já guardei").click()
    await expect(page.get_by_role("listitem").filter(has_text=host)).to_contain_text("2 eventos")
    await window.assert_accessible()


@pytest.mark.parametrize(
    "at",
    [
        "/settings/tags",
        "/settings/contact-fields",
        "/settings/sla",
        "/settings/satisfaction",
        "/settings/macros",
    ],
)
async def test_each_page_begins_with_what_it_is_for(enter: Open, at: str) -> None:
    window = await enter("admin", at=at, size=PHONE)
    page = window.page
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await window.assert_accessible()
    await page.locator("header").get_by_role("button").last.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await window.assert_accessible()
