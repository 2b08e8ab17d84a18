"""Phone numbers as people type them: the one parser for the API, files and searches.

What is accepted is the number that somebody in the company's country would have dialled; everything else is
refused with the reason. Nothing is guessed, completed or cut (docs/phones.md tells the rules to users).

Who is behind a number, and which spellings of it are the same, is `atende_contracts.identity`'s.
"""

import re
import unicodedata
from typing import Final

import phonenumbers
from phonenumbers import CountryCodeSource, PhoneNumber, PhoneNumberType, ValidationResult

from atende_contracts.field_errors import Invalid

DEFAULT_REGION: Final = "BR"
MAX_PHONE_CHARS: Final = 40
_SHORTEST, _LONGEST = 7, 16
_MAX_RAW_CHARS: Final = 200
"""With what is not seen of it."""

_BRAZIL, _ARGENTINA, _MEXICO, _NORTH_AMERICA = 55, 54, 52, 1
_AREA: Final = (  # Brazil has 67 of them.
    "(?:1[1-9]|2[12478]|3[1-578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9])"
)
# Where an area code can be missing, a number that is possible may be half of one. Brazilian mobiles of eight
# digits are from before the ninth, and WhatsApp still knows them.
_PLANS: Final = {
    _BRAZIL: re.compile(rf"{_AREA}(?:[2-9][0-9]{{7}}|[6-9][0-9]{{8}})"),
    _ARGENTINA: re.compile("9?(?:11|[23][0-9])[0-9]{8}"),
    _MEXICO: re.compile("[2-9][0-9]{9}"),
    _NORTH_AMERICA: re.compile("[2-9][0-9]{2}[2-9][0-9]{6}"),
}
_BRAZILIAN_AS_DIALLED: Final = re.compile(rf"{_AREA}(?:[2-9][0-9]{{7}}|9[0-9]{{8}})")
_BRAZILIAN_MOBILE: Final = re.compile("[0-9]{2}(?:[6-9][0-9]{7}|[6-9][0-9]{8})")
_PLAIN_MOBILE: Final = re.compile(rf"(?:\+?55)?({_AREA}9[0-9]{{8}})")
"""A Brazilian mobile of today, as it is dialled there or with its country code."""
_WITHOUT_AREA: Final = {
    _BRAZIL: re.compile("[0-9]{8,9}"),
    _ARGENTINA: re.compile("[0-9]{6,8}|15[0-9]{6,8}"),
    _MEXICO: re.compile("[0-9]{7,8}"),
}
_MEXICAN: Final = re.compile("(?:01|04[45]|1)?([2-9][0-9]{9})")
"""With the prefixes that long distance and mobiles had until 2019; WhatsApp still shows the 1."""
_SHORTEST_IN_BRAZIL: Final = 9
_MOBILES: Final = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}

_PLAIN: Final = re.compile(r"\(? ?(\+?) ?[0-9(][0-9 ().-]*")
_EXPONENT: Final = re.compile(r"\+?[0-9]+(?:[.,][0-9]+)?E[+-]?[0-9]+", re.IGNORECASE)
_DECIMAL: Final = re.compile(
    r"\+?(?:[0-9]+[.,][0-9]{1,2}|[0-9]{7,}[.,](?:[0-9]{0,3}|[0-9]{5,})|[0-9]+(?:\.[0-9]+)+,[0-9]*"
    r"|[0-9]+(?:,[0-9]+)+\.[0-9]*)"
)
"""A sign with one or two digits behind it, or behind a long number any but a phone's last four."""
_SEVERAL: Final = re.compile(r"[0-9][0-9 ().-]{5,}[0-9][^0-9]*(?:[/;,|\\\n]|:::|[a-z])[^0-9]*[0-9]{2}", re.I)
_ANY_CARRIER: Final = re.compile(r"(\(?\+?55\)?[ -]*)?\(?0? ?\(?xx\)?[ -]*", re.IGNORECASE)
"""``0xx11``: how Brazilians write that the code of a carrier may stand there."""


class PhoneInvalid(Invalid):
    """A text is no phone number that we take, by a code of `atende_contracts.field_errors`."""


def region_of(locale: str) -> str:
    """Return the country of a locale (``pt-BR`` → ``BR``): where phones without ``+`` are from."""
    country = locale.replace("_", "-").rpartition("-")[2].upper()
    return country if country in phonenumbers.SUPPORTED_REGIONS else DEFAULT_REGION


def normalise_phone(raw: str, region: str = DEFAULT_REGION) -> str:
    """Return a phone as E.164. Raises `PhoneInvalid` for anything else.

    ``+`` and ``00`` begin an international number; anything else is read as dialled in ``region``, with or
    without its country code. Of an international number it is enough that there may be one like it:
    numbering plans change, and only WhatsApp can tell whether somebody is there. What is read as dialled
    must exist, since one that does not is often a foreign or a defective one.
    """
    digits = _digits(raw, region)
    if region == DEFAULT_REGION and (mobile := _PLAIN_MOBILE.fullmatch(digits)):
        return f"+55{mobile[1]}"  # As below, without taking it to pieces: files are full of these.
    number = _parsed(digits, region)
    as_dialled = number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY
    code, national = number.country_code or 0, phonenumbers.national_significant_number(number)
    if code == _MEXICO and (match := _MEXICAN.fullmatch(national)):
        national = match[1]
        number = PhoneNumber(country_code=code, national_number=int(national))
    if not _may_exist(number, national, as_dialled=as_dialled):
        raise _refusal(number, national, as_dialled=as_dialled)
    return f"+{code}{national}"


def is_mobile(phone: str) -> bool:
    """Tell whether a number that `normalise_phone` gave may be a mobile's."""
    number = phonenumbers.parse(phone)
    national = phonenumbers.national_significant_number(number)
    if number.country_code == _BRAZIL:
        return _BRAZILIAN_MOBILE.fullmatch(national) is not None
    return phonenumbers.number_type(number) in _MOBILES


def _digits(raw: str, region: str) -> str:
    """Return what is dialled, with a ``+`` if it is international."""
    text = _plain(raw) if len(raw) <= _MAX_RAW_CHARS else raw
    if not text:
        raise PhoneInvalid("phone_missing")
    if region == DEFAULT_REGION and "xx" in text[:MAX_PHONE_CHARS].casefold():
        text = _ANY_CARRIER.sub(r"\1", text, count=1)
    for kind, code in ((_EXPONENT, "phone_shortened"), (_DECIMAL, "phone_with_decimals")):
        if kind.fullmatch(text):
            raise PhoneInvalid(code)
    match = _PLAIN.fullmatch(text) if len(text) <= MAX_PHONE_CHARS else None
    if match is None:
        raise PhoneInvalid("several_phones" if _SEVERAL.search(text[:_MAX_RAW_CHARS]) else "phone_invalid")
    digits = re.sub("[^0-9]", "", text)
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"{match[1]}{digits}"


def _plain(raw: str) -> str:
    """Return a text with the simple forms of its characters, without what is not seen.

    WhatsApp and address books put marks of direction around numbers, word processors long dashes in them.
    """
    if raw.isascii():
        plain = raw.replace("\t", " ").strip()
    else:
        plain = "".join(_plain_character(character) for character in raw).strip()
    return plain.removeprefix("'").strip()


def _plain_character(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character == "＋":
        return "+"
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Zs":
            return " "
        case "Pd":
            return "-"
    return " " if character == "\t" else character


def _parsed(digits: str, region: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(digits, region, keep_raw_input=True)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            raise PhoneInvalid("country_code_unknown") from None
        if len(digits) < _SHORTEST:
            raise PhoneInvalid("phone_too_short") from None
        raise PhoneInvalid("phone_too_long" if len(digits) > _LONGEST else "phone_invalid") from None
    national = phonenumbers.national_significant_number(number)
    if number.country_code == _BRAZIL and digits[: -len(national)].startswith("90"):
        raise PhoneInvalid(
            "phone_not_in_country"
        )  # 90 before a number is a collect call; phonenumbers cuts it off.
    return number


def _may_exist(number: PhoneNumber, national: str, *, as_dialled: bool) -> bool:
    code = number.country_code
    plan = _BRAZILIAN_AS_DIALLED if code == _BRAZIL and as_dialled else _PLANS.get(code or 0)
    if plan is not None and plan.fullmatch(national):
        return True
    if phonenumbers.is_valid_number(number):  # Such as 0800, which companies have on WhatsApp, too.
        return code != _BRAZIL or len(national) >= _SHORTEST_IN_BRAZIL
    if plan is not None or as_dialled:
        return False
    return any(
        phonenumbers.is_possible_number_for_type_with_reason(number, kind) == ValidationResult.IS_POSSIBLE
        for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    )


def _refusal(number: PhoneNumber, national: str, *, as_dialled: bool) -> PhoneInvalid:
    code = number.country_code or 0
    possible = phonenumbers.is_possible_number_with_reason(number)
    without_area = _WITHOUT_AREA.get(code)
    if possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY or (
        without_area is not None and without_area.fullmatch(national)
    ):
        return PhoneInvalid("area_code_missing")
    if possible in (ValidationResult.TOO_SHORT, ValidationResult.INVALID_LENGTH):
        return PhoneInvalid("phone_too_short")
    if possible == ValidationResult.TOO_LONG:
        return PhoneInvalid("phone_too_long")
    if code == _BRAZIL and not re.match(_AREA, national):
        return PhoneInvalid("area_code_unknown", area=national[:2])
    return PhoneInvalid("phone_not_in_country" if as_dialled else "phone_unknown")
