"""Reports by e-mail and exports: scheduled, sent, paused and left; made in the background and saved."""

import re
from email import message_from_bytes, policy

import pytest
from console.browser import LAPTOP, PHONE
from console.conftest import Open
from console.office import NAMES, Office
from playwright.async_api import expect
from system import System, eventually

NAME = "A semana em números"


async def test_a_report_is_scheduled_by_keyboard_sent_and_arrives(
    enter: Open, office: Office, system: System
) -> None:
    window = await enter("admin", at="/reports/summary")
    page = window.page
    await page.get_by_role("link", name="Por e-mail").click()
    await page.wait_for_url(re.compile(r"/reports/schedules\?report=summary$"))
    await expect(page.get_by_text("Nenhum relatório é enviado por e-mail ainda")).to_be_visible()
    await window.assert_accessible()

    await page.get_by_role("button", name="Agendar relatório").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Nome", exact=True)).to_be_focused()
    await page.keyboard.type(NAME)
    await window.assert_accessible()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("Escolha pelo menos uma pessoa.")).to_be_visible()
    await expect(dialog.get_by_role("combobox", name="Destinatários")).to_be_focused()
    await page.keyboard.type(NAMES["viewer"].split()[0])
    await expect(page.get_by_role("option", name=re.compile(NAMES["viewer"]))).to_be_visible()
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Agendar").focus()
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    row = page.get_by_role("row", name=re.compile(NAME))
    await expect(row.get_by_text("Toda semana, segunda-feira, às 08:00")).to_be_visible()
    await expect(row.get_by_text(NAMES["viewer"])).to_be_visible()
    await expect(row.get_by_text("Ainda não enviado")).to_be_visible()

    await page.get_by_role("button", name=f"Ações para {NAME}").click()
    await page.get_by_role("menuitem", name="Enviar agora").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Enviar agora").click()
    await expect(row.get_by_text("Enviado", exact=True)).to_be_visible(timeout=60_000)
    folder = system.world.settings.directory / "mail"

    async def arrived() -> None:
        letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.iterdir()]
        [letter] = [one for one in letters if one["to"] and office.logins["viewer"] in one["to"]]
        assert NAME in letter["subject"]
        [file] = letter.iter_attachments()
        assert str(file.get_filename()).endswith(".xlsx")

    await eventually(arrived)
    await page.get_by_role("button", name=f"Ações para {NAME}").click()
    await page.get_by_role("menuitem", name="Ver envios").click()
    await expect(page.get_by_role("dialog").get_by_text("enviado manualmente")).to_be_visible()
    await window.assert_accessible(without=["page-has-heading-one"])
    await page.keyboard.press("Escape")

    await page.get_by_role("button", name=f"Ações para {NAME}").click()
    await page.get_by_role("menuitem", name="Pausar").click()
    await expect(row.get_by_text("Pausado")).to_be_visible()


async def test_a_recipient_looks_and_leaves_and_no_more(enter: Open) -> None:
    window = await enter("viewer", at="/reports/schedules")
    page = window.page
    await page.get_by_role("button", name=f"Ações para {NAME}").click()
    await expect(page.get_by_role("menuitem")).to_have_text(["Ver envios", "Deixar de receber"])
    await page.get_by_role("menuitem", name="Deixar de receber").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Deixar de receber").click()
    row = page.get_by_role("row", name=re.compile(NAME))
    await expect(row.get_by_text("Ninguém")).to_be_visible()
    await expect(page.get_by_role("button", name="Agendar relatório")).to_have_count(0)
    await window.assert_accessible()


async def test_an_export_is_made_in_the_background_and_saved(
    enter: Open, office: Office, system: System
) -> None:
    await office.company.customer_writes(system.new_phone(), "Oi!")
    window = await enter("admin", at="/reports/exports")
    page = window.page
    await page.get_by_role("button", name="Nova exportação").click()
    await expect(page.get_by_role("dialog").get_by_role("radio", name="Atendimentos")).to_be_checked()
    await window.assert_accessible()
    await page.get_by_role("button", name="Iniciar exportação").click()
    save = page.get_by_role("button", name="Baixar", exact=True)
    await expect(save).to_be_visible(timeout=60_000)
    await window.assert_accessible()
    async with page.expect_download() as download:
        await save.click()
    assert (await download.value).suggested_filename.endswith(".csv")
    await page.get_by_role("button", name="Excluir: Atendimentos").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Excluir").click()
    await expect(page.get_by_text("Nenhuma exportação nas últimas 24 horas")).to_be_visible()


@pytest.mark.parametrize(("size", "dark", "locale"), [(LAPTOP, True, "pt-BR"), (PHONE, False, "en-GB")])
async def test_everybody_can_use_them(enter: Open, size: tuple[int, int], dark: bool, locale: str) -> None:
    window = await enter("owner", at="/reports/schedules", size=size, dark=dark, locale=locale)
    for address in ("/reports/schedules", "/reports/exports"):
        await window.page.goto(address)
        await window.page.get_by_role("heading", level=1).wait_for()
        await window.page.wait_for_load_state("networkidle")
        await window.assert_accessible()
        wide = await window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
