"""Settings of the account, the company, the team, API keys and the audit log, in a real browser."""

import httpx
import pytest
from console.browser import LAPTOP, PHONE
from console.conftest import Open
from playwright.async_api import expect
from system import System

PAGES = ("me", "sessions", "company", "team", "keys", "audit")


@pytest.mark.parametrize(("size", "dark", "locale"), [(LAPTOP, False, "pt-BR"), (PHONE, True, "en-GB")])
async def test_everybody_can_use_the_pages(
    enter: Open, size: tuple[int, int], dark: bool, locale: str
) -> None:
    window = await enter("owner", at="/settings", size=size, dark=dark, locale=locale)
    await window.page.get_by_role("heading", level=1).first.wait_for()
    await window.assert_accessible()
    for page in PAGES:
        await window.page.goto(f"/settings/{page}")
        await window.page.get_by_role("heading", level=1).wait_for()
        await window.page.wait_for_load_state("networkidle")
        await window.assert_accessible()
        wide = await window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, page


async def test_what_a_role_does_not_reach_is_not_drawn_and_does_not_open(enter: Open) -> None:
    window = await enter("agent", at="/settings/audit")
    await window.page.get_by_text("Você não tem acesso a esta página").wait_for()
    links = window.page.get_by_role("navigation", name="Ajustes")
    await expect(links.get_by_role("link", name="Equipe")).to_be_visible()
    await expect(links.get_by_role("link", name="Auditoria")).to_have_count(0)
    await window.assert_accessible()


async def test_a_key_is_shown_once_and_works_until_it_is_revoked(enter: Open, system: System) -> None:
    window = await enter("owner", at="/settings/keys")
    page = window.page
    await page.get_by_role("button", name="Criar chave").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Nome", exact=True).fill("Loja virtual")
    await dialog.get_by_text("Ver contatos", exact=True).click()
    await window.assert_accessible()
    await dialog.get_by_role("button", name="Criar chave").click()
    key = await dialog.get_by_label("Chave de API", exact=True).input_value()
    await window.assert_accessible()
    bearer = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=system.url) as program:
        assert (await program.get("/api/v1/contacts", headers=bearer)).status_code == 200
        assert (await program.get("/api/v1/tickets", headers=bearer)).status_code == 403
    await dialog.get_by_text("Guardei a chave em um lugar seguro").click()
    await dialog.get_by_role("button", name="Pronto").click()
    await expect(page.get_by_text(key)).to_have_count(0)
    await page.get_by_role("button", name="Revogar Loja virtual").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Revogar").click()
    await page.get_by_text("Revogada", exact=True).wait_for()


async def test_another_device_is_signed_out(enter: Open) -> None:
    here, there = await enter("agent", at="/settings/sessions"), await enter("agent", at="/settings/me")
    await there.page.get_by_role("heading", level=1).wait_for()
    await here.page.reload()
    await here.page.get_by_role("button", name="Sair de todos os outros").click()
    await here.page.get_by_role("alertdialog").get_by_role("button", name="Sair dos outros").click()
    await here.page.get_by_text("Você saiu de todos os outros dispositivos.").wait_for()
    await there.page.wait_for_url("**/login*")
    await there.page.get_by_text("Sua sessão foi encerrada").wait_for()
