"""The inbox at work: two people, one customer, a connection that breaks, answers that are lost."""

import asyncio
import re

from console.browser import PHONE
from console.conftest import Open
from console.inbox import Inbox
from console.office import Office
from playwright.async_api import APIResponse, Route, expect
from system import System, eventually

MESSAGES = re.compile(r"/api/v1/tickets/[^/]+/messages$")


async def at_the_provider(office: Office, phone: str) -> list[str]:
    """Return the texts that the provider took for a customer."""
    found = await office.system.simulator.conversations(office.company.number, customer=phone.lstrip("+"))
    return [one["text"] for one in found[0]["messages"] if one["direction"] == "outbound"]


async def test_a_customer_writes_both_see_it_one_takes_it_and_the_ticks_follow(
    enter: Open, office: Office, system: System
) -> None:
    agent, admin = Inbox(await enter("agent")), Inbox(await enter("admin"))
    for one in (agent, admin):
        await one.view("Sem dono").click()
    phone = system.new_phone()
    await office.company.customer_writes(phone, "Vocês entregam no sábado?", name="Beatriz Lima")
    for one in (agent, admin):
        await expect(one.row("Beatriz Lima")).to_contain_text("Vocês entregam no sábado?")

    await agent.open("Beatriz Lima")
    await admin.open("Beatriz Lima")
    await expect(admin.page.get_by_text(re.compile("André.* está vendo"))).to_be_visible()
    await agent.page.get_by_role("button", name="Assumir", exact=True).first.click()
    await expect(agent.page.get_by_text("Com você")).to_be_visible()
    await expect(admin.page.get_by_text("Com André Dias").first).to_be_visible()
    await expect(admin.row("Beatriz Lima")).to_have_count(0)
    await agent.window.assert_accessible()

    await agent.reply("Entregamos sim, das 7h às 12h.")
    await agent.expect_state("Entregamos sim", "Lida")
    await expect(admin.message("Entregamos sim")).to_be_visible()
    await admin.expect_state("Entregamos sim", "Lida")
    await admin.window.assert_accessible()
    assert await at_the_provider(office, phone) == ["Entregamos sim, das 7h às 12h."]

    await office.company.customer_writes(phone, "Perfeito, obrigada!", name="Beatriz Lima")
    for one in (agent, admin):
        await expect(one.message("Perfeito, obrigada!")).to_be_visible()


async def test_what_was_sent_while_the_connection_was_cut_goes_once_it_is_back(
    enter: Open, office: Office, system: System
) -> None:
    phone = system.new_phone()
    await office.company.customer_writes(phone, "Bom dia!", name="Caio Nunes")
    agent = Inbox(await enter("agent", "/inbox?view=unassigned"))
    agent.window.expected += ["Failed to load resource: net::", "WebSocket connection", "50"]
    await agent.open("Caio Nunes")
    await agent.reply("Bom dia, Caio!")
    await asyncio.to_thread(system.world.stop, "nginx")
    try:
        await expect(
            agent.page.get_by_text(re.compile("Sem conexão|sem conexão|Reconectando")).first
        ).to_be_visible()
        await agent.reply("De segunda a sábado, das 6h às 20h.")
        await agent.window.assert_accessible()
    finally:
        await asyncio.to_thread(system.world.start, "nginx")
    await agent.expect_state("De segunda a sábado", "Lida")
    await office.company.customer_writes(phone, "Obrigado!", name="Caio Nunes")
    await expect(agent.message("Obrigado!")).to_be_visible()
    assert await at_the_provider(office, phone) == ["Bom dia, Caio!", "De segunda a sábado, das 6h às 20h."]


async def test_a_lost_answer_and_a_double_enter_send_one_message(
    enter: Open, office: Office, system: System
) -> None:
    phone = system.new_phone()
    await office.company.customer_writes(phone, "Meu pedido veio errado", name="Dalva Rocha")
    agent = Inbox(await enter("agent", "/inbox?view=unassigned"))
    agent.window.expected += ["Failed to load resource: net::"]
    await agent.open("Dalva Rocha")
    lost: list[APIResponse] = []

    async def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(await route.fetch())
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await agent.page.route(MESSAGES, lose_the_answer)
    await agent.composer.fill("Já estamos preparando a troca.")
    await agent.composer.press("Enter")
    await agent.composer.press("Enter")
    await agent.expect_state("Já estamos preparando a troca.", "Lida")
    await expect(agent.message("Já estamos preparando a troca.")).to_have_count(1)
    assert [answer.status for answer in lost] == [201, 200]
    assert await at_the_provider(office, phone) == ["Já estamos preparando a troca."]


async def test_drafts_stay_over_a_reload_and_never_go_to_somebody_else(
    enter: Open, office: Office, system: System
) -> None:
    for name in ("Elisa Prado", "Fábio Reis"):
        await office.company.customer_writes(system.new_phone(), f"Oi, aqui é {name}", name=name)
    agent = Inbox(await enter("agent", "/inbox?view=unassigned"))
    await agent.open("Elisa Prado")
    await agent.composer.fill("Para a Elisa")
    await agent.open("Fábio Reis")
    await expect(agent.composer).to_have_value("")
    await expect(agent.row("Elisa Prado")).to_contain_text("Rascunho")
    await agent.composer.fill("Para o Fábio")
    await agent.page.reload()
    await expect(agent.composer).to_have_value("Para o Fábio")
    await agent.open("Elisa Prado")
    await expect(agent.composer).to_have_value("Para a Elisa")
    await agent.composer.press("Enter")
    await agent.open("Fábio Reis")
    await expect(agent.composer).to_have_value("Para o Fábio")
    await expect(agent.message("Para a Elisa")).to_have_count(0)


async def test_on_a_phone_one_thing_is_shown_at_a_time(enter: Open, office: Office, system: System) -> None:
    await office.company.customer_writes(system.new_phone(), "Aceitam Pix?", name="Gustavo Luz")
    agent = Inbox(await enter("agent", "/inbox?view=unassigned", size=PHONE, dark=True))
    await expect(agent.row("Gustavo Luz")).to_be_visible()
    await agent.window.assert_accessible()
    await agent.open("Gustavo Luz")
    await expect(agent.list).to_be_hidden()
    await agent.window.assert_accessible()
    # Enter begins a new line where fingers type.
    await agent.composer.fill("Aceitamos sim!")
    await agent.page.get_by_role("button", name="Enviar", exact=True).click()
    await agent.expect_state("Aceitamos sim!", "Lida")
    await agent.page.get_by_role("button", name="Voltar para a lista").click()
    await agent.view("Minhas").click()
    await expect(agent.row("Gustavo Luz")).to_contain_text("Aceitamos sim!")
    assert not await agent.page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_an_idle_tab_asks_for_nothing(enter: Open, office: Office, system: System) -> None:
    await office.company.customer_writes(system.new_phone(), "Oi!", name="Helena Dias")
    agent = Inbox(await enter("agent", "/inbox?view=unassigned"))
    await agent.open("Helena Dias")
    await expect(agent.message("Oi!")).to_be_visible()
    await asyncio.sleep(3)
    agent.window.requests.clear()
    await asyncio.sleep(15)
    assert [request.url for request in agent.window.requests] == []


async def test_the_agent_works_by_keyboard_alone(enter: Open, office: Office, system: System) -> None:
    phone = system.new_phone()
    await office.company.customer_writes(phone, "Qual o endereço?", name="Igor Castro")
    agent = Inbox(await enter("agent", "/inbox?view=unassigned&q=Igor"))
    await expect(agent.row("Igor Castro")).to_be_visible()
    keyboard = agent.page.keyboard
    await keyboard.press("j")
    await keyboard.press("Enter")
    await expect(agent.message("Qual o endereço?")).to_be_visible()
    await keyboard.press("a")
    await expect(agent.page.get_by_text("Com você")).to_be_visible()
    await keyboard.press("r")
    await expect(agent.composer).to_be_focused()
    await keyboard.type("Rua das Flores, 10.")
    await keyboard.press("Enter")
    await agent.expect_state("Rua das Flores, 10.", "Lida")
    await keyboard.press("Escape")
    await keyboard.press("n")
    await expect(agent.note).to_be_focused()
    await keyboard.type("Cliente da região")
    await keyboard.press("Enter")
    await expect(agent.message("Cliente da região")).to_be_visible()
    await keyboard.press("Escape")
    await keyboard.press("?")
    await expect(agent.page.get_by_role("dialog")).to_be_visible()
    await agent.window.assert_accessible()
    await keyboard.press("Escape")
    await keyboard.press("e")
    await expect(agent.page.get_by_role("dialog")).to_be_visible()
    await keyboard.press("Enter")

    async def closed() -> None:
        found = await office.company.api.get("/api/v1/tickets", q=phone, status="closed")
        assert len(found["items"]) == 1

    await eventually(closed)
