"""Contacts at the edge of the API."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.contacts import (
    ContactChangedV1,
    ContactOptOutChangedV1,
)
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, Rows, create_contact


async def test_a_contact_is_created_read_and_told(as_user: AsUser, published: Published, logged: Any) -> None:
    http = as_user("agent")
    contact = await create_contact(http, tags=["vip", "vip"], customFields={"city": "Recife"})
    assert contact["phone"] == "+5511999999999"
    assert contact["tags"] == ["vip"]
    assert contact["customFields"] == {"city": "Recife"}
    assert contact["optedOut"] is False
    assert (await http.get(f"/api/v1/contacts/{contact['id']}")).json() == contact
    [event] = await published(ContactChangedV1)
    assert (str(event.contact_id), event.party.phone, event.revision) == (contact["id"], "+5511999999999", 1)
    assert event.custom_fields == {"city": "Recife"}
    assert await logged() == ["contact.updated"]


async def test_a_phone_belongs_to_one_contact_in_either_form(as_user: AsUser) -> None:
    http = as_user("agent")
    contact = await create_contact(http)
    response = await http.post("/api/v1/contacts", json={"name": "Outro", "phone": "11 9999-9999"})
    assert response.status_code == 409
    assert response.json()["code"] == "contact-exists"
    assert response.json()["contactId"] == contact["id"]
    both = await asyncio.gather(
        *(
            http.post("/api/v1/contacts", json={"name": "Ana", "phone": phone})
            for phone in ("+5521988887777", "+552188887777") * 5
        )
    )
    assert sorted(response.status_code for response in both) == [201] + [409] * 9


async def test_a_contact_is_changed_in_part(as_user: AsUser, published: Published, rows: Rows) -> None:
    http = as_user("agent")
    contact = await create_contact(http, tags=["vip"])
    path = f"/api/v1/contacts/{contact['id']}"
    changed = (await http.patch(path, json={"name": "João Silva"})).json()
    assert (changed["name"], changed["tags"], changed["revision"]) == ("João Silva", ["vip"], 2)
    assert (await http.patch(path, json={"name": "João Silva"})).json()["revision"] == 2
    changed = (await http.patch(path, json={"phone": "11 98888-7777", "tags": []})).json()
    assert (changed["phone"], changed["tags"], changed["revision"]) == ("+5511988887777", [], 3)
    assert [event.revision for event in await published(ContactChangedV1)] == [1, 2, 3]
    found = await rows("SELECT value FROM contact_identities ORDER BY value")
    assert found == [("5511988887777",)]
    other = await create_contact(http)  # The old phone is free again …
    response = await http.patch(path, json={"phone": other["phone"]})  # … and now somebody else's.
    assert response.status_code == 409


async def test_custom_fields_are_changed_one_by_one(as_user: AsUser) -> None:
    http = as_user("agent")
    contact = await create_contact(http, customFields={"city": "Recife", "plan": "ouro"})
    path = f"/api/v1/contacts/{contact['id']}"
    changed = (await http.patch(path, json={"customFields": {"city": "Olinda", "since": "2024"}})).json()
    assert changed["customFields"] == {"city": "Olinda", "plan": "ouro", "since": "2024"}
    changed = (await http.patch(path, json={"customFields": {"plan": None, "never": None}})).json()
    assert changed["customFields"] == {"city": "Olinda", "since": "2024"}
    for nothing in ({}, {"never": None}, {"city": "Olinda"}):
        assert (await http.patch(path, json={"customFields": nothing})).json() == changed
    assert (await http.patch(path, json={"customFields": None})).status_code == 422
    full = {f"field {number}": "x" for number in range(48)}
    assert (await http.patch(path, json={"customFields": full})).status_code == 200
    response = await http.patch(path, json={"customFields": {"one more": "x"}})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "customFields")
    swapped = await http.patch(path, json={"customFields": {"one more": "x", "city": None}})
    assert len(swapped.json()["customFields"]) == 50


async def test_changes_at_once_lose_none_of_each_other(as_user: AsUser) -> None:
    http = as_user("agent")
    path = f"/api/v1/contacts/{(await create_contact(http))['id']}"
    await asyncio.gather(*(http.patch(path, json={"customFields": {f"f{n}": str(n)}}) for n in range(10)))
    assert (await http.get(path)).json()["customFields"] == {f"f{n}": str(n) for n in range(10)}


async def test_a_change_may_ask_for_the_revision_that_was_seen(as_user: AsUser) -> None:
    http = as_user("agent")
    created = await http.post("/api/v1/contacts", json={"name": "João", "phone": "+5511999999999"})
    path = f"/api/v1/contacts/{created.json()['id']}"
    assert created.headers["etag"] == (await http.get(path)).headers["etag"] == '"1"'

    def change(name: str, if_match: str) -> Any:
        return http.patch(path, json={"name": name}, headers={"If-Match": if_match})

    first = await change("Ana", '"1"')
    assert (first.status_code, first.headers["etag"], first.json()["revision"]) == (200, '"2"', 2)
    late = await change("Bia", '"1"')
    assert (late.status_code, late.json()["code"], late.json()["revision"]) == (412, "revision-mismatch", 2)
    assert (await http.get(path)).json()["name"] == "Ana"
    for number, taken in enumerate(("*", 'W/"3"', '"1", "4"')):
        assert (await change(f"Caio {number}", taken)).status_code == 200
    assert (await change("Duda", '"1", "x"')).status_code == 412
    for malformed in ("5", '"5', "", '"5",'):
        response = await change("Eva", malformed)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "If-Match")
    answers = await asyncio.gather(*(change(f"Eva {number}", '"5"') for number in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


async def test_contacts_are_paged_and_found(as_user: AsUser) -> None:
    http = as_user("viewer")
    writer = as_user("agent")
    for number in range(5):
        await create_contact(writer, name=f"Pessoa 10% {number}", phone=f"+551199999000{number}")
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await http.get("/api/v1/contacts", params=params)).json()
        seen += [contact["name"] for contact in page["items"]]
        cursor = page.get("nextCursor")
        if cursor is None:
            break
    assert seen == [f"Pessoa 10% {number}" for number in (4, 3, 2, 1, 0)]

    async def found(q: str) -> int:
        return len((await http.get("/api/v1/contacts", params={"q": q})).json()["items"])

    assert await found("pessoa") == 5
    assert await found("10%") == 5
    assert await found("0%0") == 0
    assert await found("99999-0003") == 1
    assert await found("nobody") == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "+5511999999999"}, "name"),
        ({"name": "A"}, "phone"),
        ({"name": " ", "phone": "+5511999999999"}, "name"),
        ({"name": "A\0", "phone": "+5511999999999"}, "name"),
        ({"name": "A", "phone": "12"}, "phone"),
        ({"name": "A", "phone": "+5511999999999", "tags": ["x" * 51]}, "tags.0"),
        ({"name": "A", "phone": "+5511999999999", "tags": ["x"] * 51}, "tags"),
        ({"name": "A", "phone": "+5511999999999", "customFields": {"a": "\0"}}, "customFields.a"),
        ({"name": "A", "phone": "+5511999999999", "extra": 1}, "extra"),
    ],
)
async def test_invalid_contacts_name_the_field(as_user: AsUser, body: dict[str, Any], field: str) -> None:
    response = await as_user("agent").post("/api/v1/contacts", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_opt_outs_show_on_contacts_also_on_later_ones(
    handle: Handle, inbound: Inbound, rows: Rows, company_id: UUID, logged: Any
) -> None:
    at = datetime.now(UTC)

    def opt(identity: str, out: bool, seconds: int, channel: UUID | None = None) -> ContactOptOutChangedV1:
        return ContactOptOutChangedV1(
            company_id=company_id,
            identity=identity,
            channel_id=channel,
            opted_out=out,
            source="keyword",
            at=at + timedelta(seconds=seconds),
        )

    await handle([opt("wa_id:551199990001", True, 1)])
    await handle([inbound()])
    assert await rows("SELECT opted_out FROM contacts") == [(True,)]
    await handle([opt("phone:5511999990001", False, 3), opt("wa_id:551199990001", True, 2)])
    assert await rows("SELECT opted_out FROM contacts") == [(False,)]
    assert (await logged()).count("contact.updated") == 2
    one, two = uuid7(), uuid7()
    await handle([opt("wa_id:5511999990001", True, 4, one)])
    await handle([opt("wa_id:5511999990001", False, 5, two)])
    assert await rows("SELECT opted_out FROM contacts") == [(True,)]


async def test_an_opt_out_stays_with_the_number_and_not_with_the_contact(
    handle: Handle, inbound: Inbound, rows: Rows, as_user: AsUser, company_id: UUID
) -> None:
    await handle([inbound(sender=Party(bsuid="BR.1"))])
    [contact] = await rows("SELECT id FROM contacts")
    left = ContactOptOutChangedV1(
        company_id=company_id,
        identity="wa_id:5511999990001",
        opted_out=True,
        source="keyword",
        at=datetime.now(UTC),
    )
    await handle([left])

    async def is_out(**change: str) -> bool:
        response = await as_user("agent").patch(f"/api/v1/contacts/{contact.id}", json=change)
        assert response.status_code == 200, response.text
        out: bool = response.json()["optedOut"]
        return out

    assert not await is_out(name="Ana")
    assert await is_out(phone="+5511999990001")
    assert not await is_out(phone="+5511999990002")


async def test_more_is_known_of_a_contact(as_user: AsUser, published: Published) -> None:
    http = as_user("agent")
    more = {
        "email": "Ana.Souza@Aurora.example",
        "organization": "Padaria Aurora",
        "externalId": "C-1042",
        "avatarUrl": "https://cdn.aurora.example/ana.png?size=200",
        "notes": "Gosta de falar à tarde.\nParou de comprar em maio.",
    }
    contact = await create_contact(http, **more)
    assert {name: contact[name] for name in more} == more | {"email": "ana.souza@aurora.example"}
    path = f"/api/v1/contacts/{contact['id']}"
    cleared = (await http.patch(path, json=dict.fromkeys(more))).json()
    assert [cleared[name] for name in more] == [None] * 5
    assert (await http.patch(path, json={"organization": "Aurora"})).json()["organization"] == "Aurora"
    first, second, third = await published(ContactChangedV1)
    assert (first.email, first.organization, first.external_id, first.blocked) == (
        *("ana.souza@aurora.example", "Padaria Aurora", "C-1042"),
        False,
    )
    assert (second.email, second.external_id, third.organization) == (None, None, "Aurora")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "ana"),
        ("email", "ana@aurora"),
        ("email", "ana@@aurora.example"),
        ("email", "ana@aurora..example"),
        ("email", f"{'a' * 65}@aurora.example"),
        ("externalId", " "),
        ("externalId", "x" * 101),
        ("organization", "a\nb"),
        ("avatarUrl", "http://aurora.example/a.png"),
        ("avatarUrl", "https://ana:secret@aurora.example/a.png"),
        ("avatarUrl", "javascript:alert(1)"),
        ("notes", "x" * 4001),
    ],
)
async def test_what_is_no_such_thing_is_refused(as_user: AsUser, name: str, value: str) -> None:
    body = {"name": "Ana", "phone": "+5511999999999", name: value}
    response = await as_user("agent").post("/api/v1/contacts", json=body)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, name)


async def test_an_external_id_is_one_contacts(as_user: AsUser) -> None:
    http = as_user("agent")
    first = await create_contact(http, externalId="C-1")
    other = await create_contact(http, phone="+5511988880000")
    taken = await http.patch(f"/api/v1/contacts/{other['id']}", json={"externalId": "C-1"})
    assert (taken.status_code, taken.json()["code"], taken.json()["contactId"]) == (
        *(409, "external-id-exists"),
        first["id"],
    )
    answers = await asyncio.gather(
        *(
            http.post(
                "/api/v1/contacts", json={"name": "A", "phone": f"+551197777000{n}", "externalId": "C-2"}
            )
            for n in range(5)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


async def test_contacts_are_filtered(as_user: AsUser) -> None:
    http = as_user("agent")
    ana = await create_contact(http, name="Ana", externalId="C-1", email="ana@a.example", tags=["vip", "sul"])
    bia = await create_contact(http, name="Bia", phone="+5511988880000", email="bia@a.example", tags=["vip"])

    async def found(**params: Any) -> list[str]:
        seen: list[str] = []
        cursor: dict[str, Any] = {}
        while True:
            page = (await http.get("/api/v1/contacts", params={**params, **cursor, "limit": 1})).json()
            seen += [contact["name"] for contact in page["items"]]
            if page.get("nextCursor") is None:
                return seen
            cursor = {"cursor": page["nextCursor"]}

    assert await found() == await found(tag="vip") == await found(blocked=False) == ["Bia", "Ana"]
    assert (
        await found(externalId="C-1")
        == await found(email="ANA@a.example")
        == await found(tag="sul")
        == ["Ana"]
    )
    assert await found(tag="vip", q="bia") == await found(tag="vip", email=bia["email"]) == ["Bia"]
    assert await found(tag="vip", externalId=ana["externalId"]) == ["Ana"]
    assert await found(q="988880000", tag="sul") == await found(tag="none") == await found(blocked=True) == []
    bad = await http.get("/api/v1/contacts", params={"tag": "a\0"})
    assert bad.status_code == 422


async def test_all_names_of_a_contact_are_shown(as_user: AsUser, handle: Handle, inbound: Inbound) -> None:
    http = as_user("viewer")
    await handle([inbound(sender=Party(wa_id="551199990001", bsuid="BR.1", lid="7@lid", name="Ana"))])
    [contact] = (await http.get("/api/v1/contacts")).json()["items"]
    path = f"/api/v1/contacts/{contact['id']}/aliases"
    shown = {(one["kind"], one["value"]) for one in (await http.get(path)).json()["items"]}
    assert shown == {("phone", "5511999990001"), ("bsuid", "BR.1"), ("lid", "7@lid")}
    assert (await as_user("viewer", company_id=uuid7()).get(path)).status_code == 404
