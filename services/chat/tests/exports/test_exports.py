"""Exports: who may take them away, and that they can be imported again."""

import csv
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_platform.files.made_workbooks import make_workbook
from atende_platform.files.spreadsheets import CsvStyle, csv_rows
from atende_platform.files.tables import as_stored
from atende_platform.files.workbooks import is_workbook
from atende_platform.http.fields import as_one_line
from atende_platform.testing.plugin import AsUser, Published
from chat.exports import service
from chat.imports.files import read_rows
from chat.imports.worker import Importer

from ..factories import Rows
from ..imports.sending import counts_of, report_of, submit

PATH = "/api/v1/contacts"


async def test_exported_contacts_are_imported_unchanged(
    as_user: AsUser, importer: Importer, rows: Rows
) -> None:
    admin = as_user("admin")
    people: list[dict[str, Any]] = [
        {"name": "=HYPERLINK(1)", "phone": "+5511988880001", "tags": ["vip", "a, b", 'say "hi"', "x:::y"],
         "email": "+a@b.example", "organization": "=Sol; -1", "externalId": "-7", "notes": "a\n=b\n\n'c\td"},
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
    await submit(as_user, b"name,bsuid,tags\n\xc3\x89rica,BR.1A2B,novo\n")
    await importer.run_due()
    before = await _described(as_user)
    assert len(before) == 4
    files = [(await admin.get(f"{PATH}/export")).content]
    header = files[0].decode().splitlines()[0].split(";")
    assert ",".join(header[:8]) == "\ufeffname,phone,bsuid,tags,email,organization,externalId,notes"
    assert sorted(header[8:]) == ["cidade", "field:#x", "field:telefone", "name", "obs"]
    files.append((await admin.get(f"{PATH}/export", params={"format": "xlsx"})).content)
    for separator in ("comma", "tab"):
        query = {"separator": separator, "bom": "false"}
        files.append((await admin.get(f"{PATH}/export", params=query)).content)
    for file in files:
        for row in (
            [] if is_workbook(file) else csv.reader(file.decode("utf-8-sig").splitlines(), delimiter=";")
        ):
            assert not any(cell.lstrip().startswith(("=", "+", "@")) for cell in row)
        import_id = await submit(as_user, file)  # To the same company: nothing changes.
        await importer.run_due()
        assert counts_of(await report_of(as_user, import_id)) == (4, 0, 0, 4, 0)
        await rows(
            "WITH gone AS (DELETE FROM contacts RETURNING 1), freed AS"
            " (DELETE FROM contact_identities RETURNING 1) SELECT (SELECT count(*) FROM gone)"
        )
        import_id = await submit(as_user, file)  # To an empty one: all are there again.
        await importer.run_due()
        assert counts_of(await report_of(as_user, import_id)) == (4, 4, 0, 0, 0)
        assert await _described(as_user) == before


async def _described(as_user: AsUser) -> list[tuple[Any, ...]]:
    items = (await as_user("admin").get(PATH)).json()["items"]
    names = (
        "name", "phone", "bsuid", "tags", "customFields", "email", "organization", "externalId", "notes"
    )  # fmt: skip
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


async def test_an_export_has_the_filters_of_the_list(as_user: AsUser, importer: Importer) -> None:
    lines = [
        f"P{number};+55119{90000000 + number};{'vip' if number % 2 else 'novo'}" for number in range(1300)
    ]
    await submit(as_user, "\n".join(["nome;celular;tags", *lines]).encode())
    await importer.run_due()
    admin = as_user("admin")
    made = await admin.post(
        PATH, json={"name": "Zé", "phone": "11988880001", "email": "Z@e.co", "externalId": "7"}
    )
    await admin.post(f"{PATH}/{made.json()['id']}/block")

    async def names(**query: str) -> list[str]:
        params = {"separator": "comma", "bom": "false", **query}
        response = await admin.get(f"{PATH}/export", params=params)
        assert response.status_code == 200, response.text
        return [line.split(",")[0] for line in response.text.splitlines()[1:]]

    assert len(await names()) == 1301
    assert await names(tag="vip") == [f"P{number}" for number in range(1299, 0, -2)]
    for query in ({"email": "z@E.co"}, {"externalId": "7"}, {"blocked": "true"}, {"q": "ze"}):
        assert await names(**query) == ["Zé"], query
    assert await names(tag="vip", q="P129") == ["P1299", "P1297", "P1295", "P1293", "P1291", "P129"]
    assert await names(tag="x") == []


async def test_a_workbook_has_bounds(as_user: AsUser, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = as_user("admin")
    for number in range(3):
        await admin.post(PATH, json={"name": f"P{number}", "phone": f"1198888000{number}"})
    file = await admin.get(f"{PATH}/export", params={"format": "xlsx"})
    assert file.headers["content-disposition"] == 'attachment; filename="contacts.xlsx"'
    assert is_workbook(file.content)
    monkeypatch.setattr("chat.exports.service.MAX_ROWS", 2)
    refused = await admin.get(f"{PATH}/export", params={"format": "xlsx"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-rows")
    assert (await admin.get(f"{PATH}/export", params={"format": "xlsx", "q": "P1"})).status_code == 200


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("=+-@';,\"|\t\n:*# "),
    max_size=30,
)
_LINE = _TEXT.map(as_one_line).filter(bool)

_NAME = _LINE.map(lambda text: " ".join(text.split())).filter(lambda name: name and name.isprintable())


@given(
    st.builds(
        lambda **columns: SimpleNamespace(**columns, phone="+5511988880001", wa_id=None, lid=None),
        name=_LINE,
        bsuid=st.none(),
        tags=st.lists(_LINE, max_size=4, unique=True),
        custom_fields=st.dictionaries(
            _NAME,
            _TEXT.map(str.strip).filter(bool),
            max_size=4,
        ),
        email=st.none() | st.sampled_from(["a@b.co", "+a@b.co"]),
        organization=st.none() | _LINE,
        external_id=st.none() | _LINE,
        notes=st.none() | _TEXT.map(str.strip).filter(bool),
    ),
    st.sampled_from(["csv", "semicolons", "xlsx"]),
)
async def test_whatever_is_exported_is_imported_unchanged(contact: Any, kind: str) -> None:
    fields = sorted(contact.custom_fields)
    rows = [service.header_of(fields), service.cells_of(contact, fields)]
    if kind == "xlsx":
        shown = [[service.workbook_cell(cell) for cell in row] for row in rows]

        async def pages() -> AsyncIterator[list[list[str]]]:
            yield shown

        data = b"".join([part async for part in await make_workbook(uuid7(), pages())])
    else:
        data = csv_rows(rows, CsvStyle("," if kind == "csv" else ";", ".", mark=True), first=True).encode()
    [row] = [each.person for each in read_rows(as_stored(data, 10), "BR")]
    assert row.problem is None
    assert (row.party.name, row.party.phone, list(row.tags or [])) == (
        contact.name,
        contact.phone,
        contact.tags,
    )
    assert row.fields == contact.custom_fields
    details = {"email": contact.email, "organization": contact.organization}
    details |= {"externalId": contact.external_id, "notes": contact.notes}
    assert row.details == {name: value for name, value in details.items() if value}
