"""Phone numbers as WhatsApp sees them: digits only, and the two ways of writing a Brazilian mobile."""

import re

PUNCTUATION = str.maketrans("", "", "+ -().")
# Since 2012 Brazilian mobiles have a 9 before their eight digits; those begin with 6 to 9. Landlines do not.
_WITH_NINE = re.compile(r"55[1-9][0-9]9[6-9]\d{7}")
_WITHOUT_NINE = re.compile(r"55[1-9][0-9][6-9]\d{7}")
FIRST_AREA_CODE_OF_OLD_ACCOUNTS = "31"


def normalise_phone(value: str) -> str | None:
    """Digits of a phone number written with or without +, spaces and dashes; None when it is none."""
    digits = value.translate(PUNCTUATION)
    return digits if digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15 else None


def brazilian_twin(digits: str) -> str | None:
    """The same Brazilian mobile with its ninth digit taken away or put in; None for any other number."""
    if _WITH_NINE.fullmatch(digits):
        return digits[:4] + digits[5:]
    if _WITHOUT_NINE.fullmatch(digits):
        return f"{digits[:4]}9{digits[4:]}"
    return None


def old_account(digits: str) -> str:
    """The wa_id of an account made before the ninth digit came, outside São Paulo, Rio and Espírito Santo."""
    if _WITH_NINE.fullmatch(digits) and digits[2:4] >= FIRST_AREA_CODE_OF_OLD_ACCOUNTS:
        return digits[:4] + digits[5:]
    return digits
