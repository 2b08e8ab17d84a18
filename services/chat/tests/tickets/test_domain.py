"""Properties of what may become of a ticket."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from chat.tickets.domain import (
    TicketClosed,
    TicketState,
    TicketStatus,
    TicketTaken,
    accepted,
    closed,
    continues,
    replied,
    written_to,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AGENTS = [uuid7(), uuid7()]
STEPS = st.lists(
    st.tuples(st.sampled_from(["accept", "reply", "close", "write"]), st.sampled_from(AGENTS)), max_size=30
)


def _step(state: TicketState, what: str, agent: UUID, now: datetime) -> TicketState:
    match what:
        case "accept":
            return accepted(state, agent)
        case "reply":
            return replied(state, agent, now)
        case "close":
            return closed(state, now)
        case _:
            return written_to(state, 1)


@given(STEPS)
def test_a_ticket_keeps_its_promises_whatever_happens(steps: list[tuple[str, UUID]]) -> None:
    state, now = TicketState(), NOW
    for what, agent in steps:
        now += timedelta(minutes=1)
        try:
            after = _step(state, what, agent, now)
        except TicketClosed:
            assert state.status is TicketStatus.CLOSED
            continue
        except TicketTaken:
            assert state.assignee_id not in (None, agent)
            continue
        assert (after.status is TicketStatus.CLOSED) == (after.closed_at is not None)
        assert after.status is not TicketStatus.OPEN or after.assignee_id is not None
        assert state.first_reply_at is None or after.first_reply_at == state.first_reply_at
        assert after.unread >= 0
        # Doing it again changes nothing, but for what counts.
        if what != "write":
            assert _step(after, what, agent, now + timedelta(minutes=1)) == after or what == "reply"
        state = after


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_a_ticket_goes_on_within_the_hours(hours: float, later: float) -> None:
    assert continues(NOW, NOW + timedelta(hours=later), hours) == (
        timedelta(hours=later) <= timedelta(hours=hours)
    )
    assert continues(NOW, NOW - timedelta(hours=later), hours)
    assert continues(None, NOW + timedelta(hours=later), hours)
