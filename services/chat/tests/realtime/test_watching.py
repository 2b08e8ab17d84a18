"""Live figures over sockets: pushed when they change, to those who ask, counted once for all of them."""

import asyncio
from itertools import pairwise
from math import inf
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission
from atende_platform.identity.api_keys import Directory, Entry, hash_key, id_of, new_key
from atende_platform.testing.plugin import SIGNER, AsUser, Eventually, Handle, Installation, token_for
from chat.live import service
from chat.live.repository import Now
from chat.realtime import sockets, watching

from ..factories import Inbound, create_queue, create_user
from .consoles import Connect, Console, deaf

TICKETS = "/api/v1/tickets"


def shown(console: Console) -> list[dict[str, Any]]:
    return [data for event, data in console.notices if event == "live.changed"]


async def watch(console: Console, **asked: Any) -> None:
    await console.until("ready")
    assert (await console.ask("live", asked))["ok"] is True


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The companies whose tickets were counted, once for each time."""
    counted: list[UUID] = []
    count = Now.tickets

    async def counting_calls(self: Now, *given: Any) -> Any:
        counted.append(self._company_id)
        return await count(self, *given)

    monkeypatch.setattr(Now, "tickets", counting_calls)
    return counted


async def test_who_watches_gets_what_stands_and_what_changes(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    company_id: UUID,
    eventually: Eventually,
) -> None:
    boss, ana = as_user("admin"), await create_user(handle, company_id)
    queue = (await create_queue(boss, name="Vendas"))["id"]
    await boss.put(f"/api/v1/queues/{queue}/members/{ana}")
    await handle([inbound(wa_id=f"551199999000{number}") for number in range(3)])
    wall, hers, other = await connect(role="viewer"), await connect(user_id=ana), await connect(role="admin")
    for console in (wall, hers):
        await watch(console)

    async def as_it_is(console: Console, *expected: int) -> None:
        last = shown(console)[-1:]
        assert [(one["open"], one["pending"], one["today"]["closed"]) for one in last] == [expected]

    await eventually(lambda: as_it_is(wall, 0, 3, 0))
    ids = [each["id"] for each in (await boss.get(TICKETS)).json()["items"]]
    taken = {"queueId": queue, "assigneeId": str(ana)}
    assert (await boss.post(f"{TICKETS}/{ids[0]}/transfer", json=taken)).status_code == 200
    taken = {"queueId": queue, "assigneeId": str(await create_user(handle, company_id))}
    assert (await boss.post(f"{TICKETS}/{ids[1]}/transfer", json=taken)).status_code == 200
    await boss.delete(f"/api/v1/queues/{queue}/members/{ana}")

    await eventually(lambda: as_it_is(wall, 2, 1, 0))
    await eventually(lambda: as_it_is(hers, 1, 1, 0))
    await boss.post(f"{TICKETS}/{ids[2]}/close", json={})
    await eventually(lambda: as_it_is(wall, 2, 0, 1))
    by_rest = (await as_user("viewer").get("/api/v1/live")).json()
    assert {name: shown(wall)[-1][name] for name in ("open", "waiting", "today", "queues")} == {
        name: by_rest[name] for name in ("open", "waiting", "today", "queues")
    }
    assert {line["userId"] for line in shown(hers)[-1]["agents"]} == {str(ana)}
    assert len(shown(wall)[-1]["agents"]) >= 2
    assert shown(other) == [], "it did not ask"


async def test_who_is_here_is_pushed(connect: Connect, as_user: AsUser, eventually: Eventually) -> None:
    wall, agent = await connect(role="admin", user_id=uuid7()), uuid7()
    await watch(wall)
    await connect(user_id=agent)

    async def statuses(expected: str) -> None:
        lines = {line["userId"]: line["status"] for line in shown(wall)[-1]["agents"]} if shown(wall) else {}
        assert lines.get(str(agent)) == expected

    await eventually(lambda: statuses("online"))
    online = shown(wall)[-1]["agentsOnline"]
    await as_user("agent", user_id=agent).put("/api/v1/presence", json={"status": "away"})
    await eventually(lambda: statuses("away"))
    assert shown(wall)[-1]["agentsOnline"] == online - 1


async def test_it_is_counted_once_for_all_and_bundled(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    counts: list[UUID],
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "REPEATED_SECONDS", 3600.0)
    walls = [await connect(role="viewer") for _ in range(5)]
    for wall in walls:
        await watch(wall)
    begun = asyncio.get_running_loop().time()
    for number in range(30):
        await handle([inbound(str(number), wa_id=f"55119999900{number:02}")])

    async def all_have_it() -> None:
        assert [[data["pending"] for data in shown(wall)][-1:] for wall in walls] == [[30]] * 5

    await eventually(all_have_it)
    seconds = asyncio.get_running_loop().time() - begun
    assert len(counts) <= seconds / watching.SECONDS + 3
    for wall in walls:
        figures = [{**data, "at": None} for data in shown(wall)]
        assert all(first != second for first, second in pairwise(figures))


async def test_it_is_repeated_so_that_silence_means_that_something_is_wrong(
    connect: Connect, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "REPEATED_SECONDS", 1.0)
    wall = await connect(role="viewer")
    await watch(wall)

    async def thrice() -> None:
        assert len({data["at"] for data in shown(wall)}) >= 3

    await eventually(thrice)


async def test_nothing_is_counted_where_nobody_watches(
    connect: Connect, handle: Handle, inbound: Inbound, counts: list[UUID], eventually: Eventually
) -> None:
    console, colleague = await connect(), await connect()
    for each in (console, colleague):
        await each.until("ready")
    await handle([inbound()])
    await console.until("message.created")
    assert counts == []
    await watch(console)

    async def has_it() -> None:
        assert shown(console)

    await eventually(has_it)
    assert (await console.ask("unlive", {}))["ok"] is True
    before = len(shown(console))
    await handle([inbound()])
    await console.until("message.created", 2)
    await asyncio.sleep(watching.SECONDS + 2 * watching.STEP_SECONDS)
    assert len(shown(console)) == before


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> tuple[UUID, list[bool]]:
    """A company that is never counted to the end, and of each try whether it has ended."""
    large, ended = uuid7(), list[bool]()
    count = Now.tickets

    async def slow_of_one(self: Now, *given: Any) -> Any:
        if self._company_id != large:
            return await count(self, *given)
        number = len(ended)
        ended.append(False)
        try:
            await asyncio.sleep(600)
        finally:
            ended[number] = True

    monkeypatch.setattr(Now, "tickets", slow_of_one)
    return large, ended


async def test_a_count_that_takes_long_keeps_no_other_company_waiting(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    eventually: Eventually,
    endless: tuple[UUID, list[bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "COUNT_SECONDS", 60.0)
    monkeypatch.setattr(service, "COUNT_SECONDS", 60.0)
    large, ended = endless
    theirs, wall = await connect(role="viewer", company_id=large), await connect(role="viewer")
    await watch(theirs)

    async def is_counted() -> None:
        assert ended

    async def is_shown(pending: int) -> None:
        assert [data["pending"] for data in shown(wall)][-1:] == [pending]

    await eventually(is_counted)
    await watch(wall)
    await eventually(lambda: is_shown(0))
    await handle([inbound()])
    await eventually(lambda: is_shown(1))
    assert ended == [False], "it is still being counted"


async def test_a_count_that_takes_too_long_is_not_repeated_half_of_the_time(
    connect: Connect,
    eventually: Eventually,
    endless: tuple[UUID, list[bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "COUNT_SECONDS", 0.5)
    large, ended = endless
    wall = await connect(role="viewer", company_id=large)
    await watch(wall)

    async def has_failed() -> None:
        assert ended == [True]

    await eventually(has_failed)
    await asyncio.sleep(2)
    assert ended == [True], "the next one comes after twenty times as long as it took"
    assert shown(wall) == []


async def test_another_filter_takes_the_place_of_the_one_before(
    connect: Connect, handle: Handle, inbound: Inbound, channel_id: UUID, eventually: Eventually
) -> None:
    wall = await connect(role="viewer")
    await handle([inbound(), inbound(channel_id=uuid7(), wa_id="5511999990002")])

    async def pending(expected: int) -> None:
        assert [data["pending"] for data in shown(wall)][-1:] == [expected]

    await watch(wall)
    await eventually(lambda: pending(2))
    await watch(wall, channelId=str(channel_id))
    await eventually(lambda: pending(1))
    assert (shown(wall)[-1]["channelId"], shown(wall)[-1]["queueId"]) == (str(channel_id), None)
    await watch(wall, queueId=str(uuid7()))
    await eventually(lambda: pending(0))


async def test_what_makes_no_sense_or_comes_too_often_is_refused(connect: Connect) -> None:
    wall = await connect(role="viewer")
    await wall.until("ready")
    assert (await wall.ask("live", {"channelId": "x"}))["code"] == "invalid-input"
    assert (await wall.ask("live", {"colour": "red"}))["code"] == "invalid-input"
    answers = [await wall.ask("live", {}) for _ in range(8)]
    assert answers[-1]["code"] == "too-many-requests"


@pytest.mark.parametrize("may_read_reports", [True, False])
async def test_an_api_key_sees_all_if_it_may_read_reports(
    connect: Connect,
    redis: Redis,
    company_id: UUID,
    handle: Handle,
    inbound: Inbound,
    eventually: Eventually,
    may_read_reports: bool,
) -> None:
    key = new_key(uuid7())
    scopes = frozenset({Permission.TICKETS_READ} | ({Permission.REPORTS_READ} if may_read_reports else set()))
    await Directory(redis, SIGNER).put([Entry(id_of(key), company_id, hash_key(key), scopes, inf)])
    await handle([inbound()])
    console = await connect(token=key)
    await console.until("ready")
    answer = await console.ask("live", {})
    if not may_read_reports:
        assert answer["code"] == "forbidden"
        return

    async def all_is_shown() -> None:
        assert [data["pending"] for data in shown(console)][-1:] == [1]

    await eventually(all_is_shown)


async def test_a_client_that_does_not_read_gets_the_newest_only(
    url: str,
    connect: Connect,
    installation: Installation,
    company_id: UUID,
    handle: Handle,
    inbound: Inbound,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Others get theirs all the same, and no figures pile up for the one."""
    monkeypatch.setattr(sockets, "_MOST_UNREAD", 0)
    monkeypatch.setattr(watching, "SECONDS", 0.05)
    emitted: list[str] = []
    unread = await deaf(url, token_for(installation.settings, company_id=company_id, role="viewer"))
    unread.say('42/chat,1["live",{}]')
    wall = await connect(role="viewer")
    await watch(wall)
    behind = sockets.Sockets.is_behind

    def noting(self: sockets.Sockets, socket: sockets.Socket) -> bool:
        is_behind = behind(self, socket)
        emitted.append(f"{socket.sid} {is_behind}")
        return is_behind

    monkeypatch.setattr(sockets.Sockets, "is_behind", noting)
    for batch in range(20):
        await handle([inbound("x" * 4000, wa_id=f"55119{batch:03}{number:05}") for number in range(20)])
        await wall.until("message.created", 20 * (batch + 1))

    async def told() -> None:
        assert shown(wall)[-1]["pending"] == 400
        assert any(each.endswith("True") for each in emitted)

    await eventually(told)
    unread.close()
