"""Contacts: a file becomes contacts, a colleague sees what is changed, and a role draws what it may do."""

from console.conftest import Open

_FILE = """Nome;Celular;Cidade;Etiquetas
Beatriz Rocha;(11) 98765-4321;Recife;VIP
Caio Prado;21 97654-3210;Olinda;
Sem número;abc;Recife;
"""


async def test_a_file_becomes_contacts_that_colleagues_see_change(enter: Open) -> None:
    admin = await enter("admin", at="/contacts/imports")
    page = admin.page
    await page.get_by_label("Planilha com seus contatos").set_input_files(
        {"name": "clientes.csv", "mimeType": "text/csv", "buffer": _FILE.encode()}
    )
    await page.get_by_role("heading", name="Prévia").wait_for()
    await admin.assert_accessible()
    await page.get_by_role("button", name="Importar", exact=True).click()
    await page.get_by_text("3 linhas lidas, 1 recusada.").wait_for()
    await admin.assert_accessible()
    await page.get_by_role("link", name="Ver contatos").click()

    agent = await enter("agent", at="/contacts?tag=VIP")
    await agent.page.get_by_role("link", name="Beatriz Rocha").wait_for()
    assert await agent.page.get_by_role("link", name="Caio Prado").count() == 0

    await page.get_by_role("link", name="Beatriz Rocha").click()
    drawer = page.get_by_role("dialog", name="Beatriz Rocha")
    await drawer.get_by_label("Nome", exact=True).fill("Beatriz Rocha Lima")
    await admin.assert_accessible()
    await drawer.get_by_role("button", name="Salvar").click()
    await page.get_by_role("dialog", name="Beatriz Rocha Lima").wait_for()
    await agent.page.get_by_role("link", name="Beatriz Rocha Lima").wait_for()


async def test_a_viewer_finds_people_and_changes_nobody(enter: Open) -> None:
    viewer = await enter("viewer", at="/contacts")
    page = viewer.page
    await page.get_by_role("searchbox").fill("caio")
    await page.wait_for_url("**/contacts?q=caio")
    await page.get_by_role("link", name="Caio Prado").wait_for()
    await viewer.assert_accessible()
    assert await page.get_by_role("button", name="Novo contato").count() == 0
    assert await page.get_by_role("checkbox").count() == 0
    await page.goto("/contacts/imports")
    await page.get_by_text("Você não tem acesso a esta página").wait_for()
