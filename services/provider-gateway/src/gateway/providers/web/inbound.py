"""Reads the lines of a bridge: tolerant of what is new, never losing what a customer wrote.

`WebInbound.read` is pure. The process that holds a session calls it with a line and the linked account, puts
the files into the storage, publishes the events, keeps the chats, and only then answers the line: one that
comes again gives events with the same ids.

    value = line.model_dump(by_alias=True)
    missing = inbound.groups_in(account, line.op, value)  # what they are called, the bridge knows
    reading = inbound.read(account, line.op, value, now())
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

import structlog

from atende_contracts.bounds import MAX_JOURNAL_JSON, MAX_LINE
from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactNamesReportedV1
from atende_contracts.event import Event, Party
from atende_contracts.identity import aliases
from atende_contracts.messages import RecordedMessage
from gateway.providers.port import Normalised, Report, Update
from gateway.providers.reading import Json, bounded, digest, get, items
from gateway.providers.web import history
from gateway.providers.web.account import ChatAddress, LinkedAccount, Reading
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.ids import send_id_of
from gateway.providers.web.jids import party_of, read_jid
from gateway.providers.web.keys import Key, is_ignored, read_key
from gateway.providers.web.records import entry, recorded, sent_state
from gateway.providers.web.statuses import read_status
from gateway.providers.web.writing import UNREADABLE, Writer, without_keys
from gateway.sealing import Sealer

log = structlog.get_logger(__name__)

MESSAGES: Final = "messages"
HISTORY: Final = "history"
STATUSES: Final = "statuses"
LIDS: Final = "lids"
_MOST_PEOPLE: Final = 100
"""In one event."""


class WebInbound:
    """What is read of a bridge's lines: ``messages``, ``history``, ``statuses`` and ``lids``."""

    def __init__(self, sealer: Sealer, bounds: HistoryBounds) -> None:
        self._sealer = sealer
        self._bounds = bounds

    def read(self, account: LinkedAccount, op: str, value: Json, at: datetime) -> Reading:
        """Return what a line says. ``value`` is the line by its names in JSON, ``at`` when it came.

        Never raises: a part that cannot be read goes into the channel's journal and affects no other.
        """
        reader = _Line(account, Writer(account.company_id, account.channel_id, self._sealer), at)
        parts = "pairs" if op == LIDS else "items"
        if op not in (MESSAGES, HISTORY, STATUSES, LIDS) or not isinstance(value.get(parts), list | tuple):
            reader.journal(op, value)
        elif op == MESSAGES:
            for item in value["items"]:
                reader.message(item)
        elif op == HISTORY:
            reader.history(list(value["items"]), value.get("contacts"), self._bounds)
        elif op == STATUSES:
            for item in value["items"]:
                reader.status(item)
        else:
            reader.names(list(value["pairs"]))
        return reader.reading()

    def unread(self, account: LinkedAccount, op: str, value: Json, at: datetime) -> Reading:
        """Return a line for the channel's journal: nothing else could be made of it."""
        reader = _Line(account, Writer(account.company_id, account.channel_id, self._sealer), at)
        reader.journal(op, {name: value[name] for name in ("items", "contacts", "pairs") if value.get(name)})
        return reader.reading()

    def groups_in(self, account: LinkedAccount, op: str, value: Json) -> list[str]:
        """Return the addresses of groups in a line whose names are not known; none while groups are off."""
        if op not in (MESSAGES, HISTORY) or not account.groups:
            return []
        chats = [read_jid(get(get(item, "key"), "remoteJid")) for item in _list(value.get("items"))]
        groups = dict.fromkeys(str(jid) for jid in chats if jid is not None and jid.kind == "group")
        return [group for group in groups if group not in account.group_names]

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> Normalised:
        """Turn an update into events: one of the channel's lines, of an account without groups."""
        account = LinkedAccount(company_id, channel_id, phone=update.phone_number_id)
        reading = self.read(account, update.field, update.value, update.at)
        return Normalised(reading.events, reading.files)

    def report(self, field: str, value: Json) -> Report:
        """Tell what an update that became no message means: nothing, as the session says how it is."""
        return Report()


class _Line:
    """Reads the parts of one line."""

    def __init__(self, account: LinkedAccount, writer: Writer, at: datetime) -> None:
        self._account = account
        self._writer = writer
        self._at = at
        self._events: list[Event] = []
        self._chats: dict[str, ChatAddress] = {}
        self._people: dict[str, Party] = {}
        self._history = 0

    def reading(self) -> Reading:
        """Return what was read."""
        chats = list(self._chats.values())
        return Reading(self._events, self._writer.files, chats, self._people, self._history)

    def journal(self, field: str, value: Any) -> None:
        """Keep what has no event of its own."""
        kept = without_keys(value)
        raw = kept if isinstance(kept, dict) else {"value": kept}
        event = ProviderUpdateReportedV1(
            id=uuid5(self._account.channel_id, f"{field}:{digest(raw)}"),
            company_id=self._account.company_id,
            channel_id=self._account.channel_id,
            field=field[:MAX_LINE],
            value=bounded(raw, MAX_JOURNAL_JSON),
            at=self._at,
        )
        self._events.append(event)

    def message(self, item: Any) -> None:
        """Read a message of a customer, or one that the account wrote on another device."""
        key = self._key(item)
        if key is None:
            return
        if key.from_me and send_id_of(key.message_id) is not None:
            # We have sent it, and know it; only its state may be new.
            if item.get("status") is not None:
                self.status({"key": item["key"], "status": item["status"]})
            return
        written = self._writer.write(item, key.frame())
        if written is None:
            return
        if key.from_me:
            state = sent_state(item.get("status"))
            told = recorded(self._account, "phone_app", [entry(written.event, state)])
            self._events.append(told)
        elif written.activity:
            told = recorded(self._account, "activity", [entry(written.event, "received")])
            self._events.append(told)
        else:
            self._events.append(written.event)
        self._chat(key)

    def history(self, old: list[Any], contacts: Any, bounds: HistoryBounds) -> None:
        """Read messages from before the account was linked, as many as are wanted."""
        self._people = history.people_in(_list(contacts), self._account)
        self._account = replace(self._account, people={**self._account.people, **self._people})
        found: list[tuple[RecordedMessage, int]] = []
        for item in old:
            if len(found) >= self._account.history_left:
                break
            key = self._key(item)
            if key is None or not history.is_wanted(key.sent_at, bounds, self._at):
                continue
            fetch = self._at - key.sent_at <= bounds.files
            written = self._writer.write(item, key.frame(fetch=fetch))
            if written is None:
                continue
            state = sent_state(item.get("status")) if key.from_me else "received"
            found.append((entry(written.event, state), len(written.event.model_dump_json())))
            self._chat(key)
        self._events += [recorded(self._account, "history", portion) for portion in history.portions(found)]
        self._history = len(found)

    def status(self, item: Any) -> None:
        """Read a receipt."""
        try:
            told = read_status(item, self._account, self._at)
        except UNREADABLE as error:
            log.warning("web.status_unreadable", error=repr(error)[:200])
            self.journal(STATUSES, item)
            return
        if told is not None:
            self._events.append(told)

    def names(self, pairs: list[Any]) -> None:
        """Read which addresses are one person's."""
        people: list[Party] = []
        for pair in pairs:
            addresses = read_jid(get(pair, "lid")), read_jid(get(pair, "phone"))
            party = party_of(*addresses)
            if party is None or party.lid is None or party.phone is None:
                self.journal(LIDS, pair)
            elif not any(map(self._account.is_own, addresses)):
                people.append(party)
        for begin in range(0, len(people), _MOST_PEOPLE):
            portion = people[begin : begin + _MOST_PEOPLE]
            named = digest([(one.lid, one.phone) for one in portion])
            event = ContactNamesReportedV1(
                id=uuid5(self._account.channel_id, f"{LIDS}:{named}"),
                company_id=self._account.company_id,
                channel_id=self._account.channel_id,
                people=portion,
            )
            self._events.append(event)

    def _key(self, item: Any) -> Key | None:
        """Return whose a message is; one that does not say goes into the journal."""
        try:
            if is_ignored(item, self._account):
                return None
            key = read_key(item, self._account)
        except UNREADABLE as error:
            log.warning("web.key_unreadable", error=repr(error)[:200])
            key = None
        if key is None:
            self.journal(MESSAGES, item)
        return key

    def _chat(self, key: Key) -> None:
        """Keep the address that a customer used last."""
        if key.from_me or key.group is not None:
            return
        for alias in aliases(key.party):
            used = self._chats.get(alias)
            if used is None or used.at <= key.sent_at:
                self._chats[alias] = ChatAddress(alias, str(key.chat), key.sent_at)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, tuple) else items(value)
