"""Properties of the rules."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from chat.domain import (
    Identity,
    TicketClosed,
    TicketState,
    TicketStatus,
    TicketTaken,
    accepted,
    canonical,
    closed,
    completed,
    continues,
    identities_of,
    latest_by_revision,
    normalise_phone,
    phone_variants,
    region_of,
    replied,
    storable,
    written_to,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIGITS = st.text("0123456789", min_size=8, max_size=15)
BRAZILIAN = st.builds(
    "55{}{}{}".format,
    st.integers(11, 99),
    st.sampled_from(["", "9"]),
    st.text("0123456789", min_size=8, max_size=8),
)


@given(DIGITS | BRAZILIAN)
def test_variants_name_each_other_and_come_in_pairs_at_most(number: str) -> None:
    variants = phone_variants(number)
    assert variants[0] == number
    assert len(variants) == len(set(variants)) <= 2
    for variant in variants:
        assert set(phone_variants(variant)) == set(variants)


@given(st.integers(11, 99), st.text("0123456789", min_size=7, max_size=7), st.sampled_from("2345"))
def test_landlines_stay_as_they_are(area: int, rest: str, first: str) -> None:
    assert phone_variants(f"55{area}{first}{rest}") == (f"55{area}{first}{rest}",)
    # A number born with nine digits has no short form: that would be this landline.
    assert phone_variants(f"55{area}9{first}{rest}") == (f"55{area}9{first}{rest}",)


def test_a_brazilian_mobile_has_both_forms() -> None:
    assert phone_variants("5511999990001") == ("5511999990001", "551199990001")
    assert phone_variants("551199990001") == ("551199990001", "5511999990001")
    assert canonical("wa_id:551199990001") == canonical("phone:5511999990001")
    assert canonical("bsuid:BR.abc") == Identity("bsuid", "BR.abc")


def test_a_wa_id_is_the_phone_too() -> None:
    by_wa_id = set(identities_of(Party(wa_id="551199990001")))
    by_phone = set(identities_of(Party(phone="+5511999990001")))
    assert by_phone < by_wa_id
    assert identities_of(Party()) == ()
    assert identities_of(Party(bsuid="BR.x", lid="7@lid")) == (
        Identity("bsuid", "BR.x"),
        Identity("lid", "7@lid"),
    )


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("+5511999999999", "+5511999999999"),
        ("+5511888888888", "+5511888888888"),
        ("5511999999999", "+5511999999999"),
        ("551188888888", "+551188888888"),
        ("(11) 98888-7777", "+5511988887777"),
        ("011 3333-4444", "+551133334444"),
        ("'+5511999999999", "+5511999999999"),
        ("+1 415 555 2671", "+14155552671"),
    ],
)
def test_phones_are_read_as_people_write_them(raw: str, phone: str) -> None:
    assert normalise_phone(raw, "BR") == phone


@pytest.mark.parametrize(
    "raw", ["", "'", "123", "abc", "+55119999999999999", "5,51E+12", "0800-FLOWERS", "9" * 41]
)
def test_what_is_no_phone_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match=r"phone|digits"):
        normalise_phone(raw, "BR")


@given(st.text(max_size=50))
def test_any_text_is_a_phone_or_refused(raw: str) -> None:
    try:
        phone = normalise_phone(raw, "BR")
    except ValueError:
        return
    assert phone.startswith("+")
    assert phone[1:].isdigit()
    assert normalise_phone(phone, "US") == phone


def test_the_region_comes_from_the_locale() -> None:
    assert [region_of(locale) for locale in ("pt-BR", "pt_PT", "en-US", "pt", "xx-ZZ")] == [
        "BR", "PT", "US", "PT", "BR"
    ]  # fmt: skip


def test_what_whatsapp_says_completes_but_does_not_overwrite() -> None:
    known = Party(name="Maria Santos", phone="+5511999990001", wa_id="5511999990001")
    told = Party(name="Mari 🌸", phone="+551199990001", wa_id="551199990001", bsuid="BR.1")
    assert completed(known, told) == Party(
        name="Maria Santos", phone="+5511999990001", wa_id="551199990001", bsuid="BR.1"
    )
    assert completed(Party(), told) == told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
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


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5))))
def test_the_latest_revision_wins(items: list[tuple[str, int]]) -> None:
    best = latest_by_revision(items)
    assert best.keys() == {key for key, _ in items}
    for key, position in best.items():
        assert items[position][0] == key
        assert items[position][1] == max(revision for other, revision in items if other == key)
