"""Reports of channels, delivery errors, opt-outs and campaigns' curves; files; metrics."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client import REGISTRY

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Event, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_contracts.permissions import Role
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser
from reporting.service import metrics

from .reports import NOON, REPORTS, UNDELIVERABLE, get, sends

DAY = {"from": "2026-11-27", "to": "2026-11-27"}
OPTED_OUT = ProviderError(code=131050, title="Opted out", reason="opted_out")


def channel(company: Company, **other: Any) -> ChannelChangedV1:
    return ChannelChangedV1.model_validate(
        {
            "company_id": company.id,
            "channel_id": company.channel_id,
            "name": "Loja",
            "provider": "whatsapp_cloud",
            "status": "active",
            "messages_per_second": 80,
            "quality": "high",
            "revision": 2,
            **other,
        }
    )


async def test_channels_with_their_rating_errors_and_busiest_quarter(
    as_user: AsUser, tell: Tell, company: Company, another: Callable[..., Company]
) -> None:
    other = another()
    await tell(channel(company), channel(company, name="Antes", revision=1))
    await tell(channel(other, name="Nova", status="deleted"))
    first, second, third, lost = sends(4)
    await tell(
        company.status(first, "sent"),
        company.status(second, "sent", 60, reply=True),
        company.status(third, "delivered", 3_600),
        company.status(lost, "failed", error=OPTED_OUT),
    )
    await tell(company.inbound())

    report = await get(as_user(Role.VIEWER), "/channels", **DAY, compare="true")

    [shown] = report["items"]
    assert (shown["name"], shown["status"], shown["quality"]) == ("Loja", "active", "high")
    assert (shown["inbound"], shown["campaigns"]["sent"], shown["replies"]["sent"]) == (1, 2, 1)
    assert (shown["successRate"], shown["busiestQuarter"]) == (0.75, 2)
    assert [(one["reason"]["code"], one["count"]) for one in shown["failures"]] == [("opted_out", 1)]
    [before] = report["previous"]["items"]
    assert (before["inbound"], before["successRate"], before["failures"]) == (0, None, [])


async def test_a_channel_whose_only_failure_arrived_after_all_is_left_out(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    """The channel is deleted, and on that day nothing happened on it; in whatever order it was heard."""
    [send_id] = sends(1)
    await tell(channel(company, status="deleted"))
    await tell(company.status(send_id, "failed", error=OPTED_OUT))
    http = as_user(Role.VIEWER)
    assert len((await get(http, "/channels", **DAY))["items"]) == 1
    await tell(company.status(send_id, "delivered", 86_400))
    assert (await get(http, "/channels", **DAY))["items"] == []


async def test_what_failed_and_then_arrived_is_no_error(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    arrived, lost, unknown, reply = sends(4)
    events = [
        company.status(arrived, "failed", error=OPTED_OUT),
        company.status(arrived, "delivered", 5),
        company.status(lost, "failed", error=OPTED_OUT),
        company.status(unknown, "failed", error=UNDELIVERABLE),
        company.status(reply, "failed", error=OPTED_OUT, reply=True),
    ]
    Random(3).shuffle(events)
    await tell(channel(company))
    for event in [*events, *events]:
        await tell(event)
    report = await get(as_user(), "/delivery-errors", **DAY)
    assert report["total"] == 3
    assert {one["channelName"] for one in report["items"]} == {"Loja"}
    shown = Counter(
        (one["kind"], one["reason"] and one["reason"]["code"], one["errorCode"], one["count"])
        for one in report["items"]
    )
    assert shown == Counter(
        [
            ("campaign", "opted_out", None, 1),
            ("campaign", None, 131026, 1),
            ("replies", "opted_out", None, 1),
        ]
    )


async def test_opt_outs_by_how_customers_left(as_user: AsUser, tell: Tell, company: Company) -> None:
    left = [
        company.opt_out(contact_id=uuid7()),
        company.opt_out(contact_id=uuid7()),
        company.opt_out(contact_id=uuid7(), source="agent", channel_id=None),
        company.opt_out(NOON - timedelta(days=1), contact_id=uuid7(), source="import"),
    ]
    await tell(*left)
    await tell(*left)
    await tell(channel(company))
    report = await get(as_user(), "/opt-outs", **DAY, compare="true")
    assert report["total"] == 3
    assert report["items"] == [
        {"channelId": str(company.channel_id), "channelName": "Loja", "source": "keyword", "count": 2},
        {"channelId": None, "channelName": None, "source": "agent", "count": 1},
    ]
    assert [one["source"] for one in report["previous"]["items"]] == ["import"]


async def test_a_campaigns_curve_is_what_its_messages_did(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    random = Random(1)
    events: list[DeliveryStatusChangedV1] = []
    for send_id in sends(50):
        at = random.randrange(3_600)
        events += [company.status(send_id, "sent", at), company.status(send_id, "read", at + 90)]
    random.shuffle(events)
    for number in range(0, len(events), 9):
        await tell(*events[number : number + 9])
    await tell(company.progress({"read": 50}, replies=20))
    http = as_user()
    curve = await get(http, f"/campaigns/{company.campaign_id}/curve")
    assert curve["stepSeconds"] == 60
    minutes: Counter[str] = Counter()
    for event in events:
        if event.state == "sent":
            minutes[event.at.replace(second=0).isoformat().replace("+00:00", "Z")] += 1
    assert {point["at"]: point["sent"] for point in curve["points"] if point["sent"]} == minutes
    for step in ("sent", "delivered", "read"):
        assert sum(point[step] for point in curve["points"]) == 50
    report = await get(http, f"/campaigns/{company.campaign_id}")
    assert (report["replied"], report["rates"]["replied"]) == (20, 0.4)
    missing = await http.get(f"{REPORTS}/campaigns/{uuid7()}/curve")
    assert missing.status_code == 404
    await tell(company.status(sends(1)[0], "sent", 20 * 86_400))
    longer = await get(http, f"/campaigns/{company.campaign_id}/curve")
    assert longer["stepSeconds"] == 14_400
    assert sum(point["sent"] for point in longer["points"]) == 51


@pytest.mark.parametrize(
    "name", ["daily", "hourly", "agents", "queues", "channels", "delivery-errors", "opt-outs"]
)
async def test_each_report_is_a_table_and_a_workbook(
    as_user: AsUser, tell: Tell, company: Company, name: str
) -> None:
    await tell(channel(company, name='=HYPERLINK("https://example.org")'))
    await tell(company.status(sends(1)[0], "failed", error=OPTED_OUT))
    await tell(company.opt_out())
    await tell(company.ticket(uuid7(), queue_id=uuid7(), assignee_id=uuid7()))
    http = as_user()
    response = await http.get(f"{REPORTS}/{name}/export", params=DAY)
    assert response.status_code == 200, response.text
    header, *rows = csv.reader(io.StringIO(response.text))
    assert rows
    assert all(len(row) == len(header) for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)
    report = await get(http, f"/{name}", **DAY)
    items = report.get("items") or report.get("days") or report["hours"]
    assert len(rows) == len(items)
    assert header[0] in items[0]
    workbook = await http.get(f"{REPORTS}/{name}/export", params={**DAY, "format": "xlsx"})
    assert workbook.content.startswith(b"PK")
    link = await http.post(f"{REPORTS}/{name}/export", params=DAY)
    assert link.status_code == 200
    wrong = await http.get(f"{REPORTS}/{name}/export", params={"from": "2026-01-02", "to": "2026-01-01"})
    assert wrong.status_code == 422


async def test_a_campaigns_messages_are_a_workbook(as_user: AsUser, tell: Tell, company: Company) -> None:
    await tell(company.progress({"sent": 2}))
    await tell(*(company.status(send_id, "sent") for send_id in sends(2)))
    path = f"{REPORTS}/campaigns/{company.campaign_id}/export.xlsx"
    response = await as_user().get(path)
    assert response.content.startswith(b"PK")
    assert (await as_user().get(f"{REPORTS}/campaigns/{uuid7()}/export.xlsx")).status_code == 404


async def test_operators_see_how_sending_goes(tell: Tell, company: Company, database: Database) -> None:
    finished = NOON + timedelta(seconds=20)
    await tell(company.progress({"pending": 2}))
    await tell(company.finished({"sent": 2}))
    told: list[Event] = [company.status(send_id, "delivered") for send_id in sends(3)]
    await tell(*told, company.status(sends(1)[0], "failed", error=OPTED_OUT))
    await tell(company.opt_out())
    async with database.worker() as session:
        await metrics.measure(session, finished)

    def value(name: str, **labels: str) -> float | None:
        return REGISTRY.get_sample_value(f"reporting_{name}", labels)

    assert (value("campaigns", status="finished") or 0) >= 1
    assert value("campaigns", status="paused") is not None
    assert value("send_success_ratio") is not None
    assert value("campaign_execution_seconds_mean") is not None
    assert value("opt_out_ratio") is not None
