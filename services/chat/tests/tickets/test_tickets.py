"""What agents do with tickets."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, Rows


async def test_a_ticket_is_taken_by_one_agent_and_closed(
    as_user: AsUser, ticket: dict[str, Any], published: Published
) -> None:
    path = f"/api/v1/tickets/{ticket['id']}"
    first, second = as_user("agent"), as_user("agent")
    answers = await asyncio.gather(first.post(f"{path}/accept"), second.post(f"{path}/accept"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner = first if answers[0].status_code == 200 else second
    assert (await winner.post(f"{path}/accept")).status_code == 200
    assert (await second.post(f"{path}/close")).json()["status"] == "closed"
    assert (await first.post(f"{path}/close")).status_code == 200
    assert [event.status for event in await published(TicketChangedV1)] == ["pending", "open", "closed"]
    for action in ("accept", "messages"):
        response = await first.post(f"{path}/{action}", json={"text": "x", "clientMessageId": "1"})
        assert (response.status_code, response.json()["code"]) == (409, "ticket-closed")


async def test_tickets_are_listed_by_status_and_page(
    as_user: AsUser, handle: Handle, inbound: Inbound
) -> None:
    for number in range(3):
        await handle([inbound(wa_id=f"551199999000{number}")])
    http = as_user("agent")
    first = (await http.get("/api/v1/tickets", params={"limit": 2})).json()
    assert len(first["items"]) == 2
    rest = (await http.get("/api/v1/tickets", params={"cursor": first["nextCursor"]})).json()
    assert len({item["id"] for item in first["items"] + rest["items"]}) == 3
    await http.post(f"/api/v1/tickets/{first['items'][0]['id']}/accept")
    for status, count in (("open", 1), ("pending", 2), ("closed", 0)):
        page = (await http.get("/api/v1/tickets", params={"status": status})).json()
        assert len(page["items"]) == count


@pytest.mark.parametrize(("hours_ago", "same"), [(1.0, True), (3.0, False)])
async def test_the_company_s_reopen_rule(
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    published: Published,
    company_id: UUID,
    as_user: AsUser,
    hours_ago: float,
    same: bool,
) -> None:
    await handle([CompanyChangedV1(company_id=company_id, name="X", reopen_hours=2, revision=1)])
    await handle([inbound()])
    [ticket] = await rows("SELECT id FROM tickets")
    agent = uuid7()
    async with as_user("agent", user_id=agent) as http:
        await http.post(f"/api/v1/tickets/{ticket.id}/accept")
        await http.post(f"/api/v1/tickets/{ticket.id}/close")
    later = datetime.now(UTC) + timedelta(hours=hours_ago)
    again = inbound("Ainda aí?", sent_at=later)
    await handle([again])
    await handle([again])
    found = await rows("SELECT id, status, assignee_id, unread, closed_at FROM tickets ORDER BY id")
    if same:
        assert found == [(ticket.id, "open", agent, 1, None)]
    else:
        assert [row.status for row in found] == ["closed", "pending"]
        assert found[1].assignee_id is None
    assert (await published(TicketChangedV1))[-1].status == found[-1].status


async def test_a_repeated_message_does_not_reopen_its_ticket(
    handle: Handle, inbound: Inbound, rows: Rows, as_user: AsUser, logged: Any
) -> None:
    event = inbound()
    await handle([event])
    [ticket] = await rows("SELECT id FROM tickets")
    await as_user("agent").post(f"/api/v1/tickets/{ticket.id}/close")
    before = await logged()
    await handle([event])
    assert await rows("SELECT status FROM tickets") == [("closed",)]
    assert await logged() == before
