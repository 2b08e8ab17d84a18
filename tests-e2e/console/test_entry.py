"""How people get into the console: signing in with all it takes, registering, and the links of e-mails."""

import re
import time
from email import message_from_bytes, policy
from typing import Final
from uuid import uuid4

import pyotp
import pytest
from console.browser import LAPTOP, PHONE, Window
from console.conftest import Open
from console.office import Office
from playwright.async_api import expect
from system import PASSWORD, System, eventually

NEW_PASSWORD: Final = "chuva mansa na varanda"


async def link_to(system: System, address: str, page: str) -> str:
    """Return the link of the newest e-mail to an address that leads to a page."""

    async def found() -> str:
        links = []
        for file in sorted((system.world.settings.directory / "mail").glob("*.eml")):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body()
            if mail["To"] == address and body:
                links += re.findall(rf"(/{page}#token=\S+)", body.get_content())
        assert links
        return str(links[-1])

    return await eventually(found)


async def fill_in(window: Window, **fields: str) -> None:
    for label, text in fields.items():
        await window.page.get_by_label(label.replace("_", " "), exact=True).fill(text)


async def is_in(window: Window) -> None:
    """Wait until somebody is signed in and at work."""
    await window.page.wait_for_url("**/inbox*")
    await window.page.get_by_role("main").wait_for()


@pytest.mark.parametrize(("size", "dark", "locale"), [(LAPTOP, False, "pt-BR"), (PHONE, True, "en-GB")])
async def test_signing_in_by_keyboard_and_back_to_where_one_was(
    visit: Open, office: Office, size: tuple[int, int], dark: bool, locale: str
) -> None:
    window = await visit(size=size, dark=dark, locale=locale)
    await window.page.goto("/settings/me")
    await window.page.wait_for_url("**/login?next=*")
    await window.page.get_by_role("heading", level=1).wait_for()
    await window.assert_accessible()
    keyboard = window.page.keyboard
    await keyboard.type(office.logins["agent"])
    await keyboard.press("Tab")
    await keyboard.type("not the password")
    await keyboard.press("Enter")
    await expect(window.page.get_by_role("alert")).to_be_visible()
    await window.assert_accessible()
    await window.page.locator("input[name=password]").fill(PASSWORD)
    await keyboard.press("Enter")
    await window.page.wait_for_url("**/settings/me")
    await window.page.get_by_role("heading", level=1).wait_for()
    await window.assert_accessible()
    cookies = {one["name"]: one for one in await window.context.cookies()}
    session = await window.context.cookies(f"{window.page.url.split('/settings')[0]}/api/v1/auth/web/refresh")
    assert [(one["httpOnly"], one["secure"], one["sameSite"]) for one in session] == [(True, True, "Strict")]
    assert "atende_session" in cookies
    assert await window.page.evaluate("document.cookie") == ""


async def test_a_loaded_page_goes_on_and_signing_out_ends_all_tabs(enter: Open) -> None:
    window = await enter("agent", at="/settings/sessions")
    await window.page.get_by_text("Este dispositivo").wait_for()
    await window.page.reload()
    await window.page.get_by_text("Este dispositivo").wait_for()
    other = await window.context.new_page()
    await other.goto("/settings/me")
    await other.get_by_role("heading", level=1).wait_for()
    await window.page.evaluate(
        """() => fetch('/api/v1/auth/web/logout', {
            method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })"""
    )
    await other.reload()
    await other.wait_for_url("**/login*")


async def test_registering_and_inviting_a_colleague(visit: Open, system: System) -> None:
    owner, email = await visit(), f"dona-{uuid4().hex[:10]}@empresa.test"
    await owner.page.goto("/register")
    await owner.page.get_by_role("heading", name="Criar uma conta").wait_for()
    await owner.assert_accessible()
    await fill_in(owner, Nome_da_empresa="Padaria Aurora", Seu_nome="Dona Lia", Senha=PASSWORD)
    await fill_in(owner, **{"E-mail": email})
    await owner.page.keyboard.press("Enter")
    await is_in(owner)

    colleague = f"bia-{uuid4().hex[:10]}@empresa.test"
    await owner.page.goto("/settings/team")
    await owner.page.get_by_role("button", name="Convidar").click()
    await owner.page.get_by_role("dialog").wait_for()
    await owner.assert_accessible()
    await fill_in(owner, **{"E-mail": colleague})
    await owner.page.keyboard.press("Enter")
    await owner.page.get_by_role("heading", name="Convites em aberto").wait_for()
    await owner.page.get_by_text(colleague, exact=True).wait_for()

    bia = await visit(size=PHONE)
    await bia.page.goto(await link_to(system, colleague, "invitation"))
    await bia.page.get_by_role("heading", name="Entre na equipe de Padaria Aurora").wait_for()
    await bia.assert_accessible()
    await fill_in(bia, Seu_nome="Bia", Escolha_uma_senha=PASSWORD)
    await bia.page.keyboard.press("Enter")
    await is_in(bia)
    await owner.page.reload()
    await owner.page.get_by_text("bia-", exact=False).first.wait_for()


async def test_a_forgotten_password(visit: Open, office: Office) -> None:
    window, email = await visit(), office.logins["viewer"]
    await window.page.goto("/login")
    await window.page.get_by_role("link", name="Esqueci minha senha").click()
    await window.page.get_by_role("heading", name="Esqueceu a senha?").wait_for()
    await fill_in(window, **{"E-mail": email})
    await window.page.keyboard.press("Enter")
    await window.page.get_by_role("heading", name="Confira seu e-mail").wait_for()
    await window.assert_accessible()
    await window.page.goto(await link_to(office.system, email, "password-reset"))
    await fill_in(window, Nova_senha=NEW_PASSWORD)
    await window.page.keyboard.press("Enter")
    await window.page.get_by_role("heading", name="Senha alterada").wait_for()
    await window.assert_accessible()
    await window.page.get_by_role("link", name="Ir para a entrada").click()
    await fill_in(window, Senha=NEW_PASSWORD, **{"E-mail": email})
    await window.page.keyboard.press("Enter")
    await is_in(window)
    await window.page.goto("/password-reset#token=used")
    await fill_in(window, Nova_senha=NEW_PASSWORD)
    await window.page.keyboard.press("Enter")
    await window.page.get_by_role("heading", name="Este link não vale mais").wait_for()


async def test_a_second_factor_from_setting_it_up_to_signing_in_with_it(
    enter: Open, visit: Open, office: Office
) -> None:
    window = await enter("admin", at="/settings/me")
    section = window.page.get_by_role("region", name="Verificação em duas etapas")
    await section.get_by_role("button", name="Ativar").click()
    dialog = window.page.get_by_role("dialog")
    await dialog.get_by_label("Sua senha", exact=True).fill(PASSWORD)
    await window.page.keyboard.press("Enter")
    await dialog.get_by_role("img", name="Código QR").wait_for()
    await window.assert_accessible()
    secret = await dialog.get_by_label("Ou digite esta chave", exact=True).input_value()
    app = pyotp.TOTP(secret)
    await dialog.get_by_label("Código", exact=True).fill(app.now())
    await window.page.keyboard.press("Enter")
    await window.page.get_by_role("heading", name="Guarde seus códigos de recuperação").wait_for()
    await window.assert_accessible()
    codes = await dialog.locator("code").all_inner_texts()
    assert len(codes) == 10
    await dialog.get_by_text("Guardei os códigos em um lugar seguro").click()
    await dialog.get_by_role("button", name="Pronto").click()
    await section.get_by_text("Ativa", exact=True).wait_for()

    again = await visit(size=PHONE)
    await again.page.goto("/login")
    await fill_in(again, Senha=PASSWORD, **{"E-mail": office.logins["admin"]})
    await again.page.keyboard.press("Enter")
    await again.page.get_by_role("heading", name="Verificação em duas etapas").wait_for()
    await again.assert_accessible()
    # The code that confirmed it is used up; the app's next one is good half a minute early.
    await again.page.get_by_label("Código do aplicativo").fill(app.at(int(time.time()) + 30))
    await again.page.keyboard.press("Enter")
    await is_in(again)
