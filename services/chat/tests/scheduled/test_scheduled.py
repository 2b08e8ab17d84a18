"""Messages that wait for their time: sent once, by the rules of a reply, or failing where all see it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_contracts.users import UserChangedV1
from atende_platform.data.db import Database, execute
from atende_platform.errors import NotFound
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.scheduled import domain, due, repository
from chat.scheduled import worker as scheduled_worker
from chat.scheduled.worker import Sender

from ..factories import Inbound, Rows, create_queue, create_template

SCHEDULED = "/api/v1/scheduled-messages"
AGENT = uuid7()


def tomorrow(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(days=1, **later)).isoformat()


@pytest.fixture
def sender(database: Database) -> Sender:
    return Sender(database)


@pytest.fixture
def schedule(as_user: AsUser, ticket: dict[str, Any]) -> Callable[..., Awaitable[Any]]:
    """Schedules a message in the ticket; returns the answer."""

    async def create(**body: Any) -> Any:
        body = {"clientMessageId": str(uuid7()), "sendAt": tomorrow(), **body}
        if "content" not in body:
            body.setdefault("text", "Seu exame é hoje")
        path = f"/api/v1/tickets/{ticket['id']}/scheduled-messages"
        return await as_user("agent", user_id=AGENT).post(path, json=body)

    return create


@pytest.fixture
def due_now(database: Database) -> Callable[..., Awaitable[None]]:
    """Lets the time of all scheduled messages come."""

    async def let(seconds: float = 1.0) -> None:
        async with database.worker() as session:
            await execute(
                session,
                "UPDATE scheduled_messages SET send_at = now() - make_interval(secs => :seconds),"
                " claimed_until = NULL",
                seconds=seconds,
            )

    return let


async def shown(as_user: AsUser, scheduled: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await as_user("viewer").get(f"{SCHEDULED}/{scheduled['id']}")).json()
    return found


async def entries(as_user: AsUser, ticket_id: str) -> list[dict[str, Any]]:
    page = (await as_user("viewer").get(f"/api/v1/tickets/{ticket_id}/messages")).json()
    items: list[dict[str, Any]] = page["items"]
    return items


async def test_a_message_is_sent_once_when_its_time_comes(
    schedule: Any,
    due_now: Any,
    database: Database,
    as_user: AsUser,
    ticket: dict[str, Any],
    published: Published,
    logged: Any,
) -> None:
    created = await schedule(clientMessageId="one")
    assert created.status_code == 201, created.text
    waiting = created.json()
    assert (waiting["status"], waiting["text"], waiting["kind"]) == ("scheduled", "Seu exame é hoje", "text")
    assert waiting["timeZone"] == "America/Sao_Paulo"
    again = await schedule(clientMessageId="one", sendAt=tomorrow(hours=3))
    assert (again.status_code, again.json()) == (200, waiting)
    other = await schedule(clientMessageId="one", text="Outro")
    assert (other.status_code, other.json()["code"]) == (409, "client-message-id-reused")

    sender = Sender(database)
    assert await sender.step() is False
    await due_now()
    # Two replicas, and one that died with its lease.
    await asyncio.gather(*(Sender(database).step() for _ in range(4)))
    await asyncio.gather(*(sender.step() for _ in range(3)))
    [request] = await published(MessageSendRequestedV2)
    sent = await shown(as_user, waiting)
    assert (sent["status"], sent["messageId"]) == ("sent", str(request.message_id))
    message, _ = await entries(as_user, ticket["id"])
    assert (message["id"], message["authorId"]) == (sent["messageId"], str(AGENT))
    assert (await logged())[-1] == "scheduled_message.updated"
    # It answers nothing that came meanwhile: the ticket is still for all, and unread.
    after = (await as_user("viewer").get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert (after["status"], after["assigneeId"], after["unread"]) == ("pending", None, 1)


@pytest.mark.parametrize("step", range(1, 9))
async def test_a_worker_that_dies_at_any_point_leaves_it_to_the_next(
    step: int,
    schedule: Any,
    due_now: Any,
    database: Database,
    published: Published,
    as_user: AsUser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waiting = (await schedule()).json()
    await due_now()
    names = ["require_working", "current_ticket", "send", "_end"]
    calls = 0

    class Died(BaseException):
        pass

    def dying(name: str) -> Any:
        run = getattr(due, name)

        async def die(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == step:
                raise Died
            result = await run(*arguments, **options)
            calls += 1
            if calls == step:
                raise Died
            return result

        return die

    for name in names:
        monkeypatch.setattr(due, name, dying(name))
    with pytest.raises(Died):
        await Sender(database).step()
    monkeypatch.undo()
    assert await published(MessageSendRequestedV2) == []
    assert await Sender(database).step() is False, "its lease lasts"
    await due_now()
    await Sender(database).step()
    assert len(await published(MessageSendRequestedV2)) == 1
    assert (await shown(as_user, waiting))["status"] == "sent"


async def test_outside_the_window_it_fails_in_its_ticket_and_a_template_goes(
    schedule: Any,
    due_now: Any,
    sender: Sender,
    database: Database,
    as_user: AsUser,
    ticket: dict[str, Any],
    published: Published,
    logged: Any,
) -> None:
    plain = (await schedule()).json()
    template = {"kind": "template", "name": "lembrete", "language": "pt_BR"}
    allowed = (await schedule(content=template)).json()
    async with database.worker() as session:
        await execute(session, "UPDATE tickets SET last_inbound_at = now() - interval '25 hours', unread = 0")
    await due_now()
    await sender.step()
    failed = await shown(as_user, plain)
    assert (failed["status"], failed["failure"]["code"]) == ("failed", "window-closed")
    assert failed["failure"]["words"].keys() == {"pt", "en"}
    assert (await shown(as_user, allowed))["status"] == "sent"
    assert len(await published(MessageSendRequestedV2)) == 1
    noted = next(one for one in await entries(as_user, ticket["id"]) if one["kind"] == "timeline")
    assert noted["content"]["timeline"] == {"event": "scheduled_failed", "reason": "window-closed"}
    after = (await as_user("viewer").get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert after["unread"] == 1
    assert "scheduled_message.updated" in await logged()
    assert await sender.step() is False, "it does not fail again"


async def test_a_closed_ticket_goes_on_with_it(
    schedule: Any, due_now: Any, sender: Sender, as_user: AsUser, ticket: dict[str, Any]
) -> None:
    waiting = (await schedule()).json()
    agent = as_user("agent", user_id=AGENT)
    await agent.post(f"/api/v1/tickets/{ticket['id']}/close")
    await due_now()
    await sender.step()
    sent = await shown(as_user, waiting)
    assert (sent["status"], sent["ticketId"]) == ("sent", ticket["id"])
    assert (await agent.get(f"/api/v1/tickets/{ticket['id']}")).json()["status"] != "closed"


async def test_it_goes_also_when_its_author_sees_the_ticket_no_more(
    schedule: Any, due_now: Any, sender: Sender, as_user: AsUser, ticket: dict[str, Any]
) -> None:
    waiting = (await schedule()).json()
    http = as_user("admin")
    queue = await create_queue(http, name="Vendas")
    body = {"queueId": queue["id"]}
    assert (await http.post(f"/api/v1/tickets/{ticket['id']}/transfer", json=body)).status_code == 200
    await due_now()
    while await sender.step():
        pass
    assert (await http.get(f"{SCHEDULED}/{waiting['id']}")).json()["status"] == "sent"


async def test_it_goes_into_the_ticket_that_its_customer_has_now(
    schedule: Any,
    due_now: Any,
    sender: Sender,
    database: Database,
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    ticket: dict[str, Any],
) -> None:
    waiting = (await schedule()).json()
    agent = as_user("agent", user_id=AGENT)
    await agent.post(f"/api/v1/tickets/{ticket['id']}/close")
    async with database.worker() as session:
        await execute(session, "UPDATE tickets SET closed_at = now() - interval '3 days'")
    await handle([inbound("Oi de novo")])
    tickets = (await agent.get("/api/v1/tickets", params={"status": "pending"})).json()["items"]
    [later] = [one for one in tickets if one["id"] != ticket["id"]]
    # It is listed in either.
    for each in (ticket, later):
        listed = (await agent.get(f"/api/v1/tickets/{each['id']}/scheduled-messages")).json()["items"]
        assert [one["id"] for one in listed] == [waiting["id"]]
    await due_now()
    await sender.step()
    sent = await shown(as_user, waiting)
    assert (sent["status"], sent["ticketId"]) == ("sent", later["id"])
    assert (await agent.get(f"/api/v1/tickets/{ticket['id']}")).json()["status"] == "closed"


async def test_of_an_author_who_left_nothing_is_sent(
    schedule: Any, due_now: Any, sender: Sender, as_user: AsUser, handle: Handle, company_id: UUID
) -> None:
    waiting = (await schedule()).json()
    await handle(
        [
            UserChangedV1(
                company_id=company_id, user_id=AGENT, name="Ana", role="agent", state="disabled", revision=9
            )
        ]
    )
    await due_now()
    await sender.step()
    assert (await shown(as_user, waiting))["failure"]["code"] == "account-gone"


async def test_a_channel_that_is_off_sends_nothing_and_what_is_very_late_stays(
    schedule: Any,
    due_now: Any,
    sender: Sender,
    as_user: AsUser,
    handle: Handle,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    late = (await schedule()).json()
    await due_now(domain.MAX_LATE.total_seconds() + 1)
    await sender.step()
    assert (await shown(as_user, late))["failure"]["code"] == "scheduled-message-too-late"
    waiting = (await schedule()).json()
    off = ChannelChangedV1(
        company_id=company_id,
        channel_id=channel_id,
        name="x",
        provider="x",
        status="disabled",
        messages_per_second=1,
        revision=9,
    )
    await handle([off])
    await due_now()
    await sender.step()
    assert (await shown(as_user, waiting))["failure"]["code"] == "channel-unavailable"


async def test_what_waits_is_changed_and_cancelled(
    schedule: Any, due_now: Any, sender: Sender, as_user: AsUser, published: Published
) -> None:
    waiting = (await schedule()).json()
    agent = as_user("agent")
    path = f"{SCHEDULED}/{waiting['id']}"
    changed = (await agent.patch(path, json={"text": "Amanhã, então", "sendAt": tomorrow(hours=24)})).json()
    assert (changed["text"], changed["revision"]) == ("Amanhã, então", 2)
    assert changed["sendAt"] > waiting["sendAt"]
    assert (await agent.patch(path, json={"text": "Amanhã, então"})).json() == changed
    stale = {"If-Match": f'"{waiting["revision"]}"'}
    refused = await agent.patch(path, json={"text": "Ontem"}, headers=stale)
    assert (refused.status_code, refused.json()["code"]) == (412, "revision-mismatch")
    assert (await agent.delete(path, headers=stale)).status_code == 412
    assert (await agent.get(path)).headers["etag"] == '"2"'
    for wrong in ({"sendAt": "2020-01-01T00:00:00Z"}, {"text": " "}, {"timeZone": "Mars/Base"}, {"x": 1}):
        assert (await agent.patch(path, json=wrong)).status_code == 422
    for _ in range(2):
        assert (await agent.delete(path)).status_code == 204
    refused = await agent.patch(path, json={"text": "x"})
    assert (refused.status_code, refused.json()["code"]) == (409, "scheduled-message-over")
    await due_now()
    await sender.step()
    assert await published(MessageSendRequestedV2) == []
    assert (await shown(as_user, waiting))["status"] == "cancelled"

    assert (await as_user("viewer").patch(path, json={"text": "x"})).status_code == 403
    foreign = as_user("agent", company_id=uuid7())
    assert (await foreign.get(path)).status_code == 404
    assert (await foreign.delete(path)).status_code == 404


async def test_what_is_cancelled_while_it_is_claimed_is_not_sent(
    schedule: Any, due_now: Any, database: Database, as_user: AsUser, published: Published
) -> None:
    waiting = (await schedule()).json()
    await due_now()
    now = datetime.now(UTC)
    async with database.worker() as session:
        [row] = await repository.claim(session, now, lease=scheduled_worker.LEASE, each=5, limit=5)
    assert (await as_user("agent").delete(f"{SCHEDULED}/{waiting['id']}")).status_code == 204
    await Sender(database)._send(row)
    assert await published(MessageSendRequestedV2) == []
    assert (await shown(as_user, waiting))["status"] == "cancelled"


async def test_times_are_of_a_zone_and_within_a_year(schedule: Any) -> None:
    local = await schedule(sendAt="2090-01-01T09:00:00", timeZone="America/Manaus")
    assert local.json()["errors"][0]["code"] == "too_far_ahead"
    day = (datetime.now(UTC) + timedelta(days=2)).date()
    created = (await schedule(sendAt=f"{day}T09:00:00", timeZone="America/Manaus")).json()
    assert (created["sendAt"], created["timeZone"]) == (f"{day}T13:00:00Z", "America/Manaus")
    for wrong in ("2020-01-01T00:00:00Z", "2030-01-01", 1893456000, "1000-01-01T00:00:00Z"):
        assert (await schedule(sendAt=wrong)).status_code == 422, wrong
    reaction = {"kind": "reaction", "messageId": "x", "emoji": "👍"}
    assert (await schedule(content=reaction)).json()["errors"][0]["code"] == "reaction_scheduled"
    assert (await schedule(replyTo="wamid.unknown")).json()["errors"][0]["field"] == "replyTo"


async def test_a_template_is_checked_when_it_is_scheduled(
    schedule: Any, handle: Handle, company_id: UUID, channel_id: UUID
) -> None:
    channel = ChannelChangedV1(
        company_id=company_id,
        channel_id=channel_id,
        name="Loja",
        provider="x",
        status="active",
        messages_per_second=1,
        account_id="7",
        revision=1,
    )
    await handle([channel])
    await create_template(handle, company_id, "7")
    refused = await schedule(content={"kind": "template", "name": "pedido", "language": "pt_BR"})
    assert refused.status_code == 422
    values = [{"type": "text", "text": "Ana"}, {"type": "text", "text": "7"}]
    fitting = {"kind": "template", "name": "pedido", "language": "pt_BR"}
    fitting |= {"components": [{"type": "body", "parameters": values}]}  # type: ignore[dict-item]
    assert (await schedule(content=fitting)).json()["text"].startswith("Olá Ana, o pedido 7")


async def test_agents_list_their_own_and_managers_all(schedule: Any, as_user: AsUser) -> None:
    first = (await schedule()).json()
    second = (await schedule(sendAt=tomorrow(hours=-2))).json()
    mine = (await as_user("agent", user_id=AGENT).get(SCHEDULED)).json()["items"]
    assert [one["id"] for one in mine] == [second["id"], first["id"]]
    assert (await as_user("agent").get(SCHEDULED)).json()["items"] == []
    page = (await as_user("admin").get(SCHEDULED, params={"limit": 1, "status": "scheduled"})).json()
    assert [one["id"] for one in page["items"]] == [second["id"]]
    rest = {"cursor": page["nextCursor"], "authorId": str(AGENT)}
    assert [one["id"] for one in (await as_user("admin").get(SCHEDULED, params=rest)).json()["items"]] == [
        first["id"]
    ]


async def test_a_company_has_a_bound_and_a_turn(
    schedule: Any, monkeypatch: pytest.MonkeyPatch, due_now: Any, database: Database, rows: Rows
) -> None:
    for _ in range(3):
        assert (await schedule()).status_code == 201
    monkeypatch.setattr("chat.scheduled.service.MAX_PENDING", 3)
    refused = await schedule()
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-scheduled-messages")
    await due_now()
    async with database.worker() as session:
        claimed = await repository.claim(
            session, datetime.now(UTC), lease=scheduled_worker.LEASE, each=2, limit=10
        )
    assert len(claimed) == 2
    assert len(await rows("SELECT FROM scheduled_messages WHERE claimed_until IS NULL")) == 1


async def test_what_has_been_over_for_long_is_removed(
    schedule: Any, as_user: AsUser, database: Database, rows: Rows
) -> None:
    old, waiting = (await schedule()).json(), (await schedule()).json()
    await as_user("agent").delete(f"{SCHEDULED}/{old['id']}")
    async with database.worker() as session:
        await execute(session, "UPDATE scheduled_messages SET updated_at = now() - interval '91 days'")
    async with database.worker() as session:
        assert await scheduled_worker.purge(session, 10) == 1
    assert [str(row.id) for row in await rows("SELECT id FROM scheduled_messages")] == [waiting["id"]]


async def test_it_follows_its_customer_into_the_contact_that_they_turn_out_to_be(
    due_now: Any,
    sender: Sender,
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    ticket: dict[str, Any],
    published: Published,
) -> None:
    """The person wrote by number and by user id; then WhatsApp tells both names together."""
    await handle([inbound("Oi", sender=Party(bsuid="BR.1234567890", name="Maria"))])
    agent = as_user("agent", user_id=AGENT)
    found = (await agent.get("/api/v1/tickets", params={"status": "pending"})).json()["items"]
    [second] = [one["id"] for one in found if one["id"] != ticket["id"]]
    waiting = []
    for number, each in enumerate((ticket["id"], second)):
        body = {"text": f"{number}", "sendAt": tomorrow(), "clientMessageId": str(number)}
        path = f"/api/v1/tickets/{each}/scheduled-messages"
        waiting.append((await agent.post(path, json=body)).json())
    both = Party(wa_id="5511999990001", bsuid="BR.1234567890", name="Maria")
    await handle([inbound("Sou eu", sender=both)])
    left = (await agent.get("/api/v1/tickets", params={"status": "pending"})).json()["items"]
    assert len(left) == 1, "the tickets became one"
    await due_now()
    await sender.step()
    sent = [await shown(as_user, one) for one in waiting]
    assert [(one["status"], one["ticketId"]) for one in sent] == [("sent", left[0]["id"])] * 2
    requests = await published(MessageSendRequestedV2)
    assert {one.recipient.wa_id for one in requests} == {"5511999990001"}
    assert len(requests) == 2


async def test_one_that_cannot_even_fail_does_not_stop_what_is_due_behind_it(
    schedule: Any,
    due_now: Any,
    sender: Sender,
    as_user: AsUser,
    published: Published,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, whole = (await schedule()).json(), (await schedule()).json()
    await due_now()
    deliver = scheduled_worker.deliver

    async def refuse(session: Any, row: Any, at: datetime) -> None:
        if str(row.id) == broken["id"]:
            raise NotFound("ticket-not-found")
        await deliver(session, row, at)

    async def fail(*_: object) -> None:
        raise NotFound("ticket-not-found")

    monkeypatch.setattr(scheduled_worker, "deliver", refuse)
    monkeypatch.setattr(scheduled_worker, "fail", fail)
    await sender.step()
    assert (await shown(as_user, whole))["status"] == "sent"
    assert (await shown(as_user, broken))["status"] == "scheduled"
    assert len(await published(MessageSendRequestedV2)) == 1
