"""Events about messages: what came in, what is to go out, and its outcome."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, PrivateAttr, model_validator

from atende_contracts.bounds import MAX_INBOUND_TEXT, Line, MediaPlace, ProviderId, TemplateName, Word
from atende_contracts.content import MessageContent
from atende_contracts.event import Event, Media, OutboundContent, Party, ProviderError, Value
from atende_contracts.many import MOST_TOGETHER, chunks, grouped, halved
from atende_contracts.partitions import key_of, partition_of
from atende_contracts.topics import DELIVERY_STATUS
from atende_contracts.window import opens_window


class Reply(Value):
    """The customer's choice in an interactive message."""

    id: str | None = None
    title: str | None = None
    payload: str | None = None


class MessageReceivedV1(Event):
    """A customer wrote. ``(company_id, channel_id, provider_message_id)`` is its natural key.

    ``kind`` is the provider's type (text, image, …) or ``unsupported``; ``raw`` then holds the
    update as it came, so that nothing a customer wrote is ever lost.
    """

    topic: ClassVar[str] = "message.inbound"
    type: Literal["message.received.v1"] = "message.received.v1"
    channel_id: UUID
    provider_message_id: ProviderId
    sender: Party
    former: Party | None = None
    """The names that the sender had until now, in a message that reports their new number or user id."""
    kind: str
    text: str | None = None
    whole: Media | None = None
    """The file with all that was written, when that is more than fits here: the whole ``text`` of a message
    whose text is cut, or the whole message of which ``raw`` has the beginning."""
    media: Media | None = None
    media_place: MediaPlace | None = None
    """Where the provider has the file, and the key to it: sealed, for the gateway alone."""
    reply: Reply | None = None
    reply_to: ProviderId | None = None
    """The provider id of the message this one answers."""
    target: ProviderId | None = None
    """The provider id of the message that a ``reaction``, an ``edit`` or a ``revoke`` changes."""
    group_id: ProviderId | None = None
    """The group that it was written to: not to the business alone, and not to be answered to the person."""
    group_name: Line | None = None
    """What the group is called, as far as that is known."""
    content: dict[str, Any] = Field(default_factory=dict)
    """What the provider tells besides: location, contacts, reaction, order, interactive, referral, group_id;
    ``context.forwarded`` and ``context.frequently_forwarded``; and what we do not know, as it came."""
    raw: dict[str, Any] | None = None
    sent_at: AwareDatetime
    """The provider's time of the message, not of its processing."""

    def key(self) -> str:
        return f"{self.company_id}:{self.channel_id}:{self.sender.identity()}"

    @property
    def opens_window(self) -> bool:
        """Whether anything may be written to the sender for `atende_contracts.window.WINDOW` from now on."""
        return self.group_id is None and opens_window(self.kind)


def group_party(group_id: str, name: str | None = None) -> Party:
    """Return a group in the place of a person whom something is sent to: its id is its ``wa_id``."""
    return Party(wa_id=group_id, name=name)


class RecordedMessage(Value):
    """A message of a conversation that nobody writes to us or through us now."""

    provider_message_id: ProviderId
    party: Party
    """The customer, for messages in both directions. Of what the business wrote to a group: the group, by its
    id as ``wa_id`` (`group_party`); of what a member wrote, the member."""
    group_id: ProviderId | None = None
    group_name: Line | None = None
    direction: Literal["in", "out"]
    kind: str
    text: str | None = None
    whole: Media | None = None
    media: Media | None = None
    media_place: MediaPlace | None = None
    reply: Reply | None = None
    reply_to: ProviderId | None = None
    target: ProviderId | None = None
    content: dict[str, Any] = Field(default_factory=dict)
    raw: dict[str, Any] | None = None
    state: Literal["received", "sent", "delivered", "read", "played", "failed"]
    """Its delivery state, as far as the provider reports it."""
    sent_at: AwareDatetime


class Recorded(Event):
    """What else stands in conversations. It is nobody's answer, opens no ticket and no 24-hour window.

    The fields of its messages are those of `MessageReceivedV1`. A message that is known changes nothing.
    """

    channel_id: UUID
    origin: Literal["phone_app", "history", "activity"]
    """``phone_app``: the business wrote it in WhatsApp's own app. ``history``: from before the number was
    connected. ``activity``: something happened that is no message, such as a chat that was opened."""
    messages: Annotated[list[RecordedMessage], Field(min_length=1, max_length=100)]

    def key(self) -> str:
        return f"{self.company_id}:{self.channel_id}:{self.messages[0].party.identity()}"

    def as_received(self) -> list[MessageReceivedV1]:
        """Return each message in the form of one that its customer wrote, to have its files fetched."""
        return [
            MessageReceivedV1(
                company_id=self.company_id,
                channel_id=self.channel_id,
                sender=message.party,
                **{
                    name: getattr(message, name)
                    for name in RecordedMessage.model_fields
                    if name not in ("party", "direction", "state")
                },
            )
            for message in self.messages
        ]


class MessagesRecordedV1(Recorded):
    """What happens in conversations besides what customers write, in the order of what they write."""

    topic: ClassVar[str] = "message.inbound"
    type: Literal["messages.recorded.v1"] = "messages.recorded.v1"


class HistoryRecordedV1(Recorded):
    """What was said before a number was connected. It has its own topic: no other message waits for it."""

    topic: ClassVar[str] = "message.history"
    type: Literal["history.recorded.v1"] = "history.recorded.v1"


class MessageMediaChangedV1(Event):
    """The file of a customer's message is here, or will never be. It follows its message on the same key.

    ``(company_id, channel_id, provider_message_id)`` names the message, ``media.id`` the file: it is the
    same however often this is published, and where the message itself carries it.
    """

    topic: ClassVar[str] = "message.inbound"
    type: Literal["message.media_changed.v1"] = "message.media_changed.v1"
    channel_id: UUID
    provider_message_id: ProviderId
    sender: Party
    media: Media
    """As it now is: ``stored`` or ``failed``."""

    def key(self) -> str:
        return f"{self.company_id}:{self.channel_id}:{self.sender.identity()}"


class MediaStoredV1(Event):
    """A file that the company uploaded, to send it, is in the storage; and what it is."""

    topic: ClassVar[str] = "media.stored"
    type: Literal["media.stored.v1"] = "media.stored.v1"
    media: Media

    def key(self) -> str:
        return str(self.media.id)


class MessageSendRequestedV1(Event):
    """An agent's reply, of the few kinds there were at first. Written no more; still read."""

    topic: ClassVar[str] = "message.outbound"
    type: Literal["message.send_requested.v1"] = "message.send_requested.v1"
    send_id: UUID
    channel_id: UUID
    message_id: UUID
    ticket_id: UUID
    contact_id: UUID
    recipient: Party
    content: OutboundContent
    reply_to: ProviderId | None = None

    def key(self) -> str:
        return str(self.channel_id)


class Quoted(Value):
    """What is known of the message that another answers. Some providers show no message by its id alone."""

    from_us: bool
    """Whether the business wrote it, and not the customer."""
    text: Line | None = None
    """What it says, cut if it is long."""


class MessageSendRequestedV2(Event):
    """An agent's reply is to be sent. ``send_id`` is the ledger's key: sent at most once."""

    topic: ClassVar[str] = "message.outbound"
    type: Literal["message.send_requested.v2"] = "message.send_requested.v2"
    send_id: UUID
    channel_id: UUID
    message_id: UUID
    ticket_id: UUID
    contact_id: UUID
    recipient: Party
    content: MessageContent
    reply_to: ProviderId | None = None
    """The provider's id of the message that this one answers."""
    quoted: Quoted | None = None
    """That message; of a reaction the one that it stands under."""
    group_id: ProviderId | None = None
    """The group that it goes to, which the ``recipient`` is, too (`group_party`)."""

    def key(self) -> str:
        return str(self.channel_id)


class NoticeSendRequestedV1(Event):
    """The system itself is to answer somebody who has just written; no ticket and no campaign has it.

    It is sent also to who wants no broadcasts: it may be what tells them so. ``send_id`` is the ledger's key.
    """

    topic: ClassVar[str] = "message.outbound"
    type: Literal["notice.send_requested.v1"] = "notice.send_requested.v1"
    send_id: UUID
    channel_id: UUID
    recipient: Party
    content: MessageContent

    def key(self) -> str:
        return str(self.channel_id)


class MessageReadRequestedV1(Event):
    """The customer is to see that their message was read, and with ``typing`` that an answer is written.

    Best effort: it is not tried again, and shown typing is worth nothing after half a minute.
    """

    topic: ClassVar[str] = "message.read"
    type: Literal["message.read_requested.v1"] = "message.read_requested.v1"
    channel_id: UUID
    provider_message_id: ProviderId
    """The customer's latest message; all before it in the conversation count as read, too."""
    sender: Party | None = None
    """Who wrote it. Not every provider finds a message by its id alone."""
    typing: bool = False

    def key(self) -> str:
        return str(self.channel_id)


class CampaignSendRequestedV1(Event):
    """A campaign's message to one recipient is to be sent. Asking again is harmless.

    Under the same ``send_id`` it is sent at most once; the answer is where that send stands.
    """

    topic: ClassVar[str] = "campaign.send"
    type: Literal["campaign.send_requested.v1"] = "campaign.send_requested.v1"
    send_id: UUID
    channel_id: UUID
    campaign_id: UUID
    contact_id: UUID | None = None
    recipient: Party
    content: OutboundContent

    def key(self) -> str:
        return str(self.channel_id)


class RequestedSend(Value):
    """One of the messages of a `CampaignSendsRequestedV2`."""

    send_id: UUID
    campaign_id: UUID
    contact_id: UUID | None = None
    recipient: Party
    content: Annotated[int, Field(ge=0)]
    """Its place in ``contents``."""


class CampaignSendsRequestedV2(Event):
    """Campaigns' messages over one channel are to be sent, in this order. For each holds what `V1` says.

    `gather` makes them; readers take `parts`.
    """

    topic: ClassVar[str] = "campaign.send"
    type: Literal["campaign.sends_requested.v2"] = "campaign.sends_requested.v2"
    channel_id: UUID
    contents: Annotated[list[OutboundContent], Field(min_length=1, max_length=MOST_TOGETHER)]
    """What is sent; most messages of a campaign have the same."""
    items: Annotated[list[RequestedSend], Field(min_length=1, max_length=MOST_TOGETHER)]

    @model_validator(mode="after")
    def _check_contents(self) -> Self:
        if max(item.content for item in self.items) >= len(self.contents):
            raise ValueError("an item names a content that is not there")
        return self

    def key(self) -> str:
        return str(self.channel_id)

    def parts(self) -> list[CampaignSendRequestedV1]:
        one = CampaignSendRequestedV1.model_construct(**self.envelope(), channel_id=self.channel_id)
        return [
            one.model_copy(update=item.__dict__ | {"content": self.contents[item.content]})
            for item in self.items
        ]

    def halves(self) -> list["CampaignSendsRequestedV2"]:
        return [each for half in halved(self.parts()) for each in self.gather(half)]

    @classmethod
    def gather(cls, requests: Iterable[CampaignSendRequestedV1]) -> list["CampaignSendsRequestedV2"]:
        """Return events that stand for all of these; the order on each channel stays."""
        return [
            cls._of(together)
            for of_channel in grouped(requests, lambda each: (each.company_id, each.channel_id))
            for together in chunks(of_channel)
        ]

    @classmethod
    def _of(cls, requests: Sequence[CampaignSendRequestedV1]) -> "CampaignSendsRequestedV2":
        contents: dict[int, OutboundContent] = {}
        places: dict[int, int] = {}
        for each in requests:
            places.setdefault(id(each.content), len(places))
            contents.setdefault(id(each.content), each.content)
        return cls.model_construct(
            company_id=requests[0].company_id,
            channel_id=requests[0].channel_id,
            contents=list(contents.values()),
            items=[
                RequestedSend.model_construct(
                    send_id=each.send_id,
                    campaign_id=each.campaign_id,
                    contact_id=each.contact_id,
                    recipient=each.recipient,
                    content=places[id(each.content)],
                )
                for each in requests
            ],
        )


DeliveryState = Literal[
    "accepted",  # the provider took it
    "sent",
    "delivered",
    "read",
    "played",
    "failed",  # the provider refused it or reported failure
    "unconfirmed",  # we do not know, and do not guess
    "suppressed",  # the recipient opted out; nothing was sent
    "returned",  # nothing was sent, it may be dispatched again: the campaign was not running, or must pause
]


class SentTemplate(Value):
    """The template that a message is made of."""

    name: TemplateName
    language: Word


class DeliveryStatus(Value):
    """The state of a send, and since when it has it. States only move forward; see `delivery`.

    For messages that no agent wrote (campaigns, their tests, automatic answers), the first status that says
    the message was or may have been sent also has its recipient and content, for the contact's conversation.
    """

    send_id: UUID
    channel_id: UUID
    campaign_id: UUID | None = None
    """Of a test send it is the ``send_id``; None for an automatic answer, and for an agent's message."""
    message_id: UUID | None = None
    """The agent's message; None for everything else."""
    recipient: Party | None = None
    content: MessageContent | None = None
    text: Annotated[str, Field(max_length=MAX_INBOUND_TEXT)] | None = None
    """What the recipient reads of a ``content`` made of a template."""
    template: SentTemplate | None = None
    """Of a message made of a template, where ``content`` does not have it: in the first status of an agent's
    message, and of one that failed before it was sent."""
    state: DeliveryState
    provider_message_id: ProviderId | None = None
    error: ProviderError | None = None
    at: AwareDatetime
    """When it became so, by the provider's clock where it told us."""
    reported_as: Party | None = None
    """The recipient by number and user id, when the provider's status told the user id of a known number."""


class DeliveryStatusChangedV1(DeliveryStatus, Event):
    """The state of a send has changed. States only move forward; see `atende_contracts.delivery`.

    For messages that no agent wrote (campaigns, their tests, automatic answers), the first event that says
    the message was or may have been sent also has its recipient and content, for the contact's conversation.
    """

    topic: ClassVar[str] = "delivery.status"
    type: Literal["delivery.status_changed.v1"] = "delivery.status_changed.v1"

    def key(self) -> str:
        return str(self.send_id)


class DeliveryStatusesChangedV2(Event):
    """The states of sends have changed, in this order. For each holds what `V1` says.

    All of one event belong to one partition, and so those of one send keep their order. `gather` makes
    them; readers take `parts`.
    """

    topic: ClassVar[str] = "delivery.status"
    type: Literal["delivery.statuses_changed.v2"] = "delivery.statuses_changed.v2"
    items: Annotated[list[DeliveryStatus], Field(min_length=1, max_length=MOST_TOGETHER)]
    _partitions: int = PrivateAttr(DELIVERY_STATUS.partitions)
    """How many the topic has, for who writes it."""

    def key(self) -> str:
        return key_of(_partition_of_statuses(self.items[0], self._partitions), self._partitions)

    def parts(self) -> list[DeliveryStatusChangedV1]:
        one = DeliveryStatusChangedV1.model_construct(**self.envelope())
        return [one.model_copy(update=item.__dict__) for item in self.items]

    def halves(self) -> list["DeliveryStatusesChangedV2"]:
        return [each for half in halved(self.parts()) for each in self.gather(half, self._partitions)]

    @classmethod
    def gather(
        cls, statuses: Iterable[DeliveryStatusChangedV1], partitions: int = DELIVERY_STATUS.partitions
    ) -> list["DeliveryStatusesChangedV2"]:
        """Return events that stand for all of these; the order of each send stays.

        ``partitions`` is how many the topic has.
        """
        return [
            cls._of(together, partitions)
            for of_partition in grouped(
                statuses, lambda each: (each.company_id, _partition_of_statuses(each, partitions))
            )
            for together in chunks(of_partition)
        ]

    @classmethod
    def _of(cls, statuses: Sequence[DeliveryStatusChangedV1], partitions: int) -> "DeliveryStatusesChangedV2":
        # An event is a status with an envelope, of which an item has what makes the status.
        event = cls.model_construct(company_id=statuses[0].company_id, items=list(statuses))
        event._partitions = partitions
        return event


def _partition_of_statuses(status: DeliveryStatus, partitions: int) -> int:
    return partition_of(str(status.send_id), partitions)


class ProviderStatusReportedV1(Event):
    """A status webhook, as the gateway's api hands it to the gateway's worker.

    It stays inside the gateway: only its ledger can tell which send a provider id belongs to.
    ``send_id`` comes from ``biz_opaque_callback_data`` and may be absent.
    """

    topic: ClassVar[str] = "provider.status"
    type: Literal["provider.status_reported.v1"] = "provider.status_reported.v1"
    channel_id: UUID
    provider_message_id: ProviderId
    send_id: UUID | None = None
    state: Literal["sent", "delivered", "read", "played", "failed"]
    recipient: Party | None = None
    errors: list[ProviderError] = Field(default_factory=list)
    pricing: dict[str, Any] | None = None
    conversation: dict[str, Any] | None = None
    at: AwareDatetime

    def key(self) -> str:
        return str(self.send_id or self.provider_message_id)
