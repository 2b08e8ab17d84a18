"""Quick replies: whose they are, how they are found, and what they become in a ticket."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.event import Media
from atende_contracts.ids import uuid7
from atende_contracts.messages import MediaStoredV1
from atende_contracts.users import UserChangedV1
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Rows

PATH = "/api/v1/quick-replies"


async def create(http: httpx.AsyncClient, shortcut: str = "/oi", **body: Any) -> dict[str, Any]:
    response = await http.post(PATH, json={"shortcut": shortcut, "title": "Oi", "text": "Oi!", **body})
    assert response.status_code == 201, response.text
    reply: dict[str, Any] = response.json()
    return reply


async def shortcuts(http: httpx.AsyncClient, **params: Any) -> list[str]:
    page = (await http.get(PATH, params=params)).json()
    return [reply["shortcut"] for reply in page["items"]]


async def test_one_is_created_changed_and_deleted(as_user: AsUser, logged: Any) -> None:
    http = as_user("agent", user_id=uuid7())
    reply = await create(http, "/BomDia", title="Bom dia")
    path = f"{PATH}/{reply['id']}"
    changed = (await http.patch(path, json={"text": "Bom dia, {{contact.name|cliente}}!"})).json()
    assert (changed["revision"], changed["shared"], changed["shortcut"]) == (2, False, "/BomDia")
    assert (await http.get(path)).json() == changed
    assert (await http.patch(path, json={"title": "Bom dia"})).json() == changed, "nothing has changed"
    assert (await http.delete(path)).status_code == 204
    assert (await http.get(path)).status_code == 404
    assert await logged() == ["quick-reply.changed"] * 3


async def test_ones_own_are_nobody_elses(as_user: AsUser) -> None:
    bia, caio = as_user("agent", user_id=uuid7()), as_user("owner", user_id=uuid7())
    own = await create(bia, "/oi")
    shared = await create(caio, "/oi", shared=True)
    assert await shortcuts(caio, shared=False) == []
    for method in ("GET", "PATCH", "DELETE"):
        body = {"title": "x"} if method == "PATCH" else None
        assert (await caio.request(method, f"{PATH}/{own['id']}", json=body)).status_code == 404
    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.get(f"{PATH}/{shared['id']}")).status_code == 404
    assert (await bia.get(f"{PATH}/{shared['id']}")).status_code == 200
    for refused in (
        await bia.patch(f"{PATH}/{shared['id']}", json={"title": "x"}),
        await bia.delete(f"{PATH}/{shared['id']}"),
        await bia.post(PATH, json={"shortcut": "/b", "title": "b", "text": "b", "shared": True}),
    ):
        assert (refused.status_code, refused.json()["permission"]) == (403, "tickets:manage")


async def test_a_shortcut_is_unique_for_who_has_it(as_user: AsUser) -> None:
    http = as_user("owner", user_id=uuid7())
    first, _ = await create(http, "/saudação"), await create(http, "/saudação", shared=True)
    other = await create(http, "/outra")
    for answer in (
        await http.post(PATH, json={"shortcut": "/SAUDACAO", "title": "x", "text": "x"}),
        await http.patch(f"{PATH}/{other['id']}", json={"shortcut": "/Saudacao"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "quick-reply-exists")
    assert (await http.patch(f"{PATH}/{first['id']}", json={"shortcut": "/Saudacao"})).status_code == 200


async def test_they_are_found_by_shortcut_and_by_words(as_user: AsUser) -> None:
    http, queue = as_user("owner", user_id=uuid7()), str(uuid7())
    await create(http, "/pix", title="Chave do Pix", text="Nossa chave é financeiro@empresa.test")
    await create(http, "/pagamento", title="Formas de pagamento", text="Aceitamos Pix e cartão.", shared=True)
    await create(http, "/horário", text="Das 9 às 18", shared=True, queueIds=[queue])
    assert await shortcuts(http) == ["/horário", "/pagamento", "/pix"]
    assert await shortcuts(http, q="/p") == ["/pagamento", "/pix"]
    assert await shortcuts(http, q="pix") == ["/pix", "/pagamento"]
    assert await shortcuts(http, q="cartao aceitamos") == ["/pagamento"]
    assert await shortcuts(http, q="/HORARIO") == ["/horário"]
    assert await shortcuts(http, q="%") == []
    assert await shortcuts(http, shared=True, queueId=str(uuid7())) == ["/pagamento"]
    assert await shortcuts(http, shared=True, queueId=queue) == ["/horário", "/pagamento"]
    first = (await http.get(PATH, params={"limit": 2})).json()
    rest = (await http.get(PATH, params={"limit": 2, "cursor": first["nextCursor"]})).json()
    assert [reply["shortcut"] for reply in rest["items"]] == ["/pix"]
    assert rest["nextCursor"] is None


async def test_what_one_may_be(as_user: AsUser, handle: Handle, company_id: UUID) -> None:
    http, file_id = as_user("agent"), uuid7()
    for body, field in (
        ({"shortcut": "oi"}, "shortcut"),
        ({"shortcut": "/o i"}, "shortcut"),
        ({"text": ""}, "text"),
        ({"text": "{{contact.nome}}"}, "text"),
        ({"text": "x" * 4097}, "text"),
        ({"text": "x" * 1025, "media": {"id": str(file_id), "kind": "image"}}, "text"),
        ({"media": {"id": str(file_id), "kind": "image"}}, "media.id"),
    ):
        document = {"shortcut": "/oi", "title": "Oi", "text": "Oi", **body}
        answer = await http.post(PATH, json=document)
        assert answer.status_code == 422, (body, answer.text)
        assert answer.json()["errors"][0]["field"] == field, (body, answer.text)
    media = Media(id=file_id, mime_type="image/png", filename="pix.png", size=1000)
    await handle([MediaStoredV1(company_id=company_id, media=media)])
    wrong = {"id": str(file_id), "kind": "video"}
    refused = await http.post(PATH, json={"shortcut": "/oi", "title": "Oi", "media": wrong})
    assert refused.json()["errors"][0]["field"] == "media.id"
    reply = await create(http, text="", media={"id": str(file_id), "kind": "image"})
    assert reply["media"] == {"id": str(file_id), "kind": "image", "filename": None}
    emptied = await http.patch(f"{PATH}/{reply['id']}", json={"media": None})
    assert (emptied.status_code, emptied.json()["errors"][0]["code"]) == (422, "text_or_file")


async def test_there_are_so_many_at_most(as_user: AsUser, rows: Rows, company_id: UUID) -> None:
    agent = uuid7()
    await create(as_user("agent", user_id=agent))
    await rows(
        "INSERT INTO quick_replies (company_id, id, owner_id, shortcut, key, title, text, form, created_at,"
        " updated_at, revision)"
        " SELECT :company, gen_random_uuid(), :agent, '/' || i, '/' || i, 't', 't', 't',"
        " now(), now(), 1 FROM generate_series(2, 200) i RETURNING id",
        company=company_id,
        agent=agent,
    )
    full = await as_user("agent", user_id=agent).post(
        PATH, json={"shortcut": "/x", "title": "x", "text": "x"}
    )
    assert (full.status_code, full.json()["code"]) == (409, "too-many-quick-replies")
    await create(as_user("agent", user_id=uuid7()))


async def test_one_is_filled_in_for_a_ticket(
    as_user: AsUser, handle: Handle, ticket: dict[str, Any], company_id: UUID
) -> None:
    agent = uuid7()
    user = UserChangedV1(
        company_id=company_id, user_id=agent, name="Bia Lima", role="agent", state="active", revision=1
    )
    await handle([user])
    http = as_user("agent", user_id=agent)
    text = "{{contact.firstName}}, sou {{agent.firstName}}. {{contact.customFields.cidade}}"
    reply = await create(http, text=text)
    body = {"ticketId": ticket["id"]}
    rendered = (await http.post(f"{PATH}/{reply['id']}/render", json=body)).json()
    assert rendered == {
        "text": "Maria, sou Bia. ",
        "media": None,
        "missing": ["contact.customFields.cidade"],
    }
    unknown = await http.post(f"{PATH}/{reply['id']}/render", json={"ticketId": str(uuid7())})
    assert unknown.status_code == 404


@pytest.mark.parametrize("shortcut", ["oi", "/", "/bom dia", "//oi"])
async def test_what_is_no_shortcut_is_refused_with_an_example(as_user: AsUser, shortcut: str) -> None:
    refused = await as_user("agent").post(PATH, json={"shortcut": shortcut, "title": "Oi", "text": "Oi!"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not_a_shortcut")
    assert "/bomdia" in refused.json()["detail"]
