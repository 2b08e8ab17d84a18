"""What one target is turned into when a campaign's audience is expanded."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from atende_contracts.ids import uuid7
from campaign.domain.rendering import CannotRender, variables
from campaign.domain.states import RecipientStatus, SkipReason
from campaign.domain.variants import Messages, Variant


class SourceKind(StrEnum):
    """What a part of an audience is, besides contacts by their ids."""

    ALL = "all"
    SEGMENT = "segment"
    FILE = "file"
    RECIPIENTS = "recipients"
    """Those of another campaign who are in certain states."""


class Contact(NamedTuple):
    """A contact as the copy knows it, after following its merges."""

    contact_id: UUID | None
    """None for a phone of a file that is no contact's."""
    identity: str | None
    """The strongest of ``aliases``; None when there is no one to write to."""
    name: str | None = None
    phone: str | None = None
    custom_fields: Mapping[str, str] = {}
    party: str = "{}"
    """As the database writes it, as are the aliases: nothing here looks into them."""
    aliases: str = "{}"
    deleted: bool = False
    merged_into: UUID | None = None


class Planned(NamedTuple):
    """A recipient to be stored, with its frozen name, message and send id. Many are made: no dataclass."""

    send_id: UUID
    contact_id: UUID | None
    identity: str
    aliases: str
    party: str
    variant: str | None
    content: str | None
    """As JSON; None when it is the campaign's, word for word."""
    state: str
    reason: str | None = None
    error_title: str | None = None
    zone: str | None = None
    """By whose clocks the campaign's windows are meant, when it is the recipient's."""


def plan(target_id: UUID, contact: Contact | None, messages: Messages, *, grace_over: bool) -> Planned | None:
    """Return the target's recipient, or None if its contact may still become known."""
    if contact is None or contact.merged_into is not None:
        return _nobody(target_id, SkipReason.CONTACT_NOT_FOUND) if grace_over else None
    if contact.deleted:
        return _nobody(target_id, SkipReason.CONTACT_NOT_FOUND)
    if contact.identity is None:
        return _nobody(contact.contact_id or target_id, SkipReason.NO_IDENTITY)
    variant = messages.of(contact.identity)
    content, problem = None, None
    try:
        content = message_for(contact, variant)
    except CannotRender as error:
        problem = str(error)
    return Planned(
        uuid7(),
        contact.contact_id,
        contact.identity,
        contact.aliases,
        contact.party,
        variant.name,
        content,
        _SKIPPED if problem else _PENDING,
        _INVALID if problem else None,
        problem,
    )


def message_for(contact: Contact, variant: Variant) -> str | None:
    """Return a contact's message as JSON; None when it is the campaign's only one. Raises `CannotRender`."""
    if variant.message.personal:
        values = variables(contact.name, contact.phone, contact.custom_fields)
        return variant.message.render(values)
    return None if variant.name is None else variant.message.render({})


_SKIPPED, _PENDING = str(RecipientStatus.SKIPPED), str(RecipientStatus.PENDING)
_INVALID = str(SkipReason.INVALID)


def _nobody(contact_id: UUID, reason: SkipReason) -> Planned:
    """Return the row that accounts for a target to whom nothing can be sent."""
    identity = f"contact:{contact_id}"
    return Planned(uuid7(), contact_id, identity, "{}", "{}", None, None, _SKIPPED, str(reason))
