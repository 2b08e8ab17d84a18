"""A channel by WhatsApp Web: a phone is linked, a conversation goes both ways, and it is logged out."""

from typing import Any

from console.browser import PHONE
from console.conftest import Open
from console.inbox import Inbox
from console.office import Office
from playwright.async_api import expect
from system import System, eventually

from atende_sandbox.demo.api import Api
from atende_sandbox.whatsapp_web.client import StubClient

QR = "QR code que conecta o celular"


async def test_a_phone_is_linked_by_qr_and_a_conversation_goes_both_ways(
    enter: Open, office: Office, system: System
) -> None:
    own, customer = (system.new_phone().lstrip("+") for _ in range(2))
    window = await enter("owner", at="/channels/new")
    page = window.page
    await page.get_by_role("link", name="Conectar pelo WhatsApp Web").click()
    await page.get_by_role("button", name="Continuar").click()
    await expect(page.get_by_text("Marque para continuar.")).to_be_visible()
    await window.assert_accessible()
    await page.get_by_text("Entendo que este número").click()
    await page.get_by_role("button", name="Continuar").click()
    await page.get_by_label("Nome do canal").fill("Balcão")
    await page.get_by_role("button", name="Criar e mostrar o QR code").click()
    await expect(page.get_by_role("img", name=QR)).to_be_visible(timeout=60_000)
    await window.assert_accessible()
    # All of it goes on after a reload.
    await page.reload()
    await expect(page.get_by_role("img", name=QR)).to_be_visible()
    channel_id = page.url.split("channel=")[1].split("&")[0]

    api = await office.api("owner")
    async with StubClient(system.world.settings.url("whatsapp-web")) as phone:
        await phone.scan(await _code(api, channel_id, "qr"), own, "Padaria")
        await expect(page.get_by_text("Conectado como")).to_be_visible(timeout=60_000)
        await window.assert_accessible()

        await page.get_by_role("link", name="Abrir a caixa de entrada").click()
        inbox = Inbox(window)
        await phone.contact(customer, "Bia Souza")
        await phone.deliver(customer, "Oi, ainda tem pão?", account=own)
        await inbox.view("Sem dono").click()
        await inbox.open("Bia Souza")
        await expect(inbox.message("Oi, ainda tem pão?")).to_be_visible()
        await page.get_by_role("button", name="Assumir").first.click()
        await inbox.reply("Tem sim, saiu agora!")
        assert (await phone.wait_received(customer, timeout=60)).text == "Tem sim, saiu agora!"
        await inbox.expect_state("Tem sim, saiu agora!", "Entregue")

        # Removed on the phone: the agent reads it, and the channel's page says what to do.
        await phone.unlink(own)
        await expect(page.get_by_text("Balcão não está conectado ao WhatsApp.")).to_be_visible(timeout=60_000)
        await page.goto(f"/channels/{channel_id}")
        await expect(page.get_by_role("button", name="Conectar um celular")).to_be_visible()
        await window.assert_accessible()
    await api.close()


async def test_a_code_is_typed_on_the_phone_and_the_channel_logged_out(
    enter: Open, office: Office, system: System
) -> None:
    own = system.new_phone().lstrip("+")
    api = await office.api("owner")
    body = {"name": "Entregas", "provider": "whatsapp_web", "acceptRisk": True}
    channel_id = (await api.post("/api/v1/channels", body))["id"]
    window = await enter(
        "owner", at=f"/channels/new?provider=web&step=link&channel={channel_id}", size=PHONE, dark=True
    )
    page = window.page
    await page.get_by_role("button", name="Usar um código para digitar").click()
    await page.get_by_label("Celular com o WhatsApp").fill(f"+{own}")
    await page.get_by_role("button", name="Gerar o código").click()
    await expect(page.get_by_role("heading", name="Digite o código no celular")).to_be_visible(timeout=60_000)
    code = await _code(api, channel_id, "code")
    await expect(page.get_by_text(f"{code[:4]}-{code[4:]}")).to_be_visible()
    await window.assert_accessible()
    async with StubClient(system.world.settings.url("whatsapp-web")) as phone:
        await phone.enter_code(code, own, "Padaria")
        await expect(page.get_by_text("Conectado como")).to_be_visible(timeout=60_000)
        await page.get_by_role("link", name="Ver o canal").click()
        await page.get_by_role("button", name="Desconectar do celular").click()
        dialog = page.get_by_role("alertdialog")
        await dialog.get_by_role("button", name="Desconectar do celular").click()
        await expect(page.get_by_role("button", name="Conectar um celular")).to_be_visible(timeout=60_000)
        # The button was above the bar at the lower edge: its tooltip goes with the pointer.
        await page.mouse.move(1, 1)
        await expect(page.get_by_role("tooltip")).to_have_count(0)
        await window.assert_accessible()
        assert (account := await phone.account(own)) is None or not account.connected
    await api.close()


async def _code(api: Api, channel_id: str, kind: str) -> str:
    async def shown() -> str:
        pairing: dict[str, Any] = await api.get(f"/api/v1/channels/{channel_id}/pairing")
        assert pairing["kind"] == kind
        assert pairing["code"]
        return str(pairing["code"])

    return await eventually(shown, timeout=60)
