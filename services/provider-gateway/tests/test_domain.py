"""The rules of sending, without anything around them."""

from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.delivery import RANK
from atende_contracts.event import Party, ProviderError, TextContent
from atende_contracts.ids import uuid7
from gateway.domain.circuit import Circuit
from gateway.domain.errors import Treatment
from gateway.domain.sends import (
    MAX_AGE_SECONDS,
    MAX_TRIES,
    Accepted,
    Order,
    Origin,
    Refused,
    SendState,
    Uncertain,
    advance,
    settle,
)
from gateway.providers.cloud.errors import ERRORS, rule_of

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
        assert treatment not in {Treatment.PERMANENT, Treatment.SUPPRESS}
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


# --- what the provider's errors ask of us ----------------------------------------------------

T = Treatment
ROWS: list[tuple[Treatment, str, tuple[int, ...]]] = [
    (T.CHANNEL_STOPPED, "channel_auth", (0, 190)),
    (T.CHANNEL_STOPPED, "channel_permission", (3, 10, *range(200, 300), 131005)),
    (T.CHANNEL_STOPPED, "account_blocked", (131031, 368, 130497)),
    (T.CHANNEL_STOPPED, "channel_setup", (131042, 131037, 131045, 133010)),
    (T.THROTTLED, "too_fast", (4, 80007, 80008, 130429)),
    (T.THROTTLED, "provider_busy", (131057,)),
    (T.PAIR_LIMITED, "recipient_busy", (131056,)),
    (T.SPAM_LIMITED, "spam_limited", (131048,)),
    (T.RETRY, "provider_busy", (1, 2, 131000, 131016, 133004)),
    (T.RETRY, "template_syncing", (134101,)),
    (T.PERMANENT, "delivery_capped", (131049,)),
    (T.SUPPRESS, "opted_out", (131050,)),
    (T.PERMANENT, "experiment", (130472,)),
    (T.PERMANENT, "not_on_whatsapp", (131026,)),
    (T.PERMANENT, "window_closed", (131047,)),
    (T.PERMANENT, "recipient_is_sender", (131021,)),
    (T.PERMANENT, "no_phone", (131062,)),
    (T.PERMANENT, "invalid_content", (131008, 131009, 100, 33, 135000)),
    (T.PERMANENT, "unsupported", (131051,)),
    (T.PERMANENT, "media_unusable", (131052, 131053)),
    (T.PERMANENT, "template_mismatch", (132000, 132005, 132012)),
    (T.PERMANENT, "template_missing", (132001,)),
    (T.PERMANENT, "template_refused", (132007, 132016)),
    (T.HELD, "template_paused", (132015,)),
    (T.HELD, "flow_unavailable", (132068, 132069)),
    (T.PERMANENT, "provider_refused", (131055, 131059, 134100, 134102)),
]


@pytest.mark.parametrize(("treatment", "reason", "codes"), ROWS, ids=[f"{t.name}-{r}" for t, r, _ in ROWS])
def test_each_code_is_treated_as_the_facts_say(
    treatment: Treatment, reason: str, codes: tuple[int, ...]
) -> None:
    for code in codes:
        assert (ERRORS[code].treatment, ERRORS[code].reason) == (treatment, reason)


def test_the_table_has_no_other_codes() -> None:
    assert set(ERRORS) == {code for _, _, codes in ROWS for code in codes}


@pytest.mark.parametrize(
    ("status", "transient", "treatment"),
    [
        (400, False, T.PERMANENT),
        (403, False, T.PERMANENT),
        (400, True, T.RETRY),
        (503, False, T.RETRY),
        (429, False, T.THROTTLED),
        (401, False, T.CHANNEL_STOPPED),
    ],
)
def test_an_unknown_code_goes_by_the_http_status(status: int, transient: bool, treatment: Treatment) -> None:
    assert rule_of(987654, status=status, transient=transient).treatment is treatment
    assert rule_of(131026, status=status, transient=transient).treatment is T.PERMANENT


def test_the_provider_may_say_how_long_a_fault_lasts() -> None:
    assert settle(an_order(), Refused(ERROR, T.RETRY, 600.0)).retry_after == 600.0


def test_a_reply_does_not_wait_for_what_only_a_person_can_mend() -> None:
    for treatment in (T.HELD, T.SPAM_LIMITED, T.CHANNEL_STOPPED):
        assert settle(an_order("reply"), Refused(ERROR, treatment)).state == "failed"
        assert settle(an_order("campaign"), Refused(ERROR, treatment)).state == "retryable"


# --- a channel that does not answer ----------------------------------------------------------

GONE = Uncertain(ERROR)
BUSY = Refused(ProviderError(code=131016, title="x", reason="provider_busy"), T.RETRY)
REFUSED = Refused(ProviderError(code=131026, title="x"), T.PERMANENT)


def failing(circuit: Circuit, now: float, outcome: Uncertain | Refused = GONE) -> float | None:
    rests = [circuit.record(outcome, now) for _ in range(Circuit.FAILURES)]
    assert rests[:-1] == [None] * (Circuit.FAILURES - 1)
    return rests[-1]


@pytest.mark.parametrize("outcome", [GONE, BUSY, Refused(ERROR, T.UNREACHABLE)])
def test_failures_in_a_row_open_a_circuit(outcome: Uncertain | Refused) -> None:
    circuit = Circuit()

    assert failing(circuit, 0.0, outcome) == Circuit.FIRST_REST
    assert circuit.is_open
    assert circuit.wait("reply", 0.5) == Circuit.FIRST_REST - 0.5


@pytest.mark.parametrize("outcome", [Accepted("w"), REFUSED, Refused(ERROR, T.THROTTLED)])
def test_any_answer_in_between_shows_that_it_works(outcome: Accepted | Refused) -> None:
    circuit = Circuit()
    for _ in range(5):
        for _ in range(Circuit.FAILURES - 1):
            assert circuit.record(GONE, 0.0) is None
        assert circuit.record(outcome, 0.0) is None
    assert not circuit.is_open
    assert circuit.admit(50, 0.0) == 50


def test_one_probe_decides_and_the_rest_grows() -> None:
    circuit, now, rests = Circuit(), 0.0, []
    rest = failing(circuit, now)
    for _ in range(8):
        assert rest is not None
        rests.append(rest)
        assert circuit.record(GONE, now) is None  # Was under way when the others failed.
        assert circuit.record(Accepted("w"), now) is None
        now += rest
        assert circuit.wait("reply", now) == 0
        assert circuit.admit(50, now) == 1
        assert circuit.wait("reply", now) > 0  # Nobody else meanwhile.
        rest = circuit.record(GONE, now)
    assert rests == [2, 4, 8, 16, 32, 60, 60, 60]


def test_replies_go_first_when_it_works_again() -> None:
    circuit = Circuit()
    failing(circuit, 0.0)
    now = Circuit.FIRST_REST
    assert circuit.admit(1, now) == 1

    assert circuit.record(Accepted("w"), now) == 0
    assert circuit.wait("reply", now) == 0
    assert circuit.wait("campaign", now) == Circuit.REPLIES_FIRST
    assert circuit.wait("campaign", now + Circuit.REPLIES_FIRST) == 0
    assert failing(circuit, now) == Circuit.FIRST_REST  # It begins anew.


def test_a_probe_that_nobody_hears_of_is_given_up() -> None:
    circuit = Circuit()
    failing(circuit, 0.0)
    now = Circuit.FIRST_REST
    assert circuit.admit(1, now) == 1
    assert circuit.wait("reply", now + Circuit.PROBE_SECONDS) == 0
