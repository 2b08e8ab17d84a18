"""Events in, reports out."""

from __future__ import annotations

import asyncio
import csv
import io
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.db import Database, execute
from atende_platform.testing import AsUser, Published

REPORTS = "/api/v1/reports"
NOON = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
UNDELIVERABLE = ProviderError(code=131026, title="Message undeliverable")


async def get(http: httpx.AsyncClient, path: str, **query: Any) -> Any:
    response = await http.get(f"{REPORTS}{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def sends(count: int) -> list[UUID]:
    return [uuid7() for _ in range(count)]


# --- a campaign -------------------------------------------------------------------------------


def a_thousand(company: Company) -> list[Any]:
    """A campaign of 1,000: 50 a second accepted; 990 delivered, 700 of them read, 8 fail, 2 stay unknown."""
    events: list[Any] = []
    for number, send_id in enumerate(sends(1000)):
        at = number / 50
        if number < 2:
            events.append(company.status(send_id, "unconfirmed", at))
            continue
        events.append(company.status(send_id, "accepted", at))
        if number < 10:
            events.append(company.status(send_id, "failed", at + 2, error=UNDELIVERABLE))
            continue
        events += [company.status(send_id, "sent", at + 1), company.status(send_id, "delivered", at + 2)]
        if number >= 300:
            events.append(company.status(send_id, "read", at + 60))
    return events


COUNTS = {"unconfirmed": 2, "failed": 8, "delivered": 290, "read": 700, "skipped": 15}


async def test_a_campaign_of_a_thousand_is_reported_whatever_order_its_events_came_in(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    events = a_thousand(company)
    events += random.sample(events, 500)
    random.shuffle(events)
    for start in range(0, len(events), 500):
        await tell(*events[start : start + 500])
    await tell(company.progress({"pending": 1015}), company.finished(COUNTS))

    report = await get(as_user(Role.VIEWER), f"/campaigns/{company.campaign_id}")

    assert report["name"] == "Promoção Black Friday"
    assert (report["state"], report["total"], report["counts"]) == ("finished", 1015, COUNTS)
    assert report["delivery"] == {
        "attempted": 1000,
        "sent": 990,
        "delivered": 990,
        "read": 700,
        "failed": 8,
        "unconfirmed": 2,
    }
    assert report["rates"] == {"delivered": 1.0, "read": 0.7071, "failed": 0.008}
    assert report["errors"] == [{"code": 131026, "title": "Message undeliverable", "count": 8}]
    assert report["durationSeconds"] == 20.0
    assert report["messagesPerSecond"] == pytest.approx(50, rel=0.01)
    assert report["consistent"] is True


async def test_what_became_of_a_campaigns_sends_is_what_its_facts_say(
    tell: Tell, company: Company, database: Database
) -> None:
    """Of every campaign at every time: the stored numbers are those that counting the facts gives."""
    events = a_thousand(company)[-300:] + a_thousand(company)[:200]
    events += [company.status(send_id, "sent", reply=True) for send_id in sends(3)]
    events += random.sample(events, 100)
    random.shuffle(events)
    for start in range(0, len(events), 97):
        await tell(*events[start : start + 97])
        async with database.worker() as session:
            counted, stored = [
                (await execute(session, query, company_id=company.id)).all() for query in (_COUNTED, _STORED)
            ]
        assert counted == stored


_COUNTED = """
    SELECT campaign_id, state, CASE WHEN state = 'failed' THEN error_code END AS code,
        CASE WHEN state = 'failed' THEN error_title END AS title,
        count(*), count(coalesce(sent_at, delivered_at, read_at)), count(coalesce(delivered_at, read_at)),
        count(read_at), (min(min(accepted_at)) OVER whole), (max(max(accepted_at)) OVER whole)
    FROM send_facts WHERE company_id = :company_id AND campaign_id IS NOT NULL
    GROUP BY campaign_id, state, code, title WINDOW whole AS (PARTITION BY campaign_id)
    ORDER BY campaign_id, state, code, title
"""
_STORED = """
    SELECT campaign_id, state, error_code, error_title, sends, sent, delivered, read,
        first_at, last_at
    FROM (
        SELECT campaign_id, state, error_code, error_title, sends, sent, delivered, read,
            min(first_at) OVER whole AS first_at, max(last_at) OVER whole AS last_at
        FROM campaign_sends
        WHERE company_id = :company_id WINDOW whole AS (PARTITION BY campaign_id)
    ) AS known WHERE sends > 0 ORDER BY campaign_id, state, error_code, error_title
"""


async def test_a_report_that_disagrees_with_the_campaign_says_so(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    (one, other) = sends(2)
    await tell(company.progress({"delivered": 2}))
    await tell(company.status(one, "delivered"))
    http = as_user()
    assert (await get(http, f"/campaigns/{company.campaign_id}"))["consistent"] is False
    await tell(company.status(other, "delivered"))
    assert (await get(http, f"/campaigns/{company.campaign_id}"))["consistent"] is True


async def test_a_campaign_that_has_sent_nothing(as_user: AsUser, tell: Tell, company: Company) -> None:
    await tell(company.progress({"pending": 5}, started_at=datetime.now(UTC) - timedelta(seconds=5)))
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    assert set(report["delivery"].values()) == {0}
    assert set(report["rates"].values()) == {None}
    assert (report["messagesPerSecond"], report["errors"]) == (None, [])
    assert 5 <= report["durationSeconds"] < 30


async def test_an_older_report_never_replaces_a_newer_one(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    await tell(company.finished({"read": 3}, revision=9))
    await tell(company.progress({"pending": 3}, revision=8, name="Old"))
    await tell(company.progress({"read": 2, "sent": 1}, revision=9, occurred_at=NOON - timedelta(days=400)))
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    assert (report["state"], report["counts"]) == ("finished", {"read": 3})


async def test_campaigns_are_listed_newest_first_page_by_page(
    as_user: AsUser, tell: Tell, another: Callable[..., Company]
) -> None:
    companies = [another() for _ in range(5)]
    for each in companies:
        await tell(each.progress({"pending": 1}))
    http = as_user()
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await get(http, "/campaigns", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [item["id"] for item in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert seen == [str(each.campaign_id) for each in reversed(companies)]


# --- the export -------------------------------------------------------------------------------


async def test_an_export_has_every_send_and_runs_no_formula(
    as_user: AsUser, tell: Tell, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.service._EXPORT_PAGE", 3)
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


async def test_an_export_of_a_whole_number_of_pages_ends(
    as_user: AsUser, tell: Tell, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.service._EXPORT_PAGE", 2)
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


# --- days -------------------------------------------------------------------------------------


async def test_days_are_the_companys_and_none_is_left_out(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    # 02:59 and 03:00 UTC are the last minute of a day and the first of the next in São Paulo.
    last_minute = datetime.fromisoformat("2026-11-27T02:59:59+00:00")
    await tell(company.inbound(last_minute), company.inbound(last_minute + timedelta(seconds=1)))
    http = as_user()
    query = {"from": "2026-11-25", "to": "2026-11-28"}

    report = await get(http, "/daily", **query)
    assert report["timeZone"] == "America/Sao_Paulo"
    assert [(day["day"], day["inbound"]) for day in report["days"]] == [
        ("2026-11-25", 0),
        ("2026-11-26", 1),
        ("2026-11-27", 1),
        ("2026-11-28", 0),
    ]

    # Another zone, and the same counters fall into its days; nothing is counted again.
    await tell(company.settings("Asia/Kathmandu", revision=2))
    await tell(company.settings("Asia/Tokyo", revision=1))
    report = await get(http, "/daily", **query)
    assert report["timeZone"] == "Asia/Kathmandu"
    assert [day["inbound"] for day in report["days"]] == [0, 0, 2, 0]


async def test_a_day_counts_each_step_when_it_happened(as_user: AsUser, tell: Tell, company: Company) -> None:
    hour = 3600
    reply, broadcast, lost = sends(3)
    await tell(
        company.status(reply, "sent", 0, reply=True),
        company.status(reply, "read", 24 * hour, reply=True),
        company.status(broadcast, "delivered", 0),
        company.status(lost, "failed", 0, error=UNDELIVERABLE),
    )
    await tell(company.opt_out(), company.opt_out(channel_id=None), company.opt_out(opted_out=False))
    ticket_id = uuid7()
    await tell(company.ticket(ticket_id))
    await tell(company.ticket(ticket_id, "closed", closed_at=NOON + timedelta(hours=24), revision=2))

    days = (await get(as_user(), "/daily", **{"from": "2026-11-27", "to": "2026-11-28"}))["days"]

    assert days == [
        {
            "day": "2026-11-27",
            "inbound": 0,
            "replies": {"sent": 1, "delivered": 0, "read": 0, "failed": 0},
            "campaigns": {"sent": 1, "delivered": 1, "read": 0, "failed": 1},
            "optOuts": 2,
            "ticketsOpened": 1,
            "ticketsClosed": 0,
        },
        {
            "day": "2026-11-28",
            "inbound": 0,
            "replies": {"sent": 0, "delivered": 1, "read": 1, "failed": 0},
            "campaigns": {"sent": 0, "delivered": 0, "read": 0, "failed": 0},
            "optOuts": 0,
            "ticketsOpened": 0,
            "ticketsClosed": 1,
        },
    ]


async def test_a_late_event_moves_what_was_counted(as_user: AsUser, tell: Tell, company: Company) -> None:
    """Failed on one day, and the next day it turns out to have arrived the day before."""
    (send_id,) = sends(1)
    http = as_user()
    query = {"from": "2026-11-27", "to": "2026-11-27"}
    await tell(company.status(send_id, "failed", 0, error=UNDELIVERABLE))
    assert (await get(http, "/daily", **query))["days"][0]["campaigns"]["failed"] == 1
    await tell(company.status(send_id, "delivered", 10))
    assert (await get(http, "/daily", **query))["days"][0]["campaigns"] == {
        "sent": 1,
        "delivered": 1,
        "read": 0,
        "failed": 0,
    }


async def test_a_customers_message_is_counted_once_however_often_we_are_told(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    event = company.inbound()
    webhook_again = event.model_copy(update={"id": uuid7()})
    await tell(event, event, webhook_again)
    await tell(webhook_again)
    totals = (await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-27"}))["totals"]
    assert totals["inbound"] == 1


async def test_a_reaction_is_not_counted_as_a_message(as_user: AsUser, tell: Tell, company: Company) -> None:
    message = company.inbound()
    await tell(message, company.inbound(kind="reaction", text=None, target=message.provider_message_id))
    await tell(company.inbound(kind="system", text="Maria mudou de número"))
    totals = (await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-27"}))["totals"]
    assert totals["inbound"] == 1


async def test_one_leaving_told_under_several_names_counts_once(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    contact_id = uuid7()
    names = ("wa_id:5511987654321", "phone:5511987654321", "bsuid:BR.1")
    await tell(*(company.opt_out(identity=name, contact_id=contact_id) for name in names))
    # The same number, spelled in two ways, of somebody who is no contact.
    await tell(*(company.opt_out(identity=name) for name in ("wa_id:551187650000", "phone:5511987650000")))
    totals = (await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-27"}))["totals"]
    assert totals["optOuts"] == 2


async def test_an_opt_out_told_twice_counts_once(as_user: AsUser, tell: Tell, company: Company) -> None:
    event = company.opt_out()
    await tell(event)
    await tell(event, event)
    totals = (await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-27"}))["totals"]
    assert totals["optOuts"] == 1


async def test_one_channel_only(
    as_user: AsUser, tell: Tell, company: Company, another: Callable[..., Company]
) -> None:
    other = another()
    await tell(company.inbound(), other.inbound(), other.inbound())
    await tell(other.ticket(uuid7(), first_reply_at=NOON + timedelta(seconds=30)))
    http = as_user()
    query = {"from": "2026-11-27", "to": "2026-11-27", "channelId": str(company.channel_id)}
    assert (await get(http, "/daily", **query))["days"][0]["inbound"] == 1
    summary = await get(http, "/summary", **query)
    assert summary["totals"]["inbound"] == 1
    assert summary["firstReply"]["tickets"] == 0


async def test_a_summary_has_totals_and_how_long_customers_waited(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    waits = [10, 20, 90]
    await tell(
        *(company.ticket(uuid7(), first_reply_at=NOON + timedelta(seconds=wait)) for wait in waits),
        company.ticket(uuid7()),
        company.ticket(uuid7(), opened_at=NOON - timedelta(days=1), first_reply_at=NOON - timedelta(days=1)),
    )
    await tell(company.inbound(), company.inbound(NOON + timedelta(days=1)))
    summary = await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-28"})
    assert (summary["firstDay"], summary["lastDay"]) == ("2026-11-27", "2026-11-28")
    assert summary["firstReply"] == {"tickets": 3, "medianSeconds": 20.0, "averageSeconds": 40.0}
    assert (summary["totals"]["inbound"], summary["totals"]["ticketsOpened"]) == (2, 4)


async def test_without_a_period_it_is_the_last_thirty_days(as_user: AsUser) -> None:
    http = as_user()
    days = (await get(http, "/daily"))["days"]
    assert len(days) == 30
    assert abs((date.fromisoformat(days[-1]["day"]) - datetime.now().astimezone().date()).days) <= 1
    assert [day["day"] for day in (await get(http, "/daily", **{"from": "2026-01-01"}))["days"]][
        -1
    ] == "2026-01-30"
    assert (await get(http, "/summary", to="2026-01-30"))["firstDay"] == "2026-01-01"


async def test_a_leap_year_fits_in_one_report(as_user: AsUser) -> None:
    report = await get(as_user(), "/daily", **{"from": "2024-01-01", "to": "2024-12-31"})
    assert len(report["days"]) == 366


@pytest.mark.parametrize("path", ["/daily", "/summary"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-01-02", "to": "2026-01-01"}, "to"),
        ({"from": "2024-01-01", "to": "2025-01-01"}, "to"),
        ({"from": "1999-12-31"}, "from"),
        ({"to": "2100-01-01"}, "to"),
        ({"from": "yesterday"}, "from"),
        ({"channelId": "x"}, "channelId"),
    ],
)
async def test_a_period_that_makes_no_sense(
    as_user: AsUser, path: str, query: dict[str, str], field: str
) -> None:
    response = await as_user().get(f"{REPORTS}{path}", params=query)
    assert response.status_code == 422, response.text
    assert [error["field"] for error in response.json()["errors"]] == [field]


# --- who may see what -------------------------------------------------------------------------


async def test_another_companys_facts_do_not_exist(as_user: AsUser, tell: Tell, company: Company) -> None:
    await tell(company.progress({"sent": 1}))
    await tell(company.status(sends(1)[0], "sent"))
    await tell(company.inbound())
    await tell(company.ticket(uuid7(), first_reply_at=NOON))
    stranger = as_user(company_id=uuid7())
    for path in (f"/campaigns/{company.campaign_id}", f"/campaigns/{company.campaign_id}/export.csv"):
        response = await stranger.get(f"{REPORTS}{path}")
        assert (response.status_code, response.json()["code"]) == (404, "not-found")
    assert (await get(stranger, "/campaigns"))["items"] == []
    summary = await get(stranger, "/summary", **{"from": "2026-11-27", "to": "2026-11-27"})
    assert summary["totals"]["inbound"] == summary["totals"]["campaigns"]["sent"] == 0
    assert summary["firstReply"]["tickets"] == 0
    days = await get(stranger, "/daily", **{"from": "2026-11-27", "to": "2026-11-27"})
    assert days["days"][0]["inbound"] == 0


async def test_two_companies_with_the_same_ids_do_not_meet(
    as_user: AsUser, tell: Tell, company: Company, another: Callable[..., Company]
) -> None:
    """Ids are unique by agreement only; the tables hold also when somebody breaks it."""
    twin = another(uuid7())
    twin.campaign_id, twin.channel_id = company.campaign_id, company.channel_id
    (send_id,) = sends(1)
    await tell(company.progress({"read": 1}, name="Mine"), twin.progress({"failed": 1}, name="Theirs"))
    await tell(company.status(send_id, "read"), twin.status(send_id, "failed", error=UNDELIVERABLE))
    mine = await get(as_user(), f"/campaigns/{company.campaign_id}")
    theirs = await get(as_user(company_id=twin.id), f"/campaigns/{company.campaign_id}")
    assert (mine["name"], mine["delivery"]["read"], mine["errors"]) == ("Mine", 1, [])
    assert (theirs["name"], theirs["delivery"]["read"], theirs["delivery"]["failed"]) == ("Theirs", 0, 1)


PATHS = [
    "/campaigns",
    f"/campaigns/{UUID(int=7)}",
    f"/campaigns/{UUID(int=7)}/export.csv",
    "/daily",
    "/summary",
]


@pytest.mark.parametrize("path", PATHS)
async def test_reports_are_for_those_signed_in_whatever_their_role(
    client: httpx.AsyncClient, as_user: AsUser, path: str
) -> None:
    assert (await client.get(f"{REPORTS}{path}")).status_code == 401
    for role in Role:
        assert (await as_user(role).get(f"{REPORTS}{path}")).status_code in {200, 404}


# --- side by side -----------------------------------------------------------------------------


async def test_workers_side_by_side_count_nothing_twice(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    """After a rebalance two workers may have the same records at the same time."""
    events = [
        company.status(send_id, state, second)
        for send_id in sends(40)
        for second, state in enumerate(("accepted", "sent", "delivered", "read"))
    ]
    shuffles = [random.sample(events, len(events)) for _ in range(4)]
    await asyncio.gather(
        *(tell(*shuffle[start : start + 40]) for shuffle in shuffles for start in range(0, len(events), 40))
    )
    totals = (await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-27"}))["totals"]
    assert totals["campaigns"] == {"sent": 40, "delivered": 40, "read": 40, "failed": 0}
    async with database.worker() as session:
        rows = await execute(session, "SELECT count(*) FROM send_facts WHERE state = 'read'")
        assert rows.scalar_one() == 40
