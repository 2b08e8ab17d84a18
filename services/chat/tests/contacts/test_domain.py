"""Properties of names and people."""

from typing import Final

from hypothesis import example, given
from hypothesis import strategies as st

from atende_contracts.event import Party
from chat.contacts.domain import (
    Identity,
    completed,
    identities_of,
    identity_of,
    phone_of,
    says_nothing_new,
    without,
)

_TEXTS: Final = st.sampled_from([None, "", "Maria", "+551199990001", "5511999990001", "BR.1"])
_NAMES: Final = st.sampled_from([None, "Maria", "Ana"])  # None is stored as an empty name.
_PARTIES: Final = st.builds(Party, name=_NAMES, phone=_TEXTS, wa_id=_TEXTS, bsuid=_TEXTS, lid=_TEXTS)


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


@given(_PARTIES, _PARTIES)
@example(Party(name="Ana", phone="+1"), Party(name="Bia", wa_id="1"))
def test_who_is_named_as_they_are_known_says_nothing_new(known: Party, told: Party) -> None:
    if says_nothing_new(dict(known), told):
        named = told.model_copy(update={"phone": phone_of(told)})
        assert completed(known, named) == known


def test_who_is_known_by_phone_and_name_says_nothing_new() -> None:
    known = dict(Party(name="Ana", phone="+5511999990001", wa_id="5511999990001"))
    assert says_nothing_new(known, Party(name="Bia", wa_id="5511999990001"))
    assert not says_nothing_new(known, Party(wa_id="551199990001"))
    assert not says_nothing_new(known, Party(wa_id="5511999990001", bsuid="BR.1"))
