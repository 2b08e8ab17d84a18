"""What becomes of one target when a campaign's audience is expanded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from campaign.domain.rendering import CannotRender, render_message, variables
from campaign.domain.states import RecipientState, SkipReason


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as the copy knows it, after following its merges."""

    contact_id: UUID
    party: Party
    aliases: list[str]
    custom_fields: Mapping[str, str] = field(default_factory=dict)
    deleted: bool = False
    merged_into: UUID | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A recipient to be stored, with its frozen name, message and send id."""

    send_id: UUID
    contact_id: UUID
    identity: str
    aliases: list[str]
    party: dict[str, Any]
    content: dict[str, Any] | None
    state: RecipientState
    reason: SkipReason | None = None
    error_title: str | None = None


def plan(
    target_id: UUID, contact: Contact | None, content: dict[str, Any], *, personal: bool, grace_over: bool
) -> Planned | None:
    """Return the target's recipient, or None if its contact may still become known.

    ``personal`` says that the content has placeholders and is rendered for each recipient.
    """
    if contact is None or contact.merged_into is not None:
        return _nobody(target_id, SkipReason.CONTACT_NOT_FOUND) if grace_over else None
    if contact.deleted:
        return _nobody(target_id, SkipReason.CONTACT_NOT_FOUND)
    if not contact.aliases:
        return _nobody(contact.contact_id, SkipReason.NO_IDENTITY)
    rendered, problem = None, None
    if personal:
        try:
            rendered = render_message(content, variables(contact.party, contact.custom_fields))
        except CannotRender as error:
            problem = str(error)
    return Planned(
        send_id=uuid7(),
        contact_id=contact.contact_id,
        identity=contact.aliases[0],
        aliases=contact.aliases,
        party=contact.party.model_dump(mode="json", exclude_none=True),
        content=rendered,
        state=RecipientState.SKIPPED if problem else RecipientState.PENDING,
        reason=SkipReason.INVALID if problem else None,
        error_title=problem,
    )


def _nobody(contact_id: UUID, reason: SkipReason) -> Planned:
    """Return the row that accounts for a target to whom nothing can be sent."""
    return Planned(
        send_id=uuid7(),
        contact_id=contact_id,
        identity=f"contact:{contact_id}",
        aliases=[],
        party={},
        content=None,
        state=RecipientState.SKIPPED,
        reason=reason,
    )
