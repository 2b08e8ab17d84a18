"""Who gets which tickets: in turn or by load, never more than an agent can have."""

from collections import Counter
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from chat.policies.domain import Assignment
from chat.tickets.sharing import Member, Waiting, share_out

QUEUES = [UUID(int=number) for number in range(1, 4)]
USERS = [UUID(int=number) for number in range(11, 17)]

AUTOMATIC = st.sampled_from([Assignment.ROUND_ROBIN, Assignment.LEAST_BUSY])
waiting = st.lists(st.sampled_from(QUEUES), max_size=25).map(
    lambda queues: [Waiting(uuid4(), queue) for queue in queues]
)
members = st.sets(st.tuples(st.sampled_from(QUEUES), st.sampled_from(USERS))).map(
    lambda pairs: [Member(queue, user) for queue, user in sorted(pairs)]
)
loads = st.dictionaries(st.sampled_from(USERS), st.integers(0, 5))
here = st.sets(st.sampled_from(USERS))


@given(waiting, members, loads, here, AUTOMATIC, st.none() | st.integers(1, 6))
def test_nobody_gets_what_they_cannot_have_and_nothing_waits_for_somebody_free(
    tickets: list[Waiting],
    team: list[Member],
    busy: dict[UUID, int],
    present: set[UUID],
    mode: Assignment,
    capacity: int | None,
) -> None:
    shares = share_out(tickets, team, busy, present, mode, capacity)
    belongs = {(one.queue_id, one.user_id) for one in team}
    assert len({one.ticket_id for one in shares}) == len(shares)
    assert {(one.ticket_id, one.queue_id) for one in shares} <= set(tickets)
    assert all((one.queue_id, one.user_id) in belongs and one.user_id in present for one in shares)
    after = Counter(busy) + Counter(one.user_id for one in shares)
    got = {one.user_id for one in shares}
    assert capacity is None or all(after[user] <= capacity for user in got)
    left = {one.queue_id for one in tickets} - set()
    given_away = {one.ticket_id for one in shares}
    for queue in left:
        if any(one.queue_id == queue and one.ticket_id not in given_away for one in tickets):
            free = {user for own, user in belongs if own == queue and user in present}
            assert all(capacity is not None and after[user] >= capacity for user in free)


@given(st.integers(1, 30), st.integers(1, 6), AUTOMATIC)
def test_a_team_shares_evenly(count: int, agents: int, mode: Assignment) -> None:
    team = [Member(QUEUES[0], user) for user in USERS[:agents]]
    tickets = [Waiting(uuid4(), QUEUES[0]) for _ in range(count)]
    shares = share_out(tickets, team, {}, USERS, mode, None)
    counts = Counter(one.user_id for one in shares)
    assert sum(counts.values()) == count
    assert max(counts.values()) - min(counts[user] for user in USERS[:agents]) <= 1


def test_by_hand_nobody_is_given_anything() -> None:
    team = [Member(QUEUES[0], USERS[0])]
    assert share_out([Waiting(uuid4(), QUEUES[0])], team, {}, USERS, Assignment.MANUAL, None) == []


def test_the_least_busy_comes_first_even_out_of_turn() -> None:
    team = [Member(QUEUES[0], user) for user in USERS[:2]]
    tickets = [Waiting(uuid4(), QUEUES[0]) for _ in range(3)]
    busy = {USERS[0]: 2, USERS[1]: 0}
    by_load = share_out(tickets, team, busy, USERS, Assignment.LEAST_BUSY, None)
    assert [one.user_id for one in by_load] == [USERS[1], USERS[1], USERS[0]]
    in_turn = share_out(tickets, team, busy, USERS, Assignment.ROUND_ROBIN, None)
    assert [one.user_id for one in in_turn] == [USERS[0], USERS[1], USERS[0]]
