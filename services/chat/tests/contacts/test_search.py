"""Contacts are found by a part of their name or phone, from an index, in a company of any size."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle
from chat.contacts.domain import spellings_of
from chat.contacts.repository import search

from ..factories import create_contact

_FILL = """
INSERT INTO contacts (company_id, id, name, phone, wa_id, revision, created_at, updated_at)
SELECT :company, gen_random_uuid(), md5(n::text) || ' Souza', '+55119' || n, '55119' || n, 1,
       now() - make_interval(secs => n), now()
FROM generate_series(CAST(:first AS int), :last) AS n
"""


async def fill(database: Database, company_id: UUID, first: int, last: int) -> None:
    """Add contacts that are called alike; the first is the newest."""
    async with database.worker() as session:
        await execute(session, _FILL, company=company_id, first=first, last=last)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """End a search late: what is found does not depend on how busy the machine is."""
    monkeypatch.setattr(search, "TIMEOUT", "60s")


@pytest.fixture
def newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read fewer contacts before the index is asked, so that tests need fewer."""
    monkeypatch.setattr(search, "NEWEST", 50)
    monkeypatch.setattr(search, "NEWEST_FOR_SHORT", 100)


async def found(as_user: AsUser, text: str, limit: int = 50, **query: Any) -> dict[str, Any]:
    response = await as_user("agent").get("/api/v1/contacts", params={"q": text, "limit": limit, **query})
    assert response.status_code == 200, response.text
    page: dict[str, Any] = response.json()
    return page


@pytest.mark.usefixtures("newest")
async def test_every_page_of_a_search_is_found_newest_first(
    as_user: AsUser, database: Database, company_id: UUID
) -> None:
    await fill(database, company_id, 10_000_000, 10_000_300)
    await fill(database, uuid7(), 10_000_000, 10_000_300)  # Of another company.
    phones: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await found(as_user, "souza", 60, **cursor)
        phones += [contact["phone"] for contact in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = {"cursor": page["nextCursor"]}
    assert phones == [f"+55119{n}" for n in range(10_000_000, 10_000_301)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("10000250", 1),
        ("+55 (11) 9 1000-0250", 1),
        ("0250", 1),
        ("SOUZA", 50),
        (" souz", 50),
        ("SÓUZÂ", 50),
        ("+55\u00a011\u202f9 1000‑0250", 1),
        ("0055 11 9 1000-0250", 1),
        ("011 91000-0250", 1),
        ("zz", 0),
        ("so", 50),  # Among the newest.
        ("%", 0),
        ("_", 0),
        ("so%za", 0),
        ("\\\\", 0),
        ("'; DROP TABLE contacts; --", 0),
    ],
)
@pytest.mark.usefixtures("newest")
async def test_what_is_looked_for_is_taken_as_it_is(
    as_user: AsUser, database: Database, company_id: UUID, text: str, count: int
) -> None:
    await fill(database, company_id, 10_000_000, 10_000_300)
    assert len((await found(as_user, text))["items"]) == count


async def test_names_are_found_without_accents_and_numbers_in_every_spelling(as_user: AsUser) -> None:
    people = {
        "José Antônio Conceição": "+5511987654321",
        "Joa\u0303o Nuñez": "+525512345678",
        "ÂNGELA MÜLLER": "+5491123456789",
        "Eva": "+351912345678",
    }
    for name, phone in people.items():
        created = await as_user("owner").post("/api/v1/contacts", json={"name": name, "phone": phone})
        assert created.status_code == 201, created.text

    async def names(text: str) -> list[str]:
        return [contact["name"].split()[0] for contact in (await found(as_user, text))["items"]]

    for text in ("jose antonio", "JOSÉ", "conceicao", "Conceic\u0327a\u0303o", "toni"):
        assert await names(text) == ["José"], text
    for text in ("nunez", "João", "joao n", "angela muller", "ângela"):
        assert len(await names(text)) == 1, text
    spellings = {
        "José": (
            "+551187654321",
            "11 8765-4321",
            "8765-4321",
            "98765-4321",
            "(011) 98765-4321",
            "005511987654321",
        ),
        "Joa\u0303o": ("+5215512345678", "+52 55 1234 5678", "5512345678"),
        "ÂNGELA": ("+541123456789", "+54 9 11 2345-6789", "11 2345-6789"),
        "Eva": ("00351 912 345 678", "912345678"),
    }
    for name, typed in spellings.items():
        for text in typed:
            assert await names(text) == [name], text


async def test_tickets_are_found_by_their_contacts(
    as_user: AsUser, handle: Handle, inbound: Callable[..., MessageReceivedV1]
) -> None:
    ana, bob = Party(wa_id="551187654321", name="Ângela"), Party(wa_id="5215512345678", name="Bob")
    await handle([inbound(sender=ana), inbound(sender=bob)])

    async def names(**query: str) -> list[str]:
        response = await as_user("agent").get("/api/v1/tickets", params=query)
        assert response.status_code == 200, response.text
        return [ticket["contact"]["name"] for ticket in response.json()["items"]]

    assert await names(q="angela") == await names(q="98765-4321") == ["Ângela"]
    assert await names(q="+52 55 1234 5678", status="pending") == ["Bob"]
    assert await names(q="angela", status="closed") == await names(q="nobody") == []
    assert (await as_user("agent").get("/api/v1/tickets", params={"q": "a\0"})).status_code == 422


@pytest.mark.usefixtures("newest")
async def test_one_or_two_letters_are_looked_for_among_the_newest(
    as_user: AsUser, database: Database, company_id: UUID
) -> None:
    await fill(database, company_id, 10_000_000, 10_000_300)
    items: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = await found(as_user, "ou", 30, **cursor)
        items += page["items"]
        if page["nextCursor"] is None:
            break
        cursor = {"cursor": page["nextCursor"]}
    assert len(items) == 100


@pytest.mark.usefixtures("newest")
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@example(text="01")  # A zero may be dialled before a number, but that is no reason to find every 1.
@example(text="0119")
@given(text=st.text(st.sampled_from("ab %_\\'+-()0159.çÁ％\U0001f600"), min_size=1, max_size=8))
async def test_searching_by_index_finds_what_reading_all_finds(
    database: Database, company_id: UUID, text: str
) -> None:
    async with database.worker() as session:
        known = await execute(
            session, "SELECT count(*) AS n FROM contacts WHERE company_id = :company", company=company_id
        )
        if not known.one().n:
            names = [
                "ab",
                "a b",
                "ba%",
                "a_b",
                "ab\\a",
                "çab",
                "abab 0159",
                "(0) 15",
                "\U0001f600ab",
                "A'B+-",
            ]
            for number, name in enumerate(names * 12):
                statement = _FILL.replace("md5(n::text) || ' Souza'", ":name")
                await execute(session, statement, company=company_id, first=number, last=number, name=name)
        ids = await search.find(session, company_id, text, None, 1000)
        digits = "".join(filter(str.isdecimal, text))
        plain = await execute(
            session,
            "SELECT id FROM (SELECT * FROM contacts WHERE company_id = :company"
            "                ORDER BY created_at DESC, id DESC LIMIT :newest) AS c"
            " WHERE position(search_form(:text) in search_form(name)) > 0"
            " OR EXISTS (SELECT FROM unnest(CAST(:spellings AS text[])) AS digits"
            "            WHERE position(digits in phone) > 0)"
            " ORDER BY created_at DESC, id DESC",
            company=company_id,
            text=text,
            spellings=spellings_of(digits) if digits and not set(text) - set("0123456789+()-. ") else [],
            # Beyond the newest only what has three letters or digits in a row is found.
            newest=1000,
        )
        everywhere = [UUID(str(row.id)) for row in plain]
    assert [one for one in everywhere if one in set(ids)] == ids
    if any(part.isalnum() for part in (text[at : at + 3] for at in range(len(text) - 2))):
        assert ids == everywhere


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", []) for node in _nodes(part))]


async def test_a_search_reads_from_the_index_and_not_the_contacts(
    database: Database, company_id: UUID
) -> None:
    await fill(database, company_id, 10_000_000, 10_020_000)
    async with database.worker() as session:
        await execute(session, "SET LOCAL enable_seqscan = off")
        for text in ("10019999", "d3d9446802"):
            values = {
                "company_text": str(company_id),
                "limit": 51,
                "name": f"%{text}%",
                "digits": f"%{text}%",
            }
            statement = search.by_index(
                ["search_form(name) LIKE lower(:name)", "phone LIKE :digits", "wa_id LIKE :digits"]
            )
            plan = (
                await execute(session, f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values)
            ).scalar_one()
            told = json.dumps(plan)
            assert "ix_contacts_search" in told
            assert told.count("ix_contacts_search") == told.count("Index Name")
            assert max(node["Actual Rows"] for node in _nodes(plan[0]["Plan"])) < 100


async def test_a_search_that_takes_too_long_is_ended(
    as_user: AsUser, database: Database, company_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database, company_id, 10_000_000, 10_000_300)
    monkeypatch.setattr(search, "TIMEOUT", "1ms")
    monkeypatch.setattr(search, "AMONG_NEWEST", search.AMONG_NEWEST + " OFFSET length(pg_sleep(1)::text)")
    response = await as_user("agent").get("/api/v1/contacts", params={"q": "souza"})
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert int(response.headers["retry-after"]) >= 1


async def test_contacts_are_found_by_what_else_is_known_of_them(as_user: AsUser) -> None:
    http = as_user("agent")
    more = {"email": "ana@padaria.example", "externalId": "C-1042", "organization": "Padaria São João"}
    await create_contact(http, name="Ana", customFields={"cidade": "Jaboatão", "obs": 'diz "oi"'}, **more)
    await create_contact(http, name="Bia", phone="+5511988880000", customFields={"cidade": "Natal"})
    await create_contact(http, name="Caio", phone="+5511988880001")

    async def found(q: str) -> list[str]:
        page = (await http.get("/api/v1/contacts", params={"q": q})).json()
        return [contact["name"] for contact in page["items"]]

    for q in ("padaria.example", "ANA@padaria", "c-1042", "sao joao", "jaboatao", "Jaboatão", "oi"):
        assert await found(q) == ["Ana"], q
    assert await found("natal") == ["Bia"]
    assert await found("cidade") == [], "names of fields are not looked for"
    for q in ("%", "1042%"):
        assert await found(q) == []
