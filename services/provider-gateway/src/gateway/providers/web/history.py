"""What was said before the account was linked: as much of it as the settings take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from atende_contracts.event import Party
from atende_contracts.messages import RecordedMessage
from gateway.providers.reading import get, items
from gateway.providers.web.account import LinkedAccount
from gateway.providers.web.jids import party_of, read_jid

_MOST: Final = 100
"""Messages in one event."""
_MOST_BYTES: Final = 200 * 1024


@dataclass(frozen=True, slots=True)
class HistoryBounds:
    """How old messages may be that are taken over, and those whose files are fetched."""

    age: timedelta = timedelta(days=90)
    files: timedelta = timedelta(days=7)
    """WhatsApp keeps files for some weeks; older ones are on the phone only."""


def people_in(contacts: Any, account: LinkedAccount) -> dict[str, Party]:
    """Return whom a history names, by the digits of each of their addresses."""
    people: dict[str, Party] = {}
    for contact in items(contacts):
        addresses = [read_jid(get(contact, name)) for name in ("id", "lid", "phone", "phoneNumber")]
        known = [jid for jid in addresses if jid is not None and jid.is_person and not account.is_own(jid)]
        party = party_of(*known, name=get(contact, "name") or get(contact, "notify"))
        if party is not None:
            people.update((jid.user, party) for jid in known)
    return people


def is_wanted(sent_at: datetime, bounds: HistoryBounds, now: datetime) -> bool:
    """Tell whether a message is young enough to be taken over."""
    return now - sent_at <= bounds.age


def portions(found: Iterable[tuple[RecordedMessage, int]]) -> list[list[RecordedMessage]]:
    """Divide entries, with the bytes that they take, into what goes into one event."""
    divided: list[list[RecordedMessage]] = []
    size = _MOST_BYTES
    for entry, length in found:
        if size + length > _MOST_BYTES or len(divided[-1]) == _MOST:
            divided.append([])
            size = 0
        divided[-1].append(entry)
        size += length
    return divided
