"""Who may do what, and that no company finds anything of another's."""

from typing import Any

import httpx

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser

from .factories import Rows, create_contact


async def test_bad_queries_are_refused(as_user: AsUser) -> None:
    http = as_user("agent")
    for path in (
        "/api/v1/contacts?q=%00",
        "/api/v1/contacts?cursor=x",
        "/api/v1/contacts?limit=101",
        "/api/v1/tickets?status=lost",
        "/api/v1/tickets?cursor=%00",
        "/api/v1/events?after=-1",
        "/api/v1/events?namespace=other",
    ):
        assert (await http.get(path)).status_code == 422, path


async def test_roles(as_user: AsUser, ticket: dict[str, Any], client: httpx.AsyncClient) -> None:
    viewer, agent = as_user("viewer"), as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}"
    assert (await viewer.post(f"{path}/accept")).status_code == 403
    assert (await viewer.post("/api/v1/contacts", json={"name": "A", "phone": "1"})).status_code == 403
    files = {"file": ("c.csv", b"name,phone\n")}
    assert (await agent.post("/api/v1/contacts/import", files=files)).status_code == 403
    assert (await client.get("/api/v1/tickets")).status_code == 401


async def test_another_company_finds_nothing(
    as_user: AsUser, ticket: dict[str, Any], rows: Rows, logged: Any
) -> None:
    owner, stranger = as_user("owner"), as_user("owner", company_id=uuid7())
    files = {"file": ("c.csv", b"name,phone\nA,+5511999990009\n")}
    job = (await owner.post("/api/v1/contacts/import", files=files)).json()
    contact = f"/api/v1/contacts/{ticket['contact']['id']}"
    path = f"/api/v1/tickets/{ticket['id']}"
    before = await logged()
    for method, url, body in (
        ("GET", contact, None),
        ("PATCH", contact, {"name": "x"}),
        ("GET", f"/api/v1/contacts/imports/{job['id']}", None),
        ("GET", path, None),
        ("GET", f"{path}/messages", None),
        ("POST", f"{path}/messages", {"text": "x", "clientMessageId": "1"}),
        ("POST", f"{path}/accept", None),
        ("POST", f"{path}/close", None),
    ):
        response = await stranger.request(method, url, json=body)
        assert response.status_code == 404, (method, url)
    for url in ("/api/v1/contacts", "/api/v1/tickets", "/api/v1/events"):
        assert (await stranger.get(url)).json()["items"] == []
    assert await logged() == before
    # The same phone may be a contact of each company.
    await create_contact(stranger, phone="+5511999990001")
    assert await rows("SELECT count(*) FROM contacts WHERE phone = '+5511999990001'") == [(2,)]


async def test_every_table_is_under_forced_row_level_security(rows: Rows, client: object) -> None:  # noqa: ARG001
    found = await rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> 'alembic_version'"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    assert found == []
