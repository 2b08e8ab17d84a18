"""What happens in a chat and is no message: missed calls, changes of a group, a customer's new number.

WhatsApp names these in a *stub* with parameters. Those that an agent may want to know become a line in the
conversation; the many others are technical and go into the channel's journal.
"""

from typing import Any, Final

from gateway.providers.reading import Json, items, line, name_of
from gateway.providers.web.jids import read_jid

CIPHERTEXT: Final = "CIPHERTEXT"
"""A message that could not be decrypted."""
_NUMBERS: Final[dict[int, str]] = {
    1: "REVOKE",
    2: CIPHERTEXT,
    20: "GROUP_CREATE",
    21: "GROUP_CHANGE_SUBJECT",
    22: "GROUP_CHANGE_ICON",
    24: "GROUP_CHANGE_DESCRIPTION",
    26: "GROUP_CHANGE_ANNOUNCE",
    27: "GROUP_PARTICIPANT_ADD",
    28: "GROUP_PARTICIPANT_REMOVE",
    29: "GROUP_PARTICIPANT_PROMOTE",
    30: "GROUP_PARTICIPANT_DEMOTE",
    31: "GROUP_PARTICIPANT_INVITE",
    32: "GROUP_PARTICIPANT_LEAVE",
    33: "GROUP_PARTICIPANT_CHANGE_NUMBER",
    38: "E2E_IDENTITY_CHANGED",
    40: "CALL_MISSED_VOICE",
    41: "CALL_MISSED_VIDEO",
    42: "INDIVIDUAL_CHANGE_NUMBER",
    43: "GROUP_DELETE",
    45: "CALL_MISSED_GROUP_VOICE",
    46: "CALL_MISSED_GROUP_VIDEO",
    68: "OVERSIZED",
    71: "GROUP_PARTICIPANT_ADD_REQUEST_JOIN",
    140: "GROUP_PARTICIPANT_ACCEPT",
}
_CALLS: Final = frozenset(
    {"CALL_MISSED_VOICE", "CALL_MISSED_VIDEO", "CALL_MISSED_GROUP_VOICE", "CALL_MISSED_GROUP_VIDEO"}
)
_SHOWN: Final[dict[str, str]] = {
    "GROUP_CREATE": "created the group",
    "GROUP_CHANGE_SUBJECT": "renamed the group",
    "GROUP_CHANGE_ICON": "changed the group's picture",
    "GROUP_CHANGE_DESCRIPTION": "changed the group's description",
    "GROUP_CHANGE_ANNOUNCE": "changed who may write to the group",
    "GROUP_PARTICIPANT_ADD": "added",
    "GROUP_PARTICIPANT_ADD_REQUEST_JOIN": "added",
    "GROUP_PARTICIPANT_REMOVE": "removed",
    "GROUP_PARTICIPANT_PROMOTE": "made an admin:",
    "GROUP_PARTICIPANT_DEMOTE": "made no longer an admin:",
    "GROUP_PARTICIPANT_INVITE": "joined by the group's link:",
    "GROUP_PARTICIPANT_ACCEPT": "joined:",
    "GROUP_PARTICIPANT_LEAVE": "left:",
    "GROUP_PARTICIPANT_CHANGE_NUMBER": "changed their number:",
    "GROUP_DELETE": "ended the group",
    "E2E_IDENTITY_CHANGED": "Their security code has changed",
    "INDIVIDUAL_CHANGE_NUMBER": "changed their number:",
}
"""As WhatsApp itself says it, in English, like the Cloud API's system messages."""
_MAX_NAMED: Final = 10


def stub_of(item: Json) -> str | None:
    """Return what kind of stub a message is, by WhatsApp's name; None: it is none."""
    stub = item.get("messageStubType")
    if isinstance(stub, str):
        return None if stub == "UNKNOWN" else line(stub, 100)
    if type(stub) is int and stub:
        return _NUMBERS.get(stub, f"STUB_{stub}")
    return None


def read_stub(stub: str, item: Json) -> Json | None:
    """Return what a stub says, in the fields of an event; None for one that says nothing to an agent."""
    if stub in _CALLS:
        return {"kind": "call", "content": {"call": {"missed": True, "video": "VIDEO" in stub}}}
    if stub not in _SHOWN:
        return None
    named = [shown for shown in map(_named, items(item.get("messageStubParameters"))[:_MAX_NAMED]) if shown]
    about = named if stub.startswith(("GROUP_PARTICIPANT", "INDIVIDUAL", "GROUP_CHANGE_SUBJECT")) else []
    body = " ".join([_SHOWN[stub], ", ".join(about)]).strip()
    told = {"type": stub.lower(), "body": body, **({"about": about} if about else {})}
    return {"kind": "system", "text": body, "content": {"system": told}}


def _named(parameter: Any) -> str | None:
    """Return a parameter as it is shown: a number, or the words."""
    if not isinstance(parameter, str):
        return None
    if parameter.startswith("{"):  # Members of groups come as objects in a text.
        addresses = [part for part in parameter.split('"') if "@" in part]
        parameter = next(iter(sorted(addresses, key=lambda one: not one.endswith("@s.whatsapp.net"))), "")
    jid = read_jid(parameter)
    if jid is not None:
        return f"+{jid.user}" if jid.kind == "phone" else jid.user
    return name_of(parameter)
