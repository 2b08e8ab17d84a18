"""The rules of sending, without anything around them."""

from itertools import permutations
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.delivery import RANK
from atende_contracts.event import Party, ProviderError, TextContent
from atende_contracts.ids import uuid7
from gateway.domain import (
    MAX_AGE_SECONDS,
    MAX_TRIES,
    Accepted,
    Order,
    Origin,
    Refused,
    SendState,
    Treatment,
    Uncertain,
    advance,
    settle,
)

ERROR = ProviderError(code=1, title="x")
REPORTS = st.sampled_from(["sent", "delivered", "read", "played", "failed"])


def an_order(origin: Origin = "campaign", attempts: int = 1, age: float = 0.0) -> Order:
    return Order(
        company_id=uuid7(),
        send_id=uuid7(),
        channel_id=uuid7(),
        origin=origin,
        recipient=Party(phone="+5511987654321"),
        content=TextContent(body="x"),
        attempts=attempts,
        age_seconds=age,
    )


@given(
    current=st.sampled_from(get_args(SendState)),
    reports=st.lists(REPORTS, max_size=8),
    data=st.data(),
)
def test_statuses_in_any_order_and_number_end_alike(
    current: str, reports: list[str], data: st.DataObject
) -> None:
    def end(batches: list[list[str]]) -> str:
        state = current
        for batch in batches:
            steps = advance(state, batch)  # type: ignore[arg-type]
            state = steps[-1] if steps else state
        return state

    shuffled = data.draw(st.permutations(reports))
    repeated = shuffled + data.draw(
        st.lists(st.sampled_from(shuffled), max_size=5) if shuffled else st.just([])
    )

    assert end([[one] for one in repeated]) == end([reports]) == end([shuffled])


def test_every_order_of_all_statuses_ends_played() -> None:
    for order_ in permutations(["sent", "delivered", "read", "played", "failed"]):
        state = "accepted"
        for one in order_:
            steps = advance(state, [one])
            state = steps[-1] if steps else state
        assert state == "played"


@given(current=st.sampled_from(get_args(SendState)), reports=st.lists(REPORTS, max_size=8))
def test_states_only_move_forward(current: str, reports: list[str]) -> None:
    ranks = [RANK.get(current, -1)] + [RANK[step] for step in advance(current, reports)]  # type: ignore[arg-type, call-overload]

    assert ranks == sorted(set(ranks))


@given(
    origin=st.sampled_from(get_args(Origin)),
    attempts=st.integers(1, 5000),
    age=st.floats(0, 200_000),
    treatment=st.sampled_from(Treatment),
)
def test_a_refusal_ends_in_failure_or_a_later_try(
    origin: Origin, attempts: int, age: float, treatment: Treatment
) -> None:
    settlement = settle(an_order(origin, attempts, age), Refused(ERROR, treatment))

    if settlement.state == "retryable":
        assert settlement.retry_after is not None
        assert 0 < settlement.retry_after <= 3 * 3600
        assert age + settlement.retry_after <= MAX_AGE_SECONDS[origin]
        assert treatment is not Treatment.PERMANENT
    else:
        assert settlement.state == "failed"


def test_what_is_uncertain_is_never_tried_again() -> None:
    assert settle(an_order(), Uncertain(ERROR)).state == "unknown"


def test_what_is_accepted_keeps_its_id() -> None:
    assert settle(an_order(), Accepted("wamid.1")).provider_message_id == "wamid.1"


def test_passing_faults_are_tried_a_bounded_number_of_times() -> None:
    states = [settle(an_order(attempts=n), Refused(ERROR, Treatment.RETRY)).state for n in (1, MAX_TRIES)]

    assert states == ["retryable", "failed"]


def test_the_pair_limit_is_waited_for_as_meta_asks() -> None:
    waits = [
        settle(an_order(attempts=n), Refused(ERROR, Treatment.PAIR_LIMITED)).retry_after for n in (1, 2, 3)
    ]

    assert waits == [1, 4, 16]


def test_a_stopped_channel_fails_replies_and_holds_campaigns() -> None:
    refused = Refused(ERROR, Treatment.CHANNEL_STOPPED)

    assert settle(an_order("reply"), refused).state == "failed"
    assert settle(an_order("campaign"), refused).state == "retryable"
