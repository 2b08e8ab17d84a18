"""What the events about tickets say: each answer that was waited for, each closing, and who did it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, create_queue

CLOSED_ALL_WEEK: dict[str, Any] = {"openingHours": {}, "timeZone": "America/Sao_Paulo"}


async def test_each_answer_that_was_waited_for_is_told_with_its_times(
    as_user: AsUser, handle: Handle, inbound: Inbound, published: Published
) -> None:
    agent = uuid7()
    http = as_user("agent", user_id=agent)
    opened = datetime.now(UTC) - timedelta(minutes=10)
    await handle([inbound(sent_at=opened)])
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    for number in range(2):
        await http.post(path, json={"text": "Olá!", "clientMessageId": str(number)})
    again = datetime.now(UTC)
    await handle([inbound("E agora?", sent_at=again)])
    await http.post(path, json={"text": "Agora sim", "clientMessageId": "2"})

    replies = [event.reply for event in await published(TicketChangedV1) if event.reply]
    assert [(one.first, one.agent_id, one.since) for one in replies] == [
        (True, agent, opened),
        (False, agent, again),
    ]
    assert 600 <= replies[0].business_seconds <= 620, "a ticket without a queue is always worked on"
    assert replies[1].business_seconds <= 20


async def test_the_hours_of_the_queue_count(
    as_user: AsUser, handle: Handle, inbound: Inbound, published: Published
) -> None:
    queue = await create_queue(as_user("admin"), name="Vendas", **CLOSED_ALL_WEEK)
    await handle([inbound(sent_at=datetime.now(UTC) - timedelta(minutes=10))])
    http = as_user("admin")
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    path = f"/api/v1/tickets/{ticket['id']}"
    await http.post(f"{path}/transfer", json={"queueId": queue["id"]})
    await http.post(f"{path}/messages", json={"text": "Olá!", "clientMessageId": "1"})
    await http.post(f"{path}/close")
    *_, answered, closed = await published(TicketChangedV1)
    assert answered.reply is not None
    assert closed.closing is not None
    assert (answered.reply.business_seconds, closed.closing.business_seconds) == (0, 0)


async def test_who_closed_it_and_that_it_was_opened_again(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any], published: Published
) -> None:
    agent = uuid7()
    http = as_user("agent", user_id=agent)
    path = f"/api/v1/tickets/{ticket['id']}"
    await http.post(f"{path}/accept")
    await http.post(f"{path}/close")
    await http.post(f"{path}/reopen")
    await http.post(f"{path}/close")
    await handle([inbound("Ainda aí?", sent_at=datetime.now(UTC))])
    told = [(one.status, closed_by(one), one.reopened) for one in await published(TicketChangedV1)]
    assert told == [
        ("pending", None, False),
        ("open", None, False),
        ("closed", agent, False),
        ("open", None, True),
        ("closed", agent, False),
        ("open", None, True),
    ]


def closed_by(event: TicketChangedV1) -> UUID | None:
    return event.closing.closed_by if event.closing else None
