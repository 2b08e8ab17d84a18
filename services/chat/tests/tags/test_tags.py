"""A company's tags, and tickets that have them."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from atende_contracts.ids import uuid7
from atende_contracts.queues import TagChangedV1
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.tags.domain import MAX_TAGS

from ..factories import create_tag

Rows = Callable[..., Any]


async def test_tags_are_listed_by_name_changed_and_archived(as_user: AsUser) -> None:
    http = as_user("agent")
    late = await create_tag(http, name="Entrega")
    early = await create_tag(http, name="cobrança", color="#ff0000")
    changed = await http.patch(f"/api/v1/tags/{late['id']}", json={"name": "Atraso"})
    assert {key: changed.json()[key] for key in ("name", "color", "revision")} == {
        "name": "Atraso",
        "color": late["color"],
        "revision": 2,
    }
    listed = (await as_user("viewer").get("/api/v1/tags")).json()["items"]
    assert [tag["name"] for tag in listed] == ["Atraso", "cobrança"]

    assert (await http.delete(f"/api/v1/tags/{early['id']}")).status_code == 204
    assert (await http.delete(f"/api/v1/tags/{early['id']}")).status_code == 404
    in_use = (await http.get("/api/v1/tags")).json()["items"]
    archived = (await http.get("/api/v1/tags", params={"archived": True})).json()["items"]
    assert [tag["id"] for tag in in_use] == [late["id"]]
    assert [tag["id"] for tag in archived] == [early["id"]]
    assert archived[0]["archivedAt"]


async def test_names_are_unique_among_tags_in_use(as_user: AsUser) -> None:
    http = as_user("agent")
    first, other = await create_tag(http, name="VIP"), await create_tag(http, name="Outra")
    for answer in (
        await http.post("/api/v1/tags", json={"name": " vip "}),
        await http.patch(f"/api/v1/tags/{other['id']}", json={"name": "Vip"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "tag-exists")
    same = await http.patch(f"/api/v1/tags/{first['id']}", json={"name": "VIP"})
    assert same.json()["revision"] == 1, "nothing has changed"
    await http.delete(f"/api/v1/tags/{first['id']}")
    await create_tag(http, name="vip")
    # Of another company they are others.
    await create_tag(as_user("agent", company_id=uuid7()), name="vip")


async def test_a_company_has_so_many_tags_also_if_several_are_created_at_once(
    as_user: AsUser, rows: Rows, company_id: UUID
) -> None:
    http = as_user("agent")
    await create_tag(http, name="first")
    await rows(
        "INSERT INTO tags (company_id, id, name, color, created_at, revision)"
        " SELECT :company, gen_random_uuid(), 'n' || i, '#000000', now(), 1 FROM generate_series(3, :most) i"
        " RETURNING id",
        company=company_id,
        most=MAX_TAGS,
    )
    bodies = [{"name": f"the last {number}"} for number in range(6)]
    answers = await asyncio.gather(*(http.post("/api/v1/tags", json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    assert {answer.json().get("code") for answer in answers} == {None, "too-many-tags"}
    assert len((await http.get("/api/v1/tags")).json()["items"]) == MAX_TAGS


async def test_what_a_tag_may_be(as_user: AsUser) -> None:
    http = as_user("agent")
    for body in (
        {"name": ""},
        {"name": "x" * 51},
        {"name": "x", "color": "red"},
        {"name": "x", "colour": "y"},
    ):
        assert (await http.post("/api/v1/tags", json=body)).status_code == 422, body
    assert (await as_user("viewer").post("/api/v1/tags", json={"name": "x"})).status_code == 403


async def test_a_ticket_gets_a_tag_shows_it_and_is_found_by_it(
    as_user: AsUser, ticket: dict[str, Any], handle: Handle, inbound: Callable[..., Any], rows: Rows
) -> None:
    await handle([inbound(wa_id="5511999990002")])
    http = as_user("agent")
    tag, other = await create_tag(http, name="Entrega"), await create_tag(http, name="Troca")
    path = f"/api/v1/tickets/{ticket['id']}/tags"
    tagged = (await http.put(f"{path}/{tag['id']}")).json()
    assert (tagged["tagIds"], tagged["revision"]) == ([tag["id"]], ticket["revision"] + 1)
    assert (await http.put(f"{path}/{tag['id']}")).json() == tagged, "safe to repeat"
    assert (await http.put(f"{path}/{other['id']}")).json()["tagIds"] == [tag["id"], other["id"]]

    async def found_by(tag_id: str) -> list[str]:
        page = (await http.get("/api/v1/tickets", params={"tagId": tag_id})).json()
        return [item["id"] for item in page["items"]]

    assert await found_by(tag["id"]) == [ticket["id"]]
    assert await found_by(str(uuid7())) == []

    # A customer who writes does not change them.
    await handle([inbound("E agora?")])
    assert (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()["tagIds"] == [tag["id"], other["id"]]

    # Archived, a tag stays and can be taken off, but not be put on.
    await http.delete(f"/api/v1/tags/{other['id']}")
    assert (await http.put(f"{path}/{other['id']}")).status_code == 404
    assert (await http.delete(f"{path}/{other['id']}")).json()["tagIds"] == [tag["id"]]
    assert (await http.delete(f"{path}/{tag['id']}")).json()["tagIds"] == []
    assert await found_by(tag["id"]) == []

    updates = await rows("SELECT type, payload FROM event_log WHERE type LIKE 'tag.%' ORDER BY seq")
    assert [row.payload["tag"]["name"] for row in updates] == ["Entrega", "Troca", "Troca"]
    shown = await rows("SELECT payload FROM event_log WHERE type = 'ticket.updated' ORDER BY seq")
    assert [tag["id"]] in [row.payload["ticket"]["tagIds"] for row in shown]


async def test_a_ticket_has_so_many_tags_and_none_of_another_company(
    as_user: AsUser, ticket: dict[str, Any]
) -> None:
    http, path = as_user("agent"), f"/api/v1/tickets/{ticket['id']}/tags"
    for number in range(20):
        tag = await create_tag(http, name=f"n{number}")
        assert (await http.put(f"{path}/{tag['id']}")).status_code == 200
    one_more = await create_tag(http, name="one more")
    answer = await http.put(f"{path}/{one_more['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-tags-on-ticket")
    foreign = await create_tag(as_user("agent", company_id=uuid7()), name="theirs")
    assert (await http.put(f"{path}/{foreign['id']}")).status_code == 404
    assert (await as_user("viewer").put(f"{path}/{tag['id']}")).status_code == 403


async def test_other_services_hear_what_tags_are_called(
    as_user: AsUser, published: Published, company_id: UUID
) -> None:
    http = as_user("agent")
    tag = await create_tag(http, name="Entrega")
    await http.patch(f"/api/v1/tags/{tag['id']}", json={"name": "Atraso"})
    await http.patch(f"/api/v1/tags/{tag['id']}", json={"name": "Atraso"})
    await http.delete(f"/api/v1/tags/{tag['id']}")
    told = await published(TagChangedV1)
    assert {(event.company_id, str(event.tag_id)) for event in told} == {(company_id, tag["id"])}
    assert [(event.name, event.deleted, event.revision) for event in told] == [
        ("Entrega", False, 1),
        ("Atraso", False, 2),
        ("Atraso", True, 3),
    ]
