"""Exports: who may take them away, and that they can be imported again."""

import csv
from typing import Any
from uuid import UUID

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Published
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
    for separator in ("comma", "tab"):
        query = {"separator": separator, "bom": "false"}
        files.append((await admin.get(f"{PATH}/export", params=query)).content)
    for file in files:
        for row in csv.reader(file.decode("utf-8-sig").splitlines(), delimiter=";"):
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
