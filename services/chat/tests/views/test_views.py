"""Lists of tickets under a name."""

from uuid import uuid4

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser

PATH = "/api/v1/views"


async def test_views_are_one_s_own_or_of_all(as_user: AsUser) -> None:
    ana, bia, admin = as_user("agent", user_id=uuid7()), as_user("agent", user_id=uuid7()), as_user("admin")
    wanted = {"unassigned": True, "priority": "urgent", "status": ["pending"]}
    own = (await ana.post(PATH, json={"name": "Urgentes", "filter": wanted, "sort": "waiting"})).json()
    assert (own["shared"], own["sort"]) == (False, "waiting")
    assert {name: value for name, value in own["filter"].items() if value is not None} == wanted
    refused = await ana.post(PATH, json={"name": "De todos", "shared": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    shared = (await admin.post(PATH, json={"name": "De todos", "shared": True, "position": 1})).json()
    assert [view["id"] for view in (await ana.get(PATH)).json()["items"]] == [own["id"], shared["id"]]
    assert [view["id"] for view in (await bia.get(PATH)).json()["items"]] == [shared["id"]]
    assert (await bia.patch(f"{PATH}/{own['id']}", json={"name": "x"})).status_code == 404
    assert (await ana.delete(f"{PATH}/{shared['id']}")).status_code == 403
    renamed = (await ana.patch(f"{PATH}/{own['id']}", json={"name": "Agora"})).json()
    assert (renamed["name"], renamed["revision"], renamed["filter"]) == ("Agora", 2, own["filter"])
    assert (await ana.delete(f"{PATH}/{own['id']}")).status_code == 204
    assert (await as_user("admin", company_id=uuid7()).get(PATH)).json()["items"] == []


async def test_an_agent_has_fifty_views_at_most(as_user: AsUser) -> None:
    http = as_user("agent", user_id=uuid7())
    statuses = [(await http.post(PATH, json={"name": uuid4().hex})).status_code for _ in range(51)]
    assert statuses == [201] * 50 + [409]


async def test_a_view_lists_by_what_lists_know(as_user: AsUser) -> None:
    http = as_user("agent")
    for body in (
        {"name": "x", "filter": {"colour": "red"}},
        {"name": "x", "filter": {"status": ["gone"]}},
        {"name": "x", "sort": "random"},
        {"name": "x" * 61},
        {"name": " "},
    ):
        assert (await http.post(PATH, json=body)).status_code == 422
