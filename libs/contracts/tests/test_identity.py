"""Who is the same person. Chat, campaign and gateway compare people by these functions alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.event import Party
from atende_contracts.identity import (
    aliases,
    aliases_by_kind,
    canonical_alias,
    canonical_number,
    readable_name,
    variants,
)

AREAS = st.from_regex(r"[1-9]{2}", fullmatch=True)
SEVEN = st.text("0123456789", min_size=7, max_size=7)
NUMBERS = (
    st.text("0123456789", min_size=1, max_size=15)
    | st.from_regex(r"55[0-9]{2}9?[0-9]{8}", fullmatch=True)
    | st.from_regex(r"521?[0-9]{10}", fullmatch=True)
    | st.from_regex(r"549?[0-9]{10}", fullmatch=True)
)
NAMES = st.none() | NUMBERS | NUMBERS.map("+{}".format) | st.text(max_size=10)
PARTIES = st.builds(Party, phone=NAMES, wa_id=NAMES, bsuid=NAMES, lid=NAMES, name=NAMES)


# --- names -----------------------------------------------------------------------------------


@given(st.text(max_size=20) | st.text("+-(). a1", max_size=6) | st.integers(0, 400).map(lambda n: "7" * n))
def test_a_readable_name_names_somebody_and_fits(told: str) -> None:
    name = readable_name(told)
    if name is None:
        return
    for party in (Party(wa_id=name), Party(phone=f"+{name}"), Party(bsuid=name)):
        assert party.identity() != Party().identity()
        assert 0 < len(aliases(party)[0].partition(":")[2]) <= 200
    assert readable_name(name) == name
    assert name.isascii()


@pytest.mark.parametrize(
    "told",
    [
        *("", "+", " ", "+ +", "-", "()", "\u200b", "\u2028", "\u202e5511", "\ud800", "\0", "５５１１"),
        *("5511\n9", "55 11", "7" * 200, None, 5511, ["5511"], True, {}),
    ],
)
def test_what_names_nobody_is_no_name(told: object) -> None:
    assert readable_name(told) is None


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("5511987654321", "5511987654321"),
        (" +5511987654321\n", "5511987654321"),
        ("BR.1A2B", "BR.1A2B"),
        ("BR." + "A" * 128, "BR." + "A" * 128),
    ],
)
def test_a_name_is_read_without_what_stands_around_it(told: str, name: str) -> None:
    assert readable_name(told) == name


# --- numbers ---------------------------------------------------------------------------------


@given(AREAS, st.sampled_from("6789"), SEVEN)
def test_a_brazilian_mobile_has_two_spellings_and_one_form(area: str, first: str, rest: str) -> None:
    long, short = f"55{area}9{first}{rest}", f"55{area}{first}{rest}"
    assert canonical_number(long) == canonical_number(short) == long


@given(AREAS, st.sampled_from("012345"), SEVEN)
def test_landlines_and_mobiles_born_with_nine_digits_stay_apart(area: str, first: str, rest: str) -> None:
    for number in (f"55{area}{first}{rest}", f"55{area}9{first}{rest}"):
        assert canonical_number(number) == number


@given(st.from_regex(r"[2-9][0-9]{9}", fullmatch=True))
def test_a_mexican_number_has_two_spellings_and_one_form(national: str) -> None:
    assert canonical_number(f"521{national}") == canonical_number(f"52{national}") == f"52{national}"


@given(st.from_regex(r"(?:11|[23][0-9])[0-9]{8}", fullmatch=True))
def test_an_argentine_number_has_two_spellings_and_one_form(national: str) -> None:
    assert canonical_number(f"549{national}") == canonical_number(f"54{national}") == f"549{national}"


@given(NUMBERS)
def test_all_variants_of_a_number_are_one_person(number: str) -> None:
    spellings = variants(number)
    assert spellings[0] == canonical_number(number)
    assert number in spellings
    assert {canonical_number(spelling) for spelling in spellings} == {spellings[0]}
    assert all(variants(spelling) == spellings for spelling in spellings)


@pytest.mark.parametrize(
    ("number", "spellings"),
    [
        ("+55 11 98765-4321", ("5511987654321", "551187654321")),
        ("551132123456", ("551132123456",)),
        ("+5215512345678", ("525512345678", "5215512345678")),
        ("+54 11 2345-6789", ("5491123456789", "541123456789")),
        ("BR.1", ()),
    ],
)
def test_variants_are_the_spellings_of_a_number(number: str, spellings: tuple[str, ...]) -> None:
    assert variants(number) == spellings


@pytest.mark.parametrize(
    "number",
    [
        "551132123456",  # a landline
        "558132123456",
        "5511912345678",  # born with nine digits: 1234-5678 was no mobile
        "5510987654321",  # no area code has a 0
        "551087654321",
        "55118765432",  # too short
        "55119876543210",  # too long
        "521234567890",  # Mexican, ten digits of which the first is no area code's: not ours to shorten
        "14155550100",
        "4915112345678",
        "5491123456789",
        "541523456789",  # 15 is no area code, but the beginning of a local mobile
        "54112345678",  # too short
    ],
)
def test_other_numbers_stay_as_they_are(number: str) -> None:
    assert canonical_number(number) == number


@given(NUMBERS, st.data())
def test_punctuation_does_not_make_another_number(number: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(number)))
    spelt = f"+{number[:position]}{data.draw(st.text(' ().-', max_size=3))}{number[position:]}"
    assert canonical_number(spelt) == canonical_number(number) is not None


@given(NUMBERS)
def test_canonical_numbers_are_fixed_points(number: str) -> None:
    canonical = canonical_number(number)
    assert canonical is not None
    assert canonical_number(canonical) == canonical


@given(NUMBERS, st.data())
def test_no_other_digit_may_be_missing(number: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(number) - 1))
    shorter = number[:position] + number[position + 1 :]
    if canonical_number(shorter) == canonical_number(number):
        place, digit = {"55": (4, "9"), "52": (2, "1"), "54": (2, "9")}[number[:2]]
        assert number == shorter[:place] + digit + shorter[place:]


@pytest.mark.parametrize("text", ["", "+", " ", "BR.551187654321", "551187654321@lid", "٥٥١١", "²"])
def test_what_is_no_number_is_not_made_one(text: str) -> None:
    assert canonical_number(text) is None


# --- people ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Party(phone="+5511987654321"), Party(wa_id="551187654321")),
        (Party(phone="+551187654321"), Party(wa_id="5511987654321", name="Ana")),
        (Party(phone="+525512345678"), Party(wa_id="5215512345678")),
        (Party(phone="+541123456789"), Party(wa_id="5491123456789")),
        (Party(bsuid="BR.1"), Party(bsuid="BR.1", name="x")),
        (Party(wa_id="opaque@provider"), Party(wa_id="opaque@provider")),
    ],
)
def test_one_person_has_the_same_aliases(one: Party, other: Party) -> None:
    assert aliases(one) == aliases(other) != []


def test_names_of_different_kinds_are_different_names() -> None:
    parties = [Party(phone="551"), Party(bsuid="551"), Party(lid="551")]
    assert len({alias for party in parties for alias in aliases(party)}) == 3


def test_aliases_are_every_name_strongest_first() -> None:
    party = Party(phone="+5511987654321", wa_id="551187654321", bsuid="BR.1", lid="9@lid")
    assert aliases(party) == ["phone:5511987654321", "bsuid:BR.1", "lid:9@lid"]
    assert aliases_by_kind(party) == {
        "wa_id": "phone:5511987654321",
        "phone": "phone:5511987654321",
        "bsuid": "bsuid:BR.1",
        "lid": "lid:9@lid",
    }
    assert aliases(Party(wa_id="5511987654321", phone="+14155550100")) == [
        "phone:5511987654321",
        "phone:14155550100",
    ]


@pytest.mark.parametrize("party", [Party(), Party(name="nobody"), Party(phone="", wa_id="+", lid=" ")])
def test_a_party_without_a_name_has_no_alias(party: Party) -> None:
    assert aliases(party) == []


@given(PARTIES)
def test_whoever_opts_out_by_one_of_their_names_is_found_by_all_of_them(party: Party) -> None:
    """An opt-out names a person by `Party.identity`, of the whole party or of what was known of it."""
    for kind, alias in aliases_by_kind(party).items():
        part = Party.model_validate({kind: getattr(party, kind)})
        assert canonical_alias(part.identity()) == alias
        assert alias in aliases(party)
    named_by = party.identity().partition(":")[0]
    if named_by in aliases_by_kind(party):
        assert canonical_alias(party.identity()) == aliases(party)[0]


@given(PARTIES)
def test_canonical_aliases_are_fixed_points(party: Party) -> None:
    for alias in aliases(party):
        assert canonical_alias(alias) == alias


@pytest.mark.parametrize("identity", ["unknown:", "contact:1", "bsuid:BR.abc", "lid:9@lid", "wa_id:a:b"])
def test_other_identities_are_compared_as_they_are(identity: str) -> None:
    assert canonical_alias(identity) == identity
