"""Files of phones as parts of audiences."""

import csv
import io
from typing import Any

import pytest
from conftest import World

from atende_contracts.event import Party
from campaign.imports import Importer, ImportJob

from .audiences import FILE, add, expand, imported, problems, upload


async def test_a_files_columns_are_variables_and_nobody_in_it_needs_to_be_a_contact(world: World) -> None:
    known = world.contact(
        Party(wa_id="551188880001", name="Ana Maria"), custom_fields={"city": "Olinda", "plan": "ouro"}
    )
    await world.handle([known])
    campaign_id = await world.draft(message="{{name}}, {{city}}, {{plan|nenhum}}")
    await imported(world, campaign_id, FILE + "+5511988880003,,Manaus\n")

    recipients = await expand(world, campaign_id)
    await world.dispatcher().run()

    assert {one["name"]: (one["contactId"], one["state"], one["reason"]) for one in recipients} == {
        "Ana": (str(known.contact_id), "pending", None),
        "Bia": (None, "pending", None),
        None: (None, "skipped", "invalid"),
    }
    sent = {request.recipient.name: request for request in await world.requests()}
    assert {name: request.content.body for name, request in sent.items()} == {  # type: ignore[union-attr]
        "Ana": "Ana, Recife, ouro",
        "Bia": "Bia, Natal, nenhum",
    }
    assert sent["Ana"].recipient.wa_id == "551188880001", "as WhatsApp spells it"
    assert sent["Bia"].recipient.phone == "+5511988880002"
    assert sent["Bia"].contact_id is None


async def test_who_opted_out_by_any_name_gets_nothing_by_a_file(world: World) -> None:
    contact = world.contact(Party(phone="+5511988880001", bsuid="BR.1"))
    await world.handle([contact])
    await world.handle(
        [
            world.message(Party(bsuid="BR.1"), "SAIR"),
            world.message(Party(wa_id="551188880002"), "SAIR"),
        ]
    )
    campaign_id = await world.draft()
    await imported(world, campaign_id, FILE)
    recipients = await expand(world, campaign_id)
    assert [(one["state"], one["reason"]) for one in recipients] == [("skipped", "opted_out")] * 2


async def test_a_row_without_a_person_or_of_one_already_there_is_reported_by_its_line(world: World) -> None:
    campaign_id = await world.draft()
    rows = [
        "phone;name;city",
        "+5511988880001;Ana;Recife",
        "",
        "+551188880001;Ana;sem o nono dígito",
        "não é;Bia;Natal",
        '+5511988880002;"Bia',
        'de Tal";Natal',
        ";Caio;Natal",
        f"+5511988880003;{'x' * 201};Natal",
        f"+5511988880004;Davi;{'x' * 1001}",
        "5511988880002;Bia;de novo",
        "+5511988880005",
    ]
    file = await imported(world, campaign_id, "\r\n".join(rows), campaign_import_chunk_rows=2)

    counts = {"rows": 9, "created": 3, "updated": 0, "valid": 3, "invalid": 4, "duplicates": 2}
    assert file["file"].pop("uses") == [
        {"column": "phone", "use": "phone"},
        {"column": "name", "use": "name"},
        {"column": "city", "use": "field"},
    ]
    assert file["file"] == {"name": "lista.csv", "status": "finished", "columns": ["city"], **counts}
    page = await problems(world, campaign_id, file, limit=4)
    rest = await problems(world, campaign_id, file, limit=4, cursor=page["nextCursor"])
    assert rest["nextCursor"] is None
    # As clients of the version before ask for it.
    assert rest == await problems(world, campaign_id, file, limit=4, afterLine=page["nextLine"])
    assert rest["nextLine"] is None
    told = [(one["line"], one["kind"], one["field"]) for one in page["items"] + rest["items"]]
    assert told == [
        (4, "duplicate", "phone"),
        (5, "invalid", "phone"),
        (8, "invalid", "phone"),
        (9, "invalid", "name"),
        (10, "invalid", "city"),
        (11, "duplicate", "phone"),
    ]
    assert page["items"][0]["message"] == "This number is in line 2 already."
    assert rest["items"][1]["message"] == "This number is in line 6 already."


@pytest.mark.parametrize(
    ("data", "city"),
    [
        ("phone,city\n11988880001,São Paulo", "São Paulo"),
        ("\ufeffphone,city\n11988880001,São Paulo\n", "São Paulo"),
        ("phone,city\n11988880001,São Paulo\n".encode("latin-1"), "São Paulo"),
        ("sep=;\r\nTelefone;city\r\n11988880001;São Paulo\r\n", "São Paulo"),
        ("\n\nphone\tcity\n'+5511988880001\tSão Paulo\n", "São Paulo"),
        ('city,WhatsApp,\n"São, Paulo",11988880001,x\n', "São, Paulo"),
        ("phone,city\n11988880001,=1+1\n", "=1+1"),
        ("phone,city\n11988880001,'=1+1\n", "=1+1"),
        ("phone,city\n11988880001,@SUM(A1)\n", "@SUM(A1)"),
    ],
)
async def test_what_spreadsheets_write_is_read_and_formulas_are_text(
    world: World, data: bytes | str, city: str
) -> None:
    campaign_id = await world.draft(message="{{city}}")
    file = await imported(world, campaign_id, data)
    assert (file["file"]["valid"], file["file"]["columns"]) == (1, ["city"])
    rows = await world.sql(
        "SELECT phone, variables FROM audience_rows WHERE company_id = :id", id=world.company_id
    )
    assert [(row.phone, row.variables) for row in rows] == [("+5511988880001", {"city": city})]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "\n\n",
        "name,city\nAna,Recife\n",
        "+5511988880001\n",
        "phone,city\n11988880001,a\0b\n",
        "phone,city,city\n11988880001,a,b\n",
        "phone,{{city}}\n11988880001,a\n",
        f"phone,{'x' * 101}\n11988880001,a\n",
        "phone," + ",".join(f"c{n}" for n in range(500)) + "\n",
        b"\x89PNG\r\n\x1a\n\xff",
        "phone\n" + "1\n" * 200_031,
    ],
)
async def test_a_file_that_cannot_be_an_audience_is_refused(world: World, data: bytes | str) -> None:
    campaign_id = await world.draft()
    refused = await upload(world, campaign_id, data)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "file")


async def test_a_file_that_is_too_large_is_refused(world: World) -> None:
    campaign_id = await world.draft()
    refused = await upload(world, campaign_id, b"phone\n" + b" " * 20_000_000)
    assert refused.status_code == 413
    assert (await upload(world, campaign_id, b"phone\n" + b" " * 2_000_000)).status_code == 202


async def test_a_campaign_does_not_start_before_its_files_are_read(world: World) -> None:
    await world.contacts(1)
    campaign_id = await world.draft()
    await add(world, campaign_id, all=True)
    file = (await upload(world, campaign_id, FILE)).json()
    assert file["file"]["status"] == "queued"
    start = f"/api/v1/campaigns/{campaign_id}/start"
    refused = await world.http.post(start)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-not-finished")

    await Importer(world.database, world.settings).run_due()  # type: ignore[arg-type]
    assert (await world.http.post(start, json={"confirmOutOfWindow": True})).status_code == 200


async def test_an_audience_of_an_empty_file_is_none(world: World) -> None:
    campaign_id = await world.draft()
    await imported(world, campaign_id, "phone\n")
    refused = await world.http.post(f"/api/v1/campaigns/{campaign_id}/start")
    assert (refused.status_code, refused.json()["code"]) == (409, "no-targets")


async def test_an_import_that_is_killed_goes_on_and_counts_every_row_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = await world.draft()
    rows = "".join(f"+551197777{number % 7:04},{number}\n" for number in range(10))
    accepted = (await upload(world, campaign_id, "phone,n\n" + rows)).json()
    importer = Importer(world.database, world.settings.model_copy(update={"campaign_import_chunk_rows": 2}))
    finish = ImportJob.finish

    async def killed(*_: Any) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(ImportJob, "finish", killed)
    with pytest.raises(ConnectionResetError):
        await importer.run_due()
    monkeypatch.setattr(ImportJob, "finish", finish)
    await world.sql("UPDATE audience_sources SET leased_until = now() WHERE id = :id", id=accepted["id"])
    await importer.run_due()

    targets = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/targets")).json()
    file = targets["sources"][0]["file"]
    assert (file["status"], file["rows"], file["valid"], file["duplicates"]) == ("finished", 10, 7, 3)
    assert targets["total"] == 7
    assert await world.sql("SELECT FROM audience_files WHERE company_id = :id", id=world.company_id) == []


async def test_an_import_that_always_fails_is_given_up_and_can_be_taken_out(world: World) -> None:
    campaign_id = await world.draft()
    file = (await upload(world, campaign_id, FILE)).json()
    await world.sql("UPDATE audience_sources SET attempts = 5 WHERE id = :id", id=file["id"])
    await Importer(world.database, world.settings).run_due()  # type: ignore[arg-type]

    base = f"/api/v1/campaigns/{campaign_id}"
    assert (await world.http.get(f"{base}/targets")).json()["sources"][0]["file"]["status"] == "failed"
    await add(world, campaign_id, all=True)
    assert (await world.http.post(f"{base}/start")).json()["code"] == "import-not-finished"
    assert (await world.http.delete(f"{base}/targets/{file['id']}")).status_code == 204


async def test_the_problems_of_a_file_are_a_file_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.service.audience._PAGE", 2)
    campaign_id = await world.draft()
    header, good = "phone;=cmd()", "+5511988880001;x"
    file = await imported(
        world, campaign_id, "\n".join([header, good, good, f"{good}{'x' * 1001}", "5", "?"])
    )

    url = f"/api/v1/campaigns/{campaign_id}/targets/{file['id']}/problems/export"
    response = await world.http.get(url)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="problems.csv"'
    text = response.text.removeprefix("\ufeff")
    first, *told = csv.reader(io.StringIO(text), delimiter=";")
    assert first == ["#line", "#field", "#problem", "phone", "'=cmd()"]
    assert [(*row[:2], row[3]) for row in told] == [
        ("3", "phone", "'+5511988880001"),
        ("4", "'=cmd()", "'+5511988880001"),
        ("5", "phone", "5"),
        ("6", "phone", "?"),
    ]
    assert all(row[2] for row in told)
    portuguese = await world.http.get(
        url, headers={"Accept-Language": "pt-BR"}, params={"separator": "comma", "bom": "false"}
    )
    lines = portuguese.text.splitlines()
    assert lines[0].startswith("#linha,#campo,#problema,phone,")
    assert lines[1].startswith("3,phone,Este número já está na linha 2.")
    listed = await world.http.get(url.removesuffix("/export"), headers={"Accept-Language": "pt-BR"})
    assert listed.json()["items"][2]["message"] == "O número de telefone tem dígitos de menos."
    everybody = (await add(world, campaign_id, all=True)).json()
    other = url.replace(file["id"], everybody["source"]["id"])
    assert (await world.http.get(other)).status_code == 404


ROWS = "phone,name\n+5511988880001,a\n+5511988880001,b\n5,c\n"
REFUSED = [("duplicate", "phone_in_earlier_line", {"line": 2}), ("invalid", "phone_too_short", {})]


async def test_a_refused_row_of_an_audience_has_a_code_also_one_from_before(world: World) -> None:
    campaign_id = await world.draft()
    file = await imported(world, campaign_id, ROWS)
    url = f"/api/v1/campaigns/{campaign_id}/targets/{file['id']}/problems"

    async def shown(headers: dict[str, str]) -> list[dict[str, Any]]:
        response = await world.http.get(url, headers=headers)
        assert response.headers["content-language"] == headers["Accept-Language"][:2]
        items: list[dict[str, Any]] = response.json()["items"]
        assert [(each["kind"], each["code"], each["params"]) for each in items] == REFUSED
        return items

    for _ in range(2):
        assert [each["message"] for each in await shown({"Accept-Language": "pt-BR"})] == [
            "Este número já está na linha 2.",
            "O número de telefone tem dígitos de menos.",
        ]
        assert (await shown({"Accept-Language": "en"}))[0]["message"] == "This number is in line 2 already."
        await world.sql("UPDATE audience_rows SET problem_reason = NULL")
    await world.sql(
        "UPDATE audience_rows SET problem = 'It rains.', problem_pt = NULL WHERE field IS NOT NULL"
    )
    unknown = (await world.http.get(url, headers={"Accept-Language": "pt-BR"})).json()["items"][1]
    assert (unknown["code"], unknown["params"], unknown["message"]) == (
        "other",
        {"text": "It rains."},
        "It rains.",
    )
