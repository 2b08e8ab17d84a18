"""Every line between the gateway and its bridge: one class each, and how much each part may hold.

A line is one JSON object, names in camelCase; `op` says which. `session` is the channel's id and `generation`
the fence under which the session was opened: a line of another generation than the reader's own is dropped.
*Down* goes to the bridge, *up* comes from it.

Lines with an `id` are requests, numbered by the side that sends them. Each has one `Answer` (a `Send` has a
`Written`). What the bridge has stored (credentials, keys) are texts that only it reads. Messages are Baileys'
``WAMessage`` in protobuf's JSON form: bytes in base64, 64-bit numbers as texts or numbers, enums by name. The
bridge interprets none of it, and `gateway.providers.web` believes none of it.

``make contracts`` writes the JSON Schema of all this to ``bridge/protocol.schema.json``, by which the bridge
checks what it reads and what it writes.
"""

from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter
from pydantic.alias_generators import to_camel
from pydantic.json_schema import models_json_schema

VERSION: Final = 1
"""Both programs come from one release; a bridge that names another version is not spoken to."""

MAX_LINE: Final = 4 * 1024 * 1024
"""Bytes of a line, either way, without its line feed."""
MAX_VALUE: Final = 2 * 1024 * 1024
"""Characters of a stored value. The longest are the hashes of an account's synchronised list of chats."""
MAX_KEYS_READ: Final = 64
"""Keys asked for at a time."""
MAX_KEYS_WRITTEN: Final = 2048
"""Keys written at a time, in one transaction; more than 800 come with a pairing."""
MAX_MESSAGES: Final = 100
MAX_CONTACTS: Final = 500
MAX_STATUSES: Final = 500
MAX_PAIRS: Final = 500
MAX_READ: Final = 100
MAX_TEXT: Final = 65_536
"""Characters of a message's text: what WhatsApp takes."""
MAX_NAME: Final = 512
MAX_PATH: Final = 1024
MAX_THUMBNAIL: Final = 64 * 1024
"""Characters of base64."""

Number = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""What a double holds exactly, and so JavaScript."""
Jid = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[!-~]+$")]
"""An address: ``5511…@s.whatsapp.net``, ``…@lid``, ``…@g.us``."""
MessageId = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[!-~]+$")]
Phone = Annotated[str, Field(pattern=r"^[0-9]{6,20}$")]
"""Digits, with the country's code and without ``+``."""
Short = Annotated[str, Field(max_length=128)]
Name = Annotated[str, Field(max_length=MAX_NAME)]
Text = Annotated[str, Field(max_length=MAX_TEXT)]
MimeType = Annotated[str, Field(min_length=1, max_length=256)]
Thumbnail = Annotated[str, Field(max_length=MAX_THUMBNAIL, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]
Value = Annotated[str, Field(max_length=MAX_VALUE)]
"""What only the bridge reads."""
KeyKind = Annotated[str, Field(pattern=r"^[a-z-]{1,40}$")]
KeyId = Annotated[str, Field(min_length=1, max_length=256)]
Error = Annotated[str, Field(min_length=1, max_length=200)]
"""A word or a code for the log, never content."""
WaMessage = dict[str, JsonValue]
"""Only its line's length is bounded."""


class Part(BaseModel):
    """Something in a line."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )


class MessageKey(Part):
    """Which message, in which chat. In a group `participant` wrote it."""

    remote_jid: Jid
    id: MessageId
    from_me: bool = False
    participant: Jid | None = None
    remote_jid_alt: Jid | None = None
    """The chat's other address: the phone for a LID, the LID for a phone."""
    participant_alt: Jid | None = None


# --- what is sent ---------------------------------------------------------------------------------


class Words(Part):
    """A text. WhatsApp's own marks (``*bold*``) are part of it."""

    kind: Literal["text"] = "text"
    text: Annotated[Text, Field(min_length=1)]
    mentions: Annotated[tuple[Jid, ...], Field(max_length=100)] = ()


class _File(Part):
    path: Annotated[str, Field(min_length=1, max_length=MAX_PATH)]
    """Absolute, in the folder that both programs were given for files, and nowhere else."""
    mime_type: MimeType
    thumbnail: Thumbnail | None = None
    """A small JPEG in base64; the bridge makes none."""


class Picture(_File):
    kind: Literal["image"] = "image"
    caption: Text | None = None
    width: Number | None = None
    height: Number | None = None


class Video(_File):
    kind: Literal["video"] = "video"
    caption: Text | None = None
    width: Number | None = None
    height: Number | None = None
    seconds: Number | None = None


class Audio(_File):
    kind: Literal["audio"] = "audio"
    voice: bool = False
    """A voice note, which must be Opus in Ogg."""
    seconds: Number | None = None
    waveform: Annotated[str, Field(max_length=256)] | None = None
    """64 levels of 0 to 100, a byte each, in base64."""


class Document(_File):
    kind: Literal["document"] = "document"
    file_name: Name
    caption: Text | None = None


class Sticker(_File):
    kind: Literal["sticker"] = "sticker"
    animated: bool = False


class Location(Part):
    kind: Literal["location"] = "location"
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    name: Name | None = None
    address: Annotated[str, Field(max_length=1024)] | None = None


class Card(Part):
    display_name: Name
    vcard: Annotated[str, Field(min_length=1, max_length=16_384)]


class Cards(Part):
    kind: Literal["contacts"] = "contacts"
    display_name: Name
    contacts: Annotated[tuple[Card, ...], Field(min_length=1, max_length=50)]


class Reaction(Part):
    kind: Literal["reaction"] = "reaction"
    key: MessageKey
    emoji: Annotated[str, Field(max_length=64)]
    """Empty: takes the reaction back."""


class Edit(Part):
    """A new text for an own message."""

    kind: Literal["edit"] = "edit"
    key: MessageKey
    text: Annotated[Text, Field(min_length=1)]


class Deletion(Part):
    """Deletes an own message for everyone."""

    kind: Literal["delete"] = "delete"
    key: MessageKey


Content = Annotated[
    Words | Picture | Video | Audio | Document | Sticker | Location | Cards | Reaction | Edit | Deletion,
    Field(discriminator="kind"),
]


class Quoted(Part):
    """The message that is answered, as much of it as is known."""

    key: MessageKey
    message: WaMessage | None = None
    """Its protobuf ``Message``, which the reader sees above the answer; without it an empty text."""


# --- down -----------------------------------------------------------------------------------------


class _Line(Part):
    session: UUID
    generation: Number


class Open(_Line):
    """Connects a session. What was open of it under an older generation is dropped first."""

    op: Literal["open"] = "open"
    credentials: Value | None = None
    """None: an account that is to be paired."""
    pairing: Literal["qr", "code"] | None = None
    """None: only connect; the session is closed when WhatsApp asks for a pairing."""
    phone: Phone | None = None
    """Which phone is to confirm a pairing code."""
    groups: bool = False
    history: bool = True


class Close(_Line):
    """Closes the socket. The account stays linked."""

    op: Literal["close"] = "close"


class Logout(_Line):
    """Unlinks the device from the account, then closes: `Connection` with 401 follows."""

    op: Literal["logout"] = "logout"


class Send(_Line):
    """Sends one message. `Written` answers it; only an `Ack` without error says that WhatsApp took it."""

    op: Literal["send"] = "send"
    id: Number
    message_id: MessageId
    to: Jid
    content: Content
    quoted: Quoted | None = None


class Read(_Line):
    """Marks messages of customers as read. Best effort, unanswered."""

    op: Literal["read"] = "read"
    keys: Annotated[tuple[MessageKey, ...], Field(min_length=1, max_length=MAX_READ)]


class Presence(_Line):
    """Says what we do in a chat, for as long as WhatsApp shows it. Best effort, unanswered."""

    op: Literal["presence"] = "presence"
    to: Jid
    state: Literal["composing", "recording", "paused"]


class GetLimits(_Line):
    """Asks for the account's restrictions; answered by `Limits`."""

    op: Literal["limits"] = "limits"
    id: Number


class GetPerson(_Line):
    """Asks whether a number is on WhatsApp; answered by `Person`."""

    op: Literal["lookup"] = "lookup"
    id: Number
    phone: Phone


class GetGroup(_Line):
    """Asks what a group is called; answered by `Group`."""

    op: Literal["group"] = "group"
    id: Number
    jid: Jid


class Answer(_Line):
    """The answer to a request, either way: a value, or an error."""

    op: Literal["answer"] = "answer"
    re: Number
    value: JsonValue = None
    error: Error | None = None


FENCED: Final = "fenced"
"""`Answer.error` to a write of a session that another process holds now: its socket is closed at once."""
TOO_LONG: Final = "too-long"
"""`Answer.error` to a request whose answer is longer than a line: the bridge asks for fewer keys."""

Down = Annotated[
    Open | Close | Logout | Send | Read | Presence | GetLimits | GetPerson | GetGroup | Answer,
    Field(discriminator="op"),
]


# --- what is answered -----------------------------------------------------------------------------


class Timelock(Part):
    """Whether WhatsApp lets this account write to people whom it has no chat with."""

    active: bool
    until: Number | None = None
    """Seconds since 1970."""
    kind: Short | None = None


class Limits(Part):
    timelock: Timelock | None = None
    used: Number | None = None
    """New chats of the current cycle, where WhatsApp counts them."""
    quota: Number | None = None
    cycle_ends: Number | None = None
    """Seconds since 1970."""


class Person(Part):
    exists: bool
    jid: Jid | None = None
    lid: Jid | None = None


class Group(Part):
    subject: Name
    size: Number | None = None


# --- up -------------------------------------------------------------------------------------------


class Hello(Part):
    """The first line of a bridge."""

    op: Literal["hello"] = "hello"
    version: Number
    engine: Short
    """The library's name and version."""
    pid: Number


class Credentials(_Line):
    """The credentials as they are now; answered when they are stored."""

    op: Literal["credentials"] = "credentials"
    id: Number
    value: Value


class GetKeys(_Line):
    """Asks for keys; answered by an object of those that there are, value by id."""

    op: Literal["keys.get"] = "keys.get"
    id: Number
    kind: KeyKind
    ids: Annotated[tuple[KeyId, ...], Field(min_length=1, max_length=MAX_KEYS_READ)]


class KeyEntry(Part):
    kind: KeyKind
    id: KeyId
    value: Value | None = None
    """None: it is deleted."""


class SetKeys(_Line):
    """Stores keys, all or none; answered when they are stored."""

    op: Literal["keys.set"] = "keys.set"
    id: Number
    entries: Annotated[tuple[KeyEntry, ...], Field(min_length=1, max_length=MAX_KEYS_WRITTEN)]


class Me(Part):
    """The account: its address with the device, and its LID."""

    id: Jid
    lid: Jid | None = None
    name: Name | None = None


class Connection(_Line):
    """The state of a session's socket. After `close` the session is gone until it is opened again."""

    op: Literal["connection"] = "connection"
    state: Literal["connecting", "open", "close"]
    code: Annotated[int, Field(ge=0, le=9999)] | None = None
    """Why it closed, as WhatsApp and Baileys number it: 515 after a pairing, 401 logged out, 440 replaced."""
    reason: Short | None = None
    """Why the bridge itself closed it: ``fenced``, ``storage``, ``credentials``, ``pairing-needed``,
    ``failed``, ``asked``, or the name of the error by which no pairing code came."""
    expires: Number | None = None
    """Seconds until a ban (402) ends, where WhatsApp says so."""
    me: Me | None = None
    new_login: bool = False
    """The account has just been paired; 515 follows."""


class Qr(_Line):
    """A code to scan. A secret: it goes to those who may pair, and nowhere else."""

    op: Literal["qr"] = "qr"
    code: Annotated[str, Field(min_length=1, max_length=1024)]
    seconds: Annotated[int, Field(ge=1, le=600)]
    """How long it can be scanned; then the next comes, or the session closes with 408."""


class PairCode(_Line):
    """A code to type into the phone. A secret, too."""

    op: Literal["pairCode"] = "pairCode"
    code: Annotated[str, Field(pattern=r"^[A-Z0-9]{8}$")]
    seconds: Annotated[int, Field(ge=1, le=600)]


class Messages(_Line):
    """Messages of customers and of the account's other devices; answered when they are stored."""

    op: Literal["messages"] = "messages"
    id: Number
    type: Literal["notify", "append"]
    """``append``: they came while we were away, or from the account's own devices."""
    items: Annotated[tuple[WaMessage, ...], Field(min_length=1, max_length=MAX_MESSAGES)]


class Contact(Part):
    """What the account knows of a person."""

    id: Jid
    lid: Jid | None = None
    phone: Jid | None = None
    """Their address by phone."""
    name: Name | None = None
    """As the account's owner calls them."""
    notify: Name | None = None
    """As they call themselves."""


class History(_Line):
    """A part of the chats from before the pairing; answered when it is stored."""

    op: Literal["history"] = "history"
    id: Number
    items: Annotated[tuple[WaMessage, ...], Field(max_length=MAX_MESSAGES)]
    contacts: Annotated[tuple[Contact, ...], Field(max_length=MAX_CONTACTS)] = ()
    progress: Annotated[int, Field(ge=0, le=100)] | None = None
    """Percent, where WhatsApp says so."""
    last: bool = False


class Status(Part):
    """How far a message of the account has come."""

    key: MessageKey
    status: Annotated[int, Field(ge=0, le=5)]
    """0 error, 1 pending, 2 taken by the server, 3 delivered, 4 read, 5 played."""
    participant: Jid | None = None
    """In a group, by whom."""
    at: Number | None = None
    """Seconds since 1970."""


class Statuses(_Line):
    """Answered when they are stored."""

    op: Literal["statuses"] = "statuses"
    id: Number
    items: Annotated[tuple[Status, ...], Field(min_length=1, max_length=MAX_STATUSES)]


class Ack(_Line):
    """WhatsApp's server took a message, or refused it: the only proof of either."""

    op: Literal["ack"] = "ack"
    message_id: MessageId
    error: Annotated[str, Field(max_length=32)] | None = None
    """WhatsApp's number for it: 463 means that the account may not write to new people for a while."""
    timelock: Timelock | None = None


class Written(_Line):
    """A message has left for the server, or could not."""

    op: Literal["written"] = "written"
    re: Number
    error: Error | None = None
    """Why nothing was written. When the socket went away meanwhile it says ``lost``: it may have been."""


LOST: Final = "lost"
"""`Written.error`: the outcome is unknown."""


class LidPair(Part):
    lid: Jid
    phone: Jid


class Lids(_Line):
    """Which addresses are one person's; answered when they are stored."""

    op: Literal["lids"] = "lids"
    id: Number
    pairs: Annotated[tuple[LidPair, ...], Field(min_length=1, max_length=MAX_PAIRS)]


class Typing(_Line):
    """What a customer does in a chat."""

    op: Literal["presence"] = "presence"
    chat: Jid
    participant: Jid
    state: Literal["available", "unavailable", "composing", "recording", "paused"]
    seen: Number | None = None
    """When they were last there, in seconds since 1970."""


Up = Annotated[
    Hello
    | Credentials
    | GetKeys
    | SetKeys
    | Connection
    | Qr
    | PairCode
    | Messages
    | History
    | Statuses
    | Ack
    | Written
    | Lids
    | Typing
    | Answer,
    Field(discriminator="op"),
]

DOWN: Final[TypeAdapter[Down]] = TypeAdapter(Down)
UP: Final[TypeAdapter[Up]] = TypeAdapter(Up)


def to_line(line: Part) -> bytes:
    """Return a line as it is written, without its line feed (which JSON never contains)."""
    return line.model_dump_json(exclude_none=True).encode()


def up_line(raw: bytes) -> Up:
    """Read a line from the bridge; raises `ValueError` for anything but one of `Up`."""
    return UP.validate_json(raw)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of both ways: `Down`, `Up` and what they are made of, under ``$defs``."""
    parts: list[type[Part]] = [*lines_of(Down), *lines_of(Up), Limits, Person, Group]
    _, both = models_json_schema([(part, "validation") for part in parts], by_alias=True)
    definitions = both["$defs"]
    for name, union in (("Down", Down), ("Up", Up)):
        definitions[name] = {"oneOf": [{"$ref": f"#/$defs/{line.__name__}"} for line in lines_of(union)]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}


def lines_of(union: object) -> tuple[type[Part], ...]:
    """Return the classes of `Down` or `Up`."""
    return get_args(get_args(union)[0])
