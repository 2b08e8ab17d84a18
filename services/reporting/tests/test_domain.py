"""Facts converge whatever the order of events; counters are what the facts say, and nothing else."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryState
from reporting.domain.campaigns import TALLIED, Outcome, agree, rate, ratio, tallies
from reporting.domain.counters import Cell, deltas, slot_of
from reporting.domain.facts import Fact, Key, fold
from reporting.domain.periods import UnknownTimeZone, days_between, zone_of
from reporting.domain.sends import Send, merge
from reporting.domain.tickets import Ticket, newer

COMPANY, CHANNEL, CAMPAIGN = uuid7(), uuid7(), uuid7()
SENDS = [uuid7() for _ in range(3)]
NOON = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)

times = st.integers(0, 6 * 3600).map(lambda seconds: NOON + timedelta(seconds=seconds))
STEP = {
    "accepted": "accepted_at",
    "sent": "sent_at",
    "delivered": "delivered_at",
    "read": "read_at",
    "played": "read_at",
    "failed": "failed_at",
}


@st.composite
def reports(draw: st.DrawFn) -> Send:
    """What one event reports about one of a few sends."""
    states: list[DeliveryState] = ["accepted", "sent", "delivered", "read", "played", "failed"]
    state = draw(st.sampled_from([*states, "unconfirmed", "suppressed", "returned"]))
    step = {STEP[state]: draw(times)} if state in STEP else {}
    failed = state == "failed"
    return Send(
        COMPANY,
        draw(st.sampled_from(SENDS)),
        CHANNEL,
        CAMPAIGN,
        None,
        state,
        error_code=draw(st.sampled_from([None, 131026, 131049])) if failed else None,
        error_title=draw(st.sampled_from([None, "Undeliverable"])) if failed else None,
        reason=draw(st.sampled_from([None, "no_phone"])) if failed else None,
        **step,
    )


histories = st.lists(reports(), min_size=1, max_size=14)


def counted(batches: Sequence[Sequence[Send]]) -> tuple[dict[Key, Send], Counter[Cell]]:
    """Take in batches one after the other, as the worker does; return the facts and the counters."""
    facts: dict[Key, Send] = {}
    counters: Counter[Cell] = Counter()
    for moves in moved(batches):
        for before, after in moves:
            counters.update(deltas(before, after))
            facts[after.key] = after
    return facts, +counters


def moved(batches: Sequence[Sequence[Send]]) -> Iterator[list[tuple[Send | None, Send]]]:
    """Yield what each batch makes of the facts, as they were before and as they are."""
    facts: dict[Key, Send] = {}
    for batch in batches:
        moves = []
        for key, send in fold(batch, merge).items():
            before = facts.get(key)
            facts[key] = send if before is None else merge(before, send)
            moves.append((before, facts[key]))
        yield moves


@given(one=reports(), two=reports(), three=reports())
def test_merging_is_a_join(one: Send, two: Send, three: Send) -> None:
    two, three = (Send(**{**fields(each), "send_id": one.send_id}) for each in (two, three))
    assert merge(one, one) == one
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


def fields(send: Send) -> dict[str, object]:
    return {name: getattr(send, name) for name in Send.__slots__}


@given(data=st.data(), history=histories)
def test_any_order_any_batches_and_any_duplicates_end_in_the_same_report(
    data: st.DataObject, history: list[Send]
) -> None:
    repeated = history + data.draw(st.lists(st.sampled_from(history), max_size=6))
    shuffled = data.draw(st.permutations(repeated))
    cut = data.draw(st.integers(0, len(shuffled)))
    assert counted([shuffled[:cut], shuffled[cut:]]) == counted([history])


@given(history=histories)
def test_counters_are_what_the_facts_contribute(history: list[Send]) -> None:
    facts, counters = counted([[report] for report in history])
    expected: Counter[Cell] = Counter()
    for send in facts.values():
        expected.update(deltas(None, send))
    assert counters == +expected
    for cell, count in counters.items():
        assert 0 < count <= len(facts), cell


@given(history=histories)
def test_tallies_are_what_the_facts_are(history: list[Send]) -> None:
    facts: dict[Key, Send] = {}
    totals: dict[Outcome, Counter[str]] = defaultdict(Counter)
    for moves in moved([[report] for report in history]):
        for outcome, tally in tallies(moves).items():
            totals[outcome].update({name: getattr(tally, name) for name in TALLIED})
        facts.update({after.key: after for _, after in moves})
    expected = tallies((None, send) for send in facts.values())
    assert {outcome: +total for outcome, total in totals.items() if +total} == {
        outcome: +Counter({name: getattr(tally, name) for name in TALLIED})
        for outcome, tally in expected.items()
    }
    assert all(count >= 0 for total in totals.values() for count in total.values())


@given(history=histories)
def test_a_funnel_never_widens(history: list[Send]) -> None:
    _, counters = counted([history])
    total: Counter[str] = Counter()
    for cell, count in counters.items():
        total[cell.counter] += count
    assert total["campaign_sent"] >= total["campaign_delivered"] >= total["campaign_read"]
    assert not any(name.startswith("replies") for name in total)


def send(state: DeliveryState, **other: object) -> Send:
    return Send(**{**fields(Send(COMPANY, SENDS[0], CHANNEL, CAMPAIGN, None, state)), **other})


def names(fact: Fact) -> list[str]:
    return [name for name, _ in fact.steps()]


def test_read_without_delivered_counts_as_all_three() -> None:
    assert names(send("read", read_at=NOON)) == ["campaign_sent", "campaign_delivered", "campaign_read"]


def test_what_arrived_after_all_has_not_failed() -> None:
    assert names(send("failed", failed_at=NOON)) == ["campaign_failed"]
    arrived = merge(send("failed", failed_at=NOON), send("delivered", delivered_at=NOON))
    assert names(arrived) == ["campaign_sent", "campaign_delivered"]


def test_replies_and_campaigns_are_counted_apart() -> None:
    assert names(send("sent", sent_at=NOON, campaign_id=None)) == ["replies_sent"]


def test_the_first_failure_explains_the_send() -> None:
    first = send("failed", failed_at=NOON, error_code=131026, error_title="Undeliverable")
    later = send("failed", failed_at=NOON + timedelta(seconds=1), error_code=131049, error_title="Held back")
    assert merge(later, first).error_code == 131026


# --- tickets ----------------------------------------------------------------------------------


def ticket(status: str, revision: int, closed_at: datetime | None = None) -> Ticket:
    return Ticket(
        COMPANY, SENDS[0], CHANNEL, status, NOON, None, closed_at, revision, NOON, UUID(int=revision)
    )


def test_reopening_takes_the_closing_back() -> None:
    closed, reopened = ticket("closed", 2, NOON), ticket("open", 3)
    changes = deltas(closed, reopened)
    assert {cell.counter: delta for cell, delta in changes.items() if delta} == {"tickets_closed": -1}


@given(order=st.permutations(range(6)))
def test_the_newest_report_of_a_ticket_wins_in_any_order(order: list[int]) -> None:
    reports = [ticket("closed" if number % 2 else "open", number, NOON) for number in range(6)]
    folded = fold((reports[number] for number in order), newer)
    assert folded == {reports[0].key: reports[5]}


# --- time -------------------------------------------------------------------------------------


@given(at=st.floats(0, 4e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_a_slot_begins_at_most_a_quarter_of_an_hour_before(at: datetime) -> None:
    slot = slot_of(at)
    assert slot <= at < slot + timedelta(minutes=15)
    assert slot.timestamp() % 900 == 0


@pytest.mark.parametrize(
    "name", ["America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia", "America/New_York", "UTC"]
)
def test_days_follow_each_other_and_are_made_of_whole_slots(name: str) -> None:
    days = days_between(date(2018, 1, 1), date(2019, 12, 31), zone_of(name))
    assert len(days) == 730
    for day, following in itertools.pairwise(days):
        assert day.end == following.start
        assert slot_of(day.start) == day.start
        assert timedelta(hours=23) <= day.end - day.start <= timedelta(hours=25)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "America", "a\0b"])
def test_a_time_zone_nobody_knows(name: str) -> None:
    with pytest.raises(UnknownTimeZone):
        zone_of(name)


# --- figures ----------------------------------------------------------------------------------


def test_the_campaign_and_we_agree_when_every_state_does() -> None:
    assert agree({"read": 3, "skipped": 2, "pending": 1}, {"read": 2, "played": 1, "returned": 1})
    assert not agree({"read": 3}, {"read": 2, "delivered": 1})
    assert agree({}, {})


def test_rates_without_a_base_are_absent() -> None:
    assert ratio(1, 0) is None
    assert ratio(1, 3) == 0.3333
    assert rate(1, NOON, NOON) is None
    assert rate(5, None, None) is None
    assert rate(1001, NOON, NOON + timedelta(seconds=20)) == 50.0
