"""The rules by themselves: states, delivery, content, pace, keywords."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import permutations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.delivery import RANK
from atende_contracts.event import Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from campaign.domain.delivery import TIMES, merge, outcome_of, outcomes
from campaign.domain.keywords import DEFAULT, speaks_spanish
from campaign.domain.pacing import Demand, paced, paced_after, share, window
from campaign.domain.states import (
    ENDED,
    OPEN,
    Action,
    CampaignStatus,
    IllegalAction,
    after,
    allowed_actions,
    control_of,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ACTIONS: list[Action] = ["start", "pause", "resume", "finish", "cancel"]

# --- states ----------------------------------------------------------------------------------


def taken(state: CampaignStatus, action: Action, *, expanded: bool) -> CampaignStatus:
    """Return the state after an action, which is the same one if it was refused."""
    try:
        return after(state, action, expanded=expanded)
    except IllegalAction:
        return state


@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.booleans())))
def test_no_walk_leaves_an_end_and_every_step_is_either_allowed_or_repeated(
    steps: list[tuple[Action, bool]],
) -> None:
    state = CampaignStatus.DRAFT
    expanded = False
    for action, expansion_ends in steps:
        new = taken(state, action, expanded=expanded)
        assert new is state or action in allowed_actions(state)
        if action in allowed_actions(state):
            assert taken(new, action, expanded=expanded) is new, "doing it again changes nothing"
        assert new is state or state not in ENDED
        assert new is not CampaignStatus.RUNNING or expanded
        state = new
        if expansion_ends and state is CampaignStatus.EXPANDING:
            expanded, state = True, CampaignStatus.RUNNING


@given(st.sampled_from(CampaignStatus), st.sampled_from(ACTIONS), st.booleans())
def test_what_waits_for_its_time_waits_after_a_start_or_resume_and_is_told_to_nobody(
    state: CampaignStatus, action: Action, expanded: bool
) -> None:
    try:
        new = after(state, action, expanded=expanded, waits=True)
    except IllegalAction:
        return
    if new is not state:
        assert (new is CampaignStatus.SCHEDULED) == (action in ("start", "resume"))
    assert control_of(CampaignStatus.SCHEDULED) is None


def test_a_refused_action_names_those_that_are_not() -> None:
    with pytest.raises(IllegalAction) as refused:
        after(CampaignStatus.DRAFT, "pause", expanded=False)
    assert refused.value.params == {"state": "draft", "action": "pause", "allowed": ["start"]}


def test_the_gateway_may_send_only_for_what_is_under_way() -> None:
    assert {state for state in OPEN | ENDED if control_of(state) == "running"} == {
        CampaignStatus.EXPANDING,
        CampaignStatus.RUNNING,
    }


def test_a_campaign_paused_before_its_audience_was_known_resumes_by_expanding() -> None:
    assert after(CampaignStatus.PAUSED, "resume", expanded=False) is CampaignStatus.EXPANDING
    assert after(CampaignStatus.PAUSED, "resume", expanded=True) is CampaignStatus.RUNNING


# --- delivery --------------------------------------------------------------------------------

COMPANY, SEND, CHANNEL, CAMPAIGN = (uuid7() for _ in range(4))


@st.composite
def statuses(draw: st.DrawFn) -> DeliveryStatusChangedV1:
    state = draw(st.sampled_from(sorted(RANK)))
    code = draw(st.integers(1, 3))
    return DeliveryStatusChangedV1(
        company_id=COMPANY,
        send_id=SEND,
        channel_id=CHANNEL,
        campaign_id=CAMPAIGN,
        state=state,
        error=ProviderError(code=code, title=f"error {code}") if state == "failed" else None,
        at=NOON + timedelta(seconds=draw(st.integers(0, 5))),
    )


@given(st.lists(statuses(), min_size=1, max_size=5), st.randoms())
def test_statuses_tell_the_same_in_any_order_and_repetition(
    told: list[DeliveryStatusChangedV1], random: Random
) -> None:
    [expected] = outcomes(told)
    shuffled = told + random.choices(told, k=3)
    random.shuffle(shuffled)
    assert outcomes(shuffled) == [expected]


@given(statuses(), statuses(), statuses())
def test_merging_is_associative(
    one: DeliveryStatusChangedV1, two: DeliveryStatusChangedV1, three: DeliveryStatusChangedV1
) -> None:
    a, b, c = map(outcome_of, (one, two, three))
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert all(reduce(merge, order) == merge(merge(a, b), c) for order in permutations((a, b, c)))


def test_played_counts_as_read() -> None:
    status = DeliveryStatusChangedV1(
        company_id=COMPANY, send_id=SEND, channel_id=CHANNEL, campaign_id=CAMPAIGN, state="played", at=NOON
    )
    outcome = outcome_of(status)
    assert (outcome.state, {name: at for name in TIMES if (at := getattr(outcome, name))}) == (
        "read",
        {"read_at": NOON},
    )


# --- pace ------------------------------------------------------------------------------------


@given(
    st.integers(-5, 50),
    st.dictionaries(st.uuids(), st.builds(Demand, st.integers(0, 20), st.integers(0, 20)), max_size=5),
)
def test_shares_fit_the_room_waste_nothing_and_are_even(room: int, demands: dict[UUID, Demand]) -> None:
    shares = share(room, demands)
    assert sum(shares.values()) == max(0, min(room, sum(demand.ready for demand in demands.values())))
    assert all(0 < shares[id_] <= demands[id_].ready for id_ in shares)
    levels = {id_: demand.in_flight + shares.get(id_, 0) for id_, demand in demands.items()}
    hungry = [levels[id_] for id_, demand in demands.items() if shares.get(id_, 0) < demand.ready]
    for id_ in shares:
        assert all(levels[id_] <= level + 1 for level in hungry), "nobody got more while another had less"


def test_a_window_is_never_empty() -> None:
    assert window(0.1, 3) == 1
    assert window(80, 3) == 240


@given(st.floats(0.05, 500), st.lists(st.floats(0, 3), min_size=1, max_size=30))
def test_a_paced_campaign_never_exceeds_its_rate_by_more_than_a_second(
    rate: float, pauses: list[float]
) -> None:
    at, until, sent = NOON, None, 0
    for pause in pauses:
        at += timedelta(seconds=pause)
        free = paced(rate, until, at)
        assert free is not None
        until = paced_after(rate, until, at, free)
        sent += free
    elapsed = (at - NOON).total_seconds()
    assert sent <= rate * (elapsed + max(1.0, 1 / rate)) + 1
    assert paced(None, until, at) is None


# --- keywords --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("PARAR", True),
        ("  Sair!! ", True),
        ("stop.", True),
        ("Não quero mais receber!", True),
        ("Voltar a receber.", False),
        ("START", False),
        ("voltar", None),
        ("cancelar", None),
        ("remover", None),
        ("alto", None),
        ("alta", None),
        ("baja", None),
        ("inscrever", None),
        ("quero cancelar o pedido", None),
        ("não pare", None),
        ("", None),
        (None, None),
        ("parar " * 20, None),
    ],
)
def test_only_the_bare_keyword_is_a_wish(text: str | None, leaves: bool | None) -> None:
    assert DEFAULT.request(text) is leaves


@pytest.mark.parametrize(
    ("person", "spanish"),
    [
        (Party(wa_id="5215512345678"), True),
        (Party(phone="+5491123456789"), True),
        (Party(wa_id="34612345678"), True),
        (Party(wa_id="18095551234"), True),
        (Party(wa_id="50688887777"), True),
        (Party(bsuid="MX.13491208655302741918"), True),
        (Party(wa_id="5511987654321"), False),
        (Party(wa_id="5511987654321", bsuid="MX.1"), False),
        (Party(wa_id="12125551234"), False),
        (Party(wa_id="351912345678"), False),
        (Party(bsuid="BR.1A2B"), False),
        (Party(), False),
    ],
)
def test_who_speaks_spanish_is_known_by_the_country_of_the_number(person: Party, spanish: bool) -> None:
    assert speaks_spanish(person) is spanish
