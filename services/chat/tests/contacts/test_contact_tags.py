"""Tags of contacts: one spelling, colours, other names, and two that become one."""

import asyncio
from typing import Any

import httpx
import pytest

from atende_contracts.contacts import ContactChangedV1, ContactTagChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Published
from chat.contacts.domain import MAX_TAG_MOVES
from chat.contacts.worker import tag_mover

from ..factories import Rows, create_contact

TAGS = "/api/v1/contacts/tags"


async def _tags(http: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    return {tag["name"]: tag for tag in (await http.get(TAGS)).json()["items"]}


async def _of(http: httpx.AsyncClient, contact: dict[str, Any]) -> list[str]:
    tags: list[str] = (await http.get(f"/api/v1/contacts/{contact['id']}")).json()["tags"]
    return tags


async def _move(database: Database) -> None:
    """Let the worker go on until contacts have their tags, and no transaction from before can add one."""
    mover = tag_mover(database)
    for _ in range(3):
        while await mover.step():
            pass
        async with database.worker() as session:
            await execute(
                session,
                "UPDATE contact_tag_moves"
                " SET requested_at = requested_at - interval '1 hour', due_at = now()",
            )


async def test_a_tag_has_one_spelling_and_is_a_thing_of_its_own(as_user: AsUser) -> None:
    http = as_user("agent")
    ana = await create_contact(http, tags=["vip", "Sul", "VIP"])
    assert ana["tags"] == ["vip", "Sul"]
    bia = await create_contact(http, phone="+5511988880000", tags=["VIP", "SUL"])
    assert bia["tags"] == ["vip", "Sul"]
    changed = await http.patch(f"/api/v1/contacts/{bia['id']}", json={"tags": ["Vip", "novo"]})
    assert changed.json()["tags"] == ["vip", "novo"]
    assert list(await _tags(http)) == ["novo", "Sul", "vip"]
    for q in ("vip", "VIP"):
        found = (await http.get("/api/v1/contacts", params={"tag": q})).json()["items"]
        assert len(found) == 2
    made = (await http.post(TAGS, json={"name": "Norte", "color": "#0a7d4f"})).json()
    assert (made["color"], made["moving"]) == ("#0a7d4f", False)
    again = await http.post(TAGS, json={"name": "NORTE"})
    assert (again.json()["code"], again.json()["params"]["tagId"]) == ("contact-tag-exists", made["id"])
    stranger = as_user("owner", company_id=uuid7())
    assert (await create_contact(stranger, tags=["VIP"]))["tags"] == ["VIP"]
    assert (await stranger.delete(f"{TAGS}/{made['id']}")).status_code == 404
    assert (await http.delete(f"{TAGS}/{made['id']}")).status_code == 403


async def test_many_at_once_agree_on_a_spelling(as_user: AsUser) -> None:
    http = as_user("agent")
    created = await asyncio.gather(
        *(create_contact(http, phone=f"+551197777000{n}", tags=["vip" if n % 2 else "VIP"]) for n in range(8))
    )
    assert len({tag for contact in created for tag in contact["tags"]}) == 1


async def test_a_new_name_reaches_contacts_and_other_services(
    as_user: AsUser, database: Database, published: Published, rows: Rows
) -> None:
    http = as_user("owner")
    ana = await create_contact(http, tags=["vip", "sul"])
    bia = await create_contact(http, phone="+5511988880000", tags=["sul"])
    tag = (await _tags(http))["vip"]
    renamed = (
        await http.patch(f"{TAGS}/{tag['id']}", json={"name": "cliente vip", "color": "#ff0000"})
    ).json()
    assert (renamed["name"], renamed["moving"], renamed["revision"]) == ("cliente vip", True, 2)
    for name in ("cliente vip", "vip"):
        found = (await http.get("/api/v1/contacts", params={"tag": name})).json()["items"]
        assert [one["id"] for one in found] == [ana["id"]]
    late = await create_contact(http, phone="+5511988880001", tags=["VIP"])
    assert late["tags"] == ["cliente vip"], "the old name leads to the new one"
    await _move(database)
    assert await _of(http, ana) == ["cliente vip", "sul"]
    assert await _of(http, bia) == ["sul"]
    [event] = [one for one in await published(ContactChangedV1) if str(one.contact_id) == ana["id"]][1:]
    assert (event.tags, event.revision) == (["cliente vip", "sul"], 2)
    assert [(one.old, one.new, one.done) for one in await published(ContactTagChangedV1)] == [
        ("vip", "cliente vip", False),
        ("vip", "cliente vip", True),
    ]
    assert (await _tags(http))["cliente vip"]["moving"] is False
    assert await rows("SELECT FROM contact_tag_moves") == []


async def test_two_become_one_and_one_goes(as_user: AsUser, database: Database) -> None:
    http = as_user("admin")
    ana = await create_contact(http, tags=["vip", "importante"])
    bia = await create_contact(http, phone="+5511988880000", tags=["importante", "sul"])
    tags = await _tags(http)
    path = f"{TAGS}/{tags['importante']['id']}"
    same = await http.post(f"{path}/merge", json={"into": tags["importante"]["id"]})
    assert same.status_code == 422
    merged = await http.post(f"{path}/merge", json={"into": tags["vip"]["id"]})
    assert merged.json()["name"] == "vip"
    assert (await http.delete(f"{TAGS}/{tags['sul']['id']}")).status_code == 204
    await _move(database)
    assert (await _of(http, ana), await _of(http, bia)) == (["vip"], ["vip"])
    assert list(await _tags(http)) == ["vip"]


async def test_names_follow_each_other_in_batches_and_companies_take_turns(
    as_user: AsUser, database: Database, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.contacts.tags._BATCH", 2)
    http, stranger = as_user("owner"), as_user("owner", company_id=uuid7())
    mine = [await create_contact(http, phone=f"+551197777000{n}", tags=["a"]) for n in range(5)]
    theirs = await create_contact(stranger, tags=["a"])
    for each in (http, stranger):
        tag = (await _tags(each))["a"]
        for name in ("b", "c"):
            assert (await each.patch(f"{TAGS}/{tag['id']}", json={"name": name})).status_code == 200
    mover = tag_mover(database)
    for _ in range(2):
        await mover.step()
    [done] = await rows("SELECT count(*) FROM contacts WHERE tags = '{b}'")
    assert done[0] == 3, "a batch of each"
    await _move(database)
    assert [await _of(http, one) for one in mine] == [["c"]] * 5
    assert await _of(stranger, theirs) == ["c"]


async def test_so_many_move_at_a_time(as_user: AsUser) -> None:
    http = as_user("owner")
    await create_contact(http, tags=["x"])
    tag = (await _tags(http))["x"]
    answers = [
        await http.patch(f"{TAGS}/{tag['id']}", json={"name": f"x{n}"}) for n in range(MAX_TAG_MOVES + 1)
    ]
    assert [one.status_code for one in answers] == [200] * MAX_TAG_MOVES + [409]
    assert answers[-1].json()["code"] == "contact-tags-moving"
