"""`ETag` and `If-Match`: a change that is meant for a state that is gone changes nothing."""

from typing import Any, Final

import pytest

from atende_platform.testing.plugin import AsUser

CREATED: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "tags": ({"name": "Entrega"}, {"name": "Entregas"}),
    "queues": ({"name": "Vendas"}, {"name": "Vendas 2"}),
    "quick-replies": (
        {"shortcut": "/oi", "title": "Oi", "text": "Oi!", "shared": True},
        {"title": "Bom dia"},
    ),
    "webhooks": ({"url": "https://erp.example/"}, {"description": "ERP"}),
    "macros": ({"name": "Fim", "actions": [{"type": "close"}]}, {"name": "Fim 2"}),
    "sla/policies": ({"firstReplyMinutes": 30}, {"firstReplyMinutes": 15}),
    "satisfaction/policies": ({"question": "Tudo bem?", "thanks": "Obrigado!"}, {"thanks": "Obrigada!"}),
    "views": ({"name": "Minhas", "filter": {}}, {"name": "As minhas"}),
    "contact-fields": ({"name": "CPF", "kind": "text"}, {"label": "CPF do titular"}),
}
"""By path: what creates one, and what changes it."""


@pytest.mark.parametrize("path", CREATED)
async def test_a_change_meant_for_another_state_is_refused(as_user: AsUser, path: str) -> None:
    http = as_user("admin")
    new, change = CREATED[path]
    created = await http.post(f"/api/v1/{path}", json=new)
    assert created.status_code == 201, created.text
    assert created.headers["ETag"] == '"1"'
    one = f"/api/v1/{path}/{created.json().get('id') or created.json()['webhook']['id']}"
    changed = await http.patch(one, json=change, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"'), changed.text
    for refused in (
        await http.patch(one, json=change, headers={"If-Match": '"1"'}),
        await http.delete(one, headers={"If-Match": '"1"'}),
    ):
        assert (refused.status_code, refused.json()["revision"]) == (412, 2)
    assert (await http.delete(one, headers={"If-Match": '"1", W/"2"'})).status_code == 204


async def test_a_ticket_s_fields_are_changed_as_they_were_read(
    as_user: AsUser, ticket: dict[str, Any]
) -> None:
    http, path = as_user("agent"), f"/api/v1/tickets/{ticket['id']}"
    etag = (await http.get(path)).headers["ETag"]
    assert etag == f'"{ticket["revision"]}"'
    changed = await http.patch(path, json={"priority": "high"}, headers={"If-Match": etag})
    assert (changed.status_code, changed.headers["ETag"] != etag) == (200, True)
    again = await http.patch(path, json={"priority": "low"}, headers={"If-Match": etag})
    assert (again.status_code, again.json()["code"]) == (412, "revision-mismatch")
    assert (await http.get(path)).json()["priority"] == "high"
