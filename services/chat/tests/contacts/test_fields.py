"""Custom fields of contacts: what a company defines, and what fits into them."""

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Published
from chat.contacts.domain import MAX_FIELDS, FieldKind, FieldRule, fitted

from ..factories import Rows, create_contact

FIELDS = "/api/v1/contact-fields"


async def create_field(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    response = await http.post(FIELDS, json=body)
    assert response.status_code == 201, response.text
    field: dict[str, Any] = response.json()
    return field


async def test_fields_are_defined_changed_listed_and_deleted(as_user: AsUser, logged: Any) -> None:
    http = as_user("admin")
    plan = await create_field(http, name="plano", kind="list", options=["ouro", "prata"], position=2)
    born = await create_field(http, name="nascimento", kind="date", label="Nascimento", position=1)
    assert plan["label"] == "plano"
    listed = (await as_user("viewer").get(FIELDS)).json()["items"]
    assert [field["id"] for field in listed] == [born["id"], plan["id"]]
    path = f"{FIELDS}/{plan['id']}"
    changed = (await http.patch(path, json={"options": ["ouro", "bronze"], "label": "Plano"})).json()
    assert (changed["options"], changed["label"], changed["revision"]) == (["ouro", "bronze"], "Plano", 2)
    assert (await http.patch(path, json={"label": "Plano"})).json() == changed
    assert (await http.delete(path)).status_code == 204
    assert (await http.delete(path)).status_code == (await http.patch(path, json={})).status_code == 404
    assert await logged() == [
        *["contact_field.updated"] * 3,
        "contact_field.deleted",
    ]


async def test_values_are_stored_in_one_spelling_or_refused(as_user: AsUser, published: Published) -> None:
    http = as_user("owner")
    for name, kind in (("pontos", "number"), ("desde", "date"), ("ativo", "boolean"), ("obs", "text")):
        await create_field(http, name=name, kind=kind)
    await create_field(http, name="plano", kind="list", options=["Ouro", "Prata"])
    given_ = {
        "pontos": "1.234,50",
        "desde": "03/04/2026",
        "ativo": "Sim",
        "plano": "ouro",
        "obs": " x ",
        "y": "z",
    }
    contact = await create_contact(http, customFields=given_)
    stored = {
        "pontos": "1234.5",
        "desde": "2026-04-03",
        "ativo": "true",
        "plano": "Ouro",
        "obs": " x ",
        "y": "z",
    }
    assert contact["customFields"] == stored
    [event] = await published(ContactChangedV1)
    assert event.custom_fields == stored

    path = f"/api/v1/contacts/{contact['id']}"
    changed = await http.patch(path, json={"customFields": {"pontos": "7", "desde": None}})
    assert changed.json()["customFields"] == {key: stored[key] for key in stored if key != "desde"} | {
        "pontos": "7"
    }
    bad = {"pontos": "muitos", "desde": "31/02/2026", "ativo": "talvez", "plano": "Bronze"}
    refused = await http.patch(path, json={"customFields": bad})
    assert refused.status_code == 422
    assert {(error["field"], error["code"]) for error in refused.json()["errors"]} == {
        ("customFields.pontos", "custom_field_number"),
        ("customFields.desde", "custom_field_date"),
        ("customFields.ativo", "custom_field_boolean"),
        ("customFields.plano", "custom_field_list"),
    }
    # Another company has other fields.
    other = await create_contact(as_user("agent", company_id=uuid7()), customFields=bad)
    assert other["customFields"] == bad


async def test_values_from_before_stay_and_outlive_the_definition(as_user: AsUser) -> None:
    http = as_user("owner")
    contact = await create_contact(http, customFields={"pontos": "muitos"})
    field = await create_field(http, name="pontos", kind="number")
    path = f"/api/v1/contacts/{contact['id']}"
    kept = (await http.patch(path, json={"customFields": {"cidade": "Recife"}})).json()
    assert kept["customFields"] == {"pontos": "muitos", "cidade": "Recife"}
    await http.patch(path, json={"customFields": {"pontos": "10"}})
    await http.delete(f"{FIELDS}/{field['id']}")
    assert (await http.get(path)).json()["customFields"]["pontos"] == "10"
    free = await http.patch(path, json={"customFields": {"pontos": "muitos"}})
    assert free.json()["customFields"]["pontos"] == "muitos"


async def test_definitions_make_sense_and_are_so_many_at_most(as_user: AsUser, rows: Rows) -> None:
    http = as_user("admin")
    for body in (
        {"name": "a", "kind": "list"},
        {"name": "a", "kind": "text", "options": ["x"]},
        {"name": "a", "kind": "list", "options": ["x", "X"]},
        {"name": "a", "kind": "colour"},
        {"name": " ", "kind": "text"},
        {"name": "a", "kind": "list", "options": [str(number) for number in range(101)]},
    ):
        assert (await http.post(FIELDS, json=body)).status_code == 422, body
    await create_field(http, name="Cidade", kind="text")
    again = await http.post(FIELDS, json={"name": "cidade", "kind": "date"})
    assert (again.status_code, again.json()["code"]) == (409, "contact-field-exists")
    await asyncio.gather(*(create_field(http, name=f"f{n}", kind="text") for n in range(MAX_FIELDS - 2)))
    answers = await asyncio.gather(
        *(http.post(FIELDS, json={"name": f"more {n}", "kind": "text"}) for n in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert (await rows("SELECT count(*) FROM contact_fields"))[0][0] == MAX_FIELDS


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("number", "-0,50", "-0.5"),
        ("number", "+007", "7"),
        ("number", "-0", "0"),
        ("number", "1.234", "1.234"),
        ("number", "1,234.5", "1234.5"),
        ("number", "1.234.567,8", "1234567.8"),
        ("number", "1.2.3", None),
        ("number", "1e5", None),
        ("number", "NaN", None),
        ("number", "٣", None),
        ("number", "9" * 21, None),
        ("date", "2026-12-24T00:00:00", "2026-12-24"),
        ("date", "1.2.2026", "2026-02-01"),
        ("date", "2026-02-30", None),
        ("date", "0001-01-01", None),
        ("boolean", "NÃO", "false"),
        ("boolean", "", None),
    ],
)
def test_what_fits(kind: str, text: str, stored: str | None) -> None:
    assert fitted(FieldRule(FieldKind(kind)), text) == stored


@given(
    st.sampled_from(FieldKind),
    st.text(max_size=40)
    | st.from_regex(r"[+-]?[0-9., ]{1,12}", fullmatch=True)
    | st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(date.isoformat),
)
def test_what_was_fitted_fits_as_it_is(kind: FieldKind, text: str) -> None:
    rule = FieldRule(kind, ("Sim", "Não", "1.5"))
    stored = fitted(rule, text)
    assert stored is None or fitted(rule, stored) == stored
