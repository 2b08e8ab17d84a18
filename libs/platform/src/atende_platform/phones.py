"""Phone numbers as people type them.

Who is behind a number, and which spellings of it are the same, is `atende_contracts.identity`'s.
"""

from typing import Final

import phonenumbers

DEFAULT_REGION: Final = "BR"
MAX_PHONE_CHARS: Final = 40


def region_of(locale: str) -> str:
    """Return the country of a locale (``pt-BR`` → ``BR``): where phones without ``+`` are from."""
    country = locale.replace("_", "-").rpartition("-")[2].upper()
    return country if country in phonenumbers.SUPPORTED_REGIONS else DEFAULT_REGION


def normalise_phone(raw: str, region: str = DEFAULT_REGION) -> str:
    """Return a phone as E.164. Raises ``ValueError``, in words for the user, for anything else.

    Possible rather than valid numbers pass: numbering plans change (Brazilian mobiles without
    their ninth digit count as invalid, yet WhatsApp still knows them), and only WhatsApp can
    tell whether somebody is there. Words are refused, although keypads could dial them. A leading
    ``'`` is what spreadsheets put before ``+``.
    """
    text = raw.strip().removeprefix("'").strip()
    if not text:
        raise ValueError("The phone is missing.")
    if len(text) > MAX_PHONE_CHARS or any(char.isalpha() for char in text):
        raise ValueError("This is not a phone number.")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ValueError("This is not a phone number.") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("The number has too few or too many digits.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
