"""The recipients of a campaign as a file."""

from __future__ import annotations

import csv
import gc
import io
import re
import tracemalloc
import zipfile
from contextlib import AbstractAsyncContextManager
from html import unescape
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.files.made_workbooks import MAX_WORKBOOKS_EACH
from atende_platform.testing.plugin import AsUser
from campaign.imports import Importer
from campaign.repository.recipients import RecipientFilter
from campaign.service.exports import Export

if TYPE_CHECKING:
    from conftest import World

PAGE = 100
MANY = 30 * PAGE


async def _download(world: World, campaign_id: UUID, **query: Any) -> bytes:
    response = await world.http.get(f"/api/v1/campaigns/{campaign_id}/recipients/export", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"].startswith(
        f'attachment; filename="campaign-{campaign_id}.'
    )
    return response.content


def _of_csv(file: bytes) -> list[list[str]]:
    """Read a file as Excel in Brazil does, or in the United States."""
    text = file.decode()
    assert text.startswith("\ufeff")
    separator = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=separator))


def _of_xlsx(file: bytes) -> list[list[str]]:
    """Read the texts of a sheet's rows; a reader that runs formulas fails."""
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    rows = re.findall(r"<row .*?</row>", sheet, re.DOTALL)
    return [[unescape(text) for text in re.findall(r"<t[^>]*>(.*?)</t>", row, re.DOTALL)] for row in rows]


async def test_the_file_has_the_result_of_each_recipient_in_the_companys_language(world: World) -> None:
    campaign_id = await world.running(await world.contacts(3))
    await world.dispatcher().run()
    requests = sorted(await world.requests(), key=lambda request: request.recipient.phone or "")
    await world.tell(requests[:1], "delivered")
    await world.tell(requests[1:2], "failed")

    rows = _of_csv(await _download(world, campaign_id))
    assert rows[0][:7] == ["Telefone", "Nome", "Variante", "Situação", "Motivo", "Código do erro", "Erro"]
    assert [row[3] for row in rows[1:]] == ["entregue", "falhou", "despachada"]
    assert rows[1][10] == "2026-11-20T12:00:00Z"
    assert rows[2][5:7] == ["131026", "Undeliverable"]
    assert [row[-1] for row in rows[1:]] == [str(request.send_id) for request in requests]
    assert [row[0] for row in rows[1:]] == [f"'{request.recipient.phone}" for request in requests]

    english = _of_csv(await _download(world, campaign_id, lang="en", state="delivered"))
    assert (english[0][0], english[1][3], len(english)) == ("Phone", "delivered", 2)
    company = CompanyChangedV1(company_id=world.company_id, name="Acme", locale="en-US", revision=1)
    await world.handle([company])
    comma = await _download(world, campaign_id)
    assert comma.startswith("\ufeffPhone,Name,".encode())
    plain = await _download(world, campaign_id, separator="tab", bom="false", lang="pt")
    assert plain.startswith(b"Telefone\tNome\t")
    refused = await world.http.get(
        f"/api/v1/campaigns/{campaign_id}/recipients/export", params={"separator": ":"}
    )
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "separator")

    book = _of_xlsx(await _download(world, campaign_id, format="xlsx", lang="pt"))
    assert book[0] == rows[0]
    assert [row[0] for row in book[1:]] == [request.recipient.phone for request in requests]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", '"a,b"\n'])
async def test_nothing_in_the_file_runs_as_a_formula(world: World, name: str) -> None:
    contact = world.contact(Party(phone="+5511987654321", name=name))
    await world.handle([contact])
    campaign_id = await world.running([contact.contact_id])
    [_, row] = _of_csv(await _download(world, campaign_id))
    assert row[1] == (name if name.startswith('"') else f"'{name}")
    [_, row] = _of_xlsx(await _download(world, campaign_id, format="xlsx"))
    assert row[1] == name


async def test_the_file_is_an_audience_again_with_people_who_have_no_phone(world: World) -> None:
    people = [Party(phone="+5511987654321", name="Ana"), Party(bsuid="BR.1A2B", name="=1+1")]
    contacts = [world.contact(party) for party in people]
    await world.handle(contacts)
    campaign_id = await world.running([contact.contact_id for contact in contacts])
    file = await _download(world, campaign_id)
    again = await world.draft()
    url = f"/api/v1/campaigns/{again}/targets/import"
    assert (await world.http.post(url, files={"file": ("r.csv", file)})).status_code == 202
    await Importer(world.database, world.settings).run_due()
    [source] = (await world.http.get(f"/api/v1/campaigns/{again}/targets")).json()["sources"]
    counts = [source["file"][name] for name in ("rows", "created", "updated", "duplicates", "invalid")]
    assert counts == [2, 2, 0, 0, 0]
    await world.act(again, "start")
    await world.planner().run()
    assert await _people(world, again) == await _people(world, campaign_id)


async def test_a_user_id_that_is_no_contact_s_is_written_to(world: World) -> None:
    campaign_id = await world.draft()
    url = f"/api/v1/campaigns/{campaign_id}/targets/import"
    await world.http.post(url, files={"file": ("r.csv", b"nome;bsuid\nAna;BR.9Z8Y\n")})
    await Importer(world.database, world.settings).run_due()
    await world.act(campaign_id, "start")
    await world.planner().run()
    assert await _people(world, campaign_id) == [("bsuid:BR.9Z8Y", "Ana", None, "BR.9Z8Y")]


async def _people(world: World, campaign_id: UUID) -> list[tuple[Any, ...]]:
    rows = await world.sql(
        "SELECT identity, party->>'name' AS name, party->>'phone' AS phone, party->>'bsuid' AS bsuid"
        " FROM recipients WHERE campaign_id = :id ORDER BY identity",
        id=campaign_id,
    )
    return [tuple(row) for row in rows]


async def test_a_download_is_recorded(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    await _download(world, campaign_id, format="xlsx")
    told = [event for event in await world.published(AuditRecordedV1) if event.action == "campaign.exported"]
    assert [(event.object_id, event.details) for event in told] == [
        (str(campaign_id), {"name": "Black Friday", "format": "xlsx"})
    ]


async def test_a_workbook_beyond_its_bound_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.service.exports.MAX_XLSX_ROWS", 2)
    campaign_id = await world.running(await world.contacts(3))
    response = await world.http.get(
        f"/api/v1/campaigns/{campaign_id}/recipients/export", params={"format": "xlsx"}
    )
    assert (response.status_code, response.json()["code"]) == (409, "too-many-rows")
    assert len(_of_csv(await _download(world, campaign_id))) == 4


async def test_a_company_has_so_many_workbooks_under_way(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    export = Export(world.database.tenant, world.company_id, campaign_id, RecipientFilter(), "pt")
    held = [await export.xlsx() for _ in range(MAX_WORKBOOKS_EACH)]
    path = f"/api/v1/campaigns/{campaign_id}/recipients/export"
    refused = await world.http.get(path, params={"format": "xlsx"})
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
    assert refused.headers["retry-after"]

    # One that is downloaded and one that nobody waits for any more both leave room.
    assert b"".join([chunk async for chunk in held.pop()])
    await _download(world, campaign_id, format="xlsx")
    held.clear()
    await _download(world, campaign_id, format="xlsx")


async def test_another_companys_campaign_is_not_found(world: World, as_user: AsUser) -> None:
    campaign_id = await world.running(await world.contacts(1))
    stranger = as_user("owner", company_id=uuid7())
    response = await stranger.get(f"/api/v1/campaigns/{campaign_id}/recipients/export")
    assert response.status_code == 404


async def test_a_file_of_many_is_made_in_the_memory_of_a_few(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaign.service.exports._PAGE", PAGE)
    campaign_id = await world.draft()
    await world.sql(
        "INSERT INTO recipients"
        " (company_id, campaign_id, send_id, contact_id, identity, aliases, party, state)"
        " SELECT :company_id, :campaign_id, gen_random_uuid(), gen_random_uuid(), 'phone:' || n, '{}',"
        " jsonb_build_object('phone', '+' || n, 'name', 'Maria'), 'pending'"
        " FROM generate_series(5511900000000, 5511900000000 + CAST(:many AS bigint) - 1) AS n",
        company_id=world.company_id,
        campaign_id=campaign_id,
        many=MANY,
    )
    used: list[int] = []
    pages = 0

    def open_session(company_id: UUID) -> AbstractAsyncContextManager[AsyncSession]:
        nonlocal pages
        pages += 1
        if pages % 10 == 0:
            gc.collect()
            used.append(tracemalloc.get_traced_memory()[0])
        return world.database.tenant(company_id)

    export = Export(open_session, world.company_id, campaign_id, RecipientFilter(), "pt")
    lines = 0
    tracemalloc.start()
    try:
        async for part in export.csv():
            lines += part.count("\r\n")
        file = b"".join([chunk async for chunk in await export.xlsx()])
    finally:
        tracemalloc.stop()
    assert lines == MANY + 1
    assert len(_of_xlsx(file)) == MANY + 1
    assert len(used) == 2 * (MANY // PAGE + 1) // 10
    assert max(used) - used[0] < MANY * 60, used  # Of bytes: no row stays, not even as a line of the file.
