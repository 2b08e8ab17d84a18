"""Who a webhook is about: people by the names that Meta knows them by, found among its contacts."""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import msgspec

from atende_contracts.bounds import MAX_LINE
from atende_contracts.event import Party
from atende_contracts.identity import readable_name
from gateway.providers.reading import Json, get, name_of, text

_RENAMED: Final = {"user_changed_number", "customer_changed_number", "user_changed_user_id"}
_NEW_USER_ID: Final = re.compile(r"changed from (\S+) to (\S+?)\.?\s*$")
"""How the sentence ends that reports a new user id. A name, which people choose, stands only before it."""


class Names(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a `Party` that Meta tells; written as JSON it is the same bytes."""

    phone: str | None = None
    wa_id: str | None = None
    bsuid: str | None = None
    name: str | None = None
    parent_bsuid: str | None = None

    def party(self) -> Party:
        """Return the person as events have it."""
        return Party(**msgspec.structs.asdict(self))

    def identity(self) -> str:
        """Return what `Party.identity` does."""
        return f"wa_id:{self.wa_id}" if self.wa_id else f"bsuid:{self.bsuid}" if self.bsuid else "unknown:"


class People:
    """The contacts of an update, found by their ids: one webhook may hold many people's messages."""

    def __init__(self, contacts: Sequence[Any], *, alone: bool) -> None:
        self._by_id: dict[tuple[str, str], Json] = {}
        known = [contact for contact in contacts if isinstance(contact, dict)]
        for contact in known:
            for kind in ("wa_id", "user_id"):
                if (name := readable_name(contact.get(kind))) is not None:
                    self._by_id.setdefault((kind, name), contact)
        self._only: Json = known[0] if alone and len(known) == 1 else {}
        """Of a single message with a single contact it is known whose it is, if not by what name."""

    def sender(self, message: Json) -> "Sender | None":
        """Return who wrote; None when that is nobody."""
        named = (message.get(name) for name in ("from", "from_user_id", "from_parent_user_id"))
        sender = Sender(self.party(*named))
        if message.get("type") == "system":
            sender = _renamed(sender.party, message.get("system"))
        return sender if sender.party.wa_id or sender.party.bsuid else None

    def party(self, number: Any, user_id: Any, parent_user_id: Any) -> Party:
        """Return who is named so, with what else their contact says; nobody, if neither names one."""
        return self.names(number, user_id, parent_user_id).party()

    def names(self, number: Any, user_id: Any, parent_user_id: Any) -> Names:
        """Return the same as the names alone."""
        given = [number, user_id]
        wa_id, bsuid = (readable_name(name) for name in given)
        contact = (
            (self._by_id.get(("wa_id", wa_id)) if wa_id else None)
            or (self._by_id.get(("user_id", bsuid)) if bsuid else None)
            or self._only
        )
        if (
            wa_id or bsuid or all(name in (None, "") for name in given)
        ):  # A name that cannot be read is not another's.
            wa_id = wa_id or readable_name(contact.get("wa_id"))
            bsuid = bsuid or readable_name(contact.get("user_id"))
        return Names(
            phone=_phone(wa_id),
            wa_id=wa_id,
            bsuid=bsuid,
            parent_bsuid=readable_name(parent_user_id) or readable_name(contact.get("parent_user_id")),
            name=name_of(get(contact.get("profile"), "name")),
        )


class Sender(NamedTuple):
    """Who wrote, and by which names they went until now, if this message reports new ones."""

    party: Party
    former: Party | None = None


def _renamed(party: Party, system: Any) -> Sender:
    """Return who has a new number or user id. The message itself may be from the old one or the new."""
    if not isinstance(system, dict) or text(system.get("type")) not in _RENAMED:
        return Sender(party)
    wa_id = readable_name(system.get("wa_id")) or readable_name(system.get("new_wa_id")) or party.wa_id
    bsuid = readable_name(system.get("user_id")) or party.bsuid
    before = (readable_name(system.get("previous_user_id")), party.bsuid, _previous_user_id(system, bsuid))
    old_wa_id = party.wa_id if party.wa_id != wa_id else None
    old_bsuid = next((name for name in before if name and name != bsuid), None)
    current = party.model_copy(update={"wa_id": wa_id, "phone": _phone(wa_id), "bsuid": bsuid})
    if old_wa_id is None and old_bsuid is None:
        return Sender(current)
    return Sender(current, Party(wa_id=old_wa_id, phone=_phone(old_wa_id), bsuid=old_bsuid))


def _previous_user_id(system: Json, bsuid: str | None) -> str | None:
    """Return the user id that the sentence for people says was the one before."""
    body = system.get("body")
    found = _NEW_USER_ID.search(body[-2 * MAX_LINE :]) if isinstance(body, str) else None
    return readable_name(found[1]) if found and found[2] == bsuid else None


def _phone(wa_id: str | None) -> str | None:
    return f"+{wa_id}" if wa_id and wa_id.isascii() and wa_id.isdigit() else None
