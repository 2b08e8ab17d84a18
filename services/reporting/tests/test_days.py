"""What happened on each day, and in a period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser

from .reports import NOON, REPORTS, UNDELIVERABLE, get, sends


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
    # The same number, spelled in two ways, of a person who is no contact.
    await tell(*(company.opt_out(identity=name) for name in ("wa_id:551187650000", "phone:5511987650000")))
    totals = (await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-27"}))["totals"]
    assert totals["optOuts"] == 2


async def test_an_opt_out_told_twice_counts_once(as_user: AsUser, tell: Tell, company: Company) -> None:
    event = company.opt_out()
    await tell(event)
    await tell(event, event)
    totals = (await get(as_user(), "/summary", **{"from": "2026-11-27", "to": "2026-11-27"}))["totals"]
    assert totals["optOuts"] == 1


async def test_who_left_already_does_not_leave_again_under_a_further_name(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    contact_id, later = uuid7(), NOON + timedelta(minutes=1)
    await tell(company.opt_out(contact_id=contact_id, identity="phone:5511987654321", source="agent"))
    await tell(
        *(
            company.opt_out(later, contact_id=contact_id, identity=name, repeated=True)
            for name in ("phone:5511987654321", "wa_id:5511987654321")
        )
    )
    report = await get(as_user(), "/opt-outs", **{"from": "2026-11-27", "to": "2026-11-27"})
    assert [(one["source"], one["count"]) for one in report["items"]] == [("agent", 1)]


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
