"""Phones are read as people write them; what is none is refused with the reason (docs/phones.md)."""

import re
from itertools import product
from typing import Final

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from atende_platform import phones
from atende_platform.phones import PhoneInvalid, is_mobile, normalise_phone, region_of

AREAS: Final = (
    *range(11, 20), 21, 22, 24, 27, 28, *range(31, 36), 37, 38, *range(41, 50), 51, 53, 54, 55,
    *range(61, 70), 71, 73, 74, 75, 77, 79, *range(81, 90), *range(91, 100),
)  # fmt: skip
MOBILE, LANDLINE = ("98765", "4321"), ("3333", "4444")


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("+5511999999999", "+5511999999999"),
        ("+5511888888888", "+5511888888888"),
        ("5511999999999", "+5511999999999"),
        ("551188888888", "+551188888888"),
        ("+55 11 98765-4321", "+5511987654321"),
        ("(11) 98888-7777", "+5511988887777"),
        ("011 3333-4444", "+551133334444"),
        ("'+5511999999999", "+5511999999999"),
        ("+1 415 555 2671", "+14155552671"),
        # 00 is the international prefix and never a carrier's code.
        ("005551988887777", "+5551988887777"),
        ("0055 34 3333-4444", "+553433334444"),
        ("00351 912 345 678", "+351912345678"),
        # WhatsApp's own spelling, and marks and signs that come along from other programs.
        ("+52 1 55 1234 5678", "+525512345678"),
        ("+5215512345678", "+525512345678"),
        ("\u202a+55\xa011\xa098888\u20117777\u202c", "+5511988887777"),
        ("\uff0b５５ 11 98888\u20137777", "+5511988887777"),
        ("11.98888.7777", "+5511988887777"),
        ("5.511.988.887.777", "+5511988887777"),
        ("0xx11 98888-7777", "+5511988887777"),
        ("(0XX11) 3333-4444", "+551133334444"),
        ("+55 (0)11 98888-7777", "+5511988887777"),
        ("0800 123 4567", "+558001234567"),
        # Area code 55 is not country code 55.
        ("55 99999-8888", "+5555999998888"),
        ("55 55 99999-8888", "+5555999998888"),
        ("55 3333-4444", "+555533334444"),
        # A mobile from before the ninth digit; the digit is not added.
        ("1198887777", "+551198887777"),
    ],
)
def test_phones_are_read_as_people_write_them(raw: str, phone: str) -> None:
    assert normalise_phone(raw) == phone


@pytest.mark.parametrize(
    ("region", "raw", "phone"),
    [
        ("US", "415 555 2671", "+14155552671"),
        ("MX", "55 1234 5678", "+525512345678"),
        ("MX", "01 55 1234 5678", "+525512345678"),
        ("MX", "044 55 1234 5678", "+525512345678"),
        ("MX", "1 55 1234 5678", "+525512345678"),
        ("MX", "52 1 55 1234 5678", "+525512345678"),
        ("AR", "11 2345-6789", "+541123456789"),
        ("AR", "011 15 2345-6789", "+5491123456789"),
        ("AR", "(0341) 15 345-6789", "+5493413456789"),
        ("AR", "9 11 2345-6789", "+5491123456789"),
        ("PT", "912 345 678", "+351912345678"),
        ("PT", "351 21 234 5678", "+351212345678"),
    ],
)
def test_without_a_country_code_the_region_says_which(region: str, raw: str, phone: str) -> None:
    assert normalise_phone(raw, region) == phone


def _spellings(area: str, head: str, tail: str) -> list[str]:
    """Return ways in which a Brazilian writes or dials a number."""
    local = [f"{head}{tail}", f"{head}-{tail}", f"{head} {tail}", f"{head}.{tail}"]
    areas = [area, f"({area})", f"0{area}", f"(0{area})", f"0 21 {area}", f"015{area}", f"0xx{area}"]
    countries = [f"+55{area}", f"+55 ({area})", f"55{area}", f"55 {area}", f"0055{area}", f"+55 (0){area}"]
    return [f"{before}{gap}{number}" for before in areas + countries for gap in ("", " ") for number in local]


@pytest.mark.parametrize("area", [str(area) for area in AREAS])
@pytest.mark.parametrize("local", [MOBILE, LANDLINE], ids=["mobile", "landline"])
def test_every_spelling_of_every_area_s_numbers_is_that_number(area: str, local: tuple[str, str]) -> None:
    expected = f"+55{area}{''.join(local)}"
    for spelling in _spellings(area, *local):
        assert normalise_phone(spelling) == expected, spelling
    assert is_mobile(expected) == (local == MOBILE)


def test_there_are_134_of_them() -> None:
    assert len(list(product(AREAS, (MOBILE, LANDLINE)))) == 134


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "missing"),
        ("'", "missing"),
        ("hello", "not a phone number"),
        ("0800-FLOWERS", "not a phone number"),
        ("9" * 41, "not a phone number"),
        ("11 98888-7777 ramal 3", "not a phone number"),
        ("11 98888-7777²", "not a phone number"),
        ("11 3333-4444/5", "not a phone number"),
        ("-11988887777", "not a phone number"),
        (" " * 200 + "11 98888-7777" + "0", "not a phone number"),
        ("123", "too few"),
        ("+55119999999999999", "too many"),
        ("119888877770", "too many"),
        ("5,51E+12", "shortened"),
        ("5.511988887777E12", "shortened"),
        ("1198887777.0", "decimals"),
        ("11988887777,00", "decimals"),
        ("1.198.887.777,00", "decimals"),
        ("988887777", "area code"),
        ("8888-7777", "area code"),
        ("+55 98888-7777", "area code"),
        ("4004-1234", "area code"),
        ("20 98888-7777", "no area code 20"),
        ("+55 20 98888-7777", "no area code 20"),
        ("11 98888-7777 / 11 97777-6666", "more than one"),
        ("11 98888-7777 ou 11 97777-6666", "more than one"),
        ("+55 11 98888-7777 ::: +55 11 97777-6666", "more than one"),
        # Numbers of other countries without their +, which are not numbers of Brazil.
        ("351912345678", "country"),
        ("14155552671", "country"),
        ("9011988887777", "country"),
        ("00 11 98888-7777", "no phone number like this"),
        ("+999 1234567", "no such country code"),
    ],
)
def test_what_is_no_phone_is_refused_with_the_reason(raw: str, reason: str) -> None:
    with pytest.raises(PhoneInvalid, match=reason) as refused:
        normalise_phone(raw)
    assert refused.value.words.pt != refused.value.words.en


@pytest.mark.parametrize(
    ("region", "raw"),
    [("AR", "15 2345-6789"), ("AR", "2345-6789"), ("AR", "+54 15 2345-6789"), ("MX", "1234 5678")],
)
def test_a_missing_area_code_is_never_guessed(region: str, raw: str) -> None:
    with pytest.raises(PhoneInvalid, match="area code"):
        normalise_phone(raw, region)


# What somebody in the country dials for the number in the groups, written without phonenumbers.
_INTERNATIONAL: Final = r"(?:\+|\+?00)"
_DIALLED: Final[dict[str, tuple[str, str]]] = {
    "BR": (rf"(?:{_INTERNATIONAL}?55)?(?:0(?:[0-9]{{2}})?)?(?P<n>[1-9][0-9]{{9,10}}|800[0-9]{{6,7}})", "55"),
    "AR": (rf"(?:{_INTERNATIONAL}?54)?0?(?P<n>9?[1-3][0-9]{{9}})", "54"),
    "MX": (rf"(?:{_INTERNATIONAL}?52)?(?:01|044|045|1)?(?P<n>[2-9][0-9]{{9}})", "52"),
    "PT": (rf"(?:{_INTERNATIONAL}?351)?(?P<n>[0-9]{{9}})", "351"),
}


def _as_dialled(raw: str, region: str) -> set[str]:
    """Return the numbers that these signs reach when dialled in a country."""
    dialled = re.sub("[^0-9+]", "", raw)
    pattern, code = _DIALLED[region]
    reached = {f"+{code}{match['n']}" for match in re.finditer(f"^{pattern}$", dialled)}
    for digits in range(8, 12):  # The pattern may split prefix and number in several ways.
        if match := re.fullmatch(pattern.replace("(?P<n>", f"(?P<n>(?=.{{{digits}}}$)"), dialled):
            reached.add(f"+{code}{match['n']}")
    if region == "AR":
        for area in range(2, 5):
            pattern = rf"(?:(?:\+|\+?00)?54)?0?([1-3][0-9]{{{area - 1}}})15([0-9]{{{10 - area}}})"
            if match := re.fullmatch(pattern, dialled):
                reached.add(f"+549{match[1]}{match[2]}")
    if dialled.startswith("+"):
        reached.add(f"+{dialled[1:].removeprefix('00')}")
    elif dialled.startswith("00"):
        reached.add(f"+{dialled[2:]}")
    return reached


_NATIONAL: Final = {
    "BR": r"(?:0(?:15|21|31)?)?[1-9]{2}9?[2-9][0-9]{7}",
    "AR": r"0?(?:11|[23][0-9]{1,3})(?:15)?[0-9]{6,8}",
    "MX": r"(?:01|044|045|1)?[2-9][0-9]{9}",
    "PT": r"[29][0-9]{8}",
}
_TYPED: Final = {
    region: st.text("0123456789+-() .", max_size=22)
    | st.from_regex(national, fullmatch=True)
    | st.from_regex(rf"(?:\+|00|){_DIALLED[region][1]}{national}", fullmatch=True)
    for region, national in _NATIONAL.items()
}


@pytest.mark.parametrize("region", sorted(_DIALLED))
@given(data=st.data())
def test_whatever_is_accepted_is_the_number_that_would_have_been_dialled(
    region: str, data: st.DataObject
) -> None:
    raw = data.draw(_TYPED[region])
    for position in data.draw(st.lists(st.integers(1, 20), max_size=3)):
        raw = raw[:position] + data.draw(st.sampled_from(" -.")) + raw[position:]
    try:
        phone = normalise_phone(raw, region)
    except PhoneInvalid:
        return
    assert _without_mexico_s_1(phone) in {_without_mexico_s_1(each) for each in _as_dialled(raw, region)}
    assert phonenumbers.is_possible_number(phonenumbers.parse(phone))


def _without_mexico_s_1(phone: str) -> str:
    return re.sub(r"^\+52(?:1|01|044|045)([2-9][0-9]{9})$", r"+52\1", phone)


@given(st.text(max_size=50) | st.text("0123456789+-() '", max_size=20))
@example("00000")
@example("+" * 30)
def test_any_text_is_a_phone_or_refused(raw: str) -> None:
    try:
        phone = normalise_phone(raw)
    except PhoneInvalid:
        return
    assert re.fullmatch(r"\+[0-9]{7,15}", phone)
    for region in ("BR", "US", "AR", "MX", "PT"):
        assert normalise_phone(phone, region) == phone


@pytest.mark.parametrize(
    ("phone", "mobile"),
    [
        ("+5511988887777", True),
        ("+551188887777", True),
        ("+551133334444", False),
        ("+351912345678", True),
        ("+351212345678", False),
        ("+14155552671", True),
    ],
)
def test_mobiles_are_told_from_landlines(phone: str, mobile: bool) -> None:
    assert is_mobile(phone) == mobile


def test_the_region_comes_from_the_locale() -> None:
    assert [region_of(locale) for locale in ("pt-BR", "pt_PT", "en-US", "pt", "xx-ZZ")] == [
        "BR", "PT", "US", "PT", "BR"
    ]  # fmt: skip


@given(st.from_regex(r"(\+?55)?[1-9][0-9]{9,10}", fullmatch=True))
@example("5598887777666")
@example("55988887777")
@example("+5511988887777")
def test_a_plain_mobile_is_read_as_if_it_were_taken_to_pieces(digits: str) -> None:
    def read() -> str:
        try:
            return normalise_phone(digits)
        except PhoneInvalid as error:
            return error.code

    short = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phones, "_PLAIN_MOBILE", re.compile("(?!)"))
        assert read() == short
