"""Files of contacts: how they are read, and what is refused of them."""

import csv
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook

from atende_contracts.contacts import ContactChangedV1, TicketChangedV1
from atende_contracts.event import Party
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.imports import repository
from chat.imports.files import read_rows
from chat.imports.worker import Importer

from ..factories import Inbound, Rows, create_contact
from .sending import contacts_of, counts_of, report_of, submit

PATH = "/api/v1/contacts"
SEED = "name,phone\nJoão Silva,+5511999999999\nMaria Santos,+5511888888888\n"
CASES = Path(__file__).parents[4] / "libs/platform/tests/files/cases"


@pytest.mark.parametrize(
    "data",
    [
        SEED.encode(),
        SEED.encode("utf-8-sig"),
        SEED.encode("latin-1"),
        SEED.replace(",", ";").replace("\n", "\r\n").encode(),
        ("\n\n" + SEED.replace("name", " Nome ").replace("phone", "TELEFONE")).encode(),
        SEED.replace("+55", "'+55").encode(),
        SEED.replace("\n", "\r").encode(),
        SEED.replace(",", "\t").encode(),
        ("sep=;\n" + SEED.replace(",", ";")).encode(),
        b'phone,extra,name\n+5511999999999,x,"Jo\xc3\xa3o Silva"\n+5511888888888,"a\nb",Maria Santos',
    ],
)
async def test_the_seed_s_file_is_read_however_it_is_written(data: bytes) -> None:
    rows = list(read_rows(data, "BR"))
    assert [(row.person.party.name, row.person.party.phone) for row in rows] == [
        ("João Silva", "+5511999999999"),
        ("Maria Santos", "+5511888888888"),
    ]


def test_rows_say_what_is_wrong_with_them_and_where() -> None:
    data = (
        b"name,phone\n"
        b"A,+5511999990001\n"
        b"\n"
        b"B,123\n"
        b"C,+551199990001\n"  # The same person without the ninth digit.
        b'"D\nE",+5511999990002\n'
        b"F\n" + b"x" * 201 + b",+5511999990003\n"
    )
    rows = list(read_rows(data, "BR"))
    found = [(row.person.line, row.person.problem and row.person.problem.field, row.repeated) for row in rows]
    assert found == [
        (2, None, False),
        (4, "phone", False),
        (5, None, True),
        (6, None, False),
        (8, "phone", False),
        (9, "name", False),
    ]


@pytest.mark.parametrize(
    ("name", "counts", "person"),
    [
        ("02-excel-cp1252", (3, 3, 0, 0, 0), ("D’Ávila – Padaria", "+5511955501002", {}, [])),
        ("05-stray-opening-quote", (52, 51, 0, 0, 1), ("P49", "+5511955502049", {}, [])),
        ("07-google-contacts", (1, 1, 0, 0, 0), ("Joao Silva", "+5511955501018", {}, [])),
        (
            "10-telefone-e-celular",
            (2, 2, 0, 0, 0),
            ("Os dois", "+5511955501022", {"telefone": "1133334444"}, []),
        ),
        ("13-double-bom", (1, 1, 0, 0, 0), ("Joao", "+5511955501026", {}, [])),
        (
            "21-custom-fields-and-tags",
            (1, 1, 0, 0, 0),
            ("Joao", "+5511955501036", {"cidade": "Recife"}, ["vip"]),
        ),
    ],
)
async def test_files_seen_in_the_field(
    as_user: AsUser, importer: Importer, name: str, counts: tuple[int, ...], person: tuple[Any, ...]
) -> None:
    import_id = await submit(as_user, (CASES / f"{name}.csv").read_bytes())
    await importer.run_due()
    assert counts_of(await report_of(as_user, import_id)) == counts
    items = (await as_user("viewer").get(PATH, params={"limit": 100})).json()["items"]
    assert person in [(one["name"], one["phone"], one["customFields"], one["tags"]) for one in items]


async def test_a_workbook_is_imported(as_user: AsUser, importer: Importer) -> None:
    book, page = Workbook(), io.BytesIO()
    for row in (["Clientes"], ["Nome", "Celular"], ["João", 11988880001], ["Bia", "88880002"], ["Zé", 1e15]):
        book.active.append(row)
    book.save(page)
    import_id = await submit(as_user, page.getvalue())
    await importer.run_due()
    report = await report_of(as_user, import_id)
    assert counts_of(report) == (3, 1, 0, 0, 2)
    assert [(error["line"], error["field"]) for error in report["errors"]] == [(4, "phone"), (5, "phone")]
    assert list(await contacts_of(as_user)) == ["+5511988880001"]


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("005551988887777", "+5551988887777"),
        ("0055 34 3333-4444", "+553433334444"),
        ("1198887777.0", None),
        ("988887777", None),
        ("+52 1 55 1234 5678", "+525512345678"),
        ("+54 11 2345-6789", "+541123456789"),
    ],
)
async def test_the_api_and_files_read_the_same_number(
    as_user: AsUser, importer: Importer, raw: str, phone: str | None
) -> None:
    import_id = await submit(as_user, f"nome;telefone\nAna;{raw}\n".encode())
    await importer.run_due()
    assert counts_of(await report_of(as_user, import_id)) == ((1, 1, 0, 0, 0) if phone else (1, 0, 0, 0, 1))
    assert list(await contacts_of(as_user)) == ([phone] if phone else [])
    again = await as_user("admin").post(PATH, json={"name": "Ana", "phone": raw})
    assert again.status_code == (409 if phone else 422)


async def test_an_argentine_is_one_contact_with_and_without_the_9(
    as_user: AsUser, importer: Importer
) -> None:
    import_id = await submit(as_user, b"nome,telefone\nAna,+54 11 2345-6789\nAna,+54 9 11 2345-6789\n")
    await importer.run_due()
    assert counts_of(await report_of(as_user, import_id)) == (2, 1, 0, 1, 0)


async def test_an_import_says_what_it_uses_and_what_it_ignores(as_user: AsUser, importer: Importer) -> None:
    long = "x" * 51
    header = f"nome;telefone;celular;cidade;cidade;tags;{long};channelId"
    row = "Ana;(11) 3333-4444;(11) 98888-0001;Recife;outra;vip, novo;y;z"
    response = await as_user("admin").post(
        f"{PATH}/import", files={"file": ("c.csv", f"{header}\n{row}\n".encode())}
    )
    import_id = response.json()["id"]
    said = {
        "nome": "name",
        "telefone": "phone",
        "celular": "phone",
        "tags": "tags",
        long: "ignored",
        "channelId": "ignored",
    }
    columns = response.json()["columns"]
    assert {one["column"]: one["use"] for one in columns if one["column"] != "cidade"} == said
    assert [one["use"] for one in columns if one["column"] == "cidade"] == ["field", "ignored"]
    await importer.run_due()
    report = await report_of(as_user, import_id)
    assert (report["columns"], counts_of(report)) == (columns, (1, 1, 0, 0, 0))
    assert await contacts_of(as_user) == {
        "+5511988880001": ("Ana", {"cidade": "Recife", "telefone": "(11) 3333-4444"}, ["vip", "novo"])
    }


async def test_people_without_a_phone_are_imported_by_their_user_id(
    as_user: AsUser, importer: Importer
) -> None:
    data = "name,phone,bsuid\nAna,,BR.1A2B\nBia,11988880002,BR.3C4D\nBia,,BR.3C4D\n"
    import_id = await submit(as_user, data.encode())
    await importer.run_due()
    assert counts_of(await report_of(as_user, import_id)) == (3, 2, 0, 1, 0)
    items = (await as_user("viewer").get(PATH)).json()["items"]
    assert {(item["name"], item["phone"], item["bsuid"]) for item in items} == {
        ("Ana", None, "BR.1A2B"),
        ("Bia", "+5511988880002", "BR.3C4D"),
    }


async def test_everybody_learns_of_contacts_that_a_file_shows_to_be_one_person(
    as_user: AsUser,
    importer: Importer,
    handle: Handle,
    inbound: Inbound,
    published: Published,
    logged: Any,
) -> None:
    older = await create_contact(as_user("agent"), name="Ana", phone="+5511988880002")
    await handle([inbound(sender=Party(bsuid="BR.1A2B", name="Ana"))])
    [ticket] = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    before = await logged()

    await submit(as_user, b"name,phone,bsuid\nAna,11988880002,BR.1A2B\n")
    await importer.run_due()

    gone = {
        (str(event.contact_id), str(event.merged_into))
        for event in await published(ContactChangedV1)
        if event.deleted
    }
    assert gone == {(ticket["contact"]["id"], older["id"])}
    assert (await published(TicketChangedV1))[-1].contact_id == UUID(older["id"])
    told = (await logged())[len(before) :]
    assert {"contact.merged", "contact.updated", "ticket.updated"} <= set(told)


async def test_refused_rows_are_a_file_that_can_be_corrected_and_sent_again(
    as_user: AsUser, importer: Importer
) -> None:
    rows = [f"P{number};1198888{number:04};Recife" for number in range(3)]
    rows += [f"R{number};88880{number:03};=1+1" for number in range(120)]
    data = "\n".join(["nome;telefone;obs", *rows, '"Zé;11988887777;x', "=2+2;+1"])
    import_id = await submit(as_user, data.encode())
    await importer.run_due()
    report = await report_of(as_user, import_id)
    assert counts_of(report) == (125, 3, 0, 0, 122)
    assert len(report["errors"]) == 100

    http = as_user("admin")
    path = f"{PATH}/imports/{import_id}/rejected"
    file = await http.get(path, headers={"Accept-Language": "pt-BR,pt;q=0.9,en;q=0.8"})
    assert file.headers["content-disposition"] == 'attachment; filename="rejected.csv"'
    assert file.text.startswith("\ufeff#linha;#campo;#problema;nome;telefone;obs\r\n")
    found = list(csv.DictReader(file.text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert len(found) == 122
    assert (found[0]["#linha"], found[0]["#campo"], found[0]["nome"]) == ("5", "phone", "R0")
    assert "DDD" in found[0]["#problema"]
    assert found[-1]["nome"] == "'=2+2", "a formula does not run"
    english = await http.get(path, params={"separator": "comma", "bom": "false"})
    assert english.text.splitlines()[0] == "#line,#field,#problem,nome,telefone,obs"

    corrected = file.text.replace(";8888", ";11 98888")
    import_id = await submit(as_user, corrected.encode("cp1252", errors="replace"))
    await importer.run_due()
    # Three have the numbers of contacts by now; the row with the quote is written properly now, and the one
    # without a number is still refused.
    assert counts_of(await report_of(as_user, import_id)) == (122, 118, 3, 0, 1)


async def test_errors_are_in_the_language_of_the_reader(as_user: AsUser, importer: Importer) -> None:
    import_id = await submit(as_user, b"nome,telefone\nAna,1\n")
    await importer.run_due()
    http = as_user("admin")
    path, messages = f"{PATH}/imports/{import_id}", []
    for language in ("pt-BR", "en-US", "de", "en;q=0.5, pt"):
        report = (await http.get(path, headers={"Accept-Language": language})).json()
        messages.append(report["errors"][0]["message"].split()[0])
    assert messages == ["O", "The", "The", "O"]
    for language, word in (("pt", "coluna"), ("en", "column")):
        refused = await http.post(
            f"{PATH}/import", files={"file": ("c.csv", b"a,b\n")}, headers={"Accept-Language": language}
        )
        assert word in refused.json()["detail"]
        assert word in refused.json()["errors"][0]["message"]
    phone = await http.post(
        PATH, json={"name": "Ana", "phone": "88887777"}, headers={"Accept-Language": "pt-BR"}
    )
    assert (phone.status_code, phone.json()["errors"][0]["field"]) == (422, "phone")
    assert "DDD" in phone.json()["detail"]


async def test_refused_rows_are_kept_for_some_weeks(
    as_user: AsUser, importer: Importer, database: Database, rows: Rows
) -> None:
    import_id = await submit(as_user, b"nome,telefone\nAna,1\n")
    await importer.run_due()
    for days, left in ((30, 1), (0, 0)):
        async with database.worker() as session:
            await repository.REJECTS.purge(session, 10, days=days)
        assert await rows("SELECT count(*) FROM import_rejects") == [(left,)]
    file = await as_user("admin").get(f"{PATH}/imports/{import_id}/rejected")
    assert len(file.text.splitlines()) == 1


async def test_refused_rows_are_kept_of_the_latest_files_only(
    as_user: AsUser, importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atende_platform.files.rejects.KEPT", 2)
    http = as_user("admin")
    made = []
    for number in range(3):
        made.append(await submit(as_user, f"phone\n{number}\n".encode()))
        await importer.run_due()

    files = [(await http.get(f"/api/v1/contacts/imports/{id_}/rejected")).text for id_ in made]

    assert [len(file.splitlines()) for file in files] == [1, 2, 2]
    assert (await report_of(as_user, made[0]))["invalid"] == 1
