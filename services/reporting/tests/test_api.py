"""Events in, reports out."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser

from .reports import NOON, REPORTS, UNDELIVERABLE, get, sends

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
    rates = {"delivered": 1.0, "read": 0.7071, "failed": 0.008, "replied": 0.0, "optOuts": 0.0}
    assert report["rates"] == rates
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
    SELECT campaign_id, state, CASE WHEN state = 'failed' AND reason IS NULL THEN error_code END AS code,
        CASE WHEN state = 'failed' THEN coalesce(reason, error_title) END AS title,
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
    started = datetime.now(UTC) - timedelta(seconds=5)
    await tell(company.progress({"pending": 5}, started_at=started))
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    assert set(report["delivery"].values()) == {0}
    assert set(report["rates"].values()) == {None}
    assert (report["messagesPerSecond"], report["errors"]) == (None, [])
    assert 5 <= report["durationSeconds"] < (datetime.now(UTC) - started).total_seconds() + 0.001


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
    """Ids are unique by agreement only; the tables hold also when it is broken."""
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
