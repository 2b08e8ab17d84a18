"""When automations act."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from chat.automations.domain import Event, Facts, Text, field_matches, happened, has_tag, holds
from chat.automations.schemas import conditions_from, stored_conditions
from chat.quick_replies.domain import folded

TERMS = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("text", "terms", "contains", "word"),
    [
        ("Quero a 2ª via do BOLETO!", ["boleto"], True, True),
        ("Preciso da segunda  via", ["segunda via"], False, True),
        ("É simples", ["sim"], True, False),
        ("sim", ["não", "sim"], True, True),
        ("Não", ["nao"], True, True),
        ("", ["x"], False, False),
        ("👍", ["👍"], True, False),
    ],
)
def test_texts(text: str, terms: list[str], contains: bool, word: bool) -> None:
    assert (Text(text).contains(terms), Text(text).has_word(terms)) == (contains, word)
    assert not Text(None).contains(terms)


@given(st.text(max_size=200), TERMS)
def test_a_text_contains_what_stands_in_it(text: str, terms: list[str]) -> None:
    assert Text(text).contains(terms) is any(folded(term) in folded(text) for term in terms)
    assert Text(f"{text} {terms[0]} {text}").contains(terms)


def test_contacts() -> None:
    assert has_tag(["VIP"], ["vip", "x"])
    assert not has_tag([], ["vip"])
    assert field_matches("São Paulo", "is", "sao paulo")
    assert field_matches("São Paulo", "contains", "PAULO")
    assert not field_matches(None, "is", "x")
    assert not field_matches(" ", "filled", None)


def test_conditions_together() -> None:
    assert holds([], "all")
    assert holds([], "any")
    assert not holds([True, False], "all")
    assert holds([True, False], "any")
    assert not holds([False], "any")


QUEUE, TAG = str(uuid7()), str(uuid7())
CONDITIONS: list[dict[str, Any]] = [
    {"type": "text_contains", "terms": ["pix"]},
    {"type": "text_has_word", "terms": ["pix"]},
    {"type": "channel", "channelIds": [QUEUE]},
    {"type": "queue", "queueIds": [QUEUE, None]},
    {"type": "status", "statuses": ["open"]},
    {"type": "assignee", "assigneeIds": [None]},
    {"type": "tag", "tagIds": [TAG]},
    {"type": "priority", "priorities": ["high", "urgent"]},
    {"type": "contact_tag", "tags": ["vip"]},
    {"type": "contact_field", "name": "cidade", "operator": "filled"},
    {"type": "business_hours"},
    {"type": "first_message"},
]


@given(
    st.sampled_from(CONDITIONS),
    st.builds(
        Facts,
        status=st.sampled_from(["pending", "open"]),
        priority=st.sampled_from(["normal", "high"]),
        contact_tags=st.lists(st.sampled_from(["VIP", "x"])),
        contact_fields=st.dictionaries(st.just("cidade"), st.text()),
        text=st.builds(Text, st.sampled_from(["pix", "epixe", None])),
        is_first_message=st.booleans(),
        is_open=st.booleans(),
    ),
)
def test_what_is_negated_holds_when_the_other_does_not(row: dict[str, Any], facts: Facts) -> None:
    [plain, negated] = conditions_from([row, {**row, "negated": True}])
    assert plain.holds(facts) is not negated.holds(facts)
    assert conditions_from(stored_conditions([plain, negated])) == [plain, negated]


def test_what_entries_of_the_log_say() -> None:
    ticket, message = str(uuid7()), str(uuid7())

    def said(kind: str = "text", **fields: Any) -> Event | None:
        payload = {"id": message, "ticketId": ticket, "direction": "out", "kind": kind, **fields}
        found = happened("message.created", {"message": payload})
        return found.event if found else None

    assert said(direction="in", text="Oi") is Event.MESSAGE_RECEIVED
    assert said() is None
    assert said(direction="in", ticketId=None) is None
    assert said(direction="in", groupId="g") is None
    assert said("timeline", content={"timeline": {"event": "accepted"}}) is Event.TICKET_ASSIGNED
    assert said("timeline", content={"timeline": {"event": "automation"}}) is None
    assert said("note", content={}) is None
    for revision, event in ((1, Event.TICKET_CREATED), (2, None)):
        found = happened("ticket.updated", {"ticket": {"id": ticket, "revision": revision, "groupId": None}})
        assert (found.event if found else None) is event
