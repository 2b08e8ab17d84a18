"""Everything that is known of a person, as a file."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.ids import uuid7
from atende_contracts.privacy import ContactExportedV1, ContactExportRequestedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle, Installation, Published
from chat.personal_data import files as files_module
from chat.personal_data import service
from chat.personal_data.domain import MOST_DOWNLOADED
from chat.personal_data.downloads import Downloads

from ..factories import Inbound, Rows, create_reply

PHONE = "5511999990001"


def read(content: bytes) -> dict[str, Any]:
    """Return the files of an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        lines = {
            name: [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
            if name.endswith(".jsonl")
        }
        return {**lines, "manifest": json.loads(archive.read("manifest.json"))}


def answer(export: dict[str, Any], company_id: UUID, part: int, **given: Any) -> ContactExportedV1:
    return ContactExportedV1(
        company_id=company_id, export_id=UUID(export["id"]), service="campaign", part=part, **given
    )


async def test_what_every_service_knows_is_in_one_file(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    published: Published,
    ticket: dict[str, Any],
    company_id: UUID,
    client: httpx.AsyncClient,
) -> None:
    http = as_user("owner")
    contact_id = ticket["contact"]["id"]
    await create_reply(as_user, UUID(ticket["id"]))
    await handle([inbound("De outra pessoa", wa_id="5511988887777")])
    asked = await http.post(f"/api/v1/contacts/{contact_id}/exports")
    assert asked.status_code == 202, asked.text
    export = asked.json()
    assert export["status"] == "collecting"
    [told] = await published(ContactExportRequestedV1)
    assert (str(told.export_id), str(told.contact_id)) == (export["id"], contact_id)
    assert f"phone:{PHONE}" in told.aliases
    path = f"/api/v1/contacts/exports/{export['id']}"
    early = await http.get(f"{path}/file")
    assert (early.status_code, early.json()["code"]) == (409, "contact-export-not-ready")

    rows = [{"campaign_name": "Maio", "state": "read"}]
    first, last = (
        answer(export, company_id, 0, kind="recipients", rows=rows),
        answer(export, company_id, 1, last=True),
    )
    unknown = answer({"id": str(uuid7())}, company_id, 0, last=True)
    await handle([unknown, first, first, last])
    await handle([last])
    assert (await http.get(path)).json()["status"] == "ready"

    files = read((await http.get(f"{path}/file")).content)
    assert files["contact.jsonl"][0]["phone"] == f"+{PHONE}"
    assert f"{PHONE}" in {one["value"].lstrip("+") for one in files["contact.jsonl"][0]["identities"]}
    assert [one["id"] for one in files["tickets.jsonl"]] == [ticket["id"]]
    assert {one["direction"] for one in files["messages.jsonl"]} == {"in", "out"}
    assert "De outra pessoa" not in {one["text"] for one in files["messages.jsonl"]}
    assert files["recipients.jsonl"] == [{"campaignName": "Maio", "state": "read"}]
    assert files["manifest"]["services"] == ["chat", "campaign"]
    assert files["manifest"]["lines"]["messages.jsonl"] == len(files["messages.jsonl"])
    link = (await http.post(f"{path}/file")).json()["url"]
    assert read((await client.get(link)).content).keys() == files.keys()


async def test_exports_end_with_the_contact_and_after_a_week(
    as_user: AsUser, ticket: dict[str, Any], rows: Rows, database: Database
) -> None:
    http = as_user("owner")
    exports = f"/api/v1/contacts/{ticket['contact']['id']}/exports"
    old, new = (await http.post(exports)).json(), (await http.post(exports)).json()
    assert (await as_user("agent").post(exports)).status_code == 403
    assert (
        await as_user("owner", company_id=uuid7()).get(f"/api/v1/contacts/exports/{old['id']}")
    ).status_code == 404
    async with database.worker() as session:
        await execute(
            session,
            "UPDATE contact_exports SET requested_at = requested_at - interval '8 days' WHERE id = :id",
            id=UUID(old["id"]),
        )
        assert await service.purge(session, 10) == 1
    assert [str(row.id) for row in await rows("SELECT id FROM contact_exports")] == [new["id"]]
    gone = await http.get(f"/api/v1/contacts/exports/{old['id']}/file")
    assert gone.status_code == 404


async def ready(http: httpx.AsyncClient, handle: Handle, company_id: UUID, contact_id: str) -> str:
    """Ask for a person's data, have others answer, and return where the file is."""
    export = (await http.post(f"/api/v1/contacts/{contact_id}/exports")).json()
    await handle([answer(export, company_id, 0, last=True)])
    return f"/api/v1/contacts/exports/{export['id']}/file"


async def test_a_long_history_is_read_in_pages_each_message_once(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    company_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files_module, "_PAGE", 2)
    monkeypatch.setattr(files_module, "_TICKETS_AT_ONCE", 2)
    http, written = as_user("owner"), []
    for conversation in range(5):
        at = {"channel_id": uuid7()}
        texts = [inbound(f"{conversation}/{number}", **at) for number in range(conversation + 1)]
        target, emoji = texts[0].provider_message_id, {"reaction": {"emoji": "x"}}
        await handle([*texts, inbound(kind="reaction", target=target, content=emoji, **at)])
        written += [text.text for text in texts]
    [contact] = await rows("SELECT id FROM contacts")
    path = await ready(http, handle, company_id, str(contact.id))
    files = read((await http.get(path)).content)
    assert len(files["tickets.jsonl"]) == 5
    told = [one["text"] for one in files["messages.jsonl"] if one["direction"] == "in"]
    assert sorted(told) == sorted(written)
    assert told == sorted(told), "by ticket, the oldest first"
    assert len(files["message_changes.jsonl"]) == 5
    stored = [row.id for row in await rows("SELECT id FROM messages")]
    assert sorted(one["id"] for one in files["messages.jsonl"]) == sorted(map(str, stored))


async def test_a_company_downloads_some_files_at_once(
    as_user: AsUser, handle: Handle, ticket: dict[str, Any], company_id: UUID, installation: Installation
) -> None:
    http = as_user("owner")
    path = await ready(http, handle, company_id, ticket["contact"]["id"])
    downloads = Downloads(installation.runtime.redis)
    begun = [await downloads.begin(company_id) for _ in range(MOST_DOWNLOADED)]
    refused = await http.get(path)
    assert (refused.status_code, refused.json()["reason"]) == (429, "too-many-downloads")
    assert "retry-after" in refused.headers

    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    assert [chunk async for chunk in begun[0].of(nothing())] == [b""]
    for _ in range(2):  # Each gives its place back.
        assert (await http.get(path)).status_code == 200
