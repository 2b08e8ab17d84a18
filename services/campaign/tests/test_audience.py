"""Audiences of everybody, of segments and of files, from the API to the recipients."""

import csv
import io
from typing import Any
from uuid import UUID

import httpx
import pytest
from conftest import World

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing import AsUser
from campaign.imports import Importer, ImportJob
from campaign.repository.sources import count_audience

FILE = "phone,name,city\n+5511988880001,Ana,Recife\n(11) 98888-0002,Bia,Natal\n"


async def add(world: World, campaign_id: UUID, **body: Any) -> httpx.Response:
    return await world.http.post(f"/api/v1/campaigns/{campaign_id}/targets", json=body)


async def upload(world: World, campaign_id: UUID, data: bytes | str) -> httpx.Response:
    content = data.encode() if isinstance(data, str) else data
    return await world.http.post(
        f"/api/v1/campaigns/{campaign_id}/targets/import", files={"file": ("lista.csv", content, "text/csv")}
    )


async def imported(world: World, campaign_id: UUID, data: bytes | str, **settings: Any) -> dict[str, Any]:
    """Import a file; return what the API says of it at the end."""
    accepted = await upload(world, campaign_id, data)
    assert accepted.status_code == 202, accepted.text
    await Importer(world.database, world.settings.model_copy(update=settings)).run_due()
    targets = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/targets")).json()
    source: dict[str, Any] = next(each for each in targets["sources"] if each["id"] == accepted.json()["id"])
    return source


async def problems(world: World, campaign_id: UUID, source: dict[str, Any], **query: Any) -> Any:
    path = f"/api/v1/campaigns/{campaign_id}/targets/{source['id']}/problems"
    response = await world.http.get(path, params=query)
    assert response.status_code == 200, response.text
    return response.json()


async def expand(world: World, campaign_id: UUID, **settings: Any) -> list[dict[str, Any]]:
    await world.act(campaign_id, "start")
    await world.planner(**settings).run()
    return await world.recipients(campaign_id, limit=100)


# --- everybody and segments ------------------------------------------------------------------


async def test_everybody_is_who_is_a_contact_at_the_start(world: World) -> None:
    first = await world.contacts(3)
    campaign_id = await world.draft()
    added = await add(world, campaign_id, all=True)
    assert added.status_code == 200, added.text
    assert added.json() | {"source": None} == {"added": 1, "already": 0, "total": 0, "source": None}
    late = world.contact(Party(phone="+5511977770000"))
    gone = world.contact(Party(phone="+5511977770001"), deleted=True)
    merged = world.contact(Party(phone="+5511977770002"), deleted=True, merged_into=first[0])
    await world.handlers.on_contacts([late, gone, merged])

    recipients = await expand(world, campaign_id, campaign_expansion_chunk=2)

    assert {UUID(one["contactId"]) for one in recipients} == {*first, late.contact_id}
    campaign = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert (campaign["state"], campaign["targets"]) == ("running", 4)
    targets = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/targets")).json()
    assert [(each["kind"], each["found"]) for each in targets["sources"]] == [("all", 4)]


async def test_a_segment_is_whom_its_filter_finds_and_who_opted_out_gets_nothing(world: World) -> None:
    people = [
        world.contact(Party(phone="+5511988880001"), tags=["vip"], custom_fields={"city": "Recife"}),
        world.contact(Party(phone="+5511988880002"), tags=["vip"], custom_fields={"city": "Natal"}),
        world.contact(Party(phone="+5511988880003"), custom_fields={"city": "Recife"}),
        world.contact(Party(phone="+5511988880004"), tags=["vip"]),
    ]
    await world.handlers.on_contacts(people)
    await world.handlers.on_messages([world.message(people[3].party, "SAIR")])
    campaign_id = await world.draft()
    segment = {"and": [{"tag": "vip"}, {"not": {"field": "city", "equals": "Natal"}}]}
    assert (await add(world, campaign_id, segment=segment)).json()["source"]["segment"] == segment
    again = (await add(world, campaign_id, segment=segment)).json()
    assert (again["added"], again["already"]) == (0, 1)

    recipients = await expand(world, campaign_id)

    assert {(UUID(one["contactId"]), one["state"]) for one in recipients} == {
        (people[0].contact_id, "pending"),
        (people[3].contact_id, "skipped"),
    }


async def test_who_is_in_several_parts_of_an_audience_gets_one_message(world: World) -> None:
    contacts = await world.contacts(3)
    campaign_id = await world.draft(contacts[:1], message="Olá {{name}} de {{city|longe}}")
    assert (await imported(world, campaign_id, "phone,city\n1120000000,Recife\n"))["file"]["valid"] == 1
    await add(world, campaign_id, all=True)
    await add(world, campaign_id, segment={"not": {"tag": "nobody"}})
    file = await imported(world, campaign_id, "phone,city\n11910000001,Recife\n+5511910000002,Natal\n")
    assert file["file"]["valid"] == 2

    recipients = await expand(world, campaign_id, campaign_expansion_chunk=2)

    known = [one for one in recipients if one["contactId"]]
    assert len(recipients) == 4
    assert sorted(UUID(one["contactId"]) for one in known) == sorted(contacts)


async def test_an_expansion_that_is_killed_goes_on_behind_its_last_chunk(world: World) -> None:
    contacts = await world.contacts(7)
    campaign_id = await world.draft()
    await add(world, campaign_id, all=True)
    await imported(world, campaign_id, "phone\n" + "".join(f"+551197777{n:04}\n" for n in range(5)))
    await world.act(campaign_id, "start")
    while await world.planner(campaign_expansion_chunk=2).step():
        pass  # Each step a new process, as far as it can know.

    recipients = await world.recipients(campaign_id, limit=100)
    assert sorted(UUID(one["contactId"]) for one in recipients if one["contactId"]) == sorted(contacts)
    assert sum(one["contactId"] is None for one in recipients) == 5
    assert (await world.progress(campaign_id))["targets"] == 12


async def test_a_copy_has_the_same_audience_and_looks_it_up_anew(world: World) -> None:
    await world.contacts(2)
    campaign_id = await world.draft(message="Oi {{city|aí}}")
    await add(world, campaign_id, segment={"not": {"tag": "nobody"}})
    file = await imported(world, campaign_id, FILE + "x,,\n")
    await expand(world, campaign_id)

    copy = (await world.http.post(f"/api/v1/campaigns/{campaign_id}/duplicate")).json()
    await world.contacts(1)

    assert copy["targets"] == 2
    copy_id = UUID(copy["id"])
    targets = (await world.http.get(f"/api/v1/campaigns/{copy_id}/targets")).json()
    assert [(each["kind"], each["found"]) for each in targets["sources"]] == [("segment", 0), ("file", 0)]
    assert targets["sources"][1]["file"] == file["file"]
    assert len((await problems(world, copy_id, targets["sources"][1]))["items"]) == 1
    assert len(await expand(world, copy_id)) == 4


async def test_a_part_of_an_audience_can_be_taken_out_of_a_draft_only(world: World) -> None:
    await world.contacts(1)
    campaign_id = await world.draft()
    everybody = (await add(world, campaign_id, all=True)).json()["source"]
    file = await imported(world, campaign_id, FILE)
    base = f"/api/v1/campaigns/{campaign_id}"
    assert (await world.http.get(base)).json()["targets"] == 2

    assert (await world.http.delete(f"{base}/targets/{file['id']}")).status_code == 204
    assert (await world.http.delete(f"{base}/targets/{file['id']}")).status_code == 404
    assert (await world.http.get(base)).json()["targets"] == 0
    assert await world.sql("SELECT FROM audience_rows WHERE company_id = :id", id=world.company_id) == []

    await world.act(campaign_id, "start")
    assert (await world.http.delete(f"{base}/targets/{everybody['id']}")).status_code == 409
    assert (await add(world, campaign_id, all=True)).status_code == 409
    assert (await upload(world, campaign_id, FILE)).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"all": False},
        {"all": True, "contactIds": [str(uuid7())]},
        {"all": True, "segment": {"tag": "vip"}},
        {"contactIds": []},
        {"segment": {}},
        {"segment": {"tag": "a\0"}},
    ],
)
async def test_targets_that_are_none_are_refused(world: World, body: dict[str, Any]) -> None:
    campaign_id = await world.draft()
    assert (await add(world, campaign_id, **body)).status_code == 422


async def test_an_audience_has_so_many_parts_at_most(world: World) -> None:
    campaign_id = await world.draft()
    for number in range(20):
        assert (await add(world, campaign_id, segment={"tag": f"t{number}"})).status_code == 200
    refused = await add(world, campaign_id, all=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-sources")


async def test_nothing_of_an_audience_is_another_companys(world: World, as_user: AsUser) -> None:
    campaign_id = await world.draft()
    file = await imported(world, campaign_id, FILE + "x,,\n")
    stranger = as_user("owner", company_id=uuid7())
    base = f"/api/v1/campaigns/{campaign_id}/targets"
    answers = [
        await stranger.get(base),
        await stranger.post(base, json={"all": True}),
        await stranger.post(f"{base}/import", files={"file": ("a.csv", FILE.encode(), "text/csv")}),
        await stranger.get(f"{base}/{file['id']}/problems"),
        await stranger.get(f"{base}/{file['id']}/problems/export"),
        await stranger.delete(f"{base}/{file['id']}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6


async def test_an_audience_can_be_counted_before_it_is_looked_up(world: World) -> None:
    first = world.contact(Party(phone="+5511988880001", bsuid="BR.1"), tags=["vip"])
    twin = world.contact(Party(phone="+5511988880009"), deleted=True, merged_into=first.contact_id)
    second = world.contact(Party(phone="+5511988880004"), tags=["vip"])
    await world.handlers.on_contacts([first, twin, second, world.contact(Party(phone="+5511988880005"))])
    await world.handlers.on_messages([world.message(Party(bsuid="BR.1"), "SAIR")])
    campaign_id = await world.draft([twin.contact_id, uuid7()])
    await add(world, campaign_id, segment={"tag": "vip"})
    await add(world, campaign_id, segment={"not": {"tag": "nobody"}})
    await imported(world, campaign_id, FILE + "x,,\n")

    async with world.database.worker() as session:
        at = world.noon
        count = await count_audience(
            session, world.company_id, campaign_id, world.channel_id, at=at, starts_at=at
        )
    estimate = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    recipients = await expand(world, campaign_id)

    told = [estimate[name] for name in ("targets", "notFound", "duplicates", "optedOut", "recipients")]
    assert told == [9, 1, 4, 1, 3]
    assert estimate["rendering"]["all"]
    assert count == (5, 8, 4, 1, 3)
    found = [one for one in recipients if one["reason"] != "contact_not_found"]
    assert len(found) == count.people
    assert sum(one["reason"] == "opted_out" for one in found) == count.opted_out


# --- files -----------------------------------------------------------------------------------


async def test_a_files_columns_are_variables_and_nobody_in_it_needs_to_be_a_contact(world: World) -> None:
    known = world.contact(
        Party(wa_id="551188880001", name="Ana Maria"), custom_fields={"city": "Olinda", "plan": "ouro"}
    )
    await world.handlers.on_contacts([known])
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
    await world.handlers.on_contacts([contact])
    await world.handlers.on_messages(
        [
            world.message(Party(bsuid="BR.1"), "SAIR"),
            world.message(Party(wa_id="551188880002"), "SAIR"),
        ]
    )
    campaign_id = await world.draft()
    await imported(world, campaign_id, FILE)
    recipients = await expand(world, campaign_id)
    assert [(one["state"], one["reason"]) for one in recipients] == [("skipped", "opted_out")] * 2


async def test_a_row_that_is_nobodys_or_somebodys_twice_is_told_by_its_line(world: World) -> None:
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
    rest = await problems(world, campaign_id, file, limit=4, afterLine=page["nextLine"])
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
