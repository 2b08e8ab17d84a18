"""WhatsApp's addresses, and the people behind them.

A person has an address by their phone (``5511…@s.whatsapp.net``) and one that does not tell it, the LID
(``1846…@lid``). Either may come alone, with a device behind the number (``:12``), and on servers that stand
for one of these two.
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from atende_contracts.event import Party
from gateway.providers.reading import name_of

Kind = Literal["phone", "lid", "group", "list", "other"]

_SERVERS: Final[dict[str, Kind]] = {
    "s.whatsapp.net": "phone",
    "c.us": "phone",
    "hosted": "phone",
    "lid": "lid",
    "hosted.lid": "lid",
    "g.us": "group",
    "broadcast": "list",
}
_HOMES: Final[dict[Kind, str]] = {
    "phone": "s.whatsapp.net",
    "lid": "lid",
    "group": "g.us",
    "list": "broadcast",
}
_JID: Final = re.compile(r"([0-9a-z-]{1,64})(?:_[0-9]{1,3})?(?::[0-9]{1,5})?@([a-z.]{2,32})")
_DIGITS: Final = re.compile(r"[0-9]{4,20}")
_STATUS: Final = "status"
"""The list that everybody's status posts are sent to."""


@dataclass(frozen=True, slots=True)
class Jid:
    """An address without its device."""

    user: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.user}@{_HOMES[self.kind]}"

    @property
    def is_person(self) -> bool:
        return self.kind in ("phone", "lid")


def read_jid(value: Any) -> Jid | None:
    """Return an address; None for what is none, and for one that no message for us can have.

    Status posts, newsletters and bots are of kind ``other``.
    """
    match = _JID.fullmatch(value) if isinstance(value, str) and len(value) <= 128 else None
    if match is None:
        return None
    user, kind = match[1], _SERVERS.get(match[2], "other")
    if kind in ("phone", "lid") and not _DIGITS.fullmatch(user):
        return Jid(user, "other")  # WhatsApp's own announcements are from number 0.
    return Jid(user, "other" if kind == "list" and user == _STATUS else kind)


def digits_of(value: str | None) -> str | None:
    """Return the digits of a number or LID that may be an address, as the account's own come."""
    if not value:
        return None
    jid = read_jid(value)
    digits = jid.user if jid else value.removeprefix("+")
    return digits if _DIGITS.fullmatch(digits) else None


def party_of(*addresses: Jid | None, name: Any = None) -> Party | None:
    """Return the person with these addresses, the first of each kind counting; None if there is none."""
    numbers: dict[str, str] = {}
    for jid in addresses:
        if jid is not None and jid.is_person:
            numbers.setdefault(jid.kind, jid.user)
    if not numbers:
        return None
    phone = numbers.get("phone")
    return Party(
        wa_id=phone, phone=f"+{phone}" if phone else None, lid=numbers.get("lid"), name=name_of(name)
    )
