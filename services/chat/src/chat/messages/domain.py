"""What stands in a conversation, and how a message looks after all that was done to it.

Pure: no database, no clock, no framework.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID


class Origin(StrEnum):
    """Where that comes from which neither the customer nor an agent wrote here."""

    PHONE_APP = "phone_app"
    """The business wrote it in WhatsApp's own app."""
    HISTORY = "history"
    """From before the number was connected."""
    CAMPAIGN = "campaign"
    TEST = "test"
    """A campaign's message, sent to try it."""
    AUTOMATIC = "automatic"
    """The system's own answer, such as the confirmation of an opt-out."""
    ACTIVITY = "activity"
    """Something happened that is no message."""
    BLOCKED = "blocked"
    """Somebody wrote whom the company has blocked: it is kept, and asks for no answer."""
    NOTE = "note"
    """An agent wrote it in a ticket for colleagues. It is never sent."""
    TIMELINE = "timeline"
    """What was done with a ticket."""


ACTIVITIES: Final = frozenset({"system"})
"""The kinds of what comes in that nobody wrote: a number or an identity has changed."""


FileKind = Literal["image", "audio", "video", "document", "sticker"]
"""The kinds of messages that are files."""


def digest_of(kind: str, content: str, reply_to: str | None) -> UUID:
    """Return what tells one message of a client from another: 128 bits of a SHA-256."""
    parts = "\0".join((kind, content, reply_to or ""))
    return UUID(bytes=sha256(parts.encode()).digest()[:16])


UNDONE: Final = "undone"
"""What an agent's reaction is that did not arrive: nothing is shown of it any more."""
CHANGES: Final = frozenset({"reaction", "edit", "revoke"})
"""The kinds of what comes in that say something about an earlier message and are none themselves."""


class Target(NamedTuple):
    """A message as changes name it; there may be none of that name."""

    company_id: UUID
    channel_id: UUID
    id: str
    """The provider's."""


Direction = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a message after it was written. ``id`` tells apart what has the same time."""

    kind: str
    id: str
    at: datetime
    direction: Direction = "in"
    by: UUID | None = None
    """The contact, or the agent of our own."""
    text: str | None = None
    """The emoji of a reaction, none taking it back; the new text of an edit."""
    media: dict[str, Any] | None = None
    """What is known about the message's file, with kind ``media``."""
    whole: dict[str, Any] | None = None
    """The file with all of an edit's text, when that is cut."""
    weight: int = 1
    """How many revisions of the message it has made: of an agent's reaction its own ones."""


@dataclass(frozen=True, slots=True)
class Reaction:
    direction: Direction
    by: UUID | None
    emoji: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Appearance:
    """What of a message is shown."""

    text: str | None = None
    content: dict[str, Any] = field(default_factory=dict)
    media: dict[str, Any] | None = None
    whole: dict[str, Any] | None = None
    """The file with all that was written, when the text is cut."""
    reactions: tuple[Reaction, ...] = ()
    edited_at: datetime | None = None
    revoked_at: datetime | None = None


def of_members(changes: Collection[Change], author: UUID) -> list[Change]:
    """Return the changes of a group's message that count: another member edits and takes back nothing of it.

    All members know what it is called, and nothing keeps one from naming it.
    """
    return [
        change
        for change in changes
        if change.kind not in ("edit", "revoke") or change.direction == "out" or change.by == author
    ]


def appearance(written: Appearance, direction: Direction, changes: Collection[Change]) -> Appearance:
    """Return a message as it is shown after all that was done to it.

    It depends on which changes there are, and not on when, in which order or how often they came.
    What was taken back shows nothing but that it was. Each side edits and takes back its own messages only.
    """
    ordered = sorted(changes, key=lambda change: (change.at, change.id))
    own = [change for change in ordered if change.direction == direction]
    revoked = [change.at for change in own if change.kind == "revoke"]
    edits = [change for change in own if change.kind == "edit"]
    edited_at = edits[-1].at if edits else None
    if revoked:
        return Appearance(edited_at=edited_at, revoked_at=revoked[0])
    # An edit that we cannot read leaves the text, and still tells that it is not the last word.
    texts = [(written.text, written.whole), *((one.text, one.whole) for one in edits if one.text is not None)]
    text, whole = texts[-1]
    return replace(
        written,
        text=text,
        whole=whole,
        media=_media(written.media, [change for change in ordered if change.kind == "media"]),
        reactions=_reactions([change for change in ordered if change.kind == "reaction"]),
        edited_at=edited_at,
    )


def _media(written: dict[str, Any] | None, ordered: Iterable[Change]) -> dict[str, Any] | None:
    """Return what is known of a file in the end: one that is stored does not get lost any more."""
    told = [change.media for change in ordered if change.media is not None]
    told.sort(key=lambda media: media.get("state") == "stored")
    return {**(written or {}), **told[-1]} if told else written


def _reactions(ordered: Iterable[Change]) -> tuple[Reaction, ...]:
    """Return who reacts with what: each customer has one reaction, and all our agents have one together."""
    last: dict[UUID | None, Change] = {}
    for change in ordered:
        reactor = None if change.direction == "out" else change.by
        last.pop(reactor, None)
        last[reactor] = change
    return tuple(
        Reaction(change.direction, change.by, change.text, change.at)
        for change in last.values()
        if change.text
    )
