"""Files that are looked at before they are imported: what columns are used for, what rows would become."""

import io
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Published
from chat.imports.service import purge_drafts
from chat.imports.worker import Importer

from ..factories import Rows, create_contact
from .sending import counts_of, report_of

PATH = "/api/v1/contacts"
FILE = (
    "Kontakt;Nummer X;Mail;Stadt;tags;Nr\n"
    "Ana;11988880001;ANA@x.com;Natal;vip;A-1\n"
    "Bia;11988880002;;;;\n"
    "Caio;x;;;;\n"
    "Ana 2;11988880001;;;;\n"
)
COLUMNS: list[dict[str, Any]] = [
    {"position": 0, "use": "name"},
    {"position": 1, "use": "phone"},
    {"position": 2, "use": "email"},
    {"position": 3, "use": "field", "field": "cidade"},
    {"position": 5, "use": "externalId"},
]


async def hand_in(as_user: AsUser, data: bytes | str, name: str = "c.csv") -> dict[str, Any]:
    content = data.encode() if isinstance(data, str) else data
    response = await as_user("admin").post(f"{PATH}/imports", files={"file": (name, content)})
    assert response.status_code == 201, response.text
    draft: dict[str, Any] = response.json()
    return draft


async def preview(as_user: AsUser, draft: dict[str, Any], **body: Any) -> dict[str, Any]:
    response = await as_user("admin").post(f"{PATH}/imports/{draft['id']}/preview", json=body)
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def start(as_user: AsUser, draft: dict[str, Any], **body: Any) -> None:
    response = await as_user("admin").post(f"{PATH}/imports/{draft['id']}/start", json=body)
    assert (response.status_code, response.json().get("status")) == (202, "queued"), response.text


async def test_a_file_is_shown_as_it_would_be_stored_and_imported_as_it_was_shown(
    as_user: AsUser, importer: Importer, rows: Rows, published: Published
) -> None:
    await create_contact(as_user("agent"), name="Bia", phone="+5511988880002")
    draft = await hand_in(as_user, FILE, "Clientes março.csv")
    assert (draft["status"], draft["fileName"], draft["rows"]) == ("draft", "Clientes março.csv", 0)
    guessed = draft["preview"]
    assert [column["use"] for column in guessed["columns"]] == [
        "field",
        "field",
        "email",
        "field",
        "tags",
        "field",
    ]
    assert (guessed["rows"], guessed["rowsRead"], guessed["rowsRefused"]) == ([], 4, 4)

    shown = await preview(as_user, draft, columns=COLUMNS)
    assert (shown["format"], shown["encoding"], shown["delimiter"]) == ("csv", "utf-8", ";")
    assert (shown["hasHeader"], shown["headerLine"]) == (True, 1)
    assert [(each["column"], each["use"], each["field"]) for each in shown["columns"]] == [
        ("Kontakt", "name", None),
        ("Nummer X", "phone", None),
        ("Mail", "email", None),
        ("Stadt", "field", "cidade"),
        ("tags", "tags", None),
        ("Nr", "externalId", None),
    ]
    assert shown["columns"][1]["examples"] == ["11988880001", "11988880002", "x"]
    ana, bia, again = shown["rows"]
    assert ana == {
        "line": 2,
        "name": "Ana",
        "phone": "+5511988880001",
        "userId": None,
        "email": "ana@x.com",
        "organization": None,
        "externalId": "A-1",
        "notes": None,
        "tags": ["vip"],
        "customFields": {"cidade": "Natal"},
        "isKnown": False,
        "isRepeated": False,
    }
    assert (bia["isKnown"], bia["isRepeated"], again["isRepeated"]) == (True, False, True)
    [problem] = shown["problems"]
    assert (problem["line"], problem["field"], problem["code"]) == (4, "phone", "phone_invalid")
    assert (shown["rowsRead"], shown["rowsRefused"]) == (4, 1)
    assert await rows("SELECT count(*) FROM contacts") == [(1,)], "nothing is stored"

    await importer.run_due()
    assert (await report_of(as_user, draft["id"]))["status"] == "draft"
    await start(as_user, draft, columns=COLUMNS, onExisting="skip")
    await importer.run_due()
    report = await report_of(as_user, draft["id"])
    assert (report["status"], counts_of(report)) == ("finished", (4, 1, 0, 2, 1))
    assert report["onExisting"] == "skip"
    found = (await as_user("viewer").get(PATH, params={"externalId": "A-1"})).json()["items"]
    [contact] = found
    assert (contact["email"], contact["customFields"], contact["tags"]) == (
        "ana@x.com",
        {"cidade": "Natal"},
        ["vip"],
    )
    actions = [event.action for event in await published(AuditRecordedV1)]
    assert actions.count("contact-import.started") == 1

    for action in ("preview", "start"):
        late = await as_user("admin").post(f"{PATH}/imports/{draft['id']}/{action}", json={})
        assert (late.status_code, late.json()["code"]) == (409, "import-started")


async def test_a_list_of_phones_without_a_header_can_be_imported(as_user: AsUser, importer: Importer) -> None:
    draft = await hand_in(as_user, "11988880001\n11988880002\n")
    body: dict[str, Any] = {"hasHeader": False, "columns": [{"position": 0, "use": "phone"}]}
    shown = await preview(as_user, draft, **body)
    assert (shown["hasHeader"], shown["headerLine"], len(shown["rows"])) == (False, 0, 2)
    assert [column["column"] for column in shown["columns"]] == ["1"]
    await start(as_user, draft, **body)
    await importer.run_due()
    assert counts_of(await report_of(as_user, draft["id"])) == (2, 2, 0, 0, 0)


async def test_workbooks_and_other_encodings_are_named(as_user: AsUser) -> None:
    book = Workbook()
    book.active.append(["nome", "celular"])
    book.active.append(["Ana", "11988880001"])
    file = io.BytesIO()
    book.save(file)
    shown = (await hand_in(as_user, file.getvalue(), "c.xlsx"))["preview"]
    assert (shown["format"], shown["encoding"], shown["delimiter"]) == ("xlsx", None, None)
    assert [row["name"] for row in shown["rows"]] == ["Ana"]
    text = "nome\tcelular\nJosé\t11988880001\n"
    for encoding, sent in (("windows-1252", "cp1252"), ("utf-16", "utf-16")):
        shown = (await hand_in(as_user, text.encode(sent)))["preview"]
        assert (shown["encoding"], shown["delimiter"], shown["rows"][0]["name"]) == (encoding, "\t", "José")


@pytest.mark.parametrize(
    ("columns", "field", "code"),
    [
        ([{"position": 1, "use": "ignored"}], "columns", "people_unnamed"),
        ([{"position": 9, "use": "name"}], "columns.0", "column_unknown"),
        ([{"position": 0, "use": "tags"}, {"position": 2, "use": "tags"}], "columns.1", "use_taken"),
        (
            [{"position": 0, "use": "name"}, {"position": 0, "use": "tags"}],
            "columns.1",
            "column_mapped_twice",
        ),
        ([{"position": 2, "use": "field"}], "columns.0", "field_unnamed"),
        ([{"position": 0, "use": "channelId"}], "columns.0.use", None),
    ],
)
async def test_a_mapping_that_does_not_fit_is_refused(
    as_user: AsUser, columns: list[dict[str, Any]], field: str, code: str | None
) -> None:
    draft = await hand_in(as_user, f"nome;celular;{'x' * 51}\nAna;11988880001;1\n")
    for action in ("preview", "start"):
        path = f"{PATH}/imports/{draft['id']}/{action}"
        refused = await as_user("admin").post(path, json={"columns": columns})
        assert refused.status_code == 422, refused.text
        [error] = refused.json()["errors"]
        assert error["field"] == field
        assert code is None or error["code"] == code
    assert (await report_of(as_user, draft["id"]))["status"] == "draft"


async def test_drafts_are_few_expire_and_are_nobody_else_s(
    as_user: AsUser, rows: Rows, database: Database
) -> None:
    drafts = [await hand_in(as_user, f"nome;celular\nAna{number};1\n") for number in range(6)]
    listed = (await as_user("admin").get(f"{PATH}/imports")).json()["items"]
    assert [item["id"] for item in listed] == [draft["id"] for draft in drafts[:0:-1]]
    stranger = as_user("owner", company_id=uuid7())
    for action in ("preview", "start", "cancel"):
        path = f"{PATH}/imports/{drafts[1]['id']}/{action}"
        assert (await stranger.post(path, json={})).status_code == 404
        assert (await as_user("agent").post(path, json={})).status_code == 403
    cancelled = await as_user("admin").post(f"{PATH}/imports/{drafts[5]['id']}/cancel")
    assert cancelled.json()["status"] == "cancelled"
    await rows(
        "WITH old AS (UPDATE contact_imports SET created_at = created_at - interval '25 hours'"
        " WHERE id = :id RETURNING 1) SELECT 1 FROM old",
        id=UUID(drafts[1]["id"]),
    )
    async with database.worker() as session:
        assert await purge_drafts(session, 10) == 1
    assert await rows("SELECT count(*) FROM import_files") == [(3,)]
    gone = await as_user("admin").post(f"{PATH}/imports/{drafts[1]['id']}/start", json={})
    assert gone.status_code == 404


# --- the external id as a key of a person


async def imported(as_user: AsUser, importer: Importer, data: str, **body: Any) -> dict[str, Any]:
    draft = await hand_in(as_user, data)
    await start(as_user, draft, **body)
    await importer.run_due()
    return await report_of(as_user, draft["id"])


async def test_an_external_id_finds_a_contact_as_a_phone_does(as_user: AsUser, importer: Importer) -> None:
    header = "nome;celular;id externo;empresa\n"
    await imported(as_user, importer, header + "Ana;11988880001;A-1;Sol\nBia;11988880002;;\n")
    people = (
        "Ana B;;A-1;Lua\n"  # found by her external id
        "Bia;11988880002;B-1;\n"  # gets one
        "Eva;11988880009;A-1;\n"  # another phone: hers already has Ana
        "Léo;;Z-9;\n"  # nobody has it, and there is no phone
        "Ana C;11988880001;A-1;\n"  # an earlier row has her
    )
    report = await imported(as_user, importer, header + people)
    assert counts_of(report) == (5, 0, 2, 2, 1)
    assert [(error["line"], error["code"]) for error in report["errors"]] == [(5, "external_id_unknown")]
    report = await imported(as_user, importer, header + "Eva;11988880009;A-1;\nBia;11988880002;A-1;\n")
    assert [(error["line"], error["code"]) for error in report["errors"]] == [(2, "external_id_taken")]
    items = (await as_user("viewer").get(PATH)).json()["items"]
    assert {item["externalId"]: (item["name"], item["phone"], item["organization"]) for item in items} == {
        "A-1": ("Ana B", "+5511988880001", "Lua"),
        "B-1": ("Bia", "+5511988880002", None),
    }
    report = await imported(as_user, importer, header + "Ana Z;;A-1;Mar\n", onExisting="skip")
    assert counts_of(report) == (1, 0, 0, 1, 0)
    report = await imported(
        as_user, importer, header + "Ana Z;;A-1;Mar\nBia Z;;B-1;Mar\n", onExisting="fillEmpty"
    )
    assert counts_of(report) == (2, 0, 1, 1, 0)


async def test_details_of_rows_have_bounds(as_user: AsUser, importer: Importer, rows: Rows) -> None:
    data = (
        "celular;email;empresa;notas\n"
        "11988880001;not an address;;\n"
        f"11988880002;;{'x' * 201};\n"
        f"11988880003;;;{'x' * 4000}\n"
        f"11988880004;;;{'x' * 4001}\n"
    )
    report = await imported(as_user, importer, data)
    assert [(error["line"], error["field"], error["code"]) for error in report["errors"]] == [
        (2, "email", "email_invalid"),
        (3, "organization", "cell_too_long"),
        (5, "notes", "cell_too_long"),
    ]
    [(notes,)] = await rows("SELECT notes FROM contacts")
    assert notes == "x" * 4000
