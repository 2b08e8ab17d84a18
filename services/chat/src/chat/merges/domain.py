"""What two contacts become, and what of it can be taken back. Pure."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final, Literal

from atende_contracts.event import Party
from atende_platform.errors import Conflict
from chat.contacts.domain import identity_of

UNDO: Final = timedelta(days=30)
"""For so long can a merge be taken back; then what that needs is deleted."""
Choice = Literal["name", "phone", "email", "organization", "externalId", "avatarUrl", "notes"]
"""What can be chosen of the contact that goes."""
COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "phone": "phone",
    "email": "email",
    "organization": "organization",
    "externalId": "external_id",
    "avatarUrl": "avatar_url",
    "notes": "notes",
}


class SameContact(Conflict):
    """A contact cannot be merged with itself."""

    own_reason = "same-contact"


class TooMuchToMove(Conflict):
    """The contact that is to go has more than is moved at once; the other way round may do."""

    own_reason = "too-much-to-move"


class MergeNotUndoable(Conflict):
    """The merge was taken back before, is too old, or the contact is not what it was."""

    own_reason = "merge-not-undoable"


def chosen(joined: Mapping[str, Any], gone: Mapping[str, Any], take: frozenset[str]) -> dict[str, Any]:
    """Return the contact that stays, with what was chosen of the one that goes, as far as that has it."""
    columns = {COLUMNS[name] for name in take}
    return {**joined, **{name: gone[name] for name in columns if gone[name] is not None}}


def taken_back(
    current: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the columns that get back what they were: those that have not changed since the merge."""
    return {name: before[name] for name in before if current[name] == after[name] != before[name]}


def without_names(
    current: Mapping[str, Any], before: Mapping[str, Any], names: Collection[str]
) -> dict[str, Any]:
    """Return the columns with names that go back to the other contact, as they were before it was merged."""
    return {
        kind: before[kind]
        for kind in Party.KINDS
        if current[kind] and ":".join(identity_of(f"{kind}:{current[kind]}")) in names
    }
