"""Whose lines are read, and what comes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from atende_contracts.event import Event, Party
from gateway.providers.port import TextFile
from gateway.providers.web.jids import Jid, digits_of


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """A channel whose session brought a line, with what has to be known to read it."""

    company_id: UUID
    channel_id: UUID
    phone: str | None = None
    """Its own number, as digits or as an address."""
    lid: str | None = None
    """Its own LID, likewise."""
    groups: bool = False
    """Whether messages of groups are read; otherwise nothing comes of them."""
    group_names: Mapping[str, str] = field(default_factory=dict)
    """What groups are called, by their address, as far as that is known (`WebInbound.groups_in`)."""
    people: Mapping[str, Party] = field(default_factory=dict)
    """What histories have said of people (`Reading.people`), as far as it was kept: old messages do not."""
    history_left: int = 0
    """How many messages of a history are read yet; 0: none are wanted (any more)."""

    def is_own(self, jid: Jid | None) -> bool:
        """Tell whether an address is the account's own."""
        if jid is None:
            return False
        own = {"phone": digits_of(self.phone), "lid": digits_of(self.lid)}.get(jid.kind)
        return own is not None and own == jid.user


@dataclass(frozen=True, slots=True)
class ChatAddress:
    """The address that a customer used: answers go there. The latest one of each alias counts."""

    alias: str
    """One name of theirs, as `atende_contracts.identity` compares it."""
    jid: str
    at: datetime


@dataclass(slots=True)
class Reading:
    """What a line says: ``files`` go into the storage, then ``events`` are published and ``chats`` kept."""

    events: list[Event] = field(default_factory=list)
    files: list[TextFile] = field(default_factory=list)
    chats: list[ChatAddress] = field(default_factory=list)
    """One for each alias."""
    people: dict[str, Party] = field(default_factory=dict)
    """Whom a history names, by the digits of their addresses; for what it says later of the same people."""
    history: int = 0
    """How many messages of a history there are among the events; they count against `history_left`."""
