"""Makes the event of one message: of a kind that we know, or `unsupported` with all that came.

Pure like all of this package; the bounds of `atende_contracts.bounds` are kept here, as the Cloud API's are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
import structlog

from atende_contracts.bounds import MAX_INBOUND_JSON, MAX_LINE
from atende_contracts.event import Media, Party
from atende_contracts.messages import MessageReceivedV1
from gateway.domain.media import media_id
from gateway.providers import wholes
from gateway.providers.port import TextFile
from gateway.providers.reading import Json, bounded, digest, fits, get, provider_id
from gateway.providers.web.contents import READERS, Parts, context_of, read_edit, read_revoke
from gateway.providers.web.files import FilePlace, seal
from gateway.providers.web.jids import Jid
from gateway.providers.web.stubs import CIPHERTEXT, read_stub, stub_of
from gateway.sealing import Sealer

log = structlog.get_logger(__name__)

UNREADABLE: Final = (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError)
_MAX_WRAPPERS: Final = 6
_MAX_LEVELS: Final = 48
_NOT_KEPT: Final = frozenset(
    {
        "mediaKey",
        "messageSecret",
        "messageContextInfo",
        "senderKeyDistributionMessage",
        "jpegThumbnail",
        "pngThumbnail",
        "thumbnail",
        "scansSidecar",
        "firstScanSidecar",
        "streamingSidecar",
        "firstFrameSidecar",
        "waveform",
        "quotedMessage",
    }
)
"""Keys, and pictures that are in the file once more: nothing that a customer wrote."""
_BESIDES: Final = frozenset(
    {"messageContextInfo", "senderKeyDistributionMessage", "fastRatchetKeySenderKeyDistributionMessage"}
)
"""What a message may have besides what it says."""
_SILENT: Final = frozenset(
    {"albumMessage", "keepInChatMessage", "pinInChatMessage", "stickerSyncRmrMessage", "placeholderMessage"}
)
"""What says nothing by itself: that pictures follow which are one album, that a message is kept or pinned."""
_REVOKE: Final = ("REVOKE", 0)
_EDIT: Final = ("MESSAGE_EDIT", 14)
_SHARED_NUMBER: Final = ("SHARE_PHONE_NUMBER", 11)
_VIEW_ONCE: Final = frozenset({"viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a message besides what it says."""

    message_id: str
    sender: Party
    sent_at: datetime
    group: Jid | None = None
    group_name: str | None = None
    fetch: bool = True
    """Whether its file is to be fetched: those of old messages are not."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message as an event. ``activity``: it is none that anybody wrote, and asks for no answer."""

    event: MessageReceivedV1
    activity: bool = False


class Writer:
    """Writes the events of one channel; what is too long for them is in ``files``."""

    def __init__(self, company_id: UUID, channel_id: UUID, sealer: Sealer) -> None:
        self._company_id = company_id
        self._channel_id = channel_id
        self._sealer = sealer
        self.files: list[TextFile] = []

    def write(self, item: Json, frame: Frame) -> Written | None:
        """Return the event of a message; None for one that says nothing to anybody. Never raises."""
        stub = stub_of(item)
        message: Json = item["message"] if _says_something(item.get("message")) else {}
        if stub == CIPHERTEXT or (
            stub is None and get(item.get("key"), "isViewOnce") is True and not message
        ):
            # Its sender's phone may send it again, and then it comes with its own id.
            kind = "undecrypted" if stub else "view_once"
            return Written(self._unsupported({}, self._renamed(frame, kind), kind))
        if stub is not None and not message:
            told = read_stub(stub, item)
            return None if told is None else Written(self._known(told, frame))
        if not message:  # What is longer than a line, the bridge leaves out.
            too_long = item.get("oversized") is True
            return Written(self._unsupported({}, frame, "oversized")) if too_long else None
        name, section, besides = _unwrap(message)
        if name in _SILENT:
            return None
        if name not in READERS and name != "protocolMessage":
            return Written(self._unsupported(message, frame, name))
        try:
            told = _read(name, section)
            if told is None:
                return None
            if name != "protocolMessage":
                told = _with(told, context_of(section), besides)
            activity = told.pop("activity", False)
            event = self._known(told, frame)
            if fits(event.content, MAX_INBOUND_JSON):
                return Written(wholes.cut(event, self.files), activity)
        except UNREADABLE as error:
            log.warning("web.message_unreadable", kind=name[:100], error=repr(error)[:200])
        return Written(self._unsupported(message, frame, name))

    def _known(self, told: Json, frame: Frame) -> MessageReceivedV1:
        place: FilePlace | None = told.get("media_place")
        if place is not None and frame.fetch:
            named = media_id(self._company_id, self._channel_id, frame.message_id, frame.sent_at)
            media = told["media"].model_copy(update={"id": named, "state": "pending"})
            sealed = seal(place, self._sealer, self._company_id, self._channel_id)
            told = {**told, "media": media, "media_place": sealed}
        elif not frame.fetch and told.get("media") is not None:
            told = {**told, "kind": "media_placeholder", "media": None, "media_place": None}
        return MessageReceivedV1(**self._frame(frame), **told)

    def _unsupported(self, message: Json, frame: Frame, kind: str) -> MessageReceivedV1:
        kept = without_keys(message)
        raw = bounded(kept, MAX_INBOUND_JSON)
        content = {"unsupported": {"type": kind.removesuffix("Message")[:MAX_LINE] or "unknown"}}
        event = MessageReceivedV1(**self._frame(frame), kind="unsupported", content=content, raw=raw)
        if raw is kept:
            return event
        data = msgspec.json.encode(kept)
        whole: Media = wholes.keep(event, data, "application/json", "message.json", self.files)
        return event.model_copy(update={"whole": whole})

    def _frame(self, frame: Frame) -> Json:
        return {
            "id": uuid5(self._channel_id, frame.message_id),
            "company_id": self._company_id,
            "channel_id": self._channel_id,
            "provider_message_id": frame.message_id,
            "sender": frame.sender,
            "sent_at": frame.sent_at,
            "group_id": None if frame.group is None else str(frame.group),
            "group_name": frame.group_name,
        }

    def _renamed(self, frame: Frame, kind: str) -> Frame:
        named = provider_id(f"{kind}:{frame.message_id}") or f"{kind}:{digest(frame.message_id)}"
        return Frame(named, frame.sender, frame.sent_at, frame.group, frame.group_name)


def _read(name: str, section: Any) -> Json | None:
    """Return what a message says in the fields of the event; None: nothing. Raises for what is unknown."""
    if name != "protocolMessage":
        return READERS[name](Parts(name, section))
    kind = section.get("type", 0)
    if kind in _REVOKE:
        return read_revoke(section["key"])
    if kind in _EDIT:
        inner_name, inner, _ = _unwrap(section["editedMessage"])
        return read_edit(section["key"], {inner_name: inner})
    if kind in _SHARED_NUMBER:
        body = "shared their phone number"
        content = {"system": {"type": "number_shared", "body": body}}
        return {"kind": "system", "text": body, "content": content}
    return None  # Between the devices of an account: keys, settings, histories.


def _says_something(message: Any) -> bool:
    return isinstance(message, dict) and any(
        section is not None and name not in _BESIDES for name, section in message.items()
    )


def _unwrap(message: Json) -> tuple[str, Any, Json]:
    """Return the part that says what a message is, with its name, out of what it is wrapped in."""
    besides: Json = {}
    for _ in range(_MAX_WRAPPERS):
        name, section = next(_sections(message), ("unknown", None))
        inner = get(section, "message")
        if name in READERS or name == "protocolMessage" or not _says_something(inner):
            return name, section, besides
        if name in _VIEW_ONCE:
            besides["view_once"] = True
        message = inner
    name, section = next(_sections(message), ("unknown", None))
    return name, section, besides


def _sections(message: Json) -> Iterator[tuple[str, Any]]:
    """Yield what a message says; what we can read, if there is more than one."""
    said = [
        (name, section)
        for name, section in message.items()
        if section is not None and section != "" and name not in _BESIDES and isinstance(name, str)
    ]
    said.sort(key=lambda one: one[0] not in READERS and one[0] != "protocolMessage")
    yield from said


def _with(told: Json, context: Json, besides: Json) -> Json:
    """Return what a message says with what any may have."""
    content = {**context["content"], **besides, **told.get("content", {})}
    own = told.get("content", {}).get("context")
    if own is not None and "context" in context["content"]:
        content["context"] = {**context["content"]["context"], **own}
    return {**told, "reply_to": told.get("reply_to") or context["reply_to"], "content": content}


def without_keys(value: Any, levels: int = _MAX_LEVELS) -> Any:
    """Return what came without keys and previews, and without what is nested too deep to be written."""
    if levels == 0 and isinstance(value, dict | list):
        return "…"
    if isinstance(value, dict):
        return {name: without_keys(part, levels - 1) for name, part in value.items() if name not in _NOT_KEPT}
    if isinstance(value, list):
        return [without_keys(part, levels - 1) for part in value]
    return value
