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
    assigned,
    closed,
    continues,
    reopened,
    replied,
    snoozed,
    transferred,
    woken,
    written_to,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AGENTS = [uuid7(), uuid7()]
QUEUE = uuid7()
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "accept",
                "take over",
                "reply",
                "close",
                "write",
                "assign",
                "transfer",
                "snooze",
                "wake",
                "reopen",
            ]
        ),
        st.sampled_from([*AGENTS, None]),
    ),
    max_size=30,
)


def _step(state: TicketState, what: str, agent: UUID | None, now: datetime) -> TicketState:
    worker = agent or AGENTS[0]
    match what:
        case "accept" | "take over":
            return accepted(state, worker, take_over=what == "take over")
        case "reply":
            return replied(state, worker, now)
        case "close":
            return closed(state, now, "Resolvido")
        case "assign":
            return assigned(state, agent)
        case "transfer":
            return transferred(state, QUEUE, agent)
        case "snooze":
            return snoozed(state, NOW + timedelta(days=1) if agent else None)
        case "wake":
            return woken(state)
        case "reopen":
            return reopened(state)
        case _:
            return written_to(state, 1, now)


@given(STEPS)
def test_a_ticket_keeps_its_promises_whatever_happens(steps: list[tuple[str, UUID | None]]) -> None:
    state, now = TicketState(), NOW
    for what, agent in steps:
        now += timedelta(minutes=1)
        try:
            after = _step(state, what, agent, now)
        except TicketClosed:
            assert state.status is TicketStatus.CLOSED
            continue
        except TicketTaken:
            assert state.assignee_id not in (None, agent or AGENTS[0])
            continue
        assert (after.status is TicketStatus.CLOSED) == (after.closed_at is not None)
        assert after.status is not TicketStatus.OPEN or after.assignee_id is not None
        assert state.first_reply_at is None or after.first_reply_at == state.first_reply_at
        assert after.unread >= 0
        assert after.inbound_count == state.inbound_count + (what == "write")
        assert after.snoozed_until is None or after.status is TicketStatus.SNOOZED
        assert after.close_reason is None or after.status is TicketStatus.CLOSED
        assert after.waiting_since is None or after.unread or what != "reply"
        assert what != "write" or after.status in (TicketStatus.OPEN, TicketStatus.PENDING)
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
