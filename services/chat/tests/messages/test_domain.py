"""Properties of how a message looks after its changes."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from chat.messages.domain import (
    Appearance,
    Change,
    appearance,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AGENTS = [uuid7(), uuid7()]
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
    unique_by=lambda change: change.id,
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
