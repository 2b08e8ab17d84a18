"""Service levels through the API and the worker."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.contacts import TicketSlaEndedV1, TicketSlaNoticedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.sla.worker import ServiceLevels

from ..factories import Inbound, Rows, create_reply

PATH = "/api/v1/sla/policies"


class Time:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.later = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.later


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def follow(database: Database, time: Time) -> Callable[[], Any]:
    """Has the worker do all that there is to do."""

    async def run() -> None:
        worker = ServiceLevels(database, time)
        while await worker.step():
            pass

    return run


async def promise(as_user: AsUser, **body: Any) -> dict[str, Any]:
    response = await as_user("admin").post(PATH, json={"firstReplyMinutes": 10, **body})
    assert response.status_code == 201, response.text
    policy: dict[str, Any] = response.json()
    return policy


async def the_ticket(as_user: AsUser) -> dict[str, Any]:
    [ticket] = (await as_user("admin").get("/api/v1/tickets")).json()["items"]
    found: dict[str, Any] = ticket
    return found


async def clocks(as_user: AsUser, ticket_id: str) -> dict[str, dict[str, Any]]:
    shown = (await as_user("admin").get(f"/api/v1/tickets/{ticket_id}/sla")).json()
    return {clock["target"]: clock for clock in shown["targets"]}


async def test_policies_are_managed(as_user: AsUser) -> None:
    http = as_user("admin")
    policy = await promise(as_user, resolutionMinutes=60)
    twice = await http.post(PATH, json={"firstReplyMinutes": 1})
    assert (twice.status_code, twice.json()["code"]) == (409, "sla-policy-exists")
    for body in ({}, {"firstReplyMinutes": 0}, {"firstReplyMinutes": 5, "queueId": str(uuid7())}):
        assert (await http.post(PATH, json=body)).status_code == 422, body
    assert (await as_user("agent").post(PATH, json={"firstReplyMinutes": 1})).status_code == 403
    changed = (await http.patch(f"{PATH}/{policy['id']}", json={"firstReplyMinutes": None})).json()
    assert (changed["firstReplyMinutes"], changed["resolutionMinutes"], changed["revision"]) == (None, 60, 2)
    nothing = await http.patch(f"{PATH}/{policy['id']}", json={"resolutionMinutes": None})
    assert nothing.status_code == 422
    queue = (await http.post("/api/v1/queues", json={"name": "Vendas"})).json()
    own = await promise(as_user, queueId=queue["id"])
    assert [one["id"] for one in (await http.get(PATH)).json()["items"]] == [policy["id"], own["id"]]
    assert (await http.delete(f"{PATH}/{policy['id']}")).status_code == 204
    assert (await http.delete(f"{PATH}/{policy['id']}")).status_code == 404


async def test_a_ticket_is_due_warned_about_and_late_once_each(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    time: Time,
    published: Published,
    logged: Any,
) -> None:
    await promise(as_user, nextReplyMinutes=20)
    now = datetime.now(UTC)
    await handle([inbound(sent_at=now)])
    await follow()
    ticket = await the_ticket(as_user)
    assert datetime.fromisoformat(ticket["dueAt"]) == now + timedelta(minutes=10)
    before = await logged()
    await follow()
    assert await logged() == before, "its own update changes nothing"

    time.later = timedelta(minutes=8, seconds=1)
    await follow()
    await follow()
    time.later = timedelta(minutes=11)
    await follow()
    await follow()
    notices = await published(TicketSlaNoticedV1)
    assert [(one.kind, one.target) for one in notices] == [
        ("warning", "first_reply"),
        ("breach", "first_reply"),
    ]
    assert [type_ for type_ in await logged() if type_.startswith("sla")] == ["sla.warning", "sla.breach"]
    assert (await clocks(as_user, ticket["id"]))["first_reply"]["status"] == "breached"

    await create_reply(as_user, ticket["id"])
    await follow()
    assert [(one.target, one.kept) for one in await published(TicketSlaEndedV1)] == [("first_reply", False)]
    assert (await the_ticket(as_user))["dueAt"] is None
    written = datetime.now(UTC)
    await handle([inbound("E agora?", sent_at=written)])
    await follow()
    due = datetime.fromisoformat((await the_ticket(as_user))["dueAt"])
    assert due == written + timedelta(minutes=20)


async def test_what_was_answered_in_time_is_met_though_it_is_seen_later(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    time: Time,
    published: Published,
) -> None:
    await promise(as_user)
    await handle([inbound(sent_at=datetime.now(UTC))])
    ticket = await the_ticket(as_user)
    await create_reply(as_user, ticket["id"])
    time.later = timedelta(hours=1)
    await follow()
    assert (await clocks(as_user, ticket["id"]))["first_reply"]["status"] == "met"
    assert await published(TicketSlaNoticedV1) == []
    await follow()
    [ended] = await published(TicketSlaEndedV1)
    assert (ended.target, ended.kept, str(ended.ticket_id)) == ("first_reply", True, ticket["id"])


async def test_only_the_opening_hours_of_its_queue_count(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any]
) -> None:
    http = as_user("admin")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    hours = {tomorrow.strftime("%A").lower(): [{"start": "08:00", "end": "18:00"}]}
    queue = {"name": "Vendas", "timeZone": "UTC", "openingHours": hours}
    queue_id = (await http.post("/api/v1/queues", json=queue)).json()["id"]
    await promise(as_user, queueId=queue_id, firstReplyMinutes=30)
    await handle([inbound(sent_at=datetime.now(UTC))])
    await follow()
    ticket = await the_ticket(as_user)
    assert ticket["dueAt"] is None, "there is no promise outside of the queue"
    moved = await http.post(f"/api/v1/tickets/{ticket['id']}/transfer", json={"queueId": queue_id})
    assert moved.status_code == 200, moved.text
    await follow()
    due = datetime.fromisoformat((await the_ticket(as_user))["dueAt"])
    assert due == tomorrow.replace(hour=8, minute=30, second=0, microsecond=0)


async def test_what_is_promised_no_more_is_not_noticed(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    time: Time,
    published: Published,
) -> None:
    policy = await promise(as_user)
    await handle([inbound(sent_at=datetime.now(UTC))])
    await follow()
    await as_user("admin").delete(f"{PATH}/{policy['id']}")
    time.later = timedelta(hours=1)
    await follow()
    assert await published(TicketSlaNoticedV1) == []
    assert (await the_ticket(as_user))["dueAt"] is None


async def test_a_ticket_that_is_held_is_shown_later(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    database: Database,
    rows: Rows,
) -> None:
    await promise(as_user)
    await handle([inbound(sent_at=datetime.now(UTC))])
    ticket = await the_ticket(as_user)
    async with database.worker() as session:
        await execute(session, "SELECT 1 FROM tickets WHERE id = :id FOR UPDATE", id=UUID(ticket["id"]))
        await follow()
    assert (await the_ticket(as_user))["dueAt"] is None
    await follow()
    assert (await the_ticket(as_user))["dueAt"] is not None
    assert await rows("SELECT 1 FROM sla_tickets WHERE NOT shown") == []


async def test_companies_that_promise_nothing_are_not_followed(
    handle: Handle, inbound: Inbound, follow: Callable[[], Any], rows: Rows
) -> None:
    await handle([inbound(sent_at=datetime.now(UTC))])
    await follow()
    assert await rows("SELECT 1 FROM sla_tickets") == []
    assert await rows("SELECT 1 FROM log_followers") == []
