"""Exports that are made in steps: whole after any crash, within bounds, and of those who may have them."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_contracts.queues import QueueChangedV1
from atende_platform.data.db import Database, execute
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Published
from reporting.service import export_jobs, export_making
from reporting.service.export_making import Exporter

from .reports import NOON, REPORTS, get, member, sends

if TYPE_CHECKING:
    from conftest import Company, Tell

EXPORTS = f"{REPORTS}/exports"
SPACE = 1_000_000_000
DAY = {"from": "2026-11-27", "to": "2026-11-27"}


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_making, "PAGE", 3)


async def create(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    response = await http.post(EXPORTS, json=body)
    assert response.status_code == 202, response.text
    made: dict[str, Any] = response.json()
    return made


async def make_all(database: Database, most: int = SPACE) -> int:
    """Make all exports that wait; return in how many steps."""
    exporter, steps = Exporter(database, most), 0
    while await exporter.step():
        steps += 1
    return steps


async def file_of(http: httpx.AsyncClient, export: dict[str, Any]) -> bytes:
    response = await http.get(f"{EXPORTS}/{export['id']}/file")
    assert response.status_code == 200, response.text
    return response.content


def csv_of(file: bytes, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=separator))


async def campaign_of(tell: Tell, company: Company, count: int) -> list[str]:
    """Have a campaign with so many messages; return their ids in order."""
    ids = sends(count)
    evil = ProviderError(code=1, title='=HYPERLINK("http://evil")')
    await tell(company.progress({"sent": count - 1, "failed": 1}))
    await tell(
        *(company.status(send_id, "sent", number) for number, send_id in enumerate(ids[:-1])),
        company.status(ids[-1], "failed", 9, error=evil),
    )
    return [str(send_id) for send_id in ids]


@pytest.mark.parametrize("count", [1, 3, 7, 9])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
async def test_a_campaign_is_exported_page_by_page(
    as_user: AsUser, tell: Tell, company: Company, database: Database, count: int, file_format: str
) -> None:
    ids = await campaign_of(tell, company, count)
    viewer = as_user(Role.VIEWER, user_id=uuid7())
    made = await create(viewer, report="campaign", campaignId=str(company.campaign_id), format=file_format)
    assert (made["status"], made["rowsDone"], made["rowsTotal"]) == ("queued", 0, None)
    assert (await viewer.get(f"{EXPORTS}/{made['id']}/file")).status_code == 404

    await make_all(database)

    shown = await get(viewer, f"/exports/{made['id']}")
    assert (shown["status"], shown["rowsDone"], shown["rowsTotal"]) == ("finished", count, count)
    file = await file_of(viewer, made)
    if file_format == "csv":
        rows = csv_of(file)
        assert [row["send_id"] for row in rows] == ids
        assert rows[-1]["error_title"] == '\'=HYPERLINK("http://evil")'
    else:
        sheet = load_workbook(io.BytesIO(file)).active
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ids
        assert sheet.cell(count + 1, 9).value == '\'=HYPERLINK("http://evil")'


async def test_tickets_of_a_period_have_a_row_each(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    bia = member(company.id)
    await tell(bia)
    ids = [uuid7() for _ in range(8)]
    tickets = [
        company.ticket(
            id_,
            opened_at=NOON + timedelta(seconds=number // 2),
            assignee_id=bia.user_id if number else None,
            first_reply_at=NOON + timedelta(seconds=90),
        )
        for number, id_ in enumerate(ids)
    ]
    closed = company.ticket(
        uuid7(), "closed", closed_at=NOON + timedelta(hours=1), tag_ids=[uuid7(), uuid7()]
    )
    before = company.ticket(uuid7(), opened_at=NOON - timedelta(days=1))
    await tell(*tickets, closed, before)
    made = await create(as_user(), report="tickets", separator="semicolon", bom=True, **DAY)
    steps = await make_all(database)
    assert steps == 5, "four pages of nine rows, and the end"
    file = await file_of(as_user(), made)
    assert file.startswith("\ufeffticket_id;status".encode())
    rows = csv_of(file, ";")
    assert {row["ticket_id"] for row in rows} == {str(ticket.ticket_id) for ticket in (*tickets, closed)}
    assert [row["opened_at"] for row in rows] == sorted(row["opened_at"] for row in rows)
    [ended] = [row for row in rows if row["status"] == "closed"]
    assert (ended["resolution_seconds"], ended["agent"]) == ("3600", "")
    assert len(ended["tag_ids"].split()) == 2
    [second] = [row for row in rows if row["ticket_id"] == str(ids[1])]
    assert (second["agent"], second["first_reply_seconds"], second["closed_at"]) == ("Bia", "90", "")

    only = await create(as_user(), report="tickets", filters={"agentId": str(bia.user_id)}, **DAY)
    await make_all(database)
    assert len(csv_of(await file_of(as_user(), only))) == 7


async def test_agents_get_their_own_tickets(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    me = uuid7()
    await tell(company.ticket(uuid7(), assignee_id=me), company.ticket(uuid7(), assignee_id=uuid7()))
    agent = as_user(Role.AGENT, user_id=me)
    made = await create(agent, report="tickets", **DAY)
    await make_all(database)
    assert [row["agent_id"] for row in csv_of(await file_of(agent, made))] == [str(me)]
    refused = await agent.post(EXPORTS, json={"report": "tickets", "filters": {"agentId": str(uuid7())}})
    assert refused.status_code == 403


async def test_agents_get_their_own_tickets_of_a_queue_that_they_belong_to(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    me, queue = uuid7(), uuid7()
    await tell(_queue(company, queue, me))
    await tell(
        company.ticket(uuid7(), assignee_id=me, queue_id=queue),
        company.ticket(uuid7(), assignee_id=uuid7(), queue_id=queue),
        company.ticket(uuid7(), queue_id=queue),
    )
    agent = as_user(Role.AGENT, user_id=me)
    made = await create(agent, report="tickets", filters={"queueId": str(queue)}, **DAY)
    assert made["filters"] == {"queueId": str(queue), "agentId": str(me), "channelId": None, "tagId": None}
    await make_all(database)
    assert [row["agent_id"] for row in csv_of(await file_of(agent, made))] == [str(me)]


def _queue(company: Company, queue_id: UUID, *member_ids: UUID) -> QueueChangedV1:
    return QueueChangedV1(
        company_id=company.id,
        queue_id=queue_id,
        name="Vendas",
        member_ids=[*member_ids],
        revision=1,
    )


async def test_who_was_made_an_agent_downloads_no_more_than_an_agent(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    me = uuid7()
    await campaign_of(tell, company, 2)
    before, agent = as_user(Role.VIEWER, user_id=me), as_user(Role.AGENT, user_id=me)
    asked: list[dict[str, Any]] = [
        {"report": "tickets", **DAY},
        {"report": "daily", **DAY},
        {"report": "tickets", "filters": {"agentId": str(me)}, **DAY},
        {"report": "campaign", "campaignId": str(company.campaign_id)},
    ]
    made = [await create(before, **body) for body in asked]
    own = await create(agent, report="daily", **DAY)
    await make_all(database)
    for export in made[:2]:
        path = f"{EXPORTS}/{export['id']}"
        for refused in (await agent.get(f"{path}/file"), await agent.post(f"{path}/file")):
            assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert (await agent.delete(path)).status_code == 204, "it is still theirs"
    for export in (*made[2:], own):
        await file_of(agent, export)


@pytest.mark.parametrize(
    ("change", "report", "reason"),
    [
        ({"role": "agent"}, "tickets", "no-access"),
        ({"role": "agent"}, "daily", "no-access"),
        ({"role": "agent"}, "campaign", None),
        ({"state": "disabled"}, "campaign", "no-access"),
        ({"state": "disabled"}, "daily", "no-access"),
        ({"role": "admin"}, "daily", None),
    ],
)
async def test_rights_are_checked_again_when_a_file_is_made(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    database: Database,
    change: dict[str, str],
    report: str,
    reason: str | None,
) -> None:
    bia = member(company.id, role="viewer")
    await tell(bia)
    await campaign_of(tell, company, 4)
    asked = {"campaignId": str(company.campaign_id)} if report == "campaign" else DAY
    made = await create(as_user(Role.VIEWER, user_id=bia.user_id), report=report, **asked)
    await tell(bia.model_copy(update={**change, "id": uuid7(), "revision": 2}))
    await make_all(database)
    shown = await get(as_user(), f"/exports/{made['id']}")
    assert (shown["status"], shown["reason"]) == ("failed" if reason else "finished", reason)


async def test_days_have_a_row_each(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    await tell(company.inbound(), company.inbound())
    made = await create(as_user(), report="daily", **{"from": "2026-11-26", "to": "2026-11-28"})
    await make_all(database)
    rows = csv_of(await file_of(as_user(), made))
    assert [(row["day"], row["inbound"]) for row in rows] == [
        ("2026-11-26", "0"),
        ("2026-11-27", "2"),
        ("2026-11-28", "0"),
    ]


async def test_a_worker_that_is_killed_anywhere_leaves_a_whole_file(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = await campaign_of(tell, company, 8)
    made = await create(as_user(), report="campaign", campaignId=str(company.campaign_id), format="xlsx")
    for point in ("LEASES.lock", "exports.advance", "LEASES.lock", "exports.end"):
        with monkeypatch.context() as patch:
            patch.setattr(f"reporting.service.export_making.{point}", _killed)
            with pytest.raises(asyncio.CancelledError):
                await make_all(database)
        await _end_leases(database)
        if point != "exports.end":
            await Exporter(database, SPACE).step()  # One page, and then this worker is gone, too.
            await _end_leases(database)
    await make_all(database)
    sheet = load_workbook(io.BytesIO(await file_of(as_user(), made))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ids


async def _killed(*_: object, **__: object) -> None:
    raise asyncio.CancelledError


async def _end_leases(database: Database) -> None:
    async with database.worker() as session:
        await execute(session, "UPDATE report_exports SET leased_until = now()")


async def test_one_that_ends_its_worker_again_and_again_is_given_up(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    await campaign_of(tell, company, 4)
    made = await create(as_user(), report="campaign", campaignId=str(company.campaign_id))
    async with database.worker() as session:
        await execute(session, "UPDATE report_exports SET attempts = 5")
    await make_all(database)
    shown = await get(as_user(), f"/exports/{made['id']}")
    assert (shown["status"], shown["reason"]) == ("failed", "given-up")
    assert (await as_user().get(f"{EXPORTS}/{made['id']}/file")).status_code == 404


async def test_a_defect_ends_the_export_and_not_the_worker(
    as_user: AsUser, tell: Tell, company: Company, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await campaign_of(tell, company, 4)
    made = await create(as_user(), report="campaign", campaignId=str(company.campaign_id))

    def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(export_making.Writer, "begin", broken)
    await make_all(database)
    assert (await get(as_user(), f"/exports/{made['id']}"))["reason"] == "export-failed"


async def test_a_file_that_grows_too_large_is_dropped(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await campaign_of(tell, company, 8)
    body = {"report": "campaign", "campaignId": str(company.campaign_id)}
    made = await create(as_user(), **body)
    await make_all(database, most=300)
    shown = await get(as_user(), f"/exports/{made['id']}")
    assert (shown["status"], shown["reason"], shown["storedBytes"]) == ("failed", "too-large", 0)
    async with database.worker() as session:
        assert (await execute(session, "SELECT count(*) FROM report_export_parts")).scalar_one() == 0

    monkeypatch.setattr(export_making, "MAX_SHEET_ROWS", 5)
    sheet = await create(as_user(), **body, format="xlsx")
    await make_all(database)
    assert (await get(as_user(), f"/exports/{sheet['id']}"))["reason"] == "too-many-rows"


async def test_a_company_has_so_many_under_way_and_keeps_so_many(
    as_user: AsUser,
    database: Database,
    installation: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_jobs, "MAX_KEPT", 6)
    monkeypatch.setattr(export_jobs, "MAX_WAITING_OF_ALL", export_jobs.MAX_WAITING + 1)
    me, agent = as_user(user_id=uuid7()), as_user(Role.AGENT, user_id=uuid7())
    first = await create(me, report="daily", **DAY)
    for _ in range(export_jobs.MAX_WAITING - 1):
        await create(me, report="daily", **DAY)
    others = await create(agent, report="daily", **DAY)
    for http, most in ((me, export_jobs.MAX_WAITING), (agent, export_jobs.MAX_WAITING_OF_ALL)):
        refused = await http.post(EXPORTS, json={"report": "daily", **DAY})
        assert (refused.status_code, refused.json()["code"]) == (409, "too-many-report-exports")
        assert f"{most} exports" in refused.json()["detail"]
    await make_all(database)
    for _ in range(2):
        await create(me, report="daily", **DAY)
    kept = {one["id"] for one in (await get(as_user(), "/exports"))["items"]}
    assert len(kept) == 7
    assert first["id"] not in kept, "the oldest made room"
    assert others["id"] in kept, "somebody else's did not"
    await make_all(database)
    full = installation.runtime.settings.model_copy(update={"report_export_bytes": 10})
    monkeypatch.setattr(installation.runtime, "settings", full)
    refused = await as_user().post(EXPORTS, json={"report": "daily", **DAY})
    assert (refused.status_code, refused.json()["code"]) == (409, "report-exports-full")


async def test_whose_exports_one_sees_and_what_is_recorded(
    as_user: AsUser, database: Database, published: Published
) -> None:
    viewer, other = as_user(Role.VIEWER, user_id=uuid7()), as_user(Role.VIEWER, user_id=uuid7())
    made = await create(viewer, report="daily", **DAY)
    path = f"{EXPORTS}/{made['id']}"
    await make_all(database)
    assert len((await get(as_user(), "/exports"))["items"]) == 1, "who manages reports sees all"
    assert (await get(other, "/exports"))["items"] == []
    stranger = as_user(company_id=uuid7())
    for http in (other, stranger):
        answers = [await http.get(path), await http.get(f"{path}/file"), await http.delete(path)]
        answers.append(await http.post(f"{path}/file"))
        assert {answer.status_code for answer in answers} == {404}
    await file_of(viewer, made)
    assert (await viewer.delete(path)).status_code == 204
    assert (await viewer.get(path)).status_code == 404
    entries = [entry for entry in await published(AuditRecordedV1) if entry.object_id == made["id"]]
    assert [entry.action for entry in entries] == [
        "report-export.created",
        "report-export.downloaded",
        "report-export.deleted",
    ]


async def test_a_link_is_good_for_one_download(
    as_user: AsUser, client: httpx.AsyncClient, database: Database
) -> None:
    made = await create(as_user(), report="daily", **DAY)
    assert (await as_user().post(f"{EXPORTS}/{made['id']}/file")).status_code == 404, "not yet"
    await make_all(database)
    link = (await as_user().post(f"{EXPORTS}/{made['id']}/file")).json()
    first, second = await client.get(link["url"]), await client.get(link["url"])
    assert (first.status_code, second.status_code) == (200, 401)
    assert first.headers["content-disposition"] == ('attachment; filename="daily-2026-11-27-2026-11-27.csv"')


async def test_a_file_stays_while_it_is_downloaded(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_jobs, "MAX_KEPT", 1)
    ids, me = await campaign_of(tell, company, 7), uuid7()
    http = as_user(user_id=me)
    made = await create(http, report="campaign", campaignId=str(company.campaign_id))
    await make_all(database)
    at = datetime.now(UTC)
    actor = TenantContext(company.id, me, Role.OWNER, uuid7())
    async with database.tenant(company.id) as session:
        job = await export_jobs.begin_download(session, actor, UUID(made["id"]), at)
    chunks = export_jobs.read_file(database.tenant, job, export_jobs.oldest(at))
    file = await anext(chunks)
    await create(http, report="daily", **DAY)
    await make_all(database)
    async with database.worker() as session:
        await execute(session, "UPDATE report_exports SET created_at = now() - interval '25 hours'")
    async with database.worker() as session:
        assert await export_jobs.purge(session, 100) == 1, "the other one"
    file += b"".join([chunk async for chunk in chunks])
    assert [row["send_id"] for row in csv_of(file)] == ids
    await _end_leases(database)
    async with database.worker() as session:
        assert await export_jobs.purge(session, 100) == 1


async def test_exports_are_gone_after_a_day(as_user: AsUser, database: Database) -> None:
    made = await create(as_user(), report="daily", **DAY)
    await make_all(database)
    async with database.worker() as session:
        await execute(session, "UPDATE report_exports SET created_at = now() - interval '25 hours'")
    assert (await as_user().get(f"{EXPORTS}/{made['id']}")).status_code == 404
    assert (await get(as_user(), "/exports"))["items"] == []
    async with database.worker() as session:
        assert await export_jobs.purge(session, 100) == 1
        assert (await execute(session, "SELECT count(*) FROM report_export_parts")).scalar_one() == 0


@pytest.mark.parametrize(
    "body",
    [
        {"report": "campaign"},
        {"report": "campaign", "campaignId": str(uuid7()), "from": "2026-11-01"},
        {"report": "daily", "campaignId": str(uuid7())},
        {"report": "tickets", "from": "2026-11-02", "to": "2026-11-01"},
        {"report": "tickets", "from": "2020-11-02", "to": "2026-11-01"},
        {"report": "tickets", "from": "0001-01-01"},
        {"report": "everything"},
        {"report": "daily", "format": "pdf"},
    ],
)
async def test_what_cannot_be_exported(as_user: AsUser, body: dict[str, Any]) -> None:
    assert (await as_user().post(EXPORTS, json=body)).status_code == 422


async def test_a_campaign_that_is_not_there(as_user: AsUser) -> None:
    body = {"report": "campaign", "campaignId": str(uuid7())}
    assert (await as_user().post(EXPORTS, json=body)).status_code == 404


async def test_the_worker_makes_them(worker: Runtime[Any], as_user: AsUser, eventually: Eventually) -> None:
    made = await create(as_user(), report="daily", **DAY)

    async def finished() -> None:
        assert (await get(as_user(), f"/exports/{made['id']}"))["status"] == "finished"

    await eventually(finished)
    assert not worker.failing
    assert datetime.fromisoformat(made["expiresAt"]) > datetime.now(UTC) + timedelta(hours=23)
