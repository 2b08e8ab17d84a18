"""Merging contacts by hand, and taking that back."""

from typing import Any
from uuid import UUID

from atende_contracts.contacts import ContactChangedV1, TicketChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, now
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.merges import service

from ..factories import Inbound, Rows, create_contact, create_reply

BIA = "5511988887777"


async def _two(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return two contacts, each with a ticket on the same channel."""
    http = as_user("owner")
    change = {"tags": ["vip"], "email": "ana@a.example", "customFields": {"city": "Recife"}}
    kept = (await http.patch(f"/api/v1/contacts/{ticket['contact']['id']}", json=change)).json()
    await handle([inbound("Sou eu, do outro", sender=Party(wa_id=BIA, name="Ana B."))])
    [gone] = (await http.get("/api/v1/contacts", params={"q": "Ana B."})).json()["items"]
    change = {
        "tags": ["novo"],
        "email": "b@a.example",
        "customFields": {"city": "Olinda", "size": "M"},
        "externalId": "C-2",
    }
    gone = (await http.patch(f"/api/v1/contacts/{gone['id']}", json=change)).json()
    return kept, gone


async def _texts(as_user: AsUser, contact_id: str) -> set[str]:
    found = (await as_user("agent").get(f"/api/v1/contacts/{contact_id}/messages")).json()["items"]
    return {message["text"] for message in found if message["text"]}


async def test_two_become_one_and_two_again(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    ticket: dict[str, Any],
    published: Published,
) -> None:
    http = as_user("owner")
    kept, gone = await _two(as_user, handle, inbound, ticket)
    path = f"/api/v1/contacts/{kept['id']}/merges"
    body = {"contactId": gone["id"], "take": ["email"]}
    shown = (await http.post(f"{path}/preview", json=body)).json()
    assert (shown["possible"], shown["tickets"], shown["messages"]) == (True, 1, 1)
    assert (shown["contact"]["email"], shown["contact"]["externalId"]) == ("b@a.example", "C-2")
    assert (await http.get(f"/api/v1/contacts/{kept['id']}")).json() == kept, "nothing has changed"

    answer = await http.post(path, json=body)
    assert answer.status_code == 201, answer.text
    merge = answer.json()
    one = (await http.get(f"/api/v1/contacts/{kept['id']}")).json()
    assert one["customFields"] == {"city": "Recife", "size": "M"}
    assert (one["tags"], one["email"], one["externalId"]) == (["vip", "novo"], "b@a.example", "C-2")
    assert (await http.get(f"/api/v1/contacts/{gone['id']}")).status_code == 404
    assert await _texts(as_user, kept["id"]) == {"Bom dia", "Sou eu, do outro"}
    tickets = (await http.get("/api/v1/tickets")).json()["items"]
    assert {each["contact"]["id"] for each in tickets} == {kept["id"]}
    assert sorted(each["status"] for each in tickets) == ["closed", "pending"]
    told = (await published(ContactChangedV1))[-2:]
    assert [(str(event.contact_id), event.deleted, str(event.merged_into)) for event in told] == [
        (gone["id"], True, kept["id"]),
        (kept["id"], False, "None"),
    ]
    await handle([inbound("De novo", sender=Party(wa_id=BIA))])
    assert await _texts(as_user, kept["id"]) == {"Bom dia", "Sou eu, do outro", "De novo"}
    [listed] = (await http.get(path)).json()["items"]
    assert listed == merge

    undone = await http.post(f"{path}/{merge['id']}/undo")
    assert undone.status_code == 200, undone.text
    assert undone.json()["undoneAt"]
    first = (await http.get(f"/api/v1/contacts/{kept['id']}")).json()
    second = (await http.get(f"/api/v1/contacts/{gone['id']}")).json()
    for was, now_ in ((kept, first), (gone, second)):
        same = {name: value for name, value in was.items() if name not in ("revision", "updatedAt")}
        assert {name: now_[name] for name in same} == same
        assert now_["revision"] > was["revision"]
    assert await _texts(as_user, gone["id"]) == {"Sou eu, do outro"}
    assert await _texts(as_user, kept["id"]) == {"Bom dia", "De novo"}
    [last] = [event for event in await published(ContactChangedV1) if str(event.contact_id) == gone["id"]][
        -1:
    ]
    assert (last.deleted, last.revision) == (False, second["revision"])
    await handle([inbound("Cada um", sender=Party(wa_id=BIA))])
    assert "Cada um" in await _texts(as_user, gone["id"])
    again = await http.post(f"{path}/{merge['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "merge-not-undoable")


async def test_what_was_changed_since_is_not_taken_back(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any]
) -> None:
    http = as_user("owner")
    kept, gone = await _two(as_user, handle, inbound, ticket)
    path = f"/api/v1/contacts/{kept['id']}"
    merge = (await http.post(f"{path}/merges", json={"contactId": gone["id"]})).json()
    await http.patch(path, json={"tags": ["outra"]})
    await create_reply(as_user, UUID(ticket["id"]))
    assert (await http.post(f"{path}/merges/{merge['id']}/undo")).status_code == 200
    contact = (await http.get(path)).json()
    assert (contact["tags"], contact["customFields"], contact["externalId"]) == (
        ["outra"],
        {"city": "Recife"},
        None,
    )


async def test_what_is_too_old_cannot_be_taken_back_and_says_nothing_any_more(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any], rows: Rows, database: Database
) -> None:
    http = as_user("owner")
    kept, gone = await _two(as_user, handle, inbound, ticket)
    path = f"/api/v1/contacts/{kept['id']}/merges"
    merge = (await http.post(path, json={"contactId": gone["id"]})).json()
    assert await rows("UPDATE contact_merges SET merged_at = merged_at - interval '31 days' RETURNING id")
    assert (await http.post(f"{path}/{merge['id']}/undo")).json()["code"] == "merge-not-undoable"
    async with database.worker() as session:
        assert await service.purge(session, 10, now()) == 1
    [row] = await rows("SELECT * FROM contact_merges")
    assert (row.gone, row.before, row.names, row.tickets) == ({}, {}, [], [])
    assert (await http.get(path)).json()["items"][0]["undoableUntil"] is None


async def test_what_cannot_be_merged(as_user: AsUser, rows: Rows, ticket: dict[str, Any]) -> None:
    http = as_user("owner")
    kept = ticket["contact"]["id"]
    path = f"/api/v1/contacts/{kept}/merges"
    same = await http.post(path, json={"contactId": kept})
    assert (same.status_code, same.json()["code"]) == (409, "same-contact")
    assert (await http.post(path, json={"contactId": str(uuid7())})).status_code == 404
    theirs = await create_contact(as_user("owner", company_id=uuid7()))
    for action in ("", "/preview"):
        assert (await http.post(f"{path}{action}", json={"contactId": theirs["id"]})).status_code == 404
    other = await create_contact(http, phone="+5511977776666")
    assert (await as_user("agent").post(path, json={"contactId": other["id"]})).status_code == 403
    await rows(
        "INSERT INTO messages (company_id, id, contact_id, channel_id, direction, origin, kind, state,"
        " sent_at, created_at) SELECT company_id, gen_random_uuid(), id, id, 'in', 'history', 'text',"
        " 'received', now(), now() FROM contacts, generate_series(1, 5001) WHERE id = :id RETURNING 1",
        id=UUID(other["id"]),
    )
    large = await http.post(path, json={"contactId": other["id"]})
    assert (large.status_code, large.json()["code"]) == (409, "too-much-to-move")
    assert (await http.post(f"{path}/preview", json={"contactId": other["id"]})).json()["possible"] is False
    away = await http.post(f"/api/v1/contacts/{other['id']}/merges", json={"contactId": kept})
    assert away.status_code == 201


async def test_what_became_one_by_itself_can_be_made_two_again_and_stays_two(
    as_user: AsUser, handle: Handle, inbound: Inbound
) -> None:
    http = as_user("owner")
    number, hidden = Party(wa_id=BIA, name="Bia"), Party(bsuid="BR.1", name="B.")
    both = Party(wa_id=BIA, bsuid="BR.1")
    await handle([inbound("pelo número", sender=number)])
    await handle([inbound("pelo id", sender=hidden)])
    before = {one["name"]: one for one in (await http.get("/api/v1/contacts")).json()["items"]}
    await http.patch(f"/api/v1/contacts/{before['B.']['id']}", json={"tags": ["vip"]})
    first = (await http.get(f"/api/v1/contacts/{before['Bia']['id']}")).json()
    second = (await http.get(f"/api/v1/contacts/{before['B.']['id']}")).json()
    await handle([inbound("os dois", sender=both)])
    assert await _texts(as_user, first["id"]) == {"pelo número", "pelo id", "os dois"}
    assert (await http.get(f"/api/v1/contacts/{second['id']}")).status_code == 404

    path = f"/api/v1/contacts/{first['id']}/merges"
    [merge] = (await http.get(path)).json()["items"]
    assert (merge["goneId"], merge["mergedBy"]) == (second["id"], None)
    assert merge["undoableUntil"]
    assert (await http.post(f"{path}/{merge['id']}/undo")).status_code == 200
    again = {one["id"]: one for one in (await http.get("/api/v1/contacts")).json()["items"]}
    for was in (first, second):
        same = {name: value for name, value in was.items() if name not in ("revision", "updatedAt")}
        assert {name: again[was["id"]][name] for name in same} == same
    assert await _texts(as_user, second["id"]) == {"pelo id"}
    assert await _texts(as_user, first["id"]) == {"pelo número", "os dois"}
    tickets = (await http.get("/api/v1/tickets")).json()["items"]
    assert {one["contact"]["id"]: one["status"] for one in tickets} == {
        first["id"]: "pending",
        second["id"]: "closed",
    }
    for ticket in tickets:
        shown = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
        said = {first["id"]: {"pelo número", "os dois"}, second["id"]: {"pelo id"}}
        assert {one["text"] for one in shown if one["kind"] == "text"} == said[ticket["contact"]["id"]]

    # A user separated them: no message that names both merges them again.
    await handle([inbound("outra vez", sender=both)])
    assert len((await http.get("/api/v1/contacts")).json()["items"]) == 2
    by_hand = await http.post(path, json={"contactId": second["id"]})
    assert by_hand.status_code == 201, "who knows better may"


async def test_a_ticket_that_a_merge_ends_tells_how_it_was_closed(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    ticket: dict[str, Any],
    published: Published,
    rows: Rows,
) -> None:
    """Reports count how long it took in working time, and whether somebody closed it."""
    user_id = uuid7()
    http = as_user("owner", user_id=user_id)
    kept, gone = await _two(as_user, handle, inbound, ticket)
    await rows("UPDATE tickets SET opened_at = opened_at - interval '1 hour'")
    by_hand = await http.post(f"/api/v1/contacts/{kept['id']}/merges", json={"contactId": gone["id"]})
    assert by_hand.status_code == 201, by_hand.text

    await handle([inbound("pelo número", sender=Party(wa_id="5511955554444"))])
    await handle([inbound("pelo id", sender=Party(bsuid="BR.7"))])
    await handle([inbound("os dois", sender=Party(wa_id="5511955554444", bsuid="BR.7"))])

    closed = [event for event in await published(TicketChangedV1) if event.status == "closed"]
    assert [event.closing is not None for event in closed] == [True, True]
    told = [event.closing for event in closed if event.closing is not None]
    assert [closing.closed_by for closing in told] == [user_id, None]
    assert 3_600 <= told[0].business_seconds < 3_700
    assert 0 <= told[1].business_seconds < 100
    assert [event.closed_at is not None for event in closed] == [True, True]
