"""What the API takes and gives of messages; the same shape goes into the event log and so to the sockets."""

from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self, TypeVar, cast, get_args
from uuid import UUID

from pydantic import (
    Field,
    PlainValidator,
    RootModel,
    SerializeAsAny,
    StringConstraints,
    WrapValidator,
    model_validator,
)

from atende_contracts.content import MessageContent, ReactionContent
from atende_contracts.delivery import RANK
from atende_contracts.event import Media, ProviderError, TextContent
from atende_contracts.field_errors import invalid
from atende_contracts.limits import ContentInvalid, read_content
from atende_contracts.reasons import REASONS, words_of
from atende_platform.errors import InvalidFields
from atende_platform.http.casing import camel_name, in_camel_case
from atende_platform.http.fields import STATUS, STORABLE, former_state, one_of
from atende_platform.http.models import ApiModel, example, unchecked
from atende_platform.http.pagination import Page
from chat.messages.domain import Appearance, Direction, appearance, of_members
from chat.messages.schemas import content as contents

if TYPE_CHECKING:
    from collections.abc import Collection

    from chat.messages.domain import Change
    from chat.messages.models import Message


def _sendable(document: Any) -> MessageContent:
    """Return the content described, or name every field for which WhatsApp would refuse it."""
    try:
        return read_content(document)
    except ContentInvalid as error:
        named = [replace(one, field=f"content.{_as_sent(one.field)}") for one in error.problems]
        raise InvalidFields(named) from None


def _as_sent(field: str) -> str:
    """Return a path as our API spells it; a template's components are spelt as Meta does."""
    ours, components, metas = field.partition("components")
    return ".".join(map(camel_name, ours.split("."))) + components + metas


ClientMessageId = Annotated[str, StringConstraints(min_length=1, max_length=64), STORABLE]
Content = Annotated[MessageContent, PlainValidator(_sendable, json_schema_input_type=MessageContent)]


class MessageCreate(ApiModel):
    """Either a ``text``, or a ``content`` of any kind that WhatsApp takes."""

    model_config = example({"text": "Bom dia! Seu pedido já saiu.", "clientMessageId": "7f3c2a"})

    text: Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"\S"), STORABLE] | None = (
        None
    )
    content: Content | None = None
    reply_to: Annotated[str, StringConstraints(min_length=1, max_length=256), STORABLE] | None = None
    """The `providerMessageId` of the message of this contact that is answered."""
    client_message_id: ClientMessageId
    """Chosen by the client, one for each message of a ticket. The same message again is answered with the
    first one; another message under it is refused with 409."""

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.text is None) == (self.content is None):
            raise invalid("text_or_content")
        if isinstance(self.content, ReactionContent) and self.reply_to is not None:
            raise invalid("reaction_answers")
        return self

    def message(self) -> MessageContent:
        """Return what is to be sent."""
        return self.content if self.content is not None else TextContent(body=self.text or "")


class MessageResend(ApiModel):
    """Send a message again."""

    model_config = example({"clientMessageId": "7f3c2b"})

    client_message_id: ClientMessageId
    """Chosen by the client, as for a new message."""
    confirm: bool = False
    """Of an `unconfirmed` message, which may have arrived: the customer may then read it twice."""


class MessageForward(ApiModel):
    """Send what a message says to somebody else."""

    model_config = example({"ticketId": "019ab1d2-6c3f-7a10-9d42-5b7e8f9a0c31", "clientMessageId": "7f3c2c"})

    ticket_id: UUID | None = None
    """Where it is to be sent; or whom to, by these two:"""
    contact_id: UUID | None = None
    channel_id: UUID | None = None
    client_message_id: ClientMessageId
    """Chosen by the client, as for a new message."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.ticket_id is None) == (self.contact_id is None):
            raise invalid("give_one_of", fields="ticketId, contactId")
        if (self.contact_id is None) != (self.channel_id is None):
            raise invalid("contact_without_channel")
        return self


class MessageError(ApiModel):
    """Why a message was not delivered."""

    code: int
    """The provider's; -1 is ours."""
    title: str
    """In the provider's words."""
    details: str | None
    reason: Annotated[str, one_of(REASONS)] | None
    """What it means, as a stable code."""
    words: dict[str, str] | None
    """The same for agents, by language: ``pt`` and ``en``."""

    @classmethod
    def of(cls, error: ProviderError) -> Self:
        """Return an error as it is shown, with words for its reason."""
        words = words_of(error.reason)
        return cls(
            code=error.code,
            title=error.title,
            details=error.details,
            reason=error.reason,
            words={"pt": words.pt, "en": words.en} if words else None,
        )


FileStatus = Literal["pending", "stored", "failed"]


class MediaRead(ApiModel):
    """The file of a message."""

    id: UUID | None
    status: FileStatus | None = Field(validation_alias=STATUS)
    """Of our copy; none where there is to be none, and of an uploaded file until it is known here."""
    state: FileStatus | None = former_state()
    error: str | None
    """Why there will be no file."""
    mime_type: str | None
    filename: str | None
    size: int | None
    voice: bool
    width: int | None
    """Of a picture or video that is stored, in pixels, as it is shown; null where that is not known."""
    height: int | None
    duration_ms: int | None
    """Of sound and video that is stored, as far as the file says."""
    provider_media_id: str | None
    url: str | None
    """Where the file is: below this API once it is stored; or where we told the provider to fetch it."""
    thumbnail_url: str | None
    """Where there is a small picture of it: as `url` a link to it is had from `GET /media/{id}`, or from
    `POST /media/links` for many."""

    @classmethod
    def of(cls, media: Media, direction: Direction) -> Self:
        """Return a file as it is shown."""
        return cls(
            id=media.id,
            status=media.state,
            state=media.state,
            error=media.error,
            mime_type=media.mime_type,
            filename=media.filename,
            size=media.size,
            voice=media.voice,
            width=media.width,
            height=media.height,
            duration_ms=media.duration_ms,
            provider_media_id=media.provider_media_id,
            url=_address(media, direction),
            thumbnail_url=f"/api/v1/media/{media.id}/thumbnail" if media.thumbnail and media.id else None,
        )


def _address(media: Media, direction: Direction) -> str | None:
    """Return where a file can be had: the provider's own address of it opens for nobody but us."""
    if media.id is not None and media.state == "stored":
        return f"/api/v1/media/{media.id}"
    return media.url if direction == "out" and media.id is None else None


MessageStatus = Annotated[str, one_of(["received", "queued", "internal", *RANK])]
"""Of what came in; of an agent's message that is not sent yet; of what is never sent, as notes are; or the
outcome of the delivery."""


MessageOrigin = Literal[
    "phone_app", "history", "campaign", "test", "automatic", "activity", "blocked", "note", "timeline"
]


class ReactionRead(ApiModel):
    direction: Literal["in", "out"]
    by: UUID | None
    """The contact; or the agent, of whom all together have one reaction."""
    emoji: str
    at: datetime


_NOT_OURS: Final = frozenset({"components", "data", "response_json"})
"""Members of contents whose own members are named by Meta's template format, or by a company's flow."""


T = TypeVar("T")
AsItIs = Annotated[SerializeAsAny[T], WrapValidator(lambda value, _: value)]
"""What `_fitting` found to be as described. It is kept as it came, without the members that are absent."""


class AnyMessage(ApiModel):
    """A message with all that was done to it since. One that was taken back shows nothing of what it said.

    ``content`` is what a message of its ``kind`` has besides text and file, under the name of the kind.
    """

    id: UUID
    ticket_id: UUID | None
    """None for most that has an ``origin``: it stands in every ticket of its contact and channel."""
    contact_id: UUID
    channel_id: UUID
    group_id: str | None
    """WhatsApp's id of the group that it was written to."""
    sender_name: str | None
    """In a group: what the member who wrote it is called, or their number; null elsewhere."""
    direction: Literal["in", "out"]
    origin: MessageOrigin | None
    """Where that comes from which neither the customer nor an agent wrote here."""
    campaign_id: UUID | None
    author_id: UUID | None
    text: str | None
    media: MediaRead | None
    whole: MediaRead | None
    """The file with all that the customer wrote, when it is more than fits here: ``text`` is cut then."""
    reply_to: str | None
    target: str | None
    """Of an agent's reaction: the `providerMessageId` of the message it stands under. Lists leave it out."""
    provider_message_id: str | None
    client_message_id: str | None
    resend_of: UUID | None
    """The message that this one was sent again for."""
    resent_as: UUID | None
    """The message that this one was sent again as: it is not sent a third time from here."""
    status: MessageStatus = Field(validation_alias=STATUS)
    state: MessageStatus = former_state()
    error: MessageError | None
    reactions: list[ReactionRead]
    edited_at: datetime | None
    revoked_at: datetime | None
    """When the customer took it back."""
    sent_at: datetime
    created_at: datetime
    revision: int
    """Of two states of a message the one with the higher revision is newer."""


class TextMessage(AnyMessage):
    """A text; a chat that was opened; or a file of a history, which may follow."""

    kind: Literal["text", "request_welcome", "media_placeholder"]
    content: AsItIs[contents.ContentRead]


class ButtonMessage(AnyMessage):
    """The customer pressed a button of a template: ``text`` is what it says."""

    kind: Literal["button"]
    content: AsItIs[contents.ContentRead]


class FileMessage(AnyMessage):
    kind: Literal["image", "audio", "video", "document", "sticker"]
    content: AsItIs[contents.FileContentRead]


class LocationMessage(AnyMessage):
    kind: Literal["location"]
    content: AsItIs[contents.LocationContentRead]


class ContactsMessage(AnyMessage):
    kind: Literal["contacts"]
    content: AsItIs[contents.ContactsContentRead]


class InteractiveMessage(AnyMessage):
    kind: Literal["interactive"]
    content: AsItIs[contents.InteractiveContentRead]


class TemplateMessage(AnyMessage):
    kind: Literal["template"]
    content: AsItIs[contents.TemplateContentRead]


class OrderMessage(AnyMessage):
    kind: Literal["order"]
    content: AsItIs[contents.OrderContentRead]


class ReactionMessage(AnyMessage):
    """An agent's reaction, as the answer to who sent it. In lists it is among `reactions` of its message."""

    kind: Literal["reaction"]
    content: AsItIs[contents.ReactionContentRead]


class SystemMessage(AnyMessage):
    kind: Literal["system"]
    content: AsItIs[contents.SystemContentRead]


class CallMessage(AnyMessage):
    kind: Literal["call"]
    content: AsItIs[contents.CallContentRead]


class NoteMessage(AnyMessage):
    """What an agent wrote in a ticket for colleagues."""

    kind: Literal["note"]
    content: AsItIs[contents.NoteContentRead]


class TimelineMessage(AnyMessage):
    """What was done with a ticket, by ``authorId`` or, without, by itself."""

    kind: Literal["timeline"]
    content: AsItIs[contents.TimelineContentRead]


class UnsupportedMessage(AnyMessage):
    """A kind that is not known here, or a content that is not as that of its kind: with all that came."""

    kind: Literal["unsupported"]
    content: AsItIs[contents.UnsupportedContentRead]


_CONTENTS: Final[dict[str, type[contents.Part]]] = {
    **dict.fromkeys(("text", "request_welcome", "media_placeholder", "button"), contents.ContentRead),
    **dict.fromkeys(("image", "audio", "video", "document", "sticker"), contents.FileContentRead),
    "location": contents.LocationContentRead,
    "contacts": contents.ContactsContentRead,
    "interactive": contents.InteractiveContentRead,
    "template": contents.TemplateContentRead,
    "order": contents.OrderContentRead,
    "reaction": contents.ReactionContentRead,
    "system": contents.SystemContentRead,
    "call": contents.CallContentRead,
    "note": contents.NoteContentRead,
    "timeline": contents.TimelineContentRead,
    "unsupported": contents.UnsupportedContentRead,
}


MessageKind = Annotated[str, one_of(_CONTENTS)]


def _fitting(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return kind and content of a message, as one of the union has them."""
    shape = _CONTENTS.get(kind)
    try:
        if shape is None:
            raise ValueError(kind)
        if content:  # Most have none.
            shape.model_validate(content)
    except ValueError:
        return {"kind": "unsupported", "content": {**content, "unsupported": {"type": kind}}}
    return {"kind": kind, "content": content}


class MessageRead(
    RootModel[
        Annotated[
            TextMessage
            | ButtonMessage
            | FileMessage
            | LocationMessage
            | ContactsMessage
            | InteractiveMessage
            | TemplateMessage
            | OrderMessage
            | ReactionMessage
            | SystemMessage
            | CallMessage
            | NoteMessage
            | TimelineMessage
            | UnsupportedMessage,
            Field(discriminator="kind"),
        ]
    ]
):
    """A message, with a ``content`` by its ``kind``."""

    def with_contact(self, contact_id: UUID) -> Self:
        """Return it as a contact's, who had not been one when it was sent."""
        return self.model_copy(update={"root": self.root.model_copy(update={"contact_id": contact_id})})

    @classmethod
    def of(
        cls, message: "Message", changes: "Collection[Change]", upload: dict[str, Any] | None = None
    ) -> Self:
        """Return a message as it is shown; ``upload`` is what is known of a file that it sends.

        What is stored as JSON is read by the classes of the contracts that it was written from.
        """
        if not (changes or upload or message.media or message.error or "whole" in message.content):
            return cls._of_plain(vars(message))
        content = {name: part for name, part in message.content.items() if name != "whole"}
        media = {**upload, **(message.media or {})} if upload else message.media
        direction = cast(Direction, message.direction)
        written = Appearance(message.text, content, media, message.content.get("whole"))
        counting = changes if message.group_id is None else of_members(changes, message.contact_id)
        shown = appearance(written, direction, counting)
        return cls.model_validate(
            {
                **{name: getattr(message, column) for name, column in _PLAIN if column},
                **{part.name: getattr(shown, part.name) for part in fields(shown)},
                "revision": message.revision + sum(each.weight for each in changes) + bool(upload),
                **_fitting(message.kind, in_camel_case(shown.content, kept=_NOT_OURS)),
                "media": MediaRead.of(Media.model_validate(shown.media), direction) if shown.media else None,
                "whole": MediaRead.of(Media.model_validate(shown.whole), direction) if shown.whole else None,
                "error": MessageError.of(ProviderError.model_validate(message.error))
                if message.error
                else None,
            }
        )

    @classmethod
    def _of_plain(cls, row: dict[str, Any]) -> Self:
        """Return a message that has no file and no error, and to which nothing was done, at little cost."""
        content = row["content"] and in_camel_case(row["content"], kept=_NOT_OURS)
        fitting = _fitting(row["kind"], content)
        values = {name: row[column] if column else None for name, column in _PLAIN}
        values["reactions"] = []
        return unchecked(cls, {"root": unchecked(_CLASSES[fitting["kind"]], values | fitting)})


class MessagePage(Page[MessageRead]):
    """A part of a conversation, newest first. ``nextCursor`` leads on to what is older."""

    previous_cursor: str | None = None
    """Leads to what is newer, as `newer`; null where there is nothing newer, or nothing was skipped."""


_CLASSES: Final[dict[str, type[AnyMessage]]] = {
    kind: shape
    for shape in AnyMessage.__subclasses__()
    for kind in get_args(shape.model_fields["kind"].annotation)
}
_NO_COLUMNS: Final = frozenset({"media", "whole", "error", "reactions", "edited_at", "revoked_at"})
_PLAIN: Final = [
    (name, None if name in _NO_COLUMNS else "state" if name == "status" else name)
    for name in AnyMessage.model_fields
]
"""The fields of a message, each with its column."""
