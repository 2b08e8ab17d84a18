"""The one name by which a person is known here, whatever name they came under.

A phone number and a WhatsApp id are one thing; Brazilian mobiles exist with and without the ninth
digit and Mexican ones with and without the 1 after the country code, and WhatsApp answers with
either. Landlines keep their eight digits.
"""

import re
from typing import Final

import phonenumbers

from atende_contracts.event import Party

_BRAZILIAN_MOBILE_WITHOUT_9: Final = re.compile(r"55([1-9][1-9])([6-9]\d{7})")
_MEXICAN_MOBILE_WITH_1: Final = re.compile(r"521(\d{10})")


def canonical_number(number: str) -> str:
    """Return the digits of an international number in the one form used for comparison."""
    digits = "".join(char for char in number if char.isdigit())
    if match := _BRAZILIAN_MOBILE_WITHOUT_9.fullmatch(digits):
        return f"55{match[1]}9{match[2]}"
    if match := _MEXICAN_MOBILE_WITH_1.fullmatch(digits):
        return f"52{match[1]}"
    return digits


def aliases(party: Party) -> list[str]:
    """Return every canonical name of a person, strongest first; empty when there is none."""
    numbers = [canonical_number(number) for number in (party.wa_id, party.phone) if number]
    names = [f"phone:{digits}" for digits in numbers if digits]
    if party.bsuid:
        names.append(f"bsuid:{party.bsuid}")
    if party.lid:
        names.append(f"lid:{party.lid}")
    return list(dict.fromkeys(names))


def identity(party: Party) -> str | None:
    """Return the canonical name in unique constraints and opt-outs; None when there is none."""
    return next(iter(aliases(party)), None)


def parse_phone(text: str, region: str = "BR") -> str | None:
    """Return a number as typed by a person in E.164, or None if it cannot be one.

    Numbers without a country code are taken to be of ``region``. "Possible" is enough: Brazilian
    mobiles without their ninth digit are not "valid" but still in use.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
