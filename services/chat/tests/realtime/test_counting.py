"""Live counts of lists: bundled, and the same as by REST."""

import asyncio
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_platform.testing.plugin import AsUser, Eventually, Handle
from chat.policies.scope import Scope
from chat.realtime import counting
from chat.tickets.counts import Counts
from chat.tickets.repository import counts as repository

from ..factories import Inbound, create_queue, create_user
from .consoles import Connect, Console

TICKETS = "/api/v1/tickets"
NAMES = ("all", "mine", "unassigned", "participating", "waiting", "unread", "snoozed", "waitingSince")
NAMES += ("snoozedMine", "snoozedUnassigned")


def counted(console: Console) -> dict[str, Any]:
    sent = [data for event, data in console.notices if event == "counts.changed"]
    assert sent
    return sent[-1]


async def test_open_sockets_get_the_counts_that_rest_shows(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    company_id: UUID,
    eventually: Eventually,
) -> None:
    boss = as_user("admin")
    ana, rui = [await create_user(handle, company_id, name) for name in ("Ana", "Rui")]
    queue = await create_queue(boss, name="Vendas")
    await boss.put(f"/api/v1/queues/{queue['id']}/members/{ana}")
    await handle([inbound(wa_id=f"551199999000{number}") for number in range(5)])
    consoles = {as_user("agent", user_id=user): await connect(user_id=user) for user in (ana, rui)} | {
        boss: await connect(role="admin")
    }

    async def as_by_rest() -> None:
        for http, console in consoles.items():
            by_rest = (await http.get(f"{TICKETS}/counts")).json()
            live = counted(console)
            assert {name: live[name] for name in NAMES} == {name: by_rest[name] for name in NAMES}
            assert sorted(map(str, live["queues"])) == sorted(map(str, by_rest["queues"]))

    await eventually(as_by_rest)
    ids = [each["id"] for each in (await boss.get(TICKETS)).json()["items"]]
    for id_, body in zip(
        ids,
        (
            {"queueId": queue["id"]},
            {"queueId": queue["id"], "assigneeId": str(rui)},
            {"assigneeId": str(ana)},
        ),
        strict=False,
    ):
        assert (await boss.post(f"{TICKETS}/{id_}/transfer", json=body)).status_code == 200
    await boss.put(f"{TICKETS}/{ids[0]}/participants/{rui}")
    await boss.post(f"{TICKETS}/{ids[3]}/snooze", json={})
    await boss.post(f"{TICKETS}/{ids[4]}/close", json={})
    await eventually(as_by_rest)
    await boss.put(f"/api/v1/queues/{queue['id']}/members/{rui}")
    await eventually(as_by_rest)


async def test_counts_are_bundled_and_cost_no_query_for_an_event(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    monkeypatch: pytest.MonkeyPatch,
    eventually: Eventually,
) -> None:
    asked = 0
    count = repository.count

    async def counting_calls(*given: Any) -> Any:
        nonlocal asked
        asked += 1
        return await count(*given)

    monkeypatch.setattr(repository, "count", counting_calls)
    consoles = [await connect() for _ in range(5)]
    for console in consoles:
        await console.until("ready")
    async with asyncio.timeout(60):
        begun = asyncio.get_running_loop().time()
        for number in range(30):
            await handle([inbound(str(number), wa_id=f"55119999900{number:02}")])

    async def all_are_counted() -> None:
        assert [counted(console)["all"] for console in consoles] == [30] * 5

    await eventually(all_are_counted)
    seconds = asyncio.get_running_loop().time() - begun
    assert asked <= seconds / counting.SECONDS + 3
    await handle([inbound("x", wa_id="5511999990001") for _ in range(1)])
    for console in consoles:
        sent = [data for event, data in console.notices if event == "counts.changed"]
        assert all(first != second for first, second in pairwise(sent))


class _Group:
    def __init__(self, ticket: tuple[int | None, int | None], participant: int | None) -> None:
        self.queue_id, self.assignee_id = (each and UUID(int=each) for each in ticket)
        self.participant_id = participant and UUID(int=participant)
        self.tickets = self.waiting = self.unread = 1
        self.unassigned = int(self.assignee_id is None)
        self.snoozed = self.snoozed_unassigned = 0
        self.waiting_since = None


_ID = st.none() | st.integers(1, 3)
_TICKETS = st.lists(st.tuples(_ID, _ID, st.sets(st.integers(1, 3))), max_size=12)


@given(_TICKETS, st.booleans(), st.integers(1, 3), st.sets(st.integers(1, 3)))
def test_what_a_user_sees_is_counted_once(
    tickets: list[tuple[int | None, int | None, set[int]]], everything: bool, user: int, queues: set[int]
) -> None:
    scope = Scope(everything, UUID(int=user), frozenset(UUID(int=each) for each in queues))
    groups = [
        _Group((queue, assignee), participant)
        for queue, assignee, participants in tickets
        for participant in (None, *participants)
    ]
    found = Counts(groups).of(scope)
    seen = [
        (queue, assignee, participants)
        for queue, assignee, participants in tickets
        if scope.sees(
            queue and UUID(int=queue),
            assignee and UUID(int=assignee),
            [UUID(int=each) for each in participants],
        )
    ]
    assert found.all == len(seen) == sum(queue.tickets for queue in found.queues)
    assert found.mine == sum(assignee == user for _, assignee, _ in seen)
    assert found.unassigned == sum(assignee is None for _, assignee, _ in seen)
    assert found.participating == sum(user in participants for _, _, participants in seen)
