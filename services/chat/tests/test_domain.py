"""Properties of the rules."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from chat.domain import (
    Appearance,
    Change,
    Identity,
    TicketClosed,
    TicketState,
    TicketStatus,
    TicketTaken,
    accepted,
    appearance,
    closed,
    completed,
    continues,
    identities_of,
    identity_of,
    latest_by_revision,
    phone_of,
    replied,
    storable,
    without,
    written_to,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_every_name_and_spelling_of_a_person_gives_an_identity() -> None:
    assert identities_of(Party(wa_id="551199990001", phone="+5511999990001", bsuid="BR.x")) == (
        Identity("phone", "5511999990001"),
        Identity("bsuid", "BR.x"),
    )
    assert identities_of(Party(wa_id="w@x:1", lid="7@lid")) == (
        Identity("wa_id", "w@x:1"),
        Identity("lid", "7@lid"),
    )
    assert identities_of(Party()) == ()
    assert identity_of("wa_id:551199990001") == identity_of("phone:5511999990001")


def test_a_foreign_name_is_left_out_under_each_kind_that_has_it() -> None:
    party = Party(name="Ana", wa_id="551199990001", phone="+5511999990001", bsuid="BR.x")
    assert without(party, {identity_of("phone:5511999990001")}) == Party(name="Ana", bsuid="BR.x")
    other_phone = party.model_copy(update={"phone": "+14155552671"})
    assert without(other_phone, {identity_of("wa_id:551199990001"), identity_of("lid:1")}) == Party(
        name="Ana", phone="+14155552671", bsuid="BR.x"
    )
    assert without(party, set()) == party


def test_the_phone_is_also_known_from_a_wa_id_that_is_a_number() -> None:
    assert phone_of(Party(phone="5511999990001", wa_id="551199990001")) == "+5511999990001"
    assert phone_of(Party(wa_id="551199990001")) == "+551199990001"
    assert phone_of(Party(wa_id="BR.1", bsuid="BR.1")) is None


def test_what_whatsapp_says_completes_but_does_not_overwrite() -> None:
    known = Party(name="Maria Santos", phone="+5511999990001", wa_id="5511999990001")
    told = Party(name="Mari 🌸", phone="+551199990001", wa_id="551199990001", bsuid="BR.1")
    assert completed(known, told) == Party(
        name="Maria Santos", phone="+5511999990001", wa_id="551199990001", bsuid="BR.1"
    )
    assert completed(Party(), told) == told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(JSON)
def test_storable_json_has_no_nul(value: object) -> None:
    def texts(part: object) -> list[str]:
        if isinstance(part, dict):
            return [text for item in part.items() for piece in item for text in texts(piece)]
        if isinstance(part, list):
            return [text for piece in part for text in texts(piece)]
        return [part] if isinstance(part, str) else []

    assert not any("\0" in text for text in texts(storable(value)))
    if not any("\0" in text for text in texts(value)):
        assert storable(value) == value


def test_an_integer_that_our_json_cannot_hold_is_kept_as_text() -> None:
    assert storable({"a": [2**63, -(2**63), True]}) == {"a": [str(2**63), -(2**63), True]}


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


CHANGES = st.lists(
    st.builds(
        lambda kind, id, seconds, direction, by, text: Change(
            kind,
            id,
            NOW + timedelta(seconds=seconds),
            direction if kind == "reaction" else "in",
            by,
            text if kind in ("reaction", "edit") else None,
            {"state": "stored" if text else "failed"} if kind == "media" else None,
        ),
        st.sampled_from(["reaction", "reaction", "edit", "media", "revoke"]),
        st.uuids().map(str),
        st.integers(0, 4),
        st.sampled_from(["in", "out"]),
        st.sampled_from(AGENTS),
        st.sampled_from([None, "👍", "❤️"]),
    ),
    max_size=8,
)
WRITTEN = Appearance("Bom dia", {"a": 1}, {"id": "m"})


@given(CHANGES, st.randoms(use_true_random=False), st.sampled_from(["in", "out"]))
def test_a_message_looks_the_same_in_whatever_order_and_however_often_its_changes_came(
    changes: list[Change], chance: Random, direction: Any
) -> None:
    told = changes + chance.choices(changes, k=3) if changes else []
    chance.shuffle(told)
    shown = appearance(WRITTEN, direction, told)

    assert shown == appearance(WRITTEN, direction, changes)
    kinds = {change.kind for change in changes} if direction == "in" else set()
    assert (shown.revoked_at is not None) == ("revoke" in kinds)
    assert (shown.edited_at is not None) == ("edit" in kinds)
    if shown.revoked_at:
        assert shown == Appearance(edited_at=shown.edited_at, revoked_at=shown.revoked_at)
        return
    states = {change.media["state"] for change in changes if change.media}
    state = {"state": "stored" if "stored" in states else "failed"} if states else {}
    assert (shown.content, shown.media) == ({"a": 1}, {"id": "m", **state})
    assert shown.text == WRITTEN.text or "edit" in kinds
    reactors = [reaction.by if reaction.direction == "in" else None for reaction in shown.reactions]
    assert len(set(reactors)) == len(reactors)
    for reaction in shown.reactions:
        later = [
            change
            for change in changes
            if change.kind == "reaction"
            and change.direction == reaction.direction
            and (change.by == reaction.by or change.direction == "out")
        ]
        assert max(change.at for change in later) == reaction.at
        assert reaction.emoji


def test_an_edit_that_cannot_be_read_leaves_the_text_and_is_told() -> None:
    edits = [Change("edit", "1", NOW, text="Boa noite"), Change("edit", "2", NOW + timedelta(seconds=1))]
    shown = appearance(WRITTEN, "in", edits)
    assert (shown.text, shown.edited_at) == ("Boa noite", NOW + timedelta(seconds=1))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5))))
def test_the_latest_revision_wins(items: list[tuple[str, int]]) -> None:
    best = latest_by_revision(items)
    assert best.keys() == {key for key, _ in items}
    for key, position in best.items():
        assert items[position][0] == key
        assert items[position][1] == max(revision for other, revision in items if other == key)
