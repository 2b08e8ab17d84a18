"""Messages and notes are found by their words, the newest first, whatever else is in the index."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle
from chat.search import domain, indexing, service, worker
from chat.search.repository import find
from chat.search.worker import Indexer

from ..factories import Inbound, Rows, create_queue, create_reply, create_tag

Index = Callable[[], Awaitable[None]]
_NAMED = re.compile(r"(?<!:):(\w+)")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """End a search late: what is found does not depend on how busy the machine is."""
    monkeypatch.setattr(service, "SECONDS", 60.0)


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain, "SEGMENT", 5)


@pytest.fixture
def update_index(database: Database) -> Index:
    """Has the worker do all that there is to do."""
    indexer = Indexer(database)

    async def update() -> None:
        while await indexer.step():
            pass

    return update


async def search(as_user: AsUser, q: str, role: str = "agent", **query: Any) -> dict[str, Any]:
    response = await as_user(role).get("/api/v1/search/messages", params={"q": q, **query})
    assert response.status_code == 200, response.text
    page: dict[str, Any] = response.json()
    return page


def texts(page: dict[str, Any]) -> list[str]:
    return ["".join(part["text"] for part in item["excerpt"]) for item in page["items"]]


def matches(item: dict[str, Any]) -> list[str]:
    return [part["text"] for part in item["excerpt"] if part["match"]]


async def test_a_message_is_found_where_it_stands(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index
) -> None:
    await handle([inbound("Olá! A ENTREGA do meu pedido atrasou?")])
    await handle([inbound("Bom dia")])
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert texts(await search(as_user, "entrega")) == []
    await update_index()
    [item] = (await search(as_user, "pedido entrega"))["items"]
    assert matches(item) == ["ENTREGA", "pedido"]
    assert item["ticketId"] == ticket["id"]
    assert item["contact"]["name"] == "Maria"
    assert (item["direction"], item["kind"], item["authorId"]) == ("in", "text", None)
    listed = (await as_user("agent").get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    assert item["messageId"] in [message["id"] for message in listed]


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("promocoes", True),
        ("PROMOÇÕES", True),
        ("promoção", True),  # The singular.
        ("promo", True),  # As it is typed.
        ("romo", False),
        ("orcamento 1500", True),
        ("orcamento 1501", False),
        ("", False),
        ("  ,;  ", False),
        ("de", True),
        ("d orcamento", False),  # One letter is no beginning beside other words.
        ('"promoções de março"', True),
        ('"março promoções"', False),
        ('"as promoções" orçamento', True),
        ('"promo de"', False),  # In quotes words are whole.
        ("' | & ! :* \\", False),
        ("' & promoções", True),
        ("ſ ß ﬁ", False),
        ("\U0001f600", False),
        ("x" * 200, False),
    ],
)
async def test_words(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index, q: str, *, is_found: bool
) -> None:
    await handle([inbound("Vi as promoções de Março; o orçamento de R$ 1500,00 ainda vale?")])
    await update_index()
    assert len(texts(await search(as_user, q))) == is_found


async def write(handle: Handle, inbound: Inbound, count: int, *, step: int = 1, **fields: Any) -> list[str]:
    """Have a customer write numbered messages, the first the oldest; return the texts, newest first."""
    written: list[MessageReceivedV1] = [
        inbound(f"mensagem {n} comum", sent_at=START + timedelta(minutes=n), **fields)
        for n in range(0, count * step, step)
    ]
    await handle(written)
    return [str(message.text) for message in reversed(written)]


async def all_pages(as_user: AsUser, q: str, limit: int, **query: Any) -> list[str]:
    found: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(200):
        page = await search(as_user, q, limit=limit, **query, **cursor)
        found += texts(page)
        assert len(page["items"]) <= limit
        if page["nextCursor"] is None:
            return found
        cursor = {"cursor": page["nextCursor"]}
    raise AssertionError("the pages do not end")


@pytest.mark.usefixtures("small_segments")
@pytest.mark.parametrize("limit", [1, 4, 7, 100])
@pytest.mark.parametrize("seconds", [60.0, 0.0])
async def test_every_page_newest_first_over_segments(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    update_index: Index,
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
    seconds: float,
) -> None:
    """Also when a page has time for one segment only, and segments are of overlapping times."""
    monkeypatch.setattr(service, "SECONDS", seconds)
    newest_first = await write(handle, inbound, 23)
    await handle([inbound("outra coisa", sent_at=START + timedelta(minutes=n)) for n in (-3, 4, 90)])
    await update_index()
    assert await all_pages(as_user, "mensagem", limit) == newest_first
    assert await all_pages(as_user, "mensagem 11", limit) == ["mensagem 11 comum"]


@pytest.mark.usefixtures("small_segments")
async def test_late_messages_keep_the_order(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index, rows: Rows
) -> None:
    """What comes long after it was sent stands where it belongs by its time."""
    recent = datetime.now(UTC) - timedelta(hours=1)
    for number in (6, 2, 9, 4):
        await handle([inbound(f"palavra antiga {number}", sent_at=START + timedelta(days=number))])
        await handle([inbound(f"palavra nova {number}", sent_at=recent + timedelta(minutes=number))])
        await update_index()
    ordered = [f"palavra {age} {number}" for age in ("nova", "antiga") for number in (9, 6, 4, 2)]
    for limit in (1, 3, 10):
        assert await all_pages(as_user, "palavra", limit) == ordered
    kinds = await rows(
        "SELECT late, sum(documents) AS documents FROM search_segments GROUP BY late ORDER BY 1"
    )
    assert [(row.late, row.documents) for row in kinds] == [(False, 4), (True, 4)]


async def test_edits_and_what_is_taken_back(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index, rows: Rows
) -> None:
    first, second = inbound("o boleto venceu"), inbound("segredo")
    await handle([first, second])
    await update_index()
    await handle(
        [
            inbound(
                "a fatura venceu",
                kind="edit",
                target=first.provider_message_id,
            ),
            inbound(
                None,
                kind="revoke",
                target=second.provider_message_id,
            ),
        ]
    )
    assert texts(await search(as_user, "segredo")) == [], "also before the index knows"
    await update_index()
    assert texts(await search(as_user, "boleto")) == []
    assert texts(await search(as_user, "fatura")) == ["a fatura venceu"]
    assert len(await rows("SELECT 1 FROM search_documents")) == 1
    assert len(await rows("SELECT 1 FROM search_changes")) == 0


async def test_an_edit_that_comes_before_its_message(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index
) -> None:
    message = inbound("o boleto")
    edit = inbound(
        "a fatura",
        kind="edit",
        target=message.provider_message_id,
    )
    await handle([edit])
    await update_index()
    await handle([message])
    await update_index()
    assert texts(await search(as_user, "fatura")) == ["a fatura"]
    assert texts(await search(as_user, "boleto")) == []


async def test_what_is_deleted_leaves_the_index_at_once(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index, database: Database, rows: Rows
) -> None:
    await handle([inbound("um segredo"), inbound("outra")])
    await update_index()
    async with database.worker() as session:
        await execute(session, "DELETE FROM messages WHERE text = 'um segredo'")
    assert len(await rows("SELECT 1 FROM search_documents")) == 1
    assert texts(await search(as_user, "segredo")) == []


async def test_a_message_that_appears_behind_others_is_found(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    update_index: Index,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ids are made before their transactions commit."""
    await handle([inbound("primeira"), inbound("atrasada")])
    await update_index()
    async with database.worker() as session:  # As if its transaction had been open until now.
        await execute(session, "DELETE FROM search_documents WHERE words::text LIKE '%atrasada%'")
        await execute(
            session,
            "UPDATE search_progress SET settled_at = settled_at - interval '1 hour',"
            " settled = '00000000-0000-0000-0000-000000000000'",
        )
    await update_index()
    assert texts(await search(as_user, "atrasada")) == [], "others may still appear"
    monkeypatch.setattr(indexing, "SETTLED", timedelta(0))
    monkeypatch.setattr(worker, "SETTLED", timedelta(0))
    await update_index()
    assert texts(await search(as_user, "atrasada")) == ["atrasada"]


async def test_filters(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index, channel_id: UUID
) -> None:
    other, begin = uuid7(), datetime.now(UTC) - timedelta(hours=1)
    await handle(
        [inbound("oi um", sent_at=begin), inbound("oi dois", wa_id="5511999990002", channel_id=other)]
    )
    tickets = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    by_channel = {ticket["channelId"]: ticket for ticket in tickets}
    mine = by_channel[str(channel_id)]
    reply = await create_reply(as_user, mine["id"])
    tag = await create_tag(as_user("agent"), name="Vip")
    await as_user("agent").put(f"/api/v1/tickets/{mine['id']}/tags/{tag['id']}")
    await update_index()

    async def found(q: str = "oi", **query: Any) -> list[str]:
        return texts(await search(as_user, q, **query))

    assert await found() == ["oi dois", "oi um"]
    assert await found(channelId=str(other)) == ["oi dois"]
    assert await found(ticketId=mine["id"]) == ["oi um"]
    assert await found(contactId=mine["contact"]["id"]) == ["oi um"]
    assert await found(contactId=mine["contact"]["id"], channelId=str(other)) == []
    assert await found(tagId=tag["id"]) == ["oi um"]
    assert await found(tagId=str(uuid7())) == []
    assert await found(assigneeId=reply["authorId"]) == ["oi um"]
    assert await found(ticketId=str(uuid7())) == []
    assert await found(kind="text") == ["oi dois", "oi um"]
    assert await found(kind="image") == []
    assert await found("olá", authorId=reply["authorId"]) == ["Olá!"]
    assert await found("olá", authorId=str(uuid7())) == []
    assert await found(**{"from": (begin + timedelta(seconds=1)).isoformat()}) == ["oi dois"]
    assert await found(to=(begin + timedelta(seconds=1)).isoformat()) == ["oi um"]
    assert await found(to=begin.isoformat()) == []

    queue = await create_queue(as_user("admin"), name="Vendas")
    await as_user("agent").post(f"/api/v1/tickets/{mine['id']}/transfer", json={"queueId": queue["id"]})
    assert await found(role="admin", queueId=queue["id"]) == ["oi um"]
    assert await found(role="admin", queueId=str(uuid7())) == []


async def test_notes_are_found(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index, ticket: dict[str, Any]
) -> None:
    note = {"text": "Cliente quer a fatura em PDF", "clientMessageId": "1"}
    answer = await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/notes", json=note)
    assert answer.status_code == 201, answer.text
    await handle([inbound("a fatura veio errada")])
    await update_index()
    found = await search(as_user, "fatura")
    assert {item["kind"] for item in found["items"]} == {"note", "text"}
    [item] = (await search(as_user, "fatura", kind="note"))["items"]
    assert (item["ticketId"], item["messageId"]) == (ticket["id"], answer.json()["id"])


async def test_an_agent_finds_what_they_may_see(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index
) -> None:
    """The tickets of no queue, and those of another queue where they are the agent or take part."""
    await handle([inbound(f"oi {n}", wa_id=f"551199999000{n}") for n in range(3)])
    await update_index()
    tickets = (await as_user("admin").get("/api/v1/tickets")).json()["items"]
    queue = await create_queue(as_user("admin"), name="Vendas")
    contact = tickets[0]["contact"]["id"]
    for ticket in tickets[:2]:
        moved = await as_user("admin").post(
            f"/api/v1/tickets/{ticket['id']}/transfer", json={"queueId": queue["id"]}
        )
        assert moved.status_code == 200, moved.text
    assert len(texts(await search(as_user, "oi", role="admin"))) == 3
    assert len(texts(await search(as_user, "oi"))) == 1
    assert texts(await search(as_user, "oi", contactId=contact)) == []
    assert texts(await search(as_user, "oi", ticketId=tickets[0]["id"])) == []
    assert len(texts(await search(as_user, "oi", role="admin", ticketId=tickets[0]["id"]))) == 1


@pytest.mark.usefixtures("small_segments")
async def test_a_conversation_is_searched_page_by_page(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.search.repository.find.MOST", 4)
    newest_first = await write(handle, inbound, 11)
    await write(handle, inbound, 3, wa_id="5511999990002")
    await update_index()
    tickets = (await as_user("agent").get("/api/v1/tickets", params={"q": "0001"})).json()["items"]
    contact = tickets[0]["contact"]["id"]
    for limit in (1, 3, 50):
        assert await all_pages(as_user, "comum", limit, contactId=contact) == newest_first
        assert await all_pages(as_user, "mensagem 1", limit, ticketId=tickets[0]["id"]) == [
            "mensagem 1 comum"
        ]


async def test_nothing_of_another_company(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index
) -> None:
    await handle([inbound("nossa mensagem"), inbound("mensagem alheia", company_id=uuid7())])
    await update_index()
    assert texts(await search(as_user, "mensagem")) == ["nossa mensagem"]


async def test_files_cards_and_places_are_found_by_their_names(
    as_user: AsUser, handle: Handle, inbound: Inbound, update_index: Index
) -> None:
    await handle(
        [
            inbound(
                None,
                kind="location",
                content={
                    "location": {"latitude": 1, "longitude": 2, "name": "Padaria", "address": "Rua Sete"}
                },
            ),
            inbound(
                None,
                kind="contacts",
                content={
                    "contacts": [
                        {
                            "name": {"formatted_name": "João Encanador"},
                            "phones": [{"phone": "+55 11 4002-8922"}],
                        }
                    ]
                },
            ),
        ]
    )
    await update_index()
    [place] = (await search(as_user, "padaria"))["items"]
    assert place["kind"] == "location"
    assert texts(await search(as_user, "encanador 4002")) == ["João Encanador · +55 11 4002-8922"]


@pytest.mark.parametrize("statement", [find._FIND, find._FIND_BY_MESSAGE, find._FIND_BY_TICKET])
async def test_words_are_found_by_their_index_alone(database: Database, statement: str) -> None:
    """Also in a database of which PostgreSQL knows nothing."""
    names = list(dict.fromkeys(_NAMED.findall(statement)))
    numbered = _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", statement)
    async with database.worker() as session:
        await execute(session, f"PREPARE found AS {numbered}".replace(":", "\\:"))
        nothing = ", ".join(["NULL"] * len(names))
        plan = [row[0] for row in await execute(session, f"EXPLAIN EXECUTE found ({nothing})")]
        await execute(session, "DEALLOCATE found")
    assert [line for line in plan if "Bitmap Index Scan on ix_search_documents_words" in line]
    assert not [line for line in plan if "Seq Scan" in line or "pk_search_documents" in line], "\n".join(plan)


async def test_a_company_that_cannot_be_indexed_keeps_no_other_waiting(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    update_index: Index,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = UUID(int=1)
    await handle([inbound("Segunda via", company_id=broken), inbound("Segunda via do boleto")])
    index_company = worker.index_company

    async def fail(session: Any, company_id: UUID, at: datetime) -> Any:
        if company_id == broken:
            raise RuntimeError("broken")
        return await index_company(session, company_id, at)

    monkeypatch.setattr(worker, "index_company", fail)
    await update_index()
    assert texts(await search(as_user, "boleto")) == ["Segunda via do boleto"]
