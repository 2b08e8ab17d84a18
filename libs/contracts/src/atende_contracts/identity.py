"""Who is the same person: the one rule by which every service compares people.

WhatsApp knows a person by several names and spells one number in several ways. Contacts, recipients
and opt-outs are compared by the canonical aliases made here, and by nothing else: two rules that
differed would let somebody be written to who has opted out. An alias is not an address; messages go
to the number as WhatsApp spells it.

``wa_id`` and ``phone`` are one kind of name, ``phone``, as far as they are numbers. A wa_id may be
something else some day: then it is compared as it is, since its digits alone may be another person's
number.

Brazilian mobiles got a ninth digit, a leading 9, and WhatsApp still knows many without it; the
canonical form has it. Only numbers that were mobiles before, whose old eight digits begin with 6 to 9,
have both forms. Landlines (2 to 5) never got one. Numbers born with nine digits (a 9 and then 0 to 5)
never were without: what is left of them without the 9 is somebody's landline.

Mexican numbers exist with a 1 between country and area code, which mobiles had until 2019; the
canonical form is without. Area codes there begin with 2 to 9, so the 1 cannot be a part of one.

Argentine mobiles are dialled from abroad, and known to WhatsApp, with a 9 between country and area code, and
written in Argentina without it. No mobile has the digits of a landline, so both are one person; the canonical
form has the 9. Area codes there are 11 or begin with 2 or 3, so the 9 cannot be a part of one.
"""

import re
from typing import Final

from atende_contracts.bounds import MAX_PERSON_ID
from atende_contracts.event import Party

_BRAZILIAN_MOBILE: Final = re.compile(r"55([1-9]{2})9?([6-9][0-9]{7})")
_MEXICAN: Final = re.compile(r"521?([2-9][0-9]{9})")
_ARGENTINE: Final = re.compile(r"549?((?:11|[23][0-9])[0-9]{8})")
_READABLE: Final = re.compile(rf"(?=.*[A-Za-z0-9])[!-~]{{1,{MAX_PERSON_ID - 1}}}")  # A number gets a +.
_PUNCTUATION: Final = str.maketrans("", "", "+-(). ")


def readable_name(told: object) -> str | None:
    """Return a name that a person goes by (phone, wa_id, user id), or None for what names nobody.

    Printable ASCII of bounded length with a letter or digit in it; without the ``+`` that a number may have.
    What passes here has an alias, and fits into every key and index.
    """
    if not isinstance(told, str) or len(told) > 2 * MAX_PERSON_ID:
        return None
    name = told.strip().lstrip("+")
    return name if _READABLE.fullmatch(name) else None


def canonical_number(number: str) -> str | None:
    """Return the digits of an international number in the form that all its spellings share.

    None for what is no number. Whether the number is complete, or anybody's, is not judged.
    """
    digits = number.translate(_PUNCTUATION)
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if match := _BRAZILIAN_MOBILE.fullmatch(digits):
        return f"55{match[1]}9{match[2]}"
    if match := _MEXICAN.fullmatch(digits):
        return f"52{match[1]}"
    if match := _ARGENTINE.fullmatch(digits):
        return f"549{match[1]}"
    return digits


def variants(number: str) -> tuple[str, ...]:
    """Return the digits of every spelling of an international number, the canonical one first.

    All of them give the same alias. Empty for what is no number.
    """
    canonical = canonical_number(number)
    if canonical is None:
        return ()
    if match := _BRAZILIAN_MOBILE.fullmatch(canonical):
        return canonical, f"55{match[1]}{match[2]}"
    if match := _MEXICAN.fullmatch(canonical):
        return canonical, f"521{match[1]}"
    if match := _ARGENTINE.fullmatch(canonical):
        return canonical, f"54{match[1]}"
    return (canonical,)


def canonical_alias(identity: str) -> str:
    """Return the form in which a ``kind:value``, such as a `Party.identity`, is compared."""
    kind, _, value = identity.partition(":")
    if kind in ("wa_id", "phone") and (number := canonical_number(value)):
        return f"phone:{number}"
    return f"{kind}:{value.lstrip('+ ')}"


def aliases_by_kind(party: Party) -> dict[str, str]:
    """Return the alias that each name of a person gives, strongest name first.

    The keys are those of `Party.KINDS` that name the person; two of them may give the same alias.
    """
    named = {kind: canonical_alias(f"{kind}:{getattr(party, kind) or ''}") for kind in Party.KINDS}
    return {kind: alias for kind, alias in named.items() if alias != f"{kind}:"}


def aliases(party: Party) -> list[str]:
    """Return every name a person is known by, strongest first; empty when there is none.

    Two parties are the same person if they share one. The alias of `Party.identity` comes first.
    """
    return list(dict.fromkeys(aliases_by_kind(party).values()))
