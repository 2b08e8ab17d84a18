"""Files of an audience before they are added: previewed, and read with the mapping that the user gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser
from campaign.imports import Importer

if TYPE_CHECKING:
    from uuid import UUID

    from conftest import World

TABLE = "quem,contato,pedido\nAna,(11) 98765-0001,41\nBia,nada,42\nCaio,(11) 98765-0003,43\n"
PHONES = {"columns": [{"position": 0, "use": "name"}, {"position": 1, "use": "phone"}]}


async def send(world: World, campaign_id: UUID, what: str, reading: Any = None, table: str = TABLE) -> Any:
    return await world.http.post(
        f"/api/v1/campaigns/{campaign_id}/targets/{what}",
        files={"file": ("lista.csv", table.encode())},
        data={"reading": json.dumps(reading)} if reading is not None else None,
    )


async def test_a_file_is_seen_before_it_is_added(world: World) -> None:
    draft = await world.draft()
    table = "telefone,nome,cidade\n11987650001,Ana,Recife\n123,Bia,Natal\n"
    seen = (await send(world, draft, "preview", table=table)).json()
    assert [(each["column"], each["use"], each["variable"]) for each in seen["columns"]] == [
        ("telefone", "phone", None), ("nome", "name", None), ("cidade", "field", "cidade")
    ]  # fmt: skip
    assert seen["columns"][2]["examples"] == ["Recife", "Natal"]
    [row] = seen["rows"]
    assert (row["line"], row["name"], row["phone"]) == (2, "Ana", "+5511987650001")
    assert row["variables"] == {"cidade": "Recife"}
    [problem] = seen["problems"]
    assert (problem["line"], problem["field"]) == (3, "phone")
    assert (seen["rowsRead"], seen["rowsRefused"]) == (2, 1)
    assert (await world.http.get(f"/api/v1/campaigns/{draft}/targets")).json()["sources"] == []


async def test_a_file_is_read_with_the_given_mapping(world: World) -> None:
    draft = await world.draft(message="{{nome_do_cliente}}: pedido {{numero}}")
    reading = {
        "columns": [
            {"position": 0, "use": "field", "field": "nome_do_cliente"},
            {"position": 1, "use": "phone"},
            {"position": 2, "use": "field", "field": "numero"},
        ]
    }
    seen = (await send(world, draft, "preview", reading)).json()
    assert [each["variable"] for each in seen["columns"]] == ["nome_do_cliente", None, "numero"]
    assert (await send(world, draft, "import", reading)).status_code == 202
    await Importer(world.database, world.settings).run_due()
    found = (await world.http.post("/api/v1/campaigns/preview", json={"campaignId": str(draft)})).json()
    texts = [item["messages"][0]["message"] for item in found["items"]]
    assert texts == ["Ana: pedido 41", "Caio: pedido 43"]
    copy = (await world.http.post(f"/api/v1/campaigns/{draft}/duplicate")).json()
    [source] = (await world.http.get(f"/api/v1/campaigns/{copy['id']}/targets")).json()["sources"]
    assert source["file"]["columns"] == ["nome_do_cliente", "numero"]


async def test_a_file_without_a_header_and_columns_that_are_left_out(world: World) -> None:
    draft = await world.draft()
    columns = [{"position": 1, "use": "phone"}, {"position": 2, "use": "ignored"}]
    reading = {"hasHeader": False, "columns": columns}
    seen = (await send(world, draft, "preview", reading, TABLE.partition("\n")[2])).json()
    assert [(each["column"], each["use"]) for each in seen["columns"]] == [
        ("1", "field"), ("2", "phone"), ("3", "ignored")
    ]  # fmt: skip
    assert [row["variables"] for row in seen["rows"]] == [{"1": "Ana"}, {"1": "Caio"}]


async def test_nothing_understood_is_seen_and_refused_only_when_it_is_added(world: World) -> None:
    draft = await world.draft()
    seen = await send(world, draft, "preview")
    assert seen.status_code == 200, seen.text
    assert seen.json()["columns"][1]["examples"][0] == "(11) 98765-0001"
    assert (await send(world, draft, "import", PHONES)).status_code == 202


@pytest.mark.parametrize(
    ("reading", "field"),
    [
        ({"columns": [{"position": 9, "use": "phone"}]}, "reading.columns.0"),
        ({"columns": [{"position": 1, "use": "phone"}, {"position": 1, "use": "name"}]}, "reading.columns.1"),
        ({"columns": [{"position": 1, "use": "nothing"}]}, "reading.columns.0.use"),
        ({"columns": [{"position": 1, "use": "phone"}], "x": 1}, "reading.x"),
        ({"columns": [{"position": 1, "use": "field"}]}, "reading.columns"),
    ],
)
async def test_a_reading_that_does_not_fit_is_refused(world: World, reading: Any, field: str) -> None:
    draft = await world.draft()
    table = TABLE.replace("contato", "nada mais")
    for what in ("preview", "import"):
        refused = await send(world, draft, what, reading, table)
        assert refused.status_code == 422, refused.text
        assert refused.json()["errors"][0]["field"] == field, refused.text


async def test_a_file_is_seen_by_who_may_add_it(world: World, as_user: AsUser) -> None:
    draft = await world.draft()
    path = f"/api/v1/campaigns/{draft}/targets/preview"
    file = {"file": ("lista.csv", TABLE.encode())}
    assert (await as_user("viewer").post(path, files=file)).status_code == 403
    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.post(path, files=file)).status_code == 404
