"""Tickets that wait in queues are given to agents who are here; those of absent agents wait again."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.data.rounds import Rounds
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.directory.domain import User
from chat.tickets import worker as tickets

from ..factories import Inbound, Rows, create_channel, create_queue, create_user

POLICIES = "/api/v1/policies"


class Presence:
    """Who is here, as tests say."""

    def __init__(self) -> None:
        self.here: set[UUID] = set()
        self.is_away = False

    async def __call__(self, users: Collection[User]) -> set[User]:
        if self.is_away:
            raise RedisConnectionError
        return {user for user in users if user.id in self.here}


class Team:
    """A queue with members, and customers who write to it."""

    def __init__(
        self,
        database: Database,
        http: httpx.AsyncClient,
        handle: Handle,
        inbound: Inbound,
        company_id: UUID,
        channel_id: UUID,
    ) -> None:
        self._channel_id = channel_id
        self._attendant = tickets.attendant(database)
        self.http, self._handle, self._inbound, self._company_id = http, handle, inbound, company_id
        self._customers = iter(range(5511900000000, 5511999999999))

    async def queue(self, members: int, name: str = "Vendas") -> tuple[dict[str, Any], list[UUID]]:
        queue = await create_queue(self.http, name=name)
        users = [await create_user(self._handle, self._company_id, f"U{nth}") for nth in range(members)]
        for user in users:
            await self.http.put(f"/api/v1/queues/{queue['id']}/members/{user}")
        return queue, users

    async def customers(self, count: int, queue: dict[str, Any]) -> None:
        """Have so many write, into a queue."""
        path = f"{POLICIES}/channels/{self._channel_id}"
        await create_channel(self._handle, self._company_id, self._channel_id)
        decided = await self.http.patch(path, json={"defaultQueueId": queue["id"]})
        assert decided.status_code == 200, decided.text
        numbers = [str(next(self._customers)) for _ in range(count)]
        await self._handle([self._inbound(wa_id=number, company_id=self._company_id) for number in numbers])
        while await self._attendant.step():
            pass
        await self.http.patch(path, json={"defaultQueueId": None})

    async def assignees(self) -> Counter[str | None]:
        page = (await self.http.get("/api/v1/tickets", params={"limit": 100})).json()
        return Counter(ticket["assigneeId"] for ticket in page["items"])


@pytest.fixture
def presence() -> Presence:
    return Presence()


@pytest.fixture
def team(
    database: Database,
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    company_id: UUID,
    channel_id: UUID,
) -> Team:
    return Team(database, as_user("admin"), handle, inbound, company_id, channel_id)


@pytest.fixture
def dispatch(database: Database, presence: Presence) -> Callable[[], Awaitable[None]]:
    """Has three workers at once give all that can be given."""

    async def run() -> None:
        async def work(dispatcher: Rounds) -> None:
            while await dispatcher.step():
                pass

        await asyncio.gather(*(work(tickets.dispatcher(database, presence)) for _ in range(3)))

    return run


async def test_tickets_are_given_in_turn_to_who_is_here_by_several_workers_at_once(
    team: Team, presence: Presence, dispatch: Any, published: Published, rows: Rows
) -> None:
    queue, users = await team.queue(4)
    await team.http.patch(POLICIES, json={"assignment": "round_robin"})
    presence.here = {*users[:3]}
    await team.customers(30, queue)
    await dispatch()
    counts = await team.assignees()
    assert {counts[str(user)] for user in users[:3]} == {10}
    told = [one for one in await published(TicketChangedV1) if one.assignee_id is not None]
    assert len(told) == 30, "none is given twice"
    entries = await rows("SELECT content FROM messages WHERE origin = 'timeline' AND author_id IS NULL")
    assert sum(row.content["timeline"]["event"] == "assigned" for row in entries) == 30


async def test_nobody_gets_more_than_they_can_have(team: Team, presence: Presence, dispatch: Any) -> None:
    queue, users = await team.queue(2)
    await team.http.patch(POLICIES, json={"assignment": "least_busy", "agentCapacity": 3})
    presence.here = {*users}
    await team.customers(9, queue)
    await dispatch()
    counts = await team.assignees()
    assert (counts[str(users[0])], counts[str(users[1])], counts[None]) == (3, 3, 3)
    page = (await team.http.get("/api/v1/tickets", params={"assigneeId": str(users[0])})).json()
    await team.http.post(f"/api/v1/tickets/{page['items'][0]['id']}/close")
    await dispatch()
    assert (await team.assignees())[None] == 2


async def test_by_hand_and_outside_of_queues_nobody_is_given_anything(
    team: Team, presence: Presence, dispatch: Any, handle: Handle, inbound: Inbound
) -> None:
    queue, users = await team.queue(1)
    presence.here = {*users}
    await team.customers(2, queue)
    await dispatch()
    assert await team.assignees() == {None: 2}
    await team.http.patch(POLICIES, json={"assignment": "round_robin"})
    await handle([inbound(wa_id="5521988887777")])
    presence.is_away = True
    await dispatch()
    assert await team.assignees() == {None: 3}, "it is not known who is here"
    presence.is_away = False
    await dispatch()
    assert await team.assignees() == {None: 1, str(users[0]): 2}


async def test_viewers_and_disabled_users_get_none(
    team: Team, presence: Presence, dispatch: Any, handle: Handle, company_id: UUID
) -> None:
    queue, [agent] = await team.queue(1)
    viewer = await create_user(handle, company_id, "V", role="viewer")
    gone = await create_user(handle, company_id, "G")
    for user in (viewer, gone):
        await team.http.put(f"/api/v1/queues/{queue['id']}/members/{user}")
    await create_user(handle, company_id, "G", user_id=gone, state="disabled", revision=2)
    await team.http.patch(POLICIES, json={"assignment": "round_robin"})
    presence.here = {viewer, gone, agent}
    await team.customers(3, queue)
    await dispatch()
    assert await team.assignees() == {str(agent): 3}


async def test_companies_do_not_wait_for_each_other(
    team: Team,
    presence: Presence,
    database: Database,
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    channel_id: UUID,
) -> None:
    other_id = uuid7()
    other = Team(database, as_user("admin", company_id=other_id), handle, inbound, other_id, channel_id)
    for one, count in ((team, 60), (other, 1)):
        queue, users = await one.queue(2)
        presence.here |= {*users}
        await one.http.patch(POLICIES, json={"assignment": "round_robin"})
        await one.customers(count, queue)
    assert await tickets.dispatcher(database, presence).step()
    assert (await other.assignees())[None] == 0
    assert (await team.assignees())[None] > 0


async def test_tickets_of_who_is_away_for_too_long_wait_for_others(
    team: Team, presence: Presence, database: Database, dispatch: Any
) -> None:
    queue, [ana, bia] = await team.queue(2)
    await team.http.patch(POLICIES, json={"assignment": "round_robin", "releaseOfflineMinutes": 10})
    presence.here = {ana, bia}
    await team.customers(4, queue)
    await dispatch()
    await team.http.patch(POLICIES, json={"assignment": "manual"})
    start = datetime.now(UTC)

    async def look(minutes: float) -> None:
        worker = tickets.absences(database, presence, lambda: start + timedelta(minutes=minutes))
        while await worker.step():
            pass

    presence.here = {bia}
    await look(0)
    await look(9)
    assert (await team.assignees())[str(ana)] == 2
    presence.here = {ana, bia}
    await look(9.5)
    presence.here = {bia}
    await look(10)
    await look(19)
    assert (await team.assignees())[str(ana)] == 2, "she was here in between"
    await look(20)
    assert await team.assignees() == {None: 2, str(bia): 2}


async def test_what_sleeps_is_closed_with_a_word_but_nothing_that_waits_for_us(
    team: Team,
    database: Database,
    handle: Handle,
    as_user: AsUser,
    company_id: UUID,
    channel_id: UUID,
    rows: Rows,
) -> None:
    await create_channel(handle, company_id, channel_id)
    queue, [ana] = await team.queue(1)
    await team.customers(3, queue)
    found = (await team.http.get("/api/v1/tickets")).json()["items"]
    for ticket in found[:2]:
        body = {"text": "Posso ajudar em algo mais?", "clientMessageId": str(uuid7())}
        answer = await as_user("agent", user_id=ana).post(
            f"/api/v1/tickets/{ticket['id']}/messages", json=body
        )
        assert answer.status_code == 201
    await team.http.patch(POLICIES, json={"closeAfterHours": 8, "closeMessage": "Até logo!"})

    async def look(hours: float) -> None:
        worker = tickets.closer(database, lambda: datetime.now(UTC) + timedelta(hours=hours))
        while await worker.step():
            pass

    async def closed() -> list[dict[str, Any]]:
        page = (await team.http.get("/api/v1/tickets", params={"status": "closed"})).json()
        return list(page["items"])

    await look(7.9)
    assert await closed() == []
    await look(8.1)
    await look(8.1)
    assert {one["id"] for one in await closed()} == {one["id"] for one in found[:2]}
    assert {one["closeReason"] for one in await closed()} == {"inactive"}
    sent = await rows("SELECT text FROM messages WHERE origin = 'automatic'")
    assert [row.text for row in sent] == ["Até logo!"] * 2
    await team.http.post(f"/api/v1/tickets/{found[0]['id']}/reopen")
    path = f"{POLICIES}/channels/{channel_id}"
    assert (await team.http.patch(path, json={"closeAfterHours": 100})).status_code == 200
    await look(50)
    assert len(await closed()) == 1, "the channel waits for longer"


async def test_tickets_of_an_archived_queue_move_on_and_so_does_the_channel_s_default(
    team: Team,
    database: Database,
    handle: Handle,
    inbound: Inbound,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    await create_channel(handle, company_id, channel_id)
    first, _ = await team.queue(1, "A")
    second, _ = await team.queue(1, "B")
    third, _ = await team.queue(1, "C")
    path = f"{POLICIES}/channels/{channel_id}"
    await team.customers(30, first)
    await team.http.patch(path, json={"defaultQueueId": first["id"]})
    [open_, closed, *_] = (await team.http.get("/api/v1/tickets")).json()["items"]
    await team.http.post(f"/api/v1/tickets/{open_['id']}/accept")
    await team.http.post(f"/api/v1/tickets/{closed['id']}/close")
    for queue, into in ((first, second), (second, third)):
        await team.http.delete(f"/api/v1/queues/{queue['id']}", params={"targetQueueId": into["id"]})
    await handle([inbound(wa_id="5521988887777")])

    async def work() -> None:
        worker = tickets.mover(database)
        while await worker.step():
            pass

    await asyncio.gather(work(), work())
    await work()
    await work()
    items = (await team.http.get("/api/v1/tickets", params={"limit": 100})).json()["items"]
    assert {one["queueId"] for one in items if one["status"] != "closed"} == {third["id"]}
    [kept] = [one for one in items if one["id"] == open_["id"]]
    assert (kept["status"], kept["assigneeId"]) == ("open", kept["assigneeId"])
    assert kept["assigneeId"]
    assert (await team.http.get(path)).json()["defaultQueueId"] == third["id"]


async def test_companies_in_which_there_is_nothing_to_do_keep_nothing_from_those_behind(
    team: Team,
    presence: Presence,
    database: Database,
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    channel_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tickets, "_COMPANIES", 1)
    first = as_user("admin", company_id=UUID(int=1))
    decided = {"assignment": "round_robin", "releaseOfflineMinutes": 10, "closeAfterHours": 8}
    assert (await first.patch(POLICIES, json=decided)).status_code == 200
    empty = Team(database, first, handle, inbound, UUID(int=1), channel_id)
    await empty.customers(1, (await empty.queue(0))[0])  # A ticket waits where nobody works.
    await team.http.patch(POLICIES, json=decided)
    queue, [ana] = await team.queue(1)
    await team.customers(1, queue)

    async def work(worker: Rounds) -> None:
        for _ in range(6):
            await worker.step()

    presence.here = {ana}
    await work(tickets.dispatcher(database, presence))
    assert await team.assignees() == {str(ana): 1}
    presence.here = set()
    start = datetime.now(UTC)
    for minutes in (0, 11):
        await work(tickets.absences(database, presence, lambda late=minutes: start + timedelta(minutes=late)))
    assert await team.assignees() == {None: 1}
    [ticket] = (await team.http.get("/api/v1/tickets")).json()["items"]
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    await team.http.post(path, json={"text": "Algo mais?", "clientMessageId": str(uuid7())})
    await work(tickets.closer(database, lambda: start + timedelta(hours=9)))
    [ticket] = (await team.http.get("/api/v1/tickets")).json()["items"]
    assert ticket["status"] == "closed"
