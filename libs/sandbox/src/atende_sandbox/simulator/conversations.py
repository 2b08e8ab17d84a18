"""Owns what the page shows: the latest messages per customer. A view; the truth is the ledger.

Bounded twice, in customers and in messages per customer, so a campaign to 200,000 numbers stays small.
"""

import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from atende_sandbox.simulator.ledger import iso_time, seconds_of
from atende_sandbox.simulator.messages import Outbound
from atende_sandbox.simulator.phones import brazilian_twin

MAX_CUSTOMERS = 2_000
MAX_MESSAGES = 40
WINDOW_SECONDS = 24 * 3600
MAX_WINDOWS = 100_000
OPENS_NO_WINDOW = frozenset({"system", "edit", "revoke"})
TYPING_SECONDS = 25


@dataclass(slots=True)
class Inbound:
    """A message a customer wrote."""

    wamid: str
    type: str
    text: str
    at: float
    reply_to: str | None = None
    read: bool = False
    media_id: str | None = None


@dataclass(slots=True)
class Conversation:
    """One customer of one number."""

    phone_number_id: str
    phone: str | None = None
    user_id: str | None = None
    name: str | None = None
    last_at: float = 0
    typing_until: float = 0
    messages: deque[Inbound | Outbound] = field(default_factory=lambda: deque(maxlen=MAX_MESSAGES))

    def mark_read(self, wamid: str, *, typing: bool) -> bool:
        """A read receipt covers the message and all before it. False when the message is not here."""
        inbound = [message for message in self.messages if isinstance(message, Inbound)]
        position = next((i for i, message in enumerate(inbound) if message.wamid == wamid), None)
        if position is None:
            return False
        for message in inbound[: position + 1]:
            message.read = True
        if typing:
            self.typing_until = time.time() + TYPING_SECONDS
        return True

    def describe(self) -> dict[str, Any]:
        return {
            "phoneNumberId": self.phone_number_id,
            "phone": self.phone,
            "userId": self.user_id,
            "name": self.name,
            "lastAt": iso_time(self.last_at),
            "typing": self.typing_until > time.time(),
            "messages": [_describe(message) for message in self.messages],
        }


class Conversations:
    """The most recently active conversations, and who may be written to without a template."""

    def __init__(self) -> None:
        self._items: OrderedDict[tuple[str, str], Conversation] = OrderedDict()
        self._aliases: dict[tuple[str, str], tuple[str, str]] = {}
        self._by_inbound: OrderedDict[str, Conversation] = OrderedDict()
        self._last_inbound: OrderedDict[tuple[str, str], float] = OrderedDict()
        self.stopped_marketing: set[tuple[str, str]] = set()

    def wa_id(self, phone_number_id: str, phone: str) -> str:
        """The form a customer's id really has: a Brazilian who wrote in without the 9 keeps it without."""
        if phone.startswith("55") and (phone_number_id, phone) not in self._last_inbound:
            twin = brazilian_twin(phone)
            if twin is not None and (phone_number_id, twin) in self._last_inbound:
                return twin
        return phone

    def add_outbound(self, message: Outbound) -> None:
        conversation = self._touch(message.phone_number_id, message.to, message.user_id, message.accepted_at)
        message.user_id = message.user_id or conversation.user_id
        conversation.typing_until = 0
        conversation.messages.append(message)

    def add_inbound(
        self, phone_number_id: str, phone: str | None, user_id: str | None, name: str | None, message: Inbound
    ) -> None:
        conversation = self._touch(phone_number_id, phone, user_id, message.at)
        if user_id is not None:
            conversation.user_id = user_id
            self._aliases[phone_number_id, user_id] = (phone_number_id, conversation.phone or user_id)
        conversation.name = name or conversation.name
        conversation.messages.append(message)
        self._by_inbound[message.wamid] = conversation
        if len(self._by_inbound) > MAX_CUSTOMERS * 5:
            self._by_inbound.popitem(last=False)
        if message.type not in OPENS_NO_WINDOW:
            self._open_window(phone_number_id, phone, user_id, message.at)

    def reopen_window(self, record: dict[str, Any]) -> None:
        """Take over from the log of an earlier run who wrote when."""
        if record["type"] not in OPENS_NO_WINDOW:
            at = seconds_of(record["time"])
            self._open_window(record["phoneNumberId"], record["from"], record["userId"], at)

    def _open_window(self, phone_number_id: str, phone: str | None, user_id: str | None, at: float) -> None:
        for identity in (phone, user_id):
            if identity is not None:
                key = (phone_number_id, identity)
                self._last_inbound[key] = at
                self._last_inbound.move_to_end(key)
        while len(self._last_inbound) > MAX_WINDOWS:
            self._last_inbound.popitem(last=False)

    def window_is_open(self, message: Outbound) -> bool:
        last = self._last_inbound.get((message.phone_number_id, message.recipient))
        return last is not None and message.accepted_at - last < WINDOW_SECONDS

    def mark_read(self, wamid: str, *, typing: bool) -> None:
        conversation = self._by_inbound.get(wamid)
        if conversation is not None:
            conversation.mark_read(wamid, typing=typing)

    def latest(self, phone_number_id: str | None, customer: str | None, limit: int) -> list[dict[str, Any]]:
        """Newest first."""
        found = []
        for (number, _), conversation in reversed(self._items.items()):
            if phone_number_id not in (None, number):
                continue
            if customer not in (None, conversation.phone, conversation.user_id):
                continue
            found.append(conversation.describe())
            if len(found) >= limit:
                break
        return found

    def clear(self) -> None:
        self._items.clear()
        self._aliases.clear()
        self._by_inbound.clear()
        self._last_inbound.clear()
        self.stopped_marketing.clear()

    def _touch(self, number: str, phone: str | None, user_id: str | None, at: float) -> Conversation:
        key = (number, phone or user_id or "")
        key = self._aliases.get(key, key)
        conversation = self._items.get(key)
        if conversation is None:
            conversation = self._items[key] = Conversation(number, phone, user_id)
            if len(self._items) > MAX_CUSTOMERS:
                (_, _), oldest = self._items.popitem(last=False)
                self._aliases.pop((oldest.phone_number_id, oldest.user_id or ""), None)
        else:
            self._items.move_to_end(key)
        conversation.last_at = at
        return conversation


def _describe(message: Inbound | Outbound) -> dict[str, Any]:
    if isinstance(message, Inbound):
        return {
            "direction": "inbound",
            "wamid": message.wamid,
            "type": message.type,
            "text": message.text,
            "status": "read" if message.read else "received",
            "time": iso_time(message.at),
            "replyTo": message.reply_to,
            "mediaId": message.media_id,
        }
    return {
        "direction": "outbound",
        "wamid": message.wamid,
        "type": message.type,
        "text": message.text,
        "rendered": message.rendered,
        "mediaId": message.media_id,
        "status": message.status,
        "errorCode": message.error_code,
        "time": iso_time(message.accepted_at),
        "replyTo": message.reply_to,
        "options": message.options,
    }
