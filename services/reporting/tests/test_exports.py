"""Campaigns' messages as files, and why some failed."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser, Published

from .reports import NOON, REPORTS, get, sends


async def test_an_export_has_every_send_and_runs_no_formula(
    as_user: AsUser, tell: Tell, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.service.campaigns._EXPORT_PAGE", 3)
    ids = sends(7)
    evil = ProviderError(code=1, title='=HYPERLINK("http://evil")')
    await tell(company.progress({"sent": 6, "failed": 1}))
    await tell(
        *(company.status(send_id, "sent", number) for number, send_id in enumerate(ids[:6])),
        company.status(ids[6], "failed", 9, error=evil),
    )
    response = await as_user(Role.AGENT).get(f"{REPORTS}/campaigns/{company.campaign_id}/export.csv")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment; ")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["send_id"] for row in rows] == [str(send_id) for send_id in ids]
    assert rows[0]["state"] == "sent"
    assert rows[0]["sent_at"] == "2026-11-27T15:00:00Z"
    assert (rows[0]["read_at"], rows[0]["error_code"]) == ("", "")
    assert rows[6]["failed_at"] == "2026-11-27T15:00:09Z"
    assert (rows[6]["error_code"], rows[6]["error_title"]) == ("1", '\'=HYPERLINK("http://evil")')


def refused(code: int, reason: str | None) -> ProviderError:
    return ProviderError(code=code, title=f"Error {code}", reason=reason)


async def test_failures_are_counted_by_their_reason_and_not_by_the_providers_number(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    ids = sends(7)
    errors = [
        *(refused(131026, "not_on_whatsapp"), refused(131051, "not_on_whatsapp")),
        *(
            refused(1, "provider_busy"),
            refused(1, "too_fast"),
            refused(1, "too_fast"),
            refused(1, "too_fast"),
        ),
        refused(4711, None),
    ]
    await tell(company.progress({"failed": 7}))
    failed = [company.status(id_, "failed", error=error) for id_, error in zip(ids, errors, strict=True)]
    await tell(*failed[:4])
    await tell(*failed)
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    assert [(each["reason"]["code"], each["count"]) for each in report["failures"]] == [
        ("too_fast", 3),
        ("not_on_whatsapp", 2),
        ("other", 1),
        ("provider_busy", 1),
    ]
    assert report["failures"][1]["reason"]["pt"].startswith("O número não está no WhatsApp")
    assert report["failures"][2]["reason"]["en"] == "Error 4711"
    assert report["delivery"]["failed"] == sum(each["count"] for each in report["failures"])
    await tell(company.status(ids[0], "delivered", 60), company.status(ids[6], "delivered", 60))
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    assert [(each["reason"]["code"], each["count"]) for each in report["failures"]] == [
        ("too_fast", 3),
        ("not_on_whatsapp", 1),
        ("provider_busy", 1),
    ]
    response = await as_user(Role.AGENT).get(f"{REPORTS}/campaigns/{company.campaign_id}/export.csv")
    rows = {row["send_id"]: row for row in csv.DictReader(io.StringIO(response.text))}
    assert rows[str(ids[2])]["reason"] == "provider_busy"


async def test_an_export_of_a_whole_number_of_pages_ends(
    as_user: AsUser, tell: Tell, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.service.campaigns._EXPORT_PAGE", 2)
    await tell(company.progress({"sent": 4}))
    await tell(*(company.status(send_id, "sent") for send_id in sends(4)))
    response = await as_user().get(f"{REPORTS}/campaigns/{company.campaign_id}/export.csv")
    assert len(response.text.splitlines()) == 5
    brazilian = await as_user().get(
        f"{REPORTS}/campaigns/{company.campaign_id}/export.csv",
        params={"separator": "semicolon", "bom": "true"},
    )
    assert brazilian.text.startswith("\ufeffsend_id;state;")


async def test_an_export_is_recorded(
    as_user: AsUser, tell: Tell, company: Company, published: Published
) -> None:
    await tell(company.progress({"sent": 1}))
    viewer = uuid7()
    path = f"{REPORTS}/campaigns/{company.campaign_id}/export.csv"
    assert (await as_user(Role.VIEWER, user_id=viewer).get(path)).status_code == 200
    assert (await as_user(company_id=uuid7()).get(path)).status_code == 404
    [recorded] = await published(AuditRecordedV1)
    assert (recorded.company_id, recorded.actor_id, recorded.address) == (company.id, viewer, "127.0.0.1")
    assert (recorded.action, recorded.object_id) == ("campaign-report.exported", str(company.campaign_id))


async def test_a_summary_is_a_row_for_each_figure_beside_the_period_before(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    day = {"from": "2026-11-27", "to": "2026-11-27"}
    before = NOON - timedelta(days=1)
    await tell(*(company.inbound() for _ in range(5)), *(company.inbound(before) for _ in range(4)))
    ticket = company.ticket(uuid7(), first_reply_at=NOON + timedelta(seconds=30))
    await tell(ticket)
    file = await as_user(Role.VIEWER).get(f"{REPORTS}/summary/export", params=day)
    assert file.status_code == 200, file.text
    rows = {row["figure"]: row for row in csv.DictReader(io.StringIO(file.text))}
    assert {*rows["firstDay"].values()} == {"firstDay", "2026-11-27", "2026-11-26", ""}
    figures = {
        name: (row["value"], row["previous"], row["change"])
        for name, row in rows.items()
        if name.startswith(("totals.", "tickets.", "successRate", "firstReply."))
    }
    assert figures["totals.inbound"] == ("5", "4", "0.25")
    assert figures["tickets.opened"] == ("1", "0", "")
    assert figures["tickets.firstReply.calendar.medianSeconds"] == ("30.0", "", "")
    assert figures["tickets.satisfaction.scores.5"] == ("0", "0", "")
    assert figures["successRate"] == ("", "", "")
    report = await get(as_user(), "/summary", **day)

    def leaves(one: object) -> int:
        return sum(map(leaves, one.values())) if isinstance(one, dict) else 1

    assert len(rows) == leaves({name: part for name, part in report.items() if name != "previous"})
    workbook = await as_user().get(f"{REPORTS}/summary/export", params={**day, "format": "xlsx"})
    assert workbook.content.startswith(b"PK")
    assert (await as_user().post(f"{REPORTS}/summary/export", params=day)).status_code == 200
