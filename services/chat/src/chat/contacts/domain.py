"""Who is who: the names of a person on WhatsApp, and what is known of them.

Pure: no database, no clock, no framework.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from atende_contracts.event import Party
from atende_contracts.identity import aliases, aliases_by_kind, canonical_alias, canonical_number, variants
from atende_platform.data.storable import storable
from atende_platform.errors import Conflict

MAX_TAGS: Final = 50
MAX_CUSTOM_FIELDS: Final = 50
MAX_FIELD_NAME: Final = 50
MAX_FIELDS: Final = 50
"""Custom fields that a company defines."""
MAX_TAG: Final = 50
"""The length of a tag's name."""
MAX_TAG_OBJECTS: Final = 1000
"""Tags of contacts that a company has."""
MAX_TAG_MOVES: Final = 20
"""Tags of a company that become others at a time."""
DEFAULT_COLOR: Final = "#64748b"
MAX_OPTIONS: Final = 100
MAX_OPTION: Final = 100
MAX_EMAIL: Final = 254
MAX_ORGANIZATION: Final = 200
MAX_EXTERNAL_ID: Final = 100
MAX_NOTES: Final = 4000
MAX_URL: Final = 1000

_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}")
_URL: Final = re.compile(r"https://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?")


class ContactExists(Conflict):
    """Another contact of the company already has this phone; ``contactId`` says which."""

    own_reason = "contact-exists"


class ExternalIdExists(Conflict):
    """Another contact of the company already has this external id; ``contactId`` says which."""

    own_reason = "external-id-exists"


class ContactBlocked(Conflict):
    """The company has blocked this contact: nothing is sent to them."""

    own_reason = "contact-blocked"


class ContactTagExists(Conflict):
    """The company has another tag of this name; ``tagId`` says which. The two can be merged."""

    own_reason = "contact-tag-exists"


class TooManyContactTags(Conflict):
    own_reason = "too-many-contact-tags"


class TagsMoving(Conflict):
    """Contacts still get the new names of several tags."""

    own_reason = "contact-tags-moving"


class FieldExists(Conflict):
    """The company has another custom field of this name."""

    own_reason = "contact-field-exists"


class TooManyFields(Conflict):
    own_reason = "too-many-contact-fields"


class Identity(NamedTuple):
    """One canonical alias of a person (see `atende_contracts.identity`); unique in a company."""

    kind: str
    value: str


class Only(NamedTuple):
    """Which contacts a list has; None for what does not matter."""

    external_id: str | None = None
    email: str | None = None
    blocked: bool | None = None
    tag: str | None = None


EVERYBODY: Final = Only()

Claim = tuple[UUID, Identity]
"""An identity in a company."""


def normalised_email(text: str) -> str | None:
    """Return an e-mail address as it is stored, in lower case; None for what is none."""
    email = text.strip().lower()
    if len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email) or ".." in email:
        return None
    return email


def is_picture_url(text: str) -> bool:
    """Tell whether consoles may load a picture from an address: by HTTPS, and with no credentials in it."""
    return len(text) <= MAX_URL and _URL.fullmatch(text) is not None


def identity_of(name: str) -> Identity:
    """Return the identity that a ``kind:value`` gives; every spelling of a number gives the same."""
    kind, _, value = canonical_alias(name).partition(":")
    return Identity(kind, value)


def identities_of(party: Party) -> tuple[Identity, ...]:
    """Return every identity a person may be found under, the strongest first."""
    return tuple(Identity(*alias.split(":", 1)) for alias in aliases(party))


def claims_of(company_id: UUID, party: Party, former: Party | None = None) -> list[Claim]:
    """Return the names to find a person by: those they had, which their history is under, before the new."""
    parties = (party,) if former is None else (former, party)
    claims = [(company_id, identity) for each in parties for identity in identities_of(each)]
    if not claims:
        raise ValueError("the sender has no identity")
    return list(dict.fromkeys(claims))


def without(party: Party, foreign: Collection[Identity]) -> Party:
    """Return the person without the names that belong to another contact."""
    named = aliases_by_kind(party)
    return party.model_copy(
        update={kind: None for kind, alias in named.items() if identity_of(alias) in foreign}
    )


def phone_of(party: Party) -> str | None:
    """Return the phone as E.164, also when only the wa_id tells it."""
    if party.phone:
        return "+" + party.phone.lstrip("+")
    if party.wa_id and canonical_number(party.wa_id):
        return "+" + party.wa_id.lstrip("+")
    return None


def number_of(name: str | None) -> str | None:
    """Return the canonical digits of a phone or wa_id; None for what is no number."""
    return canonical_number(name) if name else None


_NATIONAL: Final = (
    re.compile(r"([1-9]{2})9?([6-9][0-9]{7})"),  # A Brazilian mobile without the country …
    re.compile(r"()9?([6-9][0-9]{7})"),  # … and without the area code.
)
_FEWEST_DIGITS: Final = 3


def spellings_of(digits: str) -> list[str]:
    """Return how a number, or the part of one that these digits are, may be stored.

    The zeros that people dial before an area code are in no stored number. Of fewer than three other digits
    they stay: ``01`` would otherwise find every number that has a 1.
    """
    plain = digits.lstrip("0")
    if len(plain) < _FEWEST_DIGITS:
        plain = digits
    found = [digits, plain, *variants(plain)]
    for pattern in _NATIONAL:
        if match := pattern.fullmatch(plain):
            found += [f"{match[1]}9{match[2]}", f"{match[1]}{match[2]}"]
    return list(dict.fromkeys(found))


def completed(known: Party, told: Party, former: Party | None = None) -> Party:
    """Return what is known of a person after WhatsApp told us more.

    The name and phone that the company gave stay; what WhatsApp calls the person is replaced,
    since its form of a number is the one that messages must be addressed to. The phone goes only with the
    number that the person gave up (``former``).
    """
    given_up = number_of(former.wa_id or former.phone) if former is not None and told.phone else None
    stays = given_up is None or number_of(known.phone) != given_up
    return Party(
        name=known.name or storable(told.name),
        phone=(known.phone if stays else None) or told.phone,
        wa_id=told.wa_id or known.wa_id,
        bsuid=told.bsuid or known.bsuid,
        lid=told.lid or known.lid,
    )


def says_nothing_new(known: Mapping[str, Any], told: Party) -> bool:
    """Tell at little cost that a person is named as they are known: `completed` would change nothing.

    ``known`` are the columns of the contact. False does not mean that there is something new.
    """
    return bool(
        (known["name"] or told.name is None)
        and known["phone"]
        and told.wa_id in (None, known["wa_id"])
        and told.bsuid in (None, known["bsuid"])
        and told.lid in (None, known["lid"])
    )


def stand_in(company_id: UUID, identity: Identity) -> UUID:
    """Return the id under which stands what was sent to a name that was no contact's.

    It is shown to whichever contact has the name when it is read: a list of phones makes nobody a contact.
    """
    return uuid5(company_id, f"{identity.kind}:{identity.value}")


class FieldKind(StrEnum):
    """What the values of a custom field are. They are stored and published as texts, in one spelling."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    BOOLEAN = "boolean"


class FieldRule(NamedTuple):
    """What fits into a custom field."""

    kind: FieldKind
    options: Sequence[str] = ()


_NUMBER: Final = re.compile(r"([+-]?)([0-9]{1,20})(?:\.([0-9]{1,20}))?")
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:([.,\u00a0 ])[0-9]{3})(?:\1[0-9]{3})*([.,])[0-9]{1,20}")
_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199
_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "sim", "1", "s", "y"), "true"),
    **dict.fromkeys(("false", "no", "não", "nao", "0", "n"), "false"),
}


def fitted(rule: FieldRule, value: str) -> str | None:
    """Return a value in the one spelling of its kind; None for what does not fit.

    Numbers have a point and no needless zeros; a comma is read as one. Where both stand, the last one is the
    point. Dates are ``YYYY-MM-DD``; of ``03/04/2026`` the day comes first. What was fitted fits.
    """
    text = value.strip()
    match rule.kind:
        case FieldKind.TEXT:
            return value
        case FieldKind.NUMBER:
            return _number(text)
        case FieldKind.DATE:
            return _date(text)
        case FieldKind.LIST:
            return next((one for one in rule.options if one.casefold() == text.casefold()), None)
        case FieldKind.BOOLEAN:
            return _WORDS.get(text.casefold())


def _number(text: str) -> str | None:
    if (grouped := _GROUPED.fullmatch(text)) and grouped[1] != grouped[2]:
        text = text.replace(grouped[1], "")
    found = _NUMBER.fullmatch(text.replace(",", "."))
    if not found:
        return None
    whole, part = found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    plain = f"{whole}.{part}" if part else whole
    return f"-{plain}" if found[1] == "-" and plain != "0" else plain


def _date(text: str) -> str | None:
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat() if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None
