"""What the customer is shown of the agents: that they read, and that they type."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReadRequestedV1
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, Rows


@pytest.fixture
async def told(published: Published) -> Callable[[], Any]:
    """Returns what the gateway was asked to show: of which message, and whether typing."""

    async def read() -> list[tuple[str, bool]]:
        events = await published(MessageReadRequestedV1)
        return [(event.provider_message_id, event.typing) for event in events]

    return read


@pytest.fixture
async def path(handle: Handle, inbound: Inbound, rows: Rows) -> str:
    """A ticket with two unread messages, ``wamid.2`` the latest."""
    messages = [inbound(provider_message_id=f"wamid.{number}") for number in (1, 2)]
    await handle(messages)
    [ticket] = await rows("SELECT id FROM tickets")
    return f"/api/v1/tickets/{ticket.id}"


async def test_reading_a_ticket_is_told_once_for_each_latest_message(
    as_user: AsUser,
    path: str,
    told: Any,
    handle: Handle,
    inbound: Inbound,
    logged: Any,
    channel_id: UUID,
    published: Published,
) -> None:
    agent = as_user("agent")
    answers = await asyncio.gather(*(agent.post(f"{path}/read") for _ in range(5)))
    assert {(answer.status_code, answer.json()["unread"]) for answer in answers} == {(200, 0)}
    assert await told() == [("wamid.2", False)]
    [event] = await published(MessageReadRequestedV1)
    assert (event.channel_id, event.key()) == (channel_id, str(channel_id))
    assert event.sender is not None
    assert event.sender.wa_id
    assert (await logged()).count("ticket.updated") == 2

    await handle([inbound(provider_message_id="wamid.3")])
    assert (await agent.get(path)).json()["unread"] == 1
    # Also if nothing counts as unread any more because somebody took the ticket.
    await agent.post(f"{path}/accept")
    await agent.post(f"{path}/read")
    await agent.post(f"{path}/close")
    assert (await agent.post(f"{path}/read")).json()["status"] == "closed"
    assert await told() == [("wamid.2", False), ("wamid.3", False)]


async def test_typing_is_told_once_in_a_while(as_user: AsUser, path: str, told: Any, rows: Rows) -> None:
    agent = as_user("agent")
    answers = await asyncio.gather(*(agent.post(f"{path}/typing") for _ in range(5)))
    assert {answer.status_code for answer in answers} == {204}
    assert await told() == [("wamid.2", True)]
    for seconds, count in ((15, 1), (25, 2)):
        await rows(
            "UPDATE tickets SET typing_at = now() - make_interval(secs => :seconds) RETURNING id",
            seconds=seconds,
        )
        await agent.post(f"{path}/typing")
        assert await told() == [("wamid.2", True)] * count
    # Typing counts nothing as read by itself, and does not stand for it.
    assert (await agent.get(path)).json()["unread"] == 2
    await agent.post(f"{path}/read")
    assert (await told())[-1] == ("wamid.2", False)


async def test_nobody_types_in_a_closed_ticket(as_user: AsUser, path: str, told: Any) -> None:
    agent = as_user("agent")
    await agent.post(f"{path}/close")
    answer = await agent.post(f"{path}/typing")
    assert (answer.status_code, answer.json()["code"]) == (409, "ticket-closed")
    assert await told() == []


async def test_receipts_are_for_who_may_reply_to_tickets_of_their_company(
    as_user: AsUser, path: str, told: Any
) -> None:
    for action in ("read", "typing"):
        assert (await as_user("viewer").post(f"{path}/{action}")).status_code == 403
        stranger = as_user("owner", company_id=uuid7())
        assert (await stranger.post(f"{path}/{action}")).status_code == 404
    assert await told() == []
