"""Events about contacts, their opt-outs, and the tickets they open."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from atende_contracts.bounds import Identity, Line, ProviderId, Word
from atende_contracts.event import Event, Party, Value


class ContactChangedV1(Event):
    """A contact as it now is; the last one per contact is the truth (compacted)."""

    topic: ClassVar[str] = "contact.changed"
    type: Literal["contact.changed.v1"] = "contact.changed.v1"
    contact_id: UUID
    party: Party
    tags: list[str] = Field(default_factory=list)
    custom_fields: dict[str, str] = Field(default_factory=dict)
    email: str | None = None
    organization: str | None = None
    external_id: str | None = None
    blocked: bool = False
    """Nothing is to be sent to the person."""
    revision: int
    deleted: bool = False
    merged_into: UUID | None = None

    def key(self) -> str:
        return str(self.contact_id)


class ContactTagChangedV1(Event):
    """A tag of contacts has another name, or became a part of another, or (``new`` absent) is gone.

    Contacts follow by and by, each with its own event. Until it is ``done`` some have the old one.
    """

    topic: ClassVar[str] = "contact.tags"
    type: Literal["contact.tag_changed.v1"] = "contact.tag_changed.v1"
    old: Line
    new: Line | None = None
    done: bool = False

    def key(self) -> str:
        return str(self.company_id)


class ErasedMessage(Value):
    """A message that is gone, by the provider's id."""

    channel_id: UUID
    provider_message_id: ProviderId


class ContactErasureRequestedV1(Event):
    """Everything of a person is to go: every service deletes what it has of them, and says so when it has.

    Chat publishes one event at once, another for each batch of messages that it deletes, and the ``last`` one
    when nothing is left there. ``aliases`` are the person's names as `Party.identity`; opt-outs under them
    stay.
    """

    topic: ClassVar[str] = "contact.erasure"
    type: Literal["contact.erasure_requested.v1"] = "contact.erasure_requested.v1"
    erasure_id: UUID
    contact_id: UUID
    aliases: Annotated[list[Identity], Field(max_length=50)] = Field(default_factory=list)
    messages: Annotated[list[ErasedMessage], Field(max_length=500)] = Field(default_factory=list)
    """What customers sent, or was sent to them, with its files."""
    files: Annotated[list[UUID], Field(max_length=500)] = Field(default_factory=list)
    """Further files of these messages, by their ids: the whole of what was too long."""
    sends: Annotated[list[UUID], Field(max_length=500)] = Field(default_factory=list)
    last: bool = False

    def key(self) -> str:
        return str(self.erasure_id)


class ContactSendsErasedV1(Event):
    """What campaigns sent to a person who is erased: the gateway forgets to whom it went."""

    topic: ClassVar[str] = "contact.erasure"
    type: Literal["contact.sends_erased.v1"] = "contact.sends_erased.v1"
    erasure_id: UUID
    sends: Annotated[list[UUID], Field(max_length=500)]

    def key(self) -> str:
        return str(self.erasure_id)


class ContactErasedV1(Event):
    """A service has nothing of a person any more."""

    topic: ClassVar[str] = "contact.erased"
    type: Literal["contact.erased.v1"] = "contact.erased.v1"
    erasure_id: UUID
    contact_id: UUID
    service: Literal["campaign", "gateway", "reporting"]
    erased: dict[Word, int] = Field(default_factory=dict, max_length=100)
    """How many rows of each table were deleted, or lost what they said of the person."""

    def key(self) -> str:
        return str(self.erasure_id)


class ContactOptOutChangedV1(Event):
    """A customer left or rejoined broadcasts. ``identity`` is ``kind:value`` as `Party.identity`.

    ``channel_id`` None means every channel of the company.
    """

    topic: ClassVar[str] = "contact.optout"
    type: Literal["contact.optout_changed.v1"] = "contact.optout_changed.v1"
    identity: Identity
    contact_id: UUID | None = None
    channel_id: UUID | None = None
    opted_out: bool
    repeated: bool = False
    """They had left already, and now also under a further name or spelling: nobody has left or come back."""
    source: Literal["api", "agent", "keyword", "provider", "import"]
    at: AwareDatetime

    def key(self) -> str:
        return f"{self.company_id}:{self.identity}:{self.channel_id or '*'}"


class ContactsReportedV1(Event):
    """People whom the business has in the address book of its phone. Nobody of them has written."""

    topic: ClassVar[str] = "message.inbound"
    type: Literal["contacts.reported.v1"] = "contacts.reported.v1"
    channel_id: UUID
    people: Annotated[list[Party], Field(min_length=1, max_length=100)]

    def key(self) -> str:
        return f"{self.company_id}:{self.channel_id}:{self.people[0].identity()}"


class ContactNamesReportedV1(Event):
    """WhatsApp told that names are one person's: a phone and a LID, of each of ``people``.

    WhatsApp Web's ``lid-mapping.update`` becomes this. Chat completes the contact that has one of the names,
    and makes one contact of two, with their tickets and messages; like every such merge it can be undone, and
    then stays so. Nobody of whom no name is known becomes a contact. It may come before or after the person's
    messages, on any key: contacts are locked one transaction at a time.
    """

    topic: ClassVar[str] = "message.inbound"
    type: Literal["contact.names_reported.v1"] = "contact.names_reported.v1"
    channel_id: UUID
    people: Annotated[list[Party], Field(min_length=1, max_length=100)]

    def key(self) -> str:
        return f"{self.company_id}:{self.channel_id}:{self.people[0].identity()}"


class ContactPreferenceReportedV1(Event):
    """A customer told WhatsApp that they want a kind of messages from this number no more, or again.

    It travels with the customer's messages and on their key, so that it is heard in their order.
    """

    topic: ClassVar[str] = "message.inbound"
    type: Literal["contact.preference_reported.v1"] = "contact.preference_reported.v1"
    channel_id: UUID
    party: Party
    category: Line
    """``marketing_messages`` is the only one so far."""
    wish: Literal["stop", "resume"]
    """The same as ``preference``, by its old name: it goes with the next version."""
    preference: Literal["stop", "resume"] | None = None
    """Absent in events of the version before."""
    at: AwareDatetime

    @property
    def stops(self) -> bool:
        """Whether the customer wants no more of them."""
        return (self.preference or self.wish) == "stop"

    def key(self) -> str:
        return f"{self.company_id}:{self.channel_id}:{self.party.identity()}"


class TicketReply(Value):
    """A person's answer to a customer who waited for one."""

    at: AwareDatetime
    agent_id: UUID | None = None
    """Absent: it was written on the business's phone."""
    first: bool
    """The first one in the ticket."""
    since: AwareDatetime
    """Since when the customer waited; for the first answer, since the ticket was opened."""
    business_seconds: Annotated[int, Field(ge=0)]
    """How much of that the ticket's queue worked. Without hours of its own it always works."""


class TicketClosing(Value):
    """How a ticket came to be closed."""

    closed_by: UUID | None = None
    """The user; absent: a rule or a program closed it."""
    business_seconds: Annotated[int, Field(ge=0)]
    """How much of the time since the opening the ticket's queue worked."""


class TicketChangedV1(Event):
    """A ticket as it now is, for reporting."""

    topic: ClassVar[str] = "ticket.activity"
    type: Literal["ticket.changed.v1"] = "ticket.changed.v1"
    ticket_id: UUID
    contact_id: UUID
    channel_id: UUID
    status: Literal["pending", "open", "closed"]
    assignee_id: UUID | None = None
    opened_at: AwareDatetime
    first_reply_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    revision: int = 0
    snoozed: bool = False
    """It sleeps until ``snoozed_until`` or the customer's next message; ``status`` is what it then is."""
    snoozed_until: AwareDatetime | None = None
    number: int | None = None
    queue_id: UUID | None = None
    priority: Literal["low", "normal", "high", "urgent"] = "normal"
    tag_ids: list[UUID] = Field(default_factory=list, max_length=100)
    close_reason: Line | None = None
    waiting_since: AwareDatetime | None = None
    reply: TicketReply | None = None
    """The answer that changed it; in no later event."""
    closing: TicketClosing | None = None
    """In the event of the closing only."""
    reopened: bool = False
    """It was closed until this change."""

    def key(self) -> str:
        return str(self.ticket_id)


class TicketSlaNoticedV1(Event):
    """A promise to a ticket's customer will be broken soon, or was: of each wait each once."""

    topic: ClassVar[str] = "ticket.activity"
    type: Literal["ticket.sla_noticed.v1"] = "ticket.sla_noticed.v1"
    ticket_id: UUID
    queue_id: UUID | None = None
    target: Literal["first_reply", "next_reply", "resolution"]
    kind: Literal["warning", "breach"]
    due_at: AwareDatetime
    """When it is, or was, broken."""

    def key(self) -> str:
        return str(self.ticket_id)


class TicketSlaEndedV1(Event):
    """What a ticket's customer was promised has happened: in time (``kept``), or too late."""

    topic: ClassVar[str] = "ticket.activity"
    type: Literal["ticket.sla_ended.v1"] = "ticket.sla_ended.v1"
    ticket_id: UUID
    channel_id: UUID
    queue_id: UUID | None = None
    agent_id: UUID | None = None
    tag_ids: list[UUID] = Field(default_factory=list, max_length=100)
    target: Literal["first_reply", "next_reply", "resolution"]
    started_at: AwareDatetime
    """Since when it was promised: it tells one wait of the customer from the next."""
    ended_at: AwareDatetime
    kept: bool

    def key(self) -> str:
        return str(self.ticket_id)


class TicketRatedV1(Event):
    """A customer has rated a ticket, or left the comment. Agent, queue, channel, tags: as it was closed."""

    topic: ClassVar[str] = "ticket.activity"
    type: Literal["ticket.rated.v1"] = "ticket.rated.v1"
    ticket_id: UUID
    agent_id: UUID | None = None
    queue_id: UUID | None = None
    channel_id: UUID
    tag_ids: list[UUID] = Field(default_factory=list, max_length=100)
    score: Annotated[int, Field(ge=1, le=5)]
    commented: bool = False
    asked_at: AwareDatetime
    rated_at: AwareDatetime

    def key(self) -> str:
        return str(self.ticket_id)
