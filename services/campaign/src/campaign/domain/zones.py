"""In which time zone the owner of a phone number most likely is.

Brazil by area code, from our own table: that of `phonenumbers` puts Recife (81) into Noronha's zone,
an hour off. Other countries by `phonenumbers`, if it knows exactly one zone for the number.
"""

from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import timezone

_BRAZIL: Final = {
    "America/Sao_Paulo": "11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46"
    " 47 48 49 51 53 54 55 61 62 64",
    "America/Araguaina": "63",
    "America/Cuiaba": "65 66",
    "America/Campo_Grande": "67",
    "America/Rio_Branco": "68",
    "America/Porto_Velho": "69",
    "America/Bahia": "71 73 74 75 77",
    "America/Maceio": "79 82",
    "America/Recife": "81 87",
    "America/Fortaleza": "83 84 85 86 88 89 98 99",
    "America/Belem": "91 94 96",
    "America/Manaus": "92",
    "America/Santarem": "93",
    "America/Boa_Vista": "95",
}
"""97 (western Amazonas) is missing, as it lies in two zones."""

_ZONE_OF_AREA: Final = {area: zone for zone, areas in _BRAZIL.items() for area in areas.split()}


def zone_of(phone: str | None) -> str | None:
    """Return the IANA zone of an E.164 phone; None when it is unknown or could be several."""
    if phone is None:
        return None
    if phone.startswith("+55"):
        return _ZONE_OF_AREA.get(phone[3:5])
    return _foreign(phone[1:])


@lru_cache(maxsize=4096)
def _foreign(digits: str) -> str | None:
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    zones = timezone.time_zones_for_number(number)
    return zones[0] if len(zones) == 1 and zones[0] != timezone.UNKNOWN_TIMEZONE else None
