"""Imports: what becomes of each row of a file, and what a crash leaves behind."""

import asyncio
import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.ids import uuid7
from atende_platform import turns
from atende_platform.company_limits import Limits
from atende_platform.db import Database
from atende_platform.testing import AsUser, Eventually, Installation, Published
from chat.imports import MAX_FILE_BYTES, Importer, ImportJob, read_rows
from chat.repository import imports as repository

Rows = Callable[..., Any]
Workers = Callable[[int], list[Importer]]

SEED = "name,phone\nJoão Silva,+5511999999999\nMaria Santos,+5511888888888\n"


async def _submit(as_user: AsUser, data: bytes, **query: str) -> str:
    response = await as_user("admin").post(
        "/api/v1/contacts/import", files={"file": ("c.csv", data)}, params=query
    )
    assert response.status_code == 202, response.text
    assert response.json()["status"] == "queued"
    return str(response.json()["id"])


async def _report(as_user: AsUser, import_id: str) -> dict[str, Any]:
    report: dict[str, Any] = (await as_user("admin").get(f"/api/v1/contacts/imports/{import_id}")).json()
    return report


@pytest.fixture
def workers(database: Database, installation: Installation) -> Workers:
    def some(count: int) -> list[Importer]:
        return [Importer(database, installation.settings, installation.runtime.quotas) for _ in range(count)]

    return some


@pytest.fixture
def importer(workers: Workers) -> Importer:
    return workers(1)[0]


def _counts(report: dict[str, Any]) -> tuple[int, ...]:
    sums = report["created"] + report["updated"] + report["duplicates"] + report["invalid"]
    assert report["rows"] == report["total"] == sums
    return tuple(report[name] for name in ("total", "created", "updated", "duplicates", "invalid"))


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


async def test_an_import_is_recorded(as_user: AsUser, published: Published, company_id: UUID) -> None:
    import_id = await _submit(as_user, SEED.encode())
    [recorded] = await published(AuditRecordedV1)
    assert (recorded.company_id, recorded.object_id) == (company_id, import_id)
    assert (recorded.action, recorded.address) == ("contact-import.started", "127.0.0.1")
    assert recorded.details == {"bytes": len(SEED.encode())}


async def test_an_import_creates_updates_and_reports(
    as_user: AsUser, importer: Importer, published: Published, rows: Rows, logged: Any
) -> None:
    http = as_user("agent")
    for name, phone in (("Velho", "+5511999990001"), ("Igual", "+5511999990002")):
        await http.post("/api/v1/contacts", json={"name": name, "phone": phone})
    data = "name,phone\nNovo,+5511999990001\nIgual,11999990002\nAna,+5511999990003\nAna,+551199990003\n?,x\n"
    import_id = await _submit(as_user, data.encode())
    await importer.run_due()
    report = await _report(as_user, import_id)
    assert report["status"] == "finished"
    assert _counts(report) == (5, 1, 1, 2, 1)
    assert report["errors"] == [{"line": 6, "field": "phone", "message": "This is not a phone number."}]
    assert report["finishedAt"] is not None
    assert sorted(await rows("SELECT name FROM contacts")) == [("Ana",), ("Igual",), ("Novo",)]
    assert [event.party.name for event in await published(ContactChangedV1)][2:] == ["Ana", "Novo"]
    assert (await logged())[-2:] == ["import.updated", "import.updated"]
    assert await rows("SELECT count(*) FROM import_files") == [(0,)]


async def test_an_import_goes_on_where_a_crash_left_it(
    as_user: AsUser,
    importer: Importer,
    workers: Workers,
    rows: Rows,
    published: Published,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [f"P{number},+55119{90000000 + number}" for number in range(130)]
    data = "\n".join(["name,phone", *people, *people[:3], "bad,1"]).encode()
    import_id = await _submit(as_user, data)

    advance, calls = repository.advance, 0

    async def dies_in_the_second_chunk(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        result = await advance(*args, **kwargs)
        if calls == 2:
            raise ConnectionError("the worker was killed before its commit")
        return result

    with monkeypatch.context() as patch:
        patch.setattr(repository, "advance", dies_in_the_second_chunk)
        with pytest.raises(ConnectionError):
            await importer.run_due()
    report = await _report(as_user, import_id)
    assert (report["status"], _counts(report)) == ("running", (50, 50, 0, 0, 0))

    await importer.run_due()  # Still leased to the one that died.
    assert (await _report(as_user, import_id))["total"] == 50
    await rows(
        "WITH over AS (UPDATE contact_imports SET leased_until = now() RETURNING 1) SELECT 1 FROM over"
    )
    await asyncio.gather(*(worker.run_due() for worker in workers(3)))
    report = await _report(as_user, import_id)
    assert (report["status"], _counts(report)) == ("finished", (134, 130, 0, 3, 1))
    assert await rows("SELECT count(*) FROM contacts") == [(130,)]
    assert len(await published(ContactChangedV1)) == 130


async def test_a_worker_that_lost_its_lease_stops(
    as_user: AsUser, importer: Importer, database: Database, rows: Rows
) -> None:
    people = [f"P{number},+55119{90000000 + number}" for number in range(60)]
    data = "\n".join(["name,phone", *people]).encode()
    import_id = await _submit(as_user, data)
    async with database.worker() as session:
        slow = await repository.claim_due(session)
    assert slow is not None
    await rows(
        "WITH over AS (UPDATE contact_imports SET leased_until = now() RETURNING 1) SELECT 1 FROM over"
    )
    await importer.run_due()
    late = ImportJob(database, importer._quotas, slow, data, 50)
    assert not await late.step()
    assert _counts(await _report(as_user, import_id)) == (60, 60, 0, 0, 0)


async def test_an_import_that_keeps_failing_is_given_up(
    as_user: AsUser, importer: Importer, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = await _submit(as_user, SEED.encode())
    await rows("WITH tried AS (UPDATE contact_imports SET attempts = 5 RETURNING 1) SELECT 1 FROM tried")
    await importer.run_due()
    assert (await _report(as_user, import_id))["status"] == "failed"

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    import_id = await _submit(as_user, SEED.encode())
    monkeypatch.setattr("chat.imports.import_people", broken)
    await importer.run_due()
    assert (await _report(as_user, import_id))["status"] == "failed"


async def test_uploads_have_bounds(as_user: AsUser) -> None:
    http = as_user("admin")

    async def status(data: bytes) -> tuple[int, Any]:
        response = await http.post("/api/v1/contacts/import", files={"file": ("c.csv", data)})
        return response.status_code, response.json().get("errors", [{}])[0].get("field")

    assert await status(b"") == (422, "file")
    assert await status(b"a,b\n") == (422, "file")
    assert await status(b"name,phone\n" + b"A,1\n" * 5031) == (422, "file")
    assert (await status(b"name,phone\n" + b"x" * MAX_FILE_BYTES))[0] == 413
    assert (await status(b"name,phone\n" + b"x" * (MAX_FILE_BYTES + 100_000)))[0] == 413
    assert (await http.post("/api/v1/contacts/import", data={"file": "text"})).status_code == 422


async def test_the_worker_imports_by_itself(
    worker: object,  # noqa: ARG001 (runs the importer)
    as_user: AsUser,
    eventually: Eventually,
    company_id: UUID,  # noqa: ARG001
) -> None:
    import_id = await _submit(as_user, SEED.encode())

    async def finished() -> None:
        assert (await _report(as_user, import_id))["status"] == "finished"

    await eventually(finished)
    names = [item["name"] for item in (await as_user("viewer").get("/api/v1/contacts")).json()["items"]]
    assert sorted(names) == ["João Silva", "Maria Santos"]


async def test_a_company_s_imports_wait_in_bounded_number(as_user: AsUser, importer: Importer) -> None:
    for _ in range(10):
        await _submit(as_user, SEED.encode())
    files = {"file": ("c.csv", SEED.encode())}
    refused = await as_user("admin").post("/api/v1/contacts/import", files=files)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-imports")
    await importer.run_due()
    await _submit(as_user, SEED.encode())


# --- what becomes of a row -------------------------------------------------------------------

PATH = "/api/v1/contacts"
EXISTING = (
    "nome;telefone;cidade;tags\n"
    "Ana Nova;11988880001;Natal;vip\n"  # has a name, a city and a tag
    "Bia Nova;1188880002;Natal;vip\n"  # has neither, and is spelt without the ninth digit
    "Caio;11988880003;Natal;vip\n"  # is new
)


async def _contacts(as_user: AsUser) -> dict[str, tuple[Any, ...]]:
    items = (await as_user("viewer").get(PATH)).json()["items"]
    return {item["phone"]: (item["name"], item["customFields"], item["tags"]) for item in items}


@pytest.mark.parametrize(
    ("on_existing", "counts", "ana", "bia"),
    [
        ("skip", (3, 1, 0, 2, 0), ("Ana", {"cidade": "Recife"}, ["novo"]), ("Bia", {"cidade": ""}, [])),
        (
            "update",
            (3, 1, 2, 0, 0),
            ("Ana Nova", {"cidade": "Natal"}, ["novo", "vip"]),
            ("Bia Nova", {"cidade": "Natal"}, ["vip"]),
        ),
        (
            "fillEmpty",
            (3, 1, 1, 1, 0),
            ("Ana", {"cidade": "Recife"}, ["novo"]),
            ("Bia", {"cidade": "Natal"}, ["vip"]),
        ),
    ],
)
async def test_the_caller_chooses_what_happens_to_contacts_that_are_there(
    as_user: AsUser,
    importer: Importer,
    on_existing: str,
    counts: tuple[int, ...],
    ana: tuple[Any, ...],
    bia: tuple[Any, ...],
) -> None:
    http = as_user("agent")
    known = {"name": "Ana", "phone": "11988880001", "customFields": {"cidade": "Recife"}, "tags": ["novo"]}
    for body in (known, {"name": "Bia", "phone": "11988880002", "customFields": {"cidade": ""}}):
        assert (await http.post(PATH, json=body)).status_code == 201
    import_id = await _submit(as_user, EXISTING.encode(), onExisting=on_existing)
    await importer.run_due()
    report = await _report(as_user, import_id)
    assert (report["status"], report["onExisting"], _counts(report)) == ("finished", on_existing, counts)
    assert await _contacts(as_user) == {
        "+5511988880001": ana,
        "+5511988880002": bia,
        "+5511988880003": ("Caio", {"cidade": "Natal"}, ["vip"]),
    }


CASES = Path(__file__).parents[3] / "libs/platform/tests/cases"


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
    import_id = await _submit(as_user, (CASES / f"{name}.csv").read_bytes())
    await importer.run_due()
    assert _counts(await _report(as_user, import_id)) == counts
    items = (await as_user("viewer").get(PATH, params={"limit": 100})).json()["items"]
    assert person in [(one["name"], one["phone"], one["customFields"], one["tags"]) for one in items]


async def test_a_workbook_is_imported(as_user: AsUser, importer: Importer) -> None:
    book, page = Workbook(), io.BytesIO()
    for row in (["Clientes"], ["Nome", "Celular"], ["João", 11988880001], ["Bia", "88880002"], ["Zé", 1e15]):
        book.active.append(row)
    book.save(page)
    import_id = await _submit(as_user, page.getvalue())
    await importer.run_due()
    report = await _report(as_user, import_id)
    assert _counts(report) == (3, 1, 0, 0, 2)
    assert [(error["line"], error["field"]) for error in report["errors"]] == [(4, "phone"), (5, "phone")]
    assert list(await _contacts(as_user)) == ["+5511988880001"]


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
    import_id = await _submit(as_user, f"nome;telefone\nAna;{raw}\n".encode())
    await importer.run_due()
    assert _counts(await _report(as_user, import_id)) == ((1, 1, 0, 0, 0) if phone else (1, 0, 0, 0, 1))
    assert list(await _contacts(as_user)) == ([phone] if phone else [])
    again = await as_user("admin").post(PATH, json={"name": "Ana", "phone": raw})
    assert again.status_code == (409 if phone else 422)


async def test_an_argentine_is_one_contact_with_and_without_the_9(
    as_user: AsUser, importer: Importer
) -> None:
    import_id = await _submit(as_user, b"nome,telefone\nAna,+54 11 2345-6789\nAna,+54 9 11 2345-6789\n")
    await importer.run_due()
    assert _counts(await _report(as_user, import_id)) == (2, 1, 0, 1, 0)


async def test_what_happens_to_contacts_is_one_of_three(as_user: AsUser) -> None:
    files = {"file": ("c.csv", SEED.encode())}
    refused = await as_user("admin").post(f"{PATH}/import", files=files, params={"onExisting": "merge"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "onExisting")


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
    report = await _report(as_user, import_id)
    assert (report["columns"], _counts(report)) == (columns, (1, 1, 0, 0, 0))
    assert await _contacts(as_user) == {
        "+5511988880001": ("Ana", {"cidade": "Recife", "telefone": "(11) 3333-4444"}, ["vip", "novo"])
    }


async def test_people_without_a_phone_are_imported_by_their_user_id(
    as_user: AsUser, importer: Importer
) -> None:
    data = "name,phone,bsuid\nAna,,BR.1A2B\nBia,11988880002,BR.3C4D\nBia,,BR.3C4D\n"
    import_id = await _submit(as_user, data.encode())
    await importer.run_due()
    assert _counts(await _report(as_user, import_id)) == (3, 2, 0, 1, 0)
    items = (await as_user("viewer").get(PATH)).json()["items"]
    assert {(item["name"], item["phone"], item["bsuid"]) for item in items} == {
        ("Ana", None, "BR.1A2B"),
        ("Bia", "+5511988880002", "BR.3C4D"),
    }


async def test_refused_rows_are_a_file_that_can_be_corrected_and_sent_again(
    as_user: AsUser, importer: Importer
) -> None:
    rows = [f"P{number};1198888{number:04};Recife" for number in range(3)]
    rows += [f"R{number};88880{number:03};=1+1" for number in range(120)]
    data = "\n".join(["nome;telefone;obs", *rows, '"Zé;11988887777;x', "=2+2;+1"])
    import_id = await _submit(as_user, data.encode())
    await importer.run_due()
    report = await _report(as_user, import_id)
    assert _counts(report) == (125, 3, 0, 0, 122)
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
    import_id = await _submit(as_user, corrected.encode("cp1252", errors="replace"))
    await importer.run_due()
    # Three have the numbers of contacts by now; the row with the quote is written properly now, and the one
    # without a number is still refused.
    assert _counts(await _report(as_user, import_id)) == (122, 118, 3, 0, 1)


async def test_errors_are_in_the_language_of_the_reader(as_user: AsUser, importer: Importer) -> None:
    import_id = await _submit(as_user, b"nome,telefone\nAna,1\n")
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
    import_id = await _submit(as_user, b"nome,telefone\nAna,1\n")
    await importer.run_due()
    for days, left in ((30, 1), (0, 0)):
        async with database.worker() as session:
            await repository.expire_rejected(session, days)
        assert await rows("SELECT count(*) FROM import_rejects") == [(left,)]
    file = await as_user("admin").get(f"{PATH}/imports/{import_id}/rejected")
    assert len(file.text.splitlines()) == 1


# --- what was taken out ----------------------------------------------------------------------


async def test_exported_contacts_are_imported_unchanged(
    as_user: AsUser, importer: Importer, rows: Rows
) -> None:
    admin = as_user("admin")
    people: list[dict[str, Any]] = [
        {"name": "=HYPERLINK(1)", "phone": "+5511988880001", "tags": ["vip", "a, b", 'say "hi"', "x:::y"]},
        {
            "name": "Bia; +55",
            "phone": "+525512345678",
            "customFields": {
                "cidade": "São Paulo", "telefone": "-1", "name": "=tab", "obs": "a;=1\nb, '@c", "#x": "1"
            },
        },
        {"name": "Caio", "phone": "+541123456789"},
    ]  # fmt: skip
    for body in people:
        assert (await admin.post(PATH, json=body)).status_code == 201
    await _submit(as_user, b"name,bsuid,tags\n\xc3\x89rica,BR.1A2B,novo\n")
    await importer.run_due()
    before = await _described(as_user)
    assert len(before) == 4
    files = [(await admin.get(f"{PATH}/export")).content]
    header = files[0].decode().splitlines()[0].split(";")
    assert header[:4] == ["\ufeffname", "phone", "bsuid", "tags"]
    assert sorted(header[4:]) == ["cidade", "field:#x", "field:telefone", "name", "obs"]
    for separator in ("comma", "tab"):
        query = {"separator": separator, "bom": "false"}
        files.append((await admin.get(f"{PATH}/export", params=query)).content)
    for file in files:
        for row in csv.reader(file.decode("utf-8-sig").splitlines(), delimiter=";"):
            assert not any(cell.lstrip().startswith(("=", "+", "@")) for cell in row)
        import_id = await _submit(as_user, file)  # To the same company: nothing changes.
        await importer.run_due()
        assert _counts(await _report(as_user, import_id)) == (4, 0, 0, 4, 0)
        await rows(
            "WITH gone AS (DELETE FROM contacts RETURNING 1), freed AS"
            " (DELETE FROM contact_identities RETURNING 1) SELECT (SELECT count(*) FROM gone)"
        )
        import_id = await _submit(as_user, file)  # To an empty one: all are there again.
        await importer.run_due()
        assert _counts(await _report(as_user, import_id)) == (4, 4, 0, 0, 0)
        assert await _described(as_user) == before


async def _described(as_user: AsUser) -> list[tuple[Any, ...]]:
    items = (await as_user("admin").get(PATH)).json()["items"]
    names = ("name", "phone", "bsuid", "tags", "customFields")
    return sorted((tuple(item[name] for name in names) for item in items), key=str)


async def test_an_export_is_recorded_and_shows_nobody_else_s_contacts(
    as_user: AsUser, published: Published, company_id: UUID
) -> None:
    await as_user("admin").post(PATH, json={"name": "Ana", "phone": "11988880001"})
    assert (await as_user("agent").get(f"{PATH}/export")).status_code == 403
    file = await as_user("admin").get(f"{PATH}/export")
    assert file.headers["content-disposition"] == 'attachment; filename="contacts.csv"'
    assert len(file.text.splitlines()) == 2
    stranger = as_user("owner", company_id=uuid7())
    assert len((await stranger.get(f"{PATH}/export")).text.splitlines()) == 1
    recorded = [event for event in await published(AuditRecordedV1) if event.action == "contacts.exported"]
    assert company_id in {event.company_id for event in recorded}


# --- several companies -----------------------------------------------------------------------


def _people(count: int) -> bytes:
    return "\n".join(["name,phone", *(f"P{n},+55119{90000000 + n}" for n in range(count))]).encode()


async def test_a_small_import_does_not_wait_for_another_company_s_large_ones(
    as_user: AsUser, workers: Workers, rows: Rows
) -> None:
    other = uuid7()
    for _ in range(3):
        await _submit(as_user, _people(500))
    small = as_user("admin", company_id=other)
    answer = await small.post("/api/v1/contacts/import", files={"file": ("c.csv", SEED.encode())})
    assert answer.status_code == 202

    await asyncio.gather(*(worker.run_due() for worker in workers(2)))

    ended = await rows("SELECT company_id, status FROM contact_imports ORDER BY finished_at")
    assert [status for _, status in ended] == ["finished"] * 4
    assert ended[0][0] == other, "it was done before the first of the large ones"


async def test_an_import_in_the_place_of_others_gives_way(
    as_user: AsUser, importer: Importer, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "AT_A_TIME", 1)
    monkeypatch.setattr(turns, "STEPS", 2)
    other = uuid7()
    first = await _submit(as_user, _people(500))
    small = as_user("admin", company_id=other)
    await small.post("/api/v1/contacts/import", files={"file": ("c.csv", SEED.encode())})

    await importer.run_due()

    ended = await rows("SELECT company_id, total FROM contact_imports ORDER BY finished_at")
    assert [(company == other, total) for company, total in ended] == [(True, 2), (False, 500)]
    assert _counts(await _report(as_user, first)) == (500, 500, 0, 0, 0)


async def test_a_company_has_so_many_contacts(
    as_user: AsUser,
    importer: Importer,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = Limits(contacts=60)
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: limits)
    http = as_user("admin")
    assert (
        await http.post("/api/v1/contacts", json={"name": "A", "phone": "11999990001"})
    ).status_code == 201
    import_id = await _submit(as_user, _people(300))
    await importer.run_due()

    report = await _report(as_user, import_id)
    # Looked at before each chunk of 50; what has no room is refused, row by row.
    assert (report["status"], _counts(report)) == ("finished", (300, 100, 0, 0, 200))
    assert report["errors"][0]["line"] == 102
    assert "may have 60 contacts" in report["errors"][0]["message"]
    for refused in (
        await http.post("/api/v1/contacts", json={"name": "B", "phone": "11999990002"}),
        await http.post("/api/v1/contacts/import", files={"file": ("c.csv", SEED.encode())}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "too-many-contacts")
    other = as_user("admin", company_id=uuid7())
    assert (
        await other.post("/api/v1/contacts", json={"name": "B", "phone": "11999990002"})
    ).status_code == 201


async def test_a_company_imports_so_many_files_an_hour(
    as_user: AsUser, importer: Importer, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(imports_per_hour=3)
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: limits)
    for _ in range(2):
        await _submit(as_user, SEED.encode())
    await importer.run_due()
    # One that cannot be read has been read all the same.
    files = {"file": ("c.xlsx", b"PK\x03\x04 no workbook")}
    assert (await as_user("admin").post("/api/v1/contacts/import", files=files)).status_code == 422
    files = {"file": ("c.csv", SEED.encode())}
    refused = await as_user("admin").post("/api/v1/contacts/import", files=files)
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-imports")
    assert int(refused.headers["retry-after"]) > 60


async def test_refused_rows_are_kept_of_the_latest_files_only(
    as_user: AsUser, importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.repository.imports.KEPT", 2)
    http = as_user("admin")
    made = []
    for number in range(3):
        made.append(await _submit(as_user, f"phone\n{number}\n".encode()))
        await importer.run_due()

    files = [(await http.get(f"/api/v1/contacts/imports/{id_}/rejected")).text for id_ in made]

    assert [len(file.splitlines()) for file in files] == [1, 2, 2]
    assert (await _report(as_user, made[0]))["invalid"] == 1
