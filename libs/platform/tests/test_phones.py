"""Phones are read as people write them; what is none is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_platform.phones import normalise_phone, region_of


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
    ],
)
def test_phones_are_read_as_people_write_them(raw: str, phone: str) -> None:
    assert normalise_phone(raw) == phone


def test_without_a_country_code_the_region_says_which() -> None:
    assert normalise_phone("415 555 2671", "US") == "+14155552671"


@pytest.mark.parametrize(
    "raw", ["", "'", "123", "hello", "+55119999999999999", "5,51E+12", "0800-FLOWERS", "9" * 41]
)
def test_what_is_no_phone_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match=r"phone|digits"):
        normalise_phone(raw)


@given(st.text(max_size=50) | st.text("0123456789+-() '", max_size=20))
def test_any_text_is_a_phone_or_refused(raw: str) -> None:
    try:
        phone = normalise_phone(raw)
    except ValueError:
        return
    assert phone.startswith("+")
    assert phone[1:].isascii()
    assert phone[1:].isdecimal()
    assert normalise_phone(phone, "US") == phone


def test_the_region_comes_from_the_locale() -> None:
    assert [region_of(locale) for locale in ("pt-BR", "pt_PT", "en-US", "pt", "xx-ZZ")] == [
        "BR", "PT", "US", "PT", "BR"
    ]  # fmt: skip
