"""What stands now, summed up for a user: each ticket once, and only those that they see."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from chat.live.domain import Traffic, Volume, Written, first_id, midnight
from chat.live.figures import Figures, View
from chat.policies.scope import EVERYTHING, Scope
from chat.presence.domain import Status

NOON = datetime(2026, 11, 29, 15, tzinfo=UTC)
_COUNTS = ("open", "pending", "snoozed", "waiting", "opened", "closed")


def id_of(number: int | None) -> UUID | None:
    return None if number is None else UUID(int=number)


_ID = st.integers(1, 3)
_TICKET = st.fixed_dictionaries(
    {
        "channel_id": _ID.map(id_of),
        "queue_id": (st.none() | _ID).map(id_of),
        "assignee_id": (st.none() | _ID).map(id_of),
        "participants": st.sets(_ID.map(id_of)),
        "status": st.sampled_from(["open", "pending", "snoozed", "closed"]),
        "waited": st.none() | st.integers(0, 90).map(lambda minutes: NOON - timedelta(minutes=minutes)),
        "is_new": st.booleans(),
    }
)


def groups_of(tickets: list[dict[str, Any]]) -> list[SimpleNamespace]:
    """Return what the statement would find, a group for each ticket."""
    return [
        SimpleNamespace(
            participant_id=participant,
            channel_id=ticket["channel_id"],
            queue_id=ticket["queue_id"],
            assignee_id=ticket["assignee_id"],
            **{name: int(ticket["status"] == name) for name in ("open", "pending", "snoozed", "closed")},
            waiting=int(waits(ticket)),
            waiting_since=ticket["waited"] if waits(ticket) else None,
            opened=int(ticket["is_new"]),
        )
        for ticket in tickets
        for participant in (None, *ticket["participants"])
    ]


def waits(ticket: dict[str, Any]) -> bool:
    return ticket["status"] != "closed" and ticket["waited"] is not None


@given(
    st.lists(_TICKET, max_size=12),
    st.booleans(),
    st.sets(_ID.map(id_of)),
    (st.none() | _ID).map(id_of),
    (st.none() | _ID).map(id_of),
)
def test_each_ticket_that_is_seen_counts_once(
    tickets: list[dict[str, Any]],
    everything: bool,
    own: set[UUID],
    channel: UUID | None,
    queue: UUID | None,
) -> None:
    me = UUID(int=1)
    scope = Scope(everything, me, frozenset(own))
    queues = [
        SimpleNamespace(id=id_of(number), member_ids=[me] if id_of(number) in own else [])
        for number in (1, 2)
    ]
    view = View(scope, None if everything else me, channel, queue)
    statuses = {me: Status.ONLINE, UUID(int=9): Status.AWAY}

    found = Figures(NOON, groups_of(tickets), queues, {}).of(view, statuses)

    seen = [
        ticket
        for ticket in tickets
        if scope.sees(ticket["queue_id"], ticket["assignee_id"], ticket["participants"])
        and channel in (None, ticket["channel_id"])
        and queue in (None, ticket["queue_id"])
    ]
    by_status = Counter(ticket["status"] for ticket in seen)
    assert (found.open, found.pending, found.snoozed) == tuple(
        by_status[status] for status in ("open", "pending", "snoozed")
    )
    waiting = [ticket["waited"] for ticket in seen if waits(ticket)]
    assert (found.waiting, found.longest_wait_since) == (len(waiting), min(waiting, default=None))
    assert (found.today.opened, found.today.closed) == (
        sum(ticket["is_new"] for ticket in seen),
        by_status["closed"],
    )
    assert sum(each.open for each in found.queues) == found.open
    assert sum(each.pending for each in found.queues) == found.pending
    for line in found.agents:
        theirs = [
            ticket
            for ticket in tickets
            if ticket["assignee_id"] == line.user_id
            and channel in (None, ticket["channel_id"])
            and queue in (None, ticket["queue_id"])
        ]
        assert line.open == sum(ticket["status"] == "open" for ticket in theirs)
        assert line.waiting == sum(waits(ticket) for ticket in theirs)
    if not everything:
        assert [line.user_id for line in found.agents] == [me]
        assert {each.queue_id for each in found.queues} <= own | {None} | {each["queue_id"] for each in seen}


def test_who_is_here_is_shown_and_who_has_tickets() -> None:
    queue, (ana, rui, bia) = UUID(int=7), (UUID(int=number) for number in (1, 2, 3))
    ticket = {
        "channel_id": UUID(int=5),
        "queue_id": None,
        "assignee_id": rui,
        "participants": {bia},
        "status": "open",
        "waited": None,
        "is_new": False,
    }
    queues = [SimpleNamespace(id=queue, member_ids=[ana, rui])]
    figures = Figures(NOON, groups_of([ticket]), queues, {})

    whole = figures.of(View(), {ana: Status.ONLINE})
    of_queue = figures.of(View(queue_id=queue), {ana: Status.BUSY, bia: Status.ONLINE})

    assert [(one.user_id, one.status, one.open) for one in whole.agents] == [
        (ana, Status.ONLINE, 0),
        (rui, Status.OFFLINE, 1),
    ]
    assert (whole.agents_online, [one.agents_online for one in whole.queues]) == (1, [1, 1])
    assert [one.user_id for one in of_queue.agents] == [ana]
    assert (of_queue.agents_online, of_queue.open) == (0, 0), "busy agents are not online, Bia is no member"


def test_an_unknown_queue_or_channel_has_nothing() -> None:
    figures = Figures(
        NOON, [], [SimpleNamespace(id=UUID(int=1), member_ids=[])], {UUID(int=2): Volume(1, 1, 1)}
    )
    found = figures.of(View(EVERYTHING, None, UUID(int=8), UUID(int=9)), {UUID(int=4): Status.ONLINE})
    assert (found.open, found.messages_per_minute, found.queues, found.agents) == (0, 0, [], [])


def test_a_minute_passes() -> None:
    channel, second = UUID(int=1), int(NOON.timestamp())
    traffic = Traffic(midnight(NOON, "America/Sao_Paulo"), 5)
    traffic.add([Written(channel, "in", second, 3, 3), Written(channel, "out", None, 10, 2)], 8)
    assert traffic.seq == 8
    assert traffic.volumes(NOON) == {channel: Volume(3, 2, 3)}
    assert traffic.volumes(NOON + timedelta(seconds=60)) == {channel: Volume(3, 2, 3)}
    assert traffic.volumes(NOON + timedelta(seconds=61)) == {channel: Volume(3, 2, 0)}


def test_the_day_is_that_of_the_time_zone() -> None:
    def begun(at: str, zone: str) -> str:
        return midnight(datetime.fromisoformat(at), zone).isoformat()

    assert begun("2026-11-29T02:59:00+00:00", "America/Sao_Paulo") == "2026-11-28T03:00:00+00:00"
    assert begun("2026-11-29T03:00:00+00:00", "America/Sao_Paulo") == "2026-11-29T03:00:00+00:00"
    assert begun("2026-10-25T12:00:00+00:00", "Europe/Lisbon") == "2026-10-24T23:00:00+00:00", "25 hours long"
    assert begun("2026-11-29T18:00:00+00:00", "Asia/Kathmandu") == "2026-11-28T18:15:00+00:00"


def test_ids_begin_with_the_time() -> None:
    now = datetime.now(UTC)
    assert first_id(now) < uuid7() < first_id(now + timedelta(minutes=11))
